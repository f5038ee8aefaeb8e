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
	WeightsNot100   Reason = "weights_not_100"   // percent
	EmptySection    Reason = "empty_section"     // a section without items or without score
	TotalDiffers    Reason = "total_differs"     // hundredths: total of the paper, sum of its sections
	RowNotDivisible Reason = "row_not_divisible" // hundredths: the points of RowID cannot be made of section scores
	NoExactSplit    Reason = "no_exact_split"    // each row could be met alone, all together cannot
	TooComplex      Reason = "too_complex"       // no split found within the search limit
)

// Conflict says that no bank, however large, could fill this paper.
type Conflict struct {
	Reason    Reason
	RowID     uuid.UUID // for RowNotDivisible
	Want, Got int
}

// Error is for logs; a person is shown the reason's own sentence.
func (c *Conflict) Error() string {
	return fmt.Sprintf("paper cannot be assembled: %s (want %d, got %d)", c.Reason, c.Want, c.Got)
}

// Cell is one place of the bank that lacks items.
type Cell struct {
	RowID  uuid.UUID // nil when the type is short over all rows together
	Type   marking.QuestionType
	Needed int
	Have   int
}

// Shortfall names what the bank lacks.
type Shortfall struct{ Cells []Cell }

// Error is for logs; a person is shown a table of the cells.
func (s *Shortfall) Error() string {
	parts := make([]string, 0, len(s.Cells))
	for _, cell := range s.Cells {
		parts = append(parts, fmt.Sprintf("row %s %s needs %d has %d", cell.RowID, cell.Type, cell.Needed, cell.Have))
	}
	return "bank lacks items: " + strings.Join(parts, ", ")
}
