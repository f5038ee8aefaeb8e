-- +goose Up
-- Imports of questions, in a room of their own.
create table question_imports (
    id uuid primary key,
    level_id uuid not null references standard_levels,
    file_name text not null,
    digest bytea not null,
    format text not null,
    -- For rows that name no pool.
    pool text not null check (pool in ('practice', 'mock', 'exam')),
    state text not null check (state in ('reading', 'previewed', 'failed', 'committed', 'undone')),
    -- Why reading failed: a note.
    failure jsonb,
    -- The file itself, until the import is over; empty when it was read at once.
    blob_key text not null default '',
    done integer not null default 0,
    found integer not null,
    accepted integer not null default 0,
    unchanged integer not null default 0,
    changed integer not null default 0,
    conflict integer not null default 0,
    rejected integer not null default 0,
    excluded integer not null default 0,
    warned integer not null default 0,
    unplaced integer not null default 0,
    taken integer not null default 0,
    updated integer not null default 0,
    notes jsonb not null default '[]',
    created_by uuid,
    created_by_name text not null default '',
    created_at timestamptz not null,
    committed_at timestamptz,
    undone_at timestamptz,
    undone_by_name text not null default '',
    undone_reason text not null default '',
    constraint question_imports_committed check ((state in ('committed', 'undone')) = (committed_at is not null)),
    constraint question_imports_undone check ((state = 'undone') = (undone_at is not null and undone_reason <> ''))
);
create index question_imports_level on question_imports (level_id, created_at desc);
create index question_imports_waiting on question_imports (created_at) where state in ('reading', 'previewed', 'failed');

create table question_import_rows (
    import_id uuid not null references question_imports on delete cascade,
    position integer not null check (position >= 1),
    place text not null,
    verdict text not null check (verdict in ('accepted', 'unchanged', 'changed', 'conflict', 'rejected')),
    excluded boolean not null default false,
    replacing boolean not null default false,
    mended boolean not null default false,
    mended_by_name text not null default '',
    type text not null,
    stem text not null,
    answer text not null,
    element_text text not null,
    element_id uuid,
    -- What the reader noted, and what checking noted since.
    read_notes jsonb not null,
    check_notes jsonb not null,
    warned boolean not null,
    conflict jsonb,
    draft jsonb not null,
    -- What rows are the same by; empty for a row that is no question.
    face bytea not null,
    ref text not null,
    question_id uuid references questions,
    -- The version that a commit made of a question that was there.
    version_number integer,
    primary key (import_id, position)
);
create index question_import_rows_verdict on question_import_rows (import_id, verdict, position);
create index question_import_rows_face on question_import_rows (import_id, face) where face <> '';
create index question_import_rows_ref on question_import_rows (import_id, ref) where ref <> '';

-- +goose Down
drop table question_import_rows;
drop table question_imports;
