package loosejson

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// base is from where a file counts options.
type base int

const (
	unknown base = iota
	fromZero
	fromOne
	mixed
)

// row makes the row of a table.
func (f found) row(counted base) map[string]string {
	r := map[string]string{}
	for name, n := range f.fields {
		switch {
		case name == "答案" || name == "选项" && len(f.options) > 0:
		case name == "题型" && n.isNumber(), name == "试题编号" && n.isNumber():
		case name == "试题编号" && len(n.text()) < 8:
		default:
			r[name] = n.text()
		}
	}
	if digits.MatchString(r["题型"]) { // a code that only the program knows
		delete(r, "题型")
	}
	if r["题型"] == "" && f.kind != "" {
		r["题型"] = f.kind
	}
	if r["章节"] == "" && f.chapter != "" {
		r["章节"] = f.chapter
	}
	if f.shared != "" {
		r["材料"], r["题型"] = f.shared, question.Case.Title()
	}
	placed := f.placed()
	for i, c := range placed {
		if letter := question.Letter(i); letter != "" {
			r["选项"+letter] = c.text
		}
	}
	r["答案"] = f.answer(placed, counted)
	return r
}

var (
	digits   = regexp.MustCompile(`^\d{1,3}$`)
	capitals = regexp.MustCompile(`^[A-Za-z]$`)
)

// placed puts options that carry letters at their letters.
func (f found) placed() []choice {
	lettered := len(f.options) > 0
	for _, c := range f.options {
		lettered = lettered && capitals.MatchString(c.label)
	}
	if !lettered {
		return f.options
	}
	var list []choice
	for _, c := range f.options {
		at := int(strings.ToUpper(c.label)[0] - 'A')
		for len(list) <= at {
			list = append(list, choice{})
		}
		if list[at].text != "" { // the same letter twice: as they stand, the row will say so
			return f.options
		}
		list[at] = c
	}
	return list
}

// answer writes the answer so that a table's reader cannot mistake it.
func (f found) answer(options []choice, counted base) string {
	n := f.fields["答案"]
	told := ""
	for i, c := range options {
		if c.right {
			told += question.Letter(i)
		}
	}
	given := f.given(n, options, counted)
	if told == "" {
		return given
	}
	if given == "" || given == told {
		return told
	}
	return "选项中标明的是 " + told + "，答案写的是 " + given
}

func (f found) given(n node, options []choice, counted base) string {
	if n.object {
		return f.givenBy(n, options, counted)
	}
	if !n.array {
		return f.one(n, options, counted)
	}
	var parts []string
	letters := true
	for _, item := range n.items {
		if item.array { // a blank with alternatives
			parts, letters = append(parts, strings.ReplaceAll(item.text(), "\n", "|")), false
			continue
		}
		one := f.one(item, options, counted)
		letters = letters && capitals.MatchString(one)
		parts = append(parts, one)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	if letters {
		return strings.Join(parts, "")
	}
	raw, _ := json.Marshal(parts)
	return string(raw)
}

// givenBy reads an answer that is an object: {"A": true} or {"value": "A"}.
func (f found) givenBy(n node, options []choice, counted base) string {
	letters := ""
	for _, m := range n.members {
		switch {
		case capitals.MatchString(m.name) && m.value.isBool():
			if m.value.text() == "正确" {
				letters += strings.ToUpper(m.name)
			}
		case headingOf(m.name) == "答案" || namesText(plainName(m.name)):
			return f.given(m.value, options, counted)
		}
	}
	return letters
}

// one reads one answer.
func (f found) one(n node, options []choice, counted base) string {
	text := n.text()
	if len(options) < 2 || text == "" {
		return text
	}
	if at := labelled(text, options); at >= 0 {
		return question.Letter(at)
	}
	if digits.MatchString(text) {
		return f.number(n, options, counted)
	}
	return text
}

// labelled finds the option that the file itself calls so; letters are read by
// their places.
func labelled(text string, options []choice) int {
	return slices.IndexFunc(options, func(c choice) bool {
		return c.label == text && !capitals.MatchString(text)
	})
}

// number reads a number in the place of an answer: it becomes the letter of an
// option, or, where it could be more than one, a text that says so and is
// refused.
func (f found) number(n node, options []choice, counted base) string {
	text := n.text()
	if f.index && counted == unknown {
		counted = fromZero
	}
	place, known := counted.place(text)
	same := slices.IndexFunc(options, func(c choice) bool { return c.text == text })
	switch {
	case judges(options) && !f.index && (counted == fromZero || counted == unknown): // 1 may be "right" or the second option
		return text + "（不知是序号还是对错）"
	case !known && same >= 0 && !n.isNumber(): // in quotes it is a text
		return question.Letter(same)
	case !known:
		return "第 " + text + " 个选项（不知从 0 还是从 1 数起）"
	case same >= 0 && same != place:
		return text + "（不知是序号还是选项内容）"
	case place < 0 || place >= len(options):
		return "第 " + text + " 个选项"
	}
	return question.Letter(place)
}

// place gives the option that a number means, where that is known.
func (b base) place(number string) (place int, known bool) {
	n, _ := strconv.Atoi(number)
	switch b {
	case fromZero:
		return n, true
	case fromOne:
		return n - 1, true
	}
	return 0, false
}

// judges tells options that say right and wrong.
func judges(options []choice) bool {
	if len(options) != 2 {
		return false
	}
	words := options[0].text + options[1].text
	return slices.Contains([]string{"对错", "错对", "正确错误", "错误正确", "√×", "×√", "是否", "否是", "TrueFalse", "FalseTrue", "truefalse"}, words)
}

// baseOf looks over the file: an answer 0 counts from 0, one as high as there
// are options counts from 1.
func baseOf(list []found) base {
	zero, one := false, false
	for _, f := range list {
		if len(f.options) < 2 {
			continue
		}
		n := f.fields["答案"]
		nodes := n.items
		if !n.array {
			nodes = []node{n}
		}
		for _, v := range nodes {
			text := v.text()
			if !digits.MatchString(text) || slices.ContainsFunc(f.options, func(c choice) bool { return c.label == text || c.text == text }) {
				continue
			}
			place, _ := strconv.Atoi(text)
			zero = zero || place == 0 && !judges(f.options)
			one = one || place == len(f.options)
		}
	}
	switch {
	case zero && one:
		return mixed
	case zero:
		return fromZero
	case one:
		return fromOne
	}
	return unknown
}
