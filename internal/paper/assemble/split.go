package assemble

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"jiangxun/internal/marking"
)

// plan[row][section] is the number of items that a section takes from a row.
type plan [][]int

// Bounds of the work of one search: for a start that the exact search can do
// without, and for the answer whether sections and table fit together.
const (
	quickSplit = 200_000
	longSplit  = 3_000_000
)

// typesShort compares each type over all rows that count.
func (p *pool) typesShort() []Cell {
	in := p.in
	needed := map[marking.QuestionType]int{}
	order := []marking.QuestionType{}
	for _, section := range in.Sections {
		if needed[section.Type] == 0 {
			order = append(order, section.Type)
		}
		needed[section.Type] += section.Count
	}
	var short []Cell
	for _, kind := range order {
		have := 0
		for at, row := range in.Rows {
			if row.Percent > 0 {
				have += p.have(at, kind)
			}
		}
		if have < needed[kind] {
			short = append(short, Cell{Type: kind, Needed: needed[kind], Have: have})
		}
	}
	return short
}

// lacking lists the cells where a split takes more items than there are; usable
// may say which count.
func (p *pool) lacking(ideal plan, usable []bool) []Cell {
	var short []Cell
	for at, row := range p.in.Rows {
		needed := map[marking.QuestionType]int{}
		section := map[marking.QuestionType]int{}
		for k, s := range p.in.Sections {
			needed[s.Type] += ideal[at][k]
			section[s.Type] = k
		}
		for _, kind := range slices.Sorted(maps.Keys(needed)) {
			have := 0
			for _, i := range p.cells[at][section[kind]] {
				if usable == nil || usable[i] {
					have++
				}
			}
			if needed[kind] > have {
				short = append(short, Cell{RowID: row.ID, Type: kind, Needed: needed[kind], Have: have})
			}
		}
	}
	return short
}

type outcome int

const (
	solved outcome = iota
	impossible
	gaveUp
)

// search looks for the split row by row, depth first. In each cell it tries
// the count first that is in proportion to what is left, which carries the
// rounding of one row on to the next, and then counts further and further
// away; so the first split found is close to the proportional one. A state
// that failed (row, what the sections still need) is never entered twice.
type search struct {
	sections []Section
	rows     []searchRow // the tightest first
	reach    [][]int     // reach[row][section]: most that this row and all later can give
	left     []int       // what each section still needs
	dead     map[string]bool
	steps    int
	limit    int
}

type searchRow struct {
	at     int // in the input
	points int
	avail  map[marking.QuestionType]int
	slack  int // items beyond what the points ask for
	take   []int
}

func split(in Input, have func(row int, kind marking.QuestionType) int, limit int) (plan, outcome) {
	s := &search{sections: in.Sections, dead: map[string]bool{}, limit: limit}
	for _, section := range in.Sections {
		s.left = append(s.left, section.Count)
	}
	for at, row := range in.Rows {
		s.rows = append(s.rows, newSearchRow(in, at, row, have))
	}
	slices.SortStableFunc(s.rows, func(a, b searchRow) int { return cmp.Compare(a.slack, b.slack) })
	s.measureReach()
	if !s.fillRow(0) {
		if s.steps > s.limit {
			return nil, gaveUp
		}
		return nil, impossible
	}
	out := make(plan, len(in.Rows))
	for _, row := range s.rows {
		out[row.at] = row.take
	}
	return out, solved
}

func newSearchRow(in Input, at int, row Row, have func(int, marking.QuestionType) int) searchRow {
	r := searchRow{
		at:     at,
		points: row.Percent * int(in.TotalHundredths) / 100,
		avail:  map[marking.QuestionType]int{},
		take:   make([]int, len(in.Sections)),
	}
	asked := 0
	for _, section := range in.Sections {
		r.avail[section.Type] = have(at, section.Type)
		asked += section.Count
	}
	for _, n := range r.avail {
		r.slack += n
	}
	r.slack -= asked * row.Percent / 100
	return r
}

func (s *search) measureReach() {
	s.reach = make([][]int, len(s.rows)+1)
	s.reach[len(s.rows)] = make([]int, len(s.sections))
	for i := len(s.rows) - 1; i >= 0; i-- {
		s.reach[i] = slices.Clone(s.reach[i+1])
		for k, section := range s.sections {
			row := s.rows[i]
			s.reach[i][k] += min(row.avail[section.Type], row.points/int(section.ScoreHundredths))
		}
	}
}

func (s *search) fillRow(i int) bool {
	if i == len(s.rows) {
		return true // the points of all rows equal those of all sections: nothing is left
	}
	for k, left := range s.left {
		if left > s.reach[i][k] {
			return false
		}
	}
	state := fmt.Sprint(i, s.left)
	if s.dead[state] {
		return false
	}
	if s.fillCell(i, 0, s.rows[i].points, s.shares(i)) {
		return true
	}
	s.dead[state] = true
	return false
}

// shares gives what row i would take of each section in exact proportion.
func (s *search) shares(i int) []float64 {
	points := 0
	for _, row := range s.rows[i:] {
		points += row.points
	}
	out := make([]float64, len(s.left))
	for k, left := range s.left {
		out[k] = float64(left*s.rows[i].points) / float64(max(1, points))
	}
	return out
}

// fillCell chooses the count of section k in row i, which still has points to
// give.
func (s *search) fillCell(i, k, points int, shares []float64) bool {
	s.steps++
	if s.steps > s.limit {
		return false
	}
	if k == len(s.sections) {
		return points == 0 && s.fillRow(i+1)
	}
	row, section := &s.rows[i], s.sections[k]
	score := int(section.ScoreHundredths)
	highest := min(s.left[k], row.avail[section.Type], points/score)
	lowest := max(0, s.left[k]-s.reach[i+1][k])
	if k == len(s.sections)-1 {
		// The last section takes what is left, or this row cannot be met.
		if points%score != 0 || points/score > highest || points/score < lowest {
			return false
		}
		lowest, highest = points/score, points/score
	}
	for n := range outward(shares[k], lowest, highest) {
		row.take[k] = n
		row.avail[section.Type] -= n
		s.left[k] -= n
		if s.fillCell(i, k+1, points-n*score, shares) {
			return true
		}
		s.left[k] += n
		row.avail[section.Type] += n
	}
	return false
}

// outward yields the whole numbers of [lowest, highest] by their distance from
// the ideal.
func outward(ideal float64, lowest, highest int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		below := int(math.Floor(ideal))
		above := below + 1
		for below >= lowest || above <= highest {
			nearer := above > highest || ideal-float64(below) <= float64(above)-ideal
			n := above
			if nearer && below >= lowest {
				n = below
				below--
			} else {
				above++
			}
			if n >= lowest && n <= highest && !yield(n) {
				return
			}
		}
	}
}
