package layout

import (
	"regexp"
	"slices"
	"strings"
)

// label is what a marked piece of text tells of a question.
type label int

const (
	noLabel   label = iota
	lAnswer         // 答案
	lSolution       // 解、答: an answer that is worked out
	lExplain        // 解析
	lOptions        // 选项解析
	lLevel          // 难度
	lPoint          // 鉴定点
	lSource         // 来源
	lScore          // 分值
	lRubric         // 评分标准
	lKind           // 题型
	lRef            // 编号
	lTags           // 标签
	lNumber         // 数值答案: values of a calculation
	lPool           // 用途
	lStem           // 题干, 选项: said, and worth nothing
	lSkip           // 我的答案: of no use here
)

func labelNames() map[string]label {
	return map[string]label{
		"答案": lAnswer, "参考答案": lAnswer, "正确答案": lAnswer, "标准答案": lAnswer, "试题答案": lAnswer, "本题答案": lAnswer, "正确选项": lAnswer, "正答": lAnswer,
		"答案及解析": lAnswer, "答案与解析": lAnswer, "参考答案及解析": lAnswer, "答案和解析": lAnswer, "答案解析": lExplain, "ANSWER": lAnswer, "KEY": lAnswer, "参考解答": lSolution, "答案要点": lSolution, "答题要点": lSolution, "参考要点": lSolution,
		"答": lSolution, "解": lSolution, "解答": lSolution,
		"解析": lExplain, "试题解析": lExplain, "题目解析": lExplain, "分析": lExplain, "试题分析": lExplain, "详解": lExplain, "点评": lExplain, "点拨": lExplain, "解题思路": lExplain, "思路": lExplain,
		"提示": lExplain, "考点解析": lExplain, "参考解析": lExplain, "名师解析": lExplain, "解释": lExplain, "答案说明": lExplain, "依据": lExplain,
		"选项解析": lOptions, "选项分析": lOptions, "各选项解析": lOptions, "逐项解析": lOptions,
		"难度": lLevel, "难易度": lLevel, "难度系数": lLevel, "难易程度": lLevel, "难度等级": lLevel, "难度级别": lLevel,
		"知识点": lPoint, "考点": lPoint, "鉴定点": lPoint, "考核点": lPoint, "考查点": lPoint, "考察点": lPoint, "鉴定要素": lPoint, "认定点": lPoint, "考评点": lPoint, "鉴定点代码": lPoint, "知识点代码": lPoint,
		"来源": lSource, "出处": lSource, "试题来源": lSource, "题目来源": lSource,
		"分值": lScore, "分数": lScore, "本题分值": lScore, "得分": lScore,
		"评分标准": lRubric, "评分细则": lRubric, "采分点": lRubric, "评分要点": lRubric, "得分点": lRubric, "评分参考": lRubric, "评分说明": lRubric,
		"题型": lKind, "试题类型": lKind, "题目类型": lKind, "类型": lKind,
		"编号": lRef, "试题编号": lRef, "题目编号": lRef, "题号": lRef, "ID": lRef, "GUID": lRef, "试题ID": lRef,
		"标签": lTags, "关键词": lTags, "分类": lTags, "章节": lTags,
		"数值答案": lNumber, "用途": lPool, "题库用途": lPool,
		"我的答案": lSkip, "学生答案": lSkip, "您的答案": lSkip, "你的答案": lSkip, "考生答案": lSkip, "作答": lSkip, "本题得分": lSkip, "得分率": lSkip, "正确率": lSkip,
		"题干": lStem, "题目": lStem, "试题": lStem, "材料": lStem, "案例": lStem, "案例背景": lStem, "背景": lStem, "背景资料": lStem, "问题": lStem, "选项": lStem, "题": lStem, "试题题干": lStem, "备选答案": lStem,
	}
}

// onlyBracketed are names that mean something else before a mere colon.
const onlyBracketed = " 材料 案例 案例背景 背景 背景资料 问题 选项 题 类型 依据 解释 得分 分数 分析 章节 思路 备选答案 "

var (
	bareAnswer   = regexp.MustCompile(`^\s*(?:参考|正确|标准|本题)?答案\s*(?:是|为|选|应选)?\s*([A-Za-z][A-Za-z\s、,]{0,20}|√|×|对|错|正确|错误)\s*[。.]?\s*$`)
	midAnswer    = regexp.MustCompile(`(?:^|[\s。;.,!?)）】\]、])[\[(]?\s*((?:参考|正确|标准|本题)?答案)\s*(?:[:]|是\s*:|为\s*:)\s*`)
	midSkip      = regexp.MustCompile(`\s((?:我|你|您|学生|考生|用户)的?答案)\s*:\s*`)
	gained       = regexp.MustCompile(`^\s*(?:本题)?得分\s*:\s*[\d.]+\s*分?\s*$`) // what a web page says below
	closedAnswer = regexp.MustCompile(`[\[(【]\s*(?:参考|正确|标准)?答案\s*[: ]?\s*([^)\]】]{1,40})\s*[)\]】]`)
	midExplain   = regexp.MustCompile(`[\s。;.,)】\]、]((?:答案|试题|题目)?解析|详解)\s*:\s*`)
	spacedAnswer = regexp.MustCompile(`^\s*(?:参考|正确|标准)答案[ \t]+|^\s*答案[ \t]+`)
	englishKey   = regexp.MustCompile(`(?i)^\s*(answer|key|ans)\s*:\s*`)
)

// segment is a run of lines under one label.
type segment struct {
	label label
	lines []Text
	row   int
}

func (s segment) text() Text { return joinLines(s.lines) }

// mark is a label found in a line.
type mark struct {
	label    label
	from, to int
}

// marks finds the labels of a line, in order.
func marks(f []rune, names map[string]label) []mark {
	list := bracketMarks(f, names)
	text := ""
	if mayHoldLabel(f) {
		text = string(f)
	}
	if text == "" {
		return list
	}
	if len(list) == 0 || skipSpace(f, 0) < list[0].from {
		if m, ok := colonMark(f, names); ok {
			list = append([]mark{m}, list...)
		} else if m := spacedAnswer.FindStringIndex(text); m != nil {
			list = append([]mark{{label: lAnswer, to: len([]rune(text[:m[1]]))}}, list...)
		}
	}
	list = addFound(list, midSkip, text, lSkip)
	list = addFound(list, midAnswer, text, lAnswer)
	if slices.ContainsFunc(list, func(m mark) bool { return m.label == lAnswer }) {
		list = addFound(list, midExplain, text, lExplain)
	}
	slices.SortFunc(list, func(a, b mark) int { return a.from - b.from })
	return list
}

// mayHoldLabel is a quick look that spares most lines the patterns.
func mayHoldLabel(f []rune) bool {
	for i, r := range f {
		switch r {
		case ':':
			return true
		case '答':
			if hasPrefix(f, i, "答案") {
				return true
			}
		}
	}
	return false
}

// bracketMarks finds 【答案】 and [答案] anywhere.
func bracketMarks(f []rune, names map[string]label) []mark {
	var list []mark
	for i := 0; i < len(f); i++ {
		if f[i] != '【' && f[i] != '[' {
			continue
		}
		for j := i + 1; j < len(f) && j < i+12; j++ {
			if f[j] != '】' && f[j] != ']' {
				continue
			}
			name := strings.ReplaceAll(string(f[i+1:j]), " ", "")
			name = strings.TrimRight(name, ":")
			if l, ok := names[strings.ToUpper(name)]; ok {
				end := skipSpace(f, j+1)
				if end < len(f) && f[end] == ':' {
					end = skipSpace(f, end+1)
				}
				list = append(list, mark{label: l, from: i, to: end})
			}
			i = j
			break
		}
	}
	return list
}

// colonMark reads "解析：" at the head of a line.
func colonMark(f []rune, names map[string]label) (mark, bool) {
	from := skipSpace(f, 0)
	for from < len(f) && (f[from] == '*' || f[from] == '※' || f[from] == '★') {
		from = skipSpace(f, from+1)
	}
	for j := from; j < len(f) && j < from+14; j++ {
		if f[j] != ':' {
			continue
		}
		name := strings.ToUpper(strings.ReplaceAll(string(f[from:j]), " ", ""))
		name = strings.Trim(name, "()")
		l, ok := names[name]
		if !ok || strings.Contains(onlyBracketed, " "+name+" ") {
			return mark{}, false
		}
		return mark{label: l, from: from, to: skipSpace(f, j+1)}, true
	}
	if m := englishKey.FindStringIndex(string(f[from:min(len(f), from+12)])); m != nil {
		return mark{label: lAnswer, from: from, to: from + m[1]}, true
	}
	return mark{}, false
}

func addFound(list []mark, pattern *regexp.Regexp, text string, l label) []mark {
	for _, m := range pattern.FindAllStringSubmatchIndex(text, 4) {
		from, to := len([]rune(text[:m[2]])), len([]rune(text[:m[1]]))
		taken := slices.ContainsFunc(list, func(k mark) bool { return from < k.to && to > k.from })
		if !taken {
			list = append(list, mark{label: l, from: from, to: to})
		}
	}
	return list
}

// segments sorts the lines of a question by their labels; the first segment,
// without a label, holds the stem and the options.
func (p *parser) segments(lines []*line) []segment {
	s := sorter{list: []segment{{}}, late: lateOptions(lines)}
	for i, l := range lines {
		if i == 0 {
			s.list[0].row = l.row
		}
		if i == s.late {
			s.begin(lStem, l.row)
		}
		p.sort(&s, l)
	}
	return s.list
}

// sorter is the state of segments: what follows an entry of one line belongs
// to the text before it.
type sorter struct {
	list []segment
	open int
	text int // the last segment of free length
	late int // the line in which options begin behind the answer; -1 without
}

// lateOptions finds options that stand behind the answer.
func lateOptions(lines []*line) int {
	answered := false
	for i, l := range lines {
		if strings.HasPrefix(l.options, "A") && !answered {
			return -1
		}
		if answered && len(l.labels) == 0 && strings.HasPrefix(l.options, "A") && optionHead(l) &&
			(strings.HasPrefix(l.options, "AB") || i+1 < len(lines) && strings.HasPrefix(lines[i+1].options, "B")) {
			return i
		}
		answered = answered || len(l.labels) > 0
	}
	return -1
}

func (s *sorter) begin(l label, row int) {
	if l == lStem {
		s.open, s.text = 0, 0
		return
	}
	s.list = append(s.list, segment{label: l, row: row})
	s.open = len(s.list) - 1
	if !oneLine(l) {
		s.text = s.open
	}
}

func (s *sorter) add(t Text) {
	open := &s.list[s.open]
	if oneLine(open.label) && len(open.lines) > 0 {
		s.open = s.text
		open = &s.list[s.open]
	}
	open.lines = append(open.lines, t)
}

func oneLine(l label) bool {
	switch l {
	case lLevel, lPoint, lSource, lScore, lKind, lRef, lTags, lPool, lSkip:
		return true
	}
	return false
}

func (p *parser) sort(s *sorter, l *line) {
	if m := bareAnswer.FindStringSubmatchIndex(shortText(l.fold)); m != nil {
		at := len([]rune(string(l.fold)[:m[2]]))
		s.begin(lAnswer, l.row)
		s.add(l.text.slice(at, len(l.text.runes)).cutEnd("。."))
		return
	}
	if gained.MatchString(shortText(l.fold)) {
		return
	}
	t, f, closed := cutClosed(l.text, l.fold)
	from := 0
	for _, m := range marks(f, p.names) {
		piece := t.slice(from, m.from).trim()
		if len(piece.runes) > 0 && !onlyOpening(piece) {
			s.add(piece)
		}
		if open := s.list[s.open].label; m.label == lSolution && (open == lSolution || open == lAnswer) && len(s.list[s.open].lines) > 0 {
			from = m.from // a closing sentence of the answer: "答：…"
			continue
		}
		from = m.to
		s.begin(m.label, l.row)
	}
	if rest := t.slice(from, len(t.runes)).trim(); len(rest.runes) > 0 {
		s.add(rest)
	}
	if closed != nil {
		back := s.open
		s.begin(lAnswer, l.row)
		s.add(*closed)
		s.open, s.text = back, back
	}
}

func onlyOpening(t Text) bool { return strings.Trim(foldText(t), "([ ") == "" }

func shortText(f []rune) string {
	if len(f) > 40 {
		return ""
	}
	return string(f)
}

// cutClosed takes "(答案:A)" out of a line.
func cutClosed(t Text, f []rune) (Text, []rune, *Text) {
	if !mayHoldLabel(f) {
		return t, f, nil
	}
	text := string(f)
	m := closedAnswer.FindStringSubmatchIndex(text)
	if m == nil || strings.HasSuffix(strings.TrimSpace(text[:m[1]]), "答案】") || strings.HasSuffix(text[:m[1]], "答案]") {
		return t, f, nil
	}
	if word := strings.TrimSpace(text[m[2]:m[3]]); word == "" || strings.HasPrefix(word, "解析") || strings.HasPrefix(word, "及") || strings.HasPrefix(word, "与") || strings.HasPrefix(word, "要点") || strings.HasPrefix(word, "说明") {
		return t, f, nil
	}
	from, to := len([]rune(text[:m[0]])), len([]rune(text[:m[1]]))
	answer := t.slice(len([]rune(text[:m[2]])), len([]rune(text[:m[3]]))).trim()
	next := t.slice(0, from)
	var rest Text
	rest.add(next)
	rest.add(t.slice(to, len(t.runes)))
	return rest, folded(rest.runes), &answer
}
