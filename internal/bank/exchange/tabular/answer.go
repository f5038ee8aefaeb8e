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

var judgeWords = map[string]string{
	"正确": "T", "对": "T", "√": "T", "✓": "T", "✔": "T", "☑": "T", "✅": "T", "t": "T", "true": "T", "y": "T", "yes": "T", "是": "T", "1": "T", "right": "T", "v": "T",
	"对的": "T", "正确的": "T", "是的": "T", "勾": "T", "打勾": "T", "正": "T", "correct": "T", "r": "T", "对√": "T", "√对": "T", "正确√": "T", "√正确": "T", "真": "T", "✔️": "T", ".t.": "T",
	"错误": "F", "错": "F", "×": "F", "✗": "F", "✘": "F", "✕": "F", "✖": "F", "❌": "F", "╳": "F", "x": "F", "f": "F", "false": "F", "n": "F", "no": "F", "否": "F", "0": "F",
	"wrong": "F", "不正确": "F", "不对": "F", "错的": "F", "错误的": "F", "不是": "F", "叉": "F", "打叉": "F", "误": "F", "incorrect": "F", "错×": "F", "×错": "F", "错误×": "F", "×错误": "F",
	"非": "F", "假": "F", "✖️": "F", ".f.": "F", "χ": "F", "х": "F", "ㄨ": "F", "〤": "F", "乂": "F", "☒": "F",
}

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
	upper := strings.ToUpper(circledToDigits(text))
	if m := chooseWord.FindStringSubmatch(upper); m != nil {
		upper = chooseWord.ReplaceAllString(upper, "$1")
	}
	switch {
	case letters.MatchString(upper):
		return given{key: lettersOrWord(text, upper, byText)}
	case digitsOnly.MatchString(upper) || manyDigits.MatchString(upper) && p.numbered():
		byNumber := numberKey(upper, options)
		switch {
		case byText != nil && byNumber != nil && !slices.Equal(byText, byNumber) && !p.letters:
			return given{} // "2" is option B and the text of option A
		case byText != nil:
			return given{key: byText}
		case p.letters && len(upper) > 1, p.zero:
			return given{}
		}
		return given{key: byNumber}
	case byText != nil:
		return given{key: byText}
	}
	if m := keyAndText.FindStringSubmatch(strings.ToUpper(text)); m != nil {
		at := int(m[1][0] - 'A')
		if at < len(options) && fold(options[at]) == fold(m[2]) {
			return given{key: []string{m[1]}}
		}
	}
	if list := labelledTexts(text, options); list != nil {
		return given{key: list}
	}
	if m := keyAndMore.FindStringSubmatch(text); m != nil && !letters.MatchString(strings.ToUpper(cleanAnswer(m[2]))) {
		more := strings.Trim(m[2], "()（）【】 ")
		at := optionAt(more, options)
		switch {
		case at < 0:
			return given{key: letterKey(strings.ToUpper(m[1])), more: more}
		case question.Letter(at) == strings.ToUpper(m[1]):
			return given{key: []string{question.Letter(at)}}
		}
		return given{} // the letter of one option and the text of another
	}
	return given{}
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

// judgeKey reads the answer to a true-or-false question. "A" and "B" go by the
// row's own options; without any, A is right.
func judgeKey(answer string, options []string, p profile) []string {
	text := fold(cleanAnswer(answer))
	number := strings.TrimSuffix(text, ".0")
	at := strings.Index("ab", text)
	switch {
	case len(text) == 1 && at >= 0:
		return judgeOption(at, options)
	case number == "1" || number == "2":
		if len(options) >= 2 && !p.judgeZero && p.judgeTwo {
			return judgeOption(int(number[0]-'1'), options)
		}
		if number == "2" || p.judgeTwo {
			return nil
		}
		text = number
	case number == "0":
		if p.judgeTwo {
			return nil
		}
		text = number
	}
	if k, ok := judgeWords[text]; ok {
		return []string{k}
	}
	if m := optionAt(cleanAnswer(answer), options); m >= 0 {
		return judgeOption(m, options)
	}
	// "A.正确", "错误：主运动是……"
	if cut := strings.IndexAny(text, ".、:：,，。;；(（ "); cut > 0 {
		head, rest := text[:cut], strings.Trim(text[cut:], ".、:：,，。;； ")
		if k, ok := judgeWords[head]; ok && !strings.ContainsAny(head, "01") {
			if other, ok := judgeWords[strings.Trim(rest, "()（）应为是")]; ok && other != k {
				return nil // "正确，应为错误"
			}
			return []string{k}
		}
		if i := strings.Index("ab", head); i >= 0 && len(head) == 1 {
			if k, ok := judgeWords[rest]; ok {
				return []string{k}
			}
		}
	}
	return nil
}

func judgeOption(at int, options []string) []string {
	if at < len(options) && options[at] != "" {
		if k, ok := judgeWords[fold(cleanAnswer(options[at]))]; ok {
			return []string{k}
		}
		return nil
	}
	if slices.ContainsFunc(options, func(o string) bool { return o != "" }) {
		return nil
	}
	return []string{"TF"[at : at+1]}
}

// judges tells options that say right and wrong.
func judges(options []string) bool {
	if len(options) != 2 {
		return false
	}
	a, b := judgeWords[fold(cleanAnswer(options[0]))], judgeWords[fold(cleanAnswer(options[1]))]
	return a != "" && b != "" && a != b && !strings.ContainsAny(options[0]+options[1], "01")
}
