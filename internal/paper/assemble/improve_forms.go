package assemble

import "math/rand/v2"

// together mends all forms at once: a swap in one form may make room for
// another, which drawing one after the other cannot see.
type together struct {
	r       *run
	forms   []*state
	shared  [][]int // items, by pair of forms
	means   []int64
	overlap int // items that two forms may share; -1 without bound
	within  int64
}

// jointly draws n forms and mends them together; nil when that did not do.
func (r *run) jointly(limits []limit, n int, seed uint64) [][]slot {
	if r.plan == nil {
		return nil
	}
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	t := &together{r: r, overlap: r.p.overlap(), within: r.p.in.Demands.Parallel.within() * int64(r.p.score)}
	worn := append([]int(nil), r.worn...)
	barred := r.p.barred(limits)
	for range n {
		slots := r.p.draw(r.plan, rng, barred, worn)
		if len(slots) < r.p.total {
			return nil
		}
		for _, s := range slots {
			worn[s.item]++
		}
		s := newState(r.p, limits, slots, r.usable)
		t.forms, t.means, t.shared = append(t.forms, s), append(t.means, r.p.mean(slots)), append(t.shared, make([]int, n))
	}
	for f := range n {
		for g := range f {
			for i, on := range t.forms[f].on {
				if on && t.forms[g].on[i] {
					t.shared[f][g]++
					t.shared[g][f]++
				}
			}
		}
	}
	if !t.improve(rng, n*(500+150*r.p.total)) {
		return nil
	}
	var forms [][]slot
	for _, s := range t.forms {
		forms = append(forms, s.slots)
	}
	return forms
}

// between weighs what form f and the others break together.
func (t *together) between(f int) int64 {
	cost := int64(0)
	for g := range t.forms {
		if g == f {
			continue
		}
		if excess := t.shared[f][g] - t.overlap; t.overlap >= 0 && excess > 0 {
			cost += int64(excess) * costItem
		}
		if excess := max(t.means[f]-t.means[g], t.means[g]-t.means[f]) - t.within; excess > 0 {
			cost += max(1, excess) // in thousandths of a unit: at most the scale of an item
		}
	}
	return cost
}

// all weighs every form and every pair, hard demands only.
func (t *together) all() int64 {
	cost := int64(0)
	for f, s := range t.forms {
		hard, _ := s.broken()
		cost += 2*hard + t.between(f)
	}
	return cost
}

func (t *together) improve(rng *rand.Rand, swaps int) bool {
	for step := range swaps {
		if step%64 == 0 && t.all() == 0 {
			return true
		}
		f := rng.IntN(len(t.forms))
		s := t.forms[f]
		at := rng.IntN(len(s.slots))
		old := s.slots[at]
		cell := t.r.p.cells[old.row][old.section]
		next := slot{row: old.row, section: old.section, item: cell[rng.IntN(len(cell))]}
		if s.on[next.item] {
			continue
		}
		_, before := s.broken()
		before += t.between(f)
		t.swap(f, old, next)
		_, after := s.broken()
		if after+t.between(f) > before {
			t.swap(f, next, old)
			continue
		}
		s.slots[at] = next
	}
	return t.all() == 0
}

func (t *together) swap(f int, old, next slot) {
	t.forms[f].remove(old)
	t.forms[f].add(next)
	for g, other := range t.forms {
		if g == f {
			continue
		}
		change := 0
		if other.on[old.item] {
			change--
		}
		if other.on[next.item] {
			change++
		}
		t.shared[f][g] += change
		t.shared[g][f] += change
	}
	score := int64(int(t.r.p.in.Sections[old.section].ScoreHundredths) / t.r.p.unit)
	t.means[f] += (DifficultyOf(t.r.p.items[next.item]) - DifficultyOf(t.r.p.items[old.item])) * score
}
