package docx

import "strings"

// isSymbolFont tells the fonts whose letters are pictures.
func isSymbolFont(name string) bool {
	name = strings.ToLower(name)
	return name == "symbol" || strings.HasPrefix(name, "wingdings") || name == "webdings"
}

// symbolRows is the Symbol font from 0x21 and from 0xA0; a blank stands for
// what has no character of its own.
var symbolRows = map[rune][]rune{
	0x21: []rune("!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
	0xa0: []rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"),
	0xf1: []rune("〉∫⌠"),
}

// dingbats are the characters of the picture fonts that mean something in a
// text: ticks, crosses, boxes, arrows. Ticks come as √, crosses as ×.
var dingbats = map[string]map[rune]rune{
	"wingdings": {
		0xfc: '√', 0xfb: '×', 0xfe: '☑', 0xfd: '☒', 0xa8: '□', 0x6f: '□', 0x71: '□', 0x72: '□', 0x6e: '■', 0xa7: '■',
		0x6c: '●', 0xa1: '○', 0x6d: '○', 0x9f: '•', 0xd8: '➢', 0xe0: '→', 0xdf: '←', 0xe1: '↑', 0xe2: '↓', 0xe8: '→',
		0xab: '★', 0xaa: '✦', 0x76: '◆', 0x75: '◆', 0x46: '☞', 0x4a: '☺', 0x4c: '☹', 0x28: '☎',
		0x80: '⓪', 0x81: '①', 0x82: '②', 0x83: '③', 0x84: '④', 0x85: '⑤', 0x86: '⑥', 0x87: '⑦', 0x88: '⑧', 0x89: '⑨', 0x8a: '⑩',
		0x8c: '❶', 0x8d: '❷', 0x8e: '❸', 0x8f: '❹', 0x90: '❺', 0x91: '❻', 0x92: '❼', 0x93: '❽', 0x94: '❾', 0x95: '❿',
	},
	"wingdings 2": {
		0x50: '√', 0x4f: '×', 0x52: '☑', 0x51: '☒', 0x53: '☒', 0x54: '☒', 0x55: '×', 0x56: '×', 0xa3: '□', 0xa2: '■',
		0x97: '●', 0x98: '●', 0x99: '○', 0x9a: '○',
		0x6a: '①', 0x6b: '②', 0x6c: '③', 0x6d: '④', 0x6e: '⑤', 0x6f: '⑥', 0x70: '⑦', 0x71: '⑧', 0x72: '⑨', 0x73: '⑩',
	},
	"webdings": {0x61: '√', 0x72: '×', 0x63: '□', 0x67: '■', 0x6e: '●'},
}

func inSymbol(code rune) (rune, bool) {
	for first, row := range symbolRows {
		if at := int(code - first); at >= 0 && at < len(row) && row[at] != ' ' {
			return row[at], true
		}
	}
	return 0, false
}

// symbol gives the character that a code of a picture font stands for; ok is
// false where nobody knows.
func symbol(font string, code rune) (rune, bool) {
	if code >= 0xf000 && code <= 0xf0ff {
		code -= 0xf000
	}
	if code == ' ' || code == '\u00a0' {
		return ' ', true
	}
	font = strings.ToLower(font)
	if font == "symbol" {
		return inSymbol(code)
	}
	if table, ok := dingbats[font]; ok {
		found, ok := table[code]
		return found, ok
	}
	if found, ok := inSymbol(code); ok {
		return found, true
	}
	found, ok := dingbats["wingdings"][code]
	return found, ok
}

// readable replaces the codes of picture fonts in a text. Private codes that
// nobody knows become a white square, so that it is seen that one was there.
func readable(text, font string) string {
	if font == "" && !strings.ContainsFunc(text, private) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if font == "" && !private(r) || font != "" && r > 0xff && !private(r) {
			return r
		}
		if found, ok := symbol(font, r); ok {
			return found
		}
		if private(r) {
			return '□'
		}
		return r
	}, text)
}

func private(r rune) bool { return r >= 0xf000 && r <= 0xf0ff }
