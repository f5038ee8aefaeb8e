package word

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // kinds of pictures
	_ "image/jpeg" // kinds of pictures
	_ "image/png"  // kinds of pictures
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/bank/question/inword"
	"jiangxun/internal/platform/docx"
)

// PaperOptions are what the list is written with.
type PaperOptions struct {
	Title string // above the list; may be empty
}

const (
	contentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	maxPairs    = 20 // that ①–⑳ number
)

// Write writes a list of questions with their answers, in sections by type,
// that Read reads back. Left names what the layout of a paper cannot hold.
func Write(items []exchange.Item, o PaperOptions) (exchange.Written, error) {
	w := &writer{doc: docx.NewWriter(docx.Setup{Title: o.Title})}
	if o.Title != "" {
		w.doc.Paragraph(docx.Paragraph{Style: "title", Align: "center", Runs: []docx.Run{{Text: o.Title}}})
	}
	var last question.Type
	sections, number := 0, 0
	for i, item := range items {
		if !held(item.Body) {
			w.leave(item, i)
			continue
		}
		if item.Type != last {
			last, number = item.Type, 0
			sections++
			w.doc.Text(docx.Counting(sections)+"、"+item.Type.Title(), docx.Setting{Face: docx.Hei, Bold: true, Before: 12, After: 4, KeepNext: true})
		}
		number++
		w.pictures = item.Pictures
		w.item(item, number)
	}
	data, err := w.doc.Bytes()
	if err != nil {
		return exchange.Written{}, fmt.Errorf("write docx: %w", err)
	}
	return exchange.Written{Data: data, Extension: ".docx", ContentType: contentType, Left: w.left}, nil
}

// held tells whether the layout of a paper can hold a question.
func held(b question.Body) bool {
	switch b.Type {
	case question.Hotspot:
		return false
	case question.Matching:
		return len(b.Pairs) >= 2 && len(b.Pairs) <= maxPairs
	case question.Case:
		for _, p := range b.Parts {
			if !held(p) {
				return false
			}
		}
	}
	return true
}

type writer struct {
	doc      *docx.Writer
	pictures []exchange.Picture
	left     []exchange.Left
}

func (w *writer) leave(item exchange.Item, i int) {
	at := item.Ref
	if at == "" {
		at = strconv.Itoa(i + 1)
	}
	w.left = append(w.left, exchange.Left{At: at, Note: exchange.Note{Sub: exchange.SubNotHeld, Params: map[string]any{"format": "Word"}}})
}

// flow writes clean HTML as paragraphs and tables, prefix before the first.
func (w *writer) flow(prefix, text string) {
	w.doc.Add(inword.Blocks(prefix, text, inword.Options{Picture: w.picture, Source: true})...)
}

func (w *writer) picture(n int, alt string) docx.Run {
	if n > len(w.pictures) || len(w.pictures[n-1].Data) == 0 {
		return docx.Run{}
	}
	p := w.pictures[n-1]
	_, kind, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil {
		return docx.Run{Text: "（图片“" + p.Name + "”无法显示）"}
	}
	return docx.Run{Kind: docx.Image, Picture: &docx.Picture{Name: p.Name, Type: "image/" + kind, Data: p.Data, Alt: alt}}
}

func (w *writer) item(item exchange.Item, number int) {
	stem := item.Stem
	for n := range item.Pictures { // pictures that no text names stand below the stem
		if !named(item.Body, n+1) {
			stem += "<p>" + question.PictureTag(n+1, "") + "</p>"
		}
	}
	w.flow(strconv.Itoa(number)+". ", stem)
	if item.Type == question.Case {
		w.fields(item)
		w.label("解析", item.Explanation)
		for i, p := range item.Parts {
			w.part(p, i+1)
		}
		return
	}
	w.body(item.Body)
	w.fields(item)
}

func named(b question.Body, n int) bool {
	found := false
	b.Map(func(text string) string {
		for _, k := range question.PicturesIn(text) {
			found = found || k == n
		}
		return text
	})
	return found
}

func (w *writer) part(b question.Body, number int) {
	w.flow(fmt.Sprintf("（%d）（%s，%d分）", number, b.Type.Title(), max(b.Share, 1)), b.Stem)
	w.body(b)
}

// body writes everything below the stem.
func (w *writer) body(b question.Body) {
	switch b.Type {
	case question.Judge:
		if len(b.Key) == 1 {
			w.label("答案", map[string]string{question.True: "正确", question.False: "错误"}[b.Key[0]])
		}
	case question.Matching:
		w.matching(b)
	case question.Fill:
		w.blanks("答案", b.Blanks)
	default:
		for _, o := range b.Options {
			w.flow(o.Key+". ", o.HTML)
		}
		w.label("答案", strings.Join(b.Key, ""))
		w.label("答案", b.Reference)
	}
	if b.Type == question.Calculation {
		w.blanks("数值答案", b.Blanks)
	}
	w.rubric(b.Rubric)
	w.label("解析", b.Explanation)
	w.whys(b)
}

func (w *writer) matching(b question.Body) {
	for i, p := range b.Pairs {
		w.flow(string(rune('①'+i))+"　", p.HTML)
	}
	var keys []string
	for i, p := range b.Pairs {
		keys = append(keys, string(rune('①'+i))+p.Key)
	}
	for _, o := range b.Options {
		w.flow(o.Key+". ", o.HTML)
	}
	w.label("答案", strings.Join(keys, " "))
}

// blanks writes the answers of blanks, numbered where there are several.
func (w *writer) blanks(name string, list []question.Blank) {
	for i, blank := range list {
		text := blankText(blank)
		if len(list) > 1 && name == "答案" {
			text = fmt.Sprintf("（%d）%s", i+1, text)
		}
		if i == 0 {
			w.label(name, question.FromText(text))
			continue
		}
		w.flow("", question.FromText(text))
	}
}

func blankText(b question.Blank) string {
	if n := b.Number; n != nil {
		return n.Value + "±" + n.Tolerance + n.Unit
	}
	sign := "/"
	for _, a := range b.Answers {
		if strings.ContainsAny(a, "/／或") {
			sign = "｜"
		}
	}
	text := strings.Join(b.Answers, sign)
	if sign == "｜" && len(b.Answers) == 1 {
		text += sign
	}
	if b.CaseSensitive {
		text += "（区分大小写）"
	}
	return text
}

func (w *writer) rubric(list []question.Criterion) {
	for i, c := range list {
		text := question.FromText(fmt.Sprintf("%s（%d分）", c.Text, c.Share))
		if i == 0 {
			w.label("评分标准", text)
			continue
		}
		w.flow("", text)
	}
}

// whys writes the explanations of options.
func (w *writer) whys(b question.Body) {
	first := true
	for _, o := range b.Options {
		if o.Explanation == "" {
			continue
		}
		name := o.Key
		if b.Type == question.Judge {
			name = map[string]string{question.True: "正确", question.False: "错误"}[o.Key]
		}
		if first {
			w.flow("【选项解析】", question.FromText(name+"：")+o.Explanation)
			first = false
			continue
		}
		w.flow(name+"：", o.Explanation)
	}
}

// fields writes what an item has besides its body.
func (w *writer) fields(item exchange.Item) {
	if item.Score > 0 {
		w.label("分值", strconv.FormatFloat(float64(item.Score)/100, 'f', -1, 64))
	}
	if item.Difficulty > 0 {
		w.label("难度", strconv.Itoa(item.Difficulty))
	}
	w.label("鉴定点", question.FromText(item.Element))
	w.label("来源", question.FromText(item.Source))
	w.label("标签", question.FromText(strings.Join(item.Tags, "、")))
	w.label("用途", map[string]string{"practice": "练习", "mock": "模拟", "exam": "考试"}[item.Pool])
	w.label("编号", question.FromText(item.Ref))
}

// label writes "【name】text"; nothing for an empty text.
func (w *writer) label(name, text string) {
	if question.Empty(text) {
		return
	}
	w.flow("【"+name+"】", text)
}
