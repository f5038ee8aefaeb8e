package formula

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parser reads LaTeX's mathematics from left to right.
type parser struct {
	src   string
	at    int
	depth int
	style style
}

func parse(latex string) (row, error) {
	if len(latex) > maxLength {
		return nil, ErrLong
	}
	if !utf8.ValidString(latex) {
		return nil, ErrSyntax
	}
	p := &parser{src: latex}
	all, err := p.lines("")
	if err != nil {
		return nil, err
	}
	if p.at < len(p.src) {
		return nil, p.bad("unexpected " + p.peek())
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return row{lines{rows: all}}, nil
}

func (p *parser) bad(what string) error {
	return fmt.Errorf("%w: %s at %d", ErrSyntax, what, p.at)
}

// blank skips blanks and comments.
func (p *parser) blank() {
	for p.at < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.at:])
		switch {
		case r == '%':
			end := strings.IndexByte(p.src[p.at:], '\n')
			if end < 0 {
				p.at = len(p.src)
				return
			}
			p.at += end + 1
		case unicode.IsControl(r), unicode.IsSpace(r) && r != '\u00a0' && (r < 0x2000 || r > 0x205f):
			p.at += size
		default:
			return
		}
	}
}

// peek gives the next token without taking it: a command with its backslash or
// one character. "" at the end.
func (p *parser) peek() string {
	p.blank()
	if p.at >= len(p.src) {
		return ""
	}
	rest := p.src[p.at:]
	if rest[0] != '\\' {
		_, size := utf8.DecodeRuneInString(rest)
		return rest[:size]
	}
	end := 1
	for end < len(rest) && (rest[end] >= 'a' && rest[end] <= 'z' || rest[end] >= 'A' && rest[end] <= 'Z') {
		end++
	}
	if end > 1 {
		return rest[:end]
	}
	if len(rest) == 1 {
		return rest
	}
	_, size := utf8.DecodeRuneInString(rest[1:])
	return rest[:1+size]
}

func (p *parser) next() string {
	token := p.peek()
	p.at += len(token)
	return token
}

// ends tells the tokens at which a row is over.
func ends(token string) bool {
	switch token {
	case "", "}", "&", `\\`, `\cr`, `\right`, `\middle`, `\end`:
		return true
	}
	return false
}

// row reads nodes up to a token that ends it, or to stop.
func (p *parser) row(stop string) (row, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, ErrLong
	}
	before := p.style
	defer func() { p.style = before }()
	var out row
	for {
		token := p.peek()
		if ends(token) || token == stop {
			return tidy(out), nil
		}
		if kind, ok := infix(token); ok {
			p.next()
			under, err := p.row(stop)
			if err != nil {
				return nil, err
			}
			made := row{frac{over: tidy(out), under: under, kind: kind}}
			if token == `\choose` {
				return row{fence{left: "(", right: ")", items: []row{made}}}, nil
			}
			return made, nil
		}
		nodes, err := p.scripted()
		if err != nil {
			return nil, err
		}
		out = append(out, nodes...)
	}
}

func infix(token string) (fracKind, bool) {
	switch token {
	case `\over`:
		return withBar, true
	case `\atop`, `\choose`:
		return withoutBar, true
	}
	return 0, false
}

// scripted reads one thing with its indices and powers.
func (p *parser) scripted() (row, error) {
	token := p.peek()
	var base row
	if token != "^" && token != "_" && token != "'" {
		var err error
		if base, err = p.atom(); err != nil {
			return nil, err
		}
	}
	limits := p.limits()
	var s script
	for {
		switch p.peek() {
		case "^", "'":
			if s.sup != nil && !allPrimes(s.sup) {
				return nil, p.bad("two powers")
			}
			sup, err := p.power()
			if err != nil {
				return nil, err
			}
			s.sup = append(s.sup, sup...)
		case "_":
			if s.sub != nil {
				return nil, p.bad("two indices")
			}
			p.next()
			sub, err := p.argument()
			if err != nil {
				return nil, err
			}
			s.sub = append(row{}, sub...)
		default:
			return attach(base, s, limits), nil
		}
	}
}

// limits reads \limits and \nolimits: 1, -1; 0 without.
func (p *parser) limits() int {
	which := 0
	for {
		switch p.peek() {
		case `\limits`, `\displaylimits`:
			which = 1
		case `\nolimits`:
			which = -1
		default:
			return which
		}
		p.next()
	}
}

func (p *parser) power() (row, error) {
	if p.next() == "'" {
		return row{char{r: '′'}}, nil
	}
	sup, err := p.argument()
	return append(row{}, sup...), err
}

// attach puts indices and powers where they belong to on this base.
func attach(base row, s script, limits int) row {
	if op, ok := only(base).(nary); ok {
		op.sub, op.sup = s.sub, s.sup
		if limits != 0 {
			op.limits = limits > 0
		}
		return row{op}
	}
	if s.sub == nil && s.sup == nil {
		return base
	}
	below := limits > 0
	switch n := only(base).(type) {
	case word:
		below = below || functions[n.name] && limits == 0
	case brace:
		below = true
	}
	if below {
		return row{limit{base: base, below: s.sub, above: s.sup}}
	}
	if s.sub == nil && allPrimes(s.sup) && len(base) > 0 { // tidy attaches them
		return append(base[:len(base):len(base)], s.sup...)
	}
	s.base = base
	return row{s}
}

// only gives the single node of a row, else nil.
func only(r row) node {
	if len(r) != 1 {
		return nil
	}
	return r[0]
}

// argument reads what a command or a script applies to: a group or one thing.
func (p *parser) argument() (row, error) {
	switch token := p.peek(); {
	case token == "{":
		return p.group()
	case ends(token), token == "^", token == "_", token == "'":
		return nil, p.bad("something is missing")
	}
	return p.atom()
}

func (p *parser) group() (row, error) {
	p.next()
	out, err := p.row("")
	if err != nil {
		return nil, err
	}
	if p.next() != "}" {
		return nil, p.bad("} is missing")
	}
	return out, nil
}

// option reads [..] where it is there.
func (p *parser) option() (row, error) {
	if p.peek() != "[" {
		return nil, nil
	}
	p.next()
	out, err := p.row("]")
	if err != nil {
		return nil, err
	}
	if p.next() != "]" {
		return nil, p.bad("] is missing")
	}
	return out, nil
}

// raw reads a group as it stands.
func (p *parser) raw() (string, error) {
	p.blank()
	if p.at >= len(p.src) {
		return "", p.bad("{ is missing")
	}
	if p.src[p.at] != '{' {
		if token := p.peek(); ends(token) || token == `\` {
			return "", p.bad("{ is missing")
		}
		return p.next(), nil
	}
	level := 0
	for i := p.at; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '{':
			level++
		case '}':
			if level--; level == 0 {
				out := p.src[p.at+1 : i]
				p.at = i + 1
				return out, nil
			}
		}
	}
	return "", p.bad("} is missing")
}

// atom reads one thing without scripts.
func (p *parser) atom() (row, error) {
	token := p.peek()
	if token == "{" {
		return p.group()
	}
	if len(token) > 1 && token[0] == '\\' {
		return p.command()
	}
	p.next()
	r, _ := utf8.DecodeRuneInString(token)
	switch {
	case token == `\`:
		return nil, p.bad("a command is missing")
	case r == '~' || r == '\u00a0':
		return row{gap{" "}}, nil
	case r == '-' || r == '−':
		return row{char{r: '-'}}, nil
	}
	return p.char(r), nil
}

// char gives a character in the alphabet that holds here; words of other
// scripts become text.
func (p *parser) char(r rune) row {
	return charRow(r, p.style)
}

func charRow(r rune, s style) row {
	if base, alphabet, ok := fromAlphabet(r); ok {
		r = base
		if s == plain {
			s = alphabet
		}
	}
	r = sameRune(r)
	switch {
	case !isMath(r) && !isLetter(r):
		return row{text{string(r)}}
	case s == upright && !isLetter(r), (s == double || s == calligraphic || s == fraktur) && !isLetter(r) && (r < '0' || r > '9'):
		s = plain
	case isOperator(r):
		s = plain
	}
	return row{char{r: r, style: s}}
}

// spellings are characters that files use for others.
var spellings = map[rune]rune{
	'−': '-', '–': '-', '－': '-', '∗': '*', '\u2126': 'Ω', 'µ': 'μ', '·': '⋅', '∙': '⋅', '・': '⋅', '∆': 'Δ', '’': '′', '＇': '′',
	'〈': '⟨', '〉': '⟩', '∕': '/', '⁄': '/', '∶': ':', '＋': '+', '＝': '=', '（': '(', '）': ')', '＜': '<', '＞': '>', '［': '[', '］': ']',
	'｛': '{', '｝': '}', '／': '/', '｜': '|', '％': '%', '．': '.', '！': '!', '＊': '*', '⌀': '∅', '≼': '⪯', '≽': '⪰', '◼': '■', '▫': '□', '▴': '▲', '▾': '▼',
}

// sameRune folds the characters that files use for one another.
func sameRune(r rune) rune {
	if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return r - '！' + '!'
	}
	if other, ok := spellings[r]; ok {
		return other
	}
	return r
}
