-- +goose Up
-- What stands on papers of mock exams, for whoever asks what a trainee has
-- seen. Papers of exams are not in it.
create view v_paper_mock_versions as
select i.form_id, i.version_id
from paper_form_items i
join paper_forms f on f.id = i.form_id
where f.purpose = 'mock';

-- +goose Down
drop view v_paper_mock_versions;
