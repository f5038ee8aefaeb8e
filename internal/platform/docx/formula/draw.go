package formula

import (
	"errors"
	"image"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// ErrTooLarge says that a drawn formula would be larger than any page.
var ErrTooLarge = errors.New("formula too large to draw")

const (
	maxWidth, maxHeight = 6000, 3000 // pixels of a drawn formula
	axis                = 0.33       // the height of fraction lines over the baseline, in em
	thick               = 0.05       // of lines
)

// Draw draws a formula in black on white, em pixels to the size of its type.
// foot is how many pixels of the picture lie below the baseline. What this
// package does not know is drawn as its LaTeX text.
func Draw(latex string, font *sfnt.Font, em float64) (picture *image.Gray, foot int, err error) {
	parsed, err := parse(latex)
	if err != nil {
		parsed = row{text{latex}}
		if len(latex) > maxLength {
			return nil, 0, ErrLong
		}
	}
	d := &drawer{font: font, units: float64(font.UnitsPerEm())}
	whole := d.row(parsed, size{em: em})
	margin := em * 0.08
	width, height := math.Ceil(whole.width+2*margin), math.Ceil(whole.up+margin)+math.Ceil(whole.down+margin)
	if width > maxWidth || height > maxHeight || math.IsNaN(width+height) {
		return nil, 0, ErrTooLarge
	}
	raster := vector.NewRasterizer(int(width), int(height))
	for _, each := range whole.paths {
		each.draw(raster, margin, math.Ceil(whole.up+margin))
	}
	ink := image.NewAlpha(image.Rect(0, 0, int(width), int(height)))
	raster.Draw(ink, ink.Bounds(), image.Opaque, image.Point{})
	picture = &image.Gray{Pix: ink.Pix, Stride: ink.Stride, Rect: ink.Rect}
	for i := range picture.Pix {
		picture.Pix[i] = 0xff - picture.Pix[i]
	}
	return picture, int(math.Ceil(whole.down + margin)), nil
}

// size is the size of type at a place in the formula.
type size struct {
	em    float64
	level int // 0, then 1 for scripts and 2 for theirs
}

func (s size) smaller() size {
	switch s.level {
	case 0:
		return size{s.em * 0.72, 1}
	case 1:
		return size{s.em * 0.8, 2}
	}
	return s
}

// point is relative to the left end of a shape's baseline, y downwards.
type point struct{ x, y float64 }

// stroke is a piece of an outline: to a point, by none, one or two others.
type stroke struct {
	move bool
	at   []point
}

type outline []stroke

func (o outline) draw(raster *vector.Rasterizer, x, y float64) {
	f := func(p point) (float32, float32) { return float32(p.x + x), float32(p.y + y) }
	for _, s := range o {
		ax, ay := f(s.at[0])
		switch {
		case s.move:
			raster.ClosePath()
			raster.MoveTo(ax, ay)
		case len(s.at) == 1:
			raster.LineTo(ax, ay)
		case len(s.at) == 2:
			bx, by := f(s.at[1])
			raster.QuadTo(ax, ay, bx, by)
		default:
			bx, by := f(s.at[1])
			cx, cy := f(s.at[2])
			raster.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	raster.ClosePath()
}

// shape is something laid out: its room and its outlines.
type shape struct {
	width, up, down float64
	paths           []outline
}

// put adds another shape at a place.
func (s *shape) put(other shape, x, y float64) {
	for _, path := range other.paths {
		s.paths = append(s.paths, path.change(func(p point) point { return point{p.x + x, p.y + y} }))
	}
	s.width = max(s.width, x+other.width)
	s.up = max(s.up, other.up-y)
	s.down = max(s.down, other.down+y)
}

// after adds another shape behind.
func (s *shape) after(other shape) { s.put(other, s.width, 0) }

func (o outline) change(f func(point) point) outline {
	out := make(outline, len(o))
	for i, s := range o {
		at := make([]point, len(s.at))
		for j, p := range s.at {
			at[j] = f(p)
		}
		out[i] = stroke{move: s.move, at: at}
	}
	return out
}

// polygon is a filled area between points, clockwise as the outlines of
// characters are: where areas of one sense overlap, they add up.
func polygon(points ...point) outline {
	var out outline
	for i, p := range points {
		out = append(out, stroke{move: i == 0, at: []point{p}})
	}
	return out
}

// rule is a filled bar.
func rule(x, y, width, height float64) outline {
	return polygon(point{x, y}, point{x + width, y}, point{x + width, y + height}, point{x, y + height})
}

// line is a straight line of a thickness between two points.
func line(from, to point, thickness float64) outline {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return nil
	}
	nx, ny := -dy/length*thickness/2, dx/length*thickness/2
	return polygon(point{from.x - nx, from.y - ny}, point{to.x - nx, to.y - ny}, point{to.x + nx, to.y + ny}, point{from.x + nx, from.y + ny})
}

type drawer struct {
	font   *sfnt.Font
	units  float64
	buffer sfnt.Buffer
}

// substitutes stand for characters that fonts of text lack.
var substitutes = map[rune]rune{
	'ϕ': 'φ', 'ϵ': 'ε', '∼': '~', '⋅': '·', '∘': '°', '∗': '*', '⟨': '〈', '⟩': '〉', '-': '−', 'ϑ': 'θ', 'ϱ': 'ρ', 'ϖ': 'π', '⟶': '→', '⟵': '←',
	'⟹': '⇒', '⟸': '⇐', '⟺': '⇔', '⩽': '≤', '⩾': '≥', '∣': '|', 'ς': 'σ', '≃': '≈', '∖': '\\', '⋯': '…', '★': '*', '∅': 'Ø',
}
