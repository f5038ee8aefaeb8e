package assemble

import "math"

// check refuses inputs that no bank could satisfy, and those that say nothing.
func check(in Input, forms int) error {
	if forms < 1 || forms > MaxForms {
		return &Conflict{Reason: TooManyForms, Want: MaxForms, Got: forms}
	}
	if len(in.Sections) == 0 || len(in.Sections) > MaxSections || len(in.Rows) == 0 || len(in.Rows) > MaxRows {
		return &Conflict{Reason: TooManyParts, Want: MaxSections, Got: len(in.Sections)}
	}
	percent, points := 0, 0
	for _, row := range in.Rows {
		if row.Percent < 0 {
			return &Conflict{Reason: WeightsNot100, Want: 100, Got: row.Percent}
		}
		percent += row.Percent
	}
	if percent != 100 {
		return &Conflict{Reason: WeightsNot100, Want: 100, Got: percent}
	}
	for _, section := range in.Sections {
		if section.Count <= 0 || section.ScoreHundredths <= 0 || section.Count > 1000 || section.ScoreHundredths > 100_000 {
			return &Conflict{Reason: EmptySection, Want: 1, Got: 0}
		}
		points += section.Count * int(section.ScoreHundredths)
	}
	if points != int(in.TotalHundredths) {
		return &Conflict{Reason: TotalDiffers, Want: int(in.TotalHundredths), Got: points}
	}
	if what := in.Demands.nonsense(); what != "" {
		return &Conflict{Reason: BadDemand, Demand: what}
	}
	return checkRows(in)
}

// nonsense names the first demand whose figures mean nothing.
func (d Demands) nonsense() string {
	share := func(v float64) bool { return !math.IsNaN(v) && v >= 0 && v <= 1 }
	percent := func(values ...int) bool {
		for _, v := range values {
			if v < 0 || v > 100 {
				return false
			}
		}
		return true
	}
	if d.Difficulty != nil && (!share(d.Difficulty.Target) || !share(d.Difficulty.Tolerance)) {
		return DemandDifficulty
	}
	for _, b := range d.Bands {
		if !share(b.From) || !share(b.To) || b.From >= b.To || !percent(b.MinPercent, b.MaxPercent) {
			return DemandBand
		}
	}
	if s := d.Importance; s != nil && (!percent(s.XPercent, s.YPercent, s.ZPercent) || s.ToleranceItems < 0) {
		return demandImportance
	}
	switch {
	case d.Keys != nil && !percent(d.Keys.SinglePercent, d.Keys.JudgePercent):
		return DemandSingleKey
	case d.Exposure != nil && (d.Exposure.RestDays < 0 || d.Exposure.MaxUse < 0):
		return DemandRest
	case d.Earlier != nil && (!percent(d.Earlier.MaxPercent) || len(d.Earlier.Papers) > MaxEarlier):
		return DemandEarlier
	}
	if p := d.Parallel; p != nil {
		if p.MaxOverlapPercent != nil && !percent(*p.MaxOverlapPercent) {
			return DemandOverlap
		}
		if math.IsNaN(p.WithinPoints) || p.WithinPoints < 0 || p.WithinPoints > 100 {
			return DemandWithin
		}
	}
	return ""
}

// checkRows finds rows whose points no mix of section scores can make.
func checkRows(in Input) error {
	for _, row := range in.Rows {
		exact := row.Percent * int(in.TotalHundredths)
		if exact%100 != 0 || !reachable(exact/100, in.Sections) {
			return &Conflict{Reason: RowNotDivisible, RowID: row.ID, Want: exact / 100}
		}
	}
	return nil
}

// reachable reports whether some counts of the sections' items make exactly
// the points.
func reachable(points int, sections []Section) bool {
	can := make([]bool, points+1)
	can[0] = true
	for _, section := range sections {
		score := int(section.ScoreHundredths)
		taken := make([]int, points+1)
		for p := score; p <= points; p++ {
			if !can[p] && can[p-score] && taken[p-score] < section.Count {
				can[p], taken[p] = true, taken[p-score]+1
			}
		}
	}
	return can[points]
}
