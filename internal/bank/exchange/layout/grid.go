package layout

import "strings"

// textGrids joins a line "题号 1 2 3" and the line "答案 B A C" below it into the
// pairs they mean.
func textGrids(lines []*line) []*line {
	list := lines[:0]
	for i := 0; i < len(lines); i++ {
		if i+1 < len(lines) {
			if pairs := rowPairs(lines[i].text, lines[i+1].text); pairs != nil {
				list = append(list, gridLine(lines[i].row, pairs))
				i++
				continue
			}
		}
		list = append(list, lines[i])
	}
	return list
}

// gridLine is the line that stands for a table of answers, a mere gap where the
// table has none.
func gridLine(row int, pairs []pair) *line {
	l := &line{row: row, text: Plain(" ")}
	if len(pairs) > 0 {
		l.grid = &grid{pairs}
	}
	return l
}

func rowPairs(head, below Text) []pair {
	if len(head.runes) < 4 || len(head.runes) > 400 || len(below.runes) > 800 {
		return nil
	}
	numbers, answers := wordJoined(cellsOf(head)), wordJoined(cellsOf(below))
	if len(numbers) < 2 || len(numbers) != len(answers) || !isNumberLabel(foldText(numbers[0])) || !strings.HasSuffix(foldText(answers[0]), "答案") {
		return nil
	}
	var pairs []pair
	for i := range numbers[1:] {
		f := folded(numbers[i+1].runes)
		if !bareNumber(f) {
			return nil
		}
		n, _ := digitsAt(f, 0)
		pairs = append(pairs, pair{n: n, answer: answers[i+1]})
	}
	return pairs
}

// wordJoined joins the two characters of 题 号 or 答 案.
func wordJoined(cells []Text) []Text {
	if len(cells) < 2 || len(cells[0].runes) != 1 || len(cells[1].runes) != 1 || !isHan(cells[1].runes[0]) {
		return cells
	}
	var word Text
	word.add(cells[0])
	word.add(cells[1])
	return append([]Text{word}, cells[2:]...)
}

// cellsOf parts a line at white space and rules.
func cellsOf(t Text) []Text {
	var list []Text
	from := -1
	for i := 0; i <= len(t.runes); i++ {
		apart := i == len(t.runes) || strings.ContainsRune(" \t|:", fold(t.runes[i]))
		switch {
		case apart && from >= 0:
			list = append(list, t.slice(from, i))
			from = -1
		case !apart && from < 0:
			from = i
		}
	}
	return list
}

func isNumberLabel(name string) bool {
	switch strings.ReplaceAll(strings.Trim(name, ": "), " ", "") {
	case "题号", "序号", "试题号", "小题号", "题次", "小题":
		return true
	}
	return false
}

// bareGrid reads a table of numbers with an answer below each, without words.
func bareGrid(t Table) ([]pair, bool) {
	if len(t.Rows)%2 != 0 {
		return nil, false
	}
	var pairs []pair
	for i := 0; i < len(t.Rows); i += 2 {
		below := map[int]Text{}
		for _, c := range t.Rows[i+1] {
			below[c.Column] = c.text().trim()
		}
		for _, c := range t.Rows[i] {
			f := folded(c.text().trim().runes)
			answer := below[c.Column]
			if len(f) == 0 && answer.empty() {
				continue
			}
			if !bareNumber(f) || !answer.empty() && !isAnswerCell(folded(answer.runes)) {
				return nil, false
			}
			n, _ := digitsAt(f, 0)
			pairs = append(pairs, pair{n: n, answer: answer})
		}
	}
	return pairs, len(pairs) > 1
}
