package markup

import (
	"crypto/sha256"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
)

// mixed gives each text the letter of its place among the digests of all.
// Texts beyond what letters there are keep their place.
func mixed(texts []string) []string {
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := sha256.Sum256([]byte(texts[a])), sha256.Sum256([]byte(texts[b]))
		return strings.Compare(string(x[:]), string(y[:]))
	})
	if len(texts) > 1 && slices.IsSorted(order) { // chance left them in order
		slices.Reverse(order)
	}
	letters := make([]string, len(texts))
	for shown, i := range order {
		letters[i] = string(rune('A' + shown))
	}
	return letters
}

// Guide is what markers go by.
type Guide struct {
	Reference string // HTML
	Values    []question.Blank
	Rubric    []question.Criterion
	Rest      string // foreign HTML that belongs to none of them
}

const (
	referenceOpen, referenceClose = `<div class="jx-reference">`, `</div><!--jx-reference-->`
	rubricOpen, rubricClose       = `<ol class="jx-rubric">`, `</ol><!--jx-rubric-->`
	valuesOpen, valuesClose       = `<ul class="jx-values">`, `</ul><!--jx-values-->`
)

// WriteGuide writes reference answer, final values and marking guide into one
// text that people can read. marked puts the reference between marks of its
// own, for places where other text stands beside it.
func WriteGuide(g Guide, marked bool) string {
	out := g.Reference
	if marked && out != "" {
		out = referenceOpen + out + referenceClose
	}
	if len(g.Values) > 0 {
		out += valuesOpen
		for _, v := range g.Values {
			out += valueItem(v)
		}
		out += valuesClose
	}
	if len(g.Rubric) > 0 {
		out += rubricOpen
		for _, c := range g.Rubric {
			out += "<li>" + html.EscapeString(c.Text) + "（" + strconv.Itoa(c.Share) + "）</li>"
		}
		out += rubricClose
	}
	return out + g.Rest
}

func valueItem(b question.Blank) string {
	out := "<li>"
	if n := b.Number; n != nil {
		out += "<b>" + n.Value + "</b> ± <i>" + n.Tolerance + "</i>"
		if n.Unit != "" {
			out += " <u>" + html.EscapeString(n.Unit) + "</u>"
		}
	}
	for _, a := range b.Answers {
		out += "<em>" + html.EscapeString(a) + "</em>"
	}
	if b.CaseSensitive {
		out += "<s></s>"
	}
	return out + "</li>"
}

var (
	rubricItem = regexp.MustCompile(`(?s)<li>(.*?)（(\d{1,3})）</li>`)
	listItem   = regexp.MustCompile(`(?s)<li>(.*?)</li>`)
	valueForm  = regexp.MustCompile(`(?s)^<b>([^<]*)</b> ± <i>([^<]*)</i>(?: <u>([^<]*)</u>)?`)
	valueText  = regexp.MustCompile(`(?s)<em>([^<]*)</em>`)
)

// ReadGuide takes apart what WriteGuide wrote; of foreign text all is Rest.
func ReadGuide(text string) Guide {
	var g Guide
	g.Reference, text = cutMarked(text, referenceOpen, referenceClose)
	values, text := cutMarked(text, valuesOpen, valuesClose)
	rubric, text := cutMarked(text, rubricOpen, rubricClose)
	for _, m := range listItem.FindAllStringSubmatch(values, -1) {
		g.Values = append(g.Values, readValue(m[1]))
	}
	for _, m := range rubricItem.FindAllStringSubmatch(rubric, -1) {
		share, _ := strconv.Atoi(m[2])
		g.Rubric = append(g.Rubric, question.Criterion{Text: html.UnescapeString(m[1]), Share: share})
	}
	g.Rest = text
	return g
}

func readValue(text string) question.Blank {
	var b question.Blank
	if m := valueForm.FindStringSubmatch(text); m != nil {
		b.Number = &question.Number{Value: m[1], Tolerance: m[2], Unit: html.UnescapeString(m[3])}
	}
	for _, m := range valueText.FindAllStringSubmatch(text, -1) {
		b.Answers = append(b.Answers, html.UnescapeString(m[1]))
	}
	b.CaseSensitive = strings.HasSuffix(text, "<s></s>")
	return b
}

func cutMarked(text, opening, closing string) (inside, rest string) {
	from := strings.Index(text, opening)
	if from < 0 {
		return "", text
	}
	length := strings.Index(text[from+len(opening):], closing)
	if length < 0 {
		return "", text
	}
	to := from + len(opening) + length
	return text[from+len(opening) : to], text[:from] + text[to+len(closing):]
}

const gapsOpen, gapsClose = `<p class="jx-gaps">`, `</p><!--jx-gaps-->`

// GapsBelow marks gaps that stand below a stem which shows none.
func GapsBelow(gaps string) string { return gapsOpen + gaps + gapsClose }

// CutGaps takes off a stem what GapsBelow wrote.
func CutGaps(stem string) (rest, gaps string) {
	gaps, rest = cutMarked(stem, gapsOpen, gapsClose)
	return rest, gaps
}

const picturesOpen, picturesClose = `<p class="jx-pictures">`, `</p><!--jx-pictures-->`

// PicturesBelow writes the pictures that no text of a question names, to stand
// below its stem. order is that of PictureOrder. Where it is not the order of
// the pictures' numbers, all of them are written, those that some text shows
// hidden, so that a reader who reads them first finds the numbers again.
func PicturesBelow(count int, order []int, src func(n int) string) string {
	if len(order) == count && slices.IsSorted(order) {
		return ""
	}
	out := ""
	for n := 1; n <= count; n++ {
		hidden := ""
		if slices.Contains(order, n) {
			hidden = ` style="display:none"`
		}
		out += `<img src="` + html.EscapeString(src(n)) + `" alt=""` + hidden + `>`
	}
	if out == "" {
		return ""
	}
	return picturesOpen + out + picturesClose
}

// PictureOrder lists the pictures that a body names, each once, in the order in
// which the readers of its texts come upon them.
func PictureOrder(b question.Body) []int {
	var order []int
	add := func(numbers ...int) {
		for _, n := range numbers {
			if n > 0 && !slices.Contains(order, n) {
				order = append(order, n)
			}
		}
	}
	for _, h := range inReadingOrder(b) {
		add(question.PicturesIn(h)...)
	}
	add(b.Picture)
	for _, p := range b.Parts {
		add(PictureOrder(p)...)
	}
	return order
}

func inReadingOrder(b question.Body) []string {
	list := []string{b.Stem}
	switch b.Type {
	case question.Matching:
		for _, p := range Unmatch(b) {
			list = append(list, p.Left, p.Right)
		}
	case question.Ordering:
		for _, key := range b.Key {
			for _, o := range b.Options {
				if o.Key == key {
					list = append(list, o.HTML)
				}
			}
		}
	default:
		for _, o := range b.Options {
			list = append(list, o.HTML, o.Explanation)
		}
	}
	return append(list, b.Reference, b.Explanation)
}

// CutPictures takes off a stem what PicturesBelow wrote.
func CutPictures(stem string) (rest, pictures string) {
	pictures, rest = cutMarked(stem, picturesOpen, picturesClose)
	return rest, pictures
}
