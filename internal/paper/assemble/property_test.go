package assemble_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

func name(kind byte, n int) uuid.UUID {
	var out uuid.UUID
	out[0] = kind
	binary.BigEndian.PutUint32(out[12:], uint32(n))
	return out
}

// randomCase makes a small or middle bank and a blueprint that it may or may
// not fill. A paper has units points; one unit is a whole percentage.
func randomCase(r *rand.Rand, units int) (assemble.Input, int) {
	in := assemble.Input{Seed: r.Int64()}
	kinds := []marking.QuestionType{marking.Single, marking.Judge, marking.Multiple}
	unit := []int{50, 100, 150}[r.IntN(3)]
	in.TotalHundredths = marking.Hundredths(unit * units)
	rows := 1 + r.IntN(min(8, 1+units/2))
	percents := make([]int, rows)
	for left := units; left > 0; {
		score := 1 + r.IntN(min(3, left))
		count := 1 + r.IntN(left/score)
		if len(in.Sections) == 3 {
			score, count = 1, left
		}
		s := assemble.Section{Type: kinds[r.IntN(3)], Count: count, ScoreHundredths: marking.Hundredths(unit * score)}
		in.Sections = append(in.Sections, s)
		left -= count * score
		for range s.Count {
			percents[r.IntN(rows)] += 100 / units * score
		}
	}
	if r.IntN(12) == 0 && rows > 1 && percents[0] > 0 {
		percents[0]-- // perhaps nothing fits
		percents[1]++
	}
	for i, p := range percents {
		in.Rows = append(in.Rows, assemble.Row{ID: name('r', i), Percent: p})
	}
	total := 0
	for _, s := range in.Sections {
		total += s.Count
	}
	randomBank(r, &in, total+r.IntN(2+total*6), 1+r.IntN(2+total))
	return in, randomDemands(r, &in)
}

func randomBank(r *rand.Rand, in *assemble.Input, items, pointsPerRow int) {
	levels, foes := 1+r.IntN(5), 4+r.IntN(20)
	for i := range items {
		row := r.IntN(len(in.Rows))
		item := assemble.Item{
			VersionID: name('v', i), QuestionID: name('q', i), Type: in.Sections[r.IntN(len(in.Sections))].Type, RowID: name('r', row),
			PointID: name('p', row*1000+r.IntN(pointsPerRow)), Importance: []assemble.Importance{assemble.X, assemble.X, assemble.X, assemble.Y, assemble.Z}[r.IntN(5)],
			Difficulty: 1 + r.IntN(levels), Exposure: r.IntN(4), Key: []string{"A", "B", "C", "D"}[r.IntN(4)],
		}
		if item.Type == marking.Judge {
			item.Key = []string{"A", "B"}[r.IntN(2)]
		}
		if r.IntN(3) == 0 {
			day := r.IntN(400)
			item.LastUsedDay = &day
		}
		if r.IntN(4) == 0 {
			measured := float64(r.IntN(1001)) / 1000
			item.Measured = &measured
		}
		for r.IntN(foes) == 0 {
			item.Enemies = append(item.Enemies, name('q', r.IntN(items)))
		}
		in.Items = append(in.Items, item)
	}
}

func randomDemands(r *rand.Rand, in *assemble.Input) (forms int) {
	d := &in.Demands
	often := func(n int) bool { return r.IntN(n) == 0 }
	if often(2) {
		d.Difficulty = &assemble.Difficulty{Target: float64(30+r.IntN(40)) / 100, Tolerance: float64(1+r.IntN(6)) / 100}
	}
	if often(4) {
		d.Bands = append(d.Bands, assemble.Band{From: 0.6, To: 1, MinPercent: r.IntN(40), MaxPercent: 40 + r.IntN(60)})
	}
	if often(2) {
		d.Importance = &assemble.Shares{XPercent: 40 + r.IntN(50), YPercent: 10 + r.IntN(30), ZPercent: 5 + r.IntN(30), ToleranceItems: r.IntN(2), Soft: often(2)}
	}
	if often(2) {
		d.Keys = &assemble.KeyBalance{SinglePercent: 25 + r.IntN(40), JudgePercent: 50 + r.IntN(30)}
	}
	if often(4) {
		d.Exposure = &assemble.Exposure{Today: 400, RestDays: r.IntN(200), MaxUse: r.IntN(5)}
	}
	if often(4) {
		d.Earlier = &assemble.Earlier{MaxPercent: r.IntN(50)}
		for range 1 + r.IntN(2) {
			var old assemble.EarlierPaper
			for _, item := range in.Items {
				if often(3) {
					old.Questions = append(old.Questions, item.QuestionID)
				}
			}
			d.Earlier.Papers = append(d.Earlier.Papers, old)
		}
	}
	d.AllowEnemies, d.RepeatPoints = often(6), often(6)
	if !often(3) {
		return 1
	}
	if often(2) {
		most := r.IntN(100)
		d.Parallel = &assemble.Parallel{MaxOverlapPercent: &most, WithinPoints: float64(r.IntN(4))}
	}
	return 2 + r.IntN(2)
}

// judgeCase holds every answer of the assembler against the independent judge.
func judgeCase(t *testing.T, in assemble.Input, forms int) string {
	papers, err := assemble.Forms(in, forms)
	j := newJudge(in)
	var conflict *assemble.Conflict
	var none *assemble.Infeasible
	switch {
	case err == nil:
		require.Len(t, papers, forms)
		waived := map[string]bool{}
		if len(papers[0].Figures.Dropped) > 0 {
			waived = map[string]bool{"importance.x": true, "importance.y": true, "importance.z": true}
			require.True(t, in.Demands.Importance.Soft)
		}
		for _, p := range papers {
			require.NoError(t, j.accepts(p, waived))
		}
		require.NoError(t, j.parallel(papers))
		if len(waived) > 0 {
			return "paper without shares"
		}
		return "paper"
	case errors.As(err, &conflict):
		require.Contains(t, []assemble.Reason{assemble.RowNotDivisible, assemble.NoExactSplit}, conflict.Reason)
		require.False(t, splits(in), "there is a split")
		return "conflict"
	case errors.As(err, &none):
		used, err := j.refutes(none.Proof)
		require.NoError(t, err)
		require.True(t, none.Irreducible)
		require.NotEmpty(t, none.Demands)
		for _, d := range none.Demands {
			require.True(t, used[d.Name] || d.Name == "parallel.overlap", "%s is not in the proof of %v", d.Name, used)
		}
		return "proof"
	}
	var limit *assemble.NotFound
	require.ErrorAs(t, err, &limit)
	raw, _ := json.Marshal(in.Demands)
	t.Logf("LIMIT %d forms %d items %v %v %s", forms, len(in.Items), in.Sections, in.Rows, raw)
	return "limit"
}

// splits tries every way to share the sections among the rows.
func splits(in assemble.Input) bool {
	left := make([]int, len(in.Sections))
	for k, s := range in.Sections {
		left[k] = s.Count
	}
	dead := map[string]bool{}
	var row func(r int) bool
	var cell func(r, k, points int) bool
	row = func(r int) bool {
		if r == len(in.Rows) {
			return true
		}
		points := in.Rows[r].Percent * int(in.TotalHundredths)
		state := fmt.Sprint(r, left)
		if points%100 != 0 || dead[state] {
			return false
		}
		if cell(r, 0, points/100) {
			return true
		}
		dead[state] = true
		return false
	}
	cell = func(r, k, points int) bool {
		if k == len(left) {
			return points == 0 && row(r+1)
		}
		score := int(in.Sections[k].ScoreHundredths)
		for n := 0; n <= left[k] && n*score <= points; n++ {
			left[k] -= n
			ok := cell(r, k+1, points-n*score)
			left[k] += n
			if ok {
				return true
			}
		}
		return false
	}
	return row(0)
}

func TestForms_EveryDemandHoldsOrTheProofDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		units, cases int
	}{{"tiny", 4, 1500}, {"small", 10, 600}, {"middle", 25, 150}, {"large", 100, 30}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var papers, proofs, limits, conflicts atomic.Int64
			const parts = 4
			t.Run("cases", func(t *testing.T) {
				for part := range parts {
					t.Run(fmt.Sprint(part), func(t *testing.T) {
						t.Parallel()
						r := rand.New(rand.NewPCG(uint64(c.units), uint64(part)))
						for range c.cases / parts {
							in, forms := randomCase(r, c.units)
							switch judgeCase(t, in, forms) {
							case "paper", "paper without shares":
								papers.Add(1)
							case "proof":
								proofs.Add(1)
							case "conflict":
								conflicts.Add(1)
							case "limit":
								limits.Add(1)
							}
						}
					})
				}
			})
			t.Logf("%s: %d papers, %d proofs, %d conflicts, %d limits", c.name, papers.Load(), proofs.Load(), conflicts.Load(), limits.Load())
			require.Greater(t, papers.Load(), int64(c.cases/20), "the cases are too hard to mean anything")
			require.Greater(t, proofs.Load(), int64(c.cases/20), "the cases are too easy to mean anything")
			require.Zero(t, limits.Load())
		})
	}
}
