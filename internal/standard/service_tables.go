package standard

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// SaveWeights replaces a weight table. Rows with an id stay the same rows and
// may be renamed; rows without one are new; rows left out are removed, which is
// refused while elements hang on them. The rows must add up to 100.
func (s *Service) SaveWeights(ctx context.Context, levelID uuid.UUID, part Part, rows []WeightRow) error {
	if err := checkWeights(rows); err != nil {
		return err
	}
	if _, err := s.VisibleLevel(ctx, levelID); err != nil {
		return err
	}
	return s.edit(ctx, levelID, editWeights[part], func(tx postgres.Tx, now time.Time) error {
		before, after, err := s.replaceWeights(ctx, tx, levelID, part, rows)
		if err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.save_weights", Object: "level", ObjectID: levelID, Before: before, After: after})
	})
}

// replaceWeights writes the rows under the level's lock.
func (s *Service) replaceWeights(ctx context.Context, tx postgres.Tx, levelID uuid.UUID, part Part, rows []WeightRow) (before, after []WeightRow, err error) {
	if before, err = s.store.listWeightRows(ctx, tx, levelID, part); err != nil {
		return nil, nil, err
	}
	gone := map[uuid.UUID]WeightRow{}
	for _, r := range before {
		gone[r.ID] = r
	}
	for i, r := range rows {
		r.LevelID, r.Part, r.Seq = levelID, part, i+1
		_, exists := gone[r.ID]
		switch {
		case exists:
			err = s.store.updateWeightRow(ctx, tx, r)
			delete(gone, r.ID)
		case r.ID == uuid.Nil:
			r.ID = uuid.Must(uuid.NewV7())
			err = s.store.insertWeightRow(ctx, tx, r)
		default:
			err = fault.InvalidFields(fault.Field{Name: "rows." + strconv.Itoa(i) + ".id", Sub: subElementRow})
		}
		if err != nil {
			return nil, nil, err
		}
		after = append(after, r)
	}
	for _, r := range gone {
		if err := s.store.deleteWeightRow(ctx, tx, r); err != nil {
			return nil, nil, err
		}
	}
	return before, after, nil
}

// CreateElement adds a range or a point. At the top it needs a row of the
// level's theory table; below a parent it takes the parent's unless it names
// another.
func (s *Service) CreateElement(ctx context.Context, e Element) (Element, error) {
	if _, err := s.VisibleLevel(ctx, e.LevelID); err != nil {
		return Element{}, err
	}
	e.ID = uuid.Must(uuid.NewV7())
	err := s.edit(ctx, e.LevelID, "添加 "+e.Name, func(tx postgres.Tx, now time.Time) (err error) {
		if e, err = s.place(ctx, tx, e); err != nil {
			return err
		}
		if err := s.store.insertElement(ctx, tx, e, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.create_element", Object: "element", ObjectID: e.ID, After: e})
	})
	return e, err
}

func (s *Service) place(ctx context.Context, tx postgres.Tx, e Element) (Element, error) {
	if e.ParentID != uuid.Nil {
		parent, err := s.store.getElement(ctx, tx, e.ParentID)
		if err != nil || parent.LevelID != e.LevelID {
			return e, fault.InvalidFields(fault.Field{Name: "parentId", Sub: subElementParent})
		}
		if e.WeightRowID == uuid.Nil || e.WeightRowID == parent.WeightRowID {
			return placed(e, &parent)
		}
		return s.placeInRow(ctx, tx, e, &parent)
	}
	return s.placeInRow(ctx, tx, e, nil)
}

// placeInRow places an element that names its own row of the theory table.
func (s *Service) placeInRow(ctx context.Context, tx postgres.Tx, e Element, parent *Element) (Element, error) {
	rows, err := s.store.listWeightRows(ctx, tx, e.LevelID, Theory)
	if err != nil {
		return e, err
	}
	for _, r := range rows {
		if r.ID == e.WeightRowID {
			return placed(e, parent)
		}
	}
	return e, fault.InvalidFields(fault.Field{Name: "weightRowId", Sub: subElementRow})
}

// SaveElement changes an element where it stands.
func (s *Service) SaveElement(ctx context.Context, id uuid.UUID, c ElementChange) (Element, error) {
	before, err := s.visibleElement(ctx, id)
	if err != nil {
		return Element{}, err
	}
	after := before
	after.Name, after.Importance, after.Weight, after.Page = c.Name, c.Importance, c.Weight, c.Page
	if err := checkImportance(after); err != nil {
		return Element{}, err
	}
	err = s.edit(ctx, after.LevelID, "修改 "+after.Path+" "+after.Name, func(tx postgres.Tx, now time.Time) error {
		if err := s.store.updateElement(ctx, tx, after); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.save_element", Object: "element", ObjectID: id, Before: before, After: after})
	})
	return after, err
}

// DeleteElement removes an element; refused while elements or questions hang
// on it.
func (s *Service) DeleteElement(ctx context.Context, id uuid.UUID) error {
	before, err := s.visibleElement(ctx, id)
	if err != nil {
		return err
	}
	questions, err := s.questionsOn(ctx, []uuid.UUID{id})
	if err != nil {
		return err
	}
	if n := questions[id]; n > 0 {
		return fault.New(fault.Conflict, subElementQuestions).With(fault.Params{"path": before.Path, "name": before.Name, "count": n})
	}
	return s.edit(ctx, before.LevelID, "删除 "+before.Path+" "+before.Name, func(tx postgres.Tx, now time.Time) error {
		if err := s.store.deleteElement(ctx, tx, id); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.delete_element", Object: "element", ObjectID: id, Before: before})
	})
}

func (s *Service) visibleElement(ctx context.Context, id uuid.UUID) (Element, error) {
	e, err := s.store.getElement(ctx, s.db, id)
	if err != nil {
		return Element{}, err
	}
	if _, err := s.VisibleLevel(ctx, e.LevelID); err != nil {
		return Element{}, fault.NotFoundf("element")
	}
	return e, nil
}
