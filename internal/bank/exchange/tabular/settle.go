package tabular

import (
	"strings"
	"unicode/utf8"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// settleKind tells the type where the file does not, or not to the end.
func (d *draft) settleKind(p profile) {
	if d.kind == question.Case {
		d.kind = d.kindWithoutParts()
	}
	if d.kind != unclear && d.kind != choice && d.kind != open {
		return
	}
	guess, sure := d.guessKind(p)
	if guess != unclear && !sure && !(d.said && d.kind == choice) {
		d.item.Warn(headings[colType], exchange.SubTypeGuessed, fault.Params{"type": guess.Title()})
	}
	d.kind = guess
}

// kindWithoutParts tells what a row is that is called a case and has no parts.
func (d *draft) kindWithoutParts() question.Type {
	switch {
	case len(d.options) > 1:
		return choice
	case len(d.options) == 0 && rightOrWrong[fold(cleanAnswer(d.text(colKey)))]:
		return question.Judge
	}
	return open
}

// guessKind tells the type by options, answer and stem, in this order; sure is
// what needs no second look.
func (d *draft) guessKind(p profile) (kind question.Type, sure bool) {
	key, texts := d.text(colKey), d.plainOptions()
	switch {
	case len(texts) == 0 && d.kind != open && d.judged(key, p):
		return question.Judge, !strings.Contains("abAB", cleanAnswer(key))
	case d.kind == unclear && judges(texts) && judgeKey(key, texts, p) != nil:
		return question.Judge, true
	case len(texts) >= 2:
		return d.singleOrMultiple(key, texts, p)
	case d.kind == open:
		return shortOrEssay(key), false
	case key == "":
		return unclear, false
	case underscores.MatchString(d.item.Stem) && question.Marks(markBlanks(d.item.Stem, 1)) > 0:
		return question.Fill, false
	case d.kind == unclear && d.word == "":
		return shortOrEssay(key), false
	}
	return unclear, false
}

// judged tells an answer that is right or wrong, in its cell or in the stem.
func (d *draft) judged(key string, p profile) bool {
	return key != "" && judgeKey(key, nil, p) != nil || d.stemKey(question.Judge) != nil
}

// singleOrMultiple goes by the number of answers; of two options one may be
// meant as right and wrong.
func (d *draft) singleOrMultiple(key string, texts []string, p profile) (kind question.Type, sure bool) {
	if key == "" {
		key = d.markInStem()
	}
	if len(chosenKey(key, texts, p).key) > 1 {
		return question.Multiple, true
	}
	return question.Single, len(texts) > 2
}

func shortOrEssay(key string) question.Type {
	if utf8.RuneCountInString(key) > 300 {
		return question.Essay
	}
	return question.Short
}

// rightOrWrong are answers that make a question without options a judgement,
// whatever stands above it.
var rightOrWrong = map[string]bool{"对": true, "错": true, "正确": true, "错误": true, "√": true, "×": true, "true": true, "false": true}

// noKind notes that the type is not known.
func (d *draft) noKind() {
	if d.word != "" {
		d.item.Reject(headings[colType], SubTypeUnknown, nil)
		return
	}
	d.item.Reject(headings[colType], SubTypeMissing, nil)
}
