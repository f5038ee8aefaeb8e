package tabular

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/sheet"
)

// choice is a type that only says that options are chosen from, open one that
// only says that words are wanted, unclear one that says nothing.
const (
	choice  question.Type = "choice"
	open    question.Type = "open"
	unclear question.Type = ""
)

// kindWords lists words that name a type; the first that a text holds counts.
var kindWords = []struct {
	kind  question.Type
	words []string
}{
	{question.Case, []string{"案例", "材料", "共用题干", "共享题干", "题组", "情景", "情境", "a3型", "a4型", "a3/a4", "caseanalysis", "case"}},
	{question.Multiple, []string{"多选", "多项", "不定项", "复选", "多择", "多个选", "x型", "multiple", "multi", "checkbox", "mcq-m"}},
	{question.Single, []string{"单选", "单项", "单一选", "a1型", "a2型", "a1题", "a2题", "single", "radio", "最佳选择", "选择题(单", "单择"}},
	{question.Judge, []string{"判断", "是非", "对错", "正误", "判别", "judge", "judg", "true/false", "truefalse", "tf", "t/f", "boolean", "true_false"}},
	{question.Fill, []string{"填空", "填充", "fill", "blank", "completion"}},
	{question.Ordering, []string{"排序", "ordering", "sequence", "顺序题"}},
	{question.Matching, []string{"匹配", "配对", "连线", "matching", "match", "配伍"}},
	{question.Hotspot, []string{"识图", "热点", "热区", "hotspot"}},
	{question.Calculation, []string{"计算", "calculation", "numerical"}},
	{question.Essay, []string{"论述", "作文", "essay", "论文", "写作"}},
	{question.Short, []string{"简答", "问答", "名词解释", "名解", "解答", "主观", "简述", "简单题", "short", "分析题", "设计", "实操", "操作题", "绘图", "作图", "编程", "解释", "改错", "证明", "应用题", "口述", "综合题", "综合", "翻译", "文字题", "subjective", "论证", "回答"}},
	{choice, []string{"选择", "choice", "客观", "select"}},
}

// exactKinds are short words that mean a type only when they stand alone.
var exactKinds = map[string]question.Type{
	"单": question.Single, "多": question.Multiple, "判": question.Judge, "填": question.Fill, "简": question.Short, "问答": question.Short,
	"s": question.Single, "m": question.Multiple, "j": question.Judge, "判断": question.Judge, "排序": question.Ordering, "mc": choice, "mcq": choice,
	"sc": question.Single, "sa": question.Short, "fib": question.Fill, "yesno": question.Judge,
	"multiplechoice": choice, "multiple_choice": choice, "multiple-choice": choice, // the key tells of how many
	"open-ended": open, "openended": open, "qa": open, "text": open,
}

// kindOf reads a type from a text; "" when it names none.
func kindOf(text string) question.Type {
	text = fold(text)
	if len(text) > 120 || text == "" {
		return unclear
	}
	if k, ok := exactKinds[text]; ok {
		return k
	}
	for _, k := range question.Types() {
		if text == string(k) || text == k.Title() {
			return k
		}
	}
	for _, line := range kindWords {
		for _, word := range line.words {
			if strings.Contains(text, word) {
				return line.kind
			}
		}
	}
	return unclear
}

func isChosen(k question.Type) bool { return k == choice || k.Chosen() }

func isOpen(k question.Type) bool {
	return k == open || k == question.Short || k == question.Essay || k == question.Calculation
}

var (
	sectionStart = regexp.MustCompile(`^[(（【\[第]?[一二三四五六七八九十\dⅠⅡⅢⅣⅤIVX]{0,3}(?:部分|大题|章|节)?[)）】\]]?[、.．:： ]*`)
	eachScore    = regexp.MustCompile(`每(?:小|道|个)?(?:题|空)\s*(\d+(?:\.\d)?)\s*分`)
)

// section reads a row that stands above questions of one type: "一、单选题
// （每题 1 分）". score is that of each question, in hundredths.
func section(line sheet.Line) (kind question.Type, score int, ok bool) {
	text := lone(line)
	if text == "" || len([]rune(text)) > 80 {
		return unclear, 0, false
	}
	head := sectionStart.ReplaceAllString(text, "")
	if cut := strings.IndexAny(head, "(（:：,，。"); cut > 0 {
		head = head[:cut]
	}
	kind = kindOf(head)
	if kind == unclear || len([]rune(head)) > 24 {
		return unclear, 0, false
	}
	if m := eachScore.FindStringSubmatch(text); m != nil {
		score = hundredths(m[1])
	}
	return kind, score, true
}

// lone gives the text of a row in which one cell alone, or one merged area,
// says anything.
func lone(line sheet.Line) string {
	text := ""
	for _, v := range line.Values {
		own := strings.TrimSpace(v.Text)
		switch {
		case v.Picture != nil:
			return ""
		case own == "", v.Covered:
		case text != "":
			return ""
		default:
			text = own
		}
	}
	return text
}
