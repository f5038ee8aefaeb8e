package markup

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
)

// Labels is what a question file says of a question in tags "name:value",
// because its format has no field for it. They are words that people read.
type Labels struct {
	Type  question.Type // 题型, where the format's own type says less
	Part  int           // 小题, from 1: the question is this part of the case before it
	Parts int           // 小题数, of a case
	Share int           // 比例, of a part
	Order string        // 次序: the keys in the right order
	Shown map[int]Mark  // 空: what is known of a blank besides its answers, from 1
}

// Mark is a unit, or that case counts.
type Mark struct {
	Unit          string
	CaseSensitive bool
}

const (
	labelType, labelPart, labelParts, labelShare, labelOrder = "题型", "小题", "小题数", "比例", "次序"
	labelUnit, labelCase                                     = "单位", "区分大小写"
	labelDifficulty, labelElement, labelPool, labelSource    = "难度", "鉴定点", "用途", "出处"
	labelScore                                               = "分值"
)

var label = regexp.MustCompile(`^(题型|小题数|小题|比例|次序|单位|区分大小写|难度|鉴定点|用途|出处|分值|[Dd]ifficulty)([1-9][0-9]?)?\s*[:：]\s*(.+)$`)

// ReadTags sorts the tags of a file: what says something of the item goes to
// its field, the rest stays a tag.
func ReadTags(tags []string, item *exchange.Item) Labels {
	l := Labels{Shown: map[int]Mark{}}
	for _, tag := range tags {
		tag = strings.TrimSpace(question.Legible(tag))
		m := label.FindStringSubmatch(tag)
		if m == nil || !l.read(m[1], m[2], strings.TrimSpace(m[3]), item) {
			if tag != "" {
				item.Tags = append(item.Tags, tag)
			}
		}
	}
	return l
}

// read reports whether the label was understood.
func (l *Labels) read(name, number, value string, item *exchange.Item) bool {
	n, err := strconv.Atoi(value)
	isNumber := err == nil && n > 0 && n <= 100
	blank, _ := strconv.Atoi(number)
	switch name {
	case labelType:
		for _, t := range question.Types() {
			if t.Title() == value {
				l.Type = t
				return true
			}
		}
		return false
	case labelPart:
		l.Part = n
		return isNumber
	case labelParts:
		l.Parts = n
		return isNumber
	case labelShare:
		l.Share = n
		return isNumber
	case labelOrder:
		l.Order = value
	case labelUnit:
		mark := l.Shown[blank]
		mark.Unit = value
		l.Shown[blank] = mark
	case labelCase:
		mark := l.Shown[blank]
		mark.CaseSensitive = value == "是"
		l.Shown[blank] = mark
	default:
		return readField(name, value, n, isNumber, item)
	}
	return true
}

func readField(name, value string, n int, isNumber bool, item *exchange.Item) bool {
	switch name {
	case labelDifficulty, "difficulty", "Difficulty":
		if !isNumber || n > 5 {
			return false
		}
		item.Difficulty = n
	case labelElement:
		item.Element = value
	case labelSource:
		item.Source = value
	case labelPool:
		item.Pool = poolOf(value)
		return item.Pool != ""
	case labelScore:
		points, ok := Points(value)
		item.Score = points
		return ok
	}
	return true
}

func poolOf(value string) string {
	switch value {
	case "练习", "practice":
		return "practice"
	case "模拟", "mock":
		return "mock"
	case "考试", "exam":
		return "exam"
	}
	return ""
}

// Category splits the path of a category as Moodle writes it: "//" is a slash
// within a name; what Moodle puts above a course's own categories goes.
func Category(path string) []string {
	const slash = "\x00"
	var list []string
	for _, name := range strings.Split(strings.ReplaceAll(strings.TrimSpace(path), "//", slash), "/") {
		name = strings.TrimSpace(question.Legible(strings.ReplaceAll(name, slash, "/")))
		if name != "" && name != "top" && !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, "Default for ") {
			list = append(list, name)
		}
	}
	return list
}

// Points reads a score in points into hundredths.
func Points(text string) (hundredths int, ok bool) {
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || value < 0 || value > 10_000 {
		return 0, false
	}
	return int(value*100 + 0.5), true
}

// Tags writes an item's tags and those of its fields that a format has no
// place for. score asks for the score too.
func Tags(item exchange.Item, score bool) []string {
	list := append([]string(nil), item.Tags...)
	add := func(name, value string) {
		if value != "" {
			list = append(list, name+":"+value)
		}
	}
	if item.Difficulty > 0 {
		add(labelDifficulty, strconv.Itoa(item.Difficulty))
	}
	add(labelElement, item.Element)
	add(labelSource, item.Source)
	add(labelPool, item.Pool)
	if score && item.Score > 0 {
		add(labelScore, marking.Hundredths(item.Score).Points())
	}
	return list
}

// BodyTags writes what a format cannot say of a body: its type where the
// format's own says less, the order shown, units and case of blanks.
func BodyTags(b question.Body, typed, units, caseTold bool) []string {
	var list []string
	if typed {
		list = append(list, labelType+":"+b.Type.Title())
	}
	if b.Type == question.Ordering {
		list = append(list, labelOrder+":"+strings.Join(b.Key, ""))
	}
	if b.Type != question.Fill {
		return list
	}
	for i, blank := range b.Blanks {
		number := strconv.Itoa(i + 1)
		if units && blank.Number != nil && blank.Number.Unit != "" {
			list = append(list, labelUnit+number+":"+blank.Number.Unit)
		}
		if caseTold && blank.CaseSensitive {
			list = append(list, labelCase+number+":是")
		}
	}
	return list
}

// CaseTags writes how many parts a case has.
func CaseTags(parts int) []string {
	return []string{labelType + ":" + question.Case.Title(), labelParts + ":" + strconv.Itoa(parts)}
}

// PartTags writes that a question is part n of the case before it.
func PartTags(n, share int) []string {
	return []string{labelPart + ":" + strconv.Itoa(n), labelShare + ":" + strconv.Itoa(share)}
}

// Apply puts the marks of blanks on a fill body.
func (l Labels) Apply(b *question.Body) {
	for i := range b.Blanks {
		mark := l.Shown[i+1]
		if mark.Unit != "" && b.Blanks[i].Number != nil {
			b.Blanks[i].Number.Unit = mark.Unit
		}
		b.Blanks[i].CaseSensitive = b.Blanks[i].CaseSensitive || mark.CaseSensitive
	}
}

// Ordered makes an ordering body of texts in the right order. order names the
// letter each is shown under; without it (or with one that does not fit) the
// texts are shown in an order that hangs on their words alone, so that the
// right order does not show.
func (l Labels) Ordered(texts []string) (options []question.Option, key []string) {
	letters := strings.Split(l.Order, "")
	if !permutes(letters, len(texts)) {
		letters = mixed(texts)
	}
	options = make([]question.Option, len(texts))
	for i, text := range texts {
		at := int(letters[i][0] - 'A')
		options[at] = question.Option{Key: letters[i], HTML: text}
	}
	return options, letters
}

func permutes(letters []string, n int) bool {
	if len(letters) != n || n > question.MaxOptions {
		return false
	}
	seen := map[string]bool{}
	for _, letter := range letters {
		if len(letter) != 1 || letter[0] < 'A' || int(letter[0]-'A') >= n || seen[letter] {
			return false
		}
		seen[letter] = true
	}
	return true
}
