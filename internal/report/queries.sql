-- name: list-funnels
-- Steps after the class follow the class's members; mocks belong to the level,
-- so they count from the day the person joined.
with page as (
    select id, title, state, level_id, places, opens_at, closes_at, created_at, count(*) over () as total
    from v_enrolment_programmes
    where $1 = '' or strpos(title, $1) > 0
    order by created_at desc, id
    limit $2 offset $3
)
select p.id, p.title, p.state, p.places, p.opens_at, p.closes_at, p.total,
       (select count(distinct s.open_id_hash) from v_enrolment_scans s where s.programme_id = p.id) as scanned,
       a.applied, a.submitted, a.approved,
       m.assigned, m.studied, m.mocked, e.sat, e.passed, e.certified
from page p
cross join lateral (
    select count(distinct a.account_id) as applied,
           count(distinct a.account_id) filter (where a.submitted_at is not null) as submitted,
           count(distinct a.account_id) filter (where a.state = 'approved') as approved
    from v_enrolment_applications a
    where a.programme_id = p.id
) a
cross join lateral (
    select count(distinct m.account_id) as assigned,
           count(distinct m.account_id) filter (where exists (
               select 1 from v_learning_progress l
               where l.class_id = m.class_id and l.account_id = m.account_id and l.opened > 0)) as studied,
           count(distinct m.account_id) filter (where exists (
               select 1 from v_practice_mock_results r
               where r.account_id = m.account_id and r.level_id = p.level_id and r.closed_at >= m.joined_at)) as mocked
    from v_cohort_members m
    where m.programme_id = p.id
) m
cross join lateral (
    select count(distinct c.account_id) filter (where exists (
               select 1 from v_exam_seats s
               where s.plan_id = c.plan_id and s.account_id = c.account_id and s.part = 'theory'
                 and s.state in ('started', 'submitted'))) as sat,
           count(distinct c.account_id) filter (where o.passed) as passed,
           count(distinct c.account_id) filter (where t.state = 'valid') as certified
    from v_cohort_classes k
    join v_exam_candidates c on c.class_id = k.id
    left join v_result_outcomes o on o.plan_id = c.plan_id and o.account_id = c.account_id
    left join v_certificate_certificates t on t.plan_id = c.plan_id and t.account_id = c.account_id
    where k.programme_id = p.id
) e
order by p.created_at desc, p.id;
