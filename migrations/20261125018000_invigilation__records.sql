-- +goose Up
create table invigilation_grants (
    id uuid primary key,
    session_id uuid not null references exam_sessions,
    minutes smallint not null check (minutes between 1 and 60),
    reason text not null check (reason <> ''),
    whole_session boolean not null,
    accounts uuid[] not null check (cardinality(accounts) > 0),
    granted_by uuid not null references accounts,
    granted_at timestamptz not null
);
create index invigilation_grants_session on invigilation_grants (session_id, granted_at);

create table invigilation_incidents (
    id uuid primary key,
    session_id uuid not null references exam_sessions,
    seat_id uuid, -- null: the room as a whole
    kind text not null check (kind in ('device', 'network', 'power', 'illness', 'discipline', 'misconduct', 'other')),
    text text not null check (text <> ''),
    reported_by uuid not null references accounts,
    reported_at timestamptz not null
);
create index invigilation_incidents_session on invigilation_incidents (session_id, reported_at);

-- +goose Down
drop table invigilation_incidents, invigilation_grants;
