package exam

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/body"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
)

// PlanState is where a plan stands.
type PlanState string

// The states of a plan.
const (
	Drafted      PlanState = "drafted"
	Published    PlanState = "published"
	PlanRunning  PlanState = "running"
	PlanFinished PlanState = "finished"
)

// SessionState is where a session stands.
type SessionState string

// The states of a session.
const (
	Planned  SessionState = "planned"
	Ready    SessionState = "ready"
	Running  SessionState = "running"
	Finished SessionState = "finished"
)

// Part is a part of the assessment (考核科目).
type Part string

// The parts.
const (
	Theory Part = "theory"
	Skill  Part = "skill"
)

// SeatState is where a candidate stands in a session.
type SeatState string

// The states of a seat.
const (
	Assigned  SeatState = "assigned"
	CheckedIn SeatState = "checked_in"
	Started   SeatState = "started"
	Submitted SeatState = "submitted" // handed in or closed at the deadline
	Absent    SeatState = "absent"
)

// Rules are a plan's own, copied from the body.
type Rules struct {
	PassMark              int // points of 100
	EntryMinutes          int // before the start
	LateMinutes           int // after the start
	EarliestHandInMinutes int // after the start
	AllowanceSeconds      int // after the deadline
	ScoreValidMonths      int
	TicketPattern         string
}

func rulesOf(r body.Rules) Rules {
	return Rules{
		PassMark: r.PassMark, EntryMinutes: r.EntryMinutes, LateMinutes: r.LateMinutes, EarliestHandInMinutes: r.EarliestHandInMinutes,
		AllowanceSeconds: r.AllowanceSeconds, ScoreValidMonths: r.ScoreValidMonths, TicketPattern: r.TicketPattern,
	}
}

// Plan is one certification exam of one level (认定计划).
type Plan struct {
	ID          uuid.UUID
	Title       string
	LevelID     uuid.UUID
	LevelTitle  string
	State       PlanState
	Year, Batch int
	SiteNumber  int
	SiteName    string
	SiteAddress string
	Contact     string
	Rules       Rules
	Revision    int // how often it was published
	Candidates  int
	PublishedAt time.Time // zero while drafted
	CreatedAt   time.Time
}

// PlanInput is what an exam officer may change in a drafted plan.
type PlanInput struct {
	Title       string
	SiteNumber  int
	SiteName    string
	SiteAddress string
	Contact     string
	Rules       Rules
}

// Session is one sitting of one part at one time (场次).
type Session struct {
	ID        uuid.UUID
	PlanID    uuid.UUID
	Plan      Plan
	Part      Part
	StartsAt  time.Time
	Minutes   int
	FormID    uuid.UUID // uuid.Nil: none
	FormCode  string
	Place     string
	State     SessionState
	Rooms     []Hall
	Counts    Counts
	CreatedAt time.Time
}

// EntryFrom is when candidates may be checked in from.
func (s Session) EntryFrom() time.Time {
	return s.StartsAt.Add(-time.Duration(s.Plan.Rules.EntryMinutes) * time.Minute)
}

// LateUntil is the late cut-off: who has not begun by then may not.
func (s Session) LateUntil() time.Time {
	return s.StartsAt.Add(time.Duration(s.Plan.Rules.LateMinutes) * time.Minute)
}

// EndsAt is when those end who begin on time.
func (s Session) EndsAt() time.Time { return s.StartsAt.Add(time.Duration(s.Minutes) * time.Minute) }

// WindowEndsAt is the end of the whole session but for grants: who begins at
// the last moment still has the full time.
func (s Session) WindowEndsAt() time.Time {
	return s.LateUntil().Add(time.Duration(s.Minutes) * time.Minute)
}

// SessionInput is what an exam officer enters.
type SessionInput struct {
	Part     Part
	StartsAt time.Time
	Minutes  int
	FormID   uuid.UUID // uuid.Nil: not chosen yet
	Place    string
}

// Hall is one exam room of a session (考场).
type Hall struct {
	ID       uuid.UUID
	Number   int // unique over the plan
	Name     string
	Capacity int
}

// RoomInput is a room as entered.
type RoomInput struct {
	Name     string
	Capacity int
}

// Counts says how many seats are in each state.
type Counts struct{ Total, Assigned, CheckedIn, Started, Submitted, Absent int }

// Candidate is one person in a plan.
type Candidate struct {
	ID        uuid.UUID
	PlanID    uuid.UUID
	AccountID uuid.UUID
	ClassID   uuid.UUID
	ClassName string
	Name      string
	IDMasked  string
	HasPhoto  bool
	AddedAt   time.Time
}

// Seat is a candidate's place in a session.
type Seat struct {
	ID           uuid.UUID
	SessionID    uuid.UUID
	PlanID       uuid.UUID
	Part         Part
	CandidateID  uuid.UUID
	AccountID    uuid.UUID
	Name         string
	IDMasked     string
	HasPhoto     bool
	RoomID       uuid.UUID
	RoomName     string
	Seat         int
	TicketNumber string
	Try          int
	State        SeatState
	CheckedInAt  time.Time // zero when not
	StartedAt    time.Time // zero when not
	AttemptID    uuid.UUID // uuid.Nil when not begun
}

// Class is a class that candidates may come from.
type Class struct {
	ID             uuid.UUID
	Name           string
	Members, Added int
}

// Form is a frozen form that a theory session may use.
type Form struct {
	ID              uuid.UUID
	LevelID         uuid.UUID
	Code            string
	Purpose         string
	Minutes         int
	TotalHundredths int
	Usable          bool // a second person has approved it, and it can be sat on a screen
	CreatedAt       time.Time
}

// Ticket is what an admission ticket says.
type Ticket struct {
	Seat       Seat
	Session    Session
	IDNumber   cnid.IDNumber // printed in full on the ticket alone
	Occupation string
	Photo      []byte // nil when there is none
}

// mayEnter holds the entry rules for beginning a theory sitting at a moment of
// the database's clock. resuming is true when the sitting was begun before.
func mayEnter(session Session, seat Seat, pledge, resuming bool, now time.Time) error {
	times := fault.Params{"serverTime": now.UTC(), "startsAt": session.StartsAt.UTC(), "lateUntil": session.LateUntil().UTC()}
	switch {
	case session.Plan.State == Drafted || session.State == Planned:
		return fault.New(fault.Conflict, subNotPublished)
	case session.Part != Theory || session.FormID == uuid.Nil:
		return fault.New(fault.Conflict, subNoPaper)
	case resuming:
		return nil
	case session.State == Finished:
		return fault.New(fault.Conflict, subSessionFinished)
	case now.Before(session.StartsAt):
		return fault.New(fault.Conflict, subNotOpenYet).With(times)
	case now.After(session.LateUntil()) || seat.State == Absent:
		return fault.New(fault.Conflict, subTooLate).With(times)
	case seat.State != CheckedIn:
		return fault.New(fault.Conflict, subNotCheckedIn)
	case !pledge:
		return fault.New(fault.Conflict, subPledge)
	}
	return nil
}

// mayCheckIn holds the entry window at a moment of the database's clock.
func mayCheckIn(session Session, now time.Time) error {
	times := fault.Params{"serverTime": now.UTC(), "entryFrom": session.EntryFrom().UTC(), "lateUntil": session.LateUntil().UTC()}
	switch {
	case session.Plan.State == Drafted:
		return fault.New(fault.Conflict, subNotPublished)
	case session.State == Finished:
		return fault.New(fault.Conflict, subSessionFinished)
	case now.Before(session.EntryFrom()):
		return fault.New(fault.Conflict, subEntryEarly).With(times)
	case now.After(session.LateUntil()):
		return fault.New(fault.Conflict, subEntryLate).With(times)
	}
	return nil
}
