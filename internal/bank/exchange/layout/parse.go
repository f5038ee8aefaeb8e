package layout

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Line is one paragraph of a paper.
type Line struct {
	Row    int    // where it stands, from 1
	Number string // the number that the program printed before it: "1.", "A、"; "" without
	Text   Text
	Table  *Table // the paragraph is a table; the rest is empty
}

// Paper is what is to be understood.
type Paper struct {
	Lines   []Line
	Objects *Objects // what the texts hold besides characters; may be nil
	Unit    string   // what Row counts, as people say: 行, 段
}

// line is a line made ready for the rules.
type line struct {
	text    Text
	fold    []rune
	row     int
	grid    *grid // the line is a table of answers; the rest is empty
	m       marker
	head    *section // what it reads as the heading of; nil otherwise
	labels  []mark
	options string // the letters of options that begin in it
	gap     bool   // an empty line stands before it
	certain bool   // of its heading
	blank   bool   // shows a blank or a bracket for the answer
}

// grid is a table of answers. Few lines are one, and a paper may have very many
// lines.
type grid struct{ pairs []pair }

// pair is one answer of an answer table.
type pair struct {
	n      int
	answer Text
}

// block is the lines of one question.
type block struct {
	number  int // 0 without
	index   int // within its section
	family  family
	row     int
	lines   []*line
	section *section
	group   *group
	lead    *Text // content of a bracket before the number
	zone    []Text
	notes   []exchange.Note

	size extent

	hasOptions, answered, open bool
}

// Parse understands a paper. What could not be read stands in the notes; an
// error says that the paper is beyond its bounds. Format is the caller's to set.
func Parse(paper Paper, o exchange.Options) (exchange.Result, error) {
	p := newParser(paper, o)
	if p.failed != nil {
		return exchange.Result{}, p.failed
	}
	p.walk()
	if len(p.order) > exchange.MaxItems {
		return exchange.Result{}, tooMany(exchange.MaxItems)
	}
	p.resolveEarly()
	p.letGo()
	return exchange.Result{Items: p.items(), Notes: p.notes}, nil
}

// letGo drops what only sorting needs, so that the lines of a question go with
// it when it is read.
func (p *parser) letGo() {
	for _, s := range p.sections {
		s.blocks, s.early = nil, nil
	}
	p.lines, p.later, p.ends, p.sections = nil, nil, nil, nil
	p.cur, p.group, p.sec, p.zone = nil, nil, nil, nil
}

// parser is the state of one run.
type parser struct {
	options  exchange.Options
	objects  *Objects
	unit     string
	names    map[string]label
	lines    []*line
	later    map[place][]int
	ends     []int // per line: index of the next heading after it
	headed   bool  // sections have headings
	sections []*section
	order    []*entry
	notes    []exchange.Note
	noted    int
	failed   error

	run   run
	cur   *block
	group *group
	sec   *section
	last  int // the highest number of a question so far
	zone  *zone
	part  int // the first section that the next answer zone speaks of
}

// entry is one item to be, in order: a question alone or with its group.
type entry struct {
	block *block
	group *group
	stray *line
}

// place is a number in one style of numbering.
type place struct {
	family family
	n      int
}

// run is the numbering within a section.
type run struct {
	family family
	last   int
	count  int
	nested [families]int // per family the next number of a list within the current question
}

func newParser(paper Paper, o exchange.Options) *parser {
	p := &parser{options: o, objects: paper.Objects, unit: paper.Unit, names: labelNames(), later: map[place][]int{}}
	if p.objects == nil {
		p.objects = &Objects{}
	}
	if p.unit == "" {
		p.unit = "行"
	}
	p.prepare(paper.Lines)
	p.sec = &section{}
	p.sections = []*section{p.sec}
	return p
}

func (p *parser) prepare(lines []Line) {
	gap := false
	all := textGrids(p.flatten(lines))
	p.lines = all[:0]
	for _, l := range all {
		if l.grid == nil && l.text.empty() {
			gap = true
			continue
		}
		if noise(l) {
			continue
		}
		l.gap, gap = gap, false
		p.lines = append(p.lines, l)
	}
	clear(all[len(p.lines):])
	p.ends = make([]int, len(p.lines))
	for i, l := range p.lines {
		p.look(i, l)
	}
	p.numberedHeads()
	p.headed = slices.ContainsFunc(p.lines, func(l *line) bool { return l.head != nil && l.certain })
	end := len(p.lines)
	for i := len(p.lines) - 1; i >= 0; i-- {
		p.ends[i] = end
		if p.lines[i].head != nil && p.lines[i].certain {
			end = i
		}
	}
}

var (
	pageLine  = regexp.MustCompile(`^[-\s]*第?\s*\d{1,4}\s*页?\s*[,/(]?\s*(?:共|of|/)?\s*\d{0,4}\s*页?\s*\)?[-\s]*$`)
	scoreLine = regexp.MustCompile(`^(?:得\s*分|评\s*卷\s*人|阅\s*卷\s*人|评\s*分\s*人|总\s*分|题\s*号|[|\s_:])+$`)
)

// noise tells a line that the printer left: page numbers, the sealing line,
// boxes for the examiner.
func noise(l *line) bool {
	if l.grid != nil || len(l.text.runes) > 60 {
		return false
	}
	text := strings.TrimSpace(foldText(l.text))
	switch {
	case strings.Contains(text, "密封线"), strings.Contains(text, "装订线"):
		return true
	case strings.Contains(text, "页"), strings.HasPrefix(text, "-"):
		return pageLine.MatchString(text)
	case strings.Contains(text, "卷"), strings.Contains(text, "得"), strings.Contains(text, "评"):
		return scoreLine.MatchString(text)
	}
	return false
}

// numberedHeads finds headings that are numbered like questions: "1、单选题"
// above a question 1.
func (p *parser) numberedHeads() {
	for i, l := range p.lines[:max(0, len(p.lines)-1)] {
		if l.m.family < half || l.m.loose || l.head != nil && l.certain || l.fold[skipSpace(l.fold, 0)] == '第' {
			continue
		}
		next := p.lines[i+1]
		if next.m.family == none || next.m.n != 1 {
			continue
		}
		if s, certain, ok := readHeading(l.fold[min(l.m.end, len(l.fold)):]); ok && certain && len(l.fold) < 40 && s.ordinal == 0 {
			l.head, l.certain, l.m = &s, true, marker{}
		}
	}
}

// look notes what a line may be.
func (p *parser) look(i int, l *line) {
	l.fold = folded(l.text.runes)
	if l.grid != nil {
		return
	}
	l.m, _ = readMarker(l.fold)
	if head, certain, ok := readHeading(l.fold); ok {
		l.head, l.certain = &head, certain
	}
	l.labels = marks(l.fold, p.names)
	if len(l.labels) == 0 && bareAnswer.MatchString(shortText(l.fold)) {
		l.labels = []mark{{label: lAnswer}}
	}
	l.options = optionLetters(l.fold[min(len(l.fold), l.m.end):])
	l.blank = hasBlank(l.fold)
	if l.m.family != none && (!l.m.loose || l.m.family == bare) {
		key := place{l.m.family, l.m.n}
		p.later[key] = append(p.later[key], i)
	}
}

// warn notes something on the paper as a whole.
func (p *parser) warn(sub fault.Sub, params fault.Params) {
	if p.noted++; p.noted > 50 {
		return
	}
	p.notes = append(p.notes, exchange.Note{Sub: sub, Warning: true, Params: params})
}

func (p *parser) at(number, row int) string {
	where := fmt.Sprintf("第 %d %s", row, p.unit)
	if number == 0 {
		return where
	}
	return "第 " + strconv.Itoa(number) + " 题（" + where + "）"
}

func (p *parser) items() []exchange.Item {
	list := make([]exchange.Item, 0, len(p.order))
	for i, e := range p.order {
		p.order[i] = nil
		switch {
		case e.stray != nil:
			list = append(list, p.strayItem(e.stray))
		case e.group != nil:
			list = append(list, p.groupItem(e.group))
		default:
			list = append(list, p.blockItem(e.block))
		}
	}
	return list
}

// strayItem reports a line that looks like a part of a question.
func (p *parser) strayItem(l *line) exchange.Item {
	item := exchange.Item{At: p.at(0, l.row)}
	item.Type = question.Single
	item.Stem = painter{p.objects, &item}.html(l.text)
	item.Reject("题干", SubUnplaced, nil)
	for _, column := range []string{"选项", "答案"} {
		item.Notes = append(item.Notes, exchange.Note{Sub: SubUnplaced, Column: column, Warning: false})
	}
	p.finish(&item)
	item.Notes = item.Notes[:1]
	return item
}
