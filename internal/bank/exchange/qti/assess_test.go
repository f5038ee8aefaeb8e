package qti_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/exchange/qti/bundle"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

const correctTemplate = `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>`

// declare declares a response with its key.
func declare(id, cardinality, base string, more string, key ...string) string {
	out := fmt.Sprintf(`<responseDeclaration identifier="%s" cardinality="%s" baseType="%s">`, id, cardinality, base)
	if len(key) > 0 {
		out += "<correctResponse><value>" + strings.Join(key, "</value><value>") + "</value></correctResponse>"
	}
	return out + more + "</responseDeclaration>"
}

func item2(declarations, body, rest string) string {
	return `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="题目" adaptive="false" timeDependent="false">` +
		declarations + `<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><itemBody>` + body + "</itemBody>" + rest + "</assessmentItem>"
}

var (
	elementName = regexp.MustCompile(`<(/?)([a-z]+[A-Z][A-Za-z]*|gap|hottext|prompt|value|mapping|match|equal|variable|correct)([\s/>])`)
	camelName   = regexp.MustCompile(`[A-Z]`)
	attribute   = regexp.MustCompile(`\s([a-z]+[A-Z][A-Za-z]*)=`)
)

func kebab(name string) string {
	return camelName.ReplaceAllStringFunc(name, func(s string) string { return "-" + strings.ToLower(s) })
}

// in3 writes an item of QTI 2 with the names of QTI 3.
func in3(text string) string {
	text = strings.Replace(text, "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", 1)
	text = elementName.ReplaceAllStringFunc(text, func(s string) string {
		m := elementName.FindStringSubmatch(s)
		return "<" + m[1] + "qti-" + kebab(m[2]) + m[3]
	})
	return attribute.ReplaceAllStringFunc(text, func(s string) string { return kebab(s) })
}

// both reads an item in the words of 2.1 and of 3.0, which must agree.
func both(t *testing.T, text string) exchange.Item {
	t.Helper()
	old := one(t, exchange.File{Name: "a.xml", Data: []byte(text)})
	converted := in3(text)
	next := one(t, exchange.File{Name: "a.xml", Data: []byte(converted)})
	require.Equal(t, old.Body, next.Body, converted)
	require.Equal(t, old.Notes, next.Notes)
	return old
}

func choiceBody(most string, texts ...string) string {
	out := `<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="` + most + `"><prompt>选出</prompt>`
	for i, text := range texts {
		out += fmt.Sprintf(`<simpleChoice identifier="C%d">%s</simpleChoice>`, i+1, text)
	}
	return out + "</choiceInteraction>"
}

func TestAssess_Choice(t *testing.T) {
	t.Parallel()
	three := choiceBody("1", "甲", "乙", "丙")
	pays := func(value string) string {
		return `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><baseValue baseType="identifier">` + value +
			`</baseValue></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`
	}
	mapping := `<mapping defaultValue="0"><mapEntry mapKey="C1" mappedValue="0.5"/><mapEntry mapKey="C3" mappedValue="2"/></mapping>`
	for name, c := range map[string]struct {
		text   string
		want   question.Type
		key    []string
		reject fault.Sub
	}{
		"single":               {item2(declare("RESPONSE", "single", "identifier", "", "C2"), three, correctTemplate), question.Single, []string{"B"}, ""},
		"multiple":             {item2(declare("RESPONSE", "multiple", "identifier", "", "C1", "C3"), choiceBody("0", "甲", "乙", "丙"), correctTemplate), question.Multiple, []string{"A", "C"}, ""},
		"judge":                {item2(declare("RESPONSE", "single", "identifier", "", "C1"), choiceBody("1", "错误", "正确"), correctTemplate), question.Judge, []string{"F"}, ""},
		"mapping alone":        {item2(declare("RESPONSE", "single", "identifier", mapping), three, ""), question.Single, []string{"C"}, ""},
		"rules alone":          {item2(declare("RESPONSE", "single", "identifier", ""), three, pays("C3")), question.Single, []string{"C"}, ""},
		"no key":               {item2(declare("RESPONSE", "single", "identifier", ""), three, ""), question.Single, nil, question.SubKeyMissing},
		"key is no choice":     {item2(declare("RESPONSE", "single", "identifier", "", "C9"), three, correctTemplate), question.Single, nil, question.SubKeyUnknown},
		"rules pay another":    {item2(declare("RESPONSE", "single", "identifier", "", "C1"), three, pays("C2")), question.Single, nil, flow.SubKeyUnclear},
		"rules pay key":        {item2(declare("RESPONSE", "single", "identifier", "", "C1"), three, pays("C1")), question.Single, []string{"A"}, ""},
		"an unknown rule":      {item2(declare("RESPONSE", "single", "identifier", "", "C1"), three, `<responseProcessing><responseCondition><responseIf><patternMatch pattern="a+"><variable identifier="RESPONSE"/></patternMatch></responseIf></responseCondition></responseProcessing>`), question.Single, []string{"A"}, ""},
		"two keys for one":     {item2(declare("RESPONSE", "single", "identifier", "", "C1", "C2"), three, correctTemplate), question.Single, nil, question.SubKeyTooMany},
		"one of two the same":  {item2(declare("RESPONSE", "single", "identifier", "", "C1"), choiceBody("1", "甲", "甲"), correctTemplate), question.Single, nil, question.SubOptionSame},
		"a list in the text":   {item2(declare("RESPONSE", "single", "identifier", "", "b"), `<p>是<inlineChoiceInteraction responseIdentifier="RESPONSE"><inlineChoice identifier="a">甲</inlineChoice><inlineChoice identifier="b">乙</inlineChoice></inlineChoiceInteraction>的</p>`, correctTemplate), question.Single, []string{"B"}, ""},
		"places in the text":   {item2(declare("RESPONSE", "multiple", "identifier", "", "b", "c"), `<hottextInteraction responseIdentifier="RESPONSE" maxChoices="0"><p><hottext identifier="a">甲</hottext>与<hottext identifier="b">乙</hottext>与<hottext identifier="c">丙</hottext></p></hottextInteraction>`, correctTemplate), question.Multiple, []string{"B", "C"}, ""},
		"a template made up":   {item2(declare("RESPONSE", "single", "identifier", "", "C2"), three, `<responseProcessing template="http://example.org/own"/>`), question.Single, []string{"B"}, ""},
		"several right combos": {item2(declare("RESPONSE", "single", "identifier", ""), three, strings.Replace(pays("C1"), "</responseProcessing>", strings.TrimPrefix(pays("C2"), "<responseProcessing>"), 1)), question.Single, nil, flow.SubSeveralKeys},
	} {
		item := both(t, c.text)
		require.Equal(t, c.reject, rejection(item), name)
		require.Equal(t, c.want, item.Type, name)
		if c.reject == "" {
			require.Equal(t, c.key, item.Key, name)
		}
	}
}

func TestAssess_Written(t *testing.T) {
	t.Parallel()
	entry := `<p>直径 <textEntryInteraction responseIdentifier="RESPONSE"/> mm</p>`
	equal := func(attrs string) string {
		return `<responseProcessing><responseCondition><responseIf><equal ` + attrs + `><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>` +
			`<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`
	}
	mapped := `<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"/><mapEntry mapKey="york" mappedValue="0.5"/></mapping>`
	for name, c := range map[string]struct {
		text string
		want question.Blank
	}{
		"text":     {item2(declare("RESPONSE", "single", "string", "", "中碳"), entry, correctTemplate), question.Blank{Answers: []string{"中碳"}}},
		"case":     {item2(declare("RESPONSE", "single", "string", mapped, "York"), entry, ""), question.Blank{Answers: []string{"York"}, CaseSensitive: true}},
		"exact":    {item2(declare("RESPONSE", "single", "float", "", "4.50"), entry, correctTemplate), question.Blank{Answers: []string{}, Number: &question.Number{Value: "4.5", Tolerance: "0"}}},
		"absolute": {item2(declare("RESPONSE", "single", "float", "", "50"), entry, equal(`toleranceMode="absolute" tolerance="0.02 0.02"`)), question.Blank{Answers: []string{}, Number: &question.Number{Value: "50", Tolerance: "0.02"}}},
		"lopsided": {item2(declare("RESPONSE", "single", "float", "", "50"), entry, equal(`toleranceMode="absolute" tolerance="0 0.02"`)), question.Blank{Answers: []string{}, Number: &question.Number{Value: "50.01", Tolerance: "0.01"}}},
		"relative": {item2(declare("RESPONSE", "single", "float", "", "-50"), entry, equal(`toleranceMode="relative" tolerance="10"`)), question.Blank{Answers: []string{}, Number: &question.Number{Value: "-50", Tolerance: "5"}}},
		"rounded": {item2(declare("RESPONSE", "single", "float", "", "3.14"), entry, strings.ReplaceAll(equal(`roundingMode="decimalPlaces" figures="2"`), "equal ", "equalRounded ")),
			question.Blank{Answers: []string{}, Number: &question.Number{Value: "3.14", Tolerance: "0"}}},
	} {
		if name == "rounded" {
			c.text = strings.ReplaceAll(c.text, "</equal>", "</equalRounded>")
			c.want.Number.Tolerance = "0.005"
		}
		item := both(t, c.text)
		require.Empty(t, rejection(item), name)
		require.Equal(t, question.Fill, item.Type, name)
		require.Equal(t, "直径 ____ mm", item.Stem, name)
		require.Equal(t, []question.Blank{c.want}, item.Blanks, name)
	}
}

func TestAssess_PairsAndOrders(t *testing.T) {
	t.Parallel()
	set := func(ids ...string) string {
		out := "<simpleMatchSet>"
		for _, id := range ids {
			out += `<simpleAssociableChoice identifier="` + id + `" matchMax="1">` + id + "</simpleAssociableChoice>"
		}
		return out + "</simpleMatchSet>"
	}
	match := `<matchInteraction responseIdentifier="RESPONSE" maxAssociations="0">` + set("x", "y") + set("p", "q", "r") + "</matchInteraction>"
	item := both(t, item2(declare("RESPONSE", "multiple", "directedPair", "", "x q", "y p"), match, correctTemplate))
	require.Empty(t, rejection(item))
	require.Equal(t, []question.Pair{{HTML: "x", Key: "B"}, {HTML: "y", Key: "A"}}, item.Pairs)

	item = both(t, item2(declare("RESPONSE", "multiple", "directedPair", "", "x q", "x p", "y r"), match, correctTemplate))
	require.Empty(t, rejection(item))
	require.Equal(t, question.Matching, item.Type, "each of the right set has one partner")
	require.Equal(t, []question.Pair{{HTML: "p", Key: "A"}, {HTML: "q", Key: "A"}, {HTML: "r", Key: "B"}}, item.Pairs)

	item = both(t, item2(declare("RESPONSE", "multiple", "directedPair", "", "x q", "x p", "y p"), match, correctTemplate))
	require.Empty(t, rejection(item))
	require.Equal(t, question.Case, item.Type)
	require.Equal(t, []string{"A", "B"}, item.Parts[0].Key)
	require.Equal(t, []string{"A"}, item.Parts[1].Key)

	order := `<orderInteraction responseIdentifier="RESPONSE"><prompt>排序</prompt><simpleChoice identifier="a">甲</simpleChoice><simpleChoice identifier="b">乙</simpleChoice><simpleChoice identifier="c">丙</simpleChoice></orderInteraction>`
	item = both(t, item2(declare("RESPONSE", "ordered", "identifier", "", "c", "a", "b"), order, correctTemplate))
	require.Equal(t, []string{"C", "A", "B"}, item.Key)
	item = both(t, item2(declare("RESPONSE", "ordered", "identifier", "", "c", "a"), order, correctTemplate))
	require.Equal(t, question.SubOrderKey, rejection(item), "only a part of the list is ordered")

	gaps := `<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="a">甲</gapText><gapText identifier="b">乙</gapText><p><gap identifier="g1"/>与<gap identifier="g2"/></p></gapMatchInteraction>`
	item = both(t, item2(declare("RESPONSE", "multiple", "directedPair", "", "b g1", "a g2"), gaps, correctTemplate))
	require.Empty(t, rejection(item))
	require.Equal(t, "（1）____与（2）____", item.Stem)
	require.Equal(t, []question.Pair{{HTML: "（1）", Key: "B"}, {HTML: "（2）", Key: "A"}}, item.Pairs)
}

func TestAssess_PlacesOnAPicture(t *testing.T) {
	t.Parallel()
	hotspot := `<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><object type="image/png" data="a.png" width="200" height="100"/>` +
		`<hotspotChoice identifier="a" shape="circle" coords="100,50,20"/><hotspotChoice identifier="b" shape="rect" coords="0,0,50,100"/><hotspotChoice identifier="c" shape="poly" coords="0,0,100,0,100,100"/></hotspotInteraction>`
	item := both(t, item2(declare("RESPONSE", "single", "identifier", "", "b"), hotspot, correctTemplate))
	require.Empty(t, rejection(item))
	require.Equal(t, []string{"B"}, item.Key)
	require.Equal(t, []question.Area{
		{Key: "A", Shape: marking.Circle, Coords: []int{5000, 5000, 1000}}, {Key: "B", Shape: marking.Rect, Coords: []int{0, 0, 2500, 10000}},
		{Key: "C", Shape: marking.Poly, Coords: []int{0, 0, 5000, 0, 5000, 10000}}}, item.Areas)

	areas := `<areaMapping defaultValue="0"><areaMapEntry shape="circle" coords="100,50,10" mappedValue="1"/></areaMapping>`
	point := `<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>刀架</prompt><object type="image/png" data="a.png" width="200" height="100"/></selectPointInteraction>`
	item = both(t, item2(declare("RESPONSE", "single", "point", areas, "100 50"), point, ""))
	require.Empty(t, rejection(item))
	require.Equal(t, []question.Area{{Key: "A", Shape: marking.Circle, Coords: []int{5000, 5000, 500}}}, item.Areas)
	item = both(t, item2(declare("RESPONSE", "single", "point", "", "100 50"), point, ""))
	require.Equal(t, question.SubAreas, rejection(item), "a bare point has no extent")
}

func TestAssess_SeveralInteractionsMakeACase(t *testing.T) {
	t.Parallel()
	text := item2(declare("R1", "single", "identifier", "", "C1")+declare("R2", "single", "float", "", "4")+declare("R3", "single", "string", ""),
		"<p>某厂加工轴。</p>"+strings.Replace(choiceBody("1", "甲", "乙"), "RESPONSE", "R1", 1)+
			`<p>齿数 <textEntryInteraction responseIdentifier="R2"/></p><extendedTextInteraction responseIdentifier="R3"><prompt>说明</prompt></extendedTextInteraction>`, "<responseProcessing/>")
	item := both(t, text)
	require.Empty(t, rejection(item))
	require.Equal(t, question.Case, item.Type)
	require.Equal(t, "某厂加工轴。", item.Stem)
	require.Len(t, item.Parts, 3)
	require.Equal(t, []string{"A"}, item.Parts[0].Key)
	require.Equal(t, "4", item.Parts[1].Blanks[0].Number.Value)
	require.Equal(t, "齿数 ____", item.Parts[1].Stem)
	require.Equal(t, question.Essay, item.Parts[2].Type)
}

func TestAssess_FeedbackStandsWhereItBelongs(t *testing.T) {
	t.Parallel()
	body := `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><simpleChoice identifier="a">甲<feedbackInline outcomeIdentifier="FB" identifier="a" showHide="show">甲评</feedbackInline></simpleChoice>` +
		`<simpleChoice identifier="b">乙</simpleChoice><simpleChoice identifier="c">丙</simpleChoice></choiceInteraction>`
	rules := `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match><setOutcomeValue identifier="FB"><baseValue baseType="identifier">good</baseValue></setOutcomeValue></responseIf>` +
		`<responseElse><setOutcomeValue identifier="FB"><baseValue baseType="identifier">bad</baseValue></setOutcomeValue></responseElse></responseCondition></responseProcessing>`
	modal := `<modalFeedback outcomeIdentifier="FB" identifier="good" showHide="show">对了</modalFeedback><modalFeedback outcomeIdentifier="FB" identifier="bad" showHide="show">错了</modalFeedback>`
	item := both(t, item2(declare("RESPONSE", "single", "identifier", "", "b"), "<p>题</p>"+body, rules+modal))
	require.Empty(t, rejection(item))
	require.Equal(t, "甲", item.Options[0].HTML)
	require.Equal(t, "甲评", item.Options[0].Explanation)
	require.Equal(t, "对了", item.Explanation)
	require.Equal(t, exchange.SubFeedbackLost, item.Notes[0].Sub)
}

func TestAssess_RubricsAndTitles(t *testing.T) {
	t.Parallel()
	open := `<rubricBlock view="candidate"><p>看图作答。</p></rubricBlock><extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="100"/><rubricBlock view="scorer"><p>先粗后精。</p></rubricBlock>`
	item := both(t, item2(declare("RESPONSE", "single", "string", ""), open, ""))
	require.Empty(t, rejection(item))
	require.Equal(t, question.Short, item.Type)
	require.Equal(t, "看图作答。", item.Stem)
	require.Equal(t, "先粗后精。", item.Reference)

	item = both(t, item2(declare("RESPONSE", "single", "identifier", "", "C1"), strings.Replace(choiceBody("1", "甲", "乙"), "<prompt>选出</prompt>", "", 1), correctTemplate))
	require.Equal(t, "题目", item.Stem, "the title stands in for an empty stem")
}

func TestN119_WhatNoTypeHoldsIsRejectedByName(t *testing.T) {
	t.Parallel()
	declared := declare("RESPONSE", "single", "identifier", "", "a")
	for name, body := range map[string]string{
		"graphicOrderInteraction":     `<graphicOrderInteraction responseIdentifier="RESPONSE"><object type="image/png" data="a.png" width="9" height="9"/></graphicOrderInteraction>`,
		"graphicAssociateInteraction": `<graphicAssociateInteraction responseIdentifier="RESPONSE"/>`,
		"drawingInteraction":          `<drawingInteraction responseIdentifier="RESPONSE"/>`,
		"uploadInteraction":           `<p>x</p><uploadInteraction responseIdentifier="RESPONSE"/>`,
		"customInteraction":           `<customInteraction responseIdentifier="RESPONSE"><x/></customInteraction>`,
		"portableCustomInteraction":   `<portableCustomInteraction responseIdentifier="RESPONSE"/>`,
		"mediaInteraction":            `<mediaInteraction responseIdentifier="RESPONSE"/>`,
		"dreamInteraction":            `<dreamInteraction responseIdentifier="RESPONSE"/>`,
		"printedVariable":             `<p><printedVariable identifier="X"/></p>` + choiceBody("1", "甲", "乙"),
	} {
		item := both(t, item2(declared, body, ""))
		require.Len(t, item.Notes, 1, name)
		require.Equal(t, exchange.SubUnsupported, rejection(item), name)
		require.Contains(t, item.Notes[0].Params["kind"], name)
	}
	for _, rest := range []string{"<templateProcessing/>", `<responseProcessing><setOutcomeValue identifier="SCORE"><customOperator definition="x"/></setOutcomeValue></responseProcessing>`} {
		item := both(t, item2(declared, choiceBody("1", "甲", "乙"), rest))
		require.Equal(t, exchange.SubUnsupported, rejection(item))
	}
}

func TestN119_AnUnknownVersionIsNamed(t *testing.T) {
	t.Parallel()
	text := strings.Replace(item2(declare("RESPONSE", "single", "identifier", "", "C1"), choiceBody("1", "甲", "乙"), ""), "imsqti_v2p1", "imsqti_v9p1", 1)
	_, err := qti.Read(exchange.File{Name: "a.xml", Data: []byte(text)}, options())
	var refusal *fault.Error
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, bundle.SubVersion, refusal.Sub)
	require.Equal(t, "9.1", refusal.Params["version"])
}

func TestAssess_AnOrderIsNotShownAsItIsRight(t *testing.T) {
	t.Parallel()
	order := func(shuffle string, texts ...string) exchange.Item {
		out := `<orderInteraction responseIdentifier="RESPONSE" shuffle="` + shuffle + `"><prompt>排序</prompt>`
		for i, text := range texts {
			out += fmt.Sprintf(`<simpleChoice identifier="C%d">%s</simpleChoice>`, i+1, text)
		}
		return both(t, item2(declare("RESPONSE", "ordered", "identifier", "", "C1", "C2", "C3"), out+"</orderInteraction>", correctTemplate))
	}
	inOrder := func(item exchange.Item) (texts []string) {
		for _, k := range item.Key {
			for _, o := range item.Options {
				if o.Key == k {
					texts = append(texts, o.HTML)
				}
			}
		}
		return texts
	}
	for _, texts := range [][]string{{"a", "b", "c"}, {"c", "a", "b"}} {
		item := order("true", texts...)
		require.Empty(t, rejection(item))
		require.NotEqual(t, []string{"A", "B", "C"}, item.Key)
		require.Equal(t, texts, inOrder(item))
		require.Equal(t, []string{"A", "B", "C"}, order("false", texts...).Key, "the file wants it shown so")
	}
}
