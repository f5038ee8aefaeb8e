package assemble_test

import (
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

// wish is a demand beside the frame that one paper meets or not.
type wish struct {
	key string
	met func(p assemble.Paper) bool
}

// wishes lists the demands of an input one by one, in the words of their types.
func wishes(j *judge) []wish {
	d := j.in.Demands
	ruled := func(key string, rules ...rule) wish {
		return wish{key, func(p assemble.Paper) bool {
			return !slices.ContainsFunc(rules, func(r rule) bool {
				n := 0
				for _, item := range itemsOf(p) {
					if r.fits(item) {
						n++
					}
				}
				return n < r.least || n > r.most
			})
		}}
	}
	var list []wish
	if t := d.Difficulty; t != nil {
		list = append(list, wish{"difficulty", func(p assemble.Paper) bool {
			low, high := int64(t.Target*1000+0.5)-int64(t.Tolerance*1000+0.5), int64(t.Target*1000+0.5)+int64(t.Tolerance*1000+0.5)
			return j.mean(p) >= low*int64(j.score) && j.mean(p) <= high*int64(j.score)
		}})
	}
	for _, name := range []string{"band", "earlier"} {
		for i, r := range j.rulesNamed(name) {
			list = append(list, ruled(fmt.Sprint(name, i+1), r))
		}
	}
	for _, name := range []string{"importance.x", "importance.y", "importance.z", "keys.single", "keys.judge"} {
		if rules := j.rulesNamed(name); len(rules) > 0 && (d.Importance == nil || !d.Importance.Soft || name[0] != 'i') {
			list = append(list, ruled(name, rules...))
		}
	}
	if e := d.Exposure; e != nil {
		if e.RestDays > 0 {
			list = append(list, ruled("exposure.rest", j.rulesNamed("exposure.rest")...))
		}
		if e.MaxUse > 0 {
			list = append(list, ruled("exposure.use", j.rulesNamed("exposure.use")...))
		}
	}
	if !d.RepeatPoints {
		list = append(list, wish{"points", j.pointsLast})
	}
	if !d.AllowEnemies {
		list = append(list, wish{"enemies", func(p assemble.Paper) bool {
			items := itemsOf(p)
			return !slices.ContainsFunc(items, func(a assemble.Item) bool {
				return slices.ContainsFunc(items, func(b assemble.Item) bool {
					return a.QuestionID != b.QuestionID && j.foes[[2]uuid.UUID{a.QuestionID, b.QuestionID}]
				})
			})
		}})
	}
	return list
}

func itemsOf(p assemble.Paper) []assemble.Item {
	var all []assemble.Item
	for _, s := range p.Sections {
		all = append(all, s.Items...)
	}
	return all
}

// mean is the sum of difficulty times score.
func (j *judge) mean(p assemble.Paper) int64 {
	sum := int64(0)
	for _, s := range p.Sections {
		for _, item := range s.Items {
			sum += hard(item) * int64(s.ScoreHundredths)
		}
	}
	return sum
}

// pointsLast: also a paper that takes items which rest repeats a point only
// when those that do not rest cannot give the cell what it takes. (Their own
// points do not count.)
func (j *judge) pointsLast(p assemble.Paper) bool {
	for k := range p.Sections {
		rested := slices.DeleteFunc(slices.Clone(p.Sections[k].Items), j.out)
		use, taken := map[uuid.UUID]int{}, map[int]int{}
		for _, item := range rested {
			use[item.PointID]++
		}
		for _, item := range p.Sections[k].Items {
			taken[j.rows[item.RowID]]++
		}
		for _, item := range rested {
			row := j.rows[item.RowID]
			if c := use[item.PointID]; c > 1 && j.capacity(row, k, c-1) >= taken[row] {
				return false
			}
		}
	}
	return true
}

// metTogether tries all n papers of the frame. Each set of demands that some of
// them meet is a set of bits: the wishes, then overlap and within.
func metTogether(j *judge, list []wish, n int) []uint {
	bare := j.in
	bare.Demands = assemble.Demands{AllowEnemies: true, RepeatPoints: true}
	papers := every(newJudge(bare), nil)
	masks := make([]uint, len(papers))
	for i, p := range papers {
		for b, w := range list {
			if w.met(p) {
				masks[i] |= 1 << b
			}
		}
	}
	overlap, within := j.pairJudges()
	seen := map[uint]bool{}
	var pick func(from int, chosen []assemble.Paper, mask uint)
	pick = func(from int, chosen []assemble.Paper, mask uint) {
		if len(chosen) == n {
			if overlap.parallel(chosen) == nil {
				mask |= 1 << len(list)
			}
			if within.parallel(chosen) == nil {
				mask |= 2 << len(list)
			}
			seen[mask] = true
			return
		}
		for i := from; i < len(papers); i++ {
			pick(i, append(chosen[:len(chosen):len(chosen)], papers[i]), mask&masks[i])
		}
	}
	pick(0, nil, 1<<len(list)-1)
	most := slices.Collect(maps.Keys(seen)) // and none that is part of another
	return slices.DeleteFunc(slices.Clone(most), func(a uint) bool {
		return slices.ContainsFunc(most, func(b uint) bool { return a != b && a&^b == 0 })
	})
}

// pairJudges look at overlap only, and at the difference of means only.
func (j *judge) pairJudges() (overlap, within *judge) {
	overlap, within = newJudge(j.in), newJudge(j.in)
	d := j.in.Demands.Parallel
	if d == nil {
		d = &assemble.Parallel{}
	}
	overlap.in.Demands.Parallel = &assemble.Parallel{MaxOverlapPercent: d.MaxOverlapPercent, WithinPoints: 100}
	within.in.Demands.Parallel = &assemble.Parallel{WithinPoints: d.WithinPoints}
	return overlap, within
}

// fewest is the size of the smallest set of demands that no papers meet, by
// trying every set.
func fewest(together []uint, demands int) int {
	least := demands + 1
	for set := range uint(1) << demands {
		if size := bits.OnesCount(set); size < least && !meets(together, set) {
			least = size
		}
	}
	return least
}

func meets(together []uint, set uint) bool {
	return slices.ContainsFunc(together, func(met uint) bool { return set&^met == 0 })
}

// crowdedCase makes a tiny bank and many demands, most of which it meets one by
// one but not all together.
func crowdedCase(r *rand.Rand) (assemble.Input, int) {
	in := assemble.Input{TotalHundredths: 10000, Seed: r.Int64(), Sections: []assemble.Section{{Type: marking.Single, Count: 5, ScoreHundredths: 2000}}}
	for i, percent := range [][]int{{100}, {40, 60}, {20, 80}}[r.IntN(3)] {
		in.Rows = append(in.Rows, assemble.Row{ID: name('r', i), Percent: percent})
	}
	forms := 1 + r.IntN(4)/3
	randomBank(r, &in, 10+r.IntN(2)-2*(forms-1), 5) // pairs of papers are many
	d := &in.Demands
	share := func(least int) int { return least + 20*r.IntN(3) }
	d.Difficulty = &assemble.Difficulty{Target: float64(35+r.IntN(30)) / 100, Tolerance: 0.1}
	d.Bands = []assemble.Band{{From: 0, To: 0.4, MinPercent: share(0)}, {From: 0.4, To: 1, MinPercent: share(0)}}
	d.Importance = &assemble.Shares{XPercent: share(20), YPercent: share(20), ZPercent: share(20)}
	d.Keys = &assemble.KeyBalance{SinglePercent: 40}
	d.Exposure = &assemble.Exposure{Today: 400, RestDays: r.IntN(150), MaxUse: 3 + r.IntN(2)}
	d.Earlier = &assemble.Earlier{MaxPercent: share(20)}
	for range 2 {
		var old assemble.EarlierPaper
		for _, item := range in.Items {
			if r.IntN(2) == 0 {
				old.Questions = append(old.Questions, item.QuestionID)
			}
		}
		d.Earlier.Papers = append(d.Earlier.Papers, old)
	}
	most := share(20)
	d.Parallel = &assemble.Parallel{MaxOverlapPercent: &most, WithinPoints: float64(1 + r.IntN(5))}
	return in, forms
}

// keyed tells a demand as wishes name it.
func keyed(d assemble.Demand) string {
	for _, param := range []string{"band", "number"} {
		if v, ok := d.Params[param]; ok {
			return fmt.Sprint(d.Name, v)
		}
	}
	return d.Name
}

func TestForms_SmallestSetIsTheSmallestOfAll(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(41, 2))
	count := map[string]int{}
	for count["cases"] < 200 {
		in, n := crowdedCase(r)
		_, err := assemble.Forms(in, n)
		var none *assemble.Infeasible
		if !errors.As(err, &none) || none.Demands[0].Name == "section" || none.Demands[0].Name == "row" {
			continue
		}
		if len(none.Demands) == 1 && count["of 1"] == 40 {
			continue // enough of those
		}
		j := newJudge(in)
		list := wishes(j)
		together := metTogether(j, list, n)
		bit := map[string]uint{"parallel.overlap": 1 << len(list), "parallel.within": 2 << len(list)}
		for b, w := range list {
			bit[w.key] = 1 << b
		}
		set := uint(0)
		for _, d := range none.Demands {
			require.Contains(t, bit, keyed(d))
			set |= bit[keyed(d)]
		}
		require.False(t, meets(together, set), "%v do not contradict each other", none.Demands)
		for _, d := range none.Demands {
			require.True(t, !none.Irreducible || meets(together, set&^bit[keyed(d)]), "%v without %v", none.Demands, d)
		}
		least := fewest(together, len(list)+2)
		count["cases"]++
		count[fmt.Sprintf("of %d", least)]++
		count[fmt.Sprintf("%d forms", n)]++
		if none.Smallest {
			count["smallest"]++
			require.Len(t, none.Demands, least, "%v", none.Demands)
		}
	}
	t.Log(count)
	require.Greater(t, count["smallest"], count["cases"]*9/10)
	require.Greater(t, count["cases"]-count["of 1"], 150, "the cases are too easy to mean anything")
	require.Greater(t, count["2 forms"], 30)
}
