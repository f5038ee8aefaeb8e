package layout

import (
	"slices"

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
