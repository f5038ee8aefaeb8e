package learning

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Kind is what a resource is.
type Kind string

// The kinds of resources.
const (
	Video   Kind = "video"
	PDF     Kind = "pdf"
	Picture Kind = "picture"
)

// Resource is one piece of a class's material.
type Resource struct {
	ID          uuid.UUID
	ClassID     uuid.UUID
	Kind        Kind
	Title       string
	ContentType string
	Size        int64
	Key         string // blob key
	Length      int    // seconds of a video, pages of a PDF, 1 for a picture
	CreatedAt   time.Time
}

const (
	maxVideo     = 500 << 20
	maxPDF       = 50 << 20
	maxPicture   = 20 << 20
	maxResources = 200
)

// Interval is a stretch of a video in seconds, From included, To not.
type Interval struct{ From, To int }

// Intervals are apart from each other and in order.
type Intervals []Interval

// Seconds is how much they cover.
func (list Intervals) Seconds() int {
	n := 0
	for _, i := range list {
		n += i.To - i.From
	}
	return n
}

// with adds an interval, joining what touches.
func (list Intervals) with(add Interval) Intervals {
	out := make(Intervals, 0, len(list)+1)
	for _, i := range list {
		if i.To < add.From || i.From > add.To {
			out = append(out, i)
			continue
		}
		add = Interval{min(i.From, add.From), max(i.To, add.To)}
	}
	out = append(out, add)
	slices.SortFunc(out, func(a, b Interval) int { return a.From - b.From })
	return out
}

// Progress is how far a person has come with a resource.
type Progress struct {
	Position    int       // second or page to go on from
	Covered     Intervals // of a video
	Done        int       // of the resource's length: seconds watched, furthest page
	FirstAt     time.Time // zero before the first report
	LastAt      time.Time
	CompletedAt time.Time // zero until completed
}

// Percent is 100 when completed and at most 99 before.
func (p Progress) Percent(length int) int {
	if !p.CompletedAt.IsZero() {
		return 100
	}
	return min(99, p.Done*100/max(1, length))
}

// Report is what a phone says: where it is, and what was watched since the last
// report.
type Report struct {
	Position int
	Played   []Interval
}

const (
	slack       = 2 * time.Second  // a new watching clock starts with this
	maxBalance  = 30 * time.Second // reports come every 15 seconds; one may get lost
	pictureTime = 3 * time.Second
)

// Clock is a person's watching time that is not yet claimed.
type Clock struct {
	Balance time.Duration
	At      time.Time // zero: new
}

// refill adds the time that has passed. A server whose clock is behind adds
// nothing and takes nothing back.
func (c Clock) refill(now time.Time) Clock {
	if c.At.IsZero() {
		return Clock{Balance: slack, At: now}
	}
	passed := max(0, now.Sub(c.At))
	return Clock{Balance: min(maxBalance, c.Balance+passed), At: c.At.Add(passed)}
}

// watch credits the played intervals of a video, in their order, as far as the
// clock's balance reaches.
func watch(covered Intervals, played []Interval, length int, c Clock) (Intervals, Clock) {
	for _, i := range played {
		i.From, i.To = min(i.From, length), min(i.To, length)
		i.To = min(i.To, i.From+int(c.Balance/time.Second))
		if i.To <= i.From {
			continue
		}
		c.Balance -= time.Duration(i.To-i.From) * time.Second
		covered = covered.with(i)
	}
	return covered, c
}

// after applies a report made now.
func (p Progress) after(r Resource, report Report, c Clock, now time.Time) (Progress, Clock) {
	if p.FirstAt.IsZero() {
		p.FirstAt = now
	}
	p.LastAt = now
	done := false
	switch r.Kind {
	case Video:
		p.Position = min(report.Position, r.Length)
		p.Covered, c = watch(p.Covered, report.Played, r.Length, c)
		p.Done = p.Covered.Seconds()
		done = p.Done*10 >= r.Length*9
	case PDF:
		p.Position = max(1, min(report.Position, r.Length))
		p.Done = max(p.Done, p.Position)
		done = p.Done == r.Length
	case Picture:
		p.Position = 0
		done = now.Sub(p.FirstAt) >= pictureTime
		if done {
			p.Done = 1
		}
	}
	if done && p.CompletedAt.IsZero() {
		p.CompletedAt = now
	}
	return p, c
}

// Item is a resource with somebody's progress.
type Item struct {
	Resource
	Progress Progress
}

// Line is a member's progress over a class's material; Percents are in the
// material's order.
type Line struct {
	AccountID uuid.UUID
	Name      string
	IDMasked  string
	Completed int
	LastAt    time.Time
	Percents  []int
}
