package layout

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// formulaPattern says what typedFormulas finds.
var formulaPattern = regexp.MustCompile(`\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]|\$\$([^$]{1,500})\$\$|\$([^$\p{Han}]{1,300})\$`)

func TestTypedFormulas_FindWhatThePatternSays(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 7))
	pieces := []string{`\(`, `\)`, `\[`, `\]`, "$", "$$", "x", "中", `\`, "(", ")", "{", "2", " ", strings.Repeat("y", 290), strings.Repeat("中", 499)}
	for range 20_000 {
		var text strings.Builder
		for range random.IntN(12) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		require.Equal(t, formulaPattern.FindAllStringSubmatchIndex(text.String(), -1), typedFormulas(text.String()), "%q", text.String())
	}
}

func TestF62_LinesOfFormulaSignsAreQuick(t *testing.T) {
	t.Parallel()
	for _, sign := range []string{`\(`, `\[`, "$", "$$", `\)`, `$a`, `\(\)`} {
		began := time.Now()
		typedFormulas(strings.Repeat(sign, 1<<20))
		require.Less(t, time.Since(began), 5*time.Second, sign)
	}
}
