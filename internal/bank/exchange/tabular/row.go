package tabular

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// draft is a row, with those that continue it, on its way to an item.
type draft struct {
	rowIn
	block   *block
	extra   []sheet.Line // rows that only add options
	floats  []sheet.Float
	item    *exchange.Item
	kind    question.Type
	word    string // of the type cell, when it says nothing that is known
	said    bool   // the type stands in the file
	options []option
	shared  string // HTML of the stem shared with other rows
	number  string
	parent  string
	literal bool   // the stem is to stand as it is
	marked  string // letters of the options that their own rows mark as right
}

// option is an option as the row has it.
type option struct {
	html  string
	plain string
	why   string
	date  bool
	exact bool // to stand as it is
}

// draftsOf makes drafts of a block's rows.
func draftsOf(b *block) []*draft {
	var list []*draft
	for _, r := range b.rows {
		if nothingOwn(r.line) {
			if len(list) > 0 && !nothing(r.line) {
				list[len(list)-1].extra = append(list[len(list)-1].extra, sheet.Line{Number: r.line.Number})
			}
			continue
		}
		d := &draft{rowIn: r, block: b}
		if d.isRemark() {
			b.remarks = append(b.remarks, r.line)
			continue
		}
		if len(list) > 0 && d.adds() {
			last := list[len(list)-1]
			last.extra = append(last.extra, r.line)
			continue
		}
		list = append(list, d)
	}
	for _, d := range list {
		d.begin()
	}
	return list
}

func nothing(l sheet.Line) bool {
	return !slices.ContainsFunc(l.Values, func(v sheet.Value) bool { return !v.Empty() })
}

// nothingOwn tells a row that only repeats merged cells of the row above.
func nothingOwn(l sheet.Line) bool {
	return !slices.ContainsFunc(l.Values, func(v sheet.Value) bool { return !v.Empty() && !v.Down })
}

// adds tells a row that adds options to the question above: no stem of its
// own, and the one column of options filled.
func (d *draft) adds() bool {
	stem, options := d.cell(colStem), d.cell(colOptions)
	if has(d.block.columns, colCase) || options.Empty() || options.Down {
		return false
	}
	return stem.Empty() || stem.Down
}

var remark = regexp.MustCompile(`^\s*(?:(?:注意?|备注|说明|填表说明|注意事项|制表人?|制表单位|审核人?|命题人|出题人|编制人?|填表人|录入人|日期|时间|单位|联系人|联系电话)\s*[:：]|(?:合计|总计|共计|小计)(?:\s|[:：\d]|$)|共\s*\d+\s*(?:道|个|题|条)|以下空白|[(（]?(?:以下无正文|完|结束)[)）]?\s*$)`)

// isRemark tells a row like "合计" or "注：…" below the questions: a few cells,
// no answer, and the first of them says so.
func (d *draft) isRemark() bool {
	if d.block.where != nil || !d.cell(colKey).Empty() && !d.cell(colKey).Down {
		return false
	}
	first, filled := "", 0
	for _, v := range d.line.Values {
		if v.Empty() || v.Covered {
			continue
		}
		if filled++; first == "" {
			first = plain(v)
		}
	}
	return filled > 0 && filled <= 3 && remark.MatchString(first)
}

// first gives the first words of a row.
func first(line sheet.Line) string {
	for _, v := range line.Values {
		if text := plain(v); text != "" {
			return text
		}
	}
	return ""
}

func (d *draft) cell(column string) sheet.Value {
	at, ok := d.block.columns[column]
	if !ok || at >= len(d.line.Values) {
		return sheet.Value{}
	}
	return d.line.Values[at]
}

func (d *draft) text(column string) string {
	if text := plain(d.cell(column)); text != "" || column != colKey {
		return text
	}
	if text := plain(d.cell(colKeyToo)); text != "" {
		return text
	}
	return d.marked
}

// at tells where the row stands, as a person finds it.
func (d *draft) at() string {
	if d.block.where != nil {
		return d.block.where(d.line.Number)
	}
	if d.block.isText {
		return fmt.Sprintf("第 %d 行", d.line.Number)
	}
	if d.block.page == "" { // the table of a web page
		return fmt.Sprintf("第 %d 行", d.line.Number)
	}
	return fmt.Sprintf("%s!A%d", d.block.page, d.line.Number)
}

// begin reads what does not hang on the other rows.
func (d *draft) begin() {
	d.item = &exchange.Item{At: d.at(), Score: d.score}
	d.item.Stem = htmlOf(d.cell(colStem), d.item)
	d.literal = isSource(d.cell(colStem))
	d.shared = htmlOf(d.cell(colCase), d.item)
	d.number, d.parent = numberText(d.text(colNumber)), numberText(d.text(colParent))
	d.readKind()
	if m := kindTag.FindStringSubmatch(d.item.Stem); m != nil && !d.literal {
		if kind := kindOf(m[1]); d.kind == unclear || d.kind == choice || kind == d.kind {
			d.kind, d.said, d.word = kind, true, ""
			d.item.Stem = d.item.Stem[len(m[0]):]
		}
	}
	d.readOptions()
}

// numberText makes "1.0" and "1、" one number.
func numberText(text string) string {
	return strings.TrimRight(noFraction.ReplaceAllString(fold(text), ""), ".、)")
}

func (d *draft) readKind() {
	d.word = d.text(colType)
	d.kind = kindOf(d.word)
	if d.kind != unclear {
		d.said, d.word = true, ""
		if d.kind == choice && isChosen(d.rowIn.kind) {
			d.kind = d.rowIn.kind
		}
		return
	}
	d.kind = d.rowIn.kind
	d.said = d.kind != unclear
}

func (d *draft) readOptions() {
	last := -1
	for i := range question.MaxOptions {
		letter := question.Letter(i)
		v := d.cell(colOption + letter)
		o := option{html: htmlOf(v, d.item), why: htmlOf(d.cell(colWhy+letter), d.item), date: v.Kind == sheet.Date, exact: isSource(v)}
		o.plain = plain(v)
		if o.exact || foreignHTML.MatchString(o.plain) {
			o.plain = question.Plain(o.html)
		}
		if o.html != "" || o.why != "" {
			last = i
		}
		d.options = append(d.options, o)
	}
	d.options = d.options[:last+1]
	for n := len(d.options); n > 0 && noOption(d.options[n-1].plain) && !d.options[n-1].exact && d.options[n-1].why == ""; n-- {
		d.options = d.options[:n-1]
	}
	if !slices.ContainsFunc(d.options, func(o option) bool { return o.html != "" }) {
		d.fromOneCell()
	}
	texts := make([]string, len(d.options))
	for i, o := range d.options {
		texts[i] = o.html
	}
	if slices.ContainsFunc(d.options, func(o option) bool { return o.exact }) {
		return
	}
	for i, h := range unlettered(texts) {
		if h != d.options[i].html {
			d.options[i].html = h
			d.options[i].plain = question.Plain(h)
		}
	}
}

// fromOneCell reads the cell that holds all options, or the rows below it that
// hold one each.
func (d *draft) fromOneCell() {
	all := htmlOf(d.cell(colOptions), d.item)
	var list []string
	if all != "" {
		list = []string{all}
	}
	d.mark(d.cell(colMark), 0)
	for _, line := range d.extra {
		more := draft{rowIn: rowIn{line: line}, block: d.block}
		if h := htmlOf(more.cell(colOptions), d.item); h != "" && !more.cell(colOptions).Down {
			list = append(list, h)
			d.mark(more.cell(colMark), len(list)-1)
		}
	}
	if len(list) == 1 {
		d.marked = ""
		list = splitOptions(list[0])
	} else {
		list = unlettered(list)
	}
	for i, h := range list {
		if i >= len(d.options) {
			d.options = append(d.options, option{})
		}
		d.options[i].html, d.options[i].plain = h, question.Plain(h)
	}
}

// mark notes that the option of a row is marked as right.
func (d *draft) mark(v sheet.Value, at int) {
	if !v.Down && judgeWords[fold(plain(v))] == "T" {
		d.marked += question.Letter(at)
	}
}

func (d *draft) plainOptions() []string {
	list := make([]string, len(d.options))
	for i, o := range d.options {
		list[i] = o.plain
	}
	return list
}

var keyInStem = regexp.MustCompile(`([(（])[\s　]*([A-Za-zＡ-Ｚ]{1,8}|√|×|对|错|正确|错误|✓|✗)[\s　]*([)）])`)

// kindTag is a type that stands before the stem: 【单选题】.
var kindTag = regexp.MustCompile(`^[【\[(（〔]\s*((?:单项?选择?|多项?选择?|不定项选择?|判断|填空|简答|问答|计算|论述|是非|名词解释)题?)\s*[】\])）〕]\s*[、.．:：]?\s*`)

// body makes the body of the row, as a question or as a part of a case.
func (d *draft) body(p profile) {
	d.stem(p)
	d.plain()
	d.settleKind(p)
	item := d.item
	item.Type = d.kind
	if item.Type == "" {
		d.noKind()
		return
	}
	switch {
	case d.kind == question.Judge:
		d.judge(p)
	case d.kind.Chosen(), d.kind == question.Hotspot && len(d.options) > 0:
		d.chosen(p)
	case d.kind == question.Fill:
		d.fill()
	case isOpen(d.kind):
		d.openAnswer()
	case d.kind == question.Ordering:
		d.ordering(p)
	case d.kind == question.Matching:
		d.matching()
	case d.kind == question.Hotspot:
		d.hotspot()
	}
}

// stem takes running numbers, options and answers out of the stem.
func (d *draft) stem(p profile) {
	item := d.item
	if d.literal {
		return
	}
	if p.numbered1 {
		if n, rest := numbered(item.Stem); n > 0 {
			item.Stem = item.Stem[rest:]
		}
	}
	if len(d.options) == 0 && (isChosen(d.kind) && d.kind != question.Judge || d.kind == unclear || d.kind == question.Case) {
		if before, list := cutOptions(item.Stem); len(list) > 1 {
			item.Stem = before
			for _, t := range textsOf(list) {
				d.options = append(d.options, option{html: t, plain: question.Plain(t)})
			}
		}
	}
}
