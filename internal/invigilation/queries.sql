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
