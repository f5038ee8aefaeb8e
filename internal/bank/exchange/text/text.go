// Package text reads exam papers that were pasted or saved as plain text, in
// the encodings that are met in China.
package text

import (
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/layout"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Sniff tells whether a file is text in the layout of a paper.
func Sniff(f exchange.File) (exchange.Format, bool) {
	if len(f.Data) == 0 || len(f.Data) > exchange.MaxBytes {
		return "", false
	}
	text, ok := decode(head(f.Data))
	if !ok || strings.HasPrefix(strings.TrimSpace(text), "<") || strings.HasPrefix(strings.TrimSpace(text), "{") {
		return "", false
	}
	return exchange.Text, looksLikePaper(text)
}

// head is enough of a file to know it by, cut at a line's end.
func head(raw []byte) []byte {
	const enough = 64 << 10
	if len(raw) <= enough {
		return raw
	}
	raw = raw[:enough]
	if at := strings.LastIndexByte(string(raw), '\n'); at > 0 {
		return raw[:(at+1)&^1] // an even length keeps UTF-16 whole
	}
	return raw
}

// looksLikePaper tries the beginning of a text: one question with options, a
// key or a reference answer will do.
func looksLikePaper(text string) bool {
	if first, _, _ := strings.Cut(strings.TrimSpace(text), "\n"); strings.Count(first, ",")+strings.Count(first, "\t") > 3 && !strings.ContainsAny(first, "（(") {
		return false // a table
	}
	result, err := layout.Parse(paperOf(text), exchange.Options{Cleaner: question.NewCleaner()})
	return err == nil && slices.ContainsFunc(result.Items, func(i exchange.Item) bool {
		return len(i.Key) > 0 || len(i.Options) > 1 || len(i.Blanks) > 0 || len(i.Parts) > 0 || i.Reference != ""
	})
}

// Read reads a whole paper.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if len(f.Data) > exchange.MaxBytes {
		return exchange.Result{}, fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20})
	}
	text, ok := decode(f.Data)
	if !ok {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileUnknown)
	}
	if endless(text) {
		return exchange.Result{}, layout.TooMany()
	}
	result, err := layout.Parse(paperOf(text), o)
	if err != nil {
		return exchange.Result{}, err
	}
	result.Format = exchange.Text
	if len(result.Items) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	return result, nil
}

// endless counts the lines of a text before anything is made of them.
func endless(text string) bool {
	count, empty := 0, true
	for i := range len(text) {
		switch text[i] {
		case '\n', '\r':
			empty = true
		case ' ', '\t':
		default:
			if empty {
				count++
			}
			empty = false
		}
	}
	return count > layout.MaxLines
}

// What Markdown puts before lines. A text counts as Markdown when its options
// are items of a list.
var (
	listed   = regexp.MustCompile(`(?m)^\s*[-*+]\s+(?:\*\*)?[A-Ha-h][.、)．]`)
	lineMark = regexp.MustCompile(`^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?)`)
)

func paperOf(text string) layout.Paper {
	paper := layout.Paper{Unit: "行"}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	marked := listed.MatchString(text)
	row, gap := 0, false
	for l := range strings.SplitSeq(text, "\n") {
		row++
		if marked {
			l = strings.ReplaceAll(lineMark.ReplaceAllString(l, ""), "**", "")
		}
		if strings.Trim(l, " \t") == "" { // below an empty line another one says nothing
			if gap {
				continue
			}
			gap = true
		} else {
			gap = false
		}
		paper.Lines = append(paper.Lines, layout.Line{Row: row, Text: layout.Plain(l)})
	}
	return paper
}
