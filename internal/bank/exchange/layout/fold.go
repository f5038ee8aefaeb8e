package layout

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// fold brings a character to the one form that the rules are written in; the
// text itself stays as it is.
func fold(r rune) rune {
	switch {
	case r < 0x80 || isHan(r):
		return r
	case r >= '！' && r <= '～':
		return r - 0xfee0
	case r == '\u3000' || r == '\u00a0' || r >= '\u2002' && r <= '\u200a' || r == '\u202f':
		return ' '
	}
	if at := strings.IndexRune(variants, r); at >= 0 {
		return []rune(forms)[utf8.RuneCountInString(variants[:at])]
	}
	return r
}

// variants are characters that stand for the one below each.
const (
	variants = "✓✔☑∨✗✘✕✖╳☒❌⨯—–－―〜∼‐‑−〔﹝〖〕﹞〗﹙❨﹚❩﹒·•․﹕∶︰﹑､﹔﹍﹎﹏¯ˍ"
	forms    = "√√√√××××××××---------[[[]]](())....:::、、;_____"
)

// latin folds the Greek and Cyrillic twins of letters that stand for options.
func latin(r rune) rune {
	const twins, letters = "АВСЕНΑΒΕΗabcdefghijklmnopqrstuvwxyz", "ABCEHABEHABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if at := strings.IndexRune(twins, r); at >= 0 {
		return []rune(letters)[len([]rune(twins[:at]))]
	}
	return r
}

// folded gives the folded characters: the same slice, which nobody writes to,
// where they stand in that form already.
func folded(runes []rune) []rune {
	at := slices.IndexFunc(runes, func(r rune) bool { return fold(r) != r })
	if at < 0 {
		return runes[:len(runes):len(runes)]
	}
	next := make([]rune, len(runes))
	copy(next, runes[:at])
	for i := at; i < len(runes); i++ {
		next[i] = fold(runes[i])
	}
	return next
}

// foldText gives the folded string of a text, objects as U+FFFC.
func foldText(t Text) string { return string(folded([]rune(t.String()))) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }
func isAlnum(r rune) bool {
	return isDigit(r) || isUpper(r) || r >= 'a' && r <= 'z'
}
func isHan(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

// circled gives 1 for ① and so on, 0 for other characters.
func circled(r rune) int {
	switch {
	case r >= '①' && r <= '⑳':
		return int(r-'①') + 1
	case r >= '❶' && r <= '❿':
		return int(r-'❶') + 1
	case r >= '➀' && r <= '➉':
		return int(r-'➀') + 1
	}
	return 0
}

// chinese reads the Chinese numbers up to 99, 0 for anything else.
func chinese(s string) int {
	const digits = "一二三四五六七八九"
	value := func(r rune) int {
		if at := strings.IndexRune(digits, r); at >= 0 {
			return at/len("一") + 1
		}
		return 0
	}
	tens, ones, found := strings.Cut(s, "十")
	if !found {
		tens, ones = "", s
	}
	n := 0
	if found {
		n = 10
		if t := []rune(tens); len(t) == 1 && value(t[0]) > 0 {
			n = 10 * value(t[0])
		} else if len(t) > 0 {
			return 0
		}
	}
	switch o := []rune(ones); {
	case len(o) == 1 && value(o[0]) > 0:
		return n + value(o[0])
	case len(o) == 0:
		return n
	}
	return 0
}

// skipSpace gives the index of the next character that is no space.
func skipSpace(f []rune, i int) int {
	for i < len(f) && isSpace(f[i]) {
		i++
	}
	return i
}

// digitsAt reads up to five digits.
func digitsAt(f []rune, i int) (n, end int) {
	for end = i; end < len(f) && isDigit(f[end]) && end-i < 6; end++ {
		n = 10*n + int(f[end]-'0')
	}
	if end == i || end-i > 5 {
		return 0, i
	}
	return n, end
}

// hasPrefix reports that f holds s at i.
func hasPrefix(f []rune, i int, s string) bool {
	for _, r := range s {
		if i >= len(f) || f[i] != r {
			return false
		}
		i++
	}
	return true
}
