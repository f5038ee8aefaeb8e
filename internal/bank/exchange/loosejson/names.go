package loosejson

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange/tabular"
)

// The names of members that are in use. They are asked for as plainName leaves
// them.
var (
	nameSigns = regexp.MustCompile(`[\s_\-.]+`)
	indexName = regexp.MustCompile(`^(?:correct|answer|right)?(?:answer|option|choice)?(?:index|idx)$`)
	moreNames = map[string]string{
		"q": "题干", "ask": "题干", "topic": "题干", "name": "题干", "subject": "题干", "prompt": "题干", "problem": "题干", "questiontitle": "题干", "questionname": "题干", "stemtext": "题干", "questionstem": "题干",
		"ans": "答案", "standardanswer": "答案", "rightkey": "答案", "correctanswers": "答案", "correctoptions": "答案", "answerkey": "答案", "trueanswer": "答案", "standard": "答案", "rightanswers": "答案", "correctchoice": "答案", "answerlist": "答案", "correctkey": "答案", "correctoptionindex": "答案", "referenceanswer": "答案", "reference": "答案", "answertext": "答案", "rightoption": "答案", "gold": "答案", "label": "答案", "target": "答案",
		"opts": "选项", "opt": "选项", "optionlist": "选项", "optionslist": "选项", "answeroptions": "选项", "alternatives": "选项", "items": "选项", "selections": "选项", "selects": "选项", "answers": "选项", "optionarr": "选项",
		"rationale": "解析", "comment": "解析", "analyze": "解析", "parse": "解析", "hint": "解析", "tip": "解析", "reason": "解析", "resolve": "解析", "questionanalysis": "解析", "answeranalysis": "解析", "explan": "解析", "desc": "解析", "explains": "解析",
		"questioncategory": "标签", "typename": "题型", "kind": "题型", "questiontypename": "题型", "id": "试题编号", "knowledge": "鉴定点", "knowledgepoint": "鉴定点",
	}
)

func plainName(name string) string {
	return strings.ToLower(nameSigns.ReplaceAllString(name, ""))
}

// headingOf gives the heading of a table for a member's name, or "".
func headingOf(name string) string {
	p := plainName(name)
	if indexName.MatchString(p) && p != "index" {
		return "答案"
	}
	if h, ok := moreNames[p]; ok {
		return h
	}
	switch h := tabular.Heading(name); h {
	case "标签":
		return "章节"
	case "题号":
		return ""
	default:
		return h
	}
}

// namesText tells members that may hold the words of an option or an answer.
func namesText(name string) bool {
	switch name {
	case "text", "content", "value", "title", "name", "option", "html", "body", "description", "label", "stem", "question", "desc", "内容", "文本", "选项内容", "题干", "optioncontent", "optiontext", "answertext", "optionvalue", "choicetext", "optionname", "answer":
		return true
	}
	return false
}

// namesLabel tells members that may hold the letter or the number of an option.
func namesLabel(name string) bool {
	switch name {
	case "key", "label", "letter", "id", "optionid", "option", "name", "index", "no", "code", "prefix", "tag", "optionkey", "value", "sequence", "选项", "标号", "optionlabel", "identifier", "optionno", "optionname", "order", "seq", "sort", "title":
		return true
	}
	return false
}

// namesRight tells members that may say whether an option is right.
func namesRight(name string) bool {
	switch name {
	case "correct", "iscorrect", "right", "isright", "isanswer", "istrue", "answer", "checked", "score", "fraction", "是否正确", "正确", "rightanswer", "iskey", "correctanswer":
		return true
	}
	return false
}

// namesParts tells members that may hold the parts of a case.
func namesParts(name string) bool {
	switch name {
	case "children", "subquestions", "parts", "questions", "subs", "items", "sublist", "childlist", "小题", "子题", "subquestionlist", "childquestions", "subitems", "childrenlist", "questionlist", "sub":
		return true
	}
	return false
}

// namesWrong tells members that hold the wrong options alone.
func namesWrong(name string) bool {
	switch name {
	case "incorrectanswers", "wronganswers", "distractors", "incorrect", "wrong", "incorrectoptions", "错误选项", "干扰项":
		return true
	}
	return false
}

// namesStemWeakly tells members that hold the stem only where no better name
// does.
func namesStemWeakly(name string) bool {
	switch name {
	case "title", "name", "content", "text", "subject", "topic", "标题", "内容":
		return true
	}
	return false
}
