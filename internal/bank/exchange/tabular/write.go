package tabular

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
)

const contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const questionSheet = "试题"

// leastOptions is how many option columns a workbook has at least.
const leastOptions = 4

// table is a workbook's sheet of questions in the making.
type table struct {
	columns  []string
	at       columns
	rows     [][]any
	pictures []sheet.Placed
	left     []exchange.Left
}

// Write writes items as a workbook that Read reads back without loss: what no
// cell can show stands in it as HTML or JSON, in cells that say so.
func Write(items []exchange.Item) (exchange.Written, error) {
	t := &table{at: columns{}}
	t.columns = columnsFor(items)
	for i, c := range t.columns {
		t.at[c] = i
	}
	for i := range items {
		t.item(i+1, &items[i])
	}
	out := sheet.Table{Name: questionSheet, Rows: t.rows, Pictures: t.pictures}
	for _, c := range t.columns {
		out.Columns = append(out.Columns, sheet.Column{Header: heading(c), Width: width(c)})
	}
	var buffer bytes.Buffer
	if err := sheet.WriteXLSX(&buffer, out); err != nil {
		return exchange.Written{}, err
	}
	return exchange.Written{Data: buffer.Bytes(), Extension: ".xlsx", ContentType: contentType, Left: t.left}, nil
}

func width(column string) float64 {
	switch column {
	case colStem, colExplanation:
		return 48
	case colNumber, colParent, colDifficulty, colScore, colShare:
		return 8
	case colKey:
		return 20
	}
	return 14
}

// columnsFor lists the columns that the items need, and those that every
// workbook has.
func columnsFor(items []exchange.Item) []string {
	options, whys := leastOptions, 0
	more := map[string]bool{}
	var see func(b question.Body)
	see = func(b question.Body) {
		if b.Type != question.Judge {
			options = max(options, len(b.Options))
		}
		for i, o := range b.Options {
			if o.Explanation != "" {
				whys = max(whys, i+1)
			}
		}
		more[colRubric] = more[colRubric] || len(b.Rubric) > 0
		more[colPairs] = more[colPairs] || len(b.Pairs) > 0
		more[colAreas] = more[colAreas] || len(b.Areas) > 0
		more[colValues] = more[colValues] || b.Type == question.Calculation && len(b.Blanks) > 0
		more[colParent] = more[colParent] || len(b.Parts) > 0
		more[colShare] = more[colParent]
		for _, p := range b.Parts {
			see(p)
		}
	}
	for _, i := range items {
		see(i.Body)
		more[colTags] = more[colTags] || len(i.Tags) > 0
	}
	list := []string{colNumber, colType, colStem}
	for i := range options {
		list = append(list, colOption+question.Letter(i))
	}
	list = append(list, colKey, colExplanation)
	for i := range whys {
		list = append(list, colWhy+question.Letter(i))
	}
	list = append(list, colElement, colDifficulty, colScore, colSource, colPool, colPicture, colRef)
	for _, c := range []string{colTags, colRubric, colValues, colPairs, colAreas, colParent, colShare} {
		if more[c] {
			list = append(list, c)
		}
	}
	return list
}

func (t *table) put(column string, value any) {
	if at, ok := t.at[column]; ok {
		t.rows[len(t.rows)-1][at] = value
	}
}

func (t *table) item(number int, item *exchange.Item) {
	t.rows = append(t.rows, make([]any, len(t.columns)))
	t.put(colNumber, number)
	t.put(colRef, item.Ref)
	t.put(colElement, item.Element)
	t.put(colSource, item.Source)
	t.put(colPool, map[string]string{"practice": "练习", "mock": "模拟", "exam": "考试"}[item.Pool])
	t.put(colTags, listCell(item.Tags))
	if item.Difficulty > 0 {
		t.put(colDifficulty, item.Difficulty)
	}
	if item.Score > 0 {
		t.put(colScore, strconv.FormatFloat(float64(item.Score)/100, 'f', -1, 64))
	}
	t.itemPictures(item)
	t.body(item.Body)
	for _, p := range item.Parts {
		t.rows = append(t.rows, make([]any, len(t.columns)))
		t.put(colParent, number)
		t.put(colShare, p.Share)
		t.body(p)
	}
}

func (t *table) itemPictures(item *exchange.Item) {
	var names []string
	for _, p := range item.Pictures {
		names = append(names, p.Name)
		if p.Data == nil {
			continue
		}
		if markup.Kind(p.Data) == "" {
			t.left = append(t.left, exchange.Left{At: item.Ref, Note: exchange.Note{Sub: exchange.SubPictureForm, Column: headings[colPicture], Params: fault.Params{"name": brief(p.Name)}}})
			continue
		}
		t.pictures = append(t.pictures, sheet.Placed{Row: len(t.rows) - 1, Column: t.at[colPicture], Name: p.Name, Data: p.Data})
	}
	t.put(colPicture, namesCell(names))
}

// listCell joins texts that are parted again when they are read.
func listCell(list []string) string {
	text := strings.Join(list, "\n")
	if jsonList(text) != nil || !slices.Equal(filled(nameMark.Split(text, -1)), list) {
		return asJSON(list)
	}
	return text
}

func namesCell(names []string) string {
	if slices.ContainsFunc(names, func(n string) bool { return strings.ContainsAny(n, "/") || noOption(n) || len([]rune(n)) < 2 }) {
		return asJSON(names)
	}
	return listCell(names)
}

func asJSON(v any) string {
	if reflect.ValueOf(v).Len() == 0 {
		return ""
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

func (t *table) body(b question.Body) {
	t.put(colType, b.Type.Title())
	t.put(colStem, stemCell(b))
	t.put(colExplanation, cellOf(b.Explanation, nil))
	if b.Type != question.Judge {
		for i, o := range b.Options {
			t.put(colOption+question.Letter(i), cellOf(o.HTML, func(h string) bool {
				return ownLetter.MatchString(h) || noOption(h)
			}))
		}
	}
	for i, o := range b.Options {
		t.put(colWhy+question.Letter(i), cellOf(o.Explanation, nil))
	}
	switch b.Type {
	case question.Judge:
		t.put(colKey, map[string]string{question.True: "正确", question.False: "错误"}[strings.Join(b.Key, "")])
	case question.Fill:
		t.put(colKey, blanksCell(b.Blanks, func(text string) []string { return splitBlanks(text, question.Marks(b.Stem)) }))
	case question.Short, question.Essay, question.Calculation:
		t.put(colKey, cellOf(b.Reference, nil))
		t.put(colRubric, rubricCell(b.Rubric))
		if b.Type == question.Calculation {
			t.put(colValues, blanksCell(b.Blanks, lines))
		}
	case question.Matching:
		t.put(colPairs, pairsCell(b))
	case question.Hotspot:
		raw, _ := json.Marshal(map[string]any{"picture": b.Picture, "areas": b.Areas})
		t.put(colAreas, string(raw))
		t.put(colKey, strings.Join(b.Key, ""))
	default:
		t.put(colKey, strings.Join(b.Key, ""))
	}
}

// stemCell writes a stem so that the reader leaves it as it is: one that looks
// as if it held a number, options or the answer goes as source.
func stemCell(b question.Body) any {
	return cellOf(b.Stem, func(h string) bool {
		n, _ := numbered(h)
		_, options := cutOptions(h)
		return n > 0 || len(options) > 0 || keyInStem.MatchString(h) || partMark.MatchString(h) || kindTag.MatchString(h) ||
			b.Type == question.Fill && markBlanks(h, len(b.Blanks)) != h
	})
}

// cellOf writes HTML as text or rich text where that is read back the same,
// and as source otherwise.
func cellOf(h string, risky func(string) bool) any {
	if h == "" {
		return nil
	}
	source := sourceOpen + h + sourceClose
	if risky != nil && risky(h) {
		return source
	}
	runs, ok := runsOf(h)
	if !ok || len(runs) == 0 {
		return source
	}
	var item exchange.Item
	if len(runs) == 1 && (runs[0] == sheet.Run{Text: runs[0].Text}) {
		if htmlOf(sheet.Value{Text: runs[0].Text}, &item) == h {
			return runs[0].Text
		}
		return source
	}
	text := ""
	for _, r := range runs {
		text += r.Text
	}
	if strings.TrimSpace(text) == text && htmlOf(sheet.Value{Text: text, Runs: runs}, &item) == h {
		return runs
	}
	return source
}

// blanksCell writes one blank a line.
func blanksCell(list []question.Blank, split func(string) []string) string {
	texts := make([]string, len(list))
	for i, b := range list {
		texts[i] = blankText(b)
	}
	text := strings.Join(texts, "\n")
	if sameBlanks(split(text), list) {
		return text
	}
	for i, b := range list {
		raw, _ := json.Marshal(b)
		texts[i] = string(raw)
	}
	return asJSON(texts)
}

func sameBlanks(texts []string, list []question.Blank) bool {
	if len(texts) != len(list) {
		return false
	}
	for i, text := range texts {
		got := blankOf(text)
		if !slices.Equal(got.Answers, list[i].Answers) || got.CaseSensitive != list[i].CaseSensitive || !reflect.DeepEqual(got.Number, list[i].Number) {
			return false
		}
	}
	return true
}

func rubricCell(list []question.Criterion) string {
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.Text + "（" + strconv.Itoa(c.Share) + "分）"
	}
	text := strings.Join(texts, "\n")
	if slices.Equal(rubricOf(text), list) {
		return text
	}
	return asJSON(list)
}

func pairsCell(b question.Body) string {
	var texts []string
	for _, p := range b.Pairs {
		plain := question.Plain(p.HTML)
		if question.FromText(plain) != p.HTML || strings.ContainsAny(plain, ";；\n") || pairJoint.MatchString(plain) {
			return asJSON(b.Pairs)
		}
		texts = append(texts, plain+" => "+p.Key)
	}
	if slices.ContainsFunc(b.Options, func(o question.Option) bool { return len(fold(question.Plain(o.HTML))) < 2 }) {
		return asJSON(b.Pairs)
	}
	return strings.Join(texts, "\n")
}
