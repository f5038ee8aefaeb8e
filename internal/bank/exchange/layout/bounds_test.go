package layout

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func refusal(t *testing.T, p Paper) fault.Sub {
	t.Helper()
	result, err := Parse(p, exchange.Options{Cleaner: question.NewCleaner()})
	require.Error(t, err)
	require.Empty(t, result.Items)
	return fault.SubOf(err)
}

func TestF62_APaperBeyondItsBoundsIsRefused(t *testing.T) {
	t.Parallel()
	lines := plainPaper("一、单选题\n" + strings.Repeat("x\n", MaxLines))
	require.Equal(t, exchange.SubTooManyItems, refusal(t, lines))
	wide := Paper{Lines: []Line{{Row: 1, Text: Plain(strings.Repeat("x", MaxRunes+1))}}}
	require.Equal(t, exchange.SubFileTooLarge, refusal(t, wide))
	var many strings.Builder
	many.WriteString("一、单选题\n")
	for i := range exchange.MaxItems + 1 {
		fmt.Fprintf(&many, "%d.（A）\n", i+1)
	}
	require.Equal(t, exchange.SubTooManyItems, refusal(t, plainPaper(many.String())))
}

func TestF62_BreaksWithinAParagraphCountAsLines(t *testing.T) {
	t.Parallel()
	p := Paper{Lines: []Line{{Row: 1, Text: Plain(strings.Repeat("x\n", MaxLines+1))}}}
	require.Equal(t, exchange.SubTooManyItems, refusal(t, p))
	require.Len(t, parse(plainPaper("1.螺纹（A）。\nA.甲 B.乙"+strings.Repeat("\n", MaxLines+1))).Items, 1, "empty lines do not")
}

// Of a question that is far too long only its place and its first words are
// told; those around it stay.
func TestF62_AnEndlessQuestionIsRejectedUnread(t *testing.T) {
	t.Parallel()
	const before, after = "一、单选题\n1.螺纹（A）。\nA.甲 B.乙\n2.螺距（B）。\nA.甲 B.乙\n", "3.牙型（A）。\nA.甲 B.乙\n"
	for name, text := range map[string]string{
		"lines":    strings.Repeat("C.\n", 12_000),
		"one line": strings.Repeat("丙，", 110_000) + "\n",
		"answers":  strings.Repeat("【答案】\n", 12_000),
	} {
		items := parse(plainPaper(before + text + after)).Items
		require.Len(t, items, 3, name)
		require.False(t, items[0].Rejected(), name)
		require.Equal(t, []exchange.Note{{Sub: question.SubTooLong, Column: "题干"}}, items[1].Notes, name)
		require.Contains(t, items[1].Stem, "螺距", name)
		require.Contains(t, items[1].At, "第 2 题", name)
		require.False(t, items[2].Rejected(), name)
	}
}

func TestF62_AnEndlessAnswerInTheZoneIsDropped(t *testing.T) {
	t.Parallel()
	text := "一、简答题\n1.什么是螺距？\n2.什么是导程？\n参考答案\n一、简答题\n1.相邻两牙的距离。\n2.沿一条螺旋线的距离。\n" + strings.Repeat("长\n", 12_000)
	items := parse(plainPaper(text)).Items
	require.Len(t, items, 2)
	require.False(t, items[0].Rejected(), "%v", items[0].Notes)
	require.Equal(t, question.SubTooLong, items[1].Notes[0].Sub)
	require.Less(t, len(items[1].Reference), 1000)
}

func TestF62_OfEndlessPartsTheFirstAreRead(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("一、案例分析题\n案例一\n某车间加工一批零件，回答 1～3000 题。\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "%d.应选用的刀具是（A）。\nA.甲 B.乙\n", i+1)
	}
	items := parse(plainPaper(text.String())).Items
	for _, item := range items {
		require.LessOrEqual(t, len(item.Parts), 2*question.MaxParts)
	}
}

// What is made of a plain line is little more than its characters: hostile
// papers have very many of them.
func TestF62_PlainLinesCostLittle(t *testing.T) {
	p := plainPaper(strings.Repeat("x1\n", MaxLines-1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	prepared := newParser(p, exchange.Options{})
	runtime.ReadMemStats(&after)
	require.NoError(t, prepared.failed)
	require.Len(t, prepared.lines, MaxLines-1)
	require.Less(t, (after.TotalAlloc-before.TotalAlloc)/MaxLines, uint64(450), "bytes a line")
	require.Nil(t, prepared.lines[0].text.styles)
	require.Same(t, &prepared.lines[0].text.runes[0], &prepared.lines[0].fold[0])
}

func TestText_StylesAppearWithTheFirstOne(t *testing.T) {
	t.Parallel()
	plain, bold := Plain("ab"), Text{}
	bold.Add("c", Bold)
	plain.add(bold)
	plain.add(Plain("d"))
	require.Equal(t, Text{runes: []rune("abcd"), styles: []Style{0, 0, Bold, 0}}, plain)
	require.Equal(t, Bold, plain.slice(2, 3).common())
	require.Equal(t, Style(0), plain.slice(0, 2).common())
}

func TestF62_AnEndlessSharedStemIsRejectedUnread(t *testing.T) {
	t.Parallel()
	const stem, first, second = "一、单选题\n（1～2题共用题干）\n某车间加工一批零件。\n", "1.刀具是（A）。\nA.甲 B.乙\n", "2.转速是（B）。\nA.甲 B.乙\n"
	endless := strings.Repeat("长\n", 12_000)
	items := parse(plainPaper(stem + first + second)).Items
	require.Len(t, items, 1)
	require.Len(t, items[0].Parts, 2)
	require.False(t, items[0].Rejected(), "%v", items[0].Notes)
	for name, text := range map[string]string{"stem": stem + endless + first + second, "part": stem + first + endless + second} {
		items = parse(plainPaper(text)).Items
		require.Len(t, items, 1, name)
		require.Equal(t, []exchange.Note{{Sub: question.SubTooLong, Column: "题干"}}, items[0].Notes, name)
		require.Contains(t, items[0].Stem, "某车间", name)
		require.Less(t, len(items[0].Stem), 1000, name)
	}
}
