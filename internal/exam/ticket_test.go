package exam

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/body"
	"jiangxun/internal/fault"
)

func TestTicketNumber(t *testing.T) {
	t.Parallel()
	parts := ticketParts{Year: 2026, Batch: 3, Site: 1, Room: 12, Seat: 7}
	tests := map[string]struct{ pattern, want string }{
		"suggested":   {body.Defaults().Rules.TicketPattern, "2026030101207"},
		"with prefix": {"33{YYYY}{batch:3}{room:2}{seat:3}", "332026003" + "12" + "007"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, checkPattern(tt.pattern))
			got, err := ticketNumber(tt.pattern, parts)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	_, err := ticketNumber("{YYYY}{batch:2}{room:1}{seat:2}", parts)
	require.Equal(t, fault.Conflict, fault.CodeOf(err), "room 12 has no place in one digit")
}

func TestCheckPattern_Refuses(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"", "abc", "{YYYY}{batch:2}{room:3}", "{YYYY}{batch:2}{seat:2}", "{YYYY}{batch:0}{room:3}{seat:2}", "{YYYY}{batch:2}{room:3}{seat:2}{x:1}", "{batch:2}{room:3}{seat:2}"} {
		require.Error(t, checkPattern(pattern), pattern)
	}
}

func TestPlainTicket(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2026030101207", plainTicket(" 2026 0301-01207\r\n"))
	require.Equal(t, "2026", plainTicket("２０２６"))
	require.NotEqual(t, "2026", plainTicket("2026a"))
}

func TestSeating(t *testing.T) {
	t.Parallel()
	list, ok := seating(4, [][]int{{2}, {1, 5}})
	require.True(t, ok)
	require.Equal(t, []placed{{0, 0, 0, 1}, {1, 0, 0, 2}, {2, 1, 0, 1}, {3, 1, 1, 1}}, list)
	_, ok = seating(9, [][]int{{2}, {1, 5}})
	require.False(t, ok)
	_, ok = seating(1, nil)
	require.False(t, ok)
}

func TestShuffled_StandsForEver(t *testing.T) {
	t.Parallel()
	require.Equal(t, shuffled(50, 9), shuffled(50, 9))
	require.NotEqual(t, shuffled(50, 9), shuffled(50, 10))
	seen := map[int]bool{}
	for _, i := range shuffled(50, 9) {
		seen[i] = true
	}
	require.Len(t, seen, 50)
}
