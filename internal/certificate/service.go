package certificate

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/redisx"
	"jiangxun/internal/platform/sealed"
	"jiangxun/internal/standard"
)

// Deps are what the room needs.
type Deps struct {
	DB        postgres.DB
	Redis     redisx.Client
	Audit     *audit.Log
	Clock     clock.Clock
	Box       *sealed.Box
	Blob      *blob.Store
	Press     *pdf.Press
	Jobs      jobs.Inserter
	Body      *body.Service
	Standard  *standard.Service
	Learner   *learner.Service
	Notify    notify.Sender
	PublicURL string // how visitors reach us, no path
	Log       *slog.Logger
}

// Service is the room's use cases.
type Service struct {
	db        postgres.DB
	door      door
	audit     *audit.Log
	clock     clock.Clock
	blob      *blob.Store
	press     *pdf.Press
	jobs      jobs.Inserter
	body      *body.Service
	standard  *standard.Service
	learner   *learner.Service
	notify    notify.Sender
	publicURL string
	log       *slog.Logger
	store     store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Redis == nil || d.Audit == nil || d.Clock == nil || d.Box == nil || d.Blob == nil || d.Press == nil || d.Jobs == nil ||
		d.Body == nil || d.Standard == nil || d.Learner == nil || d.Notify == nil || d.PublicURL == "" || d.Log == nil {
		return nil, errors.New("certificate: missing dependency")
	}
	s, err := newStore(d.Box)
	if err != nil {
		return nil, fault.Wrap(err, "certificate")
	}
	return &Service{
		db: d.DB, door: door{d.Redis}, audit: d.Audit, clock: d.Clock, blob: d.Blob, press: d.Press, jobs: d.Jobs, body: d.Body,
		standard: d.Standard, learner: d.Learner, notify: d.Notify, publicURL: strings.TrimSuffix(d.PublicURL, "/"), log: d.Log, store: s,
	}, nil
}

// day is the calendar day in China.
func day(t time.Time) time.Time { return clock.Day(t) }

// levelsSeen lists the levels of the actor's occupations; nil means all.
func (s *Service) levelsSeen(ctx context.Context) ([]uuid.UUID, error) {
	if actor.From(ctx).ScopeIDs(actor.ScopeOccupation) == nil {
		return nil, nil
	}
	levels, err := s.standard.VisibleLevels(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(levels))
	for i, l := range levels {
		ids[i] = l.ID
	}
	return ids, nil
}

// ListEligible gives one page of those who passed and have no certificate yet,
// within the actor's occupations, of one plan when it is named.
func (s *Service) ListEligible(ctx context.Context, planID uuid.UUID, text string, limit, offset int) ([]Eligible, int, error) {
	levels, err := s.levelsSeen(ctx)
	if err != nil {
		return nil, 0, err
	}
	list, total, err := s.store.listEligible(ctx, s.db, levels, planID, strings.TrimSpace(text), limit, offset)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	ids := make([]uuid.UUID, len(list))
	for i, e := range list {
		ids[i] = e.LevelID
	}
	titles, err := s.standard.Levels(ctx, ids)
	for i := range list {
		list[i].LevelTitle = titles[list[i].LevelID].Title()
	}
	return list, total, err
}

// List gives one page of the issued certificates within the actor's
// occupations, newest first. Text is part of a number or of a name.
func (s *Service) List(ctx context.Context, text string, state State, limit, offset int) ([]Certificate, int, error) {
	levels, err := s.levelsSeen(ctx)
	if err != nil {
		return nil, 0, err
	}
	text = strings.TrimSpace(text)
	return s.store.list(ctx, s.db, s.store.q.ListCertificates, postgres.NullIDs(levels), string(state), text, plainNumber(text), limit, offset)
}

// Get gives a certificate within the actor's occupations.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Certificate, error) {
	c, err := s.store.get(ctx, s.db, s.store.q.FindCertificate, id)
	if err != nil {
		return Certificate{}, err
	}
	levels, err := s.levelsSeen(ctx)
	if err != nil {
		return Certificate{}, err
	}
	if levels == nil {
		return c, nil
	}
	for _, l := range levels {
		if l == c.LevelID {
			return c, nil
		}
	}
	return Certificate{}, fault.NotFoundf("certificate")
}

// Mine gives one page of the caller's certificates.
func (s *Service) Mine(ctx context.Context, limit, offset int) ([]Certificate, int, error) {
	return s.store.list(ctx, s.db, s.store.q.ListMine, actor.From(ctx).ID, limit, offset)
}

// my gives the caller's certificate; somebody else's is not found.
func (s *Service) my(ctx context.Context, id uuid.UUID) (Certificate, error) {
	c, err := s.store.get(ctx, s.db, s.store.q.FindCertificate, id)
	if err == nil && c.AccountID != actor.From(ctx).ID {
		return Certificate{}, fault.NotFoundf("certificate")
	}
	return c, err
}

const (
	minReason = 2
	maxReason = 200
)

// Revoke takes a certificate back. The state shows in public, the reason does
// not.
func (s *Service) Revoke(ctx context.Context, id uuid.UUID, reason string) (Certificate, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return Certificate{}, err
	}
	words := []rune(strings.Join(strings.Fields(reason), " "))
	if len(words) < minReason {
		return Certificate{}, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonShort, Params: fault.Params{"min": minReason}})
	}
	who, now := actor.From(ctx), s.clock.Now()
	var c Certificate
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if c, err = s.store.get(ctx, tx, s.store.q.LockCertificate, id); err != nil {
			return err
		}
		if c.State == Revoked {
			return fault.New(fault.Conflict, subRevoked)
		}
		c.State, c.RevokedAt, c.RevokedBy, c.RevokeReason = Revoked, now, who.Name, string(words[:min(len(words), maxReason)])
		if err := s.store.updateRevoked(ctx, tx, c, who.ID); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "certificate.revoke", Object: "certificate", ObjectID: id, Reason: c.RevokeReason, After: map[string]any{"number": c.Number},
		})
	})
	return c, err
}
