package tables

import (
	"regexp"
	"strings"

	"jiangxun/internal/fault"
)

var (
	labelHead  = regexp.MustCompile(`^(?:项目|职业功能|工作内容|技能要求|相关知识要求|基本要求|内容|模块|类别|名称|序号|鉴定范围|考核范围|范围)$`)
	weightHead = regexp.MustCompile(`^(?:鉴定)?(?:所占)?(?:权重|比重|配分|百分比)(?:表)?[(（]?%?[)）]?$|^%$`)
	serialHead = regexp.MustCompile(`^(?:序号|编号|NO\.?)$`)
	totalWord  = regexp.MustCompile(`^(?:合计|总计|共计|总分)`)
	partWord   = regexp.MustCompile(`^(?:小计|其中)`)
	theoryRow  = regexp.MustCompile(`职业道德|基础知识|基本要求`)
)

// weightColumn is a column with the weights of one level.
type weightColumn struct {
	at           int
	level, track string
	table        WeightTable
	sum          int // hundredths as they stand
	bare         bool
	bad          bool // a cell could not be read, so the sum says nothing
	values       []int
	printed      int // of the 合计 row; -1 for none
}

// weights reads every weight table of the sheet, one below the other.
func (r *reader) weights() bool {
	found := false
	rows := r.sheet.Rows
	for at, from := 0, 0; at < len(rows); {
		columns, body := r.weightHead(at)
		if len(columns) == 0 {
			at++
			continue
		}
		found = true
		title := r.title(from, at)
		at = r.weightBody(columns, at, body)
		from = at
		r.finishWeights(columns, title)
	}
	return found
}

// weightHead looks whether a heading begins at a row; it gives the level
// columns and the first row below the heading.
func (r *reader) weightHead(at int) ([]*weightColumn, int) {
	rows := r.sheet.Rows
	if !r.isWeightHead(at) {
		return nil, 0
	}
	body := at + 1
	for body < len(rows) && body < at+3 && len(distinct(rows[body].Cells)) > 1 && goesOn(rows[at], rows[body]) {
		body++
	}
	width := 0
	for _, row := range rows[at:body] {
		width = max(width, len(row.Cells))
	}
	var columns []*weightColumn
	above := ""
	for c := range width {
		head := rows[at].cell(c)
		if head == "" && body > at+1 && rows[at+1].cell(c) != "" {
			head = above // one heading over several columns, not merged
		}
		above = head
		words := []string{head}
		for _, row := range rows[at+1 : body] {
			words = append(words, row.cell(c))
		}
		text := strings.Join(distinct(words), " ")
		codes, rest := levelsIn(text)
		switch {
		case len(codes) == 1:
			columns = append(columns, &weightColumn{at: c, level: codes[0], track: rest, printed: -1})
		case len(codes) == 0 && weightHead.MatchString(fold(text)):
			columns = append(columns, &weightColumn{at: c, printed: -1})
		}
	}
	return columns, body
}

// goesOn tells a second row of headings from data: it has no figures, and no
// label of its own where the first row has one.
func goesOn(head, row Row) bool {
	for c, cell := range head.Cells {
		below := row.cell(c)
		if labelHead.MatchString(fold(cell)) && below != "" && below != cell && !labelHead.MatchString(fold(below)) {
			return false
		}
	}
	return !hasFigure(row)
}

func (r *reader) isWeightHead(at int) bool {
	row := r.sheet.Rows[at]
	texts := distinct(row.Cells)
	if len(texts) < 2 || hasFigure(row) {
		return false
	}
	levels, labels, weights := 0, 0, 0
	for _, text := range texts {
		codes, _ := levelsIn(text)
		switch {
		case labelHead.MatchString(fold(text)):
			labels++
		case len(codes) == 1:
			levels++
		case weightHead.MatchString(fold(text)):
			weights++
		}
	}
	if labels == 0 && at > 0 {
		for _, text := range distinct(r.sheet.Rows[at-1].Cells) {
			if labelHead.MatchString(fold(text)) {
				labels++
			}
		}
	}
	return levels > 1 || labels > 0 && levels+weights > 0
}

// hasFigure tells a row of data: beside its label something is a number or "—".
func hasFigure(row Row) bool {
	for _, cell := range row.Cells {
		if cell == "" {
			continue
		}
		if _, _, _, ok := figure(cell); ok {
			return true
		}
	}
	return false
}

// weightBody reads the rows below a heading and gives the row after the table.
func (r *reader) weightBody(columns []*weightColumn, head, body int) int {
	rows := r.sheet.Rows
	group := ""
	for at := body; at < len(rows); at++ {
		row := rows[at]
		if r.isWeightHead(at) || !hasFigure(row) && len(distinct(row.Cells)) < 2 {
			return at
		}
		labels := r.labels(rows[head], row, columns[0].at)
		name := ""
		switch {
		case len(labels) > 1 && labels[0] == "":
			name = labels[len(labels)-1]
		case len(labels) > 1:
			group, name = labels[0], labels[len(labels)-1]
		case len(labels) == 1:
			group, name = "", labels[0]
		}
		if totalWord.MatchString(fold(group)) || totalWord.MatchString(fold(name)) {
			for _, c := range columns {
				if value, _, absent, ok := figure(row.cell(c.at)); ok && !absent {
					c.printed = value
				}
			}
			return at + 1
		}
		if partWord.MatchString(fold(name)) {
			continue
		}
		r.weightRow(columns, row, clean(group), clean(name))
	}
	return len(rows)
}

// labels gives what stands left of the figures: group and name, or the name
// alone. An empty first cell beside a name keeps the group of the row above.
func (r *reader) labels(head, row Row, end int) []string {
	var cells []string
	for c := range end {
		if serialHead.MatchString(fold(head.cell(c))) {
			continue
		}
		cells = append(cells, row.cell(c))
	}
	texts := distinct(cells)
	if len(texts) == 1 && len(cells) > 1 && cells[0] == "" {
		return []string{"", texts[0]}
	}
	return texts
}

func (r *reader) weightRow(columns []*weightColumn, row Row, group, name string) {
	if name == "" {
		r.refuse(row.Number, -1, SubName, nil)
		return
	}
	if length(name) > 60 || length(group) > maxGroup {
		r.refuse(row.Number, -1, SubNameLong, fault.Params{"limit": 60})
		return
	}
	for _, c := range columns {
		text := row.cell(c.at)
		value, percent, absent, ok := figure(text)
		switch {
		case !ok:
			c.bad = true
			r.refuse(row.Number, c.at, SubNumber, fault.Params{"text": quote(text)})
			continue
		case absent:
			continue
		case value == 0:
			r.warn(row.Number, c.at, SubZero, nil)
			continue
		}
		for _, was := range c.table.Rows {
			if key(was.Name) == key(name) {
				r.refuse(row.Number, c.at, SubRowTwice, fault.Params{"name": quote(name), "first": was.Row})
			}
		}
		c.sum += value
		c.bare = c.bare || !percent
		c.values = append(c.values, value)
		c.table.Rows = append(c.table.Rows, WeightLine{Row: row.Number, Group: group, Name: name})
	}
}

// finishWeights checks the columns of one table and keeps those with rows.
func (r *reader) finishWeights(columns []*weightColumn, title string) {
	part := r.partOf(columns, title)
	any := false
	for _, c := range columns {
		if len(c.table.Rows) == 0 {
			continue // a level that the standard does not have
		}
		any = true
		if len(c.table.Rows) > maxWeights {
			r.refuse(c.table.Rows[0].Row, c.at, SubManyRows, fault.Params{"limit": maxWeights})
			continue
		}
		factor := 1
		if c.bare && c.sum == 100 { // 0.05, 0.25: shares of one
			factor = 100
		}
		sum, whole := 0, !c.bad
		for i, value := range c.values {
			value *= factor
			if value%100 != 0 || value > 100_00 {
				whole = false
				r.refuse(c.table.Rows[i].Row, c.at, SubWhole, fault.Params{"text": Percent(value)})
			}
			c.table.Rows[i].Percent = value / 100
			sum += value
		}
		if whole && sum != 100_00 {
			r.refuse(c.table.Rows[0].Row, c.at, SubSum, fault.Params{"column": columnName(c.at), "sum": Percent(sum)})
		}
		if c.printed >= 0 && !c.bad && c.printed*factor != sum {
			r.warn(c.table.Rows[0].Row, c.at, SubTotal, fault.Params{"printed": Percent(c.printed * factor), "sum": Percent(sum)})
		}
		if part == "" {
			r.refuse(c.table.Rows[0].Row, c.at, SubPart, nil)
			continue
		}
		r.keepWeights(c, part, title)
	}
	if !any {
		r.refuse(0, -1, SubEmpty, nil)
	}
}

func (r *reader) keepWeights(c *weightColumn, part Part, title string) {
	if c.level == "" {
		if c.level = oneLevel(title); c.level == "" {
			c.level = oneLevel(r.sheet.Name)
		}
	}
	for i, line := range c.table.Rows {
		if part == Theory && line.Group == "" {
			c.table.Rows[i].Group = "相关知识要求"
			if theoryRow.MatchString(line.Name) {
				c.table.Rows[i].Group = "基本要求"
			}
		}
	}
	c.table.Sheet, c.table.Column, c.table.Title = quote(r.sheet.Name), columnName(c.at), title
	c.table.Part, c.table.Level, c.table.Track = part, c.level, c.track
	r.file.Weights = append(r.file.Weights, c.table)
}

// partOf asks the title, the sheet's name, then the rows themselves: only a
// theory table has 职业道德 and 基础知识.
func (r *reader) partOf(columns []*weightColumn, title string) Part {
	if part := partIn(title); part != "" {
		return part
	}
	if part := partIn(r.sheet.Name); part != "" {
		return part
	}
	for _, c := range columns {
		for _, line := range c.table.Rows {
			if theoryRow.MatchString(line.Group + line.Name) {
				return Theory
			}
		}
	}
	return ""
}
