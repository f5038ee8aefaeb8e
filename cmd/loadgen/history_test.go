package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/cmd/loadgen/judge"
	"jiangxun/cmd/loadgen/nemesis"
	"jiangxun/cmd/loadgen/world"
)

// play is one run: how many people, how long, what goes wrong.
type play struct {
	candidates int
	length     time.Duration
	pace       time.Duration
	seed       uint64
	habits     string
	faults     []nemesis.Kind
}

// perform casts the people, runs loadgen against the stage while the schedule
// is followed, closes what is still open and lets loadgen judge.
func (s *stage) perform(loadgen string, p play) judge.Report {
	s.t.Helper()
	w := s.cast(p.candidates)
	require.NoError(s.t, s.start(s.t.Context()))
	defer s.kill()
	proxy, err := nemesis.StartProxy(s.t.Context(), "127.0.0.1:"+s.port, p.seed)
	require.NoError(s.t, err)
	defer proxy.Close()
	w.URL = proxy.URL()
	dir := s.t.TempDir()
	place, record := filepath.Join(dir, "world.json"), filepath.Join(dir, "history.jsonl")
	require.NoError(s.t, w.Save(place))
	steps := nemesis.Schedule(p.seed, p.length, p.faults...)
	s.t.Logf("seed %d, %d candidates, %s", p.seed, p.candidates, p.length)
	for _, step := range steps {
		s.t.Log(step)
	}

	run := exec.CommandContext(s.t.Context(), loadgen, "run", "--world", place, "--history", record, "--candidates", strconv.Itoa(p.candidates),
		"--duration", p.length.String(), "--pace", p.pace.String(), "--arrive", (time.Duration(p.candidates) * arrival).String(), "--seed", strconv.FormatUint(p.seed, 10), "--faults", p.habits)
	var said bytes.Buffer
	run.Stdout, run.Stderr = &said, &said
	require.NoError(s.t, run.Start())
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	s.awaitBegun(w, p.candidates, ended, &said)
	s.hasten(w.Exam.Session, p.length*6/10)
	harm, stop := context.WithCancel(s.t.Context())
	harmed := make(chan error, 1)
	go func() {
		harmed <- nemesis.Run(harm, steps, &target{stage: s, proxy: proxy, world: w}, func(text string) { s.t.Log(text) })
	}()
	require.NoError(s.t, <-ended, &said)
	stop()
	require.NoError(s.t, <-harmed)
	s.t.Log(said.String())
	proxy.Treat("", 0)
	s.exams.Shift(24 * time.Hour) // whoever has not handed in is closed now
	return s.judge(loadgen, place, record)
}

// arrival is how much later, on the whole, one more candidate comes in: a mock
// draws a paper of its own for everyone, which two cores do for some forty a
// second.
const arrival = 40 * time.Millisecond

// awaitBegun waits until every page has its lease.
func (s *stage) awaitBegun(w world.World, people int, ended chan error, said *bytes.Buffer) {
	s.t.Helper()
	const most = 6 * time.Minute
	for end := time.Now().Add(most); s.begun(w) < people; {
		select {
		case err := <-ended:
			s.t.Fatalf("loadgen ended before everybody had begun: %v %s %s", err, said, s.productLog())
		case <-time.After(waitStep):
		}
		if time.Now().After(end) {
			s.t.Fatalf("%d of %d have begun: %s", s.begun(w), people, s.productLog())
		}
	}
}

func (s *stage) judge(loadgen, place, record string) judge.Report {
	s.t.Helper()
	check := exec.CommandContext(s.t.Context(), loadgen, "check", "--world", place, record)
	var out, said bytes.Buffer
	check.Stdout, check.Stderr = &out, &said
	failed := check.Run()
	var report judge.Report
	require.NoError(s.t, json.Unmarshal(out.Bytes(), &report), "%s %s", &out, &said)
	require.Equal(s.t, report.Passed, failed == nil, "the exit status follows the verdict")
	s.t.Log(summary(report))
	if keep := os.Getenv("LOADGEN_KEEP"); keep != "" {
		text, err := os.ReadFile(record)
		require.NoError(s.t, err)
		require.NoError(s.t, os.WriteFile(keep, text, 0o600))
	}
	return report
}

func summary(r judge.Report) string {
	text := fmt.Sprintf("%d sittings, %d requests, %d writes, %d acknowledged, %d unknown, %d kept late, %d reads, %d registers (%d undecided), %v, judged in %.1f s",
		r.Attempts, r.Lines, r.Writes, r.Acked, r.Unknown, r.Late, r.Reads, r.Registers, r.Undecided, r.Counts, r.Seconds)
	for i, v := range r.Violations {
		const most = 12
		if i == most {
			break
		}
		text += fmt.Sprintf("\n%s %s question %d: %s %v", v.Rule, v.Attempt, v.Question, v.Detail, v.Writes)
	}
	return text
}

// mustHoldNoMutant: what the mutants do instead is dropped by the compiler.
func (s *stage) mustHoldNoMutant() {
	s.t.Helper()
	symbols, err := exec.CommandContext(s.t.Context(), "go", "tool", "nm", s.binary).Output()
	require.NoError(s.t, err)
	require.Contains(s.t, string(symbols), "internal/attempt.(*saver).save")
	for _, name := range []string{"commitLate", "promise", "withoutGrants", "byArrival", "remember", "remembered"} {
		require.NotRegexp(s.t, `internal/attempt\.(\(\*\w+\)\.)?`+name+`\b`, string(symbols))
	}
}

func readJSON(r io.Reader, dst any) error { return json.NewDecoder(r).Decode(dst) }

const allHabits = "duplicate,reorder,takeover,stale,clock"

// proof is the schedule by which the checker is proved: what it says of the
// product, with these faults, it must not say of any mutant.
func proof(length time.Duration) play {
	return play{
		candidates: 50, length: length, pace: 300 * time.Millisecond, seed: 7, habits: allHabits,
		faults: []nemesis.Kind{nemesis.Grant, nemesis.KillProduct, nemesis.KillPostgres, nemesis.DropReplies},
	}
}

// A5, as every commit runs it: fifty candidates for a minute, who change
// devices, type on stale pages, repeat and reorder, while the product and its
// database are killed, answers get lost and time is granted. With -short, ten
// for a few seconds to whom nothing happens.
func TestHistory_F22_F25_F35_F44_F47_KilledCutAndGrantedNothingIsLost(t *testing.T) {
	s := newStage(t)
	s.binary = s.build("jiangxun")
	s.mustHoldNoMutant()
	p := proof(time.Minute)
	if testing.Short() {
		p = play{candidates: 10, length: 5 * time.Second, pace: 200 * time.Millisecond, seed: 1, habits: "none"}
	}
	report := s.perform(s.build("loadgen"), p)
	require.True(t, report.Passed, summary(report))
	require.Equal(t, p.candidates, report.Attempts)
	require.Zero(t, report.Undecided)
	require.NotZero(t, report.Acked)
	require.NotZero(t, report.Reads)
	if !testing.Short() {
		require.NotZero(t, report.Unknown+report.Late, "a run in which nothing was in doubt proves little")
	}
}
