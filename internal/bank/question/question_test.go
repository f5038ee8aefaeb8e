package question_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

// bodies holds one sound body of each type.
func bodies() map[question.Type]question.Body {
	options := []question.Option{{Key: "A", HTML: "游标卡尺"}, {Key: "B", HTML: "千分尺", Explanation: "精度更高"}, {Key: "C", HTML: "钢直尺"}}
	return map[question.Type]question.Body{
		question.Single:      {Type: question.Single, Stem: "测量精度最高的是", Options: options, Key: []string{"B"}},
		question.Multiple:    {Type: question.Multiple, Stem: "属于游标类的是", Options: options, Key: []string{"A", "B"}},
		question.Judge:       {Type: question.Judge, Stem: "千分尺可以测内孔。", Options: question.JudgeOptions(), Key: []string{question.False}},
		question.Fill:        {Type: question.Fill, Stem: "外径____ mm，材料____", Blanks: []question.Blank{{Answers: []string{}, Number: &question.Number{Value: "25", Tolerance: "0.02", Unit: "mm"}}, {Answers: []string{"45钢", "45 号钢"}}}},
		question.Short:       {Type: question.Short, Stem: "简述对刀步骤", Reference: "……", Rubric: []question.Criterion{{Text: "步骤完整", Share: 3}}},
		question.Calculation: {Type: question.Calculation, Stem: `求 \(v_c\)`, Reference: "78.5", Blanks: []question.Blank{{Number: &question.Number{Value: "78.5", Tolerance: "0.5", Unit: "m/min"}}}},
		question.Essay:       {Type: question.Essay, Stem: "论述误差来源"},
		question.Ordering:    {Type: question.Ordering, Stem: "排出工序", Options: options, Key: []string{"C", "A", "B"}},
		question.Matching:    {Type: question.Matching, Stem: "配对", Options: options, Pairs: []question.Pair{{HTML: "0.02 mm", Key: "A"}, {HTML: "0.01 mm", Key: "B"}}},
		question.Hotspot: {Type: question.Hotspot, Stem: "指出主轴箱", Picture: 1, Key: []string{"A"},
			Areas: []question.Area{{Key: "A", Shape: marking.Rect, Coords: []int{0, 0, 3000, 4000}}}},
		question.Case: {Type: question.Case, Stem: "某轴……", Parts: []question.Body{
			{Type: question.Single, Stem: "选刀具", Options: options, Key: []string{"A"}, Share: 1},
			{Type: question.Judge, Stem: "可以不留余量", Options: question.JudgeOptions(), Key: []string{"F"}, Share: 2}}},
	}
}

func TestEveryTypeHasASoundBodyThatTidyLeavesAsItIs(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	all := bodies()
	require.Len(t, all, len(question.Types()))
	for kind, b := range all {
		require.NotEmpty(t, kind.Title())
		require.Empty(t, b.Check(1), kind)
		tidy := b.Tidy(c)
		require.Empty(t, tidy.Check(1), kind)
		require.Equal(t, tidy, tidy.Tidy(c), kind)
		require.Equal(t, b.FaceDigest(nil), tidy.FaceDigest(nil), kind)
		require.Equal(t, b.AnswerText(), tidy.AnswerText(), kind)
	}
}

func TestCheckNamesTheFieldAndTheReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind   question.Type
		change func(*question.Body)
		field  string
		sub    fault.Sub
	}{
		"one option":           {question.Single, func(b *question.Body) { b.Options, b.Key = b.Options[:1], []string{"A"} }, "options", question.SubOptionCount},
		"a gap":                {question.Single, func(b *question.Body) { b.Options[1].Key = "D" }, "options", question.SubOptionGap},
		"an empty option":      {question.Single, func(b *question.Body) { b.Options[1].HTML = "" }, "options", question.SubOptionEmpty},
		"one option twice":     {question.Single, func(b *question.Body) { b.Options[1].HTML = b.Options[0].HTML }, "options", question.SubOptionSame},
		"no key":               {question.Multiple, func(b *question.Body) { b.Key = nil }, "key", question.SubKeyMissing},
		"a key out of range":   {question.Multiple, func(b *question.Body) { b.Key = []string{"F"} }, "key", question.SubKeyUnknown},
		"two keys":             {question.Judge, func(b *question.Body) { b.Key = []string{"F", "T"} }, "key", question.SubKeyTooMany},
		"a blank too few":      {question.Fill, func(b *question.Body) { b.Blanks = b.Blanks[:1] }, "blanks", question.SubBlankCount},
		"an empty blank":       {question.Fill, func(b *question.Body) { b.Blanks[1].Answers = nil }, "blanks.1", question.SubBlankEmpty},
		"no number":            {question.Fill, func(b *question.Body) { b.Blanks[0].Number.Value = "1e999" }, "blanks.0", question.SubNumberForm},
		"tolerance below zero": {question.Fill, func(b *question.Body) { b.Blanks[0].Number.Tolerance = "-1" }, "blanks.0", question.SubNumberForm},
		"an order too short":   {question.Ordering, func(b *question.Body) { b.Key = b.Key[:2] }, "key", question.SubOrderKey},
		"a pair to nowhere":    {question.Matching, func(b *question.Body) { b.Pairs[0].Key = "Z" }, "pairs", question.SubPairs},
		"an area upside down":  {question.Hotspot, func(b *question.Body) { b.Areas[0].Coords = []int{9, 9, 1, 1} }, "areas", question.SubAreas},
		"an area off picture":  {question.Hotspot, func(b *question.Body) { b.Picture = 2 }, "areas", question.SubAreas},
		"a part without share": {question.Case, func(b *question.Body) { b.Parts[1].Share = 0 }, "parts.1.type", question.SubParts},
		"a part's key":         {question.Case, func(b *question.Body) { b.Parts[1].Key = nil }, "parts.1.key", question.SubKeyMissing},
		"an unknown type":      {question.Essay, func(b *question.Body) { b.Type = "poem" }, "type", question.SubTypeUnknown},
		"a picture that is not there": {question.Essay, func(b *question.Body) { b.Stem = question.PictureTag(2, "图") }, "stem",
			question.SubPictureName},
	} {
		b := bodies()[c.kind]
		c.change(&b)
		faults := b.Check(1)
		require.NotEmpty(t, faults, name)
		require.Equal(t, c.field, faults[0].Name, name)
		require.Equal(t, c.sub, faults[0].Sub, name)
	}
}

func TestAStemMayBeAPictureButNotNothing(t *testing.T) {
	t.Parallel()
	b := question.Body{Type: question.Essay, Stem: "<p></p>"}
	require.Empty(t, b.Check(1))
	require.Equal(t, []fault.Field{{Name: "stem", Sub: question.SubStemMissing}}, b.Check(0))
}

func TestFaceHoldsNothingThatTellsTheAnswer(t *testing.T) {
	t.Parallel()
	for kind, b := range bodies() {
		f := b.Face()
		require.Equal(t, b.Stem, f.Stem, kind)
		require.Len(t, f.Options, len(b.Options), kind)
		require.Len(t, f.Parts, len(b.Parts), kind)
	}
	f := bodies()[question.Hotspot].Face()
	require.Equal(t, 1, f.Places)
	require.Equal(t, []question.Gap{{Number: true, Unit: "mm"}, {}}, bodies()[question.Fill].Face().Blanks)
}

func TestN039_PicturesOfTheExplanationStayBehind(t *testing.T) {
	t.Parallel()
	b := bodies()[question.Single]
	b.Stem = "看 " + question.PictureTag(3, "题图")
	b.Explanation = "见 " + question.PictureTag(1, "答案图")
	b.Options[0].HTML = question.PictureTag(4, "甲")
	b.Options[1].Explanation = question.PictureTag(3, "也在题干里")
	f, kept := b.FaceOf(4)
	require.Equal(t, []int{2, 3, 4}, kept, "2 is named nowhere and stands below the stem")
	require.Equal(t, []int{2}, question.PicturesIn(f.Stem))
	require.Equal(t, []int{3}, question.PicturesIn(f.Options[0].HTML))
	spot, kept := bodies()[question.Hotspot].FaceOf(1)
	require.Equal(t, []int{1}, kept)
	require.Equal(t, 1, spot.Picture)
}

func TestCleanKeepsPicturesByNumberAndFormulas(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	for given, want := range map[string]string{
		`图 <img data-picture="2" alt="轴">`:                              `图 <img data-picture="2" alt="轴">`,
		`<img src="http://x/y.png" onerror="x">图`:                       `图`,
		`<img alt="轴" data-picture="2" src="x">`:                        `<img alt="轴" data-picture="2">`,
		`<img data-picture="javascript:1">图`:                            `图`,
		question.Math(`a<b`):                                            `\(a&lt;b\)`,
		`<p onclick="x">a<script>b</script></p>`:                        `<p>a</p>`,
		"a\u202eb\u0000c":                                               "abc",
		`<table><tr><td colspan="2" style="x">a</td></tr></table>`:      `<table><tr><td colspan="2">a</td></tr></table>`,
		`<svg onload=alert(1)>x</svg><math><mi>y</mi></math><b>c</b>`:   `xy<b>c</b>`,
		`<a href="javascript:alert(1)">链接</a><iframe src="x"></iframe>`: `链接`,
	} {
		got := c.Clean(given)
		require.Equal(t, want, got, given)
		require.Equal(t, got, c.Clean(got), given)
	}
	require.Equal(t, []int{2, 1}, question.PicturesIn(`<img alt="x" data-picture="2"> <img data-picture="1" alt="2">`))
	require.Equal(t, `<img data-picture="5" alt="1">`, question.Renumber(`<img data-picture="1" alt="1"><img data-picture="9" alt="">`, func(n int) int {
		if n == 1 {
			return 5
		}
		return 0
	}))
}
