package tabular

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// group is a question of its own, or a case with its parts.
type group struct {
	head  *draft // of a case; nil where the parts only share a text
	parts []*draft
	lone  *draft
}

var partMark = regexp.MustCompile(`^\s*(?:[（(]\s*\d{1,2}\s*[)）]|[①-⑳]|问题\s*[一二三四五\d]|\d{1,2}\s*[)）]|小题\s*\d)`)

// grouping joins rows from above to below.
type grouping struct {
	groups []group
	heads  map[string]int // places of groups by what parts may call them
}

// grouped joins the rows of cases.
func grouped(list []*draft) []group {
	g := grouping{heads: map[string]int{}}
	for _, d := range list {
		if d.namesParent() {
			g.addToParent(d)
			continue
		}
		g.add(d)
		g.remember(d)
	}
	return g.groups
}

func (d *draft) namesParent() bool {
	return d.parent != "" && d.parent != "0" && d.parent != d.number
}

func (g *grouping) addToParent(d *draft) {
	at, ok := g.heads[d.parent]
	if !ok {
		d.item.Reject(headings[colParent], SubCaseParent, fault.Params{"number": brief(d.parent)})
		g.groups = append(g.groups, group{lone: d})
		return
	}
	g.groups[at].take(d)
}

// add adds a row that names no parent to the group above it, or begins one.
func (g *grouping) add(d *draft) {
	n := len(g.groups)
	switch {
	case d.shared != "" && d.item.Stem == "": // a stem of its own in the column that rows share
		d.item.Stem, d.shared = d.shared, ""
		g.groups = append(g.groups, group{lone: d})
	case n > 0 && g.groups[n-1].goesOn(d):
		g.groups[n-1].take(d)
	case d.shared != "":
		g.groups = append(g.groups, group{parts: []*draft{d}})
	default:
		g.groups = append(g.groups, group{lone: d})
	}
}

// remember keeps the last group under the names of a row: of a number the last
// row counts, of an identity the first.
func (g *grouping) remember(d *draft) {
	at := len(g.groups) - 1
	if ref := numberText(d.text(colRef)); ref != "" {
		if _, taken := g.heads[ref]; !taken {
			g.heads[ref] = at
		}
	}
	if d.number != "" {
		g.heads[d.number] = at
	}
}

// take adds a part; a question of its own becomes the head of a case by it.
func (g *group) take(d *draft) {
	if g.lone != nil {
		g.head, g.lone = g.lone, nil
	}
	g.parts = append(g.parts, d)
}

// goesOn tells a row that is a part of the group above it.
func (g group) goesOn(d *draft) bool {
	onlyShares := g.lone == nil && g.head == nil
	switch {
	case d.shared != "":
		return onlyShares && g.parts[0].shared == d.shared
	case onlyShares:
		return partMark.MatchString(d.item.Stem)
	}
	return g.follows(d)
}

// follows tells a part that stands in a row below its case.
func (g group) follows(d *draft) bool {
	head := g.head
	if head == nil {
		head = g.lone
	}
	if head.kind != question.Case || d.block != head.block || d.literal || has(d.block.columns, colParent) {
		return false
	}
	if len(head.options) > 0 || !head.cell(colKey).Empty() {
		return false
	}
	return partMark.MatchString(d.item.Stem) && d.kind != question.Case || strings.Contains(d.text(colType), "小题")
}

// item makes the item of a group.
func (g group) item(of map[*block]profile, c question.Cleaner) exchange.Item {
	if g.lone != nil {
		g.lone.pictures()
		g.lone.body(of[g.lone.block])
		g.lone.item.Finish(c)
		return g.lone.bounded()
	}
	head := g.head
	if head == nil {
		first := g.parts[0]
		head = &draft{rowIn: first.rowIn, block: first.block, item: &exchange.Item{At: first.at()}}
		head.item.Stem = htmlOf(first.cell(colCase), head.item)
		if len(first.floats) > 0 { // pictures on the shared text
			rest := first.floats[:0:0]
			for _, f := range first.floats {
				if first.columnAt(f.Column) == colCase {
					head.floats = append(head.floats, f)
				} else {
					rest = append(rest, f)
				}
			}
			first.floats = rest
		}
		head.shared = head.item.Stem
		head.pictures()
		if len(head.floats) > 0 {
			head.item.Stem = head.shared
		}
		copyPlain(head.item, g.parts)
	} else {
		head.pictures()
		head.stem(of[head.block])
		head.plain()
	}
	item := head.item
	item.Type = question.Case
	var scores []int
	for _, d := range g.parts {
		d.pictures()
		d.body(of[d.block])
		scores = append(scores, d.item.Score)
		join(item, d.item)
	}
	shares(item.Parts, scores, g.parts)
	if item.Score == 0 {
		for _, s := range scores {
			item.Score += s
		}
	}
	item.Finish(c)
	return head.bounded()
}

// bounded gives the item with a note where it has more pictures than one
// question may have.
func (d *draft) bounded() exchange.Item {
	if len(d.item.Pictures) > question.MaxPictures {
		d.item.Reject(headings[colPicture], SubPictures, nil)
	}
	return *d.item
}

// copyPlain takes for the case what its first part says.
func copyPlain(item *exchange.Item, parts []*draft) {
	first := &draft{rowIn: parts[0].rowIn, block: parts[0].block, item: &exchange.Item{}}
	first.plain()
	item.Source, item.Element, item.Tags, item.Difficulty, item.Pool = first.item.Source, first.item.Element, first.item.Tags, first.item.Difficulty, first.item.Pool
	item.Ref = first.item.Ref
}

// join adds a part with its pictures and notes.
func join(item, part *exchange.Item) {
	body := part.Body
	if len(part.Pictures) > 0 {
		to := make([]int, len(part.Pictures))
		for i, p := range part.Pictures {
			to[i] = item.AddPicture(p)
		}
		body = body.Map(func(h string) string {
			return question.Renumber(h, func(n int) int {
				if n < 1 || n > len(to) {
					return 0
				}
				return to[n-1]
			})
		})
		if body.Picture > 0 && body.Picture <= len(to) {
			body.Picture = to[body.Picture-1]
		}
	}
	item.Parts = append(item.Parts, body)
	for _, n := range part.Notes {
		if n.Sub != exchange.SubTypeGuessed || !hasNote(item, n.Sub) {
			item.Notes = append(item.Notes, n)
		}
	}
}

func hasNote(item *exchange.Item, sub fault.Sub) bool {
	for _, n := range item.Notes {
		if n.Sub == sub {
			return true
		}
	}
	return false
}

// shares gives the parts their weights: as the table says, by their scores, or
// all the same.
func shares(parts []question.Body, scores []int, rows []*draft) {
	divisor := 0
	for _, s := range scores {
		for a := s; a != 0; {
			divisor, a = a, divisor%a
		}
		if s == 0 {
			divisor = -1
			break
		}
	}
	for i := range parts {
		parts[i].Share = 1
		if said := hundredths(rows[i].text(colShare)) / 100; said >= 1 && said <= 100 {
			parts[i].Share = said
		} else if divisor > 0 && scores[i]/divisor <= 100 {
			parts[i].Share = scores[i] / divisor
		}
	}
}
