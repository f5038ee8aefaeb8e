package exam

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// purposeExam is the paper room's purpose of forms that exams may use.
const purposeExam = "exam"

// CreateSession adds a session to a drafted plan. A theory session's form is of
// purpose exam and of the plan's level, or not chosen yet.
func (s *Service) CreateSession(ctx context.Context, planID uuid.UUID, in SessionInput) (Session, error) {
	var made Session
	_, err := s.changePlan(ctx, planID, "exam.create_session", func(tx postgres.Tx, p *Plan, now time.Time) error {
		if err := s.checkForm(ctx, tx, *p, in); err != nil {
			return err
		}
		made = Session{ID: uuid.Must(uuid.NewV7()), PlanID: p.ID, State: Planned, CreatedAt: now}
		made.take(in)
		return s.store.insertSession(ctx, tx, made)
	})
	if err != nil {
		return Session{}, err
	}
	return s.session(ctx, s.db, made.ID)
}

func (s *Session) take(in SessionInput) {
	s.Part, s.StartsAt, s.Minutes, s.FormID, s.Place = in.Part, in.StartsAt.UTC().Truncate(time.Second), in.Minutes, in.FormID, in.Place
}

func (s *Service) checkForm(ctx context.Context, tx postgres.Tx, p Plan, in SessionInput) error {
	if in.FormID == uuid.Nil {
		return nil
	}
	refuse := func(sub fault.Sub) error { return fault.InvalidFields(fault.Field{Name: "formId", Sub: sub}) }
	if in.Part != Theory {
		return refuse(subFormSkill)
	}
	forms, err := s.store.formsByID(ctx, tx, []uuid.UUID{in.FormID})
	if err != nil {
		return err
	}
	form, found := forms[in.FormID]
	switch {
	case !found:
		return refuse(subFormUnknown)
	case form.Purpose != purposeExam:
		return refuse(subFormPurpose)
	case form.LevelID != p.LevelID:
		return refuse(subFormLevel)
	case !form.Usable:
		return refuse(subFormApproval)
	}
	return nil
}

// changeSession runs a change of a session of a drafted plan, under the plan's
// lock.
func (s *Service) changeSession(ctx context.Context, id uuid.UUID, action string, change func(postgres.Tx, Plan, *Session) error) (Session, error) {
	seen, _, err := s.seenSession(ctx, id)
	if err != nil {
		return Session{}, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		p, err := s.lockDrafted(ctx, tx, seen.PlanID)
		if err != nil {
			return err
		}
		before, err := s.session(ctx, tx, id)
		if err != nil {
			return err
		}
		after := before
		if err := change(tx, p, &after); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "exam_session", ObjectID: id, Before: trail(before), After: trail(after)})
	})
	if err != nil {
		return Session{}, err
	}
	return s.session(ctx, s.db, id)
}

// trail is what the record keeps of a session.
func trail(e Session) any {
	return map[string]any{
		"plan": e.PlanID, "part": e.Part, "startsAt": e.StartsAt, "minutes": e.Minutes, "form": e.FormID, "place": e.Place,
		"state": e.State, "rooms": e.Rooms, "seats": e.Counts.Total,
	}
}

// SaveSession changes a session of a drafted plan; another part takes its seats
// back.
func (s *Service) SaveSession(ctx context.Context, id uuid.UUID, in SessionInput) (Session, error) {
	return s.changeSession(ctx, id, "exam.save_session", func(tx postgres.Tx, p Plan, e *Session) error {
		if err := s.checkForm(ctx, tx, p, in); err != nil {
			return err
		}
		if in.Part != e.Part {
			if err := s.store.exec(ctx, tx, s.store.q.DeleteSeatsOfSession, id); err != nil {
				return err
			}
			e.Counts = Counts{}
		}
		e.take(in)
		return s.store.updateSession(ctx, tx, *e)
	})
}

// SaveRooms replaces the rooms of a session of a drafted plan and takes its
// seats, with their ticket numbers, back.
func (s *Service) SaveRooms(ctx context.Context, id uuid.UUID, rooms []RoomInput) (Session, error) {
	names := map[string]bool{}
	for i, r := range rooms {
		if names[r.Name] {
			return Session{}, fault.InvalidFields(fault.Field{Name: "rooms." + strconv.Itoa(i) + ".name", Sub: subRoomTwice})
		}
		names[r.Name] = true
	}
	return s.changeSession(ctx, id, "exam.save_rooms", func(tx postgres.Tx, p Plan, e *Session) error {
		for _, query := range []string{s.store.q.DeleteSeatsOfSession, s.store.q.DeleteRooms} {
			if err := s.store.exec(ctx, tx, query, id); err != nil {
				return err
			}
		}
		taken, err := s.store.roomNumbers(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		e.Rooms, e.Counts = nil, Counts{}
		number := 0
		for _, in := range rooms {
			for number++; taken[number]; number++ {
				continue
			}
			r := Hall{ID: uuid.Must(uuid.NewV7()), Number: number, Name: in.Name, Capacity: in.Capacity}
			if err := s.store.exec(ctx, tx, s.store.q.InsertRoom, r.ID, id, p.ID, r.Number, r.Name, r.Capacity); err != nil {
				return err
			}
			e.Rooms = append(e.Rooms, r)
		}
		return nil
	})
}

// DeleteSession removes a session with its rooms and seats from a drafted plan.
func (s *Service) DeleteSession(ctx context.Context, id uuid.UUID) error {
	seen, _, err := s.seenSession(ctx, id)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if _, err := s.lockDrafted(ctx, tx, seen.PlanID); err != nil {
			return err
		}
		for _, query := range []string{s.store.q.DeleteSeatsOfSession, s.store.q.DeleteSession} {
			if err := s.store.exec(ctx, tx, query, id); err != nil {
				return err
			}
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "exam.delete_session", Object: "exam_session", ObjectID: id, Before: trail(seen)})
	})
}

// FinishSession ends a session. It is refused while anybody still writes: only
// the attempt room closes attempts, at their deadlines. Whoever did not begin is
// absent.
func (s *Service) FinishSession(ctx context.Context, id uuid.UUID) (Session, error) {
	seen, _, err := s.seenSession(ctx, id)
	if err != nil {
		return Session{}, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		// The plan first, as everywhere; then the session, under which starts wait.
		if _, err := s.store.lockPlan(ctx, tx, seen.PlanID); err != nil {
			return err
		}
		if _, err := s.store.oneSession(ctx, tx, s.store.q.LockSession, id); err != nil {
			return err
		}
		e, err := s.session(ctx, tx, id)
		if err != nil || e.State == Finished {
			return err
		}
		if err := s.checkFinishable(ctx, tx, e); err != nil {
			return err
		}
		return s.finish(ctx, tx, e, now)
	})
	if err != nil {
		return Session{}, err
	}
	return s.session(ctx, s.db, id)
}

func (s *Service) checkFinishable(ctx context.Context, tx postgres.Tx, e Session) error {
	if e.Plan.State == Drafted {
		return fault.New(fault.Conflict, subNotPublished)
	}
	now, err := s.store.now(ctx, tx)
	if err != nil {
		return err
	}
	if now.Before(e.StartsAt) {
		return fault.New(fault.Conflict, subSessionEarly)
	}
	open, last, err := s.store.openAttempts(ctx, tx, e.ID)
	if err == nil && open > 0 {
		err = fault.New(fault.Conflict, subAttemptsOpen).With(fault.Params{"open": open, "lastDeadline": last})
	}
	return err
}

func (s *Service) finish(ctx context.Context, tx postgres.Tx, e Session, now time.Time) error {
	for _, query := range []string{s.store.q.MarkAbsent, s.store.q.MarkAbsentSkill} {
		if err := s.store.exec(ctx, tx, query, e.ID); err != nil {
			return err
		}
	}
	if err := s.store.exec(ctx, tx, s.store.q.UpdateSessionState, e.ID, string(Finished), orNull(now)); err != nil {
		return err
	}
	if err := s.store.exec(ctx, tx, s.store.q.FinishPlan, e.PlanID); err != nil {
		return err
	}
	after := e
	after.State = Finished
	return s.audit.Write(ctx, tx, now, audit.Entry{Action: "exam.finish_session", Object: "exam_session", ObjectID: e.ID, Before: trail(e), After: trail(after)})
}

// CheckKey names one check of a session's readiness.
type CheckKey string

// The checks.
const (
	CheckForm      CheckKey = "form"
	CheckRooms     CheckKey = "rooms"
	CheckSeats     CheckKey = "seats"
	CheckPhotos    CheckKey = "photos"
	CheckContact   CheckKey = "contact"
	CheckPublished CheckKey = "published"
)

// Check is one thing that a session needs.
type Check struct {
	Key      CheckKey
	OK       bool
	Done, Of int
}

// Readiness is what a session still lacks.
type Readiness struct {
	Checks       []Check
	WithoutPhoto []string // names, the first fifty
}

// Ready reports that nothing is missing.
func (r Readiness) Ready() bool {
	for _, c := range r.Checks {
		if !c.OK {
			return false
		}
	}
	return true
}

const maxNames = 50

// Readiness checks a session before it is held.
func (s *Service) Readiness(ctx context.Context, id uuid.UUID) (Readiness, error) {
	e, err := s.Session(ctx, id)
	if err != nil {
		return Readiness{}, err
	}
	seats, err := s.Seats(ctx, id)
	if err != nil {
		return Readiness{}, err
	}
	seated, err := s.store.seatsByPart(ctx, s.db, e.PlanID)
	if err != nil {
		return Readiness{}, err
	}
	return readiness(e, seats, seated[e.Part]), nil
}

// readiness holds a session against what it needs; seatedInPart counts the
// candidates that have a seat in any session of its part.
func readiness(e Session, seats []Seat, seatedInPart int) Readiness {
	var r Readiness
	add := func(key CheckKey, done, of int) {
		r.Checks = append(r.Checks, Check{Key: key, OK: done >= of && of > 0, Done: done, Of: of})
	}
	yes := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	if e.Part == Theory {
		add(CheckForm, yes(e.FormID != uuid.Nil), 1)
	}
	add(CheckRooms, yes(len(e.Rooms) > 0), 1)
	add(CheckSeats, seatedInPart, e.Plan.Candidates)
	photos := 0
	for _, seat := range seats {
		if seat.HasPhoto {
			photos++
		} else if len(r.WithoutPhoto) < maxNames {
			r.WithoutPhoto = append(r.WithoutPhoto, seat.Name)
		}
	}
	add(CheckPhotos, photos, len(seats))
	add(CheckContact, yes(e.Plan.Contact != "" && e.Plan.SiteAddress != ""), 1)
	add(CheckPublished, yes(e.Plan.State != Drafted), 1)
	return r
}
