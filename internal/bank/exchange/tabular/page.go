package tabular

import (
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/platform/sheet"
)

// FromPage reads a table that another reader made of its file; its first line
// holds headings. at tells where what stands in a line is found.
func FromPage(p sheet.Page, o exchange.Options, at func(line int) string) []exchange.Item {
	if len(p.Lines) < 2 {
		return nil
	}
	found, _ := headingOf(p.Lines[0])
	b := &block{page: p.Name, isText: true, columns: found, where: at}
	for _, line := range p.Lines[1:] {
		b.rows = append(b.rows, rowIn{line: line})
	}
	return items(p, []*block{b}, o.Cleaner)
}

// Heading gives the heading that a written workbook has for what another file
// calls so, or "".
func Heading(name string) string { return heading(canonical(name)) }

// NamesType reports that a word names a type of questions.
func NamesType(word string) bool { return kindOf(word) != unclear }
