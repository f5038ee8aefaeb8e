package tables

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
)

// Incoming are the tables that a file has for one level; nil for none.
type Incoming struct {
	Theory   *WeightTable  `json:"theory,omitempty"`
	Skill    *WeightTable  `json:"skill,omitempty"`
	Elements *ElementTable `json:"elements,omitempty"`
}

// Plan gives the tables as they would stand with the incoming ones. Rows and
// elements that are there already keep their ids: first those with the same
// name, wherever they stand now, then those with the same code or place. With
// keep, elements that the file lacks stay; without it they go. Faults that are
// no warnings mean that the plan must not be carried out.
func Plan(present Snapshot, in Incoming, keep bool) (Snapshot, []Fault) {
	p := planner{present: present, next: present, in: in, keep: keep}
	p.next.Theory = p.weights(present.Theory, in.Theory)
	p.next.Skill = p.weights(present.Skill, in.Skill)
	if in.Elements != nil {
		p.elements()
	}
	p.checkRows()
	return p.next, p.faults
}

type planner struct {
	present, next Snapshot
	in            Incoming
	keep          bool
	faults        []Fault
}

func (p *planner) add(f Fault) {
	if len(p.faults) < maxFaults {
		p.faults = append(p.faults, f)
	}
}

func (p *planner) weights(present []Weight, in *WeightTable) []Weight {
	if in == nil {
		return present
	}
	next := make([]Weight, len(in.Rows))
	used := map[uuid.UUID]bool{}
	for i, line := range in.Rows {
		next[i] = Weight{Group: line.Group, Name: line.Name, Percent: line.Percent}
		for _, was := range present {
			if !used[was.ID] && key(was.Name) == key(line.Name) {
				next[i].ID = was.ID
				used[was.ID] = true
				break
			}
		}
	}
	// A row at the same place whose name is nowhere else was renamed.
	for i := range next {
		if next[i].ID == uuid.Nil && len(present) == len(next) && !used[present[i].ID] {
			next[i].ID = present[i].ID
			used[present[i].ID] = true
		}
		if next[i].ID == uuid.Nil {
			next[i].ID = uuid.Must(uuid.NewV7())
		}
	}
	return next
}

func (p *planner) elements() {
	lines := p.in.Elements.Lines
	if len(p.next.Theory) == 0 {
		p.next.Theory = derive(lines)
		if len(p.next.Theory) == 0 {
			p.add(Fault{Sheet: p.in.Elements.Sheet, Sub: SubNoWeights})
			return
		}
		p.add(Fault{Sheet: p.in.Elements.Sheet, Sub: SubDerived, Warning: true})
	}
	rows := p.rowsOf(lines)
	ids := match(p.present.Elements, lines, rows)
	next := make([]Element, len(lines))
	taken := map[string]bool{}
	present := map[uuid.UUID]Element{}
	for _, e := range p.present.Elements {
		present[e.ID] = e
	}
	weighed := slices.ContainsFunc(lines, func(l ElementLine) bool { return l.Weight > 0 })
	paged := slices.ContainsFunc(lines, func(l ElementLine) bool { return l.Page != "" })
	for i, line := range lines {
		id := ids[i]
		if id == uuid.Nil {
			id = uuid.Must(uuid.NewV7())
		}
		// A file without such a column says nothing about it.
		if !weighed {
			line.Weight = present[id].Weight
		}
		if !paged {
			line.Page = present[id].Page
		}
		taken[line.Path] = true
		next[i] = Element{
			ID: id, RowID: rows[line.Path], Path: line.Path, Name: line.Name, Importance: line.Importance, Weight: line.Weight, Page: line.Page,
		}
	}
	if p.keep {
		next = p.keepRest(next, taken)
	}
	slices.SortFunc(next, func(a, b Element) int { return cmp.Compare(a.Path, b.Path) })
	p.next.Elements = next
	p.checkWeights()
}

// keepRest adds what the file lacks: below the range where it stood, which may
// have another code now.
func (p *planner) keepRest(next []Element, taken map[string]bool) []Element {
	path := map[string]string{} // present path → next path
	byID := map[uuid.UUID]string{}
	for _, e := range next {
		byID[e.ID] = e.Path
	}
	for _, e := range p.present.Elements { // by path: above before below
		if to, ok := byID[e.ID]; ok {
			path[e.Path] = to
			continue
		}
		stood := e.Path
		e.Path = join(path[e.ParentPath()], e.Code())
		path[stood] = e.Path
		if taken[e.Path] {
			p.add(Fault{Sheet: p.in.Elements.Sheet, Sub: SubPathTaken, Params: fault.Params{"path": e.Path, "name": quote(e.Name)}})
			continue
		}
		taken[e.Path] = true
		next = append(next, e)
	}
	return next
}

// rowsOf finds the row of the theory table for each line: the row that it or a
// range above it is named after; a range above several rows has its first.
func (p *planner) rowsOf(lines []ElementLine) map[string]uuid.UUID {
	byName := map[string]uuid.UUID{}
	for _, w := range p.next.Theory {
		byName[key(w.Name)] = w.ID
	}
	rows := map[string]uuid.UUID{}
	for _, line := range lines {
		id := rows[parentOf(line.Path)]
		if id == uuid.Nil && !line.IsPoint() {
			id = byName[key(line.Name)]
		}
		rows[line.Path] = id
	}
	named := map[string]bool{}
	below := map[string]bool{}
	for path, id := range rows {
		named[path] = id != uuid.Nil
		below[parentOf(path)] = true
	}
	for i := len(lines) - 1; i >= 0; i-- { // so that the first one below has the last word
		if above := parentOf(lines[i].Path); !named[above] && rows[lines[i].Path] != uuid.Nil {
			rows[above] = rows[lines[i].Path]
		}
	}
	told := map[string]bool{}
	for _, line := range lines {
		if rows[line.Path] != uuid.Nil || !line.IsPoint() && below[line.Path] {
			continue
		}
		at := line.Path
		for strings.Count(at, "-") > 1 || at == line.Path && line.IsPoint() {
			at = parentOf(at)
		}
		if !told[at] {
			told[at] = true
			p.add(Fault{Sheet: p.in.Elements.Sheet, Row: line.Row, Sub: SubRow, Params: fault.Params{"path": at, "name": quote(nameAt(lines, at))}})
		}
	}
	return rows
}

func nameAt(lines []ElementLine, path string) string {
	for _, line := range lines {
		if line.Path == path {
			return line.Name
		}
	}
	return ""
}

// derive makes a theory table of the weights that the ranges carry: of the
// second ranges below 基本要求 and 相关知识, else of the first. None when they do
// not make 100 in whole percents.
func derive(lines []ElementLine) []Weight {
	grouped := false
	for _, line := range lines {
		grouped = grouped || !strings.Contains(line.Path, "-") && strings.Contains(line.Name, "基本要求")
	}
	var rows []Weight
	sum := 0
	for _, line := range lines {
		depth := strings.Count(line.Path, "-")
		if line.IsPoint() || grouped && depth != 1 || !grouped && depth != 0 {
			continue
		}
		if line.Weight == 0 || line.Weight%100 != 0 {
			return nil
		}
		group := ""
		if grouped {
			group = nameAt(lines, parentOf(line.Path))
		}
		sum += line.Weight
		rows = append(rows, Weight{ID: uuid.Must(uuid.NewV7()), Group: group, Name: line.Name, Percent: line.Weight / 100})
	}
	if sum != 100_00 || len(rows) > maxWeights {
		return nil
	}
	return rows
}

// checkWeights tells where the weights of ranges and the weight table differ.
func (p *planner) checkWeights() {
	for _, w := range p.next.Theory {
		sum, known := RowWeight(p.next.Elements, w.ID)
		if known && sum != w.Percent*100 {
			p.add(Fault{Sheet: p.in.Elements.Sheet, Sub: SubRowWeight, Warning: true, Params: fault.Params{
				"name": quote(w.Name), "percent": w.Percent, "sum": Percent(sum),
			}})
		}
	}
}

// RowWeight adds up the weights of a row's highest ranges that carry one; known
// is false when some points of the row are below none.
func RowWeight(elements []Element, row uuid.UUID) (sum int, known bool) {
	mixed := map[string]bool{} // ranges that hold another row's
	byPath := map[string]Element{}
	for _, e := range elements {
		byPath[e.Path] = e
	}
	for _, e := range elements {
		for above := e.ParentPath(); above != ""; above = parentOf(above) {
			if byPath[above].RowID != e.RowID {
				mixed[above] = true
			}
		}
	}
	counted := map[string]bool{}
	known = true
	for _, e := range elements {
		if !e.IsPoint() || e.RowID != row {
			continue
		}
		highest := Element{}
		for above := e.ParentPath(); above != "" && !mixed[above]; above = parentOf(above) {
			if byPath[above].Weight > 0 {
				highest = byPath[above]
			}
		}
		if highest.Path == "" {
			known = false
		} else if !counted[highest.Path] {
			counted[highest.Path] = true
			sum += highest.Weight
		}
	}
	return sum, known && sum > 0
}

// checkRows refuses a plan in which elements hang on a row that is gone.
func (p *planner) checkRows() {
	there := map[uuid.UUID]bool{uuid.Nil: true}
	for _, w := range p.next.Theory {
		there[w.ID] = true
	}
	told := map[uuid.UUID]bool{}
	for _, e := range p.next.Elements {
		if !there[e.RowID] && !told[e.RowID] {
			told[e.RowID] = true
			sheet := ""
			if p.in.Theory != nil {
				sheet = p.in.Theory.Sheet
			}
			p.add(Fault{Sheet: sheet, Sub: SubRowUsed, Params: fault.Params{"name": quote(p.present.row(e.RowID).Name)}})
		}
	}
}
