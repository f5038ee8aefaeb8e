package asi

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// textual is a question answered by writing.
func (b *builder) textual() {
	keyed := slices.ContainsFunc(b.responses, func(r *response) bool { return b.keyed(r) })
	if b.kind == kindEssay || b.kind == kindShort || !keyed && b.kind != kindFill && b.kind != kindNumber {
		b.open()
		return
	}
	b.Item.Type = question.Fill
	b.right = answers{}
	for i, r := range b.responses {
		b.Item.Stem = join(b.Item.Stem, r.label)
		b.Item.Blanks = append(b.Item.Blanks, b.textBlank(r, i))
		if values := b.run.values(r.id); len(values) > 0 {
			b.right[r.id] = []string{strings.TrimSpace(values[0].Content())}
		}
	}
	b.blanksInText()
}

// keyed tells whether any rule that pays looks at the response.
func (b *builder) keyed(r *response) bool {
	if len(b.run.values(r.id)) > 0 {
		return true
	}
	return len(b.alternatives(r.id)) > 0
}

// blanksInText writes blanks where the responses stood in the text, unless the
// author drew them, or the only one stands at the end.
func (b *builder) blanksInText() {
	stem := b.Item.Stem
	bare := strings.ReplaceAll(stem, place, "")
	if question.Marks(bare) == len(b.Item.Blanks) || len(b.Item.Blanks) == 1 && (!b.after || question.Marks(bare) > 0) {
		b.Item.Stem = bare
		return
	}
	b.Item.Stem = strings.ReplaceAll(stem, place, blank)
}

// open is a question for a marker.
func (b *builder) open() {
	b.Item.Type = question.Essay
	if b.kind == kindShort {
		b.Item.Type = question.Short
	}
	for _, r := range b.responses {
		b.Item.Stem = join(b.Item.Stem, r.label)
	}
	b.Item.Reference = b.solution()
	if b.Item.Reference == "" && b.meta["grading_notes"] != "" {
		b.Item.Reference = flow.Plain(b.meta["grading_notes"])
	}
	if question.Empty(b.Item.Reference) {
		b.WarnOnce("答案", exchange.SubNoReference, nil)
	}
}

// textBlank gathers what the rules accept for one response.
func (b *builder) textBlank(r *response, i int) question.Blank {
	var gap question.Blank
	if r.number || b.kind == kindNumber || len(b.run.values(r.id)) == 0 {
		if gap, ok := b.numberBlank(r, i); ok {
			return gap
		}
	}
	top := new(big.Rat)
	for _, v := range b.run.values(r.id) {
		text := strings.TrimSpace(v.Content())
		if strings.EqualFold(v.Attr("", "case"), "yes") {
			gap.CaseSensitive = true
		}
		if len(b.responses) == 1 {
			score, _ := b.run.score(answers{r.id: {text}})
			switch score.Cmp(top) {
			case 1:
				if len(gap.Answers) > 0 {
					b.WarnOnce("答案", exchange.SubPartialCredit, nil)
				}
				top, gap.Answers = score, nil
			case -1:
				b.WarnOnce("答案", exchange.SubPartialCredit, nil)
				continue
			}
		}
		if text != "" && !slices.Contains(gap.Answers, text) {
			gap.Answers = append(gap.Answers, text)
		}
	}
	return gap
}

// alternative is one value or range that a rule accepts.
type alternative struct {
	value, low, high *big.Rat
	attrs            *xmlsafe.Node // of the value, with margin or precision
}

// alternatives lists the numbers that pay, one for each rule and value.
func (b *builder) alternatives(id string) []alternative {
	var list []alternative
	for _, r := range b.run.rules {
		if r.when == nil || !pays(r) {
			continue
		}
		var a alternative
		var more []alternative
		visit(r.when, func(n *xmlsafe.Node) {
			v, ok := number.Parse(n.Content())
			if !ok || n.Attr("", "respident") != id {
				return
			}
			switch {
			case n.Name == "varequal" && a.value == nil:
				a.value, a.attrs = v, n
			case n.Name == "varequal":
				more = append(more, alternative{value: v, attrs: n})
			case n.Name == "vargt" || n.Name == "vargte":
				a.low = v
			case n.Name == "varlt" || n.Name == "varlte":
				a.high = v
			}
		})
		if a.value != nil || a.low != nil && a.high != nil {
			list = append(list, a)
		}
		list = append(list, more...)
	}
	return list
}

func visit(n *xmlsafe.Node, do func(*xmlsafe.Node)) {
	if n.Name == "not" {
		return
	}
	do(n)
	for _, child := range n.Children {
		visit(child, do)
	}
}

// numberBlank makes a number of the alternatives; false where they are no
// numbers. Ranges that meet are one; single values besides become answers.
func (b *builder) numberBlank(r *response, i int) (question.Blank, bool) {
	var gap question.Blank
	list := b.alternatives(r.id)
	if len(list) == 0 {
		return gap, false
	}
	var ranges []span
	var values []*big.Rat
	for _, a := range list {
		value, tolerance, ok := b.span(a, i)
		if !ok {
			return gap, true
		}
		if tolerance.Sign() == 0 {
			values = append(values, value)
			continue
		}
		ranges = append(ranges, span{new(big.Rat).Sub(value, tolerance), new(big.Rat).Add(value, tolerance), value})
	}
	ranges = merged(ranges)
	if len(ranges) > 1 {
		b.RejectOnce("答案", flow.SubSeveralKeys, nil)
		return gap, true
	}
	tolerance := new(big.Rat)
	if len(ranges) == 1 {
		values = append([]*big.Rat{ranges[0].middle}, values...)
		tolerance.Sub(ranges[0].high, ranges[0].middle)
	}
	for j, value := range values {
		shown, exact := number.Text(value)
		margin, exact2 := number.Text(tolerance)
		switch {
		case !exact || !exact2:
			b.RejectOnce("答案", question.SubNumberForm, fault.Params{"number": i + 1})
			return gap, true
		case j == 0:
			gap.Number = &question.Number{Value: shown, Tolerance: margin}
		case len(ranges) == 1 && ranges[0].holds(value), shown == gap.Number.Value, slices.Contains(gap.Answers, shown):
		default:
			gap.Answers = append(gap.Answers, shown)
		}
	}
	return gap, true
}

// span is a range of numbers.
type span struct{ low, high, middle *big.Rat }

func (s span) holds(v *big.Rat) bool { return v.Cmp(s.low) >= 0 && v.Cmp(s.high) <= 0 }

// merged joins ranges that meet.
func merged(list []span) []span {
	slices.SortFunc(list, func(x, y span) int { return x.low.Cmp(y.low) })
	var out []span
	for _, s := range list {
		last := len(out) - 1
		if last < 0 || s.low.Cmp(out[last].high) > 0 {
			out = append(out, s)
			continue
		}
		if s.high.Cmp(out[last].high) > 0 {
			sum := new(big.Rat).Add(out[last].low, s.high)
			out[last] = span{out[last].low, s.high, sum.Mul(sum, big.NewRat(1, 2))}
		}
	}
	return out
}

// span gives value and tolerance of an alternative.
func (b *builder) span(a alternative, i int) (value, tolerance *big.Rat, ok bool) {
	if a.value != nil {
		if t := stated(a.attrs, a.value); t != nil {
			if a.low != nil && a.high != nil && (a.value.Cmp(a.low) < 0 || a.value.Cmp(a.high) > 0) {
				b.WarnOnce("答案", SubRange, fault.Params{"number": i + 1})
			}
			return a.value, t, true
		}
		if a.low == nil || a.high == nil {
			return a.value, new(big.Rat), true
		}
		if a.value.Cmp(a.low) < 0 || a.value.Cmp(a.high) > 0 {
			b.RejectOnce("答案", SubRange, fault.Params{"number": i + 1})
			return nil, nil, false
		}
		below, above := new(big.Rat).Sub(a.value, a.low), new(big.Rat).Sub(a.high, a.value)
		if below.Cmp(above) == 0 {
			return a.value, below, true
		}
	}
	if a.low.Cmp(a.high) > 0 {
		b.RejectOnce("答案", SubRange, fault.Params{"number": i + 1})
		return nil, nil, false
	}
	half := big.NewRat(1, 2)
	middle := new(big.Rat).Add(a.low, a.high)
	width := new(big.Rat).Sub(a.high, a.low)
	return middle.Mul(middle, half), width.Mul(width, half), true
}

// stated reads the margin or precision that New Quizzes writes at a value, nil
// without one.
func stated(n *xmlsafe.Node, value *big.Rat) *big.Rat {
	if margin, ok := number.Parse(n.Attr("", "margin")); ok && margin.Sign() >= 0 {
		if n.Attr("", "margintype") == "percent" {
			margin.Mul(margin, new(big.Rat).Abs(value))
			margin.Mul(margin, big.NewRat(1, 100))
		}
		return margin
	}
	digits, ok := number.Parse(n.Attr("", "precision"))
	if !ok || !digits.IsInt() || digits.Cmp(big.NewRat(11, 1)) > 0 || digits.Sign() < 0 {
		return nil
	}
	return number.Half(value, int(digits.Num().Int64()), n.Attr("", "precisiontype") == "decimals")
}

// formula fixes the values of a question with random ones to its first set.
func (b *builder) formula() {
	calculated := find(b.node, "calculated")
	first := find(calculated, "var_set")
	answer := find(first, "answer")
	value, ok := number.Parse(answer.Content())
	if !ok {
		b.unsupported("公式题（" + kindName(b.meta) + "）")
		return
	}
	b.Item.Stem = strings.ReplaceAll(b.Item.Stem, "][", "] × [")
	for _, v := range first.Children {
		if v.Name == "var" {
			shown := strings.TrimSpace(v.Content())
			b.Item.Stem = strings.ReplaceAll(b.Item.Stem, "["+escaped(v.Attr("", "name"))+"]", flow.Plain(shown))
		}
	}
	tolerance := find(calculated, "answer_tolerance")
	margin := toleranceOf(strings.TrimSpace(tolerance.Content()), tolerance.Attr("", "margin_type"), value)
	if figures := find(calculated, "formulas"); margin != nil && figures.Attr("", "scientific_notation") == "true" {
		if digits, err := strconv.Atoi(figures.Attr("", "decimal_places")); err == nil && digits >= 0 && digits <= 10 {
			margin.Add(margin, number.Half(value, digits+1, false)) // the answer was rounded
		}
	}
	shown, exact := number.Text(value)
	if !exact || margin == nil {
		b.RejectOnce("答案", question.SubNumberForm, fault.Params{"number": 1})
		return
	}
	b.Item.Type = question.Calculation
	b.Item.Blanks = []question.Blank{{Number: &question.Number{Value: shown, Tolerance: number.Near(margin)}}}
	var lines []string
	visit(calculated, func(n *xmlsafe.Node) {
		if n.Name == "formula" {
			lines = append(lines, flow.Plain(n.Content()))
		}
	})
	b.Item.Reference = strings.Join(lines, "<br>")
	b.Item.Stem = strings.ReplaceAll(b.Item.Stem, place, "")
	b.WarnOnce("题干", SubFixed, nil)
	if bracket.MatchString(question.Plain(b.Item.Stem)) && leftVariable(b.Item.Stem, calculated) {
		b.unsupported("公式题（" + kindName(b.meta) + "）")
	}
}

// leftVariable tells a variable in the text that the set gives no value.
func leftVariable(stem string, calculated *xmlsafe.Node) bool {
	left := false
	visit(calculated, func(n *xmlsafe.Node) {
		if n.Name == "var" {
			left = left || strings.Contains(stem, "["+escaped(n.Attr("", "name"))+"]")
		}
	})
	return left
}

func toleranceOf(text, kind string, value *big.Rat) *big.Rat {
	percent := strings.HasSuffix(text, "%") || kind == "percent"
	margin, ok := number.Parse(strings.TrimSuffix(text, "%"))
	if text == "" {
		return new(big.Rat)
	}
	if !ok || margin.Sign() < 0 {
		return nil
	}
	if percent {
		margin.Mul(margin, new(big.Rat).Abs(value))
		margin.Mul(margin, big.NewRat(1, 100))
	}
	return margin
}

// find gives the first element of the name anywhere below, or nil.
func find(n *xmlsafe.Node, name string) *xmlsafe.Node {
	if n == nil {
		return nil
	}
	for _, child := range n.Children {
		if child.Name == name {
			return child
		}
		if hit := find(child, name); hit != nil {
			return hit
		}
	}
	return nil
}
