package pdf

import (
	"fmt"
	"strings"
)

// Align says where the lines of a text stand in its width.
type Align int

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// Style describes a text.
type Style struct {
	Size    float64 // points; 10.5 (五号) when zero
	Weight  Weight
	Align   Align
	Leading float64 // line height as a multiple of the size; 1.5 when zero
	Color   Color
}

func (s Style) filled() Style {
	if s.Size == 0 {
		s.Size = 10.5
	}
	if s.Weight == "" {
		s.Weight = Regular
	}
	if s.Leading == 0 {
		s.Leading = 1.5
	}
	return s
}

func (s Style) lineHeight() float64 { return s.Size * s.Leading * millimetresPerPoint }

// ascent is the share of the type size above the base line in Noto Sans SC.
const ascent = 0.88

// Text draws a text wrapped to width with its top at y, and returns the height
// it took. Line breaks in the text are kept.
func (d *Document) Text(x, y, width float64, text string, style Style) float64 {
	style = style.filled()
	lines := d.lines(width, text, style)
	if d.err != nil {
		return 0
	}
	d.pdf.SetTextColor(style.Color.R, style.Color.G, style.Color.B)
	d.fail(d.pdf.SetFont(string(style.Weight), "", style.Size))
	baseline := y + (style.lineHeight()+(2*ascent-1)*style.Size*millimetresPerPoint)/2
	for i, line := range lines {
		if line == "" {
			continue
		}
		left := x
		if style.Align != Left {
			left += (width - d.width(line, style.Weight, style.Size)) * map[Align]float64{Center: 0.5, Right: 1}[style.Align]
		}
		d.pdf.SetXY(left, baseline+float64(i)*style.lineHeight())
		if err := d.pdf.Text(line); err != nil {
			d.fail(fmt.Errorf("draw text: %w", err))
		}
	}
	return float64(len(lines)) * style.lineHeight()
}

// TextHeight is the height that Text would take.
func (d *Document) TextHeight(width float64, text string, style Style) float64 {
	style = style.filled()
	return float64(len(d.lines(width, text, style))) * style.lineHeight()
}

// FittedText draws a text on one line, in smaller type when it is too long
// (down to half the size; beyond that it is wrapped). For names and numbers in
// a form.
func (d *Document) FittedText(x, y, width float64, text string, style Style) {
	style = style.filled()
	wanted := d.width(clean(text), style.Weight, style.Size)
	switch {
	case wanted > 2*width:
		style.Size /= 2 // two lines of half the type stand where one line stood
	case wanted > width:
		smaller := style.Size * width / wanted * 0.999
		// The line keeps its place: what the type loses the leading gains.
		style.Leading *= style.Size / smaller
		style.Size = smaller
	}
	d.Text(x, y, width, text, style)
}

func (d *Document) lines(width float64, text string, style Style) []string {
	text = clean(text)
	if lacking := d.faces.missing(text); len(lacking) > 0 {
		if !d.lenient {
			d.fail(&GlyphError{Runes: lacking})
			return nil
		}
		for _, r := range lacking {
			text = strings.ReplaceAll(text, string(r), "〓")
		}
	}
	measure := func(s string) float64 { return d.width(s, style.Weight, style.Size) }
	return wrap(text, width, measure)
}
