package layout

import (
	"strings"

	"jiangxun/internal/bank/question"
)

// How safely a letter begins an option: at the head of a line, after a blank,
// after a sign or a Chinese character, or right after a letter or digit.
const (
	atHead = iota
	afterSpace
	afterSign
	afterLetter
)

// candidate is a letter that may begin an option.
type candidate struct {
	letter int  // 0 for A
	from   int  // where the option begins, its brackets and marks included
	body   int  // where its text begins
	level  int  // atHead …
	sep    rune // what follows the letter: '.', ')', ':', ' ' for nothing
	marked bool // a tick or an asterisk stands before it
}

// candidates lists the letters of a folded text that may begin an option.
func candidates(f []rune) []candidate {
	var list []candidate
	for i := range f {
		r := latin(f[i])
		if !isUpper(r) {
			continue
		}
		if c, ok := candidateAt(f, i, int(r-'A')); ok {
			list = append(list, c)
		}
	}
	return list
}

func candidateAt(f []rune, i, letter int) (candidate, bool) {
	c := candidate{letter: letter, from: i}
	var body int
	var ok bool
	if i > 0 && strings.ContainsRune("([【", f[i-1]) {
		body, ok = bracketed(f, i)
		c.from, c.sep = i-1, ')'
	}
	if !ok { // "(A、甲 B、乙)" has all options in one pair of brackets
		c.from = i
		c.sep, body, ok = separator(f, i)
	}
	if !ok {
		return c, false
	}
	c.level = levelAt(f, &c)
	c.body = skipBlank(f, body)
	if c.sep == ' ' && c.level > afterSpace || c.level == afterLetter && c.sep != '.' && c.sep != ')' {
		return c, false
	}
	return c, true
}

// bracketed finds the end of "(A)" or "(A)."; i is the letter.
func bracketed(f []rune, i int) (end int, ok bool) {
	end = skipSpace(f, i+1)
	if end >= len(f) || !strings.ContainsRune(")]】", f[end]) {
		return 0, false
	}
	end++
	if k := skipSpace(f, end); k < len(f) && strings.ContainsRune(".、:", f[k]) {
		end = k + 1
	}
	return end, true
}

// separator reads what stands behind a letter: ". ", a blank, or nothing
// before a Chinese character.
func separator(f []rune, i int) (sep rune, end int, ok bool) {
	j := skipSpace(f, i+1)
	switch {
	case j >= len(f):
		return 0, 0, false
	case strings.ContainsRune(".、:),;。", f[j]):
		sep = sepClass(f[j])
		ellipsis := sep == '.' && j+1 < len(f) && f[j+1] == '.'
		return sep, j + 1, !ellipsis
	case j > i+1:
		return ' ', i + 1, f[i+1] != '\n'
	}
	return ' ', i + 1, isHan(f[j]) || f[j] >= objectBase
}

func sepClass(r rune) rune {
	switch r {
	case ')':
		return ')'
	case ':':
		return ':'
	}
	return '.'
}

// skipBlank passes spaces within a line.
func skipBlank(f []rune, i int) int {
	for i < len(f) && (f[i] == ' ' || f[i] == '\t') {
		i++
	}
	return i
}

// bullets are signs that forms print before every option.
const bullets = "○●◯□☐■◇◆❍〇"

// bulletAt gives the place of a bullet right before an option, i without.
func bulletAt(f []rune, i int) int {
	k := i - 1
	if k > 0 && f[k] == ' ' {
		k--
	}
	if k < 0 || !strings.ContainsRune(bullets, f[k]) || k > 0 && !isSpace(f[k-1]) {
		return i
	}
	return k
}

// levelAt tells what stands before an option, ticks left aside.
func levelAt(f []rune, c *candidate) int {
	i := c.from
	k := i
	if b := bulletAt(f, i); b < i {
		k, c.from = b, b
	}
	for k > 0 && strings.ContainsRune(" *√★", f[k-1]) {
		k--
	}
	if k < i && strings.ContainsAny(string(f[k:i]), "*√★") && (k == 0 || f[k-1] == '\n' || f[k] == ' ' || f[k-1] == '\t') {
		c.marked, c.from = true, k
	}
	switch {
	case k == 0 || f[k-1] == '\n':
		return atHead
	case f[i-1] == ' ' || f[i-1] == '\t' || c.marked:
		return afterSpace
	case isAlnum(f[i-1]):
		return afterLetter
	}
	return afterSign
}

// optionLetters gives the letters of the options that seem to begin in a line.
func optionLetters(f []rune) string {
	var out strings.Builder
	next := -1
	for _, c := range candidates(f) {
		switch {
		case next < 0 && (c.level == atHead || c.letter == 0), c.letter == next:
			out.WriteByte(byte('A' + c.letter))
			next = c.letter + 1
		}
	}
	return out.String()
}

// chain is the options of a question, in order.
type chain struct {
	list    []candidate
	circled bool
	broken  string // the letter that is missing or twice
}

const maxStarts = 8

// findOptions finds the options of a question in the text of its head.
func findOptions(f []rune) chain {
	all := candidates(f)
	var best chain
	starts := 0
	for i, c := range all {
		if c.letter != 0 || starts == maxStarts {
			continue
		}
		starts++
		if ch := follow(all, i); better(ch, best) {
			best = ch
		}
	}
	if len(best.list) < 2 {
		return chain{}
	}
	best.broken = broken(all, best)
	return best
}

func better(a, b chain) bool {
	if len(a.list) != len(b.list) {
		return len(a.list) > len(b.list)
	}
	return len(a.list) > 0 && a.risk() < b.risk()
}

func (c chain) risk() int {
	n := 0
	for _, o := range c.list {
		n += o.level
	}
	return n
}

// follow looks for B after A, C after B and so on, each time the safest one.
func follow(all []candidate, start int) chain {
	ch := chain{list: []candidate{all[start]}}
	at := start
	for letter := 1; letter < question.MaxOptions; letter++ {
		best := -1
		for k := at + 1; k < len(all); k++ {
			if all[k].letter != letter || !alike(all[start], all[k]) {
				continue
			}
			if best < 0 || rank(all[start], all[k]) < rank(all[start], all[best]) {
				best = k
			}
		}
		if best < 0 {
			break
		}
		ch.list = append(ch.list, all[best])
		at = best
	}
	if bareUnsafe(ch) {
		return chain{}
	}
	return ch
}

// alike tells whether two letters may begin options of one question.
func alike(a, b candidate) bool {
	return (a.sep == ' ') == (b.sep == ' ') || a.level == atHead && b.level == atHead
}

func rank(first, c candidate) int {
	n := c.level * 2
	if c.level <= afterSpace {
		n = 0
	}
	if c.sep != first.sep {
		n += 3
	}
	return n
}

// bareUnsafe refuses letters without a sign unless they stand like options.
func bareUnsafe(ch chain) bool {
	if ch.list[0].sep != ' ' {
		return false
	}
	return len(ch.list) < 3 || ch.list[0].level != atHead
}

// broken finds an option at the head of a line that the chain leaves out: a
// letter that stands twice or after a gap.
func broken(all []candidate, ch chain) string {
	end, size := ch.list[len(ch.list)-1], len(ch.list)
	for _, c := range all {
		inLine := c.level == afterSpace && c.letter == size+1
		if c.from <= end.from || c.level != atHead && !inLine || c.sep != ch.list[0].sep {
			continue
		}
		if c.letter < size && size < question.MaxOptions {
			return question.Letter(c.letter)
		}
		return question.Letter(size)
	}
	return ""
}

// circledOptions finds options numbered ①②③.
func circledOptions(f []rune) chain {
	var ch chain
	for i, r := range f {
		if circled(r) != len(ch.list)+1 || i > 0 && !isSpace(f[i-1]) && len(ch.list) == 0 {
			continue
		}
		c := candidate{letter: len(ch.list), from: i, body: skipBlank(f, i+1), sep: 'o'}
		if c.body < len(f) && strings.ContainsRune(".、:", f[c.body]) {
			c.body = skipBlank(f, c.body+1)
		}
		ch.list = append(ch.list, c)
	}
	if len(ch.list) < 2 {
		return chain{}
	}
	ch.circled = true
	return ch
}
