package assemble

import "math/rand/v2"

// What one broken unit costs. A soft limit costs little, so that it never
// stands against a hard one.
const (
	costItem  = 1000
	costEnemy = 2000
	costSoft  = 10
)

// state is a paper under repair: swaps of an item on the paper for another of
// the same cell, each of which breaks no more than before.
type state struct {
	p      *pool
	limits []limit
	touch  [][]touch // what each item adds to which limits
	slots  []slot
	on     []bool
	sums   []int64
	foes   int     // pairs of enemies on the paper
	use    [][]int // of points, by section
	cap    [][]int // how often a cell may use a point
	over   int     // uses beyond that
	scale  []int64 // what one unit of a limit counts
}

type touch struct {
	limit  int
	weight int64
}

func newState(p *pool, limits []limit, slots []slot, usable []bool) *state {
	s := &state{
		p: p, limits: limits, slots: slots, touch: make([][]touch, len(p.items)),
		on: make([]bool, len(p.items)), sums: make([]int64, len(limits)),
	}
	for at, l := range limits {
		biggest := int64(1)
		for i, w := range l.weight {
			if w != 0 {
				s.touch[i] = append(s.touch[i], touch{at, w})
				biggest = max(biggest, w)
			}
		}
		s.scale = append(s.scale, biggest)
	}
	counts := make([][]int, len(p.cells))
	for r := range p.cells {
		counts[r], s.cap = make([]int, len(p.in.Sections)), append(s.cap, make([]int, len(p.in.Sections)))
	}
	for _, slot := range slots {
		counts[slot.row][slot.section]++
	}
	for k := range p.in.Sections {
		s.use = append(s.use, make([]int, p.points))
		for r := range p.cells {
			s.cap[r][k] = len(p.items)
			if !p.in.Demands.RepeatPoints {
				s.cap[r][k] = repeats(p.byPoint(r, k, usable), counts[r][k])
			}
		}
	}
	for _, slot := range slots {
		s.add(slot)
	}
	return s
}

func (s *state) add(t slot) {
	s.change(t, 1)
	s.on[t.item] = true
	use := &s.use[t.section][s.p.pointOf[t.item]]
	if *use >= s.cap[t.row][t.section] {
		s.over++
	}
	*use++
}

func (s *state) remove(t slot) {
	s.on[t.item] = false
	s.change(t, -1)
	use := &s.use[t.section][s.p.pointOf[t.item]]
	*use--
	if *use >= s.cap[t.row][t.section] {
		s.over--
	}
}

func (s *state) change(t slot, sign int) {
	for _, touch := range s.touch[t.item] {
		w := touch.weight
		if s.limits[touch.limit].scored {
			w *= int64(int(s.p.in.Sections[t.section].ScoreHundredths) / s.p.unit)
		}
		s.sums[touch.limit] += int64(sign) * w
	}
	if s.p.in.Demands.AllowEnemies {
		return
	}
	for _, foe := range s.p.enemies[t.item] {
		if s.on[foe] {
			s.foes += sign
		}
	}
}

// broken weighs what the paper breaks: hard demands, and all of them.
func (s *state) broken() (hard, all int64) {
	hard = int64(s.foes)*costEnemy + int64(s.over)*costItem
	soft := int64(0)
	for at := range s.limits {
		l := &s.limits[at] // not copied: this is the draw's innermost loop
		excess := max(l.low-s.sums[at], s.sums[at]-l.high)
		switch {
		case excess <= 0:
		case l.soft:
			soft += excess * costSoft
		default:
			hard += max(1, excess*costItem/s.scale[at])
		}
	}
	return hard, hard + soft
}

// improve swaps until nothing is broken or the swaps are used up.
func (s *state) improve(rng *rand.Rand, swaps int) (hard int64) {
	hard, all := s.broken()
	for range swaps {
		if all == 0 {
			break
		}
		at := rng.IntN(len(s.slots))
		old := s.slots[at]
		cell := s.p.cells[old.row][old.section]
		item := cell[rng.IntN(len(cell))]
		if s.on[item] {
			continue
		}
		next := slot{row: old.row, section: old.section, item: item}
		s.remove(old)
		s.add(next)
		h, a := s.broken()
		if a > all {
			s.remove(next)
			s.add(old)
			continue
		}
		hard, all, s.slots[at] = h, a, next
	}
	return hard
}
