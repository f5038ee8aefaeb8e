package tabular

import (
	"regexp"
	"strconv"
	"strings"
)

// profile is what the answers of a block have in common. One "1" may be an
// option's number, an option's text, or right; the others tell.
type profile struct {
	letters   bool // some answers are letters
	digits    int  // answers of digits alone
	zero      bool // among them a 0, so that counting may begin with it
	judgeZero bool
	judgeTwo  bool
	numbered1 bool // every stem begins with a number
}

// numbered tells that options are named by numbers throughout.
func (p profile) numbered() bool { return !p.letters && !p.zero }

var leadNumber = regexp.MustCompile(`^[（(【\[]?\s*(?:第\s*)?(\d{1,5})\s*(?:题)?\s*(?:[、.．:：)）】\]]\s*[、.．]?)\s*`)

// profiled looks over the answers of all drafts of a block.
func profiled(list []*draft) profile {
	p := profile{}
	count, last, rising := 0, 0, 0
	for _, d := range list {
		answer := cleanAnswer(d.text(colKey))
		folded := strings.TrimSuffix(answer, ".0")
		judging := d.kind == "judge" || d.kind == unclear && (len(d.options) == 0 || judges(d.plainOptions()))
		switch {
		case judging:
			p.judgeZero = p.judgeZero || folded == "0"
			p.judgeTwo = p.judgeTwo || folded == "2"
		case letters.MatchString(strings.ToUpper(answer)):
			p.letters = true
		case digitsOnly.MatchString(answer), manyDigits.MatchString(answer), folded == "0":
			p.digits++
			p.zero = p.zero || strings.HasPrefix(folded, "0") || strings.Contains(folded, ",0")
		}
		if n, _ := numbered(d.item.Stem); n > 0 && !d.literal {
			count++
			if n == last+1 || n == 1 {
				rising++
			}
			last = n
		}
	}
	p.numbered1 = len(list) > 1 && count == len(list) && rising*10 >= len(list)*8 || len(list) == 1 && count == 1 && last == 1
	return p
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
