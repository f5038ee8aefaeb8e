package linear

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func randomProblem(r *rand.Rand) Problem {
	n, m := 1+r.IntN(7), 1+r.IntN(6)
	var p Problem
	for range n {
		p.Lo, p.Hi = append(p.Lo, 0), append(p.Hi, int64(1+r.IntN(2)))
		p.Start = append(p.Start, r.IntN(2) == 0)
	}
	for i := range m {
		row := Row{ID: i, Lo: -Inf, Hi: Inf}
		for j := range n {
			if c := r.IntN(9) - 3; c != 0 && r.IntN(3) > 0 {
				row.Terms = append(row.Terms, Term{j, int64(c)})
			}
		}
		at := int64(r.IntN(9) - 1)
		switch r.IntN(3) {
		case 0:
			row.Lo, row.Hi = at, at+int64(r.IntN(4))-1
		case 1:
			row.Lo = at
		default:
			row.Hi = at
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// brute tries every point.
func brute(p Problem) bool {
	x := append([]int64(nil), p.Lo...)
	for {
		ok := true
		for _, row := range p.Rows {
			sum := int64(0)
			for _, t := range row.Terms {
				sum += t.Coef * x[t.Var]
			}
			ok = ok && sum >= row.Lo && sum <= row.Hi
		}
		if ok {
			return true
		}
		j := 0
		for ; j < len(x); j++ {
			if x[j]++; x[j] <= p.Hi[j] {
				break
			}
			x[j] = p.Lo[j]
		}
		if j == len(x) {
			return false
		}
	}
}

func TestSolve_AgreesWithTryingEveryPoint(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	count := map[Outcome]int{}
	for range 6000 {
		p := randomProblem(r)
		got := Solve(p, 10_000_000)
		count[got.Outcome]++
		require.Equal(t, brute(p), got.Outcome == Found, "%+v", p)
		require.NotEqual(t, Limit, got.Outcome)
		if got.Outcome == Impossible {
			require.NoError(t, got.Proof.Verify(p.Lo, p.Hi))
		}
	}
	require.Greater(t, count[Found], 500)
	require.Greater(t, count[Impossible], 500)
}

func TestSolve_LazyRowsCountAsMuchAsListedOnes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		p := randomProblem(r)
		want := Solve(p, 10_000_000).Outcome
		all := p.Rows
		p.Rows = nil
		p.Lazy = func(x []float64) []Row {
			for _, row := range all {
				sum := 0.0
				for _, t := range row.Terms {
					sum += float64(t.Coef) * x[t.Var]
				}
				if sum < float64(row.Lo)-1e-6 || sum > float64(row.Hi)+1e-6 {
					return []Row{row}
				}
			}
			return nil
		}
		require.Equal(t, want, Solve(p, 10_000_000).Outcome)
	}
}

func TestVerify_RefusesProofsThatProveNothing(t *testing.T) {
	t.Parallel()
	// x + y ≥ 3 with x, y ≤ 1.
	p := Proof{Rows: []Row{{Terms: []Term{{0, 1}, {1, 1}}, Lo: 3, Hi: Inf}}, Root: &Node{Multipliers: []Multiplier{{0, 1}}}}
	require.NoError(t, p.Verify([]int64{0, 0}, []int64{1, 1}))
	require.Error(t, p.Verify([]int64{0, 0}, []int64{2, 1}))
	p.Root.Multipliers[0].Y = -1 // the open side
	require.Error(t, p.Verify([]int64{0, 0}, []int64{1, 1}))
	p.Root = &Node{Var: 0, At: 0, Low: &Node{Multipliers: []Multiplier{{0, 1}}}}
	require.Error(t, p.Verify([]int64{0, 0}, []int64{1, 1}), "half of a tree")
}

func TestSolve_SaysLimitAndNothingElseWhenItEndsEarly(t *testing.T) {
	t.Parallel()
	p := Problem{Rows: []Row{{Lo: 7, Hi: 7}}}
	for j := range 40 { // even numbers never add up to seven
		p.Lo, p.Hi = append(p.Lo, 0), append(p.Hi, 1)
		p.Rows[0].Terms = append(p.Rows[0].Terms, Term{j, 2})
	}
	require.Equal(t, Limit, Solve(p, 1_000_000).Outcome)
}
