package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"jiangxun/cmd/loadgen/candidate"
	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/judge"
	"jiangxun/cmd/loadgen/sources"
	"jiangxun/cmd/loadgen/world"
)

type checkCommand struct {
	World   string        `required:"" type:"existingfile" help:"The stage, as JSON."`
	History string        `arg:"" type:"existingfile" help:"What loadgen run recorded."`
	Wait    time.Duration `default:"60s" help:"How long sittings may take to be closed and marked."`
}

// Run implements the command.
func (c checkCommand) Run(ctx context.Context) error {
	w, err := world.Load(c.World)
	if err != nil {
		return err
	}
	lines, err := history.Load(c.History)
	if err != nil {
		return err
	}
	if err := c.settle(ctx, w); err != nil {
		return err
	}
	e, err := gather(ctx, w, lines)
	if err != nil {
		return err
	}
	began := time.Now()
	report := judge.Judge(e)
	report.Seconds = time.Since(began).Seconds()
	if err := printJSON(report); err != nil {
		return err
	}
	if !report.Passed {
		return errViolated
	}
	return nil
}

func contexts(w world.World) []uuid.UUID { return []uuid.UUID{w.Exam.Session, w.Mock.ID} }

// settle waits until everything has ended and has its marks. What has not by
// then is judged as it is.
func (c checkCommand) settle(ctx context.Context, w world.World) error {
	end := time.Now().Add(c.Wait)
	for {
		n, err := sources.Pending(ctx, w.Database, contexts(w)...)
		if err != nil || n == 0 || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// gather reads the three sources.
func gather(ctx context.Context, w world.World, lines []history.Line) (judge.Evidence, error) {
	e := judge.Evidence{Lines: lines, World: w, Shown: map[string]sources.Shown{}}
	var err error
	if e.Stored, err = sources.Database(ctx, w.Database, contexts(w)...); err != nil {
		return e, err
	}
	office := &sources.Office{World: w, HTTP: &http.Client{Transport: candidate.NewTransport(1)}}
	cookies, asked := map[int]string{}, map[string]bool{}
	for _, l := range lines {
		if l.Op == history.Login && l.Outcome == history.OK && l.Cookie != "" {
			cookies[l.Candidate] = l.Cookie
		}
		if l.Attempt == "" || asked[l.Attempt] {
			continue
		}
		asked[l.Attempt] = true
		shown, err := office.Candidate(ctx, cookies[l.Candidate], l.Attempt, world.InExam(l.Candidate))
		if err != nil { // evidence too: an ended sitting can be read
			shown.State = err.Error()
		}
		e.Shown[l.Attempt] = shown
	}
	if len(asked) == 0 {
		return e, errors.New("the history holds no sitting")
	}
	if err := office.SignIn(ctx); err != nil {
		return e, err
	}
	if e.Results, err = office.Results(ctx); err != nil {
		return e, err
	}
	e.Tries, err = office.Tries(ctx)
	return e, err
}
