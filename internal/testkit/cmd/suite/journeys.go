package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// journeys drives the program, started as a user starts it, in a real browser.
func (s *suite) journeys(ctx context.Context) tally {
	browser, err := exec.CommandContext(ctx, "sh", "scripts/setup.sh", "browser").Output()
	if err != nil {
		return verdict(errors.New("no Chromium: sudo apt-get install chromium fonts-noto-cjk"))
	}
	d, err := startDemo(ctx)
	if err != nil {
		return verdict(err)
	}
	defer d.stop()
	report := filepath.Join(d.dir, "report.json")
	cmd := command(ctx, "node", "node_modules/@playwright/test/cli.js", "test")
	cmd.Dir = "web"
	cmd.Env = append(cmd.Env,
		"JIANGXUN_E2E_URL="+d.url, "JIANGXUN_E2E_SIMULATOR="+d.simulator, "JIANGXUN_E2E_REPORT="+report,
		"JIANGXUN_E2E_CHROMIUM="+strings.TrimSpace(string(browser)),
		"JIANGXUN_E2E_LOG="+filepath.Join(d.data, "demo.log"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
	failed := cmd.Run()
	var found journeyReport
	if err := readJSON(report, &found); err != nil {
		return verdict(fmt.Errorf("playwright: %w", errors.Join(failed, err)))
	}
	t := tally{passed: found.Stats.Expected, failed: found.Stats.Unexpected + found.Stats.Flaky, skipped: found.Stats.Skipped}
	if failed != nil {
		t.failed = max(t.failed, 1)
		d.tell()
	}
	for _, file := range found.Suites {
		t.failures += file.failures()
	}
	return t
}

// journeyReport is what we read of Playwright's JSON report.
type journeyReport struct {
	Stats  struct{ Expected, Unexpected, Flaky, Skipped int }
	Suites []journeySuite
}

type journeySuite struct {
	Title  string
	Suites []journeySuite
	Specs  []struct {
		Title string
		Tests []struct {
			Results []struct{ Errors []struct{ Message string } }
		}
	}
}

func (s journeySuite) failures() string {
	var b strings.Builder
	for _, inner := range s.Suites {
		b.WriteString(inner.failures())
	}
	for _, spec := range s.Specs {
		for _, test := range spec.Tests {
			for _, result := range test.Results {
				for _, e := range result.Errors {
					b.WriteString(failure(s.Title+" "+spec.Title, e.Message))
				}
			}
		}
	}
	return b.String()
}

// demo is the program of `make run` on free ports with a fresh data folder.
type demo struct {
	dir, data      string
	url, simulator string
	cmd            *exec.Cmd
	done           chan struct{} // closed when it has ended
	output         bytes.Buffer
}

func startDemo(ctx context.Context) (*demo, error) {
	dir, err := os.MkdirTemp("", "jiangxun-demo-")
	if err != nil {
		return nil, err
	}
	d := &demo{dir: dir, data: filepath.Join(dir, "data")}
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	d.url, d.simulator = "http://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1]
	return d, d.start(ctx)
}

// start runs it, for the first time or again on the same data.
func (d *demo) start(ctx context.Context) error {
	d.cmd = command(ctx, "bin/demo")
	d.cmd.Env = append(cleanEnvironment(), "JIANGXUN_DEMO_DIR="+d.data,
		"JIANGXUN_DEMO_PORT="+portOf(d.url), "JIANGXUN_DEMO_SIMULATOR_PORT="+portOf(d.simulator))
	d.cmd.Stdout, d.cmd.Stderr = &d.output, &d.output
	if err := d.cmd.Start(); err != nil {
		return fmt.Errorf("start bin/demo: %w", err)
	}
	d.watch()
	return d.await(ctx)
}

func (d *demo) await(ctx context.Context) error {
	limit, cancel := context.WithTimeout(ctx, 3*time.Minute) // a slow machine loads the demo data for a while
	defer cancel()
	for {
		select {
		case <-d.done:
			d.tell()
			return errors.New("bin/demo ended by itself")
		case <-limit.Done():
			d.stop()
			d.tell()
			return errors.New("bin/demo did not answer")
		case <-time.After(20 * time.Millisecond):
			if healthy(limit, d.url) {
				return nil
			}
		}
	}
}

func healthy(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/healthz", nil)
	if err != nil {
		return false
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = reply.Body.Close()
	return reply.StatusCode == http.StatusOK
}

// watch notes when the program ends.
func (d *demo) watch() {
	done := make(chan struct{})
	d.done = done
	go func() {
		defer close(done)
		_ = d.cmd.Wait()
	}()
}

// halt ends the program as Ctrl-C does and keeps its data.
func (d *demo) halt() {
	_ = d.cmd.Process.Signal(os.Interrupt)
	select {
	case <-d.done:
	case <-time.After(30 * time.Second):
		_ = d.cmd.Process.Kill()
		<-d.done
	}
}

func (d *demo) stop() {
	d.halt()
	_ = os.RemoveAll(d.dir)
}

// tell shows the end of what the program said.
func (d *demo) tell() {
	const most = 4000
	text := d.output.Bytes()
	fmt.Printf("-- bin/demo said:\n%s\n", text[max(0, len(text)-most):])
}

// cleanEnvironment is ours without what would point the demo elsewhere.
func cleanEnvironment() []string {
	var kept []string
	for _, line := range os.Environ() {
		if !strings.HasPrefix(line, "JIANGXUN_") {
			kept = append(kept, line)
		}
	}
	return kept
}

func portOf(url string) string { return url[strings.LastIndex(url, ":")+1:] }

func freePorts(n int) ([]string, error) {
	var ports []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }()
		ports = append(ports, strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	}
	return ports, nil
}
