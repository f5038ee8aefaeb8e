-- name: list-resources
select id, class_id, kind, title, content_type, size, blob_key, length, created_at, count(*) over () as total
from learning_resources
where removed_at is null and ($1::uuid is null or class_id = $1) and ($2::uuid is null or id = $2)
order by seq, id
limit $3 offset $4;

-- name: lock-resources
select id from learning_resources where class_id = $1 and removed_at is null order by id for no key update;

-- name: insert-resource
insert into learning_resources (id, class_id, kind, title, content_type, size, blob_key, length, seq, created_at)
select $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(seq), 0) + 1, $9 from learning_resources where class_id = $2;

-- name: update-title
update learning_resources set title = $2 where id = $1 and removed_at is null;

-- name: update-order
update learning_resources r set seq = o.seq
from unnest($2::uuid[]) with ordinality as o (id, seq)
where r.id = o.id and r.class_id = $1 and r.removed_at is null;

-- name: update-removed
update learning_resources set removed_at = $2 where id = $1 and removed_at is null;

-- name: ensure-clock
insert into learning_clocks (account_id, balance_ms, at) values ($1, $2, $3) on conflict (account_id) do nothing;

-- name: lock-clock
select balance_ms, at from learning_clocks where account_id = $1 for update;

-- name: update-clock
update learning_clocks set balance_ms = $2, at = $3 where account_id = $1;

-- name: list-progress
select p.account_id, p.resource_id, p.position, p.covered, p.done, p.first_at, p.last_at, p.completed_at
from learning_progress p
join learning_resources r on r.id = p.resource_id
where p.account_id = any ($1) and r.removed_at is null and ($2::uuid is null or r.class_id = $2) and ($3::uuid is null or r.id = $3);

-- name: upsert-progress
insert into learning_progress (resource_id, account_id, position, covered, done, first_at, last_at, completed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (account_id, resource_id) do update
set position = excluded.position, covered = excluded.covered, done = excluded.done, last_at = excluded.last_at, completed_at = excluded.completed_at;

-- name: list-members
select m.account_id, coalesce(w.name, '') as name, coalesce(w.id_masked, '') as id_masked, count(*) over () as total
from v_cohort_members m
left join v_learner_people w on w.account_id = m.account_id
where m.class_id = $1
order by m.joined_at, name, m.account_id
limit $2 offset $3;
