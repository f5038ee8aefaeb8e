package bank

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	htmlTag    = regexp.MustCompile(`<[^>]*>`)
	whiteSpace = regexp.MustCompile(`[\s\p{Z}]+`)
)

// plain gives the text of cleaned HTML: tags out, entities read, white space
// folded.
func plain(h string) string {
	text := html.UnescapeString(htmlTag.ReplaceAllString(h, " "))
	return strings.TrimSpace(whiteSpace.ReplaceAllString(text, " "))
}

// searchForm folds case, width and white space, so that "ＣＡ６１４０" is found
// by "ca6140".
func searchForm(text string) string {
	folded := strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(text, "")))
	folded = strings.ReplaceAll(folded, "\x00", "")
	return strings.TrimSpace(whiteSpace.ReplaceAllString(folded, " "))
}

// normal folds a text down to what two copies of one question share: letters,
// digits and signs that carry meaning, without spaces, brackets for the blank,
// and ending punctuation.
func normal(h string) string {
	text := searchForm(plain(h))
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("()[]{}_。.,,、;:?!\"'“”‘’《》【】", r) {
			return -1
		}
		return r
	}, text)
}

// tokens cuts a text in search form into its one- and two-character pieces,
// each once. A space parts pieces and is none.
func tokens(text string) []string {
	seen := map[string]bool{}
	var list []string
	add := func(t string) {
		if !seen[t] {
			seen[t] = true
			list = append(list, t)
		}
	}
	var before rune
	for _, r := range text {
		if r == ' ' {
			before = 0
			continue
		}
		add(string(r))
		if before != 0 {
			add(string([]rune{before, r}))
		}
		before = r
	}
	return list
}

// queryTokens cuts a search text into the fewest pieces that narrow the
// search: pairs, and single characters where a word has only one.
func queryTokens(text string) []string {
	var list []string
	for _, word := range strings.Fields(text) {
		runes := []rune(word)
		if len(runes) == 1 {
			list = append(list, word)
		}
		for i := 1; i < len(runes); i++ {
			list = append(list, string(runes[i-1:i+1]))
		}
	}
	return list
}
