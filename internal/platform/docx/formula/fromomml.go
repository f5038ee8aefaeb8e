package formula

import (
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

// FromOMML gives the LaTeX of an m:oMath (or of anything in one). The nodes
// carry the short namespace names m and w. whole is false where a part was not
// understood: its text is then kept, its form lost.
func FromOMML(node *xmlsafe.Node) (latex string, whole bool) {
	r := &ommlReader{whole: true}
	return latexOf(r.children(node)), r.whole
}

type ommlReader struct {
	whole bool
	lines int // inside how many equation arrays, where & is a mark
}

func (r *ommlReader) children(node *xmlsafe.Node) row {
	return tidy(r.untidy(node))
}

func (r *ommlReader) untidy(node *xmlsafe.Node) row {
	if node == nil {
		return nil
	}
	var out row
	for _, child := range node.Children {
		if child.Name != "" {
			out = append(out, r.element(child)...)
		}
	}
	return out
}

// element reads one element in the place of a formula's part.
func (r *ommlReader) element(node *xmlsafe.Node) row {
	if node.Space == "w" {
		return r.word(node)
	}
	if node.Space != "m" {
		return r.foreign(node)
	}
	switch node.Name {
	case "r":
		return r.run(node)
	case "f":
		return r.frac(node)
	case "sSub", "sSup", "sSubSup", "sPre":
		return r.script(node)
	case "rad":
		return r.rad(node)
	case "nary":
		return r.nary(node)
	case "d":
		return r.delimiters(node)
	case "func":
		return r.function(node)
	case "limLow":
		return row{limitUnder(r.part(node, "e"), r.part(node, "lim"))}
	case "limUpp":
		return row{limitOver(r.part(node, "e"), r.part(node, "lim"))}
	}
	return r.other(node)
}

func (r *ommlReader) other(node *xmlsafe.Node) row {
	switch node.Name {
	case "acc":
		return r.accent(node)
	case "bar":
		return row{bar{base: r.part(node, "e"), under: property(node, "barPr", "pos", "bot") != "top"}}
	case "groupChr":
		return r.groupChr(node)
	case "m":
		return r.matrix(node)
	case "eqArr":
		return r.eqArr(node)
	case "borderBox":
		return r.borderBox(node)
	case "phant":
		return r.phantom(node)
	case "box", "oMath", "oMathPara", "e", "num", "den", "sub", "sup", "deg", "lim", "fName":
		return r.children(node)
	case "ctrlPr", "argPr", "oMathParaPr", "t":
		return nil
	}
	if strings.HasSuffix(node.Name, "Pr") {
		return nil
	}
	return r.foreign(node)
}

// word reads what Word's own elements hold inside a formula.
func (r *ommlReader) word(node *xmlsafe.Node) row {
	switch node.Name {
	case "ins", "moveTo", "smartTag", "hyperlink", "sdtContent", "customXml":
		return r.untidy(node)
	case "sdt":
		return r.untidy(node.Child("w", "sdtContent"))
	case "r":
		return r.letters(textIn(node, "w"), true, plain)
	}
	return nil
}

// foreign keeps the text of what nobody here knows.
func (r *ommlReader) foreign(node *xmlsafe.Node) row {
	if node.Space == "mc" && node.Name == "AlternateContent" {
		if choice := node.Child("mc", "Choice"); choice != nil {
			return r.untidy(choice)
		}
		return r.untidy(node.Child("mc", "Fallback"))
	}
	r.whole = false
	return r.untidy(node)
}

func (r *ommlReader) part(node *xmlsafe.Node, name string) row {
	return r.children(node.Child("m", name))
}

// property gives the value of a property, or missing where it is not there.
func property(node *xmlsafe.Node, properties, name, missing string) string {
	found := node.Child("m", properties).Child("m", name)
	if text, ok := found.LookupAttr("m", "val"); ok {
		return text
	}
	if text, ok := found.LookupAttr("", "val"); ok {
		return text
	}
	return missing
}

// switched tells whether an on/off property is on.
func switched(node *xmlsafe.Node, properties, name string) bool {
	if node.Child("m", properties).Child("m", name) == nil {
		return false
	}
	switch property(node, properties, name, "on") {
	case "0", "off", "false":
		return false
	}
	return true
}

func textIn(node *xmlsafe.Node, space string) string {
	var out strings.Builder
	for _, child := range node.Children {
		switch {
		case child.Is(space, "t"):
			out.WriteString(child.Content())
		case child.Is("w", "br"), child.Is("w", "tab"):
			out.WriteByte(' ')
		case child.Is("w", "sym"):
			out.WriteString(symbolFont(child.Attr("w", "char")))
		}
	}
	return out.String()
}

func (r *ommlReader) run(node *xmlsafe.Node) row {
	properties := node.Child("m", "rPr")
	text := textIn(node, "m") + textIn(node, "w")
	normal := switched(node, "rPr", "nor")
	s := plain
	switch property(node, "rPr", "sty", "i") {
	case "p":
		s = upright
	case "b":
		s = bold
	case "bi":
		s = boldItalic
	}
	switch property(node, "rPr", "scr", "") {
	case "script":
		s = calligraphic
	case "fraktur":
		s = fraktur
	case "double-struck":
		s = double
	case "sans-serif":
		s = sans
	case "monospace":
		s = mono
	}
	if properties == nil {
		s = plain
	}
	return r.letters(text, normal, s)
}

// letters reads the text of a run.
func (r *ommlReader) letters(all string, normal bool, s style) row {
	if normal {
		if all == "" {
			return nil
		}
		return row{text{strings.ReplaceAll(all, "\u200b", "")}}
	}
	if s == upright {
		if name := strings.TrimSpace(strings.ReplaceAll(all, "\u2061", "")); isFunction(name) {
			return row{word{name}}
		}
	}
	var out row
	for _, c := range all {
		out = append(out, r.letter(c, s)...)
	}
	return out
}

func isFunction(name string) bool {
	_, known := functions[name]
	return known
}

// letter reads one character of a run.
func (r *ommlReader) letter(c rune, s style) row {
	switch c {
	case '&':
		if r.lines > 0 {
			return row{mark{}}
		}
	case ' ', '\n', '\r', '\t', '\u200b', '\u2061', '\u2062', '\u2063', '\u2064', '\ufeff', '\u200c', '\u200d', '\u00ad':
		return nil
	case '\u2001', '\u2003', '\u3000':
		return row{gap{"quad"}}
	case '\u2006', '\u2008', '\u2009', '\u200a', '\u202f':
		return row{gap{","}}
	case '\u2005', '\u2004':
		return row{gap{";"}}
	case '\u205f':
		return row{gap{":"}}
	case '\u2000', '\u2002', '\u2007':
		return row{gap{"enspace"}}
	case '\u00a0':
		return row{gap{" "}}
	case '″':
		return row{char{r: '′'}, char{r: '′'}}
	case '‴':
		return row{char{r: '′'}, char{r: '′'}, char{r: '′'}}
	case '℃':
		return row{char{r: '°'}, char{r: 'C', style: upright}}
	case '²', '³', '¹':
		return row{script{sup: charRow(map[rune]rune{'²': '2', '³': '3', '¹': '1'}[c], plain)}}
	}
	if isLarge(c) {
		return row{nary{op: c}}
	}
	return charRow(c, s)
}

func isLarge(r rune) bool {
	_, ok := largeOperators[r]
	return ok
}

func (r *ommlReader) frac(node *xmlsafe.Node) row {
	out := frac{over: r.part(node, "num"), under: r.part(node, "den")}
	switch property(node, "fPr", "type", "bar") {
	case "noBar":
		out.kind = withoutBar
	case "lin":
		out.kind = linear
	case "skw":
		out.kind = skewed
	}
	return row{out}
}

func (r *ommlReader) script(node *xmlsafe.Node) row {
	base, sub, sup := r.part(node, "e"), row(nil), row(nil)
	if part := node.Child("m", "sub"); part != nil {
		sub = orEmpty(r.children(part))
	}
	if part := node.Child("m", "sup"); part != nil {
		sup = orEmpty(r.children(part))
	}
	if node.Name == "sPre" {
		return row{pre{base: base, sub: dropEmpty(sub), sup: dropEmpty(sup)}}
	}
	if n, ok := only(base).(nary); ok {
		n.sub, n.sup = sub, sup
		return row{n}
	}
	if _, ok := only(base).(brace); ok {
		return row{limit{base: base, below: sub, above: sup}}
	}
	if name, ok := only(base).(word); ok && functions[name.name] {
		return row{limit{base: base, below: sub, above: sup}}
	}
	return row{script{base: base, sub: sub, sup: sup}}
}

func dropEmpty(r row) row {
	if len(r) == 0 {
		return nil
	}
	return r
}

func (r *ommlReader) rad(node *xmlsafe.Node) row {
	out := root{body: r.part(node, "e")}
	if !switched(node, "radPr", "degHide") {
		out.degree = dropEmpty(r.part(node, "deg"))
	}
	return row{out}
}

func (r *ommlReader) nary(node *xmlsafe.Node) row {
	chr := []rune(property(node, "naryPr", "chr", "∫"))
	out := nary{op: '∫'}
	if len(chr) == 1 {
		out.op = chr[0]
	}
	missing := "undOvr"
	if isIntegral(out.op) {
		missing = "subSup"
	}
	out.limits = property(node, "naryPr", "limLoc", missing) == "undOvr"
	if !switched(node, "naryPr", "subHide") {
		out.sub = dropEmpty(r.part(node, "sub"))
	}
	if !switched(node, "naryPr", "supHide") {
		out.sup = dropEmpty(r.part(node, "sup"))
	}
	if out.sub == nil && out.sup == nil {
		out.limits = !isIntegral(out.op)
	}
	if !isLarge(out.op) || len(chr) != 1 {
		r.whole = r.whole && len(chr) == 1
	}
	return append(row{out}, r.part(node, "e")...)
}

func (r *ommlReader) delimiters(node *xmlsafe.Node) row {
	out := fence{
		left:    r.bracket(property(node, "dPr", "begChr", "(")),
		right:   r.bracket(property(node, "dPr", "endChr", ")")),
		between: property(node, "dPr", "sepChr", "|"),
	}
	for _, child := range node.Children {
		if child.Is("m", "e") {
			out.items = append(out.items, r.children(child))
		}
	}
	if len(out.items) < 2 {
		out.between = ""
		return row{casesLines(out)}
	}
	if folded, ok := sameFences[out.between]; ok {
		out.between = folded
	}
	if _, ok := fences[out.between]; ok && out.between != "" {
		return row{out}
	}
	joined := row{}
	for i, item := range out.items {
		if i > 0 {
			joined = append(joined, r.letters(out.between, false, plain)...)
		}
		joined = append(joined, item...)
	}
	return row{fence{left: out.left, right: out.right, items: []row{tidy(joined)}}}
}

func (r *ommlReader) bracket(s string) string {
	if folded, ok := sameFences[s]; ok {
		return folded
	}
	if _, ok := fences[s]; ok {
		return s
	}
	r.whole = false
	return ""
}

func (r *ommlReader) function(node *xmlsafe.Node) row {
	name := r.part(node, "fName")
	if letters, ok := upperWord(name); ok {
		name = row{letters}
	}
	return append(name[:len(name):len(name)], r.part(node, "e")...)
}

// upperWord joins upright letters to a name.
func upperWord(r row) (word, bool) {
	var out strings.Builder
	for _, n := range r {
		c, ok := n.(char)
		if !ok || c.style != upright || !isLetter(c.r) {
			return word{}, false
		}
		out.WriteRune(c.r)
	}
	return word{out.String()}, out.Len() > 0
}
