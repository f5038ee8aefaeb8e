// Package asi reads items of QTI 1.2 (questestinterop), with the profiles of
// Common Cartridge, Canvas, Respondus and Blackboard.
//
// The key is never guessed from a name: the response processing of an item is
// run, and the answer that it pays best is the key.
package asi

import (
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// Notes on items.
const (
	SubReference fault.Sub = "bank.qti_reference"    // {name}: an item that is kept elsewhere
	SubFixed     fault.Sub = "bank.qti_values_fixed" // random values fixed to one set
	SubRange     fault.Sub = "bank.qti_range"        // {number}: range and value contradict
	SubDropped   fault.Sub = "bank.qti_option_dropped"
)

// Context is what an item's document gives to it.
type Context struct {
	Name    string // of the document, as people find it
	Load    flow.Loader
	Options exchange.Options
	Tags    []string
	Level   int
	Work    *int // steps that keys may still cost in the whole file
}

// Found is an item with what ties it to others.
type Found struct {
	Item   exchange.Item
	Origin string // id of the bank's question that a quiz question was made of
	Bank   bool   // it stands in a bank
}

// Document is what one questestinterop holds.
type Document struct {
	Name  string
	Ident string // of the assessment or bank
	Found []Found
}

// reader walks one document.
type reader struct {
	ctx     Context
	doc     Document
	stimuli map[string]*xmlsafe.Node // text-only items that others hang on
	idents  map[string]bool
	bank    bool
}

// Read reads a document. stop tells, by the number of items, when enough have
// been read.
func Read(root *xmlsafe.Node, ctx Context, stop func(int) bool) Document {
	r := &reader{ctx: ctx, stimuli: map[string]*xmlsafe.Node{}, idents: map[string]bool{}}
	r.doc.Name = ctx.Name
	r.survey(root)
	r.walk(root, ctx.Tags, stop)
	return r.doc
}

// survey notes which items there are and which are material for others.
func (r *reader) survey(root *xmlsafe.Node) {
	items, parents := map[string]*xmlsafe.Node{}, map[string]bool{}
	each(root, "item", func(n *xmlsafe.Node) {
		id := n.Attr("", "ident")
		items[id], r.idents[id] = n, true
		for label, parent := range metaOf(n) {
			if label == "parent_stimulus_item_ident" {
				parents[parent] = true
			}
		}
	})
	for id := range parents {
		if n := items[id]; n != nil {
			r.stimuli[id] = n
		}
	}
}

func each(n *xmlsafe.Node, name string, do func(*xmlsafe.Node)) {
	if n.Name == name {
		do(n)
		return
	}
	for _, child := range n.Children {
		each(child, name, do)
	}
}

func (r *reader) walk(n *xmlsafe.Node, tags []string, stop func(int) bool) {
	for _, child := range n.Children {
		if stop(len(r.doc.Found)) {
			return
		}
		switch child.Name {
		case "assessment", "section", "objectbank":
			if child.Name != "section" && r.doc.Ident == "" {
				r.doc.Ident = child.Attr("", "ident")
			}
			was := r.bank
			r.bank = r.bank || child.Name == "objectbank"
			r.walk(child, withTag(tags, headingOf(child)), stop)
			r.bank = was
		case "item":
			r.item(child, tags)
		case "itemref":
			if ref := child.Attr("", "linkrefid"); !r.idents[ref] {
				r.elsewhere(child, ref)
			}
		case "bankentry_item":
			if ref := child.Attr("", "item_ref"); !r.idents[ref] {
				r.elsewhere(child, ref)
			}
		}
	}
}

// headingOf is a section's or bank's title, but not the name that programs
// give by themselves.
func headingOf(n *xmlsafe.Node) string {
	if n.Name == "objectbank" {
		for _, child := range n.Children {
			if child.Name == "qtimetadata" {
				if title := fields(child)["bank_title"]; title != "" {
					return title
				}
			}
		}
	}
	if n.Name == "section" || n.Name == "objectbank" {
		return strings.TrimSpace(n.Attr("", "title"))
	}
	return ""
}

func withTag(tags []string, tag string) []string {
	if tag == "" || tag == "Main" || tag == "root_section" || len(tag) > 200 {
		return tags
	}
	return append(append([]string{}, tags...), tag)
}

func (r *reader) at(n *xmlsafe.Node) string {
	return r.ctx.Name + " 第 " + itoa(n.Line) + " 行"
}

func (r *reader) elsewhere(n *xmlsafe.Node, ref string) {
	item := exchange.Item{At: r.at(n), Ref: ref}
	item.Reject("题干", SubReference, fault.Params{"name": ref})
	r.doc.Found = append(r.doc.Found, Found{Item: item})
}

func (r *reader) item(n *xmlsafe.Node, tags []string) {
	id := n.Attr("", "ident")
	if _, material := r.stimuli[id]; material && kindOf(metaOf(n)) == kindText {
		return // stands above its questions
	}
	found := Found{Bank: r.bank}
	item := &found.Item
	item.At, item.Ref, item.Difficulty = r.at(n), id, r.ctx.Level
	b := newBuilder(n, item, r.ctx.Load)
	b.work = r.ctx.Work
	found.Origin = b.meta["assessment_question_identifierref"]
	item.Tags = withTag(tags, b.meta["cc_question_category"])
	if len(item.Tags) == 0 {
		item.Tags = nil
	}
	b.build()
	if parent := r.stimuli[b.meta["parent_stimulus_item_ident"]]; parent != nil && parent != n {
		item.Stem = join(b.material(parent), item.Stem)
	}
	b.finish(r.ctx.Options.Cleaner)
	r.doc.Found = append(r.doc.Found, found)
}

// join sets one text above another.
func join(above, below string) string {
	switch {
	case question.Empty(above):
		return below
	case question.Empty(below):
		return above
	case strings.HasPrefix(below, "<p") || strings.HasPrefix(below, "<div") || strings.HasSuffix(above, "</p>") || strings.HasSuffix(above, "</div>"):
		return above + below
	}
	return above + "<br>" + below
}
