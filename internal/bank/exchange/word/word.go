// Package word reads exam papers from Word files (.docx) and writes lists of
// questions that it reads back. How a paper is understood stands in package
// layout; a paper to be printed is not made here.
package word

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/layout"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/docx"
)

// Sniff tells whether a file is a Word file.
func Sniff(f exchange.File) (exchange.Format, bool) {
	if !bytes.HasPrefix(f.Data, []byte("PK\x03\x04")) || len(f.Data) > exchange.MaxBytes {
		return "", false
	}
	// The names of the parts stand in the clear; the content types come first or
	// last, the document's part somewhere.
	return exchange.Word, bytes.Contains(f.Data, []byte("word/document")) && !bytes.Contains(f.Data, []byte("xl/workbook"))
}

// Read reads a whole paper.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	document, err := docx.Read(bytes.NewReader(f.Data), int64(len(f.Data)), docx.Limits{MaxBytes: exchange.MaxBytes, MaxParagraphs: maxParagraphs})
	if err != nil {
		return exchange.Result{}, refusal(err)
	}
	if length(document) > layout.MaxRunes {
		return exchange.Result{}, layout.TooLong()
	}
	in := &reader{objects: &layout.Objects{}, warned: map[int][]docx.Warning{}}
	for _, w := range document.Warnings {
		in.warned[w.Paragraph] = append(in.warned[w.Paragraph], w)
	}
	result, err := layout.Parse(layout.Paper{Lines: in.lines(document.Blocks), Objects: in.objects, Unit: "段"}, o)
	if err != nil {
		return exchange.Result{}, err
	}
	result.Format = exchange.Word
	if len(result.Items) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	return result, nil
}

// maxParagraphs bounds a document; 20,000 questions have fewer.
const maxParagraphs = 100_000

// length counts the characters of a document before lines are made of them.
func length(d docx.Document) int {
	n := 0
	for _, p := range d.Paragraphs() {
		for _, run := range p.Runs {
			n += 1 + utf8.RuneCountInString(run.Text)
		}
	}
	return n
}

func refusal(err error) error {
	switch {
	case errors.Is(err, docx.ErrTooLarge), errors.Is(err, docx.ErrUnpacked):
		return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20}).Because(err)
	case errors.Is(err, docx.ErrTooMany):
		return fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": maxParagraphs}).Because(err)
	case errors.Is(err, docx.ErrOldFormat):
		return fault.New(fault.Invalid, exchange.SubFileOld).Because(err)
	case errors.Is(err, docx.ErrNotDocx):
		return fault.New(fault.Invalid, exchange.SubFileUnknown).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
}

// reader makes lines of a document.
type reader struct {
	objects *layout.Objects
	warned  map[int][]docx.Warning
}

func (r *reader) lines(blocks []docx.Block) []layout.Line {
	list := make([]layout.Line, 0, len(blocks))
	for i, b := range blocks {
		blocks[i] = docx.Block{} // a large document is let go as it is read
		if b.Paragraph != nil {
			list = append(list, r.line(b.Paragraph))
			continue
		}
		t := r.table(b.Table)
		list = append(list, layout.Line{Row: firstRow(t), Table: &t})
	}
	return list
}

func firstRow(t layout.Table) int {
	for _, row := range t.Rows {
		for _, c := range row {
			if len(c.Lines) > 0 {
				return c.Lines[0].Row
			}
		}
	}
	return 0
}

func (r *reader) table(t *docx.Table) layout.Table {
	var next layout.Table
	for _, row := range t.Rows {
		var cells []layout.Cell
		for _, c := range row.Cells {
			cells = append(cells, layout.Cell{Column: c.Column, ColSpan: c.ColSpan, RowSpan: c.RowSpan, Lines: r.lines(c.Blocks)})
		}
		next.Rows = append(next.Rows, cells)
	}
	return next
}

func (r *reader) line(p *docx.Paragraph) layout.Line {
	l := layout.Line{Row: p.Index + 1}
	if !p.Bullet {
		l.Number = p.Number
	}
	preview := false
	for _, run := range p.Runs {
		switch run.Kind {
		case docx.Text:
			l.Text.Add(run.Text, style(run.Format))
		case docx.Tab:
			l.Text.Add("\t", style(run.Format))
		case docx.Break, docx.NewPage:
			l.Text.Add("\n", 0)
		case docx.Equation:
			r.objects.Put(&l.Text, layout.Object{Formula: run.Text, Display: run.Display})
		case docx.Image:
			preview = preview || run.Picture.Object != ""
			r.picture(&l.Text, run.Picture)
		}
	}
	for _, w := range r.warned[p.Index] {
		r.warning(&l.Text, w, preview)
	}
	return l
}

func (r *reader) picture(t *layout.Text, p *docx.Picture) {
	name := p.Name[strings.LastIndexByte(p.Name, '/')+1:]
	if !p.Shown() {
		r.objects.Put(t, layout.Object{Unread: name})
		return
	}
	r.objects.Put(t, layout.Object{Picture: &exchange.Picture{Name: name, Data: p.Data}, Alt: p.Alt})
}

func (r *reader) warning(t *layout.Text, w docx.Warning, preview bool) {
	switch w.Code {
	case docx.WarnPictureMissing:
		r.objects.Put(t, layout.Object{Missing: w.Detail})
	case docx.WarnObject:
		if !preview {
			r.objects.Put(t, layout.Object{Lost: "嵌入对象"})
		}
	case docx.WarnDrawing:
		r.objects.Put(t, layout.Object{Lost: "图形"})
	case docx.WarnFormula:
		r.objects.Put(t, layout.Object{Lost: "公式的一部分"})
	}
}

func style(f docx.Format) layout.Style {
	var s layout.Style
	for _, each := range []struct {
		on    bool
		style layout.Style
	}{
		{f.Bold, layout.Bold}, {f.Italic, layout.Italic}, {f.Underline, layout.Underline}, {f.Strike, layout.Strike},
		{f.Sub, layout.Sub}, {f.Sup, layout.Sup}, {f.Dotted, layout.Dotted}, {coloured(f.Color), layout.Red},
		{f.Highlight != "" && f.Highlight != "white" && f.Highlight != "none" && f.Highlight != "ffffff", layout.Marked},
	} {
		if each.on {
			s |= each.style
		}
	}
	return s
}

// coloured tells a colour from the greys that common text has.
func coloured(hex string) bool {
	v, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		return false
	}
	r, g, b := int(v>>16), int(v>>8&255), int(v&255)
	return max(r, g, b)-min(r, g, b) > 60
}
