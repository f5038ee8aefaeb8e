package formula

import "strings"

// isNamed tells a function's name, with or without scripts.
func isNamed(n node) bool {
	switch n := n.(type) {
	case word:
		return true
	case script:
		_, ok := only(n.base).(word)
		return ok
	case limit:
		_, ok := only(n.base).(word)
		return ok
	}
	return false
}

// operandOfFunction gives the end of what a function applies to: a bracket to
// its end, or what stands together up to an operator.
func operandOfFunction(r row, begin int) int {
	i := begin
	for i < len(r) {
		if _, ok := r[i].(gap); !ok {
			break
		}
		i++
	}
	if i < len(r) {
		if c, ok := r[i].(char); ok && (c.r == '(' || c.r == '[') {
			return closing(r, i)
		}
	}
	first := i
	for ; i < len(r); i++ {
		switch n := r[i].(type) {
		case char:
			if i > first && (n.r == '(' || n.r == '[') { // f(x)
				return closing(r, i)
			}
			if isOperator(n.r) || strings.ContainsRune("/|.…⋯", n.r) {
				return orNothing(begin, first, i)
			}
		case fence:
			if i == first {
				i++
			}
			return orNothing(begin, first, i)
		case nary, mark, unknown, gap, text:
			return orNothing(begin, first, i)
		}
		if isNamed(r[i]) {
			return orNothing(begin, first, i)
		}
	}
	return orNothing(begin, first, i)
}

func orNothing(begin, first, end int) int {
	if end == first {
		return begin
	}
	return end
}

func closing(r row, begin int) int {
	level := 0
	for i := begin; i < len(r); i++ {
		c := closer(r[i])
		switch c {
		case '(', '[':
			level++
		case ')', ']':
			if level--; level == 0 {
				return i + 1
			}
		}
	}
	return len(r)
}

// closer gives the bracket that a node is, also one that carries a power.
func closer(n node) rune {
	switch n := n.(type) {
	case char:
		return n.r
	case script:
		if c, ok := only(n.base).(char); ok {
			return c.r
		}
	}
	return 0
}

// operandOfSum gives the end of what a large operator applies to.
func operandOfSum(r row, begin int, integral bool) int {
	level := 0
	for i := begin; i < len(r); i++ {
		if _, ok := r[i].(mark); ok {
			return i
		}
		c := closer(r[i])
		switch {
		case c == '(' || c == '[':
			level++
		case c == ')' || c == ']':
			if level--; level < 0 {
				return i
			}
		case level > 0 || i == begin:
		case isRelation(c), strings.ContainsRune(",;", c) && c != 0, !integral && (c == '+' || c == '-'):
			return i
		}
	}
	return len(r)
}
