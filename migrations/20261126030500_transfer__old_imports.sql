-- +goose Up
-- What the bank kept of imports before they had a room of their own.
drop table bank_import_rows;
drop table bank_imports;

-- +goose Down
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
