package paper

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/paper/assemble"
)

// Demands is what a blueprint asks of its papers beside the weight table and
// its sections. The zero value asks for nothing; DefaultDemands is what a new
// blueprint starts with.
type Demands struct {
	Difficulty   *assemble.Difficulty `json:"difficulty,omitempty"`
	Bands        []assemble.Band      `json:"bands,omitempty"`
	Importance   *assemble.Shares     `json:"importance,omitempty"`
	Keys         *assemble.KeyBalance `json:"keys,omitempty"`
	RestDays     int                  `json:"restDays,omitempty"` // questions of a frozen form of the last so many days stay out
	MaxUse       int                  `json:"maxUse,omitempty"`   // questions of so many frozen forms stay out
	Earlier      *EarlierForms        `json:"earlier,omitempty"`
	Parallel     *assemble.Parallel   `json:"parallel,omitempty"`
	RepeatPoints bool                 `json:"repeatPoints,omitempty"` // a section may take a point again before the others
}

// EarlierForms bounds what a paper shares with each of the level's last forms.
type EarlierForms struct {
	Forms      int `json:"forms"`      // how many of the last ones
	MaxPercent int `json:"maxPercent"` // of the paper's questions
}

// DefaultDemands are the shares of the authoring guide, the balance of answers
// and parallel forms within a point.
func DefaultDemands() Demands {
	shares, keys := assemble.DefaultShares(), assemble.DefaultKeyBalance()
	return Demands{Importance: &shares, Keys: &keys, Parallel: &assemble.Parallel{WithinPoints: assemble.DefaultWithin}}
}

func (d Demands) check() []fault.Field {
	var faults []fault.Field
	for _, rule := range []struct {
		name  string
		wrong bool
	}{
		{"difficulty", d.Difficulty != nil && badDifficulty(*d.Difficulty)},
		{"bands", len(d.Bands) > 5 || slices.ContainsFunc(d.Bands, badBand)},
		{"importance", d.Importance != nil && badShares(*d.Importance)},
		{"keys", d.Keys != nil && (noShare(d.Keys.SinglePercent) || noShare(d.Keys.JudgePercent))},
		{"restDays", d.RestDays < 0 || d.RestDays > 3650},
		{"maxUse", d.MaxUse < 0 || d.MaxUse > 1000},
		{"earlier", d.Earlier != nil && (d.Earlier.Forms < 1 || d.Earlier.Forms > assemble.MaxEarlier || noShare(d.Earlier.MaxPercent))},
		{"parallel", d.Parallel != nil && badParallel(*d.Parallel)},
	} {
		if rule.wrong {
			faults = append(faults, fault.Field{Name: "demands." + rule.name, Sub: subDemandRange})
		}
	}
	return faults
}

// noShare reports what is no percentage.
func noShare(n int) bool { return n < 0 || n > 100 }

func badDifficulty(t assemble.Difficulty) bool {
	return t.Target < 0 || t.Target > 1 || t.Tolerance < 0.001 || t.Tolerance > 0.5
}

func badBand(b assemble.Band) bool {
	return b.From < 0 || b.To > 1 || b.From >= b.To || noShare(b.MinPercent) || noShare(b.MaxPercent)
}

func badShares(s assemble.Shares) bool {
	return noShare(s.XPercent) || noShare(s.YPercent) || noShare(s.ZPercent) || s.ToleranceItems < 0 || s.ToleranceItems > 50
}

func badParallel(p assemble.Parallel) bool {
	return p.WithinPoints < 0 || p.WithinPoints > 100 || p.MaxOverlapPercent != nil && noShare(*p.MaxOverlapPercent)
}

// use says how worn a question is.
type use struct {
	times int
	last  time.Time // zero: never
}

// dayOf counts days in China since 1970.
func dayOf(t time.Time) int {
	y, m, d := t.In(clock.China).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// ofAssembler gives the demands in the assembler's words. earlier are the
// level's last forms, the newest first.
func (d Demands) ofAssembler(now time.Time, earlier []assemble.EarlierPaper) assemble.Demands {
	out := assemble.Demands{
		Difficulty: d.Difficulty, Bands: d.Bands, Importance: d.Importance, Keys: d.Keys, Parallel: d.Parallel, RepeatPoints: d.RepeatPoints,
	}
	if d.RestDays > 0 || d.MaxUse > 0 {
		out.Exposure = &assemble.Exposure{Today: dayOf(now), RestDays: d.RestDays, MaxUse: d.MaxUse}
	}
	if d.Earlier != nil && len(earlier) > 0 {
		out.Earlier = &assemble.Earlier{MaxPercent: d.Earlier.MaxPercent, Papers: earlier[:min(len(earlier), d.Earlier.Forms)]}
	}
	return out
}

// ofOneCandidate drops what makes no sense for a paper drawn for one person's
// practice: what others have used, and other forms.
func (d Demands) ofOneCandidate() Demands {
	d.RestDays, d.MaxUse, d.Earlier, d.Parallel = 0, 0, nil, nil
	return d
}

// Trouble is one demand of those that contradict each other, or a way out.
type Trouble struct {
	Name   string         // as the assembler names it
	Params map[string]any // of the demand; "row" is a row's name
	To     map[string]any // of a way out: the parameter and its new value
}

// explained adds to a check which demands contradict each other, and the ways
// out. Sections and table are not named where cells say what they lack.
func (c Check) explained(e *assemble.Infeasible, names map[uuid.UUID]string) Check {
	set := func(demands []assemble.Demand) (list []Trouble) {
		for _, d := range demands {
			if len(e.Cells) == 0 || d.Name != assemble.DemandSection && d.Name != assemble.DemandRow {
				list = append(list, troubleOf(d, nil, names))
			}
		}
		return list
	}
	ways := func(relax []assemble.Relaxation) (list []Trouble) {
		for _, r := range relax {
			list = append(list, troubleOf(r.Demand, r.To, names))
		}
		return list
	}
	c.Demands, c.Relax, c.Together = set(e.Demands), ways(e.Relax), ways(e.Together)
	if len(c.Demands) > 0 {
		c.Irreducible, c.Smallest = e.Irreducible, e.Smallest
	}
	for _, further := range e.Further {
		c.Further = append(c.Further, set(further))
	}
	return c
}

func troubleOf(d assemble.Demand, to map[string]any, names map[uuid.UUID]string) Trouble {
	params := map[string]any{}
	for k, v := range d.Params {
		params[k] = v
	}
	if text, ok := params["rowId"].(string); ok {
		if id, err := uuid.Parse(text); err == nil {
			params["row"] = names[id]
		}
	}
	if to == nil {
		to = map[string]any{}
	}
	return Trouble{Name: d.Name, Params: params, To: to}
}
