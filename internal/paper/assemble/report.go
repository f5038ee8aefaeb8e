package assemble

import (
	"errors"
	"maps"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Report is the outcome of a Problem as JSON.
type Report struct {
	Feasible bool `json:"feasible"`
	// Outcome is paper, infeasible (proved), contradictory (no bank could fill
	// the blueprint) or not_found (the search ended at its limit: neither a
	// paper nor a proof).
	Outcome    string            `json:"outcome"`
	Forms      []ReportForm      `json:"forms"`
	Shortfalls []ReportShortfall `json:"shortfalls"`
	Conflict   []Demand          `json:"conflict"` // demands that contradict each other
	// Irreducible: without any one of Conflict the rest would not contradict
	// each other. Smallest: nor do any fewer of the problem's demands. False:
	// that is not certain, or there is no conflict.
	Irreducible bool         `json:"irreducible"`
	Smallest    bool         `json:"smallest"`
	Further     [][]Demand   `json:"further,omitempty"`  // other sets that do
	Relax       []Relaxation `json:"relax"`              // each by itself is enough
	Together    []Relaxation `json:"together,omitempty"` // enough when all are done
	Dropped     []string     `json:"dropped,omitempty"`  // soft demands given up
	Reason      Reason       `json:"reason,omitempty"`   // of contradictory
	Row         string       `json:"row,omitempty"`      // of row_not_divisible
}

// The outcomes of a Report.
const (
	OutcomePaper         = "paper"
	OutcomeInfeasible    = "infeasible"
	OutcomeContradictory = "contradictory"
	OutcomeNotFound      = "not_found"
)

// ReportForm is one paper.
type ReportForm struct {
	Seed         int64              `json:"seed"`
	Sections     []ReportSection    `json:"sections"`
	Rows         []ReportRow        `json:"rows"`
	Difficulty   float64            `json:"difficulty"`
	Spread       float64            `json:"spread"`
	ExpectedMark float64            `json:"expectedMark"`
	Levels       [5]int             `json:"levels"`
	Bands        []int              `json:"bands,omitempty"`
	Importance   map[Importance]int `json:"importance"`
	Points       int                `json:"points"`
	Keys         []KeyCount         `json:"keys"`
	Exposure     ExposureCount      `json:"exposure"`
	Overlap      ReportOverlap      `json:"overlap"`
}

// ReportOverlap is what a paper shares with others.
type ReportOverlap struct {
	Earlier []Overlap `json:"earlier"`
	Forms   []Overlap `json:"forms"`
}

// ReportSection lists item ids in the order of the paper.
type ReportSection struct {
	ProblemSection
	Items []string `json:"items"`
}

// ReportRow compares a row's points with the weight table.
type ReportRow struct {
	ID             string             `json:"id"`
	Name           string             `json:"name,omitempty"`
	Percent        int                `json:"percent"`
	WantHundredths marking.Hundredths `json:"wantHundredths"`
	GotHundredths  marking.Hundredths `json:"gotHundredths"`
	Items          int                `json:"items"`
}

// ReportShortfall is a cell that lacks items.
type ReportShortfall struct {
	Row     string               `json:"row,omitempty"` // none: over all rows together
	Name    string               `json:"name,omitempty"`
	Type    marking.QuestionType `json:"type"`
	Needed  int                  `json:"needed"`
	Have    int                  `json:"have"`
	Missing int                  `json:"missing"`
}

// Run assembles a problem's forms. The error says what is wrong with the
// problem; that no paper exists is a report.
func (p Problem) Run(forms int, seed int64) (Report, error) {
	in, err := p.Input(seed)
	if err != nil {
		return Report{}, err
	}
	papers, err := Forms(in, forms)
	out := Report{Forms: []ReportForm{}, Shortfalls: []ReportShortfall{}, Conflict: []Demand{}, Relax: []Relaxation{}}
	var none *Infeasible
	var limit *NotFound
	var conflict *Conflict
	switch {
	case err == nil:
		out.Feasible, out.Outcome, out.Dropped = true, OutcomePaper, papers[0].Figures.Dropped
		for _, paper := range papers {
			out.Forms = append(out.Forms, p.form(paper))
		}
	case errors.As(err, &none):
		out.Outcome = OutcomeInfeasible
		p.refuse(&out, none)
	case errors.As(err, &limit):
		out.Outcome = OutcomeNotFound
	case errors.As(err, &conflict):
		out.Outcome, out.Reason = OutcomeContradictory, conflict.Reason
		if row, ok := p.rows()[conflict.RowID]; ok {
			out.Row = row.ID
		}
	default:
		return Report{}, err
	}
	return out, nil
}

func (p Problem) rows() map[uuid.UUID]ProblemRow {
	rows := map[uuid.UUID]ProblemRow{}
	for _, row := range p.Rows {
		rows[idOf("row", row.ID)] = row
	}
	return rows
}

func (p Problem) form(paper Paper) ReportForm {
	f := paper.Figures
	out := ReportForm{
		Seed: paper.Seed, Difficulty: f.Difficulty, Spread: f.Spread, ExpectedMark: f.ExpectedMark, Levels: f.Levels, Bands: f.Bands,
		Importance: f.Importance, Points: f.Points, Keys: f.Keys, Exposure: f.Exposure,
		Overlap: ReportOverlap{Earlier: append([]Overlap{}, f.Earlier...), Forms: append([]Overlap{}, f.Forms...)},
	}
	names := make(map[uuid.UUID]string, len(p.Items))
	for _, item := range p.Items {
		names[idOf("item", item.ID)] = item.ID
	}
	for _, section := range paper.Sections {
		s := ReportSection{ProblemSection: ProblemSection(section.Section)}
		for _, item := range section.Items {
			s.Items = append(s.Items, names[item.VersionID])
		}
		out.Sections = append(out.Sections, s)
	}
	for i, row := range paper.Rows {
		out.Rows = append(out.Rows, ReportRow{
			ID: p.Rows[i].ID, Name: p.Rows[i].Name, Percent: row.Percent, WantHundredths: row.Want, GotHundredths: row.Got, Items: row.Items,
		})
	}
	return out
}

func (p Problem) refuse(out *Report, none *Infeasible) {
	rows := p.rows()
	for _, cell := range none.Cells {
		row := rows[cell.RowID]
		out.Shortfalls = append(out.Shortfalls, ReportShortfall{
			Row: row.ID, Name: row.Name, Type: cell.Type, Needed: cell.Needed, Have: cell.Have, Missing: cell.Needed - cell.Have,
		})
	}
	named := func(d Demand) Demand {
		id, ok := d.Params["rowId"].(string)
		if !ok {
			return d
		}
		row := rows[uuid.MustParse(id)]
		d.Params = maps.Clone(d.Params)
		delete(d.Params, "rowId")
		d.Params["row"], d.Params["rowName"] = row.ID, row.Name
		return d
	}
	for _, d := range none.Demands {
		out.Conflict = append(out.Conflict, named(d))
	}
	out.Irreducible, out.Smallest = none.Irreducible, none.Smallest
	out.Relax = append(out.Relax, none.Relax...)
	out.Further, out.Together = none.Further, none.Together
}
