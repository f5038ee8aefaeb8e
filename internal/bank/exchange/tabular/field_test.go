package tabular

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

func answersOf(i exchange.Item) []string {
	var list []string
	for _, b := range i.Blanks {
		list = append(list, strings.Join(b.Answers, "/"))
	}
	return list
}

func TestRead_BlanksInSquareBracketsAndNumberedAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ stem, answer, want string }{
		{"这是【】和【 】", "甲###乙", "甲;乙"},
		{"____、____、____", "1.甲 2.乙 3.丙", "甲;乙;丙"},
		{"电压单位是____", "伏特/伏/V", "伏特/伏/V"},
		{"转速的单位是____", "r/min", "r/min"},
		{"切削速度的单位是____", "米/min", "米/min"},
	} {
		i := one(t, "题型|题干|答案", "填空题|"+c.stem+"|"+c.answer)
		require.False(t, i.Rejected(), "%s %v", c.stem, i.Notes)
		require.Equal(t, c.want, strings.Join(answersOf(i), ";"), c.stem)
		require.Equal(t, len(i.Blanks), question.Marks(i.Stem), c.stem)
	}
}

func TestRead_LettersWithMoreBehindThem(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"c（丙）": "C", "C 解析：如此": "C", "C。因为如此": "C", "C（乙）": "", "A或B": "",
	} {
		i := one(t, "题型|题干|选项A|选项B|选项C|答案", "单选|内容|甲|乙|丙|"+answer)
		require.Equal(t, want, strings.Join(i.Key, ""), answer)
		require.Equal(t, want == "", i.Rejected(), answer)
	}
}

func TestRead_OptionsWithARowAndAMarkEach(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", csvOf("题干|选项|是否正确|题型", "主轴|甲||单选题", "|乙|√|", "|丙||", "副轴|子|是|多选题", "|丑|是|", "|寅|否|")).Items
	require.Len(t, items, 2)
	require.Equal(t, []string{"B"}, items[0].Key)
	require.Equal(t, []string{"A", "B"}, items[1].Key)
}

func TestRead_RemarksBelowTheQuestionsAreToldAndSkipped(t *testing.T) {
	t.Parallel()
	result := read(t, "x.csv", csvOf("题型|题干|选项A|选项B|答案", "单选|甲|一|二|A", "以下空白||||", "注：仅供参考||||", "|合计 1 题|||", "单选|合计是什么|和|差|A", "判断|注：此处有错|||"))
	require.Len(t, result.Items, 3)
	require.Len(t, result.Notes, 3)
	require.Equal(t, SubRowSkipped, result.Notes[0].Sub)
	require.Equal(t, "第 3 行", result.Notes[0].Params["at"])
	require.True(t, result.Items[2].Rejected(), "a question without an answer is no remark")
}

func TestRead_SheetsOfQuizTools(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", csvOf("Question - max 120 characters|Answer 1 - max 75 characters|Answer 2 - max 75 characters|Answer 3 - max 75 characters|Time limit (sec)|Correct answer(s)", "Which?|aa|bb|cc|20|1,3", "What?|aa|bb|cc|20|2")).Items
	require.Equal(t, []string{"A", "C"}, items[0].Key)
	require.Equal(t, []string{"B"}, items[1].Key)
	i := one(t, "Question Type|Question Text|Option 1|Option 2|Correct Answer", "Multiple Choice|2+2|three|four|2")
	require.Equal(t, question.Single, i.Type)
	require.Equal(t, []string{"B"}, i.Key)
	require.Empty(t, i.Notes)
}

func TestRead_AnUntypedStemWithTwoLettersIsOfSeveralAnswers(t *testing.T) {
	t.Parallel()
	i := one(t, "题干|A|B|C", "材料有（AB）。|甲|乙|丙")
	require.Equal(t, question.Multiple, i.Type)
	require.Equal(t, []string{"A", "B"}, i.Key)
	require.False(t, i.Rejected())
}

func TestRead_AQuoteThatIsNeverClosedSwallowsNoQuestion(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", []byte("题干,选项A,选项B,选项C,答案\n直径为5\"的管,一,二,三,A\n\"乙,一,二,三,B\n丙,一,二,三,A\n")).Items
	require.Len(t, items, 3)
	for i, want := range []string{"A", "B", "A"} {
		require.Equal(t, []string{want}, items[i].Key)
	}
}

func TestRead_TablesSavedAsXLSByOtherPrograms(t *testing.T) {
	t.Parallel()
	web := read(t, "a.xls", []byte(`<html><body><table border=1><tr><th>题型</th><th>题干</th><th>选项A</th><th>选项B</th><th>答案</th></tr>`+
		`<tr><td>单选题</td><td>a&lt;b H<sub>2</sub>O</td><td>一</td><td>二<br>三</td><td>A</td></tr><tr><td rowspan=2>判断题</td><td>丙</td><td></td><td></td><td>对</td></tr><tr><td>丁</td><td></td><td></td><td>错</td></tr></table>`)).Items
	require.Len(t, web, 3)
	require.Equal(t, "a&lt;b H<sub>2</sub>O", web[0].Stem)
	require.Equal(t, "二<br>三", web[0].Options[1].HTML)
	require.Equal(t, []string{question.False}, web[2].Key)
	require.Equal(t, "第 4 行", web[2].At)

	xml := read(t, "a.xls", []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="单选"><Table>`+
		`<Row><Cell><Data>题干</Data></Cell><Cell><Data>A</Data></Cell><Cell><Data>B</Data></Cell><Cell ss:Index="5"><Data>答案</Data></Cell></Row><Row ss:Index="4"><Cell><Data>甲</Data></Cell><Cell><Data>1</Data></Cell><Cell><Data>2</Data></Cell><Cell ss:Index="5"><Data>B</Data></Cell></Row></Table></Worksheet></Workbook>`)).Items
	require.Len(t, xml, 1)
	require.Equal(t, []string{"B"}, xml[0].Key)
	require.Equal(t, "单选!A4", xml[0].At)
}

func TestF61_SpansOfWebTablesAreBounded(t *testing.T) {
	t.Parallel()
	_, ok := webPages([]byte("<table>" + strings.Repeat(`<tr><td rowspan=2000000000 colspan=2000000000>x</td></tr>`, 30_000)))
	require.False(t, ok)
}

func TestRead_TheTypeAsHeadingOfTheStem(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", csvOf("序号|判断题|答案", "1|甲对|√", "2|乙错|×")).Items
	require.Len(t, items, 2)
	require.Equal(t, question.Judge, items[1].Type)
	require.Equal(t, []string{question.False}, items[1].Key)
}

func TestRead_AnswersThatAreTakenBackAreNone(t *testing.T) {
	t.Parallel()
	for _, row := range []string{"单选|内容|甲|乙|丙|A（应为B）", "判断|内容||||对（错）", "判断|内容||||正确。应为错误"} {
		i := one(t, "题型|题干|选项A|选项B|选项C|答案", row)
		require.Empty(t, i.Key, row)
		require.True(t, i.Rejected(), row)
	}
	i := one(t, "题型|题干|选项A|选项B|选项C|答案", "判断|内容||||错误，应为左旋")
	require.Equal(t, []string{question.False}, i.Key)
}

func TestRead_TwoColumnsOfAnswersMustAgree(t *testing.T) {
	t.Parallel()
	items := read(t, "x.csv", csvOf("题干|A|B|C|答案|正确答案", "甲|一|二|三|A|B", "乙|一|二|三|B|b", "丙|一|二|三||C", "丁|一|二|三|A|")).Items
	require.True(t, items[0].Rejected())
	for i, want := range []string{"B", "C", "A"} {
		require.Equal(t, []string{want}, items[i+1].Key)
		require.False(t, items[i+1].Rejected())
	}
}

func TestRead_SectionsWithoutHeadingsHaveColumnsOfTheirOwn(t *testing.T) {
	t.Parallel()
	items := read(t, "x.xlsx", book(t, func(f *excelize.File, sheet string) {
		rows(t, f, sheet, 1, "安全考试题库", "一、单选题（每题2分）", "1|甲是什么|A.一|B.二|C.三|D.四|A", "2|乙是什么|A.一|B.二|C.三|D.四|B", "二、判断题（每题1分）", "1|丙是这样|√", "2|丁是那样|×")
	})).Items
	require.Len(t, items, 4)
	require.Equal(t, []string{"B"}, items[1].Key)
	require.Equal(t, question.Judge, items[3].Type)
	require.Equal(t, []string{question.False}, items[3].Key)
	require.Equal(t, 100, items[3].Score)
}

func TestRead_OptionsAsJSONInOneCell(t *testing.T) {
	t.Parallel()
	i := one(t, "题型\t题干\t选项\t答案", "多选题\t内容\t"+`[{"key":"A","value":"一"},{"key":"B","value":"二"}]`+"\t"+`["A","B"]`)
	require.Equal(t, "二", i.Options[1].HTML)
	require.Equal(t, []string{"A", "B"}, i.Key)
}
