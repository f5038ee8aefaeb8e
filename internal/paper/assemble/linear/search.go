package linear

import (
	"math"
	"slices"
)

// Solve decides the problem. limit bounds the work, roughly in multiplications;
// no clock is read, so a limit ends the same search at the same place on every
// machine.
func Solve(p Problem, limit int) Result {
	p.Rows = halved(p.Rows)
	s := &search{
		problem: p, rows: slices.Clone(p.Rows), limit: limit,
		lo: slices.Clone(p.Lo), hi: slices.Clone(p.Hi),
	}
	s.relax = newSimplex(p)
	root, outcome := s.node()
	result := Result{Outcome: outcome, X: s.x, Work: s.relax.work}
	if outcome != Impossible {
		return result
	}
	result.Proof = s.proof(root)
	if result.Proof.Verify(p.Lo, p.Hi) != nil {
		return Result{Outcome: Limit, Work: result.Work}
	}
	return result
}

// halved makes two rows of each whose sides contradict each other, so that
// multipliers can say so.
func halved(rows []Row) []Row {
	out := make([]Row, 0, len(rows))
	for _, row := range rows {
		if row.Lo <= row.Hi {
			out = append(out, row)
			continue
		}
		low, high := row, row
		low.Hi, high.Lo = Inf, -Inf
		out = append(out, low, high)
	}
	return out
}

type search struct {
	problem Problem
	rows    []Row
	lo, hi  []int64 // as the branches have set them
	relax   *simplex
	limit   int
	x       []int64
}

func (s *search) node() (*Node, Outcome) {
	for renew := false; ; {
		farkas, ok := s.relax.solve(s.limit, renew)
		if !ok {
			return nil, Limit
		}
		if farkas != nil {
			s.relax.work += 10 * len(s.lo)
			multipliers := leaf(s.rows, s.relax.scale, farkas, s.lo, s.hi)
			switch {
			case multipliers != nil:
				return &Node{Multipliers: multipliers}, Impossible
			case renew:
				return nil, Limit
			}
			renew = true
			continue
		}
		if s.learn() {
			renew = false
			continue
		}
		j := s.broken()
		if j >= 0 {
			return s.split(j)
		}
		if outcome := s.accept(); outcome == Found || renew {
			return nil, outcome
		}
		renew = true
	}
}

// learn adds the lazy rows that the relaxation's point breaks.
func (s *search) learn() bool {
	if s.problem.Lazy == nil {
		return false
	}
	rows := s.problem.Lazy(s.relax.x[:s.relax.n])
	if len(rows) == 0 {
		return false
	}
	s.rows = append(s.rows, rows...)
	s.relax.addRows(rows)
	return true
}

// broken picks the variable to split: lowest priority number, then the value
// farthest from a whole number. -1 when all are whole.
func (s *search) broken() int {
	best, bestRank, bestGap := -1, 0, 0.0
	for j, v := range s.relax.x[:s.relax.n] {
		gap := math.Abs(v - math.Round(v))
		if gap < 1e-6 {
			continue
		}
		rank := 0
		if s.problem.Priority != nil {
			rank = s.problem.Priority[j]
		}
		if best < 0 || rank < bestRank || rank == bestRank && gap > bestGap+1e-9 {
			best, bestRank, bestGap = j, rank, gap
		}
	}
	return best
}

func (s *search) accept() Outcome {
	x := make([]int64, s.relax.n)
	for j, v := range s.relax.x[:s.relax.n] {
		x[j] = int64(math.Round(v))
	}
	if !fulfils(s.problem, s.rows, x) {
		return Limit
	}
	s.x = x
	return Found
}

// split tries the side nearer to the value first.
func (s *search) split(j int) (*Node, Outcome) {
	v := s.relax.x[j]
	n := &Node{Var: j, At: int64(math.Floor(v))}
	lowFirst := v-math.Floor(v) <= 0.5
	for _, low := range []bool{lowFirst, !lowFirst} {
		side, outcome := s.branch(n, low)
		if outcome != Impossible {
			return nil, outcome
		}
		if low {
			n.Low = side
		} else {
			n.High = side
		}
	}
	return n, Impossible
}

func (s *search) branch(n *Node, low bool) (*Node, Outcome) {
	j := n.Var
	oldLo, oldHi := s.lo[j], s.hi[j]
	if low {
		s.hi[j] = n.At
	} else {
		s.lo[j] = n.At + 1
	}
	s.relax.lo[j], s.relax.hi[j] = float64(s.lo[j]), float64(s.hi[j])
	side, outcome := s.node()
	s.lo[j], s.hi[j] = oldLo, oldHi
	s.relax.lo[j], s.relax.hi[j] = float64(oldLo), float64(oldHi)
	return side, outcome
}

// proof keeps the rows that the leaves use.
func (s *search) proof(root *Node) *Proof {
	p := &Proof{Root: root}
	number := map[int]int{}
	var walk func(n *Node)
	walk = func(n *Node) {
		if n == nil {
			return
		}
		for i, m := range n.Multipliers {
			at, ok := number[m.Row]
			if !ok {
				at = len(p.Rows)
				number[m.Row] = at
				p.Rows = append(p.Rows, s.rows[m.Row])
			}
			n.Multipliers[i].Row = at
		}
		walk(n.Low)
		walk(n.High)
	}
	walk(root)
	return p
}
