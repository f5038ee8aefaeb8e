package assemble_test

// An independent judge of papers and proofs. It shares no code with the
// assembler: it reads the input and the public results only, and derives every
// demand, and every row of a proof, from the words of the demand.

import (
	"fmt"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
)

type judge struct {
	in    assemble.Input
	rows  map[uuid.UUID]int
	foes  map[[2]uuid.UUID]bool
	total int
	score int // hundredths
}

func newJudge(in assemble.Input) *judge {
	j := &judge{in: in, rows: map[uuid.UUID]int{}, foes: map[[2]uuid.UUID]bool{}}
	for r, row := range in.Rows {
		if row.Percent > 0 {
			j.rows[row.ID] = r
		}
	}
	for _, s := range in.Sections {
		j.total += s.Count
		j.score += s.Count * int(s.ScoreHundredths)
	}
	for _, item := range in.Items {
		for _, foe := range item.Enemies {
			j.foes[[2]uuid.UUID{item.QuestionID, foe}] = true
			j.foes[[2]uuid.UUID{foe, item.QuestionID}] = true
		}
	}
	return j
}

// hard gives an item's difficulty in thousandths.
func hard(item assemble.Item) int64 {
	if item.Measured != nil {
		return int64(*item.Measured*1000 + 0.5)
	}
	return map[int]int64{1: 100, 2: 300, 3: 500, 4: 700, 5: 900}[item.Difficulty]
}

func class(item assemble.Item) string { return string(item.Importance) }

// out says that rest period or maximum use keep an item off.
func (j *judge) out(item assemble.Item) bool {
	e := j.in.Demands.Exposure
	return e != nil && (e.RestDays > 0 && item.LastUsedDay != nil && *item.LastUsedDay > e.Today-e.RestDays ||
		e.MaxUse > 0 && item.Exposure >= e.MaxUse)
}

// accepts checks one paper against every demand but those in waived.
func (j *judge) accepts(p assemble.Paper, waived map[string]bool) error {
	seen := map[uuid.UUID]bool{}
	points := map[uuid.UUID]int{}
	var all []assemble.Item
	mean := int64(0)
	if len(p.Sections) != len(j.in.Sections) {
		return fmt.Errorf("%d sections", len(p.Sections))
	}
	for k, s := range j.in.Sections {
		if len(p.Sections[k].Items) != s.Count {
			return fmt.Errorf("section %d holds %d of %d", k, len(p.Sections[k].Items), s.Count)
		}
		for _, item := range p.Sections[k].Items {
			if item.Type != s.Type || seen[item.QuestionID] {
				return fmt.Errorf("section %d: wrong type or question twice", k)
			}
			seen[item.QuestionID] = true
			points[item.RowID] += int(s.ScoreHundredths)
			all = append(all, item)
			mean += hard(item) * int64(s.ScoreHundredths)
		}
		if err := j.pointsOnce(k, p.Sections[k].Items); err != nil && !j.in.Demands.RepeatPoints {
			return err
		}
	}
	for _, row := range j.in.Rows {
		if points[row.ID] != row.Percent*j.score/100 {
			return fmt.Errorf("row %s has %d", row.ID, points[row.ID])
		}
	}
	for _, a := range all {
		if j.out(a) {
			return fmt.Errorf("an item that rests or is used up")
		}
		for _, b := range all {
			if !j.in.Demands.AllowEnemies && a.QuestionID != b.QuestionID && j.foes[[2]uuid.UUID{a.QuestionID, b.QuestionID}] {
				return fmt.Errorf("enemies")
			}
		}
	}
	if d := j.in.Demands.Difficulty; d != nil {
		target, tolerance := int64(d.Target*1000+0.5), int64(d.Tolerance*1000+0.5)
		if mean < (target-tolerance)*int64(j.score) || mean > (target+tolerance)*int64(j.score) {
			return fmt.Errorf("difficulty %d of %d", mean, target*int64(j.score))
		}
	}
	return j.shares(all, waived)
}

func (j *judge) shares(all []assemble.Item, waived map[string]bool) error {
	count := func(fits func(assemble.Item) bool) int {
		n := 0
		for _, item := range all {
			if fits(item) {
				n++
			}
		}
		return n
	}
	for _, rule := range j.rules() {
		if n := count(rule.fits); (n < rule.least || n > rule.most) && !waived[rule.name] {
			return fmt.Errorf("%s: %d items, not %d to %d", rule.name, n, rule.least, rule.most)
		}
	}
	return nil
}

// rule bounds the number of items that fit.
type rule struct {
	name        string
	fits        func(assemble.Item) bool
	least, most int
}

// rules lists the demands on numbers of items, in the words of their types.
func (j *judge) rules() []rule {
	d := j.in.Demands
	var list []rule
	for _, b := range d.Bands {
		least, most := (b.MinPercent*j.total+99)/100, j.total
		if b.MaxPercent > 0 {
			most = b.MaxPercent * j.total / 100
		}
		from, to := int64(b.From*1000+0.5), int64(b.To*1000+0.5)
		list = append(list, rule{"band", func(i assemble.Item) bool { return hard(i) >= from && (hard(i) < to || to == 1000) }, least, most})
	}
	if s := d.Importance; s != nil {
		of := func(c string) func(assemble.Item) bool { return func(i assemble.Item) bool { return class(i) == c } }
		list = append(list,
			rule{"importance.x", of("X"), max(0, (s.XPercent*j.total+99)/100-s.ToleranceItems), j.total},
			rule{"importance.y", of("Y"), 0, s.YPercent*j.total/100 + s.ToleranceItems},
			rule{"importance.z", of("Z"), 0, s.ZPercent*j.total/100 + s.ToleranceItems})
	}
	if k := d.Keys; k != nil {
		list = append(list, j.keyRules("keys.single", marking.Single, k.SinglePercent)...)
		list = append(list, j.keyRules("keys.judge", marking.Judge, k.JudgePercent)...)
	}
	if e := d.Earlier; e != nil {
		for _, paper := range e.Papers {
			old := map[uuid.UUID]bool{}
			for _, q := range paper.Questions {
				old[q] = true
			}
			list = append(list, rule{"earlier", func(i assemble.Item) bool { return old[i.QuestionID] }, 0, e.MaxPercent * j.total / 100})
		}
	}
	if d.Exposure != nil {
		list = append(list, rule{"exposure", j.out, 0, 0})
	}
	return list
}

func (j *judge) keyRules(name string, kind marking.QuestionType, percent int) []rule {
	n := 0
	for _, s := range j.in.Sections {
		if s.Type == kind {
			n += s.Count
		}
	}
	var list []rule
	for _, key := range []string{"A", "B", "C", "D"} {
		if percent > 0 {
			list = append(list, rule{name, func(i assemble.Item) bool { return i.Type == kind && i.Key == key }, 0, max(1, percent*n/100)})
		}
	}
	return list
}

// capacity is what a row gives a section when no point is used more than c
// times.
func (j *judge) capacity(row, section, c int) int {
	have := map[uuid.UUID]int{}
	for _, item := range j.in.Items {
		if r, ok := j.rows[item.RowID]; ok && r == row && item.Type == j.in.Sections[section].Type && !j.out(item) {
			have[item.PointID]++
		}
	}
	n := 0
	for _, items := range have {
		n += min(c, items)
	}
	return n
}

func (j *judge) pointsOnce(section int, items []assemble.Item) error {
	use, taken := map[uuid.UUID]int{}, map[int]int{}
	for _, item := range items {
		use[item.PointID]++
		taken[j.rows[item.RowID]]++
	}
	for _, item := range items {
		row := j.rows[item.RowID]
		if c := use[item.PointID]; c > 1 && j.capacity(row, section, c-1) >= taken[row] {
			return fmt.Errorf("a point %d times while points last", c)
		}
	}
	return nil
}

// parallel checks what several forms owe each other.
func (j *judge) parallel(papers []assemble.Paper) error {
	d := j.in.Demands.Parallel
	within := 1.0
	if d != nil && d.WithinPoints > 0 {
		within = d.WithinPoints
	}
	for a, p := range papers {
		for _, q := range papers[:a] {
			on := map[uuid.UUID]bool{}
			mean := 0.0
			for _, s := range p.Sections {
				for _, item := range s.Items {
					on[item.QuestionID] = true
					mean += float64(hard(item)) / 10 * float64(s.ScoreHundredths) / float64(j.score)
				}
			}
			both := 0
			for _, s := range q.Sections {
				for _, item := range s.Items {
					if on[item.QuestionID] {
						both++
					}
					mean -= float64(hard(item)) / 10 * float64(s.ScoreHundredths) / float64(j.score)
				}
			}
			if mean > within+1e-9 || mean < -within-1e-9 {
				return fmt.Errorf("means differ by %.3f", mean)
			}
			if d != nil && d.MaxOverlapPercent != nil && both > *d.MaxOverlapPercent*j.total/100 {
				return fmt.Errorf("forms share %d items", both)
			}
		}
	}
	return nil
}
