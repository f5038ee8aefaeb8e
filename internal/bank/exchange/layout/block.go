package layout

import (
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// source is one place that gives an answer.
type source struct {
	text  Text
	table bool // of the answer zone
}

// reading is one question while it is being read.
type reading struct {
	p       *parser
	item    *exchange.Item
	paint   painter
	number  int           // of the question, 0 without
	kind    question.Type // "" or choice: to be told from options and answer
	segs    []segment
	stem    Text
	options []Text
	ticked  []int // options that a tick marks
	circled bool
	sources []source
	inText  []Text // answers of blanks that stood in the stem
	wasCase bool   // its section is one of cases, and it has no parts
}

// blockItem reads a question that stands alone.
func (p *parser) blockItem(b *block) exchange.Item {
	if b.size.endless() {
		return p.endlessItem(b)
	}
	item := exchange.Item{At: p.at(b.number, b.row), Score: b.section.score}
	item.Notes = append(item.Notes, b.notes...)
	if p.caseOf(b, &item) {
		p.finish(&item)
		return item
	}
	r := p.reading(&item, b, b.lines)
	r.read()
	p.finish(&item)
	return item
}

func (p *parser) reading(item *exchange.Item, b *block, lines []*line) *reading {
	r := &reading{p: p, item: item, paint: painter{p.objects, item}, number: b.number, kind: b.section.kind, segs: p.segments(lines)}
	if b.lead != nil && !b.lead.empty() {
		r.sources = append(r.sources, source{text: *b.lead})
	}
	r.takeZone(b)
	return r
}

// takeZone adds what the answer zone says of the question.
func (r *reading) takeZone(b *block) {
	if len(b.zone) == 0 {
		return
	}
	lines := make([]*line, 0, len(b.zone))
	for _, t := range b.zone {
		lines = append(lines, &line{text: t, fold: folded(t.runes), row: b.row})
	}
	segs := r.p.segments(lines)
	if !segs[0].text().empty() {
		segs[0].label = lAnswer
		if len(segs) > 1 && segs[1].label == lAnswer && segs[1].text().empty() {
			segs = append(segs[:1], segs[2:]...)
		}
	}
	for _, s := range segs {
		if (s.label == lAnswer || s.label == lSolution) && r.mayChoose() {
			if t := s.text(); !t.empty() {
				r.sources = append(r.sources, source{text: t, table: true})
				continue
			}
		}
		if s.label != noLabel {
			r.segs = append(r.segs, s)
		}
	}
}

// mayChoose tells whether the question may be one that is answered by
// choosing.
func (r *reading) mayChoose() bool {
	return r.kind == "" || chosen(r.kind) || r.kind == question.Ordering
}

// read reads everything of a question but the check of its body.
func (r *reading) read() {
	r.fields()
	r.stem = joinLines(r.segs[0].lines)
	r.inlineMarks()
	if r.kind == question.Case { // without parts: options or an open answer will tell
		r.kind, r.wasCase = "", true
	}
	r.findOptions()
	r.answers()
	r.ownNumbers()
	r.brackets()
	r.settleKind()
	body := &r.item.Body
	body.Type = r.kind
	switch r.kind {
	case question.Single, question.Multiple:
		r.optionBody()
		r.key()
	case question.Judge:
		r.judge()
	case question.Fill:
		r.fill()
	case question.Ordering:
		r.optionBody()
		r.order()
	case question.Matching:
		r.match()
	default:
		r.openAnswer()
	}
	body.Stem = r.paint.html(r.stem)
	r.explanations()
}

// fields takes the labels of one line.
func (r *reading) fields() {
	for _, s := range r.segs[1:] {
		t := r.paint.plain(s.text())
		if t == "" {
			continue
		}
		switch s.label {
		case lLevel:
			r.item.Difficulty = difficulty(t)
		case lPoint:
			r.item.Element = t
		case lSource:
			r.item.Source = t
		case lScore:
			r.item.Score = hundredths(strings.TrimSpace(strings.TrimSuffix(t, "分")))
		case lRef:
			r.item.Ref = t
		case lTags:
			r.item.Tags = splitTags(t)
		case lPool:
			r.item.Pool = pool(t)
		case lKind:
			if kind, ok := kindIn(t); ok {
				r.kind = kind
			}
		}
	}
}

func splitTags(t string) []string {
	return strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune("、,，;；/>", r) })
}

func pool(t string) string {
	for word, name := range map[string]string{"练习": "practice", "模拟": "mock", "考试": "exam", "practice": "practice", "mock": "mock", "exam": "exam"} {
		if strings.Contains(t, word) {
			return name
		}
	}
	return ""
}

// difficulty reads 1 to 5, stars or words; shares such as 0.65 say too little.
func difficulty(t string) int {
	t = strings.TrimSpace(string(folded([]rune(t))))
	if n := strings.Count(t, "★"); n > 0 {
		return min(n, 5)
	}
	if len(t) >= 1 && t[0] >= '1' && t[0] <= '5' && (len(t) == 1 || !isDigit(rune(t[1])) && t[1] != '.') {
		return int(t[0] - '0')
	}
	words := []string{"很容易", "容易", "较容易", "很难", "难题", "较易", "较难", "偏易", "偏难", "中等", "一般", "适中", "易", "中", "难", "简单", "困难"}
	values := []int{1, 1, 2, 5, 5, 2, 4, 2, 4, 3, 3, 3, 1, 3, 5, 1, 5}
	best, value := -1, 0
	for i, w := range words {
		if strings.HasPrefix(t, w) && len(w) > best {
			best, value = len(w), values[i]
		}
	}
	return value
}

var (
	typeMark  = regexp.MustCompile(`^\s*[(\[【<]\s*(?:本题\s*(?:为|是)?\s*)?(不定项选择|多项选择|多选|单项选择|单选|选择|判断|是非|填空|简答|问答|名词解释|计算|论述|案例分析|案例|综合分析|综合|排序|匹配|连线|识图)\s*题?\s*(?:[,、;]\s*(?:本题)?\s*([\d.]+)\s*分)?\s*[)\]】>]\s*`)
	scoreMark = regexp.MustCompile(`^\s*[(\[【]\s*(?:本题|本小题|共|计|每题|每小题|满分|分值|:|\s)*([\d.]+)\s*分\s*[)\]】]\s*[.、]?\s*`)
	endMark   = regexp.MustCompile(`\s*[(\[【]\s*(?:(?:本题|本小题|共|计|满分|分值|:|\s)*([\d.]+)\s*分|(单项选择|多项选择|单选|多选|判断|填空|简答|计算|论述)题?)\s*[)\]】]\s*\*?\s*$`)
)

// inlineMarks takes "(单选)" and "(2分)" off both ends of the first line.
func (r *reading) inlineMarks() {
	for range 3 {
		f := r.stem.runes
		head := string(folded(f[:min(len(f), 40)]))
		if m := typeMark.FindStringSubmatchIndex(head); m != nil {
			if kind, ok := kindIn(head[m[2]:m[3]]); ok {
				r.kind = kind
			}
			if m[4] >= 0 {
				r.item.Score = hundredths(head[m[4]:m[5]])
			}
			r.stem = r.stem.slice(len([]rune(head[:m[1]])), len(f))
			continue
		}
		if m := scoreMark.FindStringSubmatchIndex(head); m != nil {
			r.item.Score = hundredths(head[m[2]:m[3]])
			r.stem = r.stem.slice(len([]rune(head[:m[1]])), len(f))
			continue
		}
		break
	}
	r.stem = r.endMarks(r.stem)
	first, more := firstLine(r.stem)
	if m := plainHead.FindStringSubmatch(string(folded(first.runes))); m != nil && len(first.runes) < 16 && !more.empty() {
		if kind, ok := kindIn(m[1]); ok {
			r.kind, r.stem = kind, more
			if n := scoreMark.FindStringSubmatch(string(folded(first.runes))); n != nil {
				r.item.Score = hundredths(n[1])
			}
		}
	}
}

// endMarks takes them off the end of the first line.
func (r *reading) endMarks(t Text) Text {
	end := slices.Index(t.runes, '\n')
	if end < 0 {
		end = len(t.runes)
	}
	from := max(0, end-16)
	tail := string(folded(t.runes[from:end]))
	m := endMark.FindStringSubmatchIndex(tail)
	if m == nil {
		return t
	}
	if m[2] >= 0 {
		r.item.Score = hundredths(tail[m[2]:m[3]])
	} else if kind, ok := kindIn(tail[m[4]:m[5]]); ok {
		r.kind = kind
	}
	return t.replace(from+len([]rune(tail[:m[0]])), end, "")
}

// answers gathers what stands behind the label of the answer.
func (r *reading) answers() {
	if !r.mayChoose() {
		return
	}
	for i := range r.segs[1:] {
		s := &r.segs[i+1]
		if s.label != lAnswer && s.label != lSolution {
			continue
		}
		if t := s.text(); !t.empty() {
			r.sources = append(r.sources, source{text: t})
		}
	}
}

// settleKind tells the type from options and answers where the paper does not
// say it.
func (r *reading) settleKind() {
	judgeOptions := len(r.options) == 2 && r.judgeOption(0) != "" && r.judgeOption(1) != ""
	if r.kind == question.Judge && len(r.options) > 2 {
		r.kind = ""
	}
	if r.kind != "" && r.kind != choice {
		return
	}
	said := r.kind == choice
	switch {
	case judgeOptions:
		r.kind = question.Judge
	case len(r.options) > 0:
		r.kind = question.Single
		if r.severalKeys() {
			r.kind = question.Multiple
		}
	case said:
		r.kind = question.Single
	default:
		r.kind = r.withoutOptions()
	}
	if !said {
		r.item.Warn("题型", exchange.SubTypeGuessed, map[string]any{"type": r.kind.Title()})
	}
}

func (r *reading) severalKeys() bool {
	for _, s := range r.sources {
		if key, _, ok := chosenLetters(s.text, len(r.options), r.circled); ok {
			return len(ascending(key)) > 1
		}
	}
	if len(r.sources) == 0 {
		return len(r.ticked) > 1 || len(r.ticked) == 0 && len(r.looks()) > 1
	}
	return false
}

// withoutOptions tells the type of a question that has no options.
func (r *reading) withoutOptions() question.Type {
	for _, s := range r.sources {
		if _, rest, ok := judgement(s.text); ok && (rest.empty() || len(s.text.runes) < 60) {
			return question.Judge
		}
		if key, rest, ok := chosenLetters(s.text, question.MaxOptions, false); ok && rest.empty() && len(key) < 7 && len(key) > 0 && allLetters(folded(s.text.runes)) {
			return question.Single
		}
	}
	f := folded(r.stem.runes)
	blanks := len(blankRuns(f))
	if blanks == 0 && slices.ContainsFunc(brackets(f), func(b bracket) bool { return b.empty }) {
		blanks = 1
	}
	switch {
	case blanks > 0 && !r.wasCase:
		return question.Fill
	case r.wasCase:
		return question.Essay
	}
	return question.Short
}

// explanations writes the explanation and those of the options.
func (r *reading) explanations() {
	var why []string
	if r.item.Explanation != "" {
		why = append(why, r.item.Explanation)
	}
	for _, s := range r.segs[1:] {
		t := s.text()
		switch {
		case t.empty():
		case s.label == lExplain:
			why = append(why, r.paint.html(t))
		case s.label == lOptions:
			if left := r.optionWhys(t); !left.empty() {
				why = append(why, r.paint.html(left))
			}
		}
	}
	r.item.Explanation = strings.Join(why, "<br>")
}

// optionWhys gives each option its explanation: "A：… B：…", or 正确：…,
// 错误：… for a true-or-false question.
func (r *reading) optionWhys(t Text) Text {
	f := folded(t.runes)
	if r.kind == question.Judge {
		return r.judgeWhys(t)
	}
	all := candidates(f)
	var used []candidate
	for _, c := range all {
		if c.letter < len(r.item.Options) && c.level <= afterSpace && (len(used) == 0 || c.letter > used[len(used)-1].letter) && (len(used) > 0 || c.from == 0) {
			used = append(used, c)
		}
	}
	if len(used) == 0 {
		return t
	}
	for i, c := range used {
		end := len(f)
		if i+1 < len(used) {
			end = used[i+1].from
		}
		r.item.Options[c.letter].Explanation = r.paint.html(t.slice(c.body, end))
	}
	return Text{}
}

func (r *reading) judgeWhys(t Text) Text {
	var left []Text
	options := question.JudgeOptions()
	for _, l := range splitLines(t) {
		key, rest, ok := judgement(l)
		if !ok {
			left = append(left, l)
			continue
		}
		for i := range options {
			if options[i].Key == key {
				options[i].Explanation = r.paint.html(rest)
			}
		}
	}
	r.item.Options = options
	return joinLines(left)
}

func splitLines(t Text) []Text {
	var list []Text
	from := 0
	for i, r := range t.runes {
		if r == '\n' {
			list = append(list, t.slice(from, i).trim())
			from = i + 1
		}
	}
	return append(list, t.slice(from, len(t.runes)).trim())
}
