package exam

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
)

// MySeat is a sitting as its candidate sees it.
type MySeat struct {
	Seat    Seat
	Session Session
}

// Mine gives one page of the actor's own sittings of published plans: those to
// come first, by time.
func (s *Service) Mine(ctx context.Context, limit, offset int) ([]MySeat, int, error) {
	seats, total, err := s.store.seats(ctx, s.db, s.store.q.ListMySeats, actor.From(ctx).ID, limit, offset)
	if err != nil || len(seats) == 0 {
		return nil, total, err
	}
	list := make([]MySeat, len(seats))
	for i, seat := range seats {
		e, err := s.store.entry(ctx, s.db, s.store.q.FindEntry, seat.SessionID)
		if err != nil {
			return nil, 0, err
		}
		list[i] = MySeat{Seat: seat, Session: e}
	}
	plans := make([]*Plan, len(list))
	for i := range list {
		plans[i] = &list[i].Session.Plan
	}
	return list, total, s.title(ctx, plans...)
}

// mySeat gives the actor's own seat; any other is not found.
func (s *Service) mySeat(ctx context.Context, q postgres.Q, id uuid.UUID) (Seat, error) {
	seat, err := s.store.getSeat(ctx, q, id)
	if me := actor.From(ctx).ID; err == nil && (me == uuid.Nil || seat.AccountID != me) {
		return Seat{}, fault.NotFoundf("seat")
	}
	return seat, err
}

// Start begins the actor's theory sitting, or gives the attempt that was begun
// before. The rules are mayEnter's; the database's clock decides. The attempt
// lasts the session's minutes from its own start, so who begins late within the
// cut-off still has the full time, and ends with the session's window at the
// latest.
func (s *Service) Start(ctx context.Context, seatID uuid.UUID, pledge bool) (uuid.UUID, error) {
	mine, err := s.mySeat(ctx, s.db, seatID)
	if err != nil {
		return uuid.Nil, err
	}
	now := s.clock.Now()
	var attemptID uuid.UUID
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		// The session is shared first, so that it cannot be finished meanwhile.
		e, err := s.store.entry(ctx, tx, s.store.q.ShareEntry, mine.SessionID)
		if err != nil {
			return err
		}
		seat, err := s.store.lockSeat(ctx, tx, seatID)
		if err != nil {
			return err
		}
		at, err := s.store.now(ctx, tx)
		if err != nil {
			return err
		}
		resuming := seat.AttemptID != uuid.Nil
		if err := mayEnter(e, seat, pledge, resuming, at); err != nil {
			return err
		}
		attemptID = seat.AttemptID
		if resuming {
			return nil
		}
		attemptID, err = s.begin(ctx, tx, e, seat, at, now)
		return err
	})
	return attemptID, err
}

func (s *Service) begin(ctx context.Context, tx postgres.Tx, e Session, seat Seat, at, now time.Time) (uuid.UUID, error) {
	a, err := s.sittings.Open(ctx, tx, opening(e, seat, at))
	if err != nil {
		return uuid.Nil, err
	}
	if err := s.store.exec(ctx, tx, s.store.q.UpdateStarted, seat.ID, at, a.ID); err != nil {
		return uuid.Nil, err
	}
	return a.ID, s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "exam.start", Object: "exam_seat", ObjectID: seat.ID,
		Before: map[string]any{"state": seat.State}, After: map[string]any{"state": Started, "attempt": a.ID, "pledge": true},
	})
}

// opening copies the plan's rules into what the attempt needs. The earliest
// hand-in counts from the session's start, not from a late candidate's own.
func opening(e Session, seat Seat, at time.Time) attempt.Opening {
	gone := int(at.Sub(e.StartsAt) / time.Minute)
	return attempt.Opening{
		Purpose: paper.Exam, ContextID: e.ID, AccountID: seat.AccountID, Try: seat.Try, FormID: e.FormID, Minutes: e.Minutes,
		WindowEndsAt: e.WindowEndsAt(), AllowanceSeconds: e.Plan.Rules.AllowanceSeconds,
		EarliestHandInMinutes: max(0, e.Plan.Rules.EarliestHandInMinutes-gone), Title: e.Plan.Title,
	}
}
