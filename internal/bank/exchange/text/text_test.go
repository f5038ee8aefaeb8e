package text

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

const paper = "一、单选题\r\n1. 钻孔时工件应（　　）。\r\nA. 夹紧  B. 手持\r\n【答案】A\r\n2. 丝锥用来（　　）。\r\nA. 攻内螺纹  B. 套外螺纹\r\n【答案】A\r\n"

func wideBytes(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func options() exchange.Options { return exchange.Options{Cleaner: question.NewCleaner()} }

func TestTextOfEveryEncoding(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(paper))
	require.NoError(t, err)
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(strings.ReplaceAll(paper, "丝锥", "丝锥𠮷"))) // four bytes
	require.NoError(t, err)
	for name, data := range map[string][]byte{
		"UTF-8":                       []byte(paper),
		"UTF-8 with its mark":         []byte("\ufeff" + paper),
		"GBK":                         gbk,
		"GB18030":                     gb18030,
		"UTF-16 little, with mark":    wideBytes(binary.LittleEndian, "\ufeff"+paper),
		"UTF-16 big, with mark":       wideBytes(binary.BigEndian, "\ufeff"+paper),
		"UTF-16 little, without mark": wideBytes(binary.LittleEndian, paper),
		"UTF-16 big, without mark":    wideBytes(binary.BigEndian, paper),
		"old line ends":               []byte(strings.ReplaceAll(paper, "\r\n", "\r")),
	} {
		f := exchange.File{Name: "paper.txt", Data: data}
		format, ok := Sniff(f)
		require.True(t, ok, name)
		require.Equal(t, exchange.Text, format)
		result, err := Read(f, options())
		require.NoError(t, err, name)
		require.Len(t, result.Items, 2, name)
		require.Equal(t, []string{"A"}, result.Items[1].Key, name)
		require.Equal(t, "夹紧", result.Items[0].Options[0].HTML, name)
		require.Equal(t, "第 2 题（第 5 行）", result.Items[1].At, name)
	}
}

func TestSniffLeavesOtherFilesAlone(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"a table":   "题干,选项A,选项B,选项C,选项D,答案\n钻孔时工件应,夹紧,手持,,,A\n",
		"XML":       `<?xml version="1.0"?><quiz/>`,
		"JSON":      `{"items": []}`,
		"a letter":  "各位老师：\n请于周五前提交试题，每人 1 份。\n谢谢！\n",
		"a program": "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
		"nothing":   "",
	} {
		_, ok := Sniff(exchange.File{Data: []byte(data)})
		require.False(t, ok, name)
	}
}

func TestWhatHoldsNoQuestionIsRefused(t *testing.T) {
	t.Parallel()
	for data, sub := range map[string]fault.Sub{
		"各位老师：请提交试题。":                                exchange.SubFileNone,
		"\x00\x01\x02\x03":                           exchange.SubFileUnknown,
		strings.Repeat("\xff\xfe\xfd", 100) + "\x81": exchange.SubFileUnknown,
	} {
		_, err := Read(exchange.File{Data: []byte(data)}, options())
		var f *fault.Error
		require.ErrorAs(t, err, &f)
		require.Equal(t, sub, f.Sub)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(paper))
	f.Add([]byte("\xff\xfe1\x00"))
	gbk, _ := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(paper))
	f.Add(gbk)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 20_000 {
			return
		}
		file := exchange.File{Data: data}
		_, _ = Sniff(file)
		_, _ = Read(file, options())
	})
}

func TestRead_MarkdownOfNotes(t *testing.T) {
	t.Parallel()
	paper := "# 单选题\n\n**1. 甲是**\n\n- A. 一\n- B. 二\n- C. 三\n\n**答案：B**\n\n2. 乙是\n   - A. 一\n   - B. 二\n\n> 答案：A\n"
	result, err := Read(exchange.File{Name: "a.md", Data: []byte(paper)}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(t, err)
	require.Len(t, result.Items, 2)
	require.Equal(t, "甲是", result.Items[0].Stem)
	require.Equal(t, []string{"B"}, result.Items[0].Key)
	require.Equal(t, []string{"A"}, result.Items[1].Key)
}
