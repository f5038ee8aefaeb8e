package marking

import (
	"math/big"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// maxGiven bounds the characters of an answer that is looked at at all.
const maxGiven = 200

// Right reports whether an answer fills the blank. Width (ＡＢ, １２), white
// space, a full stop at the end and, unless the blank says otherwise, case make
// no difference; traditional and simplified characters do: a bank that wants
// both names both. A number is right within its tolerance, ends included, with
// its own unit or none.
func (b Blank) Right(given string) bool {
	if len([]rune(given)) > maxGiven {
		return false
	}
	text := foldAnswer(given)
	if text == "" {
		return false
	}
	for _, answer := range b.Answers {
		want := foldAnswer(answer)
		if want == text || !b.CaseSensitive && strings.EqualFold(want, text) {
			return true
		}
	}
	return b.Number != nil && b.Number.within(text)
}

var (
	gaps       = regexp.MustCompile(`[\s\p{Z}\x{200b}-\x{200f}\x{feff}]+`)
	thousands  = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?`)
	numberForm = regexp.MustCompile(`^([+-]?\d{1,18}(?:\.\d{1,18})?|[+-]?\.\d{1,18})(?:(?:e|×10\^?|x10\^?|\*10\^)([+-]?\d{1,2}))?(.*)$`)
)

// foldAnswer folds what typing differs in. White space goes altogether: in
// Chinese it means nothing, and "45 钢" is "45钢".
func foldAnswer(text string) string {
	text = norm.NFKC.String(strings.ToValidUTF8(text, ""))
	text = strings.NewReplacer("−", "-", "–", "-", "—", "-", "，", ",", "。", ".", "．", ".", "µ", "μ", "Ω", "Ω").Replace(text)
	text = gaps.ReplaceAllString(text, "")
	return strings.TrimRight(text, ".;,")
}

// within reports that the text is a number within the tolerance.
func (n Number) within(text string) bool {
	if thousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	m := numberForm.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	if unit := m[3]; unit != "" && unit != foldAnswer(n.Unit) {
		return false
	}
	written := strings.TrimPrefix(m[1], "+")
	if m[2] != "" {
		written += "e" + m[2]
	}
	given, ok := new(big.Rat).SetString(written)
	value, okValue := new(big.Rat).SetString(n.Value)
	tolerance, okTolerance := new(big.Rat).SetString(n.Tolerance)
	if !ok || !okValue || !okTolerance {
		return false
	}
	distance := new(big.Rat).Sub(given, value)
	return distance.Abs(distance).Cmp(tolerance) <= 0
}
