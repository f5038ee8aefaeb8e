package assemble

import (
	"slices"

	"jiangxun/internal/paper/assemble/linear"
)

// spec is one question to the exact solver: which demands hold, and for how
// many forms.
//
// Each block asks for a paper (times = 1), or for the sum of several papers
// (times = n): a variable then counts on how many of them an item stands. If n
// papers exist, their sum fulfils every row of one paper with its sides
// multiplied by n; so when the sum does not exist, the n papers do not either,
// whatever their parts would look like. Several blocks ask for several papers
// at once.
type spec struct {
	limits  []limit
	dropped map[string]bool // demands that do not hold, by key
	times   []int64         // by block
	overlap int             // items that two forms may share; -1: without bound
	within  int64           // thousandths between the means of two blocks; -1: without bound
	start   []slot
}

// onePaper asks for one paper, nPapers for n at once, theSum for their sum.
func onePaper() []int64 { return []int64{1} }

func theSum(n int) []int64 { return []int64{int64(n)} }

func nPapers(n int) []int64 { return slices.Repeat(onePaper(), n) }

// slot is one place of a paper.
type slot struct{ row, section, item int }

// Fact says what a row of a proof demands, so that a checker can derive the
// row anew from the input.
type Fact struct {
	Demand  Demand
	Form    int   // block
	Row     int   // of the weight table, for cells, rows and points
	Section int   // index, for cells, sections and points
	Items   []int // numbers in the pool, for points, enemies and shared items
}

// The names of facts that are no demands but what the words mean.
const (
	factCell  = "cell"  // the count of a cell is the sum of its items
	factOnce  = "once"  // a question stands at one place
	factLevel = "level" // a cell may repeat points so often only when it needs to
	factOrder = "order" // forms are numbered by their means
	factShare = "share" // an item shared by two forms is counted
)

// model is the linear problem of a spec.
type model struct {
	p      *pool
	s      spec
	vars   linear.Problem
	facts  []Fact
	kind   [][]int           // items that no row tells apart share one variable
	lead   []int             // the first item of each item's kind
	item   []map[place][]int // variables by block and lead; several when uses beyond the first cost overlap
	count  []map[place]int   // items taken from a cell
	usable []bool
	lazy   []family
	given  []bool  // families that are rows already
	sets   [][]int // cliques of enemies
}

// place is a lead or a row (a) in a section.
type place struct{ a, section int }

// family is a set of variables of which at most so many (plus the levels) may be
// taken; listed only when a point breaks it.
type family struct {
	fact  Fact
	vars  []int
	level []int
	most  int64
}

func (p *pool) model(s spec) *model {
	m := &model{p: p, s: s, usable: p.rested()}
	m.sort()
	for f := range s.times {
		m.item, m.count = append(m.item, map[place][]int{}), append(m.count, map[place]int{})
		m.addCells(f)
		m.addFrame(f)
		m.addLimits(f)
		m.addOnce(f)
		m.addPoints(f)
		m.addEnemies(f)
	}
	m.addOverlap()
	m.addWithin()
	m.addOrder()
	m.begin()
	m.vars.Lazy = m.broken
	return m
}

// rested marks the items that rest period and maximum use leave. Points last as
// long as these do, also where exposure is dropped to see what contradicts: a
// demand less must never make another one stricter.
func (p *pool) rested() []bool {
	out := make([]bool, len(p.items))
	for i := range out {
		out[i] = true
	}
	for _, l := range p.exposureLimits() {
		for i, w := range l.weight {
			out[i] = out[i] && w == 0
		}
	}
	return out
}

func (m *model) variable(most int64, priority int) int {
	m.vars.Lo, m.vars.Hi = append(m.vars.Lo, 0), append(m.vars.Hi, most)
	m.vars.Priority = append(m.vars.Priority, priority)
	return len(m.vars.Lo) - 1
}

func (m *model) row(fact Fact, lo, hi int64, terms []linear.Term) {
	m.vars.Rows = append(m.vars.Rows, linear.Row{ID: len(m.facts), Terms: terms, Lo: lo, Hi: hi})
	m.facts = append(m.facts, fact)
}

// addCells makes the variables: one for each item and section (one a use when
// uses beyond the first cost overlap), one for the count of each cell.
func (m *model) addCells(f int) {
	uses := 1
	most := m.s.times[f]
	if m.s.times[f] > 1 && m.s.overlap >= 0 {
		most = 1
		if m.s.overlap > 0 {
			uses = int(m.s.times[f])
		}
	}
	for r := range m.p.cells {
		for k, items := range m.p.cells[r] {
			if len(items) == 0 {
				continue
			}
			var terms []linear.Term
			for _, i := range items {
				if m.lead[i] != i {
					continue
				}
				for range uses {
					v := m.variable(most*int64(len(m.kind[i])), 2)
					m.item[f][place{i, k}] = append(m.item[f][place{i, k}], v)
					terms = append(terms, linear.Term{Var: v, Coef: 1})
				}
			}
			n := m.variable(m.s.times[f]*int64(min(len(items), m.p.total)), 0)
			m.count[f][place{r, k}] = n
			m.row(Fact{Demand: Demand{Name: factCell}, Form: f, Row: r, Section: k}, 0, 0, append(terms, linear.Term{Var: n, Coef: -1}))
		}
	}
}

// addFrame writes the counts of the sections and the points of the rows.
func (m *model) addFrame(f int) {
	for k, section := range m.p.in.Sections {
		d := m.p.sectionDemand(k)
		if m.s.dropped[d.key()] {
			continue
		}
		var terms []linear.Term
		for r := range m.p.cells {
			if n, ok := m.count[f][place{r, k}]; ok {
				terms = append(terms, linear.Term{Var: n, Coef: 1})
			}
		}
		want := m.s.times[f] * int64(section.Count)
		m.row(Fact{Demand: d, Form: f, Section: k}, want, want, terms)
	}
	for r := range m.p.cells {
		d := m.p.rowDemand(r)
		if m.s.dropped[d.key()] {
			continue
		}
		var terms []linear.Term
		for k, section := range m.p.in.Sections {
			if n, ok := m.count[f][place{r, k}]; ok {
				terms = append(terms, linear.Term{Var: n, Coef: int64(int(section.ScoreHundredths) / m.p.unit)})
			}
		}
		want := m.s.times[f] * int64(m.p.want[r]/m.p.unit)
		m.row(Fact{Demand: d, Form: f, Row: r}, want, want, terms)
	}
}

func (p *pool) sectionDemand(k int) Demand {
	s := p.in.Sections[k]
	return Demand{DemandSection, map[string]any{"section": k + 1, "type": string(s.Type), "count": s.Count, "scoreHundredths": int(s.ScoreHundredths)}}
}

func (p *pool) rowDemand(r int) Demand {
	row := p.in.Rows[r]
	return Demand{DemandRow, map[string]any{"rowId": row.ID.String(), "percent": row.Percent, "wantHundredths": p.want[r]}}
}

// weighted sums a limit's weights over one block.
func (m *model) weighted(f int, weight []int64, scored bool, sign int64) []linear.Term {
	var terms []linear.Term
	for i, w := range weight {
		if w == 0 || m.lead[i] != i {
			continue
		}
		for _, k := range m.p.sections[i] {
			c := w * sign
			if scored {
				c *= int64(int(m.p.in.Sections[k].ScoreHundredths) / m.p.unit)
			}
			for _, v := range m.item[f][place{i, k}] {
				terms = append(terms, linear.Term{Var: v, Coef: c})
			}
		}
	}
	return terms
}

func (m *model) addLimits(f int) {
	for _, l := range m.s.limits {
		if m.s.dropped[l.demand.key()] {
			continue
		}
		m.row(Fact{Demand: l.demand, Form: f}, l.low*m.s.times[f], l.high*m.s.times[f], m.weighted(f, l.weight, l.scored, 1))
	}
}

// everywhere lists the variables of an item's kind in one block.
func (m *model) everywhere(f, i int) []int {
	var vars []int
	for _, k := range m.p.sections[i] {
		vars = append(vars, m.item[f][place{m.lead[i], k}]...)
	}
	return vars
}

// addOnce: a question stands at one place of a paper. In a sum whose uses are
// numbered, the k-th use of an item is at one place; where forms share nothing,
// so are all its uses.
func (m *model) addOnce(f int) {
	for i, sections := range m.p.sections {
		if len(sections) < 2 || m.lead[i] != i {
			continue
		}
		fact := Fact{Demand: Demand{Name: factOnce}, Form: f, Items: m.kind[i]}
		size := int64(len(m.kind[i]))
		uses := len(m.item[f][place{i, sections[0]}])
		if uses > 1 {
			for use := range uses {
				var vars []int
				for _, k := range sections {
					vars = append(vars, m.item[f][place{i, k}][use])
				}
				m.lazy = append(m.lazy, family{fact: fact, vars: vars, most: size})
			}
			continue
		}
		most := m.s.times[f]
		if m.s.overlap == 0 {
			most = 1
		}
		m.lazy = append(m.lazy, family{fact: fact, vars: m.everywhere(f, i), most: most * size})
	}
}

func (m *model) addEnemies(f int) {
	d := Demand{Name: DemandEnemies}
	if m.p.in.Demands.AllowEnemies || m.s.dropped[d.key()] {
		return
	}
	if m.sets == nil {
		m.sets = m.p.cliques()
	}
	for _, clique := range m.sets {
		var vars []int
		for _, i := range clique {
			vars = append(vars, m.everywhere(f, i)...)
		}
		m.lazy = append(m.lazy, family{fact: Fact{Demand: d, Form: f, Items: clique}, vars: vars, most: m.s.times[f]})
	}
}
