package formula

import (
	"encoding/xml"
	"strings"
)

// ToOMML gives the m:oMath element of a LaTeX text, with the prefixes m and w,
// which the caller's document must declare. ok is false where the text is
// wrong or holds something that Office Math (or this package) has no form for:
// show it as a picture then.
func ToOMML(latex string) (omml string, ok bool) {
	parsed, err := parse(latex)
	if err != nil || len(parsed) == 0 {
		return "", false
	}
	w := &ommlWriter{ok: true}
	w.tag("oMath", func() { w.row(parsed) })
	return w.out.String(), w.ok
}

type ommlWriter struct {
	out   strings.Builder
	ok    bool
	lines int // inside how many equation arrays, where & is a mark
}

func (w *ommlWriter) tag(name string, inside func()) {
	w.out.WriteString("<m:" + name + ">")
	inside()
	w.out.WriteString("</m:" + name + ">")
}

// props writes the properties of an element: name and value in turn.
func (w *ommlWriter) props(name string, pairs ...string) {
	w.tag(name, func() {
		for i := 0; i < len(pairs); i += 2 {
			w.out.WriteString("<m:" + pairs[i] + ` m:val="` + escape(pairs[i+1]) + `"/>`)
		}
	})
}

func escape(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a builder never fails
	return out.String()
}

// arg writes a part. An empty one gets a character without width, or Word
// would show a box to fill in.
func (w *ommlWriter) arg(name string, r row) {
	w.tag(name, func() {
		if len(r) == 0 {
			w.run("\u200b", "", "")
			return
		}
		w.row(r)
	})
}

func (w *ommlWriter) run(text, mathProps, wordProps string) {
	if text == "" {
		return
	}
	w.out.WriteString("<m:r>")
	if mathProps != "" {
		w.out.WriteString("<m:rPr>" + mathProps + "</m:rPr>")
	}
	w.out.WriteString(`<w:rPr><w:rFonts w:ascii="Cambria Math" w:eastAsia="宋体" w:hAnsi="Cambria Math"/>` + wordProps + `</w:rPr>`)
	w.out.WriteString(`<m:t xml:space="preserve">` + escape(text) + `</m:t></m:r>`)
}

func (w *ommlWriter) row(r row) {
	for i := 0; i < len(r); {
		if end := w.letters(r, i); end > i {
			i = end
			continue
		}
		switch n := r[i].(type) {
		case nary:
			end := operandOfSum(r, i+1, isIntegral(n.op))
			w.nary(n, r[i+1:end])
			i = end
			continue
		}
		if isNamed(r[i]) {
			end := operandOfFunction(r, i+1)
			w.named(r[i], r[i+1:end])
			i = end
			continue
		}
		w.node(r[i])
		i++
	}
}

// letters writes a run of characters of one kind and says where it ended.
func (w *ommlWriter) letters(r row, begin int) int {
	var text strings.Builder
	kind := style(-1)
	i := begin
	for ; i < len(r); i++ {
		piece, of, ok := w.piece(r[i])
		if !ok {
			break
		}
		if of >= 0 && kind >= 0 && of != kind {
			break
		}
		if of >= 0 {
			kind = of
		}
		text.WriteString(piece)
	}
	if i > begin {
		mathProps, wordProps := runProperties(kind)
		w.run(text.String(), mathProps, wordProps)
	}
	return i
}

// asText is the kind of run that holds words.
const asText style = 100

// piece gives the text of a node that fits into a run, and which kind of run;
// -1 fits into any.
func (w *ommlWriter) piece(n node) (string, style, bool) {
	switch n := n.(type) {
	case char:
		return w.charText(n.r), n.style, true
	case text:
		return n.s, asText, true
	case gap:
		if n.name == "!" {
			return "", -1, true
		}
		return spaceNames[n.name], plain, true
	case mark:
		if w.lines == 0 {
			w.ok = false
		}
		return "&", plain, true
	}
	return "", 0, false
}

func (w *ommlWriter) charText(r rune) string {
	switch r {
	case '-':
		return "−"
	case '*':
		return "∗"
	case '&':
		if w.lines > 0 {
			return "＆"
		}
	}
	return string(r)
}

func runProperties(s style) (mathProps, wordProps string) {
	switch s {
	case asText:
		return "<m:nor/>", ""
	case upright:
		return `<m:sty m:val="p"/>`, ""
	case bold:
		return `<m:sty m:val="b"/>`, "<w:b/>"
	case boldItalic:
		return `<m:sty m:val="bi"/>`, "<w:b/>"
	case double:
		return `<m:scr m:val="double-struck"/>`, ""
	case calligraphic:
		return `<m:scr m:val="script"/>`, ""
	case fraktur:
		return `<m:scr m:val="fraktur"/>`, ""
	case sans:
		return `<m:scr m:val="sans-serif"/>`, ""
	case mono:
		return `<m:scr m:val="monospace"/>`, ""
	}
	return "", ""
}

func (w *ommlWriter) named(n node, operand row) {
	if len(operand) == 0 {
		w.name(n)
		return
	}
	w.tag("func", func() {
		w.tag("fName", func() { w.name(n) })
		w.arg("e", operand)
	})
}

func (w *ommlWriter) name(n node) {
	if n, ok := n.(word); ok {
		w.run(n.name, `<m:sty m:val="p"/>`, "")
		return
	}
	w.node(n)
}

func (w *ommlWriter) nary(n nary, operand row) {
	place := "subSup"
	if n.limits {
		place = "undOvr"
	}
	w.tag("nary", func() {
		pairs := []string{"chr", string(n.op), "limLoc", place}
		if n.sub == nil {
			pairs = append(pairs, "subHide", "1")
		}
		if n.sup == nil {
			pairs = append(pairs, "supHide", "1")
		}
		w.props("naryPr", pairs...)
		w.side("sub", n.sub)
		w.side("sup", n.sup)
		w.arg("e", operand)
	})
}

// side writes a part that may be hidden.
func (w *ommlWriter) side(name string, r row) {
	if r == nil {
		w.out.WriteString("<m:" + name + "/>")
		return
	}
	w.arg(name, r)
}

func (w *ommlWriter) node(n node) {
	switch n := n.(type) {
	case word:
		w.name(n)
	case frac:
		w.tag("f", func() {
			if kind := [...]string{"", "noBar", "lin", "skw"}[n.kind]; kind != "" {
				w.props("fPr", "type", kind)
			}
			w.arg("num", n.over)
			w.arg("den", n.under)
		})
	case script:
		w.script(n)
	case pre:
		w.tag("sPre", func() {
			w.arg("sub", n.sub)
			w.arg("sup", n.sup)
			w.arg("e", n.base)
		})
	case root:
		w.root(n)
	case nary:
		w.nary(n, nil)
	case fence:
		w.fence(n)
	case limit:
		w.limit(n)
	default:
		w.decoration(n)
	}
}

func (w *ommlWriter) decoration(n node) {
	switch n := n.(type) {
	case accent:
		w.tag("acc", func() {
			w.props("accPr", "chr", string(n.mark))
			w.arg("e", n.base)
		})
	case bar:
		w.tag("bar", func() {
			w.props("barPr", "pos", top(!n.under))
			w.arg("e", n.base)
		})
	case brace:
		w.brace(n)
	case matrix:
		w.matrix(n)
	case lines:
		w.lines++
		w.tag("eqArr", func() {
			for _, line := range n.rows {
				w.arg("e", line)
			}
		})
		w.lines--
	case box:
		w.box(n)
	case ghost:
		w.ghost(n)
	default:
		w.ok = false
	}
}

func top(is bool) string {
	if is {
		return "top"
	}
	return "bot"
}

func (w *ommlWriter) script(n script) {
	switch {
	case n.sub == nil && allPrimes(n.sup) && len(n.base) == 1:
		w.row(n.base)
		w.run(strings.Repeat("′", len(n.sup)), "", "")
		return
	case n.sub == nil:
		w.tag("sSup", func() { w.arg("e", n.base); w.arg("sup", n.sup) })
	case n.sup == nil:
		w.tag("sSub", func() { w.arg("e", n.base); w.arg("sub", n.sub) })
	default:
		w.tag("sSubSup", func() { w.arg("e", n.base); w.arg("sub", n.sub); w.arg("sup", n.sup) })
	}
}

func (w *ommlWriter) root(n root) {
	w.tag("rad", func() {
		if len(n.degree) == 0 {
			w.props("radPr", "degHide", "1")
			w.out.WriteString("<m:deg/>")
		} else {
			w.arg("deg", n.degree)
		}
		w.arg("e", n.body)
	})
}

func (w *ommlWriter) fence(n fence) {
	w.tag("d", func() {
		pairs := []string{"begChr", n.left}
		if len(n.items) > 1 {
			pairs = append(pairs, "sepChr", n.between)
		}
		w.props("dPr", append(pairs, "endChr", n.right)...)
		if table, ok := casesTable(n); ok {
			w.tag("e", func() { w.matrix(table) })
			return
		}
		for _, item := range n.items {
			w.arg("e", item)
		}
	})
}

func (w *ommlWriter) limit(n limit) {
	base := func() { w.arg("e", n.base) }
	low := base
	if n.below != nil {
		low = func() { w.tag("limLow", func() { base(); w.arg("lim", n.below) }) }
	}
	if n.above == nil {
		low()
		return
	}
	w.tag("limUpp", func() {
		if n.below == nil {
			base()
		} else {
			w.tag("e", low)
		}
		w.arg("lim", n.above)
	})
}

func (w *ommlWriter) brace(n brace) {
	vertical := top(n.under) // which of the two stands on the line: the base
	if n.arrow {
		vertical = top(!n.under) // the arrow
	}
	write := func() {
		w.tag("groupChr", func() {
			w.props("groupChrPr", "chr", string(n.mark), "pos", top(!n.under), "vertJc", vertical)
			w.arg("e", n.base)
		})
	}
	if !n.arrow {
		write()
		return
	}
	w.tag("box", func() {
		w.props("boxPr", "opEmu", "1")
		w.tag("e", write)
	})
}

func (w *ommlWriter) matrix(n matrix) {
	if len(n.rules) > 0 || strings.Contains(n.align, "|") {
		w.ok = false // no lines in arrays
	}
	columns := 0
	for _, cells := range n.rows {
		columns = max(columns, len(cells))
	}
	w.tag("m", func() {
		w.out.WriteString(`<m:mPr><m:plcHide m:val="1"/><m:mcs>`)
		for i := range columns {
			align := "center"
			if i < len(n.align) && n.align[i] != '|' {
				align = map[byte]string{'l': "left", 'r': "right", 'c': "center"}[n.align[i]]
			}
			w.out.WriteString(`<m:mc><m:mcPr><m:count m:val="1"/><m:mcJc m:val="` + align + `"/></m:mcPr></m:mc>`)
		}
		w.out.WriteString("</m:mcs></m:mPr>")
		for _, cells := range n.rows {
			w.tag("mr", func() {
				for i := range columns {
					var cell row
					if i < len(cells) {
						cell = cells[i]
					}
					w.arg("e", cell)
				}
			})
		}
	})
}

var hidden = []string{"hideTop", "1", "hideBot", "1", "hideLeft", "1", "hideRight", "1"}

func (w *ommlWriter) box(n box) {
	w.tag("borderBox", func() {
		frame := hidden[:len(hidden):len(hidden)]
		switch n.kind {
		case "cancel":
			w.props("borderBoxPr", append(frame, "strikeBLTR", "1")...)
		case "bcancel":
			w.props("borderBoxPr", append(frame, "strikeTLBR", "1")...)
		case "xcancel":
			w.props("borderBoxPr", append(frame, "strikeBLTR", "1", "strikeTLBR", "1")...)
		case "sout":
			w.props("borderBoxPr", append(frame, "strikeH", "1")...)
		}
		w.arg("e", n.body)
	})
}

func (w *ommlWriter) ghost(n ghost) {
	w.tag("phant", func() {
		switch n.kind {
		case "phantom":
			w.props("phantPr", "show", "0")
		case "hphantom":
			w.props("phantPr", "show", "0", "zeroAsc", "1", "zeroDesc", "1")
		case "vphantom":
			w.props("phantPr", "show", "0", "zeroWid", "1")
		case "smash":
			w.props("phantPr", "zeroAsc", "1", "zeroDesc", "1")
		}
		w.arg("e", n.body)
	})
}
