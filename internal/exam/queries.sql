-- name: now
select app_now();

-- name: list-plans
select p.*, (select count(*) from exam_candidates c where c.plan_id = p.id) as candidates, count(*) over () as total
from exam_plans p
where ($1::uuid[] is null or p.level_id = any ($1))
  and ($2::uuid[] is null or exists (
      select 1 from exam_sessions s left join exam_rooms r on r.session_id = s.id
      where s.plan_id = p.id and (s.id = any ($2) or r.id = any ($2))))
  and ($3 = '' or strpos(p.title, $3) > 0)
  and ($4 = '' or p.state = $4)
order by p.created_at desc, p.id desc
limit $5 offset $6;

-- name: list-plans-by-id
select p.*, (select count(*) from exam_candidates c where c.plan_id = p.id) as candidates
from exam_plans p
where p.id = any ($1);

-- name: lock-plan
select p.*, (select count(*) from exam_candidates c where c.plan_id = p.id) as candidates
from exam_plans p
where p.id = $1
for no key update;

-- name: lock-year
select pg_advisory_xact_lock(7301017, $1);

-- name: next-batch
select coalesce(max(batch), 0) + 1 from exam_plans where year = $1;

-- name: insert-plan
insert into exam_plans (id, title, level_id, state, year, batch, site_number, site_name, site_address, contact, pass_mark, entry_minutes,
    late_minutes, earliest_hand_in_minutes, allowance_seconds, score_valid_months, ticket_pattern, created_at)
values ($1, $2, $3, 'drafted', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: update-plan
update exam_plans
set title = $2, site_number = $3, site_name = $4, site_address = $5, contact = $6, pass_mark = $7, entry_minutes = $8, late_minutes = $9,
    earliest_hand_in_minutes = $10, allowance_seconds = $11, score_valid_months = $12, ticket_pattern = $13
where id = $1;

-- name: update-plan-state
update exam_plans set state = $2, published_at = $3, revision = $4 where id = $1;

-- name: list-classes
select c.id, c.name, count(m.account_id) as members, count(x.id) as added, count(*) over () as total
from v_cohort_classes c
join v_cohort_members m on m.class_id = c.id
left join exam_candidates x on x.plan_id = $1 and x.account_id = m.account_id
where c.level_id = $2
group by c.id, c.name, c.starts_on
order by c.starts_on desc nulls last, c.name, c.id
limit $3 offset $4;

-- name: count-other-classes
select count(*)
from unnest($1::uuid[]) as wanted (id)
where not exists (select 1 from v_cohort_classes c where c.id = wanted.id and c.level_id = $2);

-- name: list-members
select distinct on (account_id) account_id, class_id, application_id
from v_cohort_members
where class_id = any ($1) and level_id = $2
order by account_id, joined_at;

-- name: insert-candidates
insert into exam_candidates (id, plan_id, level_id, account_id, class_id, application_id, added_at)
select w.id, $1, $2, w.account_id, w.class_id, w.application_id, $3
from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) as w (id, account_id, class_id, application_id)
on conflict on constraint exam_candidates_once do nothing;

-- name: list-candidates
select c.id, c.plan_id, c.account_id, c.class_id, c.added_at, coalesce(k.name, '') as class_name, coalesce(p.name, '') as name,
       coalesce(p.id_masked, '') as id_masked, coalesce(p.has_photo, false) as has_photo, count(*) over () as total
from exam_candidates c
left join v_learner_people p on p.account_id = c.account_id
left join v_cohort_classes k on k.id = c.class_id
where c.plan_id = $1 and ($2 = '' or strpos(p.name, $2) > 0)
order by c.added_at, c.id
limit $3 offset $4;

-- name: delete-candidate
delete from exam_candidates where id = $1 and plan_id = $2;

-- name: list-forms
select id, level_id, code, purpose, minutes, total_hundredths, created_at, count(*) over () as total
from v_paper_forms
where level_id = $1 and purpose = 'exam' and approval = 'approved' and online
order by created_at desc, code
limit $2 offset $3;

-- name: list-forms-by-id
select id, level_id, code, purpose, minutes, total_hundredths, created_at, online, approval from v_paper_forms where id = any ($1);

-- name: insert-session
insert into exam_sessions (id, plan_id, part, starts_at, minutes, form_id, place, state, created_at)
values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8);

-- name: update-session
update exam_sessions set part = $2, starts_at = $3, minutes = $4, form_id = $5, place = $6 where id = $1;

-- name: delete-session
delete from exam_sessions where id = $1;

-- name: find-session
select * from exam_sessions where id = $1;

-- name: lock-session
select * from exam_sessions where id = $1 for no key update;

-- name: list-sessions-of-plan
select * from exam_sessions where plan_id = $1 order by part desc, starts_at, id;

-- name: list-sessions
select s.*, count(*) over () as total
from exam_sessions s
join exam_plans p on p.id = s.plan_id
where p.state <> 'drafted'
  and ($1::timestamptz is null or s.starts_at >= $1)
  and ($2::timestamptz is null or s.starts_at < $2)
  and ($3::uuid[] is null or p.level_id = any ($3))
  and ($4::uuid[] is null or s.id = any ($4) or exists (select 1 from exam_rooms r where r.session_id = s.id and r.id = any ($4)))
order by s.starts_at, s.id
limit $5 offset $6;

-- name: update-session-state
update exam_sessions set state = $2, finished_at = $3 where id = $1;

-- name: update-sessions-of-plan
update exam_sessions set state = $2 where plan_id = $1;

-- name: find-entry
select s.id, s.plan_id, s.part, s.starts_at, s.minutes, s.form_id, s.place, s.state, p.title, p.level_id, p.state as plan_state,
       p.site_name, p.site_address, p.entry_minutes, p.late_minutes, p.earliest_hand_in_minutes, p.allowance_seconds
from exam_sessions s
join exam_plans p on p.id = s.plan_id
where s.id = $1;

-- name: share-entry
-- Held against a finish or a withdrawal until the start has committed.
select s.id, s.plan_id, s.part, s.starts_at, s.minutes, s.form_id, s.place, s.state, p.title, p.level_id, p.state as plan_state,
       p.site_name, p.site_address, p.entry_minutes, p.late_minutes, p.earliest_hand_in_minutes, p.allowance_seconds
from exam_sessions s
join exam_plans p on p.id = s.plan_id
where s.id = $1
for share of s;

-- name: list-rooms
select id, session_id, number, name, capacity from exam_rooms where session_id = any ($1) order by number;

-- name: list-room-numbers
select number from exam_rooms where plan_id = $1;

-- name: insert-room
insert into exam_rooms (id, session_id, plan_id, number, name, capacity) values ($1, $2, $3, $4, $5, $6);

-- name: delete-rooms
delete from exam_rooms where session_id = $1;

-- name: list-counts
select session_id, count(*) as total,
       count(*) filter (where state = 'assigned') as assigned,
       count(*) filter (where state = 'checked_in') as checked_in,
       count(*) filter (where state = 'started') as started,
       count(*) filter (where state = 'submitted') as submitted,
       count(*) filter (where state = 'absent') as absent
from v_exam_seats
where session_id = any ($1)
group by session_id;

-- name: insert-seats
insert into exam_seats (id, session_id, plan_id, part, candidate_id, account_id, room_id, seat, ticket_number, state)
select w.id, $2, $1, $3, w.candidate_id, w.account_id, w.room_id, w.seat, w.ticket_number, 'assigned'
from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::integer[], $9::text[])
    as w (id, candidate_id, account_id, room_id, seat, ticket_number);

-- name: delete-seats-of-plan
delete from exam_seats where plan_id = $1;

-- name: delete-seats-of-session
delete from exam_seats where session_id = $1;

-- name: count-seats-of-plan
select count(*) from exam_seats where plan_id = $1;

-- name: count-seats-by-part
select part, count(distinct candidate_id) as seats from exam_seats where plan_id = $1 group by part;

-- name: list-seats
select s.id, s.session_id, s.plan_id, s.part, s.candidate_id, s.account_id, s.room_id, s.room_name, s.seat, s.ticket_number, s.try, s.state,
       s.checked_in_at, s.started_at, s.attempt_id, coalesce(p.name, '') as name, coalesce(p.id_masked, '') as id_masked,
       coalesce(p.has_photo, false) as has_photo, count(*) over () as total
from v_exam_seats s
left join v_learner_people p on p.account_id = s.account_id
where s.session_id = $1 and ($2::uuid[] is null or s.room_id = any ($2))
order by s.room_number, s.seat
limit $3 offset $4;

-- name: find-seat
select s.id, s.session_id, s.plan_id, s.part, s.candidate_id, s.account_id, s.room_id, s.room_name, s.seat, s.ticket_number, s.try, s.state,
       s.checked_in_at, s.started_at, s.attempt_id, coalesce(p.name, '') as name, coalesce(p.id_masked, '') as id_masked,
       coalesce(p.has_photo, false) as has_photo
from v_exam_seats s
left join v_learner_people p on p.account_id = s.account_id
where s.id = $1;

-- name: find-seat-by-ticket
select id, session_id from exam_seats where ticket_number = $1;

-- name: lock-seat
select id from exam_seats where id = $1 for no key update;

-- name: update-checked-in
update exam_seats set state = 'checked_in', checked_in_at = $2, checked_in_by = $3 where id = $1;

-- name: update-check-in-undone
update exam_seats set state = 'assigned', checked_in_at = null, checked_in_by = null where id = $1;

-- name: update-started
update exam_seats set state = 'started', started_at = $2, attempt_id = $3 where id = $1;

-- name: list-my-seats
select s.id, s.session_id, s.plan_id, s.part, s.candidate_id, s.account_id, s.room_id, s.room_name, s.seat, s.ticket_number, s.try, s.state,
       s.checked_in_at, s.started_at, s.attempt_id, '' as name, '' as id_masked, false as has_photo, count(*) over () as total
from v_exam_seats s
join exam_sessions e on e.id = s.session_id
join exam_plans p on p.id = s.plan_id
where s.account_id = $1 and p.state <> 'drafted'
order by (s.state in ('submitted', 'absent') or e.state = 'finished'), case when e.state = 'finished' then - extract(epoch from e.starts_at) else extract(epoch from e.starts_at) end, s.id
limit $2 offset $3;

-- name: list-account-seats
select id, account_id from exam_seats where plan_id = $1 order by account_id;

-- name: mark-late
-- At the late cut-off whoever was never checked in is absent.
with due as (
    select s.id
    from exam_seats s
    join exam_sessions e on e.id = s.session_id
    join exam_plans p on p.id = s.plan_id
    where s.state = 'assigned' and p.state in ('published', 'running') and e.state in ('ready', 'running')
      and e.starts_at + make_interval(mins => p.late_minutes) < app_now()
    order by s.id
    limit $1
    for no key update of s skip locked
)
update exam_seats s set state = 'absent' from due where s.id = due.id
returning s.id;

-- name: mark-absent
update exam_seats set state = 'absent' where session_id = $1 and part = 'theory' and state in ('assigned', 'checked_in');

-- name: mark-absent-skill
update exam_seats set state = 'absent' where session_id = $1 and part = 'skill' and state = 'assigned';

-- name: begin-due
update exam_sessions s set state = 'running'
from exam_plans p
where p.id = s.plan_id and p.state in ('published', 'running') and s.state = 'ready' and s.starts_at <= app_now();

-- name: begin-plans
update exam_plans p set state = 'running'
where p.state = 'published' and exists (select 1 from exam_sessions s where s.plan_id = p.id and s.state in ('running', 'finished'));

-- name: finish-plan
update exam_plans p set state = 'finished'
where p.id = $1 and p.state in ('published', 'running') and not exists (select 1 from exam_sessions s where s.plan_id = p.id and s.state <> 'finished');

-- name: count-open-attempts
select count(*) as open, max(deadline_at) as last
from v_attempt_attempts
where context_id = $1 and purpose = 'exam' and state = 'open';
