package tabular

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
)

const blankMark = "____"

var (
	underscores = regexp.MustCompile(`[_＿]{2,}(?:[\s　]*[_＿]{2,})*|[_＿](?:[ 　]*[_＿])+`)
	emptyRound  = regexp.MustCompile(`[(（][\s　 ]*[)）]`)
	namedBlank  = regexp.MustCompile(`[\[【{(（]\s*(?:填空|空格?)\s*\d{0,2}\s*[\]】})）]|【[\s　]*】|［[\s　]*］`)
	dashes      = regexp.MustCompile(`[—─－]{4,}|-{4,}`)
)

// markBlanks gives every blank of a stem its one form. Brackets count where no
// line is drawn, or where the answers are as many as both together.
func markBlanks(stem string, answers int) string {
	lined := namedBlank.ReplaceAllString(underscores.ReplaceAllString(stem, blankMark), blankMark)
	n := question.Marks(lined)
	rounded := emptyRound.ReplaceAllString(lined, blankMark)
	switch all := question.Marks(rounded); {
	case n == 0 && all > 0, n != answers && all == answers:
		return rounded
	case n == 0:
		return dashes.ReplaceAllString(lined, blankMark)
	}
	return lined
}

var (
	answerNumber = regexp.MustCompile(`[(（]\s*(\d{1,2})\s*[)）]\s*|([①-⑳])\s*|第\s*(\d{1,2})\s*空\s*[:：]?\s*|(?:^|[\s;；,，、。|])(\d{1,2})\s*(?:[、)）．]|\.\s)\s*`)
	leadAnswer   = regexp.MustCompile(`^\s*(?:[(（]\s*\d{1,2}\s*[)）]|[①-⑳]|第\s*\d{1,2}\s*空\s*[:：]?|\d{1,2}\s*[、)）]|\d{1,2}\s*[.．]\s+)\s*`)
	dottedAnswer = regexp.MustCompile(`^\s*(\d{1,2})[.．]([^\d].*)$`)
	wideSpace    = regexp.MustCompile(`[ \t　]{2,}|\t|　`)
	fillLabel    = regexp.MustCompile(`^\s*[【\[]?\s*(?:参考|正确|标准)?答案\s*[】\]]?\s*[:：]\s*|^\s*[【\[](?:参考|正确|标准)?答案[】\]]\s*`)
)

// splitBlanks parts an answer among n blanks; with n 0 the stem shows none and
// the answer alone tells.
func splitBlanks(text string, n int) []string {
	text = strings.TrimSpace(fillLabel.ReplaceAllString(text, ""))
	text = strings.TrimRight(text, "。；; ")
	if text == "" {
		return nil
	}
	if list := jsonList(text); list != nil {
		return list
	}
	by := func(set string) []string {
		return filled(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(set, r) }))
	}
	if n == 1 {
		return []string{strings.ReplaceAll(leadAnswer.ReplaceAllString(text, ""), "\n", " ")}
	}
	lines := by("\n")
	ways := [][]string{lines, filled(strings.Split(text, "$$")), filled(strings.Split(text, "###")), filled(strings.Split(text, "@@")), by("；;\n"), by("|｜\n"), filled(wideSpace.Split(text, -1)), by("、\n"), by("，,\n"), filled(strings.Fields(text)), by("/"), by("；;、，,\n"), by("-—")}
	if n > 1 {
		if list := numberedAnswers(text); len(list) == n {
			return list
		}
		for _, list := range ways {
			if len(list) == n {
				return unnumbered(list)
			}
		}
	}
	for _, list := range [][]string{lines, by("；;\n"), by("|｜\n")} {
		if len(list) > 1 {
			return unnumbered(list)
		}
	}
	if n > 1 && len(by("、，,\n")) > 1 {
		return by("、，,\n")
	}
	return []string{text}
}

// numberedAnswers parts "(1) a (2) b".
func numberedAnswers(text string) []string {
	var list []string
	from := -1
	for _, m := range answerNumber.FindAllStringSubmatchIndex(text, -1) {
		n := 0
		for k := 2; k < len(m); k += 2 {
			if m[k] < 0 {
				continue
			}
			word := text[m[k]:m[k+1]]
			if n = int([]rune(word)[0]-'①') + 1; n < 1 {
				n = digit(word)
			}
		}
		if n != len(list)+1 {
			continue
		}
		if from < 0 && strings.TrimSpace(text[:m[0]]) != "" {
			return nil
		}
		if from >= 0 {
			list[len(list)-1] = text[from:m[0]]
		}
		list, from = append(list, ""), m[1]
	}
	if from < 0 {
		return nil
	}
	list[len(list)-1] = text[from:]
	for i, part := range list {
		list[i] = strings.Trim(part, " ;；,，、。|\n")
	}
	return filled(list)
}

func filled(list []string) []string {
	var kept []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// unnumbered takes numbers off answers that all carry one.
func unnumbered(list []string) []string {
	next := make([]string, len(list))
	for i, s := range list {
		next[i] = leadAnswer.ReplaceAllString(s, "")
		if m := dottedAnswer.FindStringSubmatch(s); m != nil && m[1] == strconv.Itoa(i+1) {
			next[i] = m[2]
		}
		if next[i] == s || next[i] == "" {
			return list
		}
	}
	return next
}

// longAnswer is more than any answer to a blank has; the check refuses it.
const longAnswer = 2_000

const exactCase = "（区分大小写）"

var (
	tolerant  = regexp.MustCompile(`^([+\-−]?[\d.,]{1,30}(?:[eE][+-]?\d{1,2})?)\s*([^\d\s±]{1,20}?)?\s*[(（]?\s*(?:±|\+/-|\+-|误差)\s*([\d.,]{1,30}(?:[eE][+-]?\d{1,2})?)\s*[)）]?\s*([^\d\s±][^\s±]{0,19})?$`)
	unitAfter = regexp.MustCompile(`^(?:min|s|r|h|z|K|A|V|W|Ω|kg|g|L|t|d|mol|MPa|Pa|N|(?:[kcmμµd]?m[²³23]?))(?:[^A-Za-z]|$)`)
)

// blankOf reads the answer to one blank: alternatives, or a number with what
// an answer may miss it by.
func blankOf(text string) question.Blank {
	text = strings.TrimSpace(text)
	var b question.Blank
	if strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &b) == nil {
		return b
	}
	text, b.CaseSensitive = strings.CutSuffix(text, exactCase)
	b.Answers = []string{}
	text = strings.TrimSpace(strings.TrimRight(text, "。；;"))
	for _, part := range alternatives(text) {
		if m := tolerant.FindStringSubmatch(part); m != nil && b.Number == nil {
			if n, ok := markup.Tolerant(m[1], m[3]); ok {
				n.Unit = strings.TrimSpace(m[2] + m[4])
				if m[2] != "" && m[4] != "" {
					n.Unit = m[4]
				}
				b.Number = n
				continue
			}
		}
		b.Answers = append(b.Answers, part)
	}
	return b
}

// alternatives parts "中碳/优质碳素结构" and "中碳或优质", but not "r/min".
func alternatives(text string) []string {
	if strings.ContainsAny(text, "|｜") {
		return filled(strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '｜' }))
	}
	runes := []rune(text)
	if len(runes) > longAnswer {
		return []string{text}
	}
	var list []string
	from := 0
	for i := 1; i+1 < len(runes); i++ {
		if standsBetween(runes[:i], runes[i], runes[i+1:], len(list) > 0) {
			list = append(list, string(runes[from:i]))
			from = i + 1
		}
	}
	list = append(list, string(runes[from:]))
	for i := 1; i < len(list); i++ {
		list[i] = strings.TrimPrefix(strings.TrimSpace(list[i]), "者")
	}
	return filled(list)
}

// standsBetween tells a sign between two alternatives from one within a word;
// parted says that the answer has more than one already.
func standsBetween(before []rune, sign rune, behind []rune, parted bool) bool {
	left := before[len(before)-1]
	switch sign {
	case '/', '／':
		if isDigit(left) && isDigit(behind[0]) { // 1/2
			return false
		}
		word := parted && left > 0x2e7f // "伏特/伏/V"
		return left == ' ' || word || !unitAfter.MatchString(string(behind))
	case '或':
		within := left == '与' || left == '和' || left == '抑' || strings.HasPrefix(string(behind), "等于")
		return !within
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// blankText is the inverse of blankOf.
func blankText(b question.Blank) string {
	parts := append([]string(nil), b.Answers...)
	if b.Number != nil {
		parts = append(parts, strings.TrimSpace(b.Number.Value+"±"+b.Number.Tolerance+" "+b.Number.Unit))
	}
	text := strings.Join(parts, "|")
	if b.CaseSensitive {
		text += exactCase
	}
	return text
}
