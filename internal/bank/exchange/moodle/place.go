package moodle

import (
	"bytes"
	"image"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/xmlsafe"
)

// box is a word that may stand in a place of a text, and its group.
type box struct{ html, group string }

var placeMark = regexp.MustCompile(`\[\[(\d{1,3})\]\]`)

// gapselect reads a text whose places [[n]] take words: a single choice where
// there is one place, a matching question where all take words of one group,
// else a case of single choices.
func (q *asked) gapselect(string) question.Body {
	var boxes []box
	for _, name := range []string{"dragbox", "selectoption"} {
		for _, node := range all(q.node, name) {
			boxes = append(boxes, box{q.html(node), text(node.Child("", "group"))})
		}
	}
	var places []int // index of the right box of each place
	source := placeMark.ReplaceAllStringFunc(source(q.textNode()), func(mark string) string {
		n, _ := strconv.Atoi(placeMark.FindStringSubmatch(mark)[1])
		places = append(places, n-1)
		return "（" + strconv.Itoa(len(places)) + "）____"
	})
	for i, p := range places {
		if p < 0 || p >= len(boxes) {
			q.item.Reject("答案", SubGap, fault.Params{"number": i + 1})
			return question.Body{Type: question.Matching}
		}
	}
	if len(places) == 1 {
		b := single(boxes, places[0])
		b.Stem = q.convert(strings.Replace(source, "（1）____", "____", 1))
		return b
	}
	b := q.places(boxes, places)
	b.Stem = q.convert(source)
	return b
}

func (q *asked) places(boxes []box, places []int) question.Body {
	groups := map[string]int{}
	for _, b := range boxes {
		groups[b.group]++
	}
	together := len(groups) == 1
	for _, p := range places {
		together = together || groups[boxes[p].group] < question.MinOptions
	}
	if together {
		var list []markup.MatchPair
		for _, b := range boxes {
			list = append(list, markup.MatchPair{Right: b.html})
		}
		for i, p := range places {
			list = append(list, markup.MatchPair{Left: "（" + strconv.Itoa(i+1) + "）", Right: boxes[p].html})
		}
		return markup.Match(list)
	}
	b := question.Body{Type: question.Case}
	for i, p := range places {
		part := single(boxes, p)
		part.Stem, part.Share = "（"+strconv.Itoa(i+1)+"）", 1
		b.Parts = append(b.Parts, part)
	}
	return b
}

// single asks for one box among those of its group.
func single(boxes []box, right int) question.Body {
	b := question.Body{Type: question.Single}
	for i, x := range boxes {
		if x.group != boxes[right].group {
			continue
		}
		letter := question.Letter(len(b.Options))
		b.Options = append(b.Options, question.Option{Key: letter, HTML: x.html})
		if i == right {
			b.Key = []string{letter}
		}
	}
	return b
}

// marker is the word that stands for "here" on a picture.
const marker = "✚"

// ddmarker reads a picture with places for one marker; with several it is
// another kind of question.
func (q *asked) ddmarker(stem string) question.Body {
	b := question.Body{Type: question.Hotspot, Stem: stem}
	drags, files := all(q.node, "drag"), all(q.node, "file")
	if len(drags) != 1 || len(files) == 0 {
		q.item.Reject("题型", exchange.SubUnsupported, fault.Params{"kind": named("ddmarker")})
		return b
	}
	data, _ := fileData(files[0])
	b.Picture = markup.AddPicture(q.item, files[0].Attr("", "name"), func(src string) (string, []byte, bool) { return src, data, data != nil })
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || b.Picture == 0 {
		q.item.Reject("图片", exchange.SubPictureForm, fault.Params{"name": short(files[0].Attr("", "name"))})
		return b
	}
	name := q.words(drags[0])
	if name != marker && name != "" && !strings.Contains(question.Plain(stem), name) {
		b.Stem += "<p>（" + question.FromText(name) + "）</p>"
	}
	right := text(drags[0].Child("", "no"))
	for i, drop := range all(q.node, "drop") {
		area, ok := area(drop, size.Width, size.Height)
		if !ok {
			q.item.Reject("选项", question.SubAreas, nil)
			return b
		}
		area.Key = question.Letter(i)
		b.Areas = append(b.Areas, area)
		if text(drop.Child("", "choice")) == right {
			b.Key = append(b.Key, area.Key)
		}
	}
	return b
}

func area(drop *xmlsafe.Node, width, height int) (marking.Area, bool) {
	coords := drop.Child("", "coords")
	var numbers []float64
	for _, n := range strings.FieldsFunc(text(coords), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		value, err := strconv.ParseFloat(n, 64)
		if err != nil || value < -1e6 || value > 1e6 {
			return marking.Area{}, false
		}
		numbers = append(numbers, value)
	}
	a := marking.Area{}
	switch shape := text(drop.Child("", "shape")); {
	case shape == "circle" && len(numbers) == 3:
		a.Shape = marking.Circle
	case shape == "rectangle" && len(numbers) == 4:
		a.Shape = marking.Rect
		numbers[2], numbers[3] = numbers[0]+numbers[2], numbers[1]+numbers[3]
	case shape == "polygon" && len(numbers) >= 6 && len(numbers)%2 == 0:
		a.Shape = marking.Poly
	default:
		return a, false
	}
	for i, n := range numbers {
		side := width
		if i%2 == 1 {
			side = height
		}
		a.Coords = append(a.Coords, min(10_000, max(0, int(math.Round(n*10_000/float64(side))))))
	}
	if exact := exactly(coords.Attr("", "exact")); slices.Equal(pixels(a.Shape, exact, width, height), pixels(a.Shape, a.Coords, width, height)) {
		a.Coords = exact
	}
	return a, true
}

// exactly reads coordinates finer than pixels, as our writer adds them.
func exactly(text string) []int {
	var list []int
	for _, n := range strings.Split(text, ",") {
		value, err := strconv.Atoi(n)
		if err != nil || value < 0 || value > 10_000 {
			return nil
		}
		list = append(list, value)
	}
	return list
}

// pixels gives coordinates in pixels, a rectangle with its size.
func pixels(shape marking.Shape, coords []int, width, height int) []int {
	var list []int
	for i, n := range coords {
		side := width
		if i%2 == 1 {
			side = height
		}
		list = append(list, int(math.Round(float64(n)*float64(side)/10_000)))
	}
	if shape == marking.Rect && len(list) == 4 {
		list[2], list[3] = list[2]-list[0], list[3]-list[1]
	}
	return list
}
