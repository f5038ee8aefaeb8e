package docx

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"jiangxun/internal/platform/docx/formula"
)

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a builder never fails
	return out.String()
}

// twips turns points into twentieths of a point, mm turns millimetres.
func twips(points float64) int { return int(math.Round(points * 20)) }

func mm(length float64) int { return int(math.Round(length * 1440 / 25.4)) }

var styleIDs = map[string]string{"title": "Title", "heading 1": "Heading1", "heading 2": "Heading2", "heading 3": "Heading3"}

// paragraph writes a paragraph whose place is as wide as the column.
func (w *Writer) paragraph(p Paragraph) piece { return w.paragraphIn(p, w.page.column()) }

func (w *Writer) paragraphIn(p Paragraph, width float64) piece {
	var inside strings.Builder
	for _, run := range p.Runs {
		w.run(&inside, run, p.Set, width)
	}
	return piece{properties: paragraphProperties(p), inside: inside.String()}
}

func (p piece) xml() string {
	if p.table != "" {
		return p.table
	}
	properties := ""
	if p.properties != "" {
		properties = "<w:pPr>" + p.properties + "</w:pPr>"
	}
	return "<w:p>" + properties + p.inside + "</w:p>"
}

// paragraphProperties writes pPr's children in the order of the standard.
func paragraphProperties(p Paragraph) string {
	var out strings.Builder
	s := p.Set
	if id := styleIDs[strings.ToLower(p.Style)]; id != "" {
		out.WriteString(`<w:pStyle w:val="` + id + `"/>`)
	}
	flag(&out, "keepNext", s.KeepNext)
	flag(&out, "keepLines", s.KeepLines)
	flag(&out, "pageBreakBefore", p.PageBreak)
	if s.RuleBelow {
		out.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>`)
	}
	if len(s.Tabs) > 0 {
		out.WriteString("<w:tabs>")
		for _, at := range s.Tabs {
			fmt.Fprintf(&out, `<w:tab w:val="left" w:pos="%d"/>`, twips(at))
		}
		out.WriteString("</w:tabs>")
	}
	spacing(&out, s)
	indent(&out, s)
	align(&out, p.Align)
	return out.String()
}

func align(out *strings.Builder, how string) {
	switch how {
	case "left", "center", "right", "both":
		out.WriteString(`<w:jc w:val="` + how + `"/>`)
	}
}

func flag(out *strings.Builder, name string, on bool) {
	if on {
		out.WriteString("<w:" + name + "/>")
	}
}

func spacing(out *strings.Builder, s Setting) {
	attrs := ""
	if s.Before != 0 {
		attrs += fmt.Sprintf(` w:before="%d"`, twips(s.Before))
	}
	if s.After != 0 {
		attrs += fmt.Sprintf(` w:after="%d"`, twips(s.After))
	}
	if s.Line != 0 {
		attrs += fmt.Sprintf(` w:line="%d" w:lineRule="auto"`, int(math.Round(s.Line*240)))
	}
	if attrs != "" {
		out.WriteString("<w:spacing" + attrs + "/>")
	}
}

func indent(out *strings.Builder, s Setting) {
	attrs := ""
	if s.Left != 0 {
		attrs += fmt.Sprintf(` w:left="%d"`, twips(s.Left))
	}
	if s.Right != 0 {
		attrs += fmt.Sprintf(` w:right="%d"`, twips(s.Right))
	}
	switch {
	case s.Hanging != 0:
		attrs += fmt.Sprintf(` w:hanging="%d"`, twips(s.Hanging))
	case s.FirstLine != 0:
		attrs += fmt.Sprintf(` w:firstLine="%d"`, twips(s.FirstLine))
	}
	if attrs != "" {
		out.WriteString("<w:ind" + attrs + "/>")
	}
}

func (w *Writer) run(out *strings.Builder, r Run, set Setting, width float64) {
	properties := runProperties(r, set)
	wrap := func(inside string) { out.WriteString("<w:r>" + properties + inside + "</w:r>") }
	switch r.Kind {
	case Text:
		writeText(r.Text, wrap)
	case Tab:
		wrap("<w:tab/>")
	case Break:
		wrap("<w:br/>")
	case NewPage:
		kind := "page"
		if w.page.Columns > 1 {
			kind = "column"
		}
		wrap(`<w:br w:type="` + kind + `"/>`)
	case Image:
		if r.Picture != nil {
			w.image(out, *r.Picture, properties, width)
		}
	case Equation:
		w.equation(out, r, wrap, width)
	case PageNumber:
		out.WriteString(fieldXML("PAGE", properties))
	case PageCount:
		out.WriteString(fieldXML("NUMPAGES", properties))
	}
}

// fieldXML writes a field whose result Word works out.
func fieldXML(code, properties string) string {
	run := func(inside string) string { return "<w:r>" + properties + inside + "</w:r>" }
	return run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText xml:space="preserve"> `+code+` </w:instrText>`) +
		run(`<w:fldChar w:fldCharType="separate"/>`) + run("<w:t>1</w:t>") + run(`<w:fldChar w:fldCharType="end"/>`)
}

// writeText writes a text with the tabs and line ends in it.
func writeText(text string, wrap func(string)) {
	var inside strings.Builder
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if i > 0 {
			inside.WriteString("<w:br/>")
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				inside.WriteString("<w:tab/>")
			}
			if part != "" {
				inside.WriteString(`<w:t xml:space="preserve">` + escape(part) + "</w:t>")
			}
		}
	}
	if inside.Len() > 0 {
		wrap(inside.String())
	}
}

func (w *Writer) equation(out *strings.Builder, r Run, wrap func(string), width float64) {
	omml, ok := formula.ToOMML(r.Text)
	if ok && r.Display {
		omml = "<m:oMathPara>" + omml + "</m:oMathPara>"
	}
	if ok {
		out.WriteString(omml)
		return
	}
	w.unheld = append(w.unheld, r.Text)
	if w.setup.Draw != nil {
		if drawn, err := w.setup.Draw(r.Text); err == nil && drawn != nil {
			copied := *drawn
			copied.Alt = r.Text
			w.image(out, copied, "", width)
			return
		}
	}
	writeText(r.Text, wrap)
}

// faces gives the Chinese and the Latin font of a face.
var faces = map[Face][2]string{
	Song: {"宋体", "Times New Roman"}, Hei: {"黑体", "Arial"}, Kai: {"楷体", "Times New Roman"}, FangSong: {"仿宋", "Times New Roman"},
}

func fontsXML(face Face) string {
	pair, ok := faces[face]
	if !ok {
		return ""
	}
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s" w:cs="Times New Roman"/>`, pair[1], pair[0], pair[1])
}

// runProperties writes rPr with its children in the order of the standard.
func runProperties(r Run, set Setting) string {
	face, size := r.Face, r.Size
	if face == Inherit {
		face = set.Face
	}
	if size == 0 {
		size = set.Size
	}
	var out strings.Builder
	f := r.Format
	out.WriteString(fontsXML(face))
	flag(&out, "b", f.Bold || set.Bold)
	flag(&out, "i", f.Italic)
	flag(&out, "strike", f.Strike)
	if colour(f.Color) != "" {
		out.WriteString(`<w:color w:val="` + strings.ToUpper(f.Color) + `"/>`)
	}
	if size > 0 {
		half := int(math.Round(size * 2))
		fmt.Fprintf(&out, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
	}
	if f.Underline {
		out.WriteString(`<w:u w:val="single"/>`)
	}
	if colour(f.Highlight) != "" {
		out.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + strings.ToUpper(f.Highlight) + `"/>`)
	}
	switch {
	case f.Sub:
		out.WriteString(`<w:vertAlign w:val="subscript"/>`)
	case f.Sup:
		out.WriteString(`<w:vertAlign w:val="superscript"/>`)
	}
	if f.Dotted {
		out.WriteString(`<w:em w:val="dot"/>`)
	}
	if out.Len() == 0 {
		return ""
	}
	return "<w:rPr>" + out.String() + "</w:rPr>"
}

// image writes a run with a picture.
func (w *Writer) image(out *strings.Builder, p Picture, properties string, widest float64) {
	if p.Drop > 0 { // in half points
		properties = fmt.Sprintf(`<w:rPr><w:position w:val="-%d"/></w:rPr>`, p.Drop*2/12700)
	}
	out.WriteString("<w:r>" + properties + w.drawing(p, widest) + "</w:r>")
}

// drawing writes a picture in the line.
func (w *Writer) drawing(p Picture, widest float64) string {
	ext, width, height, err := w.measure(&p, widest)
	if err != nil {
		w.fail(err)
		return ""
	}
	id := w.mediaID(p.Data, ext)
	w.drawings++
	return fmt.Sprintf(`<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`+
		`<wp:docPr id="%d" name="Picture %d" descr="%s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`+
		`<pic:nvPicPr><pic:cNvPr id="%d" name="image%d.%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rIdImage%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`,
		width, height, w.drawings, w.drawings, escape(p.Alt), w.drawings, id, ext, id, width, height)
}
