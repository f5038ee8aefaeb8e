-- +goose Up
-- What a blueprint demands beside its sections, as the assembler reads it.
alter table paper_blueprints add column demands jsonb not null default '{}';
alter table paper_blueprint_sections drop constraint paper_blueprint_sections_type_check;
alter table paper_blueprint_sections add constraint paper_blueprint_sections_type_check
    check (type in ('single', 'multiple', 'judge', 'fill', 'short', 'calculation', 'essay', 'case', 'ordering', 'matching', 'hotspot'));

-- What the assembler measured of a form, and the demands that it was built to.
alter table paper_forms add column demands jsonb not null default '{}';
alter table paper_forms add column figures jsonb not null default '{}';
-- Only types that are answered by choosing can be sat on a screen; the others
-- are printed.
alter table paper_forms add column online boolean not null default true;
-- Types that are not chosen have their key in the version itself.
alter table paper_form_keys drop constraint paper_form_keys_answer_check;

-- A frozen form is used once a second person has agreed to it.
create table paper_approvals (
    form_id uuid primary key references paper_forms,
    verdict text not null check (verdict in ('approved', 'rejected')),
    made_by uuid,
    decided_by uuid not null,
    decided_by_name text not null,
    reason text not null default '',
    decided_at timestamptz not null,
    constraint paper_approvals_two_people check (verdict <> 'approved' or made_by is distinct from decided_by)
);
create trigger paper_approvals_immutable
    before update or delete on paper_approvals
    for each row execute function paper_refuse_change();
-- Forms from before were used without this step.
insert into paper_approvals (form_id, verdict, made_by, decided_by, decided_by_name, reason, decided_at)
select id, 'approved', created_by, '00000000-0000-0000-0000-000000000000', '系统', '启用双人审批之前生成的试卷', created_at
from paper_forms where origin = 'frozen';

create or replace view v_paper_forms as
select f.id, f.blueprint_id, f.level_id, f.code, f.purpose, f.origin, f.minutes, f.total_hundredths, f.created_at,
       f.online, coalesce(a.verdict, 'pending') as approval
from paper_forms f
left join paper_approvals a on a.form_id = f.id;

-- Questions that a frozen form holds.
create view v_paper_questions as
select distinct i.question_id, f.level_id, f.purpose
from paper_form_items i
join paper_forms f on f.id = i.form_id
where f.origin = 'frozen';

-- +goose Down
drop view v_paper_questions;
drop view v_paper_forms;
create view v_paper_forms as
select id, blueprint_id, level_id, code, purpose, origin, minutes, total_hundredths, created_at from paper_forms;
drop table paper_approvals;
alter table paper_form_keys add constraint paper_form_keys_answer_check check (cardinality(answer) >= 1);
alter table paper_forms drop column online;
alter table paper_forms drop column figures;
alter table paper_forms drop column demands;
alter table paper_blueprint_sections drop constraint paper_blueprint_sections_type_check;
alter table paper_blueprint_sections add constraint paper_blueprint_sections_type_check check (type in ('single', 'multiple', 'judge'));
alter table paper_blueprints drop column demands;
