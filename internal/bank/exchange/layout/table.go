package layout

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Table is a table of a paper.
type Table struct {
	Rows [][]Cell
}

// Cell is a cell; one that a merge covers is left out.
type Cell struct {
	Column           int // where it begins, from 0
	ColSpan, RowSpan int
	Lines            []Line
}

func (c Cell) text() Text {
	var list []Text
	for _, l := range c.Lines {
		list = append(list, numbered(l))
	}
	return joinLines(list)
}

func (c Cell) folded() string { return strings.TrimSpace(foldText(c.text())) }

// flatten makes plain lines of everything: tables that lay out a paper become
// the lines they hold, tables of answers become pairs, other tables one object.
func (p *parser) flatten(lines []Line) []*line {
	list := make([]*line, 0, min(len(lines), MaxLines))
	blank, count, runes := &line{}, 0, 0
	for _, l := range lines {
		fresh := p.tableLines
		if l.Table == nil {
			fresh = p.linesOf
		}
		for _, each := range fresh(l) {
			if each.grid == nil && each.text.empty() {
				if len(list) > 0 && list[len(list)-1] != blank {
					list = append(list, blank) // of many below each other one says as much
				}
				continue
			}
			list = append(list, each)
			count, runes = count+1, runes+len(each.text.runes)
		}
		if p.failed = beyond(count, runes); p.failed != nil {
			return nil
		}
	}
	return list
}

// linesOf parts a paragraph at its line breaks.
func (p *parser) linesOf(l Line) []*line {
	texts := splitLines(numbered(l))
	list := make([]*line, 0, len(texts))
	for _, t := range texts {
		list = append(list, &line{text: p.formulas(underlinedBlanks(t)), row: l.Row})
	}
	return list
}

// formulas makes objects of LaTeX that is typed between \( and \) or dollar
// signs, so that nothing in it reads as a bracket or an option.
func (p *parser) formulas(t Text) Text {
	if !slices.Contains(t.runes, '\\') && !slices.Contains(t.runes, '$') {
		return t
	}
	text := string(t.runes)
	var next Text
	at, passed, end := 0, 0, 0 // what is written; where the search stands
	for _, m := range typedFormulas(text) {
		thing := Object{}
		for k := 2; k < len(m); k += 2 {
			if m[k] >= 0 {
				thing.Formula, thing.Display = strings.TrimSpace(text[m[k]:m[k+1]]), k == 4 || k == 6
			}
		}
		if thing.Formula == "" || m[8] >= 0 && !strings.ContainsAny(thing.Formula, `\^_={`) {
			continue
		}
		from := passed + utf8.RuneCountInString(text[end:m[0]])
		to := from + utf8.RuneCountInString(text[m[0]:m[1]])
		passed, end = to, m[1]
		next.add(t.slice(at, from))
		p.objects.Put(&next, thing)
		at = to
	}
	next.add(t.slice(at, len(t.runes)))
	return next
}

// numbered puts the printed number before the text.
func numbered(l Line) Text {
	n := strings.TrimSpace(l.Number)
	if n == "" || strings.Trim(n, "•●■◆◇○▪·-–") == "" || !strings.ContainsFunc(n, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return l.Text
	}
	t := Plain(n + " ")
	t.add(l.Text.trim())
	return t
}

// underlinedBlanks makes underscores of underlined white space.
func underlinedBlanks(t Text) Text {
	found := false
	for i, style := range t.styles {
		found = found || style&Underline != 0 && unicode.IsSpace(t.runes[i])
	}
	if !found {
		return t
	}
	var next Text
	for i := 0; i < len(t.runes); {
		to := i
		for to < len(t.runes) && t.style(to)&Underline != 0 {
			to++
		}
		if to == i {
			next.put(t.runes[i], t.style(i))
			i++
			continue
		}
		run := t.slice(i, to)
		if run.empty() && (len(run.runes) > 1 || run.runes[0] == '　' || run.runes[0] == '\t') {
			next.Add(blankMark, 0)
		} else {
			next.add(run)
		}
		i = to
	}
	return next
}

// tableLines decides what a table is for.
func (p *parser) tableLines(l Line) []*line {
	t := *l.Table
	if len(t.Rows) == 0 || scoreTable(t) {
		return nil
	}
	if pairs, ok := answerGrid(t); ok {
		return []*line{gridLine(l.Row, pairs)}
	}
	if pairs, ok := bareGrid(t); ok {
		return []*line{gridLine(l.Row, pairs)}
	}
	if list, ok := questionTable(t); ok {
		return list
	}
	if laysOut(t, p.names) {
		return p.cellLines(t)
	}
	var object Text
	p.objects.Put(&object, Object{table: &t})
	return []*line{{row: l.Row, text: object}}
}

// scoreTable tells the table at the head of a paper that examiners fill in.
func scoreTable(t Table) bool {
	for _, row := range t.Rows {
		for _, c := range row {
			switch strings.ReplaceAll(c.folded(), " ", "") {
			case "得分", "总分", "评卷人", "阅卷人", "核分人", "统分人", "评分人", "复核人", "登分人", "合计":
				return len(t.Rows) <= 5
			}
		}
	}
	return false
}

func rowLabel(row []Cell) string {
	if len(row) == 0 {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(row[0].folded(), ":"), " ", "")
}

// answerGrid reads rows 题号 and 答案 above each other, or columns of them.
func answerGrid(t Table) ([]pair, bool) {
	var pairs []pair
	var numbers map[int]int
	grid := false
	for _, row := range t.Rows {
		switch label := rowLabel(row); {
		case isNumberLabel(label):
			numbers, grid = map[int]int{}, true
			for _, c := range row[1:] {
				if n, end := digitsAt([]rune(c.folded()), 0); n > 0 && end == len([]rune(c.folded())) {
					numbers[c.Column] = n
				}
			}
		case strings.HasSuffix(label, "答案") && grid:
			for _, c := range row[1:] {
				if n := numbers[c.Column]; n > 0 {
					pairs = append(pairs, pair{n: n, answer: c.text().trim()})
				}
			}
		case label == "" && grid:
		default:
			return columnGrid(t)
		}
	}
	if grid && len(pairs) == 0 {
		return columnGrid(t)
	}
	return pairs, grid
}

// columnGrid reads a head row 题号 答案 题号 答案 … with the pairs below.
func columnGrid(t Table) ([]pair, bool) {
	head := map[int]string{}
	for _, c := range t.Rows[0] {
		switch name := strings.ReplaceAll(c.folded(), " ", ""); name {
		case "题号", "序号":
			head[c.Column] = "n"
		case "答案", "参考答案", "正确答案":
			head[c.Column] = "a"
		default:
			return nil, false
		}
	}
	if len(head) < 2 {
		return nil, false
	}
	var pairs []pair
	for _, row := range t.Rows[1:] {
		n := 0
		for _, c := range row {
			switch head[c.Column] {
			case "n":
				n, _ = digitsAt([]rune(c.folded()), 0)
			case "a":
				if n > 0 {
					pairs = append(pairs, pair{n: n, answer: c.text().trim()})
				}
				n = 0
			}
		}
	}
	return pairs, true
}

// columnLabel gives the label under which a column of a table of questions is
// read.
func columnLabel(name string) string {
	name = strings.ToUpper(strings.ReplaceAll(strings.Trim(name, "*:"), " ", ""))
	if at := strings.IndexAny(name, "(["); at > 0 {
		name = name[:at]
	}
	switch name {
	case "题干", "题目", "试题", "试题内容", "题目内容", "题干内容", "内容", "问题", "试题题干", "题目描述":
		return "stem"
	case "判断题", "单选题", "多选题", "选择题", "单项选择题", "多项选择题", "填空题", "简答题", "问答题":
		return "stem"
	case "序号", "题号", "编号", "NO", "NO.":
		return "number"
	case "答案", "正确答案", "参考答案", "标准答案":
		return "答案"
	case "解析", "答案解析", "试题解析":
		return "解析"
	case "题型", "试题类型", "题目类型":
		return "题型"
	case "难度", "难易度", "难易程度", "难度等级":
		return "难度"
	case "知识点", "鉴定点", "考点", "考核点":
		return "鉴定点"
	case "分值", "分数":
		return "分值"
	case "来源", "出处":
		return "来源"
	case "选项", "备选答案", "备选项":
		return "options"
	}
	letter := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, "选项"), "答案"), "选项")
	if len(letter) == 1 && letter[0] >= 'A' && letter[0] <= 'Z' {
		return letter
	}
	return ""
}

// questionTable reads a table with a head row and one question a row.
func questionTable(t Table) ([]*line, bool) {
	columns, seen := map[int]string{}, map[string]bool{}
	for _, c := range t.Rows[0] {
		name := columnLabel(c.folded())
		columns[c.Column], seen[name] = name, true
	}
	if !seen["stem"] || !seen["答案"] && !seen["A"] && !seen["options"] || len(t.Rows) < 2 {
		return nil, false
	}
	var list []*line
	for i, row := range t.Rows[1:] {
		list = append(list, rowLines(row, columns, i+1)...)
	}
	return list, true
}

// rowLines writes a row as the lines of a question.
func rowLines(row []Cell, columns map[int]string, count int) []*line {
	number, at := count, 0
	var stem, rest []Text
	for _, c := range row {
		t := c.text().trim()
		if len(c.Lines) > 0 && at == 0 {
			at = c.Lines[0].Row
		}
		name := columns[c.Column]
		switch {
		case t.empty() || name == "":
		case name == "number":
			if n, _ := digitsAt([]rune(c.folded()), 0); n > 0 {
				number = n
			}
		case name == "stem":
			stem = append(stem, splitLines(t)...)
		case name == "options":
			rest = append(rest, splitLines(t)...)
		case len(name) == 1:
			rest = append(rest, prefixed(name+". ", withoutLetter(t, rune(name[0]))))
		default:
			rest = append(rest, prefixed("【"+name+"】", t))
		}
	}
	if len(stem) == 0 {
		return nil
	}
	if m, ok := readMarker(folded(stem[0].runes)); ok && m.n == number && !m.loose {
		stem[0] = stem[0].slice(m.end, len(stem[0].runes))
	}
	stem[0] = prefixed(strconv.Itoa(number)+"、", stem[0])
	var list []*line
	for _, t := range append(stem, rest...) {
		for _, piece := range splitLines(t) {
			list = append(list, &line{text: underlinedBlanks(piece), row: at})
		}
	}
	return list
}

func withoutLetter(t Text, letter rune) Text {
	f := folded(t.runes)
	if c := candidates(f); len(c) > 0 && c[0].from == 0 && rune('A'+c[0].letter) == letter && c[0].sep != ' ' {
		return t.slice(c[0].body, len(f))
	}
	return t
}

func prefixed(s string, t Text) Text {
	next := Plain(s)
	next.add(t)
	return next
}

// laysOut tells a table that only places questions or options.
func laysOut(t Table, names map[string]label) bool {
	cells, marked, alone := 0, 0, 0
	for _, row := range t.Rows {
		for k, c := range row {
			f := folded(c.text().trim().runes)
			if len(f) == 0 {
				continue
			}
			cells++
			if k == 0 && len(row) > 1 && bareNumber(f) {
				alone++
			}
			if placed(f, names) {
				marked++
			}
		}
	}
	if cells == 1 {
		return true
	}
	return marked > 0 && marked*3 >= cells || alone*2 > len(t.Rows) && longCells(t)
}

// placed tells a cell that begins like a line of a paper.
func placed(f []rune, names map[string]label) bool {
	if _, certain, head := readHeading(f); head && certain {
		return true
	}
	if m, ok := readMarker(f); ok && m.family >= paren && !m.loose && len(f) > m.end+3 {
		return true
	}
	return optionCell(f, optionLetters(f)) || len(marks(f, names)) > 0
}

func optionCell(f []rune, letters string) bool {
	return letters != "" && latin(f[skipSigns(f, 0, "([ ")]) == rune(letters[0]) && len(f) > 2
}

func bareNumber(f []rune) bool {
	n, end := digitsAt(f, 0)
	return n > 0 && end == len(f)
}

func longCells(t Table) bool {
	long := 0
	for _, row := range t.Rows {
		for _, c := range row {
			if f := folded(c.text().runes); len(f) > 12 && hasBlank(f) {
				long++
				break
			}
		}
	}
	return long*2 > len(t.Rows)
}

// cellLines gives the lines of all cells, row by row. Short cells of a row
// that are options come as one line; a number alone joins what follows it.
func (p *parser) cellLines(t Table) []*line {
	var list []*line
	for _, row := range t.Rows {
		var lead Text
		for k, c := range row {
			cell := c.text().trim()
			f := folded(cell.runes)
			if k == 0 && len(row) > 1 && bareNumber(f) {
				lead = Plain(string(f) + "、")
				continue
			}
			if len(row) > 2 && k == len(row)-1 && isAnswerCell(f) && len(list) > 0 {
				list = append(list, &line{text: prefixed("【答案】", cell), row: rowOf(c)})
				continue
			}
			first := true
			for _, l := range c.Lines {
				if l.Table != nil {
					list = append(list, p.tableLines(l)...)
					continue
				}
				for _, piece := range p.linesOf(l) {
					if first && !lead.empty() && !piece.text.empty() {
						piece.text, lead = prefixed(lead.String(), piece.text), Text{}
					}
					first = first && piece.text.empty()
					list = append(list, piece)
				}
			}
		}
	}
	return list
}

// isAnswerCell tells a last cell that holds the answer alone.
func isAnswerCell(f []rune) bool {
	if len(f) == 0 || len(f) > 6 {
		return false
	}
	_, rest, ok := judgement(Text{runes: f})
	return ok && rest.empty() && !isDigit(f[0]) || allLetters(f) && !strings.ContainsAny(string(f), ".")
}

func rowOf(c Cell) int {
	if len(c.Lines) == 0 {
		return 0
	}
	return c.Lines[0].Row
}

// table writes a table of a stem as HTML.
func (p painter) table(out *strings.Builder, t Table) {
	out.WriteString("<table>")
	for _, row := range t.Rows {
		out.WriteString("<tr>")
		for _, c := range row {
			out.WriteString("<td" + span("colspan", c.ColSpan) + span("rowspan", c.RowSpan) + ">")
			for i, l := range c.Lines {
				if i > 0 {
					out.WriteString("<br>")
				}
				if l.Table != nil {
					out.WriteString(painter{objects: p.objects, item: p.item}.plain(Cell{Lines: tableText(*l.Table)}.text()))
					continue
				}
				out.WriteString(p.html(numbered(l)))
			}
			out.WriteString("</td>")
		}
		out.WriteString("</tr>")
	}
	out.WriteString("</table>")
}

// tableText gives the lines of a table within a table.
func tableText(t Table) []Line {
	var list []Line
	for _, row := range t.Rows {
		for _, c := range row {
			for _, l := range c.Lines {
				if l.Table == nil {
					list = append(list, l)
				}
			}
		}
	}
	return list
}

func span(name string, n int) string {
	if n < 2 || n > 99 {
		return ""
	}
	return ` ` + name + `="` + strconv.Itoa(n) + `"`
}
