-- name: find-session
select s.id, s.account_id, s.portal, s.last_seen_at, a.kind, a.name, a.active,
       array(select r.role from account_roles r where r.account_id = a.id order by r.role) as roles
from login_sessions s
join accounts a on a.id = s.account_id
where s.token_hash = $1 and s.ended_at is null;

-- name: list-scopes
select account_id, kind, scope_id from account_scopes where account_id = any ($1) order by kind, scope_id;

-- name: touch-session
update login_sessions set last_seen_at = $2 where id = $1;

-- name: insert-session
insert into login_sessions (id, token_hash, account_id, portal, created_at, last_seen_at, ip, user_agent)
values ($1, $2, $3, $4, $5, $5, $6, $7);

-- name: end-session
update login_sessions set ended_at = $2 where token_hash = $1 and ended_at is null;

-- name: end-sessions-of
update login_sessions set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null;

-- name: find-account
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles
from accounts where id = $1;

-- name: list-accounts
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles
from accounts where id = any ($1);

-- name: lock-account
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles
from accounts where id = $1 for no key update;

-- name: lock-by-username
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles
from accounts where username = $1 for no key update;

-- name: find-by-phone
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles
from accounts where kind = 'trainee' and phone_index = $1;

-- name: list-staff
select id, kind, name, username, password_hash, password_changed_at, phone_sealed, active, failed_logins, locked_until, created_at,
       array(select r.role from account_roles r where r.account_id = accounts.id order by r.role) as roles,
       count(*) over () as total
from accounts
where kind = 'staff' and ($1 = '' or strpos(name, $1) > 0 or strpos(username, $1) > 0)
order by created_at, id
limit $2 offset $3;

-- name: insert-account
insert into accounts (id, kind, name, username, password_hash, phone_sealed, phone_index, active, created_at)
values ($1, $2, $3, $4, $5, $6, $7, true, $8);

-- name: update-staff
update accounts set name = $2, active = $3 where id = $1;

-- name: update-name
update accounts set name = $2 where id = $1;

-- name: delete-roles
delete from account_roles where account_id = $1;

-- name: insert-roles
insert into account_roles (account_id, role) select $1, unnest($2::text[]);

-- name: delete-scopes
delete from account_scopes where account_id = $1;

-- name: insert-scope
insert into account_scopes (account_id, kind, scope_id) values ($1, $2, $3) on conflict do nothing;

-- name: update-password
update accounts set password_hash = $2, password_changed_at = $3, failed_logins = 0, locked_until = null where id = $1;

-- name: update-failures
update accounts set failed_logins = $2, locked_until = $3 where id = $1;

-- name: count-administrators
select count(*) from accounts a join account_roles r on r.account_id = a.id
where r.role = 'administrator' and a.active and a.id <> $1;

-- name: lock-phone
select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 7));

-- name: count-codes
select count(*) filter (where phone_index = $1) as by_phone,
       count(*) filter (where ip = $2) as by_ip,
       max(sent_at) filter (where phone_index = $1) as last_sent
from phone_codes
where sent_at > $3 and (phone_index = $1 or ip = $2);

-- name: insert-code
insert into phone_codes (id, phone_index, code_hash, ip, sent_at, expires_at) values ($1, $2, $3, $4, $5, $6);

-- name: lock-code
select id, code_hash, expires_at, tries from phone_codes
where phone_index = $1 and used_at is null
order by sent_at desc
limit 1
for no key update;

-- name: update-code-tries
update phone_codes set tries = tries + 1 where id = $1;

-- name: update-code-used
update phone_codes set used_at = $2 where id = $1;

-- name: upsert-follower
insert into wechat_identities (app_id, open_id, following, seen_at) values ($1, $2, $3, $4)
on conflict (app_id, open_id) do update set following = excluded.following, seen_at = excluded.seen_at;

-- name: find-account-by-wechat
select account_id from wechat_identities where app_id = $1 and open_id = $2 and account_id is not null;

-- name: find-wechat-by-account
select app_id, open_id, following from wechat_identities where account_id = $1 order by seen_at desc limit 1;

-- name: bind-wechat
insert into wechat_identities (app_id, open_id, account_id, following, seen_at) values ($1, $2, $3, true, $4)
on conflict (app_id, open_id) do update set account_id = excluded.account_id, seen_at = excluded.seen_at
where wechat_identities.account_id is null;

-- name: insert-visit
insert into wechat_visits (token_hash, app_id, open_id, expires_at) values ($1, $2, $3, $4);

-- name: find-visit
select app_id, open_id from wechat_visits where token_hash = $1 and expires_at > $2;

-- name: delete-visits
delete from wechat_visits where token_hash = $1 or expires_at < $2;
