// Package exchange reads question files of other hands into rows. It knows
// formats and spellings and nothing of the bank: whether a point exists or a
// question is new is for the bank to say. It never fails on a row: what cannot
// be understood stands in the row's faults, so that a person sees every row.
package exchange

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/fault"
)

// Reasons why a file is not read at all.
const (
	SubHeader fault.Sub = "bank.file_header" // no row names the columns
	SubEmpty            = SubFileNone
	SubRows             = SubTooManyItems // {limit}
)

// Reasons why a row is not understood.
const (
	SubTypeMissing  fault.Sub = "bank.type_missing"
	SubTypeUnknown  fault.Sub = "bank.type_unknown"
	SubKeyMissing   fault.Sub = "bank.key_missing"
	SubKeyUnread    fault.Sub = "bank.key_unread" // {answer}
	SubKeyDate      fault.Sub = "bank.key_date"   // {answer}
	SubPoolUnknown  fault.Sub = "bank.pool_unknown"
	SubDifficulty   fault.Sub = "bank.difficulty"
	SubOptionBeyond fault.Sub = "bank.option_beyond"
	SubCellLong     fault.Sub = "bank.cell_long" // {limit}
)

const (
	// MaxRows bounds the rows of one file, headings not counted.
	MaxRows = 10_000
	// headerRows is how far down the headings are looked for.
	headerRows = 10
	// maxCell bounds the characters of one cell.
	maxCell = 4000
)

// Cell is one cell as text. Date marks a cell that the spreadsheet holds as a
// date, whatever was typed.
type Cell struct {
	Text string
	Date bool
}

// Table is one sheet.
type Table struct {
	Name string
	Rows [][]Cell
}

// Fault is what is wrong with one cell.
type Fault struct {
	Column string // heading as people write it
	Sub    fault.Sub
	Params fault.Params
}

// Row is one question as the file has it: texts are plain, not HTML.
type Row struct {
	Sheet       string
	Line        int    // from 1, as the spreadsheet shows it
	Type        string // "single", "multiple", "judge", or empty
	Stem        string
	Options     []string // in order of their letters; an empty one is a gap
	Key         []string // "A", "B" …, "T", "F"
	Explanation string
	Difficulty  int    // 1–5
	Element     string // code or name of the point
	Pool        string // "practice", "exam", or empty
	Source      string
	Ref         string // the file's own id of the question, or empty
	Pictures    []string
	Faults      []Fault
}

// The kinds of questions, as the bank names them.
const (
	single   = "single"
	multiple = "multiple"
	judge    = "judge"
)

// Read reads all tables that have headings. A file in which no table has any
// is refused, and so are an empty one and one with too many rows.
func Read(tables []Table) ([]Row, error) {
	var rows []Row
	headed := false
	for _, t := range tables {
		at, columns, ok := findHeader(t)
		if !ok {
			continue
		}
		headed = true
		for i := at + 1; i < len(t.Rows); i++ {
			if blank(t.Rows[i]) {
				continue
			}
			if len(rows) == MaxRows {
				return nil, fault.New(fault.Invalid, SubRows).With(fault.Params{"limit": MaxRows})
			}
			rows = append(rows, readRow(t, i, columns))
		}
	}
	if !headed {
		return nil, fault.New(fault.Invalid, SubHeader)
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Invalid, SubEmpty)
	}
	return rows, nil
}

func blank(cells []Cell) bool {
	for _, c := range cells {
		if strings.TrimSpace(c.Text) != "" {
			return false
		}
	}
	return true
}

// reader reads one row.
type reader struct {
	cells   []Cell
	columns columns
	row     Row
}

func readRow(t Table, at int, c columns) Row {
	r := &reader{cells: t.Rows[at], columns: c, row: Row{Sheet: t.Name, Line: at + 1}}
	r.row.Stem = r.text(colStem)
	r.row.Explanation = r.text(colExplanation)
	r.row.Source = r.text(colSource)
	r.row.Ref = r.text(colRef)
	r.row.Element = r.element()
	r.row.Pictures = splitNames(r.text(colPicture))
	r.row.Type = r.kind(t.Name)
	r.row.Options = r.options()
	r.row.Key = r.key()
	r.row.Pool = r.pool()
	r.row.Difficulty = r.difficulty()
	return r.row
}

func (r *reader) fail(column string, sub fault.Sub, p fault.Params) {
	r.row.Faults = append(r.row.Faults, Fault{Column: column, Sub: sub, Params: p})
}

func (r *reader) cell(column string) Cell {
	at, ok := r.columns[column]
	if !ok || at >= len(r.cells) {
		return Cell{}
	}
	return r.cells[at]
}

// text gives a cell's text without control characters, bounded.
func (r *reader) text(column string) string {
	text := clean(r.cell(column).Text)
	if len([]rune(text)) > maxCell {
		r.fail(heading(column), SubCellLong, fault.Params{"limit": maxCell})
		return string([]rune(text)[:maxCell])
	}
	return text
}

// clean drops what no text needs: NUL and other control characters, invalid
// UTF-8, direction overrides. Line breaks stay.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// element takes the deepest of the columns that name a point.
func (r *reader) element() string {
	for i := maxElementColumns; i >= 1; i-- {
		if text := r.text(fmt.Sprintf("%s%d", colElement, i)); text != "" {
			return text
		}
	}
	return r.text(colElement)
}

func (r *reader) kind(sheet string) string {
	text := fold(r.text(colType))
	if text == "" {
		text = fold(sheet)
		if k := typeOf(text); k != "" {
			return k
		}
		r.fail(heading(colType), SubTypeMissing, nil)
		return ""
	}
	k := typeOf(text)
	if k == "" {
		r.fail(heading(colType), SubTypeUnknown, nil)
	}
	return k
}

func typeOf(text string) string {
	switch {
	case strings.Contains(text, "单选"), strings.Contains(text, "单项"), text == single:
		return single
	case strings.Contains(text, "多选"), strings.Contains(text, "多项"), strings.Contains(text, "不定项"), text == multiple:
		return multiple
	case strings.Contains(text, "判断"), strings.Contains(text, "是非"), strings.Contains(text, "对错"), text == judge:
		return judge
	}
	return ""
}

// options reads the option cells up to the last that is filled.
func (r *reader) options() []string {
	var list []string
	for i := range len(letters) {
		list = append(list, r.text(colOption+letters[i:i+1]))
	}
	for len(list) > 0 && list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	if len(list) > maxOptions {
		r.fail(heading(colOption), SubOptionBeyond, fault.Params{"limit": letters[:maxOptions]})
		list = list[:maxOptions]
	}
	return list
}

func (r *reader) pool() string {
	switch text := fold(r.text(colPool)); {
	case text == "":
		return ""
	case text == "practice", strings.HasPrefix(text, "练习"):
		return "practice"
	case text == "mock", strings.HasPrefix(text, "模拟"):
		return "mock"
	case text == "exam", strings.HasPrefix(text, "考试"), strings.HasPrefix(text, "正式"):
		return "exam"
	default:
		r.fail(heading(colPool), SubPoolUnknown, nil)
		return ""
	}
}

var difficulties = map[string]int{
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "容易": 1, "易": 1, "简单": 1, "较易": 2, "中": 3, "中等": 3, "一般": 3,
	"较难": 4, "难": 5, "困难": 5, "1.0": 1, "2.0": 2, "3.0": 3, "4.0": 4, "5.0": 5,
}

// middling is the difficulty of a row that states none.
const middling = 3

func (r *reader) difficulty() int {
	text := fold(r.text(colDifficulty))
	if text == "" {
		return middling
	}
	d, ok := difficulties[text]
	if !ok {
		r.fail(heading(colDifficulty), SubDifficulty, nil)
		return middling
	}
	return d
}

var nameMark = regexp.MustCompile(`[,，;；、\n|]+`)

func splitNames(text string) []string {
	var names []string
	for _, n := range nameMark.Split(text, -1) {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return names
}

// fold folds width and case and drops spaces.
func fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
}
