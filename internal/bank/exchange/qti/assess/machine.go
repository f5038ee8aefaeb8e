package assess

import (
	"math/big"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/platform/xmlsafe"
)

// machine runs response processing over an answer. Values are lists of texts;
// an empty list is NULL, booleans are "true" and "false".
type machine struct {
	rules    *xmlsafe.Node
	template string
	decls    map[string]*declaration
	start    map[string][]string // outcomes before
	unknown  bool                // met what it cannot do
	vars     map[string][]string
	given    map[string][]string
	steps    int
	work     *int // steps left in the whole file
}

// exhausted tells that the rules were not all tried: the key is then unsure.
func (m *machine) exhausted() bool { return m.work != nil && *m.work <= 0 }

// step counts; false when there have been enough.
func (m *machine) step() bool {
	if m.work != nil {
		*m.work--
	}
	if m.steps++; m.steps > maxSteps || m.exhausted() {
		m.unknown = true
		return false
	}
	return true
}

const maxSteps = 20_000

func newMachine(root *xmlsafe.Node, decls map[string]*declaration) *machine {
	m := &machine{rules: child(root, "responseProcessing"), decls: decls, start: map[string][]string{}}
	if m.rules != nil {
		m.template = m.rules.Attr("", "template")
		m.template = strings.TrimSuffix(m.template[strings.LastIndexByte(m.template, '/')+1:], ".xml")
	}
	for _, n := range root.Children {
		if n.Name == "outcomeDeclaration" {
			m.start[n.Attr("", "identifier")] = texts(child(n, "defaultValue"))
		}
	}
	return m
}

func texts(n *xmlsafe.Node) []string {
	if n == nil {
		return nil
	}
	var list []string
	for _, v := range n.Children {
		if v.Name == "value" {
			list = append(list, fold(v.Content()))
		}
	}
	return list
}

// explicit reports rules written out in the item.
func (m *machine) explicit() bool {
	return m.rules != nil && slices.ContainsFunc(m.rules.Children, func(n *xmlsafe.Node) bool { return n.Name != "" })
}

// play runs the rules and gives the outcomes.
func (m *machine) play(given map[string][]string) map[string][]string {
	m.vars, m.given, m.steps = map[string][]string{}, given, 0
	for k, v := range m.start {
		m.vars[k] = v
	}
	if m.rules == nil {
		return m.vars
	}
	if m.explicit() {
		m.block(m.rules.Children)
		return m.vars
	}
	d := m.decls["RESPONSE"]
	switch {
	case d == nil:
	case strings.HasPrefix(m.template, "match_correct"), strings.HasPrefix(m.template, "CC2_match"):
		m.vars["SCORE"] = []string{"0"}
		if same(given["RESPONSE"], d.correct, d.cardinality == "ordered") {
			m.vars["SCORE"] = []string{"1"}
		}
	case strings.HasPrefix(m.template, "map_response_point"):
		m.unknown = true
	case strings.HasPrefix(m.template, "map_response"), strings.HasPrefix(m.template, "CC2_map"):
		m.vars["SCORE"] = []string{number.Near(d.mapped(given["RESPONSE"]))}
	default:
		m.unknown = true
	}
	return m.vars
}

// score is the outcome SCORE; false where it cannot be told.
func (m *machine) score(given map[string][]string) (*big.Rat, bool) {
	out := m.play(given)["SCORE"]
	if m.unknown || m.rules == nil {
		return nil, false
	}
	if len(out) == 0 {
		return new(big.Rat), true
	}
	return number.Parse(out[0])
}

// block runs statements; true ends all processing.
func (m *machine) block(list []*xmlsafe.Node) bool {
	for _, n := range list {
		if !m.step() {
			return true
		}
		switch n.Name {
		case "":
		case "responseCondition":
			if m.condition(n) {
				return true
			}
		case "responseProcessingFragment":
			if m.block(n.Children) {
				return true
			}
		case "setOutcomeValue":
			if e := elements(n); len(e) == 1 {
				m.vars[n.Attr("", "identifier")] = m.eval(e[0])
			}
		case "exitResponse":
			return true
		default:
			m.unknown = true
		}
	}
	return false
}

func (m *machine) condition(n *xmlsafe.Node) bool {
	for _, branch := range elements(n) {
		list := elements(branch)
		if branch.Name == "responseElse" {
			return m.block(list)
		}
		if len(list) > 0 && truth(m.eval(list[0])) {
			return m.block(list[1:])
		}
	}
	return false
}

func elements(n *xmlsafe.Node) []*xmlsafe.Node {
	var list []*xmlsafe.Node
	for _, c := range n.Children {
		if c.Name != "" {
			list = append(list, c)
		}
	}
	return list
}

func truth(v []string) bool { return len(v) == 1 && v[0] == "true" }

func boolean(b bool) []string {
	if b {
		return []string{"true"}
	}
	return []string{"false"}
}

func (m *machine) variable(id string) []string {
	if _, is := m.decls[id]; is {
		return m.given[id]
	}
	return m.vars[id]
}

func (m *machine) eval(n *xmlsafe.Node) []string {
	if !m.step() {
		return nil
	}
	id := n.Attr("", "identifier")
	switch n.Name {
	case "baseValue":
		return []string{fold(n.Content())}
	case "variable":
		return m.variable(id)
	case "correct":
		if d := m.decls[id]; d != nil {
			return d.correct
		}
		return nil
	case "null":
		return nil
	case "mapResponse":
		if d := m.decls[id]; d != nil {
			return []string{number.Near(d.mapped(m.given[id]))}
		}
		return nil
	}
	var args [][]string
	for _, c := range elements(n) {
		args = append(args, m.eval(c))
	}
	return m.apply(n, args)
}

func (m *machine) apply(n *xmlsafe.Node, args [][]string) []string {
	switch n.Name {
	case "multiple", "ordered":
		return slices.Concat(args...)
	case "and":
		return boolean(!slices.ContainsFunc(args, func(a []string) bool { return !truth(a) }))
	case "or":
		return boolean(slices.ContainsFunc(args, truth))
	case "sum", "product":
		return arithmetic(n.Name, slices.Concat(args...))
	}
	if len(args) == 1 {
		switch n.Name {
		case "not":
			return boolean(!truth(args[0]))
		case "isNull":
			return boolean(len(args[0]) == 0)
		case "containerSize":
			return []string{number.Near(big.NewRat(int64(len(args[0])), 1))}
		}
	}
	if len(args) == 2 {
		if out, ok := m.pair(n, args[0], args[1]); ok {
			return out
		}
	}
	m.unknown = true
	return nil
}

func (m *machine) pair(n *xmlsafe.Node, a, b []string) ([]string, bool) {
	switch n.Name {
	case "match":
		return boolean(same(a, b, m.ordered(n))), true
	case "member":
		return boolean(len(a) == 1 && slices.Contains(b, a[0])), true
	case "contains":
		return boolean(!slices.ContainsFunc(b, func(s string) bool { return !slices.Contains(a, s) })), true
	case "stringMatch":
		return boolean(len(a) == 1 && len(b) == 1 && (a[0] == b[0] || n.Attr("", "caseSensitive") == "false" && strings.EqualFold(a[0], b[0]))), true
	case "subtract", "divide":
		return arithmetic(n.Name, slices.Concat(a, b)), true
	case "equal", "gt", "gte", "lt", "lte", "equalRounded":
		x, ok := first(a)
		y, ok2 := first(b)
		return boolean(ok && ok2 && related(n, x, y)), true
	}
	return nil, false
}

// ordered tells whether a match compares ordered answers.
func (m *machine) ordered(n *xmlsafe.Node) bool {
	is := false
	visit(n, func(c *xmlsafe.Node) {
		d := m.decls[c.Attr("", "identifier")]
		is = is || c.Name == "ordered" || d != nil && d.cardinality == "ordered"
	})
	return is
}

func first(v []string) (*big.Rat, bool) {
	if len(v) != 1 {
		return nil, false
	}
	return number.Parse(v[0])
}

func related(n *xmlsafe.Node, x, y *big.Rat) bool {
	sign := x.Cmp(y)
	switch n.Name {
	case "gt":
		return sign > 0
	case "gte":
		return sign >= 0
	case "lt":
		return sign < 0
	case "lte":
		return sign <= 0
	}
	low, high := margins(n, y)
	return x.Cmp(low) >= 0 && x.Cmp(high) <= 0
}

// same compares two containers.
func same(a, b []string, ordered bool) bool {
	if len(a) == 0 || len(a) != len(b) {
		return false
	}
	if !ordered {
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	}
	return slices.EqualFunc(a, b, func(x, y string) bool {
		if x == y {
			return true
		}
		p, ok := number.Parse(x)
		q, ok2 := number.Parse(y)
		return ok && ok2 && p.Cmp(q) == 0
	})
}

func arithmetic(name string, list []string) []string {
	var total *big.Rat
	for _, text := range list {
		v, ok := number.Parse(text)
		if !ok {
			return nil
		}
		switch {
		case total == nil:
			total = v
		case name == "sum":
			total.Add(total, v)
		case name == "product":
			total.Mul(total, v)
		case name == "subtract":
			total.Sub(total, v)
		case v.Sign() == 0:
			return nil
		default:
			total.Quo(total, v)
		}
	}
	if total == nil {
		return nil
	}
	return []string{number.Near(total)}
}

// margins is what an equal or equalRounded lets pass around a value.
func margins(n *xmlsafe.Node, y *big.Rat) (low, high *big.Rat) {
	if n.Name == "equalRounded" {
		digits, ok := number.Parse(n.Attr("", "figures"))
		if !ok || !digits.IsInt() || digits.Sign() < 0 || digits.Cmp(big.NewRat(11, 1)) > 0 {
			return y, y
		}
		half := number.Half(y, int(digits.Num().Int64()), n.Attr("", "roundingMode") == "decimalPlaces")
		return new(big.Rat).Sub(y, half), new(big.Rat).Add(y, half)
	}
	mode := n.Attr("", "toleranceMode")
	fields := strings.Fields(n.Attr("", "tolerance"))
	if mode != "absolute" && mode != "relative" || len(fields) == 0 {
		return y, y
	}
	below, ok := number.Parse(fields[0])
	above, ok2 := number.Parse(fields[len(fields)-1])
	if !ok || !ok2 {
		return y, y
	}
	if mode == "relative" {
		share := new(big.Rat).Mul(new(big.Rat).Abs(y), big.NewRat(1, 100))
		below.Mul(below, share)
		above.Mul(above, share)
	}
	return new(big.Rat).Sub(y, below), new(big.Rat).Add(y, above)
}
