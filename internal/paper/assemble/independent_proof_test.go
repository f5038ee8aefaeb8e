package assemble_test

import (
	"fmt"
	"math/big"

	"github.com/google/uuid"

	"jiangxun/internal/paper/assemble"
)

// refutes checks a proof: every row of it must follow from the words of the
// demand that it names, and the arithmetic must be right. It returns the names
// of the demands that the proof uses.
func (j *judge) refutes(p *assemble.Proof) (map[string]bool, error) {
	used := map[string]bool{}
	for _, row := range p.Linear.Rows {
		terms := map[int]int64{}
		for _, t := range row.Terms {
			terms[t.Var] += t.Coef
		}
		if err := j.follows(p, p.Facts[row.ID], terms, row.Lo, row.Hi); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Facts[row.ID].Demand.Name, err)
		}
		used[p.Facts[row.ID].Demand.Name] = true
	}
	if err := j.bounds(p); err != nil {
		return nil, err
	}
	lo, hi := append([]int64(nil), p.Lo...), append([]int64(nil), p.Hi...)
	return used, arithmetic(p, p.Linear.Root, lo, hi)
}

// form is the part of a variable's story that a paper decides: each paper, or
// sum of papers, gives the variables values, and the row must hold for them.
// A row follows when its left side equals the demand's quantity, term by term.
func (j *judge) follows(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo, hi int64) error {
	const none = int64(1) << 60
	times := int64(p.Times)
	want := map[int]int64{}
	item := func(coef func(assemble.Item, int) int64) {
		for v, variable := range p.Variables {
			if variable.Kind == "item" && variable.Form == f.Form {
				c := coef(variable.Items[0], variable.Section)
				for _, other := range variable.Items {
					if coef(other, variable.Section) != c {
						want[v] = none // members differ
						return
					}
				}
				if c != 0 {
					want[v] = c
				}
			}
		}
	}
	same := func(low, high int64) error {
		if len(want) != len(terms) {
			return fmt.Errorf("%d terms, not %d", len(terms), len(want))
		}
		for v, c := range want {
			if terms[v] != c {
				return fmt.Errorf("coefficient %d, not %d", terms[v], c)
			}
		}
		if lo > low || hi < high {
			return fmt.Errorf("sides %d–%d, not %d–%d", lo, hi, low, high)
		}
		return nil
	}
	unit := j.unit()
	switch name := f.Demand.Name; name {
	case "cell":
		item(func(i assemble.Item, s int) int64 { return one(j.rows[i.RowID] == f.Row && s == f.Section) })
		for v, variable := range p.Variables {
			if variable.Kind == "count" && variable.Form == f.Form && variable.Row == f.Row && variable.Section == f.Section {
				want[v] = -1
			}
		}
		return same(0, 0)
	case "section", "row":
		for v, variable := range p.Variables {
			if variable.Kind != "count" || variable.Form != f.Form {
				continue
			}
			if name == "section" && variable.Section == f.Section {
				want[v] = 1
			}
			if name == "row" && variable.Row == f.Row {
				want[v] = int64(j.in.Sections[variable.Section].ScoreHundredths) / unit
			}
		}
		n := int64(j.in.Sections[f.Section].Count)
		if name == "row" {
			n = int64(j.in.Rows[f.Row].Percent*j.score/100) / unit
		}
		return same(n*times, n*times)
	case "difficulty":
		d := j.in.Demands.Difficulty
		item(func(i assemble.Item, s int) int64 { return hard(i) * int64(j.in.Sections[s].ScoreHundredths) / unit })
		target, tolerance, score := int64(d.Target*1000+0.5), int64(d.Tolerance*1000+0.5), int64(j.score)/unit
		return same((target-tolerance)*score*times, (target+tolerance)*score*times)
	case "enemies":
		return j.clique(p, f, terms, lo, hi)
	case "points":
		return j.pointRow(p, f, terms, lo, hi)
	case "level":
		return j.levelRow(p, f, terms, lo)
	case "once":
		kind, numbered := first(p, terms), true
		for v, c := range terms {
			numbered = numbered && p.Variables[v].Use == kind.Use && j.uses(p, v) == p.Times
			if c != 1 || p.Variables[v].Form != f.Form || fmt.Sprint(questions(p.Variables[v])) != fmt.Sprint(questions(kind)) {
				return fmt.Errorf("not the same questions")
			}
		}
		if j.disjoint() || numbered { // the k-th use of an item is at one place
			times = 1
		}
		return sides(lo, hi, -none, times*int64(len(kind.Items)))
	case "order": // papers may be numbered as one likes
		for v, c := range terms {
			x := p.Variables[v]
			w := hard(x.Items[0]) * int64(j.in.Sections[x.Section].ScoreHundredths) / unit
			if x.Form == f.Form && c != -w || x.Form == f.Form+1 && c != w || x.Form != f.Form && x.Form != f.Form+1 || p.Times != 1 {
				return fmt.Errorf("not a difference of means")
			}
		}
		return sides(lo, hi, 0, none)
	case "parallel.within", "parallel.overlap", "share":
		return j.pairRow(p, f, terms, lo, hi)
	default:
		for _, rule := range j.rulesNamed(name) {
			clear(want)
			item(func(i assemble.Item, s int) int64 { return one(rule.fits(i)) })
			if same(int64(rule.least)*times, int64(rule.most)*times) == nil {
				return nil
			}
		}
		return fmt.Errorf("no demand of the input says so")
	}
}

// rulesNamed splits exposure into its two demands.
func (j *judge) rulesNamed(name string) []rule {
	e := j.in.Demands.Exposure
	switch name {
	case "exposure.rest":
		return []rule{{name, func(i assemble.Item) bool { return i.LastUsedDay != nil && *i.LastUsedDay > e.Today-e.RestDays }, 0, 0}}
	case "exposure.use":
		return []rule{{name, func(i assemble.Item) bool { return i.Exposure >= e.MaxUse }, 0, 0}}
	}
	var list []rule
	for _, r := range j.rules() {
		if r.name == name {
			list = append(list, r)
		}
	}
	return list
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func sides(lo, hi, low, high int64) error {
	if lo > low || hi < high {
		return fmt.Errorf("sides %d–%d", lo, hi)
	}
	return nil
}

func first(p *assemble.Proof, terms map[int]int64) assemble.Variable {
	for v := range terms {
		if p.Variables[v].Kind == "item" {
			return p.Variables[v]
		}
	}
	return assemble.Variable{Items: make([]assemble.Item, 1)}
}

func questions(v assemble.Variable) []uuid.UUID {
	var list []uuid.UUID
	for _, item := range v.Items {
		list = append(list, item.QuestionID)
	}
	return list
}

func (j *judge) unit() int64 {
	g := big.NewInt(0)
	for _, s := range j.in.Sections {
		g.GCD(nil, nil, g, big.NewInt(int64(s.ScoreHundredths)))
	}
	return g.Int64()
}

// clique: any two questions exclude each other, or are one and the same.
func (j *judge) clique(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo, hi int64) error {
	for v, c := range terms {
		for w := range terms {
			a, b := p.Variables[v], p.Variables[w]
			if c != 1 || a.Kind != "item" || a.Form != f.Form || b.Form != f.Form || len(a.Items) != 1 || len(b.Items) != 1 ||
				a.Items[0].QuestionID != b.Items[0].QuestionID && !j.foes[[2]uuid.UUID{a.Items[0].QuestionID, b.Items[0].QuestionID}] {
				return fmt.Errorf("not enemies")
			}
		}
	}
	return sides(lo, hi, -1<<60, int64(p.Times))
}

// pointRow: the uses of one point in one cell, less all levels of the cell.
// Each level that the cell can reach must be there.
func (j *judge) pointRow(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo, hi int64) error {
	levels := 0
	for v, c := range terms {
		x := p.Variables[v]
		switch {
		case x.Form != f.Form || x.Section != f.Section:
			return fmt.Errorf("another cell")
		case x.Kind == "level" && c == -1 && x.Row == f.Row:
			levels++
		case x.Kind != "item" || c != 1:
			return fmt.Errorf("not an item")
		}
		for _, item := range x.Items {
			if item.PointID != first(p, terms).Items[0].PointID || j.rows[item.RowID] != f.Row {
				return fmt.Errorf("another point")
			}
		}
	}
	// What the cell can be asked for while section and row hold; with more, a
	// further level would have to be there.
	have := 0
	for _, item := range j.in.Items {
		if r, ok := j.rows[item.RowID]; ok && r == f.Row && item.Type == j.in.Sections[f.Section].Type {
			have++
		}
	}
	s := j.in.Sections[f.Section]
	asked := min(have, s.Count, j.in.Rows[f.Row].Percent*j.score/100/int(s.ScoreHundredths))
	need := 0
	for c := 1; j.capacity(f.Row, f.Section, c) < asked && j.capacity(f.Row, f.Section, c) < j.capacity(f.Row, f.Section, c+1); c++ {
		need++
	}
	if levels != need {
		return fmt.Errorf("%d levels, not %d", levels, need)
	}
	return sides(lo, hi, -1<<60, int64(p.Times))
}

// levelRow: count ≥ (capacity+1) · level, for the capacity of that level.
func (j *judge) levelRow(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo int64) error {
	if len(terms) != 2 || lo > 0 {
		return fmt.Errorf("not a level")
	}
	for v, c := range terms {
		x := p.Variables[v]
		if x.Form != f.Form || x.Row != f.Row || x.Section != f.Section {
			return fmt.Errorf("another cell")
		}
		if x.Kind == "level" && c != -int64(j.capacity(f.Row, f.Section, x.Use+1)+1) || x.Kind == "count" && c != 1 || x.Kind == "item" {
			return fmt.Errorf("not this level's capacity")
		}
	}
	return nil
}

func (j *judge) pairRow(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo, hi int64) error {
	overlap := int64(-1)
	if d := j.in.Demands.Parallel; d != nil && d.MaxOverlapPercent != nil {
		overlap = int64(*d.MaxOverlapPercent * j.total / 100)
	}
	other, _ := f.Demand.Params["other"].(int)
	switch {
	case f.Demand.Name == "parallel.within":
		within := int64(10)
		if d := j.in.Demands.Parallel; d != nil && d.WithinPoints > 0 {
			within = int64(d.WithinPoints*10 + 0.5)
		}
		for v, c := range terms {
			x := p.Variables[v]
			for _, item := range x.Items {
				if hard(item) != hard(x.Items[0]) {
					return fmt.Errorf("members differ")
				}
			}
			w := hard(x.Items[0]) * int64(j.in.Sections[x.Section].ScoreHundredths) / j.unit()
			if x.Form == f.Form && c != w || x.Form == other && c != -w || x.Form != f.Form && x.Form != other {
				return fmt.Errorf("not a difference of means")
			}
		}
		return sides(lo, hi, -within*int64(j.score)/j.unit(), within*int64(j.score)/j.unit())
	case p.Times > 1: // the k-th use of an item is shared by k-1 earlier ones
		for v, c := range terms {
			if x := p.Variables[v]; x.Kind != "item" || c > int64(x.Use) {
				return fmt.Errorf("overlap counted too high")
			}
		}
		return sides(lo, hi, -1<<60, int64(p.Times)*int64(p.Times-1)/2*overlap)
	}
	return j.sharedRow(p, f, terms, lo, hi, overlap)
}

// sharedRow: one item on two forms, or all items that two forms share.
func (j *judge) sharedRow(p *assemble.Proof, f assemble.Fact, terms map[int]int64, lo, hi, overlap int64) error {
	shares, items := 0, 0
	for v, c := range terms {
		switch x := p.Variables[v]; {
		case x.Kind == "share":
			shares++
		case x.Kind == "item" && c == 1 && len(x.Items) == 1 && x.Items[0].QuestionID == first(p, terms).Items[0].QuestionID:
			items++
		default:
			return fmt.Errorf("neither a shared item nor their sum")
		}
	}
	switch {
	case items == 0:
		return sides(lo, hi, -1<<60, overlap)
	case shares == 0 && overlap != 0 || shares > 1:
		return fmt.Errorf("an item that may be shared")
	}
	return sides(lo, hi, -1<<60, 1)
}

// disjoint: the forms may not share a single item.
func (j *judge) disjoint() bool {
	d := j.in.Demands.Parallel
	return d != nil && d.MaxOverlapPercent != nil && *d.MaxOverlapPercent*j.total/100 == 0
}

// bounds: no variable is bound more tightly than its meaning.
func (j *judge) bounds(p *assemble.Proof) error {
	disjoint := j.disjoint()
	for v, x := range p.Variables {
		least := int64(p.Times)
		switch x.Kind {
		case "item":
			if p.Times > 1 && (disjoint || j.uses(p, v) == p.Times) {
				least = 1
			}
			least *= int64(len(x.Items))
		case "count":
			least = 0
			for _, y := range p.Variables {
				if y.Kind == "item" && y.Form == x.Form && j.rows[y.Items[0].RowID] == x.Row && y.Section == x.Section && y.Use == 0 {
					least += int64(len(y.Items))
				}
			}
			least = min(least, int64(j.total)) * int64(p.Times)
		}
		if p.Lo[v] > 0 || p.Hi[v] < least {
			return fmt.Errorf("%s bound to %d, not %d", x.Kind, p.Hi[v], least)
		}
	}
	return j.complete(p)
}

// complete: every item that could stand on a paper has its variable.
func (j *judge) complete(p *assemble.Proof) error {
	have := map[string]bool{}
	for _, x := range p.Variables {
		if x.Kind == "item" {
			for _, item := range x.Items {
				have[fmt.Sprint(x.Form, x.Section, item.QuestionID)] = true
			}
		}
	}
	for _, item := range j.in.Items {
		for k, s := range j.in.Sections {
			if _, ok := j.rows[item.RowID]; !ok || s.Type != item.Type {
				continue
			}
			for f := range p.Blocks {
				if !have[fmt.Sprint(f, k, item.QuestionID)] {
					return fmt.Errorf("an item was forgotten")
				}
			}
		}
	}
	return nil
}

// uses counts the variables of one item in one section.
func (j *judge) uses(p *assemble.Proof, v int) int {
	n := 0
	for _, x := range p.Variables {
		if a := p.Variables[v]; x.Kind == "item" && x.Form == a.Form && x.Section == a.Section && x.Items[0].QuestionID == a.Items[0].QuestionID {
			n++
		}
	}
	return n
}
