package attempt

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

const (
	closeBatch = 100
	// unmarkedAfter is how long marks may be missing until they are asked for
	// again: the job is never lost, but it may have given up.
	unmarkedAfter = 2 * time.Minute
)

// CloseDue ends every sitting whose deadline and allowance have passed, whether
// or not its candidate can be reached, and returns how many it ended. Any number
// of nodes may run it at once.
func (s *Service) CloseDue(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := s.closeSome(ctx)
		total += n
		if err != nil || n < closeBatch {
			return total, err
		}
	}
}

func (s *Service) closeSome(ctx context.Context) (int, error) {
	var ids []uuid.UUID
	due := s.store.q.CloseDue
	if mutant.Current == mutant.IgnoreGrants {
		due = withoutGrants(due)
	}
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if ids, err = s.store.ids(ctx, tx, due, closeBatch); err != nil || len(ids) == 0 {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, MarkArgs{AttemptIDs: ids}, nil); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{
			Action: "attempt.close_due", Object: "attempt", Reason: "deadline", After: map[string]any{"attempts": ids},
		})
	})
	return len(ids), err
}

// askMissing asks again for marks that should have been there long ago.
func (s *Service) askMissing(ctx context.Context) error {
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		now, err := s.store.now(ctx, tx)
		if err != nil {
			return err
		}
		ids, err := s.store.ids(ctx, tx, s.store.q.ListUnmarked, now.Add(-unmarkedAfter), closeBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		return s.jobs.Insert(ctx, tx, MarkArgs{AttemptIDs: ids}, oncePerArgs())
	})
}

// Mark marks an ended sitting from what is stored, as often as one likes: the
// same script gives the same marks and changes nothing. The purpose's Closed is
// told in the same transaction when the marks are new.
func (s *Service) Mark(ctx context.Context, id uuid.UUID) error {
	a, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	sh, err := s.sheet(ctx, a.FormID)
	if err != nil {
		return err
	}
	key, err := s.papers.Key(ctx, a.FormID)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.get(ctx, tx, s.store.q.LockAttempt, id)
		if err != nil {
			return err
		}
		if a.State != Submitted && a.State != ClosedOff {
			return fault.New(fault.Conflict, subStillOpen)
		}
		return s.markLocked(ctx, tx, a, sh, key)
	})
}

func (s *Service) markLocked(ctx context.Context, tx postgres.Tx, a Attempt, sh *sheet, key marking.Key) error {
	now := s.clock.Now()
	events, err := s.store.events(ctx, tx, s.store.q.ListEvents, a.ID)
	if err != nil {
		return err
	}
	counted, err := s.store.events(ctx, tx, s.store.q.ListCounted, a.ID)
	if err != nil {
		return err
	}
	if mutant.Current == mutant.MarkFromCache {
		events = remembered(a.ID, events)
	}
	acked, answers := scriptOf(events), markedScript(events, counted)
	marks := marking.Mark(key, sh.answers(answers))
	before, version, found, err := s.store.findMarks(ctx, tx, a.ID)
	if err != nil || (found && sameMarks(before, marks)) {
		return err
	}
	if err := s.store.insertMarks(ctx, tx, a.ID, version+1, marks, answers.digest(a.FormID, len(sh.items)), now); err != nil {
		return err
	}
	if a.Receipt == nil {
		// A receipt says what was acknowledged, whatever was decided since.
		r := s.signer.receipt(a, acked, len(sh.items), a.ClosedAt)
		a.Receipt = &r
		if err := s.store.exec(ctx, tx, s.store.q.UpdateReceipt, a.ID, r.Answered, r.Digest, r.At, r.Signature); err != nil {
			return err
		}
	}
	if err := s.store.exec(ctx, tx, s.store.q.UpdateMarked, a.ID, now); err != nil {
		return err
	}
	a.Marked = true
	if told := s.closed[a.Purpose]; told != nil {
		return told.AttemptClosed(ctx, tx, now, a, marks)
	}
	return nil
}

// answers names the script's questions by version, as the key does.
func (sh *sheet) answers(from script) marking.Answers {
	answers := make(marking.Answers, len(from))
	for number, answer := range from {
		if number >= 1 && number <= len(sh.form.Items) {
			answers[sh.form.Items[number-1].VersionID] = answer
		}
	}
	return answers
}

// sameMarks compares marks read back from the database with fresh ones.
func sameMarks(stored, fresh marking.Marks) bool {
	text, err := json.Marshal(fresh)
	if err != nil {
		return false
	}
	var read marking.Marks
	return json.Unmarshal(text, &read) == nil && reflect.DeepEqual(stored, read)
}
