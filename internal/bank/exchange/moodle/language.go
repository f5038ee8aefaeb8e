package moodle

import (
	"regexp"
	"strings"
)

var (
	// mlang is {mlang zh_cn}…{mlang} of the filter multilang2.
	mlang = regexp.MustCompile(`(?is)\{\s*mlang\s+([a-z_\-,\s]+?)\s*\}(.*?)\{\s*mlang\s*\}`)
	// langSpan is the same text in one of several languages, as Moodle itself
	// marks it; the language stands before or behind the class.
	langSpan = regexp.MustCompile(`(?is)<span\s[^>]*class="multilang"[^>]*>(.*?)</span>`)
	langName = regexp.MustCompile(`(?i)\slang="([a-z_\-]+)"`)
)

// said is a text in one language.
type said struct {
	from, to  int
	languages string
	text      string
}

// oneLanguage keeps one language of a text that stands in several: Chinese,
// else the one for all others, else the first.
func oneLanguage(text string) string {
	lower := strings.ToLower(text)
	if strings.Contains(lower, "mlang") {
		text = chosen(text, mlangs(text))
	}
	if strings.Contains(lower, "multilang") {
		text = chosen(text, langSpans(text))
	}
	return text
}

func mlangs(text string) (list []said) {
	for _, at := range mlang.FindAllStringSubmatchIndex(text, -1) {
		list = append(list, said{at[0], at[1], text[at[2]:at[3]], text[at[4]:at[5]]})
	}
	return list
}

func langSpans(text string) (list []said) {
	for _, at := range langSpan.FindAllStringSubmatchIndex(text, -1) {
		if m := langName.FindStringSubmatch(text[at[0]:at[2]]); m != nil {
			list = append(list, said{at[0], at[1], m[1], text[at[2]:at[3]]})
		}
	}
	return list
}

// chosen keeps one of each run of languages that follow one another.
func chosen(text string, list []said) string {
	var out strings.Builder
	last := 0
	for i := 0; i < len(list); {
		run := i + 1
		for run < len(list) && strings.TrimSpace(text[list[run-1].to:list[run].from]) == "" {
			run++
		}
		out.WriteString(text[last:list[i].from])
		out.WriteString(best(list[i:run]))
		last = list[run-1].to
		i = run
	}
	out.WriteString(text[last:])
	return out.String()
}

func best(run []said) string {
	found, rank := run[0].text, 0
	for _, s := range run {
		for _, name := range strings.Split(strings.ToLower(s.languages), ",") {
			name = strings.TrimSpace(name)
			switch {
			case strings.HasPrefix(name, "zh") && rank < 2:
				found, rank = s.text, 2
			case name == "other" && rank < 1:
				found, rank = s.text, 1
			}
		}
	}
	return found
}
