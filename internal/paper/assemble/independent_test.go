package assemble_test

// An independent judge of papers and proofs. It shares no code with the
// assembler: it reads the input and the public results only, and derives every
// demand, and every row of a proof, from the words of the demand.

import (
	"fmt"
	"math/big"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

type judge struct {
	in    assemble.Input
	rows  map[uuid.UUID]int
	foes  map[[2]uuid.UUID]bool
	total int
	score int // hundredths
}

func newJudge(in assemble.Input) *judge {
	j := &judge{in: in, rows: map[uuid.UUID]int{}, foes: map[[2]uuid.UUID]bool{}}
	for r, row := range in.Rows {
		if row.Percent > 0 {
			j.rows[row.ID] = r
		}
	}
	for _, s := range in.Sections {
		j.total += s.Count
		j.score += s.Count * int(s.ScoreHundredths)
	}
	for _, item := range in.Items {
		for _, foe := range item.Enemies {
			j.foes[[2]uuid.UUID{item.QuestionID, foe}] = true
			j.foes[[2]uuid.UUID{foe, item.QuestionID}] = true
		}
	}
	return j
}

// hard gives an item's difficulty in thousandths.
func hard(item assemble.Item) int64 {
	if item.Measured != nil {
		return int64(*item.Measured*1000 + 0.5)
	}
	return map[int]int64{1: 100, 2: 300, 3: 500, 4: 700, 5: 900}[item.Difficulty]
}

func class(item assemble.Item) string { return string(item.Importance) }

// out says that rest period or maximum use keep an item off.
func (j *judge) out(item assemble.Item) bool {
	e := j.in.Demands.Exposure
	return e != nil && (e.RestDays > 0 && item.LastUsedDay != nil && *item.LastUsedDay > e.Today-e.RestDays ||
		e.MaxUse > 0 && item.Exposure >= e.MaxUse)
}

// accepts checks one paper against every demand but those in waived.
func (j *judge) accepts(p assemble.Paper, waived map[string]bool) error {
	seen := map[uuid.UUID]bool{}
	points := map[uuid.UUID]int{}
	var all []assemble.Item
	mean := int64(0)
	if len(p.Sections) != len(j.in.Sections) {
		return fmt.Errorf("%d sections", len(p.Sections))
	}
	for k, s := range j.in.Sections {
		if len(p.Sections[k].Items) != s.Count {
			return fmt.Errorf("section %d holds %d of %d", k, len(p.Sections[k].Items), s.Count)
		}
		for _, item := range p.Sections[k].Items {
			if item.Type != s.Type || seen[item.QuestionID] {
				return fmt.Errorf("section %d: wrong type or question twice", k)
			}
			seen[item.QuestionID] = true
			points[item.RowID] += int(s.ScoreHundredths)
			all = append(all, item)
			mean += hard(item) * int64(s.ScoreHundredths)
		}
		if err := j.pointsOnce(k, p.Sections[k].Items); err != nil && !j.in.Demands.RepeatPoints {
			return err
		}
	}
	for _, row := range j.in.Rows {
		if points[row.ID] != row.Percent*j.score/100 {
			return fmt.Errorf("row %s has %d", row.ID, points[row.ID])
		}
	}
	for _, a := range all {
		if j.out(a) {
			return fmt.Errorf("an item that rests or is used up")
		}
		for _, b := range all {
			if !j.in.Demands.AllowEnemies && a.QuestionID != b.QuestionID && j.foes[[2]uuid.UUID{a.QuestionID, b.QuestionID}] {
				return fmt.Errorf("enemies")
			}
		}
	}
	if d := j.in.Demands.Difficulty; d != nil {
		target, tolerance := int64(d.Target*1000+0.5), int64(d.Tolerance*1000+0.5)
		if mean < (target-tolerance)*int64(j.score) || mean > (target+tolerance)*int64(j.score) {
			return fmt.Errorf("difficulty %d of %d", mean, target*int64(j.score))
		}
	}
	return j.shares(all, waived)
}

func (j *judge) shares(all []assemble.Item, waived map[string]bool) error {
	count := func(fits func(assemble.Item) bool) int {
		n := 0
		for _, item := range all {
			if fits(item) {
				n++
			}
		}
		return n
	}
	for _, rule := range j.rules() {
		if n := count(rule.fits); (n < rule.least || n > rule.most) && !waived[rule.name] {
			return fmt.Errorf("%s: %d items, not %d to %d", rule.name, n, rule.least, rule.most)
		}
	}
	return nil
}

// rule bounds the number of items that fit.
type rule struct {
	name        string
	fits        func(assemble.Item) bool
	least, most int
}

// rules lists the demands on numbers of items, in the words of their types.
func (j *judge) rules() []rule {
	d := j.in.Demands
	var list []rule
	for _, b := range d.Bands {
		least, most := (b.MinPercent*j.total+99)/100, j.total
		if b.MaxPercent > 0 {
			most = b.MaxPercent * j.total / 100
		}
		from, to := int64(b.From*1000+0.5), int64(b.To*1000+0.5)
		list = append(list, rule{"band", func(i assemble.Item) bool { return hard(i) >= from && (hard(i) < to || to == 1000) }, least, most})
	}
	if s := d.Importance; s != nil {
		of := func(c string) func(assemble.Item) bool { return func(i assemble.Item) bool { return class(i) == c } }
		list = append(list,
			rule{"importance.x", of("X"), max(0, (s.XPercent*j.total+99)/100-s.ToleranceItems), j.total},
			rule{"importance.y", of("Y"), 0, s.YPercent*j.total/100 + s.ToleranceItems},
			rule{"importance.z", of("Z"), 0, s.ZPercent*j.total/100 + s.ToleranceItems})
	}
	if k := d.Keys; k != nil {
		list = append(list, j.keyRules("keys.single", marking.Single, k.SinglePercent)...)
		list = append(list, j.keyRules("keys.judge", marking.Judge, k.JudgePercent)...)
	}
	if e := d.Earlier; e != nil {
		for _, paper := range e.Papers {
			old := map[uuid.UUID]bool{}
			for _, q := range paper.Questions {
				old[q] = true
			}
			list = append(list, rule{"earlier", func(i assemble.Item) bool { return old[i.QuestionID] }, 0, e.MaxPercent * j.total / 100})
		}
	}
	if d.Exposure != nil {
		list = append(list, rule{"exposure", j.out, 0, 0})
	}
	return list
}

func (j *judge) keyRules(name string, kind marking.QuestionType, percent int) []rule {
	n := 0
	for _, s := range j.in.Sections {
		if s.Type == kind {
			n += s.Count
		}
	}
	var list []rule
	for _, key := range []string{"A", "B", "C", "D"} {
		if percent > 0 {
			list = append(list, rule{name, func(i assemble.Item) bool { return i.Type == kind && i.Key == key }, 0, max(1, percent*n/100)})
		}
	}
	return list
}

// capacity is what a row gives a section when no point is used more than c
// times.
func (j *judge) capacity(row, section, c int) int {
	have := map[uuid.UUID]int{}
	for _, item := range j.in.Items {
		if r, ok := j.rows[item.RowID]; ok && r == row && item.Type == j.in.Sections[section].Type && !j.out(item) {
			have[item.PointID]++
		}
	}
	n := 0
	for _, items := range have {
		n += min(c, items)
	}
	return n
}

func (j *judge) pointsOnce(section int, items []assemble.Item) error {
	use, taken := map[uuid.UUID]int{}, map[int]int{}
	for _, item := range items {
		use[item.PointID]++
		taken[j.rows[item.RowID]]++
	}
	for _, item := range items {
		row := j.rows[item.RowID]
		if c := use[item.PointID]; c > 1 && j.capacity(row, section, c-1) >= taken[row] {
			return fmt.Errorf("a point %d times while points last", c)
		}
	}
	return nil
}

// parallel checks what several forms owe each other.
func (j *judge) parallel(papers []assemble.Paper) error {
	d := j.in.Demands.Parallel
	within := 1.0
	if d != nil && d.WithinPoints > 0 {
		within = d.WithinPoints
	}
	for a, p := range papers {
		for _, q := range papers[:a] {
			on := map[uuid.UUID]bool{}
			mean := 0.0
			for _, s := range p.Sections {
				for _, item := range s.Items {
					on[item.QuestionID] = true
					mean += float64(hard(item)) / 10 * float64(s.ScoreHundredths) / float64(j.score)
				}
			}
			both := 0
			for _, s := range q.Sections {
				for _, item := range s.Items {
					if on[item.QuestionID] {
						both++
					}
					mean -= float64(hard(item)) / 10 * float64(s.ScoreHundredths) / float64(j.score)
				}
			}
			if mean > within+1e-9 || mean < -within-1e-9 {
				return fmt.Errorf("means differ by %.3f", mean)
			}
			if d != nil && d.MaxOverlapPercent != nil && both > *d.MaxOverlapPercent*j.total/100 {
				return fmt.Errorf("forms share %d items", both)
			}
		}
	}
	return nil
}

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
