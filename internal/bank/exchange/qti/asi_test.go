package qti_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/exchange/qti/asi"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// asiItem writes an item of QTI 1.2.
func asiItem(kind, presentation, processing string) string {
	meta := ""
	if kind != "" {
		label := "question_type"
		if strings.HasPrefix(kind, "cc.") {
			label = "cc_profile"
		}
		meta = "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>" + label + "</fieldlabel><fieldentry>" + kind + "</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
	}
	return `<item ident="q1" title="题目">` + meta + "<presentation>" + presentation + "</presentation><resprocessing>" +
		`<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>` + processing + "</resprocessing></item>"
}

func asiFile(items ...string) exchange.File {
	return exchange.File{Name: "quiz.xml", Data: []byte(`<?xml version="1.0" encoding="UTF-8"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">` + strings.Join(items, "") + "</questestinterop>")}
}

func stem(text string) string { return "<material><mattext>" + text + "</mattext></material>" }

// lid is a list of choices; idents are a, b, c …
func lid(ident, cardinality string, texts ...string) string {
	out := `<response_lid ident="` + ident + `" rcardinality="` + cardinality + `"><render_choice>`
	for i, text := range texts {
		out += fmt.Sprintf(`<response_label ident="%c"><material><mattext>%s</mattext></material></response_label>`, 'a'+i, text)
	}
	return out + "</render_choice></response_lid>"
}

func str(ident, fib string) string {
	return `<response_str ident="` + ident + `"><render_fib ` + fib + `><response_label ident="l"/></render_fib></response_str>`
}

// when pays value for a condition.
func when(condition, action, value string) string {
	return `<respcondition continue="No"><conditionvar>` + condition + `</conditionvar><setvar action="` + action + `" varname="SCORE">` + value + "</setvar></respcondition>"
}

func eq(ident, value string) string {
	return `<varequal respident="` + ident + `">` + value + "</varequal>"
}

// one reads a file that holds one item.
func one(t *testing.T, f exchange.File) exchange.Item {
	t.Helper()
	_, ok := qti.Sniff(f)
	require.True(t, ok)
	result, err := qti.Read(f, options())
	require.NoError(t, err)
	require.Len(t, result.Items, 1)
	return result.Items[0]
}

// rejection is the first reason against an item, or "".
func rejection(item exchange.Item) fault.Sub {
	for _, n := range item.Notes {
		if !n.Warning {
			return n.Sub
		}
	}
	return ""
}

func TestASI_ChoiceKeysComeFromTheScoringRules(t *testing.T) {
	t.Parallel()
	single := stem("主运动是") + lid("r", "Single", "旋转", "进给", "移动")
	multiple := stem("安全的有") + lid("r", "Multiple", "护目镜", "手套", "工作帽")
	for name, c := range map[string]struct {
		kind, presentation, rules string
		want                      question.Type
		key                       []string
		reject                    fault.Sub
	}{
		"set":                  {"multiple_choice_question", single, when(eq("r", "b"), "Set", "100"), question.Single, []string{"B"}, ""},
		"cartridge":            {"cc.multiple_choice.v0p1", single, when(eq("r", "c"), "Set", "100"), question.Single, []string{"C"}, ""},
		"no metadata":          {"", single, when(eq("r", "a"), "Set", "1"), question.Single, []string{"A"}, ""},
		"zero for others":      {"", single, when(eq("r", "a"), "Add", "0") + when(eq("r", "b"), "Set", "10"), question.Single, []string{"B"}, ""},
		"the best of several":  {"", single, when(eq("r", "a"), "Set", "5") + when(eq("r", "b"), "Set", "10"), question.Single, []string{"B"}, ""},
		"not the others":       {"", single, when("<and>"+eq("r", "b")+"<not>"+eq("r", "a")+"</not></and>", "Set", "10"), question.Single, []string{"B"}, ""},
		"other gets nothing":   {"", single, when(eq("r", "b"), "Set", "1") + when("<other/>", "Set", "0"), question.Single, []string{"B"}, ""},
		"nothing pays":         {"", single, when(eq("r", "b"), "Set", "0"), question.Single, nil, question.SubKeyMissing},
		"two are right":        {"", single, when("<or>"+eq("r", "a")+eq("r", "b")+"</or>", "Set", "1"), question.Single, nil, question.SubKeyTooMany},
		"all of":               {"multiple_answers_question", multiple, when("<and>"+eq("r", "a")+"<not>"+eq("r", "b")+"</not>"+eq("r", "c")+"</and>", "Set", "100"), question.Multiple, []string{"A", "C"}, ""},
		"response":             {"cc.multiple_response.v0p1", multiple, when("<and>"+eq("r", "a")+eq("r", "c")+"</and>", "Set", "100"), question.Multiple, []string{"A", "C"}, ""},
		"counting":             {"", multiple, when(eq("r", "a"), "Add", "50") + when(eq("r", "b"), "Add", "-50") + when(eq("r", "c"), "Add", "50"), question.Multiple, []string{"A", "C"}, ""},
		"subset":               {"", multiple, when(`<varsubset respident="r" setmatch="Exact">a,b</varsubset>`, "Set", "1"), question.Multiple, []string{"A", "B"}, ""},
		"either of two sets":   {"", multiple, when("<and>"+eq("r", "a")+"<not>"+eq("r", "b")+"</not></and>", "Set", "1") + when("<and>"+eq("r", "b")+"<not>"+eq("r", "a")+"</not></and>", "Set", "1"), question.Multiple, nil, flow.SubSeveralKeys},
		"true":                 {"true_false_question", stem("能自动定心") + lid("r", "Single", "True", "False"), when(eq("r", "a"), "Set", "100"), question.Judge, []string{"T"}, ""},
		"false first":          {"cc.true_false.v0p1", stem("能自动定心") + lid("r", "Single", "错误", "正确"), when(eq("r", "a"), "Set", "100"), question.Judge, []string{"F"}, ""},
		"yes declared":         {"true_false_question", stem("能自动定心") + lid("r", "Single", "是", "否"), when(eq("r", "b"), "Set", "100"), question.Judge, []string{"F"}, ""},
		"yes undeclared":       {"", stem("能自动定心") + lid("r", "Single", "是", "否"), when(eq("r", "b"), "Set", "100"), question.Single, []string{"B"}, ""},
		"no such option":       {"", single, when(eq("r", "z"), "Set", "1"), question.Single, nil, question.SubKeyMissing},
		"condition not known":  {"", single, when(`<durequal>5</durequal>`, "Set", "1") + when(eq("r", "b"), "Set", "1"), question.Single, []string{"B"}, ""},
		"subtract for a wrong": {"", multiple, when(eq("r", "a"), "Add", "1") + when(eq("r", "b"), "Subtract", "1") + when(eq("r", "c"), "Add", "1"), question.Multiple, []string{"A", "C"}, ""},
	} {
		item := one(t, asiFile(asiItem(c.kind, c.presentation, c.rules)))
		require.Equal(t, c.reject, rejection(item), name)
		require.Equal(t, c.want, item.Type, name)
		if c.reject == "" {
			require.Equal(t, c.key, item.Key, name)
		}
	}
}

func TestASI_Written(t *testing.T) {
	t.Parallel()
	number := `fibtype="Decimal"`
	span := func(low, high string) string {
		return `<and><vargte respident="r">` + low + `</vargte><varlte respident="r">` + high + "</varlte></and>"
	}
	blank := func(answers ...string) []question.Blank { return []question.Blank{{Answers: answers}} }
	num := func(value, tolerance string, more ...string) []question.Blank {
		return []question.Blank{{Answers: append([]string{}, more...), Number: &question.Number{Value: value, Tolerance: tolerance}}}
	}
	for name, c := range map[string]struct {
		kind, presentation, rules string
		stem                      string
		blanks                    []question.Blank
		reject                    fault.Sub
	}{
		"alternatives": {"short_answer_question", stem("45 钢属于？") + str("r", ""), when(eq("r", "中碳钢")+eq("r", "碳钢"), "Set", "100"), "45 钢属于？", blank("中碳钢", "碳钢"), ""},
		"in the text":  {"", stem("45 钢属于 ") + str("r", "") + stem(" 钢"), when(eq("r", "中碳"), "Set", "100"), "45 钢属于____钢", blank("中碳"), ""},
		"case":         {"cc.fib.v0p1", stem("单位") + str("r", ""), when(`<varequal respident="r" case="Yes">mm</varequal>`, "Set", "100"), "单位", []question.Blank{{Answers: []string{"mm"}, CaseSensitive: true}}, ""},
		"half right":   {"", stem("单位") + str("r", ""), when(eq("r", "毫米"), "Set", "100") + when(eq("r", "米"), "Set", "50"), "单位", blank("毫米"), ""},
		"two gaps": {"", str("x", "") + stem("和") + str("y", ""), when(eq("x", "甲")+eq("y", "乙"), "Set", "100"), "____和____",
			[]question.Blank{{Answers: []string{"甲"}}, {Answers: []string{"乙"}}}, ""},
		"exact":              {"numerical_question", stem("n") + str("r", number), when("<or>"+eq("r", "1000.0")+span("1000.0", "1000.0")+"</or>", "Set", "100"), "n", num("1000", "0"), ""},
		"margin":             {"numerical_question", stem("n") + str("r", number), when("<or>"+eq("r", "77")+span("70", "84")+"</or>", "Set", "100"), "n", num("77", "7"), ""},
		"range":              {"numerical_question", stem("n") + str("r", number), when(span("1.5", "2"), "Set", "100"), "n", num("1.75", "0.25"), ""},
		"lopsided":           {"numerical_question", stem("n") + str("r", number), when("<or>"+eq("r", "1")+span("0", "4")+"</or>", "Set", "100"), "n", num("2", "2"), ""},
		"two values":         {"numerical_question", stem("n") + str("r", number), when(eq("r", "1"), "Set", "100") + when(eq("r", "2"), "Set", "100"), "n", num("1", "0", "2"), ""},
		"two ranges":         {"numerical_question", stem("n") + str("r", number), when(span("1", "2"), "Set", "100") + when(span("8", "9"), "Set", "100"), "n", nil, flow.SubSeveralKeys},
		"value out of range": {"numerical_question", stem("n") + str("r", number), when("<or>"+eq("r", "9")+span("1", "2")+"</or>", "Set", "100"), "n", nil, asi.SubRange},
		"precision": {"numerical_question", stem("n") + str("r", number),
			when(`<varequal respident="r" precisiontype="significantDigits" precision="3">1230</varequal>`, "Set", "100"), "n", num("1230", "5"), ""},
		"percent":      {"numerical_question", stem("n") + str("r", number), when(`<varequal respident="r" margintype="percent" margin="5">200</varequal>`, "Set", "100"), "n", num("200", "10"), ""},
		"a huge power": {"numerical_question", stem("n") + str("r", number), when(eq("r", "1e99"), "Set", "100"), "n", nil, question.SubNumberForm},
	} {
		item := one(t, asiFile(asiItem(c.kind, c.presentation, c.rules)))
		require.Equal(t, c.reject, rejection(item), name)
		require.Equal(t, question.Fill, item.Type, name)
		require.Equal(t, c.stem, item.Stem, name)
		if c.reject == "" {
			require.Equal(t, c.blanks, item.Blanks, name)
		}
	}
}

func TestASI_OtherKinds(t *testing.T) {
	t.Parallel()
	pairs := strings.Replace(lid("x", "Single", "0.02", "0.01", "1"), "<render_choice>", stem("游标卡尺")+"<render_choice>", 1) +
		strings.Replace(lid("y", "Single", "0.02", "0.01", "1"), "<render_choice>", stem("千分尺")+"<render_choice>", 1)
	item := one(t, asiFile(asiItem("matching_question", stem("配对")+pairs, when(eq("x", "a"), "Add", "50")+when(eq("y", "b"), "Add", "50"))))
	require.Empty(t, rejection(item))
	require.Equal(t, []question.Pair{{HTML: "游标卡尺", Key: "A"}, {HTML: "千分尺", Key: "B"}}, item.Pairs)
	require.Len(t, item.Options, 3)

	item = one(t, asiFile(asiItem("multiple_dropdowns_question", stem("[b] 钢与 [a] 钢")+lid("response_a", "", "高碳", "低碳")+lid("response_b", "", "中碳", "合金"),
		when(eq("response_a", "b"), "Add", "50")+when(eq("response_b", "a"), "Add", "50"))))
	require.Empty(t, rejection(item))
	require.Equal(t, question.Case, item.Type)
	require.Equal(t, "（1）____ 钢与 （2）____ 钢", item.Stem)
	require.Equal(t, []string{"A"}, item.Parts[0].Key)
	require.Equal(t, "中碳", item.Parts[0].Options[0].HTML)
	require.Equal(t, []string{"B"}, item.Parts[1].Key)

	item = one(t, asiFile(asiItem("fill_in_multiple_blanks_question", stem("[a] 与 [b]")+lid("response_a", "", "甲", "A")+lid("response_b", "", "乙"),
		when(eq("response_a", "a"), "Add", "50")+when(eq("response_b", "a"), "Add", "50"))))
	require.Equal(t, "____ 与 ____", item.Stem)
	require.Equal(t, []question.Blank{{Answers: []string{"甲", "A"}}, {Answers: []string{"乙"}}}, item.Blanks)

	order := strings.Replace(strings.Replace(lid("r", "Ordered", "启动", "检查", "合闸"), "<render_choice>", "<render_extension><ims_render_object>", 1), "</render_choice>", "</ims_render_object></render_extension>", 1)
	item = one(t, asiFile(asiItem("ordering_question", stem("排序")+order, when(eq("r", "c")+eq("r", "b")+eq("r", "a"), "Set", "100"))))
	require.Empty(t, rejection(item))
	require.Equal(t, []string{"C", "B", "A"}, item.Key)

	item = one(t, asiFile(asiItem("cc.essay.v0p1", stem("论述")+str("r", ""), "")))
	require.Equal(t, question.Essay, item.Type)
	require.Empty(t, rejection(item))

	for _, kind := range []string{"file_upload_question", "text_only_question"} {
		item = one(t, asiFile(asiItem(kind, stem("x"), "")))
		require.Equal(t, exchange.SubUnsupported, rejection(item))
		require.Contains(t, item.Notes[0].Params["kind"], kind)
	}
}

func TestASI_FeedbackStandsWhereItBelongs(t *testing.T) {
	t.Parallel()
	shown := func(condition, ident string) string {
		return `<respcondition continue="Yes"><conditionvar>` + condition + `</conditionvar><displayfeedback linkrefid="` + ident + `"/></respcondition>`
	}
	feedback := func(ident, text string) string {
		return `<itemfeedback ident="` + ident + `"><flow_mat>` + stem(text) + "</flow_mat></itemfeedback>"
	}
	rules := shown("<other/>", "general_fb") + shown(eq("r", "a"), "x1") + shown(eq("r", "b"), "x2") +
		`<respcondition continue="No"><conditionvar>` + eq("r", "a") + `</conditionvar><setvar action="Set">100</setvar><displayfeedback linkrefid="correct_fb"/></respcondition>` +
		shown("<other/>", "general_incorrect_fb")
	text := asiItem("multiple_choice_question", stem("题")+lid("r", "Single", "甲", "乙"), rules)
	text = strings.Replace(text, "</item>", feedback("general_fb", "总评")+feedback("correct_fb", "对了")+feedback("general_incorrect_fb", "错了")+feedback("x1", "甲评")+feedback("x2", "乙评")+"</item>", 1)
	item := one(t, asiFile(text))
	require.Empty(t, rejection(item))
	require.Equal(t, "甲评", item.Options[0].Explanation)
	require.Equal(t, "乙评", item.Options[1].Explanation)
	require.Equal(t, "总评<br>对了", item.Explanation)
}

func TestASI_MaterialStandsAboveItsQuestions(t *testing.T) {
	t.Parallel()
	meta := func(pairs ...string) string {
		out := "<itemmetadata><qtimetadata>"
		for i := 0; i < len(pairs); i += 2 {
			out += "<qtimetadatafield><fieldlabel>" + pairs[i] + "</fieldlabel><fieldentry>" + pairs[i+1] + "</fieldentry></qtimetadatafield>"
		}
		return out + "</qtimetadata></itemmetadata>"
	}
	material := `<item ident="s">` + meta("question_type", "text_only_question") + "<presentation>" + stem("某厂加工轴。") + "</presentation></item>"
	child := `<item ident="c">` + meta("question_type", "true_false_question", "parent_stimulus_item_ident", "s", "points_possible", "2.5") + "<presentation>" + stem("材料是钢。") +
		lid("r", "Single", "True", "False") + "</presentation><resprocessing>" + when(eq("r", "a"), "Set", "100") + "</resprocessing></item>"
	item := one(t, asiFile(material, child))
	require.Empty(t, rejection(item))
	require.Equal(t, "某厂加工轴。<br>材料是钢。", item.Stem)
	require.Equal(t, 250, item.Score)
}

func TestASI_ReferencesElsewhereAreTold(t *testing.T) {
	t.Parallel()
	good := asiItem("", stem("题")+lid("r", "Single", "甲", "乙"), when(eq("r", "a"), "Set", "1"))
	result, err := qti.Read(asiFile(`<assessment ident="a"><section ident="s" title="第一章"><itemref linkrefid="q1"/><itemref linkrefid="q9"/>`+good+"</section></assessment>"), options())
	require.NoError(t, err)
	require.Len(t, result.Items, 2)
	require.Equal(t, asi.SubReference, rejection(result.Items[0]))
	require.Equal(t, "q9", result.Items[0].Notes[0].Params["name"])
	require.Empty(t, rejection(result.Items[1]))
	require.Equal(t, []string{"第一章"}, result.Items[1].Tags)
}

func TestASI_DialectsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	formatted := func(text string) string {
		return `<flow_mat class="FORMATTED_TEXT_BLOCK"><material><mat_extension><mat_formattedtext type="HTML">` + text + "</mat_formattedtext></mat_extension></material></flow_mat>"
	}
	blackboard := `<flow class="QUESTION_BLOCK">` + formatted("&lt;p&gt;主运动&lt;/p&gt;") + `</flow><flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single"><render_choice>` +
		`<flow_label><response_label ident="x1">` + formatted("旋转") + `</response_label></flow_label><flow_label><response_label ident="x2">` + formatted("进给") + "</response_label></flow_label></render_choice></response_lid></flow>"
	item := one(t, asiFile(asiItem("", blackboard, `<respcondition title="correct"><conditionvar><varequal respident="response">x2</varequal></conditionvar><setvar variablename="SCORE" action="Set">SCORE.max</setvar></respcondition>`+
		`<respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE" action="Set">0</setvar></respcondition>`)))
	require.Empty(t, rejection(item))
	require.Equal(t, "主运动", item.Stem)
	require.Equal(t, []string{"B"}, item.Key)

	// ILIAS pays for wrong options that are left alone.
	checked := ""
	for _, o := range []struct{ id, chosen, left string }{{"a", "1", "0"}, {"b", "0", "1"}, {"c", "1", "0"}} {
		checked += `<respcondition continue="Yes"><conditionvar>` + eq("r", o.id) + `</conditionvar><setvar action="Add">` + o.chosen + "</setvar></respcondition>" +
			`<respcondition continue="Yes"><conditionvar><not>` + eq("r", o.id) + `</not></conditionvar><setvar action="Add">` + o.left + "</setvar></respcondition>"
	}
	item = one(t, asiFile(asiItem("", stem("题")+lid("r", "Multiple", "甲", "乙", "丙"), checked)))
	require.Empty(t, rejection(item))
	require.Equal(t, []string{"A", "C"}, item.Key)

	// Brightspace counts right and wrong in two variables.
	item = one(t, asiFile(asiItem("", stem("题")+lid("r", "Multiple", "甲", "乙"), `<respcondition continue="Yes"><conditionvar>`+eq("r", "a")+`</conditionvar><setvar varname="D2L_Correct" action="Add">1</setvar></respcondition>`+
		`<respcondition continue="Yes"><conditionvar>`+eq("r", "b")+`</conditionvar><setvar varname="D2L_Incorrect" action="Add">1</setvar></respcondition>`)))
	require.Empty(t, rejection(item))
	require.Equal(t, []string{"A"}, item.Key)

	// The standard's own matching.
	group := `<response_grp ident="g" rcardinality="Multiple"><render_extension><ims_render_object>`
	for _, l := range []string{`a" match_group="x,y`, `b" match_group="x,y`, "x", "y"} {
		group += `<response_label ident="` + l + `"><material><mattext>` + l[:1] + "</mattext></material></response_label>"
	}
	item = one(t, asiFile(asiItem("", stem("配对")+group+"</ims_render_object></render_extension></response_grp>", when(eq("g", "a,y"), "Add", "1")+when(eq("g", "b,x"), "Add", "1"))))
	require.Empty(t, rejection(item))
	require.Equal(t, []question.Pair{{HTML: "a", Key: "B"}, {HTML: "b", Key: "A"}}, item.Pairs)
}
