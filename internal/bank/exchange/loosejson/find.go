package loosejson

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/tabular"
)

// found is an object that is a question.
type found struct {
	fields  map[string]node // by heading of a table
	options []choice
	kind    string // type that a list above is named after
	chapter string
	shared  string // stem of the case that it is a part of
	part    bool   // a second or later part
	index   bool   // the answer stands under a name such as answerIndex
}

// choice is an option as the file has it.
type choice struct {
	label string // the file's own name of it, or empty
	text  string
	right bool
	told  bool // whether it is right is said with it
}

// collect finds the questions of all values in their order.
func collect(values []node) []found {
	var list []found
	for _, v := range values {
		walk(v, found{}, &list)
	}
	return list
}

func walk(n node, under found, list *[]found) {
	for _, item := range n.items {
		walk(item, under, list)
	}
	if !n.object || len(*list) > exchange.MaxItems {
		return
	}
	if f, ok := questionOf(n); ok {
		f.kind, f.chapter = under.kind, under.chapter
		add(n, f, list)
		return
	}
	for _, m := range n.members {
		below := under
		switch {
		case tabular.NamesType(m.name):
			below.kind = m.name
		case strings.ContainsFunc(m.name, func(r rune) bool { return r >= '一' && r <= '鿿' }) && headingOf(m.name) == "":
			below.chapter = m.name
		}
		walk(m.value, below, list)
	}
}

// add adds a question, or the parts of a case.
func add(n node, f found, list *[]found) {
	var parts []found
	for _, m := range n.members {
		if !namesParts(plainName(m.name)) || !m.value.array {
			continue
		}
		for _, item := range m.value.items {
			if p, ok := questionOf(item); ok {
				parts = append(parts, p)
			}
		}
	}
	if len(parts) == 0 {
		*list = append(*list, f)
		return
	}
	for i, p := range parts {
		p.shared, p.part, p.chapter = f.fields["题干"].text(), i > 0, f.chapter
		*list = append(*list, p)
	}
}

// questionOf tells whether an object is a question, and sorts its members.
func questionOf(n node) (found, bool) {
	f := found{fields: map[string]node{}}
	names := map[string]string{}
	pair := false // {"q": …, "a": …}
	for _, m := range n.members {
		pair = pair || plainName(m.name) == "b"
	}
	for _, m := range n.members {
		name := plainName(m.name)
		h := headingOf(m.name)
		if name == "a" && !pair {
			h = "答案"
		}
		switch {
		case h == "" || m.value.empty():
			continue
		case name == "answers" && m.value.array && !objects(m.value):
			h = "答案" // a list of options has objects, or no other list beside it
		case name == "label" && m.value.object, name == "items" && !m.value.array, name == "desc" && !hasStem(f):
			continue
		}
		if letter, ok := strings.CutPrefix(h, "选项"); ok && letter != "" {
			f.options = append(f.options, choice{label: labelOf(name, letter), text: m.value.text()})
			continue
		}
		if h == "选项" {
			if list := choices(m.value); len(list) > len(f.options) {
				f.options = list
				continue
			}
		}
		if _, taken := f.fields[h]; taken && !(h == "题干" && namesStemWeakly(names[h])) {
			continue
		}
		f.fields[h], names[h] = m.value, name
		if h == "答案" {
			f.index = indexName.MatchString(name) || name == "correctoptionindex"
		}
	}
	f.wrongOnes(n)
	stem := f.fields["题干"]
	if stem.object {
		inner, ok := questionOf(stem)
		if ok && len(inner.options) > 0 && len(f.options) == 0 {
			f.options = inner.options
		}
	}
	_, key := f.fields["答案"]
	_, kind := f.fields["题型"]
	_, all := f.fields["选项"]
	return f, stem.text() != "" && !objects(stem) && (key || len(f.options) > 0 || kind || all || hasParts(n))
}

func hasStem(f found) bool { return !f.fields["题干"].empty() }

// labelOf keeps the number of option1, so that an answer "1" means it.
func labelOf(name, letter string) string {
	if last := name[len(name)-1]; last >= '0' && last <= '9' {
		return strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz选项答案备")
	}
	return letter
}

func objects(n node) bool { return n.array && len(n.items) > 0 && n.items[0].object }

func hasParts(n node) bool {
	for _, m := range n.members {
		if namesParts(plainName(m.name)) && objects(m.value) {
			if _, ok := questionOf(m.value.items[0]); ok {
				return true
			}
		}
	}
	return false
}

// choices reads options: a list of texts or objects, or a map by letter.
func choices(n node) []choice {
	var list []choice
	if n.object {
		for _, m := range n.members {
			list = append(list, choiceOf(m.name, m.value))
		}
		return list
	}
	for _, item := range n.items {
		switch {
		case !item.object:
			list = append(list, choice{text: item.text()})
		case len(item.members) == 1 && !namesText(plainName(item.members[0].name)):
			list = append(list, choice{label: item.members[0].name, text: item.members[0].value.text()})
		default:
			list = append(list, choiceOf("", item))
		}
	}
	return list
}

// choiceOf reads one option.
func choiceOf(label string, n node) choice {
	c := choice{label: strings.TrimSpace(label)}
	if !n.object {
		c.text = n.text()
		return c
	}
	taken := ""
	for _, m := range n.members { // the text first: "option" and "title" may name either
		p := plainName(m.name)
		if namesLabel(p) && capitals.MatchString(m.value.text()) {
			continue
		}
		if namesText(p) && m.value.scalar != nil && !m.value.isBool() && len([]rune(m.value.text())) > len([]rune(c.text)) {
			c.text, taken = m.value.text(), m.name
		}
	}
	for _, m := range n.members {
		p := plainName(m.name)
		switch {
		case m.name == taken:
		case namesRight(p) && (m.value.isBool() || m.value.isNumber() && p != "score" && p != "fraction"):
			text := m.value.text()
			c.right, c.told = text == "正确" || text == "1", true
		case namesLabel(p) && c.label == "" && m.value.scalar != nil && !m.value.isBool():
			c.label = m.value.text()
		}
	}
	if c.label != "" && c.text == "" {
		c.text, c.label = c.label, ""
	}
	return c
}

// wrongOnes reads options that stand apart: a right answer and a list of wrong
// ones. They are put in the order of their texts, so that the place tells
// nothing.
func (f *found) wrongOnes(n node) {
	right := f.fields["答案"]
	if len(f.options) > 0 || right.empty() || right.object {
		return
	}
	for _, m := range n.members {
		if !namesWrong(plainName(m.name)) || !m.value.array || len(m.value.items) == 0 {
			continue
		}
		for _, item := range m.value.items {
			f.options = append(f.options, choice{text: item.text()})
		}
		rights := right.items
		if !right.array {
			rights = []node{right}
		}
		for _, item := range rights {
			f.options = append(f.options, choice{text: item.text(), right: true})
		}
		slices.SortStableFunc(f.options, func(a, b choice) int { return strings.Compare(a.text, b.text) })
		delete(f.fields, "答案")
		delete(f.fields, "题型") // "multiple" is what these files call a choice of one
		return
	}
}
