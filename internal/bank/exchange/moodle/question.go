package moodle

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// body reads a question of any kind.
func (q *asked) body(kind string) question.Body {
	read := q.readers()[kind]
	if read == nil {
		b := question.Body{Type: question.Short, Stem: question.FromText(question.Plain(source(q.textNode())))}
		q.item.Reject("题型", exchange.SubUnsupported, fault.Params{"kind": named(kind)})
		return b
	}
	b, stem := question.Body{}, ""
	if slices.Contains([]string{"cloze", "multianswer", "gapselect", "ddwtos"}, kind) { // their text is more than a stem
		b = read("")
		q.oldPicture()
	} else {
		stem = q.stem()
		b = read(stem)
	}
	if b.Stem == "" {
		b.Stem = stem
	}
	b.Explanation = q.field("generalfeedback")
	switch {
	case q.told == "":
	case b.Explanation == "":
		b.Explanation = q.told
	case q.told != b.Explanation:
		markup.WarnOnce(q.item, "解析", exchange.SubFeedbackLost, nil)
	}
	q.lost()
	return b
}

func (q *asked) textNode() *xmlsafe.Node {
	if node := q.node.Child("", "questiontext"); node != nil {
		return node
	}
	return &xmlsafe.Node{}
}

func (q *asked) readers() map[string]func(stem string) question.Body {
	return map[string]func(string) question.Body{
		"multichoice": q.multichoice, "truefalse": q.truefalse, "shortanswer": q.shortanswer, "numerical": q.numerical,
		"matching": q.matching, "match": q.matching, "ddmatch": q.matching, "essay": q.essay, "cloze": q.cloze, "multianswer": q.cloze,
		"ordering": q.ordering, "gapselect": q.gapselect, "ddwtos": q.gapselect, "ddmarker": q.ddmarker,
		"kprime": q.grid, "mtf": q.grid, "multichoiceset": q.choiceset, "oumultiresponse": q.choiceset,
	}
}

// named gives a kind that the bank does not hold as people know it.
func named(kind string) string {
	title := map[string]string{
		"calculated": "公式计算题", "calculatedsimple": "简单公式计算题", "calculatedmulti": "公式选择题", "random": "随机题", "randomsamatch": "随机匹配题",
		"ddimageortext": "拖放图文题", "ddmarker": "多个标记的拖放题", "ddwtos": "拖放填空题", "gapselect": "下拉填空题", "stack": "STACK 数学题", "coderunner": "编程题",
		"formulas": "公式题", "missingtype": "类型缺失的题", "regexp": "正则表达式简答题", "pmatch": "模式匹配题",
	}[kind]
	switch {
	case kind == "":
		return "没有注明题型的题"
	case title == "":
		return short(kind)
	}
	return title + "（" + kind + "）"
}

func short(text string) string {
	if runes := []rune(question.Legible(text)); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return question.Legible(text)
}

func (q *asked) choices() []markup.Choice {
	var list []markup.Choice
	for _, a := range all(q.node, "answer") {
		list = append(list, markup.Choice{HTML: q.html(a), Feedback: q.html(a.Child("", "feedback")), Share: share(a)})
	}
	return list
}

func (q *asked) multichoice(string) question.Body {
	if q.manyOptions() {
		return question.Body{Type: question.Multiple}
	}
	list := q.choices()
	return markup.Choose(q.item, q.flag("single", !shared(list)), list)
}

// shared reports that only several options together earn all: a file that does
// not say how many may be chosen means several.
func shared(list []markup.Choice) bool {
	some := 0
	for _, c := range list {
		if c.Share > 99.9 {
			return false
		}
		if c.Share > 0 {
			some++
		}
	}
	return some > 1
}

// choiceset is a question where exactly the right options must be chosen.
func (q *asked) choiceset(string) question.Body {
	if q.manyOptions() {
		return question.Body{Type: question.Multiple}
	}
	return markup.Choose(q.item, false, q.choices())
}

// manyOptions rejects a question with more options than the bank holds before
// any of them is read.
func (q *asked) manyOptions() bool {
	many := len(all(q.node, "answer")) > question.MaxOptions
	if many {
		q.item.Reject("选项", question.SubOptionCount, nil)
	}
	return many
}

func (q *asked) truefalse(string) question.Body {
	b := question.Body{Type: question.Judge, Options: question.JudgeOptions()}
	for i, a := range all(q.node, "answer") {
		at := i
		switch strings.ToLower(q.words(a)) {
		case "true", "t", "对", "正确", "1":
			at = 0
		case "false", "f", "错", "错误", "0":
			at = 1
		}
		if at > 1 {
			break
		}
		b.Options[at].Explanation = q.html(a.Child("", "feedback"))
		if share(a) > 99.9 {
			b.Key = append(b.Key, b.Options[at].Key)
		}
	}
	return b
}

func (q *asked) shortanswer(stem string) question.Body {
	var list []markup.Answer
	for _, a := range all(q.node, "answer") {
		list = append(list, markup.Answer{Text: q.words(a), Feedback: q.html(a.Child("", "feedback")), Share: share(a)})
	}
	blank := markup.Typed(q.item, list, &q.told)
	blank.CaseSensitive = q.node.Child("", "usecase") != nil && q.flag("usecase", false)
	return q.fill(stem, blank)
}

func (q *asked) fill(stem string, blanks ...question.Blank) question.Body {
	b := question.Body{Type: question.Fill, Stem: stem, Blanks: blanks}
	q.labels.Apply(&b)
	if len(blanks) == 1 {
		b.Stem = markup.OneBlank(stem)
	}
	return b
}

func (q *asked) numerical(stem string) question.Body {
	var list []markup.Answer
	for _, a := range all(q.node, "answer") {
		answer := markup.Answer{Text: q.words(a), Feedback: q.html(a.Child("", "feedback")), Share: share(a)}
		if answer.Text != "*" && answer.Share > 0 {
			number, ok := markup.Tolerant(answer.Text, text(a.Child("", "tolerance")))
			if !ok {
				markup.UnreadNumber(q.item, answer.Text)
				continue
			}
			answer.Number = number
		}
		list = append(list, answer)
	}
	blank := markup.Typed(q.item, list, &q.told)
	q.unit(&blank)
	return q.fill(stem, blank)
}

// unit takes the unit that is worth the value itself; answers in others were
// right too.
func (q *asked) unit(b *question.Blank) {
	var others []string
	for _, u := range all(q.node.Child("", "units"), "unit") {
		name := strings.TrimSpace(question.Legible(text(u.Child("", "unit_name"))))
		factor, ok := markup.Decimal(text(u.Child("", "multiplier")))
		worth := ok && strings.Trim(factor, "0.") == "1"
		if b.Number != nil && b.Number.Unit == "" && worth {
			b.Number.Unit = name
			continue
		}
		others = append(others, name)
	}
	if len(others) > 0 && b.Number != nil {
		q.item.Warn("答案", markup.SubUnitLost, fault.Params{"units": short(strings.Join(others, "、"))})
	}
}

func (q *asked) matching(string) question.Body {
	var list []markup.MatchPair
	for _, sub := range all(q.node, "subquestion") {
		list = append(list, markup.MatchPair{Left: q.html(sub), Right: q.html(sub.Child("", "answer"))})
	}
	return markup.Match(list)
}

func (q *asked) essay(stem string) question.Body {
	b := question.Body{Type: question.Essay, Stem: stem}
	switch q.labels.Type {
	case question.Short, question.Calculation:
		b.Type = q.labels.Type
	}
	if node := q.node.Child("", "graderinfo"); node != nil {
		guide := markup.ReadGuide(source(node))
		b.Rubric, b.Blanks = guide.Rubric, guide.Values
		b.Reference = markup.Convert(guide.Reference+guide.Rest, q.picture, q.item)
	}
	if template := q.field("responsetemplate"); !question.Empty(template) {
		b.Stem += "<p>" + template + "</p>"
	}
	if question.Empty(b.Reference) {
		q.item.Warn("答案", exchange.SubNoReference, nil)
	}
	return b
}

func (q *asked) ordering(string) question.Body {
	answers := all(q.node, "answer")
	ranked := func(a, b *xmlsafe.Node) int {
		switch x, y := share(a), share(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(answers, ranked)
	var texts []string
	for _, a := range answers {
		if h := q.html(a); !question.Empty(h) {
			texts = append(texts, h)
		}
	}
	b := question.Body{Type: question.Ordering}
	if len(texts) > question.MaxOptions {
		q.item.Reject("选项", question.SubOptionCount, nil)
		return b
	}
	b.Options, b.Key = q.labels.Ordered(texts)
	return b
}
