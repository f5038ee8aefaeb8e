package assemble

import (
	"maps"
	"math"
	"slices"

	"jiangxun/internal/marking"
)

// explain turns a proof into what a person can act on.
func (r *run) explain(hard []limit, n int, proof *Proof) error {
	out := &Infeasible{Proof: proof}
	r.budget = budget * r.work
	frame := r.decide(hard, 1, r.allBut(hard, nil))
	if frame.outcome == no {
		// Sections and weight table alone do not fit this bank. Do they fit any?
		endless := func(int, marking.QuestionType) int { return math.MaxInt32 }
		ideal, outcome := split(r.p.in, endless, longSplit)
		if outcome == impossible {
			return &Conflict{Reason: NoExactSplit}
		}
		if out.Cells = r.p.typesShort(); len(out.Cells) == 0 && outcome == solved {
			out.Cells = r.p.lacking(ideal, nil)
		}
		out.Proof = frame.proof
		r.reduce(out, hard, 1, r.allBut(hard, nil), frame.proof, isFrame)
		out.Smallest = len(out.Demands) == 1 // without any demand everything is a paper
		return out
	}
	found := r.reduce(out, hard, n, map[string]bool{}, proof, func(name string) bool { return !isFrame(name) })
	if frame.outcome == yes {
		found = append(found, slices.Repeat(frame.forms, n))
	}
	r.smallest(out, hard, n, found)
	out.Cells = r.shortCells(out.Demands, n)
	r.further(out, hard, n)
	r.waysOut(out, hard, n)
	return out
}

const mostFurther = 4 // sets that are looked for beside the first

// further finds sets that contradict themselves without any demand of the sets
// before them, so that nobody mends one and then meets the next.
func (r *run) further(out *Infeasible, hard []limit, n int) {
	gone := map[string]bool{}
	last := out
	for len(out.Further) < mostFurther {
		for _, d := range last.Demands {
			gone[d.key()] = true
		}
		again := r.decide(hard, n, gone)
		if again.outcome != no {
			return
		}
		next := &Infeasible{}
		r.reduce(next, hard, n, map[string]bool{}, again.proof, func(name string) bool { return !isFrame(name) })
		if len(next.Demands) == 0 {
			return
		}
		out.Further = append(out.Further, next.Demands)
		last = next
	}
}

func isFrame(name string) bool { return name == DemandSection || name == DemandRow }

// allBut drops every demand beside the frame that is not kept.
func (r *run) allBut(limits []limit, keep map[string]Demand) map[string]bool {
	dropped := map[string]bool{}
	drop := func(d Demand) {
		if _, kept := keep[d.key()]; !kept {
			dropped[d.key()] = true
		}
	}
	for _, l := range limits {
		drop(l.demand)
	}
	for _, name := range []string{DemandPoints, DemandEnemies, DemandOverlap, DemandWithin} {
		if kept := slices.ContainsFunc(slices.Collect(maps.Values(keep)), func(d Demand) bool { return d.Name == name }); !kept {
			dropped[name] = true
		}
	}
	return dropped
}

// decide finds n papers without the dropped demands, or proves that they do not
// exist, or neither.
func (r *run) decide(hard []limit, n int, dropped map[string]bool) finding {
	slots, proof, outcome := r.exact(hard, dropped)
	one := finding{outcome: said(outcome), proof: proof}
	if one.outcome == yes {
		one.forms = slices.Repeat([][]slot{slots}, n)
	}
	alike := dropped[DemandOverlap] || r.p.overlap() < 0 // n times the same paper will do
	if n == 1 || one.outcome == no || one.outcome == yes && alike {
		return one
	}
	if proof := r.sum(hard, n, dropped); proof != nil {
		return finding{outcome: no, proof: proof}
	}
	return r.joint(hard, n, dropped, r.work/4)
}

// reduce drops one demand after the other as long as a proof remains. It
// returns the papers that it found without demands that had to stay.
func (r *run) reduce(out *Infeasible, hard []limit, n int, base map[string]bool, proof *Proof, listed func(string) bool) (papers [][][]slot) {
	suspects := maps.Clone(proof.demands())
	maps.DeleteFunc(suspects, func(_ string, d Demand) bool { return !listed(d.Name) })
	out.Irreducible = true
	for _, key := range slices.Sorted(maps.Keys(suspects)) {
		if _, still := suspects[key]; !still {
			continue
		}
		fewer := maps.Clone(suspects)
		delete(fewer, key)
		found := r.decide(hard, n, r.dropping(hard, base, fewer))
		switch found.outcome {
		case yes:
			papers = append(papers, found.forms)
		case unknown:
			out.Irreducible = false
		case no:
			used := found.proof.demands()
			maps.DeleteFunc(suspects, func(k string, d Demand) bool { _, ok := used[k]; return !ok })
			out.Proof = found.proof
		}
	}
	for _, key := range slices.Sorted(maps.Keys(suspects)) {
		out.Demands = append(out.Demands, r.worded(suspects[key], n))
	}
	return papers
}

// dropping leaves of the listed kind only those that are suspected.
func (r *run) dropping(hard []limit, base map[string]bool, suspects map[string]Demand) map[string]bool {
	if len(base) == 0 {
		return r.allBut(hard, suspects)
	}
	dropped := maps.Clone(base)
	for k := range r.p.in.Sections {
		dropped[r.p.sectionDemand(k).key()] = true
	}
	for row := range r.p.cells {
		dropped[r.p.rowDemand(row).key()] = true
	}
	for key := range suspects {
		delete(dropped, key)
	}
	return dropped
}

// worded adds what a sentence needs to demands that bind several forms.
func (r *run) worded(d Demand, n int) Demand {
	switch d.Name {
	case DemandOverlap:
		return Demand{DemandOverlap, map[string]any{"forms": n, "maxPercent": *r.p.in.Demands.Parallel.MaxOverlapPercent, "maxItems": r.p.overlap()}}
	case DemandWithin:
		return Demand{DemandWithin, map[string]any{"forms": n, "points": float64(r.p.in.Demands.Parallel.within()) / 10}}
	}
	return d
}

// shortCells compares what the proportional split asks of each cell with what
// exposure and overlap leave there, when these are among the contradictions.
func (r *run) shortCells(demands []Demand, n int) []Cell {
	times := 0
	for _, d := range demands {
		switch d.Name {
		case DemandRest, DemandUse:
			times = max(times, 1)
		case DemandOverlap:
			if r.p.overlap() == 0 {
				times = n
			}
		}
	}
	if times == 0 {
		return nil
	}
	ideal, outcome := split(r.p.in, func(int, marking.QuestionType) int { return math.MaxInt32 }, longSplit)
	if outcome != solved {
		return nil
	}
	for row := range ideal {
		for k := range ideal[row] {
			ideal[row][k] *= times
		}
	}
	return r.p.lacking(ideal, r.usable)
}
