-- name: list-eligible
select o.plan_id, o.account_id, o.level_id, o.theory_hundredths, o.skill_hundredths, o.released_at, e.title as plan_title,
       coalesce(p.name, '') as name, coalesce(p.id_masked, '') as id_masked, coalesce(p.has_photo, false) as has_photo, count(*) over () as total
from v_result_outcomes o
join v_exam_plans e on e.id = o.plan_id
left join v_learner_people p on p.account_id = o.account_id
where o.passed
  and not exists (select 1 from certificates c where c.plan_id = o.plan_id and c.account_id = o.account_id)
  and ($1::uuid[] is null or o.level_id = any ($1))
  and ($2::uuid is null or o.plan_id = $2)
  and ($3 = '' or strpos(p.name, $3) > 0)
order by o.released_at, e.title, p.name, o.account_id
limit $4 offset $5;

-- name: list-passed
select o.plan_id, o.account_id, o.level_id, e.title as plan_title
from unnest($1::uuid[], $2::uuid[]) with ordinality as w (plan_id, account_id, at)
join v_result_outcomes o on o.plan_id = w.plan_id and o.account_id = w.account_id and o.passed
join v_exam_plans e on e.id = o.plan_id
where $3::uuid[] is null or o.level_id = any ($3)
order by w.at;

-- name: list-issued
-- Who has a certificate already, read under the serial's lock.
select c.plan_id, c.account_id
from unnest($1::uuid[], $2::uuid[]) as w (plan_id, account_id)
join certificates c on c.plan_id = w.plan_id and c.account_id = w.account_id;

-- name: ensure-serial
insert into certificate_serials (prefix, year, level_code) values ($1, $2, $3) on conflict do nothing;

-- name: lock-serial
select last from certificate_serials where prefix = $1 and year = $2 and level_code = $3 for update;

-- name: update-serial
update certificate_serials set last = $4 where prefix = $1 and year = $2 and level_code = $3;

-- name: insert-certificate
insert into certificates (id, plan_id, account_id, level_id, number, code, name, id_type, id_sealed, id_masked, occupation, track, level_code,
    level_name, photo_key, body_name, seal_key, issued_on, issued_at, issued_by, issued_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: find-certificate
select * from certificates where id = $1;

-- name: lock-certificate
select * from certificates where id = $1 for no key update;

-- name: find-by-code
select * from certificates where code = $1;

-- name: find-by-number
select * from certificates where number = $1;

-- name: list-certificates
select c.*, count(*) over () as total
from certificates c
where ($1::uuid[] is null or c.level_id = any ($1))
  and ($2 = '' or c.state = $2)
  and ($3 = '' or strpos(c.number, $4) > 0 or strpos(c.name, $3) > 0)
order by c.issued_at desc, c.number desc
limit $5 offset $6;

-- name: list-mine
select c.*, count(*) over () as total
from certificates c
where c.account_id = $1
order by c.issued_at desc, c.number desc
limit $2 offset $3;

-- name: update-pdf
update certificates set pdf_key = $2 where id = $1;

-- name: update-revoked
update certificates set state = 'revoked', revoked_at = $2, revoked_by = $3, revoked_name = $4, revoke_reason = $5 where id = $1;
