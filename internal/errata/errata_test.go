package errata

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
)

func TestDueAfter_CountsWorkingDays(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 30, 0, 0, clock.China) }
	for name, c := range map[string]struct{ opened, due time.Time }{
		"Monday":                              {at(23, 9), at(26, 9)},
		"Tuesday":                             {at(24, 9), at(27, 9)},
		"over a weekend":                      {at(25, 16), at(30, 16)},
		"Saturday":                            {at(28, 10), time.Date(2026, 12, 2, 10, 30, 0, 0, clock.China)},
		"Monday in China, Sunday in UTC":      {at(23, 1), at(26, 1)},
		"Saturday in China, Friday in UTC":    {at(28, 3), time.Date(2026, 12, 2, 3, 30, 0, 0, clock.China)},
		"Sunday night":                        {at(22, 23), at(25, 23)},
		"Friday: Monday, Tuesday, Wednesday":  {at(20, 12), at(25, 12)},
		"Thursday: Friday and then next week": {at(19, 12), at(24, 12)},
	} {
		require.Equal(t, c.due.UTC(), dueAfter(c.opened.UTC()), name)
	}
}

func TestDayStart_IsMidnightInChina(t *testing.T) {
	t.Parallel()
	require.True(t, dayStart(time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)).Equal(time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)))
	require.True(t, dayStart(time.Date(2026, 11, 24, 15, 59, 0, 0, time.UTC)).Equal(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)))
}
