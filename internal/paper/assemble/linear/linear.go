// Package linear decides whether a system of linear rows over bounded whole
// numbers has a solution, and proves it either way. It knows nothing of papers
// and is pure: the same problem gives the same answer, bit for bit.
//
// # Method
//
// Depth-first branch and bound over the relaxation to real numbers, which a
// bounded-variable primal simplex decides (simplex.go). Every node ends in one
// of three ways: the relaxation has a whole-numbered point (a solution, checked
// in whole numbers against every row), it has none at all (a leaf with Farkas
// multipliers), or a variable x with a broken value v is split into x ≤ ⌊v⌋ and
// x ≥ ⌊v⌋+1.
//
// # Proof of "impossible"
//
// Let the rows be lo ≤ A·x ≤ hi and the bounds l ≤ x ≤ u. For any whole
// multipliers y, each x that fulfils all rows has
//
//	y·(A·x) ≥ Σ y_i·(y_i > 0 ? lo_i : hi_i) =: low
//
// and each x within the bounds has
//
//	(y·A)·x ≤ Σ_j max((y·A)_j·l_j, (y·A)_j·u_j) =: high.
//
// low > high is therefore a proof that no x fulfils both. Each leaf of the tree
// carries such a y for the bounds that the branches above it have set; as
// x ≤ v or x ≥ v+1 holds for every whole number, the leaves together exclude
// every x. Proof.Verify recomputes all of it in exact arithmetic; floating
// point only ever proposes multipliers. What cannot be verified is reported as
// Limit, never as Impossible.
package linear

import "math"

// Inf and -Inf stand for an absent side of a row.
const Inf = math.MaxInt64 / 4

// Term is Coef times the variable Var.
type Term struct {
	Var  int
	Coef int64
}

// Row demands Lo ≤ Σ Terms ≤ Hi. ID is the caller's and comes back in proofs.
type Row struct {
	ID     int
	Terms  []Term
	Lo, Hi int64
}

// Problem is a system of rows over whole-numbered variables.
type Problem struct {
	Lo, Hi   []int64 // finite bounds of each variable
	Priority []int   // branching order: lower first; nil means all equal
	Start    []bool  // variables to begin at their upper bound; nil means none
	Rows     []Row
	// Lazy gives rows that x breaks, out of a family too large to list; none
	// means that x fulfils the whole family. Nil means there is no family.
	Lazy func(x []float64) []Row
}

// Outcome of Solve.
type Outcome int

// The outcomes: a solution; a verified proof that there is none; neither
// within the limit.
const (
	Found Outcome = iota
	Impossible
	Limit
)

// Result is what Solve found: X for Found, Proof for Impossible.
type Result struct {
	Outcome Outcome
	X       []int64
	Proof   *Proof
	Work    int // what it cost, in the unit of the limit
}

// fulfils checks a whole-numbered point against rows and bounds.
func fulfils(p Problem, rows []Row, x []int64) bool {
	for j, v := range x {
		if v < p.Lo[j] || v > p.Hi[j] {
			return false
		}
	}
	for _, row := range rows {
		sum := int64(0)
		for _, t := range row.Terms {
			sum += t.Coef * x[t.Var]
		}
		if sum < row.Lo || sum > row.Hi {
			return false
		}
	}
	return true
}
