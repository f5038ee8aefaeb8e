-- +goose Up
create table learner_profiles (
    account_id uuid primary key references accounts,
    name text not null default '',
    name_rare boolean not null default false,
    id_type text not null default '' check (id_type in ('', 'resident_id', 'residence_permit', 'hk_macau_permit', 'taiwan_permit',
        'foreign_permanent', 'passport', 'officer')),
    -- What was typed, good or not; the index is there only for a checked number
    -- that nobody else holds.
    id_sealed bytea,
    id_index bytea,
    id_masked text not null default '',
    sex text not null default '' check (sex in ('', 'male', 'female')),
    birth_date date,
    ethnic text not null default '',
    education text not null default '',
    source text not null default '',
    address text not null default '',
    employer text not null default '',
    email text not null default '',
    work_years smallint not null default 0 check (work_years between 0 and 70),
    prior_occupation text not null default '',
    prior_certificate text not null default '',
    phone_sealed bytea,
    phone_masked text not null default '',
    photo_key text not null default '',
    held text[] not null default '{}',
    complete boolean not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint learner_profiles_id_key unique (id_type, id_index),
    constraint learner_profiles_id_masked check (id_index is not null or id_masked = ''),
    constraint learner_profiles_complete check (not complete or (id_index is not null and name <> '' and photo_key <> ''))
);

create view v_learner_people as
select account_id, name, sex, id_masked, phone_masked, employer, source, photo_key <> '' as has_photo
from learner_profiles;

-- +goose Down
drop view v_learner_people;
drop table learner_profiles;
