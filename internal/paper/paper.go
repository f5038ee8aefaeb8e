package paper

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

// Purpose says what a paper is for.
type Purpose string

// The purposes. An exam draws from bank.Exam, a mock from bank.Mock.
const (
	Exam Purpose = "exam"
	Mock Purpose = "mock"
)

// Pool is the pool of questions that the purpose draws from.
func (p Purpose) Pool() bank.Pool {
	if p == Exam {
		return bank.Exam
	}
	return bank.Mock
}

// State is a blueprint's state.
type State string

// The states of a blueprint.
const (
	Draft State = "draft"
	Ready State = "ready"
)

// Origin says how a form came about.
type Origin string

// The origins of a form.
const (
	Frozen Origin = "frozen" // by a person, for many candidates
	Drawn  Origin = "drawn"  // for one attempt
)

// FullMark is the total of every paper: 100 points.
const FullMark marking.Hundredths = 10_000

// Section is one part of a paper: Count questions of one type, equal scores.
type Section struct {
	Type            bank.Type
	Title           string
	Count           int
	ScoreHundredths marking.Hundredths
}

// Blueprint is the design of a paper.
type Blueprint struct {
	ID              uuid.UUID
	LevelID         uuid.UUID
	Name            string
	Purpose         Purpose
	Minutes         int
	MultipleMode    marking.Mode // what an incomplete answer to a multiple question earns
	TotalHundredths marking.Hundredths
	State           State
	Demands         Demands
	Sections        []Section
	Forms           int // frozen from it
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Form is a frozen paper without its key. Items are never sent to candidates
// as they stand.
type Form struct {
	ID              uuid.UUID
	BlueprintID     uuid.UUID
	LevelID         uuid.UUID
	Code            string
	Title           string
	Purpose         Purpose
	Origin          Origin
	Minutes         int
	MultipleMode    marking.Mode
	TotalHundredths marking.Hundredths
	Seed            int64
	Demands         Demands          // of the blueprint at that time
	Figures         assemble.Figures // what the assembler measured
	Online          bool             // can be sat on a screen: every question is answered by choosing
	Approval        Approval         // of a frozen form
	DecidedByName   string
	DecidedAt       time.Time
	RejectReason    string
	Sections        []Section
	Items           []Item
	CreatedBy       uuid.UUID
	CreatedByName   string
	CreatedAt       time.Time
}

// Approval is where a frozen form stands between its maker and the second
// person.
type Approval string

// The approvals.
const (
	Pending  Approval = "pending"
	Approved Approval = "approved"
	Rejected Approval = "rejected"
)

// Item is one question of a form.
type Item struct {
	Number          int // from 1 over the whole form
	Section         int // index into Form.Sections
	VersionID       uuid.UUID
	QuestionID      uuid.UUID
	WeightRowID     uuid.UUID
	ScoreHundredths marking.Hundredths
}

// Face is what a candidate may see of one question: no key, no explanation.
type Face = bank.Face

// VersionIDs lists the form's versions in the order of its items.
func (f Form) VersionIDs() []uuid.UUID {
	ids := make([]uuid.UUID, len(f.Items))
	for i, item := range f.Items {
		ids[i] = item.VersionID
	}
	return ids
}

// RowPoints says what a row of the weight table wants and got on a form.
type RowPoints struct {
	WeightRowID uuid.UUID
	Name        string
	Percent     int
	Want, Got   marking.Hundredths
	Items       int
}

// Shortfall is one place of the bank that lacks questions.
type Shortfall struct {
	WeightRowID uuid.UUID // nil when the type is short over all rows together
	RowName     string
	Type        bank.Type
	Needed      int
	Have        int
}

// Check is the outcome of a trial assembly: either Rows, or a Conflict, or
// Shortfalls.
type Check struct {
	Rows                  []RowPoints
	Conflict              *fault.Error
	Shortfalls            []Shortfall
	Demands               []Trouble         // a set of demands that contradict each other
	Irreducible, Smallest bool              // what is certain of that set, as the assembler says
	Further               [][]Trouble       // other such sets: each has to give way
	Relax                 []Trouble         // changes of one demand that make a paper possible
	Together              []Trouble         // changes that do so when all of them are made
	Figures               *assemble.Figures // of the paper that was tried
}

// OK reports that a paper can be assembled.
func (c Check) OK() bool { return c.Conflict == nil && len(c.Shortfalls) == 0 && len(c.Demands) == 0 }

const (
	maxForms    = 5
	maxTwins    = 3
	maxPerPart  = 300
	longestName = 60
)

// tidy trims texts and names sections that have no title.
func (b Blueprint) tidy() Blueprint {
	b.Name = strings.TrimSpace(b.Name)
	b.TotalHundredths = FullMark
	if b.MultipleMode == "" {
		b.MultipleMode = marking.Exact
	}
	sections := make([]Section, len(b.Sections))
	for i, s := range b.Sections {
		if s.Title = strings.TrimSpace(s.Title); s.Title == "" {
			s.Title = s.Type.Title()
		}
		sections[i] = s
	}
	b.Sections = sections
	return b
}

func (b Blueprint) check() error {
	var faults []fault.Field
	add := func(name string, sub fault.Sub) { faults = append(faults, fault.Field{Name: name, Sub: sub}) }
	if b.Name == "" || len([]rune(b.Name)) > longestName {
		add("name", subNameMissing)
	}
	if b.Minutes < 1 || b.Minutes > 600 {
		add("minutes", subMinutes)
	}
	if b.Purpose != Exam && b.Purpose != Mock {
		add("purpose", subSections)
	}
	faults = append(append(faults, checkSections(b.Sections)...), b.Demands.check()...)
	if len(faults) > 0 {
		return fault.InvalidFields(faults...)
	}
	return nil
}

func checkSections(sections []Section) []fault.Field {
	if len(sections) == 0 || len(sections) > assemble.MaxSections {
		return []fault.Field{{Name: "sections", Sub: subSections, Params: fault.Params{"max": assemble.MaxSections}}}
	}
	var faults []fault.Field
	for i, s := range sections {
		at := "sections." + strconv.Itoa(i) + "."
		if s.Type.Title() == "" {
			faults = append(faults, fault.Field{Name: at + "type", Sub: subSectionType})
		}
		if s.Count < 1 || s.Count > maxPerPart {
			faults = append(faults, fault.Field{Name: at + "count", Sub: subSectionCount, Params: fault.Params{"max": maxPerPart}})
		}
		if s.ScoreHundredths < 1 || s.ScoreHundredths > FullMark {
			faults = append(faults, fault.Field{Name: at + "scoreHundredths", Sub: subSectionScore})
		}
	}
	return faults
}

// input makes the assembler's input.
func input(sections []Section, rows []weightRow, items []bank.Candidate, used map[uuid.UUID]use, seed int64) assemble.Input {
	in := assemble.Input{TotalHundredths: FullMark, Seed: seed}
	for _, s := range sections {
		in.Sections = append(in.Sections, assemble.Section{Type: marking.QuestionType(s.Type), Count: s.Count, ScoreHundredths: s.ScoreHundredths})
	}
	for _, r := range rows {
		in.Rows = append(in.Rows, assemble.Row{ID: r.ID, Percent: r.Percent})
	}
	for _, c := range items {
		item := assemble.Item{
			VersionID: c.VersionID, QuestionID: c.QuestionID, Type: marking.QuestionType(c.Type), RowID: c.WeightRowID, PointID: c.ElementID,
			Importance: assemble.Importance(c.Importance), Difficulty: c.Difficulty, Exposure: used[c.QuestionID].times, Enemies: c.Enemies,
		}
		if c.Type == bank.Single || c.Type == bank.Judge {
			item.Key = strings.Join(c.Key, "")
		}
		if last := used[c.QuestionID].last; !last.IsZero() {
			day := dayOf(last)
			item.LastUsedDay = &day
		}
		in.Items = append(in.Items, item)
	}
	return in
}
