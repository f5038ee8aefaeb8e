package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// importTable holds the imports against .go-arch-lint.yml. The tool refuses
// components whose folder is missing, so rooms to come are left out of the
// copy that it reads.
func (s *suite) importTable(ctx context.Context) tally {
	text, err := os.ReadFile(".go-arch-lint.yml")
	if err != nil {
		return verdict(err)
	}
	const name = ".tools/go-arch-lint.yml"
	if err := os.WriteFile(name, present(text), 0o600); err != nil {
		return verdict(err)
	}
	return verdict(quiet(ctx, "", ".tools/bin/go-arch-lint", "check", "--output-color=false", "--project-path", ".", "--arch-file", name, "--max-warnings", "100"))
}

// fileLengths: a file stays near 300 lines, 600 at the very most; a page of
// the web app 250; a room near 2,500 lines of code, 3,000 at the very most,
// without tests, generated code, blank lines and comments.
func (s *suite) fileLengths(context.Context) tally {
	var long []string
	rooms := map[string]int{}
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			switch e.Name() {
			case "node_modules", ".git", ".tools", ".data", "bin", "dist", "gen":
				return filepath.SkipDir
			}
			return nil
		}
		limit := lengthLimit(name)
		if limit == 0 {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		lines := bytes.Count(text, []byte("\n"))
		if lines > limit {
			long = append(long, fmt.Sprintf("%s: %d lines, at most %d: split it by noun", name, lines, limit))
		}
		if parts := strings.Split(filepath.ToSlash(name), "/"); len(parts) == 3 && parts[0] == "internal" && !strings.HasSuffix(name, "_test.go") {
			rooms[parts[1]] += codeLines(text)
		}
		return nil
	})
	for room, lines := range rooms {
		const most = 3000
		if lines > most && room != "testkit" {
			long = append(long, fmt.Sprintf("internal/%s: %d lines of code, at most %d: split it by noun", room, lines, most))
		}
	}
	if err == nil && len(long) > 0 {
		err = fmt.Errorf("%s", strings.Join(long, "\n"))
	}
	return verdict(err)
}

func codeLines(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			n++
		}
	}
	return n
}

func lengthLimit(name string) int {
	switch {
	case strings.HasSuffix(name, ".gen.go"):
		return 0
	case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".ts"):
		return 600
	case strings.HasSuffix(name, ".vue"):
		return 250
	}
	return 0
}
