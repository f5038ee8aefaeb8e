package layout

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return
		}
		for _, item := range parse(plainPaper(text)).Items {
			require.NotEmpty(t, item.At)
			if !item.Rejected() {
				require.Empty(t, item.Check(len(item.Pictures)))
			}
			require.Equal(t, item.Body, item.Tidy(question.NewCleaner()), "tidied already")
		}
	})
}

// bigPaper is a paper of n questions with its answers at the end.
func bigPaper(n int) string {
	var out, keys strings.Builder
	out.WriteString("一、单项选择题（每题1分）\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&out, "%d. 加工第 %d 号零件时，主轴转速选用（　　）r/min，刀具材料为 YT15，冷却液选乳化液。\nA. %d  B. %d\nC. %d  D. 按 CA6140 铭牌\n", i, i, i, i+100, i+200)
		fmt.Fprintf(&keys, "%d.%c ", i, 'A'+rune(i%4))
		if i%10 == 0 {
			keys.WriteByte('\n')
		}
	}
	return out.String() + "参考答案\n" + keys.String()
}

func TestFiveThousandQuestionsAreReadAtOnce(t *testing.T) {
	t.Parallel()
	result := parse(plainPaper(bigPaper(5000)))
	require.Len(t, result.Items, 5000)
	for _, item := range result.Items {
		require.False(t, item.Rejected(), "%s %v", item.At, item.Notes)
	}
}

// longTexts are papers on which a careless rule takes time in the square of
// their length.
func longTexts() map[string]func(n int) string {
	return map[string]func(n int) string{
		"option letters":  func(n int) string { return "一、单选题\n1. 问（ ）\n" + strings.Repeat("A. x B. y ", n) },
		"opening letters": func(n int) string { return "一、单选题\n1. 问（ ）\n" + strings.Repeat("A. ", n) },
		"brackets": func(n int) string {
			return "一、单选题\n1. " + strings.Repeat("(", n) + strings.Repeat("（A）", n)
		},
		"blanks":  func(n int) string { return "一、填空题\n1. " + strings.Repeat("____ 和", n) + "\n答案：a" },
		"labels":  func(n int) string { return "1. 问？\n" + strings.Repeat("【答案】【解析】", n) },
		"numbers": func(n int) string { return "一、简答题\n" + strings.Repeat("1. 简述\n答：1. a\n2. b\n", n) },
		"judgements": func(n int) string {
			return "二、判断题\n" + strings.Repeat("1. 对吗\n", n) + "答案：\n" + strings.Repeat("1.√ ", n)
		},
		"headings": func(n int) string {
			return strings.Repeat("一、单选题\n1. 问（A）\n", n) + "参考答案\n" + strings.Repeat("一、单选题\n1.A\n", n)
		},
		"spare answers": func(n int) string {
			return "一、单选题\n1. 问（ ）A.x B.y\n参考答案\n" + strings.Repeat("7.A ", n)
		},
		"one number": func(n int) string {
			return "一、单选题\n" + strings.Repeat("1. 问（ ）A.x B.y\n", n) + "参考答案\n" + strings.Repeat("1.A\n", n)
		},
		"ranges": func(n int) string {
			return "一、单选题\n1. 问（ ）A.x B.y\n参考答案\n" + strings.Repeat("1-5 ABCDA ", n)
		},
		"bare letters": func(n int) string {
			return "一、单选题\n1. 问（ ）A.x B.y\n参考答案\n" + strings.Repeat("ABCDE\n", n)
		},
		"shared stems": func(n int) string {
			return strings.Repeat("根据材料，回答1-2题。\n1. 问（A）\nA.x B.y\n", n)
		},
		"parts": func(n int) string {
			return "一、案例分析题\n1. 材料\n" + strings.Repeat("（1）问\n", n) + "【答案】（1）a"
		},
		"spaces": func(n int) string {
			return "1. 问（" + strings.Repeat(" ", n) + "）\n答案：" + strings.Repeat(" ", n)
		},
		"formulas": func(n int) string { return "1. 问（A）" + strings.Repeat(`\(x\) $y_1$ `, n) },
		"digits":   func(n int) string { return "参考答案\n" + strings.Repeat("9", n) },
	}
}

func TestLongTextsAreReadToTheirEnd(t *testing.T) {
	t.Parallel()
	for name, text := range longTexts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parse(plainPaper(text(1000)))
		})
	}
}

// The time per repetition stays the same, however long the text.
func BenchmarkLongTexts(b *testing.B) {
	for name, text := range longTexts() {
		for _, n := range []int{4_000, 32_000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := plainPaper(text(n))
				for b.Loop() {
					parse(p)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/repetition")
			})
		}
	}
}

func BenchmarkFiveThousandQuestions(b *testing.B) {
	p := plainPaper(bigPaper(5000))
	for b.Loop() {
		parse(p)
	}
}
