package moodle

import (
	"encoding/base64"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

// Write writes items. What Moodle has no field for stands in tags, in the
// information for graders, or in attributes that Moodle passes over; a case
// becomes a description with its parts below it.
func Write(items []exchange.Item) (exchange.Written, error) {
	w := exchange.Written{Extension: ".xml", ContentType: "application/xml"}
	var out strings.Builder
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n")
	for i, item := range items {
		if !held(item.Body, item) {
			at := item.Ref
			if at == "" {
				at = strconv.Itoa(i + 1)
			}
			note := exchange.Note{Sub: exchange.SubNotHeld, Warning: true, Column: "题型", Params: fault.Params{"format": "Moodle XML"}}
			w.Left = append(w.Left, exchange.Left{At: at, Note: note})
			continue
		}
		writeItem(&out, item)
	}
	out.WriteString("</quiz>\n")
	w.Data = []byte(out.String())
	return w, nil
}

// held reports a body that Moodle holds: no blank with a number and words at
// once, no place on a picture that is not here.
func held(b question.Body, item exchange.Item) bool {
	switch b.Type {
	case question.Fill:
		return !slices.ContainsFunc(b.Blanks, mixed)
	case question.Hotspot:
		width, height := sizeOf(item, b.Picture)
		return width > 0 && height > 0
	case question.Case:
		return !slices.ContainsFunc(b.Parts, func(p question.Body) bool { return !held(p, item) })
	}
	return true
}

func mixed(b question.Blank) bool {
	return b.Number != nil && slices.ContainsFunc(b.Answers, func(a string) bool {
		_, number := markup.Decimal(a)
		return !number
	})
}

// composer writes one item.
type composer struct {
	out  *strings.Builder
	item exchange.Item
}

func writeItem(out *strings.Builder, item exchange.Item) {
	c := &composer{out: out, item: item}
	below := markup.PicturesBelow(len(item.Pictures), markup.PictureOrder(item.Body), c.address)
	tags := markup.Tags(item, false)
	if item.Type != question.Case {
		c.question(item.Body, item.Ref, item.Score, below, append(tags, bodyTags(item.Body)...))
		return
	}
	c.open("description", item.Ref, item.Stem)
	c.text("questiontext", c.html(item.Stem)+below, c.numbers(item.Stem, below != ""))
	c.field("generalfeedback", item.Explanation)
	c.end(item.Ref, item.Score, append(tags, markup.CaseTags(len(item.Parts))...))
	for i, p := range item.Parts {
		c.question(p, "", 0, "", append(markup.PartTags(i+1, p.Share), bodyTags(p)...))
	}
}

func bodyTags(b question.Body) []string {
	cloze := b.Type == question.Fill && len(b.Blanks) > 1
	return markup.BodyTags(b, b.Type == question.Short || b.Type == question.Calculation, cloze, b.Type == question.Fill && numeric(b))
}

func numeric(b question.Body) bool {
	return slices.ContainsFunc(b.Blanks, func(x question.Blank) bool { return x.Number != nil })
}

// legal drops what XML cannot hold.
func legal(text string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff || r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

func escape(text string) string { return html.EscapeString(legal(text)) }

func (c *composer) put(parts ...string) {
	for _, p := range parts {
		c.out.WriteString(p)
	}
}

// open begins a question; its name is the reference or the stem's first words.
func (c *composer) open(kind, ref, stem string) {
	name := ref
	if name == "" {
		name = short(question.Plain(stem))
	}
	c.put("  <question type=\"", kind, "\">\n    <name><text>", escape(name), "</text></name>\n")
}

func (c *composer) end(ref string, score int, tags []string) {
	if score > 0 {
		c.put("    <defaultgrade>", marking.Hundredths(score).Points(), "</defaultgrade>\n")
	}
	c.put("    <penalty>0</penalty>\n    <hidden>0</hidden>\n")
	if ref != "" {
		c.put("    <idnumber>", escape(ref), "</idnumber>\n")
	}
	if len(tags) > 0 {
		c.put("    <tags>\n")
		for _, t := range tags {
			c.put("      <tag><text>", escape(t), "</text></tag>\n")
		}
		c.put("    </tags>\n")
	}
	c.put("  </question>\n")
}

// html gives a text with the addresses that Moodle uses within a question.
func (c *composer) html(h string) string { return markup.Outward(h, c.address) }

func (c *composer) address(n int) string {
	if n > len(c.item.Pictures) {
		return ""
	}
	return "@@PLUGINFILE@@" + c.folder(n) + url.PathEscape(c.item.Pictures[n-1].Name)
}

// folder keeps apart pictures of one name.
func (c *composer) folder(n int) string {
	for i := range n - 1 {
		if c.item.Pictures[i].Name == c.item.Pictures[n-1].Name {
			return "/" + strconv.Itoa(n) + "/"
		}
	}
	return "/"
}

func (c *composer) file(n int) {
	if n < 1 || n > len(c.item.Pictures) || c.item.Pictures[n-1].Data == nil {
		return
	}
	p := c.item.Pictures[n-1]
	c.put("<file name=\"", escape(p.Name), "\" path=\"", c.folder(n), "\" encoding=\"base64\">", base64.StdEncoding.EncodeToString(p.Data), "</file>")
}

// numbers lists the pictures of a text, all where they stand below the stem.
func (c *composer) numbers(h string, below bool) []int {
	list := question.PicturesIn(h)
	for n := 1; below && n <= len(c.item.Pictures); n++ {
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// content writes <text> and the files of it.
func (c *composer) content(foreign string, numbers []int) {
	c.put("<text><![CDATA[", strings.ReplaceAll(legal(foreign), "]]>", "]]]]><![CDATA[>"), "]]></text>")
	for _, n := range numbers {
		c.file(n)
	}
}

// text writes an element of foreign HTML.
func (c *composer) text(name, foreign string, numbers []int) {
	c.put("    <", name, " format=\"html\">")
	c.content(foreign, numbers)
	c.put("</", name, ">\n")
}

// field writes an element of a text of ours, nothing where it is empty.
func (c *composer) field(name, h string) {
	if h != "" {
		c.text(name, c.html(h), c.numbers(h, false))
	}
}

func (c *composer) answer(fraction, h, feedback, more string) {
	c.put("    <answer fraction=\"", fraction, "\" format=\"html\">")
	c.content(c.html(h), c.numbers(h, false))
	c.put(more)
	if feedback != "" {
		c.put("<feedback format=\"html\">")
		c.content(c.html(feedback), c.numbers(feedback, false))
		c.put("</feedback>")
	}
	c.put("</answer>\n")
}

// plainAnswer writes an answer that is typed in.
func (c *composer) plainAnswer(text, more string) {
	c.put("    <answer fraction=\"100\" format=\"plain_text\"><text>", escape(text), "</text>", more, "</answer>\n")
}
