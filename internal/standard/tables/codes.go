package tables

import (
	"regexp"
	"strings"

	"jiangxun/internal/fault"
)

// coder understands the codes of one sheet: each level's own ("A", "A", "001"),
// the whole path ("A-A-001"), or the path without dividers ("AA001", "02110").
type coder struct {
	runTogether []bool // per depth: each range code repeats the codes above it
	point       pointStyle
	fromPoints  bool              // ranges have no codes, points carry the whole path
	made        map[string]string // path of the parent + name → code made up
	count       map[string]int
}

type pointStyle int

const (
	pointLocal pointStyle = iota // 001
	pointRun                     // AA001, 02110: the codes above stand in front
	pointNone                    // the sheet has no codes
)

var (
	digits    = regexp.MustCompile(`^\d+$`)
	plainCode = regexp.MustCompile(`^[A-Z0-9]{1,6}$`)
	longCode  = regexp.MustCompile(`^[A-Z]{2,5}\d{1,3}$`)
)

func newCoder(lines []rawLine) coder {
	c := coder{made: map[string]string{}, count: map[string]int{}, point: pointNone}
	depth, ranges := 0, false
	long, divided := false, false
	for _, line := range lines {
		depth = max(depth, len(line.ranges))
		for _, g := range line.ranges {
			ranges = ranges || g.code != ""
		}
		if line.code == "" {
			continue
		}
		if c.point == pointNone {
			c.point = pointLocal
		}
		divided = divided || strings.Contains(line.code, "-")
		long = long || digits.MatchString(line.code) && len(line.code) > 3 || longCode.MatchString(line.code)
	}
	c.fromPoints = !ranges && divided
	if long && !divided {
		c.point = pointRun
	}
	for d := range depth {
		c.runTogether = append(c.runTogether, d > 0 && runsTogether(lines, d))
	}
	return c
}

// runsTogether reports that every code of a depth begins with all codes above.
func runsTogether(lines []rawLine, d int) bool {
	any := false
	for _, line := range lines {
		if len(line.ranges) <= d || line.ranges[d].code == "" {
			continue
		}
		above := line.ranges[d-1].code
		code := line.ranges[d].code
		if above == "" || strings.Contains(code, "-") || len(code) <= len(above) || !strings.HasPrefix(code, above) {
			return false
		}
		any = true
	}
	return any
}

// rangeCode gives the code of a line's range at a depth below a path. A
// sub-code says why there is none.
func (c *coder) rangeCode(line rawLine, d int, above string) (code string, made bool, sub fault.Sub) {
	g := line.ranges[d]
	if g.code == "" {
		if pieces := strings.Split(line.code, "-"); c.fromPoints && len(pieces) == len(line.ranges)+1 {
			return checked(pieces[d])
		}
		return c.make(above, g.name), true, ""
	}
	code = g.code
	switch {
	case strings.Contains(code, "-"):
		rest, ok := strings.CutPrefix(code, above+"-")
		if above == "" || !ok {
			return "", false, SubCodePath
		}
		code = rest
	case c.runTogether[d]:
		code = strings.TrimPrefix(code, line.ranges[d-1].code)
	}
	return checked(code)
}

func checked(code string) (string, bool, fault.Sub) {
	if !plainCode.MatchString(code) {
		return "", false, SubCode
	}
	return code, false, ""
}

// make gives ranges without codes the letters in their order.
func (c *coder) make(above, name string) string {
	id := above + "/" + name
	if code := c.made[id]; code != "" {
		return code
	}
	n := c.count[above]
	c.count[above]++
	code := columnName(n)
	c.made[id] = code
	return code
}

// pointCode gives a point's own code below its lowest range.
func (c *coder) pointCode(line rawLine, above string) (code string, made bool, sub fault.Sub) {
	code = line.code
	if c.point == pointNone {
		c.count[above+"#"]++
		return padded(c.count[above+"#"]), true, ""
	}
	if code == "" {
		return "", false, SubCodeNone
	}
	switch {
	case strings.Contains(code, "-"):
		rest, ok := strings.CutPrefix(code, above+"-")
		if !ok {
			return "", false, SubCodePath
		}
		code = rest
	case c.point == pointRun:
		// Only the codes of the ranges tell where the path ends: 02110 could be
		// 0.2.1.10 or 0.2.11.0 or 02.11.0.
		for _, g := range line.ranges {
			if g.code == "" {
				return "", false, SubCodeMixed
			}
		}
		rest, ok := strings.CutPrefix(code, strings.ReplaceAll(above, "-", ""))
		if !ok || rest == "" {
			return "", false, SubCodePath
		}
		code = rest
	}
	if digits.MatchString(code) && len(code) < 3 {
		code = strings.Repeat("0", 3-len(code)) + code
	}
	return checked(code)
}
