package bank

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

func TestTokens_AreCharactersAndPairs(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, []string{"车", "床", "车床", "c", "a", "ca"}, tokens(question.SearchForm("车床 ＣＡ")))
	require.Equal(t, []string{"车"}, queryTokens("车"))
	require.Equal(t, []string{"车床", "a"}, queryTokens("车床 a"))
	require.Equal(t, []string{"切削", "削力"}, queryTokens("切削力"))
	require.Empty(t, queryTokens(""))
}

func TestAsText_KeepsPowersAndLines(t *testing.T) {
	t.Parallel()
	require.Equal(t, "10³ 与 H₂O", asText("10<sup>3</sup> 与 H<sub>2</sub>O"))
	require.Equal(t, "x^max\n第二行 < 三", asText("<p>x<sup>max</sup></p>第二行 &lt; 三"))
}
