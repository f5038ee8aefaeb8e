package layout

import (
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// zone is a part of the paper that holds the answers of questions before it.
type zone struct {
	sections []*zoneSection
	exact    map[headKey][]int // sections by ordinal and type, in order
	ordinals map[int][]int
	kinds    map[question.Type][]int
	numbers  map[int][]int // sections by the numbers of their questions

	at     int    // the section that answers are for
	headed bool   // its heading stood in the zone
	open   *block // the question that further lines belong to
	brief  bool   // its answer is one of letters: only labels may follow
	family family // of the numbers of answers
	nested int    // the next number of a list within an answer
	soft   bool   // it began without a heading
}

type headKey struct {
	ordinal int
	kind    question.Type
}

// zoneSection is a section with the questions that still lack an answer.
type zoneSection struct {
	*section
	next    int // index of the question after the last that was answered
	waiting map[int][]*block
	seen    map[int]*block // the last of each number that was answered
	visited bool
}

func (p *parser) newZone(soft bool) {
	z := &zone{soft: soft, exact: map[headKey][]int{}, ordinals: map[int][]int{}, kinds: map[question.Type][]int{}, numbers: map[int][]int{}}
	for _, s := range p.sections[p.part:] {
		if len(s.blocks) == 0 {
			continue
		}
		at := len(z.sections)
		own := &zoneSection{section: s, waiting: map[int][]*block{}, seen: map[int]*block{}}
		for i, b := range s.blocks {
			b.index = i
			if len(own.waiting[b.number]) == 0 {
				z.numbers[b.number] = append(z.numbers[b.number], at)
			}
			own.waiting[b.number] = append(own.waiting[b.number], b)
		}
		z.sections = append(z.sections, own)
		key := headKey{s.ordinal, s.kind}
		z.exact[key] = append(z.exact[key], at)
		z.ordinals[s.ordinal] = append(z.ordinals[s.ordinal], at)
		z.kinds[s.kind] = append(z.kinds[s.kind], at)
	}
	p.zone, p.cur, p.group = z, nil, nil
	p.part = len(p.sections)
}

// take gives the question of a number its place in the zone: one without an
// answer in the section at hand, else in the next section that has one; else
// the one that has an answer already, so that the two are compared.
func (z *zone) take(n int) *block {
	if z.at >= len(z.sections) {
		return nil
	}
	if b := z.takeIn(z.at, n); b != nil {
		return b
	}
	here := z.sections[z.at]
	if b := here.seen[n]; b != nil && z.headed {
		return b
	}
	places := z.numbers[n]
	if z.headed && len(places) != 1 {
		return nil
	}
	from, _ := slices.BinarySearch(places, z.at+1)
	for k := range places {
		at := places[(from+k)%len(places)]
		if b := z.takeIn(at, n); b != nil {
			z.at = at
			return b
		}
		if k > 50 {
			break
		}
	}
	return here.seen[n]
}

func (z *zone) takeIn(at, n int) *block {
	s := z.sections[at]
	list := s.waiting[n]
	if len(list) == 0 {
		return nil
	}
	s.waiting[n] = list[1:]
	s.seen[n], s.next = list[0], max(s.next, list[0].index+1)
	return list[0]
}

// waits tells whether a question of the number lacks its answer.
func (z *zone) waits(n int) bool {
	if z.at < len(z.sections) && len(z.sections[z.at].waiting[n]) > 0 {
		return true
	}
	return !z.headed && len(z.numbers[n]) > 0
}

// expected is the number of the next question of the section without an
// answer; false when all have theirs.
func (z *zone) expected() (int, bool) {
	if z.at >= len(z.sections) {
		return 0, false
	}
	s := z.sections[z.at]
	if s.next >= len(s.blocks) {
		return 0, false
	}
	return s.blocks[s.next].number, true
}

// find gives the section that a heading in the zone names, the first of that
// name that was not named yet.
func (z *zone) find(head section) int {
	if at := z.pick(z.exact[headKey{head.ordinal, head.kind}]); at >= 0 && head.ordinal > 0 {
		return at
	}
	if at := z.pick(z.ordinals[head.ordinal]); at >= 0 && head.ordinal > 0 && head.kind == "" {
		return at
	}
	if head.kind == "" {
		return -1
	}
	if at := z.pick(z.kinds[head.kind]); at >= 0 {
		return at
	}
	alike := []question.Type{choice}
	if head.kind == choice {
		alike = []question.Type{question.Single, question.Multiple}
	}
	if chosen(head.kind) && head.kind != question.Judge {
		for _, k := range alike {
			if at := z.pick(z.kinds[k]); at >= 0 {
				return at
			}
		}
	}
	if head.ordinal > 0 && !z.soft {
		return z.pick(z.ordinals[head.ordinal])
	}
	return -1
}

// pick gives the first section of a list that was not named yet, else the last.
func (z *zone) pick(list []int) int {
	lo, hi := 0, len(list)
	for lo < hi { // those named come first
		mid := (lo + hi) / 2
		if z.sections[list[mid]].visited {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	switch {
	case len(list) == 0:
		return -1
	case lo == len(list):
		return list[len(list)-1]
	}
	return list[lo]
}

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
	from := 0
	if len(l.labels) > 0 && l.labels[0].label == lAnswer && skipSpace(l.fold, 0) == l.labels[0].from {
		from = l.labels[0].to
	} else if len(l.labels) > 0 {
		return false
	}
	from = min(from, len(l.fold))
	list, ranged, ok := sequenceOf(l.text, l.fold, from)
	if !ok && from > 0 && p.group == nil {
		return p.zoneInLine(i, l, from)
	}
	if !ok || len(list) < 2 || from == 0 && !ranged && len(list) < 3 || p.group == nil && (p.inCase() || p.sec.kind == question.Matching) {
		return false
	}
	if p.group != nil {
		return p.answerGroup(list)
	}
	p.newZone(true)
	p.assignAll(list)
	return true
}

// zoneInLine takes "答案：一、1.C 2.B", a zone that begins behind its label.
func (p *parser) zoneInLine(i int, l *line, from int) bool {
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
		for _, b := range p.group.blocks {
			if b.number == e.n {
				b.zone = append(b.zone, e.answer)
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
	n := p.lines[i+1]
	if len(n.pairs) > 0 || n.isHead && (n.certain || n.head.ordinal > 0) {
		return true
	}
	list, ranged, ok := sequenceOf(n.text, n.fold, 0)
	if ok && (ranged || len(list) > 1) {
		return true
	}
	if titled {
		return true
	}
	if p.cur == nil || n.m.family == none {
		return false
	}
	first := p.firstNumber()
	if p.cur.open || p.someAnswered() || !chosen(p.sec.kind) && p.run.count < 2 && !ok {
		return false
	}
	return n.m.n == first && (p.last > first || ok)
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
	if head, certain, ok := readHeading(l.fold[:min(len(l.fold), 60)]); ok && (certain || z.open == nil || head.ordinal == z.ordinal()+1 || len(l.fold) < 30) {
		if at := z.find(head); at >= 0 && !p.questionsFollow(i) {
			z.at, z.open, z.nested, z.family, z.headed = at, nil, 0, none, true
			z.sections[at].visited = true
			p.headAnswers(l)
			return true
		}
		if certain && p.questionsFollow(i) {
			p.leaveZone()
			return false
		}
		if certain {
			p.leaveZone()
			return false
		}
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
			z.open.zone, z.brief = append(z.open.zone, l.text), false
		}
		return true
	}
	p.lettersOnly(l)
	return true
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
		if len(n.pairs) > 0 {
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
	case z.family != l.m.family && z.open != nil && (z.family != none || l.m.family < dot) && l.m.family != z.ownFamily(), l.m.family == bare && z.ownFamily() != bare:
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
	if z.at < len(z.sections) && z.sections[z.at].kind == question.Fill {
		if list := pieces(l.text, l.fold); len(list) > 1 {
			p.assignAll(list)
			z.family = l.m.family
			return true
		}
	}
	b := z.take(l.m.n)
	if b == nil {
		return false
	}
	z.open, z.nested, z.brief, z.family = b, 0, false, l.m.family
	rest := l.text.slice(min(l.m.end, len(l.text.runes)), len(l.text.runes))
	b.zone = append(b.zone, rest)
	f := folded(rest.runes)
	if m, ok := numberAt(f, 0); ok && m.n == 1 && m.family == l.m.family && !m.loose {
		z.nested = 2
	}
	for _, k := range marks(rest, f, p.names) {
		if m, ok := numberAt(f, min(k.to, len(f))); ok && m.n == 1 {
			z.nested = 2
		}
	}
	return true
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
	b.zone = append(b.zone, e.answer)
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
		b.zone = append(b.zone, answers[i])
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
		for _, e := range s.early {
			if e.answer.empty() {
				continue
			}
			at := slices.IndexFunc(s.blocks, func(b *block) bool { return b.number == e.n })
			if at < 0 {
				p.warn(SubAnswerSpare, map[string]any{"number": e.n})
				continue
			}
			s.blocks[at].zone = append(s.blocks[at].zone, e.answer)
		}
	}
}

// sequence reads a line that is nothing but numbers with short answers.
func sequence(f []rune) ([]pair, bool) {
	list, _, ok := sequenceOf(Text{runes: f, styles: make([]Style, len(f))}, f, 0)
	return list, ok
}

// sequenceOf reads "1-5 ABCDA 6-10 …" and "1.A 2.B"; ranged tells the first
// from the second.
func sequenceOf(t Text, f []rune, from int) (list []pair, ranged, ok bool) {
	i := from
	for {
		i = skipSigns(f, i, " \t\n,;、。.|")
		if i >= len(f) {
			return list, ranged, len(list) > 0
		}
		j := skipSigns(f, i, "([第【 ")
		n, end := digitsAt(f, j)
		if n == 0 {
			return nil, false, false
		}
		if last, after, isRange := rangeEnd(f, end); isRange && last > n && last-n < 1000 {
			stop := runEnd(f, after)
			answers := splitRun(t, f, after, stop, last-n+1)
			if answers == nil {
				return nil, false, false
			}
			for k, a := range answers {
				list = append(list, pair{n: n + k, answer: a})
			}
			i, ranged = stop, true
			continue
		}
		body := skipSigns(f, end, ".、:)]】题 \t-")
		stop := shortAnswer(f, body)
		if stop == body {
			return nil, false, false
		}
		list = append(list, pair{n: n, answer: t.slice(body, stop)})
		i = stop
		if i < len(f) && f[i] == ')' {
			i++
		}
	}
}

func skipSigns(f []rune, i int, set string) int {
	for i < len(f) && strings.ContainsRune(set, f[i]) {
		i++
	}
	return i
}

// rangeEnd reads "-5" or "~第5题" behind the first number of a range.
func rangeEnd(f []rune, i int) (last, end int, ok bool) {
	i = skipSigns(f, i, " 题")
	if i >= len(f) || !strings.ContainsRune("-~至到", f[i]) {
		return 0, i, false
	}
	i = skipSigns(f, i, "-~至到 第")
	last, end = digitsAt(f, i)
	if last == 0 {
		return 0, end, false
	}
	return last, skipSigns(f, end, " 题.、:)]】\t小"), true
}

// runEnd finds where the answers of a range end.
func runEnd(f []rune, i int) int {
	for i < len(f) && !isDigit(f[i]) && !strings.ContainsRune("([【第", f[i]) {
		i++
	}
	return i
}

// splitRun parts a run of answers among count questions; nil where it does not
// come out even.
func splitRun(t Text, f []rune, from, to, count int) []Text {
	var words []Text
	single := 0
	for i := from; i < to; {
		if strings.ContainsRune(" \t\n,;、。.|", f[i]) {
			i++
			continue
		}
		stop := i
		for stop < to && !strings.ContainsRune(" \t\n,;、。.|", f[stop]) {
			if !isAlnum(f[stop]) && !strings.ContainsRune("√×对错正确误是否非", f[stop]) || isDigit(f[stop]) {
				return nil
			}
			stop++
		}
		words = append(words, t.slice(i, stop))
		single += stop - i
		i = stop
	}
	if len(words) == count {
		return words
	}
	if single != count {
		return nil
	}
	var each []Text
	for _, w := range words {
		for k := range w.runes {
			each = append(each, w.slice(k, k+1))
		}
	}
	return each
}

// shortAnswer reads an answer of letters or a judgement; i where there is none.
func shortAnswer(f []rune, i int) int {
	if i >= len(f) {
		return i
	}
	for _, w := range []string{"正确", "错误", "不正确", "不对", "对", "错", "√", "×"} {
		if hasPrefix(f, i, w) {
			return cleanEnd(f, i, i+len([]rune(w)))
		}
	}
	j := i
	for j < len(f) && (isUpper(latin(f[j])) || strings.ContainsRune("、,", f[j]) && j > i && j+1 < len(f) && isUpper(latin(f[j+1]))) {
		j++
	}
	if j == i || j-i > 20 {
		return i
	}
	return cleanEnd(f, i, j)
}

// cleanEnd gives the end of a short answer where nothing else clings to it.
func cleanEnd(f []rune, from, to int) int {
	if to < len(f) && !strings.ContainsRune(" \t\n,;、。.|)", f[to]) && !isDigit(f[to]) {
		return from
	}
	return to
}
