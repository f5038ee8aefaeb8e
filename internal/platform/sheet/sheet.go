// Package sheet reads the workbooks that people send (.xlsx and CSV) within
// fixed limits, and writes workbooks in which no cell can turn into a formula.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"
)

// Reasons why a file is refused.
var (
	ErrTooLarge   = errors.New("file too large")
	ErrUnpacked   = errors.New("file too large once unpacked")
	ErrNotSheet   = errors.New("neither an .xlsx workbook nor a CSV text")
	ErrOldFormat  = errors.New("old .xls or password-protected workbook")
	ErrMacros     = errors.New("workbook holds macros")
	ErrExternal   = errors.New("workbook refers to other files")
	ErrStructure  = errors.New("workbook is damaged or built to harm")
	ErrEncoding   = errors.New("text is neither UTF-8, UTF-16 nor GB18030")
	ErrManyRows   = errors.New("too many rows")
	ErrManyCols   = errors.New("too many columns")
	ErrLongCell   = errors.New("cell too long")
	ErrNoSuchPage = errors.New("no such sheet")
	// ErrManyPictures is what Pages alone says.
	ErrManyPictures = errors.New("too many pictures")
)

// Limits bound a file. A zero takes the default beside it.
type Limits struct {
	MaxBytes    int64 // 20 MB
	MaxRows     int   // 20,000, of one sheet
	MaxColumns  int   // 100
	MaxCellRune int   // 10,000 characters in one cell
}

func (l Limits) filled() Limits {
	if l.MaxBytes == 0 {
		l.MaxBytes = 20 << 20
	}
	if l.MaxRows == 0 {
		l.MaxRows = 20_000
	}
	if l.MaxColumns == 0 {
		l.MaxColumns = 100
	}
	if l.MaxCellRune == 0 {
		l.MaxCellRune = 10_000
	}
	return l
}

const (
	maxUnpacked    = 64 << 20 // of all parts of a workbook together
	maxUnpackedXML = 16 << 20 // of one part in memory; larger ones go to a temporary file
	maxEntries     = 2_000
)

// Row is one row that holds anything. Number counts from 1 as the person sees
// it; empty rows are skipped. Cells are trimmed; trailing empty ones are cut.
type Row struct {
	Number int
	Cells  []string
}

// Cell gives the cell of a column counted from 0; missing ones are empty.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Book is an opened workbook. Close it.
type Book struct {
	file   *excelize.File // nil for CSV
	raw    []byte         // the workbook as it came
	text   []byte         // CSV in UTF-8
	limits Limits
}

// Open reads a whole file and looks at its content, never at its name, to know
// what it is. The errors above say why it is refused.
func Open(r io.Reader, limits Limits) (*Book, error) {
	limits = limits.filled()
	raw, err := io.ReadAll(io.LimitReader(r, limits.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	if int64(len(raw)) > limits.MaxBytes {
		return nil, ErrTooLarge
	}
	switch {
	case bytes.HasPrefix(raw, []byte("PK")):
		return openWorkbook(raw, limits)
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrOldFormat
	}
	text, err := decodeText(raw)
	if err != nil {
		return nil, err
	}
	return &Book{text: text, limits: limits}, nil
}

func openWorkbook(raw []byte, limits Limits) (book *Book, err error) {
	// The library has panicked on damaged files before; a bad upload must cost
	// its sender an error and nobody else anything.
	defer func() {
		if recover() != nil {
			book, err = nil, ErrStructure
		}
	}()
	if err := inspect(raw); err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpackedXML,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrStructure, err)
	}
	return &Book{file: file, raw: raw, limits: limits}, nil
}

// Close releases the book and its temporary files.
func (b *Book) Close() error {
	if b.file == nil {
		return nil
	}
	return b.file.Close()
}

// Sheets names the visible sheets in order. A CSV text has one, named "".
func (b *Book) Sheets() []string {
	if b.file == nil {
		return []string{""}
	}
	var visible []string
	for _, name := range b.file.GetSheetList() {
		if shown, err := b.file.GetSheetVisible(name); err == nil && shown {
			visible = append(visible, name)
		}
	}
	return visible
}

// Rows reads the rows of a sheet one by one. It ends after the first error.
// Formulas give the value that the writing program stored.
func (b *Book) Rows(sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		b.rows(sheet, func(*Row) error { return nil }, yield)
	}
}

// rows reads a sheet; fill completes each row before it is looked at.
func (b *Book) rows(sheet string, fill func(*Row) error, yield func(Row, error) bool) {
	read := b.csvRows
	if b.file != nil {
		read = func(yield func(Row, error) bool) { b.workbookRows(sheet, yield) }
	}
	count := 0
	read(func(row Row, err error) bool {
		if err == nil {
			err = fill(&row)
		}
		if err != nil {
			yield(Row{}, err)
			return false
		}
		if row.Cells, err = b.tidy(row.Cells); err == nil && len(row.Cells) == 0 {
			return true
		}
		if count++; count > b.limits.MaxRows {
			err = ErrManyRows
		}
		if err != nil {
			yield(Row{}, err)
			return false
		}
		return yield(row, nil)
	})
}
