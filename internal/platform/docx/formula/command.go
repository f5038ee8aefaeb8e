package formula

import (
	"strings"
	"unicode/utf8"
)

// command reads a command and what it takes.
func (p *parser) command() (row, error) {
	begin := p.at
	token := p.next()
	name := token[1:]
	if found, ok := p.simple(name); ok {
		return found, nil
	}
	if out, known, err := p.structure(name); known || err != nil {
		return out, err
	}
	if out, known, err := p.decoration(name); known || err != nil {
		return out, err
	}
	return p.unknown(begin)
}

// simple knows the commands that take nothing.
func (p *parser) simple(name string) (row, bool) {
	if r, ok := runes()[name]; ok {
		return p.char(r), true
	}
	if r, ok := operatorRunes()[name]; ok {
		return row{nary{op: r, limits: !isIntegral(r)}}, true
	}
	if _, ok := functions[name]; ok {
		return row{word{name}}, true
	}
	if other, ok := spaceAliases[name]; ok {
		name = other
	}
	if _, ok := spaceNames[name]; ok {
		return row{gap{name}}, true
	}
	switch name {
	case "qquad":
		return row{gap{"quad"}, gap{"quad"}}, true
	case "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "allowbreak", "nobreak", "relax", "hfill", "noindent",
		"big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "biggm", "/":
		return nil, true
	case "rm":
		p.style = upright
		return nil, true
	case "bf":
		p.style = bold
		return nil, true
	case "it":
		p.style = plain
		return nil, true
	case "ce", "":
		return nil, false
	}
	return nil, false
}

var styleCommands = map[string]style{
	"mathrm": upright, "mathbf": bold, "boldsymbol": boldItalic, "bm": boldItalic, "pmb": boldItalic, "mathbb": double, "Bbb": double,
	"mathcal": calligraphic, "mathscr": calligraphic, "mathfrak": fraktur, "mathsf": sans, "mathtt": mono, "mathit": plain,
	"mathnormal": plain, "textit": plain, "mathup": upright, "bold": bold, "mathbfit": boldItalic, "symbf": bold,
}

// structure knows fractions, roots, brackets, arrays, texts and alphabets.
func (p *parser) structure(name string) (out row, known bool, err error) {
	if s, ok := styleCommands[name]; ok && name != "textit" {
		out, err = p.styled(s)
		return out, true, err
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac":
		out, err = p.frac(withBar)
	case "sfrac", "nicefrac":
		out, err = p.frac(skewed)
	case "binom", "dbinom", "tbinom":
		out, err = p.frac(withoutBar)
		out = row{fence{left: "(", right: ")", items: []row{out}}}
	case "sqrt":
		out, err = p.root()
	case "left":
		out, err = p.fence()
	case "begin":
		out, err = p.environment()
	case "substack":
		out, err = p.substack()
	case "text", "textrm", "textnormal", "textup", "mbox", "hbox", "textbf", "textit", "textsf", "texttt":
		out, err = p.text()
	case "operatorname", "operatornamewithlimits":
		out, err = p.operatorname()
	case "not":
		out, err = p.not()
	case "mathop", "mathbin", "mathrel", "mathord", "mathopen", "mathclose", "mathpunct", "mathinner":
		out, err = p.argument()
	default:
		return nil, false, nil
	}
	return out, true, err
}

func (p *parser) styled(s style) (row, error) {
	before := p.style
	p.style = s
	defer func() { p.style = before }()
	return p.argument()
}

func (p *parser) frac(kind fracKind) (row, error) {
	over, err := p.argument()
	if err != nil {
		return nil, err
	}
	under, err := p.argument()
	return row{frac{over: over, under: under, kind: kind}}, err
}

func (p *parser) root() (row, error) {
	degree, err := p.option()
	if err != nil {
		return nil, err
	}
	body, err := p.argument()
	return row{root{degree: degree, body: body}}, err
}

// bracket reads the character behind \left, \middle and \right.
func (p *parser) bracket() (string, error) {
	token := p.next()
	if found, ok := fenceRunes()[token]; ok {
		return found, nil
	}
	if other, ok := sameFences[token]; ok {
		return other, nil
	}
	return "", p.bad("no bracket: " + token)
}

func (p *parser) fence() (row, error) {
	left, err := p.bracket()
	if err != nil {
		return nil, err
	}
	out := fence{left: left}
	for {
		item, err := p.row("")
		if err != nil {
			return nil, err
		}
		out.items = append(out.items, item)
		switch p.next() {
		case `\middle`:
			if out.between, err = p.bracket(); err != nil {
				return nil, err
			}
		case `\right`:
			out.right, err = p.bracket()
			return row{out}, err
		default:
			return nil, p.bad(`\right is missing`)
		}
	}
}

var textEscapes = strings.NewReplacer(`\{`, "{", `\}`, "}", `\$`, "$", `\%`, "%", `\#`, "#", `\&`, "&", `\_`, "_",
	`\textbackslash{}`, `\`, `\textbackslash `, `\`, `\textasciitilde{}`, "~", `\textasciicircum{}`, "^", `\ `, " ", `~`, "\u00a0", `\,`, " ", `\;`, " ", `\quad`, "  ")

func (p *parser) text() (row, error) {
	begin := p.at
	raw, err := p.raw()
	if err != nil {
		return nil, err
	}
	plain := textEscapes.Replace(raw)
	if strings.ContainsAny(stripEscapes(raw), `\${}`) {
		return row{unknown{`\text` + p.src[begin:p.at]}}, nil
	}
	if plain == "" {
		return nil, nil
	}
	return row{text{plain}}, nil
}

var escapes = strings.NewReplacer(`\{`, "", `\}`, "", `\$`, "", `\%`, "", `\#`, "", `\&`, "", `\_`, "", `\textbackslash{}`, "",
	`\textbackslash `, "", `\textasciitilde{}`, "", `\textasciicircum{}`, "", `\ `, "", `\,`, "", `\;`, "", `\quad`, "")

func stripEscapes(raw string) string { return escapes.Replace(raw) }

func (p *parser) operatorname() (row, error) {
	star := p.peek() == "*"
	if star {
		p.next()
	}
	raw, err := p.raw()
	if err != nil {
		return nil, err
	}
	name := strings.NewReplacer(`\,`, "", " ", "", `\ `, "").Replace(raw)
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return !isLetter(r) }) {
		return row{unknown{`\operatorname{` + raw + `}`}}, nil
	}
	return row{word{name}}, nil
}

var negated = map[rune]rune{'=': '≠', '⊂': '⊄', '∈': '∉', '∥': '∦', '≡': '≢', '∃': '∄', '⊃': '⊅', '∣': '∤', '∼': '≁', '≤': '≰', '≥': '≱', '<': '≮', '>': '≯'}

func (p *parser) not() (row, error) {
	inner, err := p.argument()
	if err != nil {
		return nil, err
	}
	if c, ok := only(inner).(char); ok {
		if r, ok := negated[c.r]; ok {
			return row{char{r: r}}, nil
		}
	}
	return row{unknown{`\not{` + latexOf(inner) + `}`}}, nil
}

// decoration knows what stands over, under or around something.
func (p *parser) decoration(name string) (out row, known bool, err error) {
	if r, ok := accentMarks()[name]; ok {
		base, err := p.argument()
		return row{accent{mark: r, base: base}}, true, err
	}
	if r, ok := arrowRunes()[name]; ok {
		out, err = p.arrow(r)
		return out, true, err
	}
	for r, names := range braces {
		if name == names[0] || name == names[1] {
			base, err := p.argument()
			return row{brace{mark: r, under: name == names[1], base: base}}, true, err
		}
	}
	switch name {
	case "overline", "underline":
		base, err := p.argument()
		return row{bar{base: base, under: name == "underline"}}, true, err
	case "overset", "underset", "stackrel":
		out, err = p.stacked(name)
		return out, true, err
	case "boxed", "fbox", "cancel", "bcancel", "xcancel", "sout":
		body, err := p.argument()
		if name == "fbox" {
			name = "boxed"
		}
		return row{box{kind: name, body: body}}, true, err
	case "phantom", "hphantom", "vphantom", "smash":
		body, err := p.argument()
		return row{ghost{kind: name, body: body}}, true, err
	}
	return nil, false, nil
}

func (p *parser) stacked(name string) (row, error) {
	small, err := p.argument()
	if err != nil {
		return nil, err
	}
	base, err := p.argument()
	if err != nil {
		return nil, err
	}
	if name == "underset" {
		return row{stack(base, orEmpty(small), nil)}, nil
	}
	return row{stack(base, nil, orEmpty(small))}, nil
}

// stack puts something below or above a base, on the same level as what stands
// there on the other side already.
func stack(base, below, above row) limit {
	if inner, ok := only(base).(limit); ok {
		switch {
		case below == nil && inner.above == nil:
			return limit{base: inner.base, below: inner.below, above: above}
		case above == nil && inner.below == nil:
			return limit{base: inner.base, below: below, above: inner.above}
		}
	}
	return limit{base: base, below: below, above: above}
}

// orEmpty tells an empty row from a missing one.
func orEmpty(r row) row {
	if r == nil {
		return row{}
	}
	return r
}

func (p *parser) arrow(r rune) (row, error) {
	below, err := p.option()
	if err != nil {
		return nil, err
	}
	above, err := p.argument()
	if err != nil {
		return nil, err
	}
	switch {
	case len(below) == 0:
		return row{brace{mark: r, under: true, arrow: true, base: above}}, nil
	case len(above) == 0:
		return row{brace{mark: r, arrow: true, base: below}}, nil
	}
	return row{limit{base: row{brace{mark: r, under: true, arrow: true, base: above}}, below: below}}, nil
}

// unknown keeps a command as it stands, with the groups behind it.
func (p *parser) unknown(begin int) (row, error) {
	for {
		switch {
		case p.at < len(p.src) && p.src[p.at] == '{':
			if _, err := p.raw(); err != nil {
				return nil, err
			}
		case p.at < len(p.src) && p.src[p.at] == '[' && strings.IndexByte(p.src[p.at:], ']') > 0:
			p.at += strings.IndexByte(p.src[p.at:], ']') + 1
		default:
			latex := p.src[begin:p.at]
			if !utf8.ValidString(latex) {
				return nil, p.bad("broken text")
			}
			return row{unknown{latex}}, nil
		}
	}
}
