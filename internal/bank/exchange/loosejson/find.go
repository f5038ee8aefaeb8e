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

// sorter puts the members of one object to the headings they stand for.
type sorter struct {
	found
	names    map[string]string // of the members in fields, by heading
	lettered bool              // "a" is an option, since there is a "b"
}

// questionOf tells whether an object is a question, and sorts its members.
func questionOf(n node) (found, bool) {
	s := sorter{found: found{fields: map[string]node{}}, names: map[string]string{}}
	s.lettered = slices.ContainsFunc(n.members, func(m member) bool { return plainName(m.name) == "b" })
	for _, m := range n.members {
		s.take(m)
	}
	f := s.found
	f.wrongOnes(n)
	f.optionsInStem()
	return f, f.asks() && (f.answerable() || hasParts(n))
}

func (s *sorter) take(m member) {
	h := s.heading(m)
	if h == "" || m.value.empty() {
		return
	}
	name := plainName(m.name)
	if letter, ok := strings.CutPrefix(h, "选项"); ok && letter != "" {
		s.options = append(s.options, choice{label: labelOf(name, letter), text: m.value.text()})
		return
	}
	if h == "选项" {
		if list := choices(m.value); len(list) > len(s.options) {
			s.options = list
			return
		}
	}
	if _, taken := s.fields[h]; taken && !(h == "题干" && namesStemWeakly(s.names[h])) {
		return
	}
	s.fields[h], s.names[h] = m.value, name
	if h == "答案" {
		s.index = indexName.MatchString(name) || name == "correctoptionindex"
	}
}

// heading gives the heading that a member stands for. Some names mean one thing
// or another, which the value or the other members tell.
func (s *sorter) heading(m member) string {
	switch plainName(m.name) {
	case "a":
		if !s.lettered {
			return "答案"
		}
	case "answers": // options to choose from come as objects
		if m.value.array && !objects(m.value) {
			return "答案"
		}
	case "label":
		if m.value.object {
			return ""
		}
	case "items":
		if !m.value.array {
			return ""
		}
	case "desc": // before the stem it tells about the object
		if s.fields["题干"].empty() {
			return ""
		}
	}
	return headingOf(m.name)
}

// optionsInStem takes the options that stand in one object with the stem.
func (f *found) optionsInStem() {
	stem := f.fields["题干"]
	if !stem.object || len(f.options) > 0 {
		return
	}
	if inner, ok := questionOf(stem); ok {
		f.options = inner.options
	}
}

func (f found) asks() bool {
	stem := f.fields["题干"]
	return stem.text() != "" && !objects(stem)
}

// answerable tells a question from a title: something says how it is answered.
func (f found) answerable() bool {
	return len(f.options) > 0 || f.has("答案") || f.has("题型") || f.has("选项")
}

func (f found) has(heading string) bool { _, ok := f.fields[heading]; return ok }

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
