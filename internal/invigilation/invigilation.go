package invigilation

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
)

// LiveSeat is one seat as it is now.
type LiveSeat struct {
	exam.Seat
	Answered, Questions int       // Questions is 0 before the candidate has begun
	LastSaveAt          time.Time // zero: nothing saved yet
	DeadlineAt          time.Time // zero: not begun
	Takeovers           int       // how often another device or page took over
	Late                int       // answers that came too late to count
}

// Totals count seats by state. Silent counts those who are writing and have not
// saved for silentAfter.
type Totals struct{ Total, Assigned, CheckedIn, Started, Submitted, Absent, Silent int }

const silentAfter = 5 * time.Minute

// Board is a session as it is now.
type Board struct {
	Session    exam.Session
	ServerTime time.Time
	Totals     Totals
	Seats      []LiveSeat // that were asked for
	Total      int        // how many there are of those
}

// View says what of a board is asked for.
type View struct {
	RoomID        uuid.UUID      // uuid.Nil: all rooms
	State         exam.SeatState // empty: all states
	Limit, Offset int
}

// live puts seats and progress together.
func live(seats []exam.Seat, progress []attempt.Progress) []LiveSeat {
	byAttempt := make(map[uuid.UUID]attempt.Progress, len(progress))
	for _, p := range progress {
		byAttempt[p.AttemptID] = p
	}
	list := make([]LiveSeat, len(seats))
	for i, s := range seats {
		list[i] = LiveSeat{Seat: s}
		p, begun := byAttempt[s.AttemptID]
		if !begun {
			continue
		}
		list[i].Answered, list[i].Questions, list[i].LastSaveAt = p.Answered, p.Questions, p.LastSaveAt
		list[i].DeadlineAt, list[i].Takeovers, list[i].Late = p.DeadlineAt, max(0, p.Epoch-1), p.Late
	}
	return list
}

func seatsOf(list []LiveSeat) []exam.Seat {
	seats := make([]exam.Seat, len(list))
	for i, s := range list {
		seats[i] = s.Seat
	}
	return seats
}

func totals(list []LiveSeat, now time.Time) Totals {
	t := Totals{Total: len(list)}
	for _, s := range list {
		switch s.State {
		case exam.Assigned:
			t.Assigned++
		case exam.CheckedIn:
			t.CheckedIn++
		case exam.Started:
			t.Started++
			if now.Sub(later(s.LastSaveAt, s.StartedAt)) > silentAfter {
				t.Silent++
			}
		case exam.Submitted:
			t.Submitted++
		case exam.Absent:
			t.Absent++
		}
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// chosen gives the part of a list that a view asks for, and how many there are.
func (v View) chosen(list []LiveSeat) ([]LiveSeat, int) {
	var kept []LiveSeat
	for _, s := range list {
		if (v.RoomID == uuid.Nil || s.RoomID == v.RoomID) && (v.State == "" || s.State == v.State) {
			kept = append(kept, s)
		}
	}
	from := min(v.Offset, len(kept))
	return kept[from:min(from+v.Limit, len(kept))], len(kept)
}

// GrantInput gives more time.
type GrantInput struct {
	Minutes   int
	Reason    string
	Everybody bool
	SeatIDs   []uuid.UUID
}

const maxGrantMinutes = 60

func (in GrantInput) clean() (GrantInput, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	switch {
	case in.Minutes < 1 || in.Minutes > maxGrantMinutes:
		return in, fault.InvalidFields(fault.Field{Name: "minutes", Sub: subMinutes})
	case in.Reason == "":
		return in, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReason})
	case in.Everybody == (len(in.SeatIDs) > 0):
		return in, fault.InvalidFields(fault.Field{Name: "seatIds", Sub: subNobody})
	}
	return in, nil
}

// Grant is time that was given.
type Grant struct {
	ID        uuid.UUID
	SessionID uuid.UUID
	Minutes   int
	Reason    string
	Everybody bool
	Accounts  []uuid.UUID
	Names     []string // of the first twenty
	GrantedBy uuid.UUID
	ByName    string
	GrantedAt time.Time
}

// IncidentKind is the kind of an incident.
type IncidentKind string

// The kinds of incidents.
const (
	Device     IncidentKind = "device"
	Network    IncidentKind = "network"
	Power      IncidentKind = "power"
	Illness    IncidentKind = "illness"
	Discipline IncidentKind = "discipline"
	Misconduct IncidentKind = "misconduct"
	OtherKind  IncidentKind = "other"
)

// Incident is something that happened.
type Incident struct {
	ID         uuid.UUID
	SessionID  uuid.UUID
	SeatID     uuid.UUID // uuid.Nil: the whole room
	Who        string    // seat and name
	Kind       IncidentKind
	Text       string
	ReportedBy uuid.UUID
	ByName     string
	ReportedAt time.Time
}
