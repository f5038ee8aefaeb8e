package transfer

import (
	"bytes"
	"context"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/standard"
)

// Template gives the workbook to fill in for an import: headings, the level's
// points, how to fill in each column.
func (s *Service) Template(ctx context.Context, levelID uuid.UUID) ([]byte, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return nil, err
	}
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return nil, err
	}
	rows, err := s.standard.WeightTable(ctx, levelID, standard.Theory)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = sheet.WriteXLSX(&out, questionTable(), pointTable(elements, rows), helpTable())
	return out.Bytes(), err
}

func questionTable() sheet.Table {
	t := sheet.Table{Name: "试题"}
	for _, head := range exchange.TemplateHeads() {
		c := sheet.Column{Header: head}
		if strings.HasPrefix(head, "题干") || head == "解析" {
			c.Width = 48
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

func pointTable(elements []standard.Element, rows []standard.WeightRow) sheet.Table {
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	t := sheet.Table{Name: "鉴定点", Columns: []sheet.Column{{Header: "代码"}, {Header: "名称", Width: 40}, {Header: "重要程度"}, {Header: "权重表行", Width: 24}}}
	for _, e := range elements {
		if e.IsPoint {
			t.Rows = append(t.Rows, []any{e.Path, e.Name, string(e.Importance), names[e.WeightRowID]})
		}
	}
	return t
}

func helpTable() sheet.Table {
	return sheet.Table{Name: "填写说明", Columns: []sheet.Column{{Header: "列"}, {Header: "怎样填", Width: 70}}, Rows: [][]any{
		{"题型", "单选题、多选题、判断题、填空题、简答题、计算题、论述题等；不填时按选项和答案判断"},
		{"题干", "填空处写 ____ 或（ ）；公式写成 \\( … \\)"},
		{"选项A–H", "从 A 起依次填写，中间不留空；判断题不填"},
		{"答案", "单选如 A；多选如 ABC；判断填 正确 或 错误；填空的几个空用分号分开，同一空的几种写法用 / 分开"},
		{"鉴定点", "“鉴定点”工作表里的代码，例如 A-001；可以先不填，导入后再归类"},
		{"难度", "1（易）到 5（难），不填按 3"},
		{"题库", "练习、模拟 或 考试；不填按导入时的选择。同一道题只属于一个题库"},
		{"图片", "插在单元格里的图片会一起导入；也可以填图片文件名，先在题库中上传"},
		{"试题编号", "可不填；填了则同一编号不会重复导入，内容改过时可以作为新版本导入"},
	}}
}
