package docx

import (
	"strconv"
	"strings"

	"jiangxun/internal/platform/docx/formula"
	"jiangxun/internal/platform/xmlsafe"
)

// field is an open complex field: first its code, then its stored result.
type field struct {
	code   strings.Builder
	result bool
}

// maxCode bounds a field's code.
const maxCode = 4096

func (r *reader) inFieldCode() bool {
	for i := range r.fields {
		if !r.fields[i].result {
			return true
		}
	}
	return false
}

func (r *reader) fieldCode(text string) {
	if last := len(r.fields) - 1; last >= 0 && !r.fields[last].result && r.fields[last].code.Len() < maxCode {
		r.fields[last].code.WriteString(text)
	}
}

func (r *reader) fieldMark(node *xmlsafe.Node, p *Paragraph, format look) {
	last := len(r.fields) - 1
	switch node.Attr("w", "fldCharType") {
	case "begin":
		if len(r.fields) < 100 {
			r.fields = append(r.fields, field{})
		}
		if box := node.Child("w", "ffData").Child("w", "checkBox"); box != nil {
			r.add0(p, checkBox(box), format)
		}
	case "separate":
		if last >= 0 {
			r.fields[last].result = true
		}
	case "end":
		if last < 0 {
			return
		}
		code, stored := r.fields[last].code.String(), r.fields[last].result
		r.fields = r.fields[:last]
		if !stored {
			r.fieldWithoutResult(strings.TrimSpace(code), p, format)
		}
	}
}

// add0 adds a text although a field has just begun.
func (r *reader) add0(p *Paragraph, text string, format look) {
	fields := r.fields
	r.fields = r.fields[:len(r.fields)-1]
	r.add(p, Run{Text: text}, format)
	r.fields = fields
}

func checkBox(box *xmlsafe.Node) string {
	state := box.Child("w", "checked")
	if state == nil {
		state = box.Child("w", "default")
	}
	if text, given := state.LookupAttr("w", "val"); state != nil && (!given || isOn(text)) {
		return "☑"
	}
	return "□"
}

// closeFieldCodes ends codes that the paragraph leaves open, so that a broken
// field does not swallow the rest of the file.
func (r *reader) closeFieldCodes(p *Paragraph) {
	kept := r.fields[:0]
	for i := range r.fields {
		if r.fields[i].result {
			kept = append(kept, field{result: true})
			continue
		}
		r.warn(p, WarnField, firstWord(r.fields[i].code.String()))
	}
	r.fields = kept
}

func firstWord(code string) string {
	words := strings.Fields(code)
	if len(words) == 0 {
		return ""
	}
	return strings.ToUpper(words[0])
}

// fieldWithoutResult works out the two kinds that Word shows without storing a
// result: EQ, the formulas of old Chinese papers, and SYMBOL.
func (r *reader) fieldWithoutResult(code string, p *Paragraph, format look) {
	kind := firstWord(code)
	switch kind {
	case "EQ":
		latex, whole := formula.FromEQ(strings.TrimSpace(code[2:]))
		if !whole {
			r.warn(p, WarnFormula, code)
		}
		if text, plain := formula.Plain(latex); plain {
			r.add(p, Run{Text: text}, format)
			return
		}
		r.add(p, Run{Kind: Equation, Text: latex}, format)
	case "SYMBOL":
		words := strings.Fields(code)
		font := ""
		if at := strings.Index(code, `\f`); at >= 0 {
			font = strings.Trim(strings.TrimSpace(code[at+2:]), `"`)
			font, _, _ = strings.Cut(font, `"`)
		}
		if len(words) > 1 {
			if number, err := strconv.ParseInt(words[1], 0, 32); err == nil {
				r.add(p, Run{Text: readable(string(rune(number)), strings.TrimSpace(font))}, format)
			}
		}
	case "", "FORMCHECKBOX", "XE", "TC", "TA", "RD", "SET", "ASK", "ADVANCE":
	default:
		r.warn(p, WarnField, kind)
	}
}
