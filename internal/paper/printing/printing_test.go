package printing_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/paper/printing"
	"jiangxun/internal/platform/docx"
	"jiangxun/internal/platform/docx/drawn"
	"jiangxun/internal/platform/pdf"
)

const canary = "秘钥金丝雀"

// paper holds every type, each question with a canary wherever a candidate
// must not look.
func paper(t *testing.T) (printing.Paper, []printing.Answer) {
	t.Helper()
	p := printing.Paper{Title: "车工 四级/中级工理论知识试卷", Name: "秋季", Code: "61801014-260001A", Minutes: 90, TotalHundredths: 10000}
	var answers []printing.Answer
	for _, kind := range question.Types() {
		list := exchangetest.Only(exchangetest.Items(), kind)
		score := marking.Hundredths(100)
		if !kind.Chosen() {
			score = 1000
		}
		p.Sections = append(p.Sections, printing.Section{Type: kind, Title: kind.Title(), ScoreHundredths: score})
		for _, item := range list {
			q, a := asked(item, len(p.Questions)+1, len(p.Sections)-1, score)
			p.Questions, answers = append(p.Questions, q), append(answers, a)
		}
	}
	p.Questions[1].Face.Stem += `，又 \(\unknowncommand{x}\)`
	return p, answers
}

func asked(item exchange.Item, number, section int, score marking.Hundredths) (printing.Question, printing.Answer) {
	body := item.Body
	body.Explanation += canary
	body.Reference += canary
	var pictures [][]byte
	for _, p := range item.Pictures {
		pictures = append(pictures, p.Data)
	}
	q := printing.Question{Number: number, Section: section, Face: body.Face(), Pictures: pictures}
	if body.Type == question.Hotspot {
		q.Loose = []int{1}
	}
	return q, printing.Answer{Number: number, Score: score, Body: body, Pictures: pictures}
}

func open(t *testing.T, raw []byte) (docx.Document, string) {
	t.Helper()
	d, err := docx.Read(bytes.NewReader(raw), int64(len(raw)), docx.Limits{})
	require.NoError(t, err)
	require.Empty(t, d.Warnings)
	var lines []string
	for _, p := range d.Paragraphs() {
		lines = append(lines, p.String())
	}
	return d, strings.Join(lines, "\n")
}

// keep writes what was made where a person can look at it.
func keep(t *testing.T, name string, raw []byte) {
	t.Helper()
	if dir := os.Getenv("JIANGXUN_TEST_KEEP"); dir != "" {
		require.NoError(t, os.WriteFile(dir+"/"+name, raw, 0o600))
	}
}

func count(d docx.Document, kind docx.Kind) int {
	n := 0
	for _, p := range d.Paragraphs() {
		for _, r := range p.Runs {
			if r.Kind == kind {
				n++
			}
		}
	}
	return n
}

func TestQuestions_EveryQuestionWithItsPicturesAndFormulas(t *testing.T) {
	t.Parallel()
	p, _ := paper(t)
	for _, layout := range []printing.Layout{printing.A4, printing.A3} {
		raw, err := printing.Questions(p, layout, true, drawn.New(pdf.New()).Picture)
		require.NoError(t, err)
		keep(t, "paper-"+string(layout)+".docx", raw)
		d, text := open(t, raw)
		for _, q := range p.Questions {
			require.Regexp(t, fmt.Sprintf(`(?m)^(（　　）)?%d．`, q.Number), text)
		}
		require.Contains(t, text, "一、单项选择题（第1题～第")
		require.Contains(t, text, "每题1分，满分")
		require.Contains(t, text, "注 意 事 项")
		require.Contains(t, text, "准考证号")
		require.Contains(t, text, "A．工件的旋转\tB．刀具的纵向进给", "short options stand side by side")
		require.Regexp(t, `（　　）\d+．三爪自定心卡盘能自动定心。`, text)
		require.Contains(t, text, "属于安全操作的有（　　）")
		require.Contains(t, text, "____________%")
		require.Contains(t, text, "（2）应加切削液。（　　）")
		require.Contains(t, text, "答题卡")
		require.Contains(t, text, "[A] [B] [C] [D]")
		require.Contains(t, text, "[√] [×]")
		// a stem's picture, an option's, the hotspot's, the formula that is drawn
		require.Equal(t, 4, count(d, docx.Image))
		require.Equal(t, 3, count(d, docx.Equation))
		require.NotContains(t, text, canary)
		require.NotContains(t, text, "主运动消耗")
		require.NotContains(t, text, "先磨主后面")
		require.NotContains(t, text, "次序正确")
	}
}

// Every paragraph of a question but the last is bound to the next one.
func TestQuestions_NoStemIsPartedFromItsOptions(t *testing.T) {
	t.Parallel()
	p, _ := paper(t)
	p.Questions, p.Sections = p.Questions[:1], p.Sections[:1]
	raw, err := printing.Questions(p, printing.A4, false, nil)
	require.NoError(t, err)
	xml := part(t, raw, "word/document.xml")
	stem := paragraphWith(t, xml, "主运动是")
	require.Contains(t, stem, "<w:keepNext/>")
	require.NotContains(t, paragraphWith(t, xml, "工件的旋转"), "<w:keepNext/>")
	require.Contains(t, paragraphWith(t, xml, "一、单项选择题"), "<w:keepNext/>")
}

func paragraphWith(t *testing.T, xml, text string) string {
	t.Helper()
	at := strings.Index(xml, text)
	require.Positive(t, at, text)
	from := strings.LastIndex(xml[:at], "<w:p>")
	return xml[from:at]
}

func TestKey_HoldsAnswersAndExplanations(t *testing.T) {
	t.Parallel()
	p, answers := paper(t)
	raw, err := printing.Key(p, answers, drawn.New(pdf.New()).Picture)
	require.NoError(t, err)
	keep(t, "key.docx", raw)
	_, text := open(t, raw)
	for _, want := range []string{canary, "主运动消耗的功率最大", "ABDE", "√", "×", "0.45 ± 0.01", "中碳 或 优质碳素结构", "次序正确（6分）", "说明目的（4分）", "B → A → C", "1）A；2）B", "78.5 ± 0.5 m/min", "粗车—半精车—精车", "图上区域 B"} {
		require.Contains(t, text, want)
	}
}

func TestCard_HasAPlaceForEveryAnswer(t *testing.T) {
	t.Parallel()
	p, _ := paper(t)
	raw, err := printing.Card(p)
	require.NoError(t, err)
	keep(t, "card.docx", raw)
	_, text := open(t, raw)
	for _, q := range p.Questions {
		require.Regexp(t, regexp.MustCompile(fmt.Sprintf(`(?m)^%d(\t|　|$|（)`, q.Number)), text)
	}
	require.Equal(t, 13, strings.Count(text, "[9]"), "a column for each digit of the admission number")
	require.Equal(t, 1, strings.Count(text, "[A] [B] [C] [D] [E]"))
}

func conformity() printing.Conformity {
	at := time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)
	return printing.Conformity{
		Title: "车工 四级/中级工", Code: "61801014-260001", Seed: 20261125, Blueprint: "四级理论秋季", Purpose: "正式考试", MadeBy: "王组卷", MadeAt: at,
		Approval: "已通过", DecidedBy: "李审核", DecidedAt: at, PrintedAt: at, Total: 10000,
		Rows:     []printing.Row{{Name: "职业道德", Percent: 5, Want: 500, Got: 500, Items: 5}, {Name: "基础知识", Percent: 95, Want: 9500, Got: 9400, Items: 94}},
		Sections: []printing.Count{{Section: printing.Section{Title: "单项选择题", ScoreHundredths: 100}, Want: 80, Got: 80}},
		Figures: assemble.Figures{
			Difficulty: 0.412, Spread: 0.187, ExpectedMark: 58.8, Levels: [5]int{10, 30, 40, 15, 5}, Points: 97,
			Importance: map[assemble.Importance]int{assemble.X: 82, assemble.Y: 14, assemble.Z: 4},
			Keys:       []assemble.KeyCount{{Type: marking.Single, Key: "A", Items: 21, Percent: 26.25}, {Type: marking.Judge, Key: "T", Items: 11, Percent: 55}},
			Exposure:   assemble.ExposureCount{Fresh: 63, Most: 2}, Earlier: []assemble.Overlap{{Name: "61801014-250007", Items: 9, Percent: 9}},
			Forms: []assemble.Overlap{{Form: 2, Items: 3, Percent: 3}},
		},
		Asked: []printing.Ask{{Name: "平均难度", Want: "0.40 ± 0.03", Got: "0.412"}, {Name: "重要程度", Want: "X 不少于 80%", Got: "X 82.0%"}},
	}
}

func TestConformitySheet_SaysTheFigures(t *testing.T) {
	t.Parallel()
	raw, err := printing.ConformitySheet(pdf.New(), conformity())
	require.NoError(t, err)
	keep(t, "conformity.pdf", raw)
	require.True(t, bytes.HasPrefix(raw, []byte("%PDF-")))
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("no pdftotext to read the sheet with")
	}
	cmd := exec.CommandContext(t.Context(), tool, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(raw)
	text, err := cmd.Output()
	require.NoError(t, err)
	for _, want := range []string{
		"61801014-260001", "20261125", "四级理论秋季", "王组卷", "李审核", "不符合", "0.412", "0.187", "97 个鉴定点", "X（核心）82 题（82.0%）", "63 题",
		"61801014-250007：9 题（9.0%）", "第 2 份：3 题", "0.40 ± 0.03", "A 21 题", "对 11 题", "组卷人（签字）", "审核人（签字）", "质量督导员（签字）",
	} {
		require.Contains(t, string(text), want)
	}
}

func part(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	f, err := z.Open(name)
	require.NoError(t, err)
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}
