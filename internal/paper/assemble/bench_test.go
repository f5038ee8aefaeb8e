package assemble_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

// fullBank has n items for the weight table of 车工 2018, level 3's form, with
// everything that a demand can ask about.
func fullBank(n int) assemble.Input {
	in := assemble.Input{
		Sections: []assemble.Section{
			{Type: marking.Judge, Count: 40, ScoreHundredths: 50}, {Type: marking.Single, Count: 140, ScoreHundredths: 50},
			{Type: marking.Multiple, Count: 10, ScoreHundredths: 100},
		},
		TotalHundredths: 10000, Seed: 7,
	}
	percents := []int{5, 20, 15, 15, 20, 10, 10, 5}
	for i, p := range percents {
		in.Rows = append(in.Rows, assemble.Row{ID: name('r', i), Percent: p})
	}
	for i := range n {
		row := i % len(percents)
		point := i / len(percents) % 80
		kind := []marking.QuestionType{marking.Judge, marking.Single, marking.Single, marking.Multiple}[i/(len(percents)*80)%4]
		item := assemble.Item{
			VersionID: name('v', i), QuestionID: name('q', i), Type: kind, RowID: name('r', row), PointID: name('p', row*1000+point),
			Importance: []assemble.Importance{assemble.Z, assemble.Y, assemble.Y, assemble.Y, assemble.X}[min(4, (point*7+row)%20)],
			Difficulty: 1 + (i*7+i/11)%5, Exposure: i % 3, Key: string(rune('A' + (i*13+i/7)%4)),
		}
		if kind == marking.Judge {
			item.Key = string(rune('A' + (i*i/7)%2))
		}
		if i%9 == 0 {
			day := 300 + i%100
			item.LastUsedDay = &day
		}
		if i%4 == 0 {
			measured := float64((i*37)%900) / 1000
			item.Measured = &measured
		}
		if i%23 == 0 {
			item.Enemies = append(item.Enemies, name('q', (i+len(percents))%n), name('q', (i*3+5)%n))
		}
		in.Items = append(in.Items, item)
	}
	shares, keys, overlap := assemble.DefaultShares(), assemble.DefaultKeyBalance(), 5
	shares.Soft = false
	earlier := &assemble.Earlier{MaxPercent: 10}
	for k := range 3 {
		var old assemble.EarlierPaper
		for i := k; i < n; i += 17 {
			old.Questions = append(old.Questions, name('q', i))
		}
		earlier.Papers = append(earlier.Papers, old)
	}
	in.Demands = assemble.Demands{
		Difficulty: &assemble.Difficulty{Target: 0.45, Tolerance: 0.03}, Bands: []assemble.Band{{From: 0.8, To: 1, MaxPercent: 20}},
		Importance: &shares, Keys: &keys, Exposure: &assemble.Exposure{Today: 400, RestDays: 60, MaxUse: 3}, Earlier: earlier,
		Parallel: &assemble.Parallel{MaxOverlapPercent: &overlap, WithinPoints: 1},
	}
	return in
}

func TestForms_FiveThousandItemsAllDemands(t *testing.T) {
	t.Parallel()
	in := fullBank(5000)
	papers, err := assemble.Forms(in, 5)
	require.NoError(t, err)
	j := newJudge(in)
	for _, p := range papers {
		require.NoError(t, j.accepts(p, nil))
		t.Logf("%+v", p.Figures)
	}
	require.NoError(t, j.parallel(papers))
}

// BenchmarkAssemble_5000Items5FormsAllDemands is the figure of the issue.
func BenchmarkAssemble_5000Items5FormsAllDemands(b *testing.B) {
	in := fullBank(5000)
	reference := sorting(in)
	for b.Loop() {
		if _, err := assemble.Forms(in, 5); err != nil {
			b.Fatal(err)
		}
	}
	perRun := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	b.ReportMetric(perRun/float64(reference.Nanoseconds()), "sortings")
}

// sorting is the reference of the same run, so that figures of different
// machines compare: how long it takes to sort the bank's 5,000 items by their
// ids from a mixed order, the median of some tries.
func sorting(in assemble.Input) time.Duration {
	const tries = 21
	var took []time.Duration
	for range tries {
		items := slices.Clone(in.Items)
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		began := time.Now()
		slices.SortFunc(items, func(a, b assemble.Item) int { return bytes.Compare(a.VersionID[:], b.VersionID[:]) })
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[tries/2]
}

// BenchmarkAssemble_5000ItemsNoPaper is the time to a proof that there is none.
func BenchmarkAssemble_5000ItemsNoPaper(b *testing.B) {
	in := fullBank(5000)
	in.Demands.Difficulty = &assemble.Difficulty{Target: 0.9, Tolerance: 0.02}
	for b.Loop() {
		if _, err := assemble.Assemble(in); err == nil {
			b.Fatal("a paper")
		}
	}
}
