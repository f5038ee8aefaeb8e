package tabular

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
)

func (d *draft) unread(answer string) {
	sub := SubKeyUnread
	if strings.TrimSpace(answer) == "" {
		sub = question.SubKeyMissing
	}
	d.item.Reject(headings[colKey], sub, fault.Params{"answer": brief(strings.TrimSpace(answer))})
}

// spoiled tells an answer that the spreadsheet has made something else of.
func (d *draft) spoiled() bool {
	v := d.cell(colKey)
	text := plain(v)
	switch {
	case v.Kind == sheet.Date, isChosen(d.kind) && dateLike.MatchString(cleanAnswer(text)) && optionAt(text, d.plainOptions()) < 0:
		d.item.Reject(headings[colKey], SubKeyDate, fault.Params{"answer": brief(text)})
		return true
	case v.Kind == sheet.Failed:
		d.unread(text)
		return true
	}
	return false
}

func (d *draft) judge(p profile) {
	if d.spoiled() {
		return
	}
	texts := d.plainOptions()
	answer := d.text(colKey)
	if len(texts) == 2 && texts[0] != "" && texts[1] != "" && !judges(texts) {
		d.kind, d.item.Type = question.Single, question.Single // 可以 / 不可以
		d.item.Warn(headings[colType], exchange.SubTypeGuessed, fault.Params{"type": question.Single.Title()})
		d.chosen(p)
		return
	}
	item := d.item
	if strings.TrimSpace(answer) == "" {
		item.Key = d.stemKey("judge")
	} else {
		item.Key = judgeKey(answer, texts, p)
		if other := d.text(colKeyToo); other != "" && item.Key != nil {
			if more := judgeKey(other, texts, p); more != nil && !slices.Equal(more, item.Key) {
				item.Key, answer = nil, answer+" / "+other
			}
		}
		d.hideKey(func(mark string) bool { return slices.Equal(judgeKey(mark, nil, profile{}), item.Key) })
	}
	if item.Key == nil {
		d.unread(answer)
	}
	item.Options = question.JudgeOptions()
	for i, o := range d.options {
		if i > 1 || o.why == "" {
			continue
		}
		if k := judgeOption(i, texts); k != nil {
			item.Options[strings.Index("TF", k[0])].Explanation = o.why
		}
	}
}

// markInStem gives what stands in the only brackets of the stem that can be an
// answer, and leaves it there.
func (d *draft) markInStem() string {
	if all := keyInStem.FindAllStringSubmatch(d.item.Stem, -1); len(all) == 1 && !d.literal {
		return all[0][2]
	}
	return ""
}

// stemKey takes an answer that stands in the brackets of the stem.
func (d *draft) stemKey(kind question.Type) []string {
	if d.literal {
		return nil
	}
	all := keyInStem.FindAllStringSubmatchIndex(d.item.Stem, -1)
	if len(all) != 1 {
		return nil
	}
	m := all[0]
	mark := d.item.Stem[m[4]:m[5]]
	var key []string
	if kind == question.Judge {
		if m[1] < len(d.item.Stem)-len("。") && m[0] > 0 {
			return nil
		}
		key = judgeKey(mark, nil, profile{})
		if strings.ContainsAny(mark, "ABab") {
			return nil
		}
	} else {
		key = chosenKey(mark, d.plainOptions(), profile{letters: true}).key
	}
	if len(key) == 0 {
		return nil
	}
	d.cutMark(m)
	d.item.Warn(headings[colKey], SubKeyInText, nil)
	if d.cell(colKey).Empty() {
		return key
	}
	return nil
}

func (d *draft) cutMark(m []int) {
	d.item.Stem = d.item.Stem[:m[4]] + "　　" + d.item.Stem[m[5]:]
}

// hideKey blanks an answer that also stands in the brackets of the stem.
func (d *draft) hideKey(same func(mark string) bool) {
	all := keyInStem.FindAllStringSubmatchIndex(d.item.Stem, -1)
	if len(all) == 1 && !d.literal && same(d.item.Stem[all[0][4]:all[0][5]]) {
		d.cutMark(all[0])
	}
}

// putOptions writes the options into the body.
func (d *draft) putOptions() {
	for i, o := range d.options {
		d.item.Options = append(d.item.Options, question.Option{Key: question.Letter(i), HTML: o.html, Explanation: o.why})
		if o.date {
			d.item.Warn(headings[colOptions], SubCellDate, fault.Params{"text": brief(o.plain)})
		}
	}
}

func (d *draft) chosen(p profile) {
	d.putOptions()
	if d.spoiled() {
		return
	}
	answer := d.text(colKey)
	item := d.item
	if answer == "" {
		item.Key = d.stemKey(d.kind)
		if item.Key == nil {
			d.unread("")
		}
		return
	}
	read := chosenKey(answer, d.plainOptions(), p)
	item.Key = read.key
	if markup.TakesBack(slices.Compact(slices.Sorted(slices.Values(item.Key))), read.more) {
		item.Key = nil
	}
	if other := d.text(colKeyToo); other != "" && item.Key != nil { // 答案 beside 正确答案
		if more := chosenKey(other, d.plainOptions(), p).key; more != nil && !slices.Equal(slices.Sorted(slices.Values(more)), slices.Sorted(slices.Values(item.Key))) {
			item.Key, answer = nil, answer+" / "+other
		}
	}
	if item.Key == nil {
		d.unread(answer)
		return
	}
	item.Key = slices.Compact(slices.Sorted(slices.Values(item.Key)))
	d.hideKey(func(mark string) bool {
		marked := chosenKey(mark, d.plainOptions(), p).key
		return slices.Equal(slices.Sorted(slices.Values(marked)), item.Key)
	})
	if read.more != "" && item.Explanation == "" {
		item.Explanation = question.FromText(read.more)
	}
	if d.kind == question.Multiple && len(item.Key) == 1 {
		item.Warn(headings[colKey], exchange.SubKeyOneOnly, nil)
	}
	if d.kind == question.Hotspot { // a drawing with options beside it
		d.item.Type = question.Single
		if len(item.Key) > 1 {
			d.item.Type = question.Multiple
		}
	}
}

func (d *draft) fill() {
	item := d.item
	if d.spoiled() {
		return
	}
	text := d.text(colKey)
	var list []string
	if len(d.options) > 0 && (text == "" || question.Marks(markBlanks(item.Stem, 1)) == len(d.options)+1) {
		if text != "" {
			list = append(list, text)
		}
		for _, o := range d.options { // 答案1, 答案2 …
			list = append(list, o.plain)
		}
	}
	marks := question.Marks(markBlanks(item.Stem, max(len(list), 1)))
	if list == nil {
		list = splitBlanks(text, marks)
	}
	item.Stem = markBlanks(item.Stem, len(list))
	if n := question.Marks(item.Stem); n != marks && text != "" && len(d.options) == 0 {
		list = splitBlanks(text, n)
	}
	for _, t := range list {
		item.Blanks = append(item.Blanks, blankOf(t))
	}
}

func (d *draft) openAnswer() {
	item := d.item
	item.Reference = htmlOf(d.cell(colKey), item)
	item.Rubric = rubricOf(d.text(colRubric))
	if d.kind == question.Calculation {
		for _, t := range lines(d.text(colValues)) {
			item.Blanks = append(item.Blanks, blankOf(t))
		}
	}
	if question.Empty(item.Reference) && len(item.Rubric) == 0 && len(item.Blanks) == 0 {
		item.Warn(headings[colKey], exchange.SubNoReference, nil)
	}
}

func lines(text string) []string {
	if list := jsonList(text); list != nil {
		return list
	}
	return filled(strings.Split(text, "\n"))
}

func (d *draft) ordering(p profile) {
	d.putOptions()
	if d.spoiled() {
		return
	}
	answer := d.text(colKey)
	joined := strings.NewReplacer("→", ",", "->", ",", "—", ",", "－", ",", "-", ",", ">", ",", "＞", ",").Replace(answer)
	if d.item.Key = chosenKey(joined, d.plainOptions(), p).key; d.item.Key == nil {
		d.unread(answer)
	}
}

var pairJoint = regexp.MustCompile(`\s*(?:=>|→|＝>|<=>|-->|->|——|：：|\|\|)\s*`)

// matching reads "左 => A" lines, or "A-1 B-2" cannot be: the left sides must
// stand somewhere.
func (d *draft) matching() {
	item := d.item
	for i, o := range d.options {
		item.Options = append(item.Options, question.Option{Key: question.Letter(i), HTML: o.html, Explanation: o.why})
	}
	text := d.text(colPairs)
	if text == "" {
		text = d.text(colKey)
	}
	var pairs []question.Pair
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &pairs) == nil {
		item.Pairs = pairs
		return
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' || r == '；' }) {
		sides := pairJoint.Split(strings.TrimSpace(line), 2)
		if len(sides) != 2 {
			d.unread(line)
			return
		}
		item.Pairs = append(item.Pairs, question.Pair{HTML: question.FromText(sides[0]), Key: d.rightSide(sides[1])})
	}
}

// rightSide gives the key of an option by its letter or text; a new text is a
// new option where the row has none of its own.
func (d *draft) rightSide(text string) string {
	texts := d.plainOptions()
	if at := optionAt(text, texts); at >= 0 {
		return question.Letter(at)
	}
	upper := strings.ToUpper(cleanAnswer(text))
	if len(upper) == 1 && len(texts) > 0 && upper[0] >= 'A' && int(upper[0]-'A') < len(texts) {
		return upper
	}
	if len(texts) == len(d.item.Options) && (len(d.item.Pairs) > 0 || len(texts) == 0) {
		d.options = append(d.options, option{html: question.FromText(text), plain: text})
		d.item.Options = append(d.item.Options, question.Option{Key: question.Letter(len(texts)), HTML: question.FromText(text)})
		return question.Letter(len(texts))
	}
	return ""
}

// hotspot reads what Write wrote: areas as JSON.
func (d *draft) hotspot() {
	var areas struct {
		Picture int             `json:"picture"`
		Areas   []question.Area `json:"areas"`
	}
	if json.Unmarshal([]byte(d.text(colAreas)), &areas) != nil {
		return // the check says what is missing
	}
	d.item.Picture, d.item.Areas = areas.Picture, areas.Areas
	d.item.Key = letterKey(strings.ToUpper(cleanAnswer(d.text(colKey))))
}

var criterion = regexp.MustCompile(`^(.*?)\s*[（(]?\s*(?:得|计|占|给)?\s*(\d+(?:\.\d+)?)\s*分\s*[)）]?\s*[;；。.,，]?\s*$`)

// rubricOf reads a marking guide, one criterion a line with its points.
func rubricOf(text string) []question.Criterion {
	var list []question.Criterion
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &list) == nil {
		return list
	}
	list = nil
	for _, line := range filled(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' || r == '；' })) {
		c := question.Criterion{Text: line, Share: 1}
		if m := criterion.FindStringSubmatch(line); m != nil && strings.TrimSpace(m[1]) != "" {
			c.Text = strings.TrimRight(m[1], "：: ")
			if points, err := strconv.Atoi(m[2]); err == nil && points >= 1 && points <= 100 {
				c.Share = points
			}
		}
		list = append(list, c)
	}
	return list
}
