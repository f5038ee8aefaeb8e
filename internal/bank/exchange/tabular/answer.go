package tabular

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
)

var (
	answerLabel = regexp.MustCompile(`^[【\[(]?\s*(?:本题|正确|标准|参考|试题)*(?:答案|选项|答|key|answer|ans)\s*[】\])]?\s*(?:应选|应为|选|是|为)?\s*[:.、]?\s*`)
	chooseWord  = regexp.MustCompile(`^(?:应?选择?|故选|选项)\s*[:.]?\s*([A-Z])`)
	letters     = regexp.MustCompile(`^[A-Z](?:[\s,、;/|.&+和与及]*[A-Z])*$`)
	digitsOnly  = regexp.MustCompile(`^\d(?:\.0+)?$|^\d{1,2}(?:[\s,、;|&+和与及]+\d{1,2})+$`)
	manyDigits  = regexp.MustCompile(`^[1-9]{2,9}$`)
	keyAndMore  = regexp.MustCompile(`^([A-Z]{1,12}|[a-z])\s*(?:[\n。;]|\s*[(（【]|\s{2,}|\s(?:答案)?(?:解析|分析)\s*:)\s*(.+)$`)
	keyAndText  = regexp.MustCompile(`^([A-Z])\s*[.、:)\s]\s*(.+)$`)
	dateLike    = regexp.MustCompile(`^\d{1,4}[-/年]\d{1,2}(?:[-/月]\d{0,4}日?)?(?: \d{1,2}:\d{2}.*)?$|^\d{1,2}月\d{1,2}日$|^\d{1,2}-[A-Z][a-z]{2}$|^[A-Z][a-z]{2}-\d{1,2}$`)
	textJoint   = regexp.MustCompile(`[;；|\n]+|\$\$`)
	looseJoint  = regexp.MustCompile(`[;；|\n、,，]+`)
)

// cleanAnswer takes off an answer what people put around it.
func cleanAnswer(text string) string {
	text = strings.TrimSpace(norm.NFKC.String(text))
	text = strings.TrimLeft(text, "'`")
	if m := answerLabel.FindStringIndex(strings.ToLower(text)); m != nil && m[1] < len(text) {
		text = text[m[1]:]
	}
	for {
		trimmed := strings.TrimSpace(strings.Trim(text, "\"“”‘’'。.,;:，；：、 \t\n"))
		for _, pair := range []string{"()", "[]", "【】", "《》", "{}", "「」", "<>"} {
			r := []rune(pair)
			t := []rune(trimmed)
			if len(t) > 1 && t[0] == r[0] && t[len(t)-1] == r[1] {
				trimmed = string(t[1 : len(t)-1])
			}
		}
		if trimmed == text {
			return text
		}
		text = trimmed
	}
}

// given is the answer to a question with options, read.
type given struct {
	key  []string
	more string // what stands behind the letters
}

// chosenKey reads an answer by letters, numbers or texts of the options, which
// are plain. It gives no key for what can be read in two ways.
func chosenKey(answer string, options []string, p profile) given {
	if list := jsonList(answer); list != nil {
		answer = strings.Join(list, "\n")
	}
	text := cleanAnswer(answer)
	if text == "" {
		return given{}
	}
	byText := textKey(text, options)
	upper := chooseWord.ReplaceAllString(strings.ToUpper(circledToDigits(text)), "$1")
	switch {
	case letters.MatchString(upper):
		return given{key: lettersOrWord(text, upper, byText)}
	case digitsOnly.MatchString(upper), manyDigits.MatchString(upper) && p.numbered():
		return given{key: numberOrText(upper, options, byText, p)}
	case byText != nil:
		return given{key: byText}
	}
	if key := letterWithText(text, options); key != nil {
		return given{key: key}
	}
	if key := labelledTexts(text, options); key != nil {
		return given{key: key}
	}
	return letterAndMore(text, options)
}

// numberOrText tells whether digits count the options or repeat their texts.
func numberOrText(upper string, options, byText []string, p profile) []string {
	byNumber := numberKey(upper, options)
	if byText == nil {
		if p.zero || p.letters && len(upper) > 1 {
			return nil // it may begin with 0, and where letters name options many digits name none
		}
		return byNumber
	}
	if byNumber != nil && !slices.Equal(byText, byNumber) && !p.letters {
		return nil // "2" is option B and the text of option A
	}
	return byText
}

// letterWithText reads "A.甲" where the text is that of the letter's option.
func letterWithText(text string, options []string) []string {
	m := keyAndText.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return nil
	}
	at := int(m[1][0] - 'A')
	if at < len(options) && fold(options[at]) == fold(m[2]) {
		return []string{m[1]}
	}
	return nil
}

// letterAndMore reads "A（因为……）": letters with words behind them that are no
// letters again.
func letterAndMore(text string, options []string) given {
	m := keyAndMore.FindStringSubmatch(text)
	if m == nil || letters.MatchString(strings.ToUpper(cleanAnswer(m[2]))) {
		return given{}
	}
	letter, more := strings.ToUpper(m[1]), strings.Trim(m[2], "()（）【】 ")
	switch at := optionAt(more, options); {
	case at < 0:
		return given{key: letterKey(letter), more: more}
	case question.Letter(at) == letter:
		return given{key: []string{letter}}
	}
	return given{} // the letter of one option and the text of another
}

// lettersOrWord tells "abd" from "bad": letters that make the text of an option
// are that option, and a word that is none is no answer.
func lettersOrWord(text, upper string, byText []string) []string {
	key := letterKey(upper)
	small := len(key) == len(text) && strings.ToLower(text) == text
	switch {
	case len(key) < 2:
		return key
	case byText != nil && !slices.Equal(byText, key):
		if small {
			return byText
		}
		return nil // "AB" is two letters and the text of an option
	case small && !slices.IsSorted(key):
		return nil
	}
	return key
}

func jsonList(text string) []string {
	text = strings.TrimSpace(text)
	var list []string
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &list) == nil && len(list) > 0 {
		return list
	}
	return nil
}

func letterKey(text string) []string {
	var key []string
	for _, l := range text {
		if l >= 'A' && l <= 'Z' {
			key = append(key, string(l))
		}
	}
	return key
}

func circledToDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '①' && r <= '⑨' {
			return '1' + r - '①'
		}
		return r
	}, text)
}

func numberKey(text string, options []string) []string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, ".0"), ".00")
	var parts []string
	if manyDigits.MatchString(text) {
		parts = strings.Split(text, "")
	} else {
		parts = strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	}
	var key []string
	for _, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 || n > len(options) {
			return nil
		}
		key = append(key, question.Letter(n-1))
	}
	return key
}

// textKey reads an answer that repeats the texts of options.
func textKey(text string, options []string) []string {
	if at := optionAt(text, options); at >= 0 {
		return []string{question.Letter(at)}
	}
	for _, joint := range []*regexp.Regexp{textJoint, looseJoint} {
		parts := joint.Split(text, -1)
		if len(parts) < 2 {
			continue
		}
		var key []string
		for _, part := range parts {
			if strings.TrimSpace(part) == "" {
				continue
			}
			at := optionAt(part, options)
			if at < 0 {
				key = nil
				break
			}
			key = append(key, question.Letter(at))
		}
		if len(key) > 0 {
			return key
		}
	}
	return nil
}

// optionAt finds the one option with a text.
func optionAt(text string, options []string) int {
	found := -1
	want := foldEnd(text)
	for i, o := range options {
		if o == "" || foldEnd(o) != want {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

func foldEnd(text string) string { return strings.TrimRight(fold(text), "。.;,") }

// labelledTexts reads "A.甲 B.乙" where the letters stand before the texts of
// their options.
func labelledTexts(text string, options []string) []string {
	_, parts := cutOptions(text)
	var key []string
	for _, part := range parts {
		at := part.letter
		if at >= len(options) || foldEnd(part.text) != foldEnd(options[at]) {
			return nil
		}
		key = append(key, question.Letter(at))
	}
	return key
}
