package assemble

import (
	"math/rand/v2"
	"slices"
	"strconv"
)

// sort puts items that no row of the system tells apart into one kind: the
// same cell, the same weights in every limit, no enemies, and the same point
// where points count (an item that is alone on its point in the cell is free
// of it). Which of a kind are taken makes no difference, so one variable counts
// them, and the search does not try them one after the other.
func (m *model) sort() {
	p := m.p
	m.lead, m.kind = make([]int, len(p.items)), make([][]int, len(p.items))
	apart := len(m.s.times) > 1 && m.s.overlap >= 0
	crowded := m.crowded()
	first := map[string]int{}
	for i := range p.items {
		m.lead[i] = i
		if !apart && len(p.enemies[i]) == 0 {
			mark := m.mark(i, crowded[i])
			lead, ok := first[mark]
			if !ok {
				first[mark] = i
				lead = i
			}
			m.lead[i] = lead
		}
		m.kind[m.lead[i]] = append(m.kind[m.lead[i]], i)
	}
}

// crowded marks usable items that share their point with another one in their
// cell.
func (m *model) crowded() []bool {
	out := make([]bool, len(m.p.items))
	if m.p.in.Demands.RepeatPoints || m.s.dropped[DemandPoints] {
		return out
	}
	for r := range m.p.cells {
		for k := range m.p.cells[r] {
			for _, group := range m.p.byPoint(r, k, m.usable) {
				for _, i := range group {
					out[i] = len(group) > 1
				}
			}
		}
	}
	return out
}

func (m *model) mark(i int, crowded bool) string {
	b := make([]byte, 0, 64)
	add := func(v int64) { b = append(strconv.AppendInt(b, v, 36), ' ') }
	add(int64(m.p.rowOf[i]))
	add(int64(m.p.sections[i][0]))
	for _, l := range m.s.limits {
		if !m.s.dropped[l.demand.key()] {
			add(l.weight[i])
		}
	}
	if len(m.s.times) > 1 || m.s.times[0] > 1 {
		add(DifficultyOf(m.p.items[i]))
	}
	if crowded {
		b = append(b, 'p')
		add(int64(m.p.pointOf[i]))
	}
	return string(b)
}

// begin starts the search at a paper that a draw has come up with.
func (m *model) begin() {
	if len(m.s.start) == 0 || m.s.times[0] > 1 {
		return
	}
	m.vars.Start = make([]bool, len(m.vars.Lo))
	count := map[place]int{}
	for _, s := range m.s.start {
		at := place{m.lead[s.item], s.section}
		count[at]++
		for f := range m.s.times {
			v := m.item[f][at][0]
			m.vars.Start[v] = 2*count[at] > len(m.kind[at.a])
		}
	}
}

// slots reads one block of a solution. Of each kind it takes those that the
// draw had taken, then the least used, then by luck.
func (m *model) slots(f int, x []int64) []slot {
	rng := rand.New(rand.NewPCG(uint64(m.p.in.Seed), uint64(f)))
	started := map[place]bool{}
	for _, s := range m.s.start {
		started[place{s.item, s.section}] = true
	}
	taken := make([]bool, len(m.p.items))
	var list []slot
	for k := range m.p.in.Sections {
		for r := range m.p.cells {
			for _, i := range m.p.cells[r][k] {
				if m.lead[i] != i {
					continue
				}
				for _, one := range m.members(i, k, x[m.item[f][place{i, k}][0]], started, taken, rng) {
					taken[one] = true
					list = append(list, slot{row: r, section: k, item: one})
				}
			}
		}
	}
	return list
}

func (m *model) members(lead, section int, n int64, started map[place]bool, taken []bool, rng *rand.Rand) []int {
	if n == 0 {
		return nil
	}
	free := slices.DeleteFunc(slices.Clone(m.kind[lead]), func(i int) bool { return taken[i] })
	rng.Shuffle(len(free), func(a, b int) { free[a], free[b] = free[b], free[a] })
	rank := func(i int) int {
		if started[place{i, section}] {
			return -1
		}
		return m.p.items[i].Exposure
	}
	slices.SortStableFunc(free, func(a, b int) int { return rank(a) - rank(b) })
	return free[:n]
}

// mean is the score-weighted difficulty of a whole solution, like pool.mean.
func (m *model) mean(x []int64) int64 {
	sum := int64(0)
	for f := range m.s.times {
		for _, t := range m.weighted(f, m.p.difficulties(), true, 1) {
			sum += t.Coef * x[t.Var]
		}
	}
	return sum
}
