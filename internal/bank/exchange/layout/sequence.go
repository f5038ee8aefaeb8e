package layout

import "strings"

// sequence reads a line that is nothing but numbers with short answers.
func sequence(f []rune) ([]pair, bool) {
	list, _, ok := sequenceOf(Text{runes: f}, f, 0)
	return list, ok
}

// sequenceOf reads "1-5 ABCDA 6-10 …" and "1.A 2.B"; ranged tells the first
// from the second.
func sequenceOf(t Text, f []rune, from int) (list []pair, ranged, ok bool) {
	i := from
	for {
		i = skipSigns(f, i, " \t\n,;、。.|")
		if i >= len(f) {
			return list, ranged, len(list) > 0
		}
		j := skipSigns(f, i, "([第【 ")
		n, end := digitsAt(f, j)
		if n == 0 && j < len(f) && circled(f[j]) > 0 {
			n, end = circled(f[j]), j+1
		}
		if n == 0 {
			return nil, false, false
		}
		if last, after, isRange := rangeEnd(f, end); isRange && last > n && last-n < 1000 {
			stop := runEnd(f, after)
			answers := splitRun(t, f, after, stop, last-n+1)
			if answers == nil {
				return nil, false, false
			}
			for k, a := range answers {
				list = append(list, pair{n: n + k, answer: a})
			}
			i, ranged = stop, true
			continue
		}
		body := skipSigns(f, end, ".、:)]】题 \t-(")
		stop := shortAnswer(f, body)
		if stop == body {
			return nil, false, false
		}
		list = append(list, pair{n: n, answer: t.slice(body, stop)})
		i = stop
		if i < len(f) && f[i] == ')' {
			i++
		}
	}
}

func skipSigns(f []rune, i int, set string) int {
	for i < len(f) && strings.ContainsRune(set, f[i]) {
		i++
	}
	return i
}

// rangeEnd reads "-5" or "~第5题" behind the first number of a range.
func rangeEnd(f []rune, i int) (last, end int, ok bool) {
	i = skipSigns(f, i, " 题")
	if i >= len(f) || !strings.ContainsRune("-~至到", f[i]) {
		return 0, i, false
	}
	i = skipSigns(f, i, "-~至到 第")
	last, end = digitsAt(f, i)
	if last == 0 {
		return 0, end, false
	}
	return last, skipSigns(f, end, " 题.、:)]】\t小"), true
}

// runEnd finds where the answers of a range end.
func runEnd(f []rune, i int) int {
	for i < len(f) && !isDigit(f[i]) && !strings.ContainsRune("([【第", f[i]) {
		i++
	}
	return i
}

// splitRun parts a run of answers among count questions; nil where it does not
// come out even.
func splitRun(t Text, f []rune, from, to, count int) []Text {
	var words []Text
	single := 0
	for i := from; i < to; {
		if strings.ContainsRune(" \t\n,;、。.|", f[i]) {
			i++
			continue
		}
		stop := i
		for stop < to && !strings.ContainsRune(" \t\n,;、。.|", f[stop]) {
			if !isAlnum(f[stop]) && !strings.ContainsRune("√×对错正确误是否非", f[stop]) || isDigit(f[stop]) {
				return nil
			}
			stop++
		}
		words = append(words, t.slice(i, stop))
		single += stop - i
		i = stop
	}
	if len(words) == count || count < 0 {
		return words
	}
	if single != count {
		return nil
	}
	var each []Text
	for _, w := range words {
		for k := range w.runes {
			each = append(each, w.slice(k, k+1))
		}
	}
	return each
}

// shortAnswer reads an answer of letters or a judgement; i where there is none.
func shortAnswer(f []rune, i int) int {
	if i >= len(f) {
		return i
	}
	for _, w := range []string{"正确", "错误", "不正确", "不对", "对", "错", "√", "×"} {
		if hasPrefix(f, i, w) {
			return cleanEnd(f, i, i+len([]rune(w)))
		}
	}
	j := i
	for j < len(f) && (isUpper(latin(f[j])) || strings.ContainsRune("、,", f[j]) && j > i && j+1 < len(f) && isUpper(latin(f[j+1]))) {
		j++
	}
	if j == i || j-i > 20 {
		return i
	}
	return cleanEnd(f, i, j)
}

// cleanEnd gives the end of a short answer where nothing else clings to it.
func cleanEnd(f []rune, from, to int) int {
	if to < len(f) && !strings.ContainsRune(" \t\n,;、。.|)", f[to]) && !isDigit(f[to]) {
		return from
	}
	return to
}
