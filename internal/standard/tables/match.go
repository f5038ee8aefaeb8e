package tables

import (
	"strings"

	"github.com/google/uuid"
)

// matcher finds which element of a level each line of a file is.
type matcher struct {
	present []Element
	lines   []ElementLine
	rows    map[string]uuid.UUID // row of the theory table for each line's path
	ids     []uuid.UUID
	used    map[uuid.UUID]bool
	byPath  map[string]int       // of lines
	ranges  map[string]uuid.UUID // of the present state
}

// match gives the id for each line, uuid.Nil for a new element. Ranges and
// points never become each other.
func match(present []Element, lines []ElementLine, rows map[string]uuid.UUID) []uuid.UUID {
	m := matcher{
		rows: rows, present: present, lines: lines, ids: make([]uuid.UUID, len(lines)), used: map[uuid.UUID]bool{}, byPath: map[string]int{},
		ranges: Snapshot{Elements: present}.ranges(),
	}
	for i, line := range lines {
		m.byPath[line.Path] = i
	}
	// The same code and name; the same name in the same range; the same name
	// anywhere in its row of the weight table, where it is told apart; the same
	// code in the same range under a new name. Ranges come first, from the top,
	// since points are looked for in them.
	for _, points := range []bool{false, true} {
		for range maxDepth {
			m.pass(points, m.whole, m.lineWhole)
			m.pass(points, m.under, m.lineUnder)
		}
		m.pass(points, m.anywhere, m.lineAnywhere)
		for range maxDepth {
			m.pass(points, m.under, m.lineUnder)
			m.pass(points, m.coded, m.lineCoded)
		}
	}
	return m.ids
}

func (m *matcher) whole(e Element) string         { return e.Path + "/" + key(e.Name) }
func (m *matcher) lineWhole(l ElementLine) string { return l.Path + "/" + key(l.Name) }

func (m *matcher) anywhere(e Element) string { return e.RowID.String() + "/" + key(e.Name) }
func (m *matcher) lineAnywhere(l ElementLine) string {
	return m.rows[l.Path].String() + "/" + key(l.Name)
}

// under names an element by the range that holds it and its name, coded by the
// range and its own code there.
func (m *matcher) under(e Element) string { return m.above(e) + "/" + key(e.Name) }
func (m *matcher) coded(e Element) string { return m.above(e) + "/" + e.Code() }

func (m *matcher) above(e Element) string {
	if e.ParentPath() == "" {
		return ""
	}
	return m.ranges[e.ParentPath()].String()
}

func (m *matcher) lineUnder(l ElementLine) string { return m.lineAbove(l) + "/" + key(l.Name) }
func (m *matcher) lineCoded(l ElementLine) string {
	return m.lineAbove(l) + "/" + strings.TrimPrefix(l.Path, parentOf(l.Path)+"-")
}

func (m *matcher) lineAbove(l ElementLine) string {
	above := parentOf(l.Path)
	if above == "" {
		return ""
	}
	return m.ids[m.byPath[above]].String()
}

// pass joins ranges, or points, of the same mark when exactly one on each side
// is free.
func (m *matcher) pass(points bool, ofElement func(Element) string, ofLine func(ElementLine) string) {
	free := map[string][]uuid.UUID{}
	for _, e := range m.present {
		if e.IsPoint() == points && !m.used[e.ID] {
			mark := ofElement(e)
			free[mark] = append(free[mark], e.ID)
		}
	}
	wanted := map[string][]int{}
	for i, line := range m.lines {
		if line.IsPoint() == points && m.ids[i] == uuid.Nil {
			mark := ofLine(line)
			wanted[mark] = append(wanted[mark], i)
		}
	}
	for mark, at := range wanted {
		if len(at) == 1 && len(free[mark]) == 1 {
			m.ids[at[0]] = free[mark][0]
			m.used[free[mark][0]] = true
		}
	}
}
