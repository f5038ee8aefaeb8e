package learning

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestIntervalsJoinWhatTouches(t *testing.T) {
	t.Parallel()
	var list Intervals
	for _, i := range []Interval{{20, 30}, {0, 5}, {40, 41}, {5, 8}, {25, 40}, {2, 3}} {
		list = list.with(i)
	}
	require.Equal(t, Intervals{{0, 8}, {20, 41}}, list)
	require.Equal(t, 29, list.Seconds())
	require.Equal(t, Intervals{{0, 100}}, list.with(Interval{0, 100}))
}

func TestWatchCreditsNoMoreThanTheBalance(t *testing.T) {
	t.Parallel()
	balance := func(seconds int) Clock { return Clock{Balance: time.Duration(seconds) * time.Second} }
	for name, c := range map[string]struct {
		played []Interval
		clock  Clock
		want   Intervals
		left   int
	}{
		"what was watched":       {[]Interval{{0, 10}}, balance(12), Intervals{{0, 10}}, 2},
		"a hundred times faster": {[]Interval{{0, 600}}, balance(10), Intervals{{0, 10}}, 0},
		"in pieces":              {[]Interval{{0, 8}, {50, 60}, {70, 80}}, balance(10), Intervals{{0, 8}, {50, 52}}, 0},
		"the same again":         {[]Interval{{0, 5}, {0, 5}, {5, 9}}, balance(10), Intervals{{0, 5}}, 0},
		"beyond the end":         {[]Interval{{110, 500}, {300, 400}}, balance(60), Intervals{{110, 120}}, 50},
		"backwards":              {[]Interval{{10, 5}, {7, 7}}, balance(10), nil, 10},
		"no time":                {[]Interval{{0, 10}}, balance(0), nil, 0},
	} {
		got, clock := watch(nil, c.played, 120, c.clock)
		if name == "the same again" {
			require.Equal(t, Intervals{{0, 5}}, got, name)
			continue
		}
		require.Equal(t, c.want, got, name)
		require.Equal(t, balance(c.left), clock, name)
	}
}

func TestClockFillsWithTheServersTime(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	c := Clock{}.refill(start)
	require.Equal(t, slack, c.Balance)
	c = c.refill(start.Add(10 * time.Second))
	require.Equal(t, 12*time.Second, c.Balance)
	back := c.refill(start.Add(5 * time.Second))
	require.Equal(t, c, back, "a server whose clock is behind")
	c = c.refill(start.Add(10 * time.Hour))
	require.Equal(t, maxBalance, c.Balance, "a night away is no credit")
}

func TestProgressOfEachKind(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	rich := Clock{Balance: time.Hour, At: now}

	video := Resource{Kind: Video, Length: 100}
	p, _ := Progress{}.after(video, Report{Position: 89, Played: []Interval{{0, 89}}}, rich, now)
	require.True(t, p.CompletedAt.IsZero())
	require.Equal(t, 89, p.Percent(100))
	p, _ = p.after(video, Report{Position: 500, Played: []Interval{{95, 96}}}, rich, now)
	require.False(t, p.CompletedAt.IsZero())
	require.Equal(t, 100, p.Position, "no further than the end")
	require.Equal(t, 100, p.Percent(100))
	jumped, _ := Progress{}.after(video, Report{Position: 99}, rich, now)
	require.Zero(t, jumped.Done, "a position is no watching")

	pdf := Resource{Kind: PDF, Length: 3}
	p, _ = Progress{}.after(pdf, Report{Position: 2}, rich, now)
	require.Equal(t, 66, p.Percent(3))
	p, _ = p.after(pdf, Report{Position: 3}, rich, now)
	require.False(t, p.CompletedAt.IsZero())
	p, _ = p.after(pdf, Report{Position: 1}, rich, now.Add(time.Minute))
	require.Equal(t, 1, p.Position)
	require.Equal(t, 100, p.Percent(3), "reading again takes nothing back")
	require.Equal(t, now, p.CompletedAt)

	picture := Resource{Kind: Picture, Length: 1}
	p, _ = Progress{}.after(picture, Report{}, rich, now)
	require.Zero(t, p.Percent(1))
	p, _ = p.after(picture, Report{}, rich, now.Add(2900*time.Millisecond))
	require.Zero(t, p.Percent(1))
	p, _ = p.after(picture, Report{}, rich, now.Add(3*time.Second))
	require.Equal(t, 100, p.Percent(1))
}

func TestSpanReadsRangeHeaders(t *testing.T) {
	t.Parallel()
	const size = 1000
	for header, want := range map[string]struct {
		offset, length int64
		partial, ok    bool
	}{
		"":                               {0, size, false, true},
		"bytes=0-":                       {0, size, true, true},
		"bytes=0-0":                      {0, 1, true, true},
		"bytes=100-199":                  {100, 100, true, true},
		"bytes=900-5000":                 {900, 100, true, true},
		"bytes=-100":                     {900, 100, true, true},
		"bytes=-5000":                    {0, size, true, true},
		"bytes=1000-":                    {1000, 0, true, false},
		"bytes=-0":                       {1000, 0, true, false},
		"bytes=0-1,5-6":                  {0, size, false, true},
		"bytes=9-5":                      {0, size, false, true},
		"bytes=x-y":                      {0, size, false, true},
		"bytes=+1-2":                     {0, size, false, true},
		"items=0-1":                      {0, size, false, true},
		"bytes=99999999999999999999999-": {0, size, false, true},
	} {
		offset, length, partial, ok := span(header, size)
		require.Equal(t, want.ok, ok, header)
		require.Equal(t, want.partial, partial, header)
		if ok {
			require.Equal(t, []int64{want.offset, want.length}, []int64{offset, length}, header)
		}
	}
}
