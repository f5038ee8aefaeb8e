package layout

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

// One question's answer carries its number, as those of a paper of many do.
func TestParse_TheNumberBeforeTheAnswerOfOneQuestion(t *testing.T) {
	t.Parallel()
	const options = " 刀具的前角（ ）\nA. 大\nB. 小\nC. 零\n"
	for text, want := range map[string]string{
		"1." + options + "答案：1.A": "A", "1." + options + "答案：1、A": "A", "1." + options + "参考答案 1. A": "A", "1." + options + "【答案】1.A": "A", "1." + options + "答案：第1题 A": "A",
		"1." + options + "答案\n1.A": "A", "1." + options + "参考答案：\n1、A": "A", "5." + options + "答案：5.A": "A", "5." + options + "答案\n5.A": "A", options + "答案：1.A": "A",
		"1." + options + "答案：1.ABC": "ABC", "1." + options + "答案：1.A\n因为前角大。": "A", "1. 卡盘能自动定心（ ）\n答案：1.√": "T", "一、判断题\n1. 卡盘能自动定心\n答案：1.错误": "F",
		"1. 甲（ ）\nA. 大 B. 小\n答案：1.A\n2. 乙（ ）\nA. 大 B. 小\n答案：2.A": "A",
		"1. 额定电流（ ）\nA. 2A B. 1A\n答案：1A":                         "B", // the text of an option
	} {
		for _, i := range parse(plainPaper(text)).Items {
			require.False(t, i.Rejected(), "%s %v", text, i.Notes)
			require.Equal(t, want, strings.Join(i.Key, ""), text)
		}
	}
	for _, text := range []string{"5." + options + "答案：1.A", "1." + options + "答案：2.A", "1." + options + "答案：1.A\n2.B"} {
		require.True(t, parse(plainPaper(text)).Items[0].Rejected(), "the answer of another question: %s", text)
	}
	for text, want := range map[string]string{"1. 前角为____。\n答案：1.5": "1.5", "1. 前角为____。\n答案：1.0": "1.0", "1. 电流为____。\n答案：1A": "1A", "一、填空题\n1. 前角（ ）。\n答案：1.5": "1.5"} {
		i := parse(plainPaper(text)).Items[0]
		require.Equal(t, []question.Blank{{Answers: []string{want}}}, i.Blanks, text)
	}
}
