package asi

import (
	"math/big"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/platform/xmlsafe"
)

// rule is one respcondition.
type rule struct {
	when     *xmlsafe.Node // conditionvar
	sets     []set
	feedback []string
	stops    bool
}

type set struct {
	add   int // -1 for subtract, +1 for add, 0 for set
	value *big.Rat
}

// rules reads all response processing of an item in order.
func rules(item *xmlsafe.Node) []rule {
	var list []rule
	for _, processing := range item.Children {
		if processing.Name != "resprocessing" {
			continue
		}
		for _, child := range processing.Children {
			if child.Name == "respcondition" {
				list = append(list, ruleOf(child))
			}
		}
	}
	return list
}

func ruleOf(n *xmlsafe.Node) rule {
	r := rule{stops: !strings.EqualFold(n.Attr("", "continue"), "yes")}
	for _, child := range n.Children {
		switch child.Name {
		case "conditionvar":
			r.when = child
		case "setvar":
			value, ok := number.Parse(child.Content())
			if strings.EqualFold(strings.TrimSpace(child.Content()), "SCORE.max") { // Blackboard
				value, ok = big.NewRat(100, 1), true
			}
			if !ok || strings.Contains(strings.ToLower(child.Attr("", "varname")), "incorrect") { // Brightspace counts both
				continue
			}
			s := set{value: value}
			switch strings.ToLower(child.Attr("", "action")) {
			case "add":
				s.add = 1
			case "subtract":
				s.add = -1
			}
			r.sets = append(r.sets, s)
		case "displayfeedback":
			r.feedback = append(r.feedback, child.Attr("", "linkrefid"))
		}
	}
	return r
}

// adds reports rules that count up: programs that write them mean every rule
// to be tried, whatever "continue" says.
func (r rule) adds() bool { return len(r.sets) > 0 && r.sets[0].add != 0 }

// answers are what a candidate gave, by response.
type answers map[string][]string

// runner runs the rules over answers.
type runner struct {
	rules []rule
	many  map[string]bool // responses that take several options at once
	work  *int            // steps left
}

// exhausted tells that the rules were not all tried: the key is then unsure.
func (p *runner) exhausted() bool { return p.work != nil && *p.work <= 0 }

// score runs the rules; the second result lists the feedback shown.
func (p *runner) score(given answers) (*big.Rat, []string) {
	total := new(big.Rat)
	var shown []string
	matched := false
	for _, r := range p.rules {
		if p.exhausted() {
			return new(big.Rat), nil
		}
		if r.when == nil || !p.all(r.when, given, matched) {
			continue
		}
		shown = append(shown, r.feedback...)
		if len(r.sets) == 0 {
			continue
		}
		matched = true
		for _, s := range r.sets {
			switch s.add {
			case 0:
				total.Set(s.value)
			case 1:
				total.Add(total, s.value)
			default:
				total.Sub(total, s.value)
			}
		}
		if r.stops && !r.adds() {
			break
		}
	}
	return total, shown
}

// all judges a conditionvar or an <and>: every part must hold. Several values
// for a response that takes but one are alternatives, as every program that
// writes them means it.
func (p *runner) all(n *xmlsafe.Node, given answers, matched bool) bool {
	held := map[string]bool{}
	for _, child := range n.Children {
		if child.Name == "varequal" {
			if id := child.Attr("", "respident"); !p.many[id] {
				held[id] = held[id] || p.equal(child, given)
				continue
			}
		}
		if !p.holds(child, given, matched) {
			return false
		}
	}
	for _, ok := range held {
		if !ok {
			return false
		}
	}
	return true
}

func (p *runner) holds(n *xmlsafe.Node, given answers, matched bool) bool {
	p.step()
	id := n.Attr("", "respident")
	switch n.Name {
	case "", "qticomment", "var_extension":
		return true
	case "and":
		return p.all(n, given, matched)
	case "or":
		return slices.ContainsFunc(n.Children, func(c *xmlsafe.Node) bool { return c.Name != "" && p.holds(c, given, matched) })
	case "not":
		return !p.all(n, given, matched)
	case "other":
		return !matched
	case "unanswered":
		return len(given[id]) == 0
	case "varequal", "varsubstring", "varinside":
		return p.equal(n, given)
	case "varsubset":
		parts := strings.FieldsFunc(n.Content(), func(r rune) bool { return r == ',' })
		for _, part := range parts {
			if !slices.Contains(given[id], strings.TrimSpace(part)) {
				return false
			}
		}
		return len(parts) > 0
	case "vargt", "vargte", "varlt", "varlte":
		return compare(n, given[id])
	}
	return false // a condition that cannot be judged here
}

func (p *runner) step() {
	if p.work != nil {
		*p.work--
	}
}

func (p *runner) equal(n *xmlsafe.Node, given answers) bool {
	p.step()
	want := strings.TrimSpace(n.Content())
	for _, got := range given[n.Attr("", "respident")] {
		if got == want || sameNumber(got, want) {
			return true
		}
	}
	return false
}

func sameNumber(a, b string) bool {
	x, ok := number.Parse(a)
	y, ok2 := number.Parse(b)
	return ok && ok2 && x.Cmp(y) == 0
}

func compare(n *xmlsafe.Node, given []string) bool {
	want, ok := number.Parse(n.Content())
	if !ok || len(given) == 0 {
		return false
	}
	got, ok := number.Parse(given[0])
	if !ok {
		return false
	}
	sign := got.Cmp(want)
	switch n.Name {
	case "vargt":
		return sign > 0
	case "vargte":
		return sign >= 0
	case "varlt":
		return sign < 0
	}
	return sign <= 0
}

// values lists, in order, what the rules that pay compare a response with.
func (p *runner) values(id string) []*xmlsafe.Node {
	var list []*xmlsafe.Node
	for _, r := range p.rules {
		if r.when != nil && pays(r) {
			visit(r.when, func(n *xmlsafe.Node) {
				if (n.Name == "varequal" || n.Name == "varsubstring") && n.Attr("", "respident") == id {
					list = append(list, n)
				}
			})
		}
	}
	return list
}

func pays(r rule) bool {
	return slices.ContainsFunc(r.sets, func(s set) bool { return s.value.Sign() > 0 && s.add >= 0 })
}
