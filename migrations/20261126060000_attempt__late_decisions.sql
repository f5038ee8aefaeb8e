-- +goose Up
-- What somebody decided about an answer that came too late. Rows are only added;
-- the highest version of an answer is in force.
alter table late_events add constraint late_events_of unique (id, attempt_id);

create table late_decisions (
    late_event_id uuid not null,
    version integer not null check (version >= 1),
    attempt_id uuid not null,
    counted boolean not null,
    reason text not null check (char_length(reason) between 2 and 200),
    decided_by uuid not null references accounts,
    decided_name text not null check (decided_name <> ''),
    decided_at timestamptz not null,
    primary key (late_event_id, version),
    constraint late_decisions_answer foreign key (late_event_id, attempt_id) references late_events (id, attempt_id)
);
create index late_decisions_attempt on late_decisions (attempt_id);
create trigger late_decisions_immutable before update or delete on late_decisions
    for each row execute function attempt_refuse_change();

-- The late events that there is something to decide about: they say something,
-- they are no repetition of what was acknowledged, and at least one of their
-- question says something else than the acknowledged answers do.
-- A window and no semi-join: the planner pushes a sitting below it, so that the
-- sitting's own index serves.
create view late_answers as
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
drop view late_answers;
drop table late_decisions;
alter table late_events drop constraint late_events_of;
