package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/xmlsafe"
)

func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))))
	return out.Bytes()
}

func say(text string) Run { return Run{Text: text} }

func cellOf(text string, columns, rows int) Cell {
	return Cell{ColSpan: columns, RowSpan: rows, Blocks: []Block{{Paragraph: &Paragraph{Runs: []Run{say(text)}}}}}
}

// paper writes one of everything.
func paper(t testing.TB) *Writer {
	page := A4()
	page.Footer = PageFooter()
	page.Header = []Paragraph{{Align: "right", Runs: []Run{say("机密"), {Kind: Image, Picture: &Picture{Data: picture(t, 4, 4)}}}}}
	w := NewWriter(Setup{Title: "试卷 <A>", Page: page})
	w.Add(Block{Paragraph: &Paragraph{Style: "title", Runs: []Run{say("职业技能等级认定试卷")}}})
	w.Paragraph(Paragraph{Style: "heading 1", Runs: []Run{say("一、单项选择题")}})
	w.Paragraph(Paragraph{
		Align: "both",
		Set:   Setting{Face: Kai, Size: 12, Before: 3, After: 3, Line: 1.5, Left: 21, Hanging: 21, KeepNext: true, KeepLines: true, Tabs: []float64{100, 200}, RuleBelow: true},
		Runs: []Run{say("1. 粗"), {Text: "黑", Format: Format{Bold: true, Italic: true, Underline: true, Strike: true, Color: "ff0000", Highlight: "ffff00"}},
			{Text: "2", Format: Format{Sub: true}}, {Text: "3", Format: Format{Sup: true}}, {Text: "点", Format: Format{Dotted: true}}, {Kind: Tab}, say("后"), {Kind: Break},
			{Kind: Equation, Text: `\frac{a}{b}`}, say(" 尾 "), {Kind: Image, Picture: &Picture{Data: picture(t, 96, 48), Alt: "图"}}},
	})
	w.Paragraph(Paragraph{Runs: []Run{{Kind: Equation, Text: `\sum_{i=1}^{n}x_{i}`, Display: true}}})
	w.Table(Table{
		Set: TableSetting{Widths: []float64{30}, Borders: true, Align: "center"},
		Rows: []Row{
			{Set: RowSetting{Height: 8, Header: true, KeepRows: true}, Cells: []Cell{cellOf("a", 2, 1), cellOf("b", 1, 2)}},
			{Cells: []Cell{cellOf("c", 1, 2), cellOf("d", 1, 1)}},
			{Cells: []Cell{{ColSpan: 2, Set: CellSetting{Middle: true, Shade: "eeeeee"}, Blocks: []Block{{Table: &Table{Rows: []Row{{Cells: []Cell{cellOf("in", 1, 1)}}}}}}}}},
		},
	})
	w.Table(Table{Rows: []Row{{Cells: []Cell{cellOf("x", 0, 0)}}}})
	w.Section(A3Columns())
	w.NewPage()
	w.Text("甲\t乙\n丙", Setting{})
	return w
}

func TestWrite_ReadsBackAsItWas(t *testing.T) {
	t.Parallel()
	w := paper(t)
	raw, err := w.Bytes()
	require.NoError(t, err)
	again, err := w.Bytes()
	require.NoError(t, err)
	require.Equal(t, raw, again, "the same bytes each time")
	d, err := readBytes(raw)
	require.NoError(t, err)
	require.Empty(t, d.Warnings)
	all := d.Paragraphs()
	require.Equal(t, "Title", all[0].Style)
	require.Equal(t, "center", all[0].Align)
	require.Equal(t, 1, all[1].Outline)
	p := all[2]
	require.Equal(t, "1. 粗黑23点\t后\n$\\frac{a}{b}$ 尾 \ufffc", p.String())
	require.Equal(t, Format{Bold: true, Italic: true, Underline: true, Strike: true, Color: "ff0000", Highlight: "ffff00"}, p.Runs[1].Format)
	require.True(t, p.Runs[2].Format.Sub)
	require.True(t, p.Runs[3].Format.Sup)
	require.True(t, p.Runs[4].Format.Dotted)
	shown := p.Runs[len(p.Runs)-1].Picture
	require.Equal(t, int64(914400), shown.Width)
	require.Equal(t, "图", shown.Alt)
	require.True(t, all[3].Runs[0].Display)
	table := d.Blocks[4].Table
	require.Len(t, table.Rows, 3)
	require.Equal(t, 2, table.Rows[0].Cells[0].ColSpan)
	require.Equal(t, 2, table.Rows[0].Cells[1].RowSpan)
	require.Equal(t, 2, table.Rows[1].Cells[0].RowSpan)
	require.Equal(t, "in", table.Rows[2].Cells[0].Blocks[0].Table.Rows[0].Cells[0].Blocks[0].Paragraph.String())
	require.Equal(t, "甲\t乙\n丙", all[len(all)-1].String())
}

func TestWrite_FormulaWithoutAForm(t *testing.T) {
	t.Parallel()
	const odd = `\textcolor{red}{x}`
	_, ok := Math(odd)
	require.False(t, ok)
	for name, draw := range map[string]func(string) (*Picture, error){
		"none": nil, "fails": func(string) (*Picture, error) { return nil, errors.New("no") },
		"draws": func(string) (*Picture, error) { return &Picture{Data: picture(t, 9, 9)}, nil },
	} {
		w := NewWriter(Setup{Draw: draw})
		w.Paragraph(Paragraph{Runs: []Run{{Kind: Equation, Text: odd}}})
		raw, err := w.Bytes()
		require.NoError(t, err)
		require.Equal(t, []string{odd}, w.Unheld())
		d, err := readBytes(raw)
		require.NoError(t, err)
		run := d.Blocks[0].Paragraph.Runs[0]
		if name == "draws" {
			require.Equal(t, odd, run.Picture.Alt)
			continue
		}
		require.Equal(t, odd, run.Text)
		require.Equal(t, Text, run.Kind)
	}
}

func TestWrite_RefusesOtherPictures(t *testing.T) {
	t.Parallel()
	w := NewWriter(Setup{})
	w.Paragraph(Paragraph{Runs: []Run{{Kind: Image, Picture: &Picture{Data: []byte("<svg/>")}}}})
	_, err := w.Bytes()
	require.ErrorIs(t, err, ErrPicture)
}

func TestWrite_LargePicturesFitTheColumn(t *testing.T) {
	t.Parallel()
	w := NewWriter(Setup{})
	_, width, height, err := w.measure(&Picture{Data: picture(t, 2000, 1000)}, 100)
	require.NoError(t, err)
	require.Equal(t, int64(3600000), width)
	require.Equal(t, int64(1800000), height)
	_, width, height, err = w.measure(&Picture{Data: picture(t, 200, 100), Width: 1000}, 100)
	require.NoError(t, err)
	require.Equal(t, []int64{1000, 500}, []int64{width, height})
}

// orders are the children of elements in the order that the standard demands.
var orders = map[string][]string{
	"pPr":      strings.Fields("pStyle keepNext keepLines pageBreakBefore pBdr shd tabs spacing ind jc outlineLvl rPr sectPr"),
	"rPr":      strings.Fields("rStyle rFonts b i strike color kern sz szCs highlight u shd vertAlign em lang sty scr nor"),
	"tcPr":     strings.Fields("tcW gridSpan vMerge shd vAlign"),
	"tblPr":    strings.Fields("tblW jc tblInd tblBorders tblLayout tblCellMar tblLook"),
	"trPr":     strings.Fields("cantSplit trHeight tblHeader"),
	"sectPr":   strings.Fields("headerReference footerReference type pgSz pgMar pgNumType cols"),
	"style":    strings.Fields("name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr"),
	"nary":     strings.Fields("naryPr sub sup e"),
	"inline":   strings.Fields("extent docPr cNvGraphicFramePr graphic"),
	"tbl":      strings.Fields("tblPr tblGrid tr"),
	"settings": strings.Fields("zoom defaultTabStop characterSpacingControl compat mathPr themeFontLang"),
}

func TestWrite_IsWhatWordDemands(t *testing.T) {
	t.Parallel()
	raw, err := paper(t).Bytes()
	require.NoError(t, err)
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	require.Equal(t, "[Content_Types].xml", files.File[0].Name)
	trees := map[string]*xmlsafe.Node{}
	names := []string{}
	for _, f := range files.File {
		names = append(names, f.Name)
		if ext := path.Ext(f.Name); ext != ".xml" && ext != ".rels" {
			continue
		}
		part, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(part)
		require.NoError(t, err)
		trees[f.Name], err = xmlsafe.Parse(text, xmlsafe.Limits{Spaces: spaces})
		require.NoError(t, err, f.Name)
	}
	types := map[string]bool{}
	for _, node := range trees["[Content_Types].xml"].Children {
		types[node.Attr("", "PartName")+node.Attr("", "Extension")] = true
	}
	drawings := map[string]bool{}
	for name, tree := range trees {
		if strings.HasPrefix(name, "word/") && !strings.Contains(name, "_rels") {
			require.True(t, types["/"+name], name)
			checkOrder(t, tree, drawings)
			checkReferences(t, tree, trees[path.Dir(name)+"/_rels/"+path.Base(name)+".rels"], names)
		}
	}
	require.Len(t, drawings, 2)
}

func checkOrder(t *testing.T, node *xmlsafe.Node, drawings map[string]bool) {
	t.Helper()
	order, ok := orders[node.Name]
	at := 0
	for _, child := range node.Children {
		if child.Name == "" {
			continue
		}
		if ok {
			found := slices.Index(order, child.Name)
			require.GreaterOrEqual(t, found, at, "%s in %s", child.Name, node.Name)
			at = found
		}
		if child.Is("wp", "docPr") {
			require.False(t, drawings[child.Attr("", "id")], "drawing ids are unique")
			drawings[child.Attr("", "id")] = true
		}
		checkOrder(t, child, drawings)
	}
	if node.Is("w", "tc") || node.Is("w", "body") {
		last := node.Children[len(node.Children)-1]
		if last.Is("w", "sectPr") {
			last = node.Children[len(node.Children)-2]
		}
		require.True(t, last.Is("w", "p"), "%s ends with a paragraph", node.Name)
	}
}

func checkReferences(t *testing.T, node, rels *xmlsafe.Node, names []string) {
	t.Helper()
	for _, attr := range node.Attrs {
		if attr.Name.Space != "r" {
			continue
		}
		require.NotNil(t, rels)
		found := false
		for _, rel := range rels.Children {
			if rel.Attr("", "Id") == attr.Value {
				found = slices.Contains(names, "word/"+rel.Attr("", "Target"))
			}
		}
		require.True(t, found, "%s=%s", attr.Name.Local, attr.Value)
	}
	for _, child := range node.Children {
		checkReferences(t, child, rels, names)
	}
}
