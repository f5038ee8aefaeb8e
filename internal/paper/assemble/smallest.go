package assemble

import (
	"cmp"
	"maps"
	"slices"
)

// An irreducible set need not be a smallest one: where a pair contradicts
// itself and three other demands do, too, thinning may end at the three. The
// hunt looks for a set with fewer demands among all that the input makes
// beside the frame (sections and weight table, which hold throughout).
//
// What it goes by: papers that meet some demands meet each part of them. So
// whatever papers are found, a set that contradicts itself holds a demand that
// they break. The hunt keeps which demands the papers found so far meet. From
// the empty set it goes on like this: where some of these papers meet the whole
// set, it adds, in turn, each demand that they break; thus every set that
// contradicts itself is reached, in some order. Where none do, the set is
// decided: papers that meet it are kept, a proof that there are none ends the
// hunt.
//
// What it guarantees: the size to which sets may grow rises from none. When a
// size is through, every set of that size was met by papers that were really
// found. So the first proof is of a set of the smallest size, and when all sizes
// below the irreducible set's are through, that one is smallest. Where the work
// ends before, or a set can be decided neither way, the irreducible set stays
// and is not called smallest.
type hunt struct {
	r       *run // with a budget of its own
	hard    []limit
	n       int
	demands []Demand // of all that may be listed
	met     [][]bool // by papers found: which demands they meet
	set     []int    // that contradicts itself
	proof   *Proof
}

const (
	huntShare = 4 // of the work of an exact search, the part that a hunt may take
	aimless   = 3 // the round of a sequence that pursues no mean of its own
)

// smallest makes the set that reduce left a smallest one, or leaves it. Papers
// that were found on the way there spare the hunt some searches.
func (r *run) smallest(out *Infeasible, hard []limit, n int, found [][][]slot) {
	own := *r
	own.budget = r.work / huntShare
	h := &hunt{r: &own, hard: hard, n: n, demands: r.listable(hard, n)}
	for _, forms := range found {
		h.met = append(h.met, h.meets(forms))
	}
	for size := range out.Demands { // below its own
		switch h.look(nil, size) {
		case unknown:
			return
		case yes:
			out.Demands, out.Proof = nil, h.proof
			for _, at := range h.set {
				out.Demands = append(out.Demands, r.worded(h.demands[at], n))
			}
			out.Irreducible, out.Smallest = true, true
			return
		}
	}
	out.Irreducible, out.Smallest = true, true
}

// listable lists the demands that hold beside the frame.
func (r *run) listable(hard []limit, n int) []Demand {
	made := map[string]Demand{}
	for _, l := range hard {
		made[l.demand.key()] = l.demand
	}
	for name, holds := range map[string]bool{
		DemandPoints: !r.p.in.Demands.RepeatPoints, DemandEnemies: !r.p.in.Demands.AllowEnemies,
		DemandOverlap: n > 1 && r.p.overlap() >= 0, DemandWithin: n > 1,
	} {
		if holds {
			made[name] = Demand{Name: name}
		}
	}
	return slices.SortedFunc(maps.Values(made), func(a, b Demand) int { return cmp.Compare(a.key(), b.key()) })
}

// look seeks a set that contradicts itself and holds the chosen demands and at
// most so many more. No: there is none, as every such set is met.
func (h *hunt) look(chosen []int, more int) answer {
	at := h.metBy(chosen)
	if at < 0 {
		found := h.decide(chosen)
		switch found.outcome {
		case no:
			h.set, h.proof = slices.Sorted(slices.Values(chosen)), found.proof
			return yes
		case unknown:
			return unknown
		}
		at = len(h.met)
		h.met = append(h.met, h.meets(found.forms))
		for _, d := range chosen {
			h.met[at][d] = true // as the search itself says, even where meets is the stricter
		}
	}
	if more == 0 {
		return no
	}
	for d, met := range h.met[at] {
		if met {
			continue
		}
		if a := h.look(append(chosen[:len(chosen):len(chosen)], d), more-1); a != no {
			return a
		}
	}
	return no
}

// metBy numbers the first papers that meet all chosen demands; -1: none do.
func (h *hunt) metBy(chosen []int) int {
	h.r.budget -= len(h.met) * (1 + len(chosen))
	return slices.IndexFunc(h.met, func(met []bool) bool {
		return !slices.ContainsFunc(chosen, func(d int) bool { return !met[d] })
	})
}

// decide looks for papers that meet the chosen demands, or for a proof that
// there are none. A draw comes first: it pursues all other demands as well, so
// its papers settle more sets than those of the exact search. Several forms in
// a bank too large for an exact search of all at once are drawn once more, with
// nothing pursued beside what was chosen.
func (h *hunt) decide(chosen []int) finding {
	keep := map[string]Demand{}
	for _, d := range chosen {
		keep[h.demands[d].key()] = h.demands[d]
	}
	var kept []limit
	pursued := slices.Clone(h.hard)
	for at, l := range pursued {
		if _, ok := keep[l.demand.key()]; ok {
			kept = append(kept, l)
			continue
		}
		pursued[at].soft = true
	}
	if !h.pay() {
		return finding{outcome: unknown}
	}
	if forms := h.r.sequence(pursued, kept, h.n, 0); forms != nil {
		return finding{outcome: yes, forms: forms}
	}
	found := h.r.decide(h.hard, h.n, h.r.allBut(h.hard, keep))
	if found.outcome == unknown && h.n > 1 && h.pay() {
		if forms := h.r.sequence(kept, kept, h.n, aimless); forms != nil {
			return finding{outcome: yes, forms: forms}
		}
	}
	return found
}

// pay takes the work of drawing all forms, at most, from the hunt's; false when
// there is none left.
func (h *hunt) pay() bool {
	h.r.budget -= h.n * tries * (300 + 200*h.r.p.total) * (len(h.hard) + h.n)
	return h.r.budget > 0
}

// meets tells which demands some papers meet together.
func (h *hunt) meets(forms [][]slot) []bool {
	p := h.r.p
	broken := map[string]bool{}
	var on [][]bool
	for f, slots := range forms {
		s := newState(p, h.hard, slots, h.r.usable)
		for at, l := range h.hard {
			if s.sums[at] < l.low || s.sums[at] > l.high {
				broken[l.demand.key()] = true
			}
		}
		broken[DemandEnemies] = broken[DemandEnemies] || s.foes > 0
		broken[DemandPoints] = broken[DemandPoints] || s.over > 0
		on = append(on, s.on)
		for g := range f {
			apart := p.mean(slots) - p.mean(forms[g])
			if max(apart, -apart) > p.in.Demands.Parallel.within()*int64(p.score) {
				broken[DemandWithin] = true
			}
			shared := 0
			for i := range p.items {
				if on[f][i] && on[g][i] {
					shared++
				}
			}
			if shared > p.overlap() {
				broken[DemandOverlap] = true
			}
		}
	}
	met := make([]bool, len(h.demands))
	for d, demand := range h.demands {
		met[d] = !broken[demand.key()]
	}
	return met
}
