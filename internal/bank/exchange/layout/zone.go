package layout

import (
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// zoneBegins tells where answers begin, and takes the line that says so.
func (p *parser) zoneBegins(i int, l *line) bool {
	if p.last == 0 && len(p.sections) < 2 {
		return false
	}
	titled, plain := zoneHead(l.fold)
	if (titled || plain) && p.answersFollow(i, titled) {
		p.newZone(false)
		return true
	}
	if len(l.labels) == 0 {
		return p.zoneOfLine(l, 0, 3)
	}
	first := l.labels[0]
	if first.label != lAnswer || skipSpace(l.fold, 0) != first.from {
		return false
	}
	from := min(first.to, len(l.fold))
	return p.zoneOfLine(l, from, 2) || p.zoneInLine(i, l, from)
}

// zoneOfLine begins a zone with a line of at least so many answers, fewer
// where they are given as a range.
func (p *parser) zoneOfLine(l *line, from, least int) bool {
	list, ranged, ok := sequenceOf(l.text, l.fold, from)
	if !ok || len(list) < 2 || len(list) < least && !ranged {
		return false
	}
	if p.group != nil {
		return p.answerGroup(list)
	}
	if p.inCase() || p.sec.kind == question.Matching {
		return false
	}
	p.newZone(true)
	p.assignAll(list)
	return true
}

// zoneInLine takes "答案：一、1.C 2.B", a zone that begins behind its label.
func (p *parser) zoneInLine(i int, l *line, from int) bool {
	if p.group != nil {
		return false
	}
	rest := &line{text: l.text.slice(from, len(l.fold)), fold: l.fold[from:], row: l.row}
	m := ordinalHead.FindStringIndex(string(rest.fold[:min(len(rest.fold), 40)]))
	if m == nil {
		return false
	}
	k := len([]rune(string(rest.fold)[:m[1]]))
	for k < len(rest.fold) && !isDigit(rest.fold[k]) {
		k++
	}
	if list, _, ok := sequenceOf(rest.text, rest.fold, k); !ok || len(list) < 2 {
		return false
	}
	p.newZone(false)
	return p.zoneLine(i, rest)
}

// answerGroup gives the questions of the open group their answers.
func (p *parser) answerGroup(list []pair) bool {
	for _, e := range list {
		for _, b := range p.group.blocks[:min(len(p.group.blocks), 2*question.MaxParts)] {
			if b.number == e.n {
				b.take(e.answer)
			}
		}
	}
	return true
}

// answersFollow tells the heading of an answer zone from the label of one
// question's answer, by the next line.
func (p *parser) answersFollow(i int, titled bool) bool {
	if i+1 >= len(p.lines) {
		return titled
	}
	if titled || p.tableFollows(i) {
		return true
	}
	n := p.lines[i+1]
	_, _, ok := sequenceOf(n.text, n.fold, 0)
	if p.cur == nil || n.m.family == none {
		return false
	}
	first := p.firstNumber()
	if p.cur.open || p.someAnswered() || !chosen(p.sec.kind) && p.run.count < 2 && !ok {
		return false
	}
	return n.m.n == first && (p.last > first || ok)
}

// tableFollows looks for answers in the next lines; a title may stand between.
func (p *parser) tableFollows(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+3; j++ {
		n := p.lines[j]
		if p.tabular(n) {
			return true
		}
		if n.m.family != none || len(n.labels) > 0 || len(n.fold) > 30 || n.options != "" {
			return false
		}
	}
	return false
}

// tabular tells a line of several answers, or the heading of a section.
func (p *parser) tabular(n *line) bool {
	if n.grid != nil || n.head != nil && (n.certain || n.head.ordinal > 0) {
		return true
	}
	if list, ranged, ok := sequenceOf(n.text, n.fold, 0); ok && (ranged || len(list) > 1) {
		return true
	}
	from := skipSigns(n.fold, 0, "([第 ")
	number, end := digitsAt(n.fold, from)
	if number == 0 {
		return false
	}
	last, after, ok := rangeEnd(n.fold, end)
	return ok && last > number && splitRun(n.text, n.fold, after, runEnd(n.fold, after), -1) != nil
}

func (p *parser) firstNumber() int {
	for _, s := range p.sections[p.part:] {
		if len(s.blocks) > 0 {
			return s.blocks[0].number
		}
	}
	return 1
}

// someAnswered tells whether the paper gives answers beside its questions.
func (p *parser) someAnswered() bool {
	for _, s := range p.sections[max(p.part, len(p.sections)-20):] {
		if n := len(s.blocks); n > 0 && (s.blocks[0].answered || s.blocks[n-1].answered) {
			return true
		}
	}
	return false
}

// zoneLine takes a line of an answer zone; false where the zone is over.
func (p *parser) zoneLine(i int, l *line) bool {
	z := p.zone
	if taken, over := p.zoneHeading(i, l); taken || over {
		return taken
	}
	if titled, plain := zoneHead(l.fold); titled || plain && z.open == nil {
		return true
	}
	if list, _, ok := sequenceOf(l.text, l.fold, 0); ok {
		p.assignAll(list)
		return true
	}
	if p.unevenRanges(l) {
		return true
	}
	if p.questionAgain(i, l) {
		p.leaveZone()
		return false
	}
	if l.m.family != none && l.m.family != circle && p.opensAnswer(i, l) {
		return true
	}
	if z.open != nil {
		labelled := len(l.labels) > 0 && l.labels[0].from == skipSpace(l.fold, 0)
		if !z.brief || labelled {
			z.open.take(l.text)
			z.brief = false
		}
		return true
	}
	p.lettersOnly(l)
	return true
}

// zoneHeading takes the heading of a section within the zone; over where it
// begins questions.
func (p *parser) zoneHeading(i int, l *line) (taken, over bool) {
	z := p.zone
	head, certain, ok := readHeading(l.fold[:min(len(l.fold), 60)])
	if !ok || !certain && z.open != nil && head.ordinal != z.ordinal()+1 && len(l.fold) >= 30 {
		return false, false
	}
	if at := z.find(head); at >= 0 && !p.questionsFollow(i) {
		z.at, z.open, z.nested, z.family, z.headed = at, nil, 0, none, true
		z.sections[at].visited = true
		p.headAnswers(l)
		return true, false
	}
	if certain {
		p.leaveZone()
	}
	return false, certain
}

// unevenRanges takes a line of ranges of which one has too few or too many
// answers; those of the others stand.
func (p *parser) unevenRanges(l *line) bool {
	from := -1
	for i := 0; i < len(l.fold); i++ {
		n, end := digitsAt(l.fold, i)
		if n == 0 {
			continue
		}
		last, after, ok := rangeEnd(l.fold, end)
		if !ok || last <= n || last-n > 1000 {
			i = end - 1
			continue
		}
		if from < 0 && strings.Trim(string(l.fold[:i]), " ([第【、.") != "" {
			return false
		}
		from = i
		stop := runEnd(l.fold, after)
		answers := splitRun(l.text, l.fold, after, stop, last-n+1)
		if answers == nil {
			p.warn(SubAnswerCount, map[string]any{"range": strconv.Itoa(n) + "-" + strconv.Itoa(last)})
		}
		for k, a := range answers {
			p.assign(pair{n: n + k, answer: a})
		}
		i = stop - 1
	}
	return from >= 0
}

func (p *parser) leaveZone() {
	p.zone, p.run = nil, run{}
	p.sec = &section{kind: p.sec.kind, score: p.sec.score, row: 1}
	p.sections = append(p.sections, p.sec)
}

func (z *zone) ordinal() int {
	if z.at < len(z.sections) {
		return z.sections[z.at].ordinal
	}
	return 0
}

// headAnswers takes answers that stand in the line of a heading.
func (p *parser) headAnswers(l *line) {
	for k, r := range l.fold {
		if k == 0 || !isDigit(r) || isDigit(l.fold[k-1]) || strings.ContainsRune("-~至到", l.fold[k-1]) {
			continue
		}
		if list, _, ok := sequenceOf(l.text, l.fold, k); ok && !strings.Contains(string(l.fold[k:]), "分") {
			p.assignAll(list)
			return
		}
	}
	if m := ordinalHead.FindStringIndex(string(l.fold)); m != nil {
		from := len([]rune(string(l.fold)[:m[1]]))
		p.assignAll(pieces(l.text.slice(from, len(l.text.runes)), l.fold[from:]))
	}
}

// pieces parts "1. 压缩；做功 2. 调零 3. 0.45" at its numbers; nil where the line
// does not begin with one.
func pieces(t Text, f []rune) []pair {
	var list []pair
	first, ok := numberAt(f, 0)
	if !ok || first.loose || first.family == bare {
		return nil
	}
	n, from := first.n, first.end
	for i := from; i < len(f); i++ {
		if !(f[i] == '(' || circled(f[i]) > 0 || isDigit(f[i])) || first.family == dot && !isSpace(f[i-1]) && f[i-1] != ';' {
			continue
		}
		m, ok := numberAt(f[i:], 0)
		if !ok || m.family != first.family || m.n != n+1 || m.loose {
			continue
		}
		list = append(list, pair{n: n, answer: t.slice(from, i).cutEnd(";；")})
		n, from = m.n, i+m.end
		i = from - 1
	}
	return append(list, pair{n: n, answer: t.slice(min(from, len(f)), len(f)).trim()})
}

// questionsFollow tells whether questions, not answers, stand below a heading.
func (p *parser) questionsFollow(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+4; j++ {
		n := p.lines[j]
		if n.grid != nil {
			return false
		}
		if _, _, ok := sequenceOf(n.text, n.fold, 0); ok {
			return false
		}
		if n.m.family == none {
			continue
		}
		return showsEmpty(n.fold) || strings.HasPrefix(n.options, "AB") || p.optionsSoon(j)
	}
	return false
}

// showsEmpty tells whether a line shows an empty place for an answer.
func showsEmpty(f []rune) bool {
	return len(blankRuns(f)) > 0 || slices.ContainsFunc(brackets(f), func(b bracket) bool { return b.empty })
}

// questionAgain tells whether a line of the zone is a new question.
func (p *parser) questionAgain(i int, l *line) bool {
	if l.m.family < half {
		return false
	}
	if (showsEmpty(l.fold) || strings.HasPrefix(l.options, "AB")) && (p.optionsSoon(i) || strings.HasPrefix(l.options, "AB")) {
		return true
	}
	return p.zone.soft && l.m.n == p.last+1 && p.looksQuestion(i)
}

// startsAnswer tells an answer from an item of a list: a label or a list of its
// own stands behind its number.
func startsAnswer(l *line) bool {
	m, ok := numberAt(l.fold, min(l.m.end, len(l.fold)))
	return ok && m.n == 1 && m.family != bare || len(l.labels) > 0 && l.labels[0].from <= l.m.end
}

// ownFamily is the style of numbering of the section's questions.
func (z *zone) ownFamily() family {
	if z.at < len(z.sections) {
		return z.sections[z.at].blocks[0].family
	}
	return none
}

// opensAnswer begins the answer to a question with a line.
func (p *parser) opensAnswer(i int, l *line) bool {
	z := p.zone
	want, fresh := z.expected()
	switch {
	case z.foreign(l.m.family):
		return false
	case l.m.n == want && fresh:
		if z.nested == want && !startsAnswer(l) && p.comes(i, place{l.m.family, want}) {
			z.nested++
			return false
		}
	case z.nested > 0 && l.m.n == z.nested:
		z.nested++
		return false
	case l.m.n == 1 && fresh && z.open != nil:
		z.nested = 2
		return false
	case l.m.loose || !z.waits(l.m.n) || l.m.family < half && z.open != nil:
		return false
	}
	if p.fillLine(l) {
		return true
	}
	b := z.take(l.m.n)
	if b == nil {
		return false
	}
	p.openAnswer(b, l)
	return true
}

// fillLine takes a line with the answers to several fill-in questions.
func (p *parser) fillLine(l *line) bool {
	z := p.zone
	if z.at >= len(z.sections) || z.sections[z.at].kind != question.Fill {
		return false
	}
	list := pieces(l.text, l.fold)
	if len(list) < 2 {
		return false
	}
	p.assignAll(list)
	z.family = l.m.family
	return true
}

// foreign tells a style of numbering that the answers of the section do not
// have.
func (z *zone) foreign(f family) bool {
	if f == bare && z.ownFamily() != bare {
		return true
	}
	return z.family != f && z.open != nil && (z.family != none || f < dot) && f != z.ownFamily()
}

// openAnswer makes a line the first of a question's answer.
func (p *parser) openAnswer(b *block, l *line) {
	z := p.zone
	z.open, z.nested, z.brief, z.family = b, 0, false, l.m.family
	rest := l.text.slice(min(l.m.end, len(l.text.runes)), len(l.text.runes))
	b.take(rest)
	f := folded(rest.runes)
	if m, ok := numberAt(f, 0); ok && m.n == 1 && m.family == l.m.family && !m.loose {
		z.nested = 2
	}
	for _, k := range marks(f, p.names) {
		if m, ok := numberAt(f, min(k.to, len(f))); ok && m.n == 1 {
			z.nested = 2
		}
	}
}

func (p *parser) assignAll(list []pair) {
	for _, e := range list {
		p.assign(e)
	}
}

// assign gives a question its answer from a table.
func (p *parser) assign(e pair) {
	z := p.zone
	z.open, z.nested = nil, 0
	if e.answer.empty() {
		return
	}
	b := z.take(e.n)
	if b == nil {
		p.warn(SubAnswerSpare, map[string]any{"number": e.n})
		return
	}
	z.open, z.brief = b, true
	b.take(e.answer)
}

// lettersOnly takes "ABCDA BCDAB" for the answers of a section in order.
func (p *parser) lettersOnly(l *line) {
	z := p.zone
	if z.at >= len(z.sections) {
		return
	}
	s := z.sections[z.at]
	open := s.blocks[s.next:]
	if len(open) == 0 || len(l.fold) < len(open) {
		return
	}
	answers := splitRun(l.text, l.fold, 0, len(l.fold), len(open))
	if len(answers) != len(open) {
		return
	}
	for i, b := range open {
		z.takeIn(z.at, b.number)
		b.take(answers[i])
	}
}

// takeGrid takes the answers of a table.
func (p *parser) takeGrid(pairs []pair) {
	if p.zone != nil {
		p.assignAll(pairs)
		return
	}
	p.sec.early = append(p.sec.early, pairs...)
}

// resolveEarly joins answers that stood beside their questions' section.
func (p *parser) resolveEarly() {
	for _, s := range p.sections {
		if len(s.early) == 0 {
			continue
		}
		first := map[int]*block{}
		for _, b := range slices.Backward(s.blocks) {
			first[b.number] = b
		}
		for _, e := range s.early {
			switch b := first[e.n]; {
			case e.answer.empty():
			case b == nil:
				p.warn(SubAnswerSpare, map[string]any{"number": e.n})
			default:
				b.take(e.answer)
			}
		}
	}
}
