package bank

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
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

// maxBulk bounds the questions of one bulk operation.
const maxBulk = 500

// Refusal is a question that a bulk operation left as it was, and why.
type Refusal struct {
	QuestionID uuid.UUID
	Sub        fault.Sub
	Params     fault.Params
}

// locked is a question that nobody else changes until the transaction ends.
type locked struct {
	questionRow
	current  Version
	pictures []Picture
	own      bool // the actor wrote a version of it since its last approval
}

// each does something with at most maxBulk questions in one transaction and
// lists those that it did not fit; the others are done. A question that the
// actor does not see is fault.NotFound and stops all.
func (s *Service) each(ctx context.Context, ids []uuid.UUID, do func(tx postgres.Tx, now time.Time, q locked) error) ([]Refusal, error) {
	if len(ids) > maxBulk {
		return nil, fault.New(fault.Invalid, subBulkMany).With(fault.Params{"limit": maxBulk})
	}
	levels, err := s.standard.VisibleLevels(ctx)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	var refused []Refusal
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		refused = nil
		list, err := s.lockForBulk(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, q := range list {
			if !seesPool(ctx, q.Pool) || !slices.ContainsFunc(levels, func(l standard.Level) bool { return l.ID == q.LevelID }) {
				return fault.NotFoundf("question")
			}
			sub, params, err := refusalOf(postgres.Try(ctx, tx, func() error { return do(tx, now, q) }))
			if err != nil {
				return err
			}
			if sub != "" {
				refused = append(refused, Refusal{QuestionID: q.ID, Sub: sub, Params: params})
			}
		}
		return nil
	})
	return refused, err
}

// lock locks questions in the order of their ids, so that no two operations
// wait for each other. An unknown one is fault.NotFound.
func (s *Service) lock(ctx context.Context, tx postgres.Tx, ids []uuid.UUID) ([]locked, error) {
	rows, err := s.store.lockQuestions(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	versionIDs := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		versionIDs[i] = row.CurrentVersionID
	}
	versions, err := s.VersionsIn(ctx, tx, versionIDs)
	if err != nil {
		return nil, err
	}
	list := make([]locked, len(rows))
	for i := range list {
		list[i] = locked{questionRow: rows[i], current: versions[i]}
	}
	return list, nil
}

func (s *Service) lockOne(ctx context.Context, tx postgres.Tx, id uuid.UUID) (locked, error) {
	list, err := s.lock(ctx, tx, []uuid.UUID{id})
	if err != nil {
		return locked{}, err
	}
	return list[0], nil
}

// lockForBulk adds to lock what the steps of a bulk operation ask.
func (s *Service) lockForBulk(ctx context.Context, tx postgres.Tx, ids []uuid.UUID) ([]locked, error) {
	list, err := s.lock(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var pictureIDs []uuid.UUID
	for _, q := range list {
		pictureIDs = append(pictureIDs, q.current.PictureIDs...)
	}
	pictures, err := s.pictures(ctx, tx, pictureIDs)
	if err != nil {
		return nil, err
	}
	own, err := s.store.listOwn(ctx, tx, ids, actor.From(ctx).ID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].pictures = picked(pictures, list[i].current.PictureIDs)
		list[i].own = slices.Contains(own, list[i].ID)
	}
	return list, nil
}

// refusalOf takes what belongs to one question out of an error.
func refusalOf(err error) (fault.Sub, fault.Params, error) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Conflict && f.Code != fault.Invalid {
		return "", nil, err
	}
	if len(f.Fields) > 0 {
		return f.Fields[0].Sub, f.Fields[0].Params, nil
	}
	return f.Sub, f.Params, nil
}

// EditAll gives at most 500 questions of one level a new place, difficulty,
// source or tags. Each changed question gets a next version and keeps its
// state: nothing that a candidate sees or that is right changes. Those that it
// does not fit are listed and stay as they were.
func (s *Service) EditAll(ctx context.Context, ids []uuid.UUID, c Change) ([]Refusal, error) {
	c.Reason, c.Source = strings.TrimSpace(c.Reason), strings.TrimSpace(c.Source)
	if c.Reason == "" {
		return nil, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	to, err := s.store.findPlace(ctx, s.db, c.ElementID)
	if err != nil {
		return nil, err
	}
	return s.each(ctx, ids, func(tx postgres.Tx, now time.Time, q locked) error { return s.edit(ctx, tx, now, q, c, to) })
}

func (s *Service) edit(ctx context.Context, tx postgres.Tx, now time.Time, q locked, c Change, to place) error {
	if q.State == Retired {
		return fault.New(fault.Conflict, subStateChange)
	}
	next := Checked{Incoming: Incoming{Content: c.on(q.current.Content), row: q.current.WeightRowID, pictures: q.pictures}}
	if c.ElementID != uuid.Nil {
		if sub := to.refuses(q.LevelID); sub != "" {
			return fault.New(fault.Invalid, sub)
		}
		next.row = to.WeightRowID
	}
	if faults := next.Content.check(); len(faults) > 0 {
		return fault.InvalidFields(faults...)
	}
	if err := s.retag(ctx, tx, now, q.questionRow, c); err != nil {
		return err
	}
	changed := diff(q.current.Content, next.Content)
	if len(changed) == 0 {
		return nil
	}
	return s.appendVersion(ctx, tx, now, q, next, c.Reason, changed)
}

// on gives content with the change made.
func (c Change) on(content Content) Content {
	if c.ElementID != uuid.Nil {
		content.ElementID = c.ElementID
	}
	if c.Difficulty != 0 {
		content.Difficulty = c.Difficulty
	}
	if c.Source != "" {
		content.Source = c.Source
	}
	return content
}

func (s *Service) retag(ctx context.Context, tx postgres.Tx, now time.Time, q questionRow, c Change) error {
	drop := cleanTags(c.DropTags)
	tags := slices.DeleteFunc(slices.Clone(q.Tags), func(t string) bool { return slices.Contains(drop, t) })
	tags = cleanTags(append(tags, c.AddTags...))
	if slices.Equal(tags, q.Tags) {
		return nil
	}
	if len(tags) > maxTags {
		return fault.New(fault.Conflict, subTags).With(fault.Params{"limit": maxTags})
	}
	if err := s.store.updateTags(ctx, tx, q.ID, tags, now); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "bank.set_tags", Object: "question", ObjectID: q.ID, Reason: c.Reason,
		Before: map[string]any{"tags": q.Tags}, After: map[string]any{"tags": tags},
	})
}

// MoveAll copies questions into another pool and retires them in their own;
// the copies start as drafts. What drills or mocks have shown never enters the
// exam pool. Those that may not move are listed.
func (s *Service) MoveAll(ctx context.Context, ids []uuid.UUID, to Pool, reason string) ([]Refusal, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	return s.each(ctx, ids, func(tx postgres.Tx, now time.Time, q locked) error { return s.move(ctx, tx, now, q, to, reason) })
}

// refusesMove says why a question may not be copied into a pool: what was ever
// approved only goes where more people see it.
func (r questionRow) refusesMove(to Pool) fault.Sub {
	openness := map[Pool]int{Exam: 1, Mock: 2, Practice: 3}
	switch {
	case r.State == Retired:
		return subPoolRetired
	case r.Pool == to:
		return subPoolSame
	case r.ApprovedNumber > 0 && openness[to] < openness[r.Pool]:
		return subPoolMove
	}
	return ""
}

func (s *Service) move(ctx context.Context, tx postgres.Tx, now time.Time, q locked, to Pool, reason string) error {
	if sub := q.refusesMove(to); sub != "" {
		return fault.New(fault.Conflict, sub)
	}
	if err := s.step(ctx, tx, now, q, Move{Action: Retire, Reason: reason}, moves[Retire]); err != nil {
		return err
	}
	copied := Incoming{Pool: to, Tags: q.Tags, Content: q.current.Content, row: q.current.WeightRowID, pictures: q.pictures}
	_, err := s.insert(ctx, tx, now, q.LevelID, uuid.Nil, []Incoming{copied})
	return err
}
