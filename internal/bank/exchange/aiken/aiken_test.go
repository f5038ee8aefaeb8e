package aiken

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func read(t testing.TB, text string) []exchange.Item {
	t.Helper()
	result, err := Read(exchange.File{Name: "q.txt", Data: []byte(text)}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(t, err)
	require.Equal(t, exchange.Aiken, result.Format)
	return result.Items
}

func texts(item exchange.Item) (list []string) {
	for _, o := range item.Options {
		list = append(list, o.HTML)
	}
	return list
}

func TestRead_StrictAndSloppy(t *testing.T) {
	t.Parallel()
	abc := []string{"甲", "乙", "丙"}
	for name, text := range map[string]string{
		"dots":        "选哪个？\nA. 甲\nB. 乙\nC. 丙\nANSWER: B\n",
		"brackets":    "选哪个？\nA) 甲\nB) 乙\nC) 丙\nANSWER: B",
		"crlf, bom":   "\xef\xbb\xbf选哪个？\r\nA. 甲\r\nB. 乙\r\nC. 丙\r\nANSWER: B\r\n",
		"lower case":  "选哪个？\na. 甲\nb. 乙\nc. 丙\nanswer: b\n",
		"empty lines": "\n\n选哪个？\n\nA. 甲\n\nB. 乙\n\nC. 丙\n\nANSWER: B\n\n",
		"no blanks":   "选哪个？\nA.甲\nB.乙\nC.丙\nANSWER:B",
		"full width":  "选哪个？\nＡ．甲\nＢ．乙\nＣ．丙\nANSWER：Ｂ",
		"indented":    "  选哪个？\n\tA. 甲\n\tB. 乙\n\tC. 丙\n  Answer : B.\n",
		"bracketed":   "选哪个？\n(A) 甲\n(B) 乙\n(C) 丙\nANSWER: (B)",
		"by words":    "选哪个？\nA. 甲\nB. 乙\nC. 丙\nANSWER: B. 乙",
		"numbered":    "1. 选哪个？\nA. 甲\nB. 乙\nC. 丙\nANSWER: B",
	} {
		items := read(t, text)
		require.Len(t, items, 1, name)
		require.Empty(t, items[0].Notes, name)
		require.Equal(t, question.Single, items[0].Type, name)
		require.Equal(t, "选哪个？", items[0].Stem, name)
		require.Equal(t, abc, texts(items[0]), name)
		require.Equal(t, []string{"B"}, items[0].Key, name)
	}
}

func TestRead_SeveralQuestionsAndLinesOfOnes(t *testing.T) {
	t.Parallel()
	items := read(t, "First\nline two\nA. a\nB. b goes\non\nANSWER: A\nI. Newton said\nA. c < d\nB. e\nANSWER: B\nFEEDBACK: because\nof it\n\nLast\nA. True\nB. False\nANSWER: True\n")
	require.Len(t, items, 3)
	require.Equal(t, "First<br>line two", items[0].Stem)
	require.Equal(t, []string{"a", "b goes<br>on"}, texts(items[0]))
	require.Equal(t, "I. Newton said", items[1].Stem)
	require.Equal(t, "c &lt; d", items[1].Options[0].HTML)
	require.Equal(t, "because<br>of it", items[1].Explanation)
	require.Equal(t, "第 7 行", items[1].At)
	require.Equal(t, []string{"A"}, items[2].Key)
	for _, item := range items {
		require.Empty(t, item.Notes)
	}
}

func TestRead_TwentySixOptions(t *testing.T) {
	t.Parallel()
	text := "Many\n"
	for i := range 26 {
		text += fmt.Sprintf("%c. option %d\n", 'A'+i, i)
	}
	items := read(t, text+"ANSWER: Z\n")
	require.Empty(t, items[0].Notes)
	require.Equal(t, []string{"Z"}, items[0].Key)
	require.Len(t, items[0].Options, 26)
}

func TestRead_SeveralAnswersAreAWarning(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"A,C", "A, C", "AC", "A C", "A、C", "A and C", "c;a", "A&C"} {
		item := read(t, "Q\nA. a\nB. b\nC. c\nANSWER: "+answer)[0]
		require.Equal(t, question.Multiple, item.Type, answer)
		require.Equal(t, []string{"A", "C"}, item.Key, answer)
		require.False(t, item.Rejected())
		require.Equal(t, exchange.SubTypeGuessed, item.Notes[0].Sub)
	}
}

func TestRead_BrokenOnesAreExplainedAndTheRestIsRead(t *testing.T) {
	t.Parallel()
	good := "\n\nFine\nA. a\nB. b\nANSWER: A\n"
	for text, sub := range map[string]fault.Sub{
		"Q\nA. a\nB. b":                   SubAnswer,
		"Q\nA. a\nB. b\nANSWER: E":        question.SubKeyUnknown,
		"Q\nA. a\nB. b\nANSWER: nothing?": SubKeyUnread,
		"Q\nA. a\nB. b\nANSWER:":          SubKeyUnread,
		"Q\nA. a\nC. c\nANSWER: A":        SubOptions,
		"Q\nA. a\nA. b\nANSWER: A":        SubOptions,
		"Q\nANSWER: A":                    SubOptions,
		"Q\nA. a\nANSWER: A":              question.SubOptionCount,
		"Q\nA. a\nB. a\nANSWER: A":        question.SubOptionSame,
		"Q\nA. a\nB.\nANSWER: A":          question.SubOptionEmpty,
	} {
		items := read(t, text+good)
		require.Len(t, items, 2, text)
		require.True(t, items[0].Rejected(), text)
		require.Equal(t, sub, items[0].Notes[0].Sub, text)
		require.Equal(t, "第 1 行", items[0].At)
		require.Empty(t, items[1].Notes, text)
		require.Equal(t, "Fine", items[1].Stem, text)
	}
	items := read(t, good+"Breaks off\nA. a\n")
	require.Len(t, items, 2)
	require.True(t, items[1].Rejected())
}

func TestRead_Encodings(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("车刀材料？\nA. 木\nB. 硬质合金\nANSWER: B\n")
	require.NoError(t, err)
	require.Equal(t, "车刀材料？", read(t, gbk)[0].Stem)
}

func TestN104_TextStaysText(t *testing.T) {
	t.Parallel()
	item := read(t, "<script>alert(1)</script> {{7*7}}\nA. <img src=x onerror=alert(1)>\nB. ${x}\nANSWER: A\n")[0]
	require.Empty(t, item.Notes)
	require.Equal(t, "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}", item.Stem)
	require.Equal(t, "&lt;img src=x onerror=alert(1)&gt;", item.Options[0].HTML)
}

func TestSniff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Q\nA. a\nB. b\nANSWER: A\n":    true,
		"Q\nA) a\nB) b\nanswer: a":      true,
		"1. 车刀（ ）\nA. 甲\nB. 乙\n答案：A\n":  false,
		"1. 车刀（ ）\nA. 甲\nB. 乙\n【答案】A\n": false,
		"Q {=a ~b}":                        false,
		"ANSWER: A":                        false,
		"题干,答案\nA. 甲,B\n":                  false,
		"<?xml?>\nA. a\nB. b\nANSWER: A\n": false,
		"":                                 false,
	} {
		_, got := Sniff(exchange.File{Data: []byte(text)})
		require.Equal(t, want, got, text)
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	t.Parallel()
	o := exchange.Options{Cleaner: question.NewCleaner()}
	for text, want := range map[string]error{
		"":           fault.New(fault.Invalid, exchange.SubFileNone),
		"a\x00b\x01": fault.New(fault.Invalid, exchange.SubFileForm),
		strings.Repeat("Q\nA. a\nB. b\nANSWER: A\n", exchange.MaxItems+1): fault.New(fault.Invalid, exchange.SubTooManyItems),
		strings.Repeat("x", exchange.MaxBytes+1):                          fault.New(fault.TooLarge, exchange.SubFileTooLarge),
	} {
		_, err := Read(exchange.File{Data: []byte(text)}, o)
		require.ErrorIs(t, err, want)
	}
}

func BenchmarkRead5000(b *testing.B) {
	text := strings.Repeat("车削时主运动是？\nA. 工件旋转\nB. 刀具进给\nC. 尾座移动\nD. 都不是\nANSWER: A\n\n", 5_000)
	for b.Loop() {
		require.Len(b, read(b, text), 5_000)
	}
}

func FuzzAiken(f *testing.F) {
	for _, seed := range []string{
		"Q\nA. a\nB. b\nANSWER: A\n", "Q\nA) a\n\nB) b\nANSWER: A,B\nFEEDBACK: x", "ANSWER: A", "A. a\nB. b", "1. Q\nＡ．a\nＢ．b\nANSWER：Ｂ", "Q\nA. a\n\nR\nA. b\nB. c\nanswer: c", "\xff\xfeA\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := exchange.File{Data: data}
		Sniff(file)
		result, err := Read(file, exchange.Options{Cleaner: question.NewCleaner()})
		if err != nil {
			return
		}
		for i := range result.Items {
			item := result.Items[i]
			if !item.Rejected() {
				require.Empty(t, item.Check(0))
			}
		}
	})
}

func TestF62_AnEndlessQuestionIsRejectedUnread(t *testing.T) {
	t.Parallel()
	items := read(t, "甲\nA. a\nB. b\nANSWER: A\n\n"+strings.Repeat("<b>", 1<<20)+"\nA. a\nB. b\nANSWER: B\n")
	require.Len(t, items, 2)
	require.False(t, items[0].Rejected())
	require.Len(t, items[1].Notes, 1)
	require.Equal(t, question.SubTooLong, items[1].Notes[0].Sub)
}

func TestSniff_NumberedQuestionsUnderOneAnswerAreAPaper(t *testing.T) {
	t.Parallel()
	_, yes := Sniff(exchange.File{Data: []byte("1. Steel is a metal. (T)\n2. Wood is a metal. (F)\n3. Pick one\nA) a\nB) b\nANSWER: B\n")})
	require.False(t, yes)
	_, yes = Sniff(exchange.File{Data: []byte("1. Pick one\nA) a\nB) b\nANSWER: B\n\n2. Pick two\nA) a\nB) b\nANSWER: B\n")})
	require.True(t, yes)
}

// Very many lines without a word in them are no question either.
func TestF62_EndlessLinesAreRejectedUnread(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{
		"options": strings.Repeat("A. \nB. \n", 10_000), "words": strings.Repeat("x\n", 20_000), "spare": "\n" + strings.Repeat("x\n", 20_000),
	} {
		items := read(t, "甲\nA. a\nB. b\n"+lines+"ANSWER: A\n\n乙\nA. a\nB. b\nANSWER: B\n")
		require.Len(t, items, 2, name)
		require.Equal(t, question.SubTooLong, items[0].Notes[0].Sub, name)
		require.Len(t, items[0].Notes, 1, name)
		require.False(t, items[1].Rejected(), name)
	}
	items := read(t, "甲\nA. a\nB. b\nANSWER: A\n"+strings.Repeat("FEEDBACK: x\n", 20_000))
	require.Equal(t, question.SubTooLong, items[0].Notes[0].Sub)
}

func TestF62_AnEndlessFileIsRefused(t *testing.T) {
	t.Parallel()
	_, err := Read(exchange.File{Data: []byte("甲\nA. a\nB. b\nANSWER: A\n\n" + strings.Repeat("x\n", 4<<20))}, exchange.Options{Cleaner: question.NewCleaner()})
	require.Equal(t, exchange.SubFileTooLarge, fault.SubOf(err))
}
