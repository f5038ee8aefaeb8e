package question

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

// Bounds of a body.
const (
	MaxOptions  = 26
	MinOptions  = 2
	MaxBlanks   = 20
	MaxParts    = 20
	MaxPictures = 20
	MaxAreas    = 30
	MaxRubric   = 30
	maxText     = 24_000 // bytes of HTML of a stem, reference or explanation
	maxOption   = 6_000  // bytes of HTML of an option
	maxAnswer   = 200    // characters of an answer to a blank
)

// Reasons why a body is no question.
const (
	SubStemMissing fault.Sub = "bank.stem_missing"
	SubTooLong     fault.Sub = "bank.too_long"
	SubTypeUnknown fault.Sub = "bank.type_unknown"
	SubOptionCount fault.Sub = "bank.option_count"
	SubOptionGap   fault.Sub = "bank.option_gap"
	SubOptionEmpty fault.Sub = "bank.option_empty" // {key}
	SubOptionSame  fault.Sub = "bank.option_same"  // {key}
	SubKeyMissing  fault.Sub = "bank.key_missing"
	SubKeyUnknown  fault.Sub = "bank.key_unknown" // {key}
	SubKeyTooMany  fault.Sub = "bank.key_too_many"
	SubBlankCount  fault.Sub = "bank.blank_count" // {marks}, {blanks}
	SubBlankEmpty  fault.Sub = "bank.blank_empty" // {number}
	SubNumberForm  fault.Sub = "bank.number_form" // {number}
	SubOrderKey    fault.Sub = "bank.order_key"
	SubPairs       fault.Sub = "bank.pairs"
	SubAreas       fault.Sub = "bank.areas"
	SubParts       fault.Sub = "bank.parts"
	SubRubric      fault.Sub = "bank.rubric"
	SubPictureName fault.Sub = "bank.picture_number" // {number}
)

// checker gathers the faults of one body.
type checker struct {
	pictures int
	prefix   string
	faults   []fault.Field
}

func (c *checker) add(name string, sub fault.Sub, p fault.Params) {
	c.faults = append(c.faults, fault.Field{Name: c.prefix + name, Sub: sub, Params: p})
}

// Check refuses a body that makes no question; pictures is how many the
// question has. It expects a tidied body. Field names are those of the JSON
// form ("options", "parts.1.key").
func (b Body) Check(pictures int) []fault.Field {
	c := &checker{pictures: pictures}
	c.body(b)
	return c.faults
}

func (c *checker) body(b Body) {
	if titles[b.Type] == "" {
		c.add("type", SubTypeUnknown, nil)
		return
	}
	if Plain(b.Stem) == "" && c.pictures == 0 {
		c.add("stem", SubStemMissing, nil)
	}
	c.texts(b)
	switch b.Type {
	case Single, Multiple, Judge:
		c.options(b)
		c.chosenKey(b, b.Options)
	case Fill:
		c.blanks(b, 1)
	case Short, Essay, Calculation:
		c.blanks(b, 0)
		c.rubric(b)
	case Ordering:
		c.options(b)
		c.order(b)
	case Matching:
		c.options(b)
		c.pairs(b)
	case Hotspot:
		c.areas(b)
	case Case:
		c.parts(b)
	}
}

func (c *checker) texts(b Body) {
	for name, text := range map[string]string{"stem": b.Stem, "explanation": b.Explanation, "reference": b.Reference} {
		if len(text) > maxText {
			c.add(name, SubTooLong, nil)
		}
		for _, n := range PicturesIn(text) {
			if n > c.pictures {
				c.add(name, SubPictureName, fault.Params{"number": n})
			}
		}
	}
}

func (c *checker) options(b Body) {
	if b.Type == Judge {
		return
	}
	if len(b.Options) < MinOptions || len(b.Options) > MaxOptions {
		c.add("options", SubOptionCount, nil)
		return
	}
	seen := map[string]bool{}
	for i, o := range b.Options {
		text := normalWithCase(o.HTML)
		switch {
		case o.Key != Letter(i):
			c.add("options", SubOptionGap, nil)
		case Empty(o.HTML):
			c.add("options", SubOptionEmpty, fault.Params{"key": o.Key})
		case len(o.HTML) > maxOption || len(o.Explanation) > maxOption:
			c.add("options", SubTooLong, nil)
		case seen[text]:
			c.add("options", SubOptionSame, fault.Params{"key": o.Key})
		default:
			seen[text] = true
			continue
		}
		return
	}
}

// normalWithCase tells options apart: "A" and "a", "＋" and "-" differ, spaces
// do not.
func normalWithCase(h string) string {
	return whiteSpace.ReplaceAllString(h, " ")
}

func (c *checker) chosenKey(b Body, options []Option) {
	known := map[string]bool{}
	for _, o := range options {
		known[o.Key] = true
	}
	if len(b.Key) == 0 {
		c.add("key", SubKeyMissing, nil)
		return
	}
	for _, k := range b.Key {
		if !known[k] {
			c.add("key", SubKeyUnknown, fault.Params{"key": k})
			return
		}
	}
	if b.Type != Multiple && len(b.Key) != 1 {
		c.add("key", SubKeyTooMany, nil)
	}
}

func (c *checker) blanks(b Body, least int) {
	if len(b.Blanks) < least {
		c.add("blanks", SubKeyMissing, nil)
		return
	}
	if marks := Marks(b.Stem); len(b.Blanks) > MaxBlanks || b.Type == Fill && marks > 0 && marks != len(b.Blanks) {
		c.add("blanks", SubBlankCount, fault.Params{"marks": marks, "blanks": len(b.Blanks)})
		return
	}
	for i, blank := range b.Blanks {
		at := fault.Params{"number": i + 1}
		switch {
		case blank.Number != nil && !validNumber(*blank.Number):
			c.add("blanks."+strconv.Itoa(i), SubNumberForm, at)
		case blank.Number == nil && len(blank.Answers) == 0, slices.Contains(blank.Answers, ""):
			c.add("blanks."+strconv.Itoa(i), SubBlankEmpty, at)
		case slices.ContainsFunc(blank.Answers, func(a string) bool { return len([]rune(a)) > maxAnswer }):
			c.add("blanks."+strconv.Itoa(i), SubTooLong, nil)
		}
	}
}

func (c *checker) rubric(b Body) {
	bad := slices.ContainsFunc(b.Rubric, func(r Criterion) bool {
		return r.Text == "" || r.Share < 1 || r.Share > 100 || len(r.Text) > maxOption
	})
	if bad || len(b.Rubric) > MaxRubric {
		c.add("rubric", SubRubric, nil)
	}
}

func (c *checker) order(b Body) {
	sorted := slices.Sorted(slices.Values(b.Key))
	keys := make([]string, len(b.Options))
	for i, o := range b.Options {
		keys[i] = o.Key
	}
	if !slices.Equal(sorted, keys) {
		c.add("key", SubOrderKey, nil)
	}
}

func (c *checker) pairs(b Body) {
	bad := slices.ContainsFunc(b.Pairs, func(p Pair) bool {
		unknown := !slices.ContainsFunc(b.Options, func(o Option) bool { return o.Key == p.Key })
		return unknown || Empty(p.HTML) || len(p.HTML) > maxOption
	})
	if len(b.Pairs) < 1 || len(b.Pairs) > MaxOptions || bad {
		c.add("pairs", SubPairs, nil)
	}
}

func (c *checker) areas(b Body) {
	if b.Picture < 1 || b.Picture > c.pictures || len(b.Areas) == 0 || len(b.Areas) > MaxAreas {
		c.add("areas", SubAreas, nil)
		return
	}
	options := make([]Option, 0, len(b.Areas))
	for i, a := range b.Areas {
		if a.Key != Letter(i) || !shaped(a) {
			c.add("areas", SubAreas, nil)
			return
		}
		options = append(options, Option{Key: a.Key})
	}
	if len(b.Key) > 1 {
		b.Type = Multiple
	}
	c.chosenKey(b, options)
}

const scale = 10_000

func shaped(a Area) bool {
	if slices.ContainsFunc(a.Coords, func(n int) bool { return n < 0 || n > scale }) {
		return false
	}
	switch a.Shape {
	case marking.Rect:
		return len(a.Coords) == 4 && a.Coords[0] < a.Coords[2] && a.Coords[1] < a.Coords[3]
	case marking.Circle:
		return len(a.Coords) == 3 && a.Coords[2] > 0
	case marking.Poly:
		return len(a.Coords) >= 6 && len(a.Coords)%2 == 0 && len(a.Coords) <= 200
	}
	return false
}

func (c *checker) parts(b Body) {
	if len(b.Parts) == 0 || len(b.Parts) > MaxParts {
		c.add("parts", SubParts, nil)
		return
	}
	outer := c.prefix
	for i, p := range b.Parts {
		c.prefix = outer + "parts." + strconv.Itoa(i) + "."
		if p.Type == Case || p.Share < 1 || p.Share > 100 {
			c.add("type", SubParts, nil)
			continue
		}
		c.body(p)
	}
	c.prefix = outer
}

// decimal is a number as people write it; its length bounds the arithmetic.
var decimal = regexp.MustCompile(`^-?\d{1,18}(\.\d{1,12})?(e-?\d{1,2})?$`)

func validNumber(n Number) bool {
	if !decimal.MatchString(n.Value) || len([]rune(n.Unit)) > 20 {
		return false
	}
	tolerance, ok := new(big.Rat).SetString(n.Tolerance)
	return ok && decimal.MatchString(n.Tolerance) && tolerance.Sign() >= 0
}
