// Package question is what a question is, apart from where the bank keeps it:
// its body by type, the rules that a body must keep, its text, and what a
// candidate may see of it. It is pure.
//
// Texts are HTML of the few elements that Clean lets through. A formula is
// LaTeX between \( and \) or, on a line of its own, between \[ and \]. A
// picture is <img data-picture="n" alt="…">, where n counts from 1 in the
// question's list of pictures; pictures that no text names stand below the
// stem. In the stem of a fill-in question each run of three or more
// underscores is a blank, in order.
package question

import "jiangxun/internal/marking"

// Type is a question's type.
type Type string

// The types. The first three are answered by choosing options alone.
const (
	Single      Type = "single"      // 单项选择题
	Multiple    Type = "multiple"    // 多项选择题
	Judge       Type = "judge"       // 判断题
	Fill        Type = "fill"        // 填空题
	Short       Type = "short"       // 简答题
	Calculation Type = "calculation" // 计算题
	Essay       Type = "essay"       // 论述题
	Case        Type = "case"        // 案例分析题: a stem shared by parts
	Ordering    Type = "ordering"    // 排序题
	Matching    Type = "matching"    // 匹配题
	Hotspot     Type = "hotspot"     // 识图题: places on a drawing
)

// Types lists all types in the order of a paper.
func Types() []Type {
	return []Type{Single, Multiple, Judge, Fill, Short, Calculation, Essay, Case, Ordering, Matching, Hotspot}
}

// Title gives the heading of a section of the type, "" for an unknown one.
func (t Type) Title() string { return titles[t] }

// Chosen reports that the type is answered by choosing among options, which is
// what a sitting on a screen can take today.
func (t Type) Chosen() bool { return t == Single || t == Multiple || t == Judge }

var titles = map[Type]string{
	Single: "单项选择题", Multiple: "多项选择题", Judge: "判断题", Fill: "填空题", Short: "简答题", Calculation: "计算题",
	Essay: "论述题", Case: "案例分析题", Ordering: "排序题", Matching: "匹配题", Hotspot: "识图题",
}

// The option keys of a judge question.
const (
	True  = "T"
	False = "F"
)

// Option is one choice. Keys are "A", "B" … without a gap, or "T" and "F".
type Option struct {
	Key         string `json:"key"`
	HTML        string `json:"html"`
	Explanation string `json:"explanation,omitempty"` // HTML: why it is right or wrong
}

// Blank is one gap, as marking knows it.
type Blank = marking.Blank

// Number is a value with its tolerance, as marking knows it.
type Number = marking.Number

// Area is a place on a picture, as marking knows it.
type Area = marking.Area

// Pair is one left side of a matching question with the key of its option.
type Pair struct {
	HTML string `json:"html"`
	Key  string `json:"key"`
}

// Criterion is one line of a marking guide. Shares are relative weights.
type Criterion struct {
	Text  string `json:"text"`
	Share int    `json:"share"` // ≥ 1
}

// Body is everything of a question that is shown or marked. What a type does
// not use is empty in a tidied body:
//
//   - single, multiple, judge: Options, Key (ascending)
//   - fill: Blanks
//   - short, calculation, essay: Reference, Rubric; calculation may have Blanks
//     for its final values
//   - ordering: Options as shown, Key in the right order
//   - matching: Options (right sides), Pairs (left sides)
//   - hotspot: Picture, Areas, Key (the right areas, ascending)
//   - case: Parts of any other type
type Body struct {
	Type        Type        `json:"type"`
	Stem        string      `json:"stem"` // HTML
	Options     []Option    `json:"options,omitempty"`
	Key         []string    `json:"key,omitempty"`
	Blanks      []Blank     `json:"blanks,omitempty"`
	Pairs       []Pair      `json:"pairs,omitempty"`
	Picture     int         `json:"picture,omitempty"` // number of the hotspot's picture, from 1
	Areas       []Area      `json:"areas,omitempty"`
	Reference   string      `json:"reference,omitempty"` // HTML: the reference answer
	Rubric      []Criterion `json:"rubric,omitempty"`
	Parts       []Body      `json:"parts,omitempty"`
	Share       int         `json:"share,omitempty"`       // a part's relative weight within its case, ≥ 1
	Explanation string      `json:"explanation,omitempty"` // HTML
}

// JudgeOptions are the options that every judge question has.
func JudgeOptions() []Option {
	return []Option{{Key: True, HTML: "正确"}, {Key: False, HTML: "错误"}}
}

// Letter gives the option key of an index: "A" for 0 … "Z" for 25, "" beyond.
func Letter(i int) string {
	if i < 0 || i >= MaxOptions {
		return ""
	}
	return string(rune('A' + i))
}
