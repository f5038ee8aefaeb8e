package moodle

import (
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// grid reads statements that are each judged by one of the columns (the kinds
// kprime and mtf): a case whose parts are true/false where the columns say so,
// else single choices.
func (q *asked) grid(string) question.Body {
	b := question.Body{Type: question.Case}
	var columns []string
	for _, node := range all(q.node, "column") {
		columns = append(columns, q.html(node.Child("", "responsetext")))
	}
	right := map[string][]int{} // columns that earn something, by row
	for _, node := range all(q.node, "weight") {
		worth, err := strconv.ParseFloat(text(node.Child("", "value")), 64)
		column, bad := strconv.Atoi(node.Attr("", "columnnumber"))
		if err == nil && bad == nil && worth > 0 && column >= 1 && column <= len(columns) {
			row := node.Attr("", "rownumber")
			right[row] = append(right[row], column-1)
		}
	}
	for _, row := range all(q.node, "row") {
		key := right[row.Attr("", "number")]
		if len(key) != 1 {
			q.item.Reject("答案", question.SubKeyMissing, nil)
			return b
		}
		part := judged(columns, key[0])
		part.Stem, part.Explanation, part.Share = q.html(row.Child("", "optiontext")), q.html(row.Child("", "feedbacktext")), 1
		b.Parts = append(b.Parts, part)
	}
	if len(b.Parts) == 0 {
		q.item.Reject("题型", exchange.SubUnsupported, fault.Params{"kind": named(q.node.Attr("", "type"))})
		return b
	}
	markup.WarnOnce(q.item, "答案", exchange.SubPartialCredit, nil)
	return b
}

// judged makes a part of what the columns say; key is the right one.
func judged(columns []string, key int) question.Body {
	if len(columns) == 2 && truth(columns[0]) == question.True && truth(columns[1]) == question.False {
		return question.Body{Type: question.Judge, Options: question.JudgeOptions(), Key: []string{[]string{question.True, question.False}[key]}}
	}
	b := question.Body{Type: question.Single, Key: []string{question.Letter(key)}}
	for i, c := range columns {
		b.Options = append(b.Options, question.Option{Key: question.Letter(i), HTML: c})
	}
	return b
}

func truth(h string) string {
	switch strings.ToLower(question.Plain(h)) {
	case "true", "t", "yes", "right", "correct", "对", "正确", "是", "√", "richtig", "ja", "wahr", "vrai", "verdadero", "đúng":
		return question.True
	case "false", "f", "no", "wrong", "incorrect", "错", "错误", "否", "×", "falsch", "nein", "faux", "falso", "sai":
		return question.False
	}
	return ""
}
