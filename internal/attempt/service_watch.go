package attempt

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Progress tells how far every candidate of a context is. It changes nothing.
func (s *Service) Progress(ctx context.Context, contextID uuid.UUID) ([]Progress, error) {
	rows, err := s.store.listProgress(ctx, s.db, contextID)
	if err != nil {
		return nil, err
	}
	list := make([]Progress, 0, len(rows))
	for _, r := range rows {
		sh, err := s.sheet(ctx, r.FormID)
		if err != nil {
			return nil, err
		}
		list = append(list, Progress{
			AttemptID: r.ID, AccountID: r.AccountID, Try: r.Try, State: State(r.State), Answered: r.Answered,
			Questions: len(sh.items), LastSaveAt: r.LastSaveAt.Time, StartedAt: r.StartedAt, DeadlineAt: r.DeadlineAt.Time,
			Epoch: r.Epoch, Late: r.Late,
		})
	}
	return list, nil
}

const maxGrantMinutes = 600

// Grant gives the open sittings of these accounts (nil = of everybody in the
// context) more minutes, in the caller's transaction; deadline and window move
// alike, and sittings without a deadline stay as they are. Whoever has not begun
// or has ended is not touched; when nobody is left it refuses
// (attempt.grant_nobody).
func (s *Service) Grant(ctx context.Context, tx postgres.Tx, contextID uuid.UUID, accountIDs []uuid.UUID, minutes int, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.InvalidFields(fault.Field{Name: "reason", Sub: subGrantReason})
	}
	if minutes < 1 || minutes > maxGrantMinutes {
		return fault.InvalidFields(fault.Field{Name: "minutes", Sub: subGrantLength, Params: fault.Params{"max": maxGrantMinutes}})
	}
	list, err := s.store.lockOpenOf(ctx, tx, contextID, accountIDs)
	if err != nil {
		return err
	}
	now, err := s.store.now(ctx, tx)
	if err != nil {
		return err
	}
	given := 0
	for _, a := range list {
		if a.DeadlineAt.IsZero() || a.over(now) {
			continue
		}
		if err := s.grantOne(ctx, tx, a, minutes, reason, now); err != nil {
			return err
		}
		given++
	}
	if given == 0 {
		return fault.New(fault.Conflict, subGrantNobody)
	}
	return nil
}

func (s *Service) grantOne(ctx context.Context, tx postgres.Tx, a Attempt, minutes int, reason string, now time.Time) error {
	more, before := time.Duration(minutes)*time.Minute, a.DeadlineAt
	a.DeadlineAt = a.DeadlineAt.Add(more)
	if !a.WindowEndsAt.IsZero() {
		a.WindowEndsAt = a.WindowEndsAt.Add(more)
	}
	if err := s.store.exec(ctx, tx, s.store.q.UpdateDeadline, a.ID, a.DeadlineAt, a.closesAt(), orNull(a.WindowEndsAt)); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	who := actor.From(ctx).ID
	by := uuid.NullUUID{UUID: who, Valid: who != uuid.Nil}
	if err := s.store.exec(ctx, tx, s.store.q.InsertGrant, id, a.ID, minutes, reason, by, now); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{
		Action: "attempt.grant", Object: "attempt", ObjectID: a.ID, Reason: reason,
		Before: map[string]any{"deadline": before}, After: map[string]any{"deadline": a.DeadlineAt},
	})
}
