-- +goose Up
create table exam_plans (
    id uuid primary key,
    title text not null check (title <> ''),
    level_id uuid not null references standard_levels,
    state text not null check (state in ('drafted', 'published', 'running', 'finished')),
    -- The ticket pattern's {YYYY} and {batch}: a running number of the year.
    year smallint not null check (year between 2000 and 9999),
    batch smallint not null check (batch >= 1),
    site_number smallint not null check (site_number between 0 and 99),
    site_name text not null default '',
    site_address text not null default '',
    contact text not null default '',
    pass_mark smallint not null check (pass_mark between 1 and 100),
    entry_minutes smallint not null check (entry_minutes between 0 and 240),
    late_minutes smallint not null check (late_minutes between 0 and 240),
    earliest_hand_in_minutes smallint not null check (earliest_hand_in_minutes between 0 and 240),
    allowance_seconds smallint not null check (allowance_seconds between 0 and 120),
    score_valid_months smallint not null check (score_valid_months between 1 and 60),
    ticket_pattern text not null check (ticket_pattern <> ''),
    -- How often it was published: a new publication tells everybody again.
    revision integer not null default 0 check (revision >= 0),
    published_at timestamptz,
    created_at timestamptz not null,
    constraint exam_plans_batch_key unique (year, batch),
    constraint exam_plans_published check ((state = 'drafted') = (published_at is null)),
    unique (id, level_id)
);
create index exam_plans_level on exam_plans (level_id, created_at);

create table exam_sessions (
    id uuid primary key,
    plan_id uuid not null references exam_plans,
    part text not null check (part in ('theory', 'skill')),
    starts_at timestamptz not null,
    minutes smallint not null check (minutes between 10 and 1440),
    -- A frozen form of the paper room; the service holds level and purpose
    -- against it. Theory alone is sat here.
    form_id uuid,
    place text not null default '',
    state text not null check (state in ('planned', 'ready', 'running', 'finished')),
    finished_at timestamptz,
    created_at timestamptz not null,
    unique (id, plan_id),
    constraint exam_sessions_form check (form_id is null or part = 'theory'),
    constraint exam_sessions_finished check ((state = 'finished') = (finished_at is not null))
);
create index exam_sessions_plan on exam_sessions (plan_id, starts_at, id);
create index exam_sessions_time on exam_sessions (starts_at, id);

create table exam_rooms (
    id uuid primary key,
    session_id uuid not null,
    plan_id uuid not null,
    -- Unique over the plan, so that ticket numbers of its sessions differ.
    number smallint not null check (number >= 1),
    name text not null check (name <> ''),
    capacity smallint not null check (capacity between 1 and 500),
    unique (id, session_id),
    foreign key (session_id, plan_id) references exam_sessions (id, plan_id) on delete cascade,
    constraint exam_rooms_number_key unique (plan_id, number),
    constraint exam_rooms_name_key unique (session_id, name)
);

create table exam_candidates (
    id uuid primary key,
    plan_id uuid not null,
    level_id uuid not null,
    account_id uuid not null references accounts,
    class_id uuid not null,       -- cohort's
    application_id uuid not null, -- enrolment's
    added_at timestamptz not null,
    unique (id, plan_id, account_id),
    foreign key (plan_id, level_id) references exam_plans (id, level_id),
    constraint exam_candidates_once unique (plan_id, account_id)
);
create index exam_candidates_account on exam_candidates (account_id);

create table exam_seats (
    id uuid primary key,
    session_id uuid not null,
    plan_id uuid not null,
    part text not null check (part in ('theory', 'skill')),
    candidate_id uuid not null,
    account_id uuid not null,
    room_id uuid not null,
    seat smallint not null check (seat >= 1),
    ticket_number text not null check (ticket_number ~ '^[0-9]{4,40}$'),
    try smallint not null default 1 check (try >= 1),
    -- What becomes of the script is the attempt's to tell: v_exam_seats joins it.
    state text not null check (state in ('assigned', 'checked_in', 'started', 'absent')),
    checked_in_at timestamptz,
    checked_in_by uuid,
    started_at timestamptz,
    attempt_id uuid,
    foreign key (session_id, plan_id) references exam_sessions (id, plan_id),
    foreign key (room_id, session_id) references exam_rooms (id, session_id),
    foreign key (candidate_id, plan_id, account_id) references exam_candidates (id, plan_id, account_id) on delete cascade,
    constraint exam_seats_place_key unique (room_id, seat),
    constraint exam_seats_once unique (candidate_id, part, try),
    constraint exam_seats_ticket_key unique (ticket_number),
    constraint exam_seats_checked_in check (state <> 'checked_in' or checked_in_at is not null),
    constraint exam_seats_started check ((state = 'started') = (started_at is not null) and (started_at is null) = (attempt_id is null))
);
create index exam_seats_session on exam_seats (session_id, room_id, seat);
create index exam_seats_account on exam_seats (account_id);

create view v_exam_plans as
select id, title, level_id, state, pass_mark, score_valid_months, created_at from exam_plans;

create view v_exam_sessions as
select id, plan_id, part, starts_at, minutes, state from exam_sessions;

create view v_exam_candidates as
select id, plan_id, account_id, level_id, class_id from exam_candidates;

create view v_exam_seats as
select s.session_id, s.plan_id, s.part, s.account_id, s.candidate_id, r.name as room_name, s.seat, s.ticket_number,
       case when a.state in ('submitted', 'closed') then 'submitted' else s.state end as state,
       s.id, s.try, s.attempt_id, s.room_id, r.number as room_number, s.checked_in_at, s.started_at
from exam_seats s
join exam_rooms r on r.id = s.room_id
left join v_attempt_attempts a on a.id = s.attempt_id;

-- +goose Down
drop view v_exam_seats;
drop view v_exam_candidates;
drop view v_exam_sessions;
drop view v_exam_plans;
drop table exam_seats, exam_candidates, exam_rooms, exam_sessions, exam_plans;
