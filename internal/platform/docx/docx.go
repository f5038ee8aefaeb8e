// Package docx reads and writes Word files (.docx) within fixed limits. It
// knows paragraphs, tables, pictures and equations, and nothing of what a file
// is about. Formulas are LaTeX on this side and Office Math in the file.
package docx

import (
	"errors"
	"strings"
)

// Reasons why a file is refused.
var (
	ErrTooLarge  = errors.New("file too large")
	ErrUnpacked  = errors.New("file too large once unpacked")
	ErrNotDocx   = errors.New("not a .docx file")
	ErrOldFormat = errors.New("old .doc or password-protected file")
	ErrStructure = errors.New("file is damaged or built to harm")
	ErrTooMany   = errors.New("file holds too much: paragraphs, cells, pieces of text, or all of it in one element")
)

// Limits bound a file. A zero takes the default beside it.
type Limits struct {
	MaxBytes      int64 // 32 MB packed
	MaxUnpacked   int64 // 64 MB, of all parts together
	MaxXML        int64 // 16 MB, of one part of XML
	MaxEntries    int   // 2,000 parts
	MaxParagraphs int   // 100,000, those in tables and text boxes too; as many cells, three times as many runs
}

func (l Limits) filled() Limits {
	if l.MaxBytes == 0 {
		l.MaxBytes = 32 << 20
	}
	if l.MaxParagraphs == 0 {
		l.MaxParagraphs = 100_000
	}
	return l
}

// Document is what a file holds, in reading order. Headers, footers, notes,
// comments, deleted and hidden text are left out.
type Document struct {
	Blocks   []Block
	Warnings []Warning
}

// Warning says what could not be taken over.
type Warning struct {
	Paragraph int // Paragraph.Index; -1 for the file as a whole
	Code      string
	Detail    string // a name from the file, for a person
}

// The codes of warnings.
const (
	WarnPictureUnsupported = "picture_unsupported" // WMF, EMF and the like: kept, but no browser shows it
	WarnPictureMissing     = "picture_missing"     // the file refers to a picture that it does not hold, or that lies elsewhere
	WarnObject             = "object"              // an embedded object (old equation editor, MathType, Excel): Detail is its kind
	WarnDrawing            = "drawing"             // a chart, diagram or shape without a picture
	WarnFormula            = "formula"             // an equation with a part that was not understood
	WarnField              = "field"               // a field without a stored result
	WarnOtherFile          = "other_file"          // another file is to be put in here on opening
	WarnMacros             = "macros"              // macros were ignored
	WarnPart               = "part"                // a part of the file (styles, numbering) was unreadable and ignored
)

// Block is a paragraph or a table; the other one is nil.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Paragraph is one paragraph. Text boxes come as paragraphs behind the one
// that they hang on.
type Paragraph struct {
	Index     int    // from 0, counting those in tables too
	Number    string // the list number as Word prints it: "1.", "（一）", "A、", "①", "•"; "" without
	Level     int    // of the list, from 0
	Bullet    bool   // Number is a bullet
	Style     string // the style's name: "heading 1", "Normal"
	Outline   int    // 1 to 9 for headings, 0 for text
	Align     string // left, center, right, both; "" where nothing is said
	PageBreak bool   // begins a new page
	Runs      []Run
	Set       Setting // for writing; reading leaves it empty
}

// Kind is what a run is.
type Kind int

// The kinds of runs.
const (
	Text       Kind = iota // Run.Text
	Tab                    // to the next tab stop
	Break                  // a new line within the paragraph
	NewPage                // a page or column break within the paragraph
	Image                  // Run.Picture
	Equation               // Run.Text holds LaTeX
	PageNumber             // the number of the page; for writing, read as Text
	PageCount              // the number of pages; for writing, read as Text
)

// Run is a piece of a paragraph of one format.
type Run struct {
	Kind    Kind
	Text    string
	Display bool // an equation on a line of its own
	Format  Format
	Picture *Picture
	Face    Face    // for writing: of this run alone
	Size    float64 // for writing: in points
}

// Format is how a run looks, after its styles.
type Format struct {
	Bold, Italic, Underline, Strike bool
	Sub, Sup                        bool
	Dotted                          bool   // 着重号, the emphasis dot
	Color                           string // rrggbb in lower case; "" for black and automatic
	Highlight                       string // a marker's colour name or rrggbb of the background; "" without
}

// Picture is a picture with its bytes as they stand in the file. Several runs
// may share one Data: do not change it.
type Picture struct {
	Name          string // of the part: word/media/image1.png
	Type          string // after its content: image/png, image/jpeg, image/gif, image/bmp, image/tiff, image/webp, image/svg+xml, image/emf, image/wmf; "" unknown
	Data          []byte
	Width, Height int64  // as shown, in EMU (914,400 to the inch); 0 unknown
	Alt           string // the description for those who cannot see it
	Drop          int64  // for writing: how far it hangs below the line, in EMU
	Object        string // the kind of the embedded object whose preview it is, such as Equation.DSMT4
}

// Shown tells whether browsers show pictures of this type and programs here can
// decode them: PNG, JPEG, GIF.
func (p *Picture) Shown() bool {
	switch p.Type {
	case "image/png", "image/jpeg", "image/gif":
		return true
	}
	return false
}

// Table is a table. Cells that a merge covers are left out.
type Table struct {
	Rows []Row
	Set  TableSetting // for writing; reading leaves it empty
}

// Row is a row of a table.
type Row struct {
	Cells []Cell
	Set   RowSetting // for writing
}

// Cell is a cell of a table.
type Cell struct {
	Column           int // where it begins on the table's grid, from 0
	ColSpan, RowSpan int // 1 and more; for writing 0 is 1
	Blocks           []Block
	Set              CellSetting // for writing
}

// String gives the paragraph as plain text without its number: tabs as \t,
// line breaks as \n, equations between dollar signs, pictures as U+FFFC.
func (p *Paragraph) String() string {
	var out strings.Builder
	for _, run := range p.Runs {
		switch run.Kind {
		case Text:
			out.WriteString(run.Text)
		case Tab:
			out.WriteByte('\t')
		case Break, NewPage:
			out.WriteByte('\n')
		case Image:
			out.WriteRune('\ufffc')
		case Equation:
			out.WriteString("$" + run.Text + "$")
		}
	}
	return out.String()
}

// Is tells a Word file from other archives and texts, by its content alone and
// without judging it.
func Is(raw []byte) bool {
	opened, err := openPack(raw, Limits{})
	if err != nil {
		return false
	}
	relations, err := opened.relations("")
	if err != nil {
		return false
	}
	main, ok := find(relations, "officeDocument")
	return opened.files.Has("word/document.xml") || ok && strings.HasPrefix(main, "word/")
}

// Paragraphs gives every paragraph in order, those in tables too.
func (d Document) Paragraphs() []*Paragraph { return paragraphs(nil, d.Blocks) }

func paragraphs(into []*Paragraph, blocks []Block) []*Paragraph {
	for _, block := range blocks {
		if block.Paragraph != nil {
			into = append(into, block.Paragraph)
			continue
		}
		for _, row := range block.Table.Rows {
			for _, cell := range row.Cells {
				into = paragraphs(into, cell.Blocks)
			}
		}
	}
	return into
}
