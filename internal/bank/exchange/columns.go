package exchange

import (
	"regexp"
	"strconv"
	"strings"
)

// columns maps a canonical column to its place in the table.
type columns map[string]int

// The canonical columns; options carry their letter, ranges of points a number.
const (
	colType        = "type"
	colStem        = "stem"
	colKey         = "key"
	colOption      = "option"
	colElement     = "element"
	colDifficulty  = "difficulty"
	colExplanation = "explanation"
	colSource      = "source"
	colPool        = "pool"
	colPicture     = "picture"
	colRef         = "ref"
)

const (
	letters           = "ABCDEFGHIJ"
	maxOptions        = 8
	maxElementColumns = 6
)

// spellings are the headings seen in the field, folded.
var spellings = map[string]string{
	"题型": colType, "试题类型": colType, "题目类型": colType, "类型": colType, "type": colType, "试题题型": colType,
	"题干": colStem, "题目": colStem, "试题": colStem, "题目内容": colStem, "试题内容": colStem, "问题": colStem, "试题题干": colStem,
	"stem": colStem, "question": colStem,
	"答案": colKey, "正确答案": colKey, "标准答案": colKey, "参考答案": colKey, "试题答案": colKey, "answer": colKey, "key": colKey,
	"鉴定点": colElement, "鉴定点代码": colElement, "鉴定点编码": colElement, "鉴定点代码或名称": colElement, "知识点": colElement,
	"知识点代码": colElement, "考评点": colElement, "认定点": colElement, "element": colElement, "point": colElement,
	"难度": colDifficulty, "难易度": colDifficulty, "难度等级": colDifficulty, "试题难度": colDifficulty, "difficulty": colDifficulty,
	"解析": colExplanation, "答案解析": colExplanation, "试题解析": colExplanation, "题目解析": colExplanation, "explanation": colExplanation,
	"出处": colSource, "来源": colSource, "试题来源": colSource, "source": colSource,
	"题库": colPool, "用途": colPool, "所属题库": colPool, "pool": colPool,
	"图片": colPicture, "图片名": colPicture, "图片文件": colPicture, "图片文件名": colPicture, "插图": colPicture, "picture": colPicture,
	"pictures": colPicture, "image": colPicture,
	"试题guid": colRef, "guid": colRef, "试题编号": colRef, "题目编号": colRef, "ref": colRef, "id": colRef,
}

var (
	note        = regexp.MustCompile(`[(\[【][^)\]】]*[)\]】]|[*:]`)
	optionHead  = regexp.MustCompile(`^(?:选项|备选项|option_?)?([a-j])(?:选项|项)?$`)
	numberHead  = regexp.MustCompile(`^(?:选项|备选项|option_?)(10|[1-9]|[一二三四五六七八九十])$`)
	elementHead = regexp.MustCompile(`^(?:知识点|鉴定范围)([一二三四五六1-6])级?$`)
)

const chineseDigits = "一二三四五六七八九十"

// headings are how the canonical columns are called in faults and templates.
var headings = map[string]string{
	colType: "题型", colStem: "题干", colKey: "答案", colOption: "选项", colElement: "鉴定点", colDifficulty: "难度",
	colExplanation: "解析", colSource: "出处", colPool: "题库", colPicture: "图片", colRef: "试题编号",
}

func heading(column string) string {
	if h, ok := headings[column]; ok {
		return h
	}
	if letter, ok := strings.CutPrefix(column, colOption); ok {
		return headings[colOption] + letter
	}
	return headings[colElement]
}

// canonical gives the column that a heading names, or "".
func canonical(head string) string {
	text := fold(head)
	if c, ok := spellings[note.ReplaceAllString(text, "")]; ok {
		return c
	}
	text = note.ReplaceAllString(text, "")
	if m := optionHead.FindStringSubmatch(text); m != nil {
		return colOption + strings.ToUpper(m[1])
	}
	if m := numberHead.FindStringSubmatch(text); m != nil {
		n := digit(m[1])
		return colOption + letters[n-1:n]
	}
	if m := elementHead.FindStringSubmatch(text); m != nil {
		return colElement + strconv.Itoa(digit(m[1]))
	}
	return ""
}

func digit(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return len([]rune(chineseDigits[:strings.Index(chineseDigits, text)])) + 1
}

// findHeader looks for the row that names a stem and a key.
func findHeader(t Table) (int, columns, bool) {
	for i := range min(headerRows, len(t.Rows)) {
		found := columns{}
		for at, cell := range t.Rows[i] {
			c := canonical(cell.Text)
			if _, taken := found[c]; c != "" && !taken {
				found[c] = at
			}
		}
		_, stem := found[colStem]
		_, key := found[colKey]
		if stem && key {
			return i, found, true
		}
	}
	return 0, nil, false
}

// TemplateHeads are the headings of the workbook that people fill in.
func TemplateHeads() []string {
	return []string{
		"题型(必填)", "题干(必填)", "选项A", "选项B", "选项C", "选项D", "选项E", "选项F", "选项G", "选项H",
		"答案(必填)", "鉴定点(必填)", "难度", "解析", "出处", "题库", "图片", "试题编号",
	}
}
