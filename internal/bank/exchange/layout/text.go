package layout

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// Style is how a piece of text looks.
type Style uint16

// The styles. Red is any colour that is not that of common text, Marked any
// background.
const (
	Bold Style = 1 << iota
	Italic
	Underline
	Strike
	Sub
	Sup
	Red
	Marked
	Dotted
)

// objectBase is the first of the private runes that stand for objects.
const (
	objectBase = 0x100000
	maxObjects = 0xfff0
)

// Text is rich text. The zero value is empty and ready for use.
type Text struct {
	runes  []rune
	styles []Style // nil where all are 0, as in every plain paper
}

// Plain makes a text of one style.
func Plain(s string) Text {
	var t Text
	t.Add(s, 0)
	return t
}

// Add appends legible characters.
func (t *Text) Add(s string, style Style) {
	s = question.Legible(s)
	t.runes = slices.Grow(t.runes, utf8.RuneCountInString(s))
	for _, r := range s {
		if r >= 0xf0000 {
			continue
		}
		if r == '\u00a0' {
			r = ' '
		}
		t.put(r, style)
	}
}

func (t *Text) put(r rune, style Style) {
	if style != 0 {
		t.dress()
	}
	t.runes = append(t.runes, r)
	if t.styles != nil {
		t.styles = append(t.styles, style)
	}
}

func (t *Text) add(other Text) {
	if other.styles != nil {
		t.dress()
	}
	t.runes = append(t.runes, other.runes...)
	switch {
	case other.styles != nil:
		t.styles = append(t.styles, other.styles...)
	case t.styles != nil:
		t.styles = append(t.styles, make([]Style, len(other.runes))...)
	}
}

// dress gives every character a style of its own.
func (t *Text) dress() {
	if t.styles == nil {
		t.styles = make([]Style, len(t.runes), cap(t.runes))
	}
}

func (t Text) style(i int) Style {
	if t.styles == nil {
		return 0
	}
	return t.styles[i]
}

// String gives the characters, objects as U+FFFC.
func (t Text) String() string {
	var out strings.Builder
	for _, r := range t.runes {
		if r >= objectBase {
			r = '￼'
		}
		out.WriteRune(r)
	}
	return out.String()
}

func (t Text) slice(from, to int) Text {
	part := Text{runes: t.runes[from:to:to]}
	if t.styles != nil {
		part.styles = t.styles[from:to:to]
	}
	return part
}

// replace puts other characters in the place of some.
func (t Text) replace(from, to int, s string) Text {
	next := Text{runes: make([]rune, 0, len(t.runes))}
	next.add(t.slice(0, from))
	next.Add(s, 0)
	next.add(t.slice(to, len(t.runes)))
	return next
}

// spot is a stretch of a text.
type spot struct{ from, to int }

// blanked puts a blank in the place of several stretches, which stand in order.
func (t Text) blanked(spots []spot) Text {
	if len(spots) == 0 {
		return t
	}
	var next Text
	at := 0
	for _, each := range spots {
		next.add(t.slice(at, each.from))
		next.Add(blankMark, 0)
		at = each.to
	}
	next.add(t.slice(at, len(t.runes)))
	return next
}

// trim cuts white space off both ends.
func (t Text) trim() Text {
	from, to := 0, len(t.runes)
	for from < to && unicode.IsSpace(t.runes[from]) {
		from++
	}
	for to > from && unicode.IsSpace(t.runes[to-1]) {
		to--
	}
	return t.slice(from, to)
}

// cutEnd cuts the given characters off the end.
func (t Text) cutEnd(set string) Text {
	t = t.trim()
	for n := len(t.runes); n > 0 && strings.ContainsRune(set, t.runes[n-1]); n = len(t.runes) {
		t = t.slice(0, n-1).trim()
	}
	return t
}

func (t Text) empty() bool { return len(t.trim().runes) == 0 }

// common gives the styles that every visible character has.
func (t Text) common() Style {
	if t.styles == nil {
		return 0
	}
	all, any := ^Style(0), false
	for i, r := range t.runes {
		if !unicode.IsSpace(r) {
			all, any = all&t.styles[i], true
		}
	}
	if !any {
		return 0
	}
	return all
}

// joinLines puts texts below each other.
func joinLines(list []Text) Text {
	var all Text
	for _, t := range list {
		if t.empty() {
			continue
		}
		if len(all.runes) > 0 {
			all.put('\n', 0)
		}
		all.add(t.trim())
	}
	return all
}

// Object stands within text as one character: one field is set.
type Object struct {
	Formula string // LaTeX
	Display bool   // a formula on a line of its own
	Picture *exchange.Picture
	Alt     string
	Lost    string // the kind of a thing that could not be taken over, for a remark
	Unread  string // the name of a picture of a kind that no browser shows
	Missing string // the name of a picture that the file does not hold
	table   *Table
}

// Objects are the objects of a paper.
type Objects struct{ list []Object }

// Put appends an object to a text.
func (o *Objects) Put(t *Text, thing Object) {
	if len(o.list) >= maxObjects {
		return
	}
	t.put(objectBase+rune(len(o.list)), 0)
	o.list = append(o.list, thing)
}

func (o *Objects) of(r rune) (Object, bool) {
	at := int(r) - objectBase
	if at < 0 || at >= len(o.list) {
		return Object{}, false
	}
	return o.list[at], true
}

// painter writes the texts of one item as HTML and gathers its pictures.
type painter struct {
	objects *Objects
	item    *exchange.Item
}

func tags() []struct {
	style Style
	name  string
} {
	return []struct {
		style Style
		name  string
	}{{Bold, "b"}, {Italic, "i"}, {Underline, "u"}, {Strike, "s"}, {Sub, "sub"}, {Sup, "sup"}}
}

// html writes a text. Emphasis that covers all of it is dropped.
func (p painter) html(t Text) string {
	t = t.trim()
	drop := t.common() & (Bold | Italic | Underline)
	shown := ^drop & (Bold | Italic | Underline | Strike | Sub | Sup)
	var out strings.Builder
	for from := 0; from < len(t.runes); {
		style := t.style(from) & shown
		to := from
		for to < len(t.runes) && t.style(to)&shown == style {
			to++
		}
		p.piece(&out, t.runes[from:to], style)
		from = to
	}
	return out.String()
}

func (p painter) piece(out *strings.Builder, runes []rune, style Style) {
	blank := strings.TrimSpace(string(runes)) == ""
	var closing []string
	for _, tag := range tags() {
		if style&tag.style != 0 && !blank {
			out.WriteString("<" + tag.name + ">")
			closing = append(closing, "</"+tag.name+">")
		}
	}
	for _, r := range runes {
		switch {
		case r >= objectBase:
			p.object(out, r)
		case r == '\n':
			out.WriteString("<br>")
		case r == '\t':
			out.WriteByte(' ')
		default:
			out.WriteString(html.EscapeString(string(r)))
		}
	}
	for i := len(closing) - 1; i >= 0; i-- {
		out.WriteString(closing[i])
	}
}

func (p painter) object(out *strings.Builder, r rune) {
	thing, ok := p.objects.of(r)
	switch {
	case !ok:
	case thing.Lost != "":
		p.item.Warn("", exchange.SubMediaDropped, map[string]any{"kind": thing.Lost})
	case thing.Unread != "":
		p.item.Reject("图片", exchange.SubPictureForm, map[string]any{"name": thing.Unread})
	case thing.Missing != "":
		p.item.Reject("图片", exchange.SubPictureMissing, map[string]any{"name": thing.Missing})
	case thing.Picture != nil:
		out.WriteString(question.PictureTag(p.item.AddPicture(*thing.Picture), thing.Alt))
	case thing.table != nil:
		p.table(out, *thing.table)
	case thing.Display:
		out.WriteString(question.DisplayMath(thing.Formula))
	default:
		out.WriteString(question.Math(thing.Formula))
	}
}

// plain gives a text without its looks, objects as LaTeX or nothing.
func (p painter) plain(t Text) string {
	var out strings.Builder
	for _, r := range t.trim().runes {
		if thing, ok := p.objects.of(r); ok {
			out.WriteString(thing.Formula)
			continue
		}
		out.WriteRune(r)
	}
	return strings.TrimSpace(out.String())
}
