package ranking

import (
	"context"

	"github.com/riverqueue/river"

	"jiangxun/internal/actor"
	"jiangxun/internal/practice"
)

type markedWorker struct {
	river.WorkerDefaults[practice.MockMarked]
	s *Service
}

// Work implements river.Worker.
func (w *markedWorker) Work(ctx context.Context, job *river.Job[practice.MockMarked]) error {
	return w.s.Place(actor.With(ctx, actor.AsSystem("ranking")), job.Args.MockExamID, job.Args.AccountID)
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &markedWorker{s: s})
}
