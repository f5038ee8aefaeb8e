// Package assemble builds papers that follow a weight table to the hundredth
// of a point and fulfil whatever else is demanded of them, or proves that no
// such paper exists. It is pure: the same set of items, demands and seed give
// the same papers, in whatever order the items come.
//
// # Method
//
// A paper is a set of items: x_is = 1 when item i stands in section s. Every
// demand is a row of a linear system over these whole numbers (model.go,
// model_points.go): counts of sections, points of rows, means, shares, keys,
// overlaps, enemies, and, by an argument of its own, "no point twice while
// points last".
//
// First a draw tries its luck: the largest-remainder split of the sections over
// the rows, kept exact (split.go), a pick with fresh points and seldom used
// items first (pick.go), and swaps that never break more than before
// (improve.go). It ends with a paper that fulfils every row of the system, or
// with nothing; it never says "impossible".
//
// What the draw does not find goes to the exact search of package linear, a
// branch and bound that starts from the best draw. It ends with a paper, with a
// proof that there is none (Infeasible.Proof: a tree of branches with Farkas
// multipliers at its leaves, which anybody can recompute in whole numbers), or
// at its limit of work (NotFound).
//
// Several forms are drawn one after the other, each as far from the others as
// demanded. When that fails, the proof is sought for one form, then for the sum
// of all forms (spec explains why that proves it for the forms), then, in small
// banks, for all forms at once, which is complete.
//
// The set of contradicting demands begins with those that the proof uses and
// drops one after the other as long as a proof remains (conflict.go): what is
// left contradicts itself, and does not without any one of its members. Then
// sets of fewer demands are sought among all of the input's (smallest.go), which
// ends with a smallest set, or at its limit of work with what it began with.
package assemble

import (
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
	VersionID   uuid.UUID
	QuestionID  uuid.UUID
	Type        marking.QuestionType
	RowID       uuid.UUID
	PointID     uuid.UUID // assessment point
	Importance  Importance
	Difficulty  int         // level, 1 easy – 5 hard; DifficultyOf maps it to the scale
	Measured    *float64    // difficulty from results, 0 easy – 1 hard; goes before the level
	Exposure    int         // how often it was used; less used items go first
	LastUsedDay *int        // nil: never; days as in Demands.Exposure
	Key         string      // the answer, as one word; "" keeps it out of the key balance
	Enemies     []uuid.UUID // question ids that must not stand on the same paper; one direction is enough
}

// Input is everything that decides a paper.
type Input struct {
	Sections        []Section // at most MaxSections
	Rows            []Row     // at most MaxRows
	Items           []Item
	Demands         Demands
	TotalHundredths marking.Hundredths
	Seed            int64
}

// Bounds of an input.
const (
	MaxSections = 6
	MaxRows     = 20
	MaxForms    = 10
	MaxEarlier  = 50

	MaxTotalHundredths = 1_000_000
)

// Paper is what was drawn.
type Paper struct {
	Sections []PaperSection // in the order of the input
	Rows     []RowPoints    // in the order of the weight table
	Figures  Figures
	Seed     int64 // of the input, plus the number of the form
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
// table cannot fit together whatever the bank holds, an *Infeasible when it is
// proved that the bank and the demands allow no paper, and a *NotFound when the
// search ended at its limit.
func Assemble(in Input) (Paper, error) {
	papers, err := Forms(in, 1)
	if err != nil {
		return Paper{}, err
	}
	return papers[0], nil
}

// Forms draws n parallel papers from one input, all or none, with the errors
// of Assemble. Items of earlier forms count as used, so the forms share as few
// items as the bank allows, and no more than Demands.Parallel says.
func Forms(in Input, n int) ([]Paper, error) {
	if err := check(in, n); err != nil {
		return nil, err
	}
	r := newRun(in)
	var dropped []string
	limits := hardened(r.limits, true)
	found := r.find(limits, n)
	if found.outcome != yes && hasSoft(r.limits) {
		// The bank does not allow the soft shares; come as near as the luck goes.
		found = r.find(r.limits, n)
		dropped = []string{demandImportance}
		limits = hardened(r.limits, false)
	}
	switch found.outcome {
	case no:
		return nil, r.explain(limits, n, found.proof)
	case unknown:
		return nil, &NotFound{Forms: n}
	}
	return r.papers(found.forms, dropped), nil
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
