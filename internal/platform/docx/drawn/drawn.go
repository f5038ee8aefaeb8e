// Package drawn makes pictures of formulas, for files and programs that cannot
// set them. It has the fonts of platform/pdf.
package drawn

import (
	"bytes"
	"fmt"
	"image/png"

	"jiangxun/internal/platform/docx"
	"jiangxun/internal/platform/docx/formula"
	"jiangxun/internal/platform/pdf"
)

const (
	dots    = 300  // to the inch
	points  = 10.5 // the size of type, 五号
	emuInch = 914400
)

// Drawer draws formulas. Safe for concurrent use.
type Drawer struct{ press *pdf.Press }

// New makes a drawer with the program's fonts.
func New(press *pdf.Press) *Drawer { return &Drawer{press: press} }

// Picture gives a formula as PNG, black on white, with its size for type of
// 10.5 points. A text that is no LaTeX is drawn as it stands. It fits
// docx.Setup.Draw.
func (d *Drawer) Picture(latex string) (*docx.Picture, error) {
	font, err := d.press.Font(pdf.Regular)
	if err != nil {
		return nil, fmt.Errorf("draw formula: %w", err)
	}
	drawing, foot, err := formula.Draw(latex, font, points*dots/72)
	if err != nil {
		return nil, fmt.Errorf("draw formula: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, drawing); err != nil {
		return nil, fmt.Errorf("draw formula: %w", err)
	}
	size := drawing.Bounds().Size()
	return &docx.Picture{
		Name: "formula.png", Type: "image/png", Data: out.Bytes(), Alt: latex, Drop: int64(foot) * emuInch / dots,
		Width: int64(size.X) * emuInch / dots, Height: int64(size.Y) * emuInch / dots,
	}, nil
}
