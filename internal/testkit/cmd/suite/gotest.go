package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// goEvent is a line of `go test -json`.
type goEvent struct {
	Action, Package, Test, Output string
	ImportPath                    string // of build output
	Elapsed                       float64
}

// searches is the folder of pure searches over thousands of random cases.
const searches = "internal/paper/assemble"

// packagesWithout lists all packages but those of a folder.
func packagesWithout(ctx context.Context, folder string) ([]string, error) {
	out, err := command(ctx, "go", "list", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return slices.DeleteFunc(strings.Fields(string(out)), func(p string) bool { return strings.Contains(p+"/", "/"+folder+"/") }), nil
}

// goTest runs the Go tests of the packages and counts them, subtests included.
func (s *suite) goTest(ctx context.Context, packages []string, flags ...string) tally {
	r, err := s.start(ctx)
	if err == nil && slices.Contains(flags, "-race") {
		err = r.mustBeReal()
	}
	if err != nil {
		return verdict(err)
	}
	cmd := command(ctx, "go", append(append([]string{"test", "-json"}, flags...), packages...)...)
	cmd.Env = r.environment()
	out, err := cmd.StdoutPipe()
	if err != nil {
		return verdict(err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return verdict(err)
	}
	counted := readGoTest(out)
	if err := cmd.Wait(); err != nil && counted.failed == 0 {
		fmt.Printf("%s\ngo test: %v\n", strings.TrimSpace(said.String()), err)
		counted.failed++
		counted.failures += failure("go test", said.String())
	}
	return counted
}

// readGoTest follows the run: a line for each package, the whole output of
// each test that failed.
func readGoTest(r io.Reader) tally {
	var all tally
	tests := map[string]int{}     // by package: how many ended
	failures := map[string]bool{} // packages with a failed test
	output := map[string]*strings.Builder{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e goEvent
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
			continue
		case "pass", "fail", "skip", "build-fail":
		default:
			continue
		}
		if e.Test != "" {
			tests[e.Package]++
		}
		switch {
		case e.Test != "" && e.Action == "pass":
			all.passed++
		case e.Test != "" && e.Action == "skip":
			all.skipped++
			fmt.Printf("   skip %s %s\n", e.Package, e.Test)
		case e.Test != "":
			all.failed++
			failures[e.Package] = true
			all.failures += failure(e.Package+" "+e.Test, "")
			fmt.Printf("--- FAIL %s %s\n%s", e.Package, e.Test, textOf(output, key))
		case e.Action == "build-fail":
			fmt.Print(textOf(output, key))
		case e.Action == "fail":
			if !failures[e.Package] { // did not build, panicked, leaked, ran out of time
				all.failed++
				all.failures += failure(e.Package, "")
				fmt.Printf("--- FAIL %s\n%s%s", e.Package, textOf(output, key), unfinished(output, e.Package))
			}
			fmt.Printf("   FAIL %s\n", e.Package)
		case tests[e.Package] > 0:
			fmt.Printf("   ok   %s  %d tests %.1f s\n", e.Package, tests[e.Package], e.Elapsed)
		}
		delete(output, key)
	}
	return all
}

func textOf(output map[string]*strings.Builder, key string) string {
	if b := output[key]; b != nil {
		return b.String()
	}
	return ""
}

// unfinished is what tests said that never ended: a panic stands there.
func unfinished(output map[string]*strings.Builder, pkg string) string {
	var b strings.Builder
	for key, text := range output {
		if strings.HasPrefix(key, pkg+" ") && key != pkg+" " {
			b.WriteString(text.String())
		}
	}
	return b.String()
}
