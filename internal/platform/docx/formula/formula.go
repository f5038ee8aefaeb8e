// Package formula turns formulas from one notation into another: LaTeX as
// KaTeX reads it, the Office Math (OMML) of Word files, and the EQ fields of
// old ones. It draws nothing and runs no macros.
package formula

import "errors"

// Reasons why a LaTeX text is refused.
var (
	ErrSyntax = errors.New("formula is not well-formed")
	ErrLong   = errors.New("formula too long or nested too deep")
)

const (
	maxLength = 10_000 // of a LaTeX text in bytes
	maxDepth  = 60     // of groups in groups
)

// A formula is a row of nodes. Operands of sums and functions follow them in
// the row, as they do in LaTeX.
type (
	node interface{}
	row  []node

	// char is one character with its alphabet.
	char struct {
		r     rune
		style style
	}
	// word is the upright name of a function: sin, lim.
	word struct{ name string }
	// text stands upright with its blanks, as people write.
	text struct{ s string }
	// gap is a space by its LaTeX name: `\,`.
	gap struct{ name string }
	// mark is the place where lines of an array are aligned.
	mark struct{}
	// unknown is LaTeX that has no counterpart here, kept as it stands.
	unknown struct{ latex string }

	frac struct {
		over, under row
		kind        fracKind
	}
	// script is a base with an index or a power; pre has them in front.
	script struct{ base, sub, sup row }
	pre    struct{ base, sub, sup row }
	root   struct{ degree, body row }
	// nary is a large operator, its operand follows.
	nary struct {
		op       rune
		sub, sup row
		limits   bool // above and below, not beside
	}
	// fence is a pair of brackets that grow; an empty one is invisible.
	fence struct {
		left, right, between string
		items                []row
	}
	// limit stands above or below its base.
	limit struct{ base, below, above row }
	// accent is a small mark on a base, bar a line over or under one.
	accent struct {
		mark rune
		base row
	}
	bar struct {
		base  row
		under bool
	}
	// brace is a stretching character over or under a base; where arrow is
	// set, the base is small text at an arrow.
	brace struct {
		mark  rune
		under bool
		arrow bool
		base  row
	}
	matrix struct {
		rows  [][]row
		align string // l, c, r for each column, | for a line; "" all centred
		rules []int  // the rows that have a line above; the row after the last for one below
	}
	// lines are formulas one below the other, aligned at their marks.
	lines struct{ rows []row }
	// box frames or strikes out; ghost takes room without being seen.
	box struct {
		kind string // boxed, cancel, bcancel, xcancel, sout
		body row
	}
	ghost struct {
		kind string // phantom, hphantom, vphantom, smash
		body row
	}
)

type fracKind int

const (
	withBar fracKind = iota
	withoutBar
	linear
	skewed
)

// style is a mathematical alphabet.
type style int

const (
	plain style = iota // letters italic, all else upright
	upright
	bold
	boldItalic
	double
	calligraphic
	fraktur
	sans
	mono
)

// styleNames are the commands in the order of the constants.
var styleNames = []string{"", "mathrm", "mathbf", "boldsymbol", "mathbb", "mathcal", "mathfrak", "mathsf", "mathtt"}

// Canonical gives a formula in this package's spelling: scripts in braces, no
// blanks that mean nothing, Chinese inside \text. Two spellings of one formula
// mostly become one.
func Canonical(latex string) (string, error) {
	parsed, err := parse(latex)
	if err != nil {
		return "", err
	}
	return latexOf(parsed), nil
}

// tidy puts rows into the one form that all readers give: primes become
// powers, an index without a base moves in front of what follows.
func tidy(in row) row {
	out := make(row, 0, len(in))
	for _, n := range in {
		last := len(out) - 1
		if last >= 0 {
			if c, ok := n.(char); ok && c.r == '′' {
				if primed, ok := addPrime(out[last]); ok {
					out[last] = primed
					continue
				}
			}
			if c, ok := n.(char); ok && c.r == '°' && canCarry(out[last]) {
				n = script{sup: row{char{r: '∘'}}} // \degree is not known everywhere
			}
			if s, ok := n.(script); ok && s.base == nil && canCarry(out[last]) {
				s.base = row{out[last]}
				out[last] = s
				continue
			}
			if before, ok := out[last].(script); ok && len(before.base) == 0 && canFollow(n) {
				out[last] = pre{base: row{n}, sub: before.sub, sup: before.sup}
				continue
			}
		}
		out = append(out, n)
	}
	return out
}

func canFollow(n node) bool {
	switch n := n.(type) {
	case gap, mark, unknown:
		return false
	case char:
		return !isOperator(n.r)
	}
	return true
}

// canCarry tells what a script without a base of its own hangs on.
func canCarry(n node) bool {
	switch n := n.(type) {
	case gap, mark, unknown, nary, script, pre, limit:
		return false
	case char:
		return !isOperator(n.r) || n.r == ')' || n.r == ']'
	}
	return true
}

func addPrime(before node) (node, bool) {
	prime := char{r: '′'}
	switch before := before.(type) {
	case script:
		if len(before.sup) == 0 || allPrimes(before.sup) {
			before.sup = append(before.sup[:len(before.sup):len(before.sup)], prime)
			return before, true
		}
		return script{base: row{before}, sup: row{prime}}, true
	case char:
		if isOperator(before.r) || before.r == '′' {
			return nil, false
		}
	case gap, mark, unknown, nary, word, text:
		return nil, false
	}
	return script{base: row{before}, sup: row{prime}}, true
}

func allPrimes(r row) bool {
	for _, n := range r {
		if c, ok := n.(char); !ok || c.r != '′' {
			return false
		}
	}
	return len(r) > 0
}
