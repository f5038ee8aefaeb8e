package docx

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"
	"strings"

	"jiangxun/internal/platform/docx/formula"
)

// ErrPicture says that a picture to be written is no PNG, JPEG or GIF.
var ErrPicture = errors.New("picture is not PNG, JPEG or GIF")

// Setup is what a written file begins with.
type Setup struct {
	Title string // in the file's properties
	Page  Page   // of the first section; the zero value is A4
	// Draw gives a picture of a formula that Office Math has no form for. With
	// nil, or when it fails, the LaTeX text itself is printed.
	Draw func(latex string) (*Picture, error)
}

// Writer makes a Word file. Add blocks in order, then call WriteTo. The first
// error stays and comes out of WriteTo. The same calls give the same bytes.
type Writer struct {
	setup       Setup
	page        Page // of the open section
	body        []piece
	media       []medium
	mediaIDs    map[[32]byte]int
	margins     []margin // headers and footers of the sections that are closed
	lastMargins []margin // the same with the open section's, while writing
	drawings    int      // the ids of drawings are unique in a file
	unheld      []string
	err         error
}

// piece is a block in XML. Paragraphs are kept open so that the end of a
// section can be written into the last of them.
type piece struct {
	properties string // what stands in pPr
	inside     string
	table      string // instead of a paragraph
}

type medium struct {
	data []byte
	ext  string
}

type margin struct {
	kind string // header, footer
	xml  string
}

// NewWriter begins a file.
func NewWriter(setup Setup) *Writer {
	if setup.Page.Width == 0 {
		setup.Page = A4()
	}
	return &Writer{setup: setup, page: setup.Page, mediaIDs: map[[32]byte]int{}}
}

// Math gives the Office Math of a formula for those who write XML themselves;
// ok is false where there is no form for it.
func Math(latex string) (omml string, ok bool) { return formula.ToOMML(latex) }

// Unheld gives the formulas so far that Office Math has no form for.
func (w *Writer) Unheld() []string { return w.unheld }

// Add adds paragraphs and tables.
func (w *Writer) Add(blocks ...Block) {
	for _, block := range blocks {
		switch {
		case block.Paragraph != nil:
			w.Paragraph(*block.Paragraph)
		case block.Table != nil:
			w.Table(*block.Table)
		}
	}
}

// Paragraph adds a paragraph. Its Style may be "", "title", "heading 1",
// "heading 2" or "heading 3"; its Number is not written.
func (w *Writer) Paragraph(p Paragraph) {
	w.body = append(w.body, w.paragraph(p))
}

// Text adds a paragraph of one text.
func (w *Writer) Text(text string, set Setting) {
	w.Paragraph(Paragraph{Runs: []Run{{Text: text}}, Set: set})
}

// NewPage begins a new page, or a new column where the page has several.
func (w *Writer) NewPage() {
	w.Paragraph(Paragraph{Runs: []Run{{Kind: NewPage}}})
}

// Table adds a table. Cells stand in order; those that a merge covers are left
// out, their Column does not matter.
func (w *Writer) Table(t Table) {
	if last := len(w.body) - 1; last >= 0 && w.body[last].table != "" {
		w.body = append(w.body, piece{}) // or Word makes one table of both
	}
	w.body = append(w.body, piece{table: w.table(t, w.page.column())})
}

// Section ends the section and begins one with pages of another shape.
func (w *Writer) Section(page Page) {
	last := len(w.body) - 1
	if last < 0 || w.body[last].table != "" {
		w.body = append(w.body, piece{properties: `<w:spacing w:line="20" w:lineRule="exact"/>`})
		last = len(w.body) - 1
	}
	w.body[last].properties += w.section()
	w.page = page
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// mediaID stores a picture once and gives its number from 1.
func (w *Writer) mediaID(data []byte, ext string) int {
	sum := sha256.Sum256(data)
	if id, ok := w.mediaIDs[sum]; ok {
		return id
	}
	w.media = append(w.media, medium{data, ext})
	w.mediaIDs[sum] = len(w.media)
	return len(w.media)
}

// Bytes gives the whole file.
func (w *Writer) Bytes() ([]byte, error) {
	var out bytes.Buffer
	_, err := w.WriteTo(&out)
	return out.Bytes(), err
}

// WriteTo writes the file; afterwards more may be added and written again.
func (w *Writer) WriteTo(to io.Writer) (int64, error) {
	counted := &counter{to: to}
	files := zip.NewWriter(counted)
	put := func(name, text string) {
		part, err := files.Create(name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		if err != nil {
			w.fail(fmt.Errorf("write docx: %w", err))
		}
	}
	drawings, unheld := w.drawings, len(w.unheld) // the open section's headers are made anew at each writing
	document := w.document()
	w.drawings, w.unheld = drawings, w.unheld[:unheld]
	put("[Content_Types].xml", w.contentTypes())
	put("_rels/.rels", packageRels)
	put("docProps/core.xml", strings.Replace(coreProperties, "TITLE", escape(w.setup.Title), 1))
	put("docProps/app.xml", appProperties)
	put("word/document.xml", document)
	put("word/styles.xml", stylesXML())
	put("word/settings.xml", settingsXML)
	put("word/fontTable.xml", fontTableXML)
	put("word/_rels/document.xml.rels", w.rels())
	for i, each := range w.lastMargins {
		name := fmt.Sprintf("%s%d.xml", each.kind, i+1)
		put("word/"+name, each.xml)
		put("word/_rels/"+name+".rels", w.mediaRels())
	}
	for i, each := range w.media {
		put(fmt.Sprintf("word/media/image%d.%s", i+1, each.ext), string(each.data))
	}
	if err := files.Close(); err != nil {
		w.fail(fmt.Errorf("write docx: %w", err))
	}
	return counted.n, w.err
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// measure gives a picture's file ending and its size in EMU: as given, else
// after its pixels at 96 to the inch, in any case no wider than the column.
func (w *Writer) measure(p *Picture, widest float64) (ext string, width, height int64, err error) {
	ext, ok := map[string]string{"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}[sniff(p.Data)]
	if !ok {
		return "", 0, 0, fmt.Errorf("%w: %s", ErrPicture, p.Name)
	}
	width, height = p.Width, p.Height
	if width <= 0 || height <= 0 {
		size, _, err := image.DecodeConfig(bytes.NewReader(p.Data))
		if err != nil || size.Width <= 0 || size.Height <= 0 {
			return "", 0, 0, fmt.Errorf("%w: %s", ErrPicture, p.Name)
		}
		const pixel = 9525
		wide, high := float64(size.Width)*pixel, float64(size.Height)*pixel
		switch {
		case width > 0:
			high, wide = high*float64(width)/wide, float64(width)
		case height > 0:
			wide, high = wide*float64(height)/high, float64(height)
		}
		width, height = int64(wide), int64(high)
	}
	if limit := int64(widest * 36000); width > limit {
		width, height = limit, int64(float64(height)*float64(limit)/float64(width))
	}
	return ext, max(width, 1), max(height, 1), nil
}
