package assess

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// order is a list to be put in order.
func (it *item) order(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	options, keys := it.options(named(n, "simpleChoice"))
	body.Type, body.Options = question.Ordering, options
	for _, id := range d.correct {
		body.Key = append(body.Key, keys[id])
	}
	it.right[d.id] = d.correct
	if len(d.correct) == 0 {
		it.RejectOnce("答案", question.SubKeyMissing, nil)
	}
	if strings.EqualFold(n.Attr("", "shuffle"), "true") {
		return flow.Scattered(body)
	}
	return body
}

// couple is one pair of a key.
type couple struct{ left, right string }

// couples reads the pairs of a key, from the mapping where none is declared.
func (it *item) couples(d *declaration) []couple {
	values := d.correct
	if len(values) == 0 {
		for _, e := range d.mapping {
			if e.value.Sign() > 0 {
				values = append(values, e.key)
			}
		}
	}
	it.right[d.id] = values
	var list []couple
	for _, v := range values {
		if a, b, ok := strings.Cut(v, " "); ok {
			list = append(list, couple{a, strings.TrimSpace(b)})
		}
	}
	if len(list) == 0 {
		it.RejectOnce("选项", question.SubKeyMissing, nil)
	}
	return list
}

// ids lists the identifiers of choices.
func ids(list []*xmlsafe.Node) []string {
	var all []string
	for _, n := range list {
		all = append(all, idOf(n))
	}
	return all
}

// match pairs two sets. The set of which every member has exactly one partner
// stands on the left; where neither has, the lines become questions of their
// own.
func (it *item) match(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	sets := named(n, "simpleMatchSet")
	if len(sets) != 2 {
		it.RejectOnce("选项", question.SubPairs, nil)
		return body
	}
	left, right := named(sets[0], "simpleAssociableChoice"), named(sets[1], "simpleAssociableChoice")
	list := it.couples(d)
	for i, c := range list { // a key written the other way round
		if !slices.Contains(ids(left), c.left) && slices.Contains(ids(right), c.left) {
			list[i] = couple{c.right, c.left}
		}
	}
	if lines(ids(left), list) {
		return it.pairs(left, right, list, body)
	}
	turned := make([]couple, len(list))
	for i, c := range list {
		turned[i] = couple{c.right, c.left}
	}
	if lines(ids(right), turned) {
		return it.pairs(right, left, turned, body)
	}
	return it.matrix(left, right, list, body)
}

// lines tells that every member has exactly one partner.
func lines(members []string, list []couple) bool {
	for _, m := range members {
		count := 0
		for _, c := range list {
			if c.left == m {
				count++
			}
		}
		if count != 1 {
			return false
		}
	}
	return true
}

func (it *item) pairs(left, right []*xmlsafe.Node, list []couple, body question.Body) question.Body {
	options, keys := it.options(right)
	body.Type, body.Options = question.Matching, options
	for _, l := range left {
		pair := question.Pair{HTML: it.Inner(l, it.hook(nil))}
		for _, c := range list {
			if c.left == idOf(l) {
				pair.Key = keys[c.right]
			}
		}
		body.Pairs = append(body.Pairs, pair)
	}
	return body
}

// matrix makes a case: each line asks for its partners.
func (it *item) matrix(left, right []*xmlsafe.Node, list []couple, body question.Body) question.Body {
	body.Type = question.Case
	for _, l := range left {
		options, keys := it.options(right)
		part := question.Body{Type: question.Multiple, Stem: it.Inner(l, it.hook(nil)), Options: options, Share: 1}
		for _, c := range list {
			if c.left == idOf(l) && keys[c.right] != "" {
				part.Key = append(part.Key, keys[c.right])
			}
		}
		if len(part.Key) == 0 {
			it.RejectOnce("选项", question.SubKeyMissing, nil)
		}
		body.Parts = append(body.Parts, part)
	}
	return body
}

// associate pairs members of one set: the first of each pair stands left.
func (it *item) associate(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	members := named(n, "simpleAssociableChoice")
	list := it.couples(d)
	var left, right []*xmlsafe.Node
	for _, m := range members {
		if slices.ContainsFunc(list, func(c couple) bool { return c.left == idOf(m) }) {
			left = append(left, m)
		} else {
			right = append(right, m)
		}
	}
	both := slices.ContainsFunc(list, func(c couple) bool { return slices.Contains(ids(left), c.right) })
	if both || !lines(ids(left), list) {
		it.RejectOnce("题型", exchange.SubUnsupported, fault.Params{"kind": "多重连线（associateInteraction）"})
		return body
	}
	return it.pairs(left, right, list, body)
}

// gapHook writes the gaps of a text with their numbers.
func (it *item) gapHook(n *xmlsafe.Node) flow.Hook {
	gaps, hook := below(n, "gap"), it.hook(nil)
	return func(c *xmlsafe.Node) (string, bool) {
		if c.Name == "gap" {
			return numbered(slices.Index(gaps, c)) + blankMark, true
		}
		return hook(c)
	}
}

// gapMatch pairs the gaps of a text with words.
func (it *item) gapMatch(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	words := slices.DeleteFunc(elements(n), func(c *xmlsafe.Node) bool { return c.Name != "gapText" && c.Name != "gapImg" })
	gaps, list := below(n, "gap"), it.couples(d)
	turned := make([]couple, len(list))
	for i, c := range list {
		turned[i] = couple{c.right, c.left}
		if slices.Contains(ids(gaps), c.left) {
			turned[i] = c
		}
	}
	if len(list) > 0 && !lines(ids(gaps), turned) {
		it.RejectOnce("题型", exchange.SubUnsupported, fault.Params{"kind": "一空多填（gapMatchInteraction）"})
		return body
	}
	options, keys := it.options(words)
	body.Type, body.Options = question.Matching, options
	for i, g := range gaps {
		pair := question.Pair{HTML: numbered(i)}
		for _, c := range turned {
			if c.left == idOf(g) {
				pair.Key = keys[c.right]
			}
		}
		body.Pairs = append(body.Pairs, pair)
	}
	return body
}

// hottextHook underlines the places of a text with the letter of each.
func (it *item) hottextHook(n *xmlsafe.Node) flow.Hook {
	places, hook := below(n, "hottext"), it.hook(nil)
	return func(c *xmlsafe.Node) (string, bool) {
		if c.Name != "hottext" {
			return hook(c)
		}
		letter := question.Letter(slices.Index(places, c))
		return "<u>" + it.Raw(c.Children, hook) + "</u>（" + letter + "）", true
	}
}
