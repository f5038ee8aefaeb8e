package layout

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// walk sorts the lines into sections, questions and answers.
func (p *parser) walk() {
	for i, l := range p.lines {
		if len(p.order) > exchange.MaxItems {
			return
		}
		switch {
		case l.grid != nil:
			p.takeGrid(l.grid.pairs)
		case p.zone != nil && p.zoneLine(i, l):
		case p.zoneBegins(i, l):
		case p.isSection(i, l):
			p.openSection(l)
		case p.groupBegins(l):
		case l.m.family != none && p.opensQuestion(i, l):
			p.openBlock(l)
		case p.unnumbered(i, l):
			l.m = marker{unnumbered: true}
			p.openBlock(l)
		default:
			p.continueLine(l)
		}
	}
}

func (p *parser) openSection(l *line) {
	s := *l.head
	s.row = l.row
	p.sec = &s
	p.sections = append(p.sections, p.sec)
	p.cur, p.group, p.run = nil, nil, run{}
}

// isSection tells the heading of a section from a list in an answer.
func (p *parser) isSection(i int, l *line) bool {
	if l.head == nil || l.m.family != none && l.m.family != paren && !l.certain {
		return false
	}
	if l.options != "" && strings.Contains(l.options, "A") && len(l.options) > 1 {
		return false
	}
	if l.certain {
		return true
	}
	if p.cur != nil && p.cur.open || len(l.fold) > 40 || l.blank || l.head.ordinal == 0 {
		return false
	}
	return l.head.ordinal == p.lastOrdinal()+1 && i+1 < len(p.lines) && (p.lines[i+1].m.n == 1 || p.lines[i+1].m.n == p.last+1)
}

func (p *parser) lastOrdinal() int {
	for _, s := range slices.Backward(p.sections[max(0, len(p.sections)-20):]) {
		if s.ordinal > 0 {
			return s.ordinal
		}
	}
	return 0
}

// openBlock begins a question with a line.
func (p *parser) openBlock(l *line) {
	m := l.m
	b := &block{number: m.n, family: m.family, row: l.row, section: p.sec}
	if m.lead {
		from, to, _ := leadBracket(l.fold, skipSpace(l.fold, 0))
		lead := l.text.slice(from+1, to-1).trim()
		b.lead = &lead
	}
	if !m.unnumbered {
		if gap := m.n - p.run.last; p.run.count > 0 && gap > 1 {
			b.notes = append(b.notes, exchange.Note{Sub: SubNumberGap, Warning: true, Params: map[string]any{"from": p.run.last, "to": m.n}})
		} else if p.run.count > 0 && gap <= 0 && m.n != 1 {
			b.notes = append(b.notes, exchange.Note{Sub: SubNumberTwice, Warning: true, Params: map[string]any{"number": m.n}})
		}
		p.run = run{family: m.family, last: m.n, count: p.run.count + 1}
		p.last = max(p.last, m.n)
	}
	p.sec.blocks = append(p.sec.blocks, b)
	if g := p.group; g != nil && g.to > 0 && (m.n < g.from || m.n > g.to) {
		p.group = nil
	}
	b.group = p.group
	switch {
	case p.group == nil:
		p.order = append(p.order, &entry{block: b})
	default:
		p.group.join(b)
	}
	p.cur = b
	head := *l
	head.text = l.text.slice(min(m.end, len(l.text.runes)), len(l.text.runes))
	head.fold = l.fold[min(m.end, len(l.fold)):]
	p.append(b, &head)
}

// append adds a line to a question and notes what has been seen.
func (p *parser) append(b *block, l *line) {
	if !b.size.room(l.text) && len(b.lines) > 0 {
		return
	}
	b.lines = append(b.lines, l)
	if strings.Contains(l.options, "B") {
		b.hasOptions = true
	}
	for _, k := range l.labels {
		switch k.label {
		case lAnswer:
			b.answered = true
			b.open = b.open || !b.hasOptions && !chosen(b.section.kind)
		case lSolution:
			b.answered, b.open = true, true
		case lExplain, lRubric:
			b.open = b.open || !chosen(b.section.kind) && !b.hasOptions
		default:
			continue
		}
		if m, ok := numberAt(l.fold, min(k.to, len(l.fold))); ok && m.n == 1 {
			p.run.nested[m.family] = 2
		}
	}
}

func chosen(k question.Type) bool {
	return k == question.Single || k == question.Multiple || k == question.Judge || k == choice
}

func (p *parser) continueLine(l *line) {
	switch {
	case p.cur != nil:
		p.append(p.cur, l)
	case p.group != nil:
		p.group.add(l)
	case strings.HasPrefix(l.options, "A") && len(l.fold) > 3 && len(p.order) < exchange.MaxItems:
		p.order = append(p.order, &entry{stray: l})
	case p.sec.score == 0:
		p.sec.score = scoreIn(string(l.fold[:min(len(l.fold), 200)]))
	}
}

// opensQuestion decides whether a number begins a question, by the numbers
// around it.
func (p *parser) opensQuestion(i int, l *line) bool {
	m := l.m
	switch {
	case m.family == circle:
		return false
	case p.run.count == 0:
		return p.opensFirst(i, m)
	case m.family == p.run.family:
		return p.opensNext(i, m)
	}
	return p.opensOther(i, m)
}

// opensOther decides on a number in another style than the questions before.
func (p *parser) opensOther(i int, m marker) bool {
	r := &p.run
	switch {
	case r.nested[m.family] > 1 && m.n == r.nested[m.family]:
		r.nested[m.family]++
		return false
	case m.n == 1 && p.cur != nil && p.cur.open && !p.asks(i):
		r.nested[m.family] = 2
		return false
	case m.family > r.family && !m.loose:
		return (m.n == 1 || m.n == r.last+1) && p.looksQuestion(i) && !p.inAnswerOfPart()
	case m.n == 1:
		r.nested[m.family] = 2
		return false
	}
	return m.family >= half && !p.inCase() && m.n == r.last+1 && p.cur != nil && p.complete(p.cur) && p.looksQuestion(i)
}

// inAnswerOfPart tells whether the open question is a part of a case whose
// answer goes on.
func (p *parser) inAnswerOfPart() bool {
	return p.inCase() && p.run.family == paren && p.cur != nil && p.cur.open
}

func (p *parser) inCase() bool { return p.sec.kind == question.Case }

func (p *parser) opensFirst(i int, m marker) bool {
	plausible := m.n == 1 || m.n == p.last+1
	switch {
	case m.family == bare:
		return plausible && (p.comes(i, place{bare, m.n + 1}) || p.looksQuestion(i))
	case m.loose:
		return plausible && p.looksQuestion(i)
	case m.family < dot && p.instructs(i):
		return false
	case plausible:
		return p.sec.row > 0 || p.strong(i) || !p.headed && p.looksQuestion(i)
	}
	return m.n < 3000 && (p.strong(i) || p.sec.row > 0 && p.looksQuestion(i))
}

// instructs tells an item of a list that stands before the first question.
func (p *parser) instructs(i int) bool {
	return !p.looksQuestion(i) && (p.comes(i, place{dot, 1}) || p.comes(i, place{dot, p.last + 1}))
}

// strong tells a question from an instruction: it shows a blank, options or an
// answer.
func (p *parser) strong(i int) bool {
	l := p.lines[i]
	return l.blank || l.m.lead || strings.HasPrefix(l.options, "AB") || p.optionsSoon(i) || p.answerSoon(i)
}

func (p *parser) opensNext(i int, m marker) bool {
	r := &p.run
	want := r.last + 1
	nested := r.nested[m.family] > 0 && m.n == r.nested[m.family]
	switch {
	case nested && (m.n != want || !p.asksItself(i) && (p.comes(i, place{m.family, want}) || !p.looksQuestion(i))):
		r.nested[m.family]++
		return false
	case m.n == want:
		return !m.loose || p.plausible(i, m)
	case m.loose:
		return false
	case m.n > want:
		return m.n-want < 300 && !p.comes(i, place{m.family, want}) && p.looksQuestion(i)
	case m.n == 1:
		if p.beginsAnew(i) {
			return true
		}
		r.nested[m.family] = 2
		return false
	}
	return p.cur != nil && p.complete(p.cur) && !p.cur.open && p.asks(i)
}

// beginsAnew tells whether numbers begin again at 1, without a heading.
func (p *parser) beginsAnew(i int) bool {
	switch {
	case p.cur == nil:
		return false
	case p.cur.open:
		return p.cur.answered && p.asks(i)
	}
	return p.complete(p.cur) && p.looksQuestion(i)
}

// plausible judges a number that may be a decimal or the start of a sentence.
func (p *parser) plausible(i int, m marker) bool {
	if m.family == dot && p.comes(i, place{dot, m.n}) {
		return false
	}
	return p.cur == nil || p.complete(p.cur) && p.looksQuestion(i)
}

// comes tells whether a number comes again in the same section.
func (p *parser) comes(i int, at place) bool {
	list := p.later[at]
	k, _ := slices.BinarySearch(list, i+1)
	return k < len(list) && list[k] < p.ends[i]
}

// complete tells whether a question may be over.
func (p *parser) complete(b *block) bool {
	if b.hasOptions || b.answered || b.lead != nil || b.section.kind == question.Judge {
		return true
	}
	last := b.lines[len(b.lines)-1].fold
	for n := len(last); n > 0; n-- {
		if !isSpace(last[n-1]) {
			return strings.ContainsRune("。?？.!;)】_", last[n-1])
		}
	}
	return false
}

// askWords are words that questions with open answers begin with or hold.
const askWords = "简述 试述 叙述 论述 什么 如何 怎样 为何 哪些 哪几 说明 写出 列举 计算 分析 简答 解释 画出 试求 求: 求出 举例 比较 何谓 简要 指出 多少"

// looksQuestion tells whether a question may begin at a line: by the line, or
// by the few lines after it.
func (p *parser) looksQuestion(i int) bool {
	if p.sec.kind == question.Judge && len(p.lines[i].fold) > 4 {
		return true
	}
	return p.asks(i)
}

// asksItself tells whether a line asks something by its own words, or is
// answered in the next line.
func (p *parser) asksItself(i int) bool {
	l := p.lines[i]
	text := string(l.fold[min(len(l.fold), l.m.end):])
	if strings.Contains(text, "?") || l.blank {
		return true
	}
	for _, word := range strings.Fields(askWords) {
		if strings.HasPrefix(text, word) {
			return true
		}
	}
	if i+1 >= len(p.lines) || len(p.lines[i+1].labels) == 0 {
		return false
	}
	first := p.lines[i+1].labels[0]
	return (first.label == lAnswer || first.label == lSolution) && first.from <= 2
}

func holdsAskWord(text string) bool {
	for _, word := range strings.Fields(askWords) {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

const window = 12

func (p *parser) asks(i int) bool {
	l := p.lines[i]
	if l.blank || l.m.lead || strings.ContainsAny(l.text.String(), "?？") || strings.HasPrefix(l.options, "AB") {
		return true
	}
	if !chosen(p.sec.kind) && holdsAskWord(string(l.fold)) {
		return true
	}
	for j := i + 1; j < len(p.lines) && j <= i+window; j++ {
		n := p.lines[j]
		switch {
		case strings.HasPrefix(n.options, "A"):
			return true
		case slices.ContainsFunc(n.labels, func(m mark) bool { return m.label == lAnswer || m.label == lSolution }):
			return true
		case n.head != nil && n.certain, n.m.family >= half && !n.m.loose, n.m.family == p.run.family && n.m.family != none && n.m.n == p.run.last+1:
			return false
		case n.blank:
			return true
		}
	}
	return false
}

// unnumbered tells whether a question without a number begins.
func (p *parser) unnumbered(i int, l *line) bool {
	if !mayBeStem(l) || p.cur != nil && !p.mayEnd(l) {
		return false
	}
	if p.optionsSoon(i) || l.blank && strings.HasPrefix(l.options, "AB") {
		return true
	}
	if p.cur != nil {
		return p.cur.number == 0 && p.answerSoon(i)
	}
	return p.group == nil && l.blank && p.answerSoon(i)
}

// mayBeStem tells a line of text from one that has a number, a label or an
// option at its head.
func mayBeStem(l *line) bool {
	switch {
	case l.m.family != none && !l.m.loose, len(l.labels) > 0 && l.labels[0].label != lStem:
		return false
	case l.options == "A", optionHead(l), len(l.fold) < 4:
		return false
	}
	return true
}

// mayEnd tells whether the open question may be over before a line.
func (p *parser) mayEnd(l *line) bool {
	b := p.cur
	if b.open && (b.number > 0 || !l.gap) {
		return false
	}
	return b.answered && b.hasOptions || l.gap && (b.answered || b.hasOptions)
}

func optionHead(l *line) bool {
	return l.options != "" && len(l.fold) > 1 && latin(l.fold[skipSpace(l.fold, 0)]) == rune(l.options[0])
}

// optionsSoon tells whether options follow before anything else does.
func (p *parser) optionsSoon(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+6; j++ {
		n := p.lines[j]
		if strings.HasPrefix(n.options, "A") && optionHead(n) {
			return true
		}
		if n.gap || n.m.family != none || n.head != nil && n.certain || len(n.labels) > 0 {
			return false
		}
	}
	return false
}

func (p *parser) answerSoon(i int) bool {
	for j := i; j < len(p.lines) && j <= i+4; j++ {
		n := p.lines[j]
		if j > i && (n.gap || n.m.family != none || n.head != nil && n.certain) {
			return false
		}
		if slices.ContainsFunc(n.labels, func(m mark) bool { return m.label == lAnswer }) {
			return true
		}
	}
	return false
}

// groupBegins takes the head of a stem that several questions share.
func (p *parser) groupBegins(l *line) bool {
	if l.m.family != none && l.m.family != paren {
		return false
	}
	g, rest, ok := readGroup(l.fold)
	if !ok || g.to == 0 && !p.inCase() {
		return false
	}
	if g.to == 0 && p.cur != nil && p.cur.group == nil && !p.complete(p.cur) {
		return false
	}
	g.row = l.row
	p.group, p.cur = &g, nil
	if g.to == 0 {
		p.run = run{}
	}
	p.order = append(p.order, &entry{group: p.group})
	text := l.text.slice(rest, len(l.text.runes))
	if g.to > 0 {
		text = cutDirective(l.text, l.fold)
	}
	if !text.empty() {
		head := *l
		head.text, head.fold = text, folded(text.runes)
		p.group.add(&head)
	}
	return true
}
