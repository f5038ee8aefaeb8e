package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"
)

// tagLike is anything that an HTML parser could take for markup.
var tagLike = regexp.MustCompile(`(?s)<!--.*?-->|<!\[[^>]*\]>|<[!?][A-Za-z][^<>]*>|</?([A-Za-z][A-Za-z0-9:]*)(?:[\s/](?:"[^"]*"|'[^']*'|[^"'<>])*)?>`)

// escapeStray turns every "<" that begins no element of HTML into text, so
// that "a<b" and "#include <stdio.h>" lose nothing.
func escapeStray(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	var out strings.Builder
	last := 0
	for _, at := range tagLike.FindAllStringSubmatchIndex(text, -1) {
		name := ""
		if at[2] >= 0 {
			name = strings.ToLower(text[at[2]:at[3]])
		}
		if at[2] >= 0 && !element(name) {
			continue
		}
		out.WriteString(strings.ReplaceAll(text[last:at[0]], "<", "&lt;"))
		if at[2] >= 0 { // comments and declarations go
			out.WriteString(text[at[0]:at[1]])
		}
		last = at[1]
	}
	out.WriteString(strings.ReplaceAll(text[last:], "<", "&lt;"))
	return out.String()
}

// element knows the names of HTML, of MathML, and those with a prefix, as Word
// and XML write them.
func element(name string) bool {
	if prefix, local, ok := strings.Cut(name, ":"); ok {
		return prefix != "" && local != ""
	}
	if mathElement(name) {
		return true
	}
	a := atom.Lookup([]byte(name))
	if a == 0 {
		return name == "tex" || name == "nolink"
	}
	return !attributeOnly(a) && !strings.HasPrefix(name, "on")
}

// attributeOnly are words of the parser's table that are no elements.
func attributeOnly(a atom.Atom) bool {
	switch a {
	case atom.Accept, atom.Action, atom.Align, atom.Alt, atom.Async, atom.Charset, atom.Checked, atom.Class, atom.Color, atom.Cols, atom.Content,
		atom.Coords, atom.Data, atom.Default, atom.Defer, atom.Dir, atom.Disabled, atom.For, atom.Height, atom.Hidden, atom.High, atom.Href, atom.Id,
		atom.Is, atom.Kind, atom.Lang, atom.List, atom.Loop, atom.Low, atom.Max, atom.Media, atom.Method, atom.Min, atom.Multiple, atom.Muted,
		atom.Name, atom.Open, atom.Optimum, atom.Pattern, atom.Rel, atom.Required, atom.Reversed, atom.Rows, atom.Scope, atom.Selected, atom.Shape,
		atom.Size, atom.Sizes, atom.Src, atom.Start, atom.Step, atom.Target, atom.Type, atom.Value, atom.Width, atom.Wrap:
		return true
	}
	return false
}

func mathElement(name string) bool {
	switch name {
	case "math", "mi", "mn", "mo", "mtext", "ms", "mrow", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover",
		"mfenced", "mtable", "mtr", "mtd", "mlabeledtr", "mspace", "mstyle", "mpadded", "menclose", "mphantom", "merror", "semantics", "annotation",
		"mmultiscripts", "mprescripts", "none", "maction", "malignmark", "maligngroup":
		return true
	}
	return false
}
