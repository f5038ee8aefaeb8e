package tabular

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// look is what stands in one column of a table without headings.
type look struct {
	filled, letters, words, numbers, kinds, difficulty int
	chars                                              int
	texts                                              map[string]int
}

var (
	letterCell = regexp.MustCompile(`^[A-Z](?:[,、;/\s]*[A-Z]){0,9}$`)
	whole      = regexp.MustCompile(`^\d{1,6}(?:\.0+)?[.、]?$`)
	noFraction = regexp.MustCompile(`\.0+$`)
)

// bareSample is how many rows are looked at.
const bareSample = 400

func looksOf(lines []sheet.Line) []look {
	var list []look
	for _, line := range lines {
		for at, v := range line.Values {
			for at >= len(list) {
				list = append(list, look{texts: map[string]int{}})
			}
			text := strings.TrimSpace(v.Text)
			if text == "" {
				continue
			}
			l := &list[at]
			folded := fold(text)
			l.filled++
			l.chars += len([]rune(text))
			l.texts[folded]++
			switch {
			case letterCell.MatchString(strings.ToUpper(folded)):
				l.letters++
			case judgeWords[folded] != "" && !whole.MatchString(folded):
				l.words++
			case whole.MatchString(folded):
				l.numbers++
			}
			if len([]rune(folded)) < 10 && kindOf(folded) != unclear {
				l.kinds++
			}
			if difficulties[folded] != 0 {
				l.difficulty++
			}
		}
	}
	return list
}

// bare reads a page without headings where its columns speak for themselves: a
// long text, a column of answers, options between or behind them.
func bare(page sheet.Page, isText bool, above question.Type) []*block {
	b := &block{page: page.Name, isText: isText, bare: true}
	kind, score := above, 0
	var lines []sheet.Line
	for _, line := range page.Lines {
		if k, s, ok := section(line); ok {
			kind, score = k, s
			continue
		}
		if lone(line) != "" && len(line.Values) < 2 {
			continue
		}
		b.rows = append(b.rows, rowIn{line, kind, score})
		if len(lines) < bareSample {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 || !b.guess(looksOf(lines), len(lines), above) {
		return sections(b)
	}
	return []*block{b}
}

// sections reads a page whose columns differ from section to section; each
// must speak for itself.
func sections(b *block) []*block {
	var list []*block
	for _, r := range b.rows {
		if n := len(list); n == 0 || list[n-1].rows[0].kind != r.kind {
			list = append(list, &block{page: b.page, isText: b.isText, bare: true})
		}
		last := list[len(list)-1]
		last.rows = append(last.rows, r)
	}
	if len(list) < 2 {
		return nil
	}
	var kept []*block
	for _, one := range list {
		var lines []sheet.Line
		for _, r := range one.rows[:min(len(one.rows), bareSample)] {
			lines = append(lines, r.line)
		}
		if one.guess(looksOf(lines), len(lines), one.rows[0].kind) {
			kept = append(kept, one)
		} else if one.rows[0].kind != unclear {
			return nil // nothing of a section may be left out in silence
		}
	}
	return kept
}

// most tells what holds in nearly all rows.
func most(n, rows int) bool { return n*10 >= rows*8 }

func (b *block) guess(list []look, rows int, above question.Type) bool {
	stem := stemLook(list, rows)
	if stem < 0 {
		return false
	}
	key := keyLook(list, stem, rows)
	if key < 0 {
		return b.guessOpen(list, rows, above)
	}
	b.columns = columns{colStem: stem, colKey: key}
	last := b.options(b.columns, list, stem, key, rows)
	for at, l := range list {
		before, behind := at < stem, at > last
		switch {
		case at == key || !before && !behind:
		case most(l.kinds, rows) && (before || !has(b.columns, colType)):
			b.columns[colType] = at
		case before && most(l.numbers, rows):
			b.columns[colNumber] = at
		case at < key: // the rest is only looked for behind the answer
		case most(l.difficulty, rows) && !has(b.columns, colDifficulty):
			b.columns[colDifficulty] = at
		case l.average() >= 6:
			b.columns.claim(colExplanation, at)
		}
	}
	return true
}

// stemLook finds the column of questions: that of the longest texts, but one
// further on may be half as long again, as explanations are.
func stemLook(list []look, rows int) int {
	stem, least := -1, 4.0
	for at, l := range list {
		namesTypes := l.kinds == l.filled && l.filled > 1
		if most(l.filled, rows) && !namesTypes && l.average() >= least {
			stem, least = at, l.average()*1.5
		}
	}
	return stem
}

// average is how long the texts of the column are.
func (l look) average() float64 {
	if l.filled == 0 {
		return 0
	}
	return float64(l.chars) / float64(l.filled)
}

// keyLook finds the column of answers: letters or words of right and wrong in
// nearly every row, and not the same in all where another varies.
func keyLook(list []look, stem, rows int) int {
	key, score := -1, 0
	for at, l := range list {
		hits := l.letters + l.words
		if at == stem || hits*10 < rows*9 || hits < l.filled*9/10 || l.kinds == l.filled && l.letters == 0 && l.words == 0 {
			continue
		}
		s := 1 + min(len(l.texts), 6)*10
		if l.letters*2 >= hits {
			s += 100
		}
		if at > stem {
			s += 5
		}
		if s > score || s == score && at > stem {
			key, score = at, s
		}
	}
	return key
}

// options names the option columns and gives the last of them.
func (b *block) options(c columns, list []look, stem, key, rows int) int {
	first, end := stem+1, key
	if key == stem+1 || key < stem {
		if list[key].words*2 > list[key].letters+list[key].words {
			return max(stem, key)
		}
		first, end = max(stem, key)+1, len(list)
	}
	n, last := 0, max(stem, min(key, stem+1))
	for at := first; at < end && n < question.MaxOptions; at++ {
		l := list[at]
		if key < at && n >= 2 && (l.filled*10 >= rows && l.filled > 0 && l.chars/l.filled > 60 || l.kinds == l.filled && l.filled > 0) {
			break
		}
		c[colOption+question.Letter(n)] = at
		n, last = n+1, at
	}
	if n == 1 && list[first].filled > 0 { // all options in one cell
		delete(c, colOption+"A")
		c[colOptions] = first
	}
	return last
}

// guessOpen takes two columns of text for questions and reference answers
// where the sheet or a title says so.
func (b *block) guessOpen(list []look, rows int, above question.Type) bool {
	kind := above
	for _, r := range b.rows {
		if r.kind != unclear {
			kind = r.kind
		}
	}
	if kind == unclear || isChosen(kind) || kind == question.Case {
		return false
	}
	var texts []int
	for at, l := range list {
		if l.filled*10 >= rows*8 && l.numbers*2 < l.filled {
			texts = append(texts, at)
		}
	}
	if len(texts) < 2 {
		return false
	}
	b.columns = columns{colStem: texts[0], colKey: texts[1]}
	return true
}
