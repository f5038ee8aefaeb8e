package assemble

import "jiangxun/internal/paper/assemble/linear"

// Points, exactly. Let a cell (a row in a section) hold a_p usable items of
// point p, and let cap(c) = Σ_p min(c, a_p): what it can give when no point is
// used more than c times. "No point twice in a section while points last"
// means: a cell that gives n items uses no point more often than the smallest
// c with cap(c) ≥ n.
//
// As a system of rows: a level b_c ∈ {0,1} for each c with cap(c) below what
// the cell could be asked for, b_c ≤ n / (cap(c)+1), and the use of a point ≤
// 1 + Σ b_c. A level can be 1 exactly when n > cap(c), so the most that the
// rows allow is that smallest c. Levels and uses may be summed over forms like
// everything else.
func (m *model) addPoints(f int) {
	d := Demand{Name: DemandPoints}
	if m.p.in.Demands.RepeatPoints || m.s.dropped[d.key()] {
		return
	}
	for r := range m.p.cells {
		for k := range m.p.cells[r] {
			m.addCellPoints(f, r, k, d)
		}
	}
}

func (m *model) addCellPoints(f, r, k int, d Demand) {
	groups := m.p.byPoint(r, k, m.usable)
	asked := m.mostAsked(r, k)
	var levels []int
	for c := 1; ; c++ {
		size := capOf(groups, c)
		if size >= asked || size == capOf(groups, c+1) {
			break
		}
		b := m.variable(m.s.times[f], 1)
		levels = append(levels, b)
		m.row(Fact{Demand: Demand{Name: factLevel, Params: map[string]any{"cap": size}}, Form: f, Row: r, Section: k}, 0, linear.Inf,
			[]linear.Term{{Var: m.count[f][place{r, k}], Coef: 1}, {Var: b, Coef: -int64(size + 1)}})
	}
	for _, group := range groups {
		if len(group) < 2 {
			continue
		}
		var vars []int
		for _, i := range group {
			if m.lead[i] == i {
				vars = append(vars, m.item[f][place{i, k}]...)
			}
		}
		fact := Fact{Demand: d, Form: f, Row: r, Section: k, Items: group}
		m.lazy = append(m.lazy, family{fact: fact, vars: vars, level: levels, most: m.s.times[f]})
	}
}

// byPoint groups the usable items of a cell, in the order of their points'
// first items.
func (p *pool) byPoint(r, k int, usable []bool) [][]int {
	var groups [][]int
	at := map[int]int{}
	for _, i := range p.cells[r][k] {
		if !usable[i] {
			continue
		}
		g, ok := at[p.pointOf[i]]
		if !ok {
			g = len(groups)
			at[p.pointOf[i]] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

func capOf(groups [][]int, c int) int {
	n := 0
	for _, group := range groups {
		n += min(c, len(group))
	}
	return n
}

// mostAsked bounds what a cell gives on one paper, by what it has and by the
// row and the section that hold.
func (m *model) mostAsked(r, k int) int {
	section := m.p.in.Sections[k]
	most := len(m.p.cells[r][k])
	if !m.s.dropped[m.p.sectionDemand(k).key()] {
		most = min(most, section.Count)
	}
	if !m.s.dropped[m.p.rowDemand(r).key()] {
		most = min(most, m.p.want[r]/int(section.ScoreHundredths))
	}
	return most
}

// repeats is the smallest c with cap(c) ≥ n.
func repeats(groups [][]int, n int) int {
	c := 1
	for capOf(groups, c) < n && capOf(groups, c) < capOf(groups, c+1) {
		c++
	}
	return c
}

// addOverlap bounds what forms share. Summed forms: u uses of an item are
// shared by u(u-1)/2 pairs, so the k-th use costs k-1, and all pairs together
// may share what each of them may, times their number. Forms apart: an item on
// both of two forms is counted, and the count is bounded for each pair.
func (m *model) addOverlap() {
	if m.s.overlap < 0 {
		return
	}
	if m.s.times[0] > 1 && m.s.overlap > 0 {
		m.addSummedOverlap()
	}
	if len(m.s.times) < 2 {
		return
	}
	for f := range m.s.times {
		for g := f + 1; g < len(m.s.times); g++ {
			m.addPairOverlap(f, g)
		}
	}
}

func (m *model) addSummedOverlap() {
	var terms []linear.Term
	for i := range m.p.items {
		for _, k := range m.p.sections[i] {
			for use, v := range m.item[0][place{i, k}] { // none but for leads
				if use > 0 {
					terms = append(terms, linear.Term{Var: v, Coef: int64(use)})
				}
			}
		}
	}
	most := m.s.times[0] * (m.s.times[0] - 1) / 2 * int64(m.s.overlap)
	m.row(Fact{Demand: Demand{Name: DemandOverlap}}, -linear.Inf, most, terms)
}

func (m *model) addPairOverlap(f, g int) {
	d := Demand{Name: DemandOverlap, Params: map[string]any{"other": g}}
	var shared []linear.Term
	for i := range m.p.items {
		both := append(m.everywhere(f, i), m.everywhere(g, i)...)
		if m.s.overlap == 0 {
			m.lazy = append(m.lazy, family{fact: Fact{Demand: d, Form: f, Section: g, Items: []int{i}}, vars: both, most: 1})
			continue
		}
		fact := Fact{Demand: Demand{Name: factShare}, Form: f, Section: g, Items: []int{i}}
		z := m.variable(1, 3)
		shared = append(shared, linear.Term{Var: z, Coef: 1})
		m.lazy = append(m.lazy, family{fact: fact, vars: both, level: []int{z}, most: 1})
	}
	if m.s.overlap > 0 {
		m.row(Fact{Demand: d, Form: f}, -linear.Inf, int64(m.s.overlap), shared)
	}
}

// addOrder numbers forms by their means, which is no loss: all other rows are
// the same for each form, so any papers can be renumbered like that. It spares
// the search to exclude the same papers in every order.
func (m *model) addOrder() {
	if len(m.s.times) < 2 || m.s.times[0] != m.s.times[1] {
		return
	}
	weight := m.p.difficulties()
	for f := range len(m.s.times) - 1 {
		terms := append(m.weighted(f, weight, true, -1), m.weighted(f+1, weight, true, 1)...)
		m.row(Fact{Demand: Demand{Name: factOrder}, Form: f}, 0, linear.Inf, terms)
	}
}

// addWithin bounds the difference of the means of any two forms.
func (m *model) addWithin() {
	if m.s.within < 0 {
		return
	}
	weight := m.p.difficulties()
	most := m.s.within * int64(m.p.score)
	for f := range m.s.times {
		for g := f + 1; g < len(m.s.times); g++ {
			terms := append(m.weighted(f, weight, true, 1), m.weighted(g, weight, true, -1)...)
			m.row(Fact{Demand: Demand{Name: DemandWithin, Params: map[string]any{"other": g}}, Form: f}, -most, most, terms)
		}
	}
}
