-- +goose Up
-- Every type of question, five states between draft and retired, and a pool of
-- its own for mock exams.
alter table questions drop constraint questions_pool_check;
alter table questions add constraint questions_pool_check check (pool in ('practice', 'mock', 'exam'));
alter table questions drop constraint questions_state_check;
alter table questions add constraint questions_state_check
    check (state in ('draft', 'review', 'trial', 'live', 'suspended', 'retired'));
alter table questions drop constraint questions_type_check;
alter table questions add constraint questions_type_check
    check (type in ('single', 'multiple', 'judge', 'fill', 'short', 'calculation', 'essay', 'case', 'ordering', 'matching', 'hotspot'));

-- A question from a foreign file may wait for its place in the element table,
-- but not be used without one.
alter table questions alter column element_id drop not null;
alter table questions alter column weight_row_id drop not null;
alter table questions add constraint questions_placed check (
    (element_id is null) = (weight_row_id is null)
    and (element_id is not null or state in ('draft', 'review', 'retired')));

alter table questions add column author_id uuid;
alter table questions add column author_name text not null default '';
-- Number of the version that two people agreed on last; 0 before the first.
alter table questions add column approved_number integer not null default 0 check (approved_number >= 0);
alter table questions add column tags text[] not null default '{}';
alter table questions add column import_id uuid;
update questions q set author_id = v.author_id, author_name = v.author_name, approved_number = case when q.state = 'draft' then 0 else v.number end
from question_versions v where v.id = q.current_version_id;
create index questions_import on questions (import_id) where import_id is not null;

alter table question_versions drop constraint question_versions_type_check;
alter table question_versions add constraint question_versions_type_check
    check (type in ('single', 'multiple', 'judge', 'fill', 'short', 'calculation', 'essay', 'case', 'ordering', 'matching', 'hotspot'));
alter table question_versions alter column element_id drop not null;
alter table question_versions alter column weight_row_id drop not null;
alter table question_versions add constraint question_versions_placed check ((element_id is null) = (weight_row_id is null));
-- What the types beyond choosing need: blanks, pairs, areas, parts, reference, rubric.
alter table question_versions add column detail jsonb not null default '{}';
alter table question_versions drop constraint question_versions_answer;
alter table question_versions add constraint question_versions_answer check (
    case type
        when 'single' then cardinality(answer) = 1
        when 'multiple' then cardinality(answer) >= 1
        when 'judge' then cardinality(answer) = 1 and answer[1] in ('T', 'F')
        when 'ordering' then cardinality(answer) >= 2
        when 'hotspot' then cardinality(answer) >= 1
        else cardinality(answer) = 0
    end);

drop view bank_version_details;
create view bank_version_details as
select v.*, array(
    select p.blob_key
    from unnest(v.picture_ids) with ordinality u (id, n)
    join bank_pictures p on p.id = u.id
    order by u.n) as picture_keys
from question_versions v;

-- Trial questions are drilled and mocked with, never examined with.
create or replace view v_bank_live_versions as
select current_version_id as id, id as question_id, level_id, type, element_id, weight_row_id, pool
from questions where state = 'live' or state = 'trial' and pool <> 'exam';

-- The steps of a question's life, the two-person rule among them.
create table question_steps (
    id uuid primary key,
    -- The order in which they happened: two can share an instant.
    n bigint generated always as identity,
    question_id uuid not null references questions,
    version_number integer not null,
    action text not null check (action in ('submit', 'withdraw', 'approve', 'return', 'promote', 'suspend', 'resume', 'retire', 'restore')),
    from_state text not null,
    to_state text not null,
    actor_id uuid,
    actor_name text not null default '',
    -- Who wrote the version that is approved.
    author_id uuid,
    reason text not null default '',
    created_at timestamptz not null,
    -- Nobody approves what he wrote himself, whatever the code does.
    constraint question_steps_two_people check (action <> 'approve' or actor_id is not null and actor_id is distinct from author_id)
);
create index question_steps_question on question_steps (question_id, n desc);
create trigger question_steps_immutable
    before update or delete on question_steps
    for each row execute function bank_refuse_change();

-- Questions that give each other away: at most one of a set on a paper.
create table enemy_sets (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    reason text not null check (reason <> ''),
    created_by uuid,
    created_by_name text not null default '',
    created_at timestamptz not null
);
create index enemy_sets_level on enemy_sets (level_id, created_at desc);
create table enemy_members (
    set_id uuid not null references enemy_sets on delete cascade,
    question_id uuid not null references questions,
    primary key (set_id, question_id)
);
create index enemy_members_question on enemy_members (question_id);

-- +goose Down
drop table enemy_members;
drop table enemy_sets;
drop table question_steps;
create or replace view v_bank_live_versions as
select current_version_id as id, id as question_id, level_id, type, element_id, weight_row_id, pool
from questions where state = 'live';
drop view bank_version_details;
alter table question_versions drop constraint question_versions_answer;
alter table question_versions drop column detail;
alter table question_versions drop constraint question_versions_placed;
alter table question_versions alter column weight_row_id set not null;
alter table question_versions alter column element_id set not null;
alter table question_versions drop constraint question_versions_type_check;
alter table question_versions add constraint question_versions_type_check check (type in ('single', 'multiple', 'judge'));
alter table question_versions add constraint question_versions_answer check (
    case type
        when 'single' then cardinality(answer) = 1
        when 'multiple' then cardinality(answer) >= 2
        else cardinality(answer) = 1 and answer[1] in ('T', 'F')
    end);
create view bank_version_details as
select v.*, array(
    select p.blob_key
    from unnest(v.picture_ids) with ordinality u (id, n)
    join bank_pictures p on p.id = u.id
    order by u.n) as picture_keys
from question_versions v;
drop index questions_import;
alter table questions drop column import_id;
alter table questions drop column tags;
alter table questions drop column approved_number;
alter table questions drop column author_name;
alter table questions drop column author_id;
alter table questions drop constraint questions_placed;
alter table questions alter column weight_row_id set not null;
alter table questions alter column element_id set not null;
alter table questions drop constraint questions_type_check;
alter table questions add constraint questions_type_check check (type in ('single', 'multiple', 'judge'));
alter table questions drop constraint questions_state_check;
alter table questions add constraint questions_state_check check (state in ('draft', 'live', 'retired'));
alter table questions drop constraint questions_pool_check;
alter table questions add constraint questions_pool_check check (pool in ('practice', 'exam'));
