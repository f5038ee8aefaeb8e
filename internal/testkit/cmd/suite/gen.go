package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/schemadump"
	"jiangxun/migrations"
)

const schemaFile = "migrations/schema.sql"

// generate writes everything that is made from something else.
func (s *suite) generate(ctx context.Context) error {
	made, err := s.made(ctx, "")
	if err != nil {
		return err
	}
	for name, text := range made {
		old, err := os.ReadFile(name)
		if err == nil && bytes.Equal(old, text) {
			continue
		}
		if err := os.WriteFile(name, text, 0o644); err != nil { //nolint:gosec // source code is for everybody to read
			return err
		}
		fmt.Println("wrote", name)
	}
	return nil
}

// freshness makes everything anew beside the tree and compares, so that it
// works with uncommitted changes and leaves them alone.
func (s *suite) freshness(ctx context.Context) tally {
	dir, err := os.MkdirTemp("", "jiangxun-gen-")
	if err != nil {
		return verdict(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	made, err := s.made(ctx, dir)
	if err != nil {
		return verdict(err)
	}
	var t tally
	for name, text := range made {
		old, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(old, text) {
			fmt.Printf("%s is out of date: run `make gen` and commit it\n", name)
			t.failed++
			continue
		}
		t.passed++
	}
	return t
}

// made gives every generated file by name. TypeScript is written by its own
// script, into dir when that is set.
func (s *suite) made(ctx context.Context, dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	settings, err := filepath.Glob("internal/*/api/oapi.yaml")
	if err != nil || len(settings) == 0 {
		return nil, errors.Join(errors.New("no contracts under internal/*/api"), err)
	}
	for _, file := range settings {
		folder := filepath.Dir(file)
		text, err := contractCode(ctx, file, filepath.Join(folder, "openapi.yaml"))
		if err != nil {
			return nil, err
		}
		files[filepath.Join(folder, "api.gen.go")] = text
	}
	if err := typeScript(ctx, dir, files); err != nil {
		return nil, err
	}
	files[schemaFile], err = s.schema(ctx)
	return files, err
}

// contractCode runs the generator into a folder of its own: the output named
// in the settings is for people who run it by hand, and wins over flags.
func contractCode(ctx context.Context, settings, contract string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "jiangxun-api-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	text, err := os.ReadFile(settings)
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "output:") {
			lines = append(lines, line)
		}
	}
	out, own := filepath.Join(dir, "api.gen.go"), filepath.Join(dir, "oapi.yaml")
	if err := os.WriteFile(own, []byte(strings.Join(append(lines, "output: "+out, ""), "\n")), 0o600); err != nil {
		return nil, err
	}
	if err := quiet(ctx, "", ".tools/bin/oapi-codegen", "-config", own, contract); err != nil {
		return nil, fmt.Errorf("%s: %w", contract, err)
	}
	made, err := os.ReadFile(out)
	if err == nil && len(made) == 0 {
		err = fmt.Errorf("%s: the generator wrote nothing", contract)
	}
	return made, err
}

// typeScript runs the web app's generator. With dir it writes there, and the
// files are added under the names that they should have.
func typeScript(ctx context.Context, dir string, files map[string][]byte) error {
	cmd := command(ctx, "node", "scripts/gen.mjs")
	cmd.Dir = "web"
	if dir != "" {
		cmd.Env = append(cmd.Env, "JIANGXUN_GEN_OUT="+dir)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s\nnode scripts/gen.mjs: %w", strings.TrimSpace(string(out)), err)
	}
	if dir == "" {
		return nil
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.ts"))
	if err != nil {
		return err
	}
	for _, name := range made {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files[filepath.Join("web/src/api/gen", filepath.Base(name))] = text
	}
	return nil
}

func (s *suite) schema(ctx context.Context) ([]byte, error) {
	r, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	const name = "schema_snapshot"
	if err := r.postgres.EnsureDatabase(ctx, name); err != nil {
		return nil, err
	}
	db, err := postgres.Open(ctx, postgres.Options{DSN: r.postgres.DSN(name), MaxConnections: 4})
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	if err := postgres.Migrate(ctx, db, migrations.FS); err != nil {
		return nil, err
	}
	text, err := schemadump.Dump(ctx, db)
	return []byte(text), err
}
