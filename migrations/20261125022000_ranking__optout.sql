-- +goose Up
-- Who does not want to be seen on leaderboards.
create table ranking_hidden (
    account_id uuid primary key references accounts,
    hidden_at timestamptz not null
);

-- +goose Down
drop table ranking_hidden;
