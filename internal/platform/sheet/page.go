package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// Kind tells as what a spreadsheet holds a cell, whatever was typed.
type Kind uint8

// The kinds. Failed is an error value such as #NAME?.
const (
	Text Kind = iota
	Number
	Date
	Bool
	Failed
)

// Run is a piece of text of one look.
type Run struct {
	Text                            string
	Bold, Italic, Underline, Strike bool
	Sub, Sup                        bool
}

// Value is one cell with all that a workbook says of it. Texts are not
// trimmed; a number is written as people see it, a truth value as TRUE or
// FALSE.
type Value struct {
	Text    string
	Runs    []Run // the same text by looks; nil where it has one look
	Kind    Kind
	Covered bool   // a merged area covers it; the rest is its top-left cell's
	Down    bool   // the covering area begins in a row above
	Picture *Media // a picture placed in the cell
}

// Empty tells a cell without text or picture.
func (v Value) Empty() bool { return v.Picture == nil && strings.TrimSpace(v.Text) == "" }

// Media is a picture as the workbook holds it. Alt is the text that it carries
// beside its data, often the name of the file it was.
type Media struct {
	Name string
	Alt  string
	Data []byte
}

// Float is a picture that lies on a sheet. Rows count from 1, columns from 0.
type Float struct {
	Row, Column, LastRow int
	Media                *Media
}

// Line is one row that holds anything; Number counts from 1 as the person sees
// it.
type Line struct {
	Number int
	Values []Value
}

// Page is one visible sheet with its pictures.
type Page struct {
	Name   string
	Lines  []Line
	Floats []Float
}

const (
	maxValues  = 1_500_000 // cells of a whole workbook
	maxPicture = 1_000     // pictures of a whole workbook
)

// Pages reads all visible sheets of a workbook, or a CSV text, with kinds of
// cells, looks, merged areas and pictures. Pictures are not decoded. isText tells
// that the file is a text.
func Pages(raw []byte, limits Limits) (pages []Page, isText bool, err error) {
	limits = limits.filled()
	switch {
	case int64(len(raw)) > limits.MaxBytes:
		return nil, false, ErrTooLarge
	case bytes.HasPrefix(raw, []byte("PK")):
		pages, err = workbookPages(raw, limits)
		return pages, false, err
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, false, ErrOldFormat
	}
	text, err := DecodeText(raw)
	if err != nil {
		return nil, true, err
	}
	page, err := textPage(text, limits)
	return []Page{page}, true, err
}

// DecodeText gives a text in UTF-8: by its byte order mark, and without one
// UTF-8, UTF-16 where its bytes say so, or GB18030.
func DecodeText(raw []byte) ([]byte, error) {
	if !bytes.HasPrefix(raw, []byte{0xff, 0xfe}) && !bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
		if little, ok := unmarked(raw); ok {
			order := textunicode.BigEndian
			if little {
				order = textunicode.LittleEndian
			}
			text, err := textunicode.UTF16(order, textunicode.IgnoreBOM).NewDecoder().Bytes(raw)
			if err != nil || bytes.IndexByte(text, 0) >= 0 {
				return nil, ErrEncoding
			}
			return text, nil
		}
	}
	text, err := decodeText(raw)
	if errors.Is(err, ErrEncoding) {
		return damaged(raw)
	}
	return text, err
}

// damaged reads GB18030 in which a few characters are broken, as files are
// that were cut or joined by bytes.
func damaged(raw []byte) ([]byte, error) {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	broken := bytes.Count(text, []byte(string(utf8.RuneError)))
	if err != nil || bytes.IndexByte(text, 0) >= 0 || broken*200 > utf8.RuneCount(text) {
		return nil, ErrEncoding
	}
	return text, nil
}

// unmarked tells UTF-16 without a mark: line ends and separators are half
// empty, and what it decodes to is made of common characters.
func unmarked(raw []byte) (little, ok bool) {
	if len(raw) < 8 || len(raw)%2 != 0 {
		return false, false
	}
	begin := raw[:min(len(raw), 8192)]
	even, odd := 0, 0
	for i := 0; i+1 < len(begin); i += 2 {
		if begin[i] == 0 && begin[i+1] != 0 {
			even++
		}
		if begin[i+1] == 0 && begin[i] != 0 {
			odd++
		}
	}
	most, least := max(even, odd), min(even, odd)
	if most == 0 || least*8 > most {
		return false, false
	}
	return odd > even, true
}

func textPage(text []byte, l Limits) (Page, error) {
	best, fit := ',', -1
	sample := head(text)
	for _, comma := range separators(sample) {
		page, err := parted(sample, comma, l)
		if err != nil && len(sample) < len(text) {
			continue
		}
		if f := evenness(page); f > fit {
			best, fit = comma, f
		}
	}
	page, err := parted(text, best, l)
	if errors.Is(err, ErrLongCell) || errors.Is(err, ErrStructure) || err == nil && (swallowed(page) || unclosed(page, text, best)) {
		return split(text, best, l) // a quote that was never closed
	}
	return page, err
}

// head is enough of a text to know its columns by, cut at a line's end.
func head(text []byte) []byte {
	if len(text) <= 64<<10 {
		return text
	}
	at := bytes.LastIndexByte(text[:64<<10], '\n')
	return text[:max(at, 0)+1]
}

// maxCellLines is more lines than a person writes into one cell.
const maxCellLines = 60

func swallowed(p Page) bool {
	for _, line := range p.Lines {
		for _, v := range line.Values {
			if strings.Count(v.Text, "\n") > maxCellLines {
				return true
			}
		}
	}
	return false
}

// unclosed tells that the last cell of a text holds whole rows, because its
// quote has no other.
func unclosed(p Page, text []byte, comma rune) bool {
	if len(p.Lines) == 0 || bytes.HasSuffix(bytes.TrimSpace(text), []byte(`"`)) {
		return false
	}
	values := p.Lines[len(p.Lines)-1].Values
	if len(values) == 0 {
		return false
	}
	_, below, more := strings.Cut(strings.TrimSpace(values[len(values)-1].Text), "\n")
	return more && strings.Count(below, string(comma)) > 1
}

// split parts a text line by line, whatever stands between quotes.
func split(text []byte, comma rune, l Limits) (Page, error) {
	var page Page
	number := 0
	for part := range strings.SplitSeq(string(text), "\n") {
		number++
		line := Line{Number: number}
		for i, cell := range strings.Split(strings.TrimSuffix(part, "\r"), string(comma)) {
			cell = strings.TrimPrefix(cell, "\ufeff")
			if inner, ok := strings.CutPrefix(cell, `"`); ok && strings.HasSuffix(inner, `"`) {
				cell = strings.ReplaceAll(strings.TrimSuffix(inner, `"`), `""`, `"`)
			}
			if strings.TrimSpace(cell) == "" {
				continue
			}
			if err := line.put(i, Value{Text: cell}, l); err != nil {
				return Page{}, err
			}
		}
		if len(line.Values) == 0 {
			continue
		}
		if len(page.Lines) >= l.MaxRows {
			return Page{}, ErrManyRows
		}
		page.Lines = append(page.Lines, line)
	}
	return page, nil
}

// separators are those that may part the columns of a text, the likelier
// first.
func separators(text []byte) []rune {
	var list []rune
	for _, c := range []rune{'\t', ',', ';', '|', '，'} {
		if bytes.ContainsRune(text, c) {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return []rune{','}
	}
	return list
}

// evenness tells how much a parting looks like a table: many rows of the same
// number of columns, several of them.
func evenness(p Page) int {
	counts := map[int]int{}
	for _, l := range p.Lines[:min(len(p.Lines), 400)] {
		counts[min(len(l.Values), 12)]++
	}
	best := 0
	for columns, n := range counts {
		if columns > 1 {
			best = max(best, n*100+columns)
		}
	}
	return best
}

func parted(text []byte, comma rune, l Limits) (Page, error) {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes, reader.Comma = -1, true, comma
	var page Page
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return page, nil
		}
		if err != nil {
			return Page{}, fmt.Errorf("%w: %v", ErrStructure, err)
		}
		number, _ := reader.FieldPos(0)
		line := Line{Number: number}
		for i, cell := range cells {
			cell = strings.TrimPrefix(cell, "\ufeff")
			if strings.TrimSpace(cell) == "" {
				continue
			}
			if err := line.put(i, Value{Text: strings.Clone(cell)}, l); err != nil {
				return Page{}, err
			}
		}
		if len(line.Values) == 0 {
			continue
		}
		if len(page.Lines) >= l.MaxRows {
			return Page{}, ErrManyRows
		}
		page.Lines = append(page.Lines, line)
	}
}

// put sets a value within the limits.
func (line *Line) put(column int, v Value, l Limits) error {
	switch {
	case column >= l.MaxColumns:
		return ErrManyCols
	case len(v.Text) > l.MaxCellRune && utf8.RuneCountInString(v.Text) > l.MaxCellRune:
		return ErrLongCell
	}
	if column >= len(line.Values) {
		line.Values = append(line.Values, make([]Value, column+1-len(line.Values))...)
	}
	line.Values[column] = v
	return nil
}

// cover fills merged areas with their top-left cells.
func (p *Page) cover(areas []area, l Limits) {
	at := map[int]int{}
	for i, line := range p.Lines {
		at[line.Number] = i
	}
	slices.SortFunc(areas, func(a, b area) int { return a.top - b.top })
	budget := maxValues
	for _, a := range areas {
		first, ok := at[a.top]
		if !ok || a.left > len(p.Lines[first].Values) {
			continue
		}
		from := p.Lines[first].Values[a.left-1]
		if from.Empty() {
			continue
		}
		for i := first; i < len(p.Lines) && p.Lines[i].Number <= a.bottom; i++ {
			for column := a.left; column <= min(a.right, l.MaxColumns); column++ {
				if i == first && column == a.left {
					continue
				}
				if budget--; budget < 0 {
					return
				}
				v := from
				v.Covered, v.Down, v.Picture = true, i > first, nil
				_ = p.Lines[i].put(column-1, v, l) // within the limits already
			}
		}
	}
}
