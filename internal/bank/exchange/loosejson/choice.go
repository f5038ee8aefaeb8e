package loosejson

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// choice is an option as the file has it.
type choice struct {
	label string // the file's own name of it, or empty
	text  string
	right bool
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
	text := textMember(n.members) // first: "option" and "title" may name either
	c.text = text.value.text()
	for _, m := range n.members {
		name := plainName(m.name)
		switch {
		case m.name == text.name:
		case marksRight(name, m.value):
			said := m.value.text()
			c.right = said == "正确" || said == "1"
		case c.label == "" && namesLabel(name) && m.value.isWord():
			c.label = m.value.text()
		}
	}
	if c.text == "" {
		c.text, c.label = c.label, ""
	}
	return c
}

// textMember finds the member that holds an option's text: the longest that may.
func textMember(members []member) member {
	var found member
	for _, m := range members {
		name := plainName(m.name)
		if !namesText(name) || !m.value.isWord() {
			continue
		}
		text := m.value.text()
		if namesLabel(name) && capitals.MatchString(text) {
			continue
		}
		if utf8.RuneCountInString(text) > utf8.RuneCountInString(found.value.text()) {
			found = m
		}
	}
	return found
}

// marksRight tells a member that says whether its option is right. A score is
// points unless it is a yes or no.
func marksRight(name string, value node) bool {
	switch {
	case !namesRight(name):
		return false
	case name == "score", name == "fraction":
		return value.isBool()
	}
	return value.isBool() || value.isNumber()
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
