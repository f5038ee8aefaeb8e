package asi

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// response is one place of an item where a candidate answers.
type response struct {
	id      string
	name    string // response_lid, response_str …
	many    bool
	ordered bool
	label   string // HTML of the material that stands before its choices
	choices []choice
	render  *xmlsafe.Node
	number  bool
	textual bool
	hotspot bool
}

type choice struct {
	id   string
	html string
	node *xmlsafe.Node
}

// builder makes a question of one item.
type builder struct {
	*flow.Text
	node      *xmlsafe.Node
	meta      map[string]string
	kind      kind
	responses []*response
	stem      strings.Builder
	after     bool // text followed the last response
	run       *runner
	notes     []note
	right     answers           // an answer that is right
	keys      map[string]string // option key by choice, of a question with one list

	work       *int
	optionKeys []string // the keys that chosen gave, in the order of the choices
}

func newBuilder(n *xmlsafe.Node, item *exchange.Item, load flow.Loader) *builder {
	b := &builder{Text: flow.New(item, load), node: n, meta: metaOf(n)}
	b.kind = kindOf(b.meta)
	return b
}

// place marks where a response stood in the stem until it is known whether a
// blank belongs there.
const place = "\ue000"

// build fills the body as far as it can be understood.
func (b *builder) build() {
	item := b.Item
	item.Score = points(b.meta)
	if n := difficulty(b.meta); n > 0 {
		item.Difficulty = n
	}
	b.run = &runner{rules: rules(b.node), many: map[string]bool{}, work: b.work}
	if size(b.node, maxNodes) >= maxNodes {
		b.RejectOnce("题干", question.SubTooLong, nil)
		return
	}
	b.read()
	if !b.reasonable() {
		b.RejectOnce("选项", question.SubOptionCount, nil)
		return
	}
	for _, r := range b.responses {
		b.run.many[r.id] = r.many
	}
	b.readFeedback()
	b.dropEmpty()
	b.dispatch()
	if question.Plain(strings.ReplaceAll(item.Stem, place, "")) == "" && len(question.PicturesIn(item.Stem)) == 0 {
		item.Stem = flow.Plain(b.node.Attr("", "title"))
	}
	item.Stem = strings.ReplaceAll(item.Stem, place, "")
	b.explain()
	if b.run.exhausted() {
		b.RejectOnce("答案", flow.SubKeyUnclear, nil)
	}
}

// Bounds of one item, far above what any question of ours may have.
const (
	maxNodes     = 50_000
	maxResponses = 100
	maxChoices   = 100
)

func (b *builder) reasonable() bool {
	wide := slices.ContainsFunc(b.responses, func(r *response) bool { return len(r.choices) > maxChoices })
	return len(b.responses) <= maxResponses && !wide
}

// size counts nodes up to a bound.
func size(n *xmlsafe.Node, most int) int {
	count := 1
	for _, c := range n.Children {
		if count >= most {
			break
		}
		count += size(c, most-count)
	}
	return count
}

func (b *builder) finish(c question.Cleaner) { b.Finish(c) }

// read walks the presentation.
func (b *builder) read() {
	for _, child := range b.node.Children {
		switch child.Name {
		case "presentation":
			b.present(child)
		case "presentation_material":
			b.text(b.material(child))
		}
	}
	b.Item.Stem = strings.TrimSpace(b.stem.String())
}

func (b *builder) text(h string) {
	if h == "" {
		return
	}
	b.after = len(b.responses) > 0
	b.stem.WriteString(h)
}

func (b *builder) present(n *xmlsafe.Node) {
	for _, child := range n.Children {
		switch child.Name {
		case "material":
			b.block(b.piece(child))
		case "material_ref":
			b.RejectOnce("题干", SubReference, fault.Params{"name": child.Attr("", "linkrefid")})
		case "response_lid", "response_str", "response_num", "response_xy", "response_grp", "response_extension":
			b.response(child)
		case "flow", "presentation", "flow_mat":
			b.present(child)
		}
	}
}

// block sets a text below what is there, or beside it where responses stand in
// the text.
func (b *builder) block(h string) {
	if h == "" {
		return
	}
	held := b.stem.String()
	if held != "" && !strings.HasSuffix(held, place) && !endsBlock(held) && !startsBlock(h) {
		b.stem.WriteString(" ")
	}
	b.text(h)
}

func endsBlock(h string) bool   { return strings.HasSuffix(h, "</p>") || strings.HasSuffix(h, "</div>") }
func startsBlock(h string) bool { return strings.HasPrefix(h, "<p") || strings.HasPrefix(h, "<div") }

// material is all text inside an element, feedback and responses left out.
func (b *builder) material(n *xmlsafe.Node) string {
	var out string
	for _, child := range n.Children {
		switch child.Name {
		case "material":
			out = join(out, b.piece(child))
		case "flow", "flow_mat", "flow_label", "presentation", "presentation_material", "solutionmaterial", "solution", "hintmaterial", "altmaterial":
			out = join(out, b.material(child))
		}
	}
	return out
}

// piece is the HTML of one <material>.
func (b *builder) piece(n *xmlsafe.Node) string {
	var out strings.Builder
	for _, child := range n.Children {
		switch child.Name {
		case "mattext", "matemtext":
			out.WriteString(b.mattext(child))
		case "mat_extension":
			for _, text := range child.Children {
				if text.Name == "mat_formattedtext" { // Blackboard
					out.WriteString(b.HTML(text.Content()))
				}
			}
		case "matbreak":
			out.WriteString("<br>")
		case "matimage":
			out.WriteString(b.matimage(child))
		case "mataudio":
			b.Drop("声音")
		case "matvideo":
			b.Drop("视频")
		case "matapplet", "matapplication":
			b.Drop("附件")
		case "math":
			out.WriteString(b.Nodes([]*xmlsafe.Node{child}, nil))
		case "material_ref", "matref":
			b.RejectOnce("题干", SubReference, fault.Params{"name": child.Attr("", "linkrefid")})
		}
	}
	return out.String()
}

func (b *builder) mattext(n *xmlsafe.Node) string {
	if uri := n.Attr("", "uri"); uri != "" && strings.TrimSpace(n.Content()) == "" {
		return b.Nodes([]*xmlsafe.Node{{Name: "object", Attrs: attrs("type", "text/html", "data", uri)}}, nil)
	}
	for _, child := range n.Children {
		if child.Name != "" {
			return b.Inner(n, nil)
		}
	}
	text := n.Content()
	kind := strings.ToLower(n.Attr("", "texttype"))
	if strings.Contains(kind, "html") || (kind == "" || kind == "text/plain") && looksHTML(text) {
		return b.HTML(text)
	}
	return flow.Plain(text)
}

// looksHTML tells HTML that a program forgot to declare.
func looksHTML(text string) bool {
	for _, sign := range []string{"</", "<br", "<img", "<p>", "&nbsp;", "&lt;", "&amp;"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

func (b *builder) matimage(n *xmlsafe.Node) string {
	uri := n.Attr("", "uri")
	if uri == "" {
		uri = n.Attr("", "entityref")
	}
	if uri == "" {
		return ""
	}
	if p := b.Picture(uri); p > 0 {
		return question.PictureTag(p, n.Attr("", "label"))
	}
	return ""
}

func (b *builder) response(n *xmlsafe.Node) {
	r := &response{id: n.Attr("", "ident"), name: n.Name}
	cardinality := strings.ToLower(n.Attr("", "rcardinality"))
	r.many, r.ordered = cardinality == "multiple" || cardinality == "ordered", cardinality == "ordered"
	r.number = n.Name == "response_num"
	before := b.stem.Len()
	b.insideResponse(n, r)
	if r.textual && b.stem.Len() == before {
		b.stem.WriteString(place)
	}
	b.responses = append(b.responses, r)
	b.after = false
}

// insideResponse reads material before the choices as the response's label,
// and the choices.
func (b *builder) insideResponse(n *xmlsafe.Node, r *response) {
	for _, child := range n.Children {
		switch child.Name {
		case "material":
			r.label = join(r.label, b.piece(child))
		case "flow", "flow_mat":
			b.insideResponse(child, r)
		case "render_choice", "render_fib", "render_hotspot", "render_slider", "render_extension":
			r.render = child
			r.hotspot = child.Name == "render_hotspot"
			if child.Name == "render_fib" {
				r.textual = true
				kind := strings.ToLower(child.Attr("", "fibtype"))
				r.number = r.number || kind == "decimal" || kind == "integer" || kind == "scientific"
			}
			b.choices(child, r)
		}
	}
}

// choices gathers the labels in order, whatever flows they are wrapped in. A
// text between the gaps of a fill-in goes to the stem.
func (b *builder) choices(n *xmlsafe.Node, r *response) {
	for _, child := range n.Children {
		switch child.Name {
		case "response_label":
			c := choice{id: child.Attr("", "ident"), node: child}
			if !r.textual && !r.hotspot {
				c.html = b.material(child)
				if c.html == "" {
					c.html = flow.Plain(bareText(child))
				}
			}
			r.choices = append(r.choices, c)
		case "flow_label", "flow", "ims_render_object", "flow_mat":
			b.choices(child, r)
		case "material":
			switch {
			case r.hotspot:
			case r.textual:
				b.text(b.piece(child))
			default:
				r.label = join(r.label, b.piece(child))
			}
		}
	}
}

// dropEmpty leaves out choices without text that no rule pays for, as editors
// leave them behind.
func (b *builder) dropEmpty() {
	for _, r := range b.responses {
		if r.textual || r.hotspot {
			continue
		}
		paid := b.run.values(r.id)
		r.choices = slices.DeleteFunc(r.choices, func(c choice) bool {
			wanted := slices.ContainsFunc(paid, func(n *xmlsafe.Node) bool { return strings.TrimSpace(n.Content()) == c.id })
			drop := question.Empty(c.html) && (!wanted || !b.positive(r, c))
			if drop {
				b.WarnOnce("选项", SubDropped, nil)
			}
			return drop
		})
	}
}

// positive tells whether choosing a choice alone, or with others, is asked for.
func (b *builder) positive(r *response, c choice) bool {
	for _, rule := range b.run.rules {
		if rule.when != nil && pays(rule) && slices.Contains(b.demanded(rule.when, r), c.id) {
			return true
		}
	}
	return false
}

// bareText is the text of a label that was written without <material>.
func bareText(n *xmlsafe.Node) string {
	var out strings.Builder
	for _, child := range n.Children {
		if child.Name == "" {
			out.WriteString(child.Text)
		}
	}
	return out.String()
}
