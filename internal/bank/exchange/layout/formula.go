package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typed formulas are no longer than this, in characters.
const (
	longFormula  = 500
	shortFormula = 300 // between single dollars, which also stand for money
)

// ahead finds a sign in a text at or behind a place; places only grow, so that
// all searches together read the text once.
type ahead struct {
	sign string
	at   int // where the sign stands; -1: nowhere behind
}

func (a *ahead) from(text string, place int) int {
	if a.at >= 0 && a.at < place {
		next := strings.Index(text[min(place, len(text)):], a.sign)
		if next < 0 {
			a.at = -1
		} else {
			a.at = place + next
		}
	}
	return a.at
}

// typedFormulas finds \(…\), \[…\], $$…$$ and $…$ in a line, in the form of
// regexp's FindAllStringSubmatchIndex with one group for each. A pattern would
// cost a hundred times as much on a line of nothing but such signs.
func typedFormulas(text string) [][]int {
	round, square := &ahead{sign: `\)`, at: 0}, &ahead{sign: `\]`, at: 0}
	double, single := &ahead{sign: "$$", at: 0}, &ahead{sign: "$", at: 0}
	var list [][]int
	for i := 0; i+2 < len(text); {
		group, opening, end := 0, 2, -1
		switch rest := text[i:]; {
		case strings.HasPrefix(rest, `\(`):
			group, end = 1, behind(text, i+2, round, longFormula)
		case strings.HasPrefix(rest, `\[`):
			group, end = 2, behind(text, i+2, square, longFormula)
		case strings.HasPrefix(rest, "$$"):
			group, end = 3, behind(text, i+2, double, longFormula)
			if end > 0 && single.from(text, i+2) < end {
				end = -1 // a dollar inside
			}
		case rest[0] == '$':
			group, opening, end = 4, 1, behind(text, i+1, single, shortFormula)
			if end > 0 && strings.ContainsFunc(text[i+1:end], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				end = -1
			}
		}
		if end < 0 {
			i++
			continue
		}
		m := []int{i, end + opening, -1, -1, -1, -1, -1, -1, -1, -1}
		m[2*group], m[2*group+1] = i+opening, end
		list = append(list, m)
		i = end + opening
	}
	return list
}

// behind gives where the closing sign stands, behind one character or more and
// not too far; -1 otherwise.
func behind(text string, from int, closing *ahead, most int) int {
	_, width := utf8.DecodeRuneInString(text[from:])
	end := closing.from(text, from+width)
	if width == 0 || end < 0 || end-from > most*utf8.UTFMax || utf8.RuneCountInString(text[from:end]) > most {
		return -1
	}
	return end
}
