package docx

import "jiangxun/internal/platform/xmlsafe"

// maxColumns bounds the grid that a table may claim.
const maxColumns = 1_000

// tableReader holds a table under way.
type tableReader struct {
	table *Table
	above map[int]*place // the open vertical merges by column
}

func newTable() *tableReader { return &tableReader{table: &Table{}, above: map[int]*place{}} }

func (r *reader) table(node *xmlsafe.Node) *Table {
	g := newTable()
	for _, child := range node.Children {
		r.rows(g, child)
	}
	return g.table
}

// rows reads a row, or those that a content control or a revision wraps.
func (r *reader) rows(g *tableReader, node *xmlsafe.Node) {
	if !node.Is("w", "tr") {
		for _, inner := range unwrap(node) {
			for _, row := range collect(inner, "tr") {
				r.rows(g, row)
			}
		}
		return
	}
	if r.failed != nil || node.Child("w", "trPr").Child("w", "del") != nil {
		return
	}
	g.table.Rows = append(g.table.Rows, Row{})
	r.row(g.table, node, g.above)
}

// place is where a cell stands that rows below may prolong.
type place struct{ row, cell int }

func (r *reader) row(out *Table, node *xmlsafe.Node, above map[int]*place) {
	at := len(out.Rows) - 1
	row := &out.Rows[at]
	column := min(number(node.Child("w", "trPr").Child("w", "gridBefore"), 0), maxColumns)
	for _, cell := range collect(node, "tc") {
		if r.cells++; r.cells > r.limits.MaxParagraphs {
			r.failed = ErrTooMany
			return
		}
		properties := cell.Child("w", "tcPr")
		span := max(1, min(number(properties.Child("w", "gridSpan"), 1), maxColumns))
		begin := column
		column += span
		if mark := properties.Child("w", "hMerge"); mark != nil && value(mark) != "restart" && len(row.Cells) > 0 {
			row.Cells[len(row.Cells)-1].ColSpan += span
			continue
		}
		merge := properties.Child("w", "vMerge")
		if first := above[begin]; merge != nil && value(merge) != "restart" && first != nil {
			out.Rows[first.row].Cells[first.cell].RowSpan++
			continue
		}
		delete(above, begin)
		if merge != nil {
			above[begin] = &place{row: at, cell: len(row.Cells)}
		}
		row.Cells = append(row.Cells, Cell{Column: begin, ColSpan: span, RowSpan: 1, Blocks: r.blocks(cell)})
		row = &out.Rows[at]
	}
}

// collect gives the rows or cells below a node, also those in content controls
// and revisions.
func collect(node *xmlsafe.Node, name string) []*xmlsafe.Node {
	var out []*xmlsafe.Node
	for _, child := range node.Children {
		if child.Is("w", name) {
			out = append(out, child)
			continue
		}
		for _, inner := range unwrap(child) {
			out = append(out, collect(inner, name)...)
		}
	}
	return out
}
