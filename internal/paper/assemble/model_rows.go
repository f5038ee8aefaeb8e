package assemble

import "jiangxun/internal/paper/assemble/linear"

// broken lists the families that a point of the relaxation breaks.
func (m *model) broken(x []float64) []linear.Row {
	if m.given == nil {
		m.given = make([]bool, len(m.lazy))
	}
	var rows []linear.Row
	for at, family := range m.lazy {
		if m.given[at] {
			continue
		}
		sum := 0.0
		for _, v := range family.vars {
			sum += x[v]
		}
		for _, v := range family.level {
			sum -= x[v]
		}
		if sum <= float64(family.most)+1e-6 {
			continue
		}
		m.given[at] = true
		rows = append(rows, m.familyRow(family))
	}
	return rows
}

func (m *model) familyRow(family family) linear.Row {
	terms := make([]linear.Term, 0, len(family.vars)+len(family.level))
	for _, v := range family.vars {
		terms = append(terms, linear.Term{Var: v, Coef: 1})
	}
	for _, v := range family.level {
		terms = append(terms, linear.Term{Var: v, Coef: -1})
	}
	m.facts = append(m.facts, family.fact)
	return linear.Row{ID: len(m.facts) - 1, Terms: terms, Lo: -linear.Inf, Hi: family.most}
}

// variables names every variable, for checkers.
func (m *model) variables() []Variable {
	list := make([]Variable, len(m.vars.Lo))
	for f := range m.s.times {
		for at, vars := range m.item[f] {
			for use, v := range vars {
				list[v] = Variable{Kind: "item", Form: f, Items: m.itemsOf(m.kind[at.a]), Section: at.section, Use: use}
			}
		}
		for at, v := range m.count[f] {
			list[v] = Variable{Kind: "count", Form: f, Row: at.a, Section: at.section}
		}
	}
	for _, family := range m.lazy {
		for at, v := range family.level {
			kind := "level"
			if family.fact.Demand.Name == factShare {
				kind = "share"
			}
			list[v] = Variable{Kind: kind, Form: family.fact.Form, Row: family.fact.Row, Section: family.fact.Section, Use: at}
			if kind == "share" {
				list[v].Items = m.itemsOf(family.fact.Items)
			}
		}
	}
	return list
}

func (m *model) itemsOf(numbers []int) []Item {
	list := make([]Item, 0, len(numbers))
	for _, i := range numbers {
		list = append(list, m.p.items[i])
	}
	return list
}
