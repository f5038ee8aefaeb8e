package assemble

import (
	"jiangxun/internal/paper/assemble/linear"
)

type answer int

const (
	yes answer = iota
	no         // proved
	unknown
)

type finding struct {
	outcome answer
	forms   [][]slot
	proof   *Proof
}

const (
	firstRounds  = 4       // tries to draw all forms, with other luck and aim
	moreRounds   = 12      // where all forms at once are too hard to decide
	smallBank    = 400     // items up to which each try may search exactly
	jointMost    = 2500    // variables of all forms at once that are still worth a search
	nextForm     = 1 << 20 // distance of the seeds of two rounds
	halfAPercent = 5
)

// find looks for n papers. Soft limits are pursued, not insisted on.
func (r *run) find(limits []limit, n int) finding {
	hard := hardened(limits, false)
	r.budget = budget * r.work
	if n == 1 {
		slots, proof, outcome := r.one(r.aimed(limits, 1, 0), hard, uint64(r.p.in.Seed))
		return finding{outcome: said(outcome), forms: [][]slot{slots}, proof: proof}
	}
	if forms := r.sequence(limits, hard, n, 0); forms != nil {
		return finding{outcome: yes, forms: forms}
	}
	// One form alone, or the sum of all, may be impossible; then no luck helps.
	if _, proof, outcome := r.one(limits, hard, uint64(r.p.in.Seed)); outcome != linear.Found {
		return finding{outcome: said(outcome), proof: proof}
	}
	if !r.brief {
		if proof := r.sum(hard, n, nil); proof != nil {
			return finding{outcome: no, proof: proof}
		}
	}
	if forms := r.rounds(limits, hard, n, 1, firstRounds); forms != nil {
		return finding{outcome: yes, forms: forms}
	}
	if r.brief {
		return finding{outcome: unknown}
	}
	if forms := r.peel(hard, n); forms != nil {
		return finding{outcome: yes, forms: forms}
	}
	if found := r.joint(hard, n, nil, r.work/10); found.outcome != unknown {
		return found
	}
	if forms := r.rounds(limits, hard, n, firstRounds, moreRounds*min(1, smallBank/max(1, len(r.p.items)))); forms != nil {
		return finding{outcome: yes, forms: forms}
	}
	return r.joint(hard, n, nil, r.work)
}

func (r *run) rounds(limits, hard []limit, n, from, to int) [][]slot {
	for round := from; round < to; round++ {
		if forms := r.jointly(limits, n, uint64(r.p.in.Seed)+uint64(round)*nextForm); forms != nil {
			return forms
		}
		if forms := r.sequence(limits, hard, n, round); forms != nil {
			return forms
		}
	}
	return nil
}

func said(o linear.Outcome) answer {
	switch o {
	case linear.Found:
		return yes
	case linear.Impossible:
		return no
	}
	return unknown
}

// sequence draws one form after the other. Later rounds take the exact search
// for each form that the draw does not find.
func (r *run) sequence(limits, hard []limit, n, round int) [][]slot {
	worn := r.worn
	defer func() { r.worn = worn }()
	r.worn = append([]int(nil), worn...)
	overlap := r.p.overlap()
	var forms [][]slot
	var extra []limit
	for f := range n {
		seed := uint64(r.p.in.Seed) + uint64(f) + uint64(round)*nextForm
		bound := append(append([]limit(nil), limits...), extra...)
		if f == 0 || round == 0 {
			bound = r.aimed(bound, n, round)
		}
		slots := r.quick(bound, seed)
		if slots == nil && (round == 3 || round > 0 && len(r.p.items) <= smallBank) {
			slots, _, _ = r.exact(append(append([]limit(nil), hard...), hardened(extra, false)...), nil)
		}
		if slots == nil {
			return nil
		}
		forms = append(forms, slots)
		if f == 0 {
			extra = append(extra, r.near(r.p.mean(slots)))
		}
		fewest := r.apart(slots, f, 0)
		fewest.soft = true
		extra = append(extra, fewest)
		if overlap >= 0 {
			extra = append(extra, r.apart(slots, f, overlap))
		}
		for _, s := range slots {
			r.worn[s.item]++
		}
	}
	return forms
}

// overlap is how many items two forms may share; -1 without bound.
func (p *pool) overlap() int {
	d := p.in.Demands.Parallel
	if d == nil || d.MaxOverlapPercent == nil {
		return -1
	}
	return *d.MaxOverlapPercent * p.total / 100
}

// mean is the score-weighted difficulty of a paper, in thousandths times the
// paper's score.
func (p *pool) mean(slots []slot) int64 {
	sum := int64(0)
	for _, s := range slots {
		sum += DifficultyOf(p.items[s.item]) * int64(int(p.in.Sections[s.section].ScoreHundredths)/p.unit)
	}
	return sum
}

// near keeps a form within half of what two forms may differ by.
func (r *run) near(sum int64) limit {
	half := r.p.in.Demands.Parallel.within() * int64(r.p.score) / 2
	return limit{demand: Demand{Name: firstParallel}, weight: r.p.difficulties(), scored: true, low: sum - half, high: sum + half}
}

// apart bounds what a form shares with an earlier one.
func (r *run) apart(slots []slot, f, most int) limit {
	weight := make([]int64, len(r.p.items))
	for _, s := range slots {
		weight[s.item] = 1
	}
	return limit{demand: Demand{DemandOverlap, map[string]any{"number": f}}, weight: weight, high: int64(most)}
}

// aimed adds a soft aim inside what is demanded: the target of difficulty, or
// for several forms in later rounds what the bank's own mean gives, which the
// last form can still reach when the first ones have taken their items.
func (r *run) aimed(limits []limit, n, round int) []limit {
	aim := int64(-1)
	narrow := int64(2)
	if d := r.p.in.Demands.Difficulty; d != nil {
		aim = permille(d.Target) * int64(r.p.score)
		narrow = max(2, permille(d.Tolerance)/3)
	}
	if n > 1 {
		narrow = min(narrow, halfAPercent)
		if aim < 0 || round > 0 {
			aim = r.natural(aim)
		}
	}
	if aim < 0 || round%4 == 3 {
		return limits
	}
	wide := narrow * int64(r.p.score)
	return append(append([]limit(nil), limits...), limit{
		demand: Demand{Name: firstParallel}, weight: r.p.difficulties(), scored: true, low: aim - wide, high: aim + wide, soft: true,
	})
}

// natural is the mean that a paper of average items has, kept within what is
// demanded.
func (r *run) natural(target int64) int64 {
	if r.plan == nil {
		return target
	}
	sum := int64(0)
	for row := range r.p.cells {
		for k, items := range r.p.cells[row] {
			cell := int64(0)
			for _, i := range items {
				cell += DifficultyOf(r.p.items[i])
			}
			score := int64(int(r.p.in.Sections[k].ScoreHundredths) / r.p.unit)
			sum += cell * int64(r.plan[row][k]) * score / int64(max(1, len(items)))
		}
	}
	if target < 0 {
		return sum
	}
	wide := permille(r.p.in.Demands.Difficulty.Tolerance) * int64(r.p.score)
	return min(max(sum, target-wide), target+wide)
}

// sum proves, when it can, that the sum of n forms does not exist.
func (r *run) sum(hard []limit, n int, dropped map[string]bool) *Proof {
	overlap := r.p.overlap()
	if dropped[DemandOverlap] || overlap < 0 {
		return nil // n times the same paper
	}
	m := r.p.model(spec{limits: hard, dropped: dropped, times: theSum(n), overlap: overlap, within: -1})
	if result := r.solve(m, r.work); result.Outcome == linear.Impossible {
		return m.proof(result.Proof)
	}
	return nil
}

// peel takes one form after the other off the sum of them all, where forms
// share nothing: each form is sought together with the sum of those that are
// still to come, so that none takes what a later one cannot do without.
func (r *run) peel(hard []limit, n int) [][]slot {
	if r.p.overlap() < 0 {
		return nil
	}
	m := r.p.model(spec{limits: hard, times: theSum(n), overlap: 0, within: -1})
	all := r.solve(m, r.work)
	if all.Outcome != linear.Found {
		return nil
	}
	bound := append(append([]limit(nil), hard...), r.near(m.mean(all.X)/int64(n)))
	var forms [][]slot
	for f := range n {
		times := []int64{1, int64(n - f - 1)}
		if f == n-1 {
			times = onePaper()
		}
		m := r.p.model(spec{limits: bound, times: times, overlap: 0, within: -1})
		result := r.solve(m, r.work)
		if result.Outcome != linear.Found {
			return nil
		}
		slots := m.slots(0, result.X)
		forms = append(forms, slots)
		bound = append(bound, r.apart(slots, f, 0))
	}
	return forms
}

// joint decides all forms at once in small banks.
func (r *run) joint(hard []limit, n int, dropped map[string]bool, work int) finding {
	if len(r.p.items)*n*len(r.p.in.Sections) > 4*jointMost {
		return finding{outcome: unknown}
	}
	s := spec{limits: hard, dropped: dropped, times: nPapers(n), overlap: r.p.overlap(), within: r.p.in.Demands.Parallel.within(), start: r.best}
	if dropped[DemandOverlap] {
		s.overlap = -1
	}
	if dropped[DemandWithin] {
		s.within = -1
	}
	m := r.p.model(s)
	if len(m.vars.Lo) > jointMost {
		return finding{outcome: unknown}
	}
	result := r.solve(m, work)
	out := finding{outcome: said(result.Outcome)}
	switch out.outcome {
	case yes:
		for f := range n {
			out.forms = append(out.forms, m.slots(f, result.X))
		}
	case no:
		out.proof = m.proof(result.Proof)
	}
	return out
}
