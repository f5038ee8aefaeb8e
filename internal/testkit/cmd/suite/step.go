package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// tally counts what a step found.
type tally struct {
	passed, failed, skipped int
	failures                string // a line or more for each, told again at the end
}

func (t tally) plus(o tally) tally {
	return tally{t.passed + o.passed, t.failed + o.failed, t.skipped + o.skipped, t.failures + o.failures}
}

// failure names one for the end, with the beginning of what it said.
func failure(name, said string) string {
	const most = 600
	said = strings.TrimSpace(said)
	if runes := []rune(said); len(runes) > most {
		said = string(runes[:most]) + "…"
	}
	return strings.TrimSpace(name+"\n"+said) + "\n"
}

// verdict makes a check of one thing a tally.
func verdict(err error) tally {
	if err != nil {
		fmt.Println(err)
		return tally{failed: 1, failures: failure("", err.Error())}
	}
	return tally{passed: 1}
}

type step struct {
	name string
	run  func(s *suite, ctx context.Context) tally
}

// suite is one run.
type suite struct {
	began   time.Time
	servers *servers
}

func (s *suite) close() {
	if s.servers != nil {
		s.servers.stop()
	}
}

// runSteps runs every step, also after one that failed, and says at the end
// what came out.
func (s *suite) runSteps(ctx context.Context, steps []step) int {
	var sum tally
	for _, one := range steps {
		if ctx.Err() != nil {
			sum.failed++
			break
		}
		began := time.Now()
		fmt.Printf("== %s\n", one.name)
		t := one.run(s, ctx)
		if t == (tally{}) {
			// A step that looked at nothing proves nothing.
			t = verdict(errors.New("nothing ran"))
		}
		fmt.Printf("   %d passed, %d failed, %d skipped · %.1f s\n\n", t.passed, t.failed, t.skipped, time.Since(began).Seconds())
		if t.failures != "" {
			t.failures = fmt.Sprintf("-- failed in: %s\n%s", one.name, t.failures)
		}
		sum = sum.plus(t)
	}
	s.close()
	s.servers = nil
	fmt.Printf("%s%.0f s in all\n", sum.failures, time.Since(s.began).Seconds())
	fmt.Printf("%d passed, %d failed, %d skipped\n", sum.passed, sum.failed, sum.skipped)
	if sum.failed > 0 {
		return 1
	}
	return 0
}

// command prepares a program that ends with us, also when we are killed: it is
// its own process group, which is ended as a whole.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = childAttr()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "FORCE_COLOR=0")
	return cmd
}

// quiet runs a program and shows what it said only when it failed.
func quiet(ctx context.Context, dir, name string, args ...string) error {
	cmd := command(ctx, name, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s\n%s: %w", strings.TrimSpace(out.String()), name, err)
	}
	return nil
}

// check is a step of one program that must end well.
func check(name string, args ...string) func(*suite, context.Context) tally {
	return func(_ *suite, ctx context.Context) tally { return verdict(quiet(ctx, "", name, args...)) }
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
