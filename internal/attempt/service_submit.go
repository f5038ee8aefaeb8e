package attempt

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// SubmitItem is one answer that the page believes to be saved.
type SubmitItem struct {
	Q     int
	Epoch int
	Seq   int64
}

// Submit hands in. When the server lacks a listed answer it refuses and names
// the questions (attempt.answers_missing), and the sitting stays open. An empty
// list takes nothing away from what is saved. Once handed in, every submit gets
// the same receipt.
func (s *Service) Submit(ctx context.Context, id uuid.UUID, epoch int, items []SubmitItem) (Attempt, error) {
	a, err := s.own(ctx, id)
	if err != nil || a.State == Submitted {
		return a, err
	}
	sh, l, err := s.laidOut(ctx, a)
	if err != nil {
		return Attempt{}, err
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if a, err = s.store.get(ctx, tx, s.store.q.LockAttempt, id); err != nil || a.State == Submitted {
			return err
		}
		now, err := s.store.now(ctx, tx)
		if err != nil {
			return err
		}
		if err := maySubmit(a, epoch, now); err != nil {
			return err
		}
		events, err := s.store.events(ctx, tx, s.store.q.ListEvents, id)
		if err != nil {
			return err
		}
		if missing := lacking(items, events, l); len(missing) > 0 {
			return fault.New(fault.Conflict, subMissing).With(fault.Params{"questions": missing, "count": len(missing)})
		}
		return s.handIn(ctx, tx, &a, scriptOf(events), len(sh.items), now)
	})
	return a, err
}

func maySubmit(a Attempt, epoch int, now time.Time) error {
	if err := stillOpen(a, now); err != nil {
		return err
	}
	if a.Epoch != epoch {
		return fault.New(fault.Conflict, subLeaseMoved).With(fault.Params{"epoch": a.Epoch})
	}
	if wait := a.EarliestHandInAt.Sub(now); wait > 0 {
		minutes := int((wait + time.Minute - 1) / time.Minute)
		return fault.New(fault.Conflict, subTooEarly).With(fault.Params{"minutes": minutes, "at": a.EarliestHandInAt.UTC().Format(time.RFC3339)})
	}
	return nil
}

// lacking lists the questions whose listed event is not stored.
func lacking(items []SubmitItem, events []event, l layout) []int {
	type place struct {
		epoch int
		seq   int64
	}
	stored := make(map[place]int, len(events))
	for _, e := range events {
		stored[place{e.Epoch, e.Seq}] = e.Question
	}
	var missing []int
	for _, it := range items {
		index, ok := l.formIndex(it.Q)
		if !ok || stored[place{it.Epoch, it.Seq}] != index+1 {
			missing = append(missing, it.Q)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// handIn ends the sitting, writes its receipt and asks for its marks.
func (s *Service) handIn(ctx context.Context, tx postgres.Tx, a *Attempt, answers script, questions int, now time.Time) error {
	r := s.signer.receipt(*a, answers, questions, now)
	a.State, a.CloseReason, a.ClosedAt, a.Receipt = Submitted, "submitted", now, &r
	if err := s.store.exec(ctx, tx, s.store.q.UpdateSubmitted, a.ID, now, r.Answered, r.Digest, r.Signature); err != nil {
		return err
	}
	if err := s.jobs.Insert(ctx, tx, MarkArgs{AttemptIDs: []uuid.UUID{a.ID}}, nil); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{
		Action: "attempt.submit", Object: "attempt", ObjectID: a.ID, After: map[string]any{"answered": r.Answered, "digest": r.Digest, "at": now},
	})
}

// Receipt gives the sitting with its receipt. A sitting that the deadline has
// ended gets its receipt when it is marked, moments later.
func (s *Service) Receipt(ctx context.Context, id uuid.UUID) (Attempt, int, error) {
	a, err := s.own(ctx, id)
	if err != nil {
		return Attempt{}, 0, err
	}
	if a.Receipt == nil {
		return Attempt{}, 0, fault.New(fault.Conflict, subStillOpen)
	}
	sh, err := s.sheet(ctx, a.FormID)
	if err != nil {
		return Attempt{}, 0, err
	}
	return a, len(sh.items), nil
}
