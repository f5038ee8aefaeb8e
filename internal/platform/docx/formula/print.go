package formula

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printer writes LaTeX. It knows whether a command has just ended, so that a
// letter behind it is kept apart.
type printer struct {
	out     strings.Builder
	command bool
	unknown bool // a command has just ended that takes what brackets follow
}

func latexOf(r row) string {
	var p printer
	p.row(r)
	return p.out.String()
}

func (p *printer) put(s string) {
	if s == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	if p.command && (unicode.IsLetter(first) || unicode.IsDigit(first) || first == '*') {
		p.out.WriteByte(' ')
	}
	if p.unknown && strings.ContainsRune("{[", first) {
		p.out.WriteByte(' ')
	}
	p.command, p.unknown = false, false
	p.out.WriteString(s)
}

// cmd writes a command by its name without the backslash.
func (p *printer) cmd(name string) {
	p.put(`\` + name)
	last, _ := utf8.DecodeLastRuneInString(name)
	p.command = unicode.IsLetter(last)
}

func (p *printer) group(r row) {
	p.put("{")
	p.row(r)
	p.put("}")
}

func (p *printer) with(name string, r row) {
	p.cmd(name)
	p.group(r)
}

func (p *printer) row(r row) {
	for i := 0; i < len(r); i++ {
		switch n := r[i].(type) {
		case char:
			end := i + 1
			for end < len(r) && n.style != plain {
				other, ok := r[end].(char)
				if !ok || other.style != n.style {
					break
				}
				end++
			}
			p.chars(r[i:end], n.style)
			i = end - 1
		case text:
			all := n.s
			for i+1 < len(r) {
				other, ok := r[i+1].(text)
				if !ok {
					break
				}
				all += other.s
				i++
			}
			p.cmd("text")
			p.put("{" + escapeText(all) + "}")
		default:
			p.node(n)
		}
	}
}

func (p *printer) chars(r row, s style) {
	if s == plain {
		for _, n := range r {
			p.char(n.(char).r)
		}
		return
	}
	p.cmd(styleNames[s])
	p.put("{")
	for _, n := range r {
		p.char(n.(char).r)
	}
	p.put("}")
}

func (p *printer) char(r rune) {
	if name, ok := commands[r]; ok {
		p.cmd(name)
		return
	}
	if name, ok := largeOperators[r]; ok {
		p.cmd(name)
		return
	}
	if latin, ok := latinGreek[r]; ok {
		p.with("mathrm", row{char{r: latin}})
		return
	}
	if r >= 0x80 && !isMath(r) {
		p.cmd("text")
		p.put("{" + string(r) + "}")
		return
	}
	p.put(string(r))
}

// latinGreek are the Greek capitals that LaTeX writes with Latin letters.
var latinGreek = map[rune]rune{
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Χ': 'X', 'ο': 'o',
}

func escapeText(s string) string {
	return strings.NewReplacer("{", `\{`, "}", `\}`, "$", `\$`, "%", `\%`, "#", `\#`, "&", `\&`, "_", `\_`,
		`\`, `\textbackslash{}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "\n", " ", "\u00a0", "~").Replace(s)
}

func (p *printer) node(n node) {
	switch n := n.(type) {
	case word:
		p.word(n)
	case gap:
		p.cmd(n.name)
	case mark:
		p.put("&")
	case unknown:
		p.put(n.latex)
		last, _ := utf8.DecodeLastRuneInString(n.latex)
		p.command, p.unknown = unicode.IsLetter(last), true
	case frac:
		p.frac(n)
	case script:
		p.script(n)
	case pre:
		p.put("{}")
		p.scripts(n.sub, n.sup)
		p.base(n.base)
	case root:
		p.root(n)
	case nary:
		p.nary(n)
	case fence:
		p.fence(n)
	case limit:
		p.limit(n)
	default:
		p.decoration(n)
	}
}

func (p *printer) decoration(n node) {
	switch n := n.(type) {
	case accent:
		names, ok := accents[n.mark]
		if !ok {
			p.with("overset", row{char{r: n.mark}})
			p.group(n.base)
			return
		}
		if len(n.base) > 1 {
			p.with(names[1], n.base)
			return
		}
		p.with(names[0], n.base)
	case bar:
		if n.under {
			p.with("underline", n.base)
			return
		}
		p.with("overline", n.base)
	case brace:
		p.brace(n)
	case matrix:
		p.matrix(n, "matrix")
	case lines:
		name := "gathered"
		if hasMark(n.rows) {
			name = "aligned"
		}
		p.lines(n.rows, name)
	case box:
		p.with(n.kind, n.body)
	case ghost:
		p.with(n.kind, n.body)
	}
}

func (p *printer) word(n word) {
	if _, known := functions[n.name]; known {
		p.cmd(n.name)
		return
	}
	p.cmd("operatorname")
	p.put("{" + n.name + "}")
}

func (p *printer) frac(n frac) {
	switch n.kind {
	case withBar:
		p.with("frac", n.over)
		p.group(n.under)
	case withoutBar:
		p.put("{")
		p.row(n.over)
		p.cmd("atop")
		p.row(n.under)
		p.put("}")
	default:
		p.group(n.over)
		p.put("/")
		p.group(n.under)
	}
}

// base writes what scripts hang on, in braces where it is more than one thing.
func (p *printer) base(r row) {
	switch n := only(r).(type) {
	case char:
		if !isOperator(n.r) || strings.ContainsRune(")]", n.r) {
			p.row(r)
			return
		}
	case word, frac, root, fence, accent, bar, matrix, lines, box, text:
		p.row(r)
		return
	}
	p.group(r)
}

func (p *printer) script(n script) {
	p.base(n.base)
	p.scripts(n.sub, n.sup)
}

func (p *printer) scripts(sub, sup row) {
	if sub != nil {
		p.put("_")
		p.group(sub)
	}
	switch {
	case sup == nil:
	case allPrimes(sup):
		p.put(strings.Repeat("'", len(sup)))
	default:
		p.put("^")
		p.group(sup)
	}
}

func (p *printer) root(n root) {
	p.cmd("sqrt")
	if len(n.degree) > 0 {
		p.put("[")
		degree := latexOf(n.degree)
		if strings.ContainsAny(degree, "[]") {
			degree = "{" + degree + "}"
		}
		p.put(degree + "]")
	}
	p.group(n.body)
}

func (p *printer) nary(n nary) {
	p.char(n.op)
	switch normal := !isIntegral(n.op); {
	case n.limits && !normal:
		p.cmd("limits")
	case !n.limits && normal && (n.sub != nil || n.sup != nil):
		p.cmd("nolimits")
	}
	p.scripts(n.sub, n.sup)
}

func (p *printer) bracket(s string) {
	name := fences[s]
	if strings.HasPrefix(name, `\`) {
		p.cmd(name[1:])
		return
	}
	p.put(name)
}

func (p *printer) fence(n fence) {
	if len(n.items) == 1 && p.special(n, only(n.items[0])) {
		return
	}
	p.cmd("left")
	p.bracket(n.left)
	for i, item := range n.items {
		if i > 0 {
			p.cmd("middle")
			p.bracket(n.between)
		}
		p.row(item)
	}
	p.cmd("right")
	p.bracket(n.right)
	p.command = p.command || strings.HasPrefix(fences[n.right], `\l`)
}

// special writes the brackets that have a name together with what they hold.
func (p *printer) special(n fence, inside node) bool {
	switch inside := inside.(type) {
	case matrix:
		for name, brackets := range matrices {
			if brackets[0] == n.left && brackets[1] == n.right && n.left != "" && inside.align == "" && len(inside.rules) == 0 {
				p.matrix(inside, name)
				return true
			}
		}
	case lines:
		switch {
		case n.left == "{" && n.right == "":
			p.lines(inside.rows, "cases")
			return true
		case n.left == "" && n.right == "}":
			p.lines(inside.rows, "rcases")
			return true
		}
	case frac:
		if inside.kind == withoutBar && n.left == "(" && n.right == ")" {
			p.with("binom", inside.over)
			p.group(inside.under)
			return true
		}
	}
	return false
}

func (p *printer) matrix(n matrix, name string) {
	columns := ""
	if n.align != "" || len(n.rules) > 0 {
		align := n.align
		for len(align) == 0 || align == strings.Repeat("c", len(align)) && len(align) < len(n.rows[0]) {
			align += "c"
		}
		name, columns = "array", "{"+align+"}"
	}
	p.put(`\begin{` + name + "}" + columns + " ")
	for i, cells := range n.rows {
		if i > 0 {
			p.put(`\\ `)
		}
		if slices.Contains(n.rules, i) {
			p.cmd("hline")
		}
		for j, cell := range cells {
			if j > 0 {
				p.put("&")
			}
			p.row(cell)
		}
	}
	if slices.Contains(n.rules, len(n.rows)) {
		p.put(`\\ `)
		p.cmd("hline")
	}
	p.put(`\end{` + name + "}")
}

func (p *printer) lines(rows []row, name string) {
	p.put(`\begin{` + name + "} ")
	for i, line := range rows {
		if i > 0 {
			p.put(`\\ `)
		}
		p.row(line)
	}
	p.put(`\end{` + name + "}")
}

func (p *printer) limit(n limit) {
	switch base := only(n.base).(type) {
	case word:
		if functions[base.name] {
			p.word(base)
			p.scripts(n.below, n.above)
			return
		}
	case brace:
		if base.arrow && n.above == nil && base.under {
			p.cmd(arrows[base.mark])
			p.put("[" + latexOf(n.below) + "]")
			p.group(base.base)
			return
		}
		if !base.arrow {
			p.brace(base)
			p.scripts(n.below, n.above)
			return
		}
	}
	if n.above != nil {
		p.with("overset", n.above)
		if n.below == nil {
			p.group(n.base)
			return
		}
		p.group(row{limit{base: n.base, below: n.below}})
		return
	}
	p.with("underset", n.below)
	p.group(n.base)
}

func (p *printer) brace(n brace) {
	switch {
	case n.arrow && n.under:
		p.with(arrows[n.mark], n.base)
	case n.arrow:
		p.cmd(arrows[n.mark])
		p.put("[" + latexOf(n.base) + "]{}")
	case n.under:
		p.with(braces[n.mark][1], n.base)
	default:
		p.with(braces[n.mark][0], n.base)
	}
}
