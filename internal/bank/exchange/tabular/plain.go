package tabular

import (
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
)

// plain reads the columns that no type changes.
func (d *draft) plain() {
	item := d.item
	if v := d.cell(colStem); v.Kind == sheet.Date {
		item.Warn(headings[colStem], SubCellDate, fault.Params{"text": brief(plain(v))})
	}
	item.Explanation = below(htmlOf(d.cell(colExplanation), item), item.Explanation)
	item.Source = d.text(colSource)
	item.Ref = d.ref()
	item.Element = d.element()
	item.Tags = d.tags()
	d.difficulty()
	d.pool()
	if s := hundredths(d.text(colScore)); s > 0 {
		item.Score = s
	}
}

var wholeShown = regexp.MustCompile(`^(\d+)\.0+$`)

// ref is the identity of the row: a spreadsheet that shows its number 1 as
// "1.00" means the same as one that shows "1".
func (d *draft) ref() string { return wholeShown.ReplaceAllString(d.text(colRef), "$1") }

var codeLike = regexp.MustCompile(`^(?:[A-Z]{1,2}|\d{1,4})$`)

// element takes the deepest of the columns that name a point. Codes of every
// range make one path.
func (d *draft) element() string {
	var levels []string
	codes := true
	for i := 1; i <= 6; i++ {
		if text := d.text(colElement + strconv.Itoa(i)); text != "" {
			levels = append(levels, text)
			codes = codes && codeLike.MatchString(text)
		}
	}
	if text := d.text(colElement); text != "" {
		if len(levels) > 0 && codes && codeLike.MatchString(text) {
			return strings.Join(append(levels, text), "-")
		}
		return text
	}
	switch {
	case len(levels) == 0:
		return ""
	case codes:
		return strings.Join(levels, "-")
	}
	return levels[len(levels)-1]
}

var difficulties = map[string]int{
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "容易": 1, "易": 1, "简单": 1, "较易": 2, "较容易": 2, "较简单": 2, "偏易": 2, "中": 3, "中等": 3, "一般": 3, "适中": 3, "普通": 3, "中级": 3,
	"较难": 4, "偏难": 4, "难": 5, "困难": 5, "很难": 5, "极难": 5, "非常容易": 1, "很容易": 1, "最易": 1, "最难": 5, "非常难": 5, "初级": 1, "高级": 5, "低": 1, "高": 5, "easy": 1, "simple": 1, "medium": 3, "normal": 3, "hard": 5, "difficult": 5,
	"★": 1, "★★": 2, "★★★": 3, "★★★★": 4, "★★★★★": 5, "☆": 1, "基础": 1, "一级": 1, "二级": 2, "三级": 3, "四级": 4, "五级": 5, "中等偏易": 2, "中等偏难": 4, "中等难度": 3, "中偏易": 2, "中偏难": 4, "容易题": 1, "中等题": 3, "难题": 5,
}

func (d *draft) difficulty() {
	text := strings.TrimSuffix(fold(d.text(colDifficulty)), ".0")
	if text == "" {
		text = strings.TrimSuffix(fold(d.text(colFactor)), ".0")
	}
	if text == "" {
		return
	}
	d.item.Difficulty = difficulties[text]
	if f, err := strconv.ParseFloat(text, 64); err == nil && f > 0 && f < 1 { // the share of right answers
		switch {
		case f >= 0.85:
			d.item.Difficulty = 1
		case f >= 0.7:
			d.item.Difficulty = 2
		case f >= 0.5:
			d.item.Difficulty = 3
		case f >= 0.3:
			d.item.Difficulty = 4
		default:
			d.item.Difficulty = 5
		}
	}
	if d.item.Difficulty == 0 {
		d.item.Warn(headings[colDifficulty], SubDifficulty, nil)
	}
}

// pool reads what the question is for. The name of a bank is kept as a tag.
func (d *draft) pool() {
	text := d.text(colPool)
	switch folded := fold(text); {
	case text == "":
	case folded == "practice", strings.HasPrefix(folded, "练习"):
		d.item.Pool = "practice"
	case folded == "mock", strings.HasPrefix(folded, "模拟"):
		d.item.Pool = "mock"
	case folded == "exam", strings.HasPrefix(folded, "考试"), strings.HasPrefix(folded, "正式"):
		d.item.Pool = "exam"
	default:
		d.item.Tags = append(d.item.Tags, text)
	}
}

var nameMark = regexp.MustCompile(`[,，;；、\n|]+`)

func (d *draft) tags() []string {
	text := d.text(colTags)
	if list := jsonList(text); list != nil {
		return list
	}
	return filled(nameMark.Split(text, -1))
}

// hundredths reads points ("1", "0.5分"); 0 for what is none.
func hundredths(text string) int {
	v, err := strconv.ParseFloat(strings.TrimSuffix(fold(text), "分"), 64)
	if err != nil || v <= 0 || v > 1000 {
		return 0
	}
	return int(math.Round(v * 100))
}

// pictures puts the pictures that lie on the row's cells into their texts, and
// those that the row names behind them.
func (d *draft) pictures() {
	names := d.pictureNames()
	floats := slices.Clone(d.floats)
	take := func(match func(sheet.Float) bool) (sheet.Float, bool) {
		i := slices.IndexFunc(floats, match)
		if i < 0 {
			return sheet.Float{}, false
		}
		f := floats[i]
		floats = slices.Delete(floats, i, i+1)
		return f, true
	}
	own := func(f sheet.Float) bool { return d.columnAt(f.Column) == colPicture }
	if v := d.cell(colPicture); v.Picture != nil {
		addPicture(d.item, v.Picture, "")
	}
	found := make([]*sheet.Media, len(names))
	for i, name := range names {
		if f, ok := take(func(f sheet.Float) bool { return f.Media.Alt == name }); ok {
			found[i] = f.Media
		}
	}
	for i, name := range names {
		if found[i] == nil {
			f, ok := take(own)
			if !ok {
				f, ok = take(func(sheet.Float) bool { return len(names) == len(d.floats) })
			}
			if found[i] = f.Media; !ok {
				found[i] = &sheet.Media{}
			}
		}
		addPicture(d.item, found[i], name)
	}
	for _, f := range floats {
		n := addPicture(d.item, f.Media, "")
		if n == 0 {
			continue
		}
		d.show(d.columnAt(f.Column), question.PictureTag(n, ""))
	}
}

func (d *draft) pictureNames() []string {
	text := d.text(colPicture)
	if list := jsonList(text); list != nil {
		return list
	}
	list := filled(nameMark.Split(text, -1))
	for i, name := range list {
		if strings.Contains(name, "/") {
			list[i] = path.Base(name)
		}
	}
	if len(list) == 1 && (list[0] == "无" || list[0] == "否" || list[0] == "有" || list[0] == "是" || noOption(list[0])) {
		return nil
	}
	return list
}

func (d *draft) columnAt(column int) string {
	for name, at := range d.block.columns {
		if at == column {
			return name
		}
	}
	return ""
}

// show puts a picture into the text of a column; elsewhere it belongs to the
// stem.
func (d *draft) show(column, tag string) {
	add := func(text *string) { *text = below(*text, tag) }
	letter, isOption := strings.CutPrefix(column, colOption)
	switch {
	case column == colPicture: // below the stem
	case isOption && d.kind != question.Judge && d.kind != question.Fill:
		at := int(letter[0] - 'A')
		for at >= len(d.options) {
			d.options = append(d.options, option{})
		}
		add(&d.options[at].html)
	case column == colExplanation:
		add(&d.item.Explanation)
	case column == colCase:
		add(&d.shared)
	default:
		add(&d.item.Stem)
	}
}

// below puts one text under another.
func below(text, more string) string {
	if text == "" || more == "" {
		return text + more
	}
	return text + "<br>" + more
}
