package tables

import (
	"slices"

	"github.com/google/uuid"
)

// Kind is a kind of change.
type Kind string

// The kinds of changes.
const (
	Added       Kind = "added"
	Removed     Kind = "removed"
	Renamed     Kind = "renamed"
	Moved       Kind = "moved"     // another code, or another place in the order
	Regrouped   Kind = "regrouped" // another row of the weight table, or another group of rows
	Reweighed   Kind = "reweighed" // another percent
	Regraded    Kind = "regraded"  // another importance
	PageChanged Kind = "page"      // another page of the textbook
)

// Subject is what a change happens to.
type Subject string

// The subjects of changes.
const (
	TheoryRow Subject = "theory"
	SkillRow  Subject = "skill"
	Range     Subject = "range"
	Point     Subject = "point"
)

// Change is one difference between two states. Was and Now are texts as pages
// print them; Name and Path are those after the change, or before a removal.
type Change struct {
	Kind    Kind
	Subject Subject
	ID      uuid.UUID
	Path    string // of an element
	Name    string
	Was     string
	Now     string
}

// Diff tells two states apart: weight tables first, then elements by path.
func Diff(was, now Snapshot) []Change {
	var list []Change
	list = append(list, diffWeights(TheoryRow, was.Theory, now.Theory)...)
	list = append(list, diffWeights(SkillRow, was.Skill, now.Skill)...)
	return append(list, diffElements(was, now)...)
}

func diffWeights(subject Subject, was, now []Weight) []Change {
	var list []Change
	before := map[uuid.UUID]Weight{}
	stay := func(a, b []Weight) (ids []uuid.UUID) { // those of a that are in b too
		for _, w := range a {
			if slices.ContainsFunc(b, func(o Weight) bool { return o.ID == w.ID }) {
				ids = append(ids, w.ID)
			}
		}
		return ids
	}
	for _, w := range was {
		before[w.ID] = w
	}
	for _, w := range now {
		old, there := before[w.ID]
		if !there {
			list = append(list, Change{Kind: Added, Subject: subject, ID: w.ID, Name: w.Name, Now: Percent(w.Percent*100) + "%"})
			continue
		}
		delete(before, w.ID)
		c := changed{subject: subject, id: w.ID, name: w.Name, list: &list}
		c.text(Renamed, old.Name, w.Name)
		c.text(Regrouped, old.Group, w.Group)
		c.text(Reweighed, Percent(old.Percent*100)+"%", Percent(w.Percent*100)+"%")
	}
	for _, w := range was {
		if _, gone := before[w.ID]; gone {
			list = append(list, Change{Kind: Removed, Subject: subject, ID: w.ID, Name: w.Name, Was: Percent(w.Percent*100) + "%"})
		}
	}
	if !slices.Equal(stay(was, now), stay(now, was)) {
		list = append(list, Change{Kind: Moved, Subject: subject})
	}
	return list
}

type changed struct {
	subject    Subject
	id         uuid.UUID
	path, name string
	list       *[]Change
}

func (c changed) text(kind Kind, was, now string) {
	if was != now {
		*c.list = append(*c.list, Change{Kind: kind, Subject: c.subject, ID: c.id, Path: c.path, Name: c.name, Was: was, Now: now})
	}
}

func subjectOf(e Element) Subject {
	if e.IsPoint() {
		return Point
	}
	return Range
}

func diffElements(was, now Snapshot) []Change {
	var list []Change
	before := map[uuid.UUID]Element{}
	for _, e := range was.Elements {
		before[e.ID] = e
	}
	oldRanges, newRanges := was.ranges(), now.ranges()
	for _, e := range now.Elements {
		old, there := before[e.ID]
		if !there {
			list = append(list, Change{Kind: Added, Subject: subjectOf(e), ID: e.ID, Path: e.Path, Name: e.Name, Now: e.figure()})
			continue
		}
		delete(before, e.ID)
		c := changed{subject: subjectOf(e), id: e.ID, path: e.Path, name: e.Name, list: &list}
		// What goes along with its range has not moved by itself.
		if old.Code() != e.Code() || oldRanges[old.ParentPath()] != newRanges[e.ParentPath()] {
			c.text(Moved, old.Path, e.Path)
		}
		c.text(Renamed, old.Name, e.Name)
		if old.RowID != e.RowID {
			list = append(list, Change{
				Kind: Regrouped, Subject: c.subject, ID: e.ID, Path: e.Path, Name: e.Name, Was: was.row(old.RowID).Name, Now: now.row(e.RowID).Name,
			})
		}
		c.text(Regraded, string(old.Importance), string(e.Importance))
		c.text(Reweighed, weightText(old.Weight), weightText(e.Weight))
		c.text(PageChanged, old.Page, e.Page)
	}
	for _, e := range was.Elements {
		if _, gone := before[e.ID]; gone {
			list = append(list, Change{Kind: Removed, Subject: subjectOf(e), ID: e.ID, Path: e.Path, Name: e.Name, Was: e.figure()})
		}
	}
	return list
}

// figure is what a table prints beside an element: importance or weight.
func (e Element) figure() string {
	if e.IsPoint() {
		return string(e.Importance)
	}
	return weightText(e.Weight)
}

func weightText(hundredths int) string {
	if hundredths == 0 {
		return ""
	}
	return Percent(hundredths) + "%"
}
