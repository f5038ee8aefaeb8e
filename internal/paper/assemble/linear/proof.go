package linear

import (
	"fmt"
	"math"
	"math/big"
)

// Proof shows that a problem has no solution; the package comment says why it
// is one. It holds all that a checker needs beside the bounds of the variables.
type Proof struct {
	Rows []Row // that some leaf uses
	Root *Node
}

// Node is a leaf with multipliers, or splits Var into ≤ At (Low) and ≥ At+1
// (High).
type Node struct {
	Multipliers []Multiplier
	Var         int
	At          int64
	Low, High   *Node
}

// Multiplier is Y times the row Proof.Rows[Row].
type Multiplier struct {
	Row int
	Y   int64
}

// Verify recomputes the proof in exact arithmetic for variables within lo and
// hi. It trusts nothing but the rows.
func (p *Proof) Verify(lo, hi []int64) error {
	return p.verify(p.Root, append([]int64(nil), lo...), append([]int64(nil), hi...))
}

func (p *Proof) verify(n *Node, lo, hi []int64) error {
	switch {
	case n == nil:
		return fmt.Errorf("a branch is missing")
	case n.Low == nil && n.High == nil:
		if !refutes(p.Rows, n.Multipliers, lo, hi) {
			return fmt.Errorf("a leaf proves nothing")
		}
		return nil
	}
	oldLo, oldHi := lo[n.Var], hi[n.Var]
	hi[n.Var] = min(oldHi, n.At)
	if err := p.verify(n.Low, lo, hi); err != nil {
		return err
	}
	hi[n.Var] = oldHi
	lo[n.Var] = max(oldLo, n.At+1)
	err := p.verify(n.High, lo, hi)
	lo[n.Var] = oldLo
	return err
}

// refutes computes low > high of the package comment: in machine words where
// nothing can overflow, else in big ones.
func refutes(rows []Row, multipliers []Multiplier, lo, hi []int64) bool {
	sizes := make([]float64, len(lo)) // of the coefficients, at most
	size := 0.0                       // of low and high, at most
	for _, m := range multipliers {
		row := rows[m.Row]
		edge := row.edge(m.Y)
		if edge >= Inf || edge <= -Inf {
			return false
		}
		y := math.Abs(float64(m.Y))
		size += y * math.Abs(float64(edge))
		for _, t := range row.Terms {
			sizes[t.Var] += y * math.Abs(float64(t.Coef))
		}
	}
	for j, v := range sizes {
		if v == 0 {
			continue
		}
		if lo[j] > hi[j] {
			return true
		}
		size += v * max(1, math.Abs(float64(lo[j])), math.Abs(float64(hi[j])))
	}
	if size >= 1<<61 {
		return refutesBig(rows, multipliers, lo, hi)
	}
	gap, sum := int64(0), make([]int64, len(lo))
	for _, m := range multipliers {
		row := rows[m.Row]
		gap += m.Y * row.edge(m.Y)
		for _, t := range row.Terms {
			sum[t.Var] += m.Y * t.Coef
		}
	}
	for j, c := range sum {
		if c < 0 {
			gap -= c * lo[j]
		} else {
			gap -= c * hi[j]
		}
	}
	return gap > 0
}

// edge is the side of the row that a multiplier of that sign uses.
func (r Row) edge(y int64) int64 {
	if y < 0 {
		return r.Hi
	}
	return r.Lo
}

func refutesBig(rows []Row, multipliers []Multiplier, lo, hi []int64) bool {
	sum := map[int]*big.Int{}
	gap := new(big.Int) // low - high
	var y, t big.Int
	for _, m := range multipliers {
		row := rows[m.Row]
		y.SetInt64(m.Y)
		gap.Add(gap, t.Mul(&y, big.NewInt(row.edge(m.Y))))
		for _, term := range row.Terms {
			c := sum[term.Var]
			if c == nil {
				c = new(big.Int)
				sum[term.Var] = c
			}
			c.Add(c, t.Mul(&y, big.NewInt(term.Coef)))
		}
	}
	for j, c := range sum {
		edge := hi[j]
		if c.Sign() < 0 {
			edge = lo[j]
		}
		gap.Sub(gap, t.Mul(c, big.NewInt(edge)))
	}
	return gap.Sign() > 0
}

// leaf turns the simplex' multipliers into whole ones that prove what they
// should: small ones when they fit, else finely rounded ones. Nil when neither
// does.
func leaf(rows []Row, scale, y []float64, lo, hi []int64) []Multiplier {
	biggest := 0.0
	exact := make([]float64, len(y))
	for i := range y {
		exact[i] = -y[i] / scale[i]
		biggest = max(biggest, math.Abs(exact[i]))
	}
	smallest := biggest
	for _, v := range exact {
		if math.Abs(v) > biggest*1e-9 {
			smallest = min(smallest, math.Abs(v))
		}
	}
	for _, f := range []float64{1 / smallest, 2 / smallest, 6 / smallest, 60 / smallest, (1 << 24) / biggest, (1 << 36) / biggest, (1 << 46) / biggest} {
		for _, sign := range []float64{1, -1} {
			if m := whole(exact, sign*f); m != nil && refutes(rows, m, lo, hi) {
				return m
			}
		}
	}
	return nil
}

func whole(y []float64, factor float64) []Multiplier {
	var out []Multiplier
	for i, v := range y {
		r := math.Round(v * factor)
		if math.Abs(r) > 1<<50 {
			return nil
		}
		if r != 0 {
			out = append(out, Multiplier{Row: i, Y: int64(r)})
		}
	}
	return out
}
