package tabular

import (
	"bytes"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// Names of the template's sheets besides that of the questions.
const (
	pointsSheet = "鉴定点"
	helpSheet   = "填写说明"
)

// Point is an assessment point for the template's second sheet.
type Point struct {
	Code       string
	Name       string
	Importance string // X, Y, Z
	Row        string // name of the weight table's row
}

// templateOptions is how many option columns the template has.
const templateOptions = 8

// Template writes the workbook to fill in: headings, the points, how to fill
// in each column.
func Template(points []Point) ([]byte, error) {
	questions := sheet.Table{Name: questionSheet}
	for _, c := range templateColumns() {
		head := heading(c)
		if c == colType || c == colStem || c == colKey || c == colElement {
			head += "(必填)"
		}
		questions.Columns = append(questions.Columns, sheet.Column{Header: head, Width: width(c)})
	}
	list := sheet.Table{Name: pointsSheet, Columns: []sheet.Column{{Header: "代码"}, {Header: "名称", Width: 40}, {Header: "重要程度"}, {Header: "权重表行", Width: 24}}}
	for _, p := range points {
		list.Rows = append(list.Rows, []any{p.Code, p.Name, p.Importance, p.Row})
	}
	var out bytes.Buffer
	if err := sheet.WriteXLSX(&out, questions, list, help()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func templateColumns() []string {
	list := []string{colType, colStem}
	for i := range templateOptions {
		list = append(list, colOption+question.Letter(i))
	}
	return append(list, colKey, colElement, colDifficulty, colExplanation, colSource, colPool, colPicture, colRef, colScore, colRubric, colCase)
}

func help() sheet.Table {
	return sheet.Table{Name: helpSheet, Columns: []sheet.Column{{Header: "列"}, {Header: "怎样填", Width: 70}}, Rows: [][]any{
		{"题型", "单选题、多选题、判断题、填空题、简答题、计算题、论述题、案例分析题的小题按各自题型填"},
		{"题干", "文字，可用上标、下标；填空处写 ____（四条下划线）；图片可直接插在单元格上"},
		{"选项A–H", "从 A 起依次填写，中间不留空；判断题不填"},
		{"答案", "单选如 A；多选如 ABC；判断填 正确 或 错误；填空每空一行，几种写法用 | 分开，数值可写 78.5±0.5 mm；问答填参考答案"},
		{"鉴定点", "“鉴定点”工作表里的代码，例如 A-001"},
		{"难度", "1（易）到 5（难），不填按 3"},
		{"题库", "练习、模拟或考试；不填按导入时的选择。同一道题只属于一个题库"},
		{"图片", "图片可直接插在本格上；也可写图片文件名，多个用逗号分开"},
		{"试题编号", "可不填；填了则同一编号不会重复导入"},
		{"评分标准", "每行一条，写明分数，例如：次序正确（3分）"},
		{"材料", "几道小题共用的材料；同一案例的各行填同样的材料，可合并单元格"},
	}}
}
