package printing

import (
	"fmt"
	"strconv"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/docx"
)

// Questions prints the paper; with card the answer card follows on pages of its
// own.
func Questions(p Paper, layout Layout, card bool, draw Draw) ([]byte, error) {
	s := newSheet(p.Title, layout, layout.page(), draw)
	s.head(p)
	s.notes(p)
	s.scores(p)
	for i := range p.Sections {
		s.section(p, i)
	}
	if card {
		s.doc.Section(cardPage())
		s.card(p)
	}
	return s.bytes()
}

func (s *sheet) head(p Paper) {
	s.doc.Paragraph(docx.Paragraph{Align: "right", Set: docx.Setting{Size: 9}, Runs: []docx.Run{{Text: "试卷代码：" + p.Code}}})
	s.doc.Paragraph(docx.Paragraph{Style: "title", Align: "center", Runs: []docx.Run{{Text: p.Title}}})
	s.centred(fmt.Sprintf("%s　　考试时间：%d分钟　　满分：%s分", p.Name, p.Minutes, p.TotalHundredths.Points()), docx.Setting{After: 6})
	s.doc.Paragraph(docx.Paragraph{Align: "center", Set: docx.Setting{Before: 4, After: 8}, Runs: []docx.Run{
		{Text: "单位："}, under(14), {Text: "　姓名："}, under(10), {Text: "　准考证号："}, under(16),
	}})
}

// under is a line to write on, so many letters long.
func under(letters int) docx.Run {
	text := make([]rune, letters)
	for i := range text {
		text[i] = '\u00a0'
	}
	return docx.Run{Text: string(text) + "\u00a0", Format: docx.Format{Underline: true}}
}

func (s *sheet) notes(p Paper) {
	s.centred("注 意 事 项", docx.Setting{Face: docx.Hei, Before: 4, After: 2, KeepNext: true})
	for i, text := range []string{
		"请首先按要求填写姓名、准考证号和所在单位的名称。",
		"请仔细阅读各种题目的答题要求，在规定的位置填写答案。",
		"不要在试卷上乱写乱画，不要填写与答题无关的内容。",
		fmt.Sprintf("本试卷共%d题，满分%s分，考试时间%d分钟。", len(p.Questions), p.TotalHundredths.Points(), p.Minutes),
	} {
		s.doc.Text(strconv.Itoa(i+1)+"．"+text, docx.Setting{Left: 21})
	}
}

// scores is the table that markers fill in.
func (s *sheet) scores(p Paper) {
	top, got, by := []docx.Cell{cell("大题")}, []docx.Cell{cell("得分")}, []docx.Cell{cell("评分人")}
	for i := range p.Sections {
		top, got, by = append(top, cell(docx.Counting(i+1))), append(got, cell("")), append(by, cell(""))
	}
	top, got, by = append(top, cell("总分")), append(got, cell("")), append(by, cell(""))
	row := func(cells []docx.Cell) docx.Row {
		return docx.Row{Cells: cells, Set: docx.RowSetting{Height: 8, KeepRows: true}}
	}
	s.doc.Text("", docx.Setting{Size: 5})
	s.doc.Table(docx.Table{
		Rows: []docx.Row{row(top), row(got), row(by)}, Set: docx.TableSetting{Borders: true, Align: "center", Widths: scoreWidths(len(top))},
	})
}

func scoreWidths(n int) []float64 {
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = 18
	}
	return widths
}

// section prints a part: its heading, then its questions.
func (s *sheet) section(p Paper, i int) {
	part, list := p.Sections[i], p.of(i)
	if len(list) == 0 {
		return
	}
	first, last := list[0].Number, list[len(list)-1].Number
	where := fmt.Sprintf("第%d题～第%d题。", first, last)
	if first == last {
		where = fmt.Sprintf("第%d题。", first)
	}
	total := part.ScoreHundredths * marking.Hundredths(len(list))
	text := fmt.Sprintf("%s、%s（%s%s每题%s分，满分%s分。）", docx.Counting(i+1), part.Title, where, asked(part.Type, p.Partial), part.ScoreHundredths.Points(), total.Points())
	s.doc.Text(text, docx.Setting{Face: docx.Hei, Size: 11, Before: 14, After: 5, KeepNext: true, KeepLines: true})
	for _, q := range list {
		s.question(q, part.ScoreHundredths)
	}
}

// asked says what to do with questions of a type.
func asked(t question.Type, partial bool) string {
	switch t {
	case question.Single:
		return "选择一个正确的答案，将相应的字母填入题内的括号中。"
	case question.Multiple:
		if partial {
			return "每题有两个或两个以上正确答案，将相应的字母填入题内的括号中，错选不得分，少选按选对的比例给分。"
		}
		return "每题有一个或多个正确答案，将相应的字母填入题内的括号中，错选、少选、多选均不得分。"
	case question.Judge:
		return "将判断结果填入括号中，正确的填“√”，错误的填“×”。"
	case question.Fill:
		return "将正确答案填在横线上。"
	case question.Calculation:
		return "写出必要的公式和计算步骤。"
	case question.Ordering:
		return "按正确的顺序填写字母。"
	case question.Matching:
		return "将对应的字母填入括号中。"
	case question.Hotspot:
		return "在图上标出所要求的位置。"
	}
	return ""
}
