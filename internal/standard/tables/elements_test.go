package tables_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/standard/tables"
)

var lathe = []string{
	"A 基本要求 25", "A-A 职业道德 5", "A-A-A 基本知识 5", "A-A-A-001 道德的概念 Y", "A-A-A-002 职业守则 X",
	"A-B 基础知识 20", "A-B-A 识图 20", "A-B-A-001 投影 X",
	"B 相关知识要求 75", "B-A 轴类工件加工 75", "B-A-A 车外圆 75", "B-A-A-001 车刀选择 X", "B-A-A-002 冷却液 Z",
}

// The same table in the layouts that are seen.
func TestRead_ElementTableLayouts(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]page{
		"merged, three rows of headings, own codes": {name: "四级", merged: []string{
			"A1:M1", "A2:J2", "A3:C3", "D3:F3", "G3:J3", "K2:M3", "A5:A7", "B5:B7", "C5:C7", "D5:D6", "E5:E6", "F5:F6", "G5:G6", "H5:H6", "J5:J6",
		}, text: `
			车工（数控车床）四级/中级工理论知识鉴定要素细目表 共5个鉴定点
			鉴定范围||||||||||鉴定点||
			一级|||二级|||三级||||||
			代码|名称|鉴定比重|代码|名称|鉴定比重|代码|名称|重要程度比例|鉴定比重|代码|名称|重要程度
			A|基本要求|25|A|职业道德|5|A|基本知识||5|001|道德的概念|Y
			||||||||||002|职业守则|X
			|||B|基础知识|20|A|识图|01:00:00|20|001|投影|Ｘ
			B|相关知识要求|75|A|轴类工件加工|75|A|车外圆|01:00:01|75|001|车刀选择|x
			||||||||||002|冷却液|Z`},
		"one row of headings, whole paths, nothing repeated": {name: "中级", text: `
			序号|一级范围代码|一级范围名称|一级比重|二级范围代码|二级范围名称|二级比重|三级范围代码|三级范围名称|三级比重|鉴定点代码|鉴定点名称|重要程度
			1|A|基本要求|25|A-A|职业道德|5%|A-A-A|基本知识|5|A-A-A-001|道德的概念|Y
			2||||||||||A－A－A－002|职业守则|X
			3||||A-B|基础知识|20|A-B-A|识图|20|A-B-A-1|投影|核心要素
			4|B|相关知识要求|75|B-A|轴类工件加工|75|B-A-A|车外圆|75|B.A.A.001|车刀选择|X
			5||||||||||B/A/A/002|冷却液|辅助要素`},
		"codes run together, ranges in lines of their own": {name: "x", text: `
			职业：车工|等级：四级
			鉴定范围一级|代码|鉴定比重|鉴定范围二级|代码|鉴定比重|鉴定范围三级|代码|鉴定比重|鉴定点|代码|重要程度
			基本要求|A|25|||||||||
			|||职业道德|AA|5||||||
			||||||基本知识|AAA|5|道德的概念|AAA001|Y
			|||||||||职业守则|AAA002|X
			|||基础知识|AB|20|识图|ABA|20|投影|ABA001|X
			相关知识要求|B|75|轴类工件加工|BA|75|车外圆|BAA|75|车刀选择|BAA001|X
			|||||||||冷却液|BAA002|Z
			合计||100|||||||||`},
		"codes before names, columns X Y Z, numbers as numbers": {name: "四级", merged: []string{"A1:B1", "D1:E1", "G1:H1", "J1:K1", "L1:N1"}, values: map[string]any{
			"J3": 1, "J4": 2, "J5": 1, "J6": number{1, "000"}, "J7": number{2, "000"}, "C3": number{0.25, "0%"},
		}, text: `
			鉴定范围（一级）||比重|鉴定范围（二级）||比重|鉴定范围（三级）||比重|考评点||重要程度||
			代码|名称||代码|名称||代码|名称||代码|名称|X|Y|Z
			A|基本要求||A|职业道德|5|A|基本知识|5||道德的概念||√|
			|||||||||| 职业守则|√||
			|||B|基础知识|20|A|识图|20||投影|√||
			B|相关知识要求|75|A|轴类工件加工|75|A|车外圆|75||车刀选择|√||
			||||||||||冷却液|||√`},
		"ranges without codes, points with the whole path": {name: "四级", text: `
			一级范围|鉴定比重|二级范围|鉴定比重|三级范围|鉴定比重|认定点代码|认定点|重要程度
			基本要求|25|职业道德|5|基本知识|5|A-A-A-001|道德的概念|Y
			||||||A-A-A-002|职业守则|X
			||基础知识|20|识图|20|A-B-A-001|投影|X
			相关知识要求|75|轴类工件加工|75|车外圆|75|B-A-A-001|车刀选择|X
			||||||B-A-A-002|冷却液|Z`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, p)
			require.Empty(t, faultsOf(file.Faults))
			require.Len(t, file.Elements, 1)
			require.Equal(t, "4", file.Elements[0].Level)
			require.Equal(t, lathe, linesOf(file.Elements[0]))
		})
	}
}

func TestRead_ElementTables(t *testing.T) {
	t.Parallel()
	const heads = "一级代码|一级范围|二级代码|二级范围|鉴定点代码|鉴定点名称|重要程度\n"
	for name, c := range map[string]struct {
		page   page
		want   []string
		faults []string
	}{
		"four ranges, data from row four, names in B, D, G, J, pages": {page{name: "x", merged: []string{"A1:O1", "A2:K2", "L2:O2"}, text: `
			电工三级鉴定要素细目表
			鉴定范围|||||||||||鉴定点|||
			一级代码|一级|二级代码|二级|二级比重|三级代码|三级|三级比重|四级代码|四级|四级比重|代码|名称|重要程度|教材页码
			A|基本要求|A|职业道德|5|A|道德|5|B|规范|5|001|诚信|X|12
			B|相关知识|A|安装|95|A|线路|95|C|敷设|95|001|导线|Y|34-36`},
			[]string{"A 基本要求", "A-A 职业道德 5", "A-A-A 道德 5", "A-A-A-B 规范 5", "A-A-A-B-001 诚信 X p12",
				"B 相关知识", "B-A 安装 95", "B-A-A 线路 95", "B-A-A-C 敷设 95", "B-A-A-C-001 导线 Y p34-36"}, nil},
		"one range": {page{name: "x", text: "鉴定范围代码|鉴定范围|鉴定点代码|鉴定点|重要程度\nA|道德|001|诚信|X\nB|加工|001|车|Y\n||002|铣|Z"},
			[]string{"A 道德", "A-001 诚信 X", "B 加工", "B-001 车 Y", "B-002 铣 Z"}, nil},
		"fields of conduct": {page{name: "x", text: "行为领域|代码|鉴定范围|代码|鉴定比重|鉴定点|代码|重要程度\n基本要求|A|道德|A|5|诚信|001|X\n|||||守则|002|Y"},
			[]string{"A 基本要求", "A-A 道德 5", "A-A-001 诚信 X", "A-A-002 守则 Y"}, nil},
		"named after functions, headings repeated on the next page": {page{name: "x", merged: []string{"A1:A2"}, text: `
			职业功能|工作内容|相关知识要求|考评点||
			|||代码|名称|重要程度
			车削|外圆|车刀|001|刃磨|X
			职业功能|工作内容|相关知识要求|考评点||
			||冷却|001|切削液|Z`},
			[]string{"A 车削", "A-A 外圆", "A-A-A 车刀", "A-A-A-001 刃磨 X", "A-A-B 冷却", "A-A-B-001 切削液 Z"}, []string{"codes_made?"}},
		"names that look like headings": {page{name: "x", text: "一级范围|鉴定点代码|鉴定点|重要程度\n相关知识要求|001|内容|X\n|002|范围|Y"},
			[]string{"A 相关知识要求", "A-001 内容 X", "A-002 范围 Y"}, []string{"codes_made?"}},
		"no codes at all": {page{name: "x", text: "一级范围|二级范围|鉴定点|重要程度\n基本要求|道德|诚信|X\n|法规|劳动法|Y\n相关知识|车削|车刀|X\n||冷却|Z"},
			[]string{"A 基本要求", "A-A 道德", "A-A-001 诚信 X", "A-B 法规", "A-B-001 劳动法 Y", "B 相关知识", "B-A 车削", "B-A-001 车刀 X", "B-A-002 冷却 Z"},
			[]string{"codes_made?"}},
		"digits run together, told apart by the ranges": {page{name: "x", text: heads + "0|基本|2|法规|021|劳动法|X\n||||0210|合同法|Y\n||11|安全|0111|用电|Y"},
			[]string{"0 基本", "0-2 法规", "0-2-001 劳动法 X", "0-2-010 合同法 Y", "0-11 安全", "0-11-001 用电 Y"}, []string{}},
		"digits run together and nothing tells them apart": {page{name: "x", text: "一级范围|二级范围|鉴定点代码|鉴定点名称|重要程度\n基本|法规|02110|劳动法|X"},
			nil, []string{"C2 code_mixed", "codes_made?"}},
		"codes that contradict their ranges": {page{name: "x", text: heads + "A|基本|A|法规|A-B-001|劳动法|X\n||A-C|安全|001|用电|Y\n||B-C|防火|001|灭火|Y"},
			[]string{"A 基本", "A-A 法规", "A-C 安全", "A-C-001 用电 Y"}, []string{"E2 code_path", "C4 code_path"}},
		"the same code twice, another name for a range": {page{name: "x", text: heads + "A|基本|A|法规|001|劳动法|X\n||||001|合同法|X\n||A|安全|002|用电|X"},
			[]string{"A 基本", "A-A 法规", "A-A-001 劳动法 X"}, []string{"E3 code_twice", "D4 range_name"}},
		"what is missing": {page{name: "x", text: heads + "A|基本|A|法规|001|劳动法|\n||||002|合同法|W\n||||003||X\n||||| 保险法|X\n||||005|合同|X\nB|||加工|001|车|X\nC||A|磨|001|砂轮|X\n注：以上略"},
			nil, []string{"G2 importance", "G3 importance", "F4 name", "B7 name", "B8 name", "E5 code_none"}},
		"a range without the one above": {page{name: "x", text: heads + "||A|法规|001|劳动法|X\nA|基本|A|法规|001|劳动法|X\nB|加工|||001|车|X"},
			[]string{"A 基本", "A-A 法规", "A-A-001 劳动法 X", "B 加工", "B-001 车 X"}, []string{"2 gap"}},
		"ratios, weights and counts that differ, names twice": {page{name: "x", text: `
			焊工五级 鉴定点总数：9
			一级代码|一级范围|一级重要程度比例|一级鉴定比重|二级代码|二级范围|二级比例|二级鉴定比重|鉴定点代码|鉴定点名称|重要程度
			A|基本|2:1:0|10|A|道德|01:00:00|4|001|诚信|X
			||||B|法规|0:1:0|5|001|法|Y
			||||||||002|法|Y`},
			[]string{"A 基本 10", "A-A 道德 4", "A-A-001 诚信 X", "A-B 法规 5", "A-B-001 法 Y", "A-B-002 法 Y"},
			[]string{"3 ratio?", "4 ratio?", "J5 name_twice?", "3 weights?", "count?"}},
		"weights as shares of one, ratios in brackets": {page{name: "x", text: `
			一级代码|一级范围|一级重要程度比例|一级鉴定比重|鉴定点代码|鉴定点名称|重要程度
			A|基本|（01:00:00）|0.25|001|诚信|X
			B|加工|(1:0:0)|0.75|001|车|X`},
			[]string{"A 基本 25", "A-001 诚信 X", "B 加工 75", "B-001 车 X"}, nil},
		"no column for the importance": {page{name: "x", text: "一级代码|一级范围|鉴定点代码|鉴定点名称\nA|基本|001|诚信"}, nil, []string{"1 no_grades"}},
		"headings without ranges":      {page{name: "x", text: "鉴定点代码|鉴定点名称|重要程度\n001|诚信|X"}, nil, []string{"1 levels"}},
		"nothing below":                {page{name: "x", text: heads}, nil, []string{"empty"}},
		"the skill part":               {page{name: "操作技能", text: heads + "A|基本|A|法规|001|劳动法|X"}, nil, []string{"skill"}},
		"long and hostile names": {page{name: "x", text: heads + "A|=1+1|A|法 规 |001|" + strings.Repeat("长", 101) + "|X\n||||002|=cmd|X"},
			[]string{"A =1+1", "A-A 法 规", "A-A-002 =cmd X"}, []string{"F2 name_long"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, c.page)
			if c.faults == nil {
				c.faults = []string{}
			}
			require.Equal(t, c.faults, faultsOf(file.Faults))
			if c.want != nil {
				require.Len(t, file.Elements, 1)
				require.Equal(t, c.want, linesOf(file.Elements[0]))
			}
		})
	}
}

// A ratio typed into a cell becomes a time of day there.
func TestRead_ARatioThatBecameATime(t *testing.T) {
	t.Parallel()
	text := "一级代码|一级范围|一级重要程度比例|鉴定点代码|鉴定点名称|重要程度\nA|基本||001|诚信|X\n|||002|守则|Y\nB|加工||001|车|X"
	file := read(t, page{name: "x", text: text, values: map[string]any{"C2": 3660.0 / 86400, "C4": number{3600.0 / 86400, "h:mm:ss"}}})
	require.Empty(t, faultsOf(file.Faults))
	file = read(t, page{name: "x", text: text, values: map[string]any{"C2": 7260.0 / 86400}})
	require.Equal(t, []string{"2 ratio?"}, faultsOf(file.Faults))
	require.Equal(t, "02:01:00", file.Faults[0].Params["printed"])
}

func TestRead_CSVWithoutMergedCells(t *testing.T) {
	t.Parallel()
	raw := "车工四级鉴定要素细目表,,,,\n一级代码,一级范围,鉴定点代码,鉴定点名称,重要程度\nA,道德,001,诚信,X\n,,002,守则,Y\n"
	book, err := sheet.Open(bytes.NewReader([]byte(raw)), sheet.Limits{})
	require.NoError(t, err)
	defer book.Close()
	var s tables.Sheet
	for row, err := range book.MergedRows("") {
		require.NoError(t, err)
		s.Rows = append(s.Rows, tables.Row{Number: row.Number, Cells: row.Cells})
	}
	file, err := tables.Read([]tables.Sheet{s})
	require.NoError(t, err)
	require.Empty(t, faultsOf(file.Faults))
	require.Equal(t, []string{"A 道德", "A-001 诚信 X", "A-002 守则 Y"}, linesOf(file.Elements[0]))
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"理论\n项目|四级|三级\n职业道德|5|5%\n加工|95|—\n合计|100|100",
		"一级代码|一级范围|一级比例|一级比重|鉴定点代码|鉴定点名称|重要程度\nA|道德|1:0:0|5|A-001|诚信|X\n||||A-002|守则|Y",
		"鉴定范围||鉴定点||\n代码|名称|代码|名称|X|Y\n0|基本|0210|法|√|",
		"行为领域|代码|鉴定范围|代码|鉴定点|代码|重要程度\n甲|AA|乙|AAB|丙|AAB001|Z",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s tables.Sheet
		for i, line := range strings.Split(text, "\n") {
			if i > 200 {
				return
			}
			s.Rows = append(s.Rows, tables.Row{Number: i + 1, Cells: strings.Split(line, "|")})
		}
		file, err := tables.Read([]tables.Sheet{s})
		if err != nil {
			return
		}
		for _, table := range file.Elements {
			seen := map[string]bool{"": true}
			for _, line := range table.Lines {
				above := line.Path[:max(strings.LastIndex(line.Path, "-"), 0)]
				require.True(t, seen[above], "a range comes before what is below it")
				require.False(t, seen[line.Path], "a path stands once")
				require.NotEmpty(t, line.Name)
				seen[line.Path] = true
			}
			next, _ := tables.Plan(tables.Snapshot{}, tables.Incoming{Elements: &table}, false)
			again, _ := tables.Plan(next, tables.Incoming{Elements: &table}, false)
			require.Empty(t, tables.Diff(next, again), "the same table again changes nothing")
		}
	})
}
