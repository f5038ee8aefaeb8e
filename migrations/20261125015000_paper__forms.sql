-- +goose Up
create table paper_blueprints (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    name text not null check (name <> ''),
    purpose text not null check (purpose in ('exam', 'mock')),
    minutes integer not null check (minutes between 1 and 600),
    multiple_mode text not null default 'exact' check (multiple_mode in ('exact', 'partial')),
    total_hundredths integer not null check (total_hundredths > 0),
    state text not null check (state in ('draft', 'ready')),
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint paper_blueprints_name_key unique (level_id, name)
);
create index paper_blueprints_list on paper_blueprints (updated_at desc, id);

create table paper_blueprint_sections (
    blueprint_id uuid not null references paper_blueprints,
    position smallint not null check (position between 1 and 6),
    type text not null check (type in ('single', 'multiple', 'judge')),
    title text not null check (title <> ''),
    count smallint not null check (count between 1 and 300),
    score_hundredths integer not null check (score_hundredths between 1 and 10000),
    primary key (blueprint_id, position)
);

-- The last serial of each series of paper codes.
create table paper_serials (
    series text primary key,
    last integer not null
);

create table paper_forms (
    id uuid primary key,
    blueprint_id uuid not null references paper_blueprints,
    level_id uuid not null references standard_levels,
    code text not null,
    title text not null,
    purpose text not null check (purpose in ('exam', 'mock')),
    pool text not null,
    -- 'frozen' by a person for many candidates, 'drawn' for one attempt.
    origin text not null check (origin in ('frozen', 'drawn')),
    minutes integer not null,
    multiple_mode text not null check (multiple_mode in ('exact', 'partial')),
    total_hundredths integer not null check (total_hundredths > 0),
    seed bigint not null,
    created_by uuid,
    created_by_name text not null default '',
    created_at timestamptz not null,
    constraint paper_forms_code_key unique (code),
    unique (id, level_id, pool),
    -- An exam draws from the exam pool, a mock from the practice pool.
    constraint paper_forms_pool check (pool = case purpose when 'exam' then 'exam' else 'practice' end)
);
create index paper_forms_blueprint on paper_forms (blueprint_id, origin, created_at desc);
create index paper_forms_list on paper_forms (created_at desc, id) where origin = 'frozen';

create table paper_form_sections (
    form_id uuid not null references paper_forms,
    position smallint not null,
    type text not null,
    title text not null,
    count smallint not null,
    score_hundredths integer not null,
    primary key (form_id, position)
);

-- The weight table as it was when the form was frozen.
create table paper_form_rows (
    form_id uuid not null references paper_forms,
    position smallint not null,
    weight_row_id uuid not null,
    name text not null,
    percent smallint not null,
    primary key (form_id, position)
);

create table paper_form_items (
    form_id uuid not null,
    number smallint not null check (number >= 1),
    section smallint not null,
    version_id uuid not null,
    question_id uuid not null,
    level_id uuid not null,
    pool text not null,
    weight_row_id uuid not null,
    score_hundredths integer not null check (score_hundredths > 0),
    primary key (form_id, number),
    constraint paper_form_items_question_key unique (form_id, question_id),
    constraint paper_form_items_form_fkey foreign key (form_id, level_id, pool) references paper_forms (id, level_id, pool),
    constraint paper_form_items_section_fkey foreign key (form_id, section) references paper_form_sections (form_id, position),
    -- Whatever the code does: a form holds versions of its own level and pool.
    constraint paper_form_items_version_fkey foreign key (version_id, question_id, level_id, pool, weight_row_id)
        references question_versions (id, question_id, level_id, pool, weight_row_id)
);
create index paper_form_items_question on paper_form_items (question_id);

-- Apart from the items, so that nothing made for candidates can select it by
-- accident.
create table paper_form_keys (
    form_id uuid not null,
    number smallint not null,
    type text not null,
    answer text[] not null check (cardinality(answer) >= 1),
    primary key (form_id, number),
    foreign key (form_id, number) references paper_form_items (form_id, number)
);

-- +goose StatementBegin
create function paper_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
do $$
declare
    part text;
begin
    foreach part in array array['paper_forms', 'paper_form_sections', 'paper_form_rows', 'paper_form_items', 'paper_form_keys'] loop
        execute format('create trigger %1$s_immutable before update or delete on %1$s for each row execute function paper_refuse_change()', part);
        execute format('create trigger %1$s_no_truncate before truncate on %1$s for each statement execute function paper_refuse_change()', part);
    end loop;
end;
$$;
-- +goose StatementEnd

create view v_paper_forms as
select id, blueprint_id, level_id, code, purpose, origin, minutes, total_hundredths, created_at from paper_forms;

create view v_paper_blueprints as
select id, level_id, name, purpose, minutes, state from paper_blueprints;

-- +goose Down
drop view v_paper_blueprints;
drop view v_paper_forms;
drop table paper_form_keys;
drop table paper_form_items;
drop table paper_form_rows;
drop table paper_form_sections;
drop table paper_forms;
drop table paper_serials;
drop table paper_blueprint_sections;
drop table paper_blueprints;
drop function paper_refuse_change();
