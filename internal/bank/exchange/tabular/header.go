package tabular

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// header is a heading in the reading: of one row, or of those above each other
// where headings stand in two or three.
type header struct {
	rows     []sheet.Line
	columns  columns
	strength int // how many columns are named
	spread   int // columns that go on under the heading 选项 of the first
}

// headingOf reads rows as a heading. strength is how many columns it names.
func headingOf(rows ...sheet.Line) (found columns, strength int) {
	h := header{rows: rows, columns: columns{}}
	for at := range h.width() {
		h.name(at)
	}
	h.stemUnderType()
	h.lettersForSpread()
	h.columns.stemsApart()
	return h.columns, h.strength
}

func (h *header) width() int {
	width := 0
	for _, r := range h.rows {
		width = max(width, len(r.Values))
	}
	return width
}

// name takes a column by its heading. The first of a name counts, but there may
// be two of stems and of answers.
func (h *header) name(at int) {
	c := columnName(h.rows, at)
	if c == "" {
		return
	}
	h.strength++
	switch {
	case c == colOptions && h.goesOn(at):
		h.spread++
	case c == colStem && has(h.columns, colStem):
		h.secondStem(at)
	case c == colKey && has(h.columns, colKey):
		h.columns.claim(colKeyToo, at)
	default:
		h.columns.claim(c, at)
	}
}

// goesOn tells a column of options right behind the last one.
func (h *header) goesOn(at int) bool {
	first, taken := h.columns[colOptions]
	return taken && at == first+h.spread+1
}

// secondStem takes another column that is called like a stem: 问题 beside 题干
// is what is asked about a shared stem, else the better name counts.
func (h *header) secondStem(at int) {
	switch {
	case strings.Contains(fold(lowest(h.rows, at)), "问题"):
		h.columns.claim(colSub, at)
	case weakStem(fold(lowest(h.rows, h.columns[colStem]))):
		h.columns[colStem] = at
	}
}

// stemUnderType takes the column of questions that has the name of their type:
// 序号, 判断题, 答案.
func (h *header) stemUnderType() {
	if !has(h.columns, colKey) || has(h.columns, colStem) || has(h.columns, colCase) {
		return
	}
	for at, v := range h.rows[len(h.rows)-1].Values {
		if !v.Covered && typeName.MatchString(fold(v.Text)) {
			h.columns[colStem] = at
			h.strength++
			return
		}
	}
}

// lettersForSpread makes options of their own of the columns under one 选项.
func (h *header) lettersForSpread() {
	first, ok := h.columns[colOptions]
	if !ok || h.spread == 0 || has(h.columns, colOption+"A") {
		return
	}
	delete(h.columns, colOptions)
	for i := range min(h.spread+1, question.MaxOptions) {
		h.columns[colOption+question.Letter(i)] = first + i
	}
}

// stemsApart tells what is shared from what is asked: beside a part's own stem
// the other one is shared.
func (c columns) stemsApart() {
	sub, ok := c[colSub]
	if !ok {
		return
	}
	delete(c, colSub)
	if stem, ok := c[colStem]; ok && !has(c, colCase) {
		c[colCase] = stem
		delete(c, colStem)
	}
	c.claim(colStem, sub)
}

// claim gives a column its place unless it has one.
func (c columns) claim(name string, at int) {
	if !has(c, name) {
		c[name] = at
	}
}

func has(c columns, name string) bool { _, ok := c[name]; return ok }

var typeName = regexp.MustCompile(`^(?:单项?选择?|多项?选择?|选择|判断|填空|简答|问答|计算|论述)题(?:题目|题干|内容)?$`)

// weakStem tells headings that name a question only where no better one does.
func weakStem(name string) bool {
	switch aside.ReplaceAllString(name, "") {
	case "标题", "title", "试题名称", "题目名称", "试题标题", "题目标题", "内容", "content", "text", "试题", "考题":
		return true
	}
	return false
}

// lowest is the lowest text of a heading's column.
func lowest(rows []sheet.Line, at int) string {
	for i := len(rows) - 1; i >= 0; i-- {
		if at < len(rows[i].Values) && canonical(rows[i].Values[at].Text) != "" {
			return rows[i].Values[at].Text
		}
	}
	return ""
}

// columnName tries the lowest heading first, then those above joined to it.
func columnName(rows []sheet.Line, at int) string {
	joined := ""
	var names []string
	for _, r := range rows {
		if at >= len(r.Values) || r.Values[at].Covered && r.Values[at].Down {
			continue
		}
		text := r.Values[at].Text
		joined += text
		names = append(names, text)
	}
	if len(names) == 0 {
		return ""
	}
	if len(names) > 1 {
		if c := canonical(joined); c != "" {
			return c
		}
	}
	for i := len(names) - 1; i >= 0; i-- {
		if c := canonical(names[i]); c != "" {
			return c
		}
	}
	return ""
}

// makesTable tells whether the columns are enough to hold questions.
func (c columns) makesTable() bool {
	_, stem := c[colStem]
	if _, shared := c[colCase]; shared {
		stem = true
	}
	_, key := c[colKey]
	_, a := c[colOption+"A"]
	_, all := c[colOptions]
	_, kind := c[colType]
	return stem && (key || a || all || kind)
}
