package attempt

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// layoutRule numbers the rule below. An attempt keeps the number it was opened
// with, so a new rule never reorders a paper that somebody has seen.
const layoutRule = 1

// layoutStream separates layouts from whatever else is drawn from a seed.
const layoutStream = 0x6a78_6c61_796f_7574

// item is what a layout must know of one question of a form.
type item struct {
	section int
	keys    string // option keys of the form, in the author's order
	fixed   bool   // options stay where they are
	many    bool   // takes more than one option
}

// layout is one candidate's order of a form's questions and options.
//
// Rule 1: a PCG of (seed, layoutStream) drives Fisher–Yates from the last
// element down, j = next mod (i+1). First the questions of each section, in the
// sections' order, are shuffled among themselves; then, in the form's order, the
// options of every question that is not fixed. A question is fixed when it is a
// judge question or one of its options speaks of others ("以上都对", "A和C").
// Letters are A, B, C … by place; judge questions keep T and F.
type layout struct {
	place   []int    // form index → number on the paper, from 1
	index   []int    // number on the paper - 1 → form index
	shown   []string // per form index: the form's keys in the order shown
	letters []string // per form index: the letter at each place
	many    []bool   // per form index: takes more than one option
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func newLayout(seed int64, items []item) layout {
	source := rand.NewPCG(uint64(seed), layoutStream)
	shuffle := func(n int, swap func(i, j int)) {
		for i := n - 1; i > 0; i-- {
			swap(i, int(source.Uint64()%uint64(i+1)))
		}
	}
	l := layout{
		place: make([]int, len(items)), index: make([]int, 0, len(items)),
		shown: make([]string, len(items)), letters: make([]string, len(items)), many: make([]bool, len(items)),
	}
	for start := 0; start < len(items); {
		end := start
		for end < len(items) && items[end].section == items[start].section {
			l.index = append(l.index, end)
			end++
		}
		section := l.index[start:end]
		shuffle(len(section), func(i, j int) { section[i], section[j] = section[j], section[i] })
		start = end
	}
	for number, at := range l.index {
		l.place[at] = number + 1
	}
	for at, it := range items {
		keys := []byte(it.keys)
		l.letters[at], l.many[at] = it.keys, it.many
		if !it.fixed {
			shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			l.letters[at] = alphabet[:len(keys)]
		}
		l.shown[at] = string(keys)
	}
	return l
}

// formIndex gives the form's index of a question of the paper.
func (l layout) formIndex(q int) (int, bool) {
	if q < 1 || q > len(l.index) {
		return 0, false
	}
	return l.index[q-1], true
}

// toForm translates letters of the paper into keys of the form, ascending; not
// ok when a letter does not stand on the paper or stands twice, or when there
// are several for a question that takes one.
func (l layout) toForm(at int, letters string) (string, bool) {
	if len(letters) == 1 {
		i := strings.IndexByte(l.letters[at], letters[0])
		if i < 0 {
			return "", false
		}
		return l.shown[at][i : i+1], true
	}
	if len(letters) > 1 && !l.many[at] {
		return "", false
	}
	keys := make([]byte, 0, len(letters))
	for n := range len(letters) {
		i := strings.IndexByte(l.letters[at], letters[n])
		if i < 0 || slices.Contains(keys, l.shown[at][i]) {
			return "", false
		}
		keys = append(keys, l.shown[at][i])
	}
	slices.Sort(keys)
	return string(keys), true
}

// toPaper is the way back.
func (l layout) toPaper(at int, keys string) string {
	letters := make([]byte, 0, len(keys))
	for n := range len(keys) {
		if i := strings.IndexByte(l.shown[at], keys[n]); i >= 0 {
			letters = append(letters, l.letters[at][i])
		}
	}
	slices.Sort(letters)
	return string(letters)
}

var speaksOfOthers = regexp.MustCompile(`以上|上述|前述|下列各项|[都均](不)?(对|是|正确|可以?|可能|行|错)|[A-H]\s*[和与、或及]\s*[A-H]`)

// refers reports an option that speaks of the other options.
func refers(html string) bool { return speaksOfOthers.MatchString(html) }
