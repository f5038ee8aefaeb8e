package docx

import (
	"strconv"
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

const levels = 9

type level struct {
	start   int
	format  string // decimal, upperLetter, chineseCounting …
	text    string // "%1.%2"
	legal   bool   // all numbers in figures
	restart int    // -1: after any higher level; 0 never; n: after a level below n
	style   string // the paragraph style that means this level
	symbol  bool   // a bullet in a font of symbols
	custom  string // the pattern of a custom format: "001, 002, …"
}

type abstract struct {
	levels [levels]level
	link   string // a numbering style that says it instead
	counts [levels]int
	begun  [levels]bool
}

type list struct {
	abstract *abstract
	levels   [levels]level
	override [levels]int // a start of its own, -1 without
	used     [levels]bool
}

// numbering knows the lists of a file and counts along while paragraphs are
// read in order.
type numbering struct {
	lists map[string]*list // by numId
}

func readNumbering(root *xmlsafe.Node, known *styles) *numbering {
	out := &numbering{lists: map[string]*list{}}
	if root == nil {
		return out
	}
	abstracts := map[string]*abstract{}
	for _, node := range root.Children {
		if node.Is("w", "abstractNum") {
			abstracts[node.Attr("w", "abstractNumId")] = readAbstract(node)
		}
	}
	for _, node := range root.Children {
		if !node.Is("w", "num") {
			continue
		}
		if from := abstracts[value(node.Child("w", "abstractNumId"))]; from != nil {
			out.lists[node.Attr("w", "numId")] = readList(node, from)
		}
	}
	for _, each := range out.lists {
		out.follow(each, known)
	}
	return out
}

// follow replaces a list that only names a numbering style by that style's.
func (n *numbering) follow(each *list, known *styles) {
	if each.abstract.link == "" {
		return
	}
	for _, s := range known.chain(each.abstract.link) {
		id := value(s.paragraph.Child("w", "numPr").Child("w", "numId"))
		if target := n.lists[id]; target != nil && target.abstract.link == "" {
			each.abstract, each.levels = target.abstract, target.levels
			return
		}
	}
}

func readAbstract(node *xmlsafe.Node) *abstract {
	out := &abstract{link: value(node.Child("w", "numStyleLink"))}
	for i := range out.levels {
		out.levels[i] = level{start: 1, format: "decimal", restart: -1}
	}
	for _, child := range node.Children {
		if child.Is("w", "lvl") {
			if i, ok := levelOf(child); ok {
				out.levels[i] = readLevel(child)
			}
		}
	}
	return out
}

func levelOf(node *xmlsafe.Node) (int, bool) {
	i, err := strconv.Atoi(node.Attr("w", "ilvl"))
	return i, err == nil && i >= 0 && i < levels
}

func readLevel(node *xmlsafe.Node) level {
	format := node.Child("w", "numFmt")
	if format == nil { // a newer format with an older one beside it
		alternate := node.Child("mc", "AlternateContent")
		if format = alternate.Child("mc", "Choice").Child("w", "numFmt"); format == nil {
			format = alternate.Child("mc", "Fallback").Child("w", "numFmt")
		}
	}
	out := level{
		start: number(node.Child("w", "start"), 0), format: value(format),
		text: value(node.Child("w", "lvlText")), restart: -1,
		style: value(node.Child("w", "pStyle")), custom: format.Attr("w", "format"),
	}
	if legal := node.Child("w", "isLgl"); legal != nil {
		text, given := legal.LookupAttr("w", "val")
		out.legal = !given || isOn(text)
	}
	if restart := node.Child("w", "lvlRestart"); restart != nil {
		out.restart = number(restart, -1)
	}
	if out.format == "" {
		out.format = "decimal"
	}
	font := node.Child("w", "rPr").Child("w", "rFonts")
	out.symbol = isSymbolFont(font.Attr("w", "ascii")) || isSymbolFont(font.Attr("w", "hAnsi"))
	return out
}

func readList(node *xmlsafe.Node, from *abstract) *list {
	out := &list{abstract: from, levels: from.levels}
	for i := range out.override {
		out.override[i] = -1
	}
	for _, child := range node.Children {
		if !child.Is("w", "lvlOverride") {
			continue
		}
		i, ok := levelOf(child)
		if !ok {
			continue
		}
		if own := child.Child("w", "lvl"); own != nil {
			out.levels[i] = readLevel(own)
			out.override[i] = out.levels[i].start
		}
		if start := child.Child("w", "startOverride"); start != nil {
			out.override[i] = number(start, -1)
		}
	}
	return out
}

// levelOfStyle finds the level that a paragraph style means in a list.
func (n *numbering) levelOfStyle(numID, style string) int {
	each := n.lists[numID]
	if each == nil {
		return 0
	}
	for i := range each.levels {
		if each.levels[i].style == style && style != "" {
			return i
		}
	}
	return 0
}

// next counts one paragraph and gives its number as printed.
func (n *numbering) next(numID string, at int) (text string, bullet bool) {
	each := n.lists[numID]
	if each == nil || at < 0 || at >= levels {
		return "", false
	}
	counts, begun := &each.abstract.counts, &each.abstract.begun
	own := &each.levels[at]
	switch {
	case each.override[at] >= 0 && !each.used[at]:
		counts[at] = each.override[at]
	case !begun[at]:
		counts[at] = own.start
	default:
		counts[at]++
	}
	each.used[at], begun[at] = true, true
	for i := range at {
		if !begun[i] {
			counts[i] = each.levels[i].start
		}
	}
	for i := at + 1; i < levels; i++ {
		if restart := each.levels[i].restart; restart == -1 || restart > at {
			begun[i] = false
		}
	}
	if own.format == "bullet" {
		return bulletText(own), true
	}
	return each.print(at), false
}

func bulletText(own *level) string {
	for _, r := range own.text {
		if own.symbol || r >= 0xf000 && r <= 0xf0ff {
			return "•"
		}
	}
	return own.text
}

func (l *list) print(at int) string {
	own := &l.levels[at]
	var out strings.Builder
	text := []rune(own.text)
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) || text[i+1] < '1' || text[i+1] > '9' {
			out.WriteRune(text[i])
			continue
		}
		i++
		which := int(text[i] - '1')
		format := l.levels[which].format
		if own.legal && format != "none" {
			format = "decimal"
		}
		out.WriteString(formatNumber(l.abstract.counts[which], format, l.levels[which].custom))
	}
	return out.String()
}
