package result

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Exams shows plans to those who may see them; the exam room is one.
type Exams interface {
	Plan(ctx context.Context, id uuid.UUID) (exam.Plan, error)
}

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Standard *standard.Service
	Exam     Exams
	Notify   notify.Sender
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	standard *standard.Service
	exam     Exams
	notify   notify.Sender
	store    store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Standard == nil || d.Exam == nil || d.Notify == nil {
		return nil, errors.New("result: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "result")
	}
	return &Service{db: d.DB, audit: d.Audit, clock: d.Clock, standard: d.Standard, exam: d.Exam, notify: d.Notify, store: s}, nil
}

// maxRows bounds the candidates of one plan.
const maxRows = 50_000

// plan gives a published plan within the actor's scopes.
func (s *Service) plan(ctx context.Context, id uuid.UUID) (exam.Plan, error) {
	p, err := s.exam.Plan(ctx, id)
	if err != nil {
		return p, err
	}
	if p.State == exam.Drafted {
		return p, fault.New(fault.Conflict, subNotPublished)
	}
	return p, nil
}

// ListPlans gives one page of the published plans within the actor's scopes,
// newest first, with how far their results are.
func (s *Service) ListPlans(ctx context.Context, text string, state State, limit, offset int) ([]Plan, int, error) {
	return s.plans(ctx, planQuery{Text: text, State: string(state), Limit: limit, Offset: offset}, false)
}

// ListMarking is ListPlans for examiners: nothing of the theory part is told.
func (s *Service) ListMarking(ctx context.Context, text string, limit, offset int) ([]Plan, int, error) {
	return s.plans(ctx, planQuery{Text: text, Limit: limit, Offset: offset}, true)
}

func (s *Service) plans(ctx context.Context, f planQuery, skillAlone bool) ([]Plan, int, error) {
	var err error
	if f.Levels, err = s.levelsSeen(ctx); err != nil {
		return nil, 0, err
	}
	f.Text = strings.TrimSpace(f.Text)
	f.Sessions = actor.From(ctx).ScopeIDs(actor.ScopeSession)
	list, total, err := s.store.listPlans(ctx, s.db, f)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	each, levels := make([]*Plan, len(list)), make([]uuid.UUID, len(list))
	for i := range list {
		each[i], levels[i] = &list[i], list[i].LevelID
	}
	if err := s.store.count(ctx, s.db, each, skillAlone, f.Sessions); err != nil {
		return nil, 0, err
	}
	titles, err := s.standard.Levels(ctx, levels)
	for _, p := range each {
		p.LevelTitle = titles[p.LevelID].Title()
	}
	return list, total, err
}

func (s *Service) levelsSeen(ctx context.Context) ([]uuid.UUID, error) {
	if actor.From(ctx).ScopeIDs(actor.ScopeOccupation) == nil {
		return nil, nil
	}
	levels, err := s.standard.VisibleLevels(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(levels))
	for i, l := range levels {
		ids[i] = l.ID
	}
	return ids, nil
}

// Plan gives one plan with where its results stand.
func (s *Service) Plan(ctx context.Context, id uuid.UUID) (Plan, error) {
	return s.standing(ctx, id, false)
}

// Marking is Plan for examiners: nothing of the theory part is told.
func (s *Service) Marking(ctx context.Context, id uuid.UUID) (Plan, error) {
	return s.standing(ctx, id, true)
}

func (s *Service) standing(ctx context.Context, id uuid.UUID, skillAlone bool) (Plan, error) {
	e, err := s.plan(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	held, err := s.store.find(ctx, s.db, id)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{
		ID: id, Title: e.Title, LevelID: e.LevelID, LevelTitle: e.LevelTitle, PassMark: e.Rules.PassMark, ExamState: string(e.State),
		State: held.State, CheckedBy: held.CheckedName, CheckedAt: held.CheckedAt.Time, ReleasedBy: held.ReleasedName,
		ReleasedAt: held.ReleasedAt.Time, CreatedAt: e.CreatedAt,
	}
	return p, s.store.count(ctx, s.db, []*Plan{&p}, skillAlone, actor.From(ctx).ScopeIDs(actor.ScopeSession))
}

// Filter narrows the candidates of a plan; empty fields do not.
type Filter struct {
	Text          string // part of the name, or a whole ticket number
	Missing       bool   // only those who lack a part
	Limit, Offset int
}

// Rows gives one page of a plan's candidates with parts and decisions.
func (s *Service) Rows(ctx context.Context, planID uuid.UUID, f Filter) ([]Row, int, error) {
	return s.rows(ctx, planID, f)
}

// SkillRows is Rows for examiners: the theory part and what follows from it
// are left out.
func (s *Service) SkillRows(ctx context.Context, planID uuid.UUID, f Filter) ([]Row, int, error) {
	f.Missing = false
	list, total, err := s.rows(ctx, planID, f)
	for i := range list {
		list[i].Theory, list[i].Decision = Part{}, ""
	}
	return list, total, err
}

func (s *Service) rows(ctx context.Context, planID uuid.UUID, f Filter) ([]Row, int, error) {
	p, err := s.plan(ctx, planID)
	if err != nil {
		return nil, 0, err
	}
	return s.store.listRows(ctx, s.db, planID, p.Rules.PassMark, rowQuery{
		Sessions: actor.From(ctx).ScopeIDs(actor.ScopeSession), Text: strings.TrimSpace(f.Text), Missing: f.Missing, Limit: f.Limit, Offset: f.Offset,
	})
}

// Changes gives every score that was typed for a candidate, in order.
func (s *Service) Changes(ctx context.Context, planID, accountID uuid.UUID) ([]Change, error) {
	if _, err := s.plan(ctx, planID); err != nil {
		return nil, err
	}
	return s.store.listChanges(ctx, s.db, planID, accountID)
}

// Passed gives who passed a plan, once it is released.
func (s *Service) Passed(ctx context.Context, planID uuid.UUID) ([]Outcome, error) {
	return s.store.listPassed(ctx, s.db, planID)
}

// Mine gives one page of the caller's plans, with results where they are
// released.
func (s *Service) Mine(ctx context.Context, limit, offset int) ([]Mine, int, error) {
	return s.mine(ctx, uuid.NullUUID{}, limit, offset)
}

// MyResult gives the caller's released result of one plan. Before the release
// the refusal is the same whether or not anything was marked.
func (s *Service) MyResult(ctx context.Context, planID uuid.UUID) (Mine, error) {
	list, _, err := s.mine(ctx, uuid.NullUUID{UUID: planID, Valid: true}, 1, 0)
	switch {
	case err != nil:
		return Mine{}, err
	case len(list) == 0:
		return Mine{}, fault.NotFoundf("result")
	case !list[0].Released:
		return Mine{}, fault.New(fault.Conflict, subNotReleased)
	}
	return list[0], nil
}

func (s *Service) mine(ctx context.Context, plan uuid.NullUUID, limit, offset int) ([]Mine, int, error) {
	list, levels, total, err := s.store.listMine(ctx, s.db, actor.From(ctx).ID, plan, limit, offset)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	titles, err := s.standard.Levels(ctx, levels)
	for i := range list {
		list[i].LevelTitle = titles[levels[i]].Title()
	}
	return list, total, err
}

const (
	minReason = 2
	maxReason = 200
)

// cleanReason gives a reason on one line; too short is refused.
func cleanReason(text string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) < minReason {
		return "", fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonShort, Params: fault.Params{"min": minReason}})
	}
	return string([]rune(text)[:min(utf8.RuneCountInString(text), maxReason)]), nil
}
