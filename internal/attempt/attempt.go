package attempt

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
)

// State is a sitting's state.
type State string

// The states.
const (
	Open      State = "open"
	Submitted State = "submitted"
	ClosedOff State = "closed"
	Void      State = "void"
)

// Ended reports that no save can enter the script any more.
func (s State) Ended() bool { return s != Open }

// Opening is everything a sitting needs to know; the caller's rules are copied
// into the attempt, which asks nobody afterwards.
type Opening struct {
	Purpose               paper.Purpose
	ContextID             uuid.UUID // the exam session or the mock exam
	AccountID             uuid.UUID
	Try                   int // from 1
	FormID                uuid.UUID
	Minutes               int       // 0 = no limit of its own
	WindowEndsAt          time.Time // zero = none
	AllowanceSeconds      int
	EarliestHandInMinutes int // after the opening; never later than the deadline
	Title                 string
}

// Attempt is one sitting.
type Attempt struct {
	ID               uuid.UUID
	Purpose          paper.Purpose
	ContextID        uuid.UUID
	AccountID        uuid.UUID
	Try              int
	FormID           uuid.UUID
	Title            string
	Seed             int64
	Epoch            int // how often the lease was taken
	State            State
	StartedAt        time.Time
	DeadlineAt       time.Time // zero = never
	AllowanceSeconds int
	EarliestHandInAt time.Time
	WindowEndsAt     time.Time // zero = none
	ClosedAt         time.Time // zero while open
	CloseReason      string    // "submitted" or "deadline"
	Receipt          *Receipt  // nil until handed in, or until marked after a closing
	Marked           bool

	layout int
	holder uuid.NullUUID
}

// closesAt is the moment from which nothing counts any more.
func (a Attempt) closesAt() time.Time {
	if a.DeadlineAt.IsZero() {
		return time.Time{}
	}
	return a.DeadlineAt.Add(time.Duration(a.AllowanceSeconds) * time.Second)
}

// over reports that the sitting's time and allowance have passed.
func (a Attempt) over(now time.Time) bool {
	end := a.closesAt()
	return !end.IsZero() && now.After(end)
}

// Progress is how far one candidate is, for those who watch.
type Progress struct {
	AttemptID  uuid.UUID
	AccountID  uuid.UUID
	Try        int
	State      State
	Answered   int
	Questions  int
	LastSaveAt time.Time // zero = nothing saved yet
	StartedAt  time.Time
	DeadlineAt time.Time // zero = never
	Epoch      int
	Late       int // answers in the late store that the script does not hold
}

// Saved is the winning answer of a question as the candidate knows it.
type Saved struct {
	Q     int
	Value string // letters of the candidate's paper; "" = cleared
	Epoch int
	Seq   int64
}

// Sight is what the candidate's page needs on opening or coming back.
type Sight struct {
	Attempt    Attempt
	ServerTime time.Time
	Questions  int
	Answers    []Saved // of an open sitting
}

// Review is an ended sitting with everything shown. Whoever hands it on has
// decided that it may be seen.
type Review struct {
	Attempt   Attempt
	Marks     marking.Marks
	Questions []ReviewQuestion // in the candidate's order
}

// ReviewQuestion is one question with its key. Options stand in the author's
// order under the author's letters, which the explanation may speak of.
type ReviewQuestion struct {
	Number      int // on the candidate's paper
	VersionID   uuid.UUID
	WeightRowID uuid.UUID
	Type        string
	Stem        string
	Options     []ReviewOption
	Pictures    []uuid.UUID
	Explanation string
	Given       marking.Answer
	Got, Of     marking.Hundredths
	Right       bool
	Blank       bool
}

// ReviewOption is one option; Right says that it belongs to the key.
type ReviewOption struct {
	Key    string
	HTML   string
	Right  bool
	Chosen bool
	Why    string // HTML; empty where nobody wrote it
}

// deadlines computes when a sitting that opens now must end; zero = never.
func (o Opening) deadlines(now time.Time) (deadline, earliest time.Time) {
	if o.Minutes > 0 {
		deadline = now.Add(time.Duration(o.Minutes) * time.Minute)
	}
	if !o.WindowEndsAt.IsZero() && (deadline.IsZero() || o.WindowEndsAt.Before(deadline)) {
		deadline = o.WindowEndsAt
	}
	earliest = now.Add(time.Duration(o.EarliestHandInMinutes) * time.Minute)
	if !deadline.IsZero() && earliest.After(deadline) {
		earliest = deadline
	}
	return deadline, earliest
}
