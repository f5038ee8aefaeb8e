-- +goose Up
-- What the element table prints beside a range: its weight (鉴定比重) in
-- hundredths of a percent, null where none is printed; beside a point: the page
-- of the textbook.
alter table elements
    add column weight smallint check (weight between 1 and 10000),
    add column page text not null default '' check (char_length(page) <= 40),
    add constraint elements_weight check (not is_point or weight is null),
    -- Deferrable, since an import moves many codes at once.
    drop constraint elements_path_key,
    add constraint elements_path_key unique (level_id, path) deferrable initially immediate;

-- Every change of a level's tables leaves their whole state behind.
create table standard_table_versions (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    number integer not null check (number >= 1),
    kind text not null check (kind in ('baseline', 'load', 'import', 'edit')),
    file_name text not null default '',
    reason text not null default '',
    author_id uuid,
    author_name text not null default '',
    created_at timestamptz not null,
    content jsonb not null,
    digest bytea not null,
    theory_rows smallint not null,
    skill_rows smallint not null,
    points integer not null,
    constraint standard_table_versions_number_key unique (level_id, number)
);

-- +goose StatementBegin
create function standard_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd

create trigger standard_table_versions_immutable
    before update or delete on standard_table_versions
    for each row execute function standard_refuse_change();
create trigger standard_table_versions_no_truncate
    before truncate on standard_table_versions
    for each statement execute function standard_refuse_change();

-- A file that was read and waits for its commit. What it would change is worked
-- out each time, against the tables as they are then.
create table standard_imports (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    file_name text not null,
    keep_missing boolean not null,
    state text not null check (state in ('previewed', 'committed')),
    content jsonb not null,
    created_by uuid,
    created_at timestamptz not null,
    committed_at timestamptz,
    constraint standard_imports_committed check ((state = 'committed') = (committed_at is not null))
);
create index standard_imports_waiting on standard_imports (created_at) where state = 'previewed';

-- +goose Down
drop table standard_imports;
drop table standard_table_versions;
drop function standard_refuse_change();
alter table elements
    drop constraint elements_path_key,
    add constraint elements_path_key unique (level_id, path),
    drop constraint elements_weight,
    drop column page,
    drop column weight;
