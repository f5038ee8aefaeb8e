package bank

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

func TestTokens_AreCharactersAndPairs(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, []string{"车", "床", "车床", "c", "a", "ca"}, tokens(question.SearchForm("车床 ＣＡ")))
	require.Equal(t, []string{"车"}, queryTokens("车"))
	require.Equal(t, []string{"车床", "a"}, queryTokens("车床 a"))
	require.Equal(t, []string{"切削"}, queryTokens("切削力"))
	require.Equal(t, []string{"ca", "61", "40"}, queryTokens("ca6140"))
	require.Empty(t, queryTokens(""))
}

func TestOpening_LeavesFormulasWhole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("车", 115)
	require.Equal(t, long, opening(long))
	require.Equal(t, long+"…", opening(long+`\(a+b+c\)车`), "a formula that the cut would break stays out")
	require.Equal(t, `\(a\)`+strings.Repeat("车", 115)+"…", opening(`\(a\)`+strings.Repeat("车", 200)))
	require.Equal(t, long+"…", opening(long+`\[\frac{a}{b}\]`))
}
