-- name: list-plans
select p.id, p.title, p.level_id, p.pass_mark, p.state as exam_state, p.created_at, coalesce(r.state, 'entered') as state,
       coalesce(r.checked_name, '') as checked_name, r.checked_at, coalesce(r.released_name, '') as released_name, r.released_at,
       count(*) over () as total
from v_exam_plans p
left join result_plans r on r.plan_id = p.id
where p.state <> 'drafted'
  and ($1::uuid[] is null or p.level_id = any ($1))
  and ($2::uuid[] is null or exists (
      select 1 from v_exam_seats s where s.plan_id = p.id and (s.session_id = any ($2) or s.room_id = any ($2))))
  and ($3 = '' or strpos(p.title, $3) > 0)
  and ($4 = '' or coalesce(r.state, 'entered') = $4)
order by p.created_at desc, p.id desc
limit $5 offset $6;

-- name: count-parts
select plan_id, count(*) as candidates,
       count(*) filter (where theory_state = 'scored') as theory_scored, count(*) filter (where theory_state = 'absent') as theory_absent,
       count(*) filter (where skill_state = 'scored') as skill_scored, count(*) filter (where skill_state = 'absent') as skill_absent,
       count(*) filter (where theory_hundredths >= p.pass_mark * 100 and skill_hundredths >= p.pass_mark * 100) as passed
from result_candidates c
join v_exam_plans p on p.id = c.plan_id
where c.plan_id = any ($1)
group by plan_id;

-- name: count-parts-seen
-- The same of the candidates that an examiner may see.
select plan_id, count(*) as candidates, 0 as theory_scored, 0 as theory_absent,
       count(*) filter (where skill_state = 'scored') as skill_scored, count(*) filter (where skill_state = 'absent') as skill_absent, 0 as passed
from result_candidates
where plan_id = any ($1) and ($2::uuid[] is null or skill_session_id = any ($2) or skill_room_id = any ($2))
group by plan_id;

-- name: list-rows
select c.*, count(*) over () as total
from result_candidates c
where c.plan_id = $1
  and ($2::uuid[] is null or c.skill_session_id = any ($2) or c.skill_room_id = any ($2))
  and ($3 = '' or strpos(c.name, $3) > 0 or c.theory_ticket = $3 or c.skill_ticket = $3)
  and (not $4 or c.theory_state = 'missing' or c.skill_state = 'missing')
order by c.skill_room, c.skill_seat, c.theory_ticket, c.name, c.id
limit $5 offset $6;

-- name: ensure-plan
insert into result_plans (plan_id, state) values ($1, 'entered') on conflict (plan_id) do nothing;

-- name: lock-plan
select * from result_plans where plan_id = $1 for no key update;

-- name: share-plan
select * from result_plans where plan_id = $1 for share;

-- name: find-plan
select * from result_plans where plan_id = $1;

-- name: update-checked
update result_plans set state = 'checked', checked_by = $2, checked_name = $3, checked_at = $4, checked_digest = $5 where plan_id = $1;

-- name: update-returned
update result_plans set state = 'entered', checked_by = null, checked_name = '', checked_at = null, checked_digest = null where plan_id = $1;

-- name: update-released
update result_plans set state = 'released', released_by = $2, released_name = $3, released_at = $4 where plan_id = $1;

-- name: find-session-plan
select plan_id from v_exam_sessions where id = $1 and part = 'theory';

-- name: find-theory
select score_hundredths, try from result_parts where plan_id = $1 and account_id = $2 and part = 'theory';

-- name: save-theory
insert into result_parts (plan_id, account_id, part, score_hundredths, try, attempt_id, entered_at)
select c.plan_id, c.account_id, 'theory', $3, $4, $5, $6
from v_exam_candidates c
where c.plan_id = $1 and c.account_id = $2
on conflict (plan_id, account_id, part) do update
set score_hundredths = excluded.score_hundredths, try = excluded.try, attempt_id = excluded.attempt_id, entered_at = excluded.entered_at
where result_parts.try <= excluded.try;

-- name: save-skill
insert into result_parts (plan_id, account_id, part, score_hundredths, entered_by, entered_name, entered_at)
values ($1, $2, 'skill', $3, $4, $5, $6)
on conflict (plan_id, account_id, part) do update
set score_hundredths = excluded.score_hundredths, entered_by = excluded.entered_by, entered_name = excluded.entered_name,
    entered_at = excluded.entered_at;

-- name: insert-change
insert into result_changes (id, plan_id, account_id, part, first, before_hundredths, after_hundredths, reason, changed_by, changed_name, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: list-changes
select part, first, before_hundredths, after_hundredths, reason, changed_name, changed_at
from result_changes
where plan_id = $1 and account_id = $2
order by changed_at, id;

-- name: typed-by
select exists (select 1 from result_changes where plan_id = $1 and part = 'skill' and changed_by = $2);

-- name: insert-outcomes
insert into result_outcomes (plan_id, account_id, level_id, pass_mark, theory_hundredths, skill_hundredths, passed, released_at)
select $1, w.account_id, w.level_id, $2, w.theory, w.skill, w.passed, $3
from unnest($4::uuid[], $5::uuid[], $6::integer[], $7::integer[], $8::boolean[]) as w (account_id, level_id, theory, skill, passed);

-- name: list-mine
-- A plan is the candidate's own as soon as it was published; what stands there
-- does not depend on whether anything was marked.
select p.id as plan_id, p.title, p.level_id, p.pass_mark, o.theory_hundredths, o.skill_hundredths, coalesce(o.passed, false) as passed,
       o.released_at, count(*) over () as total
from v_exam_candidates c
join v_exam_plans p on p.id = c.plan_id
left join result_outcomes o on o.plan_id = c.plan_id and o.account_id = c.account_id
where c.account_id = $1 and p.state <> 'drafted' and ($2::uuid is null or p.id = $2)
order by coalesce(o.released_at, p.created_at) desc, p.id desc
limit $3 offset $4;

-- name: list-passed
select plan_id, account_id, level_id, pass_mark, theory_hundredths, skill_hundredths, released_at
from result_outcomes
where plan_id = $1 and passed
order by account_id;
