-- +goose Up
create table enrolment_programmes (
    id uuid primary key,
    slug text not null check (slug ~ '^[a-z0-9]{16,32}$'),
    title text not null check (title <> ''),
    level_id uuid not null references standard_levels,
    kind text not null check (kind in ('employment', 'upgrade', 'transfer', 'senior', 'startup', 'pre_job', 'apprenticeship')),
    places integer not null check (places between 1 and 100000),
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    description text not null default '',
    materials jsonb not null default '[]',
    state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint enrolment_programmes_slug_key unique (slug),
    constraint enrolment_programmes_window check (opens_at < closes_at)
);
create index enrolment_programmes_open_idx on enrolment_programmes (closes_at, id) where state = 'open';
create index enrolment_programmes_created_idx on enrolment_programmes (created_at desc, id);

create table enrolment_posters (
    id uuid primary key,
    programme_id uuid not null references enrolment_programmes,
    channel text not null check (channel <> ''),
    code text not null check (code ~ '^[a-z0-9]{16,32}$'),
    qr_text text not null,
    wechat boolean not null,
    created_at timestamptz not null,
    constraint enrolment_posters_code_key unique (code),
    constraint enrolment_posters_channel_key unique (programme_id, channel)
);

create table enrolment_scans (
    id uuid primary key,
    programme_id uuid not null references enrolment_programmes,
    poster_id uuid not null references enrolment_posters,
    source text not null check (source in ('wechat', 'page')),
    visitor_hash bytea not null,
    day date not null,
    scanned_at timestamptz not null,
    -- One person counts once a day; a push that WeChat repeats counts once too.
    constraint enrolment_scans_day_key unique (poster_id, source, visitor_hash, day)
);
create index enrolment_scans_programme_idx on enrolment_scans (programme_id, scanned_at);

create table enrolment_applications (
    id uuid primary key,
    programme_id uuid not null references enrolment_programmes,
    account_id uuid not null references accounts,
    level_id uuid not null references standard_levels,
    poster_id uuid references enrolment_posters,
    state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')),
    clause_key text not null default '',
    -- What was submitted, as it was; empty until then. Name apart, for the queue.
    person_name text not null default '',
    snapshot jsonb not null default '{}',
    round integer not null default 0 check (round >= 0),
    version integer not null default 1,
    reason text not null default '',
    claimed_by uuid references accounts,
    claimed_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    submitted_at timestamptz,
    decided_at timestamptz,
    constraint enrolment_applications_submitted check (state in ('draft', 'withdrawn') or submitted_at is not null)
);
create unique index enrolment_applications_living_key on enrolment_applications (programme_id, account_id)
    where state in ('draft', 'submitted', 'returned', 'approved');
create index enrolment_applications_places_idx on enrolment_applications (programme_id, state);
create index enrolment_applications_account_idx on enrolment_applications (account_id, created_at desc);
create index enrolment_applications_queue_idx on enrolment_applications (submitted_at, id) where state = 'submitted';

create table enrolment_items (
    application_id uuid not null references enrolment_applications,
    key text not null,
    state text not null check (state in ('pending', 'passed', 'returned')),
    reason text not null default '',
    -- What stood here before the item was returned: fields of the snapshot.
    before jsonb not null default '{}',
    primary key (application_id, key)
);

create table enrolment_files (
    id uuid primary key,
    application_id uuid not null references enrolment_applications,
    material text not null,
    name text not null check (length(name) between 1 and 120),
    content_type text not null check (content_type in ('image/jpeg', 'application/pdf')),
    size bigint not null check (size > 0),
    blob_key text not null,
    -- Round in which it was first submitted; 0 while it never was.
    round integer not null default 0,
    uploaded_at timestamptz not null,
    removed_at timestamptz
);
create index enrolment_files_application_idx on enrolment_files (application_id, material, uploaded_at);

create table enrolment_reviews (
    id uuid primary key,
    application_id uuid not null references enrolment_applications,
    round integer not null,
    action text not null check (action in ('submit', 'approve', 'return', 'reject', 'withdraw')),
    reason text not null default '',
    items jsonb not null default '[]',
    actor_id uuid,
    actor_name text not null default '',
    at timestamptz not null
);
create index enrolment_reviews_application_idx on enrolment_reviews (application_id, at);

create table enrolment_consents (
    application_id uuid not null references enrolment_applications,
    account_id uuid not null references accounts,
    document text not null,
    version text not null,
    text_hash bytea not null,
    agreed_at timestamptz not null,
    primary key (application_id, document, version)
);

create view v_enrolment_programmes as
select id, slug, title, level_id, kind, places, state, opens_at, closes_at, created_at from enrolment_programmes;

create view v_enrolment_applications as
select id, programme_id, account_id, level_id, state, created_at, submitted_at, decided_at from enrolment_applications;

create view v_enrolment_scans as
select s.programme_id, p.channel, s.source, s.scanned_at, s.visitor_hash as open_id_hash
from enrolment_scans s
join enrolment_posters p on p.id = s.poster_id;

-- +goose Down
drop view v_enrolment_scans;
drop view v_enrolment_applications;
drop view v_enrolment_programmes;
drop table enrolment_consents, enrolment_reviews, enrolment_files, enrolment_items, enrolment_applications, enrolment_scans,
    enrolment_posters, enrolment_programmes;
