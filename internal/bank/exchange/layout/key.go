package layout

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/question"
)

// ownNumbers takes the question's number off its answer: a paper of one question
// says "答案：1.A" as one of many says "1.A 2.B".
func (r *reading) ownNumbers() {
	for i, s := range r.sources {
		first, more := firstLine(s.text)
		list, ranged, ok := sequenceOf(first, folded(first.runes), 0)
		if !ok || ranged || len(list) != 1 || !r.isOwn(list[0].n) || r.optionOf(s.text) >= 0 || r.optionOf(first) >= 0 {
			continue
		}
		if r.kind == "" && len(r.options) == 0 && !r.judgeLike(foldText(list[0].answer)) {
			continue // the answer to a blank: "1A"
		}
		if !slices.ContainsFunc(splitLines(more), isSequence) { // those of other questions follow
			r.sources[i].text = joinLines([]Text{list[0].answer, more})
		}
	}
}

// isOwn tells the number of the question; one without a number that is alone
// is the first.
func (r *reading) isOwn(n int) bool {
	return n == r.number || r.number == 0 && n == 1 && len(r.p.order) == 1
}

func isSequence(t Text) bool {
	_, ok := sequence(folded(t.runes))
	return ok
}

// judgement reads an answer to a true-or-false question; rest is what stands
// behind it.
func judgement(t Text) (key string, rest Text, ok bool) {
	t = t.trim()
	f := folded(t.runes)
	text := strings.ToLower(string(f))
	for _, w := range judgeWords() {
		if !strings.HasPrefix(text, w.word) {
			continue
		}
		n := len([]rune(w.word))
		if n < len(f) && !w.sign && (isAlnum(f[n]) || isHan(f[n])) {
			continue
		}
		rest = t.slice(n, len(t.runes)).trim()
		if isAlnum(rune(w.word[0])) && len(w.word) == 1 && rest.cutEnd("。.；;").String() != "" {
			continue // "1) …" is no judgement
		}
		if w.sign && len(rest.runes) > 0 && strings.ContainsRune("√×", folded(rest.runes)[0]) {
			return "", Text{}, false // answers of several questions in a row
		}
		return w.key, cutStart(rest), true
	}
	return "", Text{}, false
}

type judgeWord struct {
	word, key string
	sign      bool // whatever may follow
}

// judgeWords are the spellings of right and wrong, the longer first.
func judgeWords() []judgeWord {
	return []judgeWord{
		{"不正确", question.False, false}, {"不对", question.False, false}, {"正确", question.True, false}, {"错误", question.False, false}, {"wrong", question.False, false}, {"right", question.True, false},
		{"true", question.True, false}, {"false", question.False, false}, {"yes", question.True, false}, {"no", question.False, false}, {"对", question.True, false}, {"错", question.False, false},
		{"√", question.True, true}, {"×", question.False, true}, {"t", question.True, false}, {"f", question.False, false}, {"y", question.True, false}, {"n", question.False, false}, {"v", question.True, false}, {"x", question.False, false},
		{"是", question.True, false}, {"否", question.False, false}, {"正", question.True, false}, {"误", question.False, false}, {"1", question.True, false}, {"0", question.False, false},
	}
}

// cutStart drops the signs that part an answer from what follows it.
func cutStart(t Text) Text {
	for len(t.runes) > 0 && strings.ContainsRune("。.，,；;：:、)） 　-—", t.runes[0]) {
		t = t.slice(1, len(t.runes))
	}
	return t
}

// chosenLetters reads an answer made of option letters; rest is what stands
// behind it. size is the number of options.
func chosenLetters(t Text, size int, circledKeys bool) (key []string, rest Text, ok bool) {
	t = t.trim()
	f := folded(t.runes)
	i := skipWords(f, 0)
	last, lower := -1, allLetters(f)
	for i < len(f) {
		letter, is := letterOf(f[i], circledKeys)
		is = is && (lower || f[i] < 'a' || f[i] > 'z')
		switch {
		case is && letter < max(size, 1):
			key = append(key, question.Letter(letter))
			last = i
		case is:
			return unknownLetter(f, i, key)
		case last >= 0 && strings.ContainsRune(" 、,;.\t与和及+", f[i]):
		default:
			goto done
		}
		i++
	}
done:
	if len(key) == 0 {
		return nil, Text{}, false
	}
	// A word such as "CA6140" or "Abc" is no row of letters.
	if next := last + 1; next < len(f) && (isDigit(f[next]) || f[next] >= 'a' && f[next] <= 'z' && !allLetters(f)) {
		return nil, Text{}, false
	}
	next := skipSpace(f, last+1)
	if next < len(f) && strings.ContainsRune("或/-~", f[next]) {
		return nil, Text{}, false // A或B
	}
	return key, cutStart(t.slice(last+1, len(t.runes))), true
}

func unknownLetter(f []rune, i int, key []string) ([]string, Text, bool) {
	if i+1 < len(f) && isAlnum(f[i+1]) && len(key) == 0 && !allLetters(f) {
		return nil, Text{}, false
	}
	return append(key, string(latin(f[i]))), Text{}, true
}

// skipWords passes what people write before the letters: 选, (, “.
func skipWords(f []rune, i int) int {
	for i < len(f) && strings.ContainsRune("([“\"'选择应为是:【 ", f[i]) {
		i++
	}
	return i
}

func letterOf(r rune, circledKeys bool) (int, bool) {
	if n := circled(r); n > 0 && circledKeys {
		return n - 1, true
	}
	if l := latin(r); isUpper(l) {
		return int(l - 'A'), true
	}
	return 0, false
}

func allLetters(f []rune) bool {
	return !slices.ContainsFunc(f, func(r rune) bool { return !isUpper(latin(r)) && !isSpace(r) && !strings.ContainsRune("、,;.", r) })
}

func ascending(key []string) []string {
	key = slices.Clone(key)
	slices.Sort(key)
	return slices.Compact(key)
}
