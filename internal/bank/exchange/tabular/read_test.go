package tabular

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// csvOf makes a text of rows whose cells "|" parts.
func csvOf(rows ...string) []byte {
	return []byte(strings.ReplaceAll(strings.Join(rows, "\n"), "|", "\t"))
}

func one(t *testing.T, rows ...string) exchange.Item {
	t.Helper()
	items := read(t, "x.csv", csvOf(rows...)).Items
	require.Len(t, items, 1)
	return items[0]
}

// The sheet of a provincial bank: twenty columns, six of them for the point, a
// title above the headings.
func TestRead_TheTwentyColumnSheet(t *testing.T) {
	t.Parallel()
	i := one(t, "车工理论题库",
		"试题GUID|题型(必填)|题干（必填）|答案|选项A|选项B|选项C|选项D|选项E|知识点一级|知识点二级|知识点三级|知识点四级|知识点五级|知识点六级|难度|一致性|分数|解析|出处",
		"g-1|单项选择题| 刀具的前角 |Ｂ|大|小|||| A | B | 001 ||||较难|0.9|1|说明|教材")
	require.Empty(t, i.Notes)
	require.Equal(t, question.Single, i.Type)
	require.Equal(t, "刀具的前角", i.Stem)
	require.Equal(t, []string{"B"}, i.Key)
	require.Equal(t, []string{"说明", "教材", "g-1", "A-B-001"}, []string{i.Explanation, i.Source, i.Ref, i.Element})
	require.Equal(t, []int{4, 100}, []int{i.Difficulty, i.Score})
	require.Equal(t, "第 3 行", i.At)
}

func TestF64_SpellingsOfAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, answer, options, want string
		reason                      fault.Sub
	}{
		{"判断", "正确", "|", "T", ""}, {"判断", "对", "|", "T", ""}, {"判断", "√", "|", "T", ""}, {"判断", "T", "|", "T", ""}, {"判断", "是", "|", "T", ""}, {"判断", "1", "|", "T", ""}, {"判断", "Y", "|", "T", ""}, {"判断", "1.0", "|", "T", ""},
		{"判断", "错误", "|", "F", ""}, {"判断", "×", "|", "F", ""}, {"判断", "错。", "|", "F", ""}, {"判断", "（错）", "|", "F", ""}, {"判断", "false", "|", "F", ""}, {"判断", "否", "|", "F", ""}, {"判断", "0", "|", "F", ""}, {"判断", "✗", "|", "F", ""}, {"判断", "N", "|", "F", ""},
		{"判断", "A", "正确|错误", "T", ""}, {"判断", "A", "错误|正确", "F", ""}, {"判断", "B", "A.正确|B.错误", "F", ""}, {"判断", "B", "|", "F", ""}, {"判断", "A、对", "|", "T", ""}, {"判断", "错误：主运动是工件旋转", "|", "F", ""}, {"判断", "【答案】√", "|", "T", ""},
		{"判断", "C", "|", "", SubKeyUnread}, {"判断", "也许", "|", "", SubKeyUnread}, {"判断", "2", "|", "", SubKeyUnread}, {"判断", "", "|", "", question.SubKeyMissing},
		{"单选", "b", "甲|乙", "B", ""}, {"单选", "【A】", "甲|乙", "A", ""}, {"单选", "乙", "甲|乙", "B", ""}, {"单选", "答案：A", "甲|乙", "A", ""}, {"单选", "【答案】A", "甲|乙", "A", ""}, {"单选", "正确答案: A。", "甲|乙", "A", ""}, {"单选", "A.甲", "甲|乙", "A", ""}, {"单选", "选B", "甲|乙", "B", ""},
		{"单选", "2", "甲|乙", "B", ""}, {"单选", "2.0", "甲|乙", "B", ""}, {"单选", "②", "甲|乙", "B", ""}, {"单选", "2", "2|3", "", SubKeyUnread}, {"单选", "0", "甲|乙", "", SubKeyUnread}, {"单选", "3", "甲|乙", "", SubKeyUnread},
		{"单选", "丙", "甲|乙", "", SubKeyUnread}, {"单选", "", "甲|乙", "", question.SubKeyMissing}, {"单选", "C", "甲|乙", "C", question.SubKeyUnknown}, {"单选", "AB", "甲|乙", "AB", question.SubKeyTooMany},
		{"多选", "BA", "甲|乙", "AB", ""}, {"多选", "A,B", "甲|乙", "AB", ""}, {"多选", "A、B", "甲|乙", "AB", ""}, {"多选", "Ａ；Ｂ", "甲|乙", "AB", ""}, {"多选", "A和B", "甲|乙", "AB", ""}, {"多选", "AAB", "甲|乙", "AB", ""}, {"多选", "A B", "甲|乙", "AB", ""}, {"多选", "A，B", "甲|乙", "AB", ""}, {"多选", "ａｂ", "甲|乙", "AB", ""},
		{"多选", "1,2", "甲|乙", "AB", ""}, {"多选", "12", "甲|乙", "AB", ""}, {"多选", "甲；乙", "甲|乙", "AB", ""}, {"多选", "甲、乙", "甲|乙", "AB", ""}, {"多选", `["A","B"]`, "甲|乙", "AB", ""}, {"多选", "A.甲 B.乙", "甲|乙", "AB", ""}, {"单选", "bad", "bad|good", "A", ""}, {"多选", "ba", "甲|乙", "", SubKeyUnread}, {"多选", "AB", "AB|乙", "", SubKeyUnread},
		{"多选", "(A)(B)", "甲|乙", "", SubKeyUnread},
		{"多选", "1-2", "甲|乙", "", SubKeyDate}, {"多选", "2026/1/2", "甲|乙", "", SubKeyDate}, {"多选", "1月2日", "甲|乙", "", SubKeyDate}, {"单选", "2-Jan", "甲|乙", "", SubKeyDate},
	} {
		i := one(t, "题型|题干|选项A|选项B|答案", c.kind+"|题目内容|"+c.options+"|"+c.answer)
		require.Equal(t, c.want, strings.Join(i.Key, ""), "%s %q %q", c.kind, c.answer, c.options)
		if c.reason == "" {
			require.False(t, i.Rejected(), "%s %q %v", c.kind, c.answer, reasons(i))
		} else {
			require.Equal(t, []string{"答案 " + string(c.reason)}, reasons(i), "%s %q", c.kind, c.answer)
		}
	}
}

// A "2" is what the rest of the column says it is.
func TestF64_NumbersAreReadByTheirColumn(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", csvOf("题型|题干|选项A|选项B|选项C|答案", "单选|几个轴|1|2|3|2", "单选|几个刀|2|3|4|2", "单选|谁|甲|乙|丙|B")).Items
	require.Equal(t, []string{"B"}, items[0].Key)
	require.Equal(t, []string{"A"}, items[1].Key, "letters stand for options in this column, so 2 is a text")
	items = read(t, "x.csv", csvOf("题型|题干|选项A|选项B|选项C|答案", "单选|谁是|甲|乙|丙|0", "单选|何人|甲|乙|丙|2")).Items
	require.True(t, items[0].Rejected() && items[1].Rejected(), "a column that counts from 0 would shift every key")
}

func TestF64_Encodings(t *testing.T) {
	t.Parallel()
	text := "题型,题干,选项A,选项B,答案\r\n单选,\"第一行,\n第二行\"\"引\"\"\",甲㐀,乙,Ａ\r\n"
	encode := func(s string, err error) string { require.NoError(t, err); return s }
	utf16 := func(e textunicode.Endianness, m textunicode.BOMPolicy) string {
		return encode(textunicode.UTF16(e, m).NewEncoder().String(text))
	}
	for name, raw := range map[string]string{
		"utf-8": text, "utf-8 mark": "\ufeff" + text,
		"gbk":            encode(simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(text, "㐀", ""))),
		"gb18030":        encode(simplifiedchinese.GB18030.NewEncoder().String(text)),
		"utf-16le":       utf16(textunicode.LittleEndian, textunicode.UseBOM),
		"utf-16be":       utf16(textunicode.BigEndian, textunicode.UseBOM),
		"utf-16le plain": utf16(textunicode.LittleEndian, textunicode.IgnoreBOM),
		"utf-16be plain": utf16(textunicode.BigEndian, textunicode.IgnoreBOM),
		"semicolons":     "题型;题干;选项A;选项B;答案\n单选;\"第一行,\n第二行\"\"引\"\"\";甲;乙;A\n",
		"tabs":           "题型\t题干\t选项A\t选项B\t答案\n单选\t\"第一行,\n第二行\"\"引\"\"\"\t甲\t乙\tA\n",
		"wide commas":    "题型，题干，选项A，选项B，答案\n单选，\"第一行,\n第二行\"\"引\"\"\"，甲，乙，A\n",
	} {
		format, ok := Sniff(exchange.File{Data: []byte(raw)})
		require.True(t, ok, name)
		require.Equal(t, exchange.CSV, format, name)
		items := read(t, name, []byte(raw)).Items
		require.Len(t, items, 1, name)
		require.Empty(t, items[0].Notes, name)
		require.Equal(t, "第一行,<br>第二行&#34;引&#34;", items[0].Stem, name)
		require.Equal(t, []string{"A"}, items[0].Key, name)
	}
}

func TestRead_OptionsUnderManyHeadings(t *testing.T) {
	t.Parallel()
	for _, heads := range []string{"选项A|选项B|选项C", "A|B|C", "A选项|B选项|C选项", "备选项1|备选项2|备选项3", "选项一|选项二|选项三", "option_a|option_b|option_c", "选项A(必填)|选项B*|选项C：", "答案A|答案B|答案C",
		"备选答案1|备选答案2|备选答案3", "选项(A)|选项(B)|选项(C)", "Option A|Option B|Option C", "选项1|选项2|选项3", "Ａ|Ｂ|Ｃ"} {
		i := one(t, "题型|题干|正确答案|"+heads, "单选|题目|C|甲|乙|丙")
		require.Empty(t, i.Notes, heads)
		require.Equal(t, "丙", i.Options[2].HTML, heads)
	}
	i := one(t, "题型|题干|选项|选项|选项|答案", "单选|题目|A、甲|B、乙|C、丙|B")
	require.Empty(t, i.Notes)
	require.Equal(t, "乙", i.Options[1].HTML)
	i = one(t, "题型|题干|答案|A|B|C|D", "单选|题目|A|甲||丙|")
	require.Equal(t, []string{"选项 bank.option_empty"}, reasons(i))
	i = one(t, "题型|题干|答案|A|B|C|D|E", "单选|题目|A|甲|乙|丙|/|—")
	require.Len(t, i.Options, 3)
	require.Empty(t, i.Notes)
}

// Letters alone are no options: nothing is made up of them.
func TestRead_LettersWithNothingBehindThem(t *testing.T) {
	t.Parallel()
	check := func(i exchange.Item, of string, want ...string) {
		t.Helper()
		require.Equal(t, []string{"选项 bank.option_empty"}, reasons(i), of)
		require.Len(t, i.Options, len(want), of)
		for n, o := range i.Options {
			require.Equal(t, want[n], o.HTML, of)
		}
	}
	for _, cell := range []string{"A. B. C.", "A、B、C、", "A．　B．　C．", "A.B.C.", "（A）（B）（C）", "A: B: C:"} {
		check(one(t, "题型|题干|选项|答案", "单选|主运动是|"+cell+"|A"), cell, "", "", "")
	}
	check(one(t, "题型|题干|选项|答案", "单选|主运动是|A.|A", "||B.|", "||C.|"), "rows", "", "", "")
	check(one(t, "题型|题干|选项A|选项B|选项C|答案", "单选|主运动是|A.|B.|C.|A"), "columns", "", "", "")
	check(one(t, "题型|题干|选项|答案", "单选|主运动是|A. 甲 B. C.|A"), "some", "甲", "", "")
	check(one(t, "题型|题干|选项|答案", "单选|主运动是|A. B. C. 丙|A"), "some", "", "", "丙")
	i := one(t, "题型|题干|选项|答案", "单选|图中的主运动是|A、B、C|A") // names of parts of a drawing
	require.Empty(t, i.Notes)
	require.Len(t, i.Options, 3)
}

func TestRead_HeadingsWithTheirType(t *testing.T) {
	t.Parallel()
	i := one(t, "判断题题目|判断题答案", "三爪卡盘能自动定心|正确")
	require.Equal(t, []string{"T"}, i.Key)
}

func TestRead_OptionsInOneCell(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"A.甲 B.乙 C.丙", "A、甲；B、乙；C、丙", "A.甲B.乙C.丙", "甲;乙;丙", "甲；乙；丙", "甲#乙#丙", "甲$$乙$$丙", "甲^乙^丙", `["甲","乙","丙"]`, `{"A":"甲","B":"乙","C":"丙"}`, "1.甲 2.乙 3.丙", "(A)甲 (B)乙 (C)丙", "Ａ．甲　Ｂ．乙　Ｃ．丙", "甲、乙、丙", "A:甲 B:乙 C:丙"} {
		i := one(t, "题型|题干|选项|答案", "单选|题目|"+cell+"|B")
		require.Len(t, i.Options, 3, cell)
		require.Equal(t, "乙", i.Options[1].HTML, cell)
		require.Equal(t, []string{"B"}, i.Key, cell)
	}
	for _, cell := range []string{"甲,乙,丙", "\"A.甲\nB.乙\nC.丙\"", "\"甲\n乙\n丙\"", "甲|乙|丙"} {
		i := read(t, "x", []byte("题型\t题干\t选项\t答案\n单选\t题目\t"+cell+"\tB\n")).Items[0]
		require.Len(t, i.Options, 3, cell)
		require.Equal(t, "乙", i.Options[1].HTML, cell)
	}
	i := one(t, "题型|题目|答案", "单选题|车削的主运动是（ ）。 A.工件旋转 B.刀具进给 C.尾座移动|A")
	require.Equal(t, "车削的主运动是（ ）。", i.Stem)
	require.Len(t, i.Options, 3)
	require.Equal(t, "刀具进给", i.Options[1].HTML)
}

func TestRead_TypesAsPeopleCallThem(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]question.Type{
		"单选题": question.Single, "单项选择题": question.Single, "选择题": question.Single, "A1型题": question.Single, "single": question.Single, "多选": question.Multiple, "多项选择": question.Multiple, "不定项选择题": question.Multiple,
		"判断题": question.Judge, "是非题": question.Judge, "True/False": question.Judge, "填空": question.Fill, "简答题": question.Short, "问答题": question.Short, "名词解释": question.Short,
		"计算题": question.Calculation, "论述题": question.Essay,
	} {
		require.Equal(t, want, kindOr(kindOf(word), question.Single), word)
	}
	for name, file := range map[string][]byte{
		"by section": csvOf("题目|选项A|选项B|选项C|答案", "一、单选题（每题 0.5 分）", "题目甲|1|2|3|A", "二、判断题", "题目乙||||错"),
		"by content": csvOf("题目|选项A|选项B|选项C|答案", "题目甲|1|2|3|A", "题目乙||||错"),
	} {
		items := read(t, name, file).Items
		require.Len(t, items, 2, name)
		require.Equal(t, []question.Type{question.Single, question.Judge}, []question.Type{items[0].Type, items[1].Type}, name)
		require.Empty(t, items[0].Notes, name)
		require.Empty(t, items[1].Notes, name)
	}
	i := one(t, "题目|选项A|选项B|答案", "题目甲|可以|不可以|A")
	require.Equal(t, exchange.SubTypeGuessed, i.Notes[0].Sub)
	i = one(t, "题型|题目|答案", "朗读题|读|见附件")
	require.Equal(t, []string{"题型 bank.type_unknown"}, reasons(i))
}

func kindOr(k, instead question.Type) question.Type {
	if k == choice {
		return instead
	}
	return k
}

// The shapes of banks without headings.
func TestRead_ColumnsThatSpeakForThemselves(t *testing.T) {
	t.Parallel()
	choose := csvOf("1|电路由电源、负载和（ ）组成|导线|开关|中间环节|电阻|C", "2|万用表不能测量（ ）|电流|电压|电阻|功率因数|D", "3|三相电源的相序为（ ）|UVW|VUW|WVU|UWV|A")
	judge := csvOf("1|电流的方向是正电荷移动的方向|对", "2|电阻与电压成正比|错", "3|熔断器是保护电器|对")
	behind := csvOf("电路由电源、负载和（ ）组成|C|导线|开关|中间环节|电阻", "万用表不能测量（ ）的大小|D|电流|电压|电阻|功率因数")
	typed := csvOf("单选|电路由电源、负载和（ ）组成|导线|开关|中间环节|电阻|C", "多选|下列属于电器的有（ ）|开关|导线|电阻|电机|ABD", "判断|电阻与电压成正比，对不对|||||错")
	for name, c := range map[string]struct {
		file []byte
		want string
	}{"choose": {choose, "C D A"}, "judge": {judge, "T F T"}, "behind": {behind, "C D"}, "typed": {typed, "C ABD F"}} {
		_, ok := Sniff(exchange.File{Data: c.file})
		require.True(t, ok, name)
		var keys []string
		for _, i := range read(t, name, c.file).Items {
			require.False(t, i.Rejected(), "%s %v", name, reasons(i))
			keys = append(keys, strings.Join(i.Key, ""))
		}
		require.Equal(t, c.want, strings.Join(keys, " "), name)
	}
	for _, text := range []string{"今天,天气,很好\n明天,也,不错\n", "一、单选题\n1. 题目（ ）\nA. 甲, 乙\nB. 丙\n答案：A\n", "姓名,年龄\n张三,20\n", "::Q1:: x {=a ~b}\n", "甲\n乙\n"} {
		_, ok := Sniff(exchange.File{Data: []byte(text)})
		require.False(t, ok, text)
	}
}

func TestRead_BlanksAndOpenAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ stem, answer, wantStem, want string }{
		{"含碳量约____，属于____钢", "0.45；中碳", "含碳量约____，属于____钢", "0.45;中碳"},
		{"含碳量约（ ），属于（　）钢", "0.45、中碳", "含碳量约____，属于____钢", "0.45;中碳"},
		{"含碳量约＿＿，属于____钢", "（1）0.45（2）中碳", "含碳量约____，属于____钢", "0.45;中碳"},
		{"含碳量约( )", "中碳/优质碳素结构", "含碳量约____", "中碳|优质碳素结构"},
		{"速度____", "78.5±0.5 m/min", "速度____", "78.5±0.5 m/min"},
		{"单位____", "r/min", "单位____", "r/min"},
		{"____和____", "甲 乙", "____和____", "甲;乙"},
		{"____和____", "甲或乙；丙", "____和____", "甲|乙;丙"},
	} {
		i := one(t, "题型|题干|答案", "填空题|"+c.stem+"|"+c.answer)
		require.False(t, i.Rejected(), "%q %v", c.answer, reasons(i))
		require.Equal(t, c.wantStem, i.Stem, c.answer)
		var got []string
		for _, b := range i.Blanks {
			got = append(got, blankText(b))
		}
		require.Equal(t, c.want, strings.Join(got, ";"), c.answer)
	}
	i := one(t, "题型|题干|答案", "填空题|____和____和____|甲；乙")
	require.Equal(t, []string{"答案 bank.blank_count"}, reasons(i))
	i = one(t, "题型|题干|参考答案|评分标准", "简答题|简述步骤|先甲后乙|次序正确（3分）；说明（2分）")
	require.Equal(t, "先甲后乙", i.Reference)
	require.Equal(t, []question.Criterion{{Text: "次序正确", Share: 3}, {Text: "说明", Share: 2}}, i.Rubric)
	require.Equal(t, exchange.SubNoReference, one(t, "题型|题干|答案", "论述题|论述|").Notes[0].Sub)
}

func TestRead_Cases(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][]byte{
		"a shared column":   csvOf("案例题干|题型|题干|选项A|选项B|答案|分值", "某厂加工轴|单选|选刀|甲|乙|A|2", "某厂加工轴|判断|要冷却|||对|1"),
		"stem and question": csvOf("题干|问题|题型|选项A|选项B|答案|分值", "某厂加工轴|选刀|单选|甲|乙|A|2", "某厂加工轴|要冷却|判断|||对|1"),
		"a parent column":   csvOf("题号|父题号|题型|题干|选项A|选项B|答案|分值", "7||案例分析|某厂加工轴||||", "8|7|单选|选刀|甲|乙|A|2", "9|7|判断|要冷却|||对|1"),
		"numbered below":    csvOf("题型|题干|选项A|选项B|答案|分值", "案例分析题|某厂加工轴||||", "单选|（1）选刀|甲|乙|A|2", "判断|（2）要冷却|||对|1"),
	} {
		items := read(t, name, file).Items
		require.Len(t, items, 1, name)
		i := items[0]
		require.False(t, i.Rejected(), "%s %v", name, reasons(i))
		require.Equal(t, question.Case, i.Type, name)
		require.Equal(t, "某厂加工轴", i.Stem, name)
		require.Len(t, i.Parts, 2, name)
		require.Equal(t, []int{2, 1}, []int{i.Parts[0].Share, i.Parts[1].Share}, name)
		require.Equal(t, []string{"T"}, i.Parts[1].Key, name)
	}
	require.Equal(t, "要冷却", one(t, "标题|题干|题型|答案", "第一题|要冷却|判断|对").Stem)
	i := one(t, "题号|父题号|题型|题干|答案", "8|7|判断|要冷却|对")
	require.Equal(t, []string{"父题号 bank.case_parent"}, reasons(i))
}

// An answer that stands in the brackets of the stem is taken out of it.
func TestRead_AnswersInTheStem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ row, stem, key string }{
		{"单选题|（  D  ）是道德|甲|乙|丙|丁|D", "（  　　  ）是道德", "D"},
		{"多选题|下列属于（ABC）|甲|乙|丙|丁|", "下列属于（　　）", "ABC"},
		{"判断题|要敬业。（×）|||||", "要敬业。（　　）", "F"},
		{"判断题|（　√　）要敬业。|||||√", "（　　　　）要敬业。", "T"},
		{"单选题|温标（C）的单位|甲|乙|丙|丁|A", "温标（C）的单位", "A"},
		{"|【判断题】要敬业。|||||√", "要敬业。", "T"},
	} {
		i := one(t, "题型|题干|A|B|C|D|答案", c.row)
		require.False(t, i.Rejected(), "%s %v", c.row, reasons(i))
		require.Equal(t, c.stem, i.Stem, c.row)
		require.Equal(t, c.key, strings.Join(i.Key, ""), c.row)
	}
}

func TestRead_RunningNumbers(t *testing.T) {
	t.Parallel()
	items := read(t, "x", csvOf("题型|题干|答案", "判断|1、甲的说法|对", "判断|2、乙的说法|错")).Items
	require.Equal(t, "甲的说法", items[0].Stem)
	items = read(t, "x", csvOf("题型|题干|答案", "判断|1、甲的说法|对", "判断|乙的说法|错")).Items
	require.Equal(t, "1、甲的说法", items[0].Stem, "not every stem begins with a number")
	items = read(t, "x", csvOf("题型|题干|答案|试题编号", "判断|甲的说法|对|1", "判断|乙的说法|错|2")).Items
	require.Equal(t, "", items[0].Ref, "a running number is no identity")
	items = read(t, "x", csvOf("题型|题干|答案|试题编号", "判断|甲的说法|对|1.00", "判断|乙的说法|错|2.00")).Items
	require.Equal(t, "", items[1].Ref, "however many zeros a program wrote behind it")
}

func TestRead_LettersWithNothingBetweenThemAreNoOptions(t *testing.T) {
	t.Parallel()
	result := read(t, "x", csvOf("题型|题干|答案", "单选|如图所示 A. B. C. D.|A", "判断|乙的说法|对"))
	require.Len(t, result.Items, 2)
	require.True(t, result.Items[0].Rejected(), "its options stand in a picture")
	require.False(t, result.Items[1].Rejected())
	result = read(t, "x", csvOf("题型|题干|选项|答案", "单选|选哪个|A. B. C.|A", "判断|乙的说法||对"))
	require.True(t, result.Items[0].Rejected())
	require.False(t, result.Items[1].Rejected())
}

func TestRead_RefusesFilesThatHoldNoQuestions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]fault.Sub{"甲\t乙\n1\t2\n": SubHeader, "题型\t题干\t答案\n\t\t\n": exchange.SubFileNone, "a\x00b\x01": exchange.SubFileUnknown, "\xd0\xcf\x11\xe0abc": exchange.SubFileOld, "PK\x03\x04": exchange.SubFileForm} {
		_, err := Read(exchange.File{Data: []byte(text)}, exchange.Options{Cleaner: question.NewCleaner()})
		require.Equal(t, want, fault.SubOf(err), "%q", text)
	}
}
