package attempt

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func hundred() []item {
	var items []item
	for i := range 100 {
		it := item{section: i / 40, keys: "ABCD", many: true}
		if it.section == 2 {
			it = item{section: 2, keys: "TF", fixed: true}
		}
		items = append(items, it)
	}
	return items
}

// The order of a paper that somebody has seen must never change: if this test
// fails, add a rule instead of changing rule 1.
func TestLayout_Rule1StandsForEver(t *testing.T) {
	l := newLayout(42, []item{{0, "ABCD", false, false}, {0, "ABCD", false, false}, {0, "ABCDE", true, false}, {1, "TF", true, false}, {1, "TF", true, false}})
	require.Equal(t, []int{2, 1, 0, 4, 3}, l.index)
	require.Equal(t, []string{"ACBD", "CABD", "ABCDE", "TF", "TF"}, l.shown)
	require.Equal(t, []string{"ABCD", "ABCD", "ABCDE", "TF", "TF"}, l.letters)
}

func TestLayout_IsAPermutationWithinSections(t *testing.T) {
	items := hundred()
	for seed := range int64(50) {
		l := newLayout(seed, items)
		require.Equal(t, l, newLayout(seed, items), "the same seed, the same paper")
		sorted := slices.Clone(l.index)
		slices.Sort(sorted)
		for i, at := range sorted {
			require.Equal(t, i, at)
			require.Equal(t, at, l.index[l.place[at]-1])
		}
		for number, at := range l.index {
			require.Equal(t, items[number].section, items[at].section)
		}
	}
	require.NotEqual(t, newLayout(1, items).index, newLayout(2, items).index)
}

func TestLayout_OneOptionWhereOneIsAskedFor(t *testing.T) {
	l := newLayout(7, []item{{keys: "ABCD"}, {keys: "ABCD", many: true}, {keys: "TF", fixed: true}})
	for at, ok := range []bool{false, true, false} {
		_, taken := l.toForm(at, l.letters[at][:2])
		require.Equal(t, ok, taken, at)
		_, taken = l.toForm(at, l.letters[at][:1])
		require.True(t, taken)
	}
}

func TestLayout_LettersGoThereAndBack(t *testing.T) {
	l := newLayout(7, hundred())
	for at := range 100 {
		for _, keys := range []string{"", "A", "BC", "ABD", "T", "F"} {
			if strings.Trim(keys, l.shown[at]) != "" {
				continue
			}
			letters := l.toPaper(at, keys)
			require.Len(t, letters, len(keys))
			back, ok := l.toForm(at, letters)
			require.True(t, ok)
			require.Equal(t, keys, back)
		}
		for _, letters := range []string{"Z", "AA", "AZ", "TT"} {
			_, ok := l.toForm(at, letters)
			require.False(t, ok, letters)
		}
	}
	for _, q := range []int{-1, 0, 101} {
		_, ok := l.formIndex(q)
		require.False(t, ok)
	}
}

// Wherever authors put the right option, candidates see it anywhere (N036).
func TestN036_LettersDoNotFollowTheAuthorsOrder(t *testing.T) {
	seen := map[string]int{}
	for seed := range int64(1000) {
		l := newLayout(seed*7919, []item{{0, "ABCD", false, false}})
		seen[l.toPaper(0, "A")]++
	}
	for _, letter := range []string{"A", "B", "C", "D"} {
		require.InDelta(t, 250, seen[letter], 60, letter)
	}
}

func TestRefers(t *testing.T) {
	for text, want := range map[string]bool{
		"以上都对": true, "以上都不正确": true, "A和C": true, "A、B 均可": true, "上述各项": true, "都可能": true,
		"硬质合金": false, "60°": false, "A类火灾": false, "加工精度": false, "均匀": false, "都市": false,
	} {
		require.Equal(t, want, refers(text), text)
	}
}
