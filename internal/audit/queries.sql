-- name: append
insert into audit_records (id, at, actor_id, actor_kind, actor_name, action, object, object_id, reason, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: lock-chain
select pg_advisory_xact_lock(7301123);

-- name: find-last
select id, at, actor_id, actor_kind, actor_name, action, object, object_id, reason, detail, number, hash
from audit_records
where number is not null
order by number desc
limit 1;

-- name: list-unchained
select id, at, actor_id, actor_kind, actor_name, action, object, object_id, reason, detail, 0::bigint as number
from audit_records
where number is null
order by at, id
limit $1;

-- name: update-chained
update audit_records set number = $2, hash = $3 where id = $1;

-- name: list-chained
select id, at, actor_id, actor_kind, actor_name, action, object, object_id, reason, detail, number, hash
from audit_records
where number > $1
order by number
limit $2;

-- name: list
select id, at, actor_id, actor_kind, actor_name, action, object, object_id, reason, detail, coalesce(number, 0) as number,
       count(*) over () as total
from audit_records
where ($1 = '' or starts_with(action, $1)) and ($2::uuid is null or object_id = $2)
order by at desc, id desc
limit $3 offset $4;
