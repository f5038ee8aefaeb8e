// Package judge tells two choices that say right and wrong.
package judge

import "strings"

var (
	strict = map[string]string{
		"true": "T", "t": "T", "correct": "T", "right": "T", "对": "T", "正确": "T", "√": "T", "✓": "T", "✔": "T", "真": "T", "wahr": "T", "richtig": "T", "vrai": "T", "verdadero": "T",
		"false": "F", "f": "F", "incorrect": "F", "wrong": "F", "错": "F", "错误": "F", "不正确": "F", "×": "F", "✗": "F", "✘": "F", "x": "F", "假": "F", "falsch": "F", "faux": "F", "falso": "F",
	}
	loose = map[string]string{"yes": "T", "是": "T", "y": "T", "ja": "T", "agree": "T", "no": "F", "否": "F", "n": "F", "nein": "F", "disagree": "F"}
)

// eitherOr are the names that Blackboard puts before true and false in place
// of the words that it shows.
var eitherOr = []string{"yes_no.", "agree_disagree.", "right_wrong.", "true_false."}

// Keys gives "T" and "F" in the order of the two texts, or nil where they do
// not say right and wrong. declared takes yes and no for it too.
func Keys(a, b string, declared bool) []string {
	x, y := key(a, declared), key(b, declared)
	if x == "" || y == "" || x == y {
		return nil
	}
	return []string{x, y}
}

func key(text string, declared bool) string {
	text = strings.ToLower(strings.Trim(strings.TrimSpace(text), ".。!！"))
	for _, pair := range eitherOr {
		text = strings.TrimPrefix(text, pair)
	}
	if k := strict[text]; k != "" || !declared {
		return k
	}
	return loose[text]
}
