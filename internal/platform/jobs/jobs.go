// Package jobs runs background work on River, in the same Postgres as the
// data: a job inserted in a transaction exists exactly when the transaction
// commits, and is worked at least once. Workers must therefore be idempotent.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"database/sql"

	"jiangxun/internal/platform/postgres"
)

// Inserter adds a job in the caller's transaction.
type Inserter interface {
	Insert(ctx context.Context, tx postgres.Tx, args river.JobArgs, opts *river.InsertOpts) error
}

// Room is a room that has background work.
type Room interface {
	RegisterJobs(workers *river.Workers)
}

// Periodic is a room that has work to do again and again.
type Periodic interface {
	PeriodicJobs() []*river.PeriodicJob
}

// Queue is the running queue of this node.
type Queue struct {
	client *river.Client[*sql.Tx]
}

// Options tune the queue.
type Options struct {
	Workers  *river.Workers
	Periodic []*river.PeriodicJob
	Poll     time.Duration // how often waiting jobs are looked for; 100–300 ms
	Parallel int           // jobs at once on this node
	Log      *slog.Logger
}

// NewInserter gives a queue that only inserts. Rooms get it at construction,
// before their workers exist.
func NewInserter(db postgres.DB) (*Queue, error) {
	client, err := river.NewClient(riverdatabasesql.New(db.DB), &river.Config{})
	if err != nil {
		return nil, fmt.Errorf("make job inserter: %w", err)
	}
	return &Queue{client: client}, nil
}

// New makes the queue that works; Start begins.
func New(db postgres.DB, o Options) (*Queue, error) {
	client, err := river.NewClient(riverdatabasesql.New(db.DB), &river.Config{
		Workers:           o.Workers,
		PeriodicJobs:      o.Periodic,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Parallel}},
		FetchPollInterval: o.Poll,
		FetchCooldown:     max(o.Poll/5, 20*time.Millisecond),
		PollOnly:          true,
		Logger:            o.Log,
		ErrorHandler:      failures{log: o.Log},
		JobTimeout:        time.Minute,
	})
	if err != nil {
		return nil, fmt.Errorf("make job queue: %w", err)
	}
	return &Queue{client: client}, nil
}

// Insert implements Inserter.
func (q *Queue) Insert(ctx context.Context, tx postgres.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := q.client.InsertTx(ctx, tx.Tx, args, opts); err != nil {
		return fmt.Errorf("insert job %s: %w", args.Kind(), err)
	}
	return nil
}

// Start begins working jobs until Stop.
func (q *Queue) Start(ctx context.Context) error { return q.client.Start(ctx) }

// Stop waits for running jobs, at most until ctx ends, then cancels them.
func (q *Queue) Stop(ctx context.Context) error {
	if err := q.client.Stop(ctx); err == nil {
		return nil
	}
	return q.client.StopAndCancel(context.WithoutCancel(ctx))
}

// Every makes a periodic job. args is built anew for each run.
func Every(interval time.Duration, args func() river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) {
		return args(), &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: interval, ByState: unfinished}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}

type failures struct{ log *slog.Logger }

func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "error", err)
	return nil
}

func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "panic", fmt.Sprint(value), "trace", trace)
	return nil
}
