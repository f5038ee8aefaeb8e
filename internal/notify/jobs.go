package notify

import (
	"context"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// DeliverArgs asks for the delivery of one notice.
type DeliverArgs struct {
	NoticeID uuid.UUID `json:"noticeId"`
}

// Kind implements river.JobArgs.
func (DeliverArgs) Kind() string { return "notify_deliver" }

type deliverWorker struct {
	river.WorkerDefaults[DeliverArgs]
	s *Service
}

// Work implements river.Worker.
func (w *deliverWorker) Work(ctx context.Context, job *river.Job[DeliverArgs]) error {
	wait, err := w.s.Deliver(ctx, job.Args.NoticeID)
	if err != nil {
		return err
	}
	if wait > 0 {
		return river.JobSnooze(wait)
	}
	return nil
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &deliverWorker{s: s})
}
