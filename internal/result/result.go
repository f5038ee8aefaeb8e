package result

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// State is where the results of a plan stand.
type State string

// The states of a plan's results.
const (
	Entered  State = "entered"
	Checked  State = "checked"
	Released State = "released"
)

// PartState says what there is of a candidate's part.
type PartState string

// The states of a part.
const (
	Missing PartState = "missing" // not marked or not typed yet
	Scored  PartState = "scored"
	Absent  PartState = "absent" // 缺考: no score, not passed
)

// Part is a candidate's theory or skill; Score counts only when Scored.
type Part struct {
	State PartState
	Score marking.Hundredths
}

// reaches reports that the part was sat and reaches the pass mark.
func (p Part) reaches(passMark int) bool {
	return p.State == Scored && p.Score >= marking.Hundredths(passMark)*100
}

// Decision is what both parts come to.
type Decision string

// The decisions.
const (
	Pending   Decision = "pending" // a part is missing
	Passed    Decision = "passed"
	NotPassed Decision = "not_passed"
)

// Decide holds both parts against the pass mark, in points of 100.
func Decide(theory, skill Part, passMark int) Decision {
	switch {
	case theory.State == Missing || skill.State == Missing:
		return Pending
	case theory.reaches(passMark) && skill.reaches(passMark):
		return Passed
	}
	return NotPassed
}

const fullScore marking.Hundredths = 100_00

// outOf100 brings a script's marks to 100 points, rounded down so that nobody
// is lifted over the pass mark.
func outOf100(got, of marking.Hundredths) marking.Hundredths {
	if of <= 0 || got <= 0 {
		return 0
	}
	return min(got, of) * fullScore / of
}

// Plan is a certification exam with where its results stand.
type Plan struct {
	ID         uuid.UUID
	Title      string
	LevelID    uuid.UUID
	LevelTitle string
	PassMark   int    // points of 100
	ExamState  string // the exam room's word for the plan's state
	State      State
	Candidates int
	Theory     Tally
	Skill      Tally
	Passed     int // by the parts as they stand
	CheckedBy  string
	CheckedAt  time.Time // zero before
	ReleasedBy string
	ReleasedAt time.Time // zero before
	CreatedAt  time.Time
}

// Tally counts the states of one part.
type Tally struct{ Absent, Missing, Scored int }

// Row is one candidate of a plan.
type Row struct {
	AccountID uuid.UUID
	LevelID   uuid.UUID
	Name      string
	IDMasked  string
	Ticket    string // of the theory part, or of the skill part where there is none
	Theory    Part
	Skill     Part
	SkillSeat Seat
	TypedBy   string    // of the skill score; empty when nobody typed
	TypedAt   time.Time // zero when nobody typed
	Decision  Decision
}

// Seat is where a candidate takes the skill part.
type Seat struct {
	Room   string
	Number int
	Ticket string
	State  string // the exam room's word, empty without a seat
}

// Entry is one skill score that an examiner types: scored or absent.
type Entry struct {
	AccountID uuid.UUID
	Part      Part
	Reason    string // needed where another score stands already
}

// Change is one entry of a part's history.
type Change struct {
	Part   string
	First  bool
	Before Part
	After  Part
	Reason string
	By     string
	At     time.Time
}

// Outcome is a released result.
type Outcome struct {
	PlanID     uuid.UUID
	AccountID  uuid.UUID
	LevelID    uuid.UUID
	PassMark   int
	Theory     Part
	Skill      Part
	Passed     bool
	ReleasedAt time.Time
}

// Mine is a plan as its candidate sees it. Before the release it holds nothing
// but the plan.
type Mine struct {
	PlanID     uuid.UUID
	PlanTitle  string
	LevelTitle string
	PassMark   int
	Released   bool
	Theory     Part
	Skill      Part
	Passed     bool
	ReleasedAt time.Time
}
