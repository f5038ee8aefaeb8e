package assess

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// how an interaction stands in an item.
type how int

const (
	block  how = iota + 1 // a question by itself
	inline                // a place in a text
	aside                 // asks nothing that is marked
)

var kinds = map[string]how{
	"choiceInteraction": block, "orderInteraction": block, "associateInteraction": block, "matchInteraction": block, "gapMatchInteraction": block,
	"hottextInteraction": block, "extendedTextInteraction": block, "hotspotInteraction": block, "selectPointInteraction": block,
	"graphicGapMatchInteraction": block, "positionObjectInteraction": block, "sliderInteraction": block,
	"textEntryInteraction": inline, "inlineChoiceInteraction": inline,
	"endAttemptInteraction": aside, "mediaInteraction": aside,
}

// interactions lists the interactions of a part in order, without those inside
// feedback.
func interactions(n *xmlsafe.Node) []*xmlsafe.Node {
	if n == nil || n.Name == "" {
		return nil
	}
	if strings.HasSuffix(n.Name, "Interaction") {
		return []*xmlsafe.Node{n}
	}
	var list []*xmlsafe.Node
	for _, c := range n.Children {
		list = append(list, interactions(c)...)
	}
	return list
}

func answered(n *xmlsafe.Node) []*xmlsafe.Node {
	return slices.DeleteFunc(interactions(n), func(i *xmlsafe.Node) bool { return kinds[i.Name] == aside })
}

const blankMark = "____"

// read makes the body of the item.
func (it *item) read() {
	list := answered(it.body)
	switch parts := it.ownParts(); {
	case len(parts) > 0:
		it.readParts(parts)
	case len(list) > 0 && it.calculation(list):
	case len(list) == 0:
		it.Item.Stem = it.Nodes(it.body.Children, it.hook(nil))
		it.RejectOnce("题型", exchange.SubUnsupported, map[string]any{"kind": "没有作答方式的题目"})
	case len(list) == 1:
		it.one(list[0])
	case !slices.ContainsFunc(list, func(n *xmlsafe.Node) bool { return n.Name != "textEntryInteraction" }):
		it.fill(list)
	case !slices.ContainsFunc(list, func(n *xmlsafe.Node) bool { return kinds[n.Name] != inline }):
		it.inlines(list)
	default:
		it.composite()
	}
	it.explain()
}

// hook leaves out what does not belong into a text and puts replacements for
// interactions, given as HTML.
func (it *item) hook(instead func(*xmlsafe.Node) string) flow.Hook {
	var hook flow.Hook
	hook = func(n *xmlsafe.Node) (string, bool) {
		switch n.Name {
		case "feedbackBlock", "feedbackInline", "modalFeedback":
			it.note(n)
			return "", true
		case "rubricBlock":
			view := n.Attr("", "view")
			if view == "" || strings.Contains(view, "candidate") {
				return "<div>" + it.Raw(n.Children, hook) + "</div>", true
			}
			it.rubric = append(it.rubric, n)
			return "", true
		case "templateBlock", "templateInline", "stylesheet", "catalogInfo", "companionMaterialsInfo":
			return "", true
		case "mediaInteraction":
			it.Drop("声音或视频")
			return "", true
		case "endAttemptInteraction":
			return "", true
		}
		if hasClass(n, ClassFinal) || hasClass(n, ClassBelow) || hasClass(n, "qti-visually-hidden") {
			return "", true
		}
		if strings.HasSuffix(n.Name, "Interaction") {
			if instead == nil {
				return "", true
			}
			return instead(n), true
		}
		return "", false
	}
	return hook
}

// prompt is the raw HTML of an interaction's own text.
func (it *item) prompt(n *xmlsafe.Node) string {
	p := child(n, "prompt")
	if p == nil {
		return ""
	}
	return "<div>" + it.Raw(p.Children, it.hook(nil)) + "</div>"
}

// one is an item with a single interaction.
func (it *item) one(n *xmlsafe.Node) {
	share := it.Item.Share
	it.Item.Stem = it.stemAround(n)
	it.Item.Body = it.answer(n, it.Item.Body)
	it.Item.Share = share
}

// stemAround is the item's text with the interaction's own text in its place.
func (it *item) stemAround(n *xmlsafe.Node) string {
	if n.Name == "positionObjectInteraction" {
		return it.Nodes(it.body.Children, it.withoutStage())
	}
	return it.Nodes(it.body.Children, it.hook(func(c *xmlsafe.Node) string {
		if c != n {
			return ""
		}
		return it.textOf(n)
	}))
}

// withoutStage leaves out the stage of a positionObjectInteraction: its picture
// becomes the question's.
func (it *item) withoutStage() flow.Hook {
	hook := it.hook(nil)
	return func(n *xmlsafe.Node) (string, bool) {
		if n.Name == "positionObjectStage" {
			return "", true
		}
		return hook(n)
	}
}

// textOf is what an interaction shows in the stem, as raw HTML.
func (it *item) textOf(n *xmlsafe.Node) string {
	switch n.Name {
	case "textEntryInteraction":
		return blankOf(n)
	case "inlineChoiceInteraction":
		return blankMark
	case "gapMatchInteraction":
		return it.prompt(n) + it.Raw(rest(n, "prompt", "gapText", "gapImg"), it.gapHook(n))
	case "hottextInteraction":
		return it.prompt(n) + it.Raw(rest(n, "prompt"), it.hottextHook(n))
	}
	return it.prompt(n)
}

func rest(n *xmlsafe.Node, without ...string) []*xmlsafe.Node {
	return slices.DeleteFunc(slices.Clone(n.Children), func(c *xmlsafe.Node) bool { return slices.Contains(without, c.Name) })
}

func numbered(i int) string { return "（" + strconv.Itoa(i+1) + "）" }

// fill is a text with blanks.
func (it *item) fill(list []*xmlsafe.Node) {
	it.Item.Type = question.Fill
	it.Item.Stem = it.Nodes(it.body.Children, it.hook(blankOf))
	for i, n := range list {
		it.Item.Blanks = append(it.Item.Blanks, it.blank(n, i))
	}
	it.swapped()
}

// swapped warns of blanks that take the same answers: they may be given in any
// order, but not twice, which our marking does not see.
func (it *item) swapped() {
	for i, b := range it.Item.Blanks {
		for _, other := range it.Item.Blanks[i+1:] {
			if len(b.Answers) > 1 && slices.Equal(b.Answers, other.Answers) {
				it.WarnOnce("答案", SubSwapped, nil)
			}
		}
	}
}

// inlines is a text with lists to choose from, and blanks perhaps.
func (it *item) inlines(list []*xmlsafe.Node) {
	it.Item.Type = question.Case
	it.Item.Stem = it.Nodes(it.body.Children, it.hook(func(n *xmlsafe.Node) string {
		return numbered(slices.Index(list, n)) + blankMark
	}))
	for i, n := range list {
		part := question.Body{Stem: "第 " + strconv.Itoa(i+1) + " 空", Share: shareOf(n)}
		it.Item.Parts = append(it.Item.Parts, it.answer(n, part))
	}
}

func shareOf(n *xmlsafe.Node) int {
	if share, err := strconv.Atoi(n.Attr("", "data-share")); err == nil && share >= 1 && share <= 100 {
		return share
	}
	return 1
}

// piece is a part of a composite item being gathered.
type piece struct {
	text  []*xmlsafe.Node
	nodes []*xmlsafe.Node // its interactions
}

// composite splits an item with several interactions into a case of parts.
func (it *item) composite() {
	var above, pending []*xmlsafe.Node
	var pieces []piece
	for _, leaf := range it.leaves(it.body) {
		inside := answered(leaf)
		switch {
		case len(inside) == 0:
			pending = append(pending, leaf)
			continue
		case len(pieces) == 0:
			above, pending = pending, nil
		}
		last := len(pieces) - 1
		if kinds[inside[0].Name] == inline && last >= 0 && len(blankText(pending)) == 0 && kinds[pieces[last].nodes[0].Name] == inline {
			pieces[last].text = append(pieces[last].text, leaf)
			pieces[last].nodes = append(pieces[last].nodes, inside...)
			continue
		}
		pieces = append(pieces, piece{text: append(pending, leaf), nodes: inside})
		pending = nil
	}
	if n := len(pieces); n > 0 {
		pieces[n-1].text = append(pieces[n-1].text, pending...)
	}
	it.Item.Type = question.Case
	it.Item.Stem = it.Nodes(above, it.hook(nil))
	for _, p := range pieces {
		it.Item.Parts = append(it.Item.Parts, it.part(p)...)
	}
	if question.Empty(it.Item.Stem) {
		it.Item.Stem = flow.Plain(it.root.Attr("", "title"))
	}
	if question.Empty(it.Item.Stem) {
		it.Item.Stem = "回答下列各题。"
	}
}

func blankText(list []*xmlsafe.Node) string {
	text := ""
	for _, n := range list {
		text += strings.TrimSpace(n.Content())
		visit(n, func(c *xmlsafe.Node) {
			if c.Name == "img" || c.Name == "object" {
				text += "·"
			}
		})
	}
	return text
}

// leaves flattens the wrappers around block interactions.
func (it *item) leaves(n *xmlsafe.Node) []*xmlsafe.Node {
	var list []*xmlsafe.Node
	for _, c := range n.Children {
		wraps := !strings.HasSuffix(c.Name, "Interaction") && c.Name != "" &&
			slices.ContainsFunc(answered(c), func(i *xmlsafe.Node) bool { return kinds[i.Name] == block })
		if wraps && c.Name != "positionObjectStage" {
			list = append(list, it.leaves(c)...)
			continue
		}
		list = append(list, c)
	}
	return list
}

// part makes one part, or one for each list in a text.
func (it *item) part(p piece) []question.Body {
	first := p.nodes[0]
	fills := !slices.ContainsFunc(p.nodes, func(n *xmlsafe.Node) bool { return n.Name != "textEntryInteraction" })
	if len(p.nodes) == 1 || fills {
		body := question.Body{Share: shareOf(first)}
		hook := it.hook(it.textOf)
		if first.Name == "positionObjectInteraction" {
			hook = it.withoutStage()
		}
		body.Stem = it.Nodes(p.text, hook)
		if question.Plain(body.Stem) == "" {
			body.Stem = numbered(len(it.Item.Parts)) + body.Stem
		}
		if len(p.nodes) == 1 {
			return []question.Body{it.answer(first, body)}
		}
		body.Type = question.Fill
		for i, n := range p.nodes {
			body.Blanks = append(body.Blanks, it.blank(n, i))
		}
		return []question.Body{body}
	}
	var parts []question.Body
	text := it.Nodes(p.text, it.hook(func(n *xmlsafe.Node) string { return numbered(slices.Index(p.nodes, n)) + blankMark }))
	for i, n := range p.nodes {
		body := question.Body{Share: shareOf(n), Stem: text + "<br>" + numbered(i)}
		if i > 0 {
			body.Stem = "上文" + numbered(i)
		}
		parts = append(parts, it.answer(n, body))
	}
	return parts
}

// raw escapes a text for a hook.
func raw(text string) string { return html.EscapeString(text) }
