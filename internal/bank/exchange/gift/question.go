package gift

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// asked is a question that is being read.
type asked struct {
	item   *exchange.Item
	labels markup.Labels
	format string // of the stem; answers without one of their own have it too
	body   question.Body
	told   string // feedback on the right answer
}

var formatMark = regexp.MustCompile(`(?i)^\[(html|markdown|plain|moodle)\]`)

// html makes HTML of a piece of text whose signs are hidden.
func (q *asked) html(text string) string {
	format := q.format
	text = strings.TrimSpace(text)
	if m := formatMark.FindString(text); m != "" {
		format, text = strings.ToLower(strings.Trim(m, "[]")), text[len(m):]
	}
	return markup.Convert(source(format, show(text)), nil, q.item)
}

var indented = regexp.MustCompile(`[ \t]*\n[ \t]*`)

func source(format, text string) string {
	switch format {
	case "html":
		return text
	case "markdown":
		return markup.FromMarkdown(text)
	case "plain":
		return question.FromText(strings.TrimSpace(text))
	}
	return markup.FromAuto(indented.ReplaceAllString(text, "\n"))
}

// plain gives the words of a piece of text.
func (q *asked) plain(text string) string { return question.Plain(q.html(text)) }

// stem reads a question's text, with pictures that our writer put below it.
func (q *asked) stem(text string) string {
	text, pictures := markup.CutPictures(show(text))
	q.html("[html]" + pictures)
	return q.html(text)
}

var title = regexp.MustCompile(`(?s)^::(.*?)::`)

// description reports that a piece has no braces, and gives its text.
func (q *asked) description(p piece) (text string, is bool) {
	text = title.ReplaceAllString(p.hidden(), "")
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "{}") || p.unclosed {
		return "", false
	}
	if m := formatMark.FindString(text); m != "" {
		q.format, text = strings.ToLower(strings.Trim(m, "[]")), text[len(m):]
	}
	return show(text), true
}

// readQuestion makes the body of a piece; pictures and notes go to the item.
func readQuestion(p piece, labels markup.Labels, item *exchange.Item) question.Body {
	q := &asked{item: item, labels: labels}
	text := p.hidden()
	name := title.FindStringSubmatch(text)
	if name != nil {
		text = strings.TrimSpace(text[len(name[0]):])
	}
	if m := formatMark.FindString(text); m != "" {
		q.format, text = strings.ToLower(strings.Trim(m, "[]")), text[len(m):]
	}
	before, answers, after, sub := split(text)
	if p.unclosed && sub == "" {
		sub = SubBrace
	}
	if sub != "" {
		q.body = question.Body{Type: question.Short, Stem: q.html(before)}
		item.Reject("答案", sub, nil)
		return q.body
	}
	if question.Plain(show(after)) != "" { // a missing word: its blank is the only one
		before, after = markup.NoBlanks(before)+"_____", markup.NoBlanks(after)
	}
	q.body.Stem = q.stem(before + after)
	if q.body.Stem == "" && name != nil {
		q.body.Stem = q.html(name[1])
	}
	answers, general := cutGeneral(answers)
	q.answers(strings.TrimSpace(answers))
	q.general(general)
	if q.body.Type == question.Fill {
		q.labels.Apply(&q.body)
		q.body.Stem = markup.OneBlank(q.body.Stem)
	}
	return q.body
}

func cutGeneral(answers string) (rest, general string) {
	if at := strings.LastIndex(answers, "####"); at >= 0 {
		return answers[:at], answers[at+4:]
	}
	return answers, ""
}

// general reads the general feedback: explanation, and what our writer put
// there for markers.
func (q *asked) general(text string) {
	text = strings.TrimSpace(text)
	format := ""
	if m := formatMark.FindString(text); m != "" {
		format, text = m, text[len(m):]
	}
	guide := markup.ReadGuide(show(text))
	reference := q.html(format + guide.Reference)
	q.body.Explanation = q.html(format + guide.Rest)
	switch {
	case q.told == "":
	case q.body.Explanation == "":
		q.body.Explanation = q.told
	case q.told != q.body.Explanation:
		markup.WarnOnce(q.item, "解析", exchange.SubFeedbackLost, nil)
	}
	if q.body.Type != question.Essay {
		return
	}
	switch q.labels.Type {
	case question.Short, question.Calculation:
		q.body.Type = q.labels.Type
	}
	q.body.Reference, q.body.Rubric, q.body.Blanks = reference, guide.Rubric, guide.Values
	if question.Empty(q.body.Reference) {
		q.item.Warn("答案", exchange.SubNoReference, nil)
	}
}

// split finds the braces that hold the answers. Other braces are text.
func split(text string) (before, answers, after string, sub fault.Sub) {
	groups, whole := grouped(text)
	var found, empty []span
	for _, g := range groups {
		inside := strings.TrimSpace(text[g.from+1 : g.to])
		switch {
		case inside == "" || strings.HasPrefix(inside, "####"):
			empty = append(empty, g)
		case answering(inside):
			found = append(found, g)
		}
	}
	switch {
	case len(found) > 1:
		return text, "", "", SubSeveral
	case len(found) == 0 && len(empty) == 0 && !whole:
		return text, "", "", SubBrace
	case len(found) == 0 && len(empty) == 0:
		return text, "", "", SubAnswer
	case len(found) == 0:
		found = empty[len(empty)-1:]
	}
	g := found[0]
	return text[:g.from], text[g.from+1 : g.to], text[g.to+1:], ""
}

type span struct{ from, to int }

// grouped gives the outermost pairs of braces; whole is false where some brace
// has no partner.
func grouped(text string) (list []span, whole bool) {
	depth, from := 0, 0
	whole = true
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			if depth == 0 {
				from = i
			}
			depth++
		case '}':
			if depth == 0 {
				whole = false
				continue
			}
			if depth--; depth == 0 {
				list = append(list, span{from, i})
			}
		}
	}
	return list, whole && depth == 0
}

// answering reports the content of braces that reads as answers.
func answering(inside string) bool {
	if strings.ContainsRune("=~#>", rune(inside[0])) {
		return true
	}
	_, is := truth(inside)
	return is
}

// truth reads T, FALSE, 对 …
func truth(inside string) (value, is bool) {
	word, _, _ := strings.Cut(inside, "#")
	switch strings.ToUpper(strings.TrimSpace(word)) {
	case "T", "TRUE", "对", "正确", "√", "是":
		return true, true
	case "F", "FALSE", "错", "错误", "×", "否":
		return false, true
	}
	return false, false
}
