-- +goose Up
-- The last serial that was given for a prefix, year and level. Its row lock is
-- what keeps numbers free of gaps.
create table certificate_serials (
    prefix text not null check (prefix ~ '^[YS][0-9]{12}$'),
    year smallint not null check (year between 0 and 99),
    level_code text not null check (level_code ~ '^[1-5]$'),
    last integer not null default 0 check (last between 0 and 999999),
    primary key (prefix, year, level_code)
);

create table certificates (
    id uuid primary key,
    plan_id uuid not null,
    account_id uuid not null,
    level_id uuid not null references standard_levels,
    -- Only a released and passed outcome can have a certificate.
    passed boolean not null default true check (passed),
    number text not null check (number ~ '^[YS][0-9]{14}[1-5][0-9]{6}$'),
    code text not null check (code ~ '^[a-z2-7]{26}$'),
    state text not null default 'valid' check (state in ('valid', 'revoked')),
    -- As they were at the issue; the number of the document is sealed.
    name text not null check (name <> ''),
    id_type text not null check (id_type <> ''),
    id_sealed bytea not null,
    id_masked text not null,
    occupation text not null check (occupation <> ''),
    track text not null default '',
    level_code text not null check (level_code ~ '^[1-5]$'),
    level_name text not null check (level_name <> ''),
    photo_key text not null check (photo_key <> ''),
    body_name text not null check (body_name <> ''),
    seal_key text not null default '',
    issued_on date not null,
    issued_at timestamptz not null,
    issued_by uuid references accounts,
    issued_name text not null default '',
    pdf_key text not null default '',
    revoked_at timestamptz,
    revoked_by uuid references accounts,
    revoked_name text not null default '',
    revoke_reason text not null default '',
    constraint certificates_number_key unique (number),
    constraint certificates_code_key unique (code),
    constraint certificates_once unique (plan_id, account_id),
    foreign key (plan_id, account_id, passed) references result_outcomes (plan_id, account_id, passed),
    constraint certificates_revoked check ((state = 'revoked') = (revoked_at is not null) and (revoked_at is null) = (revoke_reason = ''))
);
create index certificates_account on certificates (account_id, issued_at desc);
create index certificates_list on certificates (issued_at desc, number desc);
create index certificates_level on certificates (level_id, issued_at desc);

-- Numbers are never used again, and what was printed stays as it was.
-- +goose StatementBegin
create function certificates_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'certificates are never deleted'
            using errcode = 'restrict_violation', constraint = 'certificates_immutable';
    end if;
    if row (new.id, new.plan_id, new.account_id, new.level_id, new.number, new.code, new.name, new.id_type, new.id_masked, new.occupation,
            new.track, new.level_code, new.level_name, new.photo_key, new.body_name, new.seal_key, new.issued_on, new.issued_at, new.issued_by)
       is distinct from
       row (old.id, old.plan_id, old.account_id, old.level_id, old.number, old.code, old.name, old.id_type, old.id_masked, old.occupation,
            old.track, old.level_code, old.level_name, old.photo_key, old.body_name, old.seal_key, old.issued_on, old.issued_at, old.issued_by)
       or old.state = 'revoked' and new.state <> 'revoked' then
        raise exception 'what a certificate says is never changed'
            using errcode = 'restrict_violation', constraint = 'certificates_immutable';
    end if;
    return new;
end;
$$;
-- +goose StatementEnd
create trigger certificates_immutable before update or delete on certificates
    for each row execute function certificates_refuse_change();

-- +goose StatementBegin
create function certificate_serials_refuse_back() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.last < old.last then
        raise exception 'serials only go up'
            using errcode = 'restrict_violation', constraint = 'certificate_serials_up';
    end if;
    return new;
end;
$$;
-- +goose StatementEnd
create trigger certificate_serials_up before update or delete on certificate_serials
    for each row execute function certificate_serials_refuse_back();

create view v_certificate_certificates as
select id, plan_id, account_id, level_id, number, state, issued_at from certificates;

-- +goose Down
drop view v_certificate_certificates;
drop table certificates, certificate_serials;
drop function certificates_refuse_change();
drop function certificate_serials_refuse_back();
