package tabular

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// profile is what the answers of a block have in common. One "1" may be an
// option's number, an option's text, or right; the others tell.
type profile struct {
	letters   bool // some answers are letters
	zero      bool // among those of digits is a 0, so that counting may begin with it
	judgeZero bool
	judgeTwo  bool
	numbered1 bool // every stem begins with a number
}

// numbered tells that options are named by numbers throughout.
func (p profile) numbered() bool { return !p.letters && !p.zero }

var leadNumber = regexp.MustCompile(`^[（(【\[]?\s*(?:第\s*)?(\d{1,5})\s*(?:题)?\s*(?:[、.．:：)）】\]]\s*[、.．]?)\s*`)

// profiled looks over the answers of all drafts of a block.
func profiled(list []*draft) profile {
	p := profile{numbered1: stemsNumbered(list)}
	for _, d := range list {
		p.see(d)
	}
	return p
}

func (p *profile) see(d *draft) {
	answer := cleanAnswer(d.text(colKey))
	number := strings.TrimSuffix(answer, ".0")
	switch {
	case d.mayJudge():
		p.judgeZero = p.judgeZero || number == "0"
		p.judgeTwo = p.judgeTwo || number == "2"
	case letters.MatchString(strings.ToUpper(answer)):
		p.letters = true
	case digitsOnly.MatchString(answer), manyDigits.MatchString(answer):
		p.zero = p.zero || strings.HasPrefix(number, "0") || strings.Contains(number, ",0")
	}
}

// mayJudge tells a row whose answer is right or wrong, as far as is known.
func (d *draft) mayJudge() bool {
	if d.kind == unclear {
		return len(d.options) == 0 || judges(d.plainOptions())
	}
	return d.kind == question.Judge
}

// stemsNumbered tells whether every stem begins with its number. They rise,
// apart from where the next section begins with 1 again; a few may be out of
// order.
func stemsNumbered(list []*draft) bool {
	last, rising := 0, 0
	for _, d := range list {
		n, _ := numbered(d.item.Stem)
		if n == 0 || d.literal {
			return false
		}
		if n == last+1 || n == 1 {
			rising++
		}
		last = n
	}
	if len(list) == 1 {
		return last == 1
	}
	return len(list) > 1 && rising*10 >= len(list)*8
}

// numbered gives the number before a stem and where the stem goes on; 0 for
// none. "3.5 mm" is no number before a stem.
func numbered(stem string) (n, rest int) {
	m := leadNumber.FindStringSubmatchIndex(stem)
	if m == nil || m[1] == len(stem) || stem[m[1]] >= '0' && stem[m[1]] <= '9' && stem[m[1]-1] == '.' {
		return 0, 0
	}
	n, _ = strconv.Atoi(stem[m[2]:m[3]])
	return n, m[1]
}
