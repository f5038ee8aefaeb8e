package assemble

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Reason says why sections and weight table contradict each other.
type Reason string

// The reasons of a Conflict, with what Want and Got mean.
const (
	TooManyParts    Reason = "too_many_parts"    // sections or rows: none, or too many
	TooManyForms    Reason = "too_many_forms"    // forms: none, or too many
	WeightsNot100   Reason = "weights_not_100"   // percent
	EmptySection    Reason = "empty_section"     // a section without items or without score, or a huge one
	TooLarge        Reason = "too_large"         // hundredths: the most that a paper may have, sum of the sections
	TotalDiffers    Reason = "total_differs"     // hundredths: total of the paper, sum of its sections
	RowNotDivisible Reason = "row_not_divisible" // hundredths: the points of RowID cannot be made of section scores
	NoExactSplit    Reason = "no_exact_split"    // each row could be met alone, all together cannot
	BadDemand       Reason = "bad_demand"        // Demand has figures that mean nothing
)

// Conflict says that no bank, however large, could fill this paper.
type Conflict struct {
	Reason    Reason
	RowID     uuid.UUID // for RowNotDivisible
	Demand    string    // for BadDemand
	Want, Got int
}

// Error is for logs; a person is shown the reason's own sentence.
func (c *Conflict) Error() string {
	return fmt.Sprintf("paper cannot be assembled: %s %s(want %d, got %d)", c.Reason, c.Demand, c.Want, c.Got)
}

// Cell is one place of the bank that lacks items: Needed by the split of the
// sections that is nearest to the weight table's proportions.
type Cell struct {
	RowID  uuid.UUID // nil when the type is short over all rows together
	Type   marking.QuestionType
	Needed int
	Have   int
}

// Infeasible says that no paper exists, and proves it.
type Infeasible struct {
	// Cells lack items. Empty when items are not what is missing.
	Cells []Cell
	// Demands contradict each other, on this bank. Weight table and counts of
	// the sections hold beside them unless they are listed themselves.
	Demands []Demand
	// Irreducible: without any one of Demands the rest would not. False when the
	// search ended before that was certain.
	Irreducible bool
	// Smallest: no fewer of the input's demands contradict each other; implies
	// Irreducible. False when the search ended before that was certain.
	Smallest bool
	// Further sets contradict themselves, too, apart from Demands.
	Further [][]Demand
	// Relax names changes of a single demand that give a paper: each was tried.
	Relax []Relaxation
	// Together names changes that give a paper when all of them are made, which
	// was tried, too. Empty when there is one of a single demand.
	Together []Relaxation
	// Proof shows that Demands, or more of the input's demands, contradict.
	Proof *Proof
}

// Relaxation is a value that makes the paper possible when everything else
// stays.
type Relaxation struct {
	Demand Demand         `json:"demand"`
	To     map[string]any `json:"to"` // the demand's parameter and its new value; off: true when it must go
}

// Error is for logs; a person is shown cells, demands and ways out.
func (e *Infeasible) Error() string {
	var parts []string
	for _, cell := range e.Cells {
		parts = append(parts, fmt.Sprintf("row %s %s needs %d has %d", cell.RowID, cell.Type, cell.Needed, cell.Have))
	}
	for _, d := range e.Demands {
		parts = append(parts, fmt.Sprint(d.Name, d.Params))
	}
	return "no paper exists: " + strings.Join(parts, ", ")
}

// NotFound says that neither a paper nor a proof was found within the limit of
// the search. It does not say that there is none.
type NotFound struct{ Forms int }

// Error is for logs.
func (e *NotFound) Error() string {
	return fmt.Sprintf("no %d papers found within the limit of the search", e.Forms)
}
