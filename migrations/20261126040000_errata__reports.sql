-- +goose Up
-- Trainees' reports of errors in questions: the reports of one question are
-- one case with a clock.
create table errata_cases (
    id uuid primary key,
    question_id uuid not null references questions,
    level_id uuid not null references standard_levels,
    -- The version that was reported first.
    version_id uuid not null,
    state text not null check (state in ('open', 'fixed', 'no_fault')),
    opened_at timestamptz not null,
    due_at timestamptz not null,
    reports integer not null check (reports >= 1),
    resolved_at timestamptz,
    resolved_by uuid,
    resolved_by_name text not null default '',
    reply text not null default '' check (char_length(reply) <= 300),
    constraint errata_cases_due check (due_at > opened_at),
    constraint errata_cases_resolved check ((state = 'open') = (resolved_at is null) and (state = 'open') = (reply = ''))
);
-- One open case a question, however many report it at once.
create unique index errata_cases_open on errata_cases (question_id) where state = 'open';
create index errata_cases_due on errata_cases (due_at, id) where state = 'open';
create index errata_cases_resolved on errata_cases (resolved_at desc, id) where state <> 'open';

create table errata_reports (
    id uuid primary key,
    case_id uuid not null references errata_cases,
    account_id uuid not null references accounts,
    version_id uuid not null,
    place text not null check (place in ('drill', 'wrong_book', 'mock')),
    reason text not null check (reason in ('key', 'stem', 'options', 'explanation', 'picture', 'other')),
    note text not null default '' check (char_length(note) <= 500),
    created_at timestamptz not null,
    constraint errata_reports_once unique (case_id, account_id)
);
create index errata_reports_own on errata_reports (account_id, created_at desc, id);

-- +goose Down
drop table errata_reports;
drop table errata_cases;
