package paper

import (
	"context"
	"errors"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Standard *standard.Service
	Bank     *bank.Service
	Press    *pdf.Press // nil: one of its own
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	standard *standard.Service
	bank     *bank.Service
	press    *pdf.Press
	store    store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Standard == nil || d.Bank == nil {
		return nil, errors.New("paper: missing dependency")
	}
	if d.Press == nil {
		d.Press = pdf.New()
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "paper")
	}
	return &Service{db: d.DB, audit: d.Audit, clock: d.Clock, standard: d.Standard, bank: d.Bank, press: d.Press, store: s}, nil
}

// Form gives a form without its key; fault.NotFound when there is none. It
// does not look at the actor's scopes.
func (s *Service) Form(ctx context.Context, formID uuid.UUID) (Form, error) {
	return s.store.getForm(ctx, s.db, formID)
}

// FormIn is Form on the caller's connection: inside the transaction that drew
// the form, no other connection sees it.
func (s *Service) FormIn(ctx context.Context, q postgres.Q, formID uuid.UUID) (Form, error) {
	return s.store.getForm(ctx, q, formID)
}

// Faces gives what candidates may see of the form's questions, in the order of
// its items.
func (s *Service) Faces(ctx context.Context, formID uuid.UUID) ([]bank.Face, error) {
	f, err := s.Form(ctx, formID)
	if err != nil {
		return nil, err
	}
	return s.bank.Faces(ctx, f.VersionIDs())
}

// Key gives the form's key, for marking alone.
func (s *Service) Key(ctx context.Context, formID uuid.UUID) (marking.Key, error) {
	return s.KeyIn(ctx, s.db, formID)
}

// KeyIn is Key on the caller's connection.
func (s *Service) KeyIn(ctx context.Context, q postgres.Q, formID uuid.UUID) (marking.Key, error) {
	f, err := s.store.getForm(ctx, q, formID)
	if err != nil {
		return marking.Key{}, err
	}
	items, err := s.store.listKey(ctx, q, formID)
	return marking.Key{Mode: f.MultipleMode, Items: items}, err
}

// Picture opens a picture that belongs to a question of the form; any other is
// fault.NotFound. The caller closes it.
func (s *Service) Picture(ctx context.Context, formID, pictureID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	faces, err := s.Faces(ctx, formID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	for _, f := range faces {
		for _, id := range f.PictureIDs {
			if id == pictureID {
				return s.bank.OpenPicture(ctx, pictureID)
			}
		}
	}
	return nil, blob.Info{}, fault.NotFoundf("picture")
}

// Blueprint gives a blueprint; it does not look at the actor's scopes.
func (s *Service) Blueprint(ctx context.Context, id uuid.UUID) (Blueprint, error) {
	return s.store.getBlueprint(ctx, s.db, id)
}

// Conformity compares a form with the weight table that it was frozen under.
func (s *Service) Conformity(ctx context.Context, formID uuid.UUID) ([]RowPoints, error) {
	return s.store.listFormRows(ctx, s.db, formID)
}

// Filter narrows a list; empty fields do not.
type Filter struct {
	LevelID       uuid.UUID
	BlueprintID   uuid.UUID // forms alone
	Purpose       Purpose
	State         State // blueprints alone
	Limit, Offset int
}

// Blueprints gives one page of blueprints within the actor's scopes, the last
// changed first.
func (s *Service) Blueprints(ctx context.Context, f Filter) ([]Blueprint, int, error) {
	return s.store.listBlueprints(ctx, s.db, f, actor.From(ctx).ScopeIDs(actor.ScopeOccupation))
}

// Forms gives one page of frozen forms within the actor's scopes, the newest
// first, without items. Forms drawn for one attempt are left out.
func (s *Service) Forms(ctx context.Context, f Filter) ([]Form, int, error) {
	return s.store.listForms(ctx, s.db, f, actor.From(ctx).ScopeIDs(actor.ScopeOccupation))
}

// VisibleBlueprint gives a blueprint within the actor's scopes.
func (s *Service) VisibleBlueprint(ctx context.Context, id uuid.UUID) (Blueprint, error) {
	b, err := s.Blueprint(ctx, id)
	if err != nil {
		return b, err
	}
	if _, err := s.standard.VisibleLevel(ctx, b.LevelID); err != nil {
		return Blueprint{}, fault.NotFoundf("blueprint")
	}
	return b, nil
}

// VisibleForm gives a frozen form within the actor's scopes; drawn ones are
// not shown to staff.
func (s *Service) VisibleForm(ctx context.Context, id uuid.UUID) (Form, error) {
	f, err := s.Form(ctx, id)
	if err != nil {
		return f, err
	}
	if _, err := s.standard.VisibleLevel(ctx, f.LevelID); err != nil || f.Origin != Frozen {
		return Form{}, fault.NotFoundf("form")
	}
	return f, nil
}

// Sheet gives a frozen form within the actor's scopes with its questions, in
// the order of its items and without key.
func (s *Service) Sheet(ctx context.Context, id uuid.UUID) (Form, []bank.Face, error) {
	f, err := s.VisibleForm(ctx, id)
	if err != nil {
		return f, nil, err
	}
	faces, err := s.bank.Faces(ctx, f.VersionIDs())
	return f, faces, err
}

// VisibleConformity is Conformity of a frozen form within the actor's scopes,
// with the form and what the assembler measured of it.
func (s *Service) VisibleConformity(ctx context.Context, id uuid.UUID) (Form, []RowPoints, error) {
	f, err := s.VisibleForm(ctx, id)
	if err != nil {
		return f, nil, err
	}
	rows, err := s.Conformity(ctx, id)
	return f, rows, err
}

// VisiblePicture is Picture of a frozen form within the actor's scopes.
func (s *Service) VisiblePicture(ctx context.Context, formID, pictureID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	if _, err := s.VisibleForm(ctx, formID); err != nil {
		return nil, blob.Info{}, err
	}
	return s.Picture(ctx, formID, pictureID)
}

// KeySheet gives the form's versions with key and explanation for a staff
// member. The reading is recorded.
func (s *Service) KeySheet(ctx context.Context, id uuid.UUID) (Form, []bank.Version, error) {
	f, err := s.VisibleForm(ctx, id)
	if err != nil {
		return f, nil, err
	}
	versions, err := s.bank.Versions(ctx, f.VersionIDs())
	if err != nil {
		return f, nil, err
	}
	now := s.clock.Now()
	return f, versions, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "paper.read_key", Object: "form", ObjectID: id})
	})
}
