package markup

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

var (
	doubts    = regexp.MustCompile(`有误|存疑|有争议|待核|待定|不确定|^\s*[?()]*\?[?()]*\s*$`)
	corrected = regexp.MustCompile(`(?:应该?[为是选]|改[为成]|更正为?)\s*[:"“]?\s*([A-Z](?:[\s、,;]*[A-Z])*)`)
	onlyKeys  = regexp.MustCompile(`^[\s(\[【]*([A-Z](?:[\s、,;]*[A-Z])*)[\s)\]】.。]*$`)
)

// TakesBack tells that what stands behind an answer by letters doubts it or
// gives another: "A（应为B）", "A？", "A" above "C". Such an answer is none.
func TakesBack(key []string, behind string) bool {
	text := strings.ToUpper(norm.NFKC.String(behind))
	if len(text) > 4<<10 {
		text = text[:4<<10]
	}
	if doubts.MatchString(text) {
		return true
	}
	for _, p := range []*regexp.Regexp{corrected, onlyKeys} {
		if m := p.FindStringSubmatch(text); m != nil && !slices.Equal(lettersOf(m[1]), key) {
			return true
		}
	}
	return false
}

func lettersOf(text string) []string {
	var key []string
	for _, r := range text {
		if r >= 'A' && r <= 'Z' {
			key = append(key, string(r))
		}
	}
	slices.Sort(key)
	return slices.Compact(key)
}
