package exam

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Sittings opens attempts; the attempt room is one.
type Sittings interface {
	Open(ctx context.Context, tx postgres.Tx, o attempt.Opening) (attempt.Attempt, error)
}

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Body     *body.Service
	Standard *standard.Service
	Learner  *learner.Service
	Notify   notify.Sender
	Sittings Sittings
	Press    *pdf.Press
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	body     *body.Service
	standard *standard.Service
	learner  *learner.Service
	notify   notify.Sender
	sittings Sittings
	press    *pdf.Press
	store    store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Body == nil || d.Standard == nil || d.Learner == nil || d.Notify == nil ||
		d.Sittings == nil || d.Press == nil {
		return nil, errors.New("exam: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "exam")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, body: d.Body, standard: d.Standard, learner: d.Learner, notify: d.Notify,
		sittings: d.Sittings, press: d.Press, store: s,
	}, nil
}

// Now reads the clock that entry and deadlines follow.
func (s *Service) Now(ctx context.Context) (time.Time, error) { return s.store.now(ctx, s.db) }

// Plan gives a plan within the actor's scopes; any other is fault.NotFound.
func (s *Service) Plan(ctx context.Context, id uuid.UUID) (Plan, error) {
	plans, err := s.store.plansByID(ctx, s.db, []uuid.UUID{id})
	if err != nil {
		return Plan{}, err
	}
	p, found := plans[id]
	if !found {
		return Plan{}, fault.NotFoundf("plan")
	}
	if err := s.title(ctx, &p); err != nil {
		return Plan{}, err
	}
	return p, s.visible(ctx, p)
}

// title fills in the level's title.
func (s *Service) title(ctx context.Context, plans ...*Plan) error {
	ids := make([]uuid.UUID, len(plans))
	for i, p := range plans {
		ids[i] = p.LevelID
	}
	levels, err := s.standard.Levels(ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range plans {
		p.LevelTitle = levels[p.LevelID].Title()
	}
	return nil
}

// visible refuses a plan outside the actor's occupations or sessions.
func (s *Service) visible(ctx context.Context, p Plan) error {
	who := actor.From(ctx)
	if who.ScopeIDs(actor.ScopeOccupation) != nil {
		if _, err := s.standard.VisibleLevel(ctx, p.LevelID); err != nil {
			if fault.CodeOf(err) == fault.NotFound {
				return fault.NotFoundf("plan")
			}
			return err
		}
	}
	if who.ScopeIDs(actor.ScopeSession) == nil {
		return nil
	}
	sessions, err := s.sessionsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, e := range sessions {
		if seen, _ := roomsSeen(who, e); seen {
			return nil
		}
	}
	return fault.NotFoundf("plan")
}

// roomsSeen tells whether the actor sees a session, and through which rooms
// alone; nil means all of them.
func roomsSeen(who actor.Actor, e Session) (seen bool, only []uuid.UUID) {
	if who.Within(actor.ScopeSession, e.ID) {
		return true, nil
	}
	for _, r := range e.Rooms {
		if who.Within(actor.ScopeSession, r.ID) {
			only = append(only, r.ID)
		}
	}
	return only != nil, only
}

func (s *Service) sessionsOf(ctx context.Context, plan uuid.UUID) ([]Session, error) {
	list, _, err := s.store.sessions(ctx, s.db, s.store.q.ListSessionsOfPlan, plan)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, s.store.filled(ctx, s.db, list)
}

// Session gives a session with plan, rooms and counts, when the actor may see
// it; any other is fault.NotFound.
func (s *Service) Session(ctx context.Context, id uuid.UUID) (Session, error) {
	e, _, err := s.seenSession(ctx, id)
	return e, err
}

// seenSession also gives the rooms to which the actor is narrowed; nil = all.
func (s *Service) seenSession(ctx context.Context, id uuid.UUID) (Session, []uuid.UUID, error) {
	e, err := s.session(ctx, s.db, id)
	if err != nil {
		return Session{}, nil, err
	}
	seen, only := roomsSeen(actor.From(ctx), e)
	if !seen {
		return Session{}, nil, fault.NotFoundf("session")
	}
	if err := s.visible(ctx, e.Plan); err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return Session{}, nil, fault.NotFoundf("session")
		}
		return Session{}, nil, err
	}
	return e, only, nil
}

// session reads a session in full, whoever asks.
func (s *Service) session(ctx context.Context, q postgres.Q, id uuid.UUID) (Session, error) {
	e, err := s.store.oneSession(ctx, q, s.store.q.FindSession, id)
	if err != nil {
		return Session{}, err
	}
	list := []Session{e}
	if err := s.store.filled(ctx, q, list); err != nil {
		return Session{}, err
	}
	return list[0], s.title(ctx, &list[0].Plan)
}

// ListPlans gives one page of the plans within the actor's scopes.
func (s *Service) ListPlans(ctx context.Context, text, state string, limit, offset int) ([]Plan, int, error) {
	who := actor.From(ctx)
	f := planQuery{Text: text, State: state, Limit: limit, Offset: offset, Sessions: who.ScopeIDs(actor.ScopeSession)}
	var err error
	if f.Levels, err = s.levelsSeen(ctx); err != nil {
		return nil, 0, err
	}
	list, total, err := s.store.listPlans(ctx, s.db, f)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	each := make([]*Plan, len(list))
	for i := range list {
		each[i] = &list[i]
	}
	return list, total, s.title(ctx, each...)
}

// levelsSeen lists the levels of the actor's occupations; nil means all.
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

// ListSessions gives one page of the sessions of published plans between two
// days of China (zero = open) within the actor's scopes, by time.
func (s *Service) ListSessions(ctx context.Context, from, to time.Time, limit, offset int) ([]Session, int, error) {
	levels, err := s.levelsSeen(ctx)
	if err != nil {
		return nil, 0, err
	}
	list, total, err := s.store.sessions(ctx, s.db, s.store.q.ListSessions, orNull(chinaDay(from, 0)), orNull(chinaDay(to, 1)),
		postgres.NullIDs(levels), postgres.NullIDs(actor.From(ctx).ScopeIDs(actor.ScopeSession)), limit, offset)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	if err := s.store.filled(ctx, s.db, list); err != nil {
		return nil, 0, err
	}
	each := make([]*Plan, len(list))
	for i := range list {
		each[i] = &list[i].Plan
	}
	return list, total, s.title(ctx, each...)
}

// chinaDay is the moment at which a calendar day begins in China, some days on.
func chinaDay(day time.Time, plus int) time.Time {
	if day.IsZero() {
		return day
	}
	return time.Date(day.Year(), day.Month(), day.Day()+plus, 0, 0, 0, 0, clock.China)
}

// Sessions gives all sessions of a plan within the actor's scopes.
func (s *Service) Sessions(ctx context.Context, planID uuid.UUID) ([]Session, error) {
	p, err := s.Plan(ctx, planID)
	if err != nil {
		return nil, err
	}
	list, err := s.sessionsOf(ctx, planID)
	if err != nil {
		return nil, err
	}
	seen := list[:0]
	for _, e := range list {
		if ok, _ := roomsSeen(actor.From(ctx), e); ok {
			e.Plan = p
			seen = append(seen, e)
		}
	}
	return seen, nil
}

// Seats gives all seats of a session that the actor may see, by room and seat.
func (s *Service) Seats(ctx context.Context, sessionID uuid.UUID) ([]Seat, error) {
	_, only, err := s.seenSession(ctx, sessionID)
	if err != nil {
		return nil, err
	}
	list, _, err := s.store.seats(ctx, s.db, s.store.q.ListSeats, sessionID, postgres.NullIDs(only), maxSeats, 0)
	return list, err
}

// maxSeats bounds one session.
const maxSeats = 50_000

// ListSeats gives one page of the seats of a session, of one room when it is
// named.
func (s *Service) ListSeats(ctx context.Context, sessionID, roomID uuid.UUID, limit, offset int) ([]Seat, int, error) {
	e, only, err := s.seenSession(ctx, sessionID)
	if err != nil {
		return nil, 0, err
	}
	if only, err = narrowed(e, only, roomID); err != nil {
		return nil, 0, err
	}
	return s.store.seats(ctx, s.db, s.store.q.ListSeats, sessionID, postgres.NullIDs(only), limit, offset)
}

// narrowed adds a wish for one room to the rooms that are seen.
func narrowed(e Session, only []uuid.UUID, room uuid.UUID) ([]uuid.UUID, error) {
	if room == uuid.Nil {
		return only, nil
	}
	for _, r := range e.Rooms {
		if r.ID == room && (only == nil || contains(only, room)) {
			return []uuid.UUID{room}, nil
		}
	}
	return nil, fault.NotFoundf("room")
}

func contains(ids []uuid.UUID, id uuid.UUID) bool {
	for _, known := range ids {
		if known == id {
			return true
		}
	}
	return false
}

// Candidates gives all candidates of a plan in the order in which they were
// added.
func (s *Service) Candidates(ctx context.Context, planID uuid.UUID) ([]Candidate, error) {
	list, _, err := s.ListCandidates(ctx, planID, "", maxSeats, 0)
	return list, err
}

// ListCandidates gives one page of the candidates of a plan.
func (s *Service) ListCandidates(ctx context.Context, planID uuid.UUID, text string, limit, offset int) ([]Candidate, int, error) {
	if _, err := s.Plan(ctx, planID); err != nil {
		return nil, 0, err
	}
	return s.store.listCandidates(ctx, s.db, planID, text, limit, offset)
}
