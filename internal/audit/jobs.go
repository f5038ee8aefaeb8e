package audit

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"jiangxun/internal/platform/jobs"
)

// ChainArgs asks for one run of the chainer.
type ChainArgs struct{}

// Kind implements river.JobArgs.
func (ChainArgs) Kind() string { return "audit_chain" }

type chainWorker struct {
	river.WorkerDefaults[ChainArgs]
	log *Log
}

// Work implements river.Worker.
func (w *chainWorker) Work(ctx context.Context, _ *river.Job[ChainArgs]) error {
	_, err := w.log.Chain(ctx)
	return err
}

// RegisterJobs adds the chainer.
func (l *Log) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &chainWorker{log: l})
}

// PeriodicJobs runs the chainer every two seconds.
func (l *Log) PeriodicJobs() []*river.PeriodicJob {
	return []*river.PeriodicJob{jobs.Every(2*time.Second, func() river.JobArgs { return ChainArgs{} })}
}
