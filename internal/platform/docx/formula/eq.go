package formula

import "strings"

// FromEQ gives the LaTeX of the code of an EQ field, as old papers hold their
// formulas: \f(a,b), \r(3,x), \s\up5(2), \o\ac(○,1), \b\lc\{(…), \i\su(a,b,c).
// whole is false where a switch was not understood; its text is then kept.
func FromEQ(code string) (latex string, whole bool) {
	if len(code) > maxLength {
		return "", false
	}
	p := &eqParser{src: []rune(code), whole: true}
	out := tidy(p.row(false))
	return latexOf(out), p.whole
}

type eqParser struct {
	src   []rune
	at    int
	depth int
	whole bool
}

// row reads up to a comma or a closing bracket of its own when inside.
func (p *eqParser) row(inside bool) row {
	p.depth++
	defer func() { p.depth-- }()
	var out row
	level := 0
	for p.at < len(p.src) && p.depth < maxDepth {
		c := p.src[p.at]
		switch {
		case inside && level == 0 && (c == ',' || c == ';' || c == ')' || c == '，'):
			return tidy(out)
		case c == '\\' && p.at+1 < len(p.src):
			out = append(out, p.command()...)
			continue
		case c == '(':
			level++
		case c == ')':
			level--
		}
		p.at++
		if c != ' ' {
			out = append(out, charRow(c, plain)...)
		}
	}
	if p.depth >= maxDepth {
		p.whole = false
		p.at = len(p.src)
	}
	return tidy(out)
}

// command reads a switch with its options and its parts in brackets.
func (p *eqParser) command() row {
	name := p.name()
	if len([]rune(name)) != 1 || !strings.Contains("abdfilorsx", name) {
		p.whole = p.whole && (name == "," || name == "(" || name == ")" || name == `\` || name == ";")
		return charRow([]rune(name + " ")[0], plain)
	}
	var options []string
	for {
		p.blank()
		if p.at+1 >= len(p.src) || p.src[p.at] != '\\' {
			break
		}
		options = append(options, p.option())
	}
	return p.build(name, options, p.parts())
}

func (p *eqParser) blank() {
	for p.at < len(p.src) && p.src[p.at] == ' ' {
		p.at++
	}
}

// name reads the letter behind a backslash.
func (p *eqParser) name() string {
	p.at++
	name := strings.ToLower(string(p.src[p.at]))
	p.at++
	return name
}

// option reads `\up5`, `\ac`, `\lc\{`.
func (p *eqParser) option() string {
	p.at++
	begin := p.at
	for p.at < len(p.src) && isASCIILetter(p.src[p.at]) {
		p.at++
	}
	if name := string(p.src[begin:p.at]); name == "lc" || name == "rc" || name == "bc" || name == "fc" || name == "vc" {
		if p.at < len(p.src) && p.src[p.at] == '\\' {
			p.at++
		}
		if p.at < len(p.src) {
			p.at++
		}
		return string(p.src[begin:p.at])
	}
	for p.at < len(p.src) && (p.src[p.at] >= '0' && p.src[p.at] <= '9' || p.src[p.at] == '-') {
		p.at++
	}
	if p.at == begin && p.at < len(p.src) {
		p.at++
	}
	return strings.ToLower(string(p.src[begin:p.at]))
}

func isASCIILetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (p *eqParser) parts() []row {
	p.blank()
	if p.at >= len(p.src) || p.src[p.at] != '(' {
		return nil
	}
	p.at++
	var out []row
	for {
		out = append(out, p.row(true))
		if p.at >= len(p.src) {
			return out
		}
		c := p.src[p.at]
		p.at++
		if c == ')' {
			return out
		}
	}
}

func (p *eqParser) build(name string, options []string, parts []row) row {
	part := func(i int) row {
		if i < len(parts) {
			return parts[i]
		}
		return row{}
	}
	switch name {
	case "f":
		return row{frac{over: part(0), under: part(1)}}
	case "r":
		if len(parts) < 2 {
			return row{root{body: part(0)}}
		}
		return row{root{degree: dropEmpty(part(0)), body: part(1)}}
	case "s":
		return scripts(options, parts)
	case "o":
		return p.over(parts)
	case "b":
		return row{casesLines(bracketed(options, part(0)))}
	case "i":
		return append(row{integral(options, part(0), part(1))}, part(2)...)
	case "a":
		return array(options, parts)
	case "x":
		return framed(options, part(0))
	case "d":
		return row{gap{"quad"}}
	}
	var out row // \l: a list
	for i, each := range parts {
		if i > 0 {
			out = append(out, char{r: ','})
		}
		out = append(out, each...)
	}
	return out
}

// scripts reads \s: raised, lowered, or one above the other.
func scripts(options []string, parts []row) row {
	if len(parts) == 2 {
		return row{script{sup: parts[0], sub: parts[1]}}
	}
	var inner row
	if len(parts) > 0 {
		inner = parts[0]
	}
	for _, o := range options {
		if strings.HasPrefix(o, "do") {
			return row{script{sub: inner}}
		}
	}
	return row{script{sup: inner}}
}

var overstrikes = map[string]rune{"→": '\u20d7', "-": '\u0305', "¯": '\u0305', "‾": '\u0305', "^": '\u0302', "~": '\u0303', "⋅": '\u0307', "￣": '\u0305', "―": '\u0305', "—": '\u0305', "_": '\u0305'}

// over reads \o: characters printed over one another, mostly a ring around a
// number or an arrow over letters.
func (p *eqParser) over(parts []row) row {
	if len(parts) == 2 {
		first, second := flat(parts[0]), flat(parts[1])
		if strings.Contains("○〇◯O", first) && first != "" {
			if number := ringed(second); number != "" {
				return row{text{number}}
			}
			return row{text{"(" + second + ")"}}
		}
		if mark, ok := overstrikes[second]; ok {
			return row{accent{mark: mark, base: parts[0]}}
		}
		if mark, ok := overstrikes[first]; ok {
			return row{accent{mark: mark, base: parts[1]}}
		}
	}
	p.whole = false
	var out row
	for _, each := range parts {
		out = append(out, each...)
	}
	return out
}

func ringed(figures string) string {
	n := 0
	for _, c := range figures {
		if c < '0' || c > '9' || n > 20 {
			return ""
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > 20 {
		return ""
	}
	return string(rune('①' + n - 1))
}

func flat(r row) string {
	var out strings.Builder
	for _, n := range r {
		switch n := n.(type) {
		case char:
			out.WriteRune(n.r)
		case text:
			out.WriteString(n.s)
		}
	}
	return out.String()
}

func bracketed(options []string, body row) fence {
	out := fence{left: "(", right: ")", items: []row{body}}
	one := func(o string) string {
		s := strings.TrimPrefix(o[2:], `\`)
		if _, ok := fences[s]; ok {
			return s
		}
		return ""
	}
	pairs := map[string]string{"{": "}", "[": "]", "(": ")", "|": "|", "⟨": "⟩"}
	left, right := false, false
	for _, o := range options {
		if len(o) < 3 {
			continue
		}
		switch o[:2] {
		case "lc":
			out.left, left = one(o), true
		case "rc":
			out.right, right = one(o), true
		case "bc":
			out.left = one(o)
			out.right, left, right = pairs[out.left], true, true
		}
	}
	if left && !right {
		out.right = ""
	}
	if right && !left {
		out.left = ""
	}
	return out
}

func integral(options []string, from, to row) nary {
	out := nary{op: '∫', sub: dropEmpty(from), sup: dropEmpty(to)}
	for _, o := range options {
		switch o {
		case "su":
			out.op, out.limits = '∑', true
		case "pr":
			out.op, out.limits = '∏', true
		case "in":
			out.limits = false
		}
	}
	return out
}

func array(options []string, parts []row) row {
	columns, align := 1, byte('c')
	for _, o := range options {
		switch {
		case strings.HasPrefix(o, "co") && len(o) == 3 && o[2] > '0' && o[2] <= '9':
			columns = int(o[2] - '0')
		case o == "al":
			align = 'l'
		case o == "ar":
			align = 'r'
		}
	}
	out := matrix{}
	for begin := 0; begin < len(parts); begin += columns {
		out.rows = append(out.rows, parts[begin:min(begin+columns, len(parts))])
	}
	if align != 'c' {
		out.align = strings.Repeat(string(align), columns)
	}
	return row{out}
}

func framed(options []string, body row) row {
	if len(options) == 0 {
		return row{box{"boxed", body}}
	}
	for _, o := range options {
		switch o {
		case "to":
			body = row{bar{base: body}}
		case "bo":
			body = row{bar{base: body, under: true}}
		}
	}
	return body
}

// Plain gives a formula that is nothing but words, such as a ringed number, as
// these words.
func Plain(latex string) (string, bool) {
	parsed, err := parse(latex)
	if err != nil || len(parsed) == 0 {
		return "", false
	}
	for _, n := range parsed {
		if _, ok := n.(text); !ok {
			return "", false
		}
	}
	return flat(parsed), true
}
