package printing

import (
	"fmt"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/docx"
)

// Key prints the key with explanations. It never stands in one file with the
// paper. Answers are those of the paper's questions, in order.
func Key(p Paper, answers []Answer, draw Draw) ([]byte, error) {
	page := A4.page()
	s := newSheet(p.Title+"答案与解析", A4, page, draw)
	s.doc.Paragraph(docx.Paragraph{Style: "title", Align: "center", Runs: []docx.Run{{Text: p.Title + "答案与解析"}}})
	s.centred("试卷代码："+p.Code+"　　内部资料，严格保密", docx.Setting{After: 6})
	for i, part := range p.Sections {
		s.keySection(p, i, part, answers)
	}
	return s.bytes()
}

func (s *sheet) keySection(p Paper, i int, part Section, answers []Answer) {
	var list []Answer
	for k, q := range p.Questions {
		if q.Section == i && k < len(answers) {
			list = append(list, answers[k])
		}
	}
	if len(list) == 0 {
		return
	}
	s.doc.Text(docx.Counting(i+1)+"、"+part.Title+"（每题"+part.ScoreHundredths.Points()+"分）", docx.Setting{Face: docx.Hei, Before: 12, After: 4, KeepNext: true})
	if part.Type.Chosen() {
		s.letters(list)
	}
	for _, a := range list {
		s.answer(a, !part.Type.Chosen())
	}
}

// letters is the table of answers in tens.
func (s *sheet) letters(list []Answer) {
	const perRow = 10
	t := docx.Table{Set: docx.TableSetting{Borders: true}}
	for at := 0; at < len(list); at += perRow {
		numbers := docx.Row{Set: docx.RowSetting{KeepRows: true}, Cells: []docx.Cell{cell("题号")}}
		keys := docx.Row{Cells: []docx.Cell{cell("答案")}}
		for k := range perRow {
			number, key := "", ""
			if at+k < len(list) {
				number, key = strconv.Itoa(list[at+k].Number), letters(list[at+k].Body)
			}
			numbers.Cells, keys.Cells = append(numbers.Cells, cell(number)), append(keys.Cells, cell(key))
		}
		t.Rows = append(t.Rows, numbers, keys)
	}
	s.doc.Table(t)
	s.doc.Text("", docx.Setting{Size: 5})
}

func letters(b question.Body) string {
	if b.Type == question.Judge {
		return map[string]string{question.True: "√", question.False: "×"}[strings.Join(b.Key, "")]
	}
	return strings.Join(b.Key, "")
}

// answer prints what is right of one question and why.
func (s *sheet) answer(a Answer, always bool) {
	h := holder{pictures: a.Pictures}
	blocks := s.right(h, a.Body, a.Score, strconv.Itoa(a.Number)+"．", always)
	s.doc.Add(blocks...)
}

func (s *sheet) right(h holder, b question.Body, score marking.Hundredths, prefix string, always bool) []docx.Block {
	var blocks []docx.Block
	say := func(name, html string) {
		if question.Empty(html) {
			return
		}
		if name != "" {
			name = "【" + name + "】"
		}
		blocks = append(blocks, h.blocks(prefix+name, html, widestStem)...)
		prefix = ""
	}
	if always {
		say("答案", text(strings.Join(words(b), "；")))
		say("参考答案", b.Reference)
	}
	sum := 0
	for _, r := range b.Rubric {
		sum += r.Share
	}
	for i, r := range b.Rubric {
		name := ""
		if i == 0 {
			name = "评分标准"
		}
		points := score * marking.Hundredths(r.Share) / marking.Hundredths(sum)
		say(name, text(fmt.Sprintf("%s（%s分）", r.Text, points.Points())))
	}
	say("解析", b.Explanation)
	for _, o := range b.Options {
		if b.Type == question.Judge {
			say(map[string]string{question.True: "正确", question.False: "错误"}[o.Key], o.Explanation)
			continue
		}
		say(o.Key, o.Explanation)
	}
	sum = 0
	for _, part := range b.Parts {
		sum += max(part.Share, 1)
	}
	for i, part := range b.Parts {
		share := score * marking.Hundredths(max(part.Share, 1)) / marking.Hundredths(sum)
		blocks = append(blocks, s.right(h, part, share, fmt.Sprintf("%s（%d）", prefix, i+1), true)...)
		prefix = ""
	}
	return blocks
}

// words gives the answer of a question in words, "" where its reference says it.
func words(b question.Body) []string {
	switch b.Type {
	case question.Single, question.Multiple, question.Judge:
		return []string{letters(b)}
	case question.Ordering:
		return []string{strings.Join(b.Key, " → ")}
	case question.Hotspot:
		return []string{"图上区域 " + strings.Join(b.Key, "、")}
	}
	var list []string
	for i, blank := range b.Blanks {
		list = append(list, fmt.Sprintf("（%d）%s", i+1, blankWords(blank)))
	}
	for i, pair := range b.Pairs {
		list = append(list, fmt.Sprintf("%d）%s", i+1, pair.Key))
	}
	return list
}

func blankWords(b question.Blank) string {
	list := b.Answers
	if n := b.Number; n != nil {
		said := n.Value
		if n.Tolerance != "0" && n.Tolerance != "" {
			said += " ± " + n.Tolerance
		}
		list = append([]string{strings.TrimSpace(said + " " + n.Unit)}, list...)
	}
	return strings.Join(list, " 或 ")
}
