package assemble

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Shares of general and auxiliary points in percent; the rest is core. The
// authoring guide asks for X ≥ 80, Y ≤ 15, Z ≤ 5.
const (
	shareY = 15
	shareZ = 5
)

// tries is how often the pick starts again, with other luck, when items that
// exclude each other have left a cell short.
const tries = 8

func pick(in Input, s shelf, p plan) (Paper, error) {
	var short *Shortfall
	for attempt := range tries {
		d := newDraw(in, uint64(attempt))
		if short = d.fill(in, s, p); short == nil {
			return d.paper(in), nil
		}
	}
	return Paper{}, short
}

// draw is one try at choosing the items of a paper.
type draw struct {
	rng      *rand.Rand
	taken    map[uuid.UUID]bool // question ids on the paper
	barred   map[uuid.UUID]bool // question ids that an item on the paper excludes
	pointUse map[uuid.UUID]int  // items per point on the whole paper
	sections [][]Item
	oweY     int // hundredths of an item, carried from cell to cell
	oweZ     int
}

func newDraw(in Input, attempt uint64) *draw {
	return &draw{
		rng:      rand.New(rand.NewPCG(uint64(in.Seed), attempt)),
		taken:    map[uuid.UUID]bool{},
		barred:   map[uuid.UUID]bool{},
		pointUse: map[uuid.UUID]int{},
		sections: make([][]Item, len(in.Sections)),
	}
}

func (d *draw) fill(in Input, s shelf, p plan) *Shortfall {
	var short []Cell
	for k, section := range in.Sections {
		used := map[uuid.UUID]int{}
		for at, row := range in.Rows {
			need := p[at][k]
			items := d.choose(s.cells[at][section.Type], need, used)
			if len(items) < need {
				short = append(short, Cell{RowID: row.ID, Type: section.Type, Needed: need, Have: len(items)})
			}
			d.sections[k] = append(d.sections[k], items...)
		}
		d.rng.Shuffle(len(d.sections[k]), func(i, j int) {
			d.sections[k][i], d.sections[k][j] = d.sections[k][j], d.sections[k][i]
		})
	}
	if len(short) == 0 {
		return nil
	}
	return &Shortfall{Cells: short}
}

// choose takes n items of one cell. Rounds: a point is used a second time only
// when every point of the cell has been used once, and so on. Within a round
// the quotas of X, Y and Z go first, then whatever is left, X before Y before Z.
func (d *draw) choose(items []Item, n int, used map[uuid.UUID]int) []Item {
	if n == 0 {
		return nil
	}
	queue := d.queue(items)
	quota := d.quotas(n)
	var chosen []Item
	for round := 0; len(chosen) < n && round <= n+maxUse(used); round++ {
		for _, limit := range []map[Importance]int{quota, nil} {
			for _, class := range []Importance{X, Y, Z} {
				chosen = d.takeClass(chosen, queue[class], class, n, limit, round, used)
			}
		}
	}
	return chosen
}

func maxUse(used map[uuid.UUID]int) int {
	most := 0
	for _, n := range used {
		most = max(most, n)
	}
	return most
}

// takeClass takes items of one class whose point has been used exactly round
// times; a nil limit means without quota.
func (d *draw) takeClass(chosen, queue []Item, class Importance, n int, limit map[Importance]int, round int, used map[uuid.UUID]int) []Item {
	for _, item := range queue {
		if len(chosen) == n || limit != nil && limit[class] == 0 {
			return chosen
		}
		if used[item.PointID] != round || d.taken[item.QuestionID] || d.excluded(item) {
			continue
		}
		chosen = append(chosen, item)
		used[item.PointID]++
		d.note(item)
		if limit != nil {
			limit[class]--
		}
	}
	return chosen
}

func (d *draw) excluded(item Item) bool {
	if d.barred[item.QuestionID] {
		return true
	}
	return slices.ContainsFunc(item.Enemies, func(enemy uuid.UUID) bool { return d.taken[enemy] })
}

func (d *draw) note(item Item) {
	d.taken[item.QuestionID] = true
	d.pointUse[item.PointID]++
	for _, enemy := range item.Enemies {
		d.barred[enemy] = true
	}
}

// quotas shares n items among the classes. What rounding takes from one cell
// goes to the next, so the whole paper holds the shares.
func (d *draw) quotas(n int) map[Importance]int {
	d.oweY += n * shareY
	d.oweZ += n * shareZ
	y, z := d.oweY/100, d.oweZ/100
	y = min(y, n)
	z = min(z, n-y)
	d.oweY -= y * 100
	d.oweZ -= z * 100
	return map[Importance]int{X: n - y - z, Y: y, Z: z}
}

// queue sorts a cell's items by class: points not yet on the paper first, then
// the least used items, then by luck. Items of an unknown class count as Z.
func (d *draw) queue(items []Item) map[Importance][]Item {
	mixed := slices.Clone(items)
	d.rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	slices.SortStableFunc(mixed, func(a, b Item) int {
		return cmp.Or(
			cmp.Compare(d.pointUse[a.PointID], d.pointUse[b.PointID]),
			cmp.Compare(a.Exposure, b.Exposure),
		)
	})
	out := map[Importance][]Item{}
	for _, item := range mixed {
		class := item.Importance
		if class != X && class != Y {
			class = Z
		}
		out[class] = append(out[class], item)
	}
	return out
}

func (d *draw) paper(in Input) Paper {
	paper := Paper{Seed: in.Seed}
	got := map[uuid.UUID]RowPoints{}
	for k, section := range in.Sections {
		paper.Sections = append(paper.Sections, PaperSection{Section: section, Items: d.sections[k]})
		for _, item := range d.sections[k] {
			row := got[item.RowID]
			row.Got += section.ScoreHundredths
			row.Items++
			got[item.RowID] = row
		}
	}
	for _, row := range in.Rows {
		points := got[row.ID]
		points.RowID, points.Percent = row.ID, row.Percent
		points.Want = marking.Hundredths(row.Percent) * in.TotalHundredths / 100
		paper.Rows = append(paper.Rows, points)
	}
	return paper
}
