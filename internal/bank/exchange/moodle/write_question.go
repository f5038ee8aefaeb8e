package moodle

import (
	"bytes"
	"html"
	"image"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
)

// question writes a body that is no case. below is what stands under the stem.
func (c *composer) question(b question.Body, ref string, score int, below string, tags []string) {
	kind, stem := c.kind(b), c.html(b.Stem)
	if kind == "cloze" {
		stem = withGaps(b, stem)
	}
	c.open(kind, ref, b.Stem)
	c.text("questiontext", stem+below, c.numbers(b.Stem, below != ""))
	switch b.Type {
	case question.Single, question.Multiple:
		c.choice(b)
	case question.Judge:
		c.judge(b)
	case question.Fill:
		c.blank(kind, b)
	case question.Short, question.Essay, question.Calculation:
		c.essay(b)
	case question.Ordering:
		c.ordering(b)
	case question.Matching:
		c.matching(kind, b)
	case question.Hotspot:
		c.hotspot(b)
	}
	c.field("generalfeedback", b.Explanation)
	c.end(ref, score, tags)
}

// kind is the type of question in Moodle.
func (c *composer) kind(b question.Body) string {
	switch b.Type {
	case question.Single, question.Multiple:
		return "multichoice"
	case question.Judge:
		return "truefalse"
	case question.Fill:
		switch {
		case len(b.Blanks) != 1 || question.Marks(b.Stem) > 1:
			return "cloze"
		case b.Blanks[0].Number != nil:
			return "numerical"
		}
		return "shortanswer"
	case question.Ordering:
		return "ordering"
	case question.Hotspot:
		return "ddmarker"
	case question.Matching:
		if slices.ContainsFunc(b.Options, func(o question.Option) bool { return !plainText(o.HTML) }) {
			return "ddmatch"
		}
		return "matching"
	}
	return "essay"
}

// plainText reports HTML that is nothing but its words.
func plainText(h string) bool {
	text := html.UnescapeString(h)
	return markup.Convert(text, nil, &exchange.Item{}) == h
}

func (c *composer) choice(b question.Body) {
	share := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(100/float64(len(b.Key)), 'f', 5, 64), "0"), ".")
	single := b.Type == question.Single
	c.put("    <single>", strconv.FormatBool(single), "</single>\n    <shuffleanswers>true</shuffleanswers>\n    <answernumbering>ABCD</answernumbering>\n")
	for _, o := range b.Options {
		fraction := "0"
		switch {
		case slices.Contains(b.Key, o.Key):
			fraction = share
		case !single:
			fraction = "-100"
		}
		c.answer(fraction, o.HTML, o.Explanation, "")
	}
}

func (c *composer) judge(b question.Body) {
	for _, o := range b.Options {
		fraction, word := "0", "true"
		if slices.Contains(b.Key, o.Key) {
			fraction = "100"
		}
		if o.Key == question.False {
			word = "false"
		}
		c.answer(fraction, word, o.Explanation, "")
	}
}

func (c *composer) blank(kind string, b question.Body) {
	if kind == "cloze" {
		return
	}
	blank := b.Blanks[0]
	if kind == "shortanswer" {
		usecase := "0"
		if blank.CaseSensitive {
			usecase = "1"
		}
		c.put("    <usecase>", usecase, "</usecase>\n")
		for _, a := range blank.Answers {
			c.plainAnswer(strings.ReplaceAll(a, "*", `\*`), "")
		}
		return
	}
	n := blank.Number
	c.plainAnswer(n.Value, "<tolerance>"+escape(n.Tolerance)+"</tolerance>")
	for _, a := range blank.Answers {
		c.plainAnswer(a, "<tolerance>0</tolerance>")
	}
	if n.Unit != "" {
		c.put("    <unitgradingtype>0</unitgradingtype>\n    <showunits>0</showunits>\n    <unitsleft>0</unitsleft>\n",
			"    <units><unit><multiplier>1</multiplier><unit_name>", escape(n.Unit), "</unit_name></unit></units>\n")
	}
}

// essay writes what is answered in writing.
func (c *composer) essay(b question.Body) {
	c.put("    <responseformat>editor</responseformat>\n    <responserequired>1</responserequired>\n    <responsefieldlines>15</responsefieldlines>\n",
		"    <attachments>0</attachments>\n")
	guide := markup.Guide{Reference: c.html(b.Reference), Rubric: b.Rubric}
	if b.Type == question.Calculation {
		guide.Values = b.Blanks
	}
	marked := len(guide.Values)+len(guide.Rubric) > 0
	if text := markup.WriteGuide(guide, marked); text != "" {
		c.text("graderinfo", text, c.numbers(b.Reference, false))
	}
}

func (c *composer) ordering(b question.Body) {
	c.put("    <layouttype>VERTICAL</layouttype>\n    <selecttype>ALL</selecttype>\n    <selectcount>0</selectcount>\n    <gradingtype>ALL_OR_NOTHING</gradingtype>\n")
	text := map[string]string{}
	for _, o := range b.Options {
		text[o.Key] = o.HTML
	}
	for i, key := range b.Key {
		c.answer(strconv.Itoa(i+1), text[key], "", "")
	}
}

func (c *composer) matching(kind string, b question.Body) {
	c.put("    <shuffleanswers>true</shuffleanswers>\n")
	for _, p := range markup.Unmatch(b) {
		c.put("    <subquestion format=\"html\">")
		c.content(c.html(p.Left), c.numbers(p.Left, false))
		if kind == "matching" {
			c.put("<answer><text>", escape(html.UnescapeString(p.Right)), "</text></answer></subquestion>\n")
			continue
		}
		c.put("<answer format=\"html\">")
		c.content(c.html(p.Right), c.numbers(p.Right, false))
		c.put("</answer></subquestion>\n")
	}
}

func sizeOf(item exchange.Item, n int) (width, height int) {
	if n < 1 || n > len(item.Pictures) {
		return 0, 0
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(item.Pictures[n-1].Data))
	if err != nil {
		return 0, 0
	}
	return size.Width, size.Height
}

// hotspot writes places for a marker. Moodle passes over those that belong to
// no marker; here they are the wrong ones.
func (c *composer) hotspot(b question.Body) {
	width, height := sizeOf(c.item, b.Picture)
	c.put("    <showmisplaced/>\n    ")
	c.file(b.Picture)
	c.put("\n    <drag><no>1</no><text>", marker, "</text><noofdrags>", strconv.Itoa(len(b.Key)), "</noofdrags></drag>\n")
	for i, a := range b.Areas {
		choice := "0"
		if slices.Contains(b.Key, a.Key) {
			choice = "1"
		}
		c.put("    <drop><no>", strconv.Itoa(i+1), "</no><shape>", shapeName(a.Shape), "</shape><coords exact=\"", joined(a.Coords, ","), "\">",
			coordinates(a, width, height), "</coords><choice>", choice, "</choice></drop>\n")
	}
}

func shapeName(s marking.Shape) string {
	switch s {
	case marking.Circle:
		return "circle"
	case marking.Poly:
		return "polygon"
	}
	return "rectangle"
}

func coordinates(a marking.Area, width, height int) string {
	p := pixels(a.Shape, a.Coords, width, height)
	if a.Shape == marking.Circle {
		return joined(p[:2], ",") + ";" + strconv.Itoa(max(1, p[2]))
	}
	var pairs []string
	for i := 0; i+1 < len(p); i += 2 {
		pairs = append(pairs, joined(p[i:i+2], ","))
	}
	return strings.Join(pairs, ";")
}

func joined(list []int, between string) string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, between)
}

// withGaps puts the answers of blanks into the stem, below it where it shows
// none.
func withGaps(b question.Body, stem string) string {
	if question.Marks(b.Stem) == 0 {
		out := ""
		for _, blank := range b.Blanks {
			out += gapText(blank)
		}
		return stem + markup.GapsBelow(out)
	}
	return markup.EachBlank(stem, func(i int) string {
		if i >= len(b.Blanks) {
			return "__"
		}
		return gapText(b.Blanks[i])
	})
}

var gapSigns = strings.NewReplacer(`\`, `\\`, "}", `\}`, "#", `\#`, "~", `\~`, `"`, `\"`, "/", `\/`, "&", "&amp;", "<", "&lt;", ">", "&gt;")

func gapText(b question.Blank) string {
	var list []string
	kind := "SHORTANSWER"
	if b.CaseSensitive {
		kind = "SHORTANSWER_C"
	}
	if n := b.Number; n != nil {
		kind = "NUMERICAL"
		list = append(list, "="+n.Value+":"+n.Tolerance)
	}
	for _, a := range b.Answers {
		text := gapSigns.Replace(strings.ReplaceAll(a, "*", `\*`))
		if b.Number != nil {
			text = a + ":0"
		}
		list = append(list, "="+text)
	}
	return "{1:" + kind + ":" + strings.Join(list, "~") + "}"
}
