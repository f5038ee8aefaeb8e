package exchange

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/fault"
)

// dateLike is what a spreadsheet makes of answers such as "1-2".
var dateLike = regexp.MustCompile(`^\d{1,4}[-/.年]\d{1,2}([-/.月]\d{0,4}日?)?( \d{1,2}:\d{2}.*)?$|^\d{1,2}月\d{1,2}日$|^\d{1,2}-[A-Z][a-z]{2}$`)

var letterAnswer = regexp.MustCompile(`^[A-J](?:[,、;/.\s和]*[A-J])*$`)

func (r *reader) key() []string {
	cell := r.cell(colKey)
	text := strings.TrimSpace(norm.NFKC.String(clean(cell.Text)))
	text = strings.Trim(text, "()[]【】《》\"' \t\n。.")
	switch {
	case text == "":
		r.fail(heading(colKey), SubKeyMissing, nil)
		return nil
	case cell.Date || dateLike.MatchString(text):
		r.fail(heading(colKey), SubKeyDate, fault.Params{"answer": bounded(text)})
		return nil
	}
	key := r.keyOf(text)
	if key == nil && r.row.Type != "" {
		r.fail(heading(colKey), SubKeyUnread, fault.Params{"answer": bounded(text)})
	}
	return key
}

func (r *reader) keyOf(text string) []string {
	if r.row.Type == judge {
		return judgeKey(text, r.row.Options)
	}
	if upper := strings.ToUpper(text); letterAnswer.MatchString(upper) {
		var key []string
		for _, l := range upper {
			if l >= 'A' && l <= 'J' {
				key = append(key, string(l))
			}
		}
		slices.Sort(key)
		return slices.Compact(key)
	}
	return textKey(text, r.row.Options)
}

// textKey reads an answer that repeats an option's text.
func textKey(text string, options []string) []string {
	for i, o := range options {
		if o != "" && fold(o) == fold(text) {
			return []string{letters[i : i+1]}
		}
	}
	return nil
}

var judgeWords = map[string]string{
	"正确": "T", "对": "T", "√": "T", "✓": "T", "✔": "T", "t": "T", "true": "T", "y": "T", "yes": "T", "是": "T", "1": "T",
	"错误": "F", "错": "F", "×": "F", "✗": "F", "✘": "F", "x": "F", "f": "F", "false": "F", "n": "F", "no": "F", "否": "F", "0": "F",
	"不正确": "F", "不对": "F",
}

// judgeKey reads "A" and "B" by the row's own options; without any, A is
// right.
func judgeKey(text string, options []string) []string {
	word := fold(text)
	if k, ok := judgeWords[word]; ok {
		return []string{k}
	}
	at := strings.Index("ab", word)
	if at < 0 || len(word) != 1 {
		return nil
	}
	if at < len(options) && options[at] != "" {
		if k, ok := judgeWords[fold(options[at])]; ok {
			return []string{k}
		}
		return nil
	}
	return []string{"TF"[at : at+1]}
}

func bounded(text string) string {
	if runes := []rune(text); len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return text
}
