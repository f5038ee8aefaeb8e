package standard

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Deps are what the room needs.
type Deps struct {
	DB    postgres.DB
	Audit *audit.Log
	Clock clock.Clock
}

// Service is the room's use cases.
type Service struct {
	db    postgres.DB
	audit *audit.Log
	clock clock.Clock
	store store

	questions QuestionCounter // nil until the bank is built
}

// QuestionCounter is asked before elements go away or change their row: how
// many questions, of whatever state and in whatever version, hang on each.
// Elements without any are left out.
type QuestionCounter interface {
	QuestionsOn(ctx context.Context, elements []uuid.UUID) (map[uuid.UUID]int, error)
}

// SetQuestions names the bank. Called while the program is put together, before
// anything runs.
func (s *Service) SetQuestions(c QuestionCounter) { s.questions = c }

func (s *Service) questionsOn(ctx context.Context, elements []uuid.UUID) (map[uuid.UUID]int, error) {
	if s.questions == nil || len(elements) == 0 {
		return map[uuid.UUID]int{}, nil
	}
	return s.questions.QuestionsOn(ctx, elements)
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil {
		return nil, errors.New("standard: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "standard")
	}
	return &Service{db: d.DB, audit: d.Audit, clock: d.Clock, store: s}, nil
}

// Level gives one level; fault.NotFound when there is none. It does not look
// at the actor's scopes.
func (s *Service) Level(ctx context.Context, id uuid.UUID) (Level, error) {
	list, err := s.store.listLevels(ctx, s.db, []uuid.UUID{id}, nil)
	if err != nil {
		return Level{}, err
	}
	if len(list) == 0 {
		return Level{}, fault.NotFoundf("level")
	}
	return list[0], nil
}

// Levels gives the levels with the ids; unknown ids are left out.
func (s *Service) Levels(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Level, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]Level{}, nil
	}
	list, err := s.store.listLevels(ctx, s.db, ids, nil)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Level, len(list))
	for _, l := range list {
		byID[l.ID] = l
	}
	return byID, nil
}

// VisibleLevel gives a level within the actor's occupation scopes; any other is
// fault.NotFound.
func (s *Service) VisibleLevel(ctx context.Context, id uuid.UUID) (Level, error) {
	l, err := s.Level(ctx, id)
	if err != nil {
		return Level{}, err
	}
	if !actor.From(ctx).Within(actor.ScopeOccupation, l.OccupationID) {
		return Level{}, fault.NotFoundf("level")
	}
	return l, nil
}

// VisibleLevels lists the levels within the actor's occupation scopes, by
// occupation code, edition, track and rank.
func (s *Service) VisibleLevels(ctx context.Context) ([]Level, error) {
	return s.store.listLevels(ctx, s.db, nil, actor.From(ctx).ScopeIDs(actor.ScopeOccupation))
}

// WeightTable gives the rows of one table in order; none when the table has
// not been entered.
func (s *Service) WeightTable(ctx context.Context, levelID uuid.UUID, part Part) ([]WeightRow, error) {
	return s.store.listWeightRows(ctx, s.db, levelID, part)
}

// Elements gives all ranges and points of a level, by path, so that a parent
// comes before its children.
func (s *Service) Elements(ctx context.Context, levelID uuid.UUID) ([]Element, error) {
	return s.store.listElements(ctx, s.db, levelID)
}

// PartRules gives the minutes of the level's parts.
func (s *Service) PartRules(ctx context.Context, levelID uuid.UUID) (PartRules, error) {
	l, err := s.Level(ctx, levelID)
	return PartRules{TheoryMinutes: l.TheoryMinutes, SkillMinutes: l.SkillMinutes}, err
}

// OccupationFilter narrows a list of occupations; zero fields do not.
type OccupationFilter struct {
	Text             string // part of name or code, literally
	CatalogueEdition string
	Level            string // some edition offers this level
}

// ListOccupations gives one page of the occupations in the actor's scopes,
// with editions and the levels that each offers.
func (s *Service) ListOccupations(ctx context.Context, f OccupationFilter, limit, offset int) ([]Occupation, int, error) {
	f.Text = strings.TrimSpace(f.Text)
	scopes := actor.From(ctx).ScopeIDs(actor.ScopeOccupation)
	list, total, err := s.store.listOccupations(ctx, s.db, scopes, f, limit, offset)
	if err != nil || len(list) == 0 {
		return list, total, err
	}
	ids := make([]uuid.UUID, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	editions, err := s.store.listEditions(ctx, s.db, ids)
	if err != nil {
		return nil, 0, err
	}
	levels, err := s.store.listLevels(ctx, s.db, nil, ids)
	if err != nil {
		return nil, 0, err
	}
	return assemble(list, editions, levels), total, nil
}

func assemble(list []Occupation, editions []Edition, levels []Level) []Occupation {
	byEdition := map[uuid.UUID][]Level{}
	for _, l := range levels {
		byEdition[l.EditionID] = append(byEdition[l.EditionID], l)
	}
	byOccupation := map[uuid.UUID][]Edition{}
	for _, e := range editions {
		e.Levels = byEdition[e.ID]
		byOccupation[e.OccupationID] = append(byOccupation[e.OccupationID], e)
	}
	for i := range list {
		list[i].Editions = byOccupation[list[i].ID]
	}
	return list
}

// CreateOccupation adds an occupation; a second one with the same code,
// catalogue edition and name is a conflict.
func (s *Service) CreateOccupation(ctx context.Context, o Occupation) (Occupation, error) {
	if err := o.check(); err != nil {
		return Occupation{}, err
	}
	now := s.clock.Now()
	o.ID, o.Editions = uuid.Must(uuid.NewV7()), nil
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertOccupation(ctx, tx, o, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.create_occupation", Object: "occupation", ObjectID: o.ID, After: o})
	})
	return o, err
}

// CreateEdition adds an edition after the ones that the occupation has.
func (s *Service) CreateEdition(ctx context.Context, e Edition) (Edition, error) {
	if e.Name == "" {
		return Edition{}, fault.InvalidFields(fault.Field{Name: "name", Sub: subNameMissing})
	}
	if !actor.From(ctx).Within(actor.ScopeOccupation, e.OccupationID) {
		return Edition{}, fault.NotFoundf("occupation")
	}
	now := s.clock.Now()
	e.ID, e.Levels, e.Position = uuid.Must(uuid.NewV7()), nil, 0
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if err := s.store.lockOccupation(ctx, tx, e.OccupationID); err != nil {
			return err
		}
		if e, err = s.store.insertEdition(ctx, tx, e, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.create_edition", Object: "edition", ObjectID: e.ID, After: e})
	})
	return e, err
}

// CreateLevel adds a level to an edition; name and rank follow from the code.
func (s *Service) CreateLevel(ctx context.Context, l Level) (Level, error) {
	if err := l.check(); err != nil {
		return Level{}, err
	}
	occupation, err := s.store.editionOccupation(ctx, s.db, l.EditionID)
	if err != nil {
		return Level{}, err
	}
	if !actor.From(ctx).Within(actor.ScopeOccupation, occupation) {
		return Level{}, fault.NotFoundf("edition")
	}
	now := s.clock.Now()
	l.ID = uuid.Must(uuid.NewV7())
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertLevel(ctx, tx, l, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.create_level", Object: "level", ObjectID: l.ID, After: l})
	})
	if err != nil {
		return Level{}, err
	}
	return s.Level(ctx, l.ID)
}

// SaveMinutes changes the times of a level's parts.
func (s *Service) SaveMinutes(ctx context.Context, levelID uuid.UUID, r PartRules) error {
	before, err := s.VisibleLevel(ctx, levelID)
	if err != nil {
		return err
	}
	next := before
	next.TheoryMinutes, next.SkillMinutes = r.TheoryMinutes, r.SkillMinutes
	if err := next.check(); err != nil {
		return err
	}
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.lockLevel(ctx, tx, levelID); err != nil {
			return err
		}
		if err := s.store.updateMinutes(ctx, tx, levelID, r); err != nil {
			return err
		}
		was := PartRules{TheoryMinutes: before.TheoryMinutes, SkillMinutes: before.SkillMinutes}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "standard.save_minutes", Object: "level", ObjectID: levelID, Before: was, After: r})
	})
}
