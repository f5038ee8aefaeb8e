package assess

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// note is a feedback, with the outcome that shows it.
type note struct {
	outcome, ident string
	hides          bool
	node           *xmlsafe.Node
}

// note remembers a feedback once.
func (it *item) note(n *xmlsafe.Node) {
	for _, held := range it.notes {
		if held.node == n {
			return
		}
	}
	it.notes = append(it.notes, note{outcome: n.Attr("", "outcomeIdentifier"), ident: idOf(n), hides: n.Attr("", "showHide") == "hide", node: n})
}

// explain gives every feedback its place: at its option, or in the explanation
// where it is shown for the right answer.
func (it *item) explain() {
	for _, n := range it.root.Children {
		if n.Name == "modalFeedback" && it.body == child(it.root, "itemBody") {
			it.note(n)
		}
	}
	shown := clone(it.run.play(it.right))
	lost := false
	for _, f := range it.notes {
		text := it.Inner(f.node, it.hook(nil))
		if question.Empty(text) {
			continue
		}
		switch key := it.keys[f.ident]; {
		case key != "" && it.Item.Type != question.Case:
			it.explainOption(key, text)
		case f.shows(shown), strings.EqualFold(f.ident, "solution"), it.run.rules == nil && !wrongName(f.ident):
			it.Item.Explanation += text
		case it.onlyFor(f) != "":
			it.explainOption(it.onlyFor(f), text)
		default:
			lost = true
		}
	}
	if lost {
		it.WarnOnce("解析", exchange.SubFeedbackLost, nil)
	}
	if len(it.rubric) > 0 && !open(it.Item.Body) {
		it.WarnOnce("解析", exchange.SubFeedbackLost, nil)
	}
}

func open(b question.Body) bool {
	switch b.Type {
	case question.Short, question.Essay, question.Calculation:
		return true
	}
	return slices.ContainsFunc(b.Parts, open)
}

func clone(m map[string][]string) map[string][]string {
	next := map[string][]string{}
	for k, v := range m {
		next[k] = v
	}
	return next
}

func wrongName(ident string) bool {
	lower := strings.ToLower(ident)
	return strings.Contains(lower, "incorrect") || strings.Contains(lower, "wrong") || strings.Contains(lower, "hint")
}

func (f note) shows(outcomes map[string][]string) bool {
	return slices.Contains(outcomes[f.outcome], f.ident) != f.hides
}

// onlyFor gives the key of the only wrong option that shows a feedback.
func (it *item) onlyFor(f note) string {
	if it.choice == "" || it.Item.Type == question.Case || len(it.keys) < 3 {
		return ""
	}
	only := ""
	for id, key := range it.keys {
		if f.shows(it.run.play(map[string][]string{it.choice: {id}})) {
			if only != "" {
				return ""
			}
			only = key
		}
	}
	return only
}

func (it *item) explainOption(key, text string) {
	for i := range it.Item.Options {
		if it.Item.Options[i].Key == key {
			it.Item.Options[i].Explanation += text
		}
	}
}

// marked gives an open question what its marker is told.
func (it *item) marked(n *xmlsafe.Node, body question.Body) question.Body {
	for _, block := range it.blocks() {
		if at := block.Attr("", "data-response"); at != "" && at != n.Attr("", "responseIdentifier") {
			continue
		}
		var lines []*xmlsafe.Node
		text := it.Inner(block, func(c *xmlsafe.Node) (string, bool) {
			if c.Name == "li" && c.Attr("", "data-share") != "" {
				lines = append(lines, c)
				return "", true
			}
			return it.hook(nil)(c)
		})
		for _, l := range lines {
			body.Rubric = append(body.Rubric, question.Criterion{Text: strings.TrimSpace(l.Content()), Share: shareOf(l)})
		}
		if !question.Empty(text) {
			body.Reference += text
		}
	}
	if question.Empty(body.Reference) && len(body.Rubric) == 0 {
		it.WarnOnce("答案", exchange.SubNoReference, nil)
	}
	return body
}

// blocks are the rubric blocks for the marker, found once in the body.
func (it *item) blocks() []*xmlsafe.Node {
	var list []*xmlsafe.Node
	for _, b := range append(below(it.body, "rubricBlock"), named(it.root, "rubricBlock")...) {
		if strings.Contains(b.Attr("", "view"), "scorer") {
			list = append(list, b)
		}
	}
	return list
}
