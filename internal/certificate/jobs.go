package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"jiangxun/internal/actor"
)

// DrawArgs asks for the printed sheet of a certificate.
type DrawArgs struct {
	CertificateID uuid.UUID `json:"certificateId"`
}

// Kind implements river.JobArgs.
func (DrawArgs) Kind() string { return "certificate_draw" }

type drawWorker struct {
	river.WorkerDefaults[DrawArgs]
	s *Service
}

// Work implements river.Worker. Drawn once more, the sheet is the same.
func (w *drawWorker) Work(ctx context.Context, job *river.Job[DrawArgs]) error {
	ctx = actor.With(ctx, actor.AsSystem("certificate"))
	c, err := w.s.store.get(ctx, w.s.db, w.s.store.q.FindCertificate, job.Args.CertificateID)
	if err != nil || c.PDFKey != "" {
		return err
	}
	_, err = w.s.draw(ctx, c)
	return err
}

// RegisterJobs adds the room's workers.
func (s *Service) RegisterJobs(workers *river.Workers) {
	river.AddWorker(workers, &drawWorker{s: s})
}
