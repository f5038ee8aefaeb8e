package docx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const heads = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

// parts makes a file of parts, given as name and text in turn.
func parts(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for i := 0; i < len(pairs); i += 2 {
		w, err := writer.Create(pairs[i])
		require.NoError(t, err)
		_, err = w.Write([]byte(pairs[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	return out.Bytes()
}

const topRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

const bodyRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="/word/numbering.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image2.wmf"/>
<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://127.0.0.1/x.png" TargetMode="External"/>
</Relationships>`

const stylesPart = `<w:styles ` + heads + `><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="red"><w:name w:val="Red"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style>
</w:styles>`

const numberingPart = `<w:numbering ` + heads + `>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2、"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pStyle w:val="1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/><w:pStyle w:val="2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="` + "\uf06c" + `"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`

const pngBytes = "\x89PNG\r\n\x1a\nrest"

func file(t testing.TB, body string) []byte {
	return parts(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", topRels, "word/_rels/document.xml.rels", bodyRels,
		"word/styles.xml", stylesPart, "word/numbering.xml", numberingPart, "word/media/image1.png", pngBytes,
		"word/media/image2.wmf", "\xd7\xcd\xc6\x9a....",
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+heads+`><w:body>`+body+`<w:sectPr/></w:body></w:document>`)
}

func readBytes(raw []byte) (Document, error) {
	return Read(bytes.NewReader(raw), int64(len(raw)), Limits{})
}

func readBody(t testing.TB, body string) Document {
	t.Helper()
	d, err := readBytes(file(t, body))
	require.NoError(t, err)
	return d
}

func listItem(list, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestRead_ListNumbers(t *testing.T) {
	t.Parallel()
	d := readBody(t, listItem("1", "0", "a")+listItem("1", "1", "b")+listItem("1", "1", "c")+listItem("1", "0", "d")+listItem("1", "1", "e")+
		listItem("2", "0", "f")+listItem("2", "0", "g")+listItem("4", "0", "h")+
		`<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="2"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="2"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="loop"/></w:pPr></w:p>`)
	var numbers []string
	for _, p := range d.Paragraphs() {
		numbers = append(numbers, p.Number)
	}
	require.Equal(t, []string{"1.", "A、", "B、", "2.", "A、", "5.", "6.", "•", "一、", "1.1", "1.2", "二、", "", ""}, numbers)
	require.True(t, d.Blocks[7].Paragraph.Bullet)
	require.Equal(t, 1, d.Blocks[8].Paragraph.Outline)
	require.Equal(t, "heading 2", d.Blocks[9].Paragraph.Style)
}

func TestRead_RunsAndRevisions(t *testing.T) {
	t.Parallel()
	d := readBody(t, `<w:p><w:r><w:t xml:space="preserve">甲 </w:t></w:r><w:r><w:rPr><w:b/><w:u w:val="single"/><w:rStyle w:val="red"/></w:rPr><w:t> 乙 </w:t></w:r>`+
		`<w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>减</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>`+
		`<w:r><w:tab/><w:br/><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>`+
		`<w:hyperlink r:id="rId9"><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>签</w:t></w:r></w:smartTag>`+
		`<w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>`+
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`+
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \o\ac(○,3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`+
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \f(1,2)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`+
		`<w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:p>`+
		`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>`+
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>lost</w:t></w:r></w:p><w:p><w:r><w:t>kept</w:t></w:r></w:p>`)
	all := d.Paragraphs()
	require.Equal(t, "甲 乙加\t\n-√链签控7③$\\frac{1}{2}$拼", all[0].String())
	require.Equal(t, Format{Bold: true, Underline: true, Color: "ff0000"}, all[0].Runs[1].Format)
	require.Equal(t, "前后", all[1].String())
	require.Equal(t, "kept", all[3].String())
	require.Equal(t, []Warning{{Paragraph: 2, Code: WarnField}}, d.Warnings)
}

func TestRead_Pictures(t *testing.T) {
	t.Parallel()
	blip := func(id string) string {
		return `<w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/><wp:docPr id="1" name="x" descr="图"/><a:graphic><a:graphicData><a:blip r:embed="` + id + `"/></a:graphicData></a:graphic></wp:inline></w:drawing>`
	}
	d := readBody(t, `<w:p><w:r>`+blip("rId3")+`</w:r><w:r>`+blip("rId9")+`</w:r><w:r>`+blip("rId5")+`</w:r>`+
		`<w:r><w:object><v:shape style="width:36pt;height:1in"><v:imagedata r:id="rId4"/></v:shape><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>`+
		`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>`+
		`<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`)
	p := d.Blocks[0].Paragraph
	require.Len(t, p.Runs, 2)
	require.Equal(t, Picture{Name: "word/media/image1.png", Type: "image/png", Data: []byte(pngBytes), Width: 914400, Height: 457200, Alt: "图"}, *p.Runs[0].Picture)
	require.Equal(t, "Equation.DSMT4", p.Runs[1].Picture.Object)
	require.Equal(t, int64(914400), p.Runs[1].Picture.Height)
	require.False(t, p.Runs[1].Picture.Shown())
	require.Equal(t, "框", d.Blocks[1].Paragraph.String())
	require.Len(t, d.Blocks, 2)
	var codes []string
	for _, w := range d.Warnings {
		codes = append(codes, w.Code)
	}
	require.Equal(t, []string{WarnPictureMissing, WarnPictureMissing, WarnPictureUnsupported, WarnObject}, codes)

	d = readBody(t, `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><wp:inline/></w:drawing></mc:Choice><mc:Fallback>`+blip("rId3")+`</mc:Fallback></mc:AlternateContent></w:r>`+
		`<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>`)
	require.Len(t, d.Blocks[0].Paragraph.Runs, 1, "ink comes as its picture")
	require.Empty(t, d.Warnings)
}

func TestRead_Tables(t *testing.T) {
	t.Parallel()
	cell := func(properties, text string) string {
		return `<w:tc><w:tcPr>` + properties + `</w:tcPr><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:tc>`
	}
	d := readBody(t, `<w:tbl><w:tr>`+cell(`<w:gridSpan w:val="2"/>`, "a")+cell(`<w:vMerge w:val="restart"/>`, "b")+`</w:tr>`+
		`<w:sdt><w:sdtContent><w:tr>`+cell("", "c")+cell("", "d")+cell(`<w:vMerge/>`, "")+`</w:tr></w:sdtContent></w:sdt>`+
		`<w:tr><w:trPr><w:del/></w:trPr>`+cell("", "x")+`</w:tr></w:tbl>`)
	rows := d.Blocks[0].Table.Rows
	require.Len(t, rows, 2)
	require.Equal(t, 2, rows[0].Cells[0].ColSpan)
	require.Equal(t, 2, rows[0].Cells[1].RowSpan)
	require.Equal(t, 2, rows[0].Cells[1].Column)
	require.Len(t, rows[1].Cells, 2)
	require.Equal(t, "d", rows[1].Cells[1].Blocks[0].Paragraph.String())
}

func TestFormatNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n            int
		format, want string
	}{
		{3, "decimal", "3"}, {27, "upperLetter", "AA"}, {2, "lowerLetter", "b"}, {14, "upperRoman", "XIV"}, {4, "lowerRoman", "iv"},
		{10, "chineseCounting", "十"}, {12, "chineseCounting", "十二"}, {20, "chineseCounting", "二十"}, {105, "chineseCountingThousand", "一百零五"},
		{110, "chineseCountingThousand", "一百一十"}, {10, "ideographDigital", "一〇"}, {2, "ideographTraditional", "乙"}, {3, "chineseLegalSimplified", "叁"},
		{20, "decimalEnclosedCircle", "⑳"}, {21, "decimalEnclosedCircleChinese", "㉑"}, {51, "decimalEnclosedCircle", "51"}, {3, "decimalEnclosedParen", "⑶"},
		{3, "decimalZero", "03"}, {12, "decimalFullWidth", "１２"}, {2, "ordinal", "2nd"}, {1 << 30, "upperLetter", "1073741824"}, {5, "none", ""}, {7, "unheard", "7"},
		{1, "ideographZodiac", "子"}, {13, "ideographZodiacTraditional", "丙子"},
	} {
		require.Equal(t, c.want, formatNumber(c.n, c.format, ""), "%d %s", c.n, c.format)
	}
	require.Equal(t, "007", formatNumber(7, "custom", "001, 002, 003, ..."))
}

func TestN118_DoctypeInAnyPart(t *testing.T) {
	t.Parallel()
	evil := `<!DOCTYPE w:x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
	document := `<w:document ` + heads + `><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>`
	for name, raw := range map[string][]byte{
		"document": parts(t, "word/document.xml", evil+document),
		"entity":   parts(t, "word/document.xml", strings.Replace(document, ">x<", ">&e;<", 1)),
		"rels":     parts(t, "_rels/.rels", evil+topRels, "word/document.xml", document),
		"styles":   parts(t, "word/document.xml", document, "word/_rels/document.xml.rels", bodyRels, "word/styles.xml", evil+stylesPart),
	} {
		_, err := readBytes(raw)
		require.ErrorIs(t, err, ErrStructure, name)
	}
}

func TestN115_HostileFiles(t *testing.T) {
	t.Parallel()
	deep := `<w:document ` + heads + `><w:body>` + strings.Repeat("<w:ins>", 200_000)
	for name, c := range map[string]struct {
		raw []byte
		err error
	}{
		"empty": {nil, ErrNotDocx}, "text": {[]byte("hello"), ErrNotDocx}, "old": {[]byte("\xd0\xcf\x11\xe0"), ErrOldFormat},
		"no document": {parts(t, "a.txt", "x"), ErrNotDocx}, "not Word": {parts(t, "word/document.xml", "<html/>"), ErrNotDocx},
		"deep":     {parts(t, "word/document.xml", deep), ErrStructure},
		"cut":      {file(t, "<w:p/>")[:900], ErrStructure},
		"no xml":   {parts(t, "word/document.xml", "<w:document"), ErrStructure},
		"twice":    {parts(t, "word/document.xml", "", "WORD/document.xml", ""), ErrStructure},
		"climbing": {parts(t, "../word/document.xml", ""), ErrStructure},
	} {
		_, err := readBytes(c.raw)
		require.ErrorIs(t, err, c.err, name)
	}
	require.True(t, Is(file(t, "")))
	require.False(t, Is(parts(t, "xl/workbook.xml", "")))
	require.False(t, Is([]byte("1. x")))
}

func TestF61_Bombs(t *testing.T) {
	t.Parallel()
	// An XML part of 17 MB, packed to a few kB.
	_, err := readBytes(parts(t, "word/document.xml", strings.Repeat(" ", 17<<20)))
	require.ErrorIs(t, err, ErrUnpacked)
	// A size of 2^63 in the directory, in the zip64 form.
	raw := parts(t, "word/document.xml", "<a/>")
	at, end := bytes.Index(raw, []byte("PK\x01\x02")), bytes.Index(raw, []byte("PK\x05\x06"))
	record := append([]byte{}, raw[at:end]...)
	binary.LittleEndian.PutUint32(record[24:], 1<<32-1)
	binary.LittleEndian.PutUint16(record[30:], 12)
	extra := binary.LittleEndian.AppendUint64([]byte{1, 0, 8, 0}, 1<<63)
	name := 46 + int(binary.LittleEndian.Uint16(record[28:]))
	record = append(record[:name:name], extra...)
	tail := append([]byte{}, raw[end:]...)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(record)))
	_, err = readBytes(append(append(append([]byte{}, raw[:at]...), record...), tail...))
	require.ErrorIs(t, err, ErrUnpacked)
	// Paragraphs without end.
	d := file(t, strings.Repeat("<w:p/>", 1001))
	_, err = Read(bytes.NewReader(d), int64(len(d)), Limits{MaxParagraphs: 1000})
	require.ErrorIs(t, err, ErrTooMany)
	_, err = Read(bytes.NewReader(d), int64(len(d)), Limits{MaxBytes: 10})
	require.ErrorIs(t, err, ErrTooLarge)
	for what, body := range map[string]string{
		"cells without text":      "<w:tbl><w:tr>" + strings.Repeat("<w:tc/>", 1001) + "</w:tr></w:tbl>",
		"lines of one paragraph":  "<w:p><w:r>" + strings.Repeat("<w:br/>", 3001) + "</w:r></w:p>",
		"all of it in an element": "<w:p>" + strings.Repeat("<w:x/>", maxNodes) + "</w:p>",
	} {
		d := file(t, body)
		_, err = Read(bytes.NewReader(d), int64(len(d)), Limits{MaxParagraphs: 1000})
		require.ErrorIs(t, err, ErrTooMany, what)
	}
}

func TestRead_ATableMayHoldAWholeBank(t *testing.T) {
	t.Parallel()
	row := `<w:tr><w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>题</w:t></w:r></w:p></w:tc></w:tr>`
	d := readBody(t, "<w:tbl>"+strings.Repeat(row, 30_000)+"<w:sdt><w:sdtContent>"+row+"</w:sdtContent></w:sdt></w:tbl>")
	require.Len(t, d.Blocks[0].Table.Rows, 30_001)
}
