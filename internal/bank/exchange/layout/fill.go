package layout

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

const blankMark = "____"

// fill reads a question with blanks.
func (r *reading) fill() {
	n := r.markBlanks()
	given := r.answerText()
	if n == 0 && given.empty() {
		r.blanksFromLook()
		if len(r.inText) == 0 {
			r.blanksFromBrackets()
		}
	}
	if len(r.inText) > 0 {
		for _, t := range r.inText {
			r.item.Blanks = append(r.item.Blanks, r.blank(r.paint.plain(t)))
		}
		return
	}
	if n == 0 && r.namedInStem(given) {
		return
	}
	if given.empty() {
		return // the check says that the answer is missing
	}
	for _, part := range r.splitAnswers(given, max(n, 1)) {
		r.item.Blanks = append(r.item.Blanks, r.blank(part))
	}
}

// answerText is the answer as it stands, whatever label it has.
func (r *reading) answerText() Text {
	var list []Text
	for _, s := range r.sources {
		list = append(list, s.text)
	}
	if len(list) == 0 {
		for _, s := range r.segs[1:] {
			if s.label == lAnswer || s.label == lSolution {
				list = append(list, s.text())
			}
		}
	}
	return joinLines(list)
}

// markBlanks gives every blank of the stem its one form and counts them.
func (r *reading) markBlanks() int {
	f := folded(r.stem.runes)
	var spots []spot
	for _, b := range blankRuns(f) {
		spots = append(spots, spot{b.from, b.to})
	}
	for _, b := range brackets(f) {
		if b.empty && f[b.from] == '(' && strings.TrimSpace(string(f[b.from+1:b.to-1])) == "" {
			spots = append(spots, spot{b.from, b.to})
		}
	}
	slices.SortFunc(spots, func(a, b spot) int { return a.from - b.from })
	r.stem = r.stem.blanked(spots)
	return len(spots)
}

// blanksFromLook takes underlined or coloured words for the answers.
func (r *reading) blanksFromLook() {
	for _, s := range []Style{Underline, Red, Marked} {
		if r.stem.common()&s != 0 {
			continue
		}
		var spots []spot
		for i := 0; i < len(r.stem.runes); i++ {
			from := i
			for i < len(r.stem.runes) && r.stem.style(i)&s != 0 {
				i++
			}
			if from == i || r.stem.slice(from, i).empty() {
				continue
			}
			spots = append(spots, spot{from, i})
			r.inText = append(r.inText, r.stem.slice(from, i).trim())
		}
		if len(spots) > 0 {
			r.stem = r.stem.blanked(spots)
			return
		}
	}
}

// blanksFromBrackets takes the words in brackets for the answers.
func (r *reading) blanksFromBrackets() {
	f := folded(r.stem.runes)
	var spots []spot
	for _, b := range brackets(f) {
		if b.empty || f[b.from] != '(' && f[b.from] != '【' {
			continue
		}
		spots = append(spots, spot{b.from, b.to})
		r.inText = append(r.inText, r.stem.slice(b.from+1, b.to-1).trim())
	}
	r.stem = r.stem.blanked(spots)
	if len(r.inText) > 0 {
		r.item.Warn("答案", SubKeyInText, nil)
	}
}

// namedInStem reads a stem without blanks whose brackets hold what the answer
// says: the brackets are the blanks.
func (r *reading) namedInStem(given Text) bool {
	f := folded(r.stem.runes)
	var spots []spot
	var words []string
	for _, b := range brackets(f) {
		if b.word != "" && (f[b.from] == '(' || f[b.from] == '【') {
			spots = append(spots, spot{b.from, b.to})
			words = append(words, b.word)
		}
	}
	if len(words) == 0 || given.empty() {
		return false
	}
	list := r.splitAnswers(given, len(words))
	for i, a := range list {
		list[i] = strings.TrimRight(a, "。；;，,")
	}
	if !slices.EqualFunc(list, words, func(a, b string) bool { return foldText(Plain(a)) == b }) {
		return false
	}
	r.stem = r.stem.blanked(spots)
	for _, a := range list {
		r.item.Blanks = append(r.item.Blanks, r.blank(a))
	}
	return true
}

var (
	answerNumber = regexp.MustCompile(`[（(]\s*(\d{1,2})\s*[)）]\s*|([①-⑳])\s*|第\s*(\d{1,2})\s*空\s*[:：]?\s*|(?:^|[\s;；,，、。])(\d{1,2})\s*[.．、)）]\s*`)
	leadNumber   = regexp.MustCompile(`^\s*(?:[（(]\s*1\s*[)）]|①|1\s*[、．)）]|1\.\s+)\s*`)
	wideSpace    = regexp.MustCompile(`[ \t　]{2,}|\t|　`)
)

// splitAnswers parts an answer among n blanks. Where nothing fits, it parts it
// at the plainest signs, and the check will say that the numbers differ.
func (r *reading) splitAnswers(t Text, n int) []string {
	text := r.paint.plain(t)
	if n == 1 {
		return []string{leadNumber.ReplaceAllString(strings.ReplaceAll(text, "\n", " "), "")}
	}
	if list, ok := splitNumbered(text, n); ok {
		return list
	}
	split := func(set string) []string {
		return fields(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(set, c) }))
	}
	for _, list := range [][]string{split("\n"), split(";；\n"), split("|\n"), fields(wideSpace.Split(text, -1)), split("、\n"), split(",，\n"), fields(strings.Fields(text)), split("/")} {
		if len(list) == n {
			return list
		}
	}
	if list := split(";；\n"); len(list) > 1 {
		return list
	}
	return split("、,，\n")
}

func fields(list []string) []string {
	var kept []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// splitNumbered parts "(1) a (2) b".
func splitNumbered(text string, n int) ([]string, bool) {
	var list []string
	from, next := -1, 1
	for _, m := range answerNumber.FindAllStringSubmatchIndex(text, -1) {
		number := 0
		for k := 2; k < len(m); k += 2 {
			if m[k] < 0 {
				continue
			}
			word := text[m[k]:m[k+1]]
			if number, _ = strconv.Atoi(word); number == 0 {
				number = circled([]rune(word)[0])
			}
		}
		if number != next {
			continue
		}
		if from < 0 && strings.TrimSpace(text[:m[0]]) != "" {
			return nil, false
		}
		if from >= 0 {
			list = append(list, text[from:m[0]])
		}
		from, next = m[1], next+1
	}
	if from < 0 {
		return nil, false
	}
	list = fields(append(list, text[from:]))
	return list, len(list) == n
}

var (
	tolerance = regexp.MustCompile(`^(-?\d{1,18}(?:\.\d{1,12})?)\s*[（(]?\s*±\s*(\d{1,18}(?:\.\d{1,12})?)\s*[)）]?\s*([^\d\s±][^\s±]{0,19})?$`)
	unitAfter = regexp.MustCompile(`^(?:min|s|r|h|z|K|A|V|W|Ω|kg|g|L|t|d|(?:[kcmμµ]?m[²³23]?))(?:[^A-Za-z]|$)`)
)

// blank reads the answer to one blank: alternatives, or a number with what it
// may miss by.
func (r *reading) blank(text string) question.Blank {
	text = strings.TrimRight(strings.TrimSpace(text), "。；;，,")
	if m := tolerance.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		return question.Blank{Number: &question.Number{Value: m[1], Tolerance: m[2], Unit: m[3]}}
	}
	exact := strings.HasSuffix(text, "（区分大小写）")
	text = strings.TrimSuffix(text, "（区分大小写）")
	if strings.ContainsAny(text, "｜") {
		return question.Blank{Answers: fields(strings.Split(text, "｜")), CaseSensitive: exact}
	}
	return question.Blank{Answers: alternatives(text), CaseSensitive: exact}
}

// alternatives parts "中碳/优质碳素结构" and "中碳或优质", but not "r/min".
func alternatives(text string) []string {
	runes := []rune(text)
	var list []string
	from := 0
	for i, c := range runes {
		if i == 0 || i == len(runes)-1 {
			continue
		}
		switch c {
		case '/', '／':
			if dividing(runes, i) {
				continue
			}
		case '或':
			if strings.HasPrefix(string(runes[i+1:]), "等于") || runes[i-1] == '与' {
				continue
			}
		default:
			continue
		}
		list = append(list, string(runes[from:i]))
		from = i + 1
	}
	list = append(list, string(runes[from:]))
	var kept []string
	for _, s := range list {
		s = strings.TrimPrefix(strings.TrimSpace(s), "者")
		if len(list) > 1 && strings.Count(s, "（")+strings.Count(s, "(") != strings.Count(s, "）")+strings.Count(s, ")") {
			s = strings.Trim(s, "（()） ")
		}
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// dividing tells the stroke of a unit, a fraction or a formula from one that
// parts alternatives.
func dividing(runes []rune, i int) bool {
	left, right := runes[i-1], runes[i+1]
	switch {
	case left == ' ' || right == ' ':
		return false
	case isDigit(left) && isDigit(right), strings.ContainsRune(")）", left), strings.ContainsRune("(（", right):
		return true
	case unitAfter.MatchString(string(runes[i+1:])):
		return true
	}
	return !slices.ContainsFunc(runes, isHan) && i <= 3 && len(runes)-i-1 <= 3 // U/I
}

// openAnswer reads the answer of a question that a person marks.
func (r *reading) openAnswer() {
	r.cutRuling()
	reference := r.answerText()
	if reference.empty() {
		reference = r.afterQuestion()
	}
	r.item.Reference = r.paint.html(reference)
	for _, s := range r.segs[1:] {
		switch s.label {
		case lRubric:
			r.item.Rubric = append(r.item.Rubric, r.rubric(s)...)
		case lNumber:
			for _, part := range strings.FieldsFunc(r.paint.plain(s.text()), func(c rune) bool { return strings.ContainsRune(";；\n", c) }) {
				r.item.Blanks = append(r.item.Blanks, r.blank(part))
			}
		}
	}
	if r.kind == question.Calculation && len(r.item.Blanks) > 0 {
		return
	}
	if question.Empty(r.item.Reference) {
		r.item.Warn("答案", exchange.SubNoReference, nil)
	}
}

// cutRuling takes the lines for writing off the end of the stem.
func (r *reading) cutRuling() {
	lines := splitLines(r.stem)
	for n := len(lines); n > 1; n-- {
		if strings.Trim(string(folded(lines[n-1].runes)), "_ \n.…") != "" {
			break
		}
		lines = lines[:n-1]
	}
	r.stem = joinLines(lines)
}

// afterQuestion takes what follows a line that ends with a question mark for
// the answer.
func (r *reading) afterQuestion() Text {
	lines := splitLines(r.stem)
	if len(lines) < 2 {
		return Text{}
	}
	first := strings.TrimSpace(string(folded(lines[0].runes)))
	if !strings.HasSuffix(first, "?") {
		return Text{}
	}
	for _, l := range lines[1:] {
		if f := string(folded(l.runes)); strings.Contains(f, "?") {
			return Text{}
		}
	}
	r.stem = lines[0]
	r.item.Warn("答案", SubAnswerPlain, nil)
	return joinLines(lines[1:])
}

var criterion = regexp.MustCompile(`^(?:\s*(?:[（(]\d{1,2}[)）]|\d{1,2}[.．、)）]|[①-⑳])\s*)?(.*?)\s*[（(]?\s*(?:得|计|占|给)?\s*([\d.]+)\s*分\s*[)）]?\s*[;；。.,，]?\s*$`)

// rubric reads a marking guide: one criterion a line with its points.
func (r *reading) rubric(s segment) []question.Criterion {
	var list []question.Criterion
	var points []int
	for _, l := range s.lines {
		text := r.paint.plain(l)
		for _, piece := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '；' || c == '\n' }) {
			piece = strings.TrimSpace(piece)
			if piece == "" {
				continue
			}
			c, p := question.Criterion{Text: piece, Share: 1}, 0
			if m := criterion.FindStringSubmatch(piece); m != nil && m[1] != "" {
				c.Text, p = strings.TrimRight(m[1], "：: "), hundredths(m[2])
			}
			list, points = append(list, c), append(points, p)
		}
	}
	for i, share := range shares(points) {
		list[i].Share = share
	}
	return list
}

// shares makes whole relative weights of points; all 1 where some are missing.
func shares(points []int) []int {
	all := make([]int, len(points))
	whole, divisor := !slices.Contains(points, 0), 0
	for _, p := range points {
		divisor = gcd(p, divisor)
	}
	for i, p := range points {
		switch {
		case !whole:
			all[i] = 1
		case divisor%100 == 0 && p <= 100_00:
			all[i] = p / 100
		default:
			all[i] = min(p/divisor, 100)
		}
	}
	return all
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
