package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"jiangxun/cmd/loadgen/candidate"
	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/world"
)

type runCommand struct {
	World      string        `required:"" type:"existingfile" help:"The stage, as JSON."`
	History    string        `required:"" help:"File to begin; it must not exist."`
	Candidates int           `default:"50" help:"How many, of those in the world."`
	Duration   time.Duration `default:"60s" help:"How long each answers."`
	Pace       time.Duration `default:"400ms" help:"Mean pause between two actions of a candidate."`
	Arrive     time.Duration `default:"1s" help:"Time over which people come in."`
	Seed       uint64        `default:"1" help:"Of every choice that candidates make."`
	Faults     string        `default:"duplicate,reorder,takeover,stale,clock" help:"What candidates do besides answering: any of duplicate, reorder, takeover, stale, clock; none for nothing."`
}

// runReport says what was sent. Whether it was answered well is the judge's.
type runReport struct {
	Run        string         `json:"run"`
	Seed       uint64         `json:"seed"`
	Candidates int            `json:"candidates"`
	Seconds    float64        `json:"seconds"`
	Faults     []string       `json:"faults"`
	Requests   map[string]int `json:"requests"` // by operation and outcome
	Worthless  []string       `json:"worthless,omitempty"`
}

// Run implements the command.
func (c runCommand) Run(ctx context.Context) error {
	w, err := world.Load(c.World)
	if err != nil {
		return err
	}
	if c.Candidates < 1 || c.Candidates > len(w.Candidates) {
		return fmt.Errorf("the world has %d candidates, not %d", len(w.Candidates), c.Candidates)
	}
	habits, names, err := habitsOf(c.Faults)
	if err != nil {
		return err
	}
	log, err := history.Create(c.History)
	if err != nil {
		return err
	}
	began := time.Now()
	o := candidate.Options{
		Run: uuid.NewString(), World: w, Seed: c.Seed, For: c.Duration, Pace: c.Pace, Arrive: c.Arrive, Habits: habits, Log: log,
		Transport: candidate.NewTransport(c.Candidates), Since: func() time.Duration { return time.Since(began) },
	}
	faults := playAll(ctx, c.Candidates, o)
	if err := log.Close(); err != nil {
		return err
	}
	report := runReport{Run: o.Run, Seed: c.Seed, Candidates: c.Candidates, Seconds: time.Since(began).Seconds(), Faults: names, Requests: map[string]int{}}
	lines, err := history.Load(c.History)
	if err != nil {
		return err
	}
	for _, l := range lines {
		report.Requests[string(l.Op)+" "+string(l.Outcome)]++
	}
	for _, f := range faults {
		report.Worthless = append(report.Worthless, f.Error())
	}
	return errors.Join(printJSON(report), errors.Join(faults...))
}

// playAll lets everybody sit and waits for the last one.
func playAll(ctx context.Context, n int, o candidate.Options) []error {
	results := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { results[i] = candidate.New(i, o).Run(ctx) })
	}
	wg.Wait()
	return slices.DeleteFunc(results, func(err error) bool { return err == nil })
}

func habitsOf(text string) (candidate.Habits, []string, error) {
	var h candidate.Habits
	switches := map[string]*bool{"duplicate": &h.Duplicate, "reorder": &h.Reorder, "takeover": &h.Takeover, "stale": &h.Stale, "clock": &h.Clock}
	names := []string{}
	for name := range strings.SplitSeq(text, ",") {
		if name == "none" || name == "" {
			continue
		}
		on, known := switches[name]
		if !known {
			return h, nil, fmt.Errorf("no fault %q", name)
		}
		*on = true
		names = append(names, name)
	}
	return h, names, nil
}
