// Package markup turns the texts of foreign question files (HTML, Markdown,
// plain) into the HTML that a question.Body holds, and back. It fetches
// nothing: a picture is in the file or it is missing.
package markup

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// Pictures finds a picture by the address that a text gives it; ok is false
// where the file does not hold it.
type Pictures func(src string) (name string, data []byte, ok bool)

// Convert makes the HTML of a question out of foreign HTML: pictures become
// the item's numbered pictures (those in data: addresses are read here,
// others are asked from pictures, which may be nil), formulas of MathJax,
// MathML, Canvas and WIRIS become LaTeX between our marks, links become their
// text. Sound, video, frames, scripts and forms go, with a warning on the
// item. The result is still to be cleaned (exchange.Item.Finish does).
func Convert(text string, pictures func(src string) (name string, data []byte, ok bool), item *exchange.Item) string {
	if !strings.ContainsAny(text, "<&$[\r\n\t") {
		return strings.TrimSpace(html.EscapeString(text))
	}
	if Excessive(text) {
		return html.EscapeString(strings.ToValidUTF8(text[:excess], ""))
	}
	body := &xhtml.Node{Type: xhtml.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := xhtml.ParseFragment(strings.NewReader(escapeStray(question.Legible(text))), body)
	if err != nil { // nested beyond reason: its words are kept
		return question.FromText(question.Plain(text))
	}
	w := &writer{item: item, pictures: pictures}
	for _, n := range nodes {
		body.AppendChild(n) // so that each knows its neighbours
	}
	for _, n := range inner(nodes) {
		w.node(n)
	}
	return strings.TrimSpace(w.out.String())
}

// excess is far more than a text of a question may have, excessWith is that
// with the largest pictures in it that anybody sends.
const (
	excess     = 300_000
	excessWith = 12 << 20
)

// embedded counts the bytes of the pictures that stand in a text.
func embedded(text string) int {
	length := 0
	for {
		at := strings.Index(text, ":image/")
		if at < 0 {
			return length
		}
		if before := text[:at]; !strings.HasSuffix(before, "data") && !strings.HasSuffix(before, `data\`) {
			text = text[at+1:]
			continue
		}
		text = text[at:]
		end := strings.IndexAny(text, "\"'<> \t\n\f\r")
		if end < 0 {
			end = len(text)
		}
		length, text = length+end, text[end:]
	}
}

// Excessive reports a text that is too long or too full of tags to be one of a
// question, pictures in it aside. Convert cuts it unread and the check of its
// length rejects it; readers of texts look before they take one apart.
func Excessive(text string) bool {
	if len(text) <= excess {
		return false
	}
	return len(text) > excessWith || len(text)-embedded(text) > excess
}

// inner takes off lone paragraphs and divisions around a text.
func inner(nodes []*xhtml.Node) []*xhtml.Node {
	for {
		said := slices.DeleteFunc(slices.Clone(nodes), nothing)
		if len(said) != 1 || said[0].Type != xhtml.ElementNode || !wrapper(said[0].DataAtom) {
			return nodes
		}
		nodes = children(said[0])
		if attr(said[0], "class") == keptClass {
			return nodes
		}
	}
}

func wrapper(a atom.Atom) bool {
	return a == atom.P || a == atom.Div || a == atom.Html || a == atom.Body
}

func nothing(n *xhtml.Node) bool {
	return n.Type == xhtml.CommentNode || n.Type == xhtml.TextNode && strings.Trim(n.Data, " \n\t") == ""
}

func children(n *xhtml.Node) []*xhtml.Node {
	var list []*xhtml.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		list = append(list, c)
	}
	return list
}

func attr(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, name) {
			return a.Val
		}
	}
	return ""
}

// writer writes what it walks over.
type writer struct {
	out      strings.Builder
	item     *exchange.Item
	pictures Pictures
	verbatim bool // inside pre or code
}

// rename gives elements that are written under another name; "" writes the
// children alone.
func rename(n *xhtml.Node) (string, bool) {
	switch n.DataAtom {
	case atom.P, atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.S, atom.Sub, atom.Sup, atom.Ul, atom.Ol, atom.Li, atom.Pre, atom.Code,
		atom.Table, atom.Thead, atom.Tr, atom.Td, atom.Th, atom.Div:
		return n.Data, true
	case atom.Span:
		return styled(n), true
	case atom.Del, atom.Strike:
		return "s", true
	case atom.Ins:
		return "u", true
	case atom.Var, atom.Cite, atom.Dfn:
		return "i", true
	case atom.Kbd, atom.Samp, atom.Tt:
		return "code", true
	case atom.Tbody: // the parser adds one where a file has none
		return "tbody", attr(n, "class") == keptClass
	case atom.Caption, atom.Dt, atom.Dd, atom.Figcaption:
		return "p", true
	case atom.Blockquote, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Center, atom.Figure, atom.Fieldset, atom.Dl, atom.Address:
		return "div", true
	}
	return "", false
}

// styled gives the element that a span's style stands for.
func styled(n *xhtml.Node) string {
	if len(n.Attr) == 0 {
		return "span"
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	switch {
	case strings.Contains(style, "vertical-align:super"):
		return "sup"
	case strings.Contains(style, "vertical-align:sub"):
		return "sub"
	case strings.Contains(style, "text-decoration:underline"):
		return "u"
	case strings.Contains(style, "font-weight:bold"), strings.Contains(style, "font-weight:700"):
		return "b"
	case strings.Contains(style, "font-style:italic"):
		return "i"
	}
	return ""
}

// dropped names what goes with all that is in it.
func dropped(n *xhtml.Node) (kind string, is bool) {
	switch n.DataAtom {
	case atom.Audio:
		return "声音", true
	case atom.Video:
		return "视频", true
	case atom.Iframe, atom.Object, atom.Embed, atom.Applet, atom.Frame, atom.Frameset:
		return "嵌入内容", true
	case atom.Script:
		return "脚本", true
	case atom.Svg, atom.Canvas, atom.Map:
		return "矢量图", true
	case atom.Input, atom.Select, atom.Textarea, atom.Button, atom.Keygen:
		return "表单", true
	case atom.Style, atom.Head, atom.Title, atom.Meta, atom.Link, atom.Base, atom.Template, atom.Noscript, atom.Rp, atom.Rt:
		return "", true
	}
	return "", false
}

func (w *writer) node(n *xhtml.Node) {
	switch n.Type {
	case xhtml.TextNode:
		w.text(n)
	case xhtml.ElementNode:
		w.element(n)
	}
}

func (w *writer) element(n *xhtml.Node) {
	if kind, gone := dropped(n); gone {
		w.warnMedia(kind)
		return
	}
	_, local, prefixed := strings.Cut(n.Data, ":")
	switch {
	case n.DataAtom == atom.Math, prefixed && local == "math":
		w.formula(mathML(n), attr(n, "display") == "block")
		return
	case n.DataAtom == atom.Img, n.DataAtom == atom.Image:
		w.image(n)
		return
	case n.DataAtom == atom.Br, n.DataAtom == atom.Hr:
		w.out.WriteString("<br>")
		return
	case n.Data == "tex":
		w.formula(textOf(n), false)
		return
	case n.DataAtom == atom.A:
		w.link(n)
	case heading(n.DataAtom):
		w.out.WriteString("<p><b>")
		w.inside(n)
		w.out.WriteString("</b></p>")
		return
	}
	name, known := rename(n)
	switch {
	case !known || name == "":
		w.inside(n)
		return
	case (name == "p" || name == "div") && n.FirstChild == nil:
		return
	}
	w.out.WriteString("<" + name + spans(n) + ">")
	verbatim := w.verbatim
	w.verbatim = verbatim || name == "pre" || name == "code"
	w.inside(n)
	w.verbatim = verbatim
	w.out.WriteString("</" + name + ">")
}

func heading(a atom.Atom) bool {
	return slices.Contains([]atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}, a)
}

func (w *writer) inside(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// spans writes the only attributes that mean something.
func spans(n *xhtml.Node) string {
	if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
		return ""
	}
	text := ""
	for _, name := range []string{"colspan", "rowspan"} {
		if v, err := strconv.Atoi(strings.TrimSpace(attr(n, name))); err == nil && v > 1 && v < 100 {
			text += " " + name + `="` + strconv.Itoa(v) + `"`
		}
	}
	return text
}

// link warns of links that stand for sound or video.
func (w *writer) link(n *xhtml.Node) {
	target, _, _ := strings.Cut(attr(n, "href"), "?")
	switch strings.ToLower(path.Ext(target)) {
	case ".mp3", ".wav", ".ogg", ".m4a":
		w.warnMedia("声音")
	case ".mp4", ".webm", ".mov", ".avi", ".flv":
		w.warnMedia("视频")
	}
}

var (
	blanks = regexp.MustCompile(`[ \t\n\f]+`)
	// dollars is a formula between double dollars, or between [tex] marks.
	dollars = regexp.MustCompile(`(?s)\$\$(.+?)\$\$|\[tex\](.+?)\[/tex\]`)
)

func (w *writer) text(n *xhtml.Node) {
	text := n.Data
	if w.verbatim {
		w.out.WriteString(html.EscapeString(text))
		return
	}
	text = blanks.ReplaceAllString(text, " ")
	if text == " " && (n.Parent != nil && holdsNoText(n.Parent.DataAtom) || block(n.PrevSibling) || block(n.NextSibling)) {
		return
	}
	last := 0
	trimmed := strings.TrimSpace(text)
	for _, at := range dollars.FindAllStringSubmatchIndex(text, -1) {
		w.out.WriteString(html.EscapeString(text[last:at[0]]))
		alone := at[1]-at[0] == len(trimmed)
		if at[2] >= 0 {
			w.formula(text[at[2]:at[3]], alone && n.PrevSibling == nil && n.NextSibling == nil)
		} else {
			w.formula(text[at[4]:at[5]], false)
		}
		last = at[1]
	}
	w.out.WriteString(html.EscapeString(text[last:]))
}

func block(n *xhtml.Node) bool {
	if n == nil {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Table, atom.Ul, atom.Ol, atom.Pre:
		return true
	}
	return heading(n.DataAtom)
}

func holdsNoText(a atom.Atom) bool {
	switch a {
	case atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Ul, atom.Ol:
		return true
	}
	return false
}

func (w *writer) formula(latex string, display bool) {
	latex = strings.TrimSpace(latex)
	switch {
	case latex == "":
	case display:
		w.out.WriteString(question.DisplayMath(latex))
	default:
		w.out.WriteString(question.Math(latex))
	}
}

func (w *writer) warnMedia(kind string) {
	if kind == "" {
		return
	}
	for _, n := range w.item.Notes {
		if n.Sub == exchange.SubMediaDropped && n.Params["kind"] == kind {
			return
		}
	}
	w.item.Warn("题干", exchange.SubMediaDropped, map[string]any{"kind": kind})
}

func textOf(n *xhtml.Node) string {
	if n.Type == xhtml.TextNode {
		return n.Data
	}
	var out strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out.WriteString(textOf(c))
	}
	return out.String()
}

// baseName gives the file name that an address ends in.
func baseName(src string) string {
	src, _, _ = strings.Cut(src, "?")
	if plain, err := url.PathUnescape(src); err == nil {
		src = plain
	}
	name := path.Base(strings.ReplaceAll(src, `\`, "/"))
	if runes := []rune(question.Legible(name)); len(runes) > 100 {
		return string(runes[len(runes)-100:])
	}
	return question.Legible(name)
}
