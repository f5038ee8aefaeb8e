package invigilation

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
)

// Scope is whom an announcement was made to.
type Scope string

// The scopes.
const (
	ToSession Scope = "session"
	ToRoom    Scope = "room"
	ToSeats   Scope = "seats"
)

// AnnouncementInput is a sentence and one of everybody, a room or seats.
type AnnouncementInput struct {
	Text      string
	Everybody bool
	RoomID    uuid.UUID
	SeatIDs   []uuid.UUID
}

const (
	minText = 2
	maxText = 200
)

func (in AnnouncementInput) clean() (AnnouncementInput, error) {
	in.Text = strings.Join(strings.Fields(in.Text), " ")
	if n := utf8.RuneCountInString(in.Text); n < minText || n > maxText {
		return in, fault.InvalidFields(fault.Field{Name: "text", Sub: subText, Params: fault.Params{"min": minText, "max": maxText}})
	}
	ways := 0
	for _, chosen := range []bool{in.Everybody, in.RoomID != uuid.Nil, len(in.SeatIDs) > 0} {
		if chosen {
			ways++
		}
	}
	if ways != 1 {
		return in, fault.InvalidFields(fault.Field{Name: "everybody", Sub: subWhom})
	}
	return in, nil
}

// recipients gives the seats that are spoken to: those of the chosen that may
// still read it. Whoever comes late reads it on beginning. known is false when a
// chosen seat is not among those that the actor sees.
func (in AnnouncementInput) recipients(seats []exam.Seat) (list []exam.Seat, known bool) {
	chosen := map[uuid.UUID]bool{}
	for _, id := range in.SeatIDs {
		chosen[id] = true
	}
	seen := 0
	for _, seat := range seats {
		if !in.Everybody && seat.RoomID != in.RoomID && !chosen[seat.ID] {
			continue
		}
		seen++
		if seat.State != exam.Submitted && seat.State != exam.Absent {
			list = append(list, seat)
		}
	}
	return list, seen >= len(chosen)
}

// Announcement is what was said, to whom, and how far it has come among the
// seats that the actor sees.
type Announcement struct {
	ID        uuid.UUID
	SessionID uuid.UUID
	Scope     Scope
	RoomID    uuid.UUID // uuid.Nil unless said to a room
	RoomName  string
	Text      string
	SentBy    uuid.UUID
	ByName    string
	SentAt    time.Time

	Addressed    int
	Acknowledged int
	Waiting      int // are writing and have not acknowledged
	Missed       int // have ended without acknowledging
}

// Begun counts those whose page shows it or has shown it.
func (a Announcement) Begun() int { return a.Acknowledged + a.Waiting + a.Missed }

// MyAnnouncement is an announcement as its candidate sees it.
type MyAnnouncement struct {
	ID             uuid.UUID
	Text           string
	SentAt         time.Time
	AcknowledgedAt time.Time // zero: not yet
}
