package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// maxBlankRows bounds the empty rows that are skipped, so that a sheet of a
// million formatted but empty rows ends soon.
const maxBlankRows = 200_000

func (b *Book) workbookRows(sheet string, yield func(Row, error) bool) {
	handed := false // yield has said stop; it must not be called again
	defer func() {
		if recover() != nil && !handed {
			yield(Row{}, ErrStructure)
		}
	}()
	rows, err := b.file.Rows(sheet)
	var missing excelize.ErrSheetNotExist
	if errors.As(err, &missing) {
		yield(Row{}, ErrNoSuchPage)
		return
	}
	if err != nil {
		yield(Row{}, fmt.Errorf("%w: %v", ErrStructure, err))
		return
	}
	defer func() { _ = rows.Close() }()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			handed = true
			yield(Row{}, fmt.Errorf("%w: %v", ErrStructure, err))
			return
		}
		if number > b.limits.MaxRows+maxBlankRows {
			handed = true
			yield(Row{}, ErrManyRows)
			return
		}
		handed = true // a panic inside the caller's loop is the caller's own
		if !yield(Row{Number: number, Cells: cells}, nil) {
			return
		}
		handed = false
	}
	if err := rows.Error(); err != nil {
		handed = true
		yield(Row{}, fmt.Errorf("%w: %v", ErrStructure, err))
	}
}

func (b *Book) csvRows(yield func(Row, error) bool) {
	reader := csv.NewReader(bytes.NewReader(b.text))
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.Comma = separator(b.text)
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(Row{}, fmt.Errorf("%w: %v", ErrStructure, err))
			return
		}
		line, _ := reader.FieldPos(0)
		if !yield(Row{Number: line, Cells: cells}, nil) {
			return
		}
	}
}

// separator looks at the first line: spreadsheet programs write commas, tabs
// or, on some machines, semicolons.
func separator(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, candidate := range []rune{'\t', ';'} {
		if n := strings.Count(string(line), string(candidate)); n > most {
			best, most = candidate, n
		}
	}
	return best
}

// tidy trims cells, cuts empty ones at the end and checks the limits.
func (b *Book) tidy(cells []string) ([]string, error) {
	used := 0
	for i, cell := range cells {
		cell = strings.TrimFunc(cell, func(r rune) bool {
			return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b'
		})
		if utf8.RuneCountInString(cell) > b.limits.MaxCellRune {
			return nil, ErrLongCell
		}
		cells[i] = cell
		if cell != "" {
			used = i + 1
		}
	}
	if used > b.limits.MaxColumns {
		return nil, ErrManyCols
	}
	return cells[:used], nil
}

// decodeText gives CSV text in UTF-8. A byte order mark decides; without one,
// valid UTF-8 is taken as such and anything else as GB18030, the encoding of
// Chinese Excel.
func decodeText(raw []byte) ([]byte, error) {
	var text []byte
	var err error
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		text, err = textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewDecoder().Bytes(raw)
	case utf8.Valid(raw):
		text = bytes.TrimPrefix(raw, []byte("\ufeff"))
	default:
		text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	}
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, ErrEncoding
	}
	if bytes.IndexByte(text, 0) >= 0 || len(bytes.TrimSpace(text)) == 0 {
		return nil, ErrNotSheet
	}
	return text, nil
}
