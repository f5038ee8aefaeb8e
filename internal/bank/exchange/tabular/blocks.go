package tabular

import (
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// headerRows is how far down the headings are looked for.
const headerRows = 10

// rowIn is one row of a block with the type that stands above it.
type rowIn struct {
	line  sheet.Line
	kind  question.Type // of the section, sheet or title above; "" for none
	score int
}

// block is a run of rows under one heading, or under none.
type block struct {
	page    string
	isText  bool
	columns columns
	bare    bool                  // columns told from what stands in them
	where   func(line int) string // where a line is found; nil for a sheet or a text
	rows    []rowIn
	remarks []sheet.Line // rows that are no questions
}

// blocks cuts a page into blocks; none means that it holds no questions.
func blocks(page sheet.Page, isText bool) []*block {
	above := kindOf(page.Name)
	var list []*block
	var current *block
	kind, score := above, 0
	skip := 0
	for i, line := range page.Lines {
		if skip > 0 {
			skip--
			continue
		}
		if current == nil && i >= headerRows {
			break
		}
		if found, rows := headAt(page.Lines[i:], current); found != nil {
			current = &block{page: page.Name, isText: isText, columns: found}
			if at := found[colStem]; at < len(line.Values) && typeName.MatchString(fold(line.Values[at].Text)) {
				kind, score = kindOf(line.Values[at].Text), 0
			}
			list = append(list, current)
			skip = rows - 1
			continue
		}
		if k, s, ok := section(line); ok && !(current != nil && continues(line, current.columns)) {
			kind, score = k, s
			continue
		}
		if current != nil {
			current.rows = append(current.rows, rowIn{line, kind, score})
		}
	}
	if list = withRows(list); len(list) > 0 {
		return list
	}
	return bare(page, isText, above)
}

func withRows(list []*block) []*block {
	var kept []*block
	for _, b := range list {
		if len(b.rows) > 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

// continues tells a row that only adds an option to the question above.
func continues(line sheet.Line, c columns) bool {
	at, ok := c[colOptions]
	return ok && at < len(line.Values) && strings.TrimSpace(line.Values[at].Text) != "" && !line.Values[at].Covered
}

// headAt tells whether a heading begins at the first of the lines, in one row
// or in two or three above each other.
func headAt(lines []sheet.Line, current *block) (columns, int) {
	if current != nil && !stemHeading(lines[0], current) {
		return nil, 0
	}
	one, strength := headingOf(lines[0])
	if !headLike(lines[0], strength, current) {
		return nil, 0
	}
	best, rows := one, 1
	if !one.makesTable() {
		best = nil
	}
	for n := 2; n <= 3 && n <= len(lines); n++ {
		if !subHead(lines[n-1]) {
			break
		}
		joined, more := headingOf(lines[:n]...)
		if joined.makesTable() && (best == nil || len(joined) > len(best) || more >= strength && belowAll(lines[n-1])) {
			best, rows, strength = joined, n, more
		}
	}
	if best == nil {
		return nil, 0
	}
	return best, rows
}

// headLike tells a row of headings from a row of questions whose texts happen
// to be words that headings use.
func headLike(line sheet.Line, strength int, current *block) bool {
	filled, long := 0, 0
	for _, v := range line.Values {
		if strings.TrimSpace(v.Text) == "" || v.Covered {
			continue
		}
		filled++
		if v.Kind != sheet.Text || v.Picture != nil {
			return false
		}
		if len([]rune(v.Text)) > 40 {
			long++
		}
	}
	if strength < 2 || long > 1 {
		return false
	}
	if current != nil {
		return strength*10 >= filled*8
	}
	return strength*2 >= filled
}

// stemHeading tells that the row has a heading where the questions stand, as a
// heading that is repeated further down has.
func stemHeading(line sheet.Line, current *block) bool {
	at, ok := current.columns[colStem]
	if !ok || at >= len(line.Values) || len(line.Values[at].Text) > 40 {
		return false
	}
	switch canonical(line.Values[at].Text) {
	case colStem, colSub, colCase:
		return true
	}
	return false
}

// subHead tells a row of which every cell could be a part of a heading.
func subHead(line sheet.Line) bool {
	filled, known := 0, 0
	for _, v := range line.Values {
		text := strings.TrimSpace(v.Text)
		if text == "" || v.Covered && v.Down {
			continue
		}
		filled++
		if v.Kind == sheet.Text && len([]rune(text)) < 12 && (canonical(text) != "" || len(text) == 1) {
			known++
		}
	}
	return filled > 0 && known == filled
}

// belowAll tells a row that continues merged headings above it.
func belowAll(line sheet.Line) bool {
	for _, v := range line.Values {
		if v.Covered && v.Down {
			return true
		}
	}
	return false
}
