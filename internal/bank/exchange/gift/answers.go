package gift

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// answers reads what stands in the braces.
func (q *asked) answers(text string) {
	value, isTruth := false, false
	if text != "" {
		value, isTruth = truth(text)
	}
	switch {
	case text == "":
		q.body.Type = question.Essay
	case strings.Count(text, "=")+strings.Count(text, "~") > maxMarks:
		q.body.Type = question.Single
		q.item.Reject("选项", question.SubOptionCount, nil)
	case text[0] == '#':
		q.numbers(text[1:])
	case text[0] == '>':
		q.ordering(text[1:])
	case isTruth:
		q.judge(value, text)
	case isChoice(text):
		q.choice(text)
	case strings.Contains(text, "->"):
		q.matching(text)
	default:
		q.words(text)
	}
}

// maxMarks is far more answers than a question has in whatever way it is
// answered; with more of their marks it is rejected unread.
const maxMarks = 300

// isChoice reports a tilde that is no range of numbers (5~10).
func isChoice(text string) bool {
	return strings.Contains(rangeTilde.ReplaceAllString(text, ""), "~")
}

func (q *asked) judge(value bool, text string) {
	parts := strings.SplitN(text, "#", 3)
	options := question.JudgeOptions()
	right, wrong := 0, 1
	if !value {
		right, wrong = 1, 0
	}
	if len(parts) > 1 {
		options[wrong].Explanation = q.html(parts[1])
	}
	if len(parts) > 2 {
		options[right].Explanation = q.html(parts[2])
	}
	q.body.Type, q.body.Options, q.body.Key = question.Judge, options, []string{options[right].Key}
}

// entry is one answer: what it begins with, its weight, text and feedback.
type entry struct {
	mark           byte // '=' or '~'
	weight         float64
	weighted       bool
	text, feedback string
}

var (
	weightMark = regexp.MustCompile(`^\s*%\s*(-?\d{1,3}(?:[.,]\d+)?)\s*%`)
	rangeTilde = regexp.MustCompile(`(\d)~(\d)`)
	loneEqual  = regexp.MustCompile(`[<>!]=|==`)
)

// entries cuts answers at their marks. Where marks stand apart, an equals sign
// that touches the word before it is part of that word; so is a tilde between
// two digits.
func entries(text string) []entry {
	text = loneEqual.ReplaceAllStringFunc(text, func(s string) string {
		return strings.ReplaceAll(s, "=", string(hide('=')))
	})
	loose := cut(text, true)
	for _, e := range loose {
		if full(e) || e.mark == '~' && e.weight > 0 {
			return loose
		}
	}
	return cut(text, false)
}

func full(e entry) bool { return e.mark == '=' && (!e.weighted || e.weight > 99.9) }

func cut(text string, byStyle bool) []entry {
	var starts []int
	apart := false
	for i := 0; i < len(text); i++ {
		if text[i] == '=' || text[i] == '~' {
			starts = append(starts, i)
			apart = apart || i > 0 && blank(text[i-1])
		}
	}
	if byStyle && apart {
		kept := starts[:0]
		for _, i := range starts {
			if i == 0 || blank(text[i-1]) || text[i] == '~' && !betweenDigits(text, i) {
				kept = append(kept, i)
			}
		}
		starts = kept
	}
	var list []entry
	for n, from := range starts {
		to := len(text)
		if n+1 < len(starts) {
			to = starts[n+1]
		}
		list = append(list, entryOf(text[from], text[from+1:to]))
	}
	return list
}

func blank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' }

func betweenDigits(text string, i int) bool {
	return i > 0 && i+1 < len(text) && text[i-1] >= '0' && text[i-1] <= '9' && text[i+1] >= '0' && text[i+1] <= '9'
}

func entryOf(mark byte, text string) entry {
	e := entry{mark: mark}
	if m := weightMark.FindStringSubmatch(text); m != nil {
		e.weight, _ = strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		e.weighted = true
		text = text[len(m[0]):]
	} else if mark == '=' {
		e.weight = 100
	}
	e.text, e.feedback, _ = strings.Cut(text, "#")
	e.text = strings.TrimSpace(e.text)
	return e
}

func (q *asked) choice(text string) {
	var list []markup.Choice
	single := false
	all := entries(text)
	if len(all) > question.MaxOptions {
		q.body.Type = question.Single
		q.item.Reject("选项", question.SubOptionCount, nil)
		return
	}
	for _, e := range all {
		single = single || e.mark == '='
		list = append(list, markup.Choice{HTML: q.html(e.text), Feedback: q.html(e.feedback), Share: e.weight})
	}
	b := markup.Choose(q.item, single, list)
	q.body.Type, q.body.Options, q.body.Key = b.Type, b.Options, b.Key
}

func (q *asked) words(text string) {
	var list []markup.Answer
	for _, e := range entries(text) {
		list = append(list, markup.Answer{Text: q.plain(e.text), Feedback: q.html(e.feedback), Share: e.weight})
	}
	q.body.Type = question.Fill
	q.body.Blanks = []question.Blank{markup.Typed(q.item, list, &q.told)}
}

func (q *asked) matching(text string) {
	var list []markup.MatchPair
	for _, e := range entries(text) {
		whole := e.text
		if e.feedback != "" {
			whole += string(hide('#')) + e.feedback
		}
		left, right, ok := strings.Cut(whole, "->")
		if !ok {
			q.item.Reject("选项", SubPair, fault.Params{"answer": firstWords(show(whole))})
			break
		}
		list = append(list, markup.MatchPair{Left: q.html(left), Right: q.html(right)})
	}
	b := markup.Match(list)
	q.body.Type, q.body.Options, q.body.Pairs = b.Type, b.Options, b.Pairs
}

func firstWords(text string) string {
	text = strings.TrimSpace(question.Legible(strings.ToValidUTF8(text, "")))
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

func (q *asked) numbers(text string) {
	text, wrong, _ := strings.Cut(text, "~") // feedback on every other answer
	if _, feedback, ok := strings.Cut(wrong, "#"); ok && question.Plain(show(feedback)) != "" {
		markup.WarnOnce(q.item, "解析", exchange.SubFeedbackLost, nil)
	}
	text = strings.TrimSpace(text)
	if text != "" && text[0] != '=' {
		text = "=" + text
	}
	var list []markup.Answer
	for _, e := range cut(text, false) {
		value := strings.TrimSpace(show(e.text))
		a := markup.Answer{Text: value, Feedback: q.html(e.feedback), Share: e.weight}
		if value != "*" && e.weight > 0 {
			number, ok := numberOf(value)
			if !ok {
				markup.UnreadNumber(q.item, value)
				continue
			}
			a.Number = number
		}
		list = append(list, a)
	}
	q.body.Type = question.Fill
	q.body.Blanks = []question.Blank{markup.Typed(q.item, list, &q.told)}
}

var withUnit = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*([A-Za-zµμΩ℃°%‰\p{Han}][^\s\d:#]{0,15})$`)

// numberOf reads 3, 3:2, 1..5, and a value with its unit.
func numberOf(text string) (*question.Number, bool) {
	if low, high, ok := strings.Cut(text, ".."); ok {
		return markup.Range(low, high)
	}
	value, tolerance, _ := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	if n, ok := markup.Tolerant(value, tolerance); ok {
		return n, true
	}
	m := withUnit.FindStringSubmatch(strings.TrimSpace(value))
	if m == nil {
		return nil, false
	}
	n, ok := markup.Tolerant(m[1], tolerance)
	if ok {
		n.Unit = m[2]
	}
	return n, ok
}

var orderingHead = regexp.MustCompile(`^\s*(?:(?:\d+|[A-Z_]+|none|abc|iii)[\s,]*)*$`)

// ordering reads the lines of an ordering question; what stands beside its
// mark says how Moodle shows it.
func (q *asked) ordering(text string) {
	lines := strings.Split(text, "\n")
	if !orderingHead.MatchString(lines[0]) {
		lines[0] = strings.TrimLeft(lines[0], " 0123456789")
	} else {
		lines = lines[1:]
	}
	var texts []string
	for _, line := range lines {
		if h := q.html(line); !question.Empty(h) {
			texts = append(texts, h)
		}
	}
	q.body.Type = question.Ordering
	q.body.Options, q.body.Key = nil, nil
	if len(texts) > question.MaxOptions {
		q.item.Reject("选项", question.SubOptionCount, nil)
		return
	}
	q.body.Options, q.body.Key = q.labels.Ordered(texts)
}
