package body

import (
	"context"
	"errors"
	"io"
	"time"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/blob/picture"
	"jiangxun/internal/platform/postgres"
)

// Deps are what the room needs.
type Deps struct {
	DB    postgres.DB
	Audit *audit.Log
	Clock clock.Clock
	Blob  *blob.Store
}

// Service is the room's use cases.
type Service struct {
	db    postgres.DB
	audit *audit.Log
	clock clock.Clock
	blob  *blob.Store
	store store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Blob == nil {
		return nil, errors.New("body: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "body")
	}
	return &Service{db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, store: s}, nil
}

// Get gives the settings; the defaults when none were saved yet.
func (s *Service) Get(ctx context.Context) (Settings, error) {
	settings, found, err := s.store.find(ctx, s.db)
	if err != nil || found {
		return settings, err
	}
	return Defaults(), nil
}

// Save replaces everything but the seal.
func (s *Service) Save(ctx context.Context, next Settings) (Settings, error) {
	if err := next.check(); err != nil {
		return Settings{}, err
	}
	return s.change(ctx, "body.save", func(current *Settings) {
		next.SealKey = current.SealKey
		*current = next
	})
}

// SaveSeal stores the seal picture, re-encoded as PNG.
func (s *Service) SaveSeal(ctx context.Context, r io.Reader) (Settings, error) {
	clean, err := picture.Sanitise(r, picture.Limits{MaxBytes: 2 << 20, MinWidth: 100, MinHeight: 100, FitWidth: 800, FitHeight: 800, KeepPNG: true})
	if err != nil {
		return Settings{}, fault.New(fault.Invalid, subSealForm).Because(err)
	}
	key := "body/seal-" + s.clock.Now().Format("20060102150405") + clean.Extension()
	if err := s.blob.Put(ctx, key, clean.ContentType, clean.Reader()); err != nil {
		return Settings{}, fault.Wrap(err, "store seal")
	}
	return s.change(ctx, "body.save_seal", func(current *Settings) { current.SealKey = key })
}

// Seal opens the seal picture; the caller closes it.
func (s *Service) Seal(ctx context.Context) (io.ReadCloser, error) {
	settings, err := s.Get(ctx)
	if err != nil {
		return nil, err
	}
	if settings.SealKey == "" {
		return nil, fault.New(fault.NotFound, subNoSeal)
	}
	r, _, err := s.blob.Get(ctx, settings.SealKey)
	return r, err
}

func (s *Service) change(ctx context.Context, action string, apply func(*Settings)) (Settings, error) {
	now := s.clock.Now()
	var after Settings
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.ensure(ctx, tx, Defaults(), now); err != nil {
			return err
		}
		before, err := s.store.lock(ctx, tx)
		if err != nil {
			return err
		}
		after = before
		apply(&after)
		after.UpdatedAt = now
		if err := s.store.update(ctx, tx, after); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "body", Before: trail(before), After: trail(after)})
	})
	return after, err
}

func trail(s Settings) any {
	return struct {
		Name, Prefix, Seal string
		Rules              Rules
		At                 time.Time
	}{s.Name, s.CertificatePrefix, s.SealKey, s.Rules, s.UpdatedAt}
}
