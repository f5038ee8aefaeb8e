package bank

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Change is what a bulk edit sets; empty fields stay as they are.
type Change struct {
	ElementID  uuid.UUID // a point of the questions' level
	Difficulty int
	Source     string
	AddTags    []string
	DropTags   []string
	Reason     string
}

// EditAll gives at most 500 questions of one level a new place, difficulty,
// source or tags. Each changed question gets a next version and keeps its
// state: nothing that a candidate sees or that is right changes. Those that it
// does not fit are listed.
func (s *Service) EditAll(ctx context.Context, ids []uuid.UUID, c Change) ([]Refusal, error) {
	c.Reason, c.Source = strings.TrimSpace(c.Reason), strings.TrimSpace(c.Source)
	switch {
	case c.Reason == "":
		return nil, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	case len(ids) > maxBulk:
		return nil, fault.New(fault.Invalid, subBulkMany).With(fault.Params{"limit": maxBulk})
	}
	var refused []Refusal
	for _, id := range sortedOnce(ids) {
		sub, err := s.editOne(ctx, id, c)
		if err != nil {
			return refused, err
		}
		if sub != "" {
			refused = append(refused, Refusal{QuestionID: id, Sub: sub})
		}
	}
	return refused, nil
}

func sortedOnce(ids []uuid.UUID) []uuid.UUID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(ids)
}

func (s *Service) editOne(ctx context.Context, id uuid.UUID, c Change) (fault.Sub, error) {
	row, versions, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	if err := s.retag(ctx, row, c); err != nil {
		return "", err
	}
	next := versions[0].Content
	if c.ElementID != uuid.Nil {
		next.ElementID = c.ElementID
	}
	if c.Difficulty != 0 {
		next.Difficulty = c.Difficulty
	}
	if c.Source != "" {
		next.Source = c.Source
	}
	if len(diff(versions[0].Content, next)) == 0 {
		return "", nil
	}
	_, _, err = s.AddVersion(ctx, id, versions[0].Number, c.Reason, next)
	return refusalOf(err)
}

// refusalOf takes what belongs to one question out of an error.
func refusalOf(err error) (fault.Sub, error) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Conflict && f.Code != fault.Invalid {
		return "", err
	}
	if len(f.Fields) > 0 {
		return f.Fields[0].Sub, nil
	}
	return f.Sub, nil
}

func (s *Service) retag(ctx context.Context, q Question, c Change) error {
	tags := slices.DeleteFunc(slices.Clone(q.Tags), func(t string) bool { return slices.Contains(c.DropTags, t) })
	tags = tidyTags(append(tags, c.AddTags...))
	if slices.Equal(tags, tidyTags(q.Tags)) {
		return nil
	}
	return s.store.updateTags(ctx, s.db, q.ID, tags, s.clock.Now())
}

// MoveAll copies questions into another pool and retires them in their own;
// the copies start as drafts. What drills or mocks have shown never enters the
// exam pool. Those that may not move are listed.
func (s *Service) MoveAll(ctx context.Context, ids []uuid.UUID, to Pool, reason string) ([]Refusal, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	if len(ids) > maxBulk {
		return nil, fault.New(fault.Invalid, subBulkMany).With(fault.Params{"limit": maxBulk})
	}
	var refused []Refusal
	for _, id := range sortedOnce(ids) {
		sub, err := s.moveOne(ctx, id, to, reason)
		if err != nil {
			return refused, err
		}
		if sub != "" {
			refused = append(refused, Refusal{QuestionID: id, Sub: sub})
		}
	}
	return refused, nil
}

// mayMove says between which pools a question may be copied: only away from
// where fewer people see it.
func mayMove(from, to Pool, everUsed bool) bool {
	openness := map[Pool]int{Exam: 1, Mock: 2, Practice: 3}
	return from != to && (openness[to] > openness[from] || !everUsed)
}

func (s *Service) moveOne(ctx context.Context, id uuid.UUID, to Pool, reason string) (fault.Sub, error) {
	seen, versions, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	_, _, pictures, err := s.prepare(ctx, seen.LevelID, versions[0].Content)
	if err != nil {
		return refusalOf(err)
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		row, current, err := s.current(ctx, tx, id)
		if err != nil {
			return err
		}
		if row.State == Retired || !mayMove(row.Pool, to, row.ApprovedNumber > 0) {
			return fault.New(fault.Conflict, subPoolMove)
		}
		if _, err := s.step(ctx, tx, now, id, Move{Action: Retire, Reason: reason}, moves[Retire]); err != nil {
			return err
		}
		in := Incoming{Pool: to, Tags: row.Tags, Content: current.Content, row: current.WeightRowID, pictures: pictures}
		_, err = s.insert(ctx, tx, now, row.LevelID, uuid.Nil, []Incoming{in})
		return err
	})
	return refusalOf(err)
}

// Undo retires the questions of an import and frees their references, so that
// the same file can come again, in the caller's transaction. It gives how many
// it retired.
func (s *Service) Undo(ctx context.Context, tx postgres.Tx, batch uuid.UUID, reason string) (int, error) {
	ids, err := s.store.listOfImport(ctx, tx, batch)
	if err != nil {
		return 0, err
	}
	now := s.clock.Now()
	undone := 0
	for _, id := range ids {
		sub, err := s.step(ctx, tx, now, id, Move{Action: Retire, Reason: reason}, moves[Retire])
		if err != nil {
			return 0, err
		}
		if sub == "" {
			undone++
		}
	}
	return undone, s.store.freeReferences(ctx, tx, batch)
}
