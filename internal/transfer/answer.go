package transfer

import (
	"strings"

	"jiangxun/internal/bank/question"
)

// readable writes what is right of a body for people: "A（工件的旋转）", "正确",
// "0.45±0.01；中碳/优质碳素结构".
func readable(b question.Body) string {
	var parts []string
	switch b.Type {
	case question.Case:
		for _, p := range b.Parts {
			parts = append(parts, readable(p))
		}
	case question.Matching:
		texts := optionTexts(b.Options)
		for _, p := range b.Pairs {
			parts = append(parts, question.Plain(p.HTML)+"→"+texts[p.Key])
		}
	default:
		parts = append(parts, chosen(b)...)
		for _, blank := range b.Blanks {
			parts = append(parts, blankAnswer(blank))
		}
		if len(parts) == 0 {
			parts = append(parts, question.Plain(b.Reference))
		}
	}
	return bounded(strings.Join(parts, "；"), 300)
}

func chosen(b question.Body) []string {
	texts := optionTexts(b.Options)
	parts := make([]string, 0, len(b.Key))
	for _, k := range b.Key {
		switch text := texts[k]; {
		case b.Type == question.Judge && text != "":
			parts = append(parts, text)
		case text == "":
			parts = append(parts, k)
		default:
			parts = append(parts, k+"（"+bounded(text, 60)+"）")
		}
	}
	return parts
}

func optionTexts(options []question.Option) map[string]string {
	texts := map[string]string{}
	for _, o := range options {
		if texts[o.Key] = question.Plain(o.HTML); texts[o.Key] == "" && !question.Empty(o.HTML) {
			texts[o.Key] = "图"
		}
	}
	return texts
}

func blankAnswer(b question.Blank) string {
	answers := b.Answers
	if n := b.Number; n != nil {
		text := n.Value
		if n.Tolerance != "" && n.Tolerance != "0" {
			text += "±" + n.Tolerance
		}
		if n.Unit != "" {
			text += " " + n.Unit
		}
		answers = append([]string{text}, answers...)
	}
	return strings.Join(answers, "/")
}

// bounded cuts a text for a list.
func bounded(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// stemOf is a question's stem for a list.
func stemOf(b question.Body) string { return bounded(question.Plain(b.Stem), 120) }
