package markup

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Notes on answers that GIFT and Moodle XML share.
const (
	SubWildcard       fault.Sub = "bank.item_wildcard"        // {answer}
	SubAnyNumber      fault.Sub = "bank.item_number_unread"   // {answer}
	SubSeveralNumbers fault.Sub = "bank.item_several_numbers" // several values, each with a tolerance
	SubUnitLost       fault.Sub = "bank.item_unit_lost"       // {units}: other units were accepted too
	SubDescription    fault.Sub = "bank.item_description"     // {line}: a text without a question
)

// WarnOnce is Item.Warn that says a thing once.
func WarnOnce(item *exchange.Item, column string, sub fault.Sub, p fault.Params) {
	said := slices.ContainsFunc(item.Notes, func(n exchange.Note) bool { return n.Sub == sub && n.Column == column })
	if !said {
		item.Warn(column, sub, p)
	}
}

// Choice is an option of a foreign question with the share of the score, in
// per cent, that it earns.
type Choice struct {
	HTML, Feedback string
	Share          float64
}

func full(share float64) bool { return share > 99.9 }

// Choose makes options and key. single is a question where one option may be
// chosen: exactly one must earn all. With several to be chosen all that earn
// anything are right.
func Choose(item *exchange.Item, single bool, list []Choice) question.Body {
	b := question.Body{Type: question.Multiple}
	if single {
		b.Type = question.Single
	}
	var shares []float64
	for i, c := range list {
		letter := question.Letter(i)
		b.Options = append(b.Options, question.Option{Key: letter, HTML: c.HTML, Explanation: c.Feedback})
		switch {
		case c.Share <= 0:
		case single && !full(c.Share):
			WarnOnce(item, "答案", exchange.SubPartialCredit, nil)
		default:
			b.Key = append(b.Key, letter)
			shares = append(shares, c.Share)
		}
	}
	switch {
	case len(b.Key) == 0:
		item.Reject("答案", question.SubKeyMissing, nil)
	case single && len(b.Key) > 1:
		item.Reject("答案", question.SubKeyTooMany, nil)
	case single:
	case len(b.Key) == 1:
		WarnOnce(item, "答案", exchange.SubKeyOneOnly, nil)
	case uneven(shares):
		WarnOnce(item, "答案", exchange.SubPartialCredit, nil)
	}
	return b
}

// uneven reports shares that are neither alike nor all the whole.
func uneven(shares []float64) bool {
	for _, s := range shares {
		if math.Abs(s-shares[0]) > 1 {
			return true
		}
	}
	return false
}

// Answer is an answer that is typed in. Number is set where a value is asked
// for.
type Answer struct {
	Text     string
	Number   *question.Number
	Feedback string
	Share    float64
}

// Typed makes one blank of the answers to it. Explanation takes the feedback
// on the right answer when it is empty.
func Typed(item *exchange.Item, list []Answer, explanation *string) question.Blank {
	var b question.Blank
	var patterns []string
	for _, a := range list {
		keepFeedback(item, a, explanation)
		switch {
		case a.Share <= 0:
		case !full(a.Share):
			WarnOnce(item, "答案", exchange.SubPartialCredit, nil)
		case a.Number != nil:
			addNumber(item, &b, *a.Number)
		case pattern(a.Text):
			patterns = append(patterns, a.Text)
		default:
			b.Answers = append(b.Answers, strings.TrimSpace(strings.ReplaceAll(a.Text, `\*`, "*")))
		}
	}
	right := b.Number != nil || len(b.Answers) > 0
	switch {
	case len(patterns) > 0 && right:
		item.Warn("答案", SubWildcard, fault.Params{"answer": short(patterns[0])})
	case len(patterns) > 0:
		item.Reject("答案", SubWildcard, fault.Params{"answer": short(patterns[0])})
	case !right && !item.Rejected():
		item.Reject("答案", question.SubKeyMissing, nil)
	}
	return b
}

func keepFeedback(item *exchange.Item, a Answer, explanation *string) {
	switch {
	case question.Plain(a.Feedback) == "":
	case explanation != nil && full(a.Share) && (*explanation == "" || *explanation == a.Feedback):
		*explanation = a.Feedback
	default:
		WarnOnce(item, "解析", exchange.SubFeedbackLost, nil)
	}
}

var product = regexp.MustCompile(`^[\d.]+(?:\*[\d.]+)+$`)

// pattern reports an answer with a wildcard; 2*3 is a product.
func pattern(text string) bool {
	return strings.Contains(strings.ReplaceAll(text, `\*`, ""), "*") && !product.MatchString(strings.TrimSpace(text))
}

func short(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// addNumber keeps one value with its tolerance; further exact values are
// alternatives, further inexact ones cannot be held.
func addNumber(item *exchange.Item, b *question.Blank, n question.Number) {
	switch {
	case b.Number == nil:
		b.Number = &n
	case *b.Number == n:
	case n.Tolerance == "0":
		b.Answers = append(b.Answers, n.Value)
	case b.Number.Tolerance == "0":
		b.Answers = append(b.Answers, b.Number.Value)
		b.Number = &n
	default:
		item.Reject("答案", SubSeveralNumbers, nil)
	}
}

// UnreadNumber rejects an answer that should be a number.
func UnreadNumber(item *exchange.Item, text string) {
	item.Reject("答案", SubAnyNumber, fault.Params{"answer": short(strings.TrimSpace(question.Legible(text)))})
}

// MatchPair is a left side with the text of its right one; an empty left side
// adds a right one that belongs to nothing.
type MatchPair struct{ Left, Right string }

// Match makes a matching body; equal right sides are one option.
func Match(list []MatchPair) question.Body {
	b := question.Body{Type: question.Matching}
	keys := map[string]string{}
	for _, p := range list {
		form := question.Plain(p.Right)
		if strings.Contains(p.Right, "<img") {
			form = p.Right
		}
		key, known := keys[form]
		if !known && !question.Empty(p.Right) {
			key = question.Letter(len(b.Options))
			keys[form] = key
			b.Options = append(b.Options, question.Option{Key: key, HTML: p.Right})
		}
		if !question.Empty(p.Left) {
			b.Pairs = append(b.Pairs, question.Pair{HTML: p.Left, Key: key})
		}
	}
	return b
}

// Unmatch writes a matching body as pairs that Match reads back: the options
// that stand in another order than the pairs name them go first, without a
// left side.
func Unmatch(b question.Body) []MatchPair {
	text := map[string]string{}
	var natural, spare, all []MatchPair
	var order []string
	for _, o := range b.Options {
		text[o.Key] = o.HTML
		all = append(all, MatchPair{Right: o.HTML})
	}
	for _, p := range b.Pairs {
		natural = append(natural, MatchPair{Left: p.HTML, Right: text[p.Key]})
		if !slices.Contains(order, p.Key) {
			order = append(order, p.Key)
		}
	}
	for _, o := range b.Options {
		if !slices.Contains(order, o.Key) {
			order = append(order, o.Key)
			spare = append(spare, MatchPair{Right: o.HTML})
		}
	}
	if slices.IsSorted(order) {
		return append(natural, spare...)
	}
	return append(all, natural...)
}

var blankOrTag = regexp.MustCompile(`_{3,}|</?[A-Za-z][^<>]*>`)

// OneBlank makes a stem show at most one blank, so that it fits one answer:
// with more runs of underscores nobody knows which is meant.
func OneBlank(stem string) string {
	if question.Marks(stem) <= 1 {
		return stem
	}
	return NoBlanks(stem)
}

// NoBlanks shortens the runs of underscores that would count as blanks. Tags
// stay as they are.
func NoBlanks(text string) string {
	return EachBlank(text, func(int) string { return "__" })
}

// EachBlank replaces each run of underscores that counts as a blank, the first
// being 0.
func EachBlank(text string, with func(i int) string) string {
	n := -1
	return blankOrTag.ReplaceAllStringFunc(text, func(s string) string {
		if s[0] == '<' {
			return s
		}
		n++
		return with(n)
	})
}
