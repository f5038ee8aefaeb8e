// Package tables reads the weight tables (权重表) and element tables
// (鉴定要素细目表) that evaluation bodies keep in workbooks, finds what they
// would change, and tells two states of a level's tables apart. It is pure: it
// knows neither files nor the database.
//
// Columns are known by their headings, never by their place. A heading may
// stand in any of the first rows and be several rows deep. What cannot be
// understood is a Fault with the sheet, row and column where it stands; nothing
// is guessed where two readings are possible.
package tables

import (
	"strings"

	"jiangxun/internal/fault"
)

// Part is a part of an assessment that has its own weight table.
type Part string

// The parts with a weight table.
const (
	Theory Part = "theory" // 理论知识
	Skill  Part = "skill"  // 技能要求
)

// Importance grades an assessment point: X core, Y general, Z auxiliary.
type Importance string

// The importances; a range has none.
const (
	Core      Importance = "X"
	General   Importance = "Y"
	Auxiliary Importance = "Z"
)

const (
	// MaxRows bounds the rows of one sheet.
	MaxRows = 6_000
	// MaxPoints bounds the points of one level.
	MaxPoints = 5_000

	maxName    = 100
	maxGroup   = 40
	maxWeights = 60
	maxDepth   = 4 // ranges above a point
	maxFaults  = 500
)

// Sheet is one sheet; cells that a merged area covers hold its text.
type Sheet struct {
	Name string
	Rows []Row
}

// Row is one row that holds anything; Number counts from 1 as people see it.
type Row struct {
	Number int
	Cells  []string
}

func (r Row) cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Fault says what is wrong with a place of a file. A warning stops nothing.
type Fault struct {
	Sheet   string       `json:"sheet,omitempty"`
	Row     int          `json:"row,omitempty"`    // 0: the whole sheet
	Column  string       `json:"column,omitempty"` // "B"; empty: the whole row
	Sub     fault.Sub    `json:"sub"`
	Params  fault.Params `json:"params,omitempty"`
	Warning bool         `json:"warning,omitempty"`
}

// File is what a workbook holds.
type File struct {
	Weights  []WeightTable  `json:"weights"`
	Elements []ElementTable `json:"elements"`
	Faults   []Fault        `json:"faults"`
}

// WeightTable is one column of a weight table: the table of one level.
type WeightTable struct {
	Sheet  string       `json:"sheet"`
	Column string       `json:"column"`
	Part   Part         `json:"part"`
	Level  string       `json:"level"` // "5" … "1"; empty: the file does not say
	Track  string       `json:"track"` // as the heading says, or empty
	Title  string       `json:"title"` // what stands above the table and names the sheet
	Rows   []WeightLine `json:"rows"`
}

// WeightLine is one row that the level has; "—" gives none.
type WeightLine struct {
	Row     int    `json:"row"`
	Group   string `json:"group"`
	Name    string `json:"name"`
	Percent int    `json:"percent"`
}

// ElementTable is the element table of one level.
type ElementTable struct {
	Sheet string        `json:"sheet"`
	Level string        `json:"level"`
	Title string        `json:"title"`
	Lines []ElementLine `json:"lines"` // a range before what is below it
}

// ElementLine is a range or a point.
type ElementLine struct {
	Row        int        `json:"row"`
	Path       string     `json:"path"` // "A-B-001"
	Name       string     `json:"name"`
	Importance Importance `json:"importance,omitempty"` // empty for a range
	Weight     int        `json:"weight,omitempty"`     // 鉴定比重 in hundredths of a percent; 0: not given
	Page       string     `json:"page,omitempty"`       // of the textbook
}

// IsPoint tells a point from a range.
func (l ElementLine) IsPoint() bool { return l.Importance != "" }

// Read finds the tables in a workbook's sheets. A file without any is an error.
func Read(sheets []Sheet) (File, error) {
	var file File
	for _, sheet := range sheets {
		if len(sheet.Rows) > MaxRows {
			return File{}, fault.New(fault.Invalid, SubRows).With(fault.Params{"limit": MaxRows})
		}
		r := reader{sheet: sheet, file: &file}
		if !r.elements() && !r.weights() {
			r.warn(0, -1, SubSheet, nil)
		}
	}
	if len(file.Weights)+len(file.Elements) == 0 && !file.refused() {
		return File{}, fault.New(fault.Invalid, SubUnknown)
	}
	return file, nil
}

func (f File) refused() bool {
	for _, found := range f.Faults {
		if !found.Warning {
			return true
		}
	}
	return false
}

// reader carries one sheet through its reading.
type reader struct {
	sheet Sheet
	file  *File
}

func (r *reader) refuse(row, column int, sub fault.Sub, params fault.Params) {
	r.add(Fault{Sheet: quote(r.sheet.Name), Row: row, Column: columnName(column), Sub: sub, Params: params})
}

func (r *reader) warn(row, column int, sub fault.Sub, params fault.Params) {
	r.add(Fault{Sheet: quote(r.sheet.Name), Row: row, Column: columnName(column), Sub: sub, Params: params, Warning: true})
}

func (r *reader) add(f Fault) {
	if len(r.file.Faults) < maxFaults {
		r.file.Faults = append(r.file.Faults, f)
	}
}

// columnName gives "A" for 0, "AA" for 26, nothing below 0.
func columnName(column int) string {
	var letters []byte
	for ; column >= 0; column = column/26 - 1 {
		letters = append([]byte{byte('A' + column%26)}, letters...)
	}
	return string(letters)
}

// title is what the rows say that stand above a table, and the sheet's name.
func (r *reader) title(from, to int) string {
	var words []string
	for _, row := range r.sheet.Rows[from:to] {
		last := ""
		for _, cell := range row.Cells {
			if cell != "" && cell != last {
				words = append(words, clean(cell))
			}
			last = cell
		}
	}
	return strings.Join(words, " ")
}
