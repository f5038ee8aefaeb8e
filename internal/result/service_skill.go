package result

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

func actorID(ctx context.Context) uuid.UUID { return actor.From(ctx).ID }

// person gives who acts; scores and releases belong to people, not programs.
func person(ctx context.Context) (actor.Actor, error) {
	who := actor.From(ctx)
	if who.ID == uuid.Nil {
		return who, fault.New(fault.Conflict, subPersonRequired)
	}
	return who, nil
}

// SaveSkill enters the skill scores of candidates of one plan, all of them or
// none. A score that stands already is corrected only with a reason; the same
// score again changes nothing. Refused once the plan was checked.
func (s *Service) SaveSkill(ctx context.Context, planID uuid.UUID, entries []Entry) error {
	who, err := person(ctx)
	if err != nil {
		return err
	}
	p, err := s.plan(ctx, planID)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		held, err := s.store.lock(ctx, tx, planID)
		if err != nil {
			return err
		}
		if err := mayEnter(held); err != nil {
			return err
		}
		rows, _, err := s.store.listRows(ctx, tx, planID, p.Rules.PassMark, rowQuery{
			Sessions: who.ScopeIDs(actor.ScopeSession), Limit: maxRows,
		})
		if err != nil {
			return err
		}
		todo, err := plannedEntries(rows, entries)
		if err != nil {
			return err
		}
		for _, e := range todo {
			if err := s.enter(ctx, tx, planID, who, e, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveSkillScore is SaveSkill for one candidate; what is refused is named
// without a place in a list.
func (s *Service) SaveSkillScore(ctx context.Context, planID uuid.UUID, e Entry) error {
	err := s.SaveSkill(ctx, planID, []Entry{e})
	var refusal *fault.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 {
		return err
	}
	plain := *refusal
	plain.Fields = nil
	for _, f := range refusal.Fields {
		f.Name = strings.TrimPrefix(f.Name, "items.0.")
		if f.Sub == subUnknownPerson {
			return fault.NotFoundf("candidate")
		}
		plain.Fields = append(plain.Fields, f)
	}
	return &plain
}

// mayEnter refuses entries once a plan was checked.
func mayEnter(held standing) error {
	switch held.State {
	case Checked:
		return fault.New(fault.Conflict, subLocked)
	case Released:
		return fault.New(fault.Conflict, subReleased)
	}
	return nil
}

// planned is an entry beside what stands already.
type planned struct {
	Entry
	Before Part
	First  bool
}

// plannedEntries holds entries against the rows of the plan: unknown people,
// repetitions and corrections without a reason are refused by their place in
// the list; entries that change nothing are left out.
func plannedEntries(rows []Row, entries []Entry) ([]planned, error) {
	byAccount := make(map[uuid.UUID]Row, len(rows))
	for _, r := range rows {
		byAccount[r.AccountID] = r
	}
	var refused []fault.Field
	var todo []planned
	seen := map[uuid.UUID]bool{}
	for i, e := range entries {
		e.Reason = strings.Join(strings.Fields(e.Reason), " ")
		at := "items." + strconv.Itoa(i)
		row, known := byAccount[e.AccountID]
		typed := !row.TypedAt.IsZero()
		switch {
		case !known:
			refused = append(refused, fault.Field{Name: at + ".accountId", Sub: subUnknownPerson})
		case e.Part.State != Absent && e.Part.State != Scored || e.Part.Score < 0 || e.Part.Score > fullScore:
			refused = append(refused, fault.Field{Name: at + ".scoreHundredths", Sub: subScoreMissing})
		case seen[e.AccountID]:
			refused = append(refused, fault.Field{Name: at + ".accountId", Sub: subTwice})
		case typed && row.Skill == e.Part:
			// Nothing to change.
		case typed && len([]rune(e.Reason)) < minReason:
			refused = append(refused, fault.Field{Name: at + ".reason", Sub: subReasonNeeded})
		default:
			p := planned{Entry: e, Before: row.Skill, First: !typed}
			if p.First {
				p.Before, p.Reason = Part{State: Missing}, ""
			}
			todo = append(todo, p)
		}
		seen[e.AccountID] = true
	}
	if len(refused) > 0 {
		return nil, fault.InvalidFields(refused...)
	}
	return todo, nil
}

func (s *Service) enter(ctx context.Context, tx postgres.Tx, planID uuid.UUID, who actor.Actor, e planned, now time.Time) error {
	if err := s.store.saveSkill(ctx, tx, planID, e.Entry, who.ID, who.Name, now); err != nil {
		return err
	}
	change := Change{Part: "skill", First: e.First, Before: e.Before, After: e.Part, Reason: e.Reason, By: who.Name, At: now}
	if err := s.store.insertChange(ctx, tx, planID, e.AccountID, who.ID, change); err != nil {
		return err
	}
	action := "result.enter_skill"
	if !e.First {
		action = "result.correct_skill"
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: action, Object: "result", ObjectID: planID, Reason: e.Reason,
		Before: map[string]any{"account": e.AccountID, "part": partTrail(e.Before)},
		After:  map[string]any{"account": e.AccountID, "part": partTrail(e.Part)},
	})
}
