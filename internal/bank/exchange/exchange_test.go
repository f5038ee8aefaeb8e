package exchange

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
)

func table(name string, rows ...string) Table {
	t := Table{Name: name}
	for _, row := range rows {
		var cells []Cell
		for _, text := range strings.Split(row, "|") {
			cells = append(cells, Cell{Text: text})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func one(t *testing.T, tables ...Table) Row {
	t.Helper()
	rows, err := Read(tables)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	return rows[0]
}

// The sheet of a provincial bank: twenty columns, six of them for the point,
// a title above the headings.
func TestRead_TheTwentyColumnSheet(t *testing.T) {
	t.Parallel()
	r := one(t, table("Sheet1",
		"车工理论题库",
		"试题GUID|题型(必填)|题干（必填）|答案|选项A|选项B|选项C|选项D|选项E|知识点一级|知识点二级|知识点三级|知识点四级|知识点五级|知识点六级|难度|一致性|分数|解析|出处",
		"g-1|单项选择题| 刀具的前角 |Ｂ|大|小|||| A | B | 001 ||||较难|0.9|1|说明|教材"))
	require.Empty(t, r.Faults)
	require.Equal(t, Row{
		Sheet: "Sheet1", Line: 3, Type: "single", Stem: "刀具的前角", Options: []string{"大", "小"}, Key: []string{"B"}, Explanation: "说明",
		Difficulty: 4, Element: "001", Source: "教材", Ref: "g-1",
	}, r)
}

func TestRead_TakesTheTypeFromTheSheetsName(t *testing.T) {
	t.Parallel()
	require.Equal(t, "judge", one(t, table("判断题", "题目|正确答案", "车床会转|√")).Type)
	require.Equal(t, "multiple", one(t, table("多选题（100道）", "题目|正确答案|A|B", "选|AB|甲|乙")).Type)
	r := one(t, table("Sheet1", "题目|正确答案", "车床会转|√"))
	require.Equal(t, SubTypeMissing, r.Faults[0].Sub)
}

func TestRead_SpellingsOfAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, answer, options string
		want                  string
		fault                 fault.Sub
	}{
		{"判断", "正确", "|", "T", ""}, {"判断", "对", "|", "T", ""}, {"判断", "√", "|", "T", ""}, {"判断", "T", "|", "T", ""}, {"判断", "是", "|", "T", ""}, {"判断", "1", "|", "T", ""}, {"判断", "Y", "|", "T", ""},
		{"判断", "错误", "|", "F", ""}, {"判断", "×", "|", "F", ""}, {"判断", "错。", "|", "F", ""}, {"判断", "（错）", "|", "F", ""}, {"判断", "false", "|", "F", ""}, {"判断", "否", "|", "F", ""}, {"判断", "0", "|", "F", ""},
		{"判断", "A", "正确|错误", "T", ""}, {"判断", "A", "错误|正确", "F", ""}, {"判断", "B", "|", "F", ""}, {"判断", "C", "|", "", SubKeyUnread}, {"判断", "也许", "|", "", SubKeyUnread},
		{"单选", "b", "甲|乙", "B", ""}, {"单选", "【A】", "甲|乙", "A", ""}, {"单选", "乙", "甲|乙", "B", ""}, {"单选", "丙", "甲|乙", "", SubKeyUnread}, {"单选", "", "甲|乙", "", SubKeyMissing},
		{"多选", "BA", "甲|乙", "AB", ""}, {"多选", "A,B", "甲|乙", "AB", ""}, {"多选", "A、B", "甲|乙", "AB", ""}, {"多选", "Ａ；Ｂ", "甲|乙", "AB", ""}, {"多选", "A和B", "甲|乙", "AB", ""}, {"多选", "AAB", "甲|乙", "AB", ""},
		{"多选", "1-2", "甲|乙", "", SubKeyDate}, {"多选", "2026/1/2", "甲|乙", "", SubKeyDate}, {"多选", "1月2日", "甲|乙", "", SubKeyDate}, {"单选", "2-Jan", "甲|乙", "", SubKeyDate},
	} {
		r := one(t, table("x", "题型|题干|选项A|选项B|答案", c.kind+"|题|"+c.options+"|"+c.answer))
		require.Equal(t, c.want, strings.Join(r.Key, ""), "%s %q", c.kind, c.answer)
		if c.fault == "" {
			require.Empty(t, r.Faults, "%s %q", c.kind, c.answer)
		} else {
			require.Equal(t, c.fault, r.Faults[0].Sub, "%s %q", c.kind, c.answer)
		}
	}
}

func TestRead_OptionsUnderManyHeadings(t *testing.T) {
	t.Parallel()
	for _, heads := range []string{"选项A|选项B|选项C", "A|B|C", "A选项|B选项|C选项", "备选项1|备选项2|备选项3", "选项一|选项二|选项三", "option_a|option_b|option_c", "选项A(必填)|选项B*|选项C："} {
		r := one(t, table("x", "题型|题干|答案|"+heads, "单选|题|A|甲||丙"))
		require.Equal(t, []string{"甲", "", "丙"}, r.Options, heads)
	}
	r := one(t, table("x", "题型|题干|答案|A|B|C|D|E|F|G|H|I", "单选|题|A|1|2|3|4|5|6|7|8|9"))
	require.Len(t, r.Options, 8)
	require.Equal(t, SubOptionBeyond, r.Faults[0].Sub)
}

func TestRead_RefusesFilesThatHoldNoQuestions(t *testing.T) {
	t.Parallel()
	_, err := Read([]Table{table("x", "甲|乙", "1|2")})
	require.Equal(t, SubHeader, fault.SubOf(err))
	_, err = Read([]Table{table("x", "题型|题干|答案", "||", " | | ")})
	require.Equal(t, SubEmpty, fault.SubOf(err))
	big := table("x", "题型|题干|答案")
	for range MaxRows + 1 {
		big.Rows = append(big.Rows, []Cell{{Text: "判断"}, {Text: "题"}, {Text: "对"}})
	}
	_, err = Read([]Table{big})
	require.Equal(t, SubRows, fault.SubOf(err))
}

// N111: what no text needs is dropped, what is too long is said.
func TestN111_OddCharactersAreDropped(t *testing.T) {
	t.Parallel()
	r := one(t, table("x", "题型|题干|答案", "判断|a\u202eb\x00c\x1bd\xffe\ufeff|对"))
	require.Equal(t, "abcde", r.Stem)
	r = one(t, table("x", "题型|题干|答案", "判断|"+strings.Repeat("长", maxCell+1)+"|对"))
	require.Equal(t, SubCellLong, r.Faults[0].Sub)
}

func TestRead_NamesOfPicturesAndPools(t *testing.T) {
	t.Parallel()
	r := one(t, table("x", "题型|题干|答案|图片|题库", "判断|题|对|图1.png，图2.png;图3.png|考试题库"))
	require.Equal(t, []string{"图1.png", "图2.png", "图3.png"}, r.Pictures)
	require.Equal(t, "exam", r.Pool)
	r = one(t, table("x", "题型|题干|答案|题库", "判断|题|对|别的"))
	require.Equal(t, SubPoolUnknown, r.Faults[0].Sub)
}

// What the template offers is what the reader knows.
func TestTemplateHeads_AreAllRead(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, h := range TemplateHeads() {
		c := canonical(h)
		require.NotEmpty(t, c, h)
		require.False(t, seen[c], h)
		seen[c] = true
	}
}
