package ranking

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Top is how many people a board shows.
const Top = 50

// Entry is one person on a board.
type Entry struct {
	Rank      int // from 1
	AccountID uuid.UUID
	Name      string
	Mine      bool
	Got       marking.Hundredths
	Seconds   int // that the best try took
}

// Board is a leaderboard as somebody sees it.
type Board struct {
	MockExamID uuid.UUID
	Title      string
	Total      int // people on the board
	Entries    []Entry
	Mine       *Entry // nil: not on the board
	Visible    bool   // whether the reader stands on leaderboards
}

// best is a person's best try.
type best struct {
	account uuid.UUID
	got     marking.Hundredths
	seconds int
	minute  int // of its end, since the first year of the house
}

// The score of a sorted set is a double, which is exact up to 53 bits: 14 of
// the points, 16 of the time, 23 of the minute in which the try ended. What is
// longer than 18 hours or later than 2041 counts as the last of its kind.
const (
	timeBits, minuteBits = 16, 23
	maxSeconds           = 1<<timeBits - 1
	maxMinute            = 1<<minuteBits - 1
)

// score orders bests: higher is better.
func (b best) score() float64 {
	seconds, minute := min(max(b.seconds, 0), maxSeconds), min(max(b.minute, 0), maxMinute)
	return float64(int64(b.got)<<(timeBits+minuteBits) | int64(maxSeconds-seconds)<<minuteBits | int64(maxMinute-minute))
}

// entryOf reads what a score says.
func entryOf(rank int, account uuid.UUID, score float64) Entry {
	s := int64(score)
	return Entry{
		Rank: rank, AccountID: account, Got: marking.Hundredths(s >> (timeBits + minuteBits)),
		Seconds: maxSeconds - int(s>>minuteBits)&maxSeconds,
	}
}

// firstYear is where minutes are counted from.
func firstYear() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// unnamed stands for a person without a profile.
const unnamed = "学员"

// masked keeps the first and the last character of a name: 王*明, 王*.
func masked(name string) string {
	r := []rune(name)
	switch len(r) {
	case 0:
		return unnamed
	case 1:
		return name
	case 2:
		return string(r[0]) + "*"
	}
	const stars = 2 // a long name is not betrayed by its length
	return string(r[0]) + strings.Repeat("*", min(len(r)-2, stars)) + string(r[len(r)-1])
}
