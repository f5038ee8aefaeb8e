package learning

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/cohort"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// Deps are what the room needs.
type Deps struct {
	DB     postgres.DB
	Audit  *audit.Log
	Clock  clock.Clock
	Blob   *blob.Store
	Cohort *cohort.Service
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	blob     *blob.Store
	cohort   *cohort.Service
	store    store
	decoders chan struct{} // bounds pictures decoded and PDFs looked into at once
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Blob == nil || d.Cohort == nil {
		return nil, errors.New("learning: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "learning")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, cohort: d.Cohort, store: s, decoders: make(chan struct{}, 2),
	}, nil
}

// Resources gives one page of a class's material, within the actor's scopes.
func (s *Service) Resources(ctx context.Context, classID uuid.UUID, limit, offset int) ([]Resource, int, error) {
	if _, err := s.cohort.VisibleClass(ctx, classID); err != nil {
		return nil, 0, err
	}
	return s.store.listResources(ctx, s.db, classID, limit, offset)
}

// visible gives a resource of a class within the actor's scopes.
func (s *Service) visible(ctx context.Context, id uuid.UUID) (Resource, error) {
	r, err := s.store.getResource(ctx, s.db, id)
	if err != nil {
		return Resource{}, err
	}
	if _, err := s.cohort.VisibleClass(ctx, r.ClassID); err != nil {
		return Resource{}, fault.NotFoundf("resource")
	}
	return r, nil
}

// Rename changes a resource's title.
func (s *Service) Rename(ctx context.Context, id uuid.UUID, title string) (Resource, error) {
	title, err := cleanTitle(title)
	if err != nil {
		return Resource{}, err
	}
	r, err := s.visible(ctx, id)
	if err != nil {
		return Resource{}, err
	}
	err = s.change(ctx, "learning.rename_resource", r, map[string]any{"title": title}, func(tx postgres.Tx, _ time.Time) error {
		return s.store.updateTitle(ctx, tx, id, title)
	})
	r.Title = title
	return r, err
}

// Remove takes a resource away from the members. File and progress stay.
func (s *Service) Remove(ctx context.Context, id uuid.UUID) error {
	r, err := s.visible(ctx, id)
	if err != nil {
		return err
	}
	return s.change(ctx, "learning.remove_resource", r, nil, func(tx postgres.Tx, now time.Time) error {
		return s.store.updateRemoved(ctx, tx, id, now)
	})
}

func (s *Service) change(ctx context.Context, action string, before Resource, after any, do func(tx postgres.Tx, now time.Time) error) error {
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := do(tx, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "resource", ObjectID: before.ID, Before: trail(before), After: after})
	})
}

func trail(r Resource) any {
	return struct {
		Class  uuid.UUID
		Kind   Kind
		Title  string
		Size   int64
		Length int
	}{r.ClassID, r.Kind, r.Title, r.Size, r.Length}
}

// Order puts a class's material into an order. The list must name all of it:
// somebody who has not seen the newest piece is told so.
func (s *Service) Order(ctx context.Context, classID uuid.UUID, ids []uuid.UUID) error {
	if _, err := s.cohort.VisibleClass(ctx, classID); err != nil {
		return err
	}
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		known, err := s.store.lockResources(ctx, tx, classID)
		if err != nil {
			return err
		}
		if !sameSet(known, ids) {
			return fault.New(fault.Conflict, subOrder)
		}
		if err := s.store.updateOrder(ctx, tx, classID, ids); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "learning.order_resources", Object: "class", ObjectID: classID})
	})
}

func sameSet(a, b []uuid.UUID) bool {
	if len(a) != len(b) {
		return false
	}
	for i, id := range b {
		if !slices.Contains(a, id) || slices.Contains(b[:i], id) {
			return false
		}
	}
	return true
}

func cleanTitle(title string) (string, error) {
	title = learner.PlainLine(title)
	if title == "" {
		return "", fault.InvalidFields(fault.Field{Name: "title", Sub: subTitleMissing})
	}
	return title, nil
}

// Progress gives one page of a class's members with what they have done, and
// the material that their lines speak of.
func (s *Service) Progress(ctx context.Context, classID uuid.UUID, limit, offset int) ([]Resource, []Line, int, error) {
	if _, err := s.cohort.VisibleClass(ctx, classID); err != nil {
		return nil, nil, 0, err
	}
	resources, _, err := s.store.listResources(ctx, s.db, classID, 0, 0)
	if err != nil {
		return nil, nil, 0, err
	}
	lines, total, err := s.store.listMembers(ctx, s.db, classID, limit, offset)
	if err != nil {
		return nil, nil, 0, err
	}
	accounts := make([]uuid.UUID, len(lines))
	for i, l := range lines {
		accounts[i] = l.AccountID
	}
	done, err := s.store.listProgress(ctx, s.db, accounts, classID, uuid.Nil)
	if err != nil {
		return nil, nil, 0, err
	}
	for i := range lines {
		lines[i].fill(resources, done)
	}
	return resources, lines, total, nil
}

func (l *Line) fill(resources []Resource, done map[progressKey]Progress) {
	for _, r := range resources {
		p := done[progressKey{l.AccountID, r.ID}]
		l.Percents = append(l.Percents, p.Percent(r.Length))
		if !p.CompletedAt.IsZero() {
			l.Completed++
		}
		if p.LastAt.After(l.LastAt) {
			l.LastAt = p.LastAt
		}
	}
}
