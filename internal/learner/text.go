package learner

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks may stand on one letter.
const maxMarks = 3

// PlainLine makes one line of plain text of what a person typed: composed
// (NFC), without control, invisible and direction characters, runs of blanks
// as one blank. What it returns can be stored, searched and printed.
func PlainLine(s string) string {
	return strings.Join(strings.Fields(plain(s, false)), " ")
}

// PlainText does the same and keeps line breaks, at most one empty line in a
// row.
func PlainText(s string) string {
	var out []string
	for line := range strings.SplitSeq(plain(s, true), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

func plain(s string, breaks bool) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	marks := 0
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			if marks++; marks > maxMarks {
				return -1
			}
			return r
		}
		marks = 0
		switch {
		case r == '\n' && breaks:
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}
