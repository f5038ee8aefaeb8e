package assemble

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Problem is a blueprint with its bank in one JSON file, for assembly without
// a database. Ids are any words.
type Problem struct {
	Rows            []ProblemRow       `json:"rows"`
	Sections        []ProblemSection   `json:"sections"`
	TotalHundredths marking.Hundredths `json:"totalHundredths,omitempty"` // default: what the sections add up to
	Demands         ProblemDemands     `json:"demands"`
	Items           []ProblemItem      `json:"items"`
}

// ProblemRow is a row of the weight table.
type ProblemRow struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Percent int    `json:"percent"`
}

// ProblemSection is a section of the paper.
type ProblemSection struct {
	Type            marking.QuestionType `json:"type"`
	Count           int                  `json:"count"`
	ScoreHundredths marking.Hundredths   `json:"scoreHundredths"`
}

// ProblemItem is a question that may be drawn. Question is its own id unless
// several versions of one question are listed.
type ProblemItem struct {
	ID         string               `json:"id"`
	Question   string               `json:"question,omitempty"`
	Type       marking.QuestionType `json:"type"`
	Row        string               `json:"row"`
	Point      string               `json:"point,omitempty"` // default: a point of its own
	Importance Importance           `json:"importance,omitempty"`
	Difficulty int                  `json:"difficulty,omitempty"` // 1–5
	Measured   *float64             `json:"measured,omitempty"`   // 0–1
	Exposure   int                  `json:"exposure,omitempty"`
	LastUsed   string               `json:"lastUsed,omitempty"` // YYYY-MM-DD
	Key        string               `json:"key,omitempty"`
	Enemies    []string             `json:"enemies,omitempty"` // questions
}

// ProblemDemands are Demands in a file's words.
type ProblemDemands struct {
	Difficulty   *Difficulty      `json:"difficulty,omitempty"`
	Bands        []Band           `json:"bands,omitempty"`
	Importance   *Shares          `json:"importance,omitempty"`
	Keys         *KeyBalance      `json:"keys,omitempty"`
	Exposure     *ProblemExposure `json:"exposure,omitempty"`
	Earlier      *ProblemEarlier  `json:"earlier,omitempty"`
	Parallel     *Parallel        `json:"parallel,omitempty"`
	AllowEnemies bool             `json:"allowEnemies,omitempty"`
	RepeatPoints bool             `json:"repeatPoints,omitempty"`
}

// ProblemExposure is Exposure with a date.
type ProblemExposure struct {
	Today    string `json:"today,omitempty"` // YYYY-MM-DD, needed with restDays
	RestDays int    `json:"restDays,omitempty"`
	MaxUse   int    `json:"maxUse,omitempty"`
}

// ProblemEarlier is Earlier with questions by their ids.
type ProblemEarlier struct {
	MaxPercent int            `json:"maxPercent"`
	Papers     []ProblemPaper `json:"papers"`
}

// ProblemPaper is an earlier paper.
type ProblemPaper struct {
	Name      string   `json:"name"`
	Questions []string `json:"questions"`
}

// MaxProblemItems bounds a file.
const MaxProblemItems = 100_000

// ReadProblem decodes a problem; unknown fields are an error. The caller bounds
// the size of r.
func ReadProblem(r io.Reader) (Problem, error) {
	var p Problem
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Problem{}, fmt.Errorf("blueprint file: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Problem{}, errors.New("blueprint file: something follows the JSON object")
	}
	return p, nil
}

// idOf keeps ids that are UUIDs and gives every other word one of its own.
func idOf(kind, word string) uuid.UUID {
	if id, err := uuid.Parse(word); err == nil {
		return id
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("jiangxun:"+kind+":"+word))
}

// Input checks the problem and makes the assembler's input of it. The error
// names every place that is wrong, at most the first twenty.
func (p Problem) Input(seed int64) (Input, error) {
	in := Input{Seed: seed, TotalHundredths: p.TotalHundredths}
	w := &wrongs{}
	rows := map[string]bool{}
	for i, row := range p.Rows {
		w.when(row.ID == "" || rows[row.ID], "rows[%d].id: missing or listed twice", i)
		rows[row.ID] = true
		in.Rows = append(in.Rows, Row{ID: idOf("row", row.ID), Percent: row.Percent})
	}
	sum := marking.Hundredths(0)
	for i, s := range p.Sections {
		w.when(s.Type == "", "sections[%d].type: missing", i)
		in.Sections = append(in.Sections, Section(s))
		sum += marking.Hundredths(s.Count) * s.ScoreHundredths
	}
	if in.TotalHundredths == 0 {
		in.TotalHundredths = sum
	}
	w.when(len(p.Items) > MaxProblemItems, "items: %d, at most %d", len(p.Items), MaxProblemItems)
	ids := map[string]bool{}
	for i, item := range p.Items {
		w.when(item.ID == "" || ids[item.ID], "items[%d].id: missing or listed twice", i)
		w.when(item.Type == "", "items[%d].type: missing", i)
		w.when(!rows[item.Row], "items[%d].row: %q is no row", i, item.Row)
		w.when(item.Difficulty < 0 || item.Difficulty > 5, "items[%d].difficulty: 1 to 5", i)
		w.when(item.Measured != nil && (*item.Measured < 0 || *item.Measured > 1), "items[%d].measured: 0 to 1", i)
		w.when(item.Exposure < 0, "items[%d].exposure: negative", i)
		ids[item.ID] = true
		in.Items = append(in.Items, item.item(w, i))
	}
	in.Demands = p.Demands.demands(w)
	return in, w.err()
}

func (p ProblemItem) item(w *wrongs, at int) Item {
	question := p.Question
	if question == "" {
		question = p.ID
	}
	point := "point:" + p.Point
	if p.Point == "" {
		point = "own:" + question
	}
	item := Item{
		VersionID: idOf("item", p.ID), QuestionID: idOf("question", question), Type: p.Type, RowID: idOf("row", p.Row), PointID: idOf("point", point),
		Importance: p.Importance, Difficulty: p.Difficulty, Measured: p.Measured, Exposure: p.Exposure, Key: p.Key,
	}
	if p.LastUsed != "" {
		day := w.day(p.LastUsed, "items[%d].lastUsed", at)
		item.LastUsedDay = &day
	}
	for _, foe := range p.Enemies {
		item.Enemies = append(item.Enemies, idOf("question", foe))
	}
	return item
}

func (d ProblemDemands) demands(w *wrongs) Demands {
	out := Demands{
		Difficulty: copied(d.Difficulty), Bands: d.Bands, Importance: d.Importance, Keys: d.Keys, Parallel: d.Parallel,
		AllowEnemies: d.AllowEnemies, RepeatPoints: d.RepeatPoints,
	}
	if out.Difficulty != nil && out.Difficulty.Tolerance == 0 {
		out.Difficulty.Tolerance = DefaultTolerance
	}
	if e := d.Exposure; e != nil {
		out.Exposure = &Exposure{RestDays: e.RestDays, MaxUse: e.MaxUse}
		if e.Today != "" {
			out.Exposure.Today = w.day(e.Today, "demands.exposure.today")
		}
		w.when(e.Today == "" && e.RestDays > 0, "demands.exposure.today: needed with restDays")
	}
	if e := d.Earlier; e != nil {
		out.Earlier = &Earlier{MaxPercent: e.MaxPercent}
		for _, paper := range e.Papers {
			old := EarlierPaper{Name: paper.Name}
			for _, q := range paper.Questions {
				old.Questions = append(old.Questions, idOf("question", q))
			}
			out.Earlier.Papers = append(out.Earlier.Papers, old)
		}
	}
	return out
}

// wrongs collects what is wrong with a file.
type wrongs struct {
	list []error
	more int
}

func (w *wrongs) when(wrong bool, format string, args ...any) {
	switch {
	case !wrong:
	case len(w.list) == 20:
		w.more++
	default:
		w.list = append(w.list, fmt.Errorf(format, args...))
	}
}

// day counts days since 1970.
func (w *wrongs) day(text, format string, args ...any) int {
	t, err := time.Parse(time.DateOnly, text)
	w.when(err != nil, format+": %q is no date like 2026-01-31", append(args, text)...)
	return int(t.Unix() / (24 * 60 * 60))
}

func (w *wrongs) err() error {
	if w.more > 0 {
		w.list = append(w.list, fmt.Errorf("and %d more", w.more))
	}
	return errors.Join(w.list...)
}
