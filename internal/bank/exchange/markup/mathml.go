package markup

import (
	"strings"
	"unicode"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mathML writes the LaTeX of a <math> element. A TeX annotation inside it is
// believed before everything else.
func mathML(n *xhtml.Node) string {
	if latex := annotation(n); latex != "" {
		return latex
	}
	return strings.TrimSpace(mathRow(elements(n)))
}

// wiris reads MathML as WIRIS hides it in an attribute.
func wiris(coded string) string {
	plain := strings.NewReplacer("«", "<", "»", ">", "¨", `"`, "§", "&", "`", "'").Replace(coded)
	body := &xhtml.Node{Type: xhtml.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := xhtml.ParseFragment(strings.NewReader(plain), body)
	if err != nil || len(nodes) == 0 {
		return ""
	}
	return mathML(nodes[0])
}

func annotation(n *xhtml.Node) string {
	if local(n) == "annotation" && strings.Contains(strings.ToLower(attr(n, "encoding")), "tex") {
		return strings.TrimSpace(textOf(n))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if latex := annotation(c); latex != "" {
			return latex
		}
	}
	return ""
}

func local(n *xhtml.Node) string {
	if n.Type != xhtml.ElementNode {
		return ""
	}
	if _, name, ok := strings.Cut(n.Data, ":"); ok {
		return name
	}
	return n.Data
}

func elements(n *xhtml.Node) []*xhtml.Node {
	var list []*xhtml.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode || strings.TrimSpace(c.Data) != "" && c.Type == xhtml.TextNode {
			list = append(list, c)
		}
	}
	return list
}

// mathRow writes elements side by side. A table between brackets makes the
// brackets grow.
func mathRow(list []*xhtml.Node) string {
	if len(list) >= 2 && tableBetween(list) {
		left, right, body := bracket(list[0]), ".", list[1:]
		if last := list[len(list)-1]; local(last) == "mo" {
			right, body = bracket(last), list[1:len(list)-1]
		}
		return `\left` + left + mathRow(body) + `\right` + right
	}
	out := ""
	for _, n := range list {
		out = adjoin(out, mathNode(n))
	}
	return out
}

func tableBetween(list []*xhtml.Node) bool {
	return local(list[0]) == "mo" && strings.ContainsAny(textOf(list[0]), "([{|") && local(list[1]) == "mtable"
}

func bracket(n *xhtml.Node) string { return fence(strings.TrimSpace(textOf(n))) }

func fence(text string) string {
	switch text {
	case "":
		return "."
	case "{", "}":
		return `\` + text
	case "⟨", "〈":
		return `\langle`
	case "⟩", "〉":
		return `\rangle`
	case "‖", "∥":
		return `\|`
	case "(", ")", "[", "]", "|":
		return text
	}
	return "."
}

// adjoin puts two pieces together, apart where a command would swallow a
// letter.
func adjoin(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	at := strings.LastIndexByte(a, '\\')
	command := at >= 0 && at < len(a)-1 && !strings.ContainsFunc(a[at+1:], func(r rune) bool { return !asciiLetter(r) })
	if command && asciiLetter(rune(b[0])) {
		return a + " " + b
	}
	return a + b
}

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func mathNode(n *xhtml.Node) string {
	if n.Type == xhtml.TextNode {
		return symbols(strings.TrimSpace(n.Data))
	}
	kids := elements(n)
	arg := func(i int) string {
		if i < len(kids) {
			return mathNode(kids[i])
		}
		return ""
	}
	if token, is := mathToken(n); is {
		return token
	}
	switch local(n) {
	case "mfrac":
		if attr(n, "linethickness") == "0" {
			return `\binom{` + arg(0) + "}{" + arg(1) + "}"
		}
		return `\frac{` + arg(0) + "}{" + arg(1) + "}"
	case "msqrt":
		return `\sqrt{` + mathRow(kids) + "}"
	case "mroot":
		return `\sqrt[` + arg(1) + "]{" + arg(0) + "}"
	case "msub", "msup", "msubsup", "munderover":
		return scripts(local(n), arg)
	case "munder":
		return under(arg(0), arg(1))
	case "mover":
		return over(arg(0), strings.TrimSpace(textOfAt(kids, 1)), arg(1))
	case "mfenced":
		return fenced(n, kids)
	case "mtable":
		return table(kids)
	case "mphantom":
		return `\phantom{` + mathRow(kids) + "}"
	case "annotation", "annotation-xml", "none", "mprescripts":
		return ""
	case "semantics":
		return arg(0)
	}
	return mathRow(kids)
}

// mathToken writes an element that holds signs alone.
func mathToken(n *xhtml.Node) (latex string, is bool) {
	switch local(n) {
	case "mi":
		return identifier(strings.TrimSpace(textOf(n)), attr(n, "mathvariant")), true
	case "mn":
		return symbols(strings.TrimSpace(textOf(n))), true
	case "mo":
		return operator(strings.TrimSpace(textOf(n))), true
	case "mtext", "ms":
		return upright(textOf(n)), true
	case "mspace":
		return `\,`, true
	}
	return "", false
}

func textOfAt(kids []*xhtml.Node, i int) string {
	if i < len(kids) {
		return textOf(kids[i])
	}
	return ""
}

func scripts(kind string, arg func(int) string) string {
	base := based(arg(0))
	switch kind {
	case "msub":
		return base + "_{" + arg(1) + "}"
	case "msup":
		return base + "^{" + arg(1) + "}"
	}
	return base + "_{" + arg(1) + "}^{" + arg(2) + "}"
}

// based puts braces round a base of several parts.
func based(base string) string {
	if len([]rune(base)) <= 1 || strings.HasPrefix(base, `\`) && !strings.ContainsAny(base[1:], `\{^_ `) {
		return base
	}
	if strings.Trim(base, "0123456789.") == "" || strings.HasPrefix(base, `\mathrm{`) && strings.Count(base, "{") == 1 {
		return base
	}
	return "{" + base + "}"
}

func under(base, below string) string {
	switch below {
	case `\_`, "¯", "‾", "̲":
		return `\underline{` + base + "}"
	case "⏟":
		return `\underbrace{` + base + "}"
	}
	if strings.HasPrefix(base, `\lim`) || strings.HasPrefix(base, `\max`) || strings.HasPrefix(base, `\min`) || large(base) {
		return base + "_{" + below + "}"
	}
	return `\underset{` + below + "}{" + base + "}"
}

func large(base string) bool {
	switch base {
	case `\sum`, `\prod`, `\int`, `\bigcup`, `\bigcap`, `\oint`:
		return true
	}
	return false
}

func over(base, mark, above string) string {
	switch mark {
	case "¯", "‾", "_", "̄", "―", "−", "-":
		return `\overline{` + base + "}"
	case "^", "ˆ", "̂":
		return `\hat{` + base + "}"
	case "→", "⇀", "⃗":
		return `\vec{` + base + "}"
	case "~", "˜", "̃":
		return `\tilde{` + base + "}"
	case ".", "˙":
		return `\dot{` + base + "}"
	case "..", "¨":
		return `\ddot{` + base + "}"
	case "⏞":
		return `\overbrace{` + base + "}"
	}
	if large(base) {
		return base + "^{" + above + "}"
	}
	return `\overset{` + above + "}{" + base + "}"
}

func fenced(n *xhtml.Node, kids []*xhtml.Node) string {
	value := func(name, otherwise string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return otherwise
	}
	between := []rune(strings.ReplaceAll(value("separators", ","), " ", ""))
	out := ""
	for i, kid := range kids {
		if i > 0 && len(between) > 0 {
			out += symbols(string(between[min(i-1, len(between)-1)]))
		}
		out = adjoin(out, mathNode(kid))
	}
	left := `\left` + fence(value("open", "("))
	return adjoin(left, out) + `\right` + fence(value("close", ")"))
}

func table(rows []*xhtml.Node) string {
	var lines []string
	for _, row := range rows {
		var cells []string
		for _, cell := range elements(row) {
			cells = append(cells, mathRow(elements(cell)))
		}
		lines = append(lines, strings.Join(cells, " & "))
	}
	return `\begin{matrix}` + strings.Join(lines, ` \\ `) + `\end{matrix}`
}

func identifier(name, variant string) string {
	switch runes := []rune(name); {
	case len(runes) == 0:
		return ""
	case len(runes) == 1 && variant == "normal" && asciiLetter(runes[0]):
		return `\mathrm{` + name + "}"
	case len(runes) == 1 && strings.HasPrefix(variant, "bold") && asciiLetter(runes[0]):
		return `\mathbf{` + name + "}"
	case len(runes) == 1:
		return symbols(name)
	}
	switch name {
	case "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "log", "ln", "lg", "lim", "max", "min",
		"exp", "det", "gcd", "deg", "dim", "sup", "inf":
		return `\` + name
	}
	return upright(name)
}

// upright writes words. Chinese needs \text, Latin letters \mathrm.
func upright(text string) string {
	if strings.TrimSpace(text) == "" {
		return `\,`
	}
	plain := !strings.ContainsFunc(text, func(r rune) bool { return !asciiLetter(r) && !unicode.IsDigit(r) })
	if plain {
		return `\mathrm{` + text + "}"
	}
	escaped := strings.NewReplacer(`\`, `\textbackslash `, "{", `\{`, "}", `\}`, "$", `\$`, "%", `\%`, "#", `\#`, "&", `\&`, "_", `\_`,
		"^", " ", "~", " ").Replace(text)
	return `\text{` + escaped + "}"
}

func operator(text string) string {
	switch text {
	case "lim", "max", "min", "sin", "cos", "tan", "log", "ln":
		return `\` + text
	case "{", "}":
		return `\` + text
	case "mod":
		return `\bmod `
	}
	return symbols(text)
}

// symbols writes signs as commands where LaTeX has them.
func symbols(text string) string {
	out := ""
	for _, r := range text {
		out = adjoin(out, symbol(r))
	}
	return out
}

func symbol(r rune) string {
	switch r {
	case '\u2061', '\u2062', '\u2063', '\u2064', '\u200b': // invisible operators
		return ""
	case '\u00a0', '\u2009', '\u2003':
		return `\,`
	case '−', '‐':
		return "-"
	case '′':
		return "'"
	case '#', '$', '%', '&', '_', '{', '}':
		return `\` + string(r)
	case '~':
		return `\sim`
	case '^':
		return `\hat{}`
	case '\\':
		return `\backslash`
	}
	if at := strings.IndexRune(greek, r); at >= 0 {
		return `\` + strings.Fields(greekNames)[len([]rune(greek[:at]))]
	}
	if at := strings.IndexRune(signs, r); at >= 0 {
		return `\` + strings.Fields(signNames)[len([]rune(signs[:at]))]
	}
	return string(r)
}

const (
	greek      = "αβγδεζηθικλμνξπρστυφχψωϕϑϵΓΔΘΛΞΠΣΦΨΩµ"
	greekNames = "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi psi omega " +
		"phi vartheta epsilon Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega mu"
	signs     = "×÷±∓·⋅≤≥≠≈≡∝∞→←⇒⇔↔∑∏∫∮∂∇∈∉⊂⊆∪∩∅∀∃∠⊥∥△°…⋯∴∵√⩽⩾≪≫⊙⊕⊗∧∨¬∗"
	signNames = "times div pm mp cdot cdot le ge ne approx equiv propto infty to leftarrow Rightarrow Leftrightarrow leftrightarrow sum prod int oint " +
		"partial nabla in notin subset subseteq cup cap emptyset forall exists angle perp parallel triangle degree ldots cdots therefore because surd " +
		"leqslant geqslant ll gg odot oplus otimes wedge vee neg ast"
)
