package v3

import (
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/qti/assess"
	"jiangxun/internal/bank/question"
)

// declaration declares a response with its key and how it is marked.
func (p *page) declaration(id, cardinality, base string, key []string) {
	p.declare.WriteString(`<qti-response-declaration identifier="` + id + `" cardinality="` + cardinality + `" base-type="` + base + `">`)
	p.correct(key)
	p.declare.WriteString("</qti-response-declaration>\n")
	if len(key) > 0 {
		p.pays("<qti-match>" + variable(id) + `<qti-correct identifier="` + id + `"/></qti-match>`)
	}
}

func (p *page) correct(key []string) {
	if len(key) == 0 {
		return
	}
	p.declare.WriteString("<qti-correct-response>")
	for _, k := range key {
		p.declare.WriteString("<qti-value>" + text(k) + "</qti-value>")
	}
	p.declare.WriteString("</qti-correct-response>")
}

func variable(id string) string { return `<qti-variable identifier="` + id + `"/>` }

// pays adds a point when the condition holds.
func (p *page) pays(condition string) {
	p.process.WriteString("<qti-response-condition><qti-response-if>" + condition +
		`<qti-set-outcome-value identifier="SCORE"><qti-sum>` + variable("SCORE") + `<qti-base-value base-type="float">1</qti-base-value></qti-sum></qti-set-outcome-value>` +
		"</qti-response-if></qti-response-condition>\n")
}

// blank declares what a gap accepts: a number within its tolerance, texts, or
// both.
func (p *page) blank(id string, b question.Blank) {
	n := b.Number
	if n != nil && len(b.Answers) == 0 && !b.CaseSensitive {
		p.declare.WriteString(`<qti-response-declaration identifier="` + id + `" cardinality="single" base-type="float">`)
		p.correct([]string{n.Value})
		p.declare.WriteString("</qti-response-declaration>\n")
		p.pays(equal(id, n))
		return
	}
	answers := b.Answers
	if n != nil {
		answers = append([]string{n.Value}, answers...)
	}
	p.declare.WriteString(`<qti-response-declaration identifier="` + id + `" cardinality="single" base-type="string">`)
	p.correct(answers[:1])
	p.declare.WriteString(`<qti-mapping default-value="0">`)
	for _, a := range answers {
		p.declare.WriteString(`<qti-map-entry map-key="` + attr(a) + `" mapped-value="1" case-sensitive="` + strconv.FormatBool(b.CaseSensitive) + `"/>`)
	}
	p.declare.WriteString("</qti-mapping></qti-response-declaration>\n")
	if n != nil {
		p.pays("<qti-or>" + equal(id, n) + `<qti-gt><qti-map-response identifier="` + id + `"/><qti-base-value base-type="float">0</qti-base-value></qti-gt></qti-or>`)
		return
	}
	p.process.WriteString(`<qti-set-outcome-value identifier="SCORE"><qti-sum>` + variable("SCORE") + `<qti-map-response identifier="` + id + `"/></qti-sum></qti-set-outcome-value>` + "\n")
}

func equal(id string, n *question.Number) string {
	return `<qti-equal tolerance-mode="absolute" tolerance="` + attr(n.Tolerance+" "+n.Tolerance) + `">` + variable(id) + `<qti-correct identifier="` + id + `"/></qti-equal>`
}

// feedback shows the explanation, and what stands at the options chosen.
func (p *page) feedback() string {
	shown := `<qti-base-value base-type="identifier">` + assess.Explanation + `</qti-base-value>`
	if strings.Contains(p.declare.String(), `base-type="identifier"`) && p.single {
		shown += variable("RESPONSE")
	}
	return `<qti-set-outcome-value identifier="FEEDBACK"><qti-multiple>` + shown + "</qti-multiple></qti-set-outcome-value>"
}
