package standard

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Load writes a whole standard, all or nothing, and gives the level ids in the
// definition's order. What is there already, known by its natural key (level
// code and track, row name, element path), keeps its id and takes the new
// texts; loading the same definition twice changes nothing. Weight rows that
// the definition lacks are removed, elements that it lacks stay.
func (s *Service) Load(ctx context.Context, d Definition) ([]uuid.UUID, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	l := loader{s: s, now: s.clock.Now()}
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		l.tx = tx
		d.Occupation.ID = uuid.Must(uuid.NewV7())
		occupation, err := s.store.upsertOccupation(ctx, tx, d.Occupation, l.now)
		if err != nil {
			return err
		}
		d.Edition.ID, d.Edition.OccupationID = uuid.Must(uuid.NewV7()), occupation
		edition, err := s.store.upsertEdition(ctx, tx, d.Edition, l.now)
		if err != nil {
			return err
		}
		for _, level := range d.Levels {
			id, err := l.level(ctx, edition, level)
			if err != nil {
				return fault.Wrap(err, "level "+level.Track+level.Code)
			}
			ids = append(ids, id)
		}
		return s.audit.Write(ctx, tx, l.now, audit.Entry{
			Action: "standard.load", Object: "occupation", ObjectID: occupation,
			After: map[string]any{"code": d.Occupation.Code, "edition": d.Edition.Name, "levels": len(d.Levels)},
		})
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

func (d Definition) check() error {
	if err := d.Occupation.check(); err != nil {
		return err
	}
	if d.Edition.Name == "" || len(d.Levels) == 0 {
		return fault.InvalidFields(fault.Field{Name: "edition", Sub: subNameMissing})
	}
	for _, l := range d.Levels {
		level := Level{Code: l.Code, TheoryMinutes: l.TheoryMinutes, SkillMinutes: l.SkillMinutes}
		if err := level.check(); err != nil {
			return err
		}
		for _, table := range [][]WeightRow{l.Theory, l.Skill} {
			if err := checkWeights(table); err != nil {
				return err
			}
		}
	}
	return nil
}

// loader carries one Load through its steps.
type loader struct {
	s   *Service
	tx  postgres.Tx
	now time.Time
	// of the level under way
	levelID uuid.UUID
	rows    map[string]uuid.UUID
	present map[string]Element
}

func (l *loader) level(ctx context.Context, edition uuid.UUID, d LevelDefinition) (uuid.UUID, error) {
	id, err := l.writeLevel(ctx, edition, d)
	if err != nil {
		return id, err
	}
	_, err = l.s.record(ctx, l.tx, Version{LevelID: id, Kind: VersionLoad, CreatedAt: l.now})
	return id, err
}

func (l *loader) writeLevel(ctx context.Context, edition uuid.UUID, d LevelDefinition) (uuid.UUID, error) {
	id, err := l.s.store.upsertLevel(ctx, l.tx, Level{
		ID: uuid.Must(uuid.NewV7()), EditionID: edition, Track: d.Track, Code: d.Code,
		TheoryMinutes: d.TheoryMinutes, SkillMinutes: d.SkillMinutes,
	}, l.now)
	if err != nil {
		return id, err
	}
	l.levelID, l.rows, l.present = id, map[string]uuid.UUID{}, map[string]Element{}
	theory, err := l.weights(ctx, Theory, d.Theory)
	if err != nil {
		return id, err
	}
	for _, r := range theory {
		l.rows[r.Name] = r.ID
	}
	if _, err := l.weights(ctx, Skill, d.Skill); err != nil {
		return id, err
	}
	list, err := l.s.store.listElements(ctx, l.tx, id)
	if err != nil {
		return id, err
	}
	for _, e := range list {
		l.present[e.Path] = e
	}
	return id, l.elements(ctx, nil, d.Elements)
}

// weights gives the rows that are there already their ids before replacing.
func (l *loader) weights(ctx context.Context, part Part, rows []WeightRow) ([]WeightRow, error) {
	present, err := l.s.store.listWeightRows(ctx, l.tx, l.levelID, part)
	if err != nil {
		return nil, err
	}
	next := make([]WeightRow, len(rows))
	for i, r := range rows {
		next[i] = WeightRow{Group: r.Group, Name: r.Name, Percent: r.Percent}
		for _, p := range present {
			if p.Name == r.Name {
				next[i].ID = p.ID
			}
		}
	}
	_, after, err := l.s.replaceWeights(ctx, l.tx, l.levelID, part, next)
	return after, err
}

func (l *loader) elements(ctx context.Context, parent *Element, list []ElementDefinition) error {
	for _, d := range list {
		if d.Row != "" && l.rows[d.Row] == uuid.Nil {
			return fault.InvalidFields(fault.Field{Name: "elements." + d.Code, Sub: subElementRow})
		}
		e, err := placed(Element{
			ID: uuid.Must(uuid.NewV7()), LevelID: l.levelID, WeightRowID: l.rows[d.Row], Code: d.Code, Name: d.Name,
			IsPoint: d.Importance != "", Importance: d.Importance,
		}, parent)
		if err != nil {
			return fault.Wrap(err, "element "+d.Code+" "+d.Name)
		}
		if e.WeightRowID == uuid.Nil {
			return fault.InvalidFields(fault.Field{Name: "elements." + e.Path, Sub: subElementRow})
		}
		if e, err = l.element(ctx, e); err != nil {
			return fault.Wrap(err, "element "+e.Path)
		}
		if err := l.elements(ctx, &e, d.Children); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) element(ctx context.Context, e Element) (Element, error) {
	was, exists := l.present[e.Path]
	if !exists {
		return e, l.s.store.insertElement(ctx, l.tx, e, l.now)
	}
	if was.IsPoint != e.IsPoint || was.WeightRowID != e.WeightRowID {
		return e, fault.New(fault.Conflict, subElementExists).With(fault.Params{"path": e.Path})
	}
	e.ID, e.Weight, e.Page = was.ID, was.Weight, was.Page
	if was.Name == e.Name && was.Importance == e.Importance {
		return e, nil
	}
	return e, l.s.store.updateElement(ctx, l.tx, e)
}
