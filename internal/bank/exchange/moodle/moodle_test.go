package moodle

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

func try(data string) (exchange.Result, error) {
	return Read(exchange.File{Name: "q.xml", Data: []byte(data)}, exchange.Options{Cleaner: question.NewCleaner()})
}

func read(t testing.TB, data string) exchange.Result {
	t.Helper()
	result, err := try(data)
	require.NoError(t, err)
	require.Equal(t, exchange.Moodle, result.Format)
	return result
}

func quiz(questions ...string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n" + strings.Join(questions, "\n") + "\n</quiz>"
}

func asked2(kind, stem, rest string) string {
	return `<question type="` + kind + `"><name><text>N</text></name><questiontext format="html"><text><![CDATA[` + stem + `]]></text></questiontext>` + rest + `</question>`
}

func one(t testing.TB, kind, stem, rest string) exchange.Item {
	t.Helper()
	items := read(t, quiz(asked2(kind, stem, rest))).Items
	require.Len(t, items, 1)
	return items[0]
}

func accepted(t testing.TB, kind, stem, rest string) exchange.Item {
	t.Helper()
	item := one(t, kind, stem, rest)
	require.False(t, item.Rejected(), "%s %s %v", stem, rest, item.Notes)
	return item
}

func subs(item exchange.Item) (list []fault.Sub) {
	for _, n := range item.Notes {
		list = append(list, n.Sub)
	}
	return list
}

func optionTexts(b question.Body) (list []string) {
	for _, o := range b.Options {
		list = append(list, o.HTML)
	}
	return list
}

func answer(fraction, text, feedback string) string {
	return `<answer fraction="` + fraction + `"><text>` + text + `</text><feedback><text>` + feedback + `</text></feedback></answer>`
}

func TestMultichoice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rest  string
		typ   question.Type
		key   []string
		notes []fault.Sub
	}{
		"single":           {`<single>true</single>` + answer("0", "a", "") + answer("100", "b", "") + answer("0", "c", ""), question.Single, []string{"B"}, nil},
		"single by number": {`<single>1</single>` + answer("100.0000000", "a", "") + answer("0", "b", ""), question.Single, []string{"A"}, nil},
		"single unsaid":    {answer("100", "a", "") + answer("-50", "b", ""), question.Single, []string{"A"}, nil},
		"single, partial":  {`<single>true</single>` + answer("50", "a", "") + answer("100", "b", ""), question.Single, []string{"B"}, []fault.Sub{exchange.SubPartialCredit}},
		"several":          {`<single>false</single>` + answer("50", "a", "") + answer("50", "b", "") + answer("-100", "c", ""), question.Multiple, []string{"A", "B"}, nil},
		"several, uneven":  {`<single>false</single>` + answer("75", "a", "") + answer("25", "b", "") + answer("0", "c", ""), question.Multiple, []string{"A", "B"}, []fault.Sub{exchange.SubPartialCredit}},
		"several, thirds":  {`<single>0</single>` + answer("33.33333", "a", "") + answer("33.33333", "b", "") + answer("33.33333", "c", "") + answer("0", "d", ""), question.Multiple, []string{"A", "B", "C"}, nil},
		"several, unsaid":  {answer("50", "a", "") + answer("50", "b", "") + answer("0", "c", ""), question.Multiple, []string{"A", "B"}, nil},
		"several, one":     {`<single>false</single>` + answer("100", "a", "") + answer("0", "b", ""), question.Multiple, []string{"A"}, []fault.Sub{exchange.SubKeyOneOnly}},
	} {
		item := accepted(t, "multichoice", "<p>Q</p>", c.rest)
		require.Equal(t, c.typ, item.Type, name)
		require.Equal(t, c.key, item.Key, name)
		require.Equal(t, c.notes, subs(item), name)
		require.Equal(t, "Q", item.Stem)
	}
	for rest, sub := range map[string]fault.Sub{
		answer("100", "a", "") + answer("100", "b", ""): question.SubKeyTooMany,
		answer("0", "a", "") + answer("50", "b", ""):    question.SubKeyMissing,
		answer("100", "a", ""):                          question.SubOptionCount,
		"":                                              question.SubKeyMissing,
		answer("100", "", "") + answer("0", "b", ""): question.SubOptionEmpty,
	} {
		item := one(t, "multichoice", "Q", rest)
		require.True(t, item.Rejected(), rest)
		require.Contains(t, subs(item), sub, rest)
	}
	for _, kind := range []string{"multichoiceset", "oumultiresponse"} {
		item := accepted(t, kind, "Q", answer("100", "a", "")+answer("100", "b", "")+answer("0", "c", ""))
		require.Equal(t, []string{"A", "B"}, item.Key)
		require.Equal(t, question.Multiple, item.Type)
	}
}

func TestFieldsOfEveryQuestion(t *testing.T) {
	t.Parallel()
	item := accepted(t, "multichoice", "<p>Q &amp; <script>x</script>\\(x&lt;1\\)</p>", `<generalfeedback format="markdown"><text>in **general**</text></generalfeedback>
		<defaultgrade>2.5000000</defaultgrade><penalty>0.3333333</penalty><hidden>1</hidden><idnumber> ID-7 </idnumber><shuffleanswers>1</shuffleanswers>
		<answernumbering>abc</answernumbering><correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
		<tags><tag><text>车工</text></tag><tag><text>难度:3</text></tag><tag>bare</tag></tags>`+answer("100", "a &lt;b&gt;x&lt;/b&gt;", "yes")+answer("0", "b", "no"))
	require.Equal(t, `Q &amp; \(x&lt;1\)`, item.Stem)
	require.Equal(t, "in <strong>general</strong>", item.Explanation)
	require.Equal(t, 250, item.Score)
	require.Equal(t, "ID-7", item.Ref)
	require.Equal(t, []string{"车工", "bare"}, item.Tags)
	require.Equal(t, 3, item.Difficulty)
	require.Equal(t, []string{"a <b>x</b>", "b"}, optionTexts(item.Body))
	require.Equal(t, "yes", item.Options[0].Explanation)
	require.Equal(t, []fault.Sub{exchange.SubMediaDropped}, subs(item))
	item = accepted(t, "multichoice", "Q", `<incorrectfeedback><text>Read chapter 3.</text></incorrectfeedback>`+answer("100", "a", "")+answer("0", "b", ""))
	require.Equal(t, []fault.Sub{exchange.SubFeedbackLost}, subs(item))
}

func TestCategories(t *testing.T) {
	t.Parallel()
	category := `<question type="category"><category><text>$course$/top/Default for X/车工/A//B</text></category><info format="html"><text>x</text></info></question>`
	result := read(t, quiz(category, asked2("truefalse", "Q", answer("100", "true", "")+answer("0", "false", ""))))
	require.Len(t, result.Items, 1)
	require.Equal(t, []string{"车工", "A/B"}, result.Items[0].Tags)
	require.Equal(t, "第 4 行", result.Items[0].At)
}

func TestTrueFalse(t *testing.T) {
	t.Parallel()
	item := accepted(t, "truefalse", "Q", answer("0", "true", "no")+answer("100", "false", "yes"))
	require.Equal(t, question.Judge, item.Type)
	require.Equal(t, []string{"F"}, item.Key)
	require.Equal(t, "no", item.Options[0].Explanation)
	item = accepted(t, "truefalse", "Q", answer("100", "false", "yes")+answer("0", "true", ""))
	require.Equal(t, []string{"F"}, item.Key)
	require.Equal(t, "yes", item.Options[1].Explanation)
	item = one(t, "truefalse", "Q", answer("0", "true", "")+answer("0", "false", ""))
	require.True(t, item.Rejected())
}

func TestShortAnswer(t *testing.T) {
	t.Parallel()
	item := accepted(t, "shortanswer", "Q ____", `<usecase>1</usecase>`+answer("100", "硬质合金", "对")+answer("100", "A &amp; B", "")+answer("50", "合金", "close")+answer("0", "*", "no"))
	require.Equal(t, question.Fill, item.Type)
	require.Equal(t, []string{"硬质合金", "A & B"}, item.Blanks[0].Answers)
	require.True(t, item.Blanks[0].CaseSensitive)
	require.Equal(t, "对", item.Explanation)
	require.ElementsMatch(t, []fault.Sub{exchange.SubPartialCredit, exchange.SubFeedbackLost}, subs(item))
	require.Contains(t, subs(accepted(t, "shortanswer", "Q", answer("100", "gravity", "")+answer("100", "*gravit*", ""))), markup.SubWildcard)
	item = one(t, "shortanswer", "Q", answer("100", "*gravit*", ""))
	require.True(t, item.Rejected())
	require.Equal(t, []string{"a*b"}, accepted(t, "shortanswer", "Q", answer("100", `a\*b`, "")).Blanks[0].Answers)
}

func TestN110_PatternsAreTextAlone(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"(a+)+$"}, accepted(t, "shortanswer", "Q", answer("100", "(a+)+$", "")).Blanks[0].Answers)
	item := one(t, "regexp", "Q", answer("100", "(a+)+$", ""))
	require.Equal(t, exchange.SubUnsupported, item.Notes[0].Sub)
}

func TestNumerical(t *testing.T) {
	t.Parallel()
	number := func(fraction, value, tolerance string) string {
		return `<answer fraction="` + fraction + `"><text>` + value + `</text><tolerance>` + tolerance + `</tolerance></answer>`
	}
	item := accepted(t, "numerical", "Q", number("100", "3.14159265358979", "0.01")+number("50", "3", "0.5")+number("0", "*", "0")+
		`<unitgradingtype>0</unitgradingtype><units><unit><multiplier>1.0</multiplier><unit_name>mm</unit_name></unit><unit><multiplier>0.1</multiplier><unit_name>cm</unit_name></unit></units>`)
	require.Equal(t, question.Number{Value: "3.14159265359", Tolerance: "0.01", Unit: "mm"}, *item.Blanks[0].Number)
	require.ElementsMatch(t, []fault.Sub{exchange.SubPartialCredit, markup.SubUnitLost}, subs(item))
	item = accepted(t, "numerical", "Q", number("100", "2", "0")+number("100", "-2", "0"))
	require.Equal(t, "2", item.Blanks[0].Number.Value)
	require.Equal(t, []string{"-2"}, item.Blanks[0].Answers)
	for rest, sub := range map[string]fault.Sub{
		number("100", "2", "1") + number("100", "9", "1"): markup.SubSeveralNumbers,
		number("100", "two", "0"):                         markup.SubAnyNumber,
		number("100", "9e999999999", "0"):                 markup.SubAnyNumber,
		number("50", "2", "0"):                            question.SubKeyMissing,
	} {
		item := one(t, "numerical", "Q", rest)
		require.True(t, item.Rejected(), rest)
		require.Contains(t, subs(item), sub)
	}
}

func TestMatching(t *testing.T) {
	t.Parallel()
	sub := func(left, right string) string {
		return `<subquestion format="html"><text>` + left + `</text><answer><text>` + right + `</text></answer></subquestion>`
	}
	for _, kind := range []string{"matching", "match", "ddmatch"} {
		item := accepted(t, kind, "Q", sub("&lt;p&gt;a&lt;/p&gt;", "1 &lt; 2")+sub("b", "2")+sub("c", "2")+sub("", "3"))
		require.Equal(t, []string{"1 &lt; 2", "2", "3"}, optionTexts(item.Body))
		require.Equal(t, []question.Pair{{HTML: "a", Key: "A"}, {HTML: "b", Key: "B"}, {HTML: "c", Key: "B"}}, item.Pairs)
	}
	item := one(t, "matching", "Q", sub("a", "")+sub("b", "2")+sub("c", "3"))
	require.True(t, item.Rejected())
}

func TestEssay(t *testing.T) {
	t.Parallel()
	item := accepted(t, "essay", "Q", `<responseformat>editor</responseformat><graderinfo format="html"><text>&lt;p&gt;ref&lt;/p&gt;</text></graderinfo><responsetemplate format="html"><text>Name: </text></responsetemplate>`)
	require.Equal(t, question.Essay, item.Type)
	require.Equal(t, "ref", item.Reference)
	require.Equal(t, "Q<p>Name:</p>", item.Stem)
	require.Empty(t, item.Notes)
	require.Equal(t, []fault.Sub{exchange.SubNoReference}, subs(accepted(t, "essay", "Q", "")))
}

func TestDescriptionIsNoQuestion(t *testing.T) {
	t.Parallel()
	result := read(t, quiz(asked2("description", "Read this.", ""), asked2("essay", "Q", "")))
	require.Len(t, result.Items, 1)
	require.Equal(t, []exchange.Note{{Sub: markup.SubDescription, Warning: true, Params: fault.Params{"line": 3}}}, result.Notes)
}

func TestOrdering(t *testing.T) {
	t.Parallel()
	item := accepted(t, "ordering", "Q", answer("1.0", "first", "")+answer("3.0", "third", "")+answer("2.0", "second", ""))
	text := map[string]string{}
	for _, o := range item.Options {
		text[o.Key] = o.HTML
	}
	require.Equal(t, "first second third", text[item.Key[0]]+" "+text[item.Key[1]]+" "+text[item.Key[2]])
	require.NotEqual(t, []string{"A", "B", "C"}, item.Key)
}

func TestCloze(t *testing.T) {
	t.Parallel()
	item := accepted(t, "cloze", `45 钢含碳 {1:NUMERICAL:=0.45:0.01~%0%*#no}%，属于{2:SHORTANSWER_C:=中碳#好~%100%中碳钢~%50%碳}钢___。`, "")
	require.Equal(t, question.Fill, item.Type)
	require.Equal(t, "45 钢含碳 ____%，属于____钢__。", item.Stem)
	require.Equal(t, question.Number{Value: "0.45", Tolerance: "0.01"}, *item.Blanks[0].Number)
	require.Equal(t, []string{"中碳", "中碳钢"}, item.Blanks[1].Answers)
	require.True(t, item.Blanks[1].CaseSensitive)
	require.ElementsMatch(t, []fault.Sub{exchange.SubFeedbackLost, exchange.SubPartialCredit}, subs(item))

	item = accepted(t, "multianswer", `<p>a {:SA:=\}x\~y\#} b {:MW:=it&#39;s~=&lt;p&gt;}</p>`, "")
	require.Equal(t, [][]string{{"}x~y#"}, {"it's"}}, [][]string{item.Blanks[0].Answers, item.Blanks[1].Answers[:1]})

	item = accepted(t, "cloze", `Tool {1:MULTICHOICE_V:wood~=carbide#yes~%0%copper}.`, "")
	require.Equal(t, question.Single, item.Type)
	require.Equal(t, "Tool ____.", item.Stem)
	require.Equal(t, []string{"B"}, item.Key)
	require.Equal(t, "yes", item.Options[1].Explanation)

	item = accepted(t, "cloze", `A {1:MC:=x~y}, B {2:MULTIRESPONSE:=x~=y~z}, C {1:SA:=w}, D {:NM:=5:1}`, "")
	require.Equal(t, question.Case, item.Type)
	require.Equal(t, "A （1）____, B （2）____, C （3）____, D （4）____", item.Stem)
	require.Equal(t, []question.Type{question.Single, question.Multiple, question.Fill, question.Fill},
		[]question.Type{item.Parts[0].Type, item.Parts[1].Type, item.Parts[2].Type, item.Parts[3].Type})
	require.Equal(t, 2, item.Parts[1].Share)
	require.Equal(t, "（2）", item.Parts[1].Stem)

	for _, bad := range []string{"no gap", "{1:SHORTANSWER:=open", "{1:ESSAY:=x}", "{1:SHORTANSWER:wrong~alone}", "{1:MC:=a~=b}"} {
		item := one(t, "cloze", bad, "")
		require.True(t, item.Rejected(), bad)
	}
}

func TestStatementsInAGrid(t *testing.T) {
	t.Parallel()
	row := func(n, text string) string {
		return `<row number="` + n + `"><optiontext format="html"><text>` + text + `</text></optiontext><feedbacktext><text>why ` + n + `</text></feedbacktext></row>`
	}
	column := func(n, text string) string {
		return `<column number="` + n + `"><responsetext><text>` + text + `</text></responsetext></column>`
	}
	weight := func(r, c, value string) string {
		return `<weight rownumber="` + r + `" columnnumber="` + c + `"><value>` + value + `</value></weight>`
	}
	rest := row("1", "a") + row("2", "b") + column("1", "True") + column("2", "False") + weight("1", "1", "1.000") + weight("1", "2", "0.000") + weight("2", "2", "1.000")
	for _, kind := range []string{"kprime", "mtf"} {
		item := accepted(t, kind, "Q", rest)
		require.Equal(t, question.Case, item.Type)
		require.Equal(t, question.Judge, item.Parts[0].Type)
		require.Equal(t, []string{"T", "F"}, []string{item.Parts[0].Key[0], item.Parts[1].Key[0]})
		require.Equal(t, "why 2", item.Parts[1].Explanation)
	}
	item := accepted(t, "mtf", "Q", strings.Replace(rest, ">True<", ">car<", 1))
	require.Equal(t, question.Single, item.Parts[1].Type)
	require.Equal(t, []string{"B"}, item.Parts[1].Key)
	for _, bad := range []string{"", row("1", "a") + column("1", "True"), row("1", "a") + column("1", "x") + column("2", "y") + weight("1", "1", "1") + weight("1", "2", "1")} {
		item := one(t, "kprime", "Q", bad)
		require.True(t, item.Rejected(), bad)
	}
}

func TestWordsInPlaces(t *testing.T) {
	t.Parallel()
	boxes := func(name string, list ...string) (out string) {
		for _, b := range list {
			word, group, _ := strings.Cut(b, "/")
			out += "<" + name + "><text>" + word + "</text><group>" + group + "</group></" + name + ">"
		}
		return out
	}
	item := accepted(t, "ddwtos", "The [[1]] fox and the [[3]] dog", boxes("dragbox", "quick/1", "green/1", "lazy/1"))
	require.Equal(t, question.Matching, item.Type)
	require.Equal(t, "The （1）____ fox and the （2）____ dog", item.Stem)
	require.Equal(t, []question.Pair{{HTML: "（1）", Key: "A"}, {HTML: "（2）", Key: "C"}}, item.Pairs)
	item = accepted(t, "gapselect", "A [[2]] B", boxes("selectoption", "x/1", "y/1", "z/2"))
	require.Equal(t, question.Single, item.Type)
	require.Equal(t, []string{"x", "y"}, optionTexts(item.Body))
	require.Equal(t, []string{"B"}, item.Key)
	item = accepted(t, "gapselect", "A [[1]] B [[4]]", boxes("selectoption", "x/1", "y/1", "z/2", "w/2"))
	require.Equal(t, question.Case, item.Type)
	require.Equal(t, []string{"z", "w"}, optionTexts(item.Parts[1]))
	require.Equal(t, []string{"B"}, item.Parts[1].Key)
	item = one(t, "gapselect", "A [[9]]", boxes("selectoption", "x/1", "y/1"))
	require.True(t, item.Rejected())
	require.Equal(t, SubGap, item.Notes[0].Sub)
}

func TestMarkers(t *testing.T) {
	t.Parallel()
	file := `<file name="bg.png" encoding="base64">` + base64.StdEncoding.EncodeToString(exchangetest.Picture("bg.png", 3).Data) + `</file>` // 24 × 16
	drag := `<drag><no>1</no><text>刀架</text><infinite/></drag>`
	drop := func(shape, coords, choice string) string {
		return `<drop><no>1</no><shape>` + shape + `</shape><coords>` + coords + `</coords><choice>` + choice + `</choice></drop>`
	}
	item := accepted(t, "ddmarker", "指出", file+drag+drop("circle", "12,8;3", "1")+drop("rectangle", "0,0;6,8", "0")+drop("polygon", "0,0;24,0;24,16", "1"))
	require.Equal(t, question.Hotspot, item.Type)
	require.Equal(t, "指出<p>（刀架）</p>", item.Stem)
	require.Equal(t, []string{"A", "C"}, item.Key)
	require.Equal(t, []question.Area{{Key: "A", Shape: marking.Circle, Coords: []int{5000, 5000, 1250}}, {Key: "B", Shape: marking.Rect, Coords: []int{0, 0, 2500, 5000}},
		{Key: "C", Shape: marking.Poly, Coords: []int{0, 0, 10000, 0, 10000, 10000}}}, item.Areas)
	for _, rest := range []string{
		file + drag + `<drag><no>2</no><text>尾座</text></drag>` + drop("circle", "12,8;3", "1") + drop("circle", "2,2;1", "2"),
		drag + drop("circle", "12,8;3", "1"), file + drag + drop("star", "1,2;3", "1"), file + drag + drop("circle", "1e99,x;3", "1"), file + drag,
	} {
		item := one(t, "ddmarker", "指出", rest)
		require.True(t, item.Rejected(), rest)
	}
}

func TestN109_FormulasAndOtherKindsAreRejectedByName(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"calculated", "calculatedsimple", "calculatedmulti", "random", "randomsamatch", "stack", "coderunner", "formulas", "ddimageortext",
		"missingtype", "multichoicewiris", "gapfill", "", "<evil>"} {
		item := one(t, strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(kind), "What is {a} + {b}<script>x</script>?", answer("100", "9^9^9^9^9 + {=pow({a},999999999)}", "")+
			`<dataset_definitions><dataset_definition><name><text>a</text></name></dataset_definition></dataset_definitions>`)
		require.Equal(t, exchange.SubUnsupported, item.Notes[0].Sub, kind)
		require.Contains(t, item.Notes[0].Params["kind"], map[bool]string{true: "没有注明", false: kind}[kind == ""])
		require.Len(t, item.Notes, 1, kind)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	a, b := exchangetest.Picture("a b.png", 1), exchangetest.Picture("a b.png", 2)
	file := func(path string, p exchange.Picture) string {
		return `<file name="a b.png" path="` + path + `" encoding="base64">` + "\n" + base64.StdEncoding.EncodeToString(p.Data) + "\n</file>"
	}
	item := accepted(t, "multichoice", `x <img src="@@PLUGINFILE@@/a%20b.png" alt="甲"> <img src="@@PLUGINFILE@@/d/a%20b.png"> <img src="@@PLUGINFILE@@/gone.png">`,
		answer("100", `&lt;img src="@@PLUGINFILE@@/a b.png"&gt;`, "")+answer("0", "b", "")+`<generalfeedback><text/>`+file("/", a)+file("/d/", b)+`</generalfeedback>`)
	require.Equal(t, `x <img data-picture="1" alt="甲"> <img data-picture="2" alt=""> <img data-picture="3" alt="">`, item.Stem)
	require.Equal(t, `<img data-picture="1" alt="">`, item.Options[0].HTML)
	require.Equal(t, []exchange.Picture{a, b, {Name: "gone.png"}}, item.Pictures)
	require.Equal(t, []fault.Sub{exchange.SubPictureMissing}, subs(item))

	old := accepted(t, "truefalse", "Q", `<image>old.png</image><image_base64>`+base64.StdEncoding.EncodeToString(a.Data)+"\n</image_base64>"+answer("100", "true", "")+answer("0", "false", ""))
	require.Equal(t, []exchange.Picture{{Name: "old.png", Data: a.Data}}, old.Pictures)
	bad := accepted(t, "truefalse", `Q <img src="@@PLUGINFILE@@/x.svg" alt="图">`, `<file name="x.svg" encoding="base64">PHN2Zy8+</file>`+answer("100", "true", "")+answer("0", "false", ""))
	require.Empty(t, bad.Pictures)
	require.Equal(t, "Q 图", bad.Stem)
	require.Equal(t, []fault.Sub{exchange.SubPictureForm}, subs(bad))
}

func TestN104_HTMLCannotAct(t *testing.T) {
	t.Parallel()
	item := accepted(t, "multichoice", `<p id="attributes" onclick="x()">Q<img src=x onerror=alert(1)><iframe srcdoc="&lt;script&gt;"></iframe><a href="javascript:alert(1)">l</a><form action="//e"><input name="y"></form></p>`,
		answer("100", "&lt;svg onload=alert(1)&gt;&lt;/svg&gt;a", "&lt;script&gt;x&lt;/script&gt;")+answer("0", "b", ""))
	all := item.Stem + strings.Join(optionTexts(item.Body), " ") + item.Options[0].Explanation
	require.NotRegexp(t, `(?i)script|onerror|onload|onclick|iframe|svg|form|input|href|src=|id=`, all)
}

func TestN113_TemplatesAreText(t *testing.T) {
	t.Parallel()
	item := accepted(t, "truefalse", "{{7*7}} ${x} &lt;%= 7 %&gt; {a}", answer("100", "true", "")+answer("0", "false", ""))
	require.Equal(t, "{{7*7}} ${x} &lt;%= 7 %&gt; {a}", item.Stem)
}

func TestF62_XMLThatHarmsIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	fine := asked2("truefalse", "Q", answer("100", "true", "")+answer("0", "false", ""))
	for name, c := range map[string]struct {
		data string
		want error
		line any
	}{
		"N118 undeclared":       {"<quiz>\n<question>&evil;</question></quiz>", fault.New(fault.Invalid, exchange.SubFileXML), 2},
		"unclosed":              {"<quiz>\n" + fine + "\n<question type=\"essay\">", fault.New(fault.Invalid, exchange.SubFileXML), 3},
		"crossed":               {"<quiz>\n\n<question></quiz></question>", fault.New(fault.Invalid, exchange.SubFileXML), 3},
		"two files in one":      {"<quiz>" + fine + "</quiz>\n<quiz>" + fine + "</quiz>", fault.New(fault.Invalid, exchange.SubFileXML), 2},
		"a huge question":       {"<quiz><question>" + strings.Repeat("<b/>", 20_000), fault.New(fault.Invalid, exchange.SubFileForm), nil},
		"bare ampersand":        {"<quiz>\n<question>a & b</question></quiz>", fault.New(fault.Invalid, exchange.SubFileXML), 2},
		"deep":                  {"<quiz>" + strings.Repeat("<question>", 2000), fault.New(fault.Invalid, exchange.SubFileForm), nil},
		"long attribute":        {"<quiz a=\"" + strings.Repeat("x", 2<<20) + "\"></quiz>", fault.New(fault.Invalid, exchange.SubFileForm), nil},
		"many tags":             {"<quiz>" + strings.Repeat("<b/>", 1_100_000) + "</quiz>", fault.New(fault.Invalid, exchange.SubFileForm), nil},
		"too many questions":    {"<quiz>" + strings.Repeat(`<question type="essay"/>`, exchange.MaxItems+1) + "</quiz>", fault.New(fault.Invalid, exchange.SubTooManyItems), nil},
		"too large":             {strings.Repeat(" ", exchange.MaxBytes+1), fault.New(fault.TooLarge, exchange.SubFileTooLarge), nil},
		"empty":                 {quiz(), fault.New(fault.Invalid, exchange.SubFileNone), nil},
		"another root":          {"<html></html>", fault.New(fault.Invalid, exchange.SubFileUnknown), nil},
		"declared gbk, is not":  {"<?xml version=\"1.0\" encoding=\"UTF-8\"?><quiz>\xc4\xe3</quiz>", fault.New(fault.Invalid, exchange.SubFileXML), 1},
		"an encoding of no one": {"<?xml version=\"1.0\" encoding=\"x-none\"?><quiz/>", fault.New(fault.Invalid, exchange.SubFileXML), 1},
	} {
		_, err := try(c.data)
		require.ErrorIs(t, err, c.want, name)
		var f *fault.Error
		require.ErrorAs(t, err, &f, name)
		if c.line != nil {
			require.Equal(t, c.line, f.Params["line"], name)
		}
	}
}

func TestN118_DoctypeAndEntitiesAreRefused(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		"<?xml version=\"1.0\"?>\n<!DOCTYPE quiz>\n" + sample(1)[39:], "<!DOCTYPE quiz [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><quiz>&x;</quiz>",
		"<!DOCTYPE quiz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><quiz>&b;</quiz>", "<!DOCTYPE quiz [<!ENTITY % p SYSTEM \"http://evil.example/x\">%p;]><quiz/>",
		"<quiz><!ENTITY x \"y\"></quiz>",
	} {
		_, err := try(data)
		require.ErrorIs(t, err, fault.New(fault.Invalid, exchange.SubFileEntity), data)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	text := func(label, stem string) string {
		return "<?xml version=\"1.0\" encoding=\"" + label + "\"?>\n<quiz>" + asked2("truefalse", stem, answer("100", "true", "")+answer("0", "false", "")) + "</quiz>"
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text("GBK", "车刀"))
	require.NoError(t, err)
	latin, err := charmap.Windows1252.NewEncoder().String(text("windows-1252", "café"))
	require.NoError(t, err)
	wide, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().String(text("UTF-16", "车刀"))
	require.NoError(t, err)
	for name, c := range map[string][2]string{
		"utf-8": {text("UTF-8", "车刀"), "车刀"}, "bom": {"\xef\xbb\xbf" + text("UTF-8", "车刀"), "车刀"}, "gbk": {gbk, "车刀"}, "1252": {latin, "café"}, "utf-16": {wide, "车刀"},
		"blank line first": {"\n" + text("UTF-8", "车刀"), "车刀"}, "controls": {text("UTF-8", "车\x0b\x01刀"), "车刀"}, "html entities": {text("UTF-8", "]]>&nbsp;车刀&mdash;<![CDATA["), "车刀—"},
	} {
		format, ok := Sniff(exchange.File{Data: []byte(c[0])})
		require.True(t, ok, name)
		require.Equal(t, exchange.Moodle, format)
		require.Equal(t, c[1], read(t, c[0]).Items[0].Stem, name)
	}
}

func TestSniff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"<quiz/>": true, "<?xml version=\"1.0\"?>\n<!-- x --><quiz>": true, "<!DOCTYPE quiz [<!ENTITY a \"b\">]>\n<quiz>": true,
		"<html><quiz>": false, "quiz": false, "": false, "<quizzes>": false, "<?xml version=\"1.0\"?><questestinterop><quiz/>": false,
	} {
		_, got := Sniff(exchange.File{Name: "x.xml", Data: []byte(text)})
		require.Equal(t, want, got, text)
	}
}

func sample(n int) string {
	var out strings.Builder
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n")
	for i := range n {
		out.WriteString(asked2("multichoice", fmt.Sprintf("<p>第 %d 题：车削时 \\(v_c\\) 的单位是？</p>", i), "<single>true</single>"+
			answer("100", "m/min", "对")+answer("0", "mm/min", "")+answer("0", "r/min", "")+answer("0", "kg", "不是")) + "\n")
	}
	out.WriteString("</quiz>")
	return out.String()
}

func BenchmarkRead5000(b *testing.B) {
	data := sample(5_000)
	for b.Loop() {
		require.Len(b, read(b, data).Items, 5_000)
	}
}

func FuzzMoodle(f *testing.F) {
	written, err := Write(exchangetest.Items())
	require.NoError(f, err)
	f.Add(written.Data)
	f.Add([]byte(sample(2)))
	for _, seed := range []string{
		quiz(asked2("cloze", "a {1:MC:=x~y} {:SA:=z}", "")), quiz(asked2("ddwtos", "[[1]] [[2]]", "<dragbox><text>a</text><group>1</group></dragbox>")),
		quiz(asked2("ddmarker", "x", "<file name=\"a.png\" encoding=\"base64\">AAAA</file><drag><no>1</no></drag><drop><coords>1,2;3</coords></drop>")),
		quiz(asked2("numerical", "x", "<answer fraction=\"100\"><text>1e5</text><tolerance>-1</tolerance></answer>")), "<quiz><question/></quiz>", "<!DOCTYPE x><quiz/>",
		quiz(asked2("calculated", "{a}", "")), quiz(asked2("matching", "x", "<subquestion/><subquestion><answer/></subquestion>")), "\xff\xfe<\x00q\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := exchange.File{Data: data}
		Sniff(file)
		result, err := Read(file, exchange.Options{Cleaner: question.NewCleaner()})
		if err != nil {
			require.Contains(t, []fault.Code{fault.Invalid, fault.TooLarge}, fault.CodeOf(err))
			return
		}
		for i := range result.Items {
			item := result.Items[i]
			if !item.Rejected() {
				require.Empty(t, item.Check(len(item.Pictures)))
			}
		}
	})
}

func TestOneLanguageOfSeveralIsKept(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{mlang en}Lathe{mlang} {mlang zh_cn}车床{mlang}转动":                                              "车床转动",
		"{mlang en}Lathe{mlang}{mlang other}Drehbank{mlang}":                                           "Drehbank",
		"{mlang en,fr}Lathe{mlang}, {mlang de}x{mlang}":                                                "Lathe, x",
		`<span lang="en" class="multilang">Lathe</span><span class="multilang" lang="zh_cn">车床</span>`: "车床",
		`甲<span lang="en" class="multilang">a</span> 乙 <span lang="en" class="multilang">b</span>`:     "甲a 乙 b",
		`<span lang="en" class="multilang">unclosed`:                                                   `<span lang="en" class="multilang">unclosed`,
		"{mlang en}unclosed": "{mlang en}unclosed",
	} {
		require.Equal(t, want, oneLanguage(text))
	}
	item := accepted(t, "truefalse", "{mlang en}Lathe{mlang}{mlang zh_cn}车床{mlang}", answer("100", "true", "")+answer("0", "false", ""))
	require.Equal(t, "车床", item.Stem)
}

func TestF62_AClozeOfManyGapsIsNotTakenApart(t *testing.T) {
	t.Parallel()
	for name, stem := range map[string]string{
		"more than a case holds":   strings.Repeat("{1:MC:=a~b}", 21),
		"more than a text holds":   strings.Repeat("{1:SA:=a}", 20_000),
		"more than anybody writes": strings.Repeat("{1:MC:=a~b}", 300_000),
	} {
		began := time.Now()
		item := one(t, "cloze", stem, "")
		require.True(t, item.Rejected(), name)
		require.Less(t, time.Since(began), 10*time.Second, name) // it took hours
	}
}

func TestF62_EndlessOptionsAreRejectedUnread(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"multichoice", "multichoiceset"} {
		item := one(t, kind, "甲", strings.Repeat(`<answer fraction="100"><text>x</text></answer>`, question.MaxOptions+1))
		require.Contains(t, item.Notes, exchange.Note{Sub: question.SubOptionCount, Column: "选项"})
		require.Empty(t, item.Options)
	}
}

func TestF62_OfEndlessDescriptionsTheFirstAreTold(t *testing.T) {
	t.Parallel()
	description := `<question type="description"><questiontext><text>x</text></questiontext></question>`
	essay := `<question type="essay"><questiontext><text>x</text></questiontext></question>`
	result := read(t, "<quiz>"+strings.Repeat(description, 1000)+essay+"</quiz>")
	require.Len(t, result.Items, 1)
	require.Len(t, result.Notes, 50)
}

func TestF62_AnEndlessTextIsRefusedUnread(t *testing.T) {
	t.Parallel()
	essay := `<quiz><question type="essay"><questiontext><text>` + strings.Repeat("x", maxStretch+1) + `</text></questiontext></question></quiz>`
	_, err := Read(exchange.File{Data: []byte(essay)}, exchange.Options{Cleaner: question.NewCleaner()})
	require.Equal(t, exchange.SubFileForm, fault.SubOf(err))
}
