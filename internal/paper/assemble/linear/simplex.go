package linear

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	feasible = 1e-7 // how far a value may stand outside its bounds
	gradient = 1e-7 // smallest slope that counts
	pivotMin = 1e-7 // smallest pivot element
	stalled  = 40   // steps without progress before luck chooses the column
	refresh  = 80   // steps between two fresh inversions
)

type entry struct {
	row int
	val float64
}

// simplex holds one relaxation. Row i reads A_i·x - s_i = 0 with a logical
// variable s_i, number n+i, within the row's sides. It minimises the sum of
// the basic variables' distances to their bounds (phase 1 of the primal
// simplex with long steps); zero is a feasible point, a positive minimum gives
// Farkas multipliers. Any basis can start, so a node begins where the last one
// ended.
//
// Products are converted by float64(…) so that no processor fuses them with
// the sum: the same steps everywhere.
type simplex struct {
	n, m   int
	cols   [][]entry // of structural variables, rows scaled
	scale  []float64 // of each row
	lo, hi []float64
	x      []float64
	basis  []int
	at     []int // position in the basis, or -1
	inv    [][]float64
	steps  int
	work   int
	rng    *rand.Rand
}

func newSimplex(p Problem) *simplex {
	s := &simplex{n: len(p.Lo), cols: make([][]entry, len(p.Lo)), rng: rand.New(rand.NewPCG(1, 2))}
	for j := range p.Lo {
		s.lo, s.hi, s.at = append(s.lo, float64(p.Lo[j])), append(s.hi, float64(p.Hi[j])), append(s.at, -1)
		start := s.lo[j]
		if p.Start != nil && p.Start[j] {
			start = s.hi[j]
		}
		s.x = append(s.x, start)
	}
	s.addRows(p.Rows)
	return s
}

// addRows appends rows; their logical variables join the basis.
func (s *simplex) addRows(rows []Row) {
	for _, row := range rows {
		biggest := 1.0
		for _, t := range row.Terms {
			biggest = max(biggest, math.Abs(float64(t.Coef)))
		}
		for _, t := range row.Terms {
			s.cols[t.Var] = append(s.cols[t.Var], entry{s.m, float64(t.Coef) / biggest})
		}
		s.scale = append(s.scale, biggest)
		s.lo, s.hi = append(s.lo, side(row.Lo, biggest)), append(s.hi, side(row.Hi, biggest))
		s.x = append(s.x, 0)
		s.at = append(s.at, s.m)
		s.basis = append(s.basis, s.n+s.m)
		s.m++
	}
	s.invert()
}

func side(v int64, scale float64) float64 {
	switch {
	case v >= Inf:
		return math.Inf(1)
	case v <= -Inf:
		return math.Inf(-1)
	}
	return float64(v) / scale
}

// column calls f with the entries of variable j.
func (s *simplex) column(j int) []entry {
	if j < s.n {
		return s.cols[j]
	}
	return []entry{{j - s.n, -1}}
}

// place puts outside variables on their bounds and computes the basic ones.
func (s *simplex) place() {
	sum := make([]float64, s.m)
	for j, at := range s.at {
		if at >= 0 {
			continue
		}
		if s.x[j] != s.lo[j] && s.x[j] != s.hi[j] {
			s.settle(j)
		}
		if s.x[j] != 0 {
			for _, e := range s.column(j) {
				sum[e.row] += float64(e.val * s.x[j])
			}
		}
	}
	for i, j := range s.basis {
		v := 0.0
		for k, a := range s.inv[i] {
			if a != 0 && sum[k] != 0 {
				v -= float64(a * sum[k])
			}
		}
		s.x[j] = v
	}
}

// solve ends with a feasible point (nil), Farkas multipliers of the scaled
// rows, or neither within the limit (ok is false). The answer may suffer from
// old roundings unless renew asks for a fresh inversion before it is given.
func (s *simplex) solve(limit int, renew bool) (farkas []float64, ok bool) {
	if renew {
		s.invert()
	}
	s.place()
	idle, fresh := 0, !renew || s.steps == 0
	again := func() {
		s.invert()
		s.place()
		fresh = true
	}
	for s.work < limit {
		y := s.price()
		if y == nil && fresh {
			return nil, true
		}
		if y == nil {
			again()
			continue
		}
		q, dir, slope := s.entering(y, idle > stalled)
		if q < 0 && fresh {
			return y, true
		}
		if q < 0 {
			again()
			continue
		}
		fresh = !renew
		if s.step(q, dir, slope) {
			idle = 0
		} else {
			idle++
		}
		if s.steps++; s.steps > refresh {
			again()
			fresh = !renew
		}
	}
	return nil, false
}

// price gives g·B⁻¹ with g the slopes of the basic variables' distances, or
// nil when none stands outside its bounds.
func (s *simplex) price() []float64 {
	var y []float64
	for i, j := range s.basis {
		g := 0.0
		switch {
		case s.x[j] < s.lo[j]-feasible:
			g = -1
		case s.x[j] > s.hi[j]+feasible:
			g = 1
		default:
			continue
		}
		if y == nil {
			y = make([]float64, s.m)
		}
		for k, v := range s.inv[i] {
			y[k] += float64(g * v)
		}
	}
	return y
}

// entering picks the variable whose move lowers the distances fastest, or a
// random one of those that lower it.
func (s *simplex) entering(y []float64, lucky bool) (q int, dir, slope float64) {
	s.work += 6*(s.n+s.m) + s.m*s.m
	q, seen := -1, 0
	for j, at := range s.at {
		if at >= 0 || s.lo[j] == s.hi[j] {
			continue
		}
		d := 0.0
		if j >= s.n {
			d = y[j-s.n]
		} else {
			for _, e := range s.cols[j] {
				d -= float64(y[e.row] * e.val)
			}
		}
		if math.Abs(d) < gradient || d < 0 && s.x[j] == s.hi[j] || d > 0 && s.x[j] == s.lo[j] {
			continue
		}
		seen++
		if lucky && s.rng.IntN(seen) == 0 || !lucky && math.Abs(d) > slope {
			q, dir, slope = j, -math.Copysign(1, d), math.Abs(d)
		}
	}
	return q, dir, slope
}

type stop struct {
	t, rate float64
	row     int // -1: the entering variable's own other bound
	bound   float64
}

// step moves variable q until the distances no longer fall, passing the
// bounds of basic variables that become feasible on the way. It reports
// whether the move had a length.
func (s *simplex) step(q int, dir, slope float64) bool {
	alpha := s.ftran(q)
	stops := s.stops(alpha, dir)
	if span := s.hi[q] - s.lo[q]; !math.IsInf(span, 1) {
		stops = append(stops, stop{t: span, rate: math.Inf(1), row: -1})
	}
	slices.SortFunc(stops, func(a, b stop) int {
		return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(b.rate, a.rate), cmp.Compare(a.row, b.row))
	})
	last := stops[len(stops)-1]
	for _, b := range stops {
		if slope -= b.rate; slope <= gradient {
			last = b
			break
		}
	}
	for i, a := range alpha {
		if a != 0 {
			s.x[s.basis[i]] -= float64(a * float64(dir*last.t))
		}
	}
	s.x[q] += float64(dir * last.t)
	if last.row < 0 {
		s.x[q] = s.hi[q]
		if dir < 0 {
			s.x[q] = s.lo[q]
		}
		return true
	}
	out := s.basis[last.row]
	s.x[out] = last.bound
	s.eliminate(last.row, alpha)
	s.basis[last.row], s.at[q], s.at[out] = q, last.row, -1
	return last.t > 1e-12
}

// stops lists where basic variables meet their bounds on the way.
func (s *simplex) stops(alpha []float64, dir float64) []stop {
	var list []stop
	for i, a := range alpha {
		rate := -a * dir
		if math.Abs(rate) < pivotMin {
			continue
		}
		j := s.basis[i]
		near, far := s.lo[j], s.hi[j]
		value, size := s.x[j], math.Abs(rate)
		if rate < 0 {
			near, far = -s.hi[j], -s.lo[j]
			value = -value
		}
		add := func(bound float64) {
			if math.IsInf(bound, 0) {
				return
			}
			t := max(0, (bound-value)/size)
			if rate < 0 {
				bound = -bound
			}
			list = append(list, stop{t: t, rate: size, row: i, bound: bound})
		}
		if value < near-feasible {
			add(near)
		}
		if value <= far+feasible {
			add(far)
		}
	}
	return list
}
