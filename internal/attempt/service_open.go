package attempt

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Open gives the sitting of (context, account, try), making it in the caller's
// transaction when there is none. However many ask at once, one is made. The
// deadline counts from the database's clock and never lies behind the window;
// a window that is over refuses (attempt.window_over). The caller has checked
// who may sit, and holds what it needs to hold.
func (s *Service) Open(ctx context.Context, tx postgres.Tx, o Opening) (Attempt, error) {
	if o.ContextID == uuid.Nil || o.AccountID == uuid.Nil || o.FormID == uuid.Nil || o.Try < 1 || o.Minutes < 0 || o.AllowanceSeconds < 0 {
		return Attempt{}, errors.New("attempt: opening is incomplete")
	}
	before, err := s.store.get(ctx, tx, s.store.q.FindAttemptOf, o.ContextID, o.AccountID, o.Try)
	if fault.CodeOf(err) != fault.NotFound {
		return before, err
	}
	a, err := s.newAttempt(ctx, tx, o)
	if err != nil {
		return Attempt{}, err
	}
	made, err := s.store.insert(ctx, tx, a)
	if err != nil {
		return Attempt{}, fault.Wrap(err, "open attempt")
	}
	if !made {
		return s.store.get(ctx, tx, s.store.q.FindAttemptOf, o.ContextID, o.AccountID, o.Try)
	}
	return a, s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{
		Action: "attempt.open", Object: "attempt", ObjectID: a.ID,
		After: map[string]any{"purpose": a.Purpose, "context": a.ContextID, "account": a.AccountID, "try": a.Try, "form": a.FormID, "deadline": a.DeadlineAt},
	})
}

func (s *Service) newAttempt(ctx context.Context, tx postgres.Tx, o Opening) (Attempt, error) {
	now, err := s.store.now(ctx, tx)
	if err != nil {
		return Attempt{}, err
	}
	deadline, earliest := o.deadlines(now)
	if !deadline.IsZero() && !deadline.After(now) {
		return Attempt{}, fault.New(fault.Conflict, subWindowOver)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Attempt{}, err
	}
	seed, err := newSeed()
	return Attempt{
		ID: id, Purpose: o.Purpose, ContextID: o.ContextID, AccountID: o.AccountID, Try: o.Try, FormID: o.FormID, Title: o.Title,
		Seed: seed, State: Open, StartedAt: now, DeadlineAt: deadline, AllowanceSeconds: o.AllowanceSeconds,
		EarliestHandInAt: earliest, WindowEndsAt: o.WindowEndsAt, layout: layoutRule,
	}, err
}

func newSeed() (int64, error) {
	var raw [8]byte
	_, err := rand.Read(raw[:])
	return int64(binary.BigEndian.Uint64(raw[:])), err
}

// Lease is what a page holds that may save.
type Lease struct {
	Epoch      int
	DeadlineAt time.Time
	ServerTime time.Time
	Answers    []Saved // as they stand; no other page can change them any more
}

// TakeLease makes the caller's page the only one that may save. seen is the
// epoch the page has read: when another page was quicker, nothing happens and
// the fault attempt.lease_moved carries the epoch of now. holder is the page's
// own random id; asked again with it, the page gets its lease once more.
func (s *Service) TakeLease(ctx context.Context, id uuid.UUID, seen int, holder uuid.UUID) (Lease, error) {
	at, err := s.seat(ctx, id)
	if err != nil {
		return Lease{}, err
	}
	var lease Lease
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.get(ctx, tx, s.store.q.LockAttempt, id)
		if err != nil {
			return err
		}
		if err := mine(ctx, a); err != nil {
			return err
		}
		now, err := s.store.now(ctx, tx)
		if err != nil {
			return err
		}
		if err := stillOpen(a, now); err != nil {
			return err
		}
		lease = Lease{Epoch: a.Epoch, DeadlineAt: a.DeadlineAt, ServerTime: now}
		if lease.Answers, err = s.answers(ctx, tx, id, at.layout); err != nil {
			return err
		}
		if a.holder.Valid && a.holder.UUID == holder && a.Epoch == seen+1 {
			return nil
		}
		if a.Epoch != seen {
			return fault.New(fault.Conflict, subLeaseMoved).With(fault.Params{"epoch": a.Epoch})
		}
		lease.Epoch++
		if err := s.store.exec(ctx, tx, s.store.q.UpdateLease, id, lease.Epoch, holder, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{
			Action: "attempt.lease", Object: "attempt", ObjectID: id, Before: map[string]any{"epoch": seen}, After: map[string]any{"epoch": lease.Epoch},
		})
	})
	return lease, err
}

// mine refuses somebody else's sitting as if there were none.
func mine(ctx context.Context, a Attempt) error {
	if who := actor.From(ctx); who.ID == uuid.Nil || a.AccountID != who.ID {
		return fault.NotFoundf("attempt")
	}
	return nil
}

// stillOpen refuses what may only be done to a running sitting.
func stillOpen(a Attempt, now time.Time) error {
	if a.State.Ended() {
		return fault.New(fault.Conflict, subClosed)
	}
	if a.over(now) {
		return fault.New(fault.Conflict, subDeadline)
	}
	return nil
}
