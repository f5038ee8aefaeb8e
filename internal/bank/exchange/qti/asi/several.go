package asi

import (
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
)

const blank = "____"

// several is a question with more than one list of choices, or one in a
// [place] of its text.
func (b *builder) several() {
	switch {
	case b.kind == kindCategories, b.kind != kindMultiple && slices.ContainsFunc(b.responses, func(r *response) bool { return r.many }) && b.shared():
		b.categories()
	case b.kind == kindMatching:
		b.matching()
	case placeholder(b.Item.Stem, b.responses[0]) || b.kind == kindBlanks || b.kind == kindDropdowns:
		b.gaps()
	case b.shared() && b.labelled():
		b.matching()
	default:
		b.parts()
	}
}

// shared tells lists that offer the same choices, empty ones aside.
func (b *builder) shared() bool {
	first := shownChoices(b.responses[0])
	for _, r := range b.responses[1:] {
		if !slices.Equal(first, shownChoices(r)) {
			return false
		}
	}
	return len(b.responses) > 1 && len(first) > 0
}

func shownChoices(r *response) []string {
	var list []string
	for _, c := range r.choices {
		if !question.Empty(c.html) {
			list = append(list, c.html)
		}
	}
	return list
}

// labelled tells responses with a text each; those that an editor left without
// one, and with nothing to match, do not count.
func (b *builder) labelled() bool {
	some := false
	for _, r := range b.responses {
		if !question.Empty(r.label) {
			some = true
			continue
		}
		for _, id := range b.rightChoice(r) {
			if !question.Empty(htmlOf(r.choices, id)) {
				return false
			}
		}
	}
	return some
}

// matching pairs the label of each response with the choice that pays.
func (b *builder) matching() {
	body := &b.Item.Body
	body.Type = question.Matching
	byText := map[string]string{}
	for _, r := range b.responses {
		for _, c := range r.choices {
			if question.Empty(c.html) || byText[c.html] != "" {
				continue
			}
			key := question.Letter(len(body.Options))
			byText[c.html] = key
			body.Options = append(body.Options, question.Option{Key: key, HTML: c.html})
		}
	}
	b.right = answers{}
	for _, r := range b.responses {
		right := b.rightChoice(r)
		if question.Empty(r.label) {
			continue // an empty line that a program left
		}
		pair := question.Pair{HTML: r.label}
		if len(right) == 1 {
			b.right[r.id] = right
			pair.Key = byText[htmlOf(r.choices, right[0])]
		}
		body.Pairs = append(body.Pairs, pair)
		if len(right) > 1 {
			b.RejectOnce("答案", flow.SubSeveralKeys, nil)
		}
		if len(right) == 0 {
			b.RejectOnce("选项", question.SubKeyMissing, nil)
		}
	}
}

// groups is the matching of the standard itself: one list, in which the left
// sides name the group that they may be put to, and values "left,right".
func (b *builder) groups() {
	r := b.responses[0]
	body := &b.Item.Body
	body.Type = question.Matching
	keys, partner := map[string]string{}, map[string]string{}
	for _, v := range b.run.values(r.id) {
		left, right, ok := strings.Cut(strings.TrimSpace(v.Content()), ",")
		if left, right = strings.TrimSpace(left), strings.TrimSpace(right); ok {
			if held := partner[left]; held != "" && held != right {
				b.RejectOnce("答案", flow.SubSeveralKeys, nil)
			}
			partner[left] = right
		}
	}
	for _, c := range r.choices {
		if partner[c.id] == "" && c.node.Attr("", "match_group") == "" {
			keys[c.id] = question.Letter(len(body.Options))
			body.Options = append(body.Options, question.Option{Key: keys[c.id], HTML: c.html})
		}
	}
	for _, c := range r.choices {
		if partner[c.id] != "" || c.node.Attr("", "match_group") != "" {
			body.Pairs = append(body.Pairs, question.Pair{HTML: c.html, Key: keys[partner[c.id]]})
		}
	}
	if len(partner) == 0 {
		b.RejectOnce("选项", question.SubKeyMissing, nil)
	}
}

func htmlOf(choices []choice, id string) string {
	for _, c := range choices {
		if c.id == id {
			return c.html
		}
	}
	return ""
}

// nowhere is the option of what belongs to no category.
const nowhere = "以上都不属于"

// categories makes pairs of the things to be sorted; the categories are the
// options.
func (b *builder) categories() {
	body := &b.Item.Body
	body.Type = question.Matching
	member := map[string]string{} // category's key by thing
	b.right = answers{}
	for i, r := range b.responses {
		key := question.Letter(i)
		body.Options = append(body.Options, question.Option{Key: key, HTML: r.label})
		b.run.many[r.id] = true
		for _, id := range b.members(r) {
			if member[id] != "" {
				b.RejectOnce("答案", flow.SubSeveralKeys, nil)
			}
			member[id] = key
			b.right[r.id] = append(b.right[r.id], id)
		}
	}
	rest := ""
	for _, c := range b.responses[0].choices {
		key := member[c.id]
		if key == "" {
			if rest == "" {
				rest = question.Letter(len(body.Options))
				body.Options = append(body.Options, question.Option{Key: rest, HTML: nowhere})
			}
			key = rest
		}
		body.Pairs = append(body.Pairs, question.Pair{HTML: c.html, Key: key})
	}
	if len(member) == 0 {
		b.RejectOnce("答案", question.SubKeyMissing, nil)
	}
}

// members are the choices that the paying rules want in a category.
func (b *builder) members(r *response) []string {
	var list []string
	for _, rule := range b.run.rules {
		if rule.when != nil && pays(rule) {
			list = append(list, b.demanded(rule.when, r)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// gaps is a text with [places], each with a list of choices or of answers.
func (b *builder) gaps() {
	b.sortByPlace()
	listed := make([]bool, len(b.responses))
	anyListed, anyOpen := false, false
	for i, r := range b.responses {
		listed[i] = b.dropdown(r)
		anyListed, anyOpen = anyListed || listed[i], anyOpen || !listed[i]
	}
	switch {
	case !anyListed:
		b.setPlaces(false)
		b.Item.Type = question.Fill
		for _, r := range b.responses {
			b.Item.Blanks = append(b.Item.Blanks, b.openBlank(r))
		}
	case !anyOpen && len(b.responses) == 1:
		b.setPlaces(false)
		r := b.responses[0]
		r.label = ""
		b.choice()
	default:
		b.setPlaces(true)
		b.Item.Type = question.Case
		for i, r := range b.responses {
			part := question.Body{Stem: partName(i), Share: 1}
			if listed[i] {
				part = b.chosen(r, false, part)
			} else {
				part.Type, part.Blanks = question.Fill, []question.Blank{b.openBlank(r)}
			}
			b.Item.Parts = append(b.Item.Parts, part)
		}
	}
}

func partName(i int) string { return "第 " + strconv.Itoa(i+1) + " 空" }

// sortByPlace puts the responses in the order of their places in the text.
func (b *builder) sortByPlace() {
	at := func(r *response) int {
		i := strings.Index(b.Item.Stem, placeOf(r))
		if i < 0 {
			return len(b.Item.Stem)
		}
		return i
	}
	slices.SortStableFunc(b.responses, func(x, y *response) int { return at(x) - at(y) })
}

func placeOf(r *response) string { return "[" + escaped(strings.TrimPrefix(r.id, "response_")) + "]" }

// setPlaces writes blanks where the places were.
func (b *builder) setPlaces(numbered bool) {
	for i, r := range b.responses {
		mark := blank
		if numbered {
			mark = "（" + strconv.Itoa(i+1) + "）" + blank
		}
		b.Item.Stem = strings.Replace(b.Item.Stem, placeOf(r), mark, 1)
	}
}

// dropdown tells a list to choose from, where one is right, from a list of
// right answers.
func (b *builder) dropdown(r *response) bool {
	for _, c := range r.choices {
		switch c.node.Attr("", "answer_type") {
		case "dropdown", "wordbank":
			return true
		case "openEntry":
			return false
		}
	}
	switch b.kind {
	case kindBlanks:
		return false
	case kindDropdowns:
		return true
	}
	seen := map[string]bool{}
	for _, c := range r.choices {
		seen[question.Normal(c.html)] = true
	}
	return len(seen) > 1 // spellings of one answer are no list
}

// openBlank takes every choice of a place as an answer to it.
func (b *builder) openBlank(r *response) question.Blank {
	var gap question.Blank
	right := b.rightChoice(r)
	for _, c := range r.choices {
		if strings.EqualFold(c.node.Attr("", "scoring_algorithm"), "TextRegex") {
			b.unsupported("用正则表达式判分的填空（TextRegex）")
		}
		answer := question.Plain(c.html)
		if slices.Contains(right, c.id) {
			gap.Answers = slices.Insert(gap.Answers, 0, answer)
			continue
		}
		gap.Answers = append(gap.Answers, answer)
	}
	return gap
}

// parts makes a case of a question with several lists of its own each.
func (b *builder) parts() {
	b.Item.Type = question.Case
	for i, r := range b.responses {
		part := question.Body{Stem: r.label, Share: 1}
		if question.Empty(part.Stem) {
			part.Stem = "（" + strconv.Itoa(i+1) + "）"
		}
		b.run.many[r.id] = r.many
		b.Item.Parts = append(b.Item.Parts, b.chosen(r, r.many, part))
	}
}

// mixed has lists and blanks side by side.
func (b *builder) mixed() {
	b.Item.Type = question.Case
	n := 0
	for i, r := range b.responses {
		part := question.Body{Stem: r.label, Share: 1}
		if question.Empty(part.Stem) {
			part.Stem = "（" + strconv.Itoa(i+1) + "）"
		}
		switch {
		case !r.textual:
			part = b.chosen(r, r.many, part)
		case len(b.run.values(r.id)) == 0:
			part.Type = question.Short
			b.WarnOnce("答案", exchange.SubNoReference, nil)
		default:
			part.Type, part.Blanks = question.Fill, []question.Blank{b.textBlank(r, i)}
			n++
		}
		b.Item.Parts = append(b.Item.Parts, part)
	}
	b.Item.Stem = strings.ReplaceAll(b.Item.Stem, place, "____")
}
