package assess

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/exchange/qti/judge"
	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// answer fills in type, options and key of a body from its interaction.
func (it *item) answer(n *xmlsafe.Node, body question.Body) question.Body {
	d := it.decl(n)
	switch n.Name {
	case "choiceInteraction":
		return it.choose(n, d, named(n, "simpleChoice"), body)
	case "inlineChoiceInteraction":
		return it.choose(n, d, named(n, "inlineChoice"), body)
	case "hottextInteraction":
		return it.choose(n, d, below(n, "hottext"), body)
	case "textEntryInteraction":
		body.Type = question.Fill
		body.Blanks = []question.Blank{it.blank(n, 0)}
	case "sliderInteraction":
		body.Type = question.Fill
		body.Blanks = []question.Blank{it.slider(n, d)}
	case "extendedTextInteraction":
		return it.open(n, d, body)
	case "orderInteraction":
		return it.order(n, d, body)
	case "matchInteraction":
		return it.match(n, d, body)
	case "associateInteraction":
		return it.associate(n, d, body)
	case "gapMatchInteraction":
		return it.gapMatch(n, d, body)
	case "hotspotInteraction", "selectPointInteraction", "positionObjectInteraction":
		return it.spot(n, d, body)
	case "graphicGapMatchInteraction":
		return it.labels(n, d, body)
	}
	return body
}

func (it *item) decl(n *xmlsafe.Node) *declaration {
	if d := it.decls[n.Attr("", "responseIdentifier")]; d != nil {
		return d
	}
	return &declaration{id: n.Attr("", "responseIdentifier"), fallback: new(big.Rat)}
}

func named(n *xmlsafe.Node, name string) []*xmlsafe.Node {
	return slices.DeleteFunc(elements(n), func(c *xmlsafe.Node) bool { return c.Name != name })
}

func below(n *xmlsafe.Node, name string) []*xmlsafe.Node {
	var list []*xmlsafe.Node
	visit(n, func(c *xmlsafe.Node) {
		if c.Name == name {
			list = append(list, c)
		}
	})
	return list
}

func idOf(n *xmlsafe.Node) string { return n.Attr("", "identifier") }

// options gives options and the key of each choice.
func (it *item) options(list []*xmlsafe.Node) ([]question.Option, map[string]string) {
	var options []question.Option
	keys := map[string]string{}
	for i, c := range list {
		o := question.Option{Key: question.Letter(i)}
		hook := it.hook(nil)
		o.HTML = it.Inner(c, func(n *xmlsafe.Node) (string, bool) {
			if n.Name == "feedbackInline" || n.Name == "feedbackBlock" {
				if idOf(n) == idOf(c) {
					o.Explanation += it.Inner(n, hook)
					return "", true
				}
			}
			return hook(n)
		})
		options = append(options, o)
		keys[idOf(c)] = o.Key
	}
	return options, keys
}

// choose is a list of choices, in a list of its own or in the text.
func (it *item) choose(n *xmlsafe.Node, d *declaration, list []*xmlsafe.Node, body question.Body) question.Body {
	many := d.cardinality == "multiple" || d.cardinality == "" && n.Attr("", "maxChoices") != "" && n.Attr("", "maxChoices") != "1"
	options, keys := it.options(list)
	body.Type, body.Options, body.Key = question.Single, options, nil
	if many {
		body.Type = question.Multiple
	}
	right := it.rightChoices(d, list, many)
	for _, id := range right {
		if keys[id] == "" {
			it.RejectOnce("答案", question.SubKeyUnknown, fault.Params{"key": id})
			continue
		}
		body.Key = append(body.Key, keys[id])
	}
	it.right[d.id] = right
	if many && len(body.Key) == 1 {
		it.WarnOnce("答案", exchange.SubKeyOneOnly, nil)
	}
	if !many && len(list) == 2 && n.Name == "choiceInteraction" {
		body, keys = it.judgement(n, list, body, keys)
	}
	it.keys, it.choice = keys, d.id
	return body
}

// judgement turns two choices that say right and wrong into a judge question.
func (it *item) judgement(n *xmlsafe.Node, list []*xmlsafe.Node, body question.Body, keys map[string]string) (question.Body, map[string]string) {
	if n.Attr("", "data-type") == "single" {
		return body, keys
	}
	truth := judge.Keys(question.Plain(body.Options[0].HTML), question.Plain(body.Options[1].HTML), false)
	if truth == nil {
		return body, keys
	}
	options := question.JudgeOptions()
	next := map[string]string{}
	for i, c := range list {
		next[idOf(c)] = truth[i]
		for j := range options {
			if options[j].Key == truth[i] {
				options[j].Explanation = body.Options[i].Explanation
			}
		}
	}
	for i, key := range body.Key {
		if key == "A" {
			body.Key[i] = truth[0]
		} else {
			body.Key[i] = truth[1]
		}
	}
	body.Type, body.Options = question.Judge, options
	return body, next
}

// rightChoices gives the key as declared, held against the scoring rules; where
// none is declared, the rules are asked.
func (it *item) rightChoices(d *declaration, list []*xmlsafe.Node, many bool) []string {
	best, less := d.best()
	if less {
		it.WarnOnce("答案", exchange.SubPartialCredit, nil)
	}
	right := d.correct
	if len(right) == 0 && len(best) > 0 {
		right = best
		if many {
			right = nil
			for _, e := range d.mapping {
				if e.value.Sign() > 0 {
					right = append(right, e.key)
				}
			}
		}
	}
	if len(right) == 0 {
		return it.asked(d, list, many)
	}
	if it.run.explicit() && len(answered(it.body)) == 1 && it.beaten(d, list, right, many) {
		it.RejectOnce("答案", flow.SubKeyUnclear, nil)
	}
	return right
}

// beaten tells that the rules pay more for another answer than for the key.
func (it *item) beaten(d *declaration, list []*xmlsafe.Node, right []string, many bool) bool {
	top, ok := it.run.score(map[string][]string{d.id: right})
	if !ok {
		return false
	}
	for _, c := range list {
		other := []string{idOf(c)}
		if many {
			if i := slices.Index(right, idOf(c)); i >= 0 {
				other = slices.Delete(slices.Clone(right), i, i+1)
			} else {
				other = append(slices.Clone(right), idOf(c))
			}
		}
		if score, ok := it.run.score(map[string][]string{d.id: other}); ok && score.Cmp(top) > 0 {
			return true
		}
	}
	return false
}

// asked finds the key in explicit rules: the choices, or the sets that rules
// compare with, are tried.
func (it *item) asked(d *declaration, list []*xmlsafe.Node, many bool) []string {
	if !it.run.explicit() {
		return nil
	}
	var tries [][]string
	for _, c := range list {
		tries = append(tries, []string{idOf(c)})
	}
	if many {
		visit(it.run.rules, func(n *xmlsafe.Node) {
			if n.Name == "multiple" {
				tries = append(tries, it.run.eval(n))
			}
		})
	}
	var best [][]string
	top := new(big.Rat)
	for _, try := range tries {
		score, ok := it.run.score(map[string][]string{d.id: try})
		if !ok {
			return nil
		}
		switch score.Cmp(top) {
		case 1:
			top, best = score, [][]string{try}
		case 0:
			if top.Sign() > 0 {
				best = append(best, try)
			}
		}
	}
	if len(best) > 1 {
		it.RejectOnce("答案", flow.SubSeveralKeys, nil)
	}
	if len(best) != 1 {
		return nil
	}
	return best[0]
}

// blank is one text entry.
func (it *item) blank(n *xmlsafe.Node, i int) question.Blank {
	d := it.decl(n)
	var gap question.Blank
	if d.base == "float" || d.base == "integer" || n.Attr("", "data-number") != "" {
		if it.number(n, d, &gap, i) {
			it.numberOrText(d, &gap)
			return gap
		}
	}
	best, less := d.best()
	if less {
		it.WarnOnce("答案", exchange.SubPartialCredit, nil)
	}
	for _, a := range slices.Concat(d.correct, best, it.compared(d.id)) {
		if a != "" && !slices.Contains(gap.Answers, a) {
			gap.Answers = append(gap.Answers, a)
		}
	}
	gap.CaseSensitive = it.sensitive(d)
	it.right[d.id] = nil
	if len(gap.Answers) > 0 {
		it.right[d.id] = gap.Answers[:1]
	}
	return gap
}

// numberOrText adds the texts that are taken besides a number.
func (it *item) numberOrText(d *declaration, gap *question.Blank) {
	best, _ := d.best()
	for _, a := range best {
		if gap.Number != nil && d.base == "string" && (len(d.correct) == 0 || a != d.correct[0]) {
			gap.Answers = append(gap.Answers, a)
		}
	}
	gap.CaseSensitive = d.base == "string" && it.sensitive(d)
}

// compared lists the texts that explicit rules compare a response with.
func (it *item) compared(id string) []string {
	var list []string
	if !it.run.explicit() {
		return nil
	}
	visit(it.run.rules, func(n *xmlsafe.Node) {
		if n.Name != "stringMatch" && n.Name != "match" {
			return
		}
		e := elements(n)
		if len(e) == 2 && e[0].Name == "variable" && idOf(e[0]) == id && e[1].Name == "baseValue" {
			list = append(list, fold(e[1].Content()))
		}
	})
	if len(answered(it.body)) > 1 || len(list) == 0 {
		return list
	}
	top, best := new(big.Rat), []string(nil)
	for _, text := range list {
		score, ok := it.run.score(map[string][]string{id: {text}})
		if !ok {
			return list
		}
		if c := score.Cmp(top); c > 0 {
			top, best = score, []string{text}
		} else if c == 0 && top.Sign() > 0 {
			best = append(best, text)
		}
	}
	return best
}

// sensitive takes case to matter only where the item says so in so many words:
// by an attribute, or by paying two spellings differently.
func (it *item) sensitive(d *declaration) bool {
	for i, e := range d.mapping {
		if e.sensitive == "true" {
			return true
		}
		for _, o := range d.mapping[i+1:] {
			if strings.EqualFold(e.key, o.key) && e.value.Cmp(o.value) != 0 {
				return true
			}
		}
	}
	return false
}

// number reads a value and how far an answer may be off it.
func (it *item) number(n *xmlsafe.Node, d *declaration, gap *question.Blank, i int) bool {
	text := ""
	if len(d.correct) > 0 {
		text = d.correct[0]
	} else if best, _ := d.best(); len(best) > 0 {
		text = best[0]
	}
	value, ok := number.Parse(text)
	if !ok {
		return it.between(d, gap, i)
	}
	low, high := value, value
	visit(it.run.rules, func(e *xmlsafe.Node) {
		if e.Name != "equal" && e.Name != "equalRounded" || !names(e, d.id) {
			return
		}
		if l, h := margins(e, value); l.Cmp(low) < 0 || h.Cmp(high) > 0 {
			low, high = l, h
		}
	})
	if new(big.Rat).Sub(value, low).Cmp(new(big.Rat).Sub(high, value)) != 0 {
		value = middle(low, high)
	}
	it.right[d.id] = []string{text}
	it.setNumber(n, gap, value, new(big.Rat).Sub(high, value), i)
	return true
}

func middle(low, high *big.Rat) *big.Rat {
	sum := new(big.Rat).Add(low, high)
	return sum.Mul(sum, big.NewRat(1, 2))
}

func names(n *xmlsafe.Node, id string) bool {
	is := false
	visit(n, func(c *xmlsafe.Node) { is = is || c.Name == "variable" && idOf(c) == id })
	return is
}

// between reads a range that explicit rules compare with.
func (it *item) between(d *declaration, gap *question.Blank, i int) bool {
	var low, high *big.Rat
	visit(it.run.rules, func(n *xmlsafe.Node) {
		e := elements(n)
		if len(e) != 2 || e[0].Name != "variable" || idOf(e[0]) != d.id || e[1].Name != "baseValue" {
			return
		}
		v, ok := number.Parse(e[1].Content())
		switch {
		case !ok:
		case n.Name == "gte" || n.Name == "gt":
			low = v
		case n.Name == "lte" || n.Name == "lt":
			high = v
		case n.Name == "equal":
			low, high = margins(n, v)
		}
	})
	if low == nil || high == nil || low.Cmp(high) > 0 {
		return false
	}
	value := middle(low, high)
	it.right[d.id] = []string{number.Near(value)}
	it.setNumber(nil, gap, value, new(big.Rat).Sub(high, value), i)
	return true
}

func (it *item) setNumber(n *xmlsafe.Node, gap *question.Blank, value, tolerance *big.Rat, i int) {
	shown, ok := number.Text(value)
	margin, ok2 := number.Text(tolerance)
	if !ok || !ok2 {
		it.RejectOnce("答案", question.SubNumberForm, fault.Params{"number": i + 1})
		return
	}
	gap.Number = &question.Number{Value: shown, Tolerance: margin, Unit: n.Attr("", "data-unit")}
	ownNumber(n, gap)
}

// slider takes the run of values that earn the most around the right one.
func (it *item) slider(n *xmlsafe.Node, d *declaration) question.Blank {
	var gap question.Blank
	best, less := d.best()
	if less {
		it.WarnOnce("答案", exchange.SubPartialCredit, nil)
	}
	var values []int
	for _, key := range best {
		if v, err := strconv.Atoi(key); err == nil {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	step, _ := strconv.Atoi(n.Attr("", "step"))
	for i := 1; i < len(values); i++ {
		if values[i]-values[i-1] != max(step, 1) {
			values = nil
		}
	}
	if len(values) > 1 {
		low, high := big.NewRat(int64(values[0]), 1), big.NewRat(int64(values[len(values)-1]), 1)
		value := middle(low, high)
		it.setNumber(n, &gap, value, high.Sub(high, value), 0)
		it.right[d.id] = d.correct
		return gap
	}
	it.number(n, d, &gap, 0)
	return gap
}

// open is a text for a marker.
func (it *item) open(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	body.Type = question.Essay
	length, err := strconv.Atoi(n.Attr("", "expectedLength"))
	lines, err2 := strconv.Atoi(n.Attr("", "expectedLines"))
	if err == nil && length > 0 && length <= 200 || err2 == nil && lines > 0 && lines <= 5 {
		body.Type = question.Short
	}
	if t := question.Type(n.Attr("", "data-type")); t == question.Short || t == question.Essay || t == question.Calculation {
		body.Type = t
	}
	for _, a := range slices.Concat(d.correct, texts(child(n, "correctResponse"))) {
		body.Reference += flow.Plain(a)
	}
	return it.marked(n, body)
}
