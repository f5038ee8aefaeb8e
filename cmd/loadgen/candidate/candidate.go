// Package candidate plays one candidate at a browser: signs in, begins, answers
// with a journal that is sent until it is acknowledged, changes devices, goes
// on typing on the old one, hands in or is closed. It knows the product by its
// HTTP interface alone, and records every request before it does anything else.
package candidate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/google/uuid"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/world"
)

// Habits are what candidates do besides answering.
type Habits struct {
	Duplicate bool // send what is acknowledged once more
	Reorder   bool // send a later change before an earlier one
	Takeover  bool // go on at another device
	Stale     bool // go on typing on the device that has lost the lease
	Clock     bool // a device's clock is a day off, or jumps
}

// Options are one run's.
type Options struct {
	Run       string
	World     world.World
	Seed      uint64
	For       time.Duration // of answering, counted from when the sitting is open
	Pace      time.Duration // mean pause between two actions of one candidate
	Arrive    time.Duration // the time over which people come in; from 0
	Habits    Habits
	Log       *history.Writer
	Transport *http.Transport
	Since     func() time.Duration // the run's monotonic clock
}

// Candidate is one person of the run.
type Candidate struct {
	Options
	n         int
	http      client
	random    *rand.Rand
	attempt   string
	exam      bool
	questions []history.Question
	page      *page   // the one that has the lease, or asks for it
	old       []*page // those that have lost it
	deadline  time.Duration
	over      bool  // the server said that the sitting has ended
	fault     error // of the recorder: the run is worthless
}

// New makes the n-th candidate.
func New(n int, o Options) *Candidate {
	c := &Candidate{Options: o, n: n, exam: world.InExam(n), random: rand.New(rand.NewPCG(o.Seed, uint64(n)))} //nolint:gosec // a seeded schedule must repeat
	c.http = client{
		base: o.World.URL, http: http.Client{Transport: o.Transport}, ip: fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255),
		since: func() int64 { return int64(o.Since()) },
	}
	return c
}

// Run plays the candidate to the end. An error means that the run is worthless
// (nothing could be recorded, or the sitting never began), never that the
// product misbehaved: that is for the judge to say.
func (c *Candidate) Run(ctx context.Context) error {
	c.sleep(ctx, time.Duration(c.random.Int64N(int64(c.Arrive)+1)))
	if err := c.enter(ctx); err != nil {
		return fmt.Errorf("candidate %d: %w", c.n, err)
	}
	c.deadline = c.Since() + c.For
	c.answer(ctx)
	c.leave(ctx)
	return c.fault
}

// record writes a request down. Nothing of this candidate happens before.
func (c *Candidate) record(line history.Line, r reply) {
	line.Run, line.Candidate, line.Attempt = c.Options.Run, c.n, c.attempt
	line.Send, line.Recv, line.Outcome, line.Status = r.send, r.recv, r.outcome, r.status
	line.Sub, line.Kept, line.Missing = r.problem.Sub, r.problem.Params.Kept, r.problem.Params.Questions
	if err := c.Log.Write(line); err != nil && c.fault == nil {
		c.fault = err
	}
}

// Backoff with full jitter: after an outage a thousand pages must not come back
// in the same moment.
const (
	firstWait = 50 * time.Millisecond
	longest   = 2 * time.Second
)

func (c *Candidate) backoff(tries int) time.Duration {
	most := min(firstWait<<min(tries, 10), longest)
	return time.Duration(c.random.Int64N(int64(most)))
}

func (c *Candidate) sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// until asks again until done reports success or the patience of a candidate
// who wants to get in is over.
func (c *Candidate) until(ctx context.Context, what string, try func() bool) error {
	const most = 5 * time.Minute
	end := c.Since() + most
	for tries := 0; ; tries++ {
		if try() {
			return c.fault
		}
		if c.fault != nil || ctx.Err() != nil || c.Since() > end {
			return fmt.Errorf("could not %s: %w", what, context.Cause(ctx))
		}
		c.sleep(ctx, c.backoff(tries))
	}
}

func newPageID() string { return uuid.NewString() }
