package assemble

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// pool is an input made ready: usable items sorted by version, one version a
// question, references as numbers. Limits and cells refer to its numbering, so
// the order in which the items came means nothing.
type pool struct {
	in       Input
	items    []Item
	rowOf    []int
	pointOf  []int
	points   int
	enemies  [][]int
	cells    [][][]int // items by row and section
	sections [][]int   // sections by item: those of its type
	want     []int     // hundredths by row
	total    int       // items on the paper
	unit     int       // the greatest common divisor of the sections' scores
	score    int       // of the whole paper, in units
}

func newPool(in Input) *pool {
	p := &pool{in: in}
	rowAt := map[uuid.UUID]int{}
	for at, row := range in.Rows {
		if row.Percent > 0 {
			rowAt[row.ID] = at
		}
		p.want = append(p.want, row.Percent*int(in.TotalHundredths)/100)
		p.cells = append(p.cells, make([][]int, len(in.Sections)))
	}
	bySection := map[marking.QuestionType][]int{}
	for k, section := range in.Sections {
		bySection[section.Type] = append(bySection[section.Type], k)
		p.total += section.Count
		p.unit = gcd(p.unit, int(section.ScoreHundredths))
	}
	p.score = int(in.TotalHundredths) / p.unit
	items := slices.Clone(in.Items)
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(string(a.VersionID[:]), string(b.VersionID[:])) })
	number := map[uuid.UUID]int{}
	pointAt := map[uuid.UUID]int{}
	for _, item := range items {
		row, ok := rowAt[item.RowID]
		if _, seen := number[item.QuestionID]; !ok || seen || len(bySection[item.Type]) == 0 {
			continue
		}
		i := len(p.items)
		number[item.QuestionID] = i
		point, ok := pointAt[item.PointID]
		if !ok {
			point = len(pointAt)
			pointAt[item.PointID] = point
		}
		p.items, p.rowOf, p.pointOf = append(p.items, item), append(p.rowOf, row), append(p.pointOf, point)
		p.sections = append(p.sections, bySection[item.Type])
		for _, k := range bySection[item.Type] {
			p.cells[row][k] = append(p.cells[row][k], i)
		}
	}
	p.points = len(pointAt)
	p.pairEnemies(number)
	return p
}

// pairEnemies makes the relation mutual: it is enough that one names the other.
func (p *pool) pairEnemies(number map[uuid.UUID]int) {
	p.enemies = make([][]int, len(p.items))
	for i, item := range p.items {
		for _, question := range item.Enemies {
			if j, ok := number[question]; ok && j != i {
				p.enemies[i] = append(p.enemies[i], j)
				p.enemies[j] = append(p.enemies[j], i)
			}
		}
	}
	for i := range p.enemies {
		slices.Sort(p.enemies[i])
		p.enemies[i] = slices.Compact(p.enemies[i])
	}
}

// cliques covers every pair of enemies by sets whose members all exclude each
// other; one row for a set says more than one row for each of its pairs.
func (p *pool) cliques() [][]int {
	covered := map[[2]int]bool{}
	var list [][]int
	for i, foes := range p.enemies {
		for _, j := range foes {
			if j < i || covered[[2]int{i, j}] {
				continue
			}
			clique := []int{i, j}
			for _, k := range foes {
				if k != j && !slices.ContainsFunc(clique[1:], func(c int) bool { return c == k || !p.areEnemies(c, k) }) {
					clique = append(clique, k)
				}
			}
			for a := range clique {
				for b := range clique {
					covered[[2]int{min(clique[a], clique[b]), max(clique[a], clique[b])}] = true
				}
			}
			list = append(list, clique)
		}
	}
	return list
}

func (p *pool) areEnemies(i, j int) bool {
	_, found := slices.BinarySearch(p.enemies[i], j)
	return found
}

// have is how many items of a type a row offers.
func (p *pool) have(row int, kind marking.QuestionType) int {
	for k, section := range p.in.Sections {
		if section.Type == kind {
			return len(p.cells[row][k])
		}
	}
	return 0
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
