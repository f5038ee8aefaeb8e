-- name: now
select app_now();

-- name: insert-attempt
insert into attempts (id, purpose, context_id, account_id, try, form_id, title, layout, seed, state, started_at,
    deadline_at, closes_at, allowance_seconds, earliest_hand_in_at, window_ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $14, $15)
on conflict on constraint attempts_once do nothing;

-- name: find-attempt
select * from attempts where id = $1;

-- name: find-attempt-of
select * from attempts where context_id = $1 and account_id = $2 and try = $3;

-- name: lock-attempt
select * from attempts where id = $1 for no key update;

-- name: lock-attempts-of
select * from attempts
where context_id = $1 and state = 'open' and ($2::uuid[] is null or account_id = any ($2))
order by id
for no key update;

-- name: update-lease
update attempts set epoch = $2, lease_holder = $3, leased_at = $4 where id = $1;

-- name: update-submitted
update attempts
set state = 'submitted', close_reason = 'submitted', closed_at = $2,
    receipt_count = $3, receipt_digest = $4, receipt_at = $2, receipt_signature = $5
where id = $1;

-- name: update-receipt
update attempts set receipt_count = $2, receipt_digest = $3, receipt_at = $4, receipt_signature = $5 where id = $1;

-- name: update-deadline
update attempts set deadline_at = $2, closes_at = $3, window_ends_at = $4 where id = $1;

-- name: update-marked
update attempts set marked_at = $2 where id = $1;

-- name: close-due
-- Rows that somebody else holds (a save under way, a grant) are left for the
-- next run. A row that was locked and changed in between is judged anew.
with due as (
    select id from attempts
    where state = 'open' and closes_at < app_now()
    order by closes_at
    limit $1
    for no key update skip locked
)
update attempts a
set state = 'closed', close_reason = 'deadline', closed_at = app_now()
from due where a.id = due.id
returning a.id;

-- name: list-unmarked
select id from attempts
where state in ('submitted', 'closed') and marked_at is null and closed_at < $1
order by closed_at
limit $2;

-- name: list-events
select epoch, seq, question, value, cleared from answer_events where attempt_id = $1;

-- name: save
-- The save path: one statement for whatever saves wait. It judges each request
-- by the attempt's row as it stands under a share lock, held until commit, so
-- that no close, submit, grant or takeover can come between judging and writing.
with asked as materialized (
    select r, attempt_id, account_id, epoch
    from unnest($1::uuid[], $2::uuid[], $3::integer[]) with ordinality as u (attempt_id, account_id, epoch, r)
), moment as materialized (
    select app_now() as now
), held as materialized (
    select id, account_id, state, epoch, deadline_at, closes_at
    from attempts
    where id = any ($1::uuid[])
    order by id
    for share
), judged as materialized (
    select asked.r, asked.attempt_id, asked.epoch as asked_epoch, held.epoch, held.deadline_at,
        case
            when held.id is null or held.account_id <> asked.account_id then 1
            when held.state <> 'open' then 2
            when held.closes_at < moment.now then 3
            when held.epoch <> asked.epoch then 4
            else 0
        end as verdict
    from asked
    cross join moment
    left join held on held.id = asked.attempt_id
), written as (
    insert into answer_events (attempt_id, epoch, seq, question, value, cleared, device_at, saved_at)
    select j.attempt_id, j.asked_epoch, e.seq, e.question, e.value, e.cleared,
        timestamptz 'epoch' + e.device_ms * interval '1 millisecond', moment.now
    from unnest($4::integer[], $5::bigint[], $6::smallint[], $7::text[], $8::boolean[], $9::bigint[])
        as e (r, seq, question, value, cleared, device_ms)
    join judged j on j.r = e.r
    cross join moment
    where j.verdict = 0
    on conflict (attempt_id, epoch, seq) do nothing
    returning 1
)
select j.r, j.verdict, coalesce(j.epoch, 0) as epoch,
    coalesce((extract(epoch from j.deadline_at) * 1000)::bigint, 0) as deadline_ms,
    (extract(epoch from moment.now) * 1000)::bigint as now_ms,
    (select count(*) from written) as written
from judged j
cross join moment;

-- name: list-events-at
select epoch, seq, question, value, cleared from answer_events
where attempt_id = $1 and epoch = $2 and seq = any ($3::bigint[]);

-- name: count-late
select count(*) from late_events where attempt_id = $1;

-- name: insert-late
insert into late_events (id, attempt_id, epoch, seq, question, value, cleared, device_at, received_at, reason)
select e.id, $1, $2, e.seq, e.question, e.value, e.cleared,
    timestamptz 'epoch' + e.device_ms * interval '1 millisecond', app_now(), $3
from unnest($4::uuid[], $5::bigint[], $6::smallint[], $7::text[], $8::boolean[], $9::bigint[])
    as e (id, seq, question, value, cleared, device_ms)
on conflict on constraint late_events_once do nothing;

-- name: insert-grant
insert into attempt_grants (id, attempt_id, minutes, reason, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6);

-- name: find-marks
select version, marks, script_digest, marked_at from attempt_marks where attempt_id = $1 order by version desc limit 1;

-- name: insert-marks
insert into attempt_marks (attempt_id, version, got_hundredths, of_hundredths, script_digest, marks, marked_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: list-progress
-- A late event counts only when it would change the script: a page that was
-- reloaded sends some of its answers twice.
select a.id, a.account_id, a.try, a.state, a.form_id, a.epoch, a.started_at, a.deadline_at,
    coalesce(e.answered, 0) as answered, e.last_save_at, coalesce(l.late, 0) as late
from attempts a
left join lateral (
    select count(*) filter (where not w.cleared) as answered, max(w.last_at) as last_save_at
    from (
        select distinct on (question) cleared, max(saved_at) over () as last_at
        from answer_events
        where attempt_id = a.id and (value <> '' or cleared)
        order by question, epoch desc, seq desc
    ) w
) e on true
left join lateral (
    select count(*) as late
    from late_events t
    left join lateral (
        select s.value from answer_events s
        where s.attempt_id = a.id and s.question = t.question and (s.value <> '' or s.cleared)
        order by s.epoch desc, s.seq desc
        limit 1
    ) w on true
    where t.attempt_id = a.id and t.value <> coalesce(w.value, '') and (t.value <> '' or t.cleared)
        and not exists (
            select from answer_events s
            where s.attempt_id = a.id and s.epoch = t.epoch and s.seq = t.seq and s.question = t.question and s.value = t.value)
) l on true
where a.context_id = $1
order by a.started_at, a.id;

-- name: list-late-tallies
-- How many late answers each ended sitting of a context has, and what was
-- decided about them. Sitting by sitting, by its index.
select a.id, a.account_id, t.answers, t.counted, t.left_out, t.deciders, t.reasons
from attempts a
cross join lateral (
    select count(*) as answers,
        count(*) filter (where d.counted) as counted, count(*) filter (where not d.counted) as left_out,
        coalesce(string_agg(distinct d.decided_name, '、'), '') as deciders, coalesce(string_agg(distinct d.reason, '；'), '') as reasons
    from late_answers l
    left join late_decisions d on d.late_event_id = l.id
        and d.version = (select max(m.version) from late_decisions m where m.late_event_id = l.id)
    where l.attempt_id = a.id
) t
where a.context_id = $1 and a.state in ('submitted', 'closed') and t.answers > 0;

-- name: list-late-answers
select id, attempt_id, epoch, seq, question, value, cleared, device_at, received_at, reason
from late_answers
where attempt_id = any ($1)
order by attempt_id, question, epoch, seq, received_at, id;

-- name: find-late-answers
select id, attempt_id from late_answers where attempt_id = any ($1) and id = any ($2);

-- name: list-late-decisions
select late_event_id, version, counted, reason, decided_by, decided_name, decided_at
from late_decisions
where attempt_id = any ($1)
order by late_event_id, version;

-- name: insert-late-decisions
insert into late_decisions (late_event_id, version, attempt_id, counted, reason, decided_by, decided_name, decided_at)
select d.id, d.version, $1, $4, $5, $6, $7, $8
from unnest($2::uuid[], $3::integer[]) as d (id, version);

-- name: list-counted
-- The late answers that somebody has decided to count.
select l.epoch, l.seq, l.question, l.value, l.cleared
from late_decisions d
join late_events l on l.id = d.late_event_id
where d.attempt_id = $1 and d.counted
  and not exists (select from late_decisions m where m.late_event_id = d.late_event_id and m.version > d.version);
