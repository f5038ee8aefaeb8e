package result

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/platform/postgres"
)

// HoldOpen keeps the results of a session's plan from being checked until the
// transaction ends; false when they were checked or released already. A session
// without results of its own (skill, mock) is always open.
func (s *Service) HoldOpen(ctx context.Context, tx postgres.Tx, sessionID uuid.UUID) (bool, error) {
	plan, found, err := s.store.findSessionPlan(ctx, tx, sessionID)
	if err != nil || !found {
		return err == nil, err
	}
	held, err := s.store.share(ctx, tx, plan)
	return held.State == Entered, err
}

// Settled reports that the results of a session's plan were checked or released.
func (s *Service) Settled(ctx context.Context, sessionID uuid.UUID) (bool, error) {
	plan, found, err := s.store.findSessionPlan(ctx, s.db, sessionID)
	if err != nil || !found {
		return false, err
	}
	held, err := s.store.find(ctx, s.db, plan)
	return held.State != Entered, err
}
