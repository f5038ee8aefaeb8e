package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// results are what `make bench` found.
type results struct {
	Machine  string    `json:"machine"`
	At       string    `json:"at"`
	Measures []measure `json:"measures"`
}

// measure is one figure: the median of several runs and their range.
type measure struct {
	Name   string    `json:"name"`
	Unit   string    `json:"unit"`
	Median float64   `json:"median"`
	Min    float64   `json:"min"`
	Max    float64   `json:"max"`
	Goal   float64   `json:"goal,omitempty"` // at most; 0: none
	Runs   []float64 `json:"runs"`
}

func (r *results) add(name, unit string, goal float64, runs []float64) {
	sorted := slices.Sorted(slices.Values(runs))
	n := len(sorted)
	r.Measures = append(r.Measures, measure{
		Name: name, Unit: unit, Goal: goal, Runs: runs, Median: (sorted[(n-1)/2] + sorted[n/2]) / 2, Min: sorted[0], Max: sorted[n-1],
	})
}

// addScaled writes long durations in a unit that can be read.
func (r *results) addScaled(name, unit string, runs []float64) {
	const million = 1e6
	if unit == "ns/op" && slices.Max(runs) > million {
		unit = "ms/op"
		for i := range runs {
			runs[i] /= million
		}
	}
	r.add(name, unit, 0, runs)
}

func (r *results) print() {
	fmt.Printf("\n%-64s %14s %24s %10s\n", "", "median", "range", "goal")
	for _, m := range r.Measures {
		goal := ""
		if m.Goal > 0 {
			goal = "≤ " + figure(m.Goal)
		}
		fmt.Printf("%-64s %9s %-7s %21s %10s\n", m.Name, figure(m.Median), m.Unit, figure(m.Min)+" – "+figure(m.Max), goal)
	}
}

func figure(v float64) string {
	if v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

const resultsFile = "bench/results.json"

func (r *results) write() error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(resultsFile), 0o755); err != nil { //nolint:gosec // figures are for everybody to read
		return err
	}
	fmt.Println("\nwrote", resultsFile)
	return os.WriteFile(resultsFile, append(text, '\n'), 0o644) //nolint:gosec // as above
}

// machine describes where the figures come from.
func machine(ctx context.Context) string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(text); m != nil {
			model = string(m[1])
		}
	}
	memory := ""
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		if m := regexp.MustCompile(`MemTotal:\s*(\d+) kB`).FindSubmatch(text); m != nil {
			kb, _ := strconv.ParseFloat(string(m[1]), 64)
			memory = fmt.Sprintf(", %.0f GiB", kb/1024/1024)
		}
	}
	kernel, _ := exec.CommandContext(ctx, "uname", "-sr").Output()
	return fmt.Sprintf("%d cores of %s%s, %s, %s", runtime.NumCPU(), model, memory, strings.TrimSpace(string(kernel)), runtime.Version())
}

// benchmark functions anywhere in the tree take part by being there. They get
// a durable Postgres (fsync on) in JIANGXUN_TEST_POSTGRES and report their own
// figures with b.ReportMetric; a reference of the same run stands beside each
// as its own benchmark.
var benchmarkLine = regexp.MustCompile(`^(Benchmark\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

func benchGo(ctx context.Context, servers *servers, r *results) error {
	packages, err := packagesWithBenchmarks()
	if err != nil || len(packages) == 0 {
		return err
	}
	fmt.Println("Go benchmarks in", strings.Join(packages, " "))
	cmd := command(ctx, "go", append([]string{"test", "-run=^$", "-bench=.", "-count=" + strconv.Itoa(benchRuns), "-timeout=40m", "-p=1"}, packages...)...)
	cmd.Env = append(servers.environment(), "JIANGXUN_TEST_DURABLE=1")
	out, failed := cmd.Output()
	figures := map[string][]float64{}
	var order []string
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		m := benchmarkLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		fields := strings.Fields(m[2])
		for i := 0; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				continue
			}
			key := m[1] + "\t" + fields[i+1]
			if figures[key] == nil {
				order = append(order, key)
			}
			figures[key] = append(figures[key], value)
		}
	}
	for _, key := range order {
		name, unit, _ := strings.Cut(key, "\t")
		r.addScaled(name, unit, figures[key])
	}
	if failed != nil {
		return fmt.Errorf("some Go benchmarks: %w\n%s", failed, out)
	}
	return nil
}

func packagesWithBenchmarks() ([]string, error) {
	files, err := filepath.Glob("internal/*/*_test.go")
	if err != nil {
		return nil, err
	}
	for _, depth := range []string{"internal/*/*/*_test.go", "internal/*/*/*/*_test.go"} {
		deeper, err := filepath.Glob(depth)
		if err != nil {
			return nil, err
		}
		files = append(files, deeper...)
	}
	var found []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if pkg := "./" + filepath.Dir(file); bytes.Contains(text, []byte("\nfunc Benchmark")) && !slices.Contains(found, pkg) {
			found = append(found, pkg)
		}
	}
	return found, nil
}
