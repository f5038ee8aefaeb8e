package qti_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/pack"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

var update = flag.Bool("update", false, "write testdata/foreign.tsv anew")

const table = "testdata/foreign.tsv"

// foreign is the folder of files that nobody here made, or "".
func foreign() string {
	folder := os.Getenv("JIANGXUN_FOREIGN_FILES")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "..", "shared", "foreign")
	}
	if _, err := os.Stat(filepath.Join(folder, "instructure-qti")); err != nil {
		return ""
	}
	return folder
}

// TestForeignFiles holds what the reader makes of every file of the folder
// against the checked-in table. Folders with a manifest are tried as packages
// besides; their lines end in "/".
func TestForeignFiles(t *testing.T) {
	folder := foreign()
	if folder == "" {
		t.Skip("no foreign files: set JIANGXUN_FOREIGN_FILES to the folder that holds instructure-qti")
	}
	var lines []string
	for _, name := range foreignNames(t, folder) {
		f := exchange.File{Name: name, Data: foreignFile(t, folder, name)}
		lines = append(lines, name+"\t"+outcome(f))
	}
	got := "path\tformat\tfound\taccepted\trejected\n" + strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(table, []byte(got), 0o600))
	}
	want, err := os.ReadFile(table)
	require.NoError(t, err)
	wanted := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(wanted) || line != wanted[i] {
			require.Equal(t, line, wanted[min(i, len(wanted)-1)], "line %d; -update writes the table anew", i+1)
		}
	}
	require.Equal(t, len(wanted), strings.Count(got, "\n")+1)
}

func foreignNames(t testing.TB, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, p)
		names = append(names, filepath.ToSlash(name))
		if d.Name() == "imsmanifest.xml" {
			names = append(names, filepath.ToSlash(filepath.Dir(name))+"/")
		}
		return err
	})
	require.NoError(t, err)
	slices.Sort(names)
	return names
}

// foreignFile reads a file, or packs a folder.
func foreignFile(t testing.TB, folder, name string) []byte {
	t.Helper()
	full := filepath.Join(folder, filepath.FromSlash(name))
	if !strings.HasSuffix(name, "/") {
		raw, err := os.ReadFile(full)
		require.NoError(t, err)
		return raw
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	require.NoError(t, w.AddFS(os.DirFS(full)))
	require.NoError(t, w.Close())
	return out.Bytes()
}

// outcome is a line of the table without its path.
func outcome(f exchange.File) string {
	if _, ok := qti.Sniff(f); !ok {
		return "-\t0\t0\tfile=" + string(exchange.SubFileUnknown)
	}
	result, err := qti.Read(f, exchange.Options{Cleaner: question.NewCleaner()})
	if err != nil {
		var refusal *fault.Error
		if !errors.As(err, &refusal) {
			return "!\t0\t0\t" + err.Error()
		}
		return "-\t0\t0\tfile=" + string(refusal.Sub)
	}
	accepted := 0
	var rejected []string
	for i := range result.Items {
		item := &result.Items[i]
		if !item.Rejected() {
			accepted++
			continue
		}
		rejected = append(rejected, fmt.Sprintf("%d:%s=%s", i+1, item.Ref, reasons(item)))
	}
	return fmt.Sprintf("%s\t%d\t%d\t%s", result.Format, len(result.Items), accepted, strings.Join(rejected, " "))
}

func reasons(item *exchange.Item) string {
	var codes []string
	for _, n := range item.Notes {
		if !n.Warning {
			codes = append(codes, string(n.Sub))
		}
	}
	return strings.Join(codes, "+")
}

// TestForeignFiles_ComeBackEqual writes every accepted item of the folder, as
// far as its pictures are held, and reads it again.
func TestForeignFiles_ComeBackEqual(t *testing.T) {
	t.Parallel()
	folder := foreign()
	if folder == "" {
		t.Skip("no foreign files: set JIANGXUN_FOREIGN_FILES to the folder that holds instructure-qti")
	}
	var items []exchange.Item
	for _, name := range foreignNames(t, folder) {
		f := exchange.File{Name: name, Data: foreignFile(t, folder, name)}
		if _, ok := qti.Sniff(f); !ok {
			continue
		}
		result, err := qti.Read(f, options())
		if err != nil {
			continue
		}
		for _, item := range result.Items {
			missing := slices.ContainsFunc(item.Pictures, func(p exchange.Picture) bool { return p.Data == nil })
			if !item.Rejected() && !missing {
				items = append(items, item)
			}
		}
	}
	require.Greater(t, len(items), 150)
	for name, format := range map[string]struct {
		write func([]exchange.Item) (exchange.Written, error)
		read  func(exchange.File, exchange.Options) (exchange.Result, error)
	}{"QTI 3.0": {qti.Write, qti.Read}, "package": {pack.Write, pack.Read}} {
		written, err := format.write(items)
		require.NoError(t, err, name)
		require.Empty(t, written.Left, name)
		result, err := format.read(exchange.File{Name: "a.zip", Data: written.Data}, options())
		require.NoError(t, err, name)
		exchangetest.Equal(t, items, result.Items, func(item *exchange.Item) { // HTML shows a run of spaces as one
			item.Body = item.Map(func(h string) string { return strings.Join(strings.Fields(h), " ") })
		})
	}
}
