// Package assess reads items of QTI 2.0, 2.1, 2.2 and 3.0 (assessmentItem and
// qti-assessment-item), and says what an assessmentTest is made of.
package assess

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// Notes on items.
const (
	SubSwapped fault.Sub = "bank.qti_swapped" // blanks that share their answers in any order
)

// Context is what a package gives to an item.
type Context struct {
	Name    string // of the document, as people find it
	Load    flow.Loader
	Include func(href string) (*xmlsafe.Node, error) // another XML file of the package
	Options exchange.Options
	Title   string
	Tags    []string
	Level   int
	Own     map[string][]string // what our own writer added
	Work    *int                // steps that keys may still cost in the whole file
}

// Format tells the version of a document by its root.
func Format(root *xmlsafe.Node) (format exchange.Format, version string) {
	space := root.Space + " " + root.Attr("", "schemaLocation")
	switch {
	case strings.HasPrefix(root.Name, "qti-"), strings.Contains(root.Space, "v3p0"):
		return exchange.QTI30, "3.0"
	case strings.Contains(space, "v2p2"):
		return exchange.QTI22, "2.2"
	case strings.Contains(space, "v2p1"), strings.Contains(space, "v2p0"), root.Space == "":
		return exchange.QTI21, "2.1"
	}
	if _, after, ok := strings.Cut(root.Space, "imsqti_v"); ok {
		return "", strings.ReplaceAll(after, "p", ".")
	}
	return exchange.QTI21, "2.1"
}

// Plain gives elements and attributes of QTI 3 their names of QTI 2, in place.
func Plain(n *xmlsafe.Node) {
	if name, ok := strings.CutPrefix(n.Name, "qti-"); ok {
		n.Name = camel(name)
		for i := range n.Attrs {
			if a := &n.Attrs[i].Name; !strings.HasPrefix(a.Local, "data-") && !strings.HasPrefix(a.Local, "aria-") {
				a.Local = camel(a.Local)
			}
		}
	}
	for _, child := range n.Children {
		Plain(child)
	}
}

func camel(name string) string {
	parts := strings.Split(name, "-")
	for i, p := range parts {
		if i > 0 && p != "" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

// item is an assessmentItem being read.
type item struct {
	*flow.Text
	ctx    Context
	root   *xmlsafe.Node
	body   *xmlsafe.Node
	decls  map[string]*declaration
	notes  []note
	rubric []*xmlsafe.Node // blocks for the marker
	run    *machine
	right  map[string][]string
	keys   map[string]string // option key by choice, of an item with one choice
	choice string            // its response

	fetched int // how many other files were drawn on
}

// Read reads an item; root has gone through Plain.
func Read(root *xmlsafe.Node, ctx Context) exchange.Item {
	result := exchange.Item{
		At: ctx.Name, Ref: root.Attr("", "identifier"), Difficulty: ctx.Level, Tags: ctx.Tags,
	}
	it := &item{Text: flow.New(&result, ctx.Load), ctx: ctx, root: root, right: map[string][]string{}, keys: map[string]string{}}
	it.declare()
	it.run = newMachine(root, it.decls)
	it.run.work = ctx.Work
	it.body = child(root, "itemBody")
	it.own()
	switch {
	case it.body == nil:
		it.RejectOnce("题干", question.SubStemMissing, nil)
	case it.excessive():
		it.RejectOnce("题干", question.SubTooLong, nil)
	case it.refused():
	default:
		it.include(it.body, 0)
		it.read()
	}
	if question.Empty(result.Stem) && len(result.Pictures) == 0 {
		result.Stem = flow.Plain(cmp.Or(root.Attr("", "title"), ctx.Title))
	}
	it.score()
	if it.run.exhausted() {
		it.RejectOnce("答案", flow.SubKeyUnclear, nil)
	}
	it.Finish(ctx.Options.Cleaner)
	return result
}

// excessive tells an item far beyond what any question of ours may have, before
// anything is done with it.
func (it *item) excessive() bool {
	nodes, choices := 0, 0
	visit(it.root, func(n *xmlsafe.Node) {
		nodes++
		switch n.Name {
		case "simpleChoice", "inlineChoice", "hottext", "gap", "gapText", "gapImg", "simpleAssociableChoice", "hotspotChoice", "associableHotspot",
			"modalFeedback", "feedbackInline", "feedbackBlock", "mapEntry", "areaMapEntry", "value":
			choices++
		}
	})
	return nodes > 50_000 || choices > 2000 || len(interactions(it.body)) > 100
}

// refused names what no type of ours has, before any of it is read.
func (it *item) refused() bool {
	name := ""
	switch {
	case child(it.root, "templateProcessing") != nil || child(it.root, "templateDeclaration") != nil:
		name = "随机生成的题目（templateProcessing）"
	case strings.EqualFold(it.root.Attr("", "adaptive"), "true") && it.branches():
		name = "自适应题（adaptive）"
	}
	if name == "" {
		name = it.foreign()
	}
	if name != "" {
		it.RejectOnce("题型", exchange.SubUnsupported, fault.Params{"kind": name})
	}
	return name != ""
}

// branches tells an adaptive item that asks something new on the way.
func (it *item) branches() bool {
	inBlock := false
	visit(it.body, func(n *xmlsafe.Node) {
		if n.Name == "feedbackBlock" && len(answered(n)) > 0 {
			inBlock = true
		}
	})
	count := 0
	for _, n := range interactions(it.body) {
		if n.Name != "endAttemptInteraction" {
			count++
		}
	}
	return inBlock || count != 1
}

// foreigners are the interactions that no type of ours can hold.
var foreigners = map[string]string{
	"graphicOrderInteraction":     "图上排序（graphicOrderInteraction）",
	"graphicAssociateInteraction": "图上连线（graphicAssociateInteraction）",
	"drawingInteraction":          "绘图（drawingInteraction）",
	"uploadInteraction":           "文件上传（uploadInteraction）",
	"customInteraction":           "自定义交互（customInteraction）",
	"portableCustomInteraction":   "自定义交互（portableCustomInteraction）",
}

func (it *item) foreign() string {
	list := interactions(it.body)
	answered := 0
	for _, n := range list {
		if name := foreigners[n.Name]; name != "" {
			return name
		}
		if kinds[n.Name] == 0 {
			return "未知的交互（" + n.Name + "）"
		}
		if kinds[n.Name] != aside {
			answered++
		}
	}
	custom := ""
	visit(it.root, func(n *xmlsafe.Node) {
		switch n.Name {
		case "printedVariable":
			custom = "随机生成的题目（printedVariable）"
		case "customOperator":
			custom = "自定义评分（customOperator）"
		}
	})
	switch {
	case custom != "":
		return custom
	case len(list) > 0 && answered == 0:
		return "媒体播放（" + list[0].Name + "）"
	}
	return ""
}

// include puts in what an item keeps in files of its own: fragments by
// XInclude, and the stimulus it refers to. It stops at a depth of five.
func (it *item) include(n *xmlsafe.Node, depth int) {
	for i, c := range n.Children {
		if c.Name != "include" || !strings.Contains(c.Space, "XInclude") {
			if c.Name != "" {
				it.include(c, depth)
			}
			continue
		}
		n.Children[i] = &xmlsafe.Node{Name: "div"}
		if part := it.fetch(c.Attr("", "href"), depth); part != nil {
			n.Children[i].Children = []*xmlsafe.Node{part}
			it.include(part, depth+1)
		}
	}
	if depth > 0 || n != it.body {
		return
	}
	var above []*xmlsafe.Node
	for _, c := range it.root.Children {
		if c.Name != "assessmentStimulusRef" && c.Name != "stimulusRef" {
			continue
		}
		part := it.fetch(c.Attr("", "href"), 0)
		if part == nil {
			continue
		}
		if b := child(part, "stimulusBody"); b != nil {
			part = b
		}
		above = append(above, &xmlsafe.Node{Name: "div", Children: part.Children})
	}
	n.Children = append(above, n.Children...)
}

// Bounds of what one item may draw from other files.
const (
	maxDepth    = 5
	maxIncludes = 20
	maxNodes    = 100_000
)

// fetch gives a copy of another file, so that a file which includes itself
// makes no circle.
func (it *item) fetch(href string, depth int) *xmlsafe.Node {
	it.fetched++
	if depth >= maxDepth || it.fetched > maxIncludes {
		it.RejectOnce("题干", flow.SubFileMissing, fault.Params{"name": href})
		return nil
	}
	part, err := it.ctx.Include(href)
	if err != nil {
		sub := flow.SubFileMissing
		if errors.Is(err, flow.ErrOutside) {
			sub = flow.SubOutside
		}
		it.RejectOnce("题干", sub, fault.Params{"name": href})
		return nil
	}
	left := maxNodes
	whole := copied(part, &left)
	if left <= 0 {
		it.RejectOnce("题干", question.SubTooLong, nil)
	}
	rebase(whole, path.Dir(href))
	return whole
}

// rebase makes what a file names relative to the item that takes it in.
func rebase(n *xmlsafe.Node, dir string) {
	if dir == "." || n.Name == "" {
		return
	}
	n.Attrs = slices.Clone(n.Attrs)
	for i := range n.Attrs {
		a := &n.Attrs[i]
		names := a.Name.Local == "src" || a.Name.Local == "data" || a.Name.Local == "href"
		if names && a.Value != "" && !strings.Contains(a.Value, ":") && !strings.HasPrefix(a.Value, "/") && !strings.HasPrefix(a.Value, "#") {
			a.Value = dir + "/" + a.Value
		}
	}
	for _, c := range n.Children {
		rebase(c, dir)
	}
}

// copied copies a tree as far as the bound goes.
func copied(n *xmlsafe.Node, left *int) *xmlsafe.Node {
	*left--
	next := *n
	next.Children = nil
	for _, c := range n.Children {
		if *left <= 0 {
			break
		}
		next.Children = append(next.Children, copied(c, left))
	}
	return &next
}

// child gives the first child element of any namespace, or nil.
func child(n *xmlsafe.Node, name string) *xmlsafe.Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// visit walks over all elements below and at n.
func visit(n *xmlsafe.Node, do func(*xmlsafe.Node)) {
	if n == nil || n.Name == "" {
		return
	}
	do(n)
	for _, c := range n.Children {
		visit(c, do)
	}
}
