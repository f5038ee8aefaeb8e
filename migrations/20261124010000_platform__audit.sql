-- +goose Up
create extension if not exists pg_trgm;

-- The database's clock is the only clock that deadlines follow. The offset is
-- set by tests alone; configuration refuses it in production.
create table clock_offset (
    only_row boolean primary key default true check (only_row),
    shift interval not null default interval '0'
);
insert into clock_offset default values;

-- +goose StatementBegin
create function app_now() returns timestamptz
    language sql volatile
as $$ select clock_timestamp() + (select shift from clock_offset) $$;
-- +goose StatementEnd

create table audit_records (
    id uuid primary key,
    at timestamptz not null,
    actor_id uuid,
    actor_kind text not null check (actor_kind in ('nobody', 'trainee', 'staff', 'system')),
    actor_name text not null default '',
    action text not null,
    object text not null,
    object_id uuid,
    reason text not null default '',
    detail jsonb not null default '{}',
    -- Filled by the chainer within seconds, never by the writer.
    number bigint,
    hash bytea,
    constraint audit_records_number_key unique (number),
    constraint audit_records_chained check ((number is null) = (hash is null))
);
create index audit_records_object_idx on audit_records (object, object_id, at);
create index audit_records_actor_idx on audit_records (actor_id, at);
create index audit_records_at_idx on audit_records (at desc);
create index audit_records_unchained_idx on audit_records (at, id) where number is null;

-- +goose StatementBegin
create function audit_records_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'audit records are never deleted';
    end if;
    if old.number is not null
        or (new.id, new.at, new.actor_id, new.actor_kind, new.actor_name, new.action, new.object, new.object_id, new.reason, new.detail)
        is distinct from
        (old.id, old.at, old.actor_id, old.actor_kind, old.actor_name, old.action, old.object, old.object_id, old.reason, old.detail) then
        raise exception 'audit records are never changed';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger audit_records_guard before update or delete on audit_records
    for each row execute function audit_records_guard();

-- +goose Down
drop table audit_records;
drop function audit_records_guard();
drop function app_now();
drop table clock_offset;
