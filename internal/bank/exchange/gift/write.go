package gift

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Write writes items. GIFT holds no question with several blanks and no places
// on a drawing.
func Write(items []exchange.Item) (exchange.Written, error) {
	w := exchange.Written{Extension: ".txt", ContentType: "text/plain; charset=utf-8"}
	var out strings.Builder
	for i, item := range items {
		if !held(item.Body) {
			at := item.Ref
			if at == "" {
				at = strconv.Itoa(i + 1)
			}
			note := exchange.Note{Sub: exchange.SubNotHeld, Warning: true, Column: "题型", Params: fault.Params{"format": "GIFT"}}
			w.Left = append(w.Left, exchange.Left{At: at, Note: note})
			continue
		}
		writeItem(&out, item)
	}
	w.Data = []byte(out.String())
	return w, nil
}

// held reports a body that GIFT holds.
func held(b question.Body) bool {
	switch b.Type {
	case question.Hotspot:
		return false
	case question.Fill:
		return len(b.Blanks) == 1 && question.Marks(b.Stem) <= 1 && plainNumber(b.Blanks[0])
	case question.Case:
		for _, p := range b.Parts {
			if !held(p) {
				return false
			}
		}
	}
	return true
}

// plainNumber reports a blank whose answers are words alone, or a number with
// other numbers beside it.
func plainNumber(b question.Blank) bool {
	for _, a := range b.Answers {
		if _, number := markup.Decimal(a); b.Number != nil && !number {
			return false
		}
	}
	return true
}

// composer writes the texts of one item; stem is foreign HTML already.
type composer struct {
	out  *strings.Builder
	item exchange.Item
}

func writeItem(out *strings.Builder, item exchange.Item) {
	c := &composer{out: out, item: item}
	tags := markup.Tags(item, true)
	stem := c.text(item.Stem) + markup.PicturesBelow(len(item.Pictures), markup.PictureOrder(item.Body), c.address)
	if item.Type != question.Case {
		c.question(item.Ref, append(tags, bodyTags(item.Body)...), stem, item.Body)
		return
	}
	c.head(item.Ref, append(tags, markup.CaseTags(len(item.Parts))...))
	guide := markup.Guide{Reference: stem, Rest: c.text(item.Explanation)}
	c.out.WriteString("[html]" + escape(markup.WriteGuide(guide, true)) + "\n\n")
	for i, p := range item.Parts {
		c.question("", append(markup.PartTags(i+1, p.Share), bodyTags(p)...), c.text(p.Stem), p)
	}
}

func bodyTags(b question.Body) []string {
	return markup.BodyTags(b, b.Type == question.Short || b.Type == question.Calculation, true, true)
}

var bracket = strings.NewReplacer(`\`, `\\`, "]", `\]`, "\n", " ")

func (c *composer) head(ref string, tags []string) {
	if ref == "" && len(tags) == 0 {
		return
	}
	c.out.WriteString("//")
	if ref != "" {
		c.out.WriteString(" [id:" + bracket.Replace(ref) + "]")
	}
	for _, t := range tags {
		c.out.WriteString(" [tag:" + bracket.Replace(t) + "]")
	}
	c.out.WriteString("\n")
}

func (c *composer) text(h string) string { return markup.Outward(h, c.address) }

// address gives a picture as an address that holds it.
func (c *composer) address(n int) string {
	switch {
	case n > len(c.item.Pictures):
		return ""
	case c.item.Pictures[n-1].Data == nil:
		return c.item.Pictures[n-1].Name
	}
	return markup.DataURI(c.item.Pictures[n-1])
}

func (c *composer) html(h string) string { return escape(c.text(h)) }

func (c *composer) question(ref string, tags []string, stem string, b question.Body) {
	c.head(ref, tags)
	if ref != "" {
		c.out.WriteString("::" + escape(ref) + "::")
	}
	c.out.WriteString("[html]" + escape(stem) + "{")
	c.answers(b)
	guide := markup.Guide{Reference: c.text(b.Reference), Rubric: b.Rubric, Rest: c.text(b.Explanation)}
	if b.Type == question.Calculation {
		guide.Values = b.Blanks
	}
	if general := markup.WriteGuide(guide, true); general != "" {
		c.out.WriteString("####" + escape(general))
	}
	c.out.WriteString("}\n\n")
}

func (c *composer) answers(b question.Body) {
	switch b.Type {
	case question.Judge:
		c.judge(b)
	case question.Single, question.Multiple:
		c.choice(b)
	case question.Fill:
		c.blank(b.Blanks[0])
	case question.Matching:
		c.out.WriteString("\n")
		for _, p := range markup.Unmatch(b) {
			c.out.WriteString("\t=" + c.html(p.Left) + " -> " + c.html(p.Right) + "\n")
		}
	case question.Ordering:
		c.out.WriteString(">ALL\n")
		text := map[string]string{}
		for _, o := range b.Options {
			text[o.Key] = o.HTML
		}
		for _, k := range b.Key {
			c.out.WriteString("\t" + c.html(text[k]) + "\n")
		}
	}
}

func (c *composer) judge(b question.Body) {
	word, right, wrong := "TRUE", b.Options[0].Explanation, b.Options[1].Explanation
	if b.Key[0] == question.False {
		word, right, wrong = "FALSE", wrong, right
	}
	c.out.WriteString(word)
	if right+wrong != "" {
		c.out.WriteString("#" + c.html(wrong))
	}
	if right != "" {
		c.out.WriteString("#" + c.html(right))
	}
}

// looksWeighted is an option that would be read as a weight.
var looksWeighted = regexp.MustCompile(`^\s*%`)

func (c *composer) choice(b question.Body) {
	right := map[string]bool{}
	for _, k := range b.Key {
		right[k] = true
	}
	share := strconv.FormatFloat(100/float64(len(b.Key)), 'f', 5, 64)
	share = strings.TrimRight(strings.TrimRight(share, "0"), ".")
	c.out.WriteString("\n")
	for _, o := range b.Options {
		mark := "~"
		switch {
		case b.Type == question.Single && right[o.Key]:
			mark = "="
		case right[o.Key]:
			mark = "~%" + share + "%"
		case b.Type == question.Multiple:
			mark = "~%-100%"
		}
		text := o.HTML
		if looksWeighted.MatchString(text) && mark != "~%-100%" {
			text = strings.Replace(text, "%", "&#37;", 1)
		}
		c.out.WriteString("\t" + mark + c.html(text))
		if o.Explanation != "" {
			c.out.WriteString("#" + c.html(o.Explanation))
		}
		c.out.WriteString("\n")
	}
}

func (c *composer) blank(b question.Blank) {
	if b.Number != nil {
		c.out.WriteString("#\n\t=" + b.Number.Value + ":" + b.Number.Tolerance + "\n")
		for _, a := range b.Answers {
			c.out.WriteString("\t=" + a + ":0\n")
		}
		return
	}
	c.out.WriteString("\n")
	for _, a := range b.Answers {
		text := question.FromText(strings.ReplaceAll(a, "*", `\*`))
		if looksWeighted.MatchString(text) {
			text = strings.Replace(text, "%", "&#37;", 1)
		}
		c.out.WriteString("\t=" + escape(text) + "\n")
	}
}
