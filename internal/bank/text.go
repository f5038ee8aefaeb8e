package bank

import "strings"

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

// queryTokens cuts a search text into pieces that narrow the search: pairs side
// by side, and single characters where a word has only one. Pairs that share a
// character would say nothing new and let the planner think a common word rare.
func queryTokens(text string) []string {
	var list []string
	for _, word := range strings.Fields(text) {
		runes := []rune(word)
		if len(runes) == 1 {
			list = append(list, word)
		}
		for i := 0; i+1 < len(runes); i += 2 {
			list = append(list, string(runes[i:i+2]))
		}
	}
	return list
}
