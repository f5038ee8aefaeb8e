package tables

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/fault"
)

// rawRange is a range as a row names it, after empty cells took what stood
// above them.
type rawRange struct {
	name, code string
	weight     int
	ratio      string
}

// rawLine is one row of an element table before its codes are understood.
type rawLine struct {
	row        int
	ranges     []rawRange
	code, name string
	importance Importance
	page       string
}

// elements reads the sheet as an element table; false when it is none.
func (r *reader) elements() bool {
	columns, head, body, ok := r.elementHead()
	if !ok {
		return false
	}
	title := r.title(0, head)
	if partIn(title+r.sheet.Name) == Skill {
		r.refuse(0, -1, SubSkillTable, nil)
		return true
	}
	columns.dropUnused()
	if len(columns.ranges) == 0 || len(columns.ranges) > maxDepth {
		r.refuse(r.sheet.Rows[head].Number, -1, SubLevels, nil)
		return true
	}
	if columns.importance < 0 && len(columns.marks) == 0 {
		r.refuse(r.sheet.Rows[head].Number, -1, SubNoGrades, nil)
		return true
	}
	lines := r.rawLines(columns, head, body)
	if len(lines) == 0 {
		r.refuse(0, -1, SubEmpty, nil)
		return true
	}
	table := ElementTable{Sheet: quote(r.sheet.Name), Title: title, Level: oneLevel(title)}
	if table.Level == "" {
		table.Level = oneLevel(r.sheet.Name)
	}
	b := builder{r: r, columns: columns, at: map[string]int{}, counts: map[string][3]int{}, printed: map[string]printedRatio{}}
	b.build(lines)
	b.scale()
	b.check(title)
	table.Lines = b.lines
	r.file.Elements = append(r.file.Elements, table)
	return true
}

// dropUnused forgets depths that the headings skip.
func (c *elementColumns) dropUnused() {
	kept := c.ranges[:0]
	for _, g := range c.ranges {
		if g.name >= 0 || g.code >= 0 {
			kept = append(kept, g)
		}
	}
	c.ranges = kept
}

func (r *reader) rawLines(c elementColumns, head, body int) []rawLine {
	heads := map[string]bool{}
	for _, row := range r.sheet.Rows[head:body] {
		heads[strings.Join(row.Cells, "|")] = true
	}
	var lines []rawLine
	var above []rawRange
	for _, row := range r.sheet.Rows[body:] {
		texts := distinct(row.Cells)
		if len(texts) < 2 || heads[strings.Join(row.Cells, "|")] || totalWord.MatchString(fold(texts[0])) {
			continue // a note, a heading repeated on the next page, a total
		}
		line, changed, ok := r.rawLine(c, row, above)
		if len(line.ranges) > 0 {
			above = line.ranges
		}
		if ok && (changed || line.name != "") {
			lines = append(lines, line)
		}
	}
	return lines
}

// rawLine reads one row. It has no ranges when they are wrong; changed tells
// that one of them begins here.
func (r *reader) rawLine(c elementColumns, row Row, above []rawRange) (line rawLine, changed, ok bool) {
	line = rawLine{row: row.Number, name: clean(row.cell(c.name)), code: codeText(row.cell(c.code))}
	if c.page >= 0 {
		line.page = quote(row.cell(c.page))
	}
	for d, g := range c.ranges {
		next := rawRange{name: clean(row.cell(g.name)), code: codeText(row.cell(g.code))}
		var was rawRange
		if d < len(above) && !changed {
			was = above[d]
		}
		switch {
		case next.name == "" && next.code == "":
			next = was
		case was.name != "" && (next.name == "" || next.name == was.name) && (next.code == "" || next.code == was.code):
			next = was
		default:
			changed = true
			r.rangeFigures(row, g, &next)
		}
		if next.name == "" && next.code != "" {
			r.refuse(row.Number, g.name, SubName, nil)
			line.ranges = nil
			return line, changed, false
		}
		line.ranges = append(line.ranges, next)
	}
	if !r.closeGaps(row, &line) {
		line.ranges = nil
		return line, changed, false
	}
	if line.name == "" {
		if line.code != "" {
			r.refuse(row.Number, c.name, SubName, nil)
		}
		return line, changed, changed
	}
	if length(line.name) > maxName {
		r.refuse(row.Number, c.name, SubNameLong, fault.Params{"limit": maxName})
		return line, changed, false
	}
	line.importance, ok = r.importance(c, row)
	return line, changed, ok
}

// closeGaps cuts the depths that a row does not use; none may be missing
// between two that it does.
func (r *reader) closeGaps(row Row, line *rawLine) bool {
	used := len(line.ranges)
	for used > 0 && line.ranges[used-1].name == "" {
		used--
	}
	line.ranges = line.ranges[:used]
	for _, g := range line.ranges {
		if length(g.name) > maxName {
			r.refuse(row.Number, -1, SubNameLong, fault.Params{"limit": maxName})
			return false
		}
		if g.name == "" {
			r.refuse(row.Number, -1, SubGap, nil)
			return false
		}
	}
	if used == 0 {
		r.refuse(row.Number, -1, SubGap, nil)
		return false
	}
	return true
}

// rangeFigures reads weight and ratio where a range begins.
func (r *reader) rangeFigures(row Row, g rangeColumns, into *rawRange) {
	if g.ratio >= 0 {
		into.ratio = row.cell(g.ratio)
	}
	if g.weight < 0 {
		return
	}
	text := row.cell(g.weight)
	value, _, _, ok := figure(text)
	if !ok || value > 100_00 {
		r.refuse(row.Number, g.weight, SubNumber, fault.Params{"text": quote(text)})
		return
	}
	into.weight = value
}

var importanceWords = map[string]Importance{
	"X": Core, "×": Core, "Χ": Core, "核心": Core, "核心要素": Core, "X核心要素": Core,
	"Y": General, "一般": General, "一般要素": General, "Y一般要素": General,
	"Z": Auxiliary, "辅助": Auxiliary, "辅助要素": Auxiliary, "Z辅助要素": Auxiliary,
}

func (r *reader) importance(c elementColumns, row Row) (Importance, bool) {
	if c.importance < 0 {
		for _, i := range []Importance{Core, General, Auxiliary} {
			if at, has := c.marks[i]; has && !absentWord.MatchString(fold(row.cell(at))) {
				return i, true
			}
		}
		r.refuse(row.Number, -1, SubImportance, fault.Params{"text": ""})
		return "", false
	}
	text := row.cell(c.importance)
	if i := importanceWords[strings.Trim(fold(text), "()（）")]; i != "" {
		return i, true
	}
	r.refuse(row.Number, c.importance, SubImportance, fault.Params{"text": quote(text)})
	return "", false
}

var (
	codeMarks = regexp.MustCompile(`[\-—–―－‐‑−·.．/／_~]+`)
	decimals  = regexp.MustCompile(`^(\d+)\.0+$`)
)

// codeText makes one way of writing of the many: "Ａ－Ｂ" and "A.B" are "A-B".
func codeText(text string) string {
	text = decimals.ReplaceAllString(fold(text), "$1")
	return strings.Trim(codeMarks.ReplaceAllString(text, "-"), "-")
}

type printedRatio struct {
	counts [3]int
	row    int
}

// builder turns raw lines into paths.
type builder struct {
	r       *reader
	columns elementColumns
	codes   coder
	lines   []ElementLine
	at      map[string]int // path → index in lines
	counts  map[string][3]int
	printed map[string]printedRatio
	points  int
	made    bool
}

func (b *builder) build(lines []rawLine) {
	b.codes = newCoder(lines)
	for _, line := range lines {
		path, ok := b.enter(line)
		if !ok || line.name == "" {
			continue
		}
		b.point(line, path)
	}
	if b.made {
		b.r.warn(0, -1, SubCodesMade, nil)
	}
}

// enter registers the ranges of a line and gives the path of the lowest.
func (b *builder) enter(line rawLine) (string, bool) {
	path := ""
	for d, g := range line.ranges {
		code, made, sub := b.codes.rangeCode(line, d, path)
		if sub != "" {
			b.r.refuse(line.row, b.columns.ranges[d].code, sub, fault.Params{"code": quote(g.code), "path": path, "name": quote(g.name)})
			return "", false
		}
		b.made = b.made || made
		path = join(path, code)
		if i, there := b.at[path]; there {
			if was := b.lines[i]; was.IsPoint() || was.Name != g.name {
				b.r.refuse(line.row, b.columns.ranges[d].name, SubRangeName, fault.Params{"path": path, "name": quote(g.name), "first": quote(was.Name)})
				return "", false
			}
			continue
		}
		b.at[path] = len(b.lines)
		b.lines = append(b.lines, ElementLine{Row: line.row, Path: path, Name: g.name, Weight: g.weight})
		if counts, ok := ratio(g.ratio); ok {
			b.printed[path] = printedRatio{counts, line.row}
		}
	}
	return path, true
}

// scale reads weights that are shares of one as percents.
func (b *builder) scale() {
	sum := 0
	for _, line := range b.lines {
		if parentOf(line.Path) == "" {
			sum += line.Weight
		}
	}
	if sum != 100 {
		return
	}
	for i := range b.lines {
		b.lines[i].Weight = min(b.lines[i].Weight*100, 100_00)
	}
}

func join(path, code string) string {
	if path == "" {
		return code
	}
	return path + "-" + code
}

func (b *builder) point(line rawLine, above string) {
	if b.points++; b.points == MaxPoints+1 {
		b.r.refuse(line.row, -1, SubPoints, fault.Params{"limit": MaxPoints})
	}
	if b.points > MaxPoints {
		return
	}
	code, made, sub := b.codes.pointCode(line, above)
	if sub != "" {
		b.r.refuse(line.row, b.columns.code, sub, fault.Params{"code": quote(line.code), "path": above, "name": quote(line.name)})
		return
	}
	b.made = b.made || made
	path := join(above, code)
	if i, there := b.at[path]; there {
		b.r.refuse(line.row, b.columns.code, SubCodeTwice, fault.Params{"path": path, "first": b.lines[i].Row})
		return
	}
	b.at[path] = len(b.lines)
	b.lines = append(b.lines, ElementLine{Row: line.row, Path: path, Name: line.name, Importance: line.importance, Page: line.page})
	for at := above; at != ""; at = parentOf(at) {
		counts := b.counts[at]
		counts[strings.Index("XYZ", string(line.importance))]++
		b.counts[at] = counts
	}
}

func parentOf(path string) string {
	if at := strings.LastIndex(path, "-"); at >= 0 {
		return path[:at]
	}
	return ""
}

var declaredCount = regexp.MustCompile(`(?:共|总数|点数|合计)[^0-9]{0,6}(\d{1,4})`)

// check compares what the file prints with what it holds.
func (b *builder) check(title string) {
	names := map[string]int{}
	below := map[string]int{}
	missing := map[string]bool{}
	for _, line := range b.lines {
		above := parentOf(line.Path)
		if line.IsPoint() {
			id := above + "/" + key(line.Name)
			if first := names[id]; first > 0 {
				b.r.warn(line.Row, b.columns.name, SubNameTwice, fault.Params{"name": quote(line.Name), "first": first})
			} else {
				names[id] = line.Row
			}
			continue
		}
		below[above] += line.Weight
		missing[above] = missing[above] || line.Weight == 0
		if p, ok := b.printed[line.Path]; ok && p.counts != b.counts[line.Path] {
			b.r.warn(p.row, -1, SubRatio, fault.Params{"path": line.Path, "printed": triple(p.counts), "counted": triple(b.counts[line.Path])})
		}
	}
	for _, line := range b.lines {
		if sum := below[line.Path]; !line.IsPoint() && line.Weight > 0 && sum > 0 && !missing[line.Path] && sum != line.Weight {
			b.r.warn(line.Row, -1, SubWeights, fault.Params{"path": line.Path, "printed": Percent(line.Weight), "sum": Percent(sum)})
		}
	}
	if found := declaredCount.FindStringSubmatch(fold(title)); found != nil {
		if n, _ := strconv.Atoi(found[1]); n > 0 && n != b.points {
			b.r.warn(0, -1, SubCount, fault.Params{"printed": n, "counted": b.points})
		}
	}
}

func triple(c [3]int) string { return Ratio(c[0], c[1], c[2]) }

func padded(n int) string { return fmt.Sprintf("%03d", n) }
