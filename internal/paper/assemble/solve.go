package assemble

import (
	"math/rand/v2"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble/linear"
)

const (
	tries     = 4           // draws with other luck before the exact search
	exactWork = 600_000_000 // multiplications of one exact search, about a second
	budget    = 4           // exact searches of that size for one answer, and again for its reasons
)

// run is one attempt at an input: its pool, and how often items were used
// counting the forms of this run.
type run struct {
	p      *pool
	limits []limit
	usable []bool
	plan   plan // nil when no split was found quickly
	worn   []int
	best   []slot // the draw that broke least
	work   int    // the limit of one exact search
	budget int    // what is left for all of them
	brief  bool   // only papers are asked for, no proofs
}

func newRun(in Input) *run {
	p := newPool(in)
	r := &run{p: p, limits: p.limits(), usable: p.rested(), work: exactWork}
	for _, item := range p.items {
		r.worn = append(r.worn, item.Exposure)
	}
	barred := p.barred(r.limits)
	free := func(row int, kind marking.QuestionType) int {
		n := 0
		for k, section := range in.Sections {
			if section.Type == kind {
				for _, i := range p.cells[row][k] {
					if !barred[i] {
						n++
					}
				}
				break
			}
		}
		return n
	}
	if found, outcome := split(in, free, quickSplit); outcome == solved {
		r.plan = found
	}
	return r
}

// quick draws and mends; nil when that did not do.
func (r *run) quick(limits []limit, seed uint64) []slot {
	r.best = nil
	if r.plan == nil {
		return nil
	}
	least := int64(-1)
	barred := r.p.barred(limits)
	for attempt := range uint64(tries) {
		rng := rand.New(rand.NewPCG(seed, attempt))
		slots := r.p.draw(r.plan, rng, barred, r.worn)
		if len(slots) < r.p.total {
			return nil
		}
		s := newState(r.p, limits, slots, r.usable)
		hard := s.improve(rng, 300+200*len(slots))
		if hard == 0 {
			return s.slots
		}
		if least < 0 || hard < least {
			least, r.best = hard, s.slots
		}
	}
	return nil
}

// exact decides whether one paper fulfils the limits.
func (r *run) exact(limits []limit, dropped map[string]bool) ([]slot, *Proof, linear.Outcome) {
	m := r.p.model(spec{limits: limits, dropped: dropped, times: onePaper(), overlap: -1, within: -1, start: r.best})
	result := r.solve(m, r.work)
	switch result.Outcome {
	case linear.Found:
		return m.slots(0, result.X), nil, linear.Found
	case linear.Impossible:
		return nil, m.proof(result.Proof), linear.Impossible
	}
	return nil, nil, linear.Limit
}

// solve decides a model within what is left of the budget.
func (r *run) solve(m *model, work int) linear.Result {
	result := linear.Solve(m.vars, min(work, r.budget))
	r.budget -= result.Work
	return result
}

// one finds a paper, quickly or exactly.
func (r *run) one(limits, hard []limit, seed uint64) ([]slot, *Proof, linear.Outcome) {
	if slots := r.quick(limits, seed); slots != nil {
		return slots, nil, linear.Found
	}
	return r.exact(hard, nil)
}

// hardened makes soft limits hard, or drops them.
func hardened(limits []limit, keep bool) []limit {
	var out []limit
	for _, l := range limits {
		if l.soft && !keep {
			continue
		}
		l.soft = false
		out = append(out, l)
	}
	return out
}

func hasSoft(limits []limit) bool {
	for _, l := range limits {
		if l.soft {
			return true
		}
	}
	return false
}

// Proof shows that no paper (Times = 1 and Blocks = 1), no n papers (Blocks =
// n) or no sum of n papers (Times = n) fulfils the demands of its facts. Facts
// are numbered by the IDs of the proof's rows.
type Proof struct {
	Linear        *linear.Proof
	Facts         []Fact
	Lo, Hi        []int64 // bounds of the variables
	Variables     []Variable
	Blocks, Times int
}

// Variable says what a number of the proof stands for.
type Variable struct {
	Kind    string // item, count, level or share
	Form    int
	Row     int    // for count and level
	Items   []Item // for item and share: how many of these, which no row tells apart
	Section int
	Use     int // for item: 0 the first use over the forms, 1 the second, …
}

// Verify recomputes the proof's arithmetic exactly.
func (p *Proof) Verify() error { return p.Linear.Verify(p.Lo, p.Hi) }

func (m *model) proof(linearProof *linear.Proof) *Proof {
	p := &Proof{Linear: linearProof, Facts: m.facts, Lo: m.vars.Lo, Hi: m.vars.Hi, Blocks: len(m.s.times), Times: int(m.s.times[0])}
	p.Variables = m.variables()
	return p
}

// demands lists what the proof uses, without what the words mean.
func (p *Proof) demands() map[string]Demand {
	used := map[string]Demand{}
	for _, row := range p.Linear.Rows {
		fact := p.Facts[row.ID]
		switch fact.Demand.Name {
		case factCell, factOnce, factLevel, factShare, factOrder:
			continue
		}
		used[fact.Demand.key()] = fact.Demand
	}
	if p.Times > 1 { // bounds of variables, too, say how often an item may stand
		used[DemandOverlap] = Demand{Name: DemandOverlap}
	}
	return used
}
