package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"jiangxun/internal/app"
	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/paper"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/standard"
)

type paperCommand struct {
	Assemble paperAssembleCommand `cmd:"" help:"Assemble parallel papers of a blueprint, or say why there are none. Nothing is kept."`
}

type paperAssembleCommand struct {
	Blueprint string `required:"" placeholder:"FILE" help:"The blueprint as JSON, or - for standard input."`
	Forms     int    `default:"1" help:"How many parallel papers, 1 to 10."`
	Seed      int64  `default:"1" help:"The same seed gives the same papers."`
	JSON      bool   `help:"Print the outcome as JSON."`
}

// Exit statuses of an assembly without papers.
const (
	statusNoPaper  exitStatus = 3 // proved: there is none
	statusNotFound exitStatus = 4 // the search ended at its limit
)

// maxBlueprint bounds a blueprint's file.
const maxBlueprint = 64 << 20

// Help implements kong.HelpProvider.
func (paperAssembleCommand) Help() string {
	return `FILE is one of two.

A problem that holds its own questions; no database and no configuration are
needed. Ids are any words:

  {"rows": [{"id": "R1", "name": "职业道德", "percent": 40}, …],      percents add up to 100
   "sections": [{"type": "single", "count": 80, "scoreHundredths": 100}, …],
   "totalHundredths": 10000,                                        default: the sections' sum
   "items": [{"id": "Q1", "type": "single", "row": "R1",
              "point": "A-A-001", "importance": "X", "difficulty": 3,
              "measured": 0.35, "exposure": 2, "lastUsed": "2026-01-31",
              "key": "A", "question": "1", "enemies": ["Q7"]}, …],    id, type, row are needed
   "demands": {"difficulty": {"target": 0.4, "tolerance": 0.03},
               "bands": [{"from": 0.8, "to": 1, "minPercent": 5, "maxPercent": 20}],
               "importance": {"xPercent": 80, "yPercent": 15, "zPercent": 5, "toleranceItems": 1, "soft": true},
               "keys": {"singlePercent": 40, "judgePercent": 60},
               "exposure": {"today": "2026-11-25", "restDays": 180, "maxUse": 3},
               "earlier": {"maxPercent": 20, "papers": [{"name": "2025-1", "questions": ["Q1"]}]},
               "parallel": {"maxOverlapPercent": 10, "withinPoints": 1},
               "allowEnemies": false, "repeatPoints": false}}         each may be left out

A blueprint that is filled from the database of the platform:

  {"occupation": "车工", "level": "4", "edition": "2018", "track": "",  code or name; edition and track where there are several
   "purpose": "exam",                                               or mock; "pool" is understood, too
   "sections": […as above…],
   "demands": {"difficulty": …, "bands": …, "importance": …, "keys": …,
               "restDays": 180, "maxUse": 3, "earlier": {"forms": 3, "maxPercent": 20},
               "parallel": …, "repeatPoints": false}}

Types: single, multiple, judge, fill, short, calculation, essay, case, ordering,
matching, hotspot. Scores are hundredths of a point.

Exit status: 0 papers came out; 3 there is none, and why; 4 none was found within
the limit of the search; 2 the file is no blueprint.`
}

// Run implements the command.
func (c paperAssembleCommand) Run(ctx context.Context, load configured) error {
	raw, err := c.read(os.Stdin)
	if err != nil {
		return refuseBlueprint(os.Stderr, err)
	}
	if c.Forms < 1 || c.Forms > assemble.MaxForms {
		return refuseBlueprint(os.Stderr, fmt.Errorf("--forms 应为 1 到 %d", assemble.MaxForms))
	}
	var kind struct {
		Occupation *string          `json:"occupation"`
		Items      *json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(raw, &kind); err == nil && kind.Occupation != nil && kind.Items == nil {
		return c.fromDatabase(ctx, load, raw)
	}
	problem, err := assemble.ReadProblem(bytes.NewReader(raw))
	if err != nil {
		return refuseBlueprint(os.Stderr, err)
	}
	return c.assemble(os.Stdout, problem)
}

func (c paperAssembleCommand) read(stdin io.Reader) ([]byte, error) {
	in := stdin
	if c.Blueprint != "-" {
		f, err := os.Open(c.Blueprint)
		if err != nil {
			return nil, fmt.Errorf("打不开文件：%w", err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxBlueprint+1))
	if err != nil {
		return nil, fmt.Errorf("读不了文件：%w", err)
	}
	if len(raw) > maxBlueprint {
		return nil, fmt.Errorf("文件超过 %d MB", maxBlueprint>>20)
	}
	return bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), nil
}

func refuseBlueprint(w io.Writer, err error) error {
	_, printed := fmt.Fprintf(w, "蓝图文件有误：%v\n", err)
	return errors.Join(printed, statusRefused)
}

// assemble runs a problem and says what came of it.
func (c paperAssembleCommand) assemble(w io.Writer, problem assemble.Problem) error {
	report, err := problem.Run(c.Forms, c.Seed)
	if err != nil {
		return refuseBlueprint(os.Stderr, err)
	}
	if c.JSON {
		err = writeJSON(w, report)
	} else {
		_, err = io.WriteString(w, assembled{problem, report}.text())
	}
	switch report.Outcome {
	case assemble.OutcomePaper:
		return err
	case assemble.OutcomeNotFound:
		return errors.Join(err, statusNotFound)
	}
	return errors.Join(err, statusNoPaper)
}

// levelBlueprint is a blueprint whose questions are in the database.
type levelBlueprint struct {
	Occupation string                    `json:"occupation"`
	Edition    string                    `json:"edition"`
	Track      string                    `json:"track"`
	Level      string                    `json:"level"`
	Purpose    paper.Purpose             `json:"purpose"`
	Pool       paper.Purpose             `json:"pool"`
	Sections   []assemble.ProblemSection `json:"sections"`
	Demands    paper.Demands             `json:"demands"`
}

func readLevelBlueprint(raw []byte) (levelBlueprint, error) {
	var b levelBlueprint
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(&b); err != nil {
		return b, err
	}
	if b.Purpose == "" {
		b.Purpose = b.Pool
	}
	if b.Purpose == "" {
		b.Purpose = paper.Exam
	}
	if b.Purpose != paper.Exam && b.Purpose != paper.Mock {
		return b, fmt.Errorf("purpose 应为 exam 或 mock，不是 %q", b.Purpose)
	}
	if b.Occupation == "" || b.Level == "" {
		return b, errors.New("请写明 occupation 和 level")
	}
	return b, nil
}

// fromDatabase fills a blueprint with the level's table, questions, their wear
// and its earlier forms.
func (c paperAssembleCommand) fromDatabase(ctx context.Context, load configured, raw []byte) error {
	b, err := readLevelBlueprint(raw)
	if err != nil {
		return refuseBlueprint(os.Stderr, err)
	}
	var sections []paper.Section
	for _, s := range b.Sections {
		sections = append(sections, paper.Section{Type: bank.Type(s.Type), Count: s.Count, ScoreHundredths: s.ScoreHundredths})
	}
	flags := levelFlags{Occupation: b.Occupation, Level: b.Level, Edition: b.Edition, Track: b.Track}
	return flags.inOffice(ctx, load, func(ctx context.Context, office *app.Office, level standard.Level) error {
		problem, err := office.Paper.Problem(ctx, level.ID, b.Purpose, sections, b.Demands)
		var f *fault.Error
		if errors.As(err, &f) && len(f.Fields) > 0 {
			return refuseBlueprint(os.Stderr, fmt.Errorf("%s：%s", f.Fields[0].Name, sentence(f.Fields[0].Sub, f.Fields[0].Params)))
		}
		if err != nil {
			return err
		}
		return c.assemble(os.Stdout, problem)
	})
}
