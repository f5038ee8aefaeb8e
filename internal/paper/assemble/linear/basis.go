package linear

import "math"

// invert computes the basis inverse afresh by Gauss-Jordan with partial
// pivoting. Columns that depend on others give way to logicals.
func (s *simplex) invert() {
	s.work += s.m * s.m * s.m / 4
	m := s.m
	for _, j := range s.basis {
		s.at[j] = -1
	}
	old := s.basis
	s.basis = make([]int, m)
	s.inv = make([][]float64, m)
	for i := range m {
		s.basis[i], s.inv[i] = s.n+i, make([]float64, m)
		s.inv[i][i] = -1
	}
	taken := make([]bool, m)
	for _, j := range old {
		if j >= s.n {
			taken[j-s.n] = true
		}
	}
	for _, j := range old {
		if j >= s.n {
			continue
		}
		alpha := s.ftran(j)
		best := -1
		for i := range m {
			if !taken[i] && math.Abs(alpha[i]) > 1e-6 && (best < 0 || math.Abs(alpha[i]) > math.Abs(alpha[best])) {
				best = i
			}
		}
		if best < 0 {
			s.settle(j)
			continue
		}
		taken[best] = true
		s.eliminate(best, alpha)
		s.basis[best] = j
	}
	for i, j := range s.basis {
		s.at[j] = i
	}
	s.steps = 0
}

// settle moves a variable outside the basis to a bound.
func (s *simplex) settle(j int) {
	switch {
	case math.IsInf(s.lo[j], -1) && math.IsInf(s.hi[j], 1):
		s.x[j] = 0
	case s.x[j]-s.lo[j] <= s.hi[j]-s.x[j]:
		s.x[j] = s.lo[j]
	default:
		s.x[j] = s.hi[j]
	}
}

func (s *simplex) ftran(j int) []float64 {
	alpha := make([]float64, s.m)
	for _, e := range s.column(j) {
		for i := range alpha {
			if v := s.inv[i][e.row]; v != 0 {
				alpha[i] += float64(v * e.val)
			}
		}
	}
	return alpha
}

func (s *simplex) eliminate(r int, alpha []float64) {
	pivot := s.inv[r]
	for k := range pivot {
		pivot[k] /= alpha[r]
	}
	for i := range alpha {
		if i == r || alpha[i] == 0 {
			continue
		}
		row, f := s.inv[i], alpha[i]
		for k, v := range pivot {
			if v != 0 {
				row[k] -= float64(f * v)
			}
		}
	}
}
