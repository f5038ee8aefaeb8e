package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// vitest runs the web app's unit tests.
func (s *suite) vitest(ctx context.Context) tally {
	dir, err := os.MkdirTemp("", "jiangxun-vitest-")
	if err != nil {
		return verdict(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	report := filepath.Join(dir, "report.json")
	failed := quiet(ctx, "web", "node", "node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", "--outputFile.json="+report)
	var found struct{ NumPassedTests, NumFailedTests, NumPendingTests, NumTodoTests, NumFailedTestSuites int }
	if err := readJSON(report, &found); err != nil {
		return verdict(fmt.Errorf("%w (%w)", failed, err))
	}
	t := tally{passed: found.NumPassedTests, failed: found.NumFailedTests, skipped: found.NumPendingTests + found.NumTodoTests}
	if failed != nil {
		fmt.Println(failed)
		t.failures = failure("vitest", failed.Error())
		t.failed = max(t.failed, found.NumFailedTestSuites, 1) // a file that does not load has no tests to fail
	}
	return t
}

func (s *suite) eslint(ctx context.Context) tally {
	return verdict(quiet(ctx, "web", "node", "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."))
}

func (s *suite) vueTypes(ctx context.Context) tally {
	return verdict(quiet(ctx, "web", "npm", "run", "--silent", "check"))
}

func readJSON(name string, into any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
