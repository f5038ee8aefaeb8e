package tabular

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
)

// piece is one option cut out of a text.
type piece struct {
	letter int
	text   string
}

var (
	optionMark = regexp.MustCompile(`(^|<br>|[\s　;；|。，,)）$])[(（【\[]?\s*([A-Za-zＡ-Ｚ])\s*[)）】\]]?\s*([.．、:：)）。,，】\]]|-|\s)\s*`)
	tightMark  = regexp.MustCompile(`()[(（]?([A-ZＡ-Ｚ])[)）]?([.．、:：])\s*`)
	numberMark = regexp.MustCompile(`(?:^|<br>|[\s;；|])[(（]?(\d{1,2}|[①-⑳])(?:[.．、:：)）]\s*|\s+)`)
	lineBreak  = regexp.MustCompile(`\s*<br>\s*`)
)

// cutOptions takes lettered options off the end of a text: "…（ ）。A.甲 B.乙".
// None are found where the letters do not run from A on.
func cutOptions(h string) (before string, list []piece) {
	for _, mark := range []*regexp.Regexp{optionMark, tightMark} {
		if before, list = cutBy(mark, h, false); len(list) >= 2 {
			return before, list
		}
	}
	return h, nil
}

// cutBy cuts at one kind of mark; with gaps, options may be empty.
func cutBy(mark *regexp.Regexp, h string, gaps bool) (string, []piece) {
	var list []piece
	from, start := 0, -1
	for at := 0; at < len(h); {
		m := mark.FindStringSubmatchIndex(h[at:])
		if m == nil {
			break
		}
		letter := int(strings.ToUpper(norm.NFKC.String(h[at+m[4] : at+m[5]]))[0] - 'A')
		if letter != len(list) {
			at += m[5]
			continue
		}
		if letter == 0 {
			start = at + m[3]
		} else {
			list[letter-1].text = optionText(h[from:max(from, at+m[3])]) // nothing between two marks
		}
		list = append(list, piece{letter: letter})
		from = at + m[1]
		at = from - lastSpace(h[:from])
	}
	if len(list) < 2 {
		return h, nil
	}
	list[len(list)-1].text = optionText(h[from:])
	if !gaps && slices.ContainsFunc(list, func(p piece) bool { return p.text == "" }) {
		return h, nil
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(h[:start]), "<br>")), list
}

// lastSpace lets the next mark begin with the space that ended this one.
func lastSpace(h string) int {
	if strings.HasSuffix(h, " ") {
		return 1
	}
	return 0
}

func optionText(h string) string {
	h = strings.TrimSpace(h)
	for strings.HasSuffix(h, "<br>") || strings.HasPrefix(h, "<br>") {
		h = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(h, "<br>"), "<br>"))
	}
	return strings.TrimSpace(strings.TrimRight(h, ";；|$"))
}

// splitOptions parts one cell that holds all options.
func splitOptions(h string) []string {
	if list := jsonOptions(h); list != nil {
		return list
	}
	if list := onlyLetters(h); list != nil {
		return list
	}
	if before, list := cutOptions(h); len(list) > 0 && before == "" {
		return textsOf(list)
	}
	if list := numberedParts(h); len(list) > 1 {
		return list
	}
	for _, split := range []func(string) []string{
		func(t string) []string { return strings.Split(t, "$$") },
		func(t string) []string { return strings.Split(t, "$;$") },
		func(t string) []string {
			return strings.FieldsFunc(t, func(r rune) bool { return r == '|' || r == '｜' })
		},
		func(t string) []string { return lineBreak.Split(t, -1) },
		func(t string) []string {
			return strings.FieldsFunc(plainEntities(t), func(r rune) bool { return r == ';' || r == '；' })
		},
		func(t string) []string { return strings.Split(t, "###") },
		func(t string) []string { return strings.Split(t, "@@") },
		func(t string) []string { return strings.Split(t, "^") },
		func(t string) []string { return strings.Split(t, "#") },
		func(t string) []string { return strings.Split(t, "\t") },
		func(t string) []string { return strings.FieldsFunc(t, func(r rune) bool { return r == '、' }) },
		func(t string) []string {
			return strings.FieldsFunc(t, func(r rune) bool { return r == ',' || r == '，' })
		},
		func(t string) []string { return strings.FieldsFunc(t, func(r rune) bool { return r == '/' }) },
	} {
		var list []string
		for _, part := range split(h) {
			if part = optionText(part); part != "" {
				list = append(list, part)
			}
		}
		if len(list) > 1 && len(list) <= question.MaxOptions {
			return unlettered(list)
		}
	}
	if before, list := cutBy(tightMark, h, true); before == "" && len(list) > 1 {
		return textsOf(list) // "A.甲 B. C.丙"
	}
	return []string{h}
}

var letterAlone = regexp.MustCompile(`^(?:<br>|[\s　;；|])*[(（【\[]?\s*([A-ZＡ-Ｚ])\s*(?:[)）】\]]\s*[.．、:：]?|[.．、:：])`)

// onlyLetters reads "A. B. C.": options that nothing stands in. nil for any
// other text.
func onlyLetters(h string) []string {
	var list []string
	for h != "" {
		m := letterAlone.FindStringSubmatchIndex(h)
		if m == nil || norm.NFKC.String(h[m[2]:m[3]]) != question.Letter(len(list)) {
			return nil
		}
		list, h = append(list, ""), strings.TrimSpace(h[m[1]:])
	}
	if len(list) < question.MinOptions || len(list) > question.MaxOptions {
		return nil
	}
	return list
}

// plainEntities keeps the semicolons of entities from parting a text.
func plainEntities(h string) string {
	return strings.NewReplacer("&lt;", "＜", "&gt;", "＞", "&amp;", "＆", "&#34;", "＂", "&#39;", "＇").Replace(h)
}

func textsOf(list []piece) []string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.text
	}
	return texts
}

// jsonOptions reads options as JSON: texts, objects or a map by letter.
func jsonOptions(h string) []string {
	text := question.Plain(h)
	var list []string
	switch {
	case strings.HasPrefix(text, "["):
		if list = jsonTexts(text); list == nil {
			list = jsonObjects(text)
		}
	case strings.HasPrefix(text, "{"):
		list = jsonByLetter(text)
	}
	if len(list) < 2 {
		return nil
	}
	for i := range list {
		list[i] = question.FromText(strings.TrimSpace(list[i]))
	}
	return unlettered(list)
}

func jsonTexts(text string) []string {
	var list []string
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil
	}
	return list
}

// jsonObjects reads objects with a text each; letters must be in their order.
func jsonObjects(text string) []string {
	var things []map[string]any
	if json.Unmarshal([]byte(text), &things) != nil {
		return nil
	}
	var list []string
	for i, thing := range things {
		key, lettered := thing["key"].(string)
		word := wordOf(thing)
		if word == "" || lettered && strings.ToUpper(key) != question.Letter(i) {
			return nil
		}
		list = append(list, word)
	}
	return list
}

func wordOf(thing map[string]any) string {
	for _, name := range []string{"value", "text", "content", "option", "label", "title"} {
		if word, _ := thing[name].(string); word != "" {
			return word
		}
	}
	return ""
}

func jsonByLetter(text string) []string {
	var texts map[string]string
	if json.Unmarshal([]byte(text), &texts) != nil {
		return nil
	}
	var list []string
	for i := range len(texts) {
		list = append(list, texts[question.Letter(i)])
	}
	return list
}

func numberedParts(h string) []string {
	var list []string
	from := -1
	for _, m := range numberMark.FindAllStringSubmatchIndex(h, -1) {
		text := h[m[2]:m[3]]
		n := 0
		if r := []rune(text)[0]; r >= '①' && r <= '⑳' {
			n = int(r-'①') + 1
		} else {
			n = digit(text)
		}
		if n != len(list)+1 {
			continue
		}
		if from < 0 && strings.TrimSpace(h[:m[0]]) != "" {
			return nil
		}
		if from >= 0 {
			list[len(list)-1] = optionText(h[from:m[0]])
		}
		list = append(list, "")
		from = m[1]
	}
	if len(list) < 2 {
		return nil
	}
	list[len(list)-1] = optionText(h[from:])
	if slices.Contains(list, "") {
		return nil
	}
	return list
}

var ownLetter = regexp.MustCompile(`^[(（【\[]?\s*([A-Za-zＡ-Ｚ])\s*(?:[)）】\]]\s*[.．、:：]?|[.．、:：])\s*`)

// unlettered takes the letters off options that all carry their own.
func unlettered(list []string) []string {
	next := make([]string, len(list))
	found := 0
	for i, h := range list {
		next[i] = h
		if h == "" {
			continue
		}
		m := ownLetter.FindStringSubmatchIndex(h)
		if m == nil || strings.ToUpper(norm.NFKC.String(h[m[2]:m[3]])) != question.Letter(i) {
			return list
		}
		next[i] = h[m[1]:]
		found++
	}
	if found < 2 {
		return list
	}
	return next
}

// noOption are the signs that people put where there is no option.
func noOption(text string) bool {
	switch text {
	case "/", "\\", "-", "--", "—", "——", "null", "NULL", "None", "none", "N/A", "n/a", "#N/A", "NaN", "nan", "undefined":
		return true
	}
	return false
}
