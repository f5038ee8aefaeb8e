-- name: find
select name, certificate_prefix, contact, address, seal_key, rules, updated_at
from body_settings;

-- name: ensure
insert into body_settings (name, rules, updated_at)
values ($1, $2, $3)
on conflict (only_row) do nothing;

-- name: lock
select name, certificate_prefix, contact, address, seal_key, rules, updated_at
from body_settings
for no key update;

-- name: update
update body_settings
set name = $1, certificate_prefix = $2, contact = $3, address = $4, seal_key = $5, rules = $6, updated_at = $7;
