package pdf

import "fmt"

// Column is one column of a table.
type Column struct {
	Header string
	Width  float64
	Align  Align
}

// Table is a ruled table with a header that is repeated on every page.
type Table struct {
	Columns []Column
	Rows    [][]string
	Size    float64 // points; 9 when zero
	Bottom  float64 // height kept free at the foot of each page; 20 when zero
	Top     float64 // where the table goes on on the next pages; 20 when zero
}

const (
	cellPadding = 1.2
	rule        = 0.2
)

// Table draws a table from (x, y) on, over as many pages as it takes, and
// returns where it ends on the last page.
func (d *Document) Table(x, y float64, t Table) float64 {
	t = t.filled()
	header := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		header[i] = column.Header
	}
	y = d.tableRow(x, y, t, header, true)
	for _, row := range t.Rows {
		if y+d.rowHeight(t, row, false) > d.page.Height-t.Bottom {
			d.AddPage()
			y = d.tableRow(x, t.Top, t, header, true)
		}
		y = d.tableRow(x, y, t, row, false)
	}
	return y
}

func (t Table) filled() Table {
	if t.Size == 0 {
		t.Size = 9
	}
	if t.Bottom == 0 {
		t.Bottom = 20
	}
	if t.Top == 0 {
		t.Top = 20
	}
	return t
}

func (t Table) style(column Column, header bool) Style {
	if header {
		return Style{Size: t.Size, Weight: Bold, Align: Center, Leading: 1.35}
	}
	return Style{Size: t.Size, Align: column.Align, Leading: 1.35}
}

func (d *Document) rowHeight(t Table, row []string, header bool) float64 {
	height := 0.0
	for i, column := range t.Columns {
		height = max(height, d.TextHeight(column.Width-2*cellPadding, cell(row, i), t.style(column, header)))
	}
	return height + 2*cellPadding
}

func (d *Document) tableRow(x, y float64, t Table, row []string, header bool) float64 {
	height := d.rowHeight(t, row, header)
	for i, column := range t.Columns {
		if header {
			d.Fill(x, y, column.Width, height, Color{240, 242, 245})
		}
		style := t.style(column, header)
		inner := column.Width - 2*cellPadding
		top := y + (height-d.TextHeight(inner, cell(row, i), style))/2
		d.Text(x+cellPadding, top, inner, cell(row, i), style)
		d.Box(x, y, column.Width, height, rule, Color{90, 90, 90})
		x += column.Width
	}
	return y + height
}

func cell(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return row[i]
}

// NumberPages writes "第 1 页，共 3 页" at the foot of every page. Call it last.
func (d *Document) NumberPages() {
	count := d.Pages()
	for page := 1; page <= count; page++ {
		if err := d.pdf.SetPage(page); err != nil {
			d.fail(fmt.Errorf("number pages: %w", err))
			return
		}
		text := fmt.Sprintf("第 %d 页，共 %d 页", page, count)
		d.Text(0, d.page.Height-12, d.page.Width, text, Style{Size: 9, Align: Center, Color: Color{90, 90, 90}})
	}
}
