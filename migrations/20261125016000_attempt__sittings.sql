-- +goose Up
create table attempts (
    id uuid primary key,
    purpose text not null check (purpose in ('exam', 'mock')),
    -- The exam session or the mock exam. Whose table it is follows from purpose.
    context_id uuid not null,
    account_id uuid not null references accounts,
    try smallint not null check (try >= 1),
    form_id uuid not null,
    title text not null,
    -- Question and option order follow from layout (the rule's number) and seed.
    layout smallint not null,
    seed bigint not null,
    -- How often the lease was taken; 0 = nobody has it yet.
    epoch integer not null default 0 check (epoch >= 0),
    lease_holder uuid,
    leased_at timestamptz,
    state text not null check (state in ('open', 'submitted', 'closed', 'void')),
    started_at timestamptz not null,
    -- Null = never ends by itself. closes_at is deadline_at plus the allowance.
    deadline_at timestamptz,
    closes_at timestamptz,
    allowance_seconds integer not null check (allowance_seconds >= 0),
    earliest_hand_in_at timestamptz not null,
    window_ends_at timestamptz,
    closed_at timestamptz,
    close_reason text not null default '' check (close_reason in ('', 'submitted', 'deadline')),
    receipt_count integer,
    receipt_digest bytea,
    receipt_at timestamptz,
    receipt_signature bytea,
    marked_at timestamptz,
    constraint attempts_once unique (context_id, account_id, try),
    constraint attempts_closed check ((state = 'open') = (closed_at is null)),
    constraint attempts_deadline check ((deadline_at is null) = (closes_at is null)),
    constraint attempts_receipt check (state <> 'submitted' or receipt_digest is not null)
);
create index attempts_due on attempts (closes_at) where state = 'open';
create index attempts_unmarked on attempts (closed_at) where state in ('submitted', 'closed') and marked_at is null;
create index attempts_account on attempts (account_id, started_at);

-- One change of one answer, committed before it is acknowledged. Append-only.
-- No foreign keys: the statement that writes it reads the attempt under a lock,
-- and attempts are never deleted (docs/adr/0006-save-path.md).
create table answer_events (
    attempt_id uuid not null,
    epoch integer not null,
    seq bigint not null,
    question smallint not null,   -- number on the form, whatever the candidate's order
    value text not null,          -- option keys of the form, ascending; '' = blank
    cleared boolean not null,
    device_at timestamptz not null, -- the device's own clock: evidence alone
    saved_at timestamptz not null,
    primary key (attempt_id, epoch, seq)
);

-- What came too late, after the end or from a device that had lost the lease:
-- kept for a person to decide, never part of the script.
create table late_events (
    id uuid primary key,
    attempt_id uuid not null references attempts,
    epoch integer not null,
    seq bigint not null,
    question smallint not null,
    value text not null,
    cleared boolean not null,
    device_at timestamptz not null,
    received_at timestamptz not null,
    reason text not null check (reason in ('stale', 'late', 'closed')),
    constraint late_events_once unique (attempt_id, epoch, seq, question, value, cleared)
);

create table attempt_grants (
    id uuid primary key,
    attempt_id uuid not null references attempts,
    minutes integer not null check (minutes between 1 and 600),
    reason text not null check (reason <> ''),
    granted_by uuid,
    granted_at timestamptz not null
);
create index attempt_grants_attempt on attempt_grants (attempt_id, granted_at);

-- Marks of a script. Marking again adds a version only when it comes out
-- differently; the old ones stay.
create table attempt_marks (
    attempt_id uuid not null references attempts,
    version integer not null check (version >= 1),
    got_hundredths integer not null,
    of_hundredths integer not null,
    script_digest bytea not null,
    marks jsonb not null,
    marked_at timestamptz not null,
    primary key (attempt_id, version)
);

-- +goose StatementBegin
create function attempt_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_immutable';
end;
$$;
-- +goose StatementEnd
create trigger answer_events_immutable before update or delete on answer_events
    for each row execute function attempt_refuse_change();
create trigger late_events_immutable before update or delete on late_events
    for each row execute function attempt_refuse_change();
create trigger attempt_grants_immutable before update or delete on attempt_grants
    for each row execute function attempt_refuse_change();
create trigger attempt_marks_immutable before update or delete on attempt_marks
    for each row execute function attempt_refuse_change();

create view v_attempt_attempts as
select id, purpose, context_id, account_id, try, form_id, state, started_at, deadline_at, closed_at, close_reason from attempts;

create view v_attempt_marks as
select distinct on (attempt_id) attempt_id, got_hundredths, of_hundredths, marked_at
from attempt_marks
order by attempt_id, version desc;

-- +goose Down
drop view v_attempt_marks;
drop view v_attempt_attempts;
drop table attempt_marks, attempt_grants, late_events, answer_events, attempts;
drop function attempt_refuse_change();
