package printing

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/platform/pdf"
)

// Conformity is what the sheet for the supervisor says of a form.
type Conformity struct {
	Title     string // 车工 四级/中级工
	Code      string
	Seed      int64
	Blueprint string
	Purpose   string // in words
	MadeBy    string
	MadeAt    time.Time // in China's zone, as are all times here
	Approval  string    // in words
	DecidedBy string
	DecidedAt time.Time // zero: not yet
	PrintedAt time.Time
	Total     marking.Hundredths
	Rows      []Row
	Sections  []Count
	Figures   assemble.Figures
	Asked     []Ask
}

// Row is a row of the weight table.
type Row struct {
	Name      string
	Percent   int
	Want, Got marking.Hundredths
	Items     int
}

// Count is a section with what stands in it.
type Count struct {
	Section
	Want, Got int
}

// Ask is a demand with what became of it, in words.
type Ask struct{ Name, Want, Got string }

// sheet of a PDF, with the height reached.
type page struct {
	doc *pdf.Document
	y   float64
}

const (
	left  = 20.0
	width = 170.0
	foot  = 275.0
)

// ConformitySheet draws the sheet.
func ConformitySheet(press *pdf.Press, c Conformity) ([]byte, error) {
	doc, err := press.Document(pdf.Options{Title: "组卷符合性报告 " + c.Code, CreatedAt: c.PrintedAt, Lenient: true})
	if err != nil {
		return nil, fmt.Errorf("conformity sheet: %w", err)
	}
	p := &page{doc: doc, y: 18}
	p.head(c)
	p.weights(c)
	p.counts(c)
	p.asked(c)
	p.measured(c)
	p.signatures()
	doc.NumberPages()
	return doc.Bytes()
}

// need begins a new page where so much height is not left.
func (p *page) need(height float64) {
	if p.y+height > foot {
		p.doc.AddPage()
		p.y = 20
	}
}

func (p *page) heading(text string) {
	p.need(25)
	p.y += 5
	p.y += p.doc.Text(left, p.y, width, text, pdf.Style{Size: 11, Weight: pdf.Bold}) + 1
}

func (p *page) table(t pdf.Table) { p.y = p.doc.Table(left, p.y, t) }

func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

func (p *page) head(c Conformity) {
	p.y += p.doc.Text(left, p.y, width, "组卷符合性报告", pdf.Style{Size: 18, Weight: pdf.Bold, Align: pdf.Center})
	p.y += p.doc.Text(left, p.y, width, c.Title+"　理论知识", pdf.Style{Size: 12, Align: pdf.Center}) + 3
	decided := c.Approval
	if c.DecidedBy != "" {
		decided += "（" + c.DecidedBy + "，" + when(c.DecidedAt) + "）"
	}
	for _, line := range [][2]string{
		{"试卷代码：" + c.Code, "随机种子：" + strconv.FormatInt(c.Seed, 10)},
		{"组卷蓝图：" + c.Blueprint, "用途：" + c.Purpose},
		{"组卷人：" + c.MadeBy + "，" + when(c.MadeAt), "审批：" + decided},
	} {
		height := max(p.doc.Text(left, p.y, width*0.55, line[0], pdf.Style{Size: 10}), p.doc.Text(left+width*0.56, p.y, width*0.44, line[1], pdf.Style{Size: 10}))
		p.y += height
	}
}

func met(ok bool) string {
	if ok {
		return "符合"
	}
	return "不符合"
}

func (p *page) weights(c Conformity) {
	p.heading("一、权重表")
	t := pdf.Table{Columns: []pdf.Column{
		{Header: "鉴定范围", Width: 62}, {Header: "权重（%）", Width: 22, Align: pdf.Right}, {Header: "应得分值", Width: 22, Align: pdf.Right},
		{Header: "实得分值", Width: 22, Align: pdf.Right}, {Header: "题数", Width: 20, Align: pdf.Right}, {Header: "结论", Width: 22, Align: pdf.Center},
	}}
	percent, items := 0, 0
	want, got := marking.Hundredths(0), marking.Hundredths(0)
	for _, r := range c.Rows {
		t.Rows = append(t.Rows, []string{r.Name, strconv.Itoa(r.Percent), r.Want.Points(), r.Got.Points(), strconv.Itoa(r.Items), met(r.Want == r.Got)})
		percent, items, want, got = percent+r.Percent, items+r.Items, want+r.Want, got+r.Got
	}
	t.Rows = append(t.Rows, []string{"合计", strconv.Itoa(percent), want.Points(), got.Points(), strconv.Itoa(items), met(want == got && got == c.Total)})
	p.table(t)
}

func (p *page) counts(c Conformity) {
	p.heading("二、题型与题量")
	t := pdf.Table{Columns: []pdf.Column{
		{Header: "大题", Width: 62}, {Header: "应有题数", Width: 22, Align: pdf.Right}, {Header: "实有题数", Width: 22, Align: pdf.Right},
		{Header: "每题分值", Width: 22, Align: pdf.Right}, {Header: "小计", Width: 20, Align: pdf.Right}, {Header: "结论", Width: 22, Align: pdf.Center},
	}}
	for _, s := range c.Sections {
		t.Rows = append(t.Rows, []string{
			s.Title, strconv.Itoa(s.Want), strconv.Itoa(s.Got), s.ScoreHundredths.Points(), (s.ScoreHundredths * marking.Hundredths(s.Got)).Points(),
			met(s.Want == s.Got),
		})
	}
	p.table(t)
}

func (p *page) asked(c Conformity) {
	p.heading("三、组卷要求")
	if len(c.Asked) == 0 {
		p.y += p.doc.Text(left, p.y, width, "除权重表和题量外没有其他要求。", pdf.Style{Size: 10})
		return
	}
	t := pdf.Table{Columns: []pdf.Column{{Header: "项目", Width: 40}, {Header: "要求", Width: 65}, {Header: "实际", Width: 65}}}
	for _, a := range c.Asked {
		t.Rows = append(t.Rows, []string{a.Name, a.Want, a.Got})
	}
	p.table(t)
}

func (p *page) measured(c Conformity) {
	p.heading("四、试卷指标")
	f := c.Figures
	items := 0
	for _, n := range f.Levels {
		items += n
	}
	t := pdf.Table{Columns: []pdf.Column{{Header: "指标", Width: 40}, {Header: "数值", Width: 130}}}
	add := func(name, text string) { t.Rows = append(t.Rows, []string{name, text}) }
	add("平均难度", fmt.Sprintf("%.3f（0 易，1 难），标准差 %.3f，预期平均分 %.1f", f.Difficulty, f.Spread, f.ExpectedMark))
	add("难度分布", fmt.Sprintf("容易 %d 题，较易 %d 题，中等 %d 题，较难 %d 题，困难 %d 题", f.Levels[0], f.Levels[1], f.Levels[2], f.Levels[3], f.Levels[4]))
	add("鉴定点", fmt.Sprintf("%d 题考查 %d 个鉴定点", items, f.Points))
	add("重要程度", fmt.Sprintf("X（核心）%s，Y（一般）%s，Z（辅助）%s", share(f.Importance[assemble.X], items), share(f.Importance[assemble.Y], items), share(f.Importance[assemble.Z], items)))
	add("答案分布", Keys(f.Keys))
	add("曝光", fmt.Sprintf("首次使用 %d 题；使用最多的一题此前用过 %d 次", f.Exposure.Fresh, f.Exposure.Most))
	add("与以往试卷重复", Overlaps(f.Earlier, "没有比对以往试卷"))
	add("与平行卷重复", Overlaps(f.Forms, "没有同批平行卷"))
	p.table(t)
}

func share(n, all int) string {
	if all == 0 {
		return "0 题"
	}
	return fmt.Sprintf("%d 题（%.1f%%）", n, 100*float64(n)/float64(all))
}

// Keys says how the answers are spread.
func Keys(list []assemble.KeyCount) string {
	if len(list) == 0 {
		return "没有单选题和判断题"
	}
	var parts []string
	last := marking.QuestionType("")
	for _, k := range list {
		name := k.Key
		if k.Type == marking.Judge {
			name = map[string]string{question.True: "对", question.False: "错"}[k.Key]
			if name == "" {
				name = k.Key
			}
		}
		text := fmt.Sprintf("%s %d 题（%.1f%%）", name, k.Items, k.Percent)
		if k.Type != last {
			text = question.Type(k.Type).Title() + "：" + text
			last = k.Type
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "，")
}

// Overlaps says what a paper shares with others.
func Overlaps(list []assemble.Overlap, none string) string {
	if len(list) == 0 {
		return none
	}
	var parts []string
	for _, o := range list {
		name := o.Name
		if name == "" {
			name = fmt.Sprintf("第 %d 份", o.Form)
		}
		parts = append(parts, fmt.Sprintf("%s：%d 题（%.1f%%）", name, o.Items, o.Percent))
	}
	return strings.Join(parts, "，")
}

func (p *page) signatures() {
	p.need(45)
	p.y += 12
	for i, who := range []string{"组卷人", "审核人", "质量督导员"} {
		x := left + float64(i)*width/3
		p.doc.Text(x, p.y, width/3, who+"（签字）：", pdf.Style{Size: 10.5})
		p.doc.Line(x, p.y+16, x+width/3-8, p.y+16, 0.2, pdf.Color{})
		p.doc.Text(x, p.y+18, width/3, "日期：", pdf.Style{Size: 10.5})
	}
}
