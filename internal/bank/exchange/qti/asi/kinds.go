package asi

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func attrs(pairs ...string) []xml.Attr {
	var list []xml.Attr
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, xml.Attr{Name: xml.Name{Local: pairs[i]}, Value: pairs[i+1]})
	}
	return list
}

// unsupported rejects by name.
func (b *builder) unsupported(name string) {
	b.RejectOnce("题型", exchange.SubUnsupported, fault.Params{"kind": name})
}

// declared does with an item what its name alone decides.
func (b *builder) declared() bool {
	switch {
	case b.kind == kindUpload:
		b.unsupported("文件上传题（" + kindName(b.meta) + "）")
	case b.kind == kindText:
		b.unsupported("说明文字（" + kindName(b.meta) + "）")
	case b.kind == kindOther:
		b.unsupported(kindName(b.meta))
	case b.kind == kindFormula || find(find(b.node, "calculated"), "var_set") != nil:
		b.formula()
	default:
		return false
	}
	return true
}

// dispatch chooses by what the item is, not only by what it says it is.
func (b *builder) dispatch() {
	if b.declared() {
		return
	}
	if len(b.responses) == 0 {
		if b.kind == kindEssay || b.kind == kindShort {
			b.open()
			return
		}
		b.unsupported("没有作答方式的题目（" + orNone(kindName(b.meta)) + "）")
		return
	}
	if name := b.foreign(); name != "" {
		b.unsupported(name)
		return
	}
	first := b.responses[0]
	switch {
	case first.name == "response_grp":
		b.groups()
	case first.hotspot:
		b.hotspot()
	case first.ordered, b.kind == kindOrdering && len(b.responses) == 1:
		b.ordering()
	case !slices.ContainsFunc(b.responses, func(r *response) bool { return !r.textual }):
		b.textual()
	case slices.ContainsFunc(b.responses, func(r *response) bool { return r.textual }):
		b.mixed()
	case len(b.responses) > 1 || placeholder(b.Item.Stem, first) || b.kind == kindMatching:
		b.several()
	default:
		b.choice()
	}
}

func orNone(name string) string {
	if name == "" {
		return "未注明类型"
	}
	return name
}

// foreign names a way of answering that no type of ours has.
func (b *builder) foreign() string {
	for _, r := range b.responses {
		switch {
		case r.name == "response_extension":
			return "扩展作答方式（response_extension）"
		case r.render == nil:
			return "没有作答方式的题目（" + r.name + "）"
		case r.render.Name == "render_slider":
			return "滑块题（render_slider）"
		case r.render.Name == "render_extension" && len(r.choices) == 0:
			return "扩展作答方式（render_extension）"
		case r.name == "response_grp" && len(b.responses) > 1:
			return "分组作答（response_grp）"
		}
	}
	return ""
}

var bracket = regexp.MustCompile(`\[[^\[\]<>]{1,200}\]`)

// placeholder tells whether the stem has the [name] of a response of Canvas.
func placeholder(stem string, r *response) bool {
	name := strings.TrimPrefix(r.id, "response_")
	return strings.HasPrefix(r.id, "response_") && strings.Contains(stem, "["+escaped(name)+"]")
}

func escaped(name string) string { return question.FromText(name) }

// letters turns choices into options and gives the key of each.
func letters(choices []choice) ([]question.Option, map[string]string) {
	var options []question.Option
	keys := map[string]string{}
	for i, c := range choices {
		key := question.Letter(i)
		options = append(options, question.Option{Key: key, HTML: c.html})
		keys[c.id] = key
	}
	return options, keys
}

// worth scores an answer to one response, all others left open.
func (b *builder) worth(id string, given ...string) int {
	total, _ := b.run.score(answers{id: given})
	return total.Sign()
}
