package layout

import (
	"slices"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Bounds of a paper. Both hold 20,000 questions of the usual size; what is made
// of a line or a character takes many times its place in the file.
const (
	MaxLines = 150_000 // that are not empty
	MaxRunes = 6 << 20
)

func beyond(lines, runes int) error {
	switch {
	case lines > MaxLines:
		return tooMany(MaxLines)
	case runes > MaxRunes:
		return TooLong()
	}
	return nil
}

// TooMany refuses a paper of more than MaxLines lines.
func TooMany() error { return tooMany(MaxLines) }

// TooLong refuses a paper of more than MaxRunes characters.
func TooLong() error {
	return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": MaxRunes >> 20})
}

func tooMany(limit int) error {
	return fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": limit})
}

// Bounds of one question, far above what the bank holds. Short lines count for
// more than their characters: each is looked at for itself.
const (
	maxQuestion = 200_000
	perLine     = 20
)

// extent is how long the lines of a question are together.
type extent int

// room reports that a question may have one more line. Of a question that is
// too long the rest is dropped: it is rejected unread.
func (e *extent) room(t Text) bool {
	*e += extent(len(t.runes) + perLine)
	return *e <= maxQuestion
}

func (e extent) endless() bool { return e > maxQuestion }

// take keeps a line of the answer zone.
func (b *block) take(t Text) {
	if b.size.room(t) {
		b.zone = append(b.zone, t)
	}
}

func (g *group) add(l *line) {
	if g.size.room(l.text) {
		g.lines = append(g.lines, l)
	}
}

// join adds a question to those of a shared stem; of far too many the rest is
// dropped, as the check of their number rejects them.
func (g *group) join(b *block) {
	if len(g.blocks) < 2*question.MaxParts {
		g.blocks = append(g.blocks, b)
	}
}

// endless reports that the stem or a question is too long to be read.
func (g *group) endless() bool {
	return g.size.endless() || slices.ContainsFunc(g.blocks, func(b *block) bool { return b.size.endless() })
}

// endlessItem rejects a question that is too long to be read.
func (p *parser) endlessItem(b *block) exchange.Item {
	item := exchange.Item{At: p.at(b.number, b.row)}
	item.Type = question.Short
	if len(b.lines) > 0 {
		t := b.lines[0].text
		item.Stem = painter{p.objects, &item}.html(t.slice(0, min(len(t.runes), 40)))
	}
	item.Stem += "……"
	item.Reject("题干", question.SubTooLong, nil)
	p.finish(&item)
	item.Notes = item.Notes[:1]
	return item
}
