package markup

import (
	"math/big"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
)

var (
	ownForm    = regexp.MustCompile(`^-?\d{1,18}(?:\.\d{1,12})?(?:e-?\d{1,2})?$`)
	numberForm = regexp.MustCompile(`^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?)(\d{1,3}))?$`)
	timesTen   = regexp.MustCompile(`\s*(?:[×xX*·]|\\times)\s*10\s*\^?\s*\{?\(?([+-]?\d{1,3})\)?\}?$`)
	grouped    = regexp.MustCompile(`^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,})$`)
	decimals   = regexp.MustCompile(`^[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)$`)
)

// Decimal reads a number as files write it ("1,000.5", "3,14", ".5", "+2",
// "1.5E-3", "6.02×10^23", full-width digits) into the spelling of a body.
func Decimal(text string) (string, bool) {
	text = strings.TrimSpace(norm.NFKC.String(text))
	if ownForm.MatchString(text) {
		return text, true
	}
	text = strings.NewReplacer("−", "-", "–", "-", "\u00a0", "", " ", "").Replace(text)
	text = timesTen.ReplaceAllString(text, "e$1")
	switch {
	case len(text) > 60:
		return "", false
	case grouped.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case decimals.MatchString(text):
		text = strings.Replace(text, ",", ".", 1)
	}
	m := numberForm.FindStringSubmatch(text)
	if m == nil || m[2]+m[3] == "" {
		return "", false
	}
	whole, fraction := strings.TrimLeft(m[2], "0"), strings.TrimRight(m[3], "0")
	if whole == "" {
		whole = "0"
	}
	out := whole
	if fraction != "" {
		if len(fraction) > 12 {
			fraction = rounded(fraction)
		}
		out += "." + fraction
	}
	if m[1] == "-" && strings.Trim(out, "0.") != "" {
		out = "-" + out
	}
	exponent := strings.TrimLeft(m[5], "0")
	switch {
	case exponent == "":
	case len(exponent) > 2:
		return "", false
	case m[4] == "-":
		out += "e-" + exponent
	default:
		out += "e" + exponent
	}
	return out, len(whole) <= 18
}

// rounded cuts a fraction to twelve places; a carry into the whole part does
// not happen to numbers that people wrote, and is left out.
func rounded(fraction string) string {
	value, ok := new(big.Rat).SetString("0." + fraction)
	if !ok {
		return fraction[:12]
	}
	text := value.FloatString(12)
	if !strings.HasPrefix(text, "0.") {
		return fraction[:12]
	}
	return strings.TrimRight(text[2:], "0")
}

// Range makes a number of its lowest and highest value.
func Range(low, high string) (*question.Number, bool) {
	a, okA := Decimal(low)
	b, okB := Decimal(high)
	if !okA || !okB {
		return nil, false
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	if !okX || !okY || strings.Contains(a+b, "e") {
		return nil, false
	}
	if x.Cmp(y) > 0 {
		x, y = y, x
	}
	half := big.NewRat(1, 2)
	middle := new(big.Rat).Mul(new(big.Rat).Add(x, y), half)
	reach := new(big.Rat).Mul(new(big.Rat).Sub(y, x), half)
	value, okV := Decimal(brief(middle))
	tolerance, okT := Decimal(brief(reach))
	return &question.Number{Value: value, Tolerance: tolerance}, okV && okT
}

func brief(r *big.Rat) string {
	return strings.TrimRight(strings.TrimRight(r.FloatString(12), "0"), ".")
}

// Tolerant makes a number of a value and how far an answer may miss it; an
// empty tolerance is none.
func Tolerant(value, tolerance string) (*question.Number, bool) {
	v, ok := Decimal(value)
	if !ok {
		return nil, false
	}
	if strings.TrimSpace(tolerance) == "" {
		tolerance = "0"
	}
	t, ok := Decimal(strings.TrimSpace(tolerance))
	return &question.Number{Value: v, Tolerance: strings.TrimPrefix(t, "-")}, ok
}
