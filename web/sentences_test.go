package web

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSentence_EverySubOfTheTableIsRead(t *testing.T) {
	t.Parallel()
	_, rest, found := strings.Cut(sentencesTS, "const sentences: Record<string, string> = {\n")
	require.True(t, found)
	block, _, _ := strings.Cut(rest, "\n}\n")
	keys := regexp.MustCompile(`(?m)^ +(?:'([a-z0-9_.]+)'|([a-z0-9_]+)):`).FindAllStringSubmatch(block, -1)
	require.Greater(t, len(keys), 100)
	for _, k := range keys {
		text := Sentence(k[1]+k[2], nil)
		require.NotEmpty(t, text, "%s%s: one sentence a line, in single quotes", k[1], k[2])
		require.NotRegexp(t, `\{\w+\}`, text)
	}
	require.Len(t, sentenceTable(), len(keys))
}

func TestSentence_FillsPlaceholders(t *testing.T) {
	t.Parallel()
	require.Contains(t, Sentence("bank.file_rows", map[string]any{"limit": 20000}), "20000")
	require.Equal(t, `一道题里有几处花括号都像答案，请拆成几道题，或把文字中的括号写成 \{ 和 \}。`, Sentence("bank.gift_several", nil))
	require.Empty(t, Sentence("no.such", nil))
}
