package tabular

import (
	"slices"
	"strings"
)

var judgeWords = map[string]string{
	"正确": "T", "对": "T", "√": "T", "✓": "T", "✔": "T", "☑": "T", "✅": "T", "t": "T", "true": "T", "y": "T", "yes": "T", "是": "T", "1": "T", "right": "T", "v": "T",
	"对的": "T", "正确的": "T", "是的": "T", "勾": "T", "打勾": "T", "正": "T", "correct": "T", "r": "T", "对√": "T", "√对": "T", "正确√": "T", "√正确": "T", "真": "T", "✔️": "T", ".t.": "T",
	"错误": "F", "错": "F", "×": "F", "✗": "F", "✘": "F", "✕": "F", "✖": "F", "❌": "F", "╳": "F", "x": "F", "f": "F", "false": "F", "n": "F", "no": "F", "否": "F", "0": "F",
	"wrong": "F", "不正确": "F", "不对": "F", "错的": "F", "错误的": "F", "不是": "F", "叉": "F", "打叉": "F", "误": "F", "incorrect": "F", "错×": "F", "×错": "F", "错误×": "F", "×错误": "F",
	"非": "F", "假": "F", "✖️": "F", ".f.": "F", "χ": "F", "х": "F", "ㄨ": "F", "〤": "F", "乂": "F", "☒": "F",
}

// judgeKey reads the answer to a true-or-false question. "A" and "B" go by the
// row's own options; without any, A is right.
func judgeKey(answer string, options []string, p profile) []string {
	cleaned := cleanAnswer(answer)
	text := fold(cleaned)
	switch number := strings.TrimSuffix(text, ".0"); {
	case text == "a":
		return judgeOption(0, options)
	case text == "b":
		return judgeOption(1, options)
	case number == "0", number == "1", number == "2":
		return judgeNumber(number, options, p)
	}
	if key := judgeWord(text); key != nil {
		return key
	}
	if at := optionAt(cleaned, options); at >= 0 {
		return judgeOption(at, options)
	}
	return judgeSentence(text)
}

// judgeNumber reads 0, 1 or 2. A column with a 2 in it counts the options, if it
// means anything; only in others 0 and 1 are wrong and right.
func judgeNumber(number string, options []string, p profile) []string {
	places := p.judgeTwo && !p.judgeZero && len(options) >= 2
	switch {
	case places && number != "0":
		return judgeOption(int(number[0]-'1'), options)
	case p.judgeTwo, number == "2":
		return nil
	}
	return []string{judgeWords[number]}
}

// judgeSentence reads an answer that goes on behind its first word: "A.正确",
// "错误：主运动是……".
func judgeSentence(text string) []string {
	cut := strings.IndexAny(text, ".、:：,，。;；(（ ")
	if cut <= 0 {
		return nil
	}
	head, rest := text[:cut], strings.Trim(text[cut:], ".、:：,，。;； ")
	if head == "a" || head == "b" {
		return judgeWord(rest)
	}
	if strings.ContainsAny(head, "01") {
		return nil
	}
	key := judgeWord(head)
	corrected := judgeWord(strings.Trim(rest, "()（）应为是"))
	if corrected != nil && !slices.Equal(corrected, key) {
		return nil // "正确，应为错误"
	}
	return key
}

func judgeWord(text string) []string {
	if k, ok := judgeWords[text]; ok {
		return []string{k}
	}
	return nil
}

func judgeOption(at int, options []string) []string {
	if at < len(options) && options[at] != "" {
		return judgeWord(fold(cleanAnswer(options[at])))
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
