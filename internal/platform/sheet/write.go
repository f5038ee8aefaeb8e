package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	_ "image/gif"  // sizes of the kinds that are written
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Column is one column of a written table.
type Column struct {
	Header string
	Width  float64 // in characters; 14 when zero
}

// Table is one sheet to write. A value that is an integer or a float becomes a
// number; everything else becomes text that no program takes for a formula,
// so 18-digit identity numbers keep all their digits.
type Table struct {
	Name    string // of the sheet; what a sheet name may not hold is replaced
	Title   string // a merged line on top; none when empty
	Columns []Column
	Rows    [][]any // a []Run is text of several looks

	Pictures []Placed // lie on cells; not in CSV
}

// Placed is a picture on a cell; Row and Column count from 0 within Rows and
// Columns. Name becomes its alternative text. The data must be PNG, JPEG or
// GIF.
type Placed struct {
	Row, Column int
	Name        string
	Data        []byte
}

// WriteXLSX writes a workbook with one sheet a table.
func WriteXLSX(w io.Writer, tables ...Table) error {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	styles, err := newStyles(file)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	taken := map[string]bool{}
	for i, table := range tables {
		name := sheetName(table.Name, i, taken)
		if i == 0 {
			err = file.SetSheetName("Sheet1", name)
		} else {
			_, err = file.NewSheet(name)
		}
		if err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
		if err := writeTable(file, name, table, styles); err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	if err := file.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

type styles struct{ title, header, text, number int }

const textFormat = 49 // the built-in number format "@": text even after an edit

func newStyles(file *excelize.File) (s styles, err error) {
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	for into, style := range map[*int]*excelize.Style{
		&s.title:  {Font: &excelize.Font{Bold: true, Size: 14}, Alignment: middle, NumFmt: textFormat},
		&s.header: {Font: &excelize.Font{Bold: true}, Alignment: middle, NumFmt: textFormat, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF3"}}},
		&s.text:   {NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}},
		&s.number: {Alignment: &excelize.Alignment{Vertical: "center"}},
	} {
		if *into, err = file.NewStyle(style); err != nil {
			return s, err
		}
	}
	return s, nil
}

func writeTable(file *excelize.File, name string, table Table, s styles) error {
	heads := 1
	if table.Title != "" {
		heads = 2
	}
	tall, err := placePictures(file, name, table, heads)
	if err != nil {
		return err
	}
	out, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, column := range table.Columns {
		width := column.Width
		if width == 0 {
			width = 14
		}
		if err := out.SetColWidth(i+1, i+1, min(width, 255)); err != nil {
			return err
		}
	}
	panes := &excelize.Panes{Freeze: true, YSplit: heads, TopLeftCell: fmt.Sprintf("A%d", heads+1), ActivePane: "bottomLeft"}
	if err := out.SetPanes(panes); err != nil {
		return err
	}
	if err := writeHeads(out, table, s); err != nil {
		return err
	}
	for i, row := range table.Rows {
		cells := make([]any, len(row))
		for k, value := range row {
			cells[k] = workbookCell(value, s)
		}
		var options []excelize.RowOpts
		if tall[i] {
			options = append(options, excelize.RowOpts{Height: pictureHeight * 0.8})
		}
		if err := out.SetRow(fmt.Sprintf("A%d", heads+i+1), cells, options...); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeHeads(out *excelize.StreamWriter, table Table, s styles) error {
	at := 1
	if table.Title != "" {
		title := []any{excelize.Cell{StyleID: s.title, Value: plain(table.Title)}}
		if err := out.SetRow("A1", title, excelize.RowOpts{Height: 28}); err != nil {
			return err
		}
		if len(table.Columns) > 1 {
			last, err := excelize.CoordinatesToCellName(len(table.Columns), 1)
			if err != nil {
				return err
			}
			if err := out.MergeCell("A1", last); err != nil {
				return err
			}
		}
		at = 2
	}
	header := make([]any, len(table.Columns))
	for i, column := range table.Columns {
		header[i] = excelize.Cell{StyleID: s.header, Value: plain(column.Header)}
	}
	return out.SetRow(fmt.Sprintf("A%d", at), header)
}

// pictureHeight is how high a picture is shown, in pixels.
const pictureHeight = 80

// placePictures lays the pictures on their cells and tells in which rows.
func placePictures(file *excelize.File, name string, table Table, heads int) (map[int]bool, error) {
	tall := map[int]bool{}
	for _, p := range table.Pictures {
		size, kind, err := image.DecodeConfig(bytes.NewReader(p.Data))
		if err != nil {
			return nil, err
		}
		cell, err := excelize.CoordinatesToCellName(p.Column+1, heads+p.Row+1)
		if err != nil {
			return nil, err
		}
		scale := min(1, pictureHeight/float64(max(size.Height, 1)), 2*pictureHeight/float64(max(size.Width, 1)))
		alt := []rune(plain(p.Name))
		err = file.AddPictureFromBytes(name, cell, &excelize.Picture{Extension: "." + kind, File: p.Data, Format: &excelize.GraphicOptions{
			AltText: string(alt[:min(len(alt), 250)]), ScaleX: scale, ScaleY: scale, Positioning: "oneCell",
		}})
		if err != nil {
			return nil, err
		}
		tall[p.Row] = true
	}
	return tall, nil
}

// richRuns are runs as the library wants them.
func richRuns(runs []Run) []excelize.RichTextRun {
	list := make([]excelize.RichTextRun, 0, len(runs))
	for _, r := range runs {
		font := &excelize.Font{Bold: r.Bold, Italic: r.Italic, Strike: r.Strike}
		if r.Underline {
			font.Underline = "single"
		}
		switch {
		case r.Sub:
			font.VertAlign = "subscript"
		case r.Sup:
			font.VertAlign = "superscript"
		}
		list = append(list, excelize.RichTextRun{Font: font, Text: plain(r.Text)})
	}
	return list
}

func workbookCell(value any, s styles) excelize.Cell {
	if runs, ok := value.([]Run); ok {
		return excelize.Cell{StyleID: s.text, Value: richRuns(runs)}
	}
	switch value.(type) {
	case nil:
		return excelize.Cell{StyleID: s.text, Value: ""}
	case int, int32, int64, float64:
		return excelize.Cell{StyleID: s.number, Value: value}
	}
	return excelize.Cell{StyleID: s.text, Value: plain(fmt.Sprint(value))}
}

const maxCell = 32_767 // characters; more than that no spreadsheet program opens

// plain drops characters that XML does not allow. A text cell is never read as
// a formula, whatever it begins with, and stays text under the text format
// when somebody edits it.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > maxCell {
		text = string([]rune(text)[:maxCell])
	}
	return text
}

// sheetName makes a name that spreadsheet programs accept: 1–31 characters,
// none of []:*?/\, no apostrophe or formula sign at the start, none twice.
func sheetName(wanted string, at int, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, plain(wanted))
	name = strings.TrimSpace(strings.TrimLeft(name, " "+formulaSigns))
	if runes := []rune(name); len(runes) > 27 {
		name = string(runes[:27])
	}
	if name == "" {
		name = fmt.Sprintf("表%d", at+1)
	}
	if taken[strings.ToLower(name)] {
		name = fmt.Sprintf("%s %d", name, at+1)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// formulaSigns begin a formula in one spreadsheet program or another, the
// full-width forms included.
const formulaSigns = "=+-@\t\r\n＝＋－＠|%"

// WriteCSV writes one table as CSV with a byte order mark, which makes Excel
// read UTF-8. Text that a program would take for a formula gets an apostrophe
// in front. The title is not written.
func WriteCSV(w io.Writer, table Table) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	header := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		header[i] = csvCell(column.Header)
	}
	if err := out.Write(header); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	for _, row := range table.Rows {
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = csvCell(value)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func csvCell(value any) string {
	if runs, ok := value.([]Run); ok {
		value = joined(runs).Text
	}
	switch value.(type) {
	case nil:
		return ""
	case int, int32, int64, float64:
		return fmt.Sprint(value)
	}
	raw := fmt.Sprint(value)
	// Looked at before cleaning: a sign hidden behind a dropped character
	// would stand in front afterwards.
	text := plain(raw)
	first := strings.TrimLeft(text, " \u00a0\u3000\u200b\ufeff")
	if raw != "" && strings.ContainsRune(formulaSigns, rune0(raw)) || first != "" && strings.ContainsRune(formulaSigns, rune0(first)) {
		return "'" + text
	}
	return text
}

func rune0(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
