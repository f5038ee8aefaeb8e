// Package inword turns the HTML of questions into paragraphs and tables of a
// Word file.
package inword

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/platform/docx"
)

// Options say what a text is written with.
type Options struct {
	// Picture gives the run of the question's picture n, from 1; nil, or a run
	// without picture and text, leaves it out.
	Picture func(n int, alt string) docx.Run
	// Source leaves a formula that Office Math has no form for as it stands in
	// the text, to be read back; otherwise the writer of the file draws it.
	Source bool
}

// Blocks gives a text, the prefix before its first line. Whatever comes, there
// is at least a paragraph when there is a prefix.
func Blocks(prefix, text string, o Options) []docx.Block {
	f := &flow{options: o}
	if prefix != "" {
		f.runs = []docx.Run{{Text: prefix}}
	}
	f.read(text)
	f.end()
	return f.blocks
}

// flow turns the HTML of questions into blocks.
type flow struct {
	options Options
	blocks  []docx.Block
	runs    []docx.Run
	format  docx.Format
	depth   map[string]int
	tables  []*openTable
	items   []int // per open list: the next number, 0 for dots
}

// openTable is a table that is being read, with the flow outside it.
type openTable struct {
	table  docx.Table
	inCell bool
	outer  []docx.Block
}

var (
	htmlToken = regexp.MustCompile(`<(/?)([a-zA-Z0-9]+)([^>]*)>`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	formulas  = regexp.MustCompile(`(?s)\\\((.+?)\\\)|\\\[(.+?)\\\]`)
)

func (f *flow) read(text string) {
	f.depth = map[string]int{}
	at := 0
	for _, m := range htmlToken.FindAllStringSubmatchIndex(text, -1) {
		f.text(html.UnescapeString(text[at:m[0]]))
		at = m[1]
		f.tag(text[m[2]:m[3]] == "/", strings.ToLower(text[m[4]:m[5]]), text[m[6]:m[7]])
	}
	f.text(html.UnescapeString(text[at:]))
	for len(f.tables) > 0 {
		f.endTable()
	}
}

// text writes characters with the formulas among them.
func (f *flow) text(text string) {
	if len(f.tables) > 0 && !f.tables[len(f.tables)-1].inCell {
		return
	}
	at := 0
	for _, m := range formulas.FindAllStringSubmatchIndex(text, -1) {
		f.say(text[at:m[0]])
		at = m[1]
		latex, display := "", m[2] < 0
		if display {
			latex = text[m[4]:m[5]]
		} else {
			latex = text[m[2]:m[3]]
		}
		if _, ok := docx.Math(latex); !ok && f.options.Source {
			f.say(text[m[0]:m[1]]) // read back as it stands
			continue
		}
		f.runs = append(f.runs, docx.Run{Kind: docx.Equation, Text: latex, Display: display, Format: f.format})
	}
	f.say(text[at:])
}

func (f *flow) say(text string) {
	text = strings.NewReplacer("\n", " ", "\t", " ").Replace(text)
	if text != "" {
		f.runs = append(f.runs, docx.Run{Text: text, Format: f.format})
	}
}

// end closes the open paragraph.
func (f *flow) end() {
	if len(f.runs) > 0 {
		f.blocks = append(f.blocks, docx.Block{Paragraph: &docx.Paragraph{Runs: f.runs}})
	}
	f.runs = nil
}

func (f *flow) tag(closing bool, name, rest string) {
	switch name {
	case "b", "strong", "i", "em", "u", "s", "sub", "sup":
		f.emphasis(closing, name)
	case "br":
		f.end()
	case "p", "div", "pre":
		if !closing && f.prefixOnly() {
			return
		}
		f.end()
	case "ul", "ol":
		f.list(closing, name)
	case "li":
		f.listItem(closing)
	case "img":
		f.picture(rest)
	case "table", "tr", "td", "th":
		f.tableTag(closing, name, rest)
	}
}

// prefixOnly tells a paragraph that holds its number and nothing yet.
func (f *flow) prefixOnly() bool { return len(f.runs) == 1 && len(f.blocks) == 0 }

func (f *flow) emphasis(closing bool, name string) {
	switch name {
	case "strong":
		name = "b"
	case "em":
		name = "i"
	}
	if closing {
		f.depth[name] = max(0, f.depth[name]-1)
	} else {
		f.depth[name]++
	}
	on := f.depth[name] > 0
	switch name {
	case "b":
		f.format.Bold = on
	case "i":
		f.format.Italic = on
	case "u":
		f.format.Underline = on
	case "s":
		f.format.Strike = on
	case "sub":
		f.format.Sub = on
	case "sup":
		f.format.Sup = on
	}
}

func (f *flow) list(closing bool, name string) {
	f.end()
	switch {
	case !closing && name == "ol":
		f.items = append(f.items, 1)
	case !closing:
		f.items = append(f.items, 0)
	case len(f.items) > 0:
		f.items = f.items[:len(f.items)-1]
	}
}

func (f *flow) listItem(closing bool) {
	f.end()
	if closing || len(f.items) == 0 {
		return
	}
	n := &f.items[len(f.items)-1]
	sign := "• "
	if *n > 0 {
		sign = strconv.Itoa(*n) + "） "
		*n++
	}
	f.runs = append(f.runs, docx.Run{Text: sign})
}

func attributes(rest string) map[string]string {
	list := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(rest, -1) {
		list[m[1]] = html.UnescapeString(m[2])
	}
	return list
}

func (f *flow) picture(rest string) {
	set := attributes(rest)
	n, _ := strconv.Atoi(set["data-picture"])
	if n < 1 || f.options.Picture == nil {
		return
	}
	if run := f.options.Picture(n, set["alt"]); run.Picture != nil || run.Text != "" {
		f.runs = append(f.runs, run)
	}
}

func (f *flow) tableTag(closing bool, name, rest string) {
	switch {
	case name == "table" && !closing:
		f.end()
		f.tables = append(f.tables, &openTable{outer: f.blocks})
		f.blocks = nil
	case name == "table":
		f.endTable()
	case len(f.tables) == 0:
	case name == "tr" && !closing:
		f.endCell()
		t := f.tables[len(f.tables)-1]
		t.table.Rows = append(t.table.Rows, docx.Row{})
	case name == "tr":
		f.endCell()
	case closing:
		f.endCell()
	default:
		f.endCell()
		t := f.tables[len(f.tables)-1]
		if len(t.table.Rows) == 0 {
			t.table.Rows = append(t.table.Rows, docx.Row{})
		}
		set := attributes(rest)
		row := &t.table.Rows[len(t.table.Rows)-1]
		row.Cells = append(row.Cells, docx.Cell{ColSpan: atLeastOne(set["colspan"]), RowSpan: atLeastOne(set["rowspan"])})
		t.inCell = true
	}
}

func atLeastOne(text string) int {
	n, _ := strconv.Atoi(text)
	return max(n, 1)
}

func (f *flow) endCell() {
	t := f.tables[len(f.tables)-1]
	if !t.inCell {
		return
	}
	f.end()
	row := &t.table.Rows[len(t.table.Rows)-1]
	row.Cells[len(row.Cells)-1].Blocks = f.blocks
	f.blocks, t.inCell = nil, false
}

func (f *flow) endTable() {
	if len(f.tables) == 0 {
		return
	}
	f.endCell()
	t := f.tables[len(f.tables)-1]
	f.tables = f.tables[:len(f.tables)-1]
	f.blocks = t.outer
	if len(t.table.Rows) > 0 {
		t.table.Set = docx.TableSetting{Borders: true}
		f.blocks = append(f.blocks, docx.Block{Table: &t.table})
	}
}
