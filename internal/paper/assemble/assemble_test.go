package assemble

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
)

// turner is the theory weight table of 车工 2018, 数控车床, level 4.
var turner = []int{5, 20, 15, 15, 20, 10, 10, 5}

func id(kind byte, n int) uuid.UUID {
	var out uuid.UUID
	out[0] = kind
	binary.BigEndian.PutUint32(out[12:], uint32(n))
	return out
}

func rows(percents ...int) []Row {
	var out []Row
	for i, percent := range percents {
		out = append(out, Row{ID: id('r', i), Percent: percent})
	}
	return out
}

// bank makes items: per row and point one judge, two single and one multiple
// question, points classed 80:15:5.
func bank(rowCount, pointsPerRow int) []Item {
	var items []Item
	for row := range rowCount {
		for point := range pointsPerRow {
			class := []Importance{X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, Y, Y, Y, Z}[point%20]
			for _, kind := range []marking.QuestionType{marking.Judge, marking.Single, marking.Single, marking.Multiple} {
				n := len(items)
				items = append(items, Item{
					VersionID: id('v', n), QuestionID: id('q', n), Type: kind,
					RowID: id('r', row), PointID: id('p', row*1000+point), Importance: class, Difficulty: 1 + n%5,
				})
			}
		}
	}
	return items
}

func levelFour(items []Item) Input {
	return Input{
		Sections:        []Section{{marking.Single, 80, 100}, {marking.Judge, 20, 100}},
		Rows:            rows(turner...),
		Items:           items,
		TotalHundredths: 10000,
		Seed:            7,
	}
}

func levelThree(items []Item) Input {
	in := levelFour(items)
	in.Sections = []Section{{marking.Judge, 40, 50}, {marking.Single, 140, 50}, {marking.Multiple, 10, 100}}
	return in
}

func TestAssemble_FollowsTheWeightTableExactly(t *testing.T) {
	for name, in := range map[string]Input{"level 4": levelFour(bank(8, 40)), "level 3": levelThree(bank(8, 40))} {
		paper, err := Assemble(in)
		require.NoError(t, err, name)
		require.NoError(t, Conforms(in, paper), name)
		for i, row := range paper.Rows {
			require.Equal(t, marking.Hundredths(turner[i]*100), row.Got, name)
		}
	}
}

func TestAssemble_SameSeedSamePaperWhateverTheOrderOfItems(t *testing.T) {
	in := levelThree(bank(8, 40))
	first, err := Assemble(in)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(in.Items), func(i, j int) { in.Items[i], in.Items[j] = in.Items[j], in.Items[i] })
	second, err := Assemble(in)
	require.NoError(t, err)
	require.Equal(t, first, second)
	in.Seed++
	third, err := Assemble(in)
	require.NoError(t, err)
	require.NotEqual(t, first.versions(), third.versions())
}

func TestAssemble_OneItemAPointWhilePointsLast(t *testing.T) {
	paper, err := Assemble(levelFour(bank(8, 16))) // 16 points a row; the row of 20 % takes 16 singles
	require.NoError(t, err)
	for _, section := range paper.Sections {
		seen := map[uuid.UUID]bool{}
		for _, item := range section.Items {
			require.False(t, seen[item.PointID], "point twice in one section")
			seen[item.PointID] = true
		}
	}
	paper, err = Assemble(levelFour(bank(8, 10))) // too few points: two items on some, never three
	require.NoError(t, err)
	use := map[uuid.UUID]int{}
	for _, item := range paper.Sections[0].Items {
		use[item.PointID]++
		require.LessOrEqual(t, use[item.PointID], 2)
	}
}

func TestAssemble_KeepsTheSharesOfImportance(t *testing.T) {
	paper, err := Assemble(levelThree(bank(8, 100)))
	require.NoError(t, err)
	count := map[Importance]int{}
	for _, section := range paper.Sections {
		for _, item := range section.Items {
			count[item.Importance]++
		}
	}
	require.InDelta(t, 152, count[X], 3)
	require.InDelta(t, 28, count[Y], 3)
	require.InDelta(t, 9, count[Z], 3)
}

func TestAssemble_CoreBeforeGeneralBeforeAuxiliaryWhenAClassIsMissing(t *testing.T) {
	in := Input{
		Sections: []Section{{marking.Single, 4, 2500}}, Rows: rows(100), TotalHundredths: 10000,
	}
	for i, class := range []Importance{X, X, Y, Z, Z} {
		in.Items = append(in.Items, Item{VersionID: id('v', i), QuestionID: id('q', i), Type: marking.Single, RowID: id('r', 0), PointID: id('p', i), Importance: class})
	}
	paper, err := Assemble(in)
	require.NoError(t, err)
	count := map[Importance]int{}
	for _, item := range paper.Sections[0].Items {
		count[item.Importance]++
	}
	require.Equal(t, map[Importance]int{X: 2, Y: 1, Z: 1}, count)
}

func TestAssemble_NeverPutsEnemiesOrTwoVersionsOnOnePaper(t *testing.T) {
	items := bank(8, 30)
	for i := 0; i+1 < len(items); i += 7 {
		items[i].Enemies = []uuid.UUID{items[(i*3+5)%len(items)].QuestionID}
	}
	for i := range 200 {
		second := items[i]
		second.VersionID = id('w', i)
		items = append(items, second)
	}
	for seed := range 20 {
		in := levelFour(items)
		in.Seed = int64(seed)
		paper, err := Assemble(in)
		require.NoError(t, err)
		require.NoError(t, Conforms(in, paper))
	}
}

func TestAssemble_NamesTheCellsThatLackItems(t *testing.T) {
	var thin []Item
	kept := map[marking.QuestionType]int{}
	for _, item := range bank(8, 40) {
		if item.RowID == id('r', 4) {
			if kept[item.Type]++; kept[item.Type] > 9 {
				continue // 9 single and 9 judge questions for 20 points
			}
		}
		thin = append(thin, item)
	}
	_, err := Assemble(levelFour(thin))
	var short *Infeasible
	require.ErrorAs(t, err, &short)
	require.Equal(t, []Cell{{RowID: id('r', 4), Type: marking.Single, Needed: 16, Have: 9}}, short.Cells)

	_, err = Assemble(levelThree(nil))
	require.ErrorAs(t, err, &short)
	require.Equal(t, []Cell{
		{Type: marking.Judge, Needed: 40}, {Type: marking.Single, Needed: 140}, {Type: marking.Multiple, Needed: 10},
	}, short.Cells)
}

func TestAssemble_MovesToOtherRowsWhatOneRowLacks(t *testing.T) {
	var items []Item
	for _, item := range bank(8, 40) {
		if item.RowID == id('r', 4) && item.Type == marking.Judge {
			continue // the row must give its points by single questions alone
		}
		items = append(items, item)
	}
	in := levelFour(items)
	paper, err := Assemble(in)
	require.NoError(t, err)
	require.NoError(t, Conforms(in, paper))
}

func TestAssemble_RefusesWhatCannotFit(t *testing.T) {
	items := bank(8, 40)
	for _, c := range []struct {
		change func(*Input)
		want   Reason
	}{
		{func(in *Input) { in.Rows = rows(50, 49) }, WeightsNot100},
		{func(in *Input) { in.Rows = rows(120, -20) }, WeightsNot100},
		{func(in *Input) { in.Rows = nil }, TooManyParts},
		{func(in *Input) { in.Sections[0].Count = 81 }, TotalDiffers},
		{func(in *Input) { in.Sections[0].Count = 0 }, EmptySection},
		{func(in *Input) {
			in.Sections = []Section{{marking.Single, 50, 200}}
			in.Rows = rows(5, 95)
		}, RowNotDivisible},
		{func(in *Input) {
			// 30 is the single question, 40 is single and judge: never both rows.
			in.Sections = []Section{{marking.Single, 1, 3000}, {marking.Judge, 1, 1000}, {marking.Multiple, 1, 6000}}
			in.Rows = rows(30, 30, 40)
		}, NoExactSplit},
	} {
		in := levelFour(items)
		c.change(&in)
		_, err := Assemble(in)
		var conflict *Conflict
		require.ErrorAs(t, err, &conflict, c.want)
		require.Equal(t, c.want, conflict.Reason)
	}
}

func TestForms_ShareAsFewItemsAsTheBankAllows(t *testing.T) {
	in := levelFour(bank(8, 200))
	papers, err := Forms(in, 5)
	require.NoError(t, err)
	seen := map[uuid.UUID]bool{}
	for _, paper := range papers {
		require.NoError(t, Conforms(in, paper))
		for version := range paper.versions() {
			require.False(t, seen[version], "item on two forms")
			seen[version] = true
		}
	}
}

// Whatever bank and table come, the result is a paper that conforms or one of
// the two refusals, and the same again on a second run.
func TestAssemble_AnyInputConformsOrSaysWhy(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	papers := 0
	for range 300 {
		in := randomInput(r)
		paper, err := Assemble(in)
		again, errAgain := Assemble(in)
		require.Equal(t, paper, again)
		require.Equal(t, err, errAgain)
		if err == nil {
			papers++
			require.NoError(t, Conforms(in, paper))
			continue
		}
		var conflict *Conflict
		var short *Infeasible
		require.True(t, errors.As(err, &conflict) || errors.As(err, &short), "unexpected error %v", err)
	}
	require.Greater(t, papers, 50, "the cases are too hard to mean anything")
}

func randomInput(r *rand.Rand) Input {
	left, percents := 100, []int{}
	for left > 0 {
		step := min(left, 5*(1+r.IntN(5)))
		if len(percents) == 19 {
			step = left
		}
		percents = append(percents, step)
		left -= step
	}
	in := Input{Rows: rows(percents...), TotalHundredths: 10000, Seed: r.Int64()}
	multiples := 5 * r.IntN(3)
	judges := 10 * (1 + r.IntN(4))
	in.Sections = []Section{{marking.Judge, judges, 50}, {marking.Single, (10000 - judges*50 - multiples*100) / 50, 50}}
	if multiples > 0 {
		in.Sections = append(in.Sections, Section{marking.Multiple, multiples, 100})
	}
	for _, item := range bank(len(percents), 20+r.IntN(20)) {
		if r.IntN(10) > 0 {
			in.Items = append(in.Items, item)
		}
	}
	return in
}

func BenchmarkForms_5000Items5Forms(b *testing.B) {
	in := levelThree(bank(8, 160)) // 5,120 items
	for b.Loop() {
		if _, err := Forms(in, 5); err != nil {
			b.Fatal(err)
		}
	}
}
