package assemble

import "time"

// ProblemOf writes an input as a problem, with ids as UUIDs: the problem's own
// input is the same again but for the ids of points, which change together.
func ProblemOf(in Input) Problem {
	p := Problem{TotalHundredths: in.TotalHundredths, Demands: problemDemands(in.Demands)}
	for _, r := range in.Rows {
		p.Rows = append(p.Rows, ProblemRow{ID: r.ID.String(), Percent: r.Percent})
	}
	for _, s := range in.Sections {
		p.Sections = append(p.Sections, ProblemSection(s))
	}
	known := map[string]bool{}
	for _, r := range p.Rows {
		known[r.ID] = true
	}
	for _, i := range in.Items {
		if !known[i.RowID.String()] {
			continue // never drawn
		}
		item := ProblemItem{
			ID: i.VersionID.String(), Question: i.QuestionID.String(), Type: i.Type, Row: i.RowID.String(), Point: i.PointID.String(),
			Importance: i.Importance, Difficulty: i.Difficulty, Measured: i.Measured, Exposure: i.Exposure, Key: i.Key,
		}
		if i.LastUsedDay != nil {
			item.LastUsed = dateOf(*i.LastUsedDay)
		}
		for _, foe := range i.Enemies {
			item.Enemies = append(item.Enemies, foe.String())
		}
		p.Items = append(p.Items, item)
	}
	return p
}

func dateOf(day int) string {
	return time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
}

func problemDemands(d Demands) ProblemDemands {
	out := ProblemDemands{
		Difficulty: d.Difficulty, Bands: d.Bands, Importance: d.Importance, Keys: d.Keys, Parallel: d.Parallel,
		AllowEnemies: d.AllowEnemies, RepeatPoints: d.RepeatPoints,
	}
	if e := d.Exposure; e != nil {
		out.Exposure = &ProblemExposure{Today: dateOf(e.Today), RestDays: e.RestDays, MaxUse: e.MaxUse}
	}
	if e := d.Earlier; e != nil {
		out.Earlier = &ProblemEarlier{MaxPercent: e.MaxPercent}
		for _, paper := range e.Papers {
			old := ProblemPaper{Name: paper.Name}
			for _, q := range paper.Questions {
				old.Questions = append(old.Questions, q.String())
			}
			out.Earlier.Papers = append(out.Earlier.Papers, old)
		}
	}
	return out
}
