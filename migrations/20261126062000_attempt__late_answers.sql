-- +goose Up
-- The same rows, told in a way that a sitting's own index serves: the planner
-- may push a sitting below the window, but not below the former semi-join, which
-- judged the late events of all sittings that ever were.
create or replace view late_answers as
select id, attempt_id, epoch, seq, question, value, cleared, device_at, received_at, reason
from (
    select l.*, bool_or(l.value <> coalesce(w.value, '')) over (partition by l.attempt_id, l.question) as matters
    from late_events l
    left join lateral (
        select s.value from answer_events s
        where s.attempt_id = l.attempt_id and s.question = l.question and (s.value <> '' or s.cleared)
        order by s.epoch desc, s.seq desc
        limit 1
    ) w on true
    where (l.value <> '' or l.cleared)
      and not exists (
          select from answer_events s
          where s.attempt_id = l.attempt_id and s.epoch = l.epoch and s.seq = l.seq and s.question = l.question and s.value = l.value)
) judged
where matters;

-- +goose Down
create or replace view late_answers as
select l.id, l.attempt_id, l.epoch, l.seq, l.question, l.value, l.cleared, l.device_at, l.received_at, l.reason
from late_events l
where (l.value <> '' or l.cleared)
  and not exists (
      select from answer_events s
      where s.attempt_id = l.attempt_id and s.epoch = l.epoch and s.seq = l.seq and s.question = l.question and s.value = l.value)
  and exists (
      select from late_events o
      where o.attempt_id = l.attempt_id and o.question = l.question and (o.value <> '' or o.cleared)
        and o.value <> coalesce((
            select s.value from answer_events s
            where s.attempt_id = o.attempt_id and s.question = o.question and (s.value <> '' or s.cleared)
            order by s.epoch desc, s.seq desc
            limit 1), ''));
