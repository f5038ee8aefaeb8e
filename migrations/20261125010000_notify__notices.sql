-- +goose Up
create table notices (
    id uuid primary key,
    account_id uuid not null references accounts,
    kind text not null check (kind in (
        'application_approved', 'application_returned', 'application_rejected', 'class_published',
        'exam_scheduled', 'score_released', 'certificate_issued', 'mock_published')),
    key text not null check (char_length(key) between 1 and 200),
    subject text not null check (char_length(subject) between 1 and 60),
    detail text not null default '',
    link text not null check (link like '/%' and link not like '//%'),
    created_at timestamptz not null,
    read_at timestamptz,
    constraint notices_once_key unique (account_id, kind, key)
);
create index notices_account_idx on notices (account_id, created_at desc, id desc);
create index notices_unread_idx on notices (account_id) where read_at is null;

-- One row for each way by which a notice was tried.
create table notice_deliveries (
    id uuid primary key,
    notice_id uuid not null references notices,
    channel text not null check (channel in ('app', 'wechat', 'sms')),
    state text not null check (state in (
        'waiting', 'sent', 'unbound', 'not_following', 'refused', 'parked', 'uncertain', 'stopped', 'off', 'failed')),
    attempts integer not null default 0,
    code integer not null default 0,
    message_id bigint not null default 0,
    created_at timestamptz not null,
    tried_at timestamptz,
    updated_at timestamptz not null,
    constraint notice_deliveries_channel_key unique (notice_id, channel)
);
create index notice_deliveries_created_idx on notice_deliveries (created_at desc, id desc);
create index notice_deliveries_message_idx on notice_deliveries (message_id) where message_id <> 0;

-- +goose Down
drop table notice_deliveries, notices;
