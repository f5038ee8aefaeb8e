package layout

import "strings"

// bracket is a pair of brackets within a stem.
type bracket struct {
	from, to int // the brackets included
	empty    bool
	word     string // what stands in it, folded and trimmed
	spaced   bool   // blanks stand around the word
}

// brackets lists the brackets of a folded text that hold no others, up to 24
// characters long.
func brackets(f []rune) []bracket {
	var list []bracket
	open := -1
	for i, r := range f {
		switch r {
		case '(', '[', '【', '{':
			open = i
		case ')', ']', '】', '}':
			if open >= 0 && i-open <= 25 {
				inner := string(f[open+1 : i])
				word := strings.Trim(inner, " \t_\n.…")
				list = append(list, bracket{from: open, to: i + 1, word: word, empty: word == "" && (f[open] == '(' || f[open] == '[' && i > open+1),
					spaced: len(inner) > 0 && (strings.HasPrefix(inner, " ") || strings.HasSuffix(inner, " ") || strings.Contains(inner, "_"))})
			}
			open = -1
		}
	}
	return list
}

// filledLines lists letters that stand on a line for the answer: __A__, or
// underlined with room around them.
func filledLines(t Text, f []rune) []bracket {
	var list []bracket
	for i := 0; i < len(f); i++ {
		from := i
		switch {
		case f[i] == '_':
			for i < len(f) && (f[i] == '_' || isSpace(f[i]) || isUpper(f[i]) || f[i] == '√' || f[i] == '×') {
				i++
			}
			for i > from && f[i-1] != '_' {
				i--
			}
		case t.style(i)&Underline != 0:
			for i < len(f) && t.style(i)&Underline != 0 {
				i++
			}
		default:
			continue
		}
		inner := string(f[from:i])
		word := strings.Trim(inner, " \t_\n")
		if word != "" && len(word) < 12 && (f[from] == '_' || word != inner) {
			list = append(list, bracket{from: from, to: i, word: word, spaced: true})
		}
		i--
		i = max(i, from)
	}
	return list
}

// hasBlank tells whether a text shows a place for the answer, filled or not.
func hasBlank(f []rune) bool {
	for i, r := range f {
		switch r {
		case '_':
			if i+1 < len(f) && f[i+1] == '_' {
				return true
			}
		case '(', '[':
			if blankAt(f, i) {
				return true
			}
		}
	}
	return false
}

// blankAt tells whether the bracket at i is empty or holds an answer.
func blankAt(f []rune, i int) bool {
	j := i + 1
	for j < len(f) && j < i+24 && (isSpace(f[j]) || f[j] == '_') {
		j++
	}
	if j < len(f) && closes(f[j]) {
		return f[i] == '(' || j > i+1
	}
	for k := j; k < len(f) && k < j+12; k++ {
		if closes(f[k]) {
			return true
		}
		if !isUpper(f[k]) && !isSpace(f[k]) && !strings.ContainsRune("、,√×对错", f[k]) {
			return false
		}
	}
	return false
}

func closes(r rune) bool { return r == ')' || r == ']' }

// blankRuns lists the runs of underscores of a folded text; blanks within a
// run belong to it.
func blankRuns(f []rune) []bracket {
	var list []bracket
	for i := 0; i < len(f); i++ {
		if f[i] != '_' {
			continue
		}
		to := i
		for to < len(f) && (f[to] == '_' || f[to] == ' ' && to+1 < len(f) && f[to+1] == '_') {
			to++
		}
		if to-i >= 2 {
			list = append(list, bracket{from: i, to: to, empty: true})
		}
		i = to
	}
	return list
}
