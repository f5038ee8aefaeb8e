package gift

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func read(t testing.TB, text string) exchange.Result {
	t.Helper()
	result, err := Read(exchange.File{Name: "q.txt", Data: []byte(text)}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(t, err)
	return result
}

func one(t testing.TB, text string) exchange.Item {
	t.Helper()
	items := read(t, text).Items
	require.Len(t, items, 1, text)
	return items[0]
}

func accepted(t testing.TB, text string) exchange.Item {
	t.Helper()
	item := one(t, text)
	require.False(t, item.Rejected(), "%s %+v", text, item.Notes)
	return item
}

func refused(t testing.TB, text string) {
	t.Helper()
	item := one(t, text)
	require.True(t, item.Rejected(), text)
}

func subs(item exchange.Item) []fault.Sub {
	var list []fault.Sub
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

func TestChoice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text    string
		typ     question.Type
		stem    string
		options []string
		key     []string
		notes   []fault.Sub
	}{
		{"车刀材料?{~木 ~铜 =硬质合金}", question.Single, "车刀材料?", []string{"木", "铜", "硬质合金"}, []string{"C"}, nil},
		{"Tool?{\n~a\n=b\n~c\n}", question.Single, "Tool?", []string{"a", "b", "c"}, []string{"B"}, nil},
		{"Tool?{~a~b=c}", question.Single, "Tool?", []string{"a", "b", "c"}, []string{"C"}, nil},
		{"The lathe is {~off =on ~gone} at night.", question.Single, "The lathe is _____ at night.", []string{"off", "on", "gone"}, []string{"B"}, nil},
		{"Sum {~1 =2}.", question.Single, "Sum _____.", []string{"1", "2"}, []string{"B"}, nil},
		{"Half {~no ~%50%half =whole}", question.Single, "Half", []string{"no", "half", "whole"}, []string{"C"}, []fault.Sub{exchange.SubPartialCredit}},
		{"Two {~no ~%50%a ~%50%b ~none}", question.Multiple, "Two", []string{"no", "a", "b", "none"}, []string{"B", "C"}, nil},
		{"Two {~%-50%no ~%50%a ~%50%b ~%-50%none}", question.Multiple, "Two", []string{"no", "a", "b", "none"}, []string{"B", "C"}, nil},
		{"Three {~%33.333%a ~%33.333%b ~%33.334%c ~%-100%d}", question.Multiple, "Three", []string{"a", "b", "c", "d"}, []string{"A", "B", "C"}, nil},
		{"Uneven {~%70%a ~%30%b ~c}", question.Multiple, "Uneven", []string{"a", "b", "c"}, []string{"A", "B"}, []fault.Sub{exchange.SubPartialCredit}},
		{"One of many {~%100%a ~%-50%b}", question.Multiple, "One of many", []string{"a", "b"}, []string{"A"}, []fault.Sub{exchange.SubKeyOneOnly}},
		{"Which is 5? {~ \\= 2 + 2 = \\= 2 + 3 ~ \\= 2 + 4}", question.Single, "Which is 5?", []string{"= 2 + 2", "= 2 + 3", "= 2 + 4"}, []string{"B"}, nil},
		{"Signs? {~ \\~ ~ \\# ~ \\{ ~ \\} ~ \\: = \\\\ }", question.Single, "Signs?", []string{"~", "#", "{", "}", ":", `\`}, []string{"F"}, nil},
		{"Formula {=v=πdn/1000 ~v=dn ~F=ma}", question.Single, "Formula", []string{"v=πdn/1000", "v=dn", "F=ma"}, []string{"A"}, nil},
		{"Range {=5~10 mm ~3~5 mm ~none}", question.Single, "Range", []string{"5~10 mm", "3~5 mm", "none"}, []string{"A"}, nil},
		{"Compare {=a>=b ~a!=b ~a==b}", question.Single, "Compare", []string{"a&gt;=b", "a!=b", "a==b"}, []string{"A"}, nil},
		{"Glued {~wrong ~other=right}", question.Single, "Glued", []string{"wrong", "other", "right"}, []string{"C"}, nil},
		{"[html]See <b>it</b> <span style=\"color:red\">now</span>{=<i>a</i> ~b&#39;s}", question.Single, "See <b>it</b> now", []string{"<i>a</i>", "b&#39;s"}, []string{"A"}, nil},
		{"[markdown]Who is **here**?{=*me* ~you}", question.Single, "Who is <strong>here</strong>?", []string{"<em>me</em>", "you"}, []string{"A"}, nil},
		{"[plain]a < b <b>{=[html]<b>x</b> ~y}", question.Single, "a &lt; b &lt;b&gt;", []string{"<b>x</b>", "y"}, []string{"A"}, nil},
		{"[moodle]one\ntwo{=x ~y}", question.Single, "one<br>two", []string{"x", "y"}, []string{"A"}, nil},
		{`Line\nbreak{=x ~y}`, question.Single, "Line<br>break", []string{"x", "y"}, []string{"A"}, nil},
		{`Escaped \(\\frac\{1\}\{2\}\){=x ~y}`, question.Single, `Escaped \(\frac{1}{2}\)`, []string{"x", "y"}, []string{"A"}, nil},
		{`Doubled \\(\\frac\{1\}\{2\}\\){=\\(x\=1\\) ~y}`, question.Single, `Doubled \(\frac{1}{2}\)`, []string{`\(x=1\)`, "y"}, []string{"A"}, nil},
		{`Raw \(\frac{1}{2}\nu\){=\(\frac{a}{b}=1\) ~$$x_{1}=2$$}`, question.Single, `Raw \(\frac{1}{2}\nu\)`, []string{`\(\frac{a}{b}=1\)`, `\[x_{1}=2\]`}, []string{"A"}, nil},
		{"int main() { return 0; } prints {=nothing ~0}", question.Single, "int main() { return 0; } prints", []string{"nothing", "0"}, []string{"A"}, nil},
		{"URL {=http://a.example/?b=1&c=2 ~none}", question.Single, "URL", []string{"http://a.example/?b=1&amp;c=2", "none"}, []string{"A"}, nil},
	} {
		item := accepted(t, c.text)
		require.Equal(t, c.typ, item.Type, c.text)
		require.Equal(t, c.stem, item.Stem, c.text)
		require.Equal(t, c.options, optionTexts(item.Body), c.text)
		require.Equal(t, c.key, item.Key, c.text)
		require.Equal(t, c.notes, subs(item), c.text)
	}
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	item := accepted(t, "::Name:: Which?{\n~a#not this\n\n=b #yes! ####in general\n}")
	require.Equal(t, []string{"not this", "yes!"}, []string{item.Options[0].Explanation, item.Options[1].Explanation})
	require.Equal(t, "in general", item.Explanation)
	require.Equal(t, "Which?", item.Stem)

	item = accepted(t, "Sun rises east.{T#wrong side#right side####always}")
	require.Equal(t, []string{"T"}, item.Key)
	require.Equal(t, "right side", item.Options[0].Explanation)
	require.Equal(t, "wrong side", item.Options[1].Explanation)
	require.Equal(t, "always", item.Explanation)
	item = accepted(t, "Sun rises west.{FALSE#Look again.}")
	require.Equal(t, "Look again.", item.Options[0].Explanation)
	require.Empty(t, item.Options[1].Explanation)
}

func TestTrueFalse(t *testing.T) {
	t.Parallel()
	for word, key := range map[string]string{"T": "T", "TRUE": "T", "true": "T", " True ": "T", "t": "T", "对": "T", "F": "F", "FALSE": "F", "false": "F", "错": "F", "×": "F", "√": "T"} {
		item := accepted(t, "停车后才能测量。{"+word+"}")
		require.Equal(t, question.Judge, item.Type)
		require.Equal(t, []string{key}, item.Key, word)
	}
}

func TestShortAnswer(t *testing.T) {
	t.Parallel()
	item := accepted(t, "谁?{=无人 =没有人#对}")
	require.Equal(t, question.Fill, item.Type)
	require.Equal(t, []string{"无人", "没有人"}, item.Blanks[0].Answers)
	require.Equal(t, "对", item.Explanation)
	item = accepted(t, "Town {=Nazareth#Yes =%75%Nazereth#misspelled =%25%Bethlehem}.")
	require.Equal(t, []string{"Nazareth"}, item.Blanks[0].Answers)
	require.Equal(t, "Town _____.", item.Stem)
	require.Contains(t, subs(item), exchange.SubPartialCredit)
	item = accepted(t, "____ and ____ {=a, b}")
	require.Equal(t, "__ and __", item.Stem)
	item = accepted(t, "公式 {=v=s/t =s/t}")
	require.Equal(t, []string{"v=s/t", "s/t"}, item.Blanks[0].Answers)
	refused(t, "Any {=*}")
	refused(t, "Stem {=gravit*}")
	require.Contains(t, subs(accepted(t, "Stem {=gravity =gravit*}")), markup.SubWildcard)
	require.Equal(t, []string{"2*3"}, accepted(t, "Product {=2*3}").Blanks[0].Answers)
	refused(t, "None right {=%50%a}")
}

func TestN110_PatternsAreTextAlone(t *testing.T) {
	t.Parallel()
	pattern := "(a+)+$" + strings.Repeat("a", 100)
	item := accepted(t, "Pattern {="+pattern+"}")
	require.Equal(t, []string{pattern}, item.Blanks[0].Answers)
	refused(t, "Long {="+strings.Repeat("(a+)+$", 20_000)+"}")
}

func TestN113_TemplatesAreText(t *testing.T) {
	t.Parallel()
	item := accepted(t, `Value \{\{7*7\}\} $\{x\} <%\= 7*7 %> {=\{\{7\}\} ~$\{49\}}`)
	require.Equal(t, "Value {{7*7}} ${x} &lt;%= 7*7 %&gt;", item.Stem)
	require.Equal(t, []string{"{{7}}", "${49}"}, optionTexts(item.Body))
}

func TestN104_HTMLCannotAct(t *testing.T) {
	t.Parallel()
	item := accepted(t, `[html]<img src=x onerror=alert(1)><script>alert(1)</script>Q<a href="javascript:x">l</a>{=<svg onload=alert(1)></svg>a ~<iframe src=x></iframe>b}`)
	all := item.Stem + strings.Join(optionTexts(item.Body), " ")
	require.NotRegexp(t, `(?i)script|onerror|onload|iframe|svg|src=`, all)
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, value, tolerance, unit string }{
		{"#3", "3", "0", ""}, {"#3:2", "3", "2", ""}, {"#1..5", "3", "2", ""}, {"#3.141..3.142", "3.1415", "0.0005", ""},
		{"#-5..-3", "-4", "1", ""}, {"# 3.1415 : 0.0005", "3.1415", "0.0005", ""}, {"#1e3:1E1", "1e3", "1e1", ""}, {"#.5", "0.5", "0", ""},
		{"#=1822:0 #ok\n=%50%1822:2 #close", "1822", "0", ""}, {"#\n\t=%100%0.45:0.01#\n\t~#no\n", "0.45", "0.01", ""}, {"#-1.5", "-1.5", "0", ""},
		{"#=7 =*#wrong", "7", "0", ""}, {"#3,14:0,01", "3.14", "0.01", ""}, {"#5 mm", "5", "0", "mm"}, {"#３．５：０．１", "3.5", "0.1", ""},
	} {
		item := one(t, "Value? {"+c.in+"}")
		require.False(t, item.Rejected(), "%s %v", c.in, item.Notes)
		require.Equal(t, question.Fill, item.Type)
		require.Equal(t, question.Number{Value: c.value, Tolerance: c.tolerance, Unit: c.unit}, *item.Blanks[0].Number, c.in)
	}
	item := accepted(t, "Roots {#=2 =-2}")
	require.Equal(t, "2", item.Blanks[0].Number.Value)
	require.Equal(t, []string{"-2"}, item.Blanks[0].Answers)
	for _, bad := range []string{"#", "#abc", "#1:x", "#1,234", "#=2:1 =5:1", "#1e999"} {
		refused(t, "Value? {"+bad+"}")
	}
}

func TestMatching(t *testing.T) {
	t.Parallel()
	item := accepted(t, "Capitals {\n=Canada -> Ottawa\n=Italy  -> Rome\n=Lazio->Rome\n= -> Tokyo\n}")
	require.Equal(t, question.Matching, item.Type)
	require.Equal(t, []string{"Ottawa", "Rome", "Tokyo"}, optionTexts(item.Body))
	require.Equal(t, []question.Pair{{HTML: "Canada", Key: "A"}, {HTML: "Italy", Key: "B"}, {HTML: "Lazio", Key: "B"}}, item.Pairs)
	item = accepted(t, "Glued.{=Canada->Ottawa =Italy->Rome =Japan->Tokyo}")
	require.Len(t, item.Pairs, 3)
	require.Equal(t, []fault.Sub{SubPair}, subs(one(t, "Broken {=a -> b =c}"))[:1])
}

func TestOrdering(t *testing.T) {
	t.Parallel()
	item := accepted(t, "Steps {>3 ALL VERTICAL\nfirst\nsecond\nthird\n}")
	require.Equal(t, question.Ordering, item.Type)
	text := map[string]string{}
	for _, o := range item.Options {
		text[o.Key] = o.HTML
	}
	require.Equal(t, []string{"first", "second", "third"}, []string{text[item.Key[0]], text[item.Key[1]], text[item.Key[2]]})
	require.NotEqual(t, []string{"A", "B", "C"}, item.Key, "the order shown must not be the answer")
}

func TestEssayAndDescription(t *testing.T) {
	t.Parallel()
	item := accepted(t, "论述切削液的作用。{}")
	require.Equal(t, question.Essay, item.Type)
	require.Equal(t, []fault.Sub{exchange.SubNoReference}, subs(item))
	item = accepted(t, "Write. {####model}")
	require.Equal(t, "model", item.Explanation)
	result := read(t, "Just a heading\nof two lines\n\nQ {T}")
	require.Len(t, result.Items, 1)
	require.Equal(t, []exchange.Note{{Sub: markup.SubDescription, Warning: true, Params: fault.Params{"line": 1}}}, result.Notes)
}

func TestCategoriesCommentsIDsAndTags(t *testing.T) {
	t.Parallel()
	result := read(t, "// a comment\n$CATEGORY: $course$/top/Default for X/车工/A//B\n\n\n// question: 1  name: x\n// [id:Q\\]1] [tag:基础] [tag:难度:4]\n::x::Q1 {T}\n\n"+
		"//lonely [tag:gone]\n\n$CATEGORY: 钳工\nQ2 {\n// inside\n=a\n// more\n~b\n}\n")
	require.Len(t, result.Items, 2)
	require.Equal(t, "Q]1", result.Items[0].Ref)
	require.Equal(t, []string{"车工", "A/B", "基础"}, result.Items[0].Tags)
	require.Equal(t, 4, result.Items[0].Difficulty)
	require.Equal(t, "第 7 行", result.Items[0].At)
	require.Equal(t, []string{"钳工"}, result.Items[1].Tags)
	require.Equal(t, []string{"a", "b"}, optionTexts(result.Items[1].Body))
}

func TestBrokenPiecesAreExplainedAndTheRestIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		sub  fault.Sub
	}{
		{"Open {=a ~b", SubBrace}, {"Stray a ~b}", SubBrace}, {"Odd {words}", SubAnswer}, {"Twice {=a} and {=b}", SubSeveral},
		{"No right {~a ~b}", question.SubKeyMissing}, {"Two right {=a =b ~c}", question.SubKeyTooMany}, {"Same {=a ~a}", question.SubOptionSame},
		{"{T}", question.SubStemMissing}, {"Alone {=%100%a ~}", question.SubOptionEmpty},
	} {
		for name, text := range map[string]string{"alone": c.text, "before": c.text + "\n\n::next:: fine {T}\n\nfine too {F}", "after": "fine {T}\n\n" + c.text} {
			result := read(t, text)
			bad := 0
			for _, item := range result.Items {
				if item.Rejected() {
					bad++
					require.Contains(t, subs(item), c.sub, text)
				}
			}
			require.Equal(t, 1, bad, "%s: %q %+v", name, text, result.Items)
			require.Len(t, result.Items, map[string]int{"alone": 1, "before": 3, "after": 2}[name], "%s: %q", name, text)
		}
	}
	result := read(t, "Open {=a ~b\n\nplain next {=c ~d}\n\nlast {T}")
	require.Len(t, result.Items, 3)
}

func TestOddTexts(t *testing.T) {
	t.Parallel()
	item := accepted(t, "[html]<p>What does it print?</p>\n<pre>\n  void f() \\{\n    g();\n  \\}\n</pre>\n{}")
	require.Equal(t, "<p>What does it print?</p><pre>  void f() {\n    g();\n  }\n</pre>", item.Stem)
	item = accepted(t, `[html]Blah\nblah $ 1 \\neq 0 $ {}`)
	require.Equal(t, `Blah blah $ 1 \neq 0 $`, item.Stem)
	item = accepted(t, "Signs -\\=[];',./\\~!@\\#$%^&*()_+\\{\\}|\\:\"<>?{TRUE}")
	require.Equal(t, "Signs -=[];&#39;,./~!@#$%^&amp;*()_+{}|:&#34;&lt;&gt;?", item.Stem)
	item = accepted(t, "Coffee?{~buy -> drink =grind -> boil}")
	require.Equal(t, []string{"buy -&gt; drink", "grind -&gt; boil"}, optionTexts(item.Body))
	item = accepted(t, "[html]Red?{~<p><span style\\=\"font-size\\:11.0pt\">no</span><br></p>#<br>\n\t=<p></p><p>yes</p><br><p></p>\n\t####<p><img src\\=\"@@PLUGINFILE@@/3.png\"></p>\n}")
	require.Equal(t, []string{"no", "<p>yes</p>"}, optionTexts(item.Body))
	require.Equal(t, []fault.Sub{exchange.SubPictureMissing}, subs(item))
}

func TestQuestionsWithoutEmptyLinesBetweenThem(t *testing.T) {
	t.Parallel()
	items := read(t, "// [id:x]\n::a::Q1 {T}\n::b::Q2 {\n=a\n~b\n}\nQ3 of\ntwo lines {#3}\n\nQ4 {F}").Items
	require.Len(t, items, 4)
	var seen []string
	for _, item := range items {
		require.False(t, item.Rejected(), item.Notes)
		seen = append(seen, item.At+item.Ref+item.Stem)
	}
	require.Equal(t, []string{"第 2 行xQ1", "第 3 行Q2", "第 7 行Q3 of<br>two lines", "第 10 行Q4"}, seen)
	refused(t, "Twice {=a} and\nmore {=b} here")
}

func TestEncodingsAndLineEnds(t *testing.T) {
	t.Parallel()
	text := "车刀材料?{\r\n~木\r\n=硬质合金\r\n}\r\n\r\n对吗?{T}\r\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	for name, data := range map[string]string{"utf-8": text, "bom": "\xef\xbb\xbf" + text, "gbk": gbk, "mac": strings.ReplaceAll(text, "\r\n", "\r"), "utf-16": utf16(text)} {
		f := exchange.File{Data: []byte(data)}
		format, ok := Sniff(f)
		require.True(t, ok, name)
		require.Equal(t, exchange.GIFT, format)
		items := read(t, data).Items
		require.Len(t, items, 2, name)
		require.Equal(t, "车刀材料?", items[0].Stem, name)
		require.Equal(t, []string{"B"}, items[0].Key, name)
	}
}

func utf16(text string) string {
	out := []byte{0xff, 0xfe}
	for _, r := range text {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

func TestSniff_LeavesOtherFilesAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "{}", `{"a": {"b": [1]}}`, `[{"q": "=x"}]`, "<?xml version=\"1.0\"?><quiz><x>{=a}</x></quiz>", "Q\nA. a\nB. b\nANSWER: A\n",
		"一、单项选择题\n1. 车刀（　　）\nA. 甲　B. 乙\n【答案】A\n", "int main() {\n}\n", "body { color: red }", "题干,答案\n甲,{A}\n", "PK\x03\x04{=a}", "a\x00{=a}b",
		`1. 求 \(\frac{1}{2}\) 的值` + "\n答案：\\(x_{=}\\)",
	} {
		_, ok := Sniff(exchange.File{Name: "x.txt", Data: []byte(text)})
		require.False(t, ok, text)
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	t.Parallel()
	o := exchange.Options{Cleaner: question.NewCleaner()}
	_, err := Read(exchange.File{Data: []byte("a\x00b\x01\xff")}, o)
	require.ErrorIs(t, err, fault.New(fault.Invalid, exchange.SubFileForm))
	_, err = Read(exchange.File{Data: []byte("no question here")}, o)
	require.ErrorIs(t, err, fault.New(fault.Invalid, exchange.SubFileNone))
	_, err = Read(exchange.File{Data: make([]byte, exchange.MaxBytes+1)}, o)
	require.ErrorIs(t, err, fault.New(fault.TooLarge, exchange.SubFileTooLarge))
	_, err = Read(exchange.File{Data: []byte(strings.Repeat("Q {T}\n\n", exchange.MaxItems+1))}, o)
	require.ErrorIs(t, err, fault.New(fault.Invalid, exchange.SubTooManyItems))
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	var held []exchange.Item
	for _, item := range exchangetest.Items() {
		if item.Ref != "Q-007" && item.Type != question.Hotspot {
			held = append(held, item)
		}
	}
	written, err := Write(exchangetest.Items())
	require.NoError(t, err)
	require.Len(t, written.Left, 2)
	require.Equal(t, []string{"Q-007", "Q-013"}, []string{written.Left[0].At, written.Left[1].At})
	require.Equal(t, exchange.SubNotHeld, written.Left[0].Note.Sub)
	result := read(t, string(written.Data))
	for _, item := range result.Items {
		require.False(t, item.Rejected(), "%s %v\n%s", item.Ref, item.Notes, written.Data)
	}
	exchangetest.Equal(t, held, result.Items, nil)
	require.Empty(t, result.Notes)
	format, ok := Sniff(exchange.File{Data: written.Data})
	require.True(t, ok)
	require.Equal(t, exchange.GIFT, format)
	again, err := Write(result.Items)
	require.NoError(t, err)
	require.Equal(t, string(written.Data), string(again.Data))
}

func TestRoundTrip_OddOnes(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	picture := exchangetest.Picture("p q.png", 7)
	items := []exchange.Item{
		{Body: question.Body{Type: question.Single, Stem: "signs ~ = # { } : \\ // [html] \\n %50%", Options: []question.Option{
			{Key: "A", HTML: "%50% of = it", Explanation: "#why"}, {Key: "B", HTML: "-&gt; {x}"}}, Key: []string{"A"}}},
		{Body: question.Body{Type: question.Multiple, Stem: "<p>one</p>", Options: []question.Option{{Key: "A", HTML: "a"}, {Key: "B", HTML: "b"}, {Key: "C", HTML: "%"}}, Key: []string{"C"}}},
		{Body: question.Body{Type: question.Fill, Stem: "x ____", Blanks: []question.Blank{{Answers: []string{"a*b", `\(x=1\)`, "%10%x", "A&B <c>"}, CaseSensitive: true}}}},
		{Body: question.Body{Type: question.Fill, Stem: "roots", Blanks: []question.Blank{{Answers: []string{"-2"}, Number: &question.Number{Value: "2", Tolerance: "0", Unit: "m/s"}}}}},
		{Body: question.Body{Type: question.Matching, Stem: "m", Options: []question.Option{{Key: "A", HTML: "z"}, {Key: "B", HTML: "y"}, {Key: "C", HTML: "x"}},
			Pairs: []question.Pair{{HTML: "1", Key: "C"}, {HTML: "2", Key: "A"}}}},
		{Body: question.Body{Type: question.Judge, Stem: "look", Options: []question.Option{{Key: "T", Explanation: "yes"}, {Key: "F", Explanation: "no"}}, Key: []string{"F"}},
			Pictures: []exchange.Picture{picture}, Score: 250, Pool: "mock", Tags: []string{"a]b", `c\d`}},
		{Body: question.Body{Type: question.Judge, Stem: question.PictureTag(2, "") + " x", Options: question.JudgeOptions(), Key: []string{"T"},
			Explanation: question.PictureTag(1, "")}, Pictures: []exchange.Picture{picture, exchangetest.Picture("z.png", 5)}},
		{Body: question.Body{Type: question.Essay, Stem: "code <pre>a {\n  b: c\n}</pre>", Reference: "<p>r</p>", Explanation: "<p>e</p>"}},
	}
	for i := range items {
		items[i].Finish(c)
		require.False(t, items[i].Rejected(), items[i].Notes)
	}
	written, err := Write(items)
	require.NoError(t, err)
	require.Empty(t, written.Left)
	exchangetest.Equal(t, items, read(t, string(written.Data)).Items, nil)
}

func TestManyQuestionsAreQuick(t *testing.T) {
	var text strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&text, "// [id:Q%d]\n::q%d::第 %d 题：车削 \\(v_\\{c\\}\\) 的单位是？{\n\t=m/min#对\n\t~mm/min\n\t~r/min\n\t~%%-20%%kg\n####解析 %d\n}\n\n", i, i, i, i)
	}
	require.Len(t, read(t, text.String()).Items, 5_000)
}

func BenchmarkRead5000(b *testing.B) {
	var text strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&text, "::q%d::第 %d 题：车削 \\(v_\\{c\\}\\) 的单位是？{\n\t=m/min#对\n\t~mm/min\n\t~r/min\n\t~kg\n####解析 %d\n}\n\n", i, i, i)
	}
	for b.Loop() {
		read(b, text.String())
	}
}

func FuzzGIFT(f *testing.F) {
	written, err := Write(exchangetest.Items())
	require.NoError(f, err)
	f.Add(written.Data)
	for _, seed := range []string{
		"Q {=a ~b}", "::t::[html]<p>Q</p>{T#w#r####g}", "Q {#3:2}", "Q {#=1..5#x =%50%2:1 ~#no}", "Q {=a -> b = -> c}", "Q {>ALL\na\nb}", "$CATEGORY: a/b//c\n\nQ {}",
		"Q {\n\n=a\n\n~b", "\\{ \\} \\\\ {=\\=}", "{{{{", "}}}}", "// [id:x] [tag:小题:1]\nQ {T}", "// [tag:题型:案例分析题] [tag:小题数:2]\n[html]<div class=\"jx-reference\">s</div><!--jx-reference-->", "\xff\xfeQ\x00{\x00T\x00}\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := exchange.File{Data: data}
		Sniff(file)
		result, err := Read(file, exchange.Options{Cleaner: question.NewCleaner()})
		if err != nil {
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

func TestF62_AnEndlessQuestionIsRejectedUnread(t *testing.T) {
	t.Parallel()
	for _, sign := range []string{"{", `\\(`, "<a ", "~%", "$$", "http://x?", "->"} {
		items := read(t, "::a:: 甲{T}\n\n::b:: "+strings.Repeat(sign, 1<<20/len(sign))+" {=a ~b}\n\n::c:: 丙{F}\n").Items
		require.Len(t, items, 3, sign)
		require.Equal(t, []fault.Sub{question.SubTooLong}, subs(items[1]), sign)
		require.False(t, items[0].Rejected() || items[2].Rejected(), sign)
	}
	tight := read(t, strings.Repeat("主运动是{=旋转 ~进给}\n", 15_000)).Items // long as a whole, each short
	require.Len(t, tight, 15_000)
	require.False(t, tight[14_999].Rejected())
}

func TestF62_EndlessAnswersAreRejectedUnread(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"options": "甲{=a " + strings.Repeat("~b ", question.MaxOptions) + "}\n",
		"words":   "甲{" + strings.Repeat("=a ", maxMarks+1) + "}\n",
		"pairs":   "甲{" + strings.Repeat("=a->b ", maxMarks+1) + "}\n",
		"numbers": "甲{#" + strings.Repeat("=1:2 ", maxMarks+1) + "}\n",
	} {
		item := one(t, text)
		require.Equal(t, "甲", item.Stem, name)
		require.Contains(t, item.Notes, exchange.Note{Sub: question.SubOptionCount, Column: "选项"}, name)
		require.Empty(t, item.Options, name)
		require.Empty(t, item.Blanks, name)
		require.Empty(t, item.Pairs, name)
	}
}

func TestF62_OfEndlessDescriptionsTheFirstAreTold(t *testing.T) {
	t.Parallel()
	result := read(t, strings.Repeat("一段说明\n\n", 1000)+"甲{=a ~b}\n")
	require.Len(t, result.Items, 1)
	require.Len(t, result.Notes, 50)
	require.Equal(t, 99, result.Notes[49].Params["line"])
}

func TestF62_AnEndlessFileIsRefused(t *testing.T) {
	t.Parallel()
	_, err := Read(exchange.File{Data: []byte(strings.Repeat("说明 ", 1<<20) + "\n\n甲{=a ~b}\n")}, exchange.Options{Cleaner: question.NewCleaner()})
	require.Equal(t, exchange.SubFileTooLarge, fault.SubOf(err))
}
