package ranking

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestScore_OrdersByPointsThenTimeThenEarlier(t *testing.T) {
	t.Parallel()
	a, b := uuid.New(), uuid.New()
	falling := []best{
		{a, 10_000, 0, 0}, {a, 10_000, 1, 0}, {a, 10_000, 1, 1}, {a, 10_000, maxSeconds, maxMinute}, {b, 9_999, 0, 0}, {b, 6_000, 59, 7},
		{b, 6_000, 60, 7}, {b, 6_000, 60, 8}, {a, 1, 3600, 500_000}, {a, 0, 0, 0}, {a, 0, 90 * 60, 100}, {a, 0, maxSeconds, maxMinute},
	}
	require.True(t, slices.IsSortedFunc(falling, func(x, y best) int {
		switch {
		case x.score() > y.score():
			return -1
		case x.score() < y.score():
			return 1
		}
		return 0
	}))
	for i, one := range falling {
		require.Greater(t, one.score(), float64(builtScore))
		require.Less(t, one.score(), float64(1<<53), "exact in a double")
		e := entryOf(i+1, one.account, one.score())
		require.Equal(t, one.got, e.Got)
		require.Equal(t, one.seconds, e.Seconds)
	}
	long := best{a, 100, maxSeconds + 5, -3}
	require.Equal(t, maxSeconds, entryOf(1, a, long.score()).Seconds)
	require.EqualValues(t, 100, entryOf(1, a, long.score()).Got)
}

func TestMasked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"王小明": "王*明", "王明": "王*", "欧阳小明": "欧**明", "阿卜杜拉·买买提": "阿**提", "王": "王", "": "学员", "𠮷野家": "𠮷*家",
	} {
		require.Equal(t, want, masked(name), name)
	}
}
