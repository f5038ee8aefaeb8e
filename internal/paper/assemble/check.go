package assemble

import (
	"math"
	"slices"
)

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
	if points > MaxTotalHundredths {
		return &Conflict{Reason: TooLarge, Want: MaxTotalHundredths, Got: points}
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
	for _, c := range []struct {
		name string
		ok   bool
	}{
		{DemandDifficulty, d.Difficulty == nil || share(d.Difficulty.Target) && share(d.Difficulty.Tolerance)},
		{DemandBand, !slices.ContainsFunc(d.Bands, Band.nonsense)},
		{demandImportance, d.Importance == nil || d.Importance.ToleranceItems >= 0 && percent(d.Importance.XPercent, d.Importance.YPercent, d.Importance.ZPercent)},
		{DemandSingleKey, d.Keys == nil || percent(d.Keys.SinglePercent, d.Keys.JudgePercent)},
		{DemandRest, d.Exposure == nil || d.Exposure.RestDays >= 0 && d.Exposure.MaxUse >= 0},
		{DemandEarlier, d.Earlier == nil || percent(d.Earlier.MaxPercent) && len(d.Earlier.Papers) <= MaxEarlier},
		{DemandOverlap, d.Parallel == nil || d.Parallel.MaxOverlapPercent == nil || percent(*d.Parallel.MaxOverlapPercent)},
		{DemandWithin, d.Parallel == nil || share(d.Parallel.WithinPoints/100)},
	} {
		if !c.ok {
			return c.name
		}
	}
	return ""
}

func (b Band) nonsense() bool {
	return !share(b.From) || !share(b.To) || b.From >= b.To || !percent(b.MinPercent, b.MaxPercent)
}

func share(v float64) bool { return !math.IsNaN(v) && v >= 0 && v <= 1 }

func percent(values ...int) bool {
	return !slices.ContainsFunc(values, func(v int) bool { return v < 0 || v > 100 })
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
