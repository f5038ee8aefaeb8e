package attempt

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

// LateTallies tells how many answers of a context's ended sittings came too
// late and what was decided about them; sittings without any are left out.
func (s *Service) LateTallies(ctx context.Context, contextID uuid.UUID) ([]LateTally, error) {
	return s.store.listLateTallies(ctx, s.db, contextID)
}

// Late gives what came too late of ended sittings, in the order that was asked
// for. Whoever hands it on has decided who may see it.
func (s *Service) Late(ctx context.Context, attemptIDs []uuid.UUID) ([]LateSitting, error) {
	rows, err := s.store.listLateAnswers(ctx, s.db, attemptIDs)
	if err != nil {
		return nil, err
	}
	decisions, err := s.store.listLateDecisions(ctx, s.db, attemptIDs)
	if err != nil {
		return nil, err
	}
	byAttempt := map[uuid.UUID][]lateRow{}
	for _, r := range rows {
		byAttempt[r.AttemptID] = append(byAttempt[r.AttemptID], r)
	}
	list := make([]LateSitting, 0, len(attemptIDs))
	for _, id := range attemptIDs {
		v, err := s.lateSitting(ctx, id, byAttempt[id], decisions)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (s *Service) lateSitting(ctx context.Context, id uuid.UUID, rows []lateRow, decisions map[uuid.UUID][]LateDecision) (LateSitting, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return LateSitting{}, err
	}
	_, l, err := s.laidOut(ctx, a)
	if err != nil {
		return LateSitting{}, err
	}
	events, err := s.store.events(ctx, s.db, s.store.q.ListEvents, id)
	if err != nil {
		return LateSitting{}, err
	}
	counted, err := s.store.events(ctx, s.db, s.store.q.ListCounted, id)
	if err != nil {
		return LateSitting{}, err
	}
	held := markedScript(events, counted)
	v := LateSitting{Attempt: a}
	for _, r := range rows {
		v.Answers = append(v.Answers, lateAnswer(r, a, l, held, decisions[r.ID]))
	}
	slices.SortStableFunc(v.Answers, func(x, y LateAnswer) int { return x.Q - y.Q })
	return v, nil
}

// DecideLate counts late answers or leaves them, marks their sittings anew and
// returns how many decisions are new: the same decision again adds nothing.
// Answers that belong to none of the attempts are not found, and sittings that
// still run are refused. may is asked in the same transaction, under the locks
// of the sittings, whether anything may still be decided.
func (s *Service) DecideLate(ctx context.Context, attemptIDs []uuid.UUID, r LateRuling, may func(context.Context, postgres.Tx) error) (int, error) {
	r, err := r.clean()
	if err != nil {
		return 0, err
	}
	of, err := s.store.findLateAnswers(ctx, s.db, attemptIDs, slices.Collect(maps.Keys(r.Seen)))
	if err != nil {
		return 0, err
	}
	if len(of) < len(r.Seen) {
		return 0, fault.NotFoundf("late_answer")
	}
	// The same order for everybody, so that two people never wait for each other.
	ids := slices.SortedFunc(maps.Values(of), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	again, err := s.remarkers(ctx, slices.Compact(ids))
	if err != nil {
		return 0, err
	}
	now, fresh := s.clock.Now(), 0
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		for i := range again {
			if err := s.lockEnded(ctx, tx, &again[i]); err != nil {
				return err
			}
		}
		if err := may(ctx, tx); err != nil {
			return err
		}
		held, err := s.store.listLateDecisions(ctx, tx, slices.Compact(ids))
		if err != nil {
			return err
		}
		versions, err := r.versions(held)
		if err != nil {
			return err
		}
		fresh = len(versions)
		for _, m := range again {
			if err := s.decideOne(ctx, tx, m, r, versions, of, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return fresh, nil
}

// remarker is a sitting with everything that marking it needs.
type remarker struct {
	a   Attempt
	sh  *sheet
	key marking.Key
}

func (s *Service) remarkers(ctx context.Context, ids []uuid.UUID) ([]remarker, error) {
	list := make([]remarker, len(ids))
	keys := map[uuid.UUID]marking.Key{}
	for i, id := range ids {
		a, err := s.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		sh, err := s.sheet(ctx, a.FormID)
		if err != nil {
			return nil, err
		}
		if _, ok := keys[a.FormID]; !ok {
			if keys[a.FormID], err = s.papers.Key(ctx, a.FormID); err != nil {
				return nil, err
			}
		}
		list[i] = remarker{a: a, sh: sh, key: keys[a.FormID]}
	}
	return list, nil
}

func (s *Service) lockEnded(ctx context.Context, tx postgres.Tx, m *remarker) (err error) {
	if m.a, err = s.store.get(ctx, tx, s.store.q.LockAttempt, m.a.ID); err != nil {
		return err
	}
	if m.a.State != Submitted && m.a.State != ClosedOff {
		return fault.New(fault.Conflict, subStillOpen)
	}
	return nil
}

// decideOne writes the new decisions of one sitting and marks it anew.
func (s *Service) decideOne(ctx context.Context, tx postgres.Tx, m remarker, r LateRuling, versions map[uuid.UUID]int, of map[uuid.UUID]uuid.UUID, now time.Time) error {
	who := actor.From(ctx)
	own := maps.Clone(versions)
	maps.DeleteFunc(own, func(id uuid.UUID, _ int) bool { return of[id] != m.a.ID })
	if len(own) == 0 {
		return nil
	}
	d := LateDecision{Counted: r.Count, Reason: r.Reason, By: who.ID, ByName: who.Name, At: now}
	if err := s.store.insertLateDecisions(ctx, tx, m.a.ID, own, d); err != nil {
		return err
	}
	if err := s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "attempt.decide_late", Object: "attempt", ObjectID: m.a.ID, Reason: r.Reason,
		After: map[string]any{"counted": r.Count, "answers": slices.Collect(maps.Keys(own))},
	}); err != nil {
		return err
	}
	return s.markLocked(ctx, tx, m.a, m.sh, m.key)
}
