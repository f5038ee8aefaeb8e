package docx

import (
	"fmt"
	"strings"
)

const declarationXML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

const packageRels = declarationXML + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + office + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + office + `extended-properties" Target="docProps/app.xml"/></Relationships>`

const coreProperties = declarationXML + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>TITLE</dc:title></cp:coreProperties>`

const appProperties = declarationXML + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Jiangxun</Application></Properties>`

const settingsXML = declarationXML + `<w:settings` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>` +
	`<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<m:mathPr><m:mathFont m:val="Cambria Math"/><m:brkBin m:val="before"/><m:brkBinSub m:val="--"/><m:smallFrac m:val="0"/><m:dispDef/><m:lMargin m:val="0"/><m:rMargin m:val="0"/><m:defJc m:val="left"/><m:wrapIndent m:val="1440"/><m:intLim m:val="subSup"/><m:naryLim m:val="undOvr"/></m:mathPr>` +
	`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

const fontTableXML = declarationXML + `<w:fonts` + namespaces + `><w:font w:name="宋体"><w:altName w:val="SimSun"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei"/></w:font>` +
	`<w:font w:name="楷体"><w:altName w:val="KaiTi"/></w:font><w:font w:name="仿宋"><w:altName w:val="FangSong"/></w:font><w:font w:name="Times New Roman"/><w:font w:name="Arial"/><w:font w:name="Cambria Math"/></w:fonts>`

// stylesXML gives the styles: body text of 10.5 points (五号) in Song, and the
// headings of papers in Hei.
func stylesXML() string {
	var out strings.Builder
	out.WriteString(declarationXML + "<w:styles" + namespaces + "><w:docDefaults><w:rPrDefault><w:rPr>" + fontsXML(Song) +
		`<w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault/></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	heading := func(id, name, properties string, half int, outline string) {
		fmt.Fprintf(&out, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>`+
			`<w:pPr>%s%s</w:pPr><w:rPr>%s<w:b/><w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`,
			id, name, properties, outline, fontsXML(Hei), half, half)
	}
	heading("Title", "Title", `<w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>`, 36, "")
	keep := `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/>`
	for i, half := range []int{28, 24, 21} {
		heading(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), keep, half, fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, i))
	}
	out.WriteString("</w:styles>")
	return out.String()
}

// document writes the body with the last section's properties.
func (w *Writer) document() string {
	var out strings.Builder
	out.WriteString(declarationXML + "<w:document" + namespaces + "><w:body>")
	for _, each := range w.body {
		out.WriteString(each.xml())
	}
	if last := len(w.body) - 1; last < 0 || w.body[last].table != "" {
		out.WriteString("<w:p/>")
	}
	margins := len(w.margins)
	out.WriteString(w.section() + "</w:body></w:document>")
	w.lastMargins = w.margins
	w.margins = w.margins[:margins:margins]
	return out.String()
}

// section writes sectPr with its children in the order of the standard.
func (w *Writer) section() string {
	p := w.page
	var out strings.Builder
	out.WriteString("<w:sectPr>")
	w.addMargin(&out, "header", p.Header)
	w.addMargin(&out, "footer", p.Footer)
	out.WriteString(`<w:type w:val="nextPage"/>`)
	orient := ""
	if p.Width > p.Height {
		orient = ` w:orient="landscape"`
	}
	fmt.Fprintf(&out, `<w:pgSz w:w="%d" w:h="%d"%s/>`, mm(p.Width), mm(p.Height), orient)
	fmt.Fprintf(&out, `<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		mm(p.Top), mm(p.Right), mm(p.Bottom), mm(p.Left), mm(min(p.Top, 15)), mm(min(p.Bottom, 12)))
	if p.Restart {
		out.WriteString(`<w:pgNumType w:start="1"/>`)
	}
	if p.Columns > 1 {
		rule := ""
		if p.Rule {
			rule = ` w:sep="1"`
		}
		fmt.Fprintf(&out, `<w:cols%s w:num="%d" w:space="%d"/>`, rule, p.Columns, mm(p.Gap))
	} else {
		out.WriteString(`<w:cols w:space="425"/>`)
	}
	out.WriteString("</w:sectPr>")
	return out.String()
}

// addMargin makes a header or footer part and writes the reference to it. An
// empty one is written too, or Word would repeat the section's before.
func (w *Writer) addMargin(out *strings.Builder, kind string, paragraphs []Paragraph) {
	var inside strings.Builder
	for _, p := range paragraphs {
		inside.WriteString(w.paragraphIn(p, w.page.Width-w.page.Left-w.page.Right).xml())
	}
	if inside.Len() == 0 {
		inside.WriteString("<w:p/>")
	}
	name := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
	w.margins = append(w.margins, margin{kind: kind, xml: declarationXML + "<w:" + name + namespaces + ">" + inside.String() + "</w:" + name + ">"})
	fmt.Fprintf(out, `<w:%sReference w:type="default" r:id="rIdMargin%d"/>`, kind, len(w.margins))
}

func (w *Writer) mediaRels() string {
	return declarationXML + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + w.imageRels() + "</Relationships>"
}

func (w *Writer) imageRels() string {
	var out strings.Builder
	for i, each := range w.media {
		fmt.Fprintf(&out, `<Relationship Id="rIdImage%d" Type="%simage" Target="media/image%d.%s"/>`, i+1, office, i+1, each.ext)
	}
	return out.String()
}

func (w *Writer) rels() string {
	var out strings.Builder
	out.WriteString(declarationXML + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, name := range []string{"styles", "settings", "fontTable"} {
		fmt.Fprintf(&out, `<Relationship Id="rId%d" Type="%s%s" Target="%s.xml"/>`, i+1, office, name, name)
	}
	for i, each := range w.lastMargins {
		fmt.Fprintf(&out, `<Relationship Id="rIdMargin%d" Type="%s%s" Target="%s%d.xml"/>`, i+1, office, each.kind, each.kind, i+1)
	}
	out.WriteString(w.imageRels() + "</Relationships>")
	return out.String()
}

func (w *Writer) contentTypes() string {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var out strings.Builder
	out.WriteString(declarationXML + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="gif" ContentType="image/gif"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>`)
	for _, name := range []string{"styles", "settings", "fontTable"} {
		out.WriteString(`<Override PartName="/word/` + name + `.xml" ContentType="` + word + name + `+xml"/>`)
	}
	for i, each := range w.lastMargins {
		fmt.Fprintf(&out, `<Override PartName="/word/%s%d.xml" ContentType="%s%s+xml"/>`, each.kind, i+1, word, each.kind)
	}
	out.WriteString("</Types>")
	return out.String()
}
