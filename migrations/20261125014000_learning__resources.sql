-- +goose Up
create table learning_resources (
    id uuid primary key,
    class_id uuid not null references cohort_classes,
    kind text not null check (kind in ('video', 'pdf', 'picture')),
    title text not null check (title <> ''),
    content_type text not null check (content_type in ('video/mp4', 'video/webm', 'application/pdf', 'image/jpeg', 'image/png')),
    size bigint not null check (size > 0),
    blob_key text not null,
    -- Seconds of a video, pages of a PDF, 1 for a picture.
    length integer not null check (length between 1 and 100000),
    seq integer not null,
    created_at timestamptz not null,
    removed_at timestamptz
);
create index learning_resources_class_idx on learning_resources (class_id, seq, id) where removed_at is null;

create table learning_progress (
    resource_id uuid not null references learning_resources,
    account_id uuid not null references accounts,
    -- Second of a video, page of a PDF: where the person goes on.
    position integer not null check (position >= 0),
    -- Watched intervals of a video in seconds, [[from, to], …], merged.
    covered jsonb not null default '[]',
    -- Of the resource's length: seconds watched, furthest page.
    done integer not null default 0 check (done >= 0),
    first_at timestamptz not null,
    last_at timestamptz not null,
    completed_at timestamptz,
    primary key (account_id, resource_id)
);
create index learning_progress_resource_idx on learning_progress (resource_id);

-- Watching time that a person can still claim: it fills with the server's
-- clock, whatever a phone says, and however many videos play at once.
create table learning_clocks (
    account_id uuid primary key references accounts,
    balance_ms integer not null check (balance_ms >= 0),
    at timestamptz not null
);

create view v_learning_progress as
select m.account_id, m.class_id, count(r.id)::integer as resources, count(p.completed_at)::integer as completed,
       count(p.resource_id)::integer as opened
from v_cohort_members m
left join learning_resources r on r.class_id = m.class_id and r.removed_at is null
left join learning_progress p on p.resource_id = r.id and p.account_id = m.account_id
group by m.account_id, m.class_id;

-- +goose Down
drop view v_learning_progress;
drop table learning_clocks, learning_progress, learning_resources;
