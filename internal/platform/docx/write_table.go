package docx

import (
	"fmt"
	"strings"
)

// slot is a cell on the grid: begun here, or prolonging one above.
type slot struct {
	cell      *Cell
	span      int
	continues bool
}

// grid lays the cells of a table on its columns.
func grid(t *Table) (rows [][]slot, columns int) {
	type hanging struct{ left, span int }
	open := map[int]hanging{} // merges from above by column
	for i := range t.Rows {
		var line []slot
		column := 0
		skip := func() {
			for {
				above, ok := open[column]
				if !ok || above.left == 0 {
					return
				}
				line = append(line, slot{span: above.span, continues: true})
				open[column] = hanging{above.left - 1, above.span}
				column += above.span
			}
		}
		for j := range t.Rows[i].Cells {
			skip()
			cell := &t.Rows[i].Cells[j]
			span := min(max(cell.ColSpan, 1), maxColumns)
			line = append(line, slot{cell: cell, span: span})
			delete(open, column)
			if cell.RowSpan > 1 {
				open[column] = hanging{cell.RowSpan - 1, span}
			}
			column += span
		}
		skip()
		columns = max(columns, column)
		rows = append(rows, line)
	}
	return rows, columns
}

func widths(set TableSetting, columns int, room float64) []float64 {
	out := make([]float64, columns)
	left, open := room, 0
	for i := range out {
		if i < len(set.Widths) && set.Widths[i] > 0 {
			out[i] = set.Widths[i]
			left -= out[i]
			continue
		}
		open++
	}
	for i := range out {
		if out[i] == 0 {
			out[i] = max(left/float64(open), 5)
		}
	}
	return out
}

func (w *Writer) table(t Table, room float64) string {
	rows, columns := grid(&t)
	if columns == 0 {
		return "<w:p/>"
	}
	sizes := widths(t.Set, columns, room)
	total := 0.0
	for _, size := range sizes {
		total += size
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>`, mm(total))
	if t.Set.Align != "both" {
		align(&out, t.Set.Align)
	}
	if t.Set.Borders {
		out.WriteString("<w:tblBorders>")
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			out.WriteString("<w:" + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
		}
		out.WriteString("</w:tblBorders>")
	}
	out.WriteString(`<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>`)
	for _, size := range sizes {
		fmt.Fprintf(&out, `<w:gridCol w:w="%d"/>`, mm(size))
	}
	out.WriteString("</w:tblGrid>")
	for i, line := range rows {
		w.tableRow(&out, t.Rows[i].Set, line, sizes)
	}
	out.WriteString("</w:tbl>")
	return out.String()
}

func (w *Writer) tableRow(out *strings.Builder, set RowSetting, line []slot, sizes []float64) {
	out.WriteString("<w:tr>")
	if set != (RowSetting{}) {
		out.WriteString("<w:trPr>")
		flag(out, "cantSplit", set.KeepRows)
		if set.Height > 0 {
			fmt.Fprintf(out, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, mm(set.Height))
		}
		flag(out, "tblHeader", set.Header)
		out.WriteString("</w:trPr>")
	}
	column := 0
	for _, each := range line {
		width := 0.0
		for i := column; i < min(column+each.span, len(sizes)); i++ {
			width += sizes[i]
		}
		column += each.span
		w.tableCell(out, each, width, set.KeepRows)
	}
	if len(line) == 0 {
		out.WriteString("<w:tc><w:p/></w:tc>")
	}
	out.WriteString("</w:tr>")
}

func (w *Writer) tableCell(out *strings.Builder, each slot, width float64, keep bool) {
	fmt.Fprintf(out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, mm(width))
	if each.span > 1 {
		fmt.Fprintf(out, `<w:gridSpan w:val="%d"/>`, each.span)
	}
	if each.continues {
		out.WriteString("<w:vMerge/></w:tcPr><w:p/></w:tc>")
		return
	}
	if each.cell.RowSpan > 1 {
		out.WriteString(`<w:vMerge w:val="restart"/>`)
	}
	if shade := colour(each.cell.Set.Shade); shade != "" {
		out.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + strings.ToUpper(shade) + `"/>`)
	}
	if each.cell.Set.Middle {
		out.WriteString(`<w:vAlign w:val="center"/>`)
	}
	out.WriteString("</w:tcPr>")
	const padding = 4 // mm that Word keeps free at both sides together
	open := true      // a cell ends with a paragraph
	for _, block := range each.cell.Blocks {
		switch {
		case block.Paragraph != nil:
			p := *block.Paragraph
			p.Set.KeepNext = p.Set.KeepNext || keep
			out.WriteString(w.paragraphIn(p, max(width-padding, 1)).xml())
			open = false
		case block.Table != nil:
			out.WriteString(w.table(*block.Table, max(width-padding, 1)))
			open = true
		}
	}
	if open {
		out.WriteString("<w:p/>")
	}
	out.WriteString("</w:tc>")
}
