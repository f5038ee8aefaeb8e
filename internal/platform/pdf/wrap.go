package pdf

import (
	"strings"
	"unicode"
)

// Punctuation that must not begin or end a line of Chinese text (GB/T 15834).
const (
	neverFirst = "，。、；：？！）】》」』〉〕”’…％·,.;:?!)]}%—～"
	neverLast  = "（【《「『〈〔“‘([{"
)

// clean drops what cannot be drawn: control and invisible characters. Tabs
// become blanks, all line ends become \n.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r':
			return '\n'
		case r == '\t', r == '\u00a0':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
}

// wrap breaks a text into lines no wider than width, as measured by the
// callback. Chinese breaks anywhere but around punctuation; words and numbers
// hold together unless one alone is wider than a line.
func wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, width, measure)...)
	}
	return lines
}

func wrapParagraph(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if line == "" || measure(line+strings.TrimRight(piece, " ")) <= width {
			line += piece
		} else {
			lines = append(lines, strings.TrimRight(line, " "))
			line = strings.TrimLeft(piece, " ")
		}
		for measure(strings.TrimRight(line, " ")) > width && len([]rune(line)) > 1 {
			head := fitting(line, width, measure)
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// fitting gives the longest start of a text that fits, at least one character.
func fitting(text string, width float64, measure func(string) float64) string {
	end := 0
	for at, r := range text {
		next := at + len(string(r))
		if end > 0 && measure(text[:next]) > width {
			break
		}
		end = next
	}
	return text[:end]
}

// pieces cuts a text where a line may break.
func pieces(text string) []string {
	var out []string
	var last rune
	for _, r := range text {
		if last != 0 && !breakable(last, r) {
			out[len(out)-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		last = r
	}
	return out
}

func breakable(before, after rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, after), strings.ContainsRune(neverLast, before), after == ' ':
		return false
	case before == ' ':
		return true
	}
	return wide(before) || wide(after)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xffef || r >= 0x20000
}
