-- +goose Up
-- What invigilators say to candidates while a session runs, to whom, and who has
-- said that they read it. Rows are only added.
create table invigilation_announcements (
    id uuid primary key,
    session_id uuid not null references exam_sessions,
    scope text not null check (scope in ('session', 'room', 'seats')),
    room_id uuid,
    text text not null check (char_length(text) between 2 and 200),
    sent_by uuid not null references accounts,
    sent_name text not null check (sent_name <> ''),
    sent_at timestamptz not null,
    constraint invigilation_announcements_room check ((scope = 'room') = (room_id is not null)),
    constraint invigilation_announcements_of unique (id, session_id)
);
create index invigilation_announcements_session on invigilation_announcements (session_id, sent_at desc, id desc);

create table invigilation_recipients (
    announcement_id uuid not null,
    session_id uuid not null,
    account_id uuid not null references accounts,
    seat_id uuid not null,
    primary key (announcement_id, account_id),
    constraint invigilation_recipients_of foreign key (announcement_id, session_id) references invigilation_announcements (id, session_id)
);
create index invigilation_recipients_account on invigilation_recipients (account_id, session_id);

-- Only who was spoken to can have read it, and only once.
create table invigilation_acknowledgements (
    announcement_id uuid not null,
    account_id uuid not null,
    acknowledged_at timestamptz not null,
    primary key (announcement_id, account_id),
    constraint invigilation_acknowledgements_of foreign key (announcement_id, account_id) references invigilation_recipients (announcement_id, account_id)
);

-- +goose StatementBegin
create function invigilation_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd
create trigger invigilation_announcements_immutable before update or delete on invigilation_announcements
    for each row execute function invigilation_refuse_change();
create trigger invigilation_recipients_immutable before update or delete on invigilation_recipients
    for each row execute function invigilation_refuse_change();
create trigger invigilation_acknowledgements_immutable before update or delete on invigilation_acknowledgements
    for each row execute function invigilation_refuse_change();

-- +goose Down
drop table invigilation_acknowledgements;
drop table invigilation_recipients;
drop table invigilation_announcements;
drop function invigilation_refuse_change();
