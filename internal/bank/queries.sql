-- name: insert-questions
insert into questions (id, level_id, pool, state, external_ref, current_version_id, type, element_id, weight_row_id,
                       difficulty, face_digest, stem_digest, search_text, tokens, stem_text, tags, import_id, author_id, author_name, created_at, updated_at)
select r.id, r.level_id, r.pool, 'draft', r.external_ref, r.version_id, r.type, r.element_id, r.weight_row_id,
       r.difficulty, decode(r.face, 'hex'), decode(r.stem_face, 'hex'), r.search_text, r.tokens, r.stem_text, r.tags, r.import_id, $3, $4, $2, $2
from jsonb_to_recordset($1) as r (id uuid, level_id uuid, pool text, external_ref text, version_id uuid, type text,
                                  element_id uuid, weight_row_id uuid, difficulty smallint, face text, stem_face text,
                                  search_text text, tokens text[], stem_text text, tags text[], import_id uuid);

-- name: insert-versions
insert into question_versions (id, question_id, level_id, pool, number, type, stem, options, answer, explanation, detail,
                               difficulty, element_id, weight_row_id, picture_ids, source, author_id, author_name, created_at)
select r.version_id, r.id, r.level_id, r.pool, 1, r.type, r.stem, r.options, r.answer, r.explanation, r.detail,
       r.difficulty, r.element_id, r.weight_row_id, r.picture_ids, r.source, $3, $4, $2
from jsonb_to_recordset($1) as r (id uuid, version_id uuid, level_id uuid, pool text, type text, stem text, options jsonb, answer text[],
                                  explanation text, detail jsonb, difficulty smallint, element_id uuid, weight_row_id uuid, picture_ids uuid[],
                                  source text);

-- name: insert-version
insert into question_versions (id, question_id, level_id, pool, number, type, stem, options, answer, explanation, detail,
                               difficulty, element_id, weight_row_id, picture_ids, source, author_id, author_name, reason, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- name: update-current
update questions
set current_version_id = $2, type = $3, element_id = $4, weight_row_id = $5, difficulty = $6, face_digest = $7,
    stem_digest = $8, search_text = $9, tokens = $10, updated_at = $11, state = $12, stem_text = $13
where id = $1;

-- name: update-state
update questions set state = $2, approved_number = $3, updated_at = $4 where id = $1;

-- name: insert-step
insert into question_steps (id, question_id, version_number, action, from_state, to_state, actor_id, actor_name, author_id, reason, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: list-steps
select question_id, version_number, action, from_state, to_state, actor_name, reason, created_at
from question_steps
where question_id = $1
order by n desc
limit 200;

-- name: find-question
select id, level_id, pool, state, external_ref, current_version_id, approved_number, tags, author_name, created_at, updated_at
from questions
where id = $1;

-- name: lock-questions
select id, level_id, pool, state, external_ref, current_version_id, approved_number, tags, author_name, created_at, updated_at
from questions
where id = any ($1)
order by id
for no key update;

-- name: list-own
-- Those of which somebody wrote a version since the last approval.
select distinct q.id
from questions q
join question_versions v on v.question_id = q.id and v.number > q.approved_number
where q.id = any ($1) and v.author_id = $2;

-- name: find-place
select level_id, weight_row_id, is_point from v_standard_elements where id = $1;

-- name: list-below
with recursive under as (
    select id from v_standard_elements where id = $1 and level_id = any ($2)
    union all
    select e.id from v_standard_elements e join under u on e.parent_id = u.id
)
select id from under;

-- name: list-questions
-- One scan gives the page and how many there are up to a bound, so that a bank
-- of millions stays quick. Pieces alone tell the planner how rare the words
-- are: coalesce keeps it from counting the patterns for them once more. Names
-- are looked up for the page alone.
with found as materialized (
    select q.id, q.updated_at
    from questions q
    where ($1::uuid[] is null or q.level_id = any ($1))
      and ($2::text is null or q.type = $2)
      and ($3::text is null or q.pool = $3)
      and ($4::text is null or q.state = $4)
      and ($5::uuid is null or q.weight_row_id = $5)
      and ($6::uuid[] is null or q.element_id = any ($6))
      and ($7::smallint is null or q.difficulty = $7)
      and ($8::text[] is null or q.tokens @> $8)
      and ($9::text[] is null or coalesce(q.search_text like all ($9), false))
      and (not $10 or q.pool <> 'exam')
      and (not $11 or q.element_id is null)
      and ($12::text is null or q.author_name = $12)
      and ($13::text is null or q.tags @> array[$13::text])
      and ($14::uuid is null or q.import_id = $14)
      and ($15::uuid is null or q.level_id = $15)
    order by q.updated_at desc, q.id
    limit $16
), page as (
    select id from found order by updated_at desc, id limit $17 offset $18
)
select (select count(*) from found) as total,
       q.id, q.level_id, q.pool, q.state, q.type, q.element_id, q.weight_row_id, q.difficulty, q.updated_at, q.author_name,
       v.number, v.stem, cardinality(v.picture_ids) as pictures, coalesce(e.code, '') as element_code,
       coalesce(e.name, '') as element_name, coalesce(w.name, '') as weight_row_name
from page p
join questions q on q.id = p.id
join question_versions v on v.id = q.current_version_id
left join v_standard_elements e on e.id = q.element_id
left join v_standard_weight_rows w on w.id = q.weight_row_id
order by q.updated_at desc, q.id;

-- name: find-similar
-- The caller sets pg_trgm.similarity_threshold in its transaction.
select q.id, q.pool, q.state, v.stem, similarity(q.stem_text, $2) as likeness
from questions q
join question_versions v on v.id = q.current_version_id
where q.level_id = $1 and q.stem_text % $2 and q.state <> 'retired' and q.id is distinct from $3
order by likeness desc, q.id
limit 5;

-- name: set-likeness
select set_config('pg_trgm.similarity_threshold', $1, true);

-- name: list-question-versions
select * from bank_version_details where question_id = $1 order by number desc;

-- name: list-versions
select * from bank_version_details where id = any ($1);

-- name: list-candidates
with enemies as materialized (
    select mine.question_id, array_agg(distinct other.question_id) as ids
    from enemy_sets s
    join enemy_members mine on mine.set_id = s.id
    join enemy_members other on other.set_id = s.id and other.question_id <> mine.question_id
    where s.level_id = $1
    group by mine.question_id
)
select q.id as question_id, q.current_version_id as version_id, q.type, q.element_id, q.weight_row_id, e.importance, q.difficulty,
       v.answer, coalesce(n.ids, '{}') as enemies
from questions q
join question_versions v on v.id = q.current_version_id
join v_standard_elements e on e.id = q.element_id
left join enemies n on n.question_id = q.id
where q.level_id = $1 and q.pool = $2 and (q.state = 'live' or q.state = 'trial' and q.pool <> 'exam');

-- name: list-twins
select q.id, q.pool, q.state, q.external_ref, q.face_digest, q.stem_digest, v.options, v.answer, v.detail, v.stem, q.type
from questions q
join question_versions v on v.id = q.current_version_id
where q.level_id = $1
  and (q.state <> 'retired' and (q.face_digest = any ($2) or q.stem_digest = any ($3))
       or q.external_ref = any ($4) and q.external_ref <> ''
       or q.id = any ($5));

-- name: insert-picture
insert into bank_pictures (id, level_id, name, blob_key, content_type, width, height, digest, created_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict on constraint bank_pictures_digest_key do nothing;

-- name: find-picture-by-digest
select id, level_id, name, blob_key, content_type, width, height, digest
from bank_pictures
where level_id = $1 and digest = $2 and name = $3;

-- name: list-pictures
select id, level_id, name, blob_key, content_type, width, height, digest
from bank_pictures
where id = any ($1);

-- name: list-pictures-by-name
select distinct on (name) id, level_id, name, blob_key, content_type, width, height, digest
from bank_pictures
where level_id = $1 and name = any ($2)
order by name, created_at desc, id desc;

-- name: lock-level-bank
select pg_advisory_xact_lock(hashtextextended('bank:' || $1::text, 0));

-- name: count-on-elements
select element_id, count(distinct question_id) as questions
from question_versions
where element_id = any ($1)
group by element_id;

-- name: insert-enemy-set
insert into enemy_sets (id, level_id, reason, created_by, created_by_name, created_at) values ($1, $2, $3, $4, $5, $6);

-- name: insert-enemy-members
insert into enemy_members (set_id, question_id) select $1, unnest($2::uuid[]);

-- name: delete-enemy-set
delete from enemy_sets where id = $1;

-- name: find-enemy-set
select id, level_id, reason, created_by_name, created_at from enemy_sets where id = $1;

-- name: list-enemy-sets
-- All of a level, or those of one question.
select s.id, s.level_id, s.reason, s.created_by_name, s.created_at, count(*) over () as total
from enemy_sets s
where s.level_id = $1
  and ($2::uuid is null or exists (select from enemy_members m where m.set_id = s.id and m.question_id = $2))
order by s.created_at desc, s.id
limit $3 offset $4;

-- name: list-enemy-members
select m.set_id, q.id, q.pool, q.state, q.type, v.stem
from enemy_members m
join questions q on q.id = m.question_id
join question_versions v on v.id = q.current_version_id
where m.set_id = any ($1)
order by m.set_id, q.id;

-- name: count-health
-- Per place, pool and type, what is usable and what is on the way.
select element_id, weight_row_id, pool, type,
       count(*) filter (where state = 'live') as live, count(*) filter (where state = 'trial') as trial,
       count(*) filter (where state in ('draft', 'review')) as coming, count(*) filter (where state = 'suspended') as suspended
from questions
where level_id = $1 and state <> 'retired'
group by element_id, weight_row_id, pool, type;

-- name: update-tags
update questions set tags = $2, updated_at = $3 where id = $1;

-- name: submit-many
with moved as (
    update questions set state = 'review', updated_at = $2
    where id = any ($1) and state = 'draft' and element_id is not null
    returning id, current_version_id
)
insert into question_steps (id, question_id, version_number, action, from_state, to_state, actor_id, actor_name, author_id, reason, created_at)
select gen_random_uuid(), m.id, v.number, 'submit', 'draft', 'review', $3, $4, v.author_id, '', $2
from moved m
join question_versions v on v.id = m.current_version_id;

-- name: retire-import
with held as (
    select q.id, q.state, v.number, v.author_id
    from questions q
    join question_versions v on v.id = q.current_version_id
    where q.import_id = $1 and q.state <> 'retired'
    for no key update of q
), moved as (
    update questions q set state = 'retired', updated_at = $2 from held where q.id = held.id
)
insert into question_steps (id, question_id, version_number, action, from_state, to_state, actor_id, actor_name, author_id, reason, created_at)
select gen_random_uuid(), id, number, 'retire', state, 'retired', $3, $4, author_id, $5, $2
from held;

-- name: free-references
update questions set external_ref = '' where import_id = $1 and external_ref <> '';

-- name: list-held
select q.external_ref, q.tags, v.*
from questions q
join bank_version_details v on v.id = q.current_version_id
where q.id = any ($1);

-- name: has-no-statistics
select reltuples < 5000 from pg_class where oid = 'questions'::regclass;

-- name: learn-statistics
analyze questions;
