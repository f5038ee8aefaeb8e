package assemble

import "slices"

// A loosening changes one demand of an input by a whole number: the larger,
// the looser.
type loosening struct {
	from, most int
	change     func(d *Demands, value int)
	to         func(value int) map[string]any
}

const relaxSteps = 10 // of bisection, so that a list of demands stays quick

// relax tries, for each demand by itself, how far it must give way while all
// others stay. What it names was tried and gave papers; a demand that does not
// help alone is left out.
func (r *run) relax(demands []Demand, n int) []Relaxation {
	var list []Relaxation
	for _, d := range demands {
		if l, ok := r.p.in.Demands.loosening(d); ok {
			if value, ok := r.least(r.p.in, l, n); ok {
				list = append(list, Relaxation{Demand: d, To: l.to(value)})
			}
		}
	}
	return list
}

// relaxTogether lets one demand of each set give way, all at once.
func (r *run) relaxTogether(sets [][]Demand, n int) []Relaxation {
	in := r.p.in
	in.Demands = in.Demands.clone()
	var loose []loosening
	var list []Relaxation
	for _, set := range sets {
		for _, d := range set {
			if l, ok := r.p.in.Demands.loosening(d); ok {
				loose, list = append(loose, l), append(list, Relaxation{Demand: d})
				l.change(&in.Demands, l.most)
				break
			}
		}
	}
	for i, l := range loose {
		value, ok := r.least(in, l, n)
		if !ok {
			return nil
		}
		l.change(&in.Demands, value)
		list[i].To = l.to(value)
	}
	return list
}

// least bisects how far a demand must give way.
func (r *run) least(in Input, l loosening, n int) (int, bool) {
	if !works(in, l, l.most, n) {
		return 0, false
	}
	low, high := l.from, l.most // high works, low does not, as far as is known
	for range relaxSteps {
		if high-low <= 1 {
			break
		}
		if middle := low + (high-low)/2; works(in, l, middle, n) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}

func works(in Input, l loosening, value, n int) bool {
	in.Demands = in.Demands.clone()
	l.change(&in.Demands, value)
	next := newRun(in)
	next.work, next.brief = exactWork/20, true
	return next.find(hardened(next.limits, false), n).outcome == yes
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
			from: int(permille(d.Difficulty.Tolerance)), most: 1000,
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
		return loosening{from: d.Exposure.MaxUse, most: 1000, change: func(d *Demands, v int) { d.Exposure.MaxUse = v }, to: named("maxUse")}, true
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
