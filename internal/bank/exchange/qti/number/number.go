// Package number reads and writes decimal numbers exactly.
package number

import (
	"math/big"
	"regexp"
	"strings"
)

var plain = regexp.MustCompile(`^[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,2})?$`)

var power = regexp.MustCompile(`^([+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?)\s*[*×x]\s*10\s*\^\s*([+-]?[0-9]{1,2})$`)

// Parse reads a number as programs and people write it; its length is bounded.
func Parse(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if m := power.FindStringSubmatch(text); m != nil {
		text = m[1] + "e" + m[2]
	}
	if !plain.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// Text writes a number with at most twelve decimals; false where that is not
// exact or too long for a question.
func Text(r *big.Rat) (string, bool) {
	text := strings.TrimRight(r.FloatString(12), "0")
	text = strings.TrimSuffix(text, ".")
	if text == "-0" {
		text = "0"
	}
	back, ok := new(big.Rat).SetString(text)
	whole, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return text, ok && back.Cmp(r) == 0 && len(whole) <= 18
}

// Near writes a number with at most twelve decimals, rounded.
func Near(r *big.Rat) string {
	text, _ := Text(r)
	return text
}

// Half is half a unit of the last digit that counts: of so many decimals, or of
// so many significant figures.
func Half(value *big.Rat, digits int, decimals bool) *big.Rat {
	place := -digits
	if !decimals {
		place = leading(value) - digits + 1
	}
	unit := new(big.Rat).SetInt64(1)
	ten := big.NewRat(10, 1)
	for ; place > 0; place-- {
		unit.Mul(unit, ten)
	}
	for ; place < 0; place++ {
		unit.Quo(unit, ten)
	}
	return unit.Quo(unit, big.NewRat(2, 1))
}

// leading is the power of ten of the first digit that counts.
func leading(value *big.Rat) int {
	v := new(big.Rat).Abs(value)
	if v.Sign() == 0 {
		return 0
	}
	one, ten, power := big.NewRat(1, 1), big.NewRat(10, 1), 0
	for ; v.Cmp(ten) >= 0; power++ {
		v.Quo(v, ten)
	}
	for ; v.Cmp(one) < 0; power-- {
		v.Mul(v, ten)
	}
	return power
}
