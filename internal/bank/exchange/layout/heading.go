package layout

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// choice is the type of a section that leaves open how many options are right.
const choice question.Type = "choice"

// section is a part of the paper with one type and one score per question.
type section struct {
	kind    question.Type // "" unknown
	ordinal int           // of its heading, 0 without
	title   string
	score   int // hundredths of a point per question
	row     int
	blocks  []*block
	early   []pair // answers that a table beside the questions gives
}

// kindWords name the types, the longer and rarer words first.
func kindWords() []struct {
	word string
	kind question.Type
} {
	return []struct {
		word string
		kind question.Type
	}{
		{"不定项选择", question.Multiple}, {"多项选择", question.Multiple}, {"多选", question.Multiple}, {"复选", question.Multiple}, {"双选", question.Multiple},
		{"单项选择", question.Single}, {"单选", question.Single}, {"最佳选择", question.Single},
		{"判断", question.Judge}, {"是非", question.Judge}, {"正误", question.Judge}, {"对错", question.Judge},
		{"填空", question.Fill}, {"填充", question.Fill},
		{"匹配", question.Matching}, {"连线", question.Matching}, {"配对", question.Matching}, {"配伍", question.Matching},
		{"排序", question.Ordering},
		{"案例", question.Case}, {"材料分析", question.Case}, {"综合", question.Case}, {"资料分析", question.Case}, {"共用题干", question.Case}, {"情境", question.Case}, {"情景", question.Case},
		{"计算", question.Calculation}, {"应用题", question.Calculation},
		{"论述", question.Essay}, {"作文", question.Essay},
		{"简答", question.Short}, {"问答", question.Short}, {"名词解释", question.Short}, {"术语解释", question.Short}, {"简述", question.Short}, {"改错", question.Short},
		{"识图", ""}, {"读图", ""}, {"看图", ""}, {"绘图", question.Short}, {"作图", question.Short}, {"画图", question.Short}, {"分析题", question.Short},
		{"选择", choice},
	}
}

// kindIn finds the first type that a text names, and where the word ends.
func kindIn(text string) (kind question.Type, ok bool) {
	best := -1
	for _, k := range kindWords() {
		at := strings.Index(text, k.word)
		if at < 0 || best >= 0 && at >= best {
			continue
		}
		if best >= 0 && at+len(k.word) > best { // "多项选择" holds "选择"
			continue
		}
		best, kind = at, k.kind
	}
	return kind, best >= 0
}

var (
	ordinalHead = regexp.MustCompile(`^\s*(?:第\s*([一二三四五六七八九十]{1,3}|[1-9])\s*(?:大题|部分|章|节|单元|题型)|([一二三四五六七八九十]{1,3})\s*[、.,:]|\(([一二三四五六七八九十]{1,3})\)[、.]?|(?:大题|题型)\s*([一二三四五六七八九十])|([ⅠⅡⅢⅣⅤⅥ]|I{1,3}|IV|VI{0,3})\s*[、.])\s*[、.:]?\s*`)
	plainHead   = regexp.MustCompile(`^\s*[【\[(<《]?\s*(?:[A-Z]\s*[.、]\s*)?(不定项选择|多项选择|多选|复选|双选|单项选择|单选|最佳选择|选择|判断|是非|正误判断|正误|对错|填空|填充|匹配|连线|配对|配伍|排序|案例分析|案例|材料分析|综合分析|综合应用|综合|计算|应用|论述|简答|问答|名词解释|术语解释|简述|改错|识图|读图|看图答|绘图|作图|分析|资料分析)(?:判断|分析|选择|计算|简答|改错|应用|说明)?(?:题|部分)?(?:型)?(?:\s*目)?\s*[】\])>》]?\s*(?:$|[(:,。]|-|共|每)`)
	eachScore   = regexp.MustCompile(`每\s*(?:小|个)?\s*题\s*(?:答对)?\s*(?:得)?\s*([\d.]+|[一二三四五六七八九十]{1,3}|半)\s*分`)
	countAndSum = regexp.MustCompile(`共\s*(\d+)\s*(?:小)?题\D{0,8}?(?:共|计|满分)?\s*([\d.]+)\s*分`)
)

// readHeading reads the heading of a section. certain is false where only an
// ordinal stands, which may be a list in an answer as well.
func readHeading(f []rune) (s section, certain, ok bool) {
	if len(f) > 200 || len(f) == 0 {
		return section{}, false, false
	}
	if !strings.ContainsRune(headStarts, f[skipSpace(f, 0)%len(f)]) {
		return section{}, false, false
	}
	text := string(f)
	if m := ordinalHead.FindStringSubmatchIndex(text); m != nil {
		rest := text[m[1]:]
		kind, named := kindIn(firstWords(rest))
		s = section{kind: kind, ordinal: ordinalOf(text, m), title: strings.TrimSpace(text), score: scoreIn(text)}
		return s, named || s.score > 0, true
	}
	if m := plainHead.FindStringSubmatchIndex(text); m != nil && len(f) < 120 {
		kind, _ := kindIn(text[m[2]:m[3]])
		if text[m[2]:m[3]] == "应用" {
			kind = question.Calculation
		}
		if text[m[2]:m[3]] == "分析" {
			kind = question.Short
		}
		return section{kind: kind, title: strings.TrimSpace(text), score: scoreIn(text)}, true, true
	}
	return section{}, false, false
}

// headStarts are the characters that a heading begins with.
const headStarts = "第一二三四五六七八九十(大题ⅠⅡⅢⅣⅤⅥIV【[<《不多复双单最选判是正对填匹连配排案材综计应论简问名术改识读看绘作分资ABCDEF"

// firstWords are the words of a heading that name its type, up to the first
// bracket.
func firstWords(rest string) string {
	rest = strings.TrimLeft(rest, " \t【[<《")
	if cut := strings.IndexAny(rest, "(:,。"); cut >= 0 {
		if head := rest[:cut]; strings.TrimSpace(head) != "" {
			rest = head
		}
	}
	r := []rune(rest)
	if len(r) > 24 {
		r = r[:24]
	}
	return string(r)
}

func ordinalOf(text string, m []int) int {
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] < 0 {
			continue
		}
		word := text[m[i]:m[i+1]]
		if n := chinese(word); n > 0 {
			return n
		}
		if n, err := strconv.Atoi(word); err == nil {
			return n
		}
		for n, roman := range []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII"} {
			if word == roman {
				return n + 1
			}
		}
		if at := strings.Index("ⅠⅡⅢⅣⅤⅥ", word); at >= 0 {
			return at/len("Ⅰ") + 1
		}
	}
	return 0
}

// scoreIn reads the score of one question from a heading.
func scoreIn(text string) int {
	if m := eachScore.FindStringSubmatch(text); m != nil {
		if m[1] == "半" {
			return 50
		}
		if n := chinese(m[1]); n > 0 {
			return n * 100
		}
		return hundredths(m[1])
	}
	if m := countAndSum.FindStringSubmatch(text); m != nil {
		count, err := strconv.Atoi(m[1])
		if sum := hundredths(m[2]); err == nil && count > 0 && sum%count == 0 {
			return sum / count
		}
	}
	return 0
}

// hundredths reads points; 0 for what is none.
func hundredths(text string) int {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v <= 0 || v > 1000 {
		return 0
	}
	return int(math.Round(v * 100))
}

var (
	zoneName    = regexp.MustCompile(`(?:参考答案|标准答案|试题答案|正确答案|答案)\s*(?:(?:及|与|和|、)?\s*(?:试题)?(?:解析|评分标准|评分细则|评分参考|详解|分析)|部分|页|卷|汇总|速查|表|如下)?$`)
	optionStart = regexp.MustCompile(`^[^\p{Han}]?\s*\(?[A-Z]\s*[.、:)]`)
	zoneTail    = regexp.MustCompile(`\s*[:】\])]?\s*$`)
)

// zoneHead tells whether a line is the heading of an answer zone. A plain one
// may also be the label of one question's answer.
func zoneHead(f []rune) (titled, plain bool) {
	if len(f) == 0 || len(f) > 40 {
		return false, false
	}
	text := strings.TrimSpace(string(f))
	if !strings.Contains(text, "答案") {
		return false, false
	}
	bracketed := strings.HasPrefix(text, "【") || strings.HasPrefix(text, "[")
	core := zoneTail.ReplaceAllString(strings.TrimLeft(text, "【[(*-= "), "")
	core = strings.TrimRight(core, "*-= ")
	at := zoneName.FindStringIndex(core)
	if at == nil || at[1] != len(core) {
		return false, false
	}
	before := core[:at[0]]
	if strings.ContainsAny(before, "。？?！,;、_") || optionStart.MatchString(before) || strings.Contains(before, "下列") {
		return false, false
	}
	name := core[at[0]:]
	if before == "" && (name == "参考答案" || name == "标准答案" || name == "正确答案" || name == "答案") {
		return false, true
	}
	return !bracketed && before != "" && !strings.HasSuffix(text, ":") || len(name) > len("参考答案"), before != ""
}

var (
	groupRange  = regexp.MustCompile(`(?:回答|完成|解答|作答|共用|共享|基于|依据|根据).{0,30}?第?\s*(\d{1,3})\s*题?\s*[-~至到、]+\s*第?\s*(\d{1,3})\s*(?:小)?(?:题|问)?|[(【\[]?\s*第?\s*(\d{1,3})\s*题?\s*[-~至到、]+\s*第?\s*(\d{1,3})\s*(?:小)?题.{0,6}(?:共用|共享|基于|根据|依据)`)
	groupNamed  = regexp.MustCompile(`^\s*[【\[(]?\s*(?:材料|案例分析|案例|背景资料|背景材料|资料|情境|情景|共用题干|题干|背景)\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})?\s*(?:[】\])]\s*[:、.]?|[:、.]|$)`)
	groupWanted = regexp.MustCompile(`回答|完成|解答|作答|共用|共享|基于|根据|依据`)
)

// group is a stem that several questions share.
type group struct {
	from, to int // numbers of its questions; 0 where nothing is said
	row      int
	lines    []*line
	blocks   []*block
	size     extent
}

// cutDirective takes "根据以下材料，回答 1～3 题。" out of a line.
func cutDirective(t Text, f []rune) Text {
	text := string(f)
	m := groupRange.FindStringIndex(text)
	if m == nil {
		return t
	}
	from, to := len([]rune(text[:m[0]])), len([]rune(text[:m[1]]))
	for from > 0 && !strings.ContainsRune("。;!?\n", f[from-1]) {
		from--
	}
	for to < len(f) && !strings.ContainsRune("。.:;)】]\n", f[to]) {
		to++
	}
	for to < len(f) && strings.ContainsRune("。.:;)】] ", f[to]) {
		to++
	}
	return t.replace(from, to, "").trim()
}

// readGroup reads the head of a shared stem; rest is where its text begins.
func readGroup(f []rune) (g group, rest int, ok bool) {
	if len(f) == 0 {
		return group{}, 0, false
	}
	text := string(f)
	head := text
	if len(f) > 80 {
		head = string(f[:80])
	}
	if groupWanted.MatchString(head) && strings.ContainsAny(head, "-~至到、") {
		if m := groupRange.FindStringSubmatch(head); m != nil {
			from, to := m[1]+m[3], m[2]+m[4]
			a, _ := strconv.Atoi(from)
			b, _ := strconv.Atoi(to)
			if a > 0 && b > a && b-a < question.MaxParts {
				return group{from: a, to: b}, 0, true
			}
		}
	}
	if at := groupNamed.FindStringIndex(head); at != nil && at[1] > 0 {
		return group{}, len([]rune(head[:at[1]])), true
	}
	return group{}, 0, false
}
