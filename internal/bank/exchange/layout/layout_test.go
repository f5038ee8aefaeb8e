package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

func plainPaper(text string) Paper {
	var p Paper
	for i, l := range strings.Split(text, "\n") {
		p.Lines = append(p.Lines, Line{Row: i + 1, Text: Plain(l)})
	}
	return p
}

func parse(p Paper) exchange.Result {
	result, err := Parse(p, exchange.Options{Cleaner: question.NewCleaner()})
	if err != nil {
		panic(err) // none of the papers here is beyond the bounds
	}
	return result
}

// Each paper of testdata was written for this test and its .want checked by
// hand. LAYOUT_WRITE=1 writes them anew, to be checked again.
func TestPapers(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 30)
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(name)
			require.NoError(t, err)
			got := dump(parse(plainPaper(string(raw))))
			want := strings.TrimSuffix(name, ".txt") + ".want"
			if os.Getenv("LAYOUT_WRITE") != "" {
				require.NoError(t, os.WriteFile(want, []byte(got), 0o600))
			}
			expected, err := os.ReadFile(want)
			require.NoError(t, err)
			require.Equal(t, string(expected), got)
		})
	}
}
