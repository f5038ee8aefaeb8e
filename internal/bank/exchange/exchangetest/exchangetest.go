// Package exchangetest gives readers and writers of question files the items
// that they are held against.
package exchangetest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
)

// Picture is a small PNG of its own shade.
func Picture(name string, shade uint8) exchange.Picture {
	m := image.NewGray(image.Rect(0, 0, 24, 16))
	for i := range m.Pix {
		m.Pix[i] = shade
	}
	m.Set(3, 3, color.White)
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err) // a grey picture in memory always encodes
	}
	return exchange.Picture{Name: name, Data: out.Bytes()}
}

// Items gives one item or more of every type, with formulas, pictures, tables,
// signs that formats must escape, and explanations per option. Each is sound
// and tidied.
func Items() []exchange.Item {
	options := func(texts ...string) []question.Option {
		var list []question.Option
		for i, t := range texts {
			list = append(list, question.Option{Key: question.Letter(i), HTML: question.FromText(t)})
		}
		return list
	}
	single := question.Body{
		Type: question.Single, Stem: "车削外圆时，主运动是（　　）。", Options: options("工件的旋转", "刀具的纵向进给", "刀具的横向进给", "尾座的移动"),
		Key: []string{"A"}, Explanation: "主运动消耗的功率最大。",
	}
	for i, why := range []string{"对：速度最高。", "进给运动。", "进给运动。", "不参与切削。"} {
		single.Options[i].Explanation = why
	}
	items := []exchange.Item{
		{Body: single, Ref: "Q-001", Difficulty: 2, Element: "A-A-001", Source: "自编", Tags: []string{"车工", "基础"}},
		{Body: question.Body{Type: question.Single, Stem: `转速公式为 \(n=\frac{1000v}{\pi d}\)，式中 \(d&lt;100\) 的单位是`,
			Options: options("mm", "m", "cm", "µm"), Key: []string{"A"}}, Ref: "Q-002", Difficulty: 3},
		{Body: question.Body{Type: question.Single, Stem: `<p>看图 ` + question.PictureTag(1, "轴") + ` 选择</p><table><tr><td>IT6</td><td>0.013</td></tr></table>`,
			Options: []question.Option{{Key: "A", HTML: question.PictureTag(2, "甲")}, {Key: "B", HTML: "x<sup>2</sup> &amp; y"}}, Key: []string{"B"}},
			Ref: "Q-003", Pictures: []exchange.Picture{Picture("shaft.png", 90), Picture("a.png", 200)}},
		{Body: question.Body{Type: question.Multiple, Stem: "属于安全操作的有", Options: options("戴护目镜", "穿紧身工作服", "戴手套操作车床", "女工戴工作帽", "停车后测量"),
			Key: []string{"A", "B", "D", "E"}, Explanation: "操作旋转机床禁止戴手套。"}, Ref: "Q-004"},
		{Body: question.Body{Type: question.Judge, Stem: "三爪自定心卡盘能自动定心。", Options: question.JudgeOptions(), Key: []string{"T"}, Explanation: "{自动} 定心 = 三爪同步；精度 ~0.05：够用#"}, Ref: "Q-005"},
		{Body: question.Body{Type: question.Judge, Stem: "千分尺可以测量旋转的工件。", Options: question.JudgeOptions(), Key: []string{"F"}}, Ref: "Q-006"},
		{Body: question.Body{Type: question.Fill, Stem: "45 钢的含碳量约为____%，属于____钢。", Blanks: []question.Blank{
			{Answers: []string{}, Number: &question.Number{Value: "0.45", Tolerance: "0.01"}}, {Answers: []string{"中碳", "优质碳素结构"}}}}, Ref: "Q-007"},
		{Body: question.Body{Type: question.Short, Stem: "简述车刀刃磨的步骤。", Reference: "先磨主后面，再磨副后面，最后磨前面。",
			Rubric: []question.Criterion{{Text: "次序正确", Share: 3}, {Text: "说明目的", Share: 2}}}, Ref: "Q-008"},
		{Body: question.Body{Type: question.Calculation, Stem: `工件直径 50 mm，转速 500 r/min，求 \(v_c\)。`, Reference: `\(v_c=\frac{\pi dn}{1000}=78.5\) m/min`,
			Blanks: []question.Blank{{Answers: []string{}, Number: &question.Number{Value: "78.5", Tolerance: "0.5", Unit: "m/min"}}}}, Ref: "Q-009"},
		{Body: question.Body{Type: question.Essay, Stem: "论述细长轴加工变形的原因与对策。", Reference: "受热伸长、径向力……"}, Ref: "Q-010"},
		{Body: question.Body{Type: question.Ordering, Stem: "排出启动车床的次序。", Options: options("合上电源", "检查手柄位置", "启动主轴"), Key: []string{"B", "A", "C"}}, Ref: "Q-011"},
		{Body: question.Body{Type: question.Matching, Stem: "将量具与精度配对。", Options: options("0.02 mm", "0.01 mm", "1 mm"),
			Pairs: []question.Pair{{HTML: "游标卡尺", Key: "A"}, {HTML: "千分尺", Key: "B"}}}, Ref: "Q-012"},
		{Body: question.Body{Type: question.Hotspot, Stem: "在图上指出刀架。", Picture: 1, Key: []string{"B"}, Areas: []question.Area{
			{Key: "A", Shape: marking.Rect, Coords: []int{0, 0, 2500, 5000}}, {Key: "B", Shape: marking.Circle, Coords: []int{7500, 5000, 1250}}}},
			Ref: "Q-013", Pictures: []exchange.Picture{Picture("lathe.png", 40)}},
		{Body: question.Body{Type: question.Case, Stem: "某厂加工一批台阶轴，材料 45 钢。", Explanation: "见工艺卡。", Parts: []question.Body{
			{Type: question.Single, Stem: "应选刀具", Options: options("YT15", "YG8"), Key: []string{"A"}, Share: 1, Explanation: "钢件用 YT。"},
			{Type: question.Judge, Stem: "应加切削液。", Options: question.JudgeOptions(), Key: []string{"T"}, Share: 1},
			{Type: question.Short, Stem: "写出工序。", Reference: "粗车—半精车—精车", Share: 3}}}, Ref: "Q-014", Difficulty: 4},
	}
	c := question.NewCleaner()
	for i := range items {
		items[i].Finish(c)
	}
	return items
}

// Only keeps the items of the given types.
func Only(items []exchange.Item, types ...question.Type) []exchange.Item {
	var list []exchange.Item
	for _, item := range items {
		for _, t := range types {
			if item.Type == t {
				list = append(list, item)
			}
		}
	}
	return list
}

// Equal holds two lists of items against each other, leaving aside where they
// stood and what was noted. drop takes from both what the format cannot hold.
func Equal(t testing.TB, want, got []exchange.Item, drop func(*exchange.Item)) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, bare(want[i], drop), bare(got[i], drop), "item %d", i+1)
	}
}

func bare(item exchange.Item, drop func(*exchange.Item)) exchange.Item {
	item.At, item.Notes = "", nil
	if len(item.Pictures) == 0 {
		item.Pictures = nil
	}
	if len(item.Tags) == 0 {
		item.Tags = nil
	}
	if drop != nil {
		drop(&item)
	}
	return item
}
