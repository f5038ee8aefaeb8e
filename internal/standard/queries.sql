-- name: list-occupations
select id, code, catalogue_edition, name, count(*) over () as total
from occupations
where ($1::uuid[] is null or id = any ($1))
  and ($2 = '' or strpos(lower(name), lower($2)) > 0 or strpos(code, $2) > 0)
  and ($3 = '' or catalogue_edition = $3)
  and ($4 = '' or exists (
        select from standard_editions e join standard_levels l on l.edition_id = e.id
        where e.occupation_id = occupations.id and l.code = $4))
order by code, catalogue_edition, name, id
limit $5 offset $6;

-- name: list-editions
select id, occupation_id, name, position, source, is_sample
from standard_editions
where occupation_id = any ($1)
order by occupation_id, position, name;

-- name: list-levels
select l.id, e.occupation_id, o.code as occupation_code, o.name as occupation_name, e.id as edition_id,
       e.name as edition_name, e.source, e.is_sample, l.track, l.code, l.name, l.rank, l.theory_minutes, l.skill_minutes
from standard_levels l
join standard_editions e on e.id = l.edition_id
join occupations o on o.id = e.occupation_id
where ($1::uuid[] is null or l.id = any ($1))
  and ($2::uuid[] is null or o.id = any ($2))
order by o.code, o.name, e.position, l.track, l.rank;

-- name: lock-level
select id from standard_levels where id = $1 for no key update;

-- name: lock-occupation
select id from occupations where id = $1 for no key update;

-- name: find-edition-occupation
select occupation_id from standard_editions where id = $1;

-- name: upsert-occupation
insert into occupations (id, code, catalogue_edition, name, created_at)
values ($1, $2, $3, $4, $5)
on conflict on constraint occupations_code_edition_name_key do update set name = excluded.name
returning id;

-- name: insert-occupation
insert into occupations (id, code, catalogue_edition, name, created_at)
values ($1, $2, $3, $4, $5);

-- name: insert-edition
insert into standard_editions (id, occupation_id, name, position, source, is_sample, created_at)
values ($1, $2, $3,
        coalesce(nullif($4::smallint, 0), (select coalesce(max(position), 0) + 1 from standard_editions where occupation_id = $2)),
        $5, $6, $7)
returning position;

-- name: upsert-edition
insert into standard_editions (id, occupation_id, name, position, source, is_sample, created_at)
values ($1, $2, $3,
        coalesce(nullif($4::smallint, 0), (select coalesce(max(position), 0) + 1 from standard_editions where occupation_id = $2)),
        $5, $6, $7)
on conflict on constraint standard_editions_name_key
    do update set source = excluded.source, is_sample = excluded.is_sample
returning id;

-- name: insert-level
insert into standard_levels (id, edition_id, track, code, name, rank, theory_minutes, skill_minutes, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: upsert-level
insert into standard_levels (id, edition_id, track, code, name, rank, theory_minutes, skill_minutes, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict on constraint standard_levels_code_key
    do update set theory_minutes = excluded.theory_minutes, skill_minutes = excluded.skill_minutes
returning id;

-- name: update-level-minutes
update standard_levels set theory_minutes = $2, skill_minutes = $3 where id = $1;

-- name: list-weight-rows
select id, level_id, part, seq, group_name, name, percent
from weight_rows
where level_id = $1 and ($2::text is null or part = $2)
order by part, seq;

-- name: insert-weight-row
insert into weight_rows (id, level_id, part, seq, group_name, name, percent)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: update-weight-row
update weight_rows set seq = $2, group_name = $3, name = $4, percent = $5 where id = $1;

-- name: delete-weight-row
delete from weight_rows where id = $1;

-- name: list-elements
select id, level_id, weight_row_id, parent_id, code, path, name, is_point, importance,
       coalesce(weight, 0) as weight, page
from elements
where level_id = $1
order by path;

-- name: find-element
select id, level_id, weight_row_id, parent_id, code, path, name, is_point, importance,
       coalesce(weight, 0) as weight, page
from elements
where id = $1;

-- name: insert-element
insert into elements (id, level_id, weight_row_id, parent_id, code, path, depth, name, is_point, importance, created_at, weight, page)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12::smallint, 0), $13);

-- name: update-element
update elements set name = $2, importance = $3, weight = nullif($4::smallint, 0), page = $5 where id = $1;

-- name: delete-element
delete from elements where id = $1;

-- name: defer-paths
set constraints elements_path_key deferred;

-- name: check-paths
set constraints elements_path_key immediate;

-- name: insert-elements
insert into elements (id, level_id, weight_row_id, parent_id, code, path, depth, name, is_point, importance, created_at, weight, page)
select r.id, $1, r.weight_row_id, r.parent_id, r.code, r.path, r.depth, r.name, r.is_point, r.importance, $2, nullif(r.weight, 0), r.page
from jsonb_to_recordset($3) as r (id uuid, weight_row_id uuid, parent_id uuid, code text, path text, depth smallint, name text,
                                  is_point boolean, importance text, weight smallint, page text);

-- name: update-elements
update elements e
set weight_row_id = r.weight_row_id, parent_id = r.parent_id, code = r.code, path = r.path, depth = r.depth, name = r.name,
    importance = r.importance, weight = nullif(r.weight, 0), page = r.page
from jsonb_to_recordset($2) as r (id uuid, weight_row_id uuid, parent_id uuid, code text, path text, depth smallint, name text,
                                  is_point boolean, importance text, weight smallint, page text)
where e.id = r.id and e.level_id = $1;

-- name: delete-elements
delete from elements where id = any ($1);

-- name: find-last-version
select number, digest from standard_table_versions where level_id = $1 order by number desc limit 1;

-- name: insert-version
insert into standard_table_versions (id, level_id, number, kind, file_name, reason, author_id, author_name, created_at, content, digest,
                                     theory_rows, skill_rows, points)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: list-versions
select id, level_id, number, kind, file_name, reason, author_name, created_at, theory_rows, skill_rows, points, count(*) over () as total
from standard_table_versions
where level_id = $1
order by number desc
limit $2 offset $3;

-- name: find-version-by-number
select id, level_id, number, kind, file_name, reason, author_name, created_at, theory_rows, skill_rows, points, content
from standard_table_versions
where level_id = $1 and number = $2;

-- name: insert-import
insert into standard_imports (id, level_id, file_name, keep_missing, state, content, created_by, created_at)
values ($1, $2, $3, $4, 'previewed', $5, $6, $7);

-- name: delete-old-imports
delete from standard_imports where state = 'previewed' and created_at < $1;

-- name: find-import
select id, level_id, file_name, keep_missing, state, content, created_at, committed_at from standard_imports where id = $1;

-- name: lock-import
select id, level_id, file_name, keep_missing, state, content, created_at, committed_at from standard_imports where id = $1 for no key update;

-- name: update-import
update standard_imports set state = 'committed', content = $2, committed_at = $3 where id = $1;
