package exchange

import (
	"slices"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Item is one question as a file has it, of whatever format. Readers never
// fail on an item: what cannot be understood stands in its notes, so that a
// person sees every item of the file.
type Item struct {
	question.Body
	At         string    // where in the file, as a person finds it: "Sheet1!A7", "第 12 行", "items/q3.xml"
	Ref        string    // the file's own id of the question, or empty
	Difficulty int       // 1–5; 0 when the file does not say
	Element    string    // code or name of the assessment point, or empty
	Pool       string    // "practice", "mock", "exam", or empty
	Source     string    // 出处
	Tags       []string  // categories and keywords of the file, outermost first
	Score      int       // hundredths of a point; 0 when the file does not say
	Pictures   []Picture // what <img data-picture="n"> counts, from 1
	Notes      []Note
}

// Picture is a picture of an item. Data is nil when the file names a picture
// without holding it.
type Picture struct {
	Name string
	Data []byte
}

// Note is a remark on an item; one that is no warning rejects it.
type Note struct {
	Sub     fault.Sub
	Warning bool
	Column  string // heading or field as people call it ("答案"), or empty
	Params  fault.Params
}

// Result is what a reader made of a file: every item in the file's order,
// rejected ones too, and remarks that belong to no item.
type Result struct {
	Format Format
	Items  []Item
	Notes  []Note // warnings on the file as a whole
}

// Format names a file format.
type Format string

// The formats. Those below the line are written as well as read.
const (
	Aiken Format = "aiken"
	Text  Format = "text" // a paper as pasted text
	CSV   Format = "csv"
	JSON  Format = "json" // of other programs
	QTI12 Format = "qti-1.2"
	QTI21 Format = "qti-2.1"
	QTI22 Format = "qti-2.2"

	Workbook Format = "xlsx"
	Word     Format = "docx"
	Moodle   Format = "moodle-xml"
	GIFT     Format = "gift"
	QTI30    Format = "qti-3.0"
	Package  Format = "jiangxun-json" // our own, loss-free
)

// Rejected reports that the item is no question that the bank can hold.
func (i *Item) Rejected() bool {
	return slices.ContainsFunc(i.Notes, func(n Note) bool { return !n.Warning })
}

// Reject notes why the item is no question.
func (i *Item) Reject(column string, sub fault.Sub, p fault.Params) {
	i.Notes = append(i.Notes, Note{Sub: sub, Column: column, Params: p})
}

// Warn notes what a person should look at.
func (i *Item) Warn(column string, sub fault.Sub, p fault.Params) {
	i.Notes = append(i.Notes, Note{Sub: sub, Warning: true, Column: column, Params: p})
}

// AddPicture adds a picture and gives its number; the same bytes under the
// same name are one picture.
func (i *Item) AddPicture(p Picture) int {
	for n, held := range i.Pictures {
		if held.Name == p.Name && string(held.Data) == string(p.Data) {
			return n + 1
		}
	}
	i.Pictures = append(i.Pictures, p)
	return len(i.Pictures)
}

// Finish tidies the body and checks it by the bank's rules; every reader ends
// each item with it. An item that is rejected already gets no second reason
// for the same column.
func (i *Item) Finish(c question.Cleaner) {
	i.cut()
	i.Body = i.Tidy(c)
	for _, f := range i.Check(len(i.Pictures)) {
		column := ColumnOf(f.Name)
		said := slices.ContainsFunc(i.Notes, func(n Note) bool { return !n.Warning && n.Column == column })
		if !said {
			i.Reject(column, f.Sub, f.Params)
		}
	}
}
