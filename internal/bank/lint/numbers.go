package lint

import (
	"math"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

var blankMark = regexp.MustCompile(`_{3,}`)

// span is what a numeric option says: the numbers from low to high.
type span struct {
	key       string
	low, high float64
	openLow   bool // low itself is not meant
	openHigh  bool
	unit      string
}

const digits = `(-?\d+(?:\.\d+)?)`

var (
	rangeForm = regexp.MustCompile(`^` + digits + `\s*([^\d\s~～\-—–至到]{0,8})\s*(?:~|～|-|—|–|至|到)+\s*` + digits + `\s*(\S{0,8})$`)
	atLeast   = regexp.MustCompile(`^(?:不小于|不少于|不低于|大于等于|至少|≥|>=)\s*` + digits + `\s*(\S{0,8})$`)
	above     = regexp.MustCompile(`^(?:大于|高于|多于|超过|>)\s*` + digits + `\s*(\S{0,8})$`)
	atMost    = regexp.MustCompile(`^(?:不大于|不超过|不高于|小于等于|至多|≤|<=)\s*` + digits + `\s*(\S{0,8})$`)
	below     = regexp.MustCompile(`^(?:小于|低于|少于|<)\s*` + digits + `\s*(\S{0,8})$`)
	sideWord  = regexp.MustCompile(`^` + digits + `\s*(\S{0,8}?)(以上|以下)$`)
	plainForm = regexp.MustCompile(`^` + digits + `\s*([^\d\s]\S{0,7})?$`)
)

// spanOf reads an option that is a number or a range, with its unit.
func spanOf(key, html string) (span, bool) {
	text := strings.TrimSpace(strings.TrimRight(norm.NFKC.String(question.Plain(html)), "。.;；"))
	if m := rangeForm.FindStringSubmatch(text); m != nil {
		low, okLow := number(m[1])
		high, okHigh := number(m[3])
		return span{key: key, low: low, high: high, unit: m[4]}, okLow && okHigh && low <= high
	}
	inf := math.Inf(1)
	if m := sideWord.FindStringSubmatch(text); m != nil {
		n, ok := number(m[1])
		if m[3] == "以上" {
			return span{key: key, low: n, high: inf, unit: m[2]}, ok
		}
		return span{key: key, low: -inf, high: n, unit: m[2]}, ok
	}
	for _, f := range []struct {
		form *regexp.Regexp
		make func(n float64) span
	}{
		{atLeast, func(n float64) span { return span{low: n, high: inf} }},
		{above, func(n float64) span { return span{low: n, high: inf, openLow: true} }},
		{atMost, func(n float64) span { return span{low: -inf, high: n} }},
		{below, func(n float64) span { return span{low: -inf, high: n, openHigh: true} }},
		{plainForm, func(n float64) span { return span{low: n, high: n} }},
	} {
		if m := f.form.FindStringSubmatch(text); m != nil {
			n, ok := number(m[1])
			s := f.make(n)
			s.key, s.unit = key, m[2]
			return s, ok
		}
	}
	return span{}, false
}

// overlaps reports that some number fits both. Ranges that only touch, as in
// 10–20 and 20–30, overlap at the common end unless one of them leaves it out.
func (s span) overlaps(o span) bool {
	if s.low > o.low || s.low == o.low && s.openLow {
		s, o = o, s
	}
	if s.high == o.low {
		return !s.openHigh && !o.openLow
	}
	return s.high > o.low
}

// numbers looks at options that are all numbers or ranges.
func (l *linter) numbers() {
	if l.body.Type != question.Single && l.body.Type != question.Multiple {
		return
	}
	var spans []span
	for _, o := range l.body.Options {
		s, ok := spanOf(o.Key, o.HTML)
		if !ok {
			return
		}
		spans = append(spans, s)
	}
	l.mixedUnits(spans)
	for i, s := range spans {
		for _, o := range spans[i+1:] {
			if s.unit == o.unit && s.overlaps(o) {
				l.add("options", SubOverlap, fault.Params{"key": s.key, "other": o.key})
				return
			}
		}
	}
}

func (l *linter) mixedUnits(spans []span) {
	with := 0
	for _, s := range spans {
		if s.unit != "" {
			with++
		}
	}
	if with == 0 || with == len(spans) {
		return
	}
	for _, s := range spans {
		if s.unit == "" {
			l.add("options", SubUnitMixed, fault.Params{"key": s.key})
			return
		}
	}
}
