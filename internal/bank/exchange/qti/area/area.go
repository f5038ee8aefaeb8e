// Package area turns the areas of QTI into ours, which are in ten-thousandths
// of the picture.
package area

import (
	"math"
	"strconv"
	"strings"

	"jiangxun/internal/marking"
)

// Scale tells in what the coordinates count: pixels of a picture of this size,
// or shares of it where both are 1.
type Scale struct{ Width, Height float64 }

const whole = 10_000

// Numbers reads the figures of a coordinate list.
func Numbers(text string) []float64 {
	var list []float64
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '\n' || r == '\t' }) {
		f, err := strconv.ParseFloat(field, 64)
		if err != nil || math.IsNaN(f) || math.Abs(f) > 1e6 || len(list) >= 200 {
			return nil
		}
		list = append(list, f)
	}
	return list
}

func (s Scale) x(f float64) int { return clamp(f / s.Width) }
func (s Scale) y(f float64) int { return clamp(f / s.Height) }

func clamp(f float64) int { return int(math.Round(max(0, min(1, f)) * whole)) }

// Of makes an area of a shape of HTML (rect, circle, ellipse, poly, default);
// false for any other, and for one that has no extent.
func (s Scale) Of(key, shape string, c []float64) (marking.Area, bool) {
	a := marking.Area{Key: key}
	if s.Width <= 0 || s.Height <= 0 {
		return a, false
	}
	switch shape {
	case "default":
		a.Shape, a.Coords = marking.Rect, []int{0, 0, whole, whole}
		return a, true
	case "rect":
		return s.rect(a, c)
	case "circle":
		if len(c) != 3 || c[2] <= 0 {
			return a, false
		}
		a.Shape, a.Coords = marking.Circle, []int{s.x(c[0]), s.y(c[1]), max(1, s.x(c[2]))}
		return a, true
	case "ellipse":
		if len(c) != 4 || c[2] <= 0 || c[3] <= 0 {
			return a, false
		}
		return s.ellipse(a, c), true
	case "poly":
		return s.poly(a, c)
	}
	return a, false
}

func (s Scale) rect(a marking.Area, c []float64) (marking.Area, bool) {
	if len(c) != 4 {
		return a, false
	}
	a.Shape = marking.Rect
	a.Coords = []int{s.x(min(c[0], c[2])), s.y(min(c[1], c[3])), s.x(max(c[0], c[2])), s.y(max(c[1], c[3]))}
	return a, a.Coords[0] < a.Coords[2] && a.Coords[1] < a.Coords[3]
}

func (s Scale) poly(a marking.Area, c []float64) (marking.Area, bool) {
	if n := len(c); n > 2 && n%2 == 0 && c[0] == c[n-2] && c[1] == c[n-1] {
		c = c[:n-2] // closed
	}
	if len(c) < 6 || len(c)%2 != 0 {
		return a, false
	}
	a.Shape = marking.Poly
	for i := 0; i < len(c); i += 2 {
		a.Coords = append(a.Coords, s.x(c[i]), s.y(c[i+1]))
	}
	return a, true
}

// ellipse is drawn with 24 corners: centre x, y, and half the two widths.
func (s Scale) ellipse(a marking.Area, c []float64) marking.Area {
	if math.Abs(c[2]-c[3]) < 1e-9 && s.Width > 1 {
		a.Shape, a.Coords = marking.Circle, []int{s.x(c[0]), s.y(c[1]), max(1, s.x(c[2]))}
		return a
	}
	a.Shape = marking.Poly
	for i := range 24 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 24)
		a.Coords = append(a.Coords, s.x(c[0]+c[2]*cos), s.y(c[1]+c[3]*sin))
	}
	return a
}
