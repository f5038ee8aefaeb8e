-- +goose Up
-- Mock exams have a pool of their own. Papers drawn before this keep the pool
-- that they were drawn from.
alter table paper_forms drop constraint paper_forms_pool;
alter table paper_forms add constraint paper_forms_pool
    check (case purpose when 'exam' then pool = 'exam' else pool in ('mock', 'practice') end);

-- +goose Down
alter table paper_forms drop constraint paper_forms_pool;
alter table paper_forms add constraint paper_forms_pool check (pool = case purpose when 'exam' then 'exam' else 'practice' end);
