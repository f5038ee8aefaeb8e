package layout

import "strings"

// family is a style of numbering. Styles that authors mix are one family.
type family int

const (
	none   family = iota
	circle        // ①
	paren         // (1) ⑴
	half          // 1)
	bare          // "1 text"
	dot           // 1. 1、 第1题 【1】 ⒈
	families
)

// marker is a number at the head of a line.
type marker struct {
	family     family
	n          int
	end        int  // index of the first character after it
	loose      bool // may well be a decimal, a measure or a sentence
	lead       bool // a bracket for the answer stands before the number
	unnumbered bool
}

// readMarker reads the number that a line begins with.
func readMarker(f []rune) (marker, bool) {
	i := skipSpace(f, 0)
	if _, to, ok := leadBracket(f, i); ok {
		if m, ok := numberAt(f, to); ok && m.family == dot {
			m.lead = true
			return m, true
		}
	}
	return numberAt(f, i)
}

// leadBracket finds "( )" or "(√)" before a number: "( A )1. …".
func leadBracket(f []rune, i int) (from, to int, ok bool) {
	if i >= len(f) || f[i] != '(' && f[i] != '[' {
		return 0, 0, false
	}
	for j := i + 1; j < len(f) && j < i+14; j++ {
		switch r := f[j]; {
		case r == ')' || r == ']':
			return i, j + 1, true
		case isSpace(r), r == '_', strings.ContainsRune("√×对错正确误、,", r), isUpper(latin(r)):
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

func numberAt(f []rune, i int) (marker, bool) {
	i = skipSpace(f, i)
	if i >= len(f) {
		return marker{}, false
	}
	switch r := f[i]; {
	case circled(r) > 0:
		return ended(f, marker{family: circle, n: circled(r), end: i + 1}), true
	case r >= '⑴' && r <= '⒇':
		return ended(f, marker{family: paren, n: int(r-'⑴') + 1, end: i + 1}), true
	case r >= '⒈' && r <= '⒛':
		return ended(f, marker{family: dot, n: int(r-'⒈') + 1, end: i + 1}), true
	case r == '(' || r == '[' || r == '【':
		return enclosed(f, i)
	case strings.ContainsRune("第题试Q例问", r):
		return worded(f, i)
	case isDigit(r):
		return digits(f, i)
	}
	return marker{}, false
}

// ended moves the end of a marker past the signs that may follow.
func ended(f []rune, m marker) marker {
	j := skipSpace(f, m.end)
	if j < len(f) && strings.ContainsRune(".、:", f[j]) {
		m.end = skipSpace(f, j+1)
		return m
	}
	m.end = j
	return m
}

func enclosed(f []rune, i int) (marker, bool) {
	j := skipSpace(f, i+1)
	asked := 0
	for _, word := range []string{"第", "问题", "小题", "问"} {
		if hasPrefix(f, j, word) {
			j, asked = j+len([]rune(word)), len(word)-len("第")
			break
		}
	}
	n, end := digitsAt(f, skipSpace(f, j))
	if n == 0 {
		return marker{}, false
	}
	end = skipSpace(f, end)
	if hasPrefix(f, end, "题") {
		end++
	}
	if end >= len(f) {
		return marker{}, false
	}
	switch {
	case f[i] == '(' && f[end] == ')':
		return ended(f, marker{family: paren, n: n, end: end + 1}), true
	case f[i] == '[' && f[end] == ']' && asked > 0, f[i] == '【' && f[end] == '】' && asked > 0:
		return ended(f, marker{family: half, n: n, end: end + 1}), true
	case f[i] == '[' && f[end] == ']', f[i] == '【' && f[end] == '】':
		return ended(f, marker{family: dot, n: n, end: end + 1}), true
	}
	return marker{}, false
}

// worded reads 第3题, 第三题, 题3, 试题3, Q3.
func worded(f []rune, i int) (marker, bool) {
	for _, word := range []string{"试题", "题目", "例题", "问题", "题", "例", "问", "Q"} {
		if !hasPrefix(f, i, word) {
			continue
		}
		j := skipSpace(f, i+len([]rune(word)))
		n, end := digitsAt(f, j)
		if n == 0 || skipSpace(f, end) >= len(f) || !strings.ContainsRune(".、:", f[skipSpace(f, end)]) {
			return marker{}, false
		}
		if word == "问题" || word == "问" {
			return ended(f, marker{family: half, n: n, end: end}), true
		}
		return ended(f, marker{family: dot, n: n, end: end}), true
	}
	if f[i] != '第' {
		return marker{}, false
	}
	j := skipSpace(f, i+1)
	n, end := digitsAt(f, j)
	if n == 0 {
		for end = j; end < len(f) && end < j+3 && strings.ContainsRune("一二三四五六七八九十", f[end]); {
			end++
		}
		n = chinese(string(f[j:end]))
	}
	end = skipSpace(f, end)
	if n == 0 || !hasPrefix(f, end, "题") && !hasPrefix(f, end, "小题") {
		return marker{}, false
	}
	for f[end] != '题' {
		end++
	}
	return ended(f, marker{family: dot, n: n, end: end + 1}), true
}

func digits(f []rune, i int) (marker, bool) {
	n, end := digitsAt(f, i)
	j := skipSpace(f, end)
	if n == 0 || j >= len(f) {
		return marker{}, false
	}
	switch r := f[j]; {
	case strings.ContainsRune(".、,:。", r):
		return signed(f, n, j), true
	case r == ')':
		return marker{family: half, n: n, end: skipSpace(f, j+1)}, true
	case r == '题' && j == end:
		return ended(f, marker{family: dot, n: n, end: j + 1}), true
	case isHan(r) && !strings.ContainsRune("年月日号元个种级次分秒", r), strings.ContainsRune("“\"《(【[", r):
		return marker{family: bare, n: n, end: j, loose: true}, true
	}
	return marker{}, false
}

// signed makes the marker of a number with a sign behind it, at j.
func signed(f []rune, n, j int) marker {
	m := marker{family: dot, n: n, end: skipSpace(f, j+1), loose: strings.ContainsRune(",:。", f[j])}
	if j+1 < len(f) && (isDigit(f[j+1]) || strings.ContainsRune(".、", f[j+1])) {
		m.loose = true
	}
	if hasPrefix(f, m.end, ".") || hasPrefix(f, m.end, "、") {
		m.end = skipSpace(f, m.end+1) // "1.、"
	}
	return m
}
