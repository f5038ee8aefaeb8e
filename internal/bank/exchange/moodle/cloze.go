package moodle

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// gap is a {1:SHORTANSWER:=a~%50%b#why} within a text.
type gap struct {
	weight int
	kind   gapKind
	answer string
}

type gapKind int

const (
	gapUnknown gapKind = iota
	gapWords
	gapWordsCase
	gapNumber
	gapChoice
	gapChoices
)

var (
	gapHead   = regexp.MustCompile(`\{\s*(\d{0,3})\s*:\s*([A-Za-z_]+)\s*:`)
	gapWeight = regexp.MustCompile(`^\s*(?:=|%\s*(-?\d{1,3}(?:[.,]\d+)?)\s*%)`)
	gapEntity = regexp.MustCompile(`&#(\w{1,7};)`)
)

func gapKindOf(name string) gapKind {
	switch strings.ToUpper(name) {
	case "SHORTANSWER", "SA", "MW":
		return gapWords
	case "SHORTANSWER_C", "SAC", "MWC":
		return gapWordsCase
	case "NUMERICAL", "NM":
		return gapNumber
	case "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS",
		"MULTICHOICE_HS", "MCHS":
		return gapChoice
	case "MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS":
		return gapChoices
	}
	return gapUnknown
}

// maxGaps is more than a question of ours may have: what has as many is
// rejected, so the rest need not be read.
const maxGaps = max(question.MaxBlanks, question.MaxParts) + 1

// gaps cuts a text at its gaps; there is one more text than gaps.
func gaps(text string) (texts []string, list []gap) {
	for {
		if len(list) == maxGaps {
			return append(texts, text), list
		}
		at := gapHead.FindStringSubmatchIndex(text)
		if at == nil {
			return append(texts, text), list
		}
		length := closing(text[at[1]:])
		if length < 0 {
			return append(texts, text), list
		}
		weight, _ := strconv.Atoi(text[at[2]:at[3]])
		texts = append(texts, text[:at[0]])
		list = append(list, gap{weight: max(1, weight), kind: gapKindOf(text[at[4]:at[5]]), answer: text[at[1] : at[1]+length]})
		text = text[at[1]+length+1:]
	}
}

// closing finds the brace that ends a gap; -1 where there is none.
func closing(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '}':
			return i
		}
	}
	return -1
}

// option is one answer of a gap.
type option struct {
	html, feedback string // foreign HTML
	share          float64
}

const asideNumber = "\ue010" // stands for the # of an entity while a gap is cut

func (g gap) options() []option {
	var list []option
	for _, part := range cutAt(gapEntity.ReplaceAllString(g.answer, "&"+asideNumber+"$1"), '~', -1) {
		var o option
		if m := gapWeight.FindStringSubmatch(part); m != nil {
			o.share = 100
			if m[1] != "" {
				o.share, _ = strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
			}
			part = part[len(m[0]):]
		}
		halves := cutAt(part, '#', 2)
		o.html = plainGap(halves[0])
		if len(halves) > 1 {
			o.feedback = plainGap(halves[1])
		}
		list = append(list, o)
	}
	return list
}

// cutAt splits at a sign that no backslash escapes, into at most n pieces.
func cutAt(text string, sign byte, n int) []string {
	var list []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == sign && (n < 0 || len(list)+1 < n):
			list = append(list, text[from:i])
			from = i + 1
		}
	}
	return append(list, text[from:])
}

var gapEscape = regexp.MustCompile(`\\([{}#~"/=:\\])`)

func plainGap(text string) string {
	text = gapEscape.ReplaceAllString(text, "$1")
	return strings.TrimSpace(strings.ReplaceAll(text, asideNumber, "#"))
}

// cloze reads a text with gaps: a fill-in question where all are typed in, a
// single choice where the only gap is one, else a case whose parts are the
// gaps.
func (q *asked) cloze(string) question.Body {
	source, below := markup.CutPictures(source(q.textNode()))
	source, hidden := markup.CutGaps(source)
	if markup.Excessive(source) {
		source = "" // the check of its length has nothing to read
		q.item.Reject("题干", question.SubTooLong, nil)
	}
	texts, list := gaps(source)
	markup.Convert(below, q.picture, q.item)
	typed := true
	if _, more := gaps(hidden); len(more) > 0 && len(list) == 0 {
		list = more
		texts = nil
	}
	for i, g := range list {
		if g.kind == gapUnknown {
			q.item.Reject("答案", SubGap, fault.Params{"number": i + 1})
		}
		typed = typed && g.kind <= gapNumber
	}
	if len(list) == 0 {
		q.item.Reject("答案", SubGap, fault.Params{"number": 1})
	}
	stem := func(mark func(n int) string) string {
		if texts == nil {
			return markup.Convert(source, q.picture, q.item)
		}
		out := ""
		for i, t := range texts {
			if i > 0 {
				out += mark(i)
			}
			out += markup.NoBlanks(t)
		}
		return markup.Convert(out, q.picture, q.item)
	}
	blank := func(int) string { return "____" }
	switch {
	case typed:
		return q.typedGaps(stem(blank), list)
	case len(list) == 1:
		b := q.gapBody(list[0])
		b.Stem = stem(blank)
		return b
	}
	b := question.Body{Type: question.Case, Stem: stem(func(n int) string { return "（" + strconv.Itoa(n) + "）____" })}
	for i, g := range list {
		part := q.gapBody(g)
		part.Stem = "（" + strconv.Itoa(i+1) + "）"
		part.Share = min(g.weight, 100)
		b.Parts = append(b.Parts, part)
	}
	return b
}

func (q *asked) typedGaps(stem string, list []gap) question.Body {
	var blanks []question.Blank
	for _, g := range list {
		told := ""
		blanks = append(blanks, q.gapBlank(g, &told))
		if told != "" {
			markup.WarnOnce(q.item, "解析", exchange.SubFeedbackLost, nil)
		}
		if g.weight != list[0].weight {
			markup.WarnOnce(q.item, "答案", exchange.SubPartialCredit, nil)
		}
	}
	b := question.Body{Type: question.Fill, Stem: stem, Blanks: blanks}
	q.labels.Apply(&b)
	return b
}

// gapBlank reads a gap that is typed in.
func (q *asked) gapBlank(g gap, told *string) question.Blank {
	var list []markup.Answer
	for _, o := range g.options() {
		a := markup.Answer{Text: question.Plain(q.convert(o.html)), Feedback: q.convert(o.feedback), Share: o.share}
		if g.kind == gapNumber && a.Text != "*" && a.Share > 0 {
			value, tolerance, _ := strings.Cut(a.Text, ":")
			number, ok := markup.Tolerant(value, tolerance)
			if !ok {
				markup.UnreadNumber(q.item, a.Text)
				continue
			}
			a.Number = number
		}
		list = append(list, a)
	}
	b := markup.Typed(q.item, list, told)
	b.CaseSensitive = g.kind == gapWordsCase
	return b
}

func (q *asked) convert(html string) string { return markup.Convert(html, q.picture, q.item) }

// gapBody reads a gap as a question of its own.
func (q *asked) gapBody(g gap) question.Body {
	if g.kind <= gapNumber {
		told := ""
		b := question.Body{Type: question.Fill, Blanks: []question.Blank{q.gapBlank(g, &told)}}
		b.Explanation = told
		return b
	}
	var list []markup.Choice
	for _, o := range g.options() {
		list = append(list, markup.Choice{HTML: q.convert(o.html), Feedback: q.convert(o.feedback), Share: o.share})
	}
	return markup.Choose(q.item, g.kind == gapChoice, list)
}
