package practice

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

// Mode is a way of drilling.
type Mode string

// The modes.
const (
	Sequential Mode = "sequential" // every question of the level, in the order of the element table
	Random     Mode = "random"     // RandomCount questions
	Row        Mode = "row"        // one row of the weight table
	Wrong      Mode = "wrong"      // the wrong book
)

// RandomCount is the length of a random drill.
const RandomCount = 20

// outAfter is how many right answers in a row take a question out of the
// wrong book.
const outAfter = 2

// Drill is a list of questions that somebody works through.
type Drill struct {
	ID          uuid.UUID
	AccountID   uuid.UUID
	LevelID     uuid.UUID
	Mode        Mode
	WeightRowID uuid.UUID // uuid.Nil unless Mode is Row
	VersionIDs  []uuid.UUID
	Position    int // number of the question last shown, from 1
	Answered    int
	Right       int
	CreatedAt   time.Time
}

// DrillDetail is a drill with its names and what was answered so far.
type DrillDetail struct {
	Drill
	LevelTitle string
	RowName    string // of mode Row
	Marks      []DrillMark
}

// DrillMark says of one answered question whether it was right.
type DrillMark struct {
	Number int
	Right  bool
}

// Outcome is the stored answer to a question of a drill, with its key.
type Outcome struct {
	Given       marking.Answer
	Right       bool
	Key         []string
	Explanation string            // HTML
	Why         []question.Choice // per option why it is right or wrong, where that was written
}

// whyOf gives the explanations of a version's options.
func whyOf(v bank.Version) []question.Choice {
	why := []question.Choice{}
	for _, o := range v.Options {
		if o.Explanation != "" {
			why = append(why, question.Choice{Key: o.Key, HTML: o.Explanation})
		}
	}
	return why
}

// Question is one question of a drill. Outcome is nil until it was answered.
type Question struct {
	Number  int
	Face    bank.Face
	Outcome *Outcome
}

// Standing is where a trainee stands in a level.
type Standing struct {
	LevelID   uuid.UUID
	Title     string
	Questions int // live in the practice pool
	Seen      int // of them answered at least once
	Right     int // of them answered right the last time
	Wrong     int // in the wrong book
	Rows      []RowStanding
	Drills    []Drill // living ones
}

// RowStanding is the same for one row of the theory weight table.
type RowStanding struct {
	WeightRowID uuid.UUID
	Name        string
	Percent     int
	Questions   int
	Seen        int
	Right       int
}

// WrongItem is one entry of the wrong book.
type WrongItem struct {
	QuestionID  uuid.UUID
	LevelID     uuid.UUID
	WeightRowID uuid.UUID
	RowName     string
	Version     bank.Version
	WrongTimes  int
	RightStreak int
	LastWrongAt time.Time
}

// MockState is a mock exam's state.
type MockState string

// The states of a mock exam.
const (
	Draft     MockState = "draft"
	Published MockState = "published"
	Closed    MockState = "closed"
)

// MockExam is a mock that staff offer.
type MockExam struct {
	ID          uuid.UUID
	Title       string
	LevelID     uuid.UUID
	LevelTitle  string
	BlueprintID uuid.UUID
	ClassID     uuid.UUID // uuid.Nil: everybody registered for the level
	ClassName   string    // for staff
	Tries       int
	OpensAt     time.Time
	ClosesAt    time.Time // zero: open end
	State       MockState
	Sittings    int // closed ones, over all people
	CreatedAt   time.Time
}

// MockInput is what staff enter.
type MockInput struct {
	Title       string
	LevelID     uuid.UUID
	BlueprintID uuid.UUID
	ClassID     uuid.UUID
	Tries       int
	OpensAt     time.Time
	ClosesAt    time.Time
}

func (in MockInput) check() error {
	if !in.ClosesAt.IsZero() && !in.ClosesAt.After(in.OpensAt) {
		return fault.InvalidFields(fault.Field{Name: "closesAt", Sub: subWindow})
	}
	return nil
}

// MyMock is a mock exam as one trainee sees it.
type MyMock struct {
	MockExam
	Minutes   int
	Questions int
	TriesUsed int
	Open      uuid.UUID          // attempt that goes on, or uuid.Nil
	Best      marking.Hundredths // -1 without a closed try
	LastID    uuid.UUID          // attempt of the last closed try, or uuid.Nil
}

// MockTry is one sitting of a mock by one person.
type MockTry struct {
	MockExamID uuid.UUID
	Title      string
	LevelID    uuid.UUID
	AccountID  uuid.UUID
	Name       string // of the person, for staff
	Try        int
	AttemptID  uuid.UUID
	StartedAt  time.Time
	ClosedAt   time.Time // zero until marked
	Got, Of    marking.Hundredths
}

// RowResult is what a try earned in one row of the weight table.
type RowResult struct {
	WeightRowID uuid.UUID
	Name        string
	Percent     int
	Got, Of     marking.Hundredths
}

// mayStart reports whether a further try may begin now.
func (m MockExam) mayStart(now time.Time, used int) error {
	switch {
	case m.State != Published:
		return fault.New(fault.Conflict, subMockClosed)
	case now.Before(m.OpensAt):
		return fault.New(fault.Conflict, subMockEarly)
	case !m.ClosesAt.IsZero() && !now.Before(m.ClosesAt):
		return fault.New(fault.Conflict, subMockClosed)
	case used >= m.Tries:
		return fault.New(fault.Conflict, subNoTries).With(fault.Params{"tries": m.Tries})
	}
	return nil
}

// weightRow is a row of the theory table as practice needs it.
type weightRow struct {
	ID      uuid.UUID `db:"id"`
	Name    string    `db:"name"`
	Percent int       `db:"percent"`
}

// inOrder sorts questions by weight row, element and question: the order of
// the element table, since its ids rise in it.
func inOrder(list []bank.Candidate, rows []weightRow) {
	place := map[uuid.UUID]int{}
	for i, r := range rows {
		place[r.ID] = i
	}
	slices.SortFunc(list, func(a, b bank.Candidate) int {
		return cmp.Or(
			cmp.Compare(place[a.WeightRowID], place[b.WeightRowID]),
			bytes.Compare(a.ElementID[:], b.ElementID[:]),
			bytes.Compare(a.QuestionID[:], b.QuestionID[:]),
		)
	})
}

// choose picks the versions of a drill. wrong lists the wrong book, latest
// first; seen counts how often each question was answered.
func choose(mode Mode, row uuid.UUID, list []bank.Candidate, rows []weightRow, wrong []uuid.UUID, seen map[uuid.UUID]int, seed uint64) []uuid.UUID {
	list = slices.Clone(list)
	inOrder(list, rows)
	switch mode {
	case Row:
		list = slices.DeleteFunc(list, func(c bank.Candidate) bool { return c.WeightRowID != row })
	case Random:
		shuffle := rand.New(rand.NewPCG(seed, 0x6a78)) //nolint:gosec // an order of questions, not a secret
		shuffle.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		// What was seen least comes first, so that a random drill does not repeat.
		slices.SortStableFunc(list, func(a, b bank.Candidate) int { return cmp.Compare(seen[a.QuestionID], seen[b.QuestionID]) })
		list = list[:min(len(list), RandomCount)]
	case Wrong:
		place := map[uuid.UUID]int{}
		for i, id := range wrong {
			place[id] = i + 1
		}
		list = slices.DeleteFunc(list, func(c bank.Candidate) bool { return place[c.QuestionID] == 0 })
		slices.SortFunc(list, func(a, b bank.Candidate) int { return cmp.Compare(place[a.QuestionID], place[b.QuestionID]) })
	}
	versions := make([]uuid.UUID, len(list))
	for i, c := range list {
		versions[i] = c.VersionID
	}
	return versions
}
