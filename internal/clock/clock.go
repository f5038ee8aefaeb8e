// Package clock is the only place that reads the machine's time. Deadlines of
// sittings do not come from here but from the database's clock.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present moment.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, in UTC and with microseconds, which is what
// Postgres keeps.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fixed is a clock that moves only when told; safe for concurrent use.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// NewFixed starts a Fixed clock at t.
func NewFixed(t time.Time) *Fixed { return &Fixed{now: t.UTC()} }

// Now implements Clock.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to t.
func (f *Fixed) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = t.UTC()
}

// Advance moves the clock by d.
func (f *Fixed) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// China is the college's time zone (UTC+8, no daylight saving since 1991);
// dates that people see and days that rules count are days of this zone.
var China = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day gives the calendar day of t in China at midnight UTC, the form in which
// dates are stored.
func Day(t time.Time) time.Time {
	y, m, d := t.In(China).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
