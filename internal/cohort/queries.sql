-- name: list-classes
select c.id, c.programme_id, p.title as programme_title, c.level_id,
       l.occupation_name || case when l.track = '' then '' else '（' || l.track || '）' end || ' ' || l.name as level_title,
       c.name, c.capacity,
       (select count(*) from cohort_members m where m.class_id = c.id and m.left_at is null) as members,
       c.teacher_id, coalesce(t.name, '') as teacher_name, c.starts_on, c.ends_on, c.place, c.group_qr_key, c.group_qr_type, c.state,
       c.revision, c.content_hash, c.told_hash,
       case when c.state <> 'published' then 0 else (
           select count(*) from cohort_members m
           where m.class_id = c.id and m.left_at is null and (c.content_hash <> c.told_hash or m.told_revision < c.revision)
       ) end as untold,
       c.published_at, c.completed_at, c.created_at, count(*) over () as total
from cohort_classes c
join v_enrolment_programmes p on p.id = c.programme_id
join v_standard_levels l on l.id = c.level_id
left join v_identity_accounts t on t.id = c.teacher_id
where ($1::uuid[] is null or c.id = any ($1))
  and ($2::uuid[] is null or c.id = any ($2))
  and ($3::uuid[] is null or l.occupation_id = any ($3))
  and ($4::uuid is null or c.programme_id = $4)
  and ($5::text = '' or c.state = $5)
  and ($6::text = '' or strpos(c.name, $6) > 0)
  and ($7::uuid is null or (c.state <> 'planned' and exists (
      select 1 from cohort_members m where m.class_id = c.id and m.account_id = $7 and m.left_at is null)))
order by c.created_at desc, c.id desc
limit $8 offset $9;

-- name: lock-classes
select id from cohort_classes where id = any ($1) order by id for no key update;

-- name: insert-class
insert into cohort_classes (id, programme_id, level_id, name, capacity, teacher_id, starts_on, ends_on, place, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10);

-- name: update-class
update cohort_classes
set name = $2, capacity = $3, teacher_id = $4, starts_on = $5, ends_on = $6, place = $7, updated_at = $8
where id = $1;

-- name: update-content-hash
update cohort_classes set content_hash = $2 where id = $1;

-- name: update-published
update cohort_classes
set state = 'published', revision = $2, content_hash = $3, told_hash = $3, published_at = coalesce(published_at, $4), updated_at = $4
where id = $1;

-- name: update-completed
update cohort_classes set state = 'completed', completed_at = $2, updated_at = $2 where id = $1;

-- name: update-group-qr
update cohort_classes set group_qr_key = $2, group_qr_type = $3, updated_at = $4 where id = $1;

-- name: list-programmes
select p.id, p.title, p.level_id,
       l.occupation_name || case when l.track = '' then '' else '（' || l.track || '）' end || ' ' || l.name as level_title,
       (select count(*) from v_enrolment_applications a where a.programme_id = p.id and a.state = 'approved') as approved,
       (select count(*) from v_enrolment_applications a
        where a.programme_id = p.id and a.state = 'approved'
          and not exists (select 1 from cohort_members m where m.application_id = a.id and m.left_at is null)) as unplaced,
       count(*) over () as total
from v_enrolment_programmes p
join v_standard_levels l on l.id = p.level_id
where ($1::uuid is null or p.id = $1)
  and ($2::uuid[] is null or exists (select 1 from cohort_classes c where c.programme_id = p.id and c.id = any ($2)))
  and ($3::uuid[] is null or l.occupation_id = any ($3))
  and ($4::text = '' or strpos(p.title, $4) > 0)
order by p.created_at desc, p.id
limit $5 offset $6;

-- name: list-candidates
select a.id as application_id, a.account_id, coalesce(w.name, '') as name, coalesce(w.sex, '') as sex, coalesce(w.id_masked, '') as id_masked,
       coalesce(w.phone_masked, '') as phone_masked, coalesce(w.employer, '') as employer, coalesce(a.decided_at, a.created_at) as approved_at,
       exists (select 1 from cohort_members m where m.application_id = a.id) as removed, count(*) over () as total
from v_enrolment_applications a
left join v_learner_people w on w.account_id = a.account_id
where a.programme_id = $1 and a.state = 'approved'
  and not exists (select 1 from cohort_members m where m.application_id = a.id and m.left_at is null)
  and ($2::text = '' or strpos(w.name, $2) > 0 or strpos(w.employer, $2) > 0)
order by approved_at, a.id
limit $3 offset $4;

-- name: list-members
select m.application_id, m.account_id, coalesce(w.name, '') as name, coalesce(w.sex, '') as sex, coalesce(w.id_masked, '') as id_masked,
       coalesce(w.phone_masked, '') as phone_masked, coalesce(w.employer, '') as employer, m.joined_at,
       c.state = 'published' and c.content_hash = c.told_hash and m.told_revision = c.revision as told, count(*) over () as total
from cohort_members m
join cohort_classes c on c.id = m.class_id
left join v_learner_people w on w.account_id = m.account_id
where m.class_id = $1 and m.left_at is null
order by m.joined_at, m.id
limit $2 offset $3;

-- name: insert-members
insert into cohort_members (id, class_id, programme_id, level_id, application_id, account_id, joined_at)
select u.id, c.id, c.programme_id, c.level_id, a.id, a.account_id, $4
from unnest($2::uuid[], $3::uuid[]) as u (id, application_id)
join cohort_classes c on c.id = $1
join v_enrolment_applications a on a.id = u.application_id and a.programme_id = c.programme_id and a.state = 'approved';

-- name: end-member
update cohort_members set left_at = $3, left_reason = $4
where class_id = $1 and application_id = $2 and left_at is null;

-- name: list-untold
select account_id from cohort_members where class_id = $1 and left_at is null and told_revision < $2 order by joined_at, id;

-- name: update-told
update cohort_members set told_revision = $2 where class_id = $1 and left_at is null;

-- name: is-member
select exists (
    select 1 from cohort_members m join cohort_classes c on c.id = m.class_id
    where m.class_id = $1 and m.account_id = $2 and m.left_at is null and c.state <> 'planned');

-- name: list-lessons
select s.id, s.class_id, c.name as class_name, s.day, s.start_minute, s.end_minute, s.title, s.place, s.teacher_name, count(*) over () as total
from cohort_lessons s
join cohort_classes c on c.id = s.class_id
where ($1::uuid is null or s.class_id = $1)
  and ($2::date[] is null or (s.day = any ($2) and c.state <> 'completed'))
order by s.day, s.start_minute, s.id
limit $3 offset $4;

-- name: find-lesson
select s.id, s.class_id, '' as class_name, s.day, s.start_minute, s.end_minute, s.title, s.place, s.teacher_name, 1 as total
from cohort_lessons s
where s.class_id = $1 and s.id = $2;

-- name: insert-lesson
insert into cohort_lessons (id, class_id, day, start_minute, end_minute, title, place, teacher_name, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: update-lesson
update cohort_lessons set day = $2, start_minute = $3, end_minute = $4, title = $5, place = $6, teacher_name = $7 where id = $1;

-- name: delete-lesson
delete from cohort_lessons where id = $1;
