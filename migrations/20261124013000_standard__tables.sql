-- +goose Up
create table occupations (
    id uuid primary key,
    code text not null check (code ~ '^[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}$'),
    catalogue_edition text not null check (catalogue_edition <> ''),
    name text not null check (name <> ''),
    created_at timestamptz not null,
    -- One code can stand for several occupations, and moves between editions of
    -- the catalogue, so it is no key by itself.
    constraint occupations_code_edition_name_key unique (code, catalogue_edition, name)
);

create table standard_editions (
    id uuid primary key,
    occupation_id uuid not null references occupations,
    name text not null check (name <> ''),
    position smallint not null check (position between 1 and 1000),
    source text not null default '',
    is_sample boolean not null,
    created_at timestamptz not null,
    constraint standard_editions_name_key unique (occupation_id, name)
);

create table standard_levels (
    id uuid primary key,
    edition_id uuid not null references standard_editions,
    track text not null default '',
    code text not null check (code in ('5', '4', '3', '2', '1')),
    name text not null,
    -- 2 is the lowest certified level (code 5), 6 the highest (code 1); 1 is
    -- left to the apprentice.
    rank smallint not null check (rank = 7 - code::smallint),
    theory_minutes smallint not null check (theory_minutes between 10 and 600),
    skill_minutes smallint not null check (skill_minutes between 10 and 1440),
    created_at timestamptz not null,
    constraint standard_levels_code_key unique (edition_id, track, code)
);

create table weight_rows (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    part text not null check (part in ('theory', 'skill')),
    seq smallint not null check (seq between 1 and 100),
    group_name text not null default '',
    name text not null check (name <> ''),
    percent smallint not null check (percent between 1 and 100),
    unique (id, level_id),
    constraint weight_rows_seq_key unique (level_id, part, seq) deferrable initially deferred,
    constraint weight_rows_name_key unique (level_id, part, name) deferrable initially deferred
);

-- +goose StatementBegin
create function weight_rows_check_sum() returns trigger language plpgsql as $$
declare
    row_level uuid;
    row_part text;
    total integer;
begin
    if tg_op = 'DELETE' then
        row_level := old.level_id;
        row_part := old.part;
    else
        row_level := new.level_id;
        row_part := new.part;
    end if;
    if tg_op = 'UPDATE' and (old.level_id, old.part) is distinct from (new.level_id, new.part) then
        raise exception 'a weight row stays in its table'
            using errcode = 'check_violation', constraint = 'weight_rows_fixed';
    end if;
    select coalesce(sum(percent), 0) into total from weight_rows where level_id = row_level and part = row_part;
    if total not in (0, 100) then
        raise exception 'weights of one table add up to %, not 100', total
            using errcode = 'check_violation', constraint = 'weight_rows_sum_100';
    end if;
    return null;
end;
$$;
-- +goose StatementEnd

create constraint trigger weight_rows_sum_100
    after insert or update or delete on weight_rows
    deferrable initially deferred
    for each row execute function weight_rows_check_sum();

create table elements (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    weight_row_id uuid not null,
    parent_id uuid,
    code text not null check (code ~ '^[A-Z0-9]{1,6}$'),
    path text not null,
    depth smallint not null check (depth between 1 and 5),
    name text not null check (name <> ''),
    is_point boolean not null,
    importance text not null default '' check (importance in ('', 'X', 'Y', 'Z')),
    created_at timestamptz not null,
    unique (id, level_id),
    unique (id, level_id, weight_row_id),
    constraint elements_path_key unique (level_id, path),
    constraint elements_row_fkey foreign key (weight_row_id, level_id) references weight_rows (id, level_id),
    -- A range may hold ranges of several rows: 基本要求 holds those of 职业道德
    -- and of 基础知识.
    constraint elements_parent_fkey foreign key (parent_id, level_id) references elements (id, level_id),
    -- Points carry an importance, ranges do not.
    constraint elements_importance check (is_point = (importance <> ''))
);
create index elements_parent on elements (parent_id);
create index elements_weight_row on elements (weight_row_id);

create view v_standard_levels as
select l.id, e.occupation_id, o.code as occupation_code, o.name as occupation_name, l.track,
       e.id as edition_id, e.name as edition_name, e.is_sample, l.code, l.name, l.rank
from standard_levels l
join standard_editions e on e.id = l.edition_id
join occupations o on o.id = e.occupation_id;

create view v_standard_weight_rows as
select id, level_id, part, seq, group_name, name, percent from weight_rows;

create view v_standard_elements as
select id, level_id, weight_row_id, parent_id, path as code, name, is_point, importance from elements;

-- +goose Down
drop view v_standard_elements;
drop view v_standard_weight_rows;
drop view v_standard_levels;
drop table elements;
drop table weight_rows;
drop function weight_rows_check_sum();
drop table standard_levels;
drop table standard_editions;
drop table occupations;
