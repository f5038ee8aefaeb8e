package assemble

import "slices"

// A loosening changes one demand of an input by a whole number: the larger,
// the looser. All values are such that a blueprint may hold them.
type loosening struct {
	from, most int
	change     func(d *Demands, value int)
	to         func(value int) map[string]any
	gone       func(d *Demands) // takes the demand back, where most still asks for something; else nil
}

// top is the loosest value: most, or most + 1 for a demand that is gone.
func (l loosening) top() int {
	if l.gone != nil {
		return l.most + 1
	}
	return l.most
}

func (l loosening) apply(d *Demands, value int) {
	if value > l.most {
		l.gone(d)
		return
	}
	l.change(d, value)
}

func (l loosening) said(value int) map[string]any {
	if value > l.most {
		return map[string]any{"off": true}
	}
	return l.to(value)
}

const (
	// The loosest that a blueprint may hold; for all others, the loosest there is.
	mostTolerance = 500  // thousandths
	mostUse       = 1000 // times

	relaxSteps = 10             // of bisection, so that a list of demands stays quick
	quickWork  = exactWork / 20 // of one search for papers
	firmWork   = exactWork / 4  // of one on which everything hangs
)

// waysOut fills in what gives papers: changes of one demand, or of several.
func (r *run) waysOut(out *Infeasible, hard []limit, n int) {
	if len(out.Further) == 0 {
		if out.Relax = r.relax(out.Demands, n); len(out.Relax) > 0 {
			return
		}
	}
	out.Together = r.relaxTogether(append([][]Demand{out.Demands}, out.Further...), hard, n)
	if len(out.Together) == 1 {
		out.Relax, out.Together = out.Together, nil
	}
}

// relax tries, for each demand by itself, how far it must give way while all
// others stay. What it names was tried and gave papers; a demand that does not
// help alone is left out.
func (r *run) relax(demands []Demand, n int) []Relaxation {
	var list []Relaxation
	for _, d := range demands {
		list = append(list, r.giveWay([]Demand{d}, n, quickWork)...)
	}
	return list
}

// relaxTogether lets several demands give way at once: one of each set, else
// all of the sets, else any that hold beside the frame.
func (r *run) relaxTogether(sets [][]Demand, hard []limit, n int) []Relaxation {
	var ones, all []Demand
	for _, set := range sets {
		at := max(0, slices.IndexFunc(set, func(d Demand) bool { return d.Name != DemandEnemies })) // enemies are the bank's own
		ones, all = append(ones, set[at]), append(all, set...)
	}
	var beside []Demand
	for _, d := range r.listable(hard, n) {
		beside = append(beside, r.worded(d, n))
	}
	for _, demands := range [][]Demand{ones, all, beside} {
		if list := r.giveWay(demands, n, firmWork); list != nil {
			return list
		}
	}
	return nil
}

// giveWay lets all demands give way as far as they can. Where that gives
// papers, it takes back each change that is not needed, and then as much of the
// others as it can. What it returns was tried together and gave papers.
func (r *run) giveWay(demands []Demand, n, work int) []Relaxation {
	j := joint{in: r.p.in, n: n}
	for _, d := range slices.SortedStableFunc(slices.Values(demands), enemiesFirst) {
		if l, ok := r.p.in.Demands.loosening(d); ok && !j.has(d) {
			j.demands, j.loose, j.values = append(j.demands, d), append(j.loose, l), append(j.values, l.top())
		}
	}
	if len(j.loose) == 0 || !j.works(work) {
		return nil
	}
	if len(j.loose) > 1 {
		for i := range j.loose {
			j.try(i, untouched)
		}
	}
	var list []Relaxation
	for i, l := range j.loose {
		if j.values[i] == untouched {
			continue
		}
		j.least(i)
		list = append(list, Relaxation{Demand: j.demands[i], To: l.said(j.values[i])})
	}
	return list
}

func enemiesFirst(a, b Demand) int {
	rank := func(d Demand) int {
		if d.Name == DemandEnemies {
			return 0
		}
		return 1
	}
	return rank(a) - rank(b)
}

// joint is a change of several demands.
type joint struct {
	in      Input
	n       int
	demands []Demand
	loose   []loosening
	values  []int // of each, or untouched
}

const untouched = -1

// has tells whether the demand's figure is among those that are changed: all
// earlier papers share theirs.
func (j *joint) has(d Demand) bool {
	return slices.ContainsFunc(j.demands, func(o Demand) bool { return o.key() == d.key() || o.Name == d.Name && d.Name == DemandEarlier })
}

func (j *joint) works(work int) bool {
	in := j.in
	in.Demands = in.Demands.clone()
	for i, l := range j.loose {
		if j.values[i] != untouched {
			l.apply(&in.Demands, j.values[i])
		}
	}
	next := newRun(in)
	next.work, next.brief = work, true
	return next.find(hardened(next.limits, false), j.n).outcome == yes
}

// try keeps a value when it works.
func (j *joint) try(at, value int) bool {
	before := j.values[at]
	j.values[at] = value
	if j.works(quickWork) {
		return true
	}
	j.values[at] = before
	return false
}

// least bisects how far a demand must give way; its top is known to work.
func (j *joint) least(at int) {
	l := j.loose[at]
	if l.gone != nil && (l.from >= l.most || !j.try(at, l.most)) {
		return
	}
	low, high := l.from, j.values[at] // high works, low does not, as far as is known
	for range relaxSteps {
		if high-low <= 1 {
			return
		}
		if middle := low + (high-low)/2; j.try(at, middle) {
			high = middle
		} else {
			low = middle
		}
	}
}

// clone copies what a loosening may change.
func (d Demands) clone() Demands {
	d.Difficulty, d.Importance, d.Keys = copied(d.Difficulty), copied(d.Importance), copied(d.Keys)
	d.Exposure, d.Earlier, d.Parallel = copied(d.Exposure), copied(d.Earlier), copied(d.Parallel)
	d.Bands = slices.Clone(d.Bands)
	return d
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

func named(name string) func(int) map[string]any {
	return func(v int) map[string]any { return map[string]any{name: v} }
}

func off(change func(*Demands)) loosening {
	return loosening{from: 0, most: 1, change: func(d *Demands, _ int) { change(d) }, to: func(int) map[string]any { return map[string]any{"off": true} }}
}

// loosening says how a demand gives way. Demands of the frame do not.
func (d Demands) loosening(demand Demand) (loosening, bool) {
	switch demand.Name {
	case DemandDifficulty:
		return loosening{
			from: int(permille(d.Difficulty.Tolerance)), most: mostTolerance,
			gone:   func(d *Demands) { d.Difficulty = nil },
			change: func(d *Demands, v int) { d.Difficulty.Tolerance = float64(v) / 1000 },
			to:     func(v int) map[string]any { return map[string]any{"tolerance": float64(v) / 1000} },
		}, true
	case DemandX:
		x := d.Importance.XPercent
		return loosening{
			from: 0, most: x, change: func(d *Demands, v int) { d.Importance.XPercent = x - v },
			to: func(v int) map[string]any { return map[string]any{"xPercent": x - v} },
		}, true
	case DemandY:
		return loosening{from: d.Importance.YPercent, most: 100, change: func(d *Demands, v int) { d.Importance.YPercent = v }, to: named("yPercent")}, true
	case DemandZ:
		return loosening{from: d.Importance.ZPercent, most: 100, change: func(d *Demands, v int) { d.Importance.ZPercent = v }, to: named("zPercent")}, true
	case DemandSingleKey:
		return loosening{from: d.Keys.SinglePercent, most: 100, change: func(d *Demands, v int) { d.Keys.SinglePercent = v }, to: named("singlePercent")}, true
	case DemandJudgeKey:
		return loosening{from: d.Keys.JudgePercent, most: 100, change: func(d *Demands, v int) { d.Keys.JudgePercent = v }, to: named("judgePercent")}, true
	case DemandPoints:
		return off(func(d *Demands) { d.RepeatPoints = true }), true
	case DemandEnemies:
		return off(func(d *Demands) { d.AllowEnemies = true }), true
	}
	return d.looseningOfUse(demand)
}

func (d Demands) looseningOfUse(demand Demand) (loosening, bool) {
	switch demand.Name {
	case DemandRest:
		rest := d.Exposure.RestDays
		return loosening{
			from: 0, most: rest, change: func(d *Demands, v int) { d.Exposure.RestDays = rest - v },
			to: func(v int) map[string]any { return map[string]any{"restDays": rest - v} },
		}, true
	case DemandUse:
		return loosening{
			from: d.Exposure.MaxUse, most: mostUse,
			gone:   func(d *Demands) { d.Exposure.MaxUse = 0 },
			change: func(d *Demands, v int) { d.Exposure.MaxUse = v }, to: named("maxUse"),
		}, true
	case DemandEarlier:
		return loosening{from: d.Earlier.MaxPercent, most: 100, change: func(d *Demands, v int) { d.Earlier.MaxPercent = v }, to: named("maxPercent")}, true
	case DemandOverlap:
		return loosening{
			from: *d.Parallel.MaxOverlapPercent, most: 100,
			change: func(d *Demands, v int) { d.Parallel.MaxOverlapPercent = &v }, to: named("maxPercent"),
		}, true
	case DemandWithin:
		return loosening{
			from: int(d.Parallel.within()), most: 1000,
			change: func(d *Demands, v int) {
				if d.Parallel == nil {
					d.Parallel = &Parallel{}
				}
				d.Parallel.WithinPoints = float64(v) / 10
			},
			to: func(v int) map[string]any { return map[string]any{"withinPoints": float64(v) / 10} },
		}, true
	case DemandBand:
		at, _ := demand.Params["band"].(int)
		return off(func(d *Demands) { d.Bands[at-1].MinPercent, d.Bands[at-1].MaxPercent = 0, 0 }), at > 0
	}
	return loosening{}, false
}
