package lint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/lint"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func choice(stem string, key []string, options ...string) question.Body {
	b := question.Body{Type: question.Single, Stem: stem, Key: key, Explanation: "有"}
	if len(key) > 1 {
		b.Type = question.Multiple
	}
	for i, o := range options {
		b.Options = append(b.Options, question.Option{Key: question.Letter(i), HTML: question.FromText(o)})
	}
	return b
}

func subs(b question.Body) []fault.Sub {
	list := []fault.Sub{}
	for _, f := range lint.Lint(b) {
		list = append(list, f.Sub)
	}
	return list
}

func TestLint_FindsWhatAReviewerWouldFind(t *testing.T) {
	t.Parallel()
	a := []string{"A"}
	for name, c := range map[string]struct {
		body question.Body
		want []fault.Sub
	}{
		"a plain question":             {choice("车刀的前角影响（　　）。", a, "切削力", "转速", "尾座", "卡盘"), nil},
		"the key is much longer":       {choice("刃磨的目的是", a, "使刀具恢复锋利并保证几何角度符合图样要求", "省料", "美观", "快"), []fault.Sub{lint.SubLongKey}},
		"another is much longer":       {choice("刃磨的目的是", []string{"B"}, "使刀具恢复锋利并保证几何角度符合图样要求", "省料", "美观", "快"), []fault.Sub{lint.SubLongOption}},
		"a stem that denies twice":     {choice("下列不属于不允许的操作的是", a, "甲", "乙", "丙", "丁"), []fault.Sub{lint.SubDoubleNegative}},
		"an option denies as well":     {choice("下列说法错误的是", a, "不戴手套", "戴护目镜", "戴工作帽", "停车测量"), []fault.Sub{lint.SubDoubleNegative}},
		"stainless steel denies not":   {choice("下列不属于铸铁的是", a, "不锈钢", "灰铸铁", "球墨铸铁", "蠕墨铸铁"), nil},
		"all of the above":             {choice("安全要求有", []string{"D"}, "戴帽", "戴镜", "停车", "以上都对"), []fault.Sub{lint.SubAllOfAbove}},
		"ranges that overlap":          {choice("前角取", a, "5°～15°", "10°～20°", "25°～30°", "40°～50°"), []fault.Sub{lint.SubOverlap}},
		"ranges that share an end":     {choice("前角取", a, "5～10", "10～20", "21～30", "31～40"), []fault.Sub{lint.SubOverlap}},
		"a half-open range":            {choice("取", a, "<10", "10~20", "21~30", ">30"), nil},
		"one number twice":             {choice("取", a, "0.50 mm", "0.5 mm", "1 mm", "2 mm"), []fault.Sub{lint.SubOverlap}},
		"one number has no unit":       {choice("取", a, "5 mm", "10", "15 mm", "20 mm"), []fault.Sub{lint.SubUnitMixed}},
		"other units are other things": {choice("取", a, "5 mm", "5 cm", "5 m", "5 µm"), nil},
		"every option is right":        {choice("属于量具的有", []string{"A", "B", "C"}, "卡尺", "千分尺", "百分表"), []fault.Sub{lint.SubAllRight}},
		"a judgement that denies twice": {question.Body{Type: question.Judge, Stem: "不戴护目镜不允许操作。", Options: question.JudgeOptions(), Key: []string{"T"}, Explanation: "有"},
			[]fault.Sub{lint.SubDoubleNegative}},
		"no explanation": {question.Body{Type: question.Judge, Stem: "三爪卡盘自动定心。", Options: question.JudgeOptions(), Key: []string{"T"}},
			[]fault.Sub{lint.SubNoExplanation}},
		"a number without its unit": {question.Body{Type: question.Fill, Stem: "外径为____。", Blanks: []question.Blank{{Number: &question.Number{Value: "5", Tolerance: "0"}}}},
			[]fault.Sub{lint.SubUnitMissing}},
		"the unit stands in the stem": {question.Body{Type: question.Fill, Stem: "外径为____mm。", Blanks: []question.Blank{{Number: &question.Number{Value: "5", Tolerance: "0"}}}}, nil},
		"no reference answer":         {question.Body{Type: question.Short, Stem: "简述。"}, []fault.Sub{lint.SubNoReference}},
	} {
		want := c.want
		if want == nil {
			want = []fault.Sub{}
		}
		require.Equal(t, want, subs(c.body), name)
	}
}

func TestLint_NamesThePartOfACase(t *testing.T) {
	t.Parallel()
	b := question.Body{Type: question.Case, Stem: "案例", Parts: []question.Body{
		choice("甲", []string{"A"}, "一", "二", "三"), choice("乙", []string{"C"}, "一", "二", "以上都是"),
	}}
	found := lint.Lint(b)
	require.Len(t, found, 1)
	require.Equal(t, lint.Finding{Sub: lint.SubAllOfAbove, Field: "options", Part: 2, Params: fault.Params{"key": "C"}}, found[0])
}
