-- name: list-programmes
select p.id, p.slug, p.title, p.level_id, p.kind, p.places, p.opens_at, p.closes_at, p.description, p.materials, p.state,
       p.created_at, p.updated_at,
       coalesce(c.taken, 0) as taken, coalesce(c.waiting, 0) as waiting, coalesce(c.approved, 0) as approved,
       coalesce(c.applications, 0) as applications, count(*) over () as total
from enrolment_programmes p
join v_standard_levels l on l.id = p.level_id
left join lateral (
    select count(*) filter (where a.state in ('submitted', 'returned', 'approved')) as taken,
           count(*) filter (where a.state = 'submitted') as waiting,
           count(*) filter (where a.state = 'approved') as approved,
           count(*) filter (where a.state <> 'draft') as applications
    from enrolment_applications a where a.programme_id = p.id
) c on true
where ($1::uuid[] is null or p.id = any ($1))
  and ($2::text is null or p.slug = $2)
  and ($3::uuid[] is null or l.occupation_id = any ($3))
  and ($4::text is null or p.state = $4)
  and ($5::timestamptz is null or p.closes_at > $5)
  and ($6::text is null or strpos(lower(p.title), lower($6)) > 0)
order by case when $5::timestamptz is null then p.created_at end desc, p.closes_at, p.id
limit $7 offset $8;

-- name: lock-programme
select id, slug, title, level_id, kind, places, opens_at, closes_at, description, materials, state, created_at, updated_at
from enrolment_programmes
where id = $1
for no key update;

-- name: count-taken
select count(*) filter (where state in ('submitted', 'returned', 'approved')) as taken, count(*) as applications
from enrolment_applications
where programme_id = $1;

-- name: insert-programme
insert into enrolment_programmes (id, slug, title, level_id, kind, places, opens_at, closes_at, description, materials, state, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11, $11);

-- name: update-programme
update enrolment_programmes
set title = $2, level_id = $3, kind = $4, places = $5, opens_at = $6, closes_at = $7, description = $8, materials = $9, state = $10,
    updated_at = $11
where id = $1;

-- name: list-posters
select p.id, p.programme_id, p.channel, p.code, p.qr_text, p.wechat, p.created_at,
       (select count(*) from enrolment_scans s where s.poster_id = p.id) as scans,
       (select count(*) from enrolment_applications a where a.poster_id = p.id) as started
from enrolment_posters p
where ($1::uuid is null or p.id = $1)
  and ($2::uuid is null or p.programme_id = $2)
  and ($3::text is null or p.code = $3)
  and ($4::text is null or p.channel = $4)
order by p.created_at, p.id
limit 200;

-- name: insert-poster
insert into enrolment_posters (id, programme_id, channel, code, qr_text, wechat, created_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: insert-scan
insert into enrolment_scans (id, programme_id, poster_id, source, visitor_hash, day, scanned_at)
select $1, $2, $3, $4, $5, $6, $7
where not exists (
    select 1 from enrolment_scans where poster_id = $3 and source = $4 and day = $6 offset $8 limit 1
)
on conflict on constraint enrolment_scans_day_key do nothing;

-- name: list-applications
select a.id, a.programme_id, a.account_id, a.level_id, a.state, a.clause_key, a.person_name, a.snapshot, a.round, a.version, a.reason,
       a.claimed_by, a.claimed_until, a.created_at, a.updated_at, a.submitted_at, a.decided_at,
       p.slug, p.title, p.kind, p.places, p.opens_at, p.closes_at, p.materials, p.state as programme_state, count(*) over () as total
from enrolment_applications a
join enrolment_programmes p on p.id = a.programme_id
join v_standard_levels l on l.id = a.level_id
where ($1::uuid is null or a.id = $1)
  and ($2::uuid is null or a.account_id = $2)
  and ($3::uuid[] is null or l.occupation_id = any ($3))
  and ($4::uuid is null or a.programme_id = $4)
  and ($5::text[] is null or a.state = any ($5))
  and ($6::text is null or strpos(lower(a.person_name), lower($6)) > 0)
  and (a.round > 0 or $2::uuid is not null)
order by case when $2::uuid is null then a.submitted_at end, case when $2::uuid is not null then a.created_at end desc, a.id
limit $7 offset $8;

-- name: lock-application
select a.id, a.programme_id, a.account_id, a.level_id, a.state, a.clause_key, a.person_name, a.snapshot, a.round, a.version, a.reason,
       a.claimed_by, a.claimed_until, a.created_at, a.updated_at, a.submitted_at, a.decided_at,
       p.slug, p.title, p.kind, p.places, p.opens_at, p.closes_at, p.materials, p.state as programme_state, 1 as total
from enrolment_applications a
join enrolment_programmes p on p.id = a.programme_id
where a.id = $1
for no key update of a;

-- name: find-living
select id from enrolment_applications
where programme_id = $1 and account_id = $2 and state in ('draft', 'submitted', 'returned', 'approved');

-- name: list-living
select a.id, a.state, coalesce(array_agg(i.key) filter (where i.state = 'returned'), '{}') as returned
from enrolment_applications a
left join enrolment_items i on i.application_id = a.id
where a.account_id = $1 and a.state in ('submitted', 'returned', 'approved')
group by a.id, a.state;

-- name: insert-application
insert into enrolment_applications (id, programme_id, account_id, level_id, poster_id, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $6);

-- name: update-application
update enrolment_applications
set state = $2, clause_key = $3, person_name = $4, snapshot = $5, round = $6, version = version + 1, reason = $7, claimed_by = null,
    claimed_until = null, updated_at = $8, submitted_at = $9, decided_at = $10
where id = $1;

-- name: update-clause
update enrolment_applications set clause_key = $2, updated_at = $3 where id = $1;

-- name: take-next
select a.id
from enrolment_applications a
join v_standard_levels l on l.id = a.level_id
left join enrolment_applications seen on seen.id = $5
where a.state = 'submitted'
  and ($1::uuid is null or a.programme_id = $1)
  and ($2::uuid[] is null or l.occupation_id = any ($2))
  and (a.claimed_by is null or a.claimed_by = $3 or a.claimed_until < $4)
  and ($5::uuid is null or a.id <> $5)
order by (seen.submitted_at is not null and (a.submitted_at, a.id) > (seen.submitted_at, seen.id)) desc, a.submitted_at, a.id
limit 1
for no key update of a skip locked;

-- name: update-claim
update enrolment_applications set claimed_by = $2, claimed_until = $3 where id = $1;

-- name: release-claim
update enrolment_applications set claimed_by = null, claimed_until = null where id = $1 and claimed_by = $2;

-- name: list-items
select key, state, reason, before from enrolment_items where application_id = $1;

-- name: upsert-item
insert into enrolment_items (application_id, key, state, reason, before)
values ($1, $2, $3, $4, $5)
on conflict (application_id, key) do update set state = excluded.state, reason = excluded.reason, before = excluded.before;

-- name: list-files
select id, material, name, content_type, size, blob_key, round, uploaded_at, removed_at
from enrolment_files
where application_id = $1
order by material, uploaded_at, id;

-- name: insert-file
insert into enrolment_files (id, application_id, material, name, content_type, size, blob_key, uploaded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: delete-file
delete from enrolment_files where id = $1;

-- name: remove-file
update enrolment_files set removed_at = $2 where id = $1;

-- name: submit-files
update enrolment_files set round = $2 where application_id = $1 and round = 0 and removed_at is null;

-- name: insert-review
insert into enrolment_reviews (id, application_id, round, action, reason, items, actor_id, actor_name, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: list-reviews
select id, round, action, reason, items, actor_name, at
from enrolment_reviews
where application_id = $1
order by at, id
limit 200;

-- name: insert-consent
insert into enrolment_consents (application_id, account_id, document, version, text_hash, agreed_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (application_id, document, version) do nothing;
