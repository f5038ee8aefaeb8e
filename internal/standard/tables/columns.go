package tables

import (
	"regexp"
	"strings"
)

// What a column of an element table holds.
type role int

const (
	roleNone role = iota
	roleCode
	roleName
	roleWeight
	roleRatio
	roleImportance
	rolePage
	roleMark // one of three columns headed X, Y, Z
)

// rangeColumns are the columns of one depth of ranges; -1 for none.
type rangeColumns struct{ code, name, weight, ratio int }

// elementColumns are the columns of an element table.
type elementColumns struct {
	ranges                       []rangeColumns
	code, name, importance, page int // of the point
	marks                        map[Importance]int
}

var (
	headWord = regexp.MustCompile(`^(?:序号|行为领域|领域|职业功能|工作内容|相关|技能|要求|鉴定|考核|考评|认定|测评|知识|要素|范围|点|代码|编码|编号|代号|名称|内容|` +
		`重要程度|重要性|比例|比重|权重|配分|页码|页|备注|教材|第|层|[一二三四1-4]级|[XYZ]|[()（）%/·:：、+-])+$`)
	// A code or a number, which headings do not have.
	dataWord    = regexp.MustCompile(`^[A-Z]?(?:-[A-Z0-9]+)*-?\d+(?:[.:]\d+)*%?$`)
	counterHead = regexp.MustCompile(`^(?:序号|NO\.?)$`)
	pointWord   = regexp.MustCompile(`(?:鉴定|考评|认定|考核|测评)(?:要素)?点|要素点|知识点`)
	rangeWord   = regexp.MustCompile(`范围|领域|职业功能|工作内容|知识要求|技能要求`)
	depthWord   = regexp.MustCompile(`([一二三四1-4])级|第([一二三四])层|范围[(（]?([一二三四1-4])`)
	codeWord    = regexp.MustCompile(`代码|编码|编号|代号`)
	weightWord  = regexp.MustCompile(`比重|权重|配分`)
	ratioWord   = regexp.MustCompile(`比例`)
	gradeWord   = regexp.MustCompile(`重要程度|重要性`)
	markWord    = regexp.MustCompile(`[(（]?([XYZ])[)）]?$`)
)

func isElementHead(row Row) bool {
	texts := distinct(row.Cells)
	heads := 0
	for _, text := range texts {
		text = fold(text)
		if dataWord.MatchString(text) {
			return false
		}
		if headWord.MatchString(text) {
			heads++
		}
	}
	return heads > 1 && heads*2 >= len(texts)
}

// elementHead finds the heading of an element table within the first rows.
func (r *reader) elementHead() (columns elementColumns, head, body int, ok bool) {
	const within = 15
	rows := r.sheet.Rows
	for head = 0; head < len(rows) && head < within; head++ {
		if !isElementHead(rows[head]) {
			continue
		}
		body = head + 1
		for body < len(rows) && body < head+4 && isElementHead(rows[body]) {
			body++
		}
		if columns, ok = classify(headings(rows[head:body])); ok {
			return columns, head, body, true
		}
	}
	return columns, 0, 0, false
}

// headings joins what stands above each column.
func headings(rows []Row) []string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	list := make([]string, width)
	for c := range list {
		var words []string
		for _, row := range rows {
			words = append(words, fold(row.cell(c)))
		}
		list[c] = strings.Join(distinct(words), "")
	}
	return list
}

// classify says what each column holds. It is an element table when points
// have a name and a code or an importance.
func classify(heads []string) (elementColumns, bool) {
	c := elementColumns{code: -1, name: -1, importance: -1, page: -1, marks: map[Importance]int{}}
	k := classifier{columns: &c}
	// Where the first heading is a bare 代码, codes stand before their names.
	for _, head := range heads {
		if head != "" && !counterHead.MatchString(head) {
			k.codeFirst = codeWord.MatchString(head) && !rangeWord.MatchString(head) && !pointWord.MatchString(head)
			break
		}
	}
	for at, head := range heads {
		if head != "" && !counterHead.MatchString(head) {
			k.take(at, head)
		}
	}
	return c, c.name >= 0 && (c.code >= 0 || c.importance >= 0 || len(c.marks) > 0)
}

type classifier struct {
	columns   *elementColumns
	codeFirst bool
	pending   int // column + 1 of a code that waits for its group
	onPoint   bool
	word      string // what the undivided group is called: 范围, 领域
	depth     int    // of the current group of ranges, from 1
}

func (k *classifier) take(at int, head string) {
	what := roleIn(head)
	switch {
	case pointWord.MatchString(head):
		k.onPoint = true
		k.point(at, what, head)
	case rangeWord.MatchString(head) || depthWord.MatchString(head):
		k.onPoint = false
		k.enter(head, what)
		k.ranged(at, what)
	case what == roleCode && k.codeFirst:
		k.pending = at + 1
	case what == rolePage:
		k.columns.page = at
	case what == roleMark:
		k.columns.marks[Importance(markWord.FindStringSubmatch(head)[1])] = at
	case what == roleNone:
	case k.onPoint:
		k.point(at, what, head)
	case k.depth > 0:
		k.ranged(at, what)
	}
}

// roleIn gives roleName for a heading that only names its group, and roleNone
// for one that says nothing known.
func roleIn(head string) role {
	switch {
	case codeWord.MatchString(head):
		return roleCode
	case weightWord.MatchString(head):
		return roleWeight
	case ratioWord.MatchString(head):
		return roleRatio
	case markWord.MatchString(head):
		return roleMark
	case gradeWord.MatchString(head):
		return roleImportance
	case strings.Contains(head, "页"):
		return rolePage
	case strings.Contains(head, "名称"), strings.Contains(head, "内容"), pointWord.MatchString(head), rangeWord.MatchString(head), depthWord.MatchString(head):
		return roleName
	}
	return roleNone
}

// enter moves to the group of ranges that a heading belongs to.
func (k *classifier) enter(head string, what role) {
	if found := depthWord.FindStringSubmatch(head); found != nil {
		k.depth = depthOf(found[1] + found[2] + found[3])
		k.word = ""
		return
	}
	word := rangeWord.FindString(head)
	if k.depth == 0 || word != k.word || k.held(what) {
		k.depth++
	}
	k.word = word
}

func depthOf(digit string) int {
	if at := strings.Index("1234", digit); at >= 0 {
		return at + 1
	}
	return strings.Index("一二三四", digit)/len("一") + 1
}

// held reports that the current group has such a column already.
func (k *classifier) held(what role) bool {
	if k.depth > len(k.columns.ranges) {
		return false
	}
	g := k.columns.ranges[k.depth-1]
	switch what {
	case roleCode:
		return g.code >= 0
	case roleName:
		return g.name >= 0
	case roleWeight:
		return g.weight >= 0
	case roleRatio, roleImportance:
		return g.ratio >= 0
	}
	return false
}

func (k *classifier) ranged(at int, what role) {
	for len(k.columns.ranges) < k.depth {
		k.columns.ranges = append(k.columns.ranges, rangeColumns{-1, -1, -1, -1})
	}
	g := &k.columns.ranges[k.depth-1]
	switch what {
	case roleCode:
		g.code = at
	case roleName:
		g.name = at
	case roleWeight:
		g.weight = at
	case roleRatio, roleImportance:
		g.ratio = at
	}
	if k.pending > 0 && g.code < 0 {
		g.code = k.pending - 1
	}
	k.pending = 0
}

func (k *classifier) point(at int, what role, head string) {
	c := k.columns
	switch what {
	case roleCode:
		c.code = at
	case roleName:
		c.name = at
	case roleImportance, roleRatio:
		c.importance = at
	case rolePage:
		c.page = at
	case roleMark:
		c.marks[Importance(markWord.FindStringSubmatch(head)[1])] = at
	}
	if k.pending > 0 && c.code < 0 {
		c.code = k.pending - 1
	}
	k.pending = 0
}
