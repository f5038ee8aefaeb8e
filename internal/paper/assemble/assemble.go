// Package assemble builds theory papers that follow a weight table to the
// hundredth of a point. It is pure: the same input and seed give the same
// paper, in whatever order the items come.
//
// It works in two steps. The split decides how many items each section takes
// from each row of the weight table (split.go); the pick then chooses them
// (pick.go).
package assemble

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Importance of an assessment point.
type Importance string

// The importances: core, general, auxiliary.
const (
	X Importance = "X"
	Y Importance = "Y"
	Z Importance = "Z"
)

// Section is one part of the paper: Count items of one type, equal scores.
type Section struct {
	Type            marking.QuestionType
	Count           int
	ScoreHundredths marking.Hundredths
}

// Row is one row of the weight table. The percentages of all rows add up to
// 100; a row of zero gets nothing.
type Row struct {
	ID      uuid.UUID
	Percent int
}

// Item is a question that may be drawn. An item of a row that the weight
// table does not hold is never drawn.
type Item struct {
	VersionID  uuid.UUID
	QuestionID uuid.UUID
	Type       marking.QuestionType
	RowID      uuid.UUID
	PointID    uuid.UUID // assessment point
	Importance Importance
	Difficulty int         // carried along, 1 easy – 5 hard
	Exposure   int         // how often it was used; less used items go first
	Enemies    []uuid.UUID // question ids that must not stand on the same paper
}

// Input is everything that decides a paper.
type Input struct {
	Sections        []Section // at most MaxSections
	Rows            []Row     // at most MaxRows
	Items           []Item
	TotalHundredths marking.Hundredths
	Seed            int64
}

// Bounds of an input.
const (
	MaxSections = 6
	MaxRows     = 20
)

// Paper is what was drawn.
type Paper struct {
	Sections []PaperSection // in the order of the input
	Rows     []RowPoints    // in the order of the weight table
	Seed     int64
}

// PaperSection holds the drawn items in the order of the paper.
type PaperSection struct {
	Section
	Items []Item
}

// RowPoints says what one row of the weight table got; Got equals Want on
// every paper that Assemble returns.
type RowPoints struct {
	RowID     uuid.UUID
	Percent   int
	Want, Got marking.Hundredths
	Items     int
}

// Assemble draws a paper. It returns a *Conflict when sections and weight
// table cannot fit together whatever the bank holds, and a *Shortfall when the
// bank lacks items.
func Assemble(in Input) (Paper, error) {
	if err := check(in); err != nil {
		return Paper{}, err
	}
	shelf := newShelf(in)
	plan, err := makePlan(in, shelf)
	if err != nil {
		return Paper{}, err
	}
	return pick(in, shelf, plan)
}

// Forms draws n parallel papers from one input. Items of earlier papers count
// as used, so the papers share as few items as the bank allows.
func Forms(in Input, n int) ([]Paper, error) {
	in.Items = slices.Clone(in.Items)
	papers := make([]Paper, 0, n)
	for i := range n {
		next := in
		next.Seed = in.Seed + int64(i)
		paper, err := Assemble(next)
		if err != nil {
			return nil, err
		}
		papers = append(papers, paper)
		used := paper.versions()
		for at := range in.Items {
			if used[in.Items[at].VersionID] {
				in.Items[at].Exposure++
			}
		}
	}
	return papers, nil
}

func (p Paper) versions() map[uuid.UUID]bool {
	used := map[uuid.UUID]bool{}
	for _, section := range p.Sections {
		for _, item := range section.Items {
			used[item.VersionID] = true
		}
	}
	return used
}

func check(in Input) error {
	if len(in.Sections) == 0 || len(in.Sections) > MaxSections || len(in.Rows) == 0 || len(in.Rows) > MaxRows {
		return &Conflict{Reason: TooManyParts, Want: MaxSections, Got: len(in.Sections)}
	}
	percent, points := 0, 0
	for _, row := range in.Rows {
		if row.Percent < 0 {
			return &Conflict{Reason: WeightsNot100, Want: 100, Got: row.Percent}
		}
		percent += row.Percent
	}
	if percent != 100 {
		return &Conflict{Reason: WeightsNot100, Want: 100, Got: percent}
	}
	for _, section := range in.Sections {
		if section.Count <= 0 || section.ScoreHundredths <= 0 {
			return &Conflict{Reason: EmptySection, Want: 1, Got: 0}
		}
		points += section.Count * int(section.ScoreHundredths)
	}
	if points != int(in.TotalHundredths) {
		return &Conflict{Reason: TotalDiffers, Want: int(in.TotalHundredths), Got: points}
	}
	return checkRows(in)
}

// checkRows finds rows whose points no mix of section scores can make.
func checkRows(in Input) error {
	for _, row := range in.Rows {
		exact := row.Percent * int(in.TotalHundredths)
		if exact%100 != 0 || !reachable(exact/100, in.Sections) {
			return &Conflict{Reason: RowNotDivisible, RowID: row.ID, Want: exact / 100}
		}
	}
	return nil
}

// reachable reports whether some counts of the sections' items make exactly
// the points.
func reachable(points int, sections []Section) bool {
	can := make([]bool, points+1)
	can[0] = true
	for _, section := range sections {
		score := int(section.ScoreHundredths)
		taken := make([]int, points+1)
		for p := score; p <= points; p++ {
			if !can[p] && can[p-score] && taken[p-score] < section.Count {
				can[p], taken[p] = true, taken[p-score]+1
			}
		}
	}
	return can[points]
}

// shelf sorts the usable items by row and type.
type shelf struct {
	rowAt map[uuid.UUID]int
	cells []map[marking.QuestionType][]Item // by row
}

// newShelf keeps one version a question and sorts by version, so that the
// order of the input means nothing.
func newShelf(in Input) shelf {
	s := shelf{rowAt: map[uuid.UUID]int{}}
	for at, row := range in.Rows {
		s.rowAt[row.ID] = at
		s.cells = append(s.cells, map[marking.QuestionType][]Item{})
	}
	items := slices.Clone(in.Items)
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Compare(string(a.VersionID[:]), string(b.VersionID[:]))
	})
	seen := map[uuid.UUID]bool{}
	for _, item := range items {
		at, ok := s.rowAt[item.RowID]
		if !ok || seen[item.QuestionID] {
			continue
		}
		seen[item.QuestionID] = true
		s.cells[at][item.Type] = append(s.cells[at][item.Type], item)
	}
	return s
}

func (s shelf) have(row int, kind marking.QuestionType) int { return len(s.cells[row][kind]) }
