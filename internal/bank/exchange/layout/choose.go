package layout

import (
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
)

// findOptions parts the stem from the options.
func (r *reading) findOptions() {
	if r.kind != "" && !chosen(r.kind) && r.kind != question.Ordering && r.kind != question.Matching {
		return
	}
	f := folded(r.stem.runes)
	sure := r.kind == question.Single || r.kind == question.Multiple || r.kind == choice
	ch := findOptions(f)
	if len(ch.list) == 0 && (sure || r.kind == question.Ordering) {
		ch = circledOptions(f)
	}
	if len(ch.list) > 0 {
		r.takeOptions(f, ch)
	} else if sure {
		r.plainOptions()
	}
}

// takeOptions cuts the options off the stem.
func (r *reading) takeOptions(f []rune, ch chain) {
	if ch.broken != "" && r.kind != question.Judge {
		r.item.Reject("选项", SubOptionsGap, map[string]any{"letter": ch.broken})
	}
	r.circled = ch.circled
	full := r.stem
	r.stem = r.endMarks(full.slice(0, ch.list[0].from).trim())
	for i, c := range ch.list {
		end := len(f)
		if i+1 < len(ch.list) {
			end = ch.list[i+1].from
		}
		text, ticked := cutTick(full.slice(min(c.body, end), end).trim())
		if ticked || c.marked {
			r.ticked = append(r.ticked, i)
		}
		r.options = append(r.options, text.cutEnd(";；"))
	}
	r.openBracket()
	r.closingAnswer()
	if len(r.ticked) == len(r.options) { // a mark of the list, not of the answer
		r.ticked = nil
	}
}

// openBracket takes the one pair of brackets off that stands around all
// options.
func (r *reading) openBracket() {
	last := len(r.options) - 1
	stem, end := string(folded(r.stem.runes)), string(folded(r.options[last].runes))
	if !strings.HasSuffix(stem, "(") || !strings.HasSuffix(end, ")") || strings.Count(end, "(") >= strings.Count(end, ")") {
		return
	}
	r.stem = r.stem.slice(0, len(r.stem.runes)-1).trim()
	r.options[last] = r.options[last].slice(0, len(r.options[last].runes)-1).trim()
}

var closingAnswer = regexp.MustCompile(`^(.*\S)\s+[(【\[]\s*([A-Z]{1,8})\s*[)】\]]$`)

// closingAnswer takes an answer in brackets off the end of the last option.
func (r *reading) closingAnswer() {
	last := len(r.options) - 1
	if len(r.options[last].runes) > 200 {
		return
	}
	m := closingAnswer.FindStringSubmatch(string(folded(r.options[last].runes)))
	if m == nil || strings.ContainsFunc(m[2], func(c rune) bool { return int(c-'A') > last }) {
		return
	}
	r.options[last] = r.options[last].slice(0, len([]rune(m[1])))
	r.sources = append(r.sources, source{text: Plain(m[2])})
}

// cutTick takes a tick off the end of an option.
func cutTick(t Text) (Text, bool) {
	f := string(folded(t.runes))
	for _, mark := range []string{"(√)", "√", "(正确)", "(正确答案)", "(答案)", "【正确答案】", "[正确]", "(*)", "←"} {
		if strings.HasSuffix(f, mark) && len(f) > len(mark) {
			return t.slice(0, len(t.runes)-len([]rune(mark))).trim(), true
		}
	}
	return t, false
}

// plainOptions takes lines without letters for options where the stem is one
// line that ends with its bracket.
func (r *reading) plainOptions() {
	lines := splitLines(r.stem)
	if len(lines) < 3 || len(lines) > 8 {
		return
	}
	first := strings.TrimSpace(string(folded(lines[0].runes)))
	if !strings.ContainsAny(first[max(0, len(first)-3):], ")_。.:?") || !hasBlank(folded(lines[0].runes)) {
		return
	}
	for _, l := range lines[1:] {
		if c := candidates(folded(l.runes)); len(c) > 0 && c[0].level == atHead {
			return
		}
		if text := l.String(); len(l.runes) > 60 || hasBlank(folded(l.runes)) || strings.ContainsAny(text, "。？?") {
			return
		}
	}
	r.stem, r.options = lines[0], lines[1:]
	r.item.Warn("选项", SubOptionsPlain, nil)
}

func (r *reading) optionBody() {
	for i, o := range r.options {
		r.item.Options = append(r.item.Options, question.Option{Key: question.Letter(i), HTML: r.paint.html(o)})
	}
	if len(r.options) == 0 {
		r.item.Reject("选项", question.SubOptionCount, nil)
	}
}

// looks finds the options that stand out by their look alone.
func (r *reading) looks() []int {
	for _, s := range []Style{Red, Marked, Dotted, Underline, Bold} {
		var list []int
		for i, o := range r.options {
			if o.common()&s != 0 {
				list = append(list, i)
			}
		}
		if len(list) > 0 && len(list) < len(r.options) {
			return list
		}
	}
	return nil
}

// brackets looks for answers in the brackets of the stem and takes them out.
func (r *reading) brackets() {
	if !r.mayChoose() {
		return
	}
	f := folded(r.stem.runes)
	all, blank := r.places(f)
	for i := len(all) - 1; i >= 0; i-- {
		if r.holdsAnswer(f, all[i], blank) {
			r.takeAnswer(f, all[i], all[:i])
			return
		}
	}
	r.dropJudgeBracket(f, all)
}

// holdsAnswer tells whether a bracket is the place of the answer; blank says
// that the stem has an empty one too.
func (r *reading) holdsAnswer(f []rune, b bracket, blank bool) bool {
	if b.empty || !r.bracketAnswer(b) {
		return false
	}
	atEnd := strings.Trim(string(f[b.to:]), " \n。.?!,;:") == ""
	if !atEnd && (blank || unitBefore(f, b)) {
		return false
	}
	return b.spaced || !blank || r.agrees(b)
}

// takeAnswer notes what the bracket says and leaves an empty one in its place,
// or none where it stood before or behind a whole statement.
func (r *reading) takeAnswer(f []rune, b bracket, before []bracket) {
	given := r.stem.slice(b.from+1, b.to-1)
	if !strings.ContainsRune("([【{", f[b.from]) {
		given = Plain(b.word)
	}
	r.sources = append(r.sources, source{text: given})
	for _, other := range before { // "（√）（×）" is no answer
		if r.kind == question.Judge && other.word != b.word && strings.ContainsAny(other.word, "√×") && r.judgeLike(other.word) {
			r.sources = append(r.sources, source{text: Plain(other.word)})
		}
	}
	switch judged := r.judgeLike(b.word); {
	case judged && strings.Trim(string(f[b.to:]), " 。.") == "":
		r.stem = r.stem.replace(b.from, b.to, "").trim()
	case judged && skipSpace(f, 0) == b.from:
		r.stem = r.stem.slice(b.to, len(r.stem.runes)).trim()
	default:
		r.stem = r.stem.replace(b.from, b.to, "（　）")
	}
}

// places lists the brackets and lines that may hold the answer, and tells
// whether there is an empty one.
func (r *reading) places(f []rune) (all []bracket, blank bool) {
	all = brackets(f)
	lines := filledLines(r.stem, f)
	blank = slices.ContainsFunc(append(slices.Clone(all), blankRuns(f)...), func(b bracket) bool {
		return b.empty && !slices.ContainsFunc(lines, func(l bracket) bool { return b.from >= l.from && b.to <= l.to })
	})
	all = append(all, lines...)
	slices.SortFunc(all, func(a, b bracket) int { return a.from - b.from })
	return all, blank
}

// judgeLike tells whether the word is an answer to a true-or-false question.
func (r *reading) judgeLike(word string) bool {
	_, rest, ok := judgement(Plain(word))
	return ok && rest.empty() && len(r.options) == 0
}

// dropJudgeBracket takes the empty bracket off the end of a statement.
func (r *reading) dropJudgeBracket(f []rune, all []bracket) {
	if r.kind != question.Judge || len(all) == 0 {
		return
	}
	if first := all[0]; first.empty && skipSpace(f, 0) == first.from {
		r.stem = r.stem.slice(first.to, len(r.stem.runes)).trim()
		return
	}
	last := all[len(all)-1]
	switch {
	case !last.empty:
	case strings.TrimSpace(string(f[last.to:])) == "":
		r.stem = r.stem.slice(0, last.from).trim()
	case strings.Trim(string(f[last.to:]), " 。.") == "":
		r.stem = r.stem.replace(last.from, last.to, "")
	}
}

// bracketAnswer tells whether a word in brackets reads as an answer.
func (r *reading) bracketAnswer(b bracket) bool {
	word := Plain(b.word)
	if len(r.options) == 0 && (r.kind == question.Judge || r.kind == "") {
		_, rest, ok := judgement(word)
		return ok && rest.empty() && !isDigit([]rune(b.word)[0]) && b.word != "正" && b.word != "是"
	}
	if len(r.options) == 0 {
		return false
	}
	if _, rest, ok := judgement(word); ok && rest.empty() && len(r.options) == 2 && r.judgeOption(0) != "" {
		return true
	}
	key, rest, ok := chosenLetters(word, len(r.options), r.circled)
	return ok && rest.empty() && len(key) <= len(r.options)
}

// unitBefore tells a letter that names a unit or a quantity: 电流（A）.
func unitBefore(f []rune, b bracket) bool {
	if len([]rune(b.word)) != 1 || b.spaced {
		return false
	}
	before := string(f[max(0, b.from-3):b.from])
	for _, word := range []string{"安培", "安", "库仑", "法拉", "电流", "单位", "电容", "温度", "点", "型", "级", "类", "面", "相", "区", "端", "线"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// agrees tells whether another source gives the same letters.
func (r *reading) agrees(b bracket) bool {
	key, _, _ := chosenLetters(Plain(b.word), len(r.options), r.circled)
	for _, s := range r.sources {
		if other, _, ok := chosenLetters(s.text, len(r.options), r.circled); ok {
			return slices.Equal(ascending(key), ascending(other))
		}
	}
	return true
}

// answer is what one source says, read.
type answer struct {
	key   []string
	words string // as it stands, for a remark
	table bool
}

// key reads the answer of a question with options.
func (r *reading) key() {
	r.inlineFirst()
	var list []answer
	for _, s := range r.sources {
		key, ok := r.readKey(s)
		if !ok {
			r.item.Reject("答案", SubKeyUnread, map[string]any{"answer": bounded(r.paint.plain(s.text))})
			return
		}
		list = append(list, answer{key: key, words: strings.Join(key, ""), table: s.table})
	}
	if len(r.ticked) > 0 {
		list = append(list, answer{key: lettersOf(r.ticked), words: strings.Join(lettersOf(r.ticked), "")})
	}
	if len(list) == 0 {
		if found := r.looks(); len(found) > 0 && (len(found) == 1 || r.kind == question.Multiple) {
			list = append(list, answer{key: lettersOf(found)})
			r.item.Warn("答案", SubKeyFromLook, nil)
		}
	}
	if r.conflict(list) || len(list) == 0 {
		return
	}
	r.item.Key = list[0].key
	if r.kind == question.Multiple && len(list[0].key) == 1 {
		r.item.Warn("答案", exchange.SubKeyOneOnly, nil)
	}
}

func lettersOf(list []int) []string {
	var key []string
	for _, i := range list {
		key = append(key, question.Letter(i))
	}
	return key
}

// inlineFirst puts what stands beside the question before what the answer
// zone says.
func (r *reading) inlineFirst() {
	slices.SortStableFunc(r.sources, func(a, b source) int {
		switch {
		case a.table == b.table:
			return 0
		case b.table:
			return -1
		}
		return 1
	})
}

// conflict rejects a question of which two places give different answers.
func (r *reading) conflict(list []answer) bool {
	for _, a := range list[min(1, len(list)):] {
		if !slices.Equal(list[0].key, a.key) {
			r.item.Reject("答案", SubKeyConflict, map[string]any{"inline": bounded(list[0].words), "table": bounded(a.words)})
			return true
		}
	}
	return false
}

// readKey reads letters, or the text of an option.
func (r *reading) readKey(s source) ([]string, bool) {
	first, more := firstLine(s.text)
	if i := r.optionOf(s.text); i >= 0 {
		return lettersOf([]int{i}), true
	}
	if r.kind == question.Multiple && !more.empty() && allLetters(folded(s.text.runes)) { // a letter a line
		first, more = Plain(strings.ReplaceAll(s.text.String(), "\n", " ")), Text{}
	}
	key, rest, ok := chosenLetters(first, len(r.options), r.circled)
	if !ok {
		if i := r.optionOf(first); i >= 0 {
			r.explain(more)
			return lettersOf([]int{i}), true
		}
		if k, _, isWord := judgement(first); isWord {
			for i := range r.options {
				if r.judgeOption(i) == k {
					return lettersOf([]int{i}), true
				}
			}
		}
		return r.severalTexts(first)
	}
	key = ascending(key)
	if at := r.optionOf(rest); at >= 0 && len(key) == 1 && question.Letter(at) != key[0] {
		return nil, false // the letter of one option and the text of another
	}
	if markup.TakesBack(key, rest.String()) || markup.TakesBack(key, more.String()) {
		return nil, false
	}
	if !rest.empty() && !(len(key) == 1 && r.optionOf(rest) == int(key[0][0]-'A')) {
		r.explain(rest)
	}
	r.explain(more)
	return key, true
}

// severalTexts reads an answer that repeats the texts of several options.
func (r *reading) severalTexts(t Text) ([]string, bool) {
	var found []int
	f := folded(t.runes)
	from := 0
	for i := 0; i <= len(f); i++ {
		if i < len(f) && !strings.ContainsRune(";,、", f[i]) {
			continue
		}
		at := r.optionOf(t.slice(from, i))
		if at < 0 {
			return nil, false
		}
		found = append(found, at)
		from = i + 1
	}
	return ascending(lettersOf(found)), true
}

func firstLine(t Text) (first, more Text) {
	if at := slices.Index(t.runes, '\n'); at >= 0 {
		return t.slice(0, at).trim(), t.slice(at, len(t.runes)).trim()
	}
	return t, Text{}
}

// explain adds to the explanation what stood behind an answer.
func (r *reading) explain(t Text) {
	if t.empty() {
		return
	}
	if r.item.Explanation != "" {
		r.item.Explanation += "<br>"
	}
	r.item.Explanation += r.paint.html(t)
}

// optionOf finds the option of a text, -1 without.
func (r *reading) optionOf(t Text) int {
	want := question.Normal(r.p.plainHTML(t))
	if want == "" {
		return -1
	}
	found := -1
	for i, o := range r.options {
		if question.Normal(r.p.plainHTML(o)) == want {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// plainHTML writes a text for comparison, pictures left out.
func (p *parser) plainHTML(t Text) string {
	return question.FromText(painter{objects: p.objects}.plain(t))
}

// judgeOption tells what an option of a true-or-false question says.
func (r *reading) judgeOption(i int) string {
	if i >= len(r.options) {
		return ""
	}
	key, rest, ok := judgement(r.options[i])
	if !ok || !rest.empty() || isDigit(r.options[i].runes[0]) {
		return ""
	}
	return key
}

// judge reads the answer of a true-or-false question.
func (r *reading) judge() {
	r.inlineFirst()
	r.item.Options = question.JudgeOptions()
	var list []answer
	for _, s := range r.sources {
		key, ok := r.readJudge(s)
		if !ok {
			r.item.Reject("答案", SubKeyUnread, map[string]any{"answer": bounded(r.paint.plain(s.text))})
			return
		}
		list = append(list, answer{key: []string{key}, words: r.paint.plain(s.text), table: s.table})
	}
	if len(r.ticked) == 1 && r.judgeOption(r.ticked[0]) != "" {
		list = append(list, answer{key: []string{r.judgeOption(r.ticked[0])}, words: "√"})
	}
	if len(list) == 0 && len(r.options) == 2 {
		if found := r.looks(); len(found) == 1 {
			list = append(list, answer{key: []string{r.judgeOption(found[0])}})
			r.item.Warn("答案", SubKeyFromLook, nil)
		}
	}
	if r.conflict(list) || len(list) == 0 {
		return
	}
	r.item.Key = list[0].key
}

func (r *reading) readJudge(s source) (string, bool) {
	first, more := firstLine(s.text)
	key, rest, ok := judgement(first)
	if !ok {
		letters, behind, isLetter := chosenLetters(first, 2, false)
		if !isLetter || len(letters) != 1 || letters[0] > "B" {
			return "", false
		}
		at := int(letters[0][0] - 'A')
		key, rest = []string{question.True, question.False}[at], behind
		if said, _, ok := judgement(behind); ok && len(r.options) == 0 { // "B 错误", "A.对"
			key, rest = said, Text{}
		}
		if len(r.options) == 2 {
			if key = r.judgeOption(at); key == "" {
				return "", false
			}
		}
	}
	if other, behind, ok := judgement(Plain(strings.Trim(foldText(rest), "() 应为是"))); ok && behind.empty() && other != key {
		return "", false // "正确，应为错误"
	}
	if other, behind, ok := judgement(more); ok && behind.empty() && other != key {
		return "", false
	}
	r.explain(rest)
	r.explain(more)
	return key, true
}

// order reads the answer of a question that asks for an order.
func (r *reading) order() {
	for _, s := range r.sources {
		var key []string
		for _, c := range s.text.runes {
			if at, ok := letterOf(fold(c), true); ok && at < len(r.options) {
				key = append(key, question.Letter(at))
			}
		}
		if r.item.Key != nil && !slices.Equal(key, r.item.Key) {
			r.item.Key = nil
			r.item.Reject("答案", SubKeyConflict, map[string]any{"inline": bounded(r.paint.plain(r.sources[0].text)), "table": bounded(r.paint.plain(s.text))})
			return
		}
		r.item.Key = key
	}
	if len(r.item.Key) == 0 {
		r.item.Reject("答案", question.SubKeyMissing, nil)
	}
}

// bounded shortens what a remark repeats of a file.
func bounded(text string) string {
	if runes := []rune(text); len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return text
}
