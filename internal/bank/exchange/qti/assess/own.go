package assess

import (
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/qti/area"
	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// Marks that our own writer leaves, in attributes and classes that every other
// program passes over.
const (
	ClassPart  = "jx-part"  // a part of a case
	ClassFinal = "jx-final" // entries that the text shows no blanks for
	ClassBelow = "jx-below" // pictures that no text names

	Explanation = "EXPLANATION" // identifier of the feedback that explains
	NoBlank     = "none"        // data-blank of a blank that the text does not show
)

func hasClass(n *xmlsafe.Node, class string) bool {
	return slices.Contains(strings.Fields(n.Attr("", "class")), class)
}

// own takes what our own writer added to the manifest.
func (it *item) own() {
	get := func(name string) string {
		if list := it.ctx.Own[name]; len(list) > 0 {
			return list[0]
		}
		return ""
	}
	if ref := get("ref"); ref != "" {
		it.Item.Ref = ref
	}
	it.Item.Element, it.Item.Pool, it.Item.Source = get("element"), get("pool"), get("source")
	for i, href := range it.ctx.Own["picture"] {
		if i < question.MaxPictures {
			it.Picture(href)
		}
	}
}

// ownParts are the parts of a case as our own writer marks them.
func (it *item) ownParts() []*xmlsafe.Node {
	return slices.DeleteFunc(elements(it.body), func(n *xmlsafe.Node) bool { return !hasClass(n, ClassPart) })
}

// readParts reads a case of our own: every part is read like an item.
func (it *item) readParts(parts []*xmlsafe.Node) {
	whole := it.body
	stem := slices.DeleteFunc(slices.Clone(whole.Children), func(n *xmlsafe.Node) bool { return hasClass(n, ClassPart) })
	body := question.Body{Type: question.Case, Stem: it.Nodes(stem, it.hook(nil))}
	notes := it.notes
	for _, p := range parts {
		it.body, it.notes, it.Item.Body, it.keys, it.choice = p, nil, question.Body{}, map[string]string{}, ""
		it.read()
		it.Item.Share = shareOf(p)
		body.Parts = append(body.Parts, it.Item.Body)
	}
	it.body, it.notes, it.Item.Body, it.keys, it.choice = whole, notes, body, map[string]string{}, ""
}

// calculation reads a calculation of our own, with its final values.
func (it *item) calculation(list []*xmlsafe.Node) bool {
	first := list[0]
	if question.Type(first.Attr("", "data-type")) != question.Calculation || first.Name != "extendedTextInteraction" {
		return false
	}
	it.Item.Stem = it.Nodes(it.body.Children, it.hook(func(n *xmlsafe.Node) string { return it.prompt(n) }))
	it.Item.Body = it.answer(first, it.Item.Body)
	for i, n := range list[1:] {
		if n.Name != "textEntryInteraction" {
			return false
		}
		it.Item.Blanks = append(it.Item.Blanks, it.blank(n, i))
	}
	return true
}

// blankOf is the blank that a text entry leaves in its text.
func blankOf(n *xmlsafe.Node) string {
	mark := n.Attr("", "data-blank")
	if mark == NoBlank {
		return ""
	}
	if length, err := strconv.Atoi(mark); err == nil && length >= 3 && length <= 100 {
		return strings.Repeat("_", length)
	}
	return blankMark
}

// ownNumber takes the spelling of a number that our own writer kept, if it is
// the number that the item declares.
func ownNumber(n *xmlsafe.Node, gap *question.Blank) {
	if n == nil || gap.Number == nil {
		return
	}
	same := func(spelling, held string) bool {
		a, ok := number.Parse(spelling)
		b, ok2 := number.Parse(held)
		return ok && ok2 && a.Cmp(b) == 0
	}
	value, tolerance := n.Attr("", "data-number"), n.Attr("", "data-tolerance")
	if same(value, gap.Number.Value) {
		gap.Number.Value = value
	}
	if same(tolerance, gap.Number.Tolerance) {
		gap.Number.Tolerance = tolerance
	}
}

// ownArea takes the exact area that our own writer kept, if it is the one that
// the pixels describe.
func ownArea(n *xmlsafe.Node, a question.Area) question.Area {
	exact := area.Numbers(n.Attr("", "data-area"))
	if len(exact) == 0 || len(exact) != len(a.Coords) {
		return a
	}
	coords := make([]int, len(exact))
	for i, f := range exact {
		coords[i] = int(f)
		if d := coords[i] - a.Coords[i]; d > 1000 || d < -1000 {
			return a
		}
	}
	a.Coords = coords
	return a
}
