package tables_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/standard/tables"
)

// Tables 4.1 and 4.2 as standards print them: headings two rows deep, labels
// merged, levels that have no such row.
func TestRead_OneFileFillsSeveralLevelsAndBothParts(t *testing.T) {
	t.Parallel()
	file := read(t,
		page{name: "Sheet1", merged: []string{"A1:F1", "A2:B3", "C2:F2", "A4:A5", "A6:A9", "A10:B10"}, text: `
			车工国家职业技能标准 理论知识权重表
			项目||技能等级
			||五级/初级工（%）|四级/中级工（%）|三级/高级工（%）|二级/技师（％）
			基本要求|职业道德|5|５|5%|5
			|基础知识|25|20|15|10
			相关知识要求|轴类工件加工|40|45|30|-
			|套类工件加工|30|30|—|/
			|畸形工件加工|——||50|45
			|培训与指导|／|－|-|40
			合计||100|100|100%|100`},
		page{name: "技能要求", merged: []string{"A1:B1"}, text: `
			职业功能||五级|四级|三级|二级|一级
			|轴类工件加工|60|55|30|-|-
			|套类工件加工|40|45|70|100|-`},
	)
	require.Empty(t, faultsOf(file.Faults))
	require.Len(t, file.Weights, 8)
	got := map[string][]string{}
	for _, w := range file.Weights {
		got[string(w.Part)+w.Level] = rowsOf(w)
	}
	require.Equal(t, []string{"基本要求/职业道德 5", "基本要求/基础知识 20", "相关知识要求/轴类工件加工 45", "相关知识要求/套类工件加工 30"}, got["theory4"])
	require.Equal(t, []string{"基本要求/职业道德 5", "基本要求/基础知识 10", "相关知识要求/畸形工件加工 45", "相关知识要求/培训与指导 40"}, got["theory2"])
	require.Equal(t, []string{"/套类工件加工 100"}, got["skill2"])
	require.NotContains(t, got, "skill1", "a column without rows is a level that the table leaves out")
}

func TestRead_WeightTables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page   page
		want   []string // "part level track: rows"
		faults []string
	}{
		"two below each other in one sheet": {page{name: "权重表", text: `
			理论知识权重表
			项目|初级(%)|中级(%)
			职业道德|5|5
			焊接|95|95
			技能要求权重表
			项目|初级(%)|中级(%)
			焊接|100|100`},
			[]string{"theory 5 : [基本要求/职业道德 5 相关知识要求/焊接 95]", "theory 4 : [基本要求/职业道德 5 相关知识要求/焊接 95]",
				"skill 5 : [/焊接 100]", "skill 4 : [/焊接 100]"}, nil},
		"shares of one, percents as formats, full width": {page{name: "理论", text: `
			项　目|四级|三级|高级技师
			职业道德||５％|5
			加工|||95`, values: map[string]any{"B2": 0.05, "B3": 0.95, "C3": number{0.95, "0%"}}},
			[]string{"theory 4 : [基本要求/职业道德 5 相关知识要求/加工 95]", "theory 3 : [基本要求/职业道德 5 相关知识要求/加工 95]",
				"theory 1 : [基本要求/职业道德 5 相关知识要求/加工 95]"}, nil},
		"one column that names no level": {page{name: "x", text: `
			车工 三级/高级工 理论知识权重表
			序号|职业功能|权重（%）|备注
			1|职业道德|5|甲
			2|加工|95|`},
			[]string{"theory 3 : [基本要求/职业道德 5 相关知识要求/加工 95]"}, nil},
		"tracks under a level": {page{name: "理论知识", merged: []string{"B1:C1"}, text: `
			项目|四级/中级工||三级/高级工
			|普通车床|数控车床|数控车床
			职业道德|5|5|5
			加工|95|95|95`},
			[]string{"theory 4 普通车床: [基本要求/职业道德 5 相关知识要求/加工 95]", "theory 4 数控车床: [基本要求/职业道德 5 相关知识要求/加工 95]",
				"theory 3 数控车床: [基本要求/职业道德 5 相关知识要求/加工 95]"}, nil},
		"a sum that is no hundred": {page{name: "理论", text: `
			项目|四级|三级
			职业道德|5|5
			加工|94|95
			合计|100|100`},
			[]string{"theory 4 : [基本要求/职业道德 5 相关知识要求/加工 94]", "theory 3 : [基本要求/职业道德 5 相关知识要求/加工 95]"},
			[]string{"B2 sum", "B2 total?"}},
		"what is no number": {page{name: "理论", text: `
			项目|四级|三级
			职业道德|5|=5
			加工|九十五|95
			加工|2.5|-1
			装配|0|0.0`},
			nil, []string{"C2 number", "B3 number", "C4 number", "B5 zero?", "C5 zero?", "B4 whole"}},
		"nothing but what is no number": {page{name: "理论", text: "项目|权重\n甲|=1+1\n乙|100"}, nil, []string{"B2 number"}},
		"the same row twice": {page{name: "理论", text: `
			项目|四级|三级
			加工|50|50
			加 工|50|-
			装配|-|50`},
			nil, []string{"B3 row_twice"}},
		"neither theory nor skill": {page{name: "x", text: `
			项目|四级|三级
			加工|100|100`},
			nil, []string{"B2 part", "C2 part"}},
		"headings and nothing below": {page{name: "理论", text: `
			项目|四级|三级`},
			nil, []string{"empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, c.page)
			if c.faults == nil {
				c.faults = []string{}
			}
			require.Equal(t, c.faults, faultsOf(file.Faults))
			if c.want == nil {
				return
			}
			var got []string
			for _, w := range file.Weights {
				got = append(got, string(w.Part)+" "+w.Level+" "+w.Track+": ["+join(rowsOf(w))+"]")
			}
			require.Equal(t, c.want, got)
		})
	}
}

func join(list []string) string {
	text := ""
	for i, s := range list {
		if i > 0 {
			text += " "
		}
		text += s
	}
	return text
}

func TestRead_AFileWithoutTablesIsRefused(t *testing.T) {
	t.Parallel()
	_, err := tables.Read(sheetsOf(t, workbook(t, page{name: "封面", text: "车工\n题干|答案\n一|A"})))
	require.Equal(t, tables.SubUnknown, subOf(t, err))
	file := read(t, page{name: "说明", text: "填表说明\n第一条"}, page{name: "技能", text: "职业功能|四级\n加工|100"})
	require.Equal(t, []string{"sheet?"}, faultsOf(file.Faults))
	require.Len(t, file.Weights, 1)
}

func TestN108_WhatAFaultRepeatsIsBoundedAndPlain(t *testing.T) {
	t.Parallel()
	long := "=HYPERLINK(\"http://x\u202e\u0000\",1)" + string(make([]rune, 0)) + "很长很长很长很长很长很长很长很长很长很长很长很长"
	file, err := tables.Read([]tables.Sheet{{Name: "理论", Rows: []tables.Row{
		{Number: 1, Cells: []string{"项目", "四级", "三级"}}, {Number: 2, Cells: []string{"加工", long, "100"}},
	}}})
	require.NoError(t, err)
	text := file.Faults[0].Params["text"].(string)
	require.Len(t, []rune(text), 31)
	require.Contains(t, text, "=HYPERLINK(\"http://x\",1)")
	require.NotContains(t, text, "\x00")
}
