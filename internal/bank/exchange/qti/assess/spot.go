package assess

import (
	"math/big"
	"path"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/area"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// canvas is the picture of a graphic interaction and how its places count.
func (it *item) canvas(n *xmlsafe.Node) (picture int, scale area.Scale) {
	object := firstOf(n, "object", "img")
	if object == nil {
		object = child(child(n, "picture"), "img")
	}
	if object == nil {
		return 0, area.Scale{}
	}
	href := object.Attr("", "data")
	if object.Name == "img" {
		href = object.Attr("", "src")
	}
	if picture = it.Picture(href); picture == 0 {
		it.Item.Reject("图片", exchange.SubPictureForm, fault.Params{"name": path.Base(href)})
	}
	width, _ := strconv.ParseFloat(strings.TrimSuffix(object.Attr("", "width"), "px"), 64)
	height, _ := strconv.ParseFloat(strings.TrimSuffix(object.Attr("", "height"), "px"), 64)
	if w, h := it.Size(picture); w > 0 && (width <= 0 || height <= 0) {
		width, height = float64(w), float64(h)
	}
	if picture > 0 && (width <= 0 || height <= 0) { // without the picture its size is not known
		it.Item.Reject("图片", exchange.SubPictureMissing, fault.Params{"name": it.Item.Pictures[picture-1].Name})
		return picture, area.Scale{}
	}
	return picture, area.Scale{Width: width, Height: height}
}

func firstOf(n *xmlsafe.Node, names ...string) *xmlsafe.Node {
	for _, name := range names {
		if c := child(n, name); c != nil {
			return c
		}
	}
	return nil
}

// spot is a picture with places: those to choose from, or those where a point
// must lie.
func (it *item) spot(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	body.Type = question.Hotspot
	stage := n
	if n.Name == "positionObjectInteraction" {
		stage = it.stage(n)
	}
	var scale area.Scale
	body.Picture, scale = it.canvas(stage)
	if body.Picture == 0 {
		return body
	}
	if scale.Width <= 0 {
		return body
	}
	if n.Name == "hotspotInteraction" {
		return it.choices(n, d, scale, body)
	}
	return it.points(n, d, scale, body)
}

// stage is the picture on which objects are laid.
func (it *item) stage(n *xmlsafe.Node) *xmlsafe.Node {
	for _, s := range below(it.body, "positionObjectStage") {
		for _, i := range interactions(s) {
			if i == n {
				return s
			}
		}
	}
	return n
}

func (it *item) choices(n *xmlsafe.Node, d *declaration, scale area.Scale, body question.Body) question.Body {
	list := named(n, "hotspotChoice")
	many := d.cardinality == "multiple"
	right := it.rightChoices(d, list, many)
	it.right[d.id] = right
	keys := map[string]string{}
	for i, c := range list {
		keys[idOf(c)] = question.Letter(i)
		body = it.addArea(body, scale, c.Attr("", "shape"), c.Attr("", "coords"))
		body.Areas[i] = ownArea(c, body.Areas[i])
	}
	for _, id := range right {
		body.Key = append(body.Key, keys[id])
	}
	return body
}

func (it *item) addArea(body question.Body, scale area.Scale, shape, coords string) question.Body {
	a, ok := scale.Of(question.Letter(len(body.Areas)), shape, area.Numbers(coords))
	if !ok {
		it.RejectOnce("选项", question.SubAreas, nil)
	}
	body.Areas = append(body.Areas, a)
	return body
}

// points takes the areas that earn the most; all of them are to be marked.
func (it *item) points(n *xmlsafe.Node, d *declaration, scale area.Scale, body question.Body) question.Body {
	top := new(big.Rat)
	for _, a := range d.areas {
		if a.value.Cmp(top) > 0 {
			top = a.value
		}
	}
	it.right[d.id] = d.correct
	for _, a := range d.areas {
		if top.Sign() <= 0 || a.value.Cmp(top) != 0 {
			it.WarnOnce("答案", exchange.SubPartialCredit, nil)
			continue
		}
		body = it.addArea(body, scale, a.shape, a.coords)
		body.Key = append(body.Key, question.Letter(len(body.Areas)-1))
	}
	most, err := strconv.Atoi(n.Attr("", "maxChoices"))
	if d.cardinality == "single" || n.Attr("", "maxChoices") == "" {
		most, err = 1, nil
	}
	if len(body.Key) > 1 && err == nil && most > 0 && most < len(body.Key) {
		it.RejectOnce("答案", flow.SubSeveralKeys, nil)
	}
	return body
}

// labels makes a case: each label asks for its place on the picture.
func (it *item) labels(n *xmlsafe.Node, d *declaration, body question.Body) question.Body {
	picture, scale := it.canvas(n)
	if scale.Width <= 0 {
		body.Type = question.Case
		return body
	}
	list := it.couples(d)
	places := named(n, "associableHotspot")
	used := map[string]bool{}
	body.Type = question.Case
	for _, c := range list {
		word, place := c.left, c.right
		if used[word] || used["@"+place] {
			it.RejectOnce("题型", exchange.SubUnsupported, fault.Params{"kind": "一处多填（graphicGapMatchInteraction）"})
			return body
		}
		used[word], used["@"+place] = true, true
		part := question.Body{Type: question.Hotspot, Stem: it.label(n, word), Picture: picture, Share: 1}
		for i, p := range places {
			part = it.addArea(part, scale, p.Attr("", "shape"), p.Attr("", "coords"))
			if idOf(p) == place {
				part.Key = []string{question.Letter(i)}
			}
		}
		body.Parts = append(body.Parts, part)
	}
	return body
}

// label is the text or picture to be laid on the drawing.
func (it *item) label(n *xmlsafe.Node, id string) string {
	for _, c := range elements(n) {
		if idOf(c) == id && (c.Name == "gapImg" || c.Name == "gapText") {
			text := it.Inner(c, it.hook(nil))
			if label := c.Attr("", "objectLabel"); question.Empty(text) && label != "" {
				text = raw(label)
			}
			return "在图上指出：" + text
		}
	}
	return ""
}
