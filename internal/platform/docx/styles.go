package docx

import (
	"strconv"
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

// maxChain bounds how many styles may stand on one another.
const maxChain = 20

type style struct {
	name, basedOn string
	paragraph     *xmlsafe.Node // pPr
	run           *xmlsafe.Node // rPr
}

type styles struct {
	byID      map[string]style
	defaultID string // of paragraphs
	run       *xmlsafe.Node
}

func readStyles(root *xmlsafe.Node) *styles {
	out := &styles{byID: map[string]style{}}
	if root == nil {
		return out
	}
	out.run = root.Child("w", "docDefaults").Child("w", "rPrDefault").Child("w", "rPr")
	for _, node := range root.Children {
		if !node.Is("w", "style") {
			continue
		}
		id := node.Attr("w", "styleId")
		out.byID[id] = style{
			name:      value(node.Child("w", "name")),
			basedOn:   value(node.Child("w", "basedOn")),
			paragraph: node.Child("w", "pPr"),
			run:       node.Child("w", "rPr"),
		}
		if node.Attr("w", "type") == "paragraph" && isOn(node.Attr("w", "default")) {
			out.defaultID = id
		}
	}
	return out
}

// chain gives a style and what it stands on, nearest first.
func (s *styles) chain(id string) []style {
	var out []style
	for range maxChain {
		found, ok := s.byID[id]
		if !ok {
			break
		}
		out = append(out, found)
		id = found.basedOn
	}
	return out
}

func value(node *xmlsafe.Node) string { return node.Attr("w", "val") }

func number(node *xmlsafe.Node, missing int) int {
	n, err := strconv.Atoi(strings.TrimSpace(value(node)))
	if err != nil || n < 0 || n > 1<<30 {
		return missing
	}
	return n
}

func isOn(text string) bool {
	switch strings.ToLower(text) {
	case "0", "false", "off", "none":
		return false
	}
	return text != ""
}

// look is a run's format while it is being worked out.
type look struct {
	Format
	hidden bool
	symbol string // the font, where it is one of pictures
}

// base gives the format that a paragraph's style gives its runs.
func (s *styles) base(id string) look {
	var out look
	out.apply(s.run)
	out.applyChain(s.chain(id))
	return out
}

func (l *look) applyChain(chain []style) {
	for i := len(chain) - 1; i >= 0; i-- {
		l.apply(chain[i].run)
	}
}

// with gives the format of a run with properties of its own.
func (s *styles) with(base look, properties *xmlsafe.Node) look {
	if properties == nil {
		return base
	}
	if id := value(properties.Child("w", "rStyle")); id != "" {
		base.applyChain(s.chain(id))
	}
	base.apply(properties)
	return base
}

func (l *look) apply(properties *xmlsafe.Node) {
	if properties == nil {
		return
	}
	for _, node := range properties.Children {
		if node.Space == "w" {
			l.set(node)
		}
	}
}

func (l *look) set(node *xmlsafe.Node) {
	text, given := node.LookupAttr("w", "val")
	on := !given || isOn(text)
	switch node.Name {
	case "b":
		l.Bold = on
	case "i":
		l.Italic = on
	case "u":
		l.Underline = given && on
	case "strike", "dstrike":
		l.Strike = on
	case "vanish", "webHidden":
		l.hidden = on
	case "em":
		l.Dotted = given && on
	case "vertAlign":
		l.Sub, l.Sup = text == "subscript", text == "superscript"
	case "color":
		l.Color = colour(text)
	case "highlight":
		l.Highlight = ""
		if on {
			l.Highlight = text
		}
	case "shd":
		l.Highlight = background(node.Attr("w", "fill"), l.Highlight)
	case "rFonts":
		l.fonts(node)
	}
}

func (l *look) fonts(node *xmlsafe.Node) {
	if font := node.Attr("w", "ascii"); font != "" {
		l.symbol = ""
		if isSymbolFont(font) {
			l.symbol = font
		}
	}
}

func colour(text string) string {
	text = strings.ToLower(text)
	if len(text) != 6 || text == "000000" || strings.Trim(text, "0123456789abcdef") != "" {
		return ""
	}
	return text
}

func background(fill, before string) string {
	fill = colour(fill)
	if fill == "" || fill == "ffffff" {
		return before
	}
	return fill
}
