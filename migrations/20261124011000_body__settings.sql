-- +goose Up
create table body_settings (
    only_row boolean primary key default true check (only_row),
    name text not null,
    certificate_prefix text not null default '' check (certificate_prefix ~ '^([YS][0-9]{12})?$'),
    contact text not null default '',
    address text not null default '',
    seal_key text not null default '',
    rules jsonb not null,
    updated_at timestamptz not null
);

-- +goose Down
drop table body_settings;
