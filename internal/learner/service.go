package learner

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Box      *sealed.Box
	Blob     *blob.Store
	Press    *pdf.Press // tells which characters of a name cannot be printed
	Body     *body.Service
	Identity *identity.Service
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	blob     *blob.Store
	press    *pdf.Press
	body     *body.Service
	identity *identity.Service
	store    store
	decoders chan struct{} // bounds pictures decoded at once: each may take 300 MB
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Box == nil || d.Blob == nil || d.Press == nil || d.Body == nil || d.Identity == nil {
		return nil, errors.New("learner: missing dependency")
	}
	s, err := newStore(d.Box)
	if err != nil {
		return nil, fault.Wrap(err, "learner")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, press: d.Press, body: d.Body, identity: d.Identity,
		store: s, decoders: make(chan struct{}, 2),
	}, nil
}

// Get gives a profile; fault.NotFound when the person has not begun one.
func (s *Service) Get(ctx context.Context, accountID uuid.UUID) (Profile, error) {
	p, found, err := s.store.find(ctx, s.db, accountID)
	if err == nil && !found {
		err = fault.NotFoundf("profile")
	}
	return p, err
}

// List gives the profiles that exist among ids.
func (s *Service) List(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Profile, error) {
	return s.store.list(ctx, s.db, ids)
}

// Lock gives a profile inside the caller's transaction and keeps it from
// changing until that ends; fault.NotFound when there is none.
func (s *Service) Lock(ctx context.Context, tx postgres.Tx, accountID uuid.UUID) (Profile, error) {
	p, found, err := s.store.lock(ctx, tx, accountID)
	if err == nil && !found {
		err = fault.NotFoundf("profile")
	}
	return p, err
}

// Hold sets the groups that a review holds, inside the caller's transaction;
// the trainee can change them again once they are left out.
func (s *Service) Hold(ctx context.Context, tx postgres.Tx, accountID uuid.UUID, groups []Group) error {
	return s.store.updateHeld(ctx, tx, accountID, groups)
}

// Check lists what is mistaken in a profile, field by field; empty fields are
// Missing's. Notices are remarks that refuse nothing.
func (s *Service) Check(p Profile) (problems, notices []fault.Field) {
	now := s.clock.Now()
	n, wrong := p.number(now)
	switch {
	case wrong != nil:
		problems = append(problems, *wrong)
	case n != "" && p.IDNumber == "":
		problems = append(problems, fault.Field{Name: "idNumber", Sub: subIDTaken})
	}
	_, differ := p.derive(n)
	problems = append(append(problems, differ...), p.problems(now)...)
	if p.NameRare {
		notices = append(notices, fault.Field{Name: "name", Sub: subNameRare})
	}
	return problems, notices
}

// Save stores a profile without a mistake; any mistake refuses all of it. A
// number that another account holds is fault.Conflict.
func (s *Service) Save(ctx context.Context, accountID uuid.UUID, in ProfileInput) (Profile, error) {
	return s.save(ctx, accountID, in, true)
}

// SaveDraft stores what was typed, mistakes and all; Check tells them.
func (s *Service) SaveDraft(ctx context.Context, accountID uuid.UUID, in ProfileInput) (Profile, error) {
	return s.save(ctx, accountID, in, false)
}

func (s *Service) save(ctx context.Context, accountID uuid.UUID, in ProfileInput, strict bool) (Profile, error) {
	account, err := s.identity.Account(ctx, accountID)
	if err != nil {
		return Profile{}, err
	}
	if account.Kind != identity.KindTrainee {
		return Profile{}, fault.NotFoundf("account")
	}
	in = in.clean()
	rare, err := s.press.MissingGlyphs(in.Name)
	if err != nil {
		return Profile{}, err
	}
	w := writing{account: account, in: in, rare: len(rare) > 0, strict: strict, now: s.clock.Now()}
	p, err := s.write(ctx, w)
	if fault.SubOf(err) == subIDTaken && !strict {
		w.taken = true
		p, err = s.write(ctx, w)
	}
	return p, err
}

// writing is one save under way. Taken says that the number is known to be
// another's, so that it is only kept as typed.
type writing struct {
	account      identity.Account
	in           ProfileInput
	rare, strict bool
	taken        bool
	now          time.Time
}

func (s *Service) write(ctx context.Context, w writing) (Profile, error) {
	var next Profile
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.ensure(ctx, tx, w.account.ID, w.now); err != nil {
			return err
		}
		before, _, err := s.store.lock(ctx, tx, w.account.ID)
		if err != nil {
			return err
		}
		if next, err = s.next(before, w); err != nil {
			return err
		}
		fields := changed(before, next)
		if err := before.checkHeld(fields); err != nil {
			return err
		}
		if err := s.store.update(ctx, tx, next); err != nil {
			return err
		}
		if next.Name != "" && nameForm.MatchString(next.Name) && next.Name != w.account.Name {
			if err := s.identity.Rename(ctx, tx, w.account.ID, next.Name); err != nil {
				return err
			}
		}
		if len(fields) == 0 {
			return nil
		}
		return s.audit.Write(ctx, tx, w.now, audit.Entry{
			Action: "learner.save", Object: "profile", ObjectID: w.account.ID, After: map[string]any{"fields": fields, "complete": next.Complete},
		})
	})
	return next, err
}

// next computes the profile that a save leads to.
func (s *Service) next(before Profile, w writing) (Profile, error) {
	p := before.apply(w.in)
	p.NameRare, p.Phone, p.UpdatedAt, p.IDNumber = w.rare, w.account.Phone, w.now, ""
	n, wrong := p.number(w.now)
	p, differ := p.derive(n)
	if !w.taken {
		p.IDNumber = n
	}
	problems := append(differ, p.problems(w.now)...)
	if wrong != nil {
		problems = append(problems, *wrong)
	}
	if w.strict && len(problems) > 0 {
		return p, fault.InvalidFields(problems...)
	}
	p.Complete = len(problems) == 0 && !w.taken && len(p.Missing()) == 0
	return p, nil
}

// Photo opens the photo; the caller closes it.
func (s *Service) Photo(ctx context.Context, accountID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	p, found, err := s.store.find(ctx, s.db, accountID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	if !found || p.PhotoKey == "" {
		return nil, blob.Info{}, fault.New(fault.NotFound, subNoPhoto)
	}
	return s.blob.Get(ctx, p.PhotoKey)
}

// OpenPhoto opens a photo that a profile once had, by Profile.PhotoKey; the
// caller has decided that it may be shown.
func (s *Service) OpenPhoto(ctx context.Context, key string) (io.ReadCloser, blob.Info, error) {
	if key == "" {
		return nil, blob.Info{}, fault.New(fault.NotFound, subNoPhoto)
	}
	return s.blob.Get(ctx, key)
}

// Mine gives a profile to its owner: an empty one when none was begun.
func (s *Service) Mine(ctx context.Context, accountID uuid.UUID) (Profile, error) {
	p, found, err := s.store.find(ctx, s.db, accountID)
	if err != nil || found {
		return p, err
	}
	account, err := s.identity.Account(ctx, accountID)
	if err != nil {
		return Profile{}, err
	}
	return Profile{AccountID: accountID, Phone: account.Phone}, nil
}

// PhotoRules are the body's rules for photos.
func (s *Service) PhotoRules(ctx context.Context) (body.PhotoRules, error) {
	settings, err := s.body.Get(ctx)
	return settings.Rules.Photo, err
}
