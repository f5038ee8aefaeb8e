package asi

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// note is one itemfeedback.
type note struct {
	ident    string
	html     string
	solution string
	hint     bool
}

func (b *builder) readFeedback() {
	for _, child := range b.node.Children {
		if child.Name != "itemfeedback" {
			continue
		}
		n := note{ident: child.Attr("", "ident")}
		for _, part := range child.Children {
			switch part.Name {
			case "solution":
				n.solution = join(n.solution, b.material(part))
			case "hint":
				n.hint = true
			case "material":
				n.html = join(n.html, b.piece(part))
			case "flow_mat", "flow":
				n.html = join(n.html, b.material(part))
			}
		}
		b.notes = append(b.notes, n)
	}
}

// solution is the sample answer of an open question.
func (b *builder) solution() string {
	var out string
	for i, n := range b.notes {
		text := n.solution
		if text == "" && strings.EqualFold(n.ident, "solution") {
			text = n.html
			b.notes[i].html = ""
		}
		out = join(out, text)
		b.notes[i].solution = ""
	}
	return out
}

// explain gives every feedback its place: at its option, or in the explanation
// where it is shown for the right answer. The rest has no place here.
func (b *builder) explain() {
	_, shown := b.run.score(b.right)
	var general, right string
	lost := false
	for _, n := range b.notes {
		lost = lost || n.hint
		if question.Empty(n.html) && question.Empty(n.solution) {
			continue
		}
		switch key := b.optionOf(n.ident); {
		case n.solution != "":
			right = join(right, n.solution)
		case key != "":
			b.explainOption(key, n.html)
		case n.ident == "general_fb":
			general = join(general, n.html)
		case slices.Contains(shown, n.ident) && len(b.right) > 0, n.ident == "correct_fb":
			right = join(right, n.html)
		default:
			lost = true
		}
	}
	b.Item.Explanation = join(general, right)
	if lost {
		b.WarnOnce("解析", exchange.SubFeedbackLost, nil)
	}
}

// optionOf finds the option that a feedback belongs to: by its name, or as the
// only value of a rule that pays nothing.
func (b *builder) optionOf(ident string) string {
	for id, key := range b.keys {
		if id != "" && (ident == id || ident == id+"_fb" || ident == "fb_"+id) {
			return key
		}
	}
	for _, r := range b.run.rules {
		if r.when == nil || len(r.sets) > 0 || !slices.Contains(r.feedback, ident) {
			continue
		}
		var values []string
		visit(r.when, func(n *xmlsafe.Node) {
			if n.Name == "varequal" {
				values = append(values, strings.TrimSpace(n.Content()))
			}
		})
		if len(values) == 1 && b.keys[values[0]] != "" {
			return b.keys[values[0]]
		}
	}
	return ""
}

func (b *builder) explainOption(key, h string) {
	for i := range b.Item.Options {
		if b.Item.Options[i].Key == key {
			b.Item.Options[i].Explanation = join(b.Item.Options[i].Explanation, h)
		}
	}
}
