// Package lint looks at a question as an experienced reviewer does: it finds
// what gives the answer away, confuses, or can be read two ways. It is pure and
// only ever warns; the rules follow the usual item-writing guidelines
// (Haladyna, Downing & Rodriguez, A Review of Multiple-Choice Item-Writing
// Guidelines for Classroom Assessment, 2002), with thresholds of our own.
package lint

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// The findings.
const (
	SubLongKey        fault.Sub = "bank.lint_long_key"        // {key}: the right option is much longer than the others
	SubLongOption     fault.Sub = "bank.lint_long_option"     // {key}
	SubDoubleNegative fault.Sub = "bank.lint_double_negative" //
	SubAllOfAbove     fault.Sub = "bank.lint_all_of_above"    // {key}
	SubOverlap        fault.Sub = "bank.lint_overlap"         // {key}, {other}: numbers that overlap or are equal
	SubUnitMixed      fault.Sub = "bank.lint_unit_mixed"      // {key}: numbers of which some have a unit
	SubUnitMissing    fault.Sub = "bank.lint_unit_missing"    // {number}: a blank asks for a number without a unit
	SubAllRight       fault.Sub = "bank.lint_all_right"       // every option of a multiple-choice question is right
	SubOneRight       fault.Sub = "bank.lint_one_right"       // one option of a multiple-choice question is right
	SubNoExplanation  fault.Sub = "bank.lint_no_explanation"
	SubNoReference    fault.Sub = "bank.item_no_reference"
)

// Finding is one remark. Part counts a case's parts from 1 and is 0 elsewhere.
type Finding struct {
	Sub    fault.Sub
	Field  string // of the body: "options", "stem", "blanks", "key", "explanation", "reference"
	Part   int
	Params fault.Params
}

// Lint gives the findings of a tidied body in a fixed order.
func Lint(b question.Body) []Finding {
	found := look(b)
	for i, part := range b.Parts {
		for _, f := range look(part) {
			f.Part = i + 1
			found = append(found, f)
		}
	}
	return found
}

func look(b question.Body) []Finding {
	l := &linter{body: b}
	l.lengths()
	l.negatives()
	l.allOfAbove()
	l.numbers()
	l.blanks()
	l.keys()
	l.words()
	return l.found
}

type linter struct {
	body  question.Body
	found []Finding
}

func (l *linter) add(field string, sub fault.Sub, p fault.Params) {
	l.found = append(l.found, Finding{Sub: sub, Field: field, Params: p})
}

func (l *linter) right(key string) bool {
	for _, k := range l.body.Key {
		if k == key {
			return true
		}
	}
	return false
}

// lengths finds an option that stands out by its length: at least ten
// characters longer than the next one and more than 1.6 times as long.
func (l *linter) lengths() {
	if l.body.Type != question.Single && l.body.Type != question.Multiple || len(l.body.Options) < 3 {
		return
	}
	longest, next, key := 0, 0, ""
	for _, o := range l.body.Options {
		n := utf8.RuneCountInString(question.Plain(o.HTML))
		if n > longest {
			longest, next, key = n, longest, o.Key
		} else if n > next {
			next = n
		}
	}
	if longest < next+10 || longest*10 <= next*16 {
		return
	}
	if l.right(key) {
		l.add("options", SubLongKey, fault.Params{"key": key})
		return
	}
	l.add("options", SubLongOption, fault.Params{"key": key})
}

// negations are words that turn a sentence round.
var negations = []string{"不", "没有", "未", "非", "无需", "禁止", "除外", "除了", "错误", "避免", "严禁"}

// harmless hold a negation without being one.
var harmless = []string{
	"不锈钢", "不等式", "非金属", "非标", "非全", "无缝", "不同", "不断", "不仅", "不论", "不管", "不足", "不大于", "不小于", "不少于", "不超过", "不低于",
	"不高于", "未注", "未知", "误差", "无级", "无线", "无功", "不定项", "不完全", "不平衡", "不对称", "对不对", "是不是", "能不能", "会不会", "非晶", "非对称", "非线性",
}

func negative(text string) int {
	for _, word := range harmless {
		text = strings.ReplaceAll(text, word, "")
	}
	n := 0
	for _, word := range negations {
		n += strings.Count(text, word)
	}
	return n
}

// asksForWrong are the endings of a stem that asks for what does not hold.
var asksForWrong = []string{"不正确的", "错误的", "不属于", "不包括", "不是", "不符合", "不应", "不能", "不可", "不宜", "不需要", "有误的"}

// negatives finds a stem that denies twice, and an option that denies under a
// stem that asks for what does not hold.
func (l *linter) negatives() {
	stem := question.Plain(l.body.Stem)
	asks := false
	for _, word := range asksForWrong {
		asks = asks || strings.Contains(stem, word)
	}
	if l.body.Type == question.Judge && negative(stem) >= 2 || l.body.Type != question.Judge && asks && negative(stem) >= 2 {
		l.add("stem", SubDoubleNegative, nil)
		return
	}
	if !asks || l.body.Type != question.Single && l.body.Type != question.Multiple {
		return
	}
	denying := 0
	for _, o := range l.body.Options {
		if negative(question.Plain(o.HTML)) > 0 {
			denying++
		}
	}
	// One option may deny; where all do, that is how the list is written.
	if denying > 0 && denying < len(l.body.Options) {
		l.add("stem", SubDoubleNegative, nil)
	}
}

var catchAll = []string{
	"以上都", "以上均", "以上皆", "以上全", "上述都", "上述均", "上述全", "都正确", "都对", "全对", "都不对", "都不是", "都错", "均正确", "均不正确", "均可", "全部正确",
	"all of the above", "none of the above",
}

func (l *linter) allOfAbove() {
	if l.body.Type != question.Single && l.body.Type != question.Multiple {
		return
	}
	for _, o := range l.body.Options {
		text := strings.ToLower(question.Plain(o.HTML))
		for _, phrase := range catchAll {
			if strings.Contains(text, phrase) && utf8.RuneCountInString(text) <= utf8.RuneCountInString(phrase)+8 {
				l.add("options", SubAllOfAbove, fault.Params{"key": o.Key})
				return
			}
		}
	}
}

// blanks finds numbers that are asked for without a unit.
func (l *linter) blanks() {
	stem := question.Plain(l.body.Stem)
	for i, b := range l.body.Blanks {
		if b.Number != nil && b.Number.Unit == "" && !unitAfterBlank(stem, i) {
			l.add("blanks", SubUnitMissing, fault.Params{"number": i + 1})
		}
	}
}

// unitAfterBlank reports that the stem writes something other than a full stop
// right behind the i-th blank, such as "mm" or "个".
func unitAfterBlank(stem string, i int) bool {
	parts := blankMark.Split(stem, -1)
	if i+1 >= len(parts) {
		return false
	}
	behind := strings.TrimLeft(parts[i+1], " ）)")
	r, _ := utf8.DecodeRuneInString(behind)
	return behind != "" && !strings.ContainsRune("。，,.；;、?？", r)
}

func (l *linter) keys() {
	if l.body.Type != question.Multiple {
		return
	}
	switch len(l.body.Key) {
	case len(l.body.Options):
		l.add("key", SubAllRight, nil)
	case 1:
		l.add("key", SubOneRight, nil)
	}
}

func (l *linter) words() {
	switch l.body.Type {
	case question.Short, question.Essay, question.Calculation:
		if question.Empty(l.body.Reference) {
			l.add("reference", SubNoReference, nil)
		}
	case question.Single, question.Multiple, question.Judge:
		if question.Empty(l.body.Explanation) {
			l.add("explanation", SubNoExplanation, nil)
		}
	}
}

func number(text string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return f, err == nil
}
