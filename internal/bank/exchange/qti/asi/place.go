package asi

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/qti/area"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// ordering is a list to be put in order.
func (b *builder) ordering() {
	r := b.responses[0]
	b.Item.Stem = join(b.Item.Stem, r.label)
	options, keys := letters(r.choices)
	body := &b.Item.Body
	body.Type, body.Options = question.Ordering, options
	sequence := b.sequence(r.id)
	for _, id := range sequence {
		body.Key = append(body.Key, keys[id])
	}
	b.right = answers{r.id: sequence}
	if object := find(b.node, "ims_render_object"); b.kind == kindOrdering || object == nil || !strings.EqualFold(object.Attr("", "shuffle"), "no") {
		*body = flow.Scattered(*body)
	}
}

// sequence is the order that the best-paying rule asks for; where each place
// has a rule of its own, they are put together.
func (b *builder) sequence(id string) []string {
	var best []string
	top := new(big.Rat)
	var single []*xmlsafe.Node
	for _, rule := range b.run.rules {
		if rule.when == nil || !pays(rule) {
			continue
		}
		var list []*xmlsafe.Node
		visit(rule.when, func(n *xmlsafe.Node) {
			if n.Name == "varequal" && n.Attr("", "respident") == id {
				list = append(list, n)
			}
		})
		if len(list) == 1 {
			single = append(single, list[0])
		}
		if len(list) > 1 && rule.sets[0].value.Cmp(top) > 0 {
			top, best = rule.sets[0].value, inOrder(list)
		}
	}
	if best == nil {
		best = inOrder(single)
	}
	return best
}

// inOrder reads the values by their index where they have one.
func inOrder(list []*xmlsafe.Node) []string {
	index := func(n *xmlsafe.Node) int {
		i, _ := strconv.Atoi(n.Attr("", "index"))
		return i
	}
	slices.SortStableFunc(list, func(x, y *xmlsafe.Node) int { return cmp.Compare(index(x), index(y)) })
	var ids []string
	for _, n := range list {
		ids = append(ids, strings.TrimSpace(n.Content()))
	}
	return ids
}

// hotspot is a picture with places.
func (b *builder) hotspot() {
	if len(b.responses) > 1 {
		b.unsupported("多个图片作答（render_hotspot）")
		return
	}
	r := b.responses[0]
	b.Item.Stem = join(b.Item.Stem, r.label)
	body := &b.Item.Body
	body.Type = question.Hotspot
	image := find(r.render, "matimage")
	if image == nil {
		image = find(b.node, "matimage")
	}
	if image != nil {
		body.Picture = b.Picture(image.Attr("", "uri"))
	}
	scale := b.scale(image, body.Picture)
	canvas := b.kind == kindHotspot
	sound := true
	for _, c := range r.choices {
		key := question.Letter(len(body.Areas))
		shape, coords := shapeOf(c.node, canvas)
		a, ok := scale.Of(key, shape, coords)
		sound = sound && ok
		body.Areas = append(body.Areas, a)
		if canvas && len(b.run.rules) == 0 || b.worth(r.id, c.id) > 0 {
			body.Key = append(body.Key, key)
		}
	}
	if !sound {
		body.Areas = nil // the rules of the bank say what is wrong with it
	}
}

// scale tells shares from pixels: New Quizzes writes shares.
func (b *builder) scale(image *xmlsafe.Node, picture int) area.Scale {
	shares := b.kind == kindHotspot
	if shares {
		return area.Scale{Width: 1, Height: 1}
	}
	width, _ := strconv.ParseFloat(image.Attr("", "width"), 64)
	height, _ := strconv.ParseFloat(image.Attr("", "height"), 64)
	if w, h := b.Size(picture); w > 0 && (width <= 0 || height <= 0) {
		width, height = float64(w), float64(h)
	}
	return area.Scale{Width: width, Height: height}
}

// shapeOf reads an area: two corners each in New Quizzes; in the standard a
// rectangle is corner, width and height, an ellipse centre and widths.
func shapeOf(n *xmlsafe.Node, canvas bool) (string, []float64) {
	c := area.Numbers(bareText(n))
	switch strings.ToLower(n.Attr("", "rarea")) {
	case "rectangle":
		if !canvas && len(c) == 4 {
			c = []float64{c[0], c[1], c[0] + c[2], c[1] + c[3]}
		}
		return "rect", c
	case "ellipse":
		if len(c) != 4 {
			return "", nil
		}
		if canvas {
			return "ellipse", []float64{(c[0] + c[2]) / 2, (c[1] + c[3]) / 2, (c[2] - c[0]) / 2, (c[3] - c[1]) / 2}
		}
		return "ellipse", []float64{c[0], c[1], c[2] / 2, c[3] / 2}
	case "bounded":
		return "poly", c
	}
	return "", nil
}
