-- +goose Up
create table result_plans (
    plan_id uuid primary key references exam_plans,
    state text not null check (state in ('entered', 'checked', 'released')),
    checked_by uuid references accounts,
    checked_name text not null default '',
    checked_at timestamptz,
    -- What was checked, so that a release cannot let out anything else.
    checked_digest bytea,
    released_by uuid references accounts,
    released_name text not null default '',
    released_at timestamptz,
    constraint result_plans_checked check ((state = 'entered') = (checked_at is null) and (checked_at is null) = (checked_by is null)
        and (checked_at is null) = (checked_digest is null)),
    constraint result_plans_released check ((state = 'released') = (released_at is not null) and (released_at is null) = (released_by is null)),
    constraint result_plans_two_people check (released_by <> checked_by)
);

-- One part of one candidate. Theory comes from marked scripts, skill from an
-- examiner; no score at all means that the candidate was absent.
create table result_parts (
    plan_id uuid not null,
    account_id uuid not null,
    part text not null check (part in ('theory', 'skill')),
    score_hundredths integer check (score_hundredths between 0 and 10000),
    try smallint not null default 1 check (try >= 1),
    attempt_id uuid,
    entered_by uuid references accounts,
    entered_name text not null default '',
    entered_at timestamptz not null,
    primary key (plan_id, account_id, part),
    foreign key (plan_id, account_id) references exam_candidates (plan_id, account_id),
    constraint result_parts_source check ((part = 'theory') = (attempt_id is not null) and (part = 'skill') = (entered_by is not null)),
    constraint result_parts_theory check (part = 'skill' or score_hundredths is not null)
);

-- Every skill score that was ever typed, with the reason of a correction.
create table result_changes (
    id uuid primary key,
    plan_id uuid not null,
    account_id uuid not null,
    part text not null check (part in ('theory', 'skill')),
    first boolean not null, -- nothing stood there before
    before_hundredths integer,
    after_hundredths integer,
    reason text not null default '',
    changed_by uuid references accounts,
    changed_name text not null default '',
    changed_at timestamptz not null,
    constraint result_changes_reason check (first or reason <> '' or part = 'theory')
);
create index result_changes_person on result_changes (plan_id, account_id, changed_at);
create index result_changes_author on result_changes (plan_id, changed_by);

-- What was released. The decision is held against the parts by the database
-- itself: below the pass mark nobody passes.
create table result_outcomes (
    plan_id uuid not null references result_plans,
    account_id uuid not null,
    level_id uuid not null,
    pass_mark smallint not null check (pass_mark between 1 and 100),
    theory_hundredths integer check (theory_hundredths between 0 and 10000),
    skill_hundredths integer check (skill_hundredths between 0 and 10000),
    passed boolean not null,
    released_at timestamptz not null,
    primary key (plan_id, account_id),
    unique (plan_id, account_id, passed),
    foreign key (plan_id, account_id) references exam_candidates (plan_id, account_id),
    constraint result_outcomes_decision check (
        passed = (coalesce(theory_hundredths, -1) >= pass_mark * 100 and coalesce(skill_hundredths, -1) >= pass_mark * 100))
);
create index result_outcomes_account on result_outcomes (account_id, released_at desc);
create index result_outcomes_passed on result_outcomes (released_at, account_id) where passed;

-- +goose StatementBegin
create function result_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd
create trigger result_changes_immutable before update or delete on result_changes
    for each row execute function result_refuse_change();
create trigger result_outcomes_immutable before update or delete on result_outcomes
    for each row execute function result_refuse_change();

-- A released plan stays as it is, and so do its parts.
-- +goose StatementBegin
create function result_refuse_after_release() returns trigger language plpgsql as $$
declare
    plan uuid;
begin
    if tg_op = 'INSERT' then
        plan := new.plan_id;
    else
        plan := old.plan_id;
    end if;
    if exists (select 1 from result_plans where plan_id = plan and state = 'released') then
        raise exception 'the results of this plan were released'
            using errcode = 'restrict_violation', constraint = 'result_released';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end;
$$;
-- +goose StatementEnd
create trigger result_parts_released before insert or update or delete on result_parts
    for each row execute function result_refuse_after_release();
create trigger result_plans_released before update or delete on result_plans
    for each row execute function result_refuse_after_release();

-- Everybody of a plan with what there is of each part: scored, absent, or
-- still missing.
create view result_candidates as
select c.id, c.plan_id, c.account_id, c.level_id, coalesce(p.name, '') as name, coalesce(p.id_masked, '') as id_masked,
       t.score_hundredths as theory_hundredths,
       case when t.account_id is not null then 'scored'
            when a.state = 'absent' or (a.session_state = 'finished' and a.attempt_id is null) then 'absent'
            else 'missing' end as theory_state,
       k.score_hundredths as skill_hundredths,
       case when k.account_id is not null then case when k.score_hundredths is null then 'absent' else 'scored' end
            when b.state = 'absent' then 'absent'
            else 'missing' end as skill_state,
       k.account_id is not null as skill_typed, k.entered_name as skill_by, k.entered_at as skill_at,
       b.session_id as skill_session_id, b.room_id as skill_room_id, coalesce(b.room_name, '') as skill_room, coalesce(b.seat, 0) as skill_seat,
       coalesce(b.ticket_number, '') as skill_ticket, coalesce(b.state, '') as skill_seat_state, coalesce(a.ticket_number, '') as theory_ticket
from v_exam_candidates c
left join v_learner_people p on p.account_id = c.account_id
left join result_parts t on t.plan_id = c.plan_id and t.account_id = c.account_id and t.part = 'theory'
left join result_parts k on k.plan_id = c.plan_id and k.account_id = c.account_id and k.part = 'skill'
left join lateral (
    select s.state, s.attempt_id, s.ticket_number, e.state as session_state
    from v_exam_seats s
    join v_exam_sessions e on e.id = s.session_id
    where s.candidate_id = c.id and s.part = 'theory'
    order by s.try desc
    limit 1) a on true
left join lateral (
    select s.state, s.session_id, s.room_id, s.room_name, s.seat, s.ticket_number
    from v_exam_seats s
    where s.candidate_id = c.id and s.part = 'skill'
    order by s.try desc
    limit 1) b on true;

create view v_result_outcomes as
select plan_id, account_id, level_id, theory_hundredths, skill_hundredths, passed, released_at from result_outcomes;

-- +goose Down
drop view v_result_outcomes;
drop view result_candidates;
drop table result_outcomes, result_changes, result_parts, result_plans;
drop function result_refuse_change();
drop function result_refuse_after_release();
