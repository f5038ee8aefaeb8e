package transfer

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"jiangxun/internal/actor"
	"jiangxun/internal/platform/jobs"
)

// CheckArgs asks for the rows of a large file to be checked.
type CheckArgs struct {
	ImportID uuid.UUID `json:"importId"`
}

// Kind implements river.JobArgs.
func (CheckArgs) Kind() string { return "transfer_check" }

// checkTries is how often a file is tried before its import fails.
const checkTries = 3

// InsertOpts implements river.JobArgsWithInsertOpts.
func (CheckArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: checkTries} }

type checkWorker struct {
	river.WorkerDefaults[CheckArgs]
	s *Service
}

// Timeout implements river.Worker: thousands of pictures are encoded anew.
func (w *checkWorker) Timeout(*river.Job[CheckArgs]) time.Duration { return 15 * time.Minute }

// Work implements river.Worker.
func (w *checkWorker) Work(ctx context.Context, job *river.Job[CheckArgs]) error {
	ctx = actor.With(ctx, actor.AsSystem("transfer"))
	err := w.s.check(ctx, job.Args.ImportID)
	if err != nil && job.Attempt >= job.MaxAttempts {
		return errors.Join(err, w.s.giveUp(ctx, job.Args.ImportID))
	}
	return err
}

// SweepArgs asks for previews that nobody took in to be thrown away.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "transfer_sweep" }

// previewLife is how long a preview waits.
const previewLife = 30 * 24 * time.Hour

type sweepWorker struct {
	river.WorkerDefaults[SweepArgs]
	s *Service
}

// Work implements river.Worker.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[SweepArgs]) error {
	return w.s.sweep(actor.With(ctx, actor.AsSystem("transfer")))
}

// sweep throws away previews that are older than previewLife.
func (s *Service) sweep(ctx context.Context) error {
	old, err := s.store.listOldPreviews(ctx, s.db, s.clock.Now().Add(-previewLife))
	for _, i := range old {
		err = errors.Join(err, s.Discard(ctx, i.ID))
	}
	return err
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &checkWorker{s: s})
	river.AddWorker(workers, &sweepWorker{s: s})
}

// PeriodicJobs implements jobs.Periodic.
func (s *Service) PeriodicJobs() []*river.PeriodicJob {
	return []*river.PeriodicJob{jobs.Every(24*time.Hour, func() river.JobArgs { return SweepArgs{} })}
}
