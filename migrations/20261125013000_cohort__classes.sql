-- +goose Up
create table cohort_classes (
    id uuid primary key,
    programme_id uuid not null references enrolment_programmes,
    level_id uuid not null references standard_levels,
    name text not null check (name <> ''),
    capacity smallint not null check (capacity between 1 and 500),
    teacher_id uuid references accounts,
    starts_on date,
    ends_on date,
    place text not null default '',
    -- Picture of the class group's QR code; empty: none yet.
    group_qr_key text not null default '',
    group_qr_type text not null default '' check (group_qr_type in ('', 'image/jpeg', 'image/png')),
    state text not null default 'planned' check (state in ('planned', 'published', 'completed')),
    -- What publications tell: a new revision for each changed content.
    revision integer not null default 0,
    content_hash text not null default '',
    told_hash text not null default '',
    published_at timestamptz,
    completed_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint cohort_classes_name_key unique (programme_id, name),
    constraint cohort_classes_programme unique (id, programme_id, level_id),
    constraint cohort_classes_days check (ends_on is null or (starts_on is not null and starts_on <= ends_on)),
    constraint cohort_classes_published check (state = 'planned' or (published_at is not null and starts_on is not null)),
    constraint cohort_classes_completed check ((state = 'completed') = (completed_at is not null))
);
create index cohort_classes_created_idx on cohort_classes (created_at desc, id);

create table cohort_members (
    id uuid primary key,
    class_id uuid not null,
    programme_id uuid not null,
    level_id uuid not null,
    application_id uuid not null references enrolment_applications,
    account_id uuid not null references accounts,
    joined_at timestamptz not null,
    left_at timestamptz,
    left_reason text not null default '',
    -- Revision of the class that this member was told of; 0: not yet.
    told_revision integer not null default 0,
    -- A class takes members of its own programme and level alone.
    constraint cohort_members_class_fkey foreign key (class_id, programme_id, level_id) references cohort_classes (id, programme_id, level_id),
    constraint cohort_members_left check (left_at is not null or left_reason = '')
);
create unique index cohort_members_living_key on cohort_members (application_id) where left_at is null;
create index cohort_members_class_idx on cohort_members (class_id, joined_at, id) where left_at is null;
create index cohort_members_account_idx on cohort_members (account_id) where left_at is null;

create table cohort_lessons (
    id uuid primary key,
    class_id uuid not null references cohort_classes,
    day date not null,
    -- Minutes since midnight in China.
    start_minute smallint not null check (start_minute between 0 and 1439),
    end_minute smallint not null check (end_minute between 1 and 1440),
    title text not null check (title <> ''),
    place text not null default '',
    teacher_name text not null default '',
    created_at timestamptz not null,
    constraint cohort_lessons_time check (start_minute < end_minute)
);
create index cohort_lessons_class_idx on cohort_lessons (class_id, day, start_minute, id);
create index cohort_lessons_day_idx on cohort_lessons (day);

create view v_cohort_classes as
select id, programme_id, level_id, name, state, capacity, starts_on, ends_on from cohort_classes;

create view v_cohort_members as
select class_id, account_id, application_id, programme_id, level_id, joined_at from cohort_members where left_at is null;

-- +goose Down
drop view v_cohort_members;
drop view v_cohort_classes;
drop table cohort_lessons, cohort_members, cohort_classes;
