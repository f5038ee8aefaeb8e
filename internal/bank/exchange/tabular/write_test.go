package tabular

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
)

func read(t testing.TB, name string, data []byte) exchange.Result {
	t.Helper()
	result, err := Read(exchange.File{Name: name, Data: data}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(t, err)
	return result
}

func reasons(i exchange.Item) []string {
	var list []string
	for _, n := range i.Notes {
		if !n.Warning {
			list = append(list, n.Column+" "+string(n.Sub))
		}
	}
	return list
}

// F63, D6: what is written comes back equal, and so does what is written of
// that.
func TestWrite_ComesBackEqual(t *testing.T) {
	t.Parallel()
	want := exchangetest.Items()
	for range 2 {
		written, err := Write(want)
		require.NoError(t, err)
		require.Empty(t, written.Left)
		format, ok := Sniff(exchange.File{Data: written.Data})
		require.True(t, ok)
		require.Equal(t, exchange.Workbook, format)
		got := read(t, "x.xlsx", written.Data)
		require.Equal(t, exchange.Workbook, got.Format)
		for i, item := range got.Items {
			require.False(t, item.Rejected(), "%d %v", i+1, reasons(item))
		}
		exchangetest.Equal(t, want, got.Items, nil)
		want = got.Items
	}
}

// awkward are items whose texts look like something else in a table.
func awkward() []exchange.Item {
	options := func(texts ...string) []question.Option {
		var list []question.Option
		for i, text := range texts {
			list = append(list, question.Option{Key: question.Letter(i), HTML: question.FromText(text)})
		}
		return list
	}
	blank := func(answers ...string) question.Blank { return question.Blank{Answers: answers} }
	list := []exchange.Item{
		{Body: question.Body{Type: question.Single, Stem: "1、下列（A）的说法。A.甲 B.乙", Options: options("A.一", "B.二", "/", "=1+1"), Key: []string{"C"}}, Ref: "1"},
		{Body: question.Body{Type: question.Single, Stem: "2、HTML 标签 &lt;p&gt;x&lt;/p&gt;<br>第二行", Options: options("<br>", "<html>x</html>", "+1", "@x"), Key: []string{"B"}}, Ref: "2"},
		{Body: question.Body{Type: question.Single, Stem: "选数", Options: options("3", "1", "2", "4"), Key: []string{"B"}}, Ref: "3", Tags: []string{"a,b", "c"}},
		{Body: question.Body{Type: question.Multiple, Stem: "H<sub>2</sub>O 与 <b>m</b><sup>3</sup>", Options: options("TRUE", "1-2", "0.10", "1e3"), Key: []string{"A", "D"}}, Ref: "0012"},
		{Body: question.Body{Type: question.Judge, Stem: "（1）这样做是（对）的。", Options: question.JudgeOptions(), Key: []string{"F"}}, Ref: "4", Score: 50, Pool: "mock"},
		{Body: question.Body{Type: question.Fill, Stem: "填____和（ ）____", Blanks: []question.Blank{blank("a|b", "c"), {Answers: []string{"CNC"}, CaseSensitive: true}}}, Ref: "5"},
		{Body: question.Body{Type: question.Fill, Stem: "单空____", Blanks: []question.Blank{blank("r/min")}}, Ref: "6"},
		{Body: question.Body{Type: question.Fill, Stem: "单空____", Blanks: []question.Blank{blank("1、一；二")}}, Ref: "7"},
		{Body: question.Body{Type: question.Fill, Stem: "没有空", Blanks: []question.Blank{blank("一"), blank("二"), {Answers: []string{"x"}, Number: &question.Number{Value: "-1.5", Tolerance: "0.25", Unit: "mm/r"}}}}, Ref: "8"},
		{Body: question.Body{Type: question.Short, Stem: "（2）说明", Reference: "答案：x；<br>y", Rubric: []question.Criterion{{Text: "甲；乙", Share: 2}, {Text: "三分（3分）", Share: 7}}}, Ref: "9"},
		{Body: question.Body{Type: question.Matching, Stem: "配", Options: options("B", "A"), Pairs: []question.Pair{{HTML: "x=>y", Key: "A"}, {HTML: "<b>z</b>", Key: "B"}}}, Ref: "10"},
		{Body: question.Body{Type: question.Judge, Stem: "题干", Options: question.JudgeOptions(), Key: []string{"T"}}, Ref: "11", Pictures: []exchange.Picture{{Name: "缺.png"}, exchangetest.Picture("a，b.png", 3)}},
	}
	list[4].Options[1].Explanation = "因为"
	c := question.NewCleaner()
	for i := range list {
		list[i].Finish(c)
	}
	return list
}

func TestWrite_KeepsWhatLooksLikeSomethingElse(t *testing.T) {
	t.Parallel()
	want := awkward()
	written, err := Write(want)
	require.NoError(t, err)
	for _, item := range want {
		require.False(t, item.Rejected(), "%s %v", item.Ref, reasons(item))
	}
	exchangetest.Equal(t, want, read(t, "x.xlsx", written.Data).Items, nil)
}

func TestN108_NoQuestionTurnsIntoAFormula(t *testing.T) {
	t.Parallel()
	written, err := Write(awkward())
	require.NoError(t, err)
	file, err := excelize.OpenReader(bytes.NewReader(written.Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	rows, err := file.GetRows(questionSheet)
	require.NoError(t, err)
	found := false
	for r, row := range rows {
		for c, text := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := file.GetCellFormula(questionSheet, cell)
			require.NoError(t, err)
			require.Empty(t, formula)
			found = found || text == "=1+1"
		}
	}
	require.True(t, found)
}

// What the template offers is what the reader knows.
func TestTemplate_IsReadWhenFilledIn(t *testing.T) {
	t.Parallel()
	raw, err := Template([]Point{{Code: "A-001", Name: "道德", Importance: "X", Row: "职业道德"}})
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, c := range templateColumns() {
		require.Equal(t, c, canonical(heading(c)+"(必填)"), c)
		require.False(t, seen[c], c)
		seen[c] = true
	}
	file, err := excelize.OpenReader(bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, []string{questionSheet, pointsSheet, helpSheet}, file.GetSheetList())
	require.NoError(t, file.SetSheetRow(questionSheet, "A2", &[]any{"单选题", "题", "甲", "乙", "", "", "", "", "", "", "B", "A-001", 4, "因为", "教材", "考试", "", "g-1", 0.5}))
	var out bytes.Buffer
	require.NoError(t, file.Write(&out))
	items := read(t, "x.xlsx", out.Bytes()).Items
	require.Len(t, items, 1)
	require.Empty(t, items[0].Notes)
	require.Equal(t, []string{"B"}, items[0].Key)
	require.Equal(t, "A-001", items[0].Element)
	require.Equal(t, 50, items[0].Score)
	require.Equal(t, "exam", items[0].Pool)
	_, err = Read(exchange.File{Data: raw}, exchange.Options{Cleaner: question.NewCleaner()})
	require.Error(t, err, "an empty template holds no questions")
}
