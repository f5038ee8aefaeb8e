package assemble

import (
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Conforms checks a paper against its input from scratch: counts and types of
// the sections, the points of every row, no question twice, and every demand
// that binds one paper; soft shares that the paper names as given up are left
// out. It shares no code with the search, so it also serves papers that a
// person has changed by hand. What binds several forms, ConformForms checks.
func Conforms(in Input, p Paper) error {
	if len(p.Sections) != len(in.Sections) {
		return fmt.Errorf("paper has %d sections, wants %d", len(p.Sections), len(in.Sections))
	}
	points := map[uuid.UUID]marking.Hundredths{}
	seen := map[uuid.UUID]bool{}
	for k, section := range p.Sections {
		if section.Section != in.Sections[k] || len(section.Items) != section.Count {
			return fmt.Errorf("section %d holds %d items, wants %d %s", k+1, len(section.Items), in.Sections[k].Count, in.Sections[k].Type)
		}
		for _, item := range section.Items {
			if item.Type != section.Type {
				return fmt.Errorf("section %d: item %s is %s", k+1, item.VersionID, item.Type)
			}
			if seen[item.QuestionID] {
				return fmt.Errorf("question %s appears twice", item.QuestionID)
			}
			seen[item.QuestionID] = true
			points[item.RowID] += section.ScoreHundredths
		}
	}
	for _, row := range in.Rows {
		want := marking.Hundredths(row.Percent) * in.TotalHundredths / 100
		if points[row.ID] != want {
			return fmt.Errorf("row %s has %d hundredths, wants %d", row.ID, points[row.ID], want)
		}
		delete(points, row.ID)
	}
	if len(points) > 0 {
		return fmt.Errorf("items of %d rows that the weight table does not hold", len(points))
	}
	for _, check := range []func(Input, Paper) error{noEnemies, freshPoints, inBounds, inShares, restedItems, unlikeEarlier} {
		if err := check(in, p); err != nil {
			return err
		}
	}
	return nil
}

// ConformForms checks what parallel forms owe each other, and each of them.
func ConformForms(in Input, forms []Paper) error {
	within, most := DefaultWithin, math.MaxInt
	if d := in.Demands.Parallel; d != nil {
		if d.WithinPoints > 0 {
			within = d.WithinPoints
		}
		if d.MaxOverlapPercent != nil {
			most = *d.MaxOverlapPercent * len(forms[0].questions()) / 100
		}
	}
	for f, p := range forms {
		if err := Conforms(in, p); err != nil {
			return fmt.Errorf("form %d: %w", f+1, err)
		}
		for g, q := range forms[:f] {
			if n := overlap(p, q.questions(), Overlap{}).Items; n > most {
				return fmt.Errorf("forms %d and %d share %d items, at most %d", g+1, f+1, n, most)
			}
			if d := math.Abs(FiguresOf(in, p).ExpectedMark - FiguresOf(in, q).ExpectedMark); d > within+1e-6 {
				return fmt.Errorf("forms %d and %d differ by %.2f points, at most %.2f", g+1, f+1, d, within)
			}
		}
	}
	return nil
}

func (p Paper) each(f func(Item)) {
	for _, section := range p.Sections {
		for _, item := range section.Items {
			f(item)
		}
	}
}

// number counts the items that fit, and all.
func (p Paper) number(fits func(Item) bool) (n, all int) {
	p.each(func(item Item) {
		all++
		if fits(item) {
			n++
		}
	})
	return n, all
}

func noEnemies(in Input, p Paper) error {
	if in.Demands.AllowEnemies {
		return nil
	}
	seen := map[uuid.UUID]bool{}
	p.each(func(item Item) { seen[item.QuestionID] = true })
	var err error
	p.each(func(item Item) {
		for _, enemy := range item.Enemies {
			if seen[enemy] && enemy != item.QuestionID {
				err = fmt.Errorf("questions %s and %s exclude each other", item.QuestionID, enemy)
			}
		}
	})
	return err
}

// freshPoints: no point twice in a section while the row has another one.
func freshPoints(in Input, p Paper) error {
	if in.Demands.RepeatPoints {
		return nil
	}
	for k, section := range p.Sections {
		use := map[uuid.UUID]map[uuid.UUID]int{} // by row and point
		taken := map[uuid.UUID]int{}
		for _, item := range section.Items {
			if use[item.RowID] == nil {
				use[item.RowID] = map[uuid.UUID]int{}
			}
			use[item.RowID][item.PointID]++
			taken[item.RowID]++
		}
		for row, points := range use {
			stock := map[uuid.UUID]map[uuid.UUID]bool{}
			for _, item := range in.Items {
				if item.RowID == row && item.Type == section.Type && restedItem(in.Demands.Exposure, item) {
					if stock[item.PointID] == nil {
						stock[item.PointID] = map[uuid.UUID]bool{}
					}
					stock[item.PointID][item.QuestionID] = true
				}
			}
			for point, n := range points {
				room := 0
				for _, questions := range stock {
					room += min(n-1, len(questions))
				}
				if n > 1 && room >= taken[row] {
					return fmt.Errorf("section %d takes point %s %d times while points last", k+1, point, n)
				}
			}
		}
	}
	return nil
}

func inBounds(in Input, p Paper) error {
	f := FiguresOf(in, p)
	if d := in.Demands.Difficulty; d != nil && math.Abs(f.Difficulty-d.Target) > d.Tolerance+1e-3/2 {
		return fmt.Errorf("difficulty %.3f, wants %.3f ± %.3f", f.Difficulty, d.Target, d.Tolerance)
	}
	_, all := p.number(func(Item) bool { return true })
	for k, band := range in.Demands.Bands {
		n := f.Bands[k]
		if n*100 < band.MinPercent*all || band.MaxPercent > 0 && n*100 > band.MaxPercent*all {
			return fmt.Errorf("band %d holds %d of %d items", k+1, n, all)
		}
	}
	k := in.Demands.Keys
	if k == nil {
		return nil
	}
	for _, key := range f.Keys {
		most := k.SinglePercent
		if key.Type == marking.Judge {
			most = k.JudgePercent
		}
		if most > 0 && key.Items > 1 && key.Percent > float64(most)+1e-9 {
			return fmt.Errorf("%d %s items have the answer %s", key.Items, key.Type, key.Key)
		}
	}
	return nil
}

func inShares(in Input, p Paper) error {
	s := in.Demands.Importance
	if s == nil || slices.Contains(p.Figures.Dropped, demandImportance) {
		return nil
	}
	for _, c := range []struct {
		class         Importance
		percent, sign int
	}{{X, s.XPercent, 1}, {Y, s.YPercent, -1}, {Z, s.ZPercent, -1}} {
		n, all := p.number(func(item Item) bool { return classOf(item) == c.class })
		if c.sign*(n*100-c.percent*all) < -100*s.ToleranceItems {
			return fmt.Errorf("%d of %d items are %s, bound %d %%", n, all, c.class, c.percent)
		}
	}
	return nil
}

func restedItem(e *Exposure, item Item) bool {
	switch {
	case e == nil:
		return true
	case e.RestDays > 0 && item.LastUsedDay != nil && *item.LastUsedDay+e.RestDays > e.Today:
		return false
	}
	return e.MaxUse == 0 || item.Exposure < e.MaxUse
}

func restedItems(in Input, p Paper) error {
	if n, all := p.number(func(item Item) bool { return restedItem(in.Demands.Exposure, item) }); n < all {
		return fmt.Errorf("%d items were used too lately or too often", all-n)
	}
	return nil
}

func unlikeEarlier(in Input, p Paper) error {
	e := in.Demands.Earlier
	if e == nil {
		return nil
	}
	for _, paper := range e.Papers {
		if o := overlap(p, paper.Questions, Overlap{}); o.Percent > float64(e.MaxPercent)+1e-9 {
			return fmt.Errorf("shares %d items with %s", o.Items, paper.Name)
		}
	}
	return nil
}
