package marking

// Blank is one gap of a fill-in question, or the final value of a calculation.
// An answer is right when it equals one of Answers, or lies within Number.
type Blank struct {
	Answers       []string `json:"answers"`                 // plain texts; the first is the one that people are shown
	Number        *Number  `json:"number,omitempty"`        // for a measured or calculated value
	CaseSensitive bool     `json:"caseSensitive,omitempty"` // letters must match in case
}

// Number is a decimal value that an answer may miss by Tolerance. Both are
// decimal texts ("12.5", "-3"), so that no value suffers from binary
// fractions.
type Number struct {
	Value     string `json:"value"`
	Tolerance string `json:"tolerance"`      // ≥ 0
	Unit      string `json:"unit,omitempty"` // "mm"; an answer without it is right as well, one with another is not
}

// Shape is the outline of an area of a picture.
type Shape string

// The shapes, with what Coords hold. All coordinates are in ten-thousandths
// of the picture's width and height.
const (
	Rect   Shape = "rect"   // left, top, right, bottom
	Circle Shape = "circle" // centre x, centre y, radius (of the width)
	Poly   Shape = "poly"   // x, y, x, y … of at least three corners
)

// Area is a place on a picture.
type Area struct {
	Key    string `json:"key"` // "A", "B" …
	Shape  Shape  `json:"shape"`
	Coords []int  `json:"coords"`
}
