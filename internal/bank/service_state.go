package bank

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

// Move is an action on questions, and who may say what about it.
type Move struct {
	Action Action
	To     State // for Approve: Trial (the default) or Live
	Reason string
}

// Act takes one step with a question. Papers that hold one of its versions
// stay as they are.
func (s *Service) Act(ctx context.Context, id uuid.UUID, m Move) (Question, []Version, error) {
	refused, err := s.ActAll(ctx, []uuid.UUID{id}, m)
	if err != nil {
		return Question{}, nil, err
	}
	if len(refused) > 0 {
		return Question{}, nil, fault.New(fault.Conflict, refused[0].Sub).With(refused[0].Params)
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
	return s.each(ctx, ids, func(tx postgres.Tx, now time.Time, q locked) error { return s.step(ctx, tx, now, q, m, rule) })
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

// step moves one question; fault.Conflict says why not.
func (s *Service) step(ctx context.Context, tx postgres.Tx, now time.Time, q locked, m Move, rule move) error {
	who := actor.From(ctx)
	switch {
	case !rule.allows(q.State):
		return fault.New(fault.Conflict, subStateChange)
	case rule.placed && q.current.ElementID == uuid.Nil:
		return fault.New(fault.Conflict, subElementMissing)
	case m.Action == Approve && (q.own || who.ID == uuid.Nil):
		return fault.New(fault.Conflict, subOwnQuestion)
	}
	approved := q.ApprovedNumber
	if m.Action == Approve {
		approved = q.current.Number
	}
	if err := s.store.updateState(ctx, tx, q.ID, rule.to, approved, now); err != nil {
		return err
	}
	if err := s.store.insertStep(ctx, tx, Step{
		QuestionID: q.ID, VersionNumber: q.current.Number, Action: m.Action, From: q.State, To: rule.to, ActorName: who.Name, Reason: m.Reason, At: now,
	}, who.ID, q.current.AuthorID); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "bank." + string(m.Action), Object: "question", ObjectID: q.ID, Reason: m.Reason,
		Before: map[string]any{"state": q.State}, After: map[string]any{"state": rule.to, "version": q.current.Number},
	})
}

// Steps lists what happened to a question, the newest first.
func (s *Service) Steps(ctx context.Context, id uuid.UUID) ([]Step, error) {
	if _, err := s.visible(ctx, id); err != nil {
		return nil, err
	}
	return s.store.listSteps(ctx, s.db, id)
}
