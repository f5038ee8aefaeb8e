package formula

import "strings"

// casesTable turns the lines of a case distinction into columns, which Word
// sets with room between.
func casesTable(n fence) (matrix, bool) {
	if len(n.items) != 1 || n.left+n.right != "{" && n.left+n.right != "}" {
		return matrix{}, false
	}
	all, ok := only(n.items[0]).(lines)
	if !ok {
		return matrix{}, false
	}
	out, columns := matrix{}, 1
	for _, line := range all.rows {
		cells := []row{{}}
		for _, part := range line {
			if _, ok := part.(mark); ok {
				cells = append(cells, row{})
				continue
			}
			cells[len(cells)-1] = append(cells[len(cells)-1], part)
		}
		columns = max(columns, len(cells))
		out.rows = append(out.rows, cells)
	}
	out.align = strings.Repeat("l", columns)
	return out, true
}

// casesLines is the way back.
func casesLines(n fence) fence {
	if len(n.items) != 1 || n.left+n.right != "{" && n.left+n.right != "}" {
		return n
	}
	table, ok := only(n.items[0]).(matrix)
	if !ok || table.align == "" || strings.Trim(table.align, "l") != "" {
		return n
	}
	n.items = []row{{alignedLines(table)}}
	return n
}

// alignedLines turns the columns of a table into lines with marks.
func alignedLines(table matrix) lines {
	var all lines
	for _, cells := range table.rows {
		for len(cells) > 1 && len(cells[len(cells)-1]) == 0 {
			cells = cells[:len(cells)-1]
		}
		var line row
		for i, cell := range cells {
			if i > 0 {
				line = append(line, mark{})
			}
			line = append(line, cell...)
		}
		all.rows = append(all.rows, line)
	}
	return all
}
