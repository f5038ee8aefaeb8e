-- +goose Up
create table accounts (
    id uuid primary key,
    kind text not null check (kind in ('trainee', 'staff')),
    name text not null default '',
    username text,
    password_hash text,
    password_changed_at timestamptz,
    phone_sealed bytea,
    phone_index bytea,
    active boolean not null default true,
    failed_logins integer not null default 0,
    locked_until timestamptz,
    created_at timestamptz not null,
    constraint accounts_username_key unique (username),
    constraint accounts_phone_key unique (kind, phone_index),
    constraint accounts_staff_username check (kind <> 'staff' or username is not null),
    constraint accounts_phone_pair check ((phone_sealed is null) = (phone_index is null))
);
create index accounts_staff_idx on accounts (created_at, id) where kind = 'staff';

create table account_roles (
    account_id uuid not null references accounts,
    role text not null,
    primary key (account_id, role)
);

create table account_scopes (
    account_id uuid not null references accounts,
    kind text not null check (kind in ('occupation', 'cohort', 'session', 'enterprise')),
    scope_id uuid not null,
    primary key (account_id, kind, scope_id)
);

create table login_sessions (
    id uuid primary key,
    token_hash bytea not null,
    account_id uuid not null references accounts,
    portal text not null check (portal in ('learner', 'staff')),
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    ip text not null,
    user_agent text not null,
    constraint login_sessions_token_key unique (token_hash)
);
create index login_sessions_account_idx on login_sessions (account_id) where ended_at is null;

create table phone_codes (
    id uuid primary key,
    phone_index bytea not null,
    code_hash bytea not null,
    ip text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    tries integer not null default 0,
    used_at timestamptz
);
create index phone_codes_phone_idx on phone_codes (phone_index, sent_at desc);
create index phone_codes_ip_idx on phone_codes (ip, sent_at desc);

create table wechat_identities (
    app_id text not null,
    open_id text not null,
    account_id uuid references accounts,
    following boolean not null default false,
    seen_at timestamptz not null,
    primary key (app_id, open_id),
    constraint wechat_identities_account_key unique (app_id, account_id)
);

create table wechat_visits (
    token_hash bytea primary key,
    app_id text not null,
    open_id text not null,
    expires_at timestamptz not null
);

create view v_identity_accounts as
select id, kind, name, active from accounts;

-- +goose Down
drop view v_identity_accounts;
drop table wechat_visits, wechat_identities, phone_codes, login_sessions, account_scopes, account_roles, accounts;
