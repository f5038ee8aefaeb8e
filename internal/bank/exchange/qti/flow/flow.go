// Package flow turns the content of QTI items, HTML in a text or XHTML in the
// tree, into the HTML of a question, and brings its pictures along.
package flow

import (
	"bytes"
	"errors"
	"html"
	"image"
	"maps"
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// Reasons why a file that an item names cannot be had.
var (
	ErrOutside = errors.New("points outside the package")
	ErrMissing = errors.New("not in the package")
	ErrAlone   = errors.New("the item came without a package")
)

// Notes that items of all versions get: on files that they name, and on keys.
const (
	SubOutside     fault.Sub = "bank.qti_outside"      // {name}
	SubFileMissing fault.Sub = "bank.qti_file_missing" // {name}
	SubKeyUnclear  fault.Sub = "bank.qti_key_unclear"  // the scoring rules point to no single answer
	SubSeveralKeys fault.Sub = "bank.qti_several_keys" // several different answers are right
)

// Loader gives the bytes of a file that an item names, and the name under
// which it was found. The errors are those above.
type Loader func(href string) (name string, data []byte, err error)

// Text makes the texts of one item and notes on it what cannot be kept.
type Text struct {
	Item *exchange.Item
	Load Loader
}

// New begins an item's texts.
func New(item *exchange.Item, load Loader) *Text { return &Text{Item: item, Load: load} }

// HTML makes a question's HTML of HTML as it stands in a file.
func (t *Text) HTML(raw string) string { return markup.Convert(raw, t.load, t.Item) }

// Picture brings a picture along and gives its number, or 0 with the reason
// noted on the item.
func (t *Text) Picture(href string) int { return markup.AddPicture(t.Item, href, t.load) }

// load refuses pictures from outside and those that a package lacks; a single
// file can hold none, which is a warning only.
func (t *Text) load(href string) (string, []byte, bool) {
	name, data, err := t.Load(href)
	switch {
	case errors.Is(err, ErrAlone):
	case errors.Is(err, ErrOutside):
		t.RejectOnce("图片", SubOutside, fault.Params{"name": short(href)})
	case err != nil:
		t.RejectOnce("图片", exchange.SubPictureMissing, fault.Params{"name": short(name)})
	}
	return name, data, err == nil
}

// Size gives the width and height of a picture of the item, or zeros.
func (t *Text) Size(n int) (width, height int) {
	if n < 1 || n > len(t.Item.Pictures) {
		return 0, 0
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(t.Item.Pictures[n-1].Data))
	if err != nil {
		return 0, 0
	}
	return size.Width, size.Height
}

func short(name string) string {
	if runes := []rune(name); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return name
}

// Drop notes, once for each kind, that something has no place in a question.
func (t *Text) Drop(kind string) {
	t.WarnOnce("题干", exchange.SubMediaDropped, fault.Params{"kind": kind})
}

// WarnOnce notes a warning unless the item carries it already.
func (t *Text) WarnOnce(column string, sub fault.Sub, p fault.Params) {
	if !t.noted(sub, p) {
		t.Item.Warn(column, sub, p)
	}
}

// RejectOnce rejects unless the item carries that reason already.
func (t *Text) RejectOnce(column string, sub fault.Sub, p fault.Params) {
	if !t.noted(sub, p) {
		t.Item.Reject(column, sub, p)
	}
}

func (t *Text) noted(sub fault.Sub, p fault.Params) bool {
	return slices.ContainsFunc(t.Item.Notes, func(n exchange.Note) bool {
		return n.Sub == sub && n.Params["kind"] == p["kind"] && n.Params["name"] == p["name"]
	})
}

// Finish ends an item: texts are cleaned and the rules checked. An item of a
// kind that we do not have gets that one reason; a note is told once; and of
// two notes on one missing file the one that rejects stays.
func (t *Text) Finish(c question.Cleaner) {
	alone := slices.IndexFunc(t.Item.Notes, func(n exchange.Note) bool {
		return !n.Warning && (n.Sub == exchange.SubUnsupported || n.Sub == SubFileMissing || n.Sub == SubOutside ||
			n.Sub == exchange.SubPictureMissing || n.Sub == exchange.SubPictureForm)
	})
	if alone >= 0 {
		t.Item.Notes = []exchange.Note{t.Item.Notes[alone]}
		t.Item.Body = t.Item.Tidy(c)
		return
	}
	var kept []exchange.Note
	for _, n := range t.Item.Notes {
		same := func(o exchange.Note) bool {
			return o.Sub == n.Sub && o.Warning == n.Warning && maps.Equal(o.Params, n.Params)
		}
		stronger := func(o exchange.Note) bool {
			picture := n.Sub == exchange.SubPictureMissing || n.Sub == exchange.SubPictureForm
			return picture && n.Warning && !o.Warning && n.Sub == o.Sub
		}
		if !slices.ContainsFunc(kept, same) && !slices.ContainsFunc(t.Item.Notes, stronger) {
			kept = append(kept, n)
		}
	}
	t.Item.Notes = kept
	t.Item.Finish(c)
}

var hollow = regexp.MustCompile(`<p>\s*</p>|<div>\s*</div>|<ul>\s*</ul>`)

// solid takes out blocks in which nothing stands.
func solid(h string) string {
	for {
		next := hollow.ReplaceAllString(h, "")
		if next == h {
			return h
		}
		h = next
	}
}

var spaces = regexp.MustCompile(`[ \t\r\f]+`)

// Plain makes HTML of plain text; runs of spaces are one, as HTML shows them.
func Plain(text string) string {
	return question.FromText(strings.TrimSpace(spaces.ReplaceAllString(text, " ")))
}

// Hook replaces an element of the tree by HTML of its own; false lets it pass.
type Hook func(*xmlsafe.Node) (string, bool)

// Nodes makes HTML of a part of the tree. hook may be nil.
func (t *Text) Nodes(list []*xmlsafe.Node, hook Hook) string {
	return solid(t.HTML(t.Raw(list, hook)))
}

// Raw writes a part of the tree as HTML text, for a hook to give back or for
// HTML to read.
func (t *Text) Raw(list []*xmlsafe.Node, hook Hook) string {
	var out strings.Builder
	t.writeAll(&out, list, hook)
	return out.String()
}

// Inner makes HTML of what stands inside an element.
func (t *Text) Inner(node *xmlsafe.Node, hook Hook) string {
	if node == nil {
		return ""
	}
	return t.Nodes(node.Children, hook)
}

func (t *Text) write(out *strings.Builder, node *xmlsafe.Node, hook Hook) {
	if node.Name == "" {
		out.WriteString(html.EscapeString(node.Text))
		return
	}
	if hook != nil {
		if text, ok := hook(node); ok {
			out.WriteString(text)
			return
		}
	}
	if t.special(out, node, hook) {
		return
	}
	if node.Name != strings.ToLower(node.Name) || strings.Contains(node.Name, "-") { // no element of HTML
		t.writeAll(out, node.Children, hook)
		return
	}
	t.element(out, node, hook)
}

func (t *Text) writeAll(out *strings.Builder, list []*xmlsafe.Node, hook Hook) {
	for _, node := range list {
		t.write(out, node, hook)
	}
}

// special writes what is not written as it stands.
func (t *Text) special(out *strings.Builder, node *xmlsafe.Node, hook Hook) bool {
	switch node.Name {
	case "script", "style", "annotation-xml":
		return true
	case "annotation": // of foreign programs, with commands of their own
		return node.Attr("", "encoding") != "application/x-tex"
	case "object":
		t.object(out, node, hook)
		return true
	case "audio", "video", "iframe", "embed":
		t.Drop(media[node.Name])
		return true
	case "table": // its heading stands above it: nothing of ours can stand inside
		c := node.Child(node.Space, "caption")
		if c == nil {
			return false
		}
		out.WriteString("<p>" + t.Raw(c.Children, hook) + "</p>")
		bare := *node
		bare.Children = slices.DeleteFunc(slices.Clone(node.Children), func(n *xmlsafe.Node) bool { return n == c })
		t.element(out, &bare, hook)
		return true
	}
	return false
}

func (t *Text) element(out *strings.Builder, node *xmlsafe.Node, hook Hook) {
	out.WriteString("<" + node.Name)
	for _, a := range node.Attrs {
		if !plainName(a.Name.Local) {
			continue
		}
		value := a.Value
		if a.Name.Local == "alt" {
			value = fold(value)
		}
		out.WriteString(" " + a.Name.Local + `="` + html.EscapeString(value) + `"`)
	}
	out.WriteString(">")
	if void(node.Name) && len(node.Children) == 0 {
		return
	}
	t.writeAll(out, node.Children, hook)
	out.WriteString("</" + node.Name + ">")
}

func plainName(name string) bool {
	for _, r := range name {
		if r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return name != "" && name != "xmlns"
}

func void(name string) bool {
	switch name {
	case "br", "img", "hr", "col", "mspace", "none", "mprescripts":
		return true
	}
	return false
}

// object is a picture, a passage kept in a file of its own, or media. An
// object inside an object stands in for what cannot be shown.
func (t *Text) object(out *strings.Builder, node *xmlsafe.Node, hook Hook) {
	kind, href := node.Attr("", "type"), node.Attr("", "data")
	switch {
	case strings.HasPrefix(kind, "image/"), kind == "" && pictureName(href):
		if inner := node.Child(node.Space, "object"); inner != nil && !pictureName(href) {
			t.write(out, inner, hook)
			return
		}
		out.WriteString(`<img src="` + html.EscapeString(href) + `" alt="` + html.EscapeString(fold(node.Content())) + `">`)
	case strings.HasPrefix(kind, "text/"), strings.Contains(kind, "html"):
		out.WriteString(t.passage(href))
	default:
		t.Drop(MediaName(kind))
	}
}

func (t *Text) passage(href string) string {
	name, data, err := t.Load(href)
	switch {
	case errors.Is(err, ErrOutside):
		t.Item.Reject("题干", SubOutside, fault.Params{"name": short(href)})
		return ""
	case err != nil:
		t.Item.Reject("题干", SubFileMissing, fault.Params{"name": short(name)})
		return ""
	}
	text, err := xmlsafe.Decode(data)
	if err != nil {
		t.Item.Reject("题干", SubFileMissing, fault.Params{"name": short(name)})
		return ""
	}
	return body(string(text))
}

var bodyOf = regexp.MustCompile(`(?is)<body[^>]*>(.*?)(?:</body|$)`)

// body is what stands between <body> and </body>.
func body(page string) string {
	if found := bodyOf.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return page
}

func pictureName(href string) bool {
	lower := strings.ToLower(href)
	for _, end := range []string{".png", ".jpg", ".jpeg", ".gif"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

func fold(text string) string { return strings.Join(strings.Fields(text), " ") }

// MediaName is what people call a kind of media.
func MediaName(mime string) string {
	kind, _, _ := strings.Cut(mime, "/")
	if name := media[kind]; name != "" {
		return name
	}
	return "附件"
}

var media = map[string]string{"audio": "声音", "video": "视频", "iframe": "嵌入网页", "embed": "嵌入对象", "application": "附件"}
