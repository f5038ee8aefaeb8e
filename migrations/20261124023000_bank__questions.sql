-- +goose Up
create table bank_pictures (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    name text not null check (name <> ''),
    blob_key text not null,
    content_type text not null,
    width integer not null,
    height integer not null,
    digest bytea not null,
    created_by uuid,
    created_at timestamptz not null,
    -- The same picture under another name is another row: imports name files.
    constraint bank_pictures_digest_key unique (level_id, digest, name)
);
create index bank_pictures_name on bank_pictures (level_id, name, created_at desc);

create table questions (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    -- For life: versions copy it, so a question that practice has shown can
    -- never slip into an exam.
    pool text not null check (pool in ('practice', 'exam')),
    state text not null check (state in ('draft', 'live', 'retired')),
    external_ref text not null default '',
    current_version_id uuid not null,
    -- What lists filter by, copied from the current version.
    type text not null check (type in ('single', 'multiple', 'judge')),
    element_id uuid not null,
    weight_row_id uuid not null,
    difficulty smallint not null check (difficulty between 1 and 5),
    face_digest bytea not null,
    stem_digest bytea not null,
    search_text text not null,
    tokens text[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (id, level_id, pool),
    constraint questions_element_fkey foreign key (element_id, level_id, weight_row_id)
        references elements (id, level_id, weight_row_id)
);
-- The same face (stem, options, pictures) is wanted once per level, whichever
-- the pool.
create unique index questions_face on questions (level_id, face_digest) where state <> 'retired';
create unique index questions_external on questions (level_id, external_ref) where external_ref <> '';
create index questions_stem on questions (level_id, stem_digest);
create index questions_list on questions (level_id, updated_at desc, id);
create index questions_draw on questions (level_id, pool, state, type);
create index questions_element on questions (element_id);
create index questions_tokens on questions using gin (tokens);

create table question_versions (
    id uuid primary key,
    question_id uuid not null,
    level_id uuid not null,
    pool text not null,
    number integer not null check (number >= 1),
    type text not null check (type in ('single', 'multiple', 'judge')),
    stem text not null,
    options jsonb not null,
    answer text[] not null,
    explanation text not null default '',
    difficulty smallint not null check (difficulty between 1 and 5),
    element_id uuid not null,
    weight_row_id uuid not null,
    picture_ids uuid[] not null default '{}',
    source text not null default '',
    author_id uuid,
    author_name text not null default '',
    reason text not null default '',
    created_at timestamptz not null,
    unique (id, question_id),
    -- What papers refer to: a form holds versions of its own level and pool.
    constraint question_versions_place_key unique (id, question_id, level_id, pool, weight_row_id),
    constraint question_versions_number_key unique (question_id, number),
    constraint question_versions_question_fkey foreign key (question_id, level_id, pool) references questions (id, level_id, pool),
    constraint question_versions_element_fkey foreign key (element_id, level_id, weight_row_id)
        references elements (id, level_id, weight_row_id),
    constraint question_versions_answer check (
        case type
            when 'single' then cardinality(answer) = 1
            when 'multiple' then cardinality(answer) >= 2
            else cardinality(answer) = 1 and answer[1] in ('T', 'F')
        end)
);
create index question_versions_element on question_versions (element_id);
alter table questions add constraint questions_current_fkey
    foreign key (current_version_id, id) references question_versions (id, question_id) deferrable initially deferred;

-- +goose StatementBegin
create function bank_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd

create trigger question_versions_immutable
    before update or delete on question_versions
    for each row execute function bank_refuse_change();
create trigger question_versions_no_truncate
    before truncate on question_versions
    for each statement execute function bank_refuse_change();
create trigger bank_pictures_immutable
    before update or delete on bank_pictures
    for each row execute function bank_refuse_change();

create table bank_imports (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    file_name text not null,
    state text not null check (state in ('previewed', 'committed')),
    accepted integer not null,
    rejected integer not null,
    unchanged integer not null,
    created_by uuid,
    created_by_name text not null default '',
    created_at timestamptz not null,
    committed_at timestamptz
);
create index bank_imports_level on bank_imports (level_id, created_at desc);

create table bank_import_rows (
    import_id uuid not null references bank_imports,
    position integer not null,
    sheet text not null,
    line integer not null,
    verdict text not null check (verdict in ('accepted', 'unchanged', 'rejected')),
    stem text not null,
    faults jsonb not null,
    draft jsonb,
    question_id uuid references questions,
    primary key (import_id, position)
);
create index bank_import_rows_verdict on bank_import_rows (import_id, verdict, position);

-- A version with the files of its pictures, for this room alone.
create view bank_version_details as
select v.*, array(
    select p.blob_key
    from unnest(v.picture_ids) with ordinality u (id, n)
    join bank_pictures p on p.id = u.id
    order by u.n) as picture_keys
from question_versions v;

create view v_bank_versions as
select id, question_id, level_id, type, element_id, weight_row_id, pool from question_versions;

-- What may be drilled or drawn today: one row a live question, its current version.
create view v_bank_live_versions as
select current_version_id as id, id as question_id, level_id, type, element_id, weight_row_id, pool
from questions where state = 'live';

-- +goose Down
drop view v_bank_live_versions;
drop view v_bank_versions;
drop view bank_version_details;
drop table bank_import_rows;
drop table bank_imports;
alter table questions drop constraint questions_current_fkey;
drop table question_versions;
drop table questions;
drop table bank_pictures;
drop function bank_refuse_change();
