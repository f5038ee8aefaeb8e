-- +goose Up
create table practice_drills (
    id uuid primary key,
    account_id uuid not null references accounts,
    level_id uuid not null references standard_levels,
    mode text not null check (mode in ('sequential', 'random', 'row', 'wrong')),
    weight_row_id uuid references weight_rows,
    version_ids uuid[] not null check (cardinality(version_ids) between 1 and 5000),
    position integer not null default 1 check (position >= 1),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    ended_at timestamptz,
    constraint practice_drills_row check ((mode = 'row') = (weight_row_id is not null))
);
-- One living drill of a kind, so that a person goes on where they stopped.
create unique index practice_drills_living on practice_drills
    (account_id, level_id, mode, coalesce(weight_row_id, '00000000-0000-0000-0000-000000000000')) where ended_at is null;

create table practice_answers (
    id uuid primary key,
    account_id uuid not null references accounts,
    level_id uuid not null references standard_levels,
    question_id uuid not null references questions,
    version_id uuid not null,
    weight_row_id uuid not null,
    given text[] not null,
    is_right boolean not null,
    drill_id uuid references practice_drills,
    number integer,
    attempt_id uuid,
    answered_at timestamptz not null,
    constraint practice_answers_origin check ((drill_id is null) = (number is null) and (drill_id is null) <> (attempt_id is null))
);
-- The first answer in a drill counts; a repetition finds it here.
create unique index practice_answers_drill on practice_answers (drill_id, number) where drill_id is not null;
create unique index practice_answers_mock on practice_answers (attempt_id, version_id) where attempt_id is not null;
create index practice_answers_own on practice_answers (account_id, level_id, question_id);

create table practice_wrongs (
    account_id uuid not null references accounts,
    question_id uuid not null references questions,
    level_id uuid not null references standard_levels,
    weight_row_id uuid not null,
    wrong_times integer not null default 1 check (wrong_times >= 1),
    right_streak integer not null default 0 check (right_streak >= 0),
    last_wrong_at timestamptz not null,
    left_at timestamptz,
    primary key (account_id, question_id)
);
create index practice_wrongs_list on practice_wrongs (account_id, level_id, last_wrong_at desc) where left_at is null;

create table mock_exams (
    id uuid primary key,
    title text not null check (title <> ''),
    level_id uuid not null references standard_levels,
    blueprint_id uuid not null,
    class_id uuid,
    tries smallint not null check (tries between 1 and 100),
    opens_at timestamptz not null,
    closes_at timestamptz,
    state text not null check (state in ('draft', 'published', 'closed')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint mock_exams_window check (closes_at is null or closes_at > opens_at)
);
create index mock_exams_list on mock_exams (created_at desc, id);
create index mock_exams_level on mock_exams (level_id) where state = 'published';

create table mock_attempts (
    mock_exam_id uuid not null references mock_exams,
    account_id uuid not null references accounts,
    try smallint not null check (try >= 1),
    attempt_id uuid not null,
    started_at timestamptz not null,
    closed_at timestamptz,
    got_hundredths integer,
    of_hundredths integer,
    primary key (mock_exam_id, account_id, try),
    constraint mock_attempts_attempt_key unique (attempt_id),
    constraint mock_attempts_marked check ((closed_at is null) = (got_hundredths is null) and (closed_at is null) = (of_hundredths is null))
);
create index mock_attempts_account on mock_attempts (account_id, started_at desc);

create view v_practice_mock_results as
select a.mock_exam_id, m.level_id, a.account_id, a.attempt_id, a.got_hundredths, a.of_hundredths, a.started_at, a.closed_at
from mock_attempts a
join mock_exams m on m.id = a.mock_exam_id
where a.closed_at is not null;

create view v_practice_mock_exams as
select id, title, level_id, class_id, state from mock_exams;

-- +goose Down
drop view v_practice_mock_exams;
drop view v_practice_mock_results;
drop table mock_attempts, mock_exams, practice_wrongs, practice_answers, practice_drills;
