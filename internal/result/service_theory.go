package result

import (
	"context"
	"time"

	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

// AttemptClosed implements attempt.Closed: the marks of a theory sitting become
// the candidate's theory score, in the transaction that keeps the marks. The
// same marks again change nothing; marks of an earlier try never replace those
// of a later one; released results stay, and the record says what came.
func (s *Service) AttemptClosed(ctx context.Context, tx postgres.Tx, now time.Time, a attempt.Attempt, m marking.Marks) error {
	plan, found, err := s.store.findSessionPlan(ctx, tx, a.ContextID)
	if err != nil || !found {
		return err
	}
	// Shared: a whole hall is marked at once, and only check and release must wait.
	held, err := s.store.share(ctx, tx, plan)
	if err != nil {
		return err
	}
	next := Part{State: Scored, Score: outOf100(m.TotalHundredths, m.OfHundredths)}
	before, try, had, err := s.store.findTheory(ctx, tx, plan, a.AccountID)
	if err != nil || had && (before == next && try == a.Try || try > a.Try) {
		return err
	}
	change := Change{Part: "theory", First: !had, Before: before, After: next, By: "system", At: now}
	if held.State == Released {
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "result.theory_after_release", Object: "attempt", ObjectID: a.ID, Before: partTrail(before), After: partTrail(next),
		})
	}
	if err := s.store.exec(ctx, tx, s.store.q.SaveTheory, plan, a.AccountID, score(next), a.Try, a.ID, now); err != nil {
		return err
	}
	if !had {
		return nil
	}
	// A later marking that came out differently, or a resit.
	return s.store.insertChange(ctx, tx, plan, a.AccountID, actorID(ctx), change)
}

func partTrail(p Part) any {
	return map[string]any{"state": p.State, "hundredths": int(p.Score)}
}
