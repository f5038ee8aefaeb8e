-- name: insert-import
insert into question_imports (id, level_id, file_name, digest, format, pool, state, blob_key, found, notes, created_by, created_by_name, created_at)
values ($1, $2, $3, $4, $5, $6, 'reading', $7, $8, $9, $10, $11, $12);

-- name: find-import
select * from question_imports where id = $1;

-- name: lock-import
select * from question_imports where id = $1 for no key update;

-- name: list-imports
select *, count(*) over () as total
from question_imports
where level_id = $1 and ($2::text is null or state = $2)
order by created_at desc, id desc
limit $3 offset $4;

-- name: list-old-previews
select * from question_imports
where state in ('reading', 'previewed', 'failed') and created_at < $1
order by created_at
limit 50;

-- name: delete-import
delete from question_imports where id = $1 and state in ('reading', 'previewed', 'failed');

-- name: set-done
update question_imports set done = $2 where id = $1;

-- name: set-previewed
update question_imports set state = 'previewed', done = found, blob_key = '' where id = $1 and state = 'reading';

-- name: set-failed
update question_imports set state = 'failed', failure = $2, blob_key = '' where id = $1 and state = 'reading';

-- name: set-committed
update question_imports set state = 'committed', committed_at = $2, taken = $3, updated = $4 where id = $1;

-- name: set-undone
update question_imports set state = 'undone', undone_at = $2, undone_by_name = $3, undone_reason = $4 where id = $1;

-- name: recount
update question_imports i
set accepted = c.accepted, unchanged = c.unchanged, changed = c.changed, conflict = c.conflict, rejected = c.rejected,
    excluded = c.excluded, warned = c.warned, unplaced = c.unplaced
from (
    select count(*) filter (where not excluded and verdict = 'accepted') as accepted,
           count(*) filter (where not excluded and verdict = 'unchanged') as unchanged,
           count(*) filter (where not excluded and verdict = 'changed') as changed,
           count(*) filter (where not excluded and verdict = 'conflict') as conflict,
           count(*) filter (where not excluded and verdict = 'rejected') as rejected,
           count(*) filter (where excluded) as excluded,
           count(*) filter (where warned) as warned,
           count(*) filter (where not excluded and verdict = 'accepted' and element_id is null) as unplaced
    from question_import_rows
    where import_id = $1
) c
where i.id = $1;

-- name: delete-rows
delete from question_import_rows where import_id = $1;

-- name: insert-rows
insert into question_import_rows (import_id, position, place, verdict, excluded, replacing, mended, mended_by_name, type, stem, answer,
                                  element_text, element_id, read_notes, check_notes, warned, conflict, draft, face, ref, question_id)
select $1, r.position, r.place, r.verdict, r.excluded, r.replacing, r.mended, r.mended_by_name, r.type, r.stem, r.answer,
       r.element_text, r.element_id, r.read_notes, r.check_notes, r.warned, r.conflict, r.draft, decode(r.face, 'hex'), r.ref, r.question_id
from jsonb_to_recordset($2) as r (position integer, place text, verdict text, excluded boolean, replacing boolean, mended boolean,
                                  mended_by_name text, type text, stem text, answer text, element_text text, element_id uuid,
                                  read_notes jsonb, check_notes jsonb, warned boolean, conflict jsonb, draft jsonb, face text,
                                  ref text, question_id uuid);

-- name: update-rows
update question_import_rows b
set verdict = r.verdict, excluded = r.excluded, replacing = r.replacing, mended = r.mended, mended_by_name = r.mended_by_name,
    type = r.type, stem = r.stem, answer = r.answer, element_text = r.element_text, element_id = r.element_id,
    read_notes = r.read_notes, check_notes = r.check_notes, warned = r.warned, conflict = r.conflict, draft = r.draft,
    face = decode(r.face, 'hex'), ref = r.ref, question_id = r.question_id
from jsonb_to_recordset($2) as r (position integer, verdict text, excluded boolean, replacing boolean, mended boolean,
                                  mended_by_name text, type text, stem text, answer text, element_text text, element_id uuid,
                                  read_notes jsonb, check_notes jsonb, warned boolean, conflict jsonb, draft jsonb, face text,
                                  ref text, question_id uuid)
where b.import_id = $1 and b.position = r.position;

-- name: set-outcomes
update question_import_rows b
set verdict = r.verdict, question_id = r.question_id, version_number = r.version_number
from jsonb_to_recordset($2) as r (position integer, verdict text, question_id uuid, version_number integer)
where b.import_id = $1 and b.position = r.position;

-- name: list-rows
select * from question_import_rows
where import_id = $1
  and ($2::text is null or not excluded and verdict = $2)
  and (not $3 or warned)
  and (not $4 or not excluded and verdict = 'accepted' and element_id is null)
  and ($5::boolean is null or excluded = $5)
order by position
limit $6 offset $7;

-- name: count-rows
select count(*) from question_import_rows
where import_id = $1
  and ($2::text is null or not excluded and verdict = $2)
  and (not $3 or warned)
  and (not $4 or not excluded and verdict = 'accepted' and element_id is null)
  and ($5::boolean is null or excluded = $5);

-- name: list-rows-at
select * from question_import_rows where import_id = $1 and position = any ($2) order by position;

-- name: list-rows-like
select * from question_import_rows
where import_id = $1 and (face <> '' and face = any ($2) or ref <> '' and ref = any ($3) or position = any ($4))
order by position;

-- name: list-updated-rows
select * from question_import_rows where import_id = $1 and version_number is not null order by position desc;

-- name: list-kept
-- What the import brought and frozen papers hold.
select r.question_id, r.stem
from question_import_rows r
where r.import_id = $1 and r.verdict = 'accepted' and not r.excluded
  and r.question_id in (select question_id from v_paper_questions)
order by r.position
limit 100;
