-- name: list-bests
-- Everybody's best try of a mock, those who left the leaderboards not counted.
select distinct on (r.account_id) r.account_id, r.got_hundredths,
       floor(extract(epoch from r.closed_at - r.started_at))::integer as seconds,
       floor(extract(epoch from r.closed_at - $2::timestamptz) / 60)::integer as minute
from v_practice_mock_results r
where r.mock_exam_id = $1 and not exists (select from ranking_hidden h where h.account_id = r.account_id)
order by r.account_id, r.got_hundredths desc, seconds, minute;

-- name: find-best
select r.got_hundredths, r.account_id,
       floor(extract(epoch from r.closed_at - r.started_at))::integer as seconds,
       floor(extract(epoch from r.closed_at - $2::timestamptz) / 60)::integer as minute
from v_practice_mock_results r
where r.mock_exam_id = $1 and r.account_id = $3 and not exists (select from ranking_hidden h where h.account_id = r.account_id)
order by r.got_hundredths desc, seconds, minute
limit 1;

-- name: list-ranked
-- The board straight from the results: the first $3 and one's own row.
with bests as (
    select distinct on (r.account_id) r.account_id, r.got_hundredths,
           floor(extract(epoch from r.closed_at - r.started_at))::integer as seconds,
           floor(extract(epoch from r.closed_at - $2::timestamptz) / 60)::integer as minute
    from v_practice_mock_results r
    where r.mock_exam_id = $1 and not exists (select from ranking_hidden h where h.account_id = r.account_id)
    order by r.account_id, r.got_hundredths desc, seconds, minute
), ranked as (
    select b.*, row_number() over (order by b.got_hundredths desc, b.seconds, b.minute, b.account_id desc) as rank, count(*) over () as total
    from bests b
)
select account_id, got_hundredths, seconds, rank, total from ranked where rank <= $3 or account_id = $4 order by rank;

-- name: list-people
select u.id as account_id, coalesce(p.name, '') as name, h.account_id is not null as hidden
from unnest($1::uuid[]) u (id)
left join v_learner_people p on p.account_id = u.id
left join ranking_hidden h on h.account_id = u.id;

-- name: is-hidden
select exists (select from ranking_hidden where account_id = $1);

-- name: insert-hidden
insert into ranking_hidden (account_id, hidden_at) values ($1, $2) on conflict do nothing;

-- name: delete-hidden
delete from ranking_hidden where account_id = $1;

-- name: list-mocks-of
select distinct mock_exam_id from v_practice_mock_results where account_id = $1;
