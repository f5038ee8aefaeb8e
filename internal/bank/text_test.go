package bank

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTokens_AreCharactersAndPairs(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, []string{"车", "床", "车床", "c", "a", "ca"}, tokens(searchForm("车床 ＣＡ")))
	require.Equal(t, []string{"车"}, queryTokens("车"))
	require.Equal(t, []string{"车床", "a"}, queryTokens("车床 a"))
	require.Equal(t, []string{"切削", "削力"}, queryTokens("切削力"))
	require.Empty(t, queryTokens(""))
}

func TestNormal_FoldsWhatTwoCopiesDiffer(t *testing.T) {
	t.Parallel()
	require.Equal(t, normal("车刀的前角是（　　）。"), normal("<p>车刀的前角是 ( ).</p>"))
	require.Equal(t, normal("10³"), normal("10<sup>3</sup>"))
	require.NotEqual(t, normal("a>b"), normal("a<b"))
	require.NotEqual(t, normal("-5"), normal("5"))
}

func TestFace_IgnoresTheOrderOfOptionsButNotPictures(t *testing.T) {
	t.Parallel()
	a := Content{Type: Single, Stem: "题", Options: []Option{{"A", "甲"}, {"B", "乙"}}, Key: []string{"A"}}
	b := Content{Type: Single, Stem: "题", Options: []Option{{"A", "乙"}, {"B", "甲"}}, Key: []string{"B"}}
	require.Equal(t, a.face(nil), b.face(nil))
	require.Equal(t, a.answerTexts(), b.answerTexts())
	require.NotEqual(t, a.face(nil), a.face([]Picture{{Digest: []byte{1}}}))
}

func TestAsText_KeepsPowersAndLines(t *testing.T) {
	t.Parallel()
	require.Equal(t, "10³ 与 H₂O", asText("10<sup>3</sup> 与 H<sub>2</sub>O"))
	require.Equal(t, "x^max\n第二行 < 三", asText("<p>x<sup>max</sup></p>第二行 &lt; 三"))
}

func TestState_MayGo(t *testing.T) {
	t.Parallel()
	for from, allowed := range map[State][]State{Draft: {Live, Retired}, Live: {Retired}, Retired: {Live}} {
		for _, to := range []State{Draft, Live, Retired} {
			require.Equal(t, contains(allowed, to), from.next(to), "%s → %s", from, to)
		}
	}
}

func contains(list []State, s State) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
