package assemble

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Shares of general and auxiliary points in percent that a pick aims at when
// the demands name none; the rest is core.
const (
	shareY = 15
	shareZ = 5
)

// draw is one try at choosing the items of a paper: cell by cell, fresh points
// before used ones, seldom used items before often used ones, luck last. Its
// paper has the right counts; what else it breaks, improve mends.
type draw struct {
	p        *pool
	rng      *rand.Rand
	barred   []bool // items that no paper may hold; they go last
	worn     []int  // how often an item was used, forms of this run included
	taken    []bool
	foes     []int // taken items that exclude this one
	pointUse []int // on the whole paper
	oweY     int   // hundredths of an item, carried from cell to cell
	oweZ     int
}

func (p *pool) draw(plan plan, rng *rand.Rand, barred []bool, worn []int) []slot {
	d := &draw{
		p: p, rng: rng, barred: barred, worn: worn,
		taken: make([]bool, len(p.items)), foes: make([]int, len(p.items)), pointUse: make([]int, p.points),
	}
	var slots []slot
	for k := range p.in.Sections {
		used := make(map[int]int)
		for r := range p.cells {
			for _, i := range d.choose(p.cells[r][k], plan[r][k], used) {
				slots = append(slots, slot{row: r, section: k, item: i})
			}
		}
	}
	return slots
}

// choose takes n items of one cell. Rounds: a point is used a second time only
// when every point of the cell has been used once, and so on. Within a round
// the quotas of X, Y and Z go first, then whatever is left, X before Y before
// Z. Items that enemies or limits exclude are taken only when nothing else is
// left.
func (d *draw) choose(items []int, n int, used map[int]int) []int {
	if n == 0 {
		return nil
	}
	queue := d.queue(items)
	quota := d.quotas(n)
	var chosen []int
	for _, anything := range []bool{false, true} {
		for round := 0; len(chosen) < n && round <= n+len(used); round++ {
			for _, limit := range []map[Importance]int{quota, nil} {
				for _, class := range []Importance{X, Y, Z} {
					chosen = d.takeClass(chosen, queue[class], n, limit, round, used, anything)
				}
			}
		}
	}
	return chosen
}

// takeClass takes items whose point has been used exactly round times; a nil
// limit means without quota.
func (d *draw) takeClass(chosen, queue []int, n int, limit map[Importance]int, round int, used map[int]int, anything bool) []int {
	for _, i := range queue {
		class := classOf(d.p.items[i])
		if len(chosen) == n || limit != nil && limit[class] == 0 {
			return chosen
		}
		point := d.p.pointOf[i]
		if used[point] != round || d.taken[i] || !anything && (d.foes[i] > 0 || d.barred[i]) {
			continue
		}
		chosen = append(chosen, i)
		used[point]++
		d.pointUse[point]++
		d.taken[i] = true
		if !d.p.in.Demands.AllowEnemies {
			for _, j := range d.p.enemies[i] {
				d.foes[j]++
			}
		}
		if limit != nil {
			limit[class]--
		}
	}
	return chosen
}

// quotas shares n items among the classes. What rounding takes from one cell
// goes to the next, so the whole paper holds the shares.
func (d *draw) quotas(n int) map[Importance]int {
	wantY, wantZ := shareY, shareZ
	if s := d.p.in.Demands.Importance; s != nil {
		wantY, wantZ = s.YPercent, s.ZPercent
	}
	d.oweY += n * wantY
	d.oweZ += n * wantZ
	y := min(d.oweY/100, n)
	z := min(d.oweZ/100, n-y)
	d.oweY -= y * 100
	d.oweZ -= z * 100
	return map[Importance]int{X: n - y - z, Y: y, Z: z}
}

// queue sorts a cell's items by class: points not yet on the paper first, then
// the least used items, then by luck.
func (d *draw) queue(items []int) map[Importance][]int {
	mixed := slices.Clone(items)
	d.rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	slices.SortStableFunc(mixed, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(d.pointUse[d.p.pointOf[a]], d.pointUse[d.p.pointOf[b]]),
			cmp.Compare(d.worn[a], d.worn[b]),
		)
	})
	out := map[Importance][]int{}
	for _, i := range mixed {
		class := classOf(d.p.items[i])
		out[class] = append(out[class], i)
	}
	return out
}
