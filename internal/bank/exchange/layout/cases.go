package layout

import (
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// divided is a case question cut into its parts.
type divided struct {
	head  []*line
	parts [][]*line
	tail  []*line // answers to all parts together
}

// divide finds the parts of a question by their numbers.
func divide(lines []*line, own family) divided {
	d := divided{}
	part := none
	for i, l := range lines {
		m, ok := numberAt(l.fold, 0)
		next := len(d.parts) + 1
		switch {
		case d.tail != nil:
			d.tail = append(d.tail, l)
		case ok && m.family != bare && !m.loose && m.n == next && (part == none || m.family == part) && (m.family != own || own == dot && part == dot || own == none):
			part = m.family
			head := *l
			head.text, head.fold = l.text.slice(min(m.end, len(l.fold)), len(l.fold)), l.fold[min(m.end, len(l.fold)):]
			head.labels = nil
			d.parts = append(d.parts, []*line{&head})
		case next > 2 && (jointAnswer(l) || i+1 < len(lines) && jointBelow(l, lines[i+1], part)):
			d.tail = append(d.tail, l)
		case next > 1:
			d.parts[next-2] = append(d.parts[next-2], l)
		default:
			d.head = append(d.head, l)
		}
	}
	return d
}

// jointAnswer tells an answer that speaks of the first part again.
func jointAnswer(l *line) bool {
	for _, m := range l.labels {
		if m.label != lAnswer && m.label != lSolution {
			continue
		}
		if n, ok := numberAt(l.fold, min(m.to, len(l.fold))); ok && n.n == 1 && !(n.family == dot && n.loose) {
			return true
		}
		if list, ok := sequence(l.fold[min(m.to, len(l.fold)):]); ok && len(list) > 1 {
			return true
		}
	}
	return false
}

// jointBelow tells a label above answers that begin with the first part's.
func jointBelow(l, below *line, part family) bool {
	last := len(l.labels) - 1
	if last < 0 || l.labels[last].label != lAnswer && l.labels[last].label != lSolution || skipSpace(l.fold, l.labels[last].to) < len(l.fold) {
		return false
	}
	m, ok := numberAt(below.fold, 0)
	return ok && m.n == 1 && m.family == part
}

// caseOf reads a block whose parts have numbers within; false where it is no
// case.
func (p *parser) caseOf(b *block, item *exchange.Item) bool {
	isCase := b.section.kind == question.Case
	if !isCase && (b.section.kind != "" || !mayDivide(b.lines)) && !p.saysCase(b) {
		return false
	}
	d := divide(b.lines, b.family)
	if len(d.parts) == 0 || !isCase && !p.saysCase(b) && (len(d.parts) < 2 || !everyPartChosen(d.parts)) {
		return false
	}
	p.readCase(item, b, d)
	return true
}

// saysCase tells whether the block itself names its type.
func (p *parser) saysCase(b *block) bool {
	f := b.lines[0].fold
	if m := typeMark.FindStringSubmatch(string(f[:min(len(f), 40)])); m != nil {
		kind, _ := kindIn(m[1])
		return kind == question.Case
	}
	return false
}

func mayDivide(lines []*line) bool {
	n := 0
	for _, l := range lines {
		if m, ok := numberAt(l.fold, 0); ok && m.family != bare {
			n++
		}
	}
	return n > 1
}

func everyPartChosen(parts [][]*line) bool {
	for _, lines := range parts {
		letters := ""
		for _, l := range lines {
			letters += l.options + optionLetters(l.fold)
		}
		if !strings.Contains(letters, "A") || !strings.Contains(letters, "B") {
			return false
		}
	}
	return true
}

// readCase reads head, parts and joint answers of a case.
func (p *parser) readCase(item *exchange.Item, b *block, d divided) {
	head := &reading{p: p, item: item, paint: painter{p.objects, item}, kind: question.Case, segs: p.segments(d.head)}
	p.caseHead(head)
	blocks := make([]*block, len(d.parts))
	for i, lines := range d.parts {
		blocks[i] = &block{number: i + 1, lines: lines, section: &section{}}
	}
	answers := b.zone
	for _, s := range p.segments(d.tail) {
		switch s.label {
		case lAnswer, lSolution:
			answers = append(answers, s.lines...)
		case lExplain:
			head.explain(s.text())
		}
	}
	if len(answers) > 0 && !p.share(answers, blocks) {
		p.oneOpenPart(item, head, d, answers)
		return
	}
	p.readParts(item, blocks)
}

func (p *parser) caseHead(r *reading) {
	r.fields()
	r.stem = joinLines(r.segs[0].lines)
	r.inlineMarks()
	r.item.Type = question.Case
	r.item.Stem = r.paint.html(r.stem)
	r.explanations()
}

// share gives the parts their answers from one text with numbers.
func (p *parser) share(answers []Text, blocks []*block) bool {
	if list, ok := sequence(folded(joinLines(answers).runes)); ok && len(list) == len(blocks) {
		for i, e := range list {
			if e.n != i+1 {
				return false
			}
			blocks[i].zone = append(blocks[i].zone, e.answer)
		}
		return true
	}
	part, fam := 0, none
	for _, t := range answers {
		f := folded(t.runes)
		m, ok := numberAt(f, 0)
		if ok && m.family != bare && !m.loose && m.n == part+1 && (fam == none || fam == m.family) {
			fam = m.family
			for _, piece := range pieces(t, f) {
				if part++; part > len(blocks) {
					return false
				}
				blocks[part-1].zone = append(blocks[part-1].zone, piece.answer)
			}
			continue
		}
		if part == 0 {
			return false
		}
		blocks[part-1].zone = append(blocks[part-1].zone, t)
	}
	return part == len(blocks)
}

// oneOpenPart keeps questions together whose answers could not be told apart.
func (p *parser) oneOpenPart(item *exchange.Item, head *reading, d divided, answers []Text) {
	var lines []Text
	for i, part := range d.parts {
		var t Text
		t.Add("（"+strconv.Itoa(i+1)+"）", 0)
		for k, l := range part {
			if k > 0 {
				t.put('\n', 0)
			}
			t.add(l.text)
		}
		lines = append(lines, t)
	}
	item.Parts = []question.Body{{Type: question.Short, Stem: head.paint.html(joinLines(lines)), Reference: head.paint.html(joinLines(answers)), Share: 1}}
	item.Warn("小题", SubSplitAnswer, nil)
}

// readParts reads each part as a question of its own.
func (p *parser) readParts(item *exchange.Item, blocks []*block) {
	points := make([]int, 0, len(blocks))
	for _, b := range blocks {
		one := exchange.Item{Pictures: item.Pictures}
		r := p.reading(&one, b, b.lines)
		r.read()
		item.Pictures = one.Pictures
		for _, n := range one.Notes {
			if n.Sub == exchange.SubTypeGuessed {
				continue
			}
			n.Column = "小题"
			item.Notes = append(item.Notes, n)
		}
		points = append(points, one.Score)
		item.Parts = append(item.Parts, one.Body)
	}
	for i, share := range shares(points) {
		item.Parts[i].Share = min(max(share, 1), 100)
	}
}

// groupItem reads questions that share a stem.
func (p *parser) groupItem(g *group) exchange.Item {
	if len(g.blocks) == 0 {
		b := &block{row: g.row, lines: g.lines, size: g.size, section: &section{kind: question.Case}}
		if len(g.lines) == 0 {
			b.lines = []*line{{row: g.row}}
		}
		return p.blockItem(b)
	}
	if g.endless() {
		return p.endlessItem(&block{row: g.row, lines: g.lines})
	}
	first, last := g.blocks[0].number, g.blocks[len(g.blocks)-1].number
	item := exchange.Item{At: p.at(first, g.row)}
	if last > first {
		item.At = "第 " + strconv.Itoa(first) + "～" + strings.TrimPrefix(p.at(last, g.row), "第 ")
	}
	lines := g.lines
	if len(lines) == 0 {
		lines = []*line{{row: g.row}}
	}
	head := &reading{p: p, item: &item, paint: painter{p.objects, &item}, kind: question.Case, segs: p.segments(lines)}
	p.caseHead(head)
	for _, b := range g.blocks {
		item.Notes = append(item.Notes, b.notes...)
		if b.section.kind == question.Case {
			b.section = &section{score: b.section.score}
		}
	}
	p.readParts(&item, g.blocks)
	p.finish(&item)
	return item
}
