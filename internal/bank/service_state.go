package bank

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// maxBulk bounds the questions of one bulk operation.
const maxBulk = 500

// Move is an action on questions, and who may say what about it.
type Move struct {
	Action Action
	To     State // for Approve: Trial (the default) or Live
	Reason string
}

// Refusal is a question that a bulk operation left as it was, and why.
type Refusal struct {
	QuestionID uuid.UUID
	Sub        fault.Sub
}

// Act takes one step with a question. Papers that hold one of its versions
// stay as they are.
func (s *Service) Act(ctx context.Context, id uuid.UUID, m Move) (Question, []Version, error) {
	refused, err := s.ActAll(ctx, []uuid.UUID{id}, m)
	if err != nil {
		return Question{}, nil, err
	}
	if len(refused) > 0 {
		return Question{}, nil, fault.New(fault.Conflict, refused[0].Sub)
	}
	return s.Get(ctx, id)
}

// ActAll takes the step with each of at most 500 questions and lists those
// that it does not fit; the others have moved. A question that the actor does
// not see is fault.NotFound and stops all.
func (s *Service) ActAll(ctx context.Context, ids []uuid.UUID, m Move) ([]Refusal, error) {
	rule, err := ruleOf(ctx, &m)
	if err != nil {
		return nil, err
	}
	if len(ids) > maxBulk {
		return nil, fault.New(fault.Invalid, subBulkMany).With(fault.Params{"limit": maxBulk})
	}
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	ids = slices.Compact(ids)
	for _, id := range ids {
		if _, err := s.visible(ctx, id); err != nil {
			return nil, err
		}
	}
	now := s.clock.Now()
	var refused []Refusal
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		refused = nil
		for _, id := range ids {
			sub, err := s.step(ctx, tx, now, id, m, rule)
			if err != nil {
				return err
			}
			if sub != "" {
				refused = append(refused, Refusal{QuestionID: id, Sub: sub})
			}
		}
		return nil
	})
	return refused, err
}

func ruleOf(ctx context.Context, m *Move) (move, error) {
	rule, known := moves[m.Action]
	if !known {
		return rule, fault.InvalidFields(fault.Field{Name: "action", Sub: subStateChange})
	}
	if rule.review && !actor.From(ctx).Can("bank.review") {
		return rule, fault.New(fault.Forbidden, subReviewOnly)
	}
	if m.Reason = strings.TrimSpace(m.Reason); m.Reason == "" && rule.reason {
		return rule, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	if m.Action == Approve && m.To == Live {
		rule.to = Live
	}
	return rule, nil
}

// step moves one question, or says why not.
func (s *Service) step(ctx context.Context, tx postgres.Tx, now time.Time, id uuid.UUID, m Move, rule move) (fault.Sub, error) {
	row, current, err := s.current(ctx, tx, id)
	if err != nil {
		return "", err
	}
	who := actor.From(ctx)
	switch {
	case !rule.allows(row.State):
		return subStateChange, nil
	case rule.placed && current.ElementID == uuid.Nil:
		return subElementMissing, nil
	}
	if m.Action == Approve {
		if sub, err := s.mayApprove(ctx, tx, who.ID, row); sub != "" || err != nil {
			return sub, err
		}
		row.ApprovedNumber = current.Number
	}
	if err := s.store.updateState(ctx, tx, id, rule.to, row.ApprovedNumber, now); err != nil {
		return "", err
	}
	if err := s.store.insertStep(ctx, tx, Step{
		QuestionID: id, VersionNumber: current.Number, Action: m.Action, From: row.State, To: rule.to, ActorName: who.Name, Reason: m.Reason, At: now,
	}, who.ID, current.AuthorID); err != nil {
		return "", err
	}
	return "", s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "bank." + string(m.Action), Object: "question", ObjectID: id, Reason: m.Reason,
		Before: map[string]any{"state": row.State}, After: map[string]any{"state": rule.to, "version": current.Number},
	})
}

// mayApprove refuses whoever wrote a version since the last approval.
func (s *Service) mayApprove(ctx context.Context, tx postgres.Tx, who uuid.UUID, row questionRow) (fault.Sub, error) {
	if who == uuid.Nil {
		return subOwnQuestion, nil
	}
	versions, err := s.store.listQuestionVersions(ctx, tx, row.ID)
	if err != nil {
		return "", err
	}
	for _, v := range versions {
		if v.Number > row.ApprovedNumber && v.AuthorID == who {
			return subOwnQuestion, nil
		}
	}
	return "", nil
}

// Steps lists what happened to a question, the newest first.
func (s *Service) Steps(ctx context.Context, id uuid.UUID) ([]Step, error) {
	if _, err := s.visible(ctx, id); err != nil {
		return nil, err
	}
	return s.store.listSteps(ctx, s.db, id)
}
