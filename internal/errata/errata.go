package errata

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
)

// Place is where the trainee met the question.
type Place string

// The places.
const (
	Drill     Place = "drill"
	WrongBook Place = "wrong_book"
	Mock      Place = "mock"
)

// Reason is what is wrong with a question, in the trainee's eyes.
type Reason string

// The reasons, one a button.
const (
	Key         Reason = "key"
	Stem        Reason = "stem"
	Options     Reason = "options"
	Explanation Reason = "explanation"
	Picture     Reason = "picture"
	Other       Reason = "other"
)

// State is a case's state.
type State string

// The states of a case.
const (
	Open    State = "open"
	Fixed   State = "fixed"
	NoFault State = "no_fault"
)

// Case is what is reported of one question until somebody answers it.
type Case struct {
	ID           uuid.UUID
	QuestionID   uuid.UUID
	LevelID      uuid.UUID
	VersionID    uuid.UUID // reported first
	State        State
	OpenedAt     time.Time
	DueAt        time.Time
	Reports      int
	Reasons      []ReasonCount // the most frequent first
	ResolvedAt   time.Time     // zero while open
	ResolvedName string
	Reply        string
	Stem         string // HTML, of VersionID
	Type         string
}

// ReasonCount says how many gave a reason.
type ReasonCount struct {
	Reason  Reason
	Reports int
}

// Report is what one trainee said about one question.
type Report struct {
	ID        uuid.UUID
	CaseID    uuid.UUID
	AccountID uuid.UUID // never shown to staff
	VersionID uuid.UUID
	Place     Place
	Reason    Reason
	Note      string
	CreatedAt time.Time
}

// MyReport is a report as its reporter sees it.
type MyReport struct {
	Report
	Stem       string // HTML
	State      State
	Reply      string
	ResolvedAt time.Time // zero while open
}

// Input is a report to make.
type Input struct {
	VersionID uuid.UUID
	Place     Place
	Reason    Reason
	Note      string
}

// workingDays is the time to answer a case. Authors teach by day and have to
// look the passage up, so one day is too short; a trainee who hears nothing for
// a week stops reporting, and meanwhile others learn the mistake. Three working
// days lie between.
const workingDays = 3

// dailyLimit is how many reports a person makes a day. An honest reader finds a
// few mistakes a day; twenty keeps a bored one from filling the queue.
const dailyLimit = 20

// dueAfter counts the working days, Monday to Friday in China, from a moment on;
// the hour stays. Public holidays are announced year by year and are not known
// here: a clock that runs through one warns too early, which harms nobody.
func dueAfter(opened time.Time) time.Time {
	due := opened.In(clock.China)
	for left := workingDays; left > 0; {
		due = due.AddDate(0, 0, 1)
		if day := due.Weekday(); day != time.Saturday && day != time.Sunday {
			left--
		}
	}
	return due.UTC()
}

// dayStart is the beginning of the day in China.
func dayStart(now time.Time) time.Time {
	y, m, d := now.In(clock.China).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, clock.China)
}
