package formula

import (
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

func (r *ommlReader) accent(node *xmlsafe.Node) row {
	base := r.part(node, "e")
	chr := []rune(property(node, "accPr", "chr", "\u0302"))
	if len(chr) == 0 {
		return base
	}
	mark := chr[0]
	if same, ok := otherAccents[mark]; ok {
		mark = same
	}
	switch _, known := accents[mark]; {
	case known && mark == '\u0305' && len(base) > 1:
		return row{bar{base: base}}
	case known && mark == '\u20d7' && len(base) > 1:
		return row{brace{mark: '→', base: base}}
	case known:
		return row{accent{mark: mark, base: base}}
	case mark == '\u20d6' || mark == '←':
		return row{brace{mark: '←', base: base}}
	case mark == '\u20e1' || mark == '↔':
		return row{brace{mark: '↔', base: base}}
	case mark == '\u0332':
		return row{bar{base: base, under: true}}
	case mark == '\u0338' || mark == '\u0337':
		return row{box{kind: "cancel", body: base}}
	}
	r.whole = false
	return base
}

func (r *ommlReader) groupChr(node *xmlsafe.Node) row {
	base := r.part(node, "e")
	chr := []rune(property(node, "groupChrPr", "chr", "⏟"))
	under := property(node, "groupChrPr", "pos", "bot") != "top"
	vertical := property(node, "groupChrPr", "vertJc", "")
	if len(chr) == 0 {
		return base
	}
	mark := chr[0]
	if same, ok := map[rune]rune{'⏜': '⏠', '⏝': '⏡', '︷': '⏞', '︸': '⏟', '\u20d7': '→', '\u20d6': '←'}[mark]; ok {
		mark = same
	}
	_, isArrow := arrows[mark]
	names, isBrace := braces[mark]
	at := 0
	if under {
		at = 1
	}
	switch {
	case isArrow && (under && vertical == "bot" || !under && vertical == "top" || !isBrace):
		return row{brace{mark: mark, under: under, arrow: true, base: base}}
	case isBrace && names[at] != "":
		return row{brace{mark: mark, under: under, base: base}}
	case strings.ContainsRune("‾¯_\u0305\u0332", mark):
		return row{bar{base: base, under: under}}
	}
	r.whole = false
	return base
}

func (r *ommlReader) matrix(node *xmlsafe.Node) row {
	out := matrix{align: columnsOf(node)}
	for _, line := range node.Children {
		if !line.Is("m", "mr") {
			continue
		}
		var cells []row
		for _, cell := range line.Children {
			if cell.Is("m", "e") {
				cells = append(cells, r.children(cell))
			}
		}
		out.rows = append(out.rows, cells)
	}
	if pairs := strings.ReplaceAll(out.align, "rl", ""); out.align != "" && pairs == "" {
		return row{alignedLines(out)} // as converters write aligned formulas
	}
	return row{out}
}

// columnsOf gives the alignment of a matrix's columns, "" when all are centred.
func columnsOf(node *xmlsafe.Node) string {
	var out strings.Builder
	columns := node.Child("m", "mPr").Child("m", "mcs")
	if columns == nil {
		return ""
	}
	for _, column := range columns.Children {
		letter := "c"
		switch property(column, "mcPr", "mcJc", "center") {
		case "left":
			letter = "l"
		case "right":
			letter = "r"
		}
		count := len(property(column, "mcPr", "count", ""))
		repeat := 1
		if count == 1 {
			repeat = max(1, int(property(column, "mcPr", "count", "1")[0]-'0'))
		}
		out.WriteString(strings.Repeat(letter, min(repeat, 9)))
	}
	if strings.Trim(out.String(), "c") == "" || out.Len() > 50 {
		return ""
	}
	return out.String()
}

func (r *ommlReader) eqArr(node *xmlsafe.Node) row {
	r.lines++
	defer func() { r.lines-- }()
	var out lines
	for _, child := range node.Children {
		if child.Is("m", "e") {
			out.rows = append(out.rows, r.children(child))
		}
	}
	return row{out}
}

func (r *ommlReader) borderBox(node *xmlsafe.Node) row {
	body := r.part(node, "e")
	has := func(name string) bool { return switched(node, "borderBoxPr", name) }
	switch {
	case has("strikeBLTR") && has("strikeTLBR"):
		return row{box{"xcancel", body}}
	case has("strikeBLTR"):
		return row{box{"cancel", body}}
	case has("strikeTLBR"):
		return row{box{"bcancel", body}}
	case has("strikeH"):
		return row{box{"sout", body}}
	case has("hideTop") && has("hideBot") && has("hideLeft") && has("hideRight"):
		return body
	case has("hideTop") && has("hideLeft") && has("hideRight"):
		return row{bar{base: body, under: true}}
	case has("hideBot") && has("hideLeft") && has("hideRight"):
		return row{bar{base: body}}
	}
	return row{box{"boxed", body}}
}

func (r *ommlReader) phantom(node *xmlsafe.Node) row {
	body := r.part(node, "e")
	has := func(name string) bool { return switched(node, "phantPr", name) }
	shown := property(node, "phantPr", "show", "1")
	switch visible := shown != "0" && shown != "off" && shown != "false"; {
	case !visible && has("zeroWid"):
		return row{ghost{"vphantom", body}}
	case !visible && (has("zeroAsc") || has("zeroDesc")):
		return row{ghost{"hphantom", body}}
	case !visible:
		return row{ghost{"phantom", body}}
	case has("zeroAsc") && has("zeroDesc"):
		return row{ghost{"smash", body}}
	}
	return body
}

// symbolFont gives the characters of a picture font that formulas use.
func symbolFont(code string) string {
	switch strings.ToUpper(strings.TrimPrefix(strings.ToUpper(code), "F0")) {
	case "B0":
		return "°"
	case "B4":
		return "×"
	case "B1":
		return "±"
	case "6D":
		return "μ"
	case "57":
		return "Ω"
	case "70":
		return "π"
	case "6A":
		return "φ"
	}
	return ""
}

// limitUnder and limitOver know the two ways in which converters write braces
// and arrows with text: as something set below or above something.
func limitUnder(base, below row) node {
	if t, ok := only(below).(text); ok && t.s == "⏟" {
		return brace{mark: '⏟', under: true, base: base}
	}
	return stack(base, orEmpty(below), nil)
}

func limitOver(base, above row) node {
	if t, ok := only(above).(text); ok && t.s == "⏞" {
		return brace{mark: '⏞', base: base}
	}
	if c, ok := only(base).(char); ok && c.r != '=' && arrows[c.r] != "" {
		return brace{mark: c.r, under: true, arrow: true, base: above}
	}
	return stack(base, nil, orEmpty(above))
}
