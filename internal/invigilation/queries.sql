-- name: insert-grant
insert into invigilation_grants (id, session_id, minutes, reason, whole_session, accounts, granted_by, granted_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: list-grants
select id, session_id, minutes, reason, whole_session, accounts, granted_by, granted_at, count(*) over () as total
from invigilation_grants
where session_id = $1 and ($2::uuid[] is null or accounts && $2)
order by granted_at desc, id desc
limit $3 offset $4;

-- name: insert-incident
insert into invigilation_incidents (id, session_id, seat_id, kind, text, reported_by, reported_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: list-incidents
select id, session_id, seat_id, kind, text, reported_by, reported_at, count(*) over () as total
from invigilation_incidents
where session_id = $1 and ($2::uuid[] is null or seat_id is null or seat_id = any ($2))
order by reported_at desc, id desc
limit $3 offset $4;

-- name: insert-announcement
insert into invigilation_announcements (id, session_id, scope, room_id, text, sent_by, sent_name, sent_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: insert-recipients
insert into invigilation_recipients (announcement_id, session_id, account_id, seat_id)
select $1, $2, r.account_id, r.seat_id
from unnest($3::uuid[], $4::uuid[]) as r (account_id, seat_id)
on conflict (announcement_id, account_id) do nothing;

-- name: list-announcements
-- One page, and of each how far it has come among the seats that are seen.
with page as (
    select a.*, count(*) over () as total
    from invigilation_announcements a
    where a.session_id = $1 and ($2::uuid[] is null or exists (
        select from invigilation_recipients r where r.announcement_id = a.id and r.seat_id = any ($2)))
    order by a.sent_at desc, a.id desc
    limit $3 offset $4
)
select p.id, p.session_id, p.scope, p.room_id, p.text, p.sent_by, p.sent_name, p.sent_at, p.total,
    c.addressed, c.acknowledged, c.waiting, c.missed
from page p
cross join lateral (
    select count(*) as addressed, count(k.acknowledged_at) as acknowledged,
        count(*) filter (where k.acknowledged_at is null and s.state = 'started') as waiting,
        count(*) filter (where k.acknowledged_at is null and s.state = 'submitted') as missed
    from invigilation_recipients r
    left join invigilation_acknowledgements k on k.announcement_id = r.announcement_id and k.account_id = r.account_id
    left join v_exam_seats s on s.id = r.seat_id
    where r.announcement_id = p.id and ($2::uuid[] is null or r.seat_id = any ($2))
) c
order by p.sent_at desc, p.id desc;

-- name: find-announcement
select 1 from invigilation_announcements where id = $1 and session_id = $2;

-- name: list-recipients
select r.seat_id, k.acknowledged_at
from invigilation_recipients r
left join invigilation_acknowledgements k on k.announcement_id = r.announcement_id and k.account_id = r.account_id
where r.announcement_id = $1;

-- name: count-announced
select count(*) from invigilation_recipients where account_id = $1 and session_id = $2;

-- name: list-announced
select a.id, a.text, a.sent_at, k.acknowledged_at
from invigilation_recipients r
join invigilation_announcements a on a.id = r.announcement_id
left join invigilation_acknowledgements k on k.announcement_id = r.announcement_id and k.account_id = r.account_id
where r.account_id = $1 and r.session_id = $2
order by a.sent_at desc, a.id desc
limit $3;

-- name: insert-acknowledgement
-- Nothing for who was not spoken to; the first time stands.
insert into invigilation_acknowledgements (announcement_id, account_id, acknowledged_at)
select announcement_id, account_id, $4
from invigilation_recipients
where announcement_id = $1 and account_id = $2 and session_id = $3
on conflict (announcement_id, account_id) do nothing;

-- name: find-recipient
select 1 from invigilation_recipients where announcement_id = $1 and account_id = $2 and session_id = $3;
