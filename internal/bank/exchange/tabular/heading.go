package tabular

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
)

// columns maps a canonical column to its place in the table.
type columns map[string]int

// The canonical columns; options and their explanations carry a letter, ranges
// of points a number.
const (
	colNumber      = "number" // running number of a row
	colType        = "type"
	colStem        = "stem"
	colSub         = "sub"  // a part's own stem
	colCase        = "case" // a stem that rows share
	colParent      = "parent"
	colKey         = "key"
	colKeyToo      = "key2" // a second column of answers
	colOption      = "option:"
	colOptions     = "options" // all in one cell
	colWhy         = "why:"    // explanation of an option
	colElement     = "element"
	colDifficulty  = "difficulty"
	colFactor      = "factor" // 难度系数: the share of right answers
	colExplanation = "explanation"
	colSource      = "source"
	colPool        = "pool"
	colPicture     = "picture"
	colRef         = "ref"
	colScore       = "score"
	colTags        = "tags"
	colRubric      = "rubric"
	colValues      = "values" // final values of a calculation
	colPairs       = "pairs"
	colAreas       = "areas"
	colShare       = "share"
	colMark        = "mark" // beside options that have a row each: whether it is right
	colIgnored     = "-"
)

// headings are how the columns are called in notes and in written workbooks.
var headings = map[string]string{
	colNumber: "题号", colType: "题型", colStem: "题干", colSub: "小题", colCase: "材料", colParent: "父题号", colKey: "答案", colOptions: "选项",
	colElement: "鉴定点", colDifficulty: "难度", colFactor: "难度系数", colExplanation: "解析", colSource: "出处", colPool: "题库", colPicture: "图片",
	colRef: "试题编号", colScore: "分值", colTags: "标签", colRubric: "评分标准", colValues: "数值答案", colPairs: "配对", colAreas: "区域", colShare: "小题比例",
}

// spellings are the headings seen in the field, folded, blank-separated.
var spellings = spelled(map[string]string{
	colNumber: "序号 题号 编号 no no. 序 number 试题序号 题目序号 num # 行号 id 题目号 小题号 试题号 顺序 顺序号 serial index n q#",
	colType:   "题型 试题类型 题目类型 类型 type 试题题型 题目题型 题型名称 questiontype 问题类型 题类 题目类别 试题类别 类别 题目种类 题型类别 qtype 题目形式 考题类型 考题题型 题型描述",
	colStem: "题干 题目 试题 题目内容 试题内容 问题 试题题干 题目题干 stem question 题目描述 题干内容 试题名称 题目名称 题目标题 标题 问题内容 题面 考题 内容 试题描述 title 问题描述 questiontext 题干描述 考题内容 题目正文 试题正文 content 试题标题 问题标题 题目文本 " +
		"questionstem questioncontent text 题干文字 题文 考试题目",
	colSub:    "小题 小题题干 子题 子题题干 小问 设问 小题内容 子题目 小题题目 子试题",
	colCase:   "材料 案例 案例题干 共用题干 公共题干 背景材料 材料题干 案例背景 案例材料 案例内容 材料内容 背景资料 大题题干 主题干 共享题干 阅读材料 情景 情境 casestem passage 母题 母题干 题组题干",
	colParent: "父题号 所属大题 大题号 母题编号 母题号 父题编号 父题id 父试题编号 父id parent parentid 题组号 题组编号 组题编号 所属题号 上级题号 案例编号 材料编号",
	colKey: "答案 正确答案 标准答案 参考答案 试题答案 answer key correctanswer 题目答案 答案选项 正确选项 正确项 correct 标答 答案内容 正答 选择答案 answers rightanswer correctoption 填空答案 本题答案 试题标准答案 答案abc " +
		"题目正确答案 正确答案选项 答 参考答案要点 答题要点 solution",
	colOptions:     "选项 备选答案 备选项 选项内容 options option 选择项 试题选项 题目选项 choices 候选答案 可选项 备选答案内容 答案选项内容 所有选项 选项列表 待选项",
	colElement:     "鉴定点 鉴定点代码 鉴定点编码 鉴定点代码或名称 知识点 知识点代码 考评点 认定点 element point 知识点名称 鉴定点名称 考点 考核点 鉴定要素 细目代码 知识点编码 考点代码 考查点 所属知识点 鉴定要素代码 认定点代码 考评点代码 知识点编号 鉴定点编号",
	colDifficulty:  "难度 难易度 难度等级 试题难度 difficulty 难易程度 题目难度 难度级别 难易 难度程度 等级难度 level 难易等级",
	colFactor:      "难度系数 难度值 预估难度",
	colExplanation: "解析 答案解析 试题解析 题目解析 explanation 试题分析 分析 解释 说明 答案说明 详解 题解 解题思路 解答 备注解析 知识解析 解析说明 analysis 答案分析 解题分析 答题解析 explain 参考解析 feedback 题目分析 答案详解 正确答案解析",
	colSource:      "出处 来源 试题来源 source 题目来源 依据 教材页码 教材 试题出处 参考教材 出题依据 命题依据 答案出处 参考依据",
	colPool:        "题库 用途 所属题库 pool 题库用途 试题用途 题库类型 使用范围",
	colPicture:     "图片 图片名 图片文件 图片文件名 插图 picture pictures image 题干图片 试题图片 题目图片 图 附图 配图 images 图片名称 题图 图片1 图片地址 图片url 图片路径 题目图片1",
	colRef:         "试题guid guid 试题编号 题目编号 ref 试题id 题目id uuid 试题代码 questionid 试题编码 题目编码 考题编号 外部编号 试题唯一编号",
	colScore:       "分数 分值 score 得分 points 题目分值 试题分值 题目分数 本题分值 每题分值 分 试题分数 默认分数 默认分值 mark marks 满分",
	colTags:        "标签 关键词 分类 章节 tags tag 试题分类 题目分类 category 所属章节 章 科目 模块 专业 工种 所属分类 目录 chapter 知识模块 章节名称 keywords 关键字 课程",
	colRubric:      "评分标准 评分细则 采分点 评分要点 得分点 rubric 评分参考 评分说明 评分规则",
	colValues:      "数值答案", colPairs: "配对", colAreas: "区域", colShare: "小题比例",
	colMark:    "是否正确 是否正确答案 是否答案 是否为答案 是否为正确答案 iscorrect correctflag",
	colIgnored: "一致性 状态 创建人 创建时间 备注 级别 职业 等级 命题人 审核人 选项数 选项个数 选项数量 认知层次 区分度 单位 录入人 更新时间 是否启用 remark 曝光次数 题目状态 重要程度 重要性 职业名称 要求 时间 日期 答题时间 答案数",
})

func spelled(lists map[string]string) map[string]string {
	all := map[string]string{}
	for column, words := range lists {
		for _, word := range strings.Fields(words) {
			all[word] = column
		}
	}
	return all
}

var (
	aside       = regexp.MustCompile(`-max\d+characters?|\([^)]*\)|\[[^\]]*\]|【[^】]*】|<[^>]*>|[*:★]|必填|选填|非必填|可选填|$`)
	bracketSign = regexp.MustCompile(`[()\[\]【】*:<>_\-.、"'“”]`)
	whyHead     = regexp.MustCompile(`^(?:选项|答案)?(?:解析|说明|反馈|解释|分析|explanation|feedback)(?:选项)?([a-z]|\d{1,2}|[一二三四五六七八九十])(?:选项|项)?$|^(?:选项|答案|option)?([a-z])(?:选项|项)?的?(?:解析|说明|反馈|解释|分析|explanation|feedback)$`)
	optionHead  = regexp.MustCompile(`^(?:试题|题目|候选|备选|可选)?(?:选项|备选项|答案|备选答案|选择项|选择|选择答案|答案选项|option|choice|answer|opt|项|item)?([a-z])(?:选项|项|答案|内容|选项内容)?(?:必填)?$`)
	numberHead  = regexp.MustCompile(`^(?:试题|题目|候选|备选|可选)?(?:选项|备选项|答案|备选答案|选择项|答案选项|option|choice|answer|opt|item|第)(\d{1,2}|[一二三四五六七八九十])(?:选项|项|答案|内容|选项内容|个选项)?$`)
	elementHead = regexp.MustCompile(`^(?:知识点|鉴定范围|鉴定点|范围|考核范围|认定范围|鉴定要素)([一二三四五六1-6])级?(?:代码|名称|知识点)?$|^([一二三四五六])级(?:知识点|鉴定范围|鉴定点|范围)(?:代码|名称)?$`)
)

// kindPrefix is a type before the name of a column: 判断题题目.
var kindPrefix = regexp.MustCompile(`^(?:单项?选择?|多项?选择?|选择|判断|填空|简答|问答|计算|论述)题`)

const chineseDigits = "一二三四五六七八九十"

// fold folds width and case and drops spaces.
func fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(question.Legible(text))), ""))
}

// canonical gives the column that a heading names, or "".
func canonical(head string) string {
	if len(head) > 90 {
		return ""
	}
	text := fold(head)
	for _, form := range []string{text, aside.ReplaceAllString(text, ""), bracketSign.ReplaceAllString(text, ""), kindPrefix.ReplaceAllString(text, "")} {
		if c, ok := spellings[form]; ok {
			return c
		}
		form = bracketSign.ReplaceAllString(form, "")
		if c := lettered(form); c != "" {
			return c
		}
	}
	return ""
}

func lettered(text string) string {
	if m := whyHead.FindStringSubmatch(text); m != nil {
		return letterColumn(colWhy, m[1]+m[2])
	}
	if m := optionHead.FindStringSubmatch(text); m != nil {
		return letterColumn(colOption, m[1])
	}
	if m := numberHead.FindStringSubmatch(text); m != nil {
		return letterColumn(colOption, m[1])
	}
	if m := elementHead.FindStringSubmatch(text); m != nil {
		return colElement + strconv.Itoa(digit(m[1]+m[2]))
	}
	return ""
}

func letterColumn(prefix, name string) string {
	if name[0] >= 'a' && name[0] <= 'z' {
		return prefix + strings.ToUpper(name)
	}
	letter := question.Letter(digit(name) - 1)
	if letter == "" {
		return ""
	}
	return prefix + letter
}

// digit reads figures and one Chinese digit; 0 is neither.
func digit(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	before, _, found := strings.Cut(chineseDigits, text)
	if !found {
		return 0
	}
	return utf8.RuneCountInString(before) + 1
}
