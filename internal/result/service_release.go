package result

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
)

// Check says that the actor went through a plan's results. Every candidate has
// both parts (a score, or absent), and the actor typed none of the skill scores.
func (s *Service) Check(ctx context.Context, planID uuid.UUID) (Plan, error) {
	return s.step(ctx, planID, "result.check", "", func(tx postgres.Tx, held standing, p exam.Plan, who actor.Actor, now time.Time) error {
		typed, err := s.store.typedBy(ctx, tx, planID, who.ID)
		if err != nil {
			return err
		}
		if err := mayCheck(held, typed); err != nil {
			return err
		}
		rows, err := s.complete(ctx, tx, p)
		if err != nil {
			return err
		}
		return s.store.exec(ctx, tx, s.store.q.UpdateChecked, planID, who.ID, who.Name, now, digest(p.Rules.PassMark, rows))
	})
}

// mayCheck holds the rules of a check.
func mayCheck(held standing, typed bool) error {
	switch {
	case held.State == Released:
		return fault.New(fault.Conflict, subReleased)
	case held.State != Entered:
		return fault.New(fault.Conflict, subNotEntered)
	case typed:
		return fault.New(fault.Conflict, subCheckerTyped)
	}
	return nil
}

// complete gives all rows of a plan when none of them lacks a part.
func (s *Service) complete(ctx context.Context, tx postgres.Tx, p exam.Plan) ([]Row, error) {
	rows, _, err := s.store.listRows(ctx, tx, p.ID, p.Rules.PassMark, rowQuery{Limit: maxRows})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Conflict, subNoCandidates)
	}
	theory, skill := 0, 0
	for _, r := range rows {
		if r.Theory.State == Missing {
			theory++
		}
		if r.Skill.State == Missing {
			skill++
		}
	}
	if theory+skill > 0 {
		return nil, fault.New(fault.Conflict, subIncomplete).With(fault.Params{"theory": theory, "skill": skill})
	}
	return rows, nil
}

// digest stands for everything that a release lets out. The order of the rows
// does not matter.
func digest(passMark int, rows []Row) []byte {
	sum := make([]byte, sha256.Size)
	one := func(r Row) [sha256.Size]byte {
		line := append([]byte{}, r.AccountID[:]...)
		for _, p := range []Part{r.Theory, r.Skill} {
			line = append(line, p.State[0])
			line = binary.BigEndian.AppendUint32(line, uint32(p.Score)) //nolint:gosec // 0 to 10,000
		}
		line = binary.BigEndian.AppendUint32(line, uint32(passMark)) //nolint:gosec // 1 to 100
		return sha256.Sum256(line)
	}
	for _, r := range rows {
		for i, b := range one(r) {
			sum[i] ^= b
		}
	}
	return sum
}

// Return takes a check back, so that scores can be corrected again.
func (s *Service) Return(ctx context.Context, planID uuid.UUID, reason string) (Plan, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return Plan{}, err
	}
	return s.step(ctx, planID, "result.return", reason, func(tx postgres.Tx, held standing, _ exam.Plan, _ actor.Actor, _ time.Time) error {
		switch held.State {
		case Released:
			return fault.New(fault.Conflict, subReleased)
		case Entered:
			return fault.New(fault.Conflict, subNotChecked)
		}
		return s.store.exec(ctx, tx, s.store.q.UpdateReturned, planID)
	})
}

// Release lets out exactly what was checked, by a second person, and tells
// every candidate that there is a result.
func (s *Service) Release(ctx context.Context, planID uuid.UUID) (Plan, error) {
	return s.step(ctx, planID, "result.release", "", func(tx postgres.Tx, held standing, p exam.Plan, who actor.Actor, now time.Time) error {
		typed, err := s.store.typedBy(ctx, tx, planID, who.ID)
		if err != nil {
			return err
		}
		checkerTyped, err := s.store.typedBy(ctx, tx, planID, held.CheckedBy.UUID)
		if err != nil {
			return err
		}
		if err := mayRelease(held, who.ID, typed, checkerTyped); err != nil {
			return err
		}
		rows, err := s.complete(ctx, tx, p)
		if err != nil {
			return err
		}
		if !bytes.Equal(digest(p.Rules.PassMark, rows), held.Digest) {
			return fault.New(fault.Conflict, subChangedSince)
		}
		if err := s.store.insertOutcomes(ctx, tx, planID, p.Rules.PassMark, rows, now); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateReleased, planID, who.ID, who.Name, now); err != nil {
			return err
		}
		return s.tell(ctx, tx, now, p, rows)
	})
}

// mayRelease holds the rules of a release.
func mayRelease(held standing, who uuid.UUID, typed, checkerTyped bool) error {
	switch {
	case held.State == Released:
		return fault.New(fault.Conflict, subReleased)
	case held.State != Checked:
		return fault.New(fault.Conflict, subNotChecked)
	case held.CheckedBy.UUID == who:
		return fault.New(fault.Conflict, subSamePerson)
	case typed:
		return fault.New(fault.Conflict, subReleaserTyped)
	case checkerTyped:
		return fault.New(fault.Conflict, subTypedChecked)
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tx postgres.Tx, now time.Time, p exam.Plan, rows []Row) error {
	for _, r := range rows {
		err := s.notify.Send(ctx, tx, now, notify.Notice{
			AccountID: r.AccountID, Kind: notify.ScoreReleased, Key: p.ID.String(), Subject: p.Title, Link: "/me/results",
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// step changes where a plan stands, under its lock. A refusal is kept in the
// record too: who tried to check or release what they must not.
func (s *Service) step(ctx context.Context, planID uuid.UUID, action, reason string,
	change func(postgres.Tx, standing, exam.Plan, actor.Actor, time.Time) error) (Plan, error) {
	who, err := person(ctx)
	if err != nil {
		return Plan{}, err
	}
	p, err := s.plan(ctx, planID)
	if err != nil {
		return Plan{}, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		held, err := s.store.lock(ctx, tx, planID)
		if err != nil {
			return err
		}
		if err := change(tx, held, p, who, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: action, Object: "result", ObjectID: planID, Reason: reason, Before: map[string]any{"state": held.State},
		})
	})
	if fault.CodeOf(err) == fault.Conflict {
		if kept := s.keepRefusal(ctx, planID, action, err, now); kept != nil {
			return Plan{}, kept
		}
	}
	if err != nil {
		return Plan{}, err
	}
	return s.Plan(ctx, planID)
}

func (s *Service) keepRefusal(ctx context.Context, planID uuid.UUID, action string, refusal error, now time.Time) error {
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: action + "_refused", Object: "result", ObjectID: planID, After: map[string]any{"rule": fault.SubOf(refusal)},
		})
	})
}
