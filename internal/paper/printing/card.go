package printing

import (
	"fmt"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/docx"
)

// digits of an admission number, as the house numbers them.
const digits = 13

// Card prints the answer card alone.
func Card(p Paper) ([]byte, error) {
	s := newSheet(p.Title+"答题卡", A4, cardPage(), nil)
	s.card(p)
	return s.bytes()
}

func cardPage() docx.Page {
	page := docx.A4()
	page.Left, page.Right, page.Top, page.Bottom = 18, 18, 16, 16
	page.Footer, page.Restart = docx.PageFooter(), true
	return page
}

func (s *sheet) card(p Paper) {
	s.doc.Paragraph(docx.Paragraph{Style: "title", Align: "center", Runs: []docx.Run{{Text: p.Title + "答题卡"}}})
	s.doc.Paragraph(docx.Paragraph{Align: "center", Set: docx.Setting{After: 6}, Runs: []docx.Run{
		{Text: "试卷代码：" + p.Code + "　　单位："}, under(12), {Text: "　姓名："}, under(10),
	}})
	s.admission()
	s.doc.Text("用2B铅笔将所选的方框涂满，修改时用橡皮擦净；主观题用黑色签字笔写在横线上。", docx.Setting{Size: 9, Before: 4, After: 4})
	for i, part := range p.Sections {
		s.cardSection(p, i, part)
	}
}

// admission is the grid for the admission number.
func (s *sheet) admission() {
	t := docx.Table{Set: docx.TableSetting{Borders: true, Align: "center", Widths: []float64{20}}}
	for range digits {
		t.Set.Widths = append(t.Set.Widths, 10)
	}
	top := docx.Row{Set: docx.RowSetting{Height: 9, KeepRows: true}, Cells: []docx.Cell{{
		RowSpan: 2, Set: docx.CellSetting{Middle: true}, Blocks: []docx.Block{line("准考证号", "center")},
	}}}
	below := docx.Row{Set: docx.RowSetting{KeepRows: true}}
	for range digits {
		top.Cells = append(top.Cells, cell(""))
		boxes := docx.Cell{}
		for d := range 10 {
			boxes.Blocks = append(boxes.Blocks, docx.Block{Paragraph: &docx.Paragraph{
				Align: "center", Set: docx.Setting{Size: 8}, Runs: []docx.Run{{Text: "[" + strconv.Itoa(d) + "]"}},
			}})
		}
		below.Cells = append(below.Cells, boxes)
	}
	t.Rows = []docx.Row{top, below}
	s.doc.Table(t)
}

func (s *sheet) cardSection(p Paper, i int, part Section) {
	list := p.of(i)
	if len(list) == 0 {
		return
	}
	s.doc.Text(docx.Counting(i+1)+"、"+part.Title, docx.Setting{Face: docx.Hei, Before: 8, After: 4, KeepNext: true})
	if !part.Type.Chosen() {
		for _, q := range list {
			s.written(q.Number, "", q.Face, part.ScoreHundredths)
		}
		return
	}
	s.boxes(list)
}

// boxes prints blocks of five questions, four blocks beside each other.
func (s *sheet) boxes(list []Question) {
	const perBlock = 5
	beside := 4
	for _, q := range list {
		if len(q.Face.Options) > 4 {
			beside = 3
		}
		if len(q.Face.Options) > 6 {
			beside = 2
		}
	}
	t := docx.Table{Set: docx.TableSetting{Borders: true, Align: "center"}}
	for at := 0; at < len(list); at += perBlock * beside {
		row := docx.Row{Set: docx.RowSetting{KeepRows: true}}
		for b := range beside {
			block := docx.Cell{}
			from := min(at+b*perBlock, len(list))
			for _, q := range list[from:min(from+perBlock, len(list))] {
				block.Blocks = append(block.Blocks, docx.Block{Paragraph: &docx.Paragraph{
					Set: docx.Setting{Size: 9, Line: 1.15, Tabs: []float64{22}}, Runs: []docx.Run{{Text: strconv.Itoa(q.Number)}, {Kind: docx.Tab}, {Text: choices(q.Face)}},
				}})
			}
			row.Cells = append(row.Cells, block)
		}
		t.Rows = append(t.Rows, row)
	}
	if n := len(t.Rows); n > 0 {
		t.Rows[n-1].Set.KeepRows = false
	}
	s.doc.Table(t)
}

func choices(f question.Face) string {
	if f.Type == question.Judge {
		return "[√] [×]"
	}
	var boxes []string
	for _, o := range f.Options {
		boxes = append(boxes, "["+o.Key+"]")
	}
	return strings.Join(boxes, " ")
}

// written prints the lines for a question that is not answered by boxes alone.
func (s *sheet) written(number int, part string, f question.Face, score marking.Hundredths) {
	name := strconv.Itoa(number) + part
	switch f.Type {
	case question.Single, question.Multiple, question.Judge:
		s.doc.Text(name+"　"+choices(f), docx.Setting{Before: 4})
	case question.Fill:
		var places []string
		for i := range f.Blanks {
			places = append(places, fmt.Sprintf("（%d）____________________", i+1))
		}
		s.doc.Text(name+"　"+strings.Join(places, "　"), docx.Setting{Before: 4, Line: 1.5})
	case question.Ordering:
		s.doc.Text(name+"　"+strings.TrimSpace(strings.Repeat("（　　）→", len(f.Options)-1))+"（　　）", docx.Setting{Before: 4})
	case question.Matching:
		var places []string
		for i := range f.Pairs {
			places = append(places, fmt.Sprintf("%d）（　　）", i+1))
		}
		s.doc.Text(name+"　"+strings.Join(places, "　"), docx.Setting{Before: 4})
	case question.Hotspot:
		s.doc.Text(name+"　在试卷的图上标出。", docx.Setting{Before: 4})
	case question.Case:
		for i, each := range f.Parts {
			s.written(number, fmt.Sprintf("（%d）", i+1), each, score/marking.Hundredths(len(f.Parts)))
		}
	default:
		s.doc.Text(name, docx.Setting{Before: 6, KeepNext: true})
		const least, most = 3, 18
		for range min(most, max(least, int(score)/100)) {
			s.doc.Paragraph(docx.Paragraph{Set: docx.Setting{RuleBelow: true, Line: 1.4}})
		}
	}
}
