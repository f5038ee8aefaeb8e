package v3

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/exchange/qti/assess"
	"jiangxun/internal/bank/question"
)

func text(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(question.Legible(s))
}

func attr(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ", "\t", " ").Replace(question.Legible(s))
}

// xhtml writes a question's HTML as XML; mark, when given, replaces each blank
// of a text.
func (p *page) xhtml(h string, mark func(run string) string) string {
	outward := markup.Outward(h, func(n int) string {
		if n >= 1 && n <= len(p.hrefs) {
			return p.hrefs[n-1]
		}
		return ""
	})
	nodes, err := html.ParseFragment(strings.NewReader(outward), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return text(question.Plain(h))
	}
	var out strings.Builder
	for _, n := range nodes {
		put(&out, n, mark)
	}
	return out.String()
}

var run = regexp.MustCompile(`_{3,}`)

func put(out *strings.Builder, n *html.Node, mark func(string) string) {
	switch n.Type {
	case html.TextNode:
		last := 0
		for _, at := range run.FindAllStringIndex(n.Data, -1) {
			if mark == nil {
				break
			}
			out.WriteString(text(n.Data[last:at[0]]) + mark(n.Data[at[0]:at[1]]))
			last = at[1]
		}
		out.WriteString(text(n.Data[last:]))
	case html.ElementNode:
		if n.Data == "img" && source(n) == "" {
			return
		}
		out.WriteString("<" + n.Data)
		for _, a := range n.Attr {
			out.WriteString(" " + a.Key + `="` + attr(a.Val) + `"`)
		}
		if n.DataAtom == atom.Br || n.DataAtom == atom.Img {
			out.WriteString("/>")
			return
		}
		out.WriteString(">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			put(out, c, mark)
		}
		out.WriteString("</" + n.Data + ">")
	}
}

func source(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "src" {
			return a.Val
		}
	}
	return ""
}

// block is a text on its own in the item's body.
func (p *page) block(h string, mark func(string) string) string {
	x := p.xhtml(h, mark)
	if strings.HasPrefix(x, "<div class=") {
		return x
	}
	return "<div>" + x + "</div>"
}

// response names the next response.
func (p *page) response() string {
	p.next++
	if p.single {
		return "RESPONSE"
	}
	return "RESPONSE" + strconv.Itoa(p.next)
}

// body writes stem, interaction and explanation.
func (p *page) body(b question.Body) string {
	var out string
	switch b.Type {
	case question.Fill:
		out = p.fill(b)
	case question.Case:
		out = p.block(b.Stem, nil)
		for _, part := range b.Parts {
			out += "\n" + `<div class="` + assess.ClassPart + `" data-share="` + strconv.Itoa(max(part.Share, 1)) + `">` + p.body(part) + "</div>"
		}
	default:
		out = p.block(b.Stem, nil) + p.interaction(b)
	}
	if b.Explanation != "" {
		out += "\n" + `<qti-feedback-block outcome-identifier="FEEDBACK" identifier="` + assess.Explanation + `" show-hide="show"><qti-content-body>` +
			p.block(b.Explanation, nil) + "</qti-content-body></qti-feedback-block>"
	}
	return out
}

func (p *page) interaction(b question.Body) string {
	id := p.response()
	switch b.Type {
	case question.Short, question.Essay, question.Calculation:
		return p.open(id, b)
	case question.Ordering:
		p.declaration(id, "ordered", "identifier", b.Key)
		return p.wrap("qti-order-interaction", id, "", p.choices(b, false))
	case question.Matching:
		return p.matching(id, b)
	case question.Hotspot:
		return p.hotspot(id, b)
	case question.Multiple:
		p.declaration(id, "multiple", "identifier", b.Key)
		return p.wrap("qti-choice-interaction", id, ` max-choices="0"`, p.choices(b, true))
	}
	p.declaration(id, "single", "identifier", b.Key)
	extra := ` max-choices="1"`
	if b.Type == question.Single {
		extra += ` data-type="single"`
	}
	return p.wrap("qti-choice-interaction", id, extra, p.choices(b, true))
}

func (p *page) wrap(name, id, extra, inside string) string {
	return "\n<" + name + ` response-identifier="` + id + `"` + extra + ">" + inside + "</" + name + ">"
}

func (p *page) choices(b question.Body, explained bool) string {
	var out strings.Builder
	for _, o := range b.Options {
		out.WriteString(`<qti-simple-choice identifier="` + attr(o.Key) + `">` + p.xhtml(o.HTML, nil))
		if o.Explanation != "" && explained {
			out.WriteString(`<qti-feedback-block outcome-identifier="FEEDBACK" identifier="` + attr(o.Key) + `" show-hide="show"><qti-content-body>` +
				p.block(o.Explanation, nil) + "</qti-content-body></qti-feedback-block>")
		}
		out.WriteString("</qti-simple-choice>")
	}
	return out.String()
}

func (p *page) matching(id string, b question.Body) string {
	var left, right strings.Builder
	var key []string
	for i, pair := range b.Pairs {
		name := "P" + strconv.Itoa(i+1)
		left.WriteString(`<qti-simple-associable-choice identifier="` + name + `" match-max="1">` + p.xhtml(pair.HTML, nil) + "</qti-simple-associable-choice>")
		key = append(key, name+" "+pair.Key)
	}
	for _, o := range b.Options {
		right.WriteString(`<qti-simple-associable-choice identifier="` + attr(o.Key) + `" match-max="0">` + p.xhtml(o.HTML, nil) + "</qti-simple-associable-choice>")
	}
	p.declaration(id, "multiple", "directedPair", key)
	return p.wrap("qti-match-interaction", id, ` max-associations="0"`,
		"<qti-simple-match-set>"+left.String()+"</qti-simple-match-set><qti-simple-match-set>"+right.String()+"</qti-simple-match-set>")
}

// hotspot writes pixels for others and the exact shares for ourselves.
func (p *page) hotspot(id string, b question.Body) string {
	width, height := size(p.item.Pictures[b.Picture-1].Data)
	var out strings.Builder
	out.WriteString(`<img src="` + attr(p.hrefs[b.Picture-1]) + `" alt="" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `"/>`)
	for _, a := range b.Areas {
		var pixels, exact []string
		for i, c := range a.Coords {
			side := width
			if i%2 == 1 {
				side = height
			}
			pixels = append(pixels, strconv.FormatFloat(float64(c)*float64(side)/10_000, 'f', -1, 64))
			exact = append(exact, strconv.Itoa(c))
		}
		out.WriteString(`<qti-hotspot-choice identifier="` + attr(a.Key) + `" shape="` + attr(string(a.Shape)) + `" coords="` + strings.Join(pixels, ",") +
			`" data-area="` + strings.Join(exact, ",") + `"/>`)
	}
	cardinality, most := "single", "1"
	if len(b.Key) > 1 {
		cardinality, most = "multiple", strconv.Itoa(len(b.Key))
	}
	p.declaration(id, cardinality, "identifier", b.Key)
	return p.wrap("qti-hotspot-interaction", id, ` max-choices="`+most+`"`, out.String())
}

// fill puts a text entry at each blank of the stem, or below it where the stem
// shows none.
func (p *page) fill(b question.Body) string {
	next := 0
	entry := func(mark string) string {
		if next >= len(b.Blanks) {
			return mark
		}
		next++
		return p.entry(b.Blanks[next-1], mark)
	}
	if question.Marks(b.Stem) == len(b.Blanks) {
		if out := p.block(b.Stem, func(run string) string { return entry(strconv.Itoa(min(len(run), 100))) }); next == len(b.Blanks) {
			return out
		}
		next = 0
	}
	out := p.block(b.Stem, nil) + `<div class="` + assess.ClassFinal + `">`
	for range b.Blanks {
		out += entry(assess.NoBlank)
	}
	return out + "</div>"
}

func (p *page) entry(b question.Blank, mark string) string {
	id := p.response()
	extra := ` data-blank="` + mark + `"`
	if n := b.Number; n != nil {
		extra += ` data-number="` + attr(n.Value) + `" data-tolerance="` + attr(n.Tolerance) + `"`
		if n.Unit != "" {
			extra += ` data-unit="` + attr(n.Unit) + `"`
		}
	}
	p.blank(id, b)
	return `<qti-text-entry-interaction response-identifier="` + id + `"` + extra + "/>"
}

// open writes a text for a marker, with the reference answer and the marking
// guide as blocks that only the marker sees.
func (p *page) open(id string, b question.Body) string {
	p.declaration(id, "single", "string", nil)
	out := p.wrap("qti-extended-text-interaction", id, ` data-type="`+string(b.Type)+`"`, "")
	if b.Type == question.Calculation && len(b.Blanks) > 0 {
		out += `<div class="` + assess.ClassFinal + `">`
		for _, blank := range b.Blanks {
			out += p.entry(blank, assess.NoBlank)
		}
		out += "</div>"
	}
	rubric := func(inside string) string {
		return "\n" + `<qti-rubric-block use="scoring" view="scorer" data-response="` + id + `"><qti-content-body>` + inside + "</qti-content-body></qti-rubric-block>"
	}
	if b.Reference != "" {
		out += rubric(p.block(b.Reference, nil))
	}
	if len(b.Rubric) > 0 {
		list := "<ul>"
		for _, c := range b.Rubric {
			list += `<li data-share="` + strconv.Itoa(c.Share) + `">` + text(c.Text) + "</li>"
		}
		out += rubric(list + "</ul>")
	}
	return out
}
