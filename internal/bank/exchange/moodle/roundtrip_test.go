package moodle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	written, err := Write(exchangetest.Items())
	require.NoError(t, err)
	require.Empty(t, written.Left)
	result := read(t, string(written.Data))
	require.Empty(t, result.Notes)
	for _, item := range result.Items {
		require.False(t, item.Rejected(), "%s %v\n%s", item.Ref, item.Notes, written.Data)
	}
	exchangetest.Equal(t, exchangetest.Items(), result.Items, nil)
	again, err := Write(result.Items)
	require.NoError(t, err)
	require.Equal(t, string(written.Data), string(again.Data))
	_, ok := Sniff(exchange.File{Data: written.Data})
	require.True(t, ok)
}

func TestRoundTrip_OddOnes(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	one, two := exchangetest.Picture("p q.png", 7), exchangetest.Picture("p q.png", 8)
	number := &question.Number{Value: "-2.5", Tolerance: "0.1", Unit: "m/s"}
	items := []exchange.Item{
		{Body: question.Body{Type: question.Single, Stem: "]]&gt; ]]> &lt;b&gt; {1:SA:=x} ~#", Options: []question.Option{{Key: "A", HTML: "<pre>a\n  b</pre>", Explanation: "<p>why</p>"}, {Key: "B", HTML: "b"}}, Key: []string{"A"}}, Score: 150, Pool: "mock"},
		{Body: question.Body{Type: question.Multiple, Stem: "<p>one</p>", Options: []question.Option{{Key: "A", HTML: "a"}, {Key: "B", HTML: "b"}, {Key: "C", HTML: "c"}}, Key: []string{"C"}}},
		{Body: question.Body{Type: question.Fill, Stem: "x ____", Blanks: []question.Blank{{Answers: []string{"a*b", `\(x=1\)`, "A&B <c>"}, CaseSensitive: true}}}},
		{Body: question.Body{Type: question.Fill, Stem: "v", Blanks: []question.Blank{{Number: number, Answers: []string{"7"}}}}},
		{Body: question.Body{Type: question.Fill, Stem: "<p>a ____ b ____</p>", Blanks: []question.Blank{{Number: number}, {Answers: []string{`}~#/"\&<x>`, "%50%", "=y"}, CaseSensitive: true}}}},
		{Body: question.Body{Type: question.Fill, Stem: "no marks", Blanks: []question.Blank{{Answers: []string{"a"}}, {Answers: []string{"b", "c"}}}}},
		{Body: question.Body{Type: question.Matching, Stem: "m", Options: []question.Option{{Key: "A", HTML: "z"}, {Key: "B", HTML: "a &lt; b"}, {Key: "C", HTML: "x"}},
			Pairs: []question.Pair{{HTML: "1", Key: "C"}, {HTML: "2", Key: "A"}}}},
		{Body: question.Body{Type: question.Matching, Stem: "m", Options: []question.Option{{Key: "A", HTML: "<b>z</b>"}, {Key: "B", HTML: question.PictureTag(1, "")}}, Pairs: []question.Pair{{HTML: "1", Key: "B"}}},
			Pictures: []exchange.Picture{one, two}},
		{Body: question.Body{Type: question.Judge, Stem: "look", Options: []question.Option{{Key: "T", Explanation: "yes"}, {Key: "F", Explanation: "no"}}, Key: []string{"F"}}, Pictures: []exchange.Picture{one, two}},
		{Body: question.Body{Type: question.Essay, Stem: "e", Reference: "<p>r</p>", Rubric: []question.Criterion{{Text: "a（b）<c>", Share: 3}}}},
		{Body: question.Body{Type: question.Hotspot, Stem: "h", Picture: 1, Key: []string{"A"}, Areas: []question.Area{{Key: "A", Shape: marking.Poly, Coords: []int{1, 2, 9999, 3, 5001, 7777}}}}, Pictures: []exchange.Picture{one}},
	}
	for i := range items {
		items[i].Finish(c)
		require.False(t, items[i].Rejected(), items[i].Notes)
	}
	written, err := Write(items)
	require.NoError(t, err)
	require.Empty(t, written.Left)
	exchangetest.Equal(t, items, read(t, string(written.Data)).Items, nil)

	reversed := []exchange.Item{{Body: question.Body{Type: question.Judge, Stem: question.PictureTag(2, "") + " x", Options: question.JudgeOptions(), Key: []string{"T"},
		Explanation: question.PictureTag(3, "")}, Pictures: []exchange.Picture{one, two, exchangetest.Picture("z.png", 5)}}}
	reversed[0].Finish(c)
	written, err = Write(reversed)
	require.NoError(t, err)
	exchangetest.Equal(t, reversed, read(t, string(written.Data)).Items, nil)

	left, err := Write([]exchange.Item{{Body: question.Body{Type: question.Fill, Stem: "x", Blanks: []question.Blank{{Number: number, Answers: []string{"about two"}}}}, Ref: "R"},
		{Body: question.Body{Type: question.Hotspot, Stem: "h", Picture: 1}, Pictures: []exchange.Picture{{Name: "gone.png"}}}})
	require.NoError(t, err)
	require.Equal(t, []string{"R", "2"}, []string{left.Left[0].At, left.Left[1].At})
}

func TestCase_PartsThatAreMissingRejectIt(t *testing.T) {
	t.Parallel()
	written, err := Write(exchangetest.Only(exchangetest.Items(), question.Case))
	require.NoError(t, err)
	cut := strings.Replace(string(written.Data), "小题:2", "小题:5", 1)
	items := read(t, cut).Items
	require.True(t, items[0].Rejected())
	require.Equal(t, SubCase, items[0].Notes[0].Sub)
}
