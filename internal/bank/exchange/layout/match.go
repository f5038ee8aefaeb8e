package layout

import (
	"regexp"

	"jiangxun/internal/bank/question"
)

var pairing = regexp.MustCompile(`(\d{1,2}|[①-⑳])\s*[)）]?\s*[-、.．:：→—–]*\s*[>＞]?\s*[(（]?([A-Za-z])\b`)

// match reads two columns, numbers on the left and letters on the right.
func (r *reading) match() {
	whole := r.stem
	for _, o := range r.options {
		whole.put('\n', 0)
		whole.add(o)
	}
	stem, left, right := r.columns()
	if len(left) < 2 || len(right) < 2 {
		r.item.Reject("题型", SubMatching, nil)
		r.item.Reject("选项", SubMatching, nil)
		r.item.Notes = r.item.Notes[:len(r.item.Notes)-1]
		r.stem = whole
		return
	}
	r.stem = stem
	for i, o := range right {
		r.item.Options = append(r.item.Options, question.Option{Key: question.Letter(i), HTML: r.paint.html(o)})
	}
	keys := r.pairKeys(len(left), len(right))
	for i, l := range left {
		r.item.Pairs = append(r.item.Pairs, question.Pair{HTML: r.paint.html(l), Key: keys[i]})
	}
	if keys[0] == "" {
		r.item.Reject("选项", question.SubKeyMissing, nil)
	}
}

// columns finds the left and the right column in the lines of the question.
func (r *reading) columns() (stem Text, left, right []Text) {
	var head []Text
	for _, l := range splitLines(joinLines(r.segs[0].lines)) {
		f := folded(l.runes)
		cut := len(f)
		for _, c := range candidates(f) {
			if c.level <= afterSpace && c.letter == len(right) && c.sep != ' ' {
				right = append(right, l.slice(c.body, len(f)).trim())
				cut = c.from
				break
			}
		}
		m, ok := numberAt(f, 0)
		switch {
		case ok && m.n == len(left)+1 && m.end <= cut:
			left = append(left, l.slice(m.end, cut).cutEnd(";；"))
		case cut > 0 && cut < len(f), len(left) > 0 && cut > 0, len(right) > 0 && cut > 0:
			if !l.slice(0, cut).empty() {
				return Text{}, nil, nil
			}
		case cut > 0:
			head = append(head, l)
		}
	}
	return r.endMarks(joinLines(head)), left, right
}

// pairKeys reads "1-B 2-A", or letters alone in the order of the left side.
func (r *reading) pairKeys(left, right int) []string {
	keys := make([]string, left)
	text := r.paint.plain(r.answerText())
	found := pairing.FindAllStringSubmatch(text, -1)
	for _, m := range found {
		n := 0
		if c := circled([]rune(m[1])[0]); c > 0 {
			n = c
		} else {
			n, _ = digitsAt([]rune(m[1]), 0)
		}
		at, ok := letterOf([]rune(m[2])[0], false)
		if n < 1 || n > left || !ok || at >= right || keys[n-1] != "" {
			return make([]string, left)
		}
		keys[n-1] = question.Letter(at)
	}
	if len(found) == 0 {
		if letters := lettersIn(text, right); len(letters) == left {
			copy(keys, letters)
		}
	}
	for _, k := range keys {
		if k == "" {
			return make([]string, left)
		}
	}
	return keys
}

func lettersIn(text string, size int) []string {
	var list []string
	for _, c := range text {
		if at, ok := letterOf(fold(c), false); ok {
			if at >= size {
				return nil
			}
			list = append(list, question.Letter(at))
		}
	}
	return list
}
