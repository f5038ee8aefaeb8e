package standard

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard/tables"
)

// apply writes a planned state over the present one, under the level's lock.
// Rows come before elements that hang on them and go after them.
func (s *Service) apply(ctx context.Context, tx postgres.Tx, levelID uuid.UUID, present, next tables.Snapshot, now time.Time) error {
	var gone []WeightRow
	for _, part := range []Part{Theory, Skill} {
		left, err := s.applyWeights(ctx, tx, levelID, part, present.Weights(part), next.Weights(part))
		if err != nil {
			return err
		}
		gone = append(gone, left...)
	}
	if err := s.applyElements(ctx, tx, levelID, present.Elements, next.Elements, now); err != nil {
		return err
	}
	for _, r := range gone {
		if err := s.store.deleteWeightRow(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// applyWeights writes the rows of one table and gives those that are to go.
func (s *Service) applyWeights(ctx context.Context, tx postgres.Tx, levelID uuid.UUID, part Part, present, next []tables.Weight) ([]WeightRow, error) {
	was := map[uuid.UUID]bool{}
	for _, w := range present {
		was[w.ID] = true
	}
	for i, w := range next {
		r := WeightRow{ID: w.ID, LevelID: levelID, Part: part, Seq: i + 1, Group: w.Group, Name: w.Name, Percent: w.Percent}
		write := s.store.insertWeightRow
		if was[w.ID] {
			write = s.store.updateWeightRow
		}
		if err := write(ctx, tx, r); err != nil {
			return nil, err
		}
		delete(was, w.ID)
	}
	var gone []WeightRow
	for _, w := range present {
		if was[w.ID] {
			gone = append(gone, WeightRow{ID: w.ID, Name: w.Name})
		}
	}
	return gone, nil
}

func (s *Service) applyElements(ctx context.Context, tx postgres.Tx, levelID uuid.UUID, present, next []tables.Element, now time.Time) error {
	was := map[uuid.UUID]tables.Element{}
	parents := map[uuid.UUID]uuid.UUID{}
	for _, e := range placedElements(levelID, present) {
		parents[e.ID] = e.ParentID
	}
	for _, e := range present {
		was[e.ID] = e
	}
	var added, changed []Element
	for i, e := range placedElements(levelID, next) {
		old, there := was[e.ID]
		switch {
		case !there:
			added = append(added, e)
		case old != next[i] || parents[e.ID] != e.ParentID:
			changed = append(changed, e)
		}
		delete(was, e.ID)
	}
	gone := make([]uuid.UUID, 0, len(was))
	for id := range was {
		gone = append(gone, id)
	}
	return s.store.replaceElements(ctx, tx, levelID, added, changed, gone, now)
}

// placedElements gives elements their parents, which paths name.
func placedElements(levelID uuid.UUID, list []tables.Element) []Element {
	byPath := map[string]uuid.UUID{}
	for _, e := range list {
		byPath[e.Path] = e.ID
	}
	placed := make([]Element, len(list))
	for i, e := range list {
		placed[i] = Element{
			ID: e.ID, LevelID: levelID, WeightRowID: e.RowID, ParentID: byPath[e.ParentPath()], Code: e.Code(), Path: e.Path,
			Name: e.Name, IsPoint: e.IsPoint(), Importance: e.Importance, Weight: e.Weight, Page: e.Page,
		}
		if !strings.Contains(e.Path, pathMark) {
			placed[i].ParentID = uuid.Nil
		}
	}
	return placed
}
