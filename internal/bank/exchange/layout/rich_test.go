package layout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
)

// paper builds a rich paper line by line.
type paper struct {
	Paper
}

func newPaper() *paper { return &paper{Paper{Objects: &Objects{}, Unit: "段"}} }

func (p *paper) line(number string, pieces ...any) *paper {
	p.Lines = append(p.Lines, p.lineOf(number, pieces...))
	return p
}

// lineOf takes strings, styles for the string after them, and objects.
func (p *paper) lineOf(number string, pieces ...any) Line {
	l := Line{Row: len(p.Lines) + 1, Number: number}
	var style Style
	for _, piece := range pieces {
		switch v := piece.(type) {
		case string:
			l.Text.Add(v, style)
			style = 0
		case Style:
			style = v
		case Object:
			p.Objects.Put(&l.Text, v)
		}
	}
	return l
}

func (p *paper) table(rows ...[]string) *paper {
	t := &Table{}
	for _, row := range rows {
		var cells []Cell
		for i, text := range row {
			cells = append(cells, Cell{Column: i, ColSpan: 1, RowSpan: 1, Lines: plainPaper(text).Lines})
			for k := range cells[i].Lines {
				cells[i].Lines[k].Row = len(p.Lines) + 1
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	p.Lines = append(p.Lines, Line{Row: len(p.Lines) + 1, Table: t})
	return p
}

func TestRichPapers(t *testing.T) {
	t.Parallel()
	shaft := exchangetest.Picture("shaft.png", 90)
	cases := map[string]struct {
		paper *paper
		want  string
	}{
		"the right option stands out by its colour or weight": {newPaper().
			line("", "一、单选题").
			line("", "1. 检验主轴径向跳动用（ ）。").
			line("", "A. 游标卡尺").line("", Red, "B. 百分表").line("", "C. 塞尺").
			line("", "2. 砂轮平衡在（ ）上进行。").
			line("", "A. 平板  ", Bold, "B. 平衡架", "  C. 台虎钳").
			line("", "3. 机床水平用（ ）检查。").
			line("", Bold, "A. 水平仪").line("", Bold, "B. 直尺").line("", Bold, "C. 角尺"),
			`第 1 题（第 2 段） single
  题 检验主轴径向跳动用（ ）。
  A. 游标卡尺
  B. 百分表
  C. 塞尺
  答 B
  ? bank.layout_key_from_look
第 2 题（第 6 段） single
  题 砂轮平衡在（ ）上进行。
  A. 平板
  B. 平衡架
  C. 台虎钳
  答 B
  ? bank.layout_key_from_look
第 3 题（第 8 段） single
  题 机床水平用（ ）检查。
  A. 水平仪
  B. 直尺
  C. 角尺
  ! bank.key_missing
`},
		"numbers and letters that Word prints itself, starting anew in each section": {newPaper().
			line("一、", "单项选择题（每题 1 分）").
			line("1.", "装配滚动轴承时应使（ ）受力。").line("A.", "保持架").line("B.", "配合较紧的套圈").line("C.", "滚动体").line("", "【答案】B").
			line("2.", "离合器的作用是（ ）。").line("A.", "接通或断开动力").line("B.", "变速").line("", "【答案】A").
			line("二、", "判断题").
			line("1.", "皮带越紧越好。（×）").
			line("2.", "联轴器两轴应同轴。（√）"),
			`第 1 题（第 2 段） single 分=100
  题 装配滚动轴承时应使（ ）受力。
  A. 保持架
  B. 配合较紧的套圈
  C. 滚动体
  答 B
第 2 题（第 7 段） single 分=100
  题 离合器的作用是（ ）。
  A. 接通或断开动力
  B. 变速
  答 A
第 1 题（第 12 段） judge
  题 皮带越紧越好。
  答 F
第 2 题（第 13 段） judge
  题 联轴器两轴应同轴。
  答 T
`},
		"underlined words of a fill-in question are its answers, underlined white space is a blank": {newPaper().
			line("", "一、填空题").
			line("", "1. 电流的方向规定为", Underline, "正电荷", "移动的方向。").
			line("", "2. 电功率的单位是", Underline, "      ", "，符号为", Underline, "　　", "。").
			line("", "答案：瓦特；W"),
			`第 1 题（第 2 段） fill
  题 电流的方向规定为____移动的方向。
  空 正电荷
第 2 题（第 3 段） fill
  题 电功率的单位是____，符号为____。
  空 瓦特
  空 W
`},
		"a grid of answers, and the table that examiners fill in": {newPaper().
			table([]string{"题号", "一", "二", "总分"}, []string{"得分", "", "", ""}).
			line("", "一、单选题").
			line("", "1. 锉刀的齿纹有（ ）种。").line("", "A. 一  B. 二  C. 三").
			line("", "2. 台虎钳的规格以（ ）表示。").line("", "A. 长度  B. 钳口宽度  C. 高度").
			line("", "二、判断题").
			line("", "1. 锯条装得越紧越好。").
			line("", "2. 锉削速度一般为每分钟 40 次左右。").
			line("", "参考答案").
			line("", "一、单选题").
			table([]string{"题号", "1", "2"}, []string{"答案", "B", "B"}).
			line("", "二、判断题").
			table([]string{"1", "2"}, []string{"×", "√"}),
			`第 1 题（第 3 段） single
  题 锉刀的齿纹有（ ）种。
  A. 一
  B. 二
  C. 三
  答 B
第 2 题（第 5 段） single
  题 台虎钳的规格以（ ）表示。
  A. 长度
  B. 钳口宽度
  C. 高度
  答 B
第 1 题（第 8 段） judge
  题 锯条装得越紧越好。
  答 F
第 2 题（第 9 段） judge
  题 锉削速度一般为每分钟 40 次左右。
  答 T
`},
		"a grid of columns": {newPaper().
			line("", "一、判断题").line("", "1. 划针可以当錾子用。").line("", "2. 划线前应清理毛坯。").
			line("", "答案").
			table([]string{"题号", "答案", "题号", "答案"}, []string{"1", "×", "2", "√"}),
			`第 1 题（第 2 段） judge
  题 划针可以当錾子用。
  答 F
第 2 题（第 3 段） judge
  题 划线前应清理毛坯。
  答 T
`},
		"a table with one question a row": {newPaper().
			table(
				[]string{"序号", "题型", "题干", "A", "B", "C", "答案", "解析"},
				[]string{"1", "单选", "车床的型号以（ ）开头。", "C", "X", "Z", "A", "C 是车床类的代号。"},
				[]string{"2", "判断", "钻床可以铰孔。", "", "", "", "对", ""},
				[]string{"3", "多选", "铣床能加工（ ）。", "平面", "沟槽", "齿轮", "ABC", ""}),
			`第 1 题（第 1 段） single
  题 车床的型号以（ ）开头。
  A. C
  B. X
  C. Z
  答 A
  析 C 是车床类的代号。
第 2 题（第 1 段） judge
  题 钻床可以铰孔。
  答 T
第 3 题（第 1 段） multiple
  题 铣床能加工（ ）。
  A. 平面
  B. 沟槽
  C. 齿轮
  答 ABC
`},
		"tables that only place questions and options": {newPaper().
			line("", "一、单选题").
			table([]string{"1. 焊接电流过大容易（ ）。\n答案：A"}).
			line("", "2. 定位焊缝应（ ）。").
			table([]string{"A. 短而牢", "B. 长而薄"}, []string{"C. 越多越好", "D. 可以不清渣"}).
			line("", "答案：A").
			table([]string{"3", "焊工护目镜片的号数越大，颜色越（ ）。\nA. 深  B. 浅", "A"}),
			`第 1 题（第 2 段） single
  题 焊接电流过大容易（ ）。
  答 A
  ! bank.option_count
  ! bank.key_unknown key=A
第 2 题（第 3 段） single
  题 定位焊缝应（ ）。
  A. 短而牢
  B. 长而薄
  C. 越多越好
  D. 可以不清渣
  答 A
第 3 题（第 6 段） single
  题 焊工护目镜片的号数越大，颜色越（ ）。
  A. 深
  B. 浅
  答 A
`},
		"pictures, formulas and tables stay where they stand": {newPaper().
			line("", "一、单选题").
			line("", "1. 图", Object{Picture: &shaft, Alt: "轴"}, "中 ", Object{Formula: `\frac{D-d}{L}`}, " 表示（ ）。").
			line("", "A. 锥度  B. ", Object{Picture: &exchange.Picture{Name: "b.png", Data: shaft.Data}}, "  C. 斜度").
			line("", "答案：A").
			line("", "2. 按下表，IT7 的公差值为（ ）µm。").
			table([]string{"等级", "IT6", "IT7"}, []string{"公差/µm", "13", "21"}).
			line("", "A. 13  B. 21").
			line("", "答案：B").
			line("", "3. x", Sup, "2", "＋y", Sub, "1", " 读作（ ）。").
			line("", "A. x 的平方加 y 一  B. 其他").
			line("", "答案：A").
			line("", "4. 看图", Object{Unread: "image9.wmf"}, "回答（ ）。").
			line("", "A. 甲  B. 乙").line("", "答案：A"),
			`第 1 题（第 2 段） single
  题 图<img data-picture="1" alt="轴">中 \(\frac{D-d}{L}\) 表示（ ）。
  A. 锥度
  B. <img data-picture="2" alt="">
  C. 斜度
  答 A
第 2 题（第 5 段） single
  题 按下表，IT7 的公差值为（ ）µm。<br><table><tr><td>等级</td><td>IT6</td><td>IT7</td></tr><tr><td>公差/µm</td><td>13</td><td>21</td></tr></table>
  A. 13
  B. 21
  答 B
第 3 题（第 9 段） single
  题 x<sup>2</sup>＋y<sub>1</sub> 读作（ ）。
  A. x 的平方加 y 一
  B. 其他
  答 A
第 4 题（第 12 段） single
  题 看图回答（ ）。
  A. 甲
  B. 乙
  答 A
  ! bank.item_picture_form name=image9.wmf
`},
		"a line of options without a question is shown, not dropped": {newPaper().
			line("", "一、单选题").
			line("", "A. 开机前检查  B. 直接开机"),
			`第 2 段 single
  题 A. 开机前检查  B. 直接开机
  ! bank.layout_unplaced
`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, dump(parse(c.paper.Paper)))
		})
	}
}
