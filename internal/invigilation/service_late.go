package invigilation

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Results says whether the marks of a session may still change; the result room
// is one.
type Results interface {
	// HoldOpen keeps the results from being checked until the transaction ends;
	// false when they were checked or released already.
	HoldOpen(ctx context.Context, tx postgres.Tx, sessionID uuid.UUID) (bool, error)
	// Settled reports that they were checked or released.
	Settled(ctx context.Context, sessionID uuid.UUID) (bool, error)
}

// SetResults names who knows about results. Called while the program is put
// together, before anything runs.
func (s *Service) SetResults(r Results) { s.results = r }

// LateAnswers gives one page of the candidates that the actor sees whose
// answers came too late, once their sitting has ended. It changes nothing.
func (s *Service) LateAnswers(ctx context.Context, sessionID uuid.UUID, v LateView) (LateBoard, error) {
	seats, err := s.exam.Seats(ctx, sessionID)
	if err != nil {
		return LateBoard{}, err
	}
	tallies, err := s.sittings.LateTallies(ctx, sessionID)
	if err != nil {
		return LateBoard{}, err
	}
	list := lateSeats(seats, tallies)
	b := LateBoard{Totals: lateTotals(list)}
	if b.Settled, err = s.results.Settled(ctx, sessionID); err != nil {
		return LateBoard{}, err
	}
	list, b.Total = v.chosen(list)
	ids := make([]uuid.UUID, len(list))
	for i, seat := range list {
		ids[i] = seat.AttemptID
	}
	sittings, err := s.sittings.Late(ctx, ids)
	if err != nil {
		return LateBoard{}, err
	}
	for i, seat := range list {
		b.People = append(b.People, LatePerson{Seat: seat.Seat, LateSitting: sittings[i]})
	}
	return b, nil
}

// DecideLate counts late answers or leaves them and returns how many decisions
// are new. Answers of people whom the actor does not see are not found; once the
// results of the plan were checked nothing can be decided any more.
func (s *Service) DecideLate(ctx context.Context, sessionID uuid.UUID, r attempt.LateRuling) (int, error) {
	seats, err := s.exam.Seats(ctx, sessionID)
	if err != nil {
		return 0, err
	}
	var attempts []uuid.UUID
	for _, seat := range seats {
		if seat.AttemptID != uuid.Nil {
			attempts = append(attempts, seat.AttemptID)
		}
	}
	return s.sittings.DecideLate(ctx, attempts, r, func(ctx context.Context, tx postgres.Tx) error {
		open, err := s.results.HoldOpen(ctx, tx, sessionID)
		if err == nil && !open {
			return fault.New(fault.Conflict, subSettled)
		}
		return err
	})
}
