package exam

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
)

// TickArgs asks for what the time alone brings about.
type TickArgs struct{}

// Kind implements river.JobArgs.
func (TickArgs) Kind() string { return "exam_tick" }

type tickWorker struct {
	river.WorkerDefaults[TickArgs]
	s *Service
}

// Work implements river.Worker.
func (w *tickWorker) Work(ctx context.Context, _ *river.Job[TickArgs]) error {
	return w.s.Tick(actor.With(ctx, actor.AsSystem("exam")))
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &tickWorker{s: s})
}

const tickEvery = 10 * time.Second

// PeriodicJobs are the room's recurring jobs.
func (s *Service) PeriodicJobs() []*river.PeriodicJob {
	return []*river.PeriodicJob{jobs.Every(tickEvery, func() river.JobArgs { return TickArgs{} })}
}

const markAtOnce = 500

// Tick begins sessions and plans whose time has come, and marks as absent who
// was not checked in by the late cut-off. Safe to run at any time.
func (s *Service) Tick(ctx context.Context) error {
	now := s.clock.Now()
	for _, query := range []string{s.store.q.BeginDue, s.store.q.BeginPlans} {
		if err := s.store.exec(ctx, s.db, query); err != nil {
			return err
		}
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		absent, err := s.store.ids(ctx, tx, s.store.q.MarkLate, markAtOnce)
		if err != nil {
			return err
		}
		for _, id := range absent {
			if err := s.audit.Write(ctx, tx, now, audit.Entry{
				Action: "exam.mark_absent", Object: "exam_seat", ObjectID: id,
				Before: map[string]any{"state": Assigned}, After: map[string]any{"state": Absent},
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s store) ids(ctx context.Context, q postgres.Q, query string, args ...any) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, query, args...)
	return ids, err
}
