package enrolment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
	"jiangxun/internal/standard"
)

// SceneCoder makes the codes of the service account; the WeChat client is one.
type SceneCoder interface {
	CreateSceneCode(ctx context.Context, scene string) (url string, err error)
}

// Deps are what the room needs. Scenes is nil where WeChat is switched off:
// posters then hold the page's own address.
type Deps struct {
	DB        postgres.DB
	Audit     *audit.Log
	Clock     clock.Clock
	Box       *sealed.Box
	Blob      *blob.Store
	Standard  *standard.Service
	Learner   *learner.Service
	Notify    notify.Sender
	Scenes    SceneCoder
	PublicURL string // how visitors reach us, no path
}

// Service is the room's use cases.
type Service struct {
	db        postgres.DB
	audit     *audit.Log
	clock     clock.Clock
	box       *sealed.Box
	blob      *blob.Store
	standard  *standard.Service
	learner   *learner.Service
	notify    notify.Sender
	scenes    SceneCoder
	publicURL string
	store     store
	decoders  chan struct{} // bounds pictures decoded at once
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Box == nil || d.Blob == nil || d.Standard == nil || d.Learner == nil ||
		d.Notify == nil || d.PublicURL == "" {
		return nil, errors.New("enrolment: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "enrolment")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, box: d.Box, blob: d.Blob, standard: d.Standard, learner: d.Learner,
		notify: d.Notify, scenes: d.Scenes, publicURL: strings.TrimRight(d.PublicURL, "/"), store: s, decoders: make(chan struct{}, 2),
	}, nil
}

// Programme gives one programme; fault.NotFound when there is none. It does not
// look at the actor's scopes.
func (s *Service) Programme(ctx context.Context, id uuid.UUID) (Programme, error) {
	return s.programme(ctx, programmeFilter{IDs: []uuid.UUID{id}})
}

// VisibleProgramme gives a programme within the actor's occupation scopes.
func (s *Service) VisibleProgramme(ctx context.Context, id uuid.UUID) (Programme, error) {
	return s.programme(ctx, programmeFilter{IDs: []uuid.UUID{id}, Occupations: scopes(ctx)})
}

// PublicProgramme gives a programme by its slug; drafts do not exist.
func (s *Service) PublicProgramme(ctx context.Context, slug string) (Programme, error) {
	p, err := s.programme(ctx, programmeFilter{Slug: slug})
	if err == nil && p.State == ProgrammeDraft {
		return Programme{}, fault.NotFoundf("programme")
	}
	return p, err
}

func (s *Service) programme(ctx context.Context, f programmeFilter) (Programme, error) {
	p, found, err := s.store.findProgramme(ctx, s.db, f)
	if err == nil && !found {
		err = fault.NotFoundf("programme")
	}
	return p, err
}

// Programmes gives the programmes with the ids; unknown ids are left out.
func (s *Service) Programmes(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Programme, error) {
	out := make(map[uuid.UUID]Programme, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	list, _, err := s.store.listProgrammes(ctx, s.db, programmeFilter{IDs: ids, Limit: len(ids)})
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// PublicProgrammes lists the programmes that take applications now or soon,
// those that end first in front.
func (s *Service) PublicProgrammes(ctx context.Context, text string, limit, offset int) ([]Programme, int, error) {
	return s.store.listProgrammes(ctx, s.db, programmeFilter{
		State: ProgrammeOpen, ClosesAfter: s.clock.Now(), Text: strings.TrimSpace(text), Limit: limit, Offset: offset,
	})
}

// ListProgrammes lists the programmes in the actor's scopes, newest first.
func (s *Service) ListProgrammes(ctx context.Context, state ProgrammeState, text string, limit, offset int) ([]Programme, int, error) {
	return s.store.listProgrammes(ctx, s.db, programmeFilter{
		Occupations: scopes(ctx), State: state, Text: strings.TrimSpace(text), Limit: limit, Offset: offset,
	})
}

// CreateProgramme adds a programme as a draft.
func (s *Service) CreateProgramme(ctx context.Context, in ProgrammeInput) (Programme, error) {
	in, err := in.clean()
	if err != nil {
		return Programme{}, err
	}
	if _, err := s.standard.VisibleLevel(ctx, in.LevelID); err != nil {
		return Programme{}, err
	}
	now := s.clock.Now()
	p := Programme{ID: uuid.Must(uuid.NewV7()), Slug: randomCode(), State: ProgrammeDraft, CreatedAt: now, UpdatedAt: now}.with(in)
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertProgramme(ctx, tx, p); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "enrolment.create_programme", Object: "programme", ObjectID: p.ID, After: p})
	})
	return p, err
}

func (p Programme) with(in ProgrammeInput) Programme {
	p.Title, p.LevelID, p.Kind, p.Places = in.Title, in.LevelID, in.Kind, in.Places
	p.OpensAt, p.ClosesAt, p.Description, p.Materials = in.OpensAt.UTC(), in.ClosesAt.UTC(), in.Description, in.Materials
	return p
}

// SaveProgramme changes a programme. Level, kind and materials are fixed once
// somebody has applied, and places never fall below those taken.
func (s *Service) SaveProgramme(ctx context.Context, id uuid.UUID, in ProgrammeInput) (Programme, error) {
	in, err := in.clean()
	if err != nil {
		return Programme{}, err
	}
	if _, err := s.standard.VisibleLevel(ctx, in.LevelID); err != nil {
		return Programme{}, err
	}
	return s.changeProgramme(ctx, id, "enrolment.save_programme", func(tx postgres.Tx, p Programme) (Programme, error) {
		taken, applications, err := s.store.countTaken(ctx, tx, id)
		if err != nil {
			return p, err
		}
		next := p.with(in)
		if applications > 0 && (next.LevelID != p.LevelID || next.Kind != p.Kind || !sameMaterials(next.Materials, p.Materials)) {
			return p, fault.New(fault.Conflict, subFixed)
		}
		if next.Places < taken {
			return p, fault.InvalidFields(fault.Field{Name: "places", Sub: subPlacesBelow, Params: fault.Params{"taken": taken}})
		}
		return next, nil
	})
}

// sameMaterials compares what is asked for; the hints may change at any time.
func sameMaterials(a, b []Material) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Key != b[i].Key || a[i].Name != b[i].Name || a[i].Required != b[i].Required {
			return false
		}
	}
	return true
}

// SetProgrammeState opens or closes a programme; doing it twice changes
// nothing.
func (s *Service) SetProgrammeState(ctx context.Context, id uuid.UUID, state ProgrammeState) (Programme, error) {
	action := "enrolment.open_programme"
	if state == ProgrammeClosed {
		action = "enrolment.close_programme"
	}
	return s.changeProgramme(ctx, id, action, func(_ postgres.Tx, p Programme) (Programme, error) {
		if state == ProgrammeOpen && !s.clock.Now().Before(p.ClosesAt) {
			return p, fault.New(fault.Conflict, subOver)
		}
		p.State = state
		return p, nil
	})
}

func (s *Service) changeProgramme(ctx context.Context, id uuid.UUID, action string, change func(postgres.Tx, Programme) (Programme, error)) (Programme, error) {
	if _, err := s.VisibleProgramme(ctx, id); err != nil {
		return Programme{}, err
	}
	now := s.clock.Now()
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		before, err := s.store.lockProgramme(ctx, tx, id)
		if err != nil {
			return err
		}
		after, err := change(tx, before)
		if err != nil {
			return err
		}
		after.UpdatedAt = now
		if err := s.store.updateProgramme(ctx, tx, after); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "programme", ObjectID: id, Before: before, After: after})
	})
	if err != nil {
		return Programme{}, err
	}
	return s.Programme(ctx, id)
}

func scopes(ctx context.Context) []uuid.UUID { return actor.From(ctx).ScopeIDs(actor.ScopeOccupation) }

// randomCode gives 100 random bits in letters and digits that survive being
// read aloud.
func randomCode() string {
	raw := make([]byte, 13)
	_, _ = rand.Read(raw)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))[:20]
}
