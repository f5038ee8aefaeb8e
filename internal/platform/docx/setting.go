package docx

// Face is a typeface: a Chinese one and the Latin one that goes with it.
type Face int

// The typefaces. The zero value takes what stands around: the paragraph's, the
// style's, in the end Song.
const (
	Inherit  Face = iota
	Song          // 宋体, Times New Roman
	Hei           // 黑体, Arial
	Kai           // 楷体, Times New Roman
	FangSong      // 仿宋, Times New Roman
)

// Setting says how a written paragraph is set. Lengths are points; 0 leaves
// the style's.
type Setting struct {
	Face                Face
	Size                float64
	Bold                bool
	Before, After       float64
	Line                float64 // a multiple of single spacing
	Left, Right         float64 // indents
	FirstLine, Hanging  float64
	KeepNext, KeepLines bool // with the next paragraph on a page, its lines together
	Tabs                []float64
	RuleBelow           bool // a line under the paragraph
}

// TableSetting says how a written table is set.
type TableSetting struct {
	Widths  []float64 // of the columns in mm; missing ones share what is left
	Borders bool
	Align   string // left, center, right
}

// RowSetting says how a row is set.
type RowSetting struct {
	Height   float64 // mm, at least
	Header   bool    // repeated on each page
	KeepRows bool    // not divided between pages, together with the next row
}

// CellSetting says how a cell is set.
type CellSetting struct {
	Middle bool   // text in the middle of the height
	Shade  string // rrggbb
}

// Page is the shape of the pages of a section, in mm.
type Page struct {
	Width, Height            float64
	Top, Bottom, Left, Right float64 // margins
	Columns                  int
	Gap                      float64 // between columns
	Rule                     bool    // a line between columns
	Header, Footer           []Paragraph
	Restart                  bool // page numbers begin at 1
}

// A4 is an upright A4 page.
func A4() Page {
	return Page{Width: 210, Height: 297, Top: 25, Bottom: 22, Left: 25, Right: 22, Columns: 1}
}

// A3Columns is a lying A3 page in two columns, as exam papers are printed; the
// wide left margin leaves room for the sealing line.
func A3Columns() Page {
	return Page{Width: 420, Height: 297, Top: 22, Bottom: 20, Left: 35, Right: 20, Columns: 2, Gap: 15, Rule: true}
}

// column is the width of one column in mm.
func (p Page) column() float64 {
	n := max(p.Columns, 1)
	return (p.Width - p.Left - p.Right - float64(n-1)*p.Gap) / float64(n)
}

// PageFooter is a centred footer 第X页 共Y页.
func PageFooter() []Paragraph {
	say := func(text string) Run { return Run{Text: text} }
	return []Paragraph{{Align: "center", Set: Setting{Size: 9}, Runs: []Run{
		say("第"), {Kind: PageNumber}, say("页 共"), {Kind: PageCount}, say("页"),
	}}}
}
