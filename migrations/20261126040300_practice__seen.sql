-- +goose Up
-- All drills of a person, the ended ones too.
create index practice_drills_account on practice_drills (account_id);

-- +goose Down
drop index practice_drills_account;
