package assemble_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/paper/assemble"
)

// Without a demand some seed gives papers that break it; with it none does.
func TestForms_EachDemandIsWhatKeepsIt(t *testing.T) {
	t.Parallel()
	five, zero := 5, 0
	all := fullBank(2560).Demands
	for name, c := range map[string]struct {
		with, without func(d *assemble.Demands)
		forms         int
	}{
		"difficulty": {func(d *assemble.Demands) { d.Difficulty = &assemble.Difficulty{Target: 0.4, Tolerance: 0.01} }, nil, 1},
		"band":       {func(d *assemble.Demands) { d.Bands = []assemble.Band{{From: 0.8, To: 1, MaxPercent: 10}} }, nil, 1},
		"importance": {func(d *assemble.Demands) { d.Importance = &assemble.Shares{XPercent: 90, YPercent: 8, ZPercent: 2} }, nil, 1},
		"single key": {func(d *assemble.Demands) { d.Keys = &assemble.KeyBalance{SinglePercent: 26} }, nil, 1},
		"judge key":  {func(d *assemble.Demands) { d.Keys = &assemble.KeyBalance{JudgePercent: 50} }, nil, 1},
		"rest":       {func(d *assemble.Demands) { d.Exposure = &assemble.Exposure{Today: 400, RestDays: 90} }, nil, 1},
		"use":        {func(d *assemble.Demands) { d.Exposure = &assemble.Exposure{MaxUse: 1} }, nil, 5},
		"earlier":    {func(d *assemble.Demands) { e := *all.Earlier; e.MaxPercent = 2; d.Earlier = &e }, nil, 1},
		"overlap": {func(d *assemble.Demands) {
			d.Parallel = &assemble.Parallel{MaxOverlapPercent: &five, WithinPoints: 100}
		}, func(d *assemble.Demands) { d.Parallel = &assemble.Parallel{WithinPoints: 100} }, 8},
		"within": {func(d *assemble.Demands) {
			d.Parallel = &assemble.Parallel{MaxOverlapPercent: &zero, WithinPoints: 0.2}
		}, func(d *assemble.Demands) {
			d.Parallel = &assemble.Parallel{MaxOverlapPercent: &zero, WithinPoints: 100}
		}, 3},
		"enemies": {nil, func(d *assemble.Demands) { d.AllowEnemies = true }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with, without := fullBank(2560), fullBank(2560)
			with.Demands, without.Demands = assemble.Demands{}, assemble.Demands{}
			if c.with != nil {
				c.with(&with.Demands)
			}
			if c.without != nil {
				c.without(&without.Demands)
			}
			j := newJudge(with)
			broken := 0
			for seed := range int64(8) {
				with.Seed, without.Seed = seed, seed
				papers, err := assemble.Forms(with, c.forms)
				require.NoError(t, err)
				for _, p := range papers {
					require.NoError(t, j.accepts(p, nil))
					require.NoError(t, assemble.Conforms(with, p))
				}
				require.NoError(t, j.parallel(papers))
				papers, err = assemble.Forms(without, c.forms)
				require.NoError(t, err)
				wrong := j.parallel(papers) != nil
				for _, p := range papers {
					rejected := j.accepts(p, nil) != nil
					require.Equal(t, rejected, assemble.Conforms(with, p) != nil, "the two checkers differ")
					wrong = wrong || rejected
				}
				if wrong {
					broken++
				}
			}
			require.Positive(t, broken, "the demand changes nothing")
		})
	}
}

// A point comes back only when the others are used, and only then.
func TestForms_PointsLast(t *testing.T) {
	t.Parallel()
	in := fullBank(5000)
	in.Demands = assemble.Demands{RepeatPoints: true, Exposure: &assemble.Exposure{MaxUse: 1}}
	free := in
	free.Demands.RepeatPoints = false
	j := newJudge(free)
	p, err := assemble.Assemble(free)
	require.NoError(t, err)
	require.NoError(t, j.accepts(p, nil))
	// By hand: the same paper with one item moved to a point that is there.
	for i, item := range p.Sections[1].Items {
		for _, other := range in.Items {
			if other.RowID == item.RowID && other.Type == item.Type && other.PointID == p.Sections[1].Items[(i+1)%140].PointID &&
				other.QuestionID != p.Sections[1].Items[(i+1)%140].QuestionID && other.Exposure == 0 && len(other.Enemies) == 0 {
				p.Sections[1].Items[i] = other
				require.ErrorContains(t, j.accepts(p, nil), "points last")
				require.Error(t, assemble.Conforms(free, p))
				return
			}
		}
	}
	t.Fatal("no such item")
}

// The order of the items means nothing, neither to papers nor to refusals, by
// whichever way they are found.
func TestForms_OrderOfItemsMeansNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	for range 60 {
		in, forms := randomCase(r, 10)
		papers, err := assemble.Forms(in, forms)
		r.Shuffle(len(in.Items), func(i, j int) { in.Items[i], in.Items[j] = in.Items[j], in.Items[i] })
		again, errAgain := assemble.Forms(in, forms)
		require.Equal(t, papers, again)
		require.Equal(t, err, errAgain)
	}
}

func TestForms_FormsThatMayShareNothingNeedTheirItemsTwice(t *testing.T) {
	t.Parallel()
	zero := 0
	in := assemble.Input{
		Sections: []assemble.Section{{Type: "single", Count: 10, ScoreHundredths: 1000}}, TotalHundredths: 10000,
		Rows:    []assemble.Row{{ID: name('r', 0), Percent: 50}, {ID: name('r', 1), Percent: 50}},
		Demands: assemble.Demands{Parallel: &assemble.Parallel{MaxOverlapPercent: &zero}},
	}
	for i := range 25 {
		in.Items = append(in.Items, assemble.Item{
			VersionID: name('v', i), QuestionID: name('q', i), Type: "single", RowID: name('r', min(1, i/10)), PointID: name('p', i), Difficulty: 3,
		})
	}
	_, err := assemble.Forms(in, 2)
	require.NoError(t, err)
	_, err = assemble.Forms(in, 3)
	var none *assemble.Infeasible
	require.ErrorAs(t, err, &none)
	require.Equal(t, []assemble.Cell{{RowID: name('r', 0), Type: "single", Needed: 15, Have: 10}}, none.Cells)
	require.Len(t, none.Demands, 1)
	require.Equal(t, assemble.DemandOverlap, none.Demands[0].Name)
	require.True(t, none.Irreducible)
	// Three times five of ten: two forms share five, or each pair fewer.
	require.Len(t, none.Relax, 1)
	require.LessOrEqual(t, none.Relax[0].To["maxPercent"], 50)
	_, err = newJudge(in).refutes(none.Proof)
	require.NoError(t, err)
}

func TestForms_RefusesFiguresThatMeanNothing(t *testing.T) {
	t.Parallel()
	more := 101
	for want, d := range map[string]assemble.Demands{
		assemble.DemandDifficulty: {Difficulty: &assemble.Difficulty{Target: 1.2}},
		assemble.DemandBand:       {Bands: []assemble.Band{{From: 0.5, To: 0.5}}},
		"importance":              {Importance: &assemble.Shares{XPercent: -1}},
		assemble.DemandSingleKey:  {Keys: &assemble.KeyBalance{JudgePercent: 300}},
		assemble.DemandRest:       {Exposure: &assemble.Exposure{RestDays: -1}},
		assemble.DemandEarlier:    {Earlier: &assemble.Earlier{Papers: make([]assemble.EarlierPaper, 51)}},
		assemble.DemandOverlap:    {Parallel: &assemble.Parallel{MaxOverlapPercent: &more}},
		assemble.DemandWithin:     {Parallel: &assemble.Parallel{WithinPoints: -1}},
	} {
		in := fullBank(100)
		in.Demands = d
		_, err := assemble.Assemble(in)
		var conflict *assemble.Conflict
		require.ErrorAs(t, err, &conflict)
		require.Equal(t, assemble.BadDemand, conflict.Reason)
		require.Equal(t, want, conflict.Demand)
	}
	in := fullBank(100)
	in.Sections[0].ScoreHundredths, in.TotalHundredths = 100_000, 40*100_000+140*50+1000
	_, err := assemble.Assemble(in)
	var conflict *assemble.Conflict
	require.ErrorAs(t, err, &conflict)
	require.Equal(t, assemble.TooLarge, conflict.Reason)
}
