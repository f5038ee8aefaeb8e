package layout

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

// author writes random papers: random questions in a random layout, of which
// the right reading is known.
type author struct {
	r     *rand.Rand
	out   strings.Builder
	zone  strings.Builder
	want  []question.Body
	style struct {
		number, sep, letter, answer int
		width                       bool // full-width letters and digits in answers
		ranges                      bool
		blankLines                  bool
		restart                     bool
	}
	next int
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

var (
	things  = []string{"车刀", "铣刀", "砂轮", "CA6140 车床", "X62W 铣床", "千分尺", "主轴", "45 钢工件", "YT15 刀片", "液压泵", "继电器 KM1", "轴承 6205", "φ50H7 孔", "M24×1.5 螺纹", "Z 轴丝杠"}
	actions = []string{"的主要作用是", "磨损后应", "装夹时必须", "的精度等级取决于", "在 0.5 mm 进给量下", "的表面粗糙度由", "加工 A、B 两面时", "转速超过 1200 r/min 时", "与 V 形块配合时"}
	choices = []string{"提高精度", "减小切削力", "检查 P0 参数", "0.02 mm", "选用 CA6140", "两侧面", "停机检查", "3/4 圈", "更换 O 形圈", "先粗后精", "按 GB/T 1804 选取", "增大前角", "降低 Ra 值", "不做处理", "加注 L-HM46 油", "由操作者决定", "12.5 mm", "断电、验电", "B 型键", "刃倾角为正", "大于或等于 30°", "I 级", "顺时针转 90°"}
	claims  = []string{"可以在运转中测量", "应定期校验", "允许戴手套操作", "的误差与温度有关", "属于高速钢", "不需要润滑", "必须可靠接地", "能自动定心", "用于粗加工"}
)

func (a *author) stem() string {
	s := pick(a.r, things...) + pick(a.r, actions...)
	if a.r.IntN(4) == 0 {
		s = pick(a.r, "下列说法中，", "某厂规定，", "2024 年检修时，", "图 3 中 A 点的", "根据第 5 条规定，") + s
	}
	return s
}

func (a *author) number(n int) string {
	return fmt.Sprintf([]string{"%d. ", "%d、", "%d．", "（%d）", "%d) ", "第%d题 ", "%d.", "【%d】", "%d．　"}[a.style.number], n)
}

func (a *author) option(i int, text string) string {
	letter := string(rune('A' + i))
	if a.style.width {
		letter = string(rune('Ａ' + i))
	}
	return fmt.Sprintf([]string{"%s. %s", "%s、%s", "%s．%s", "(%s) %s", "（%s）%s", "%s.%s", "%s：%s", "%s) %s"}[a.style.letter], letter, text)
}

func (a *author) options(texts []string) {
	lines := pick(a.r, 1, 2, len(texts))
	for i, t := range texts {
		a.out.WriteString(a.option(i, t))
		switch {
		case i == len(texts)-1 || (i+1)%lines == 0 && lines < len(texts):
			a.out.WriteString("\n")
		case lines == 1:
			a.out.WriteString("\n")
		default:
			a.out.WriteString(pick(a.r, "  ", "\t", "    ", "　　"))
		}
	}
}

func (a *author) blank() string { return pick(a.r, "（　　）", "（ ）", "(   )", "（）") }

// answer writes the answer beside the question, in the stem, or in the zone.
func (a *author) answerLine(key string) {
	if a.style.width && strings.Trim(key, "ABCDEFGH") == "" {
		wide := ""
		for _, r := range key {
			wide += string(r + 0xfee0)
		}
		key = wide
	}
	fmt.Fprintf(&a.out, []string{"【答案】%s\n", "答案：%s\n", "参考答案：%s\n", "正确答案: %s\n", "[答案] %s\n", "答案 %s\n"}[a.style.sep], key)
}

const (
	beside = iota
	within
	atEnd
)

func (a *author) choice(multiple bool) {
	n := 3 + a.r.IntN(4)
	perm := a.r.Perm(len(choices))[:n]
	texts := make([]string, n)
	b := question.Body{Type: question.Single}
	for i, k := range perm {
		texts[i] = choices[k]
		b.Options = append(b.Options, question.Option{Key: question.Letter(i), HTML: question.FromText(texts[i])})
	}
	b.Key = []string{question.Letter(a.r.IntN(n))}
	if multiple {
		b.Type = question.Multiple
		b.Key = nil
		for i := range n {
			if i < 2 || a.r.IntN(2) == 0 {
				b.Key = append(b.Key, question.Letter(i))
			}
		}
	}
	key := strings.Join(b.Key, "")
	stem, blank := a.stem(), a.blank()
	shown := blank
	if a.style.answer == within {
		shown, blank = pick(a.r, "（"+key+"）", "（ "+key+" ）", "( "+key+" )"), "（　）"
	}
	tail := pick(a.r, "。", "", "的结果。")
	b.Stem = question.FromText(stem + blank + tail)
	a.out.WriteString(a.number(a.next) + stem + shown + tail + "\n")
	a.options(texts)
	a.finish(b, key)
}

func (a *author) judge() {
	b := question.Body{Type: question.Judge, Options: question.JudgeOptions(), Key: []string{pick(a.r, question.True, question.False)}}
	text := pick(a.r, things...) + pick(a.r, claims...) + "。"
	b.Stem = question.FromText(text)
	words := map[string][]string{question.True: {"√", "对", "正确", "T"}, question.False: {"×", "错", "错误", "F"}}[b.Key[0]]
	word := words[a.style.sep%4]
	switch a.style.answer {
	case within:
		a.out.WriteString(a.number(a.next) + text + "（" + words[0] + "）\n")
	default:
		a.out.WriteString(a.number(a.next) + text + pick(a.r, "", "（　　）", "( )") + "\n")
	}
	a.finish(b, word)
}

func (a *author) fill() {
	b := question.Body{Type: question.Fill}
	stem := pick(a.r, things...) + "由"
	var answers []string
	for i := range 1 + a.r.IntN(3) {
		if i > 0 {
			stem += "和"
		}
		answer := pick(a.r, "前面", "0.02", "主后面", "YG8", "38°", "r/min")
		stem += "____"
		answers = append(answers, answer)
		b.Blanks = append(b.Blanks, question.Blank{Answers: []string{answer}})
	}
	stem += "决定。"
	b.Stem = stem
	a.out.WriteString(a.number(a.next) + strings.ReplaceAll(stem, "____", pick(a.r, "______", "____", "（　　）")) + "\n")
	style := a.style.answer
	if style == within {
		a.style.answer = beside
	}
	a.finish(b, strings.Join(answers, "；"))
	a.style.answer = style
}

func (a *author) short() {
	b := question.Body{Type: question.Short}
	text := pick(a.r, "简述", "试述", "说明") + pick(a.r, things...) + "的使用要点。"
	b.Stem = text
	lines := []string{"先检查外观", "再按规程操作", "最后清理现场"}[:1+a.r.IntN(3)]
	mark := pick(a.r, "（%d）%s；", "%d. %s；", "%d）%s；", "%d、%s；")
	for i := range lines {
		lines[i] = fmt.Sprintf(mark, i+1, lines[i])
	}
	if len(lines) == 1 {
		lines[0] = "按规程操作并做好记录。"
	}
	b.Reference = strings.Join(lines, "<br>")
	a.out.WriteString(a.number(a.next) + text + "\n")
	style := a.style.answer
	if style == within {
		a.style.answer = beside
	}
	if a.style.answer == atEnd {
		a.zone.WriteString(a.number(a.next) + strings.Join(lines, "\n") + "\n")
	} else {
		a.out.WriteString(pick(a.r, "【答案】", "答：", "参考答案：", "答案：\n") + strings.Join(lines, "\n") + "\n")
	}
	a.want = append(a.want, b)
	a.next++
	a.style.answer = style
}

// finish writes answer and explanation.
func (a *author) finish(b question.Body, key string) {
	switch a.style.answer {
	case beside:
		a.answerLine(key)
		if a.r.IntN(3) == 0 {
			b.Explanation = "见教材第 3 章。"
			a.out.WriteString(pick(a.r, "【解析】", "解析：") + b.Explanation + "\n")
		}
		if a.style.blankLines {
			a.out.WriteString("\n")
		}
	case atEnd:
		if b.Type == question.Fill {
			a.zone.WriteString(a.number(a.next) + key + "\n")
		} else {
			fmt.Fprintf(&a.zone, "%s%s%s", strings.TrimSpace(a.number(a.next)), key, pick(a.r, "  ", "\n", "\t"))
		}
	}
	a.want = append(a.want, b)
	a.next++
}

func (a *author) paper() string {
	kinds := []struct {
		head  string
		write func()
	}{
		{pick(a.r, "单项选择题", "单选题", "单项选择题（每题1分，共10分）"), func() { a.choice(false) }},
		{pick(a.r, "多项选择题", "多选题（每题2分）", "多选题"), func() { a.choice(true) }},
		{pick(a.r, "判断题", "判断题（正确的打√，错误的打×）", "是非题"), a.judge},
		{pick(a.r, "填空题", "填空题（每空1分）"), a.fill},
		{pick(a.r, "简答题", "问答题"), a.short},
	}
	a.out.WriteString(pick(a.r, "", "钳工中级理论试卷\n姓名：______  单位：______\n", "注意事项：\n1. 考试时间 90 分钟。\n2. 请写清姓名。\n"))
	head := pick(a.r, "%s、%s\n", "%s．%s\n", "第%s部分 %s\n", "（%s）%s\n", "%s、%s：\n")
	if strings.HasPrefix(head, "（") && a.style.number == 3 {
		head = "%s、%s\n"
	}
	a.next = 1
	for i, k := range kinds {
		if a.r.IntN(4) == 0 {
			continue
		}
		title := fmt.Sprintf(head, []string{"一", "二", "三", "四", "五"}[i], k.head)
		a.out.WriteString(title)
		if a.zone.Len() > 0 {
			a.zone.WriteString("\n")
		}
		a.zone.WriteString(title)
		if a.style.restart {
			a.next = 1
		}
		for range 2 + a.r.IntN(8) {
			k.write()
		}
	}
	if a.style.answer == atEnd {
		return a.out.String() + pick(a.r, "参考答案\n", "标准答案\n", "答案及解析\n", "《钳工》参考答案\n", "参考答案：\n") + a.zone.String() + "\n"
	}
	return a.out.String()
}

func write(seed uint64) (string, []question.Body) {
	a := &author{r: rand.New(rand.NewPCG(seed, 7))}
	a.style.number, a.style.letter, a.style.sep = a.r.IntN(9), a.r.IntN(8), a.r.IntN(6)
	a.style.answer = a.r.IntN(3)
	a.style.width, a.style.blankLines, a.style.restart = a.r.IntN(4) == 0, a.r.IntN(2) == 0, a.r.IntN(3) > 0
	text := a.paper()
	c := question.NewCleaner()
	for i := range a.want {
		a.want[i] = a.want[i].Tidy(c)
	}
	return text, a.want
}

// Of thousands of questions in random layouts nearly all are read as they were
// meant, and none is accepted with another key.
func TestRandomPapers(t *testing.T) {
	t.Parallel()
	right, all := 0, 0
	for seed := range uint64(400) {
		text, want := write(seed)
		result := parse(plainPaper(text))
		all += len(want)
		if len(result.Items) == len(want) {
			for i := range want {
				if got := result.Items[i]; !got.Rejected() && got.Type == want[i].Type && got.Stem == want[i].Stem {
					require.Equal(t, want[i].Key, got.Key, "seed %d, %s", seed, got.At)
				}
				if !result.Items[i].Rejected() && sameBody(want[i], result.Items[i].Body) {
					right++
					continue
				}
				t.Logf("seed %d, %s:\nwant %+v\ngot  %+v\n%v", seed, result.Items[i].At, want[i], result.Items[i].Body, result.Items[i].Notes)
			}
			continue
		}
		t.Logf("seed %d: %d of %d\n%s", seed, len(result.Items), len(want), text)
	}
	t.Logf("%d of %d right", right, all)
	require.Greater(t, right*1000, all*995)
}

func sameBody(a, b question.Body) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) }

func TestDigitsAt_TakesTheNumbersOfTheLargestPaper(t *testing.T) {
	t.Parallel()
	n, end := digitsAt([]rune("20000. 甲"), 0)
	require.Equal(t, []int{20_000, 5}, []int{n, end})
	n, _ = digitsAt([]rune("123456. 甲"), 0)
	require.Zero(t, n)
}
