-- name: lock-account
select pg_advisory_xact_lock(hashtextextended('errata:' || $1::text, 0));

-- name: find-own-open
select r.id, r.case_id, r.account_id, r.version_id, r.place, r.reason, r.note, r.created_at
from errata_reports r
join errata_cases c on c.id = r.case_id
where r.account_id = $1 and c.question_id = $2 and c.state = 'open';

-- name: count-since
select count(*) from errata_reports where account_id = $1 and created_at >= $2;

-- name: raise-open
-- Joins the question's open case, or begins it; the row is locked from here on.
insert into errata_cases (id, question_id, level_id, version_id, state, opened_at, due_at, reports)
values ($1, $2, $3, $4, 'open', $5, $6, 1)
on conflict (question_id) where state = 'open' do update set reports = errata_cases.reports + 1
returning id;

-- name: insert-report
insert into errata_reports (id, case_id, account_id, version_id, place, reason, note, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: add-note
update errata_reports set note = $2 where id = $1 and note = '';

-- name: list-own
select r.id, r.case_id, r.account_id, r.version_id, r.place, r.reason, r.note, r.created_at,
       c.state, c.reply, c.resolved_at, count(*) over () as total
from errata_reports r
join errata_cases c on c.id = r.case_id
where r.account_id = $1
order by r.created_at desc, r.id
limit $2 offset $3;

-- name: list-cases
select c.id, c.question_id, c.level_id, c.version_id, c.state, c.opened_at, c.due_at, c.reports, c.resolved_at, c.resolved_by_name, c.reply,
       count(*) over () as total
from errata_cases c
where c.level_id = any ($1)
  and ($2 = '' or c.state = $2)
  and (not $3 or c.state = 'open' and c.due_at < $4)
order by c.state <> 'open', c.resolved_at desc nulls first, c.due_at, c.id
limit $5 offset $6;

-- name: get-case
select c.id, c.question_id, c.level_id, c.version_id, c.state, c.opened_at, c.due_at, c.reports, c.resolved_at, c.resolved_by_name, c.reply,
       1 as total
from errata_cases c
where c.id = $1;

-- name: lock-case
select id from errata_cases where id = $1 for no key update;

-- name: count-reasons
select case_id, reason, count(*) as reports
from errata_reports
where case_id = any ($1)
group by case_id, reason
order by reports desc, reason;

-- name: list-reports
select r.id, r.case_id, r.account_id, r.version_id, r.place, r.reason, r.note, r.created_at, count(*) over () as total
from errata_reports r
where r.case_id = $1 and ($2 = '' or r.reason = $2)
order by r.reason, r.created_at, r.id
limit $3 offset $4;

-- name: list-reporters
select account_id from errata_reports where case_id = $1 order by account_id;

-- name: resolve-case
update errata_cases set state = $2, reply = $3, resolved_at = $4, resolved_by = $5, resolved_by_name = $6 where id = $1;
