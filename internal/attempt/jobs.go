package attempt

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"jiangxun/internal/platform/jobs"
)

// MarkArgs asks for the marks of sittings that have ended.
type MarkArgs struct {
	AttemptIDs []uuid.UUID `json:"attemptIds" river:"unique"`
}

// Kind implements river.JobArgs.
func (MarkArgs) Kind() string { return "attempt_mark" }

// CloseArgs asks for one run of the closer.
type CloseArgs struct{}

// Kind implements river.JobArgs.
func (CloseArgs) Kind() string { return "attempt_close" }

type markWorker struct {
	river.WorkerDefaults[MarkArgs]
	s *Service
}

// Work implements river.Worker. One sitting that cannot be marked does not keep
// the others from their marks.
func (w *markWorker) Work(ctx context.Context, job *river.Job[MarkArgs]) error {
	var faults []error
	for _, id := range job.Args.AttemptIDs {
		if err := w.s.Mark(ctx, id); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// Timeout implements river.Worker.
func (w *markWorker) Timeout(*river.Job[MarkArgs]) time.Duration { return 5 * time.Minute }

type closeWorker struct {
	river.WorkerDefaults[CloseArgs]
	s *Service
}

// Work implements river.Worker.
func (w *closeWorker) Work(ctx context.Context, _ *river.Job[CloseArgs]) error {
	if _, err := w.s.CloseDue(ctx); err != nil {
		return err
	}
	return w.s.askMissing(ctx)
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &markWorker{s: s})
	river.AddWorker(workers, &closeWorker{s: s})
}

// PeriodicJobs runs the closer.
func (s *Service) PeriodicJobs() []*river.PeriodicJob {
	return []*river.PeriodicJob{jobs.Every(s.every, func() river.JobArgs { return CloseArgs{} })}
}

// oncePerArgs inserts nothing while the same job still waits or runs.
func oncePerArgs() *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}
