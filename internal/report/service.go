package report

import (
	"context"
	"errors"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Service is the room's use cases.
type Service struct {
	db    postgres.DB
	store store
}

// New binds the SQL.
func New(db postgres.DB) (*Service, error) {
	if db == nil {
		return nil, errors.New("report: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "report")
	}
	return &Service{db: db, store: s}, nil
}

// Funnels lists the programmes, newest first, each with its funnel.
func (s *Service) Funnels(ctx context.Context, f Filter) ([]Funnel, int, error) {
	return s.store.listFunnels(ctx, s.db, f)
}
