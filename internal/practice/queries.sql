-- name: list-levels
-- The levels somebody is registered for.
select l.id, l.occupation_name, l.track, l.name
from v_standard_levels l
where l.id in (
    select a.level_id from v_enrolment_applications a where a.account_id = $1 and a.state = 'approved'
    union
    select m.level_id from v_cohort_members m where m.account_id = $1)
order by l.occupation_name, l.track, l.rank;

-- name: list-rows
select id, name, percent from v_standard_weight_rows where level_id = $1 and part = 'theory' order by seq;

-- name: list-seen
-- How often each question was answered, and whether the last answer was right.
select question_id, count(*) as times, (array_agg(is_right order by answered_at desc, id desc))[1] as is_right
from practice_answers where account_id = $1 and level_id = $2
group by question_id;

-- name: find-living-drill
select d.id, d.account_id, d.level_id, d.mode, d.weight_row_id, d.version_ids, d.position, d.created_at,
       (select count(*) from practice_answers a where a.drill_id = d.id) as answered,
       (select count(*) from practice_answers a where a.drill_id = d.id and a.is_right) as is_right
from practice_drills d
where d.account_id = $1 and d.level_id = $2 and d.mode = $3
  and coalesce(d.weight_row_id, '00000000-0000-0000-0000-000000000000') = $4 and d.ended_at is null
for no key update of d;

-- name: list-living-drills
select d.id, d.account_id, d.level_id, d.mode, d.weight_row_id, d.version_ids, d.position, d.created_at,
       (select count(*) from practice_answers a where a.drill_id = d.id) as answered,
       (select count(*) from practice_answers a where a.drill_id = d.id and a.is_right) as is_right
from practice_drills d
where d.account_id = $1 and d.level_id = $2 and d.ended_at is null
order by d.updated_at desc;

-- name: get-drill
select d.id, d.account_id, d.level_id, d.mode, d.weight_row_id, d.version_ids, d.position, d.created_at,
       (select count(*) from practice_answers a where a.drill_id = d.id) as answered,
       (select count(*) from practice_answers a where a.drill_id = d.id and a.is_right) as is_right
from practice_drills d
where d.id = $1 and d.account_id = $2;

-- name: get-drill-names
select l.occupation_name, l.track, l.name, coalesce(r.name, '') as row_name
from practice_drills d
join v_standard_levels l on l.id = d.level_id
left join v_standard_weight_rows r on r.id = d.weight_row_id
where d.id = $1;

-- name: insert-drill
insert into practice_drills (id, account_id, level_id, mode, weight_row_id, version_ids, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $7);

-- name: lock-drills
select pg_advisory_xact_lock(hashtextextended('practice:' || $1::text, 0));

-- name: end-drill
update practice_drills set ended_at = $2 where id = $1 and ended_at is null;

-- name: update-position
update practice_drills set position = $3, updated_at = $4 where id = $1 and account_id = $2;

-- name: insert-drill-answer
insert into practice_answers (id, account_id, level_id, question_id, version_id, weight_row_id, given, is_right, drill_id, number, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (drill_id, number) where drill_id is not null do nothing;

-- name: insert-mock-answer
insert into practice_answers (id, account_id, level_id, question_id, version_id, weight_row_id, given, is_right, attempt_id, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (attempt_id, version_id) where attempt_id is not null do nothing;

-- name: list-drill-answers
select number, given, is_right from practice_answers where drill_id = $1 and number between $2 and $3 order by number;

-- name: upsert-wrong
insert into practice_wrongs (account_id, question_id, level_id, weight_row_id, last_wrong_at) values ($1, $2, $3, $4, $5)
on conflict (account_id, question_id) do update
set wrong_times = practice_wrongs.wrong_times + 1, right_streak = 0, last_wrong_at = excluded.last_wrong_at, left_at = null;

-- name: raise-streak
update practice_wrongs
set right_streak = right_streak + 1, left_at = case when right_streak + 1 >= $3 then $4::timestamptz end
where account_id = $1 and question_id = $2 and left_at is null;

-- name: leave-wrong
update practice_wrongs set left_at = $3 where account_id = $1 and question_id = $2 and left_at is null;

-- name: has-seen
-- Whether somebody has had a version before them, in whichever way practice
-- shows one. The exam pool is never shown.
select exists (select from v_bank_versions b where b.id = $2 and b.pool <> 'exam') and (
    exists (select from practice_drills d where d.account_id = $1 and $2 = any (d.version_ids))
    or exists (select from practice_answers a where a.account_id = $1 and a.version_id = $2)
    or exists (
        select from practice_wrongs w
        join v_bank_live_versions v on v.question_id = w.question_id
        where w.account_id = $1 and v.id = $2)
    or exists (
        select from mock_attempts t
        join v_attempt_attempts s on s.id = t.attempt_id
        join v_paper_mock_versions p on p.form_id = s.form_id
        where t.account_id = $1 and t.closed_at is not null and p.version_id = $2)) as seen;

-- name: find-wrong
select v.id from practice_wrongs w
join v_bank_live_versions v on v.question_id = w.question_id and v.pool <> 'exam'
where w.account_id = $1 and w.question_id = $2;

-- name: has-wrong
select exists (select from practice_wrongs where account_id = $1 and question_id = $2);

-- name: list-wrong-ids
select question_id from practice_wrongs where account_id = $1 and level_id = $2 and left_at is null
order by last_wrong_at desc, question_id
limit 1000;

-- name: list-wrongs
select w.question_id, w.level_id, w.weight_row_id, r.name as row_name, v.id as version_id,
       w.wrong_times, w.right_streak, w.last_wrong_at, count(*) over () as total
from practice_wrongs w
join v_bank_live_versions v on v.question_id = w.question_id and v.pool <> 'exam'
join v_standard_weight_rows r on r.id = w.weight_row_id
where w.account_id = $1 and ($2::uuid is null or w.level_id = $2) and w.left_at is null
order by w.last_wrong_at desc, w.question_id
limit $3 offset $4;

-- name: get-mock
select m.id, m.title, m.level_id, m.blueprint_id, m.class_id, m.tries, m.opens_at, m.closes_at, m.state, m.created_at,
       l.occupation_name, l.track, l.name as level_name,
       coalesce((select c.name from v_cohort_classes c where c.id = m.class_id), '') as class_name,
       (select count(*) from mock_attempts a where a.mock_exam_id = m.id and a.closed_at is not null) as sittings, 0 as total
from mock_exams m
join v_standard_levels l on l.id = m.level_id
where m.id = $1;

-- name: lock-mock
select id from mock_exams where id = $1 for no key update;

-- name: list-mocks
select m.id, m.title, m.level_id, m.blueprint_id, m.class_id, m.tries, m.opens_at, m.closes_at, m.state, m.created_at,
       l.occupation_name, l.track, l.name as level_name,
       coalesce((select c.name from v_cohort_classes c where c.id = m.class_id), '') as class_name,
       (select count(*) from mock_attempts a where a.mock_exam_id = m.id and a.closed_at is not null) as sittings,
       count(*) over () as total
from mock_exams m
join v_standard_levels l on l.id = m.level_id
where ($1 = '' or strpos(m.title, $1) > 0) and ($2 = '' or m.state = $2)
order by m.created_at desc, m.id
limit $3 offset $4;

-- name: insert-mock
insert into mock_exams (id, title, level_id, blueprint_id, class_id, tries, opens_at, closes_at, state, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $9);

-- name: update-mock
update mock_exams set title = $2, level_id = $3, blueprint_id = $4, class_id = $5, tries = $6, opens_at = $7, closes_at = $8, updated_at = $9
where id = $1;

-- name: update-mock-state
update mock_exams set state = $2, updated_at = $3 where id = $1;

-- name: find-blueprint
select level_id, minutes, purpose, state from v_paper_blueprints where id = $1;

-- name: find-class-level
select level_id from v_cohort_classes where id = $1;

-- name: list-invited
-- Whom a mock is for: the class, or everybody registered for the level.
select m.account_id from v_cohort_members m where m.class_id = $2
union
select m.account_id from v_cohort_members m where $2::uuid is null and m.level_id = $1
union
select a.account_id from v_enrolment_applications a where $2::uuid is null and a.level_id = $1 and a.state = 'approved';

-- name: list-my-mocks
select m.id, m.title, m.level_id, m.blueprint_id, m.class_id, m.tries, m.opens_at, m.closes_at, m.state, m.created_at,
       l.occupation_name, l.track, l.name as level_name, '' as class_name, 0 as sittings, b.minutes,
       coalesce(t.used, 0) as used, coalesce(t.best, -1) as best, t.open_id, t.last_id, count(*) over () as total
from mock_exams m
join v_standard_levels l on l.id = m.level_id
join v_paper_blueprints b on b.id = m.blueprint_id
left join lateral (
    select count(*) as used, max(a.got_hundredths) as best,
           (array_agg(a.attempt_id order by a.try desc) filter (where s.state = 'open'))[1] as open_id,
           (array_agg(a.attempt_id order by a.try desc) filter (where a.closed_at is not null))[1] as last_id
    from mock_attempts a
    join v_attempt_attempts s on s.id = a.attempt_id
    where a.mock_exam_id = m.id and a.account_id = $1
) t on true
where m.state <> 'draft' and ($2::uuid is null or m.id = $2)
  and (t.used > 0
    or m.class_id in (select c.class_id from v_cohort_members c where c.account_id = $1)
    or m.class_id is null and m.level_id in (
        select a.level_id from v_enrolment_applications a where a.account_id = $1 and a.state = 'approved'
        union
        select c.level_id from v_cohort_members c where c.account_id = $1))
order by (m.state = 'closed' or m.closes_at <= $5) is true, m.opens_at > $5, m.opens_at desc, m.id
limit $3 offset $4;

-- name: lock-tries
select t.try, t.attempt_id, (select s.state from v_attempt_attempts s where s.id = t.attempt_id) = 'open' as running
from mock_attempts t
where t.mock_exam_id = $1 and t.account_id = $2 order by t.try for update;

-- name: insert-try
insert into mock_attempts (mock_exam_id, account_id, try, attempt_id, started_at) values ($1, $2, $3, $4, $5);

-- name: close-try
update mock_attempts set closed_at = $2, got_hundredths = $3, of_hundredths = $4 where attempt_id = $1
returning mock_exam_id;

-- name: get-try
select a.mock_exam_id, m.title, m.level_id, a.account_id, '' as person, a.try, a.attempt_id, a.started_at, a.closed_at,
       a.got_hundredths, a.of_hundredths, 0 as total
from mock_attempts a join mock_exams m on m.id = a.mock_exam_id
where a.attempt_id = $1 and a.account_id = $2;

-- name: list-my-tries
select a.mock_exam_id, m.title, m.level_id, a.account_id, '' as person, a.try, a.attempt_id, a.started_at, a.closed_at,
       a.got_hundredths, a.of_hundredths, count(*) over () as total
from mock_attempts a join mock_exams m on m.id = a.mock_exam_id
where a.account_id = $1 and ($2::uuid is null or a.mock_exam_id = $2)
order by a.started_at desc, a.attempt_id
limit $3 offset $4;

-- name: list-tries
select a.mock_exam_id, m.title, m.level_id, a.account_id, coalesce(p.name, '') as person, a.try, a.attempt_id, a.started_at, a.closed_at,
       a.got_hundredths, a.of_hundredths, count(*) over () as total
from mock_attempts a
join mock_exams m on m.id = a.mock_exam_id
left join v_learner_people p on p.account_id = a.account_id
where a.mock_exam_id = $1
order by a.got_hundredths desc nulls last, a.started_at, a.attempt_id
limit $2 offset $3;
