-- +goose Up
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in (
    'application_approved', 'application_returned', 'application_rejected', 'class_published',
    'exam_scheduled', 'score_released', 'certificate_issued', 'mock_published', 'errata_resolved'));

-- +goose Down
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in (
    'application_approved', 'application_returned', 'application_rejected', 'class_published',
    'exam_scheduled', 'score_released', 'certificate_issued', 'mock_published'));
