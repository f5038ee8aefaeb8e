-- name: insert-blueprint
insert into paper_blueprints (id, level_id, name, purpose, minutes, multiple_mode, total_hundredths, state, created_by, created_at, updated_at, demands)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11);

-- name: update-blueprint
update paper_blueprints
set name = $2, purpose = $3, minutes = $4, multiple_mode = $5, total_hundredths = $6, state = $7, updated_at = $8, demands = $9
where id = $1;

-- name: delete-sections
delete from paper_blueprint_sections where blueprint_id = $1;

-- name: insert-section
insert into paper_blueprint_sections (blueprint_id, position, type, title, count, score_hundredths)
values ($1, $2, $3, $4, $5, $6);

-- name: find-blueprint
select b.id, b.level_id, b.name, b.purpose, b.minutes, b.multiple_mode, b.total_hundredths, b.state, b.demands, b.created_at, b.updated_at,
       (select count(*) from paper_forms f where f.blueprint_id = b.id and f.origin = 'frozen') as forms
from paper_blueprints b
where b.id = $1;

-- name: lock-blueprint
select id from paper_blueprints where id = $1 for no key update;

-- name: list-blueprints
select b.id, b.level_id, b.name, b.purpose, b.minutes, b.multiple_mode, b.total_hundredths, b.state, b.demands, b.created_at, b.updated_at,
       (select count(*) from paper_forms f where f.blueprint_id = b.id and f.origin = 'frozen') as forms,
       count(*) over () as total
from paper_blueprints b
join v_standard_levels l on l.id = b.level_id
where ($1::uuid is null or b.level_id = $1)
  and ($2::text is null or b.purpose = $2)
  and ($3::text is null or b.state = $3)
  and ($4::uuid[] is null or l.occupation_id = any ($4))
order by b.updated_at desc, b.id
limit $5 offset $6;

-- name: list-sections
select blueprint_id as owner_id, position, type, title, count, score_hundredths
from paper_blueprint_sections
where blueprint_id = any ($1)
order by blueprint_id, position;

-- name: list-weight-rows
select id, name, percent
from v_standard_weight_rows
where level_id = $1 and part = 'theory'
order by seq;

-- name: find-level
select occupation_code, code from v_standard_levels where id = $1;

-- name: next-serial
insert into paper_serials (series, last) values ($1, 1)
on conflict (series) do update set last = paper_serials.last + 1
returning last;

-- name: list-exposure
select i.question_id, count(distinct rtrim(f.code, 'ABCD')) as uses, max(f.created_at) as last
from paper_form_items i
join paper_forms f on f.id = i.form_id
left join paper_approvals a on a.form_id = f.id
where f.level_id = $1 and f.purpose = $2 and f.origin = 'frozen' and a.verdict is distinct from 'rejected'
group by i.question_id;

-- name: list-earlier
select f.code, array(select i.question_id from paper_form_items i where i.form_id = f.id order by i.number) as questions
from paper_forms f
left join paper_approvals a on a.form_id = f.id
where f.level_id = $1 and f.purpose = $2 and f.origin = 'frozen' and a.verdict is distinct from 'rejected'
  and f.code !~ '[BCD]$'
order by f.created_at desc, f.id desc
limit $3;

-- name: insert-approval
insert into paper_approvals (form_id, verdict, made_by, decided_by, decided_by_name, reason, decided_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: insert-form
insert into paper_forms (id, blueprint_id, level_id, code, title, purpose, pool, origin, minutes, multiple_mode, total_hundredths, seed,
                         created_by, created_by_name, created_at, demands, figures, online)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: insert-form-sections
insert into paper_form_sections (form_id, position, type, title, count, score_hundredths)
select $1, * from unnest($2::smallint[], $3::text[], $4::text[], $5::smallint[], $6::integer[]);

-- name: insert-form-rows
insert into paper_form_rows (form_id, position, weight_row_id, name, percent)
select $1, * from unnest($2::smallint[], $3::uuid[], $4::text[], $5::smallint[]);

-- name: insert-form-items
insert into paper_form_items (form_id, level_id, pool, number, section, version_id, question_id, weight_row_id, score_hundredths)
select $1, $2, $3, * from unnest($4::smallint[], $5::smallint[], $6::uuid[], $7::uuid[], $8::uuid[], $9::integer[]);

-- name: insert-form-keys
insert into paper_form_keys (form_id, number, type, answer)
select $1, number, type, string_to_array(answer, ',') from unnest($2::smallint[], $3::text[], $4::text[]) as k (number, type, answer);

-- name: find-form
select f.id, f.blueprint_id, f.level_id, f.code, f.title, f.purpose, f.origin, f.minutes, f.multiple_mode, f.total_hundredths, f.seed,
       f.demands, f.figures, f.online, f.created_by, f.created_by_name, f.created_at, coalesce(a.verdict, 'pending') as approval,
       coalesce(a.decided_by_name, '') as decided_by_name, a.decided_at, case a.verdict when 'rejected' then a.reason else '' end as reject_reason
from paper_forms f
left join paper_approvals a on a.form_id = f.id
where f.id = $1;

-- name: list-forms
select f.id, f.blueprint_id, f.level_id, f.code, f.title, f.purpose, f.origin, f.minutes, f.multiple_mode, f.total_hundredths, f.seed,
       f.demands, f.figures, f.online, f.created_by, f.created_by_name, f.created_at, coalesce(a.verdict, 'pending') as approval,
       coalesce(a.decided_by_name, '') as decided_by_name, a.decided_at, case a.verdict when 'rejected' then a.reason else '' end as reject_reason,
       count(*) over () as total
from paper_forms f
join v_standard_levels l on l.id = f.level_id
left join paper_approvals a on a.form_id = f.id
where f.origin = 'frozen'
  and ($1::uuid is null or f.level_id = $1)
  and ($2::uuid is null or f.blueprint_id = $2)
  and ($3::text is null or f.purpose = $3)
  and ($4::uuid[] is null or l.occupation_id = any ($4))
order by f.created_at desc, f.id desc
limit $5 offset $6;

-- name: list-form-sections
select form_id as owner_id, position, type, title, count, score_hundredths
from paper_form_sections
where form_id = any ($1)
order by form_id, position;

-- name: list-form-items
select number, section, version_id, question_id, weight_row_id, score_hundredths
from paper_form_items
where form_id = $1
order by number;

-- name: list-form-keys
select i.version_id, i.weight_row_id, i.score_hundredths, k.type, k.answer
from paper_form_items i
join paper_form_keys k on k.form_id = i.form_id and k.number = i.number
where i.form_id = $1
order by i.number;

-- name: list-form-rows
select r.weight_row_id, r.name, r.percent, coalesce(sum(i.score_hundredths), 0) as got, count(i.number) as items
from paper_form_rows r
left join paper_form_items i on i.form_id = r.form_id and i.weight_row_id = r.weight_row_id
where r.form_id = $1
group by r.position, r.weight_row_id, r.name, r.percent
order by r.position;
