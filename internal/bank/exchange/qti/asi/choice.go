package asi

import (
	"math/big"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/exchange/qti/judge"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// choice is a question with one list of options.
func (b *builder) choice() {
	r := b.responses[0]
	b.Item.Stem = join(b.Item.Stem, r.label)
	many := r.many || b.kind == kindMultiple || b.anded(r.id)
	b.run.many[r.id] = many
	b.Item.Body = b.chosen(r, many, b.Item.Body)
	b.keys = map[string]string{}
	for i, c := range r.choices {
		if i < len(b.optionKeys) {
			b.keys[c.id] = b.optionKeys[i]
		}
	}
	b.right = answers{}
	for _, c := range r.choices {
		if slices.Contains(b.Item.Key, b.keys[c.id]) {
			b.right[r.id] = append(b.right[r.id], c.id)
		}
	}
}

// chosen fills type, options and key of a body from one response.
func (b *builder) chosen(r *response, many bool, body question.Body) question.Body {
	options, keys := letters(r.choices)
	body.Type, body.Options = question.Single, options
	right := b.rightChoice(r)
	if many {
		body.Type = question.Multiple
		right = b.rightChoices(r)
	}
	body.Key = nil
	for _, id := range right {
		body.Key = append(body.Key, keys[id])
	}
	b.optionKeys = nil
	for _, o := range options {
		b.optionKeys = append(b.optionKeys, o.Key)
	}
	if many {
		if len(body.Key) == 1 {
			b.WarnOnce("答案", exchange.SubKeyOneOnly, nil)
		}
		return body
	}
	if truth := b.truth(r); truth != nil {
		body.Type, body.Options = question.Judge, question.JudgeOptions()
		b.optionKeys = truth
		body.Key = nil
		for i, c := range r.choices {
			if slices.Contains(right, c.id) {
				body.Key = append(body.Key, truth[i])
			}
		}
	}
	return body
}

// truth gives "T" and "F" in the order of two choices that say right and wrong.
func (b *builder) truth(r *response) []string {
	if len(r.choices) != 2 {
		return nil
	}
	x, y := r.choices[0], r.choices[1]
	if keys := judge.Keys(question.Plain(x.html), question.Plain(y.html), b.kind == kindJudge); keys != nil {
		return keys
	}
	if b.kind == kindJudge {
		return judge.Keys(x.id, y.id, false)
	}
	return nil
}

// anded tells rules that demand two options of one response together.
func (b *builder) anded(id string) bool {
	found := false
	for _, r := range b.run.rules {
		if r.when == nil || !pays(r) {
			continue
		}
		each(r.when, "and", func(n *xmlsafe.Node) {
			count := 0
			for _, c := range n.Children {
				if c.Name == "varequal" && c.Attr("", "respident") == id {
					count++
				}
			}
			found = found || count > 1
		})
	}
	return found
}

// rightChoice gives the options that pay best when chosen alone.
func (b *builder) rightChoice(r *response) []string {
	var best []string
	top := new(big.Rat)
	paid := 0
	for _, c := range r.choices {
		score, _ := b.run.score(answers{r.id: {c.id}})
		if score.Sign() > 0 {
			paid++
		}
		switch score.Cmp(top) {
		case 1:
			top, best = score, []string{c.id}
		case 0:
			if top.Sign() > 0 {
				best = append(best, c.id)
			}
		}
	}
	if paid > len(best) {
		b.WarnOnce("答案", exchange.SubPartialCredit, nil)
	}
	return best
}

// rightChoices gives the one set of options that pays best, or nil with the
// reason noted.
func (b *builder) rightChoices(r *response) []string {
	var sets [][]string
	var adding []string
	nothing, _ := b.run.score(answers{})
	for _, c := range r.choices {
		if score, _ := b.run.score(answers{r.id: {c.id}}); score.Cmp(nothing) > 0 {
			adding = append(adding, c.id)
		}
	}
	sets = append(sets, adding)
	counted := false
	for _, rule := range b.run.rules {
		if rule.when == nil || !pays(rule) {
			continue
		}
		counted = counted || rule.adds()
		if set := b.demanded(rule.when, r); len(set) > 0 {
			sets = append(sets, set)
		}
	}
	best := b.bestSet(r, sets)
	if counted && len(best) > 0 {
		b.WarnOnce("答案", exchange.SubPartialCredit, nil)
	}
	return best
}

// demanded lists the options that a condition asks for outside any "not".
func (b *builder) demanded(n *xmlsafe.Node, r *response) []string {
	var list []string
	add := func(id string) {
		known := slices.ContainsFunc(r.choices, func(c choice) bool { return c.id == id })
		if known && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	var walk func(*xmlsafe.Node)
	walk = func(n *xmlsafe.Node) {
		for _, c := range n.Children {
			mine := c.Attr("", "respident") == r.id
			switch {
			case c.Name == "not":
			case c.Name == "varequal" && mine:
				add(strings.TrimSpace(c.Content()))
			case c.Name == "varsubset" && mine:
				for _, id := range strings.Split(c.Content(), ",") {
					add(strings.TrimSpace(id))
				}
			default:
				walk(c)
			}
		}
	}
	walk(n)
	return list
}

func (b *builder) bestSet(r *response, sets [][]string) []string {
	var best [][]string
	top := new(big.Rat)
	for _, set := range sets {
		slices.Sort(set)
		score, _ := b.run.score(answers{r.id: set})
		if score.Sign() <= 0 {
			continue
		}
		switch score.Cmp(top) {
		case 1:
			top, best = score, [][]string{set}
		case 0:
			if !slices.ContainsFunc(best, func(o []string) bool { return slices.Equal(o, set) }) {
				best = append(best, set)
			}
		}
	}
	if len(best) == 0 {
		return nil
	}
	if len(best) > 1 {
		b.RejectOnce("答案", flow.SubSeveralKeys, nil)
		return nil
	}
	if !b.unbeaten(r, best[0], top) {
		b.RejectOnce("答案", flow.SubKeyUnclear, nil)
		return nil
	}
	return best[0]
}

// unbeaten tells that no option more pays better, and none less pays as well.
func (b *builder) unbeaten(r *response, set []string, top *big.Rat) bool {
	for _, c := range r.choices {
		i := slices.Index(set, c.id)
		if i < 0 {
			score, _ := b.run.score(answers{r.id: append(slices.Clone(set), c.id)})
			if score.Cmp(top) > 0 {
				return false
			}
			continue
		}
		score, _ := b.run.score(answers{r.id: slices.Delete(slices.Clone(set), i, i+1)})
		if score.Cmp(top) >= 0 {
			return false
		}
	}
	return true
}
