-- name: insert-notice
insert into notices (id, account_id, kind, key, subject, detail, link, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict on constraint notices_once_key do nothing;

-- name: find-notice
select id, account_id, kind, subject, detail, link, created_at, read_at from notices where id = $1;

-- name: list-notices
select id, account_id, kind, subject, detail, link, created_at, read_at, count(*) over () as total
from notices
where account_id = $1
order by created_at desc, id desc
limit $2 offset $3;

-- name: count-unread
select count(*) from notices where account_id = $1 and read_at is null;

-- name: mark-read
update notices set read_at = coalesce(read_at, $3) where account_id = $1 and id = $2;

-- name: mark-all-read
update notices set read_at = $2 where account_id = $1 and read_at is null;

-- name: insert-delivery
insert into notice_deliveries (id, notice_id, channel, state, created_at, updated_at)
values ($1, $2, $3, $4, $5, $5)
on conflict on constraint notice_deliveries_channel_key do nothing;

-- name: find-delivery
select id, notice_id, channel, state, attempts, code, message_id, created_at, tried_at, updated_at
from notice_deliveries
where notice_id = $1 and channel = $2;

-- name: lock-by-message
select id, notice_id, channel, state, attempts, code, message_id, created_at, tried_at, updated_at
from notice_deliveries
where message_id = $1 and message_id <> 0 and channel = 'wechat'
order by created_at desc
limit 1
for no key update;

-- name: update-delivery
update notice_deliveries
set state = $2, attempts = $3, code = $4, message_id = $5, tried_at = $6, updated_at = $7
where id = $1;

-- name: count-stopped
select count(*)
from notice_deliveries d
join notices n on n.id = d.notice_id
where d.channel = 'wechat' and d.state = 'stopped' and d.code <> 0 and n.kind = any ($1)
  and d.created_at > $2 and d.updated_at > $3;

-- name: list-deliveries
select d.id, d.notice_id, d.channel, d.state, d.attempts, d.code, d.message_id, d.created_at, d.tried_at, d.updated_at,
       n.account_id, n.kind, n.subject, count(*) over () as total
from notice_deliveries d
join notices n on n.id = d.notice_id
where ($1 = '' or d.channel = $1) and ($2 = '' or d.state = $2) and ($3 = '' or n.kind = $3)
order by d.created_at desc, d.id desc
limit $4 offset $5;
