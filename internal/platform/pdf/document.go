package pdf

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // Picture reads JPEG
	_ "image/png"  // and PNG
	"time"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"jiangxun/internal/platform/qr"
)

// Size is the size of a page in millimetres.
type Size struct{ Width, Height float64 }

// Page sizes.
var (
	A4          = Size{210, 297}
	A4Landscape = Size{297, 210}
)

// Options describe a document.
type Options struct {
	Page      Size // A4 when zero
	Title     string
	Author    string
	CreatedAt time.Time
	// Lenient draws 〓 for a character the font lacks. Without it such a
	// character makes the whole document fail with a *GlyphError.
	Lenient bool
}

// GlyphError names the characters that no font of the program can draw.
type GlyphError struct{ Runes []rune }

func (e *GlyphError) Error() string { return fmt.Sprintf("font lacks %q", string(e.Runes)) }

// Document is one PDF in the making. The first error sticks: drawing goes on
// without effect, and Bytes reports it. Not safe for concurrent use.
type Document struct {
	pdf     gopdf.GoPdf
	faces   *typefaces
	buffer  sfnt.Buffer
	page    Size
	lenient bool
	err     error
}

// Document starts a document with its first page.
func (p *Press) Document(o Options) (*Document, error) {
	faces, err := p.typefaces()
	if err != nil {
		return nil, err
	}
	if o.Page == (Size{}) {
		o.Page = A4
	}
	d := &Document{faces: faces, page: o.Page, lenient: o.Lenient}
	d.pdf.Start(gopdf.Config{Unit: gopdf.UnitMM, PageSize: gopdf.Rect{W: o.Page.Width, H: o.Page.Height}})
	d.pdf.SetInfo(gopdf.PdfInfo{Title: o.Title, Author: o.Author, Creator: "Jiangxun", Producer: "Jiangxun", CreationDate: o.CreatedAt})
	for _, weight := range []Weight{Regular, Bold} {
		if err := d.pdf.AddTTFFontFromFontContainer(string(weight), faces.container); err != nil {
			return nil, fmt.Errorf("start document: %w", err)
		}
	}
	d.pdf.AddPage()
	return d, nil
}

// Page is the size of the pages.
func (d *Document) Page() Size { return d.page }

// AddPage begins a new page.
func (d *Document) AddPage() { d.pdf.AddPage() }

// Pages is the number of pages so far.
func (d *Document) Pages() int { return d.pdf.GetNumberOfPages() }

// Bytes finishes the document.
func (d *Document) Bytes() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	raw, err := d.pdf.GetBytesPdfReturnErr()
	if err != nil {
		return nil, fmt.Errorf("finish document: %w", err)
	}
	return raw, nil
}

func (d *Document) fail(err error) {
	if err != nil && d.err == nil {
		d.err = err
	}
}

// Color is an RGB colour; the zero value is black.
type Color struct{ R, G, B uint8 }

// Line draws a straight line.
func (d *Document) Line(x1, y1, x2, y2, thickness float64, c Color) {
	d.pdf.SetLineWidth(thickness)
	d.pdf.SetStrokeColor(c.R, c.G, c.B)
	d.pdf.Line(x1, y1, x2, y2)
}

// Box draws the outline of a rectangle.
func (d *Document) Box(x, y, width, height, thickness float64, c Color) {
	d.pdf.SetLineWidth(thickness)
	d.pdf.SetStrokeColor(c.R, c.G, c.B)
	d.pdf.RectFromUpperLeftWithStyle(x, y, width, height, "D")
}

// Fill paints a rectangle.
func (d *Document) Fill(x, y, width, height float64, c Color) {
	d.pdf.SetFillColor(c.R, c.G, c.B)
	d.pdf.RectFromUpperLeftWithStyle(x, y, width, height, "F")
}

// Picture draws a JPEG or PNG as large as the frame allows, in the middle of
// it and undistorted. Give it pictures that went through picture.Sanitise.
func (d *Document) Picture(x, y, width, height float64, raw []byte) {
	config, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || config.Width == 0 || config.Height == 0 {
		d.fail(fmt.Errorf("draw picture: not a picture (%w)", err))
		return
	}
	holder, err := gopdf.ImageHolderByBytes(raw)
	if err != nil {
		d.fail(fmt.Errorf("draw picture: %w", err))
		return
	}
	scale := min(width/float64(config.Width), height/float64(config.Height))
	w, h := float64(config.Width)*scale, float64(config.Height)*scale
	err = d.pdf.ImageByHolder(holder, x+(width-w)/2, y+(height-h)/2, &gopdf.Rect{W: w, H: h})
	if err != nil {
		d.fail(fmt.Errorf("draw picture: %w", err))
	}
}

// QR draws a QR code, sharp at any size. The side includes the quiet border.
func (d *Document) QR(x, y, side float64, text string) {
	code, err := qr.New(text)
	if err != nil {
		d.fail(err)
		return
	}
	n := code.Modules()
	module := side / float64(n+2*qr.Quiet)
	d.Fill(x, y, side, side, Color{255, 255, 255})
	d.pdf.SetFillColor(0, 0, 0)
	for row := range n {
		for from := 0; from < n; from++ {
			to := from
			for to < n && code.Dark(to, row) {
				to++
			}
			if to > from {
				left, top := x+module*float64(from+qr.Quiet), y+module*float64(row+qr.Quiet)
				d.pdf.RectFromUpperLeftWithStyle(left, top, module*float64(to-from), module, "F")
				from = to
			}
		}
	}
}

// width measures a text in millimetres.
func (d *Document) width(text string, weight Weight, size float64) float64 {
	face := d.faces.faces[weight]
	units := face.UnitsPerEm()
	total := fixed.Int26_6(0)
	for _, r := range text {
		glyph, err := face.GlyphIndex(&d.buffer, r)
		if err != nil {
			continue
		}
		advance, err := face.GlyphAdvance(&d.buffer, glyph, fixed.I(int(units)), font.HintingNone)
		if err == nil {
			total += advance
		}
	}
	return float64(total) / 64 / float64(units) * size * millimetresPerPoint
}

const millimetresPerPoint = 25.4 / 72
