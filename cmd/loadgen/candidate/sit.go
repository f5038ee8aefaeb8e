package candidate

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"jiangxun/cmd/loadgen/history"
)

// handsIn: half of the candidates wait for the deadline, of exam and mock alike.
func (c *Candidate) handsIn() bool { return c.n%4 >= 2 }

// answer works until the time is over or the sitting has ended, and then for a
// while longer: pages do not know better, and what comes late must be kept.
func (c *Candidate) answer(ctx context.Context) {
	leaveAt := c.deadline - time.Duration(c.random.Int64N(max(int64(c.For)/3, 1)))
	extra := 4
	for c.fault == nil && ctx.Err() == nil && c.Since() < c.deadline {
		c.sleep(ctx, c.Pace/2+time.Duration(c.random.Int64N(max(int64(c.Pace), 1))))
		if c.over {
			if extra--; extra < 0 {
				return
			}
		}
		if c.handsIn() && c.Since() > leaveAt && !c.over && len(c.page.queue) == 0 && !c.page.lost {
			c.submit(ctx)
			continue
		}
		c.act(ctx)
	}
}

// act does one thing.
func (c *Candidate) act(ctx context.Context) {
	p := c.page
	if p.lost || p.epoch == 0 {
		c.takeover(ctx)
		return
	}
	switch dice := c.random.IntN(100); {
	case dice < 8:
		c.look(ctx, p)
	case dice < 12:
		c.pulse(ctx, p)
	case dice < 18 && c.Habits.Duplicate && len(p.acked) > 0:
		c.repeat(ctx, p)
	case dice < 26 && c.Habits.Reorder && len(p.queue) == 0:
		c.reorder(ctx, p)
	case dice < 29 && c.Habits.Takeover:
		c.takeover(ctx)
	case dice < 37 && c.Habits.Stale && len(c.old) > 0:
		c.typeStale(ctx)
	default:
		c.typeSomething(p)
	}
	c.flush(ctx, p)
}

// typeSomething answers, now and then clears on purpose, now and then sends a
// blank that must not count.
func (c *Candidate) typeSomething(p *page) {
	q := c.questions[c.random.IntN(len(c.questions))]
	switch dice := c.random.IntN(20); {
	case dice == 0:
		p.queue = append(p.queue, c.typeIn(p, q.Q, "", true))
	case dice == 1:
		p.queue = append(p.queue, c.typeIn(p, q.Q, "", false))
	default:
		p.queue = append(p.queue, c.typeIn(p, q.Q, c.choose(q), false))
	}
}

// choose picks letters. The answer form leaves no room for a value that is
// unique, so (epoch, seq) names the write and goes with the value everywhere.
func (c *Candidate) choose(q history.Question) string {
	if q.Type != "multiple" {
		return q.Options[c.random.IntN(len(q.Options))].Letter
	}
	var b strings.Builder
	first := c.random.IntN(len(q.Options))
	for i, o := range q.Options {
		if i == first || c.random.IntN(2) == 0 {
			b.WriteString(o.Letter)
		}
	}
	return b.String()
}

// repeat sends acknowledged changes again, twice at once.
func (c *Candidate) repeat(ctx context.Context, p *page) {
	e := p.acked[c.random.IntN(len(p.acked))]
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { c.save(ctx, p, []history.Event{e}) })
	}
	wg.Wait()
}

// reorder changes one question twice and lets the second change overtake.
func (c *Candidate) reorder(ctx context.Context, p *page) {
	q := c.questions[c.random.IntN(len(c.questions))]
	early, late := c.typeIn(p, q.Q, c.choose(q), false), c.typeIn(p, q.Q, c.choose(q), false)
	for _, e := range []history.Event{late, early} {
		if c.send(ctx, p, []history.Event{e}) != history.OK {
			p.queue = append(p.queue, e)
		}
	}
}

// takeover opens the sitting on another device; the old page stays open there.
func (c *Candidate) takeover(ctx context.Context) {
	if c.page.epoch > 0 {
		const most = 3
		c.old = append(c.old, c.page)
		c.old = c.old[max(0, len(c.old)-most):]
		c.page = c.newPage()
	}
	c.takeLease(ctx, c.page)
}

// typeStale goes on at a page that has lost the lease, and perhaps does not
// know it. What it says must be kept and must not count.
func (c *Candidate) typeStale(ctx context.Context) {
	p := c.old[c.random.IntN(len(c.old))]
	q := c.questions[c.random.IntN(len(c.questions))]
	e := c.typeIn(p, q.Q, c.choose(q), false)
	if c.save(ctx, p, []history.Event{e}).outcome == history.OK {
		c.remember(p, e)
	}
}

// submit hands in with the list of what this page believes to be saved.
func (c *Candidate) submit(ctx context.Context) {
	p := c.page
	type item struct {
		Q     int   `json:"q"`
		Epoch int   `json:"epoch"`
		Seq   int64 `json:"seq"`
	}
	items, listed := []item{}, []history.Event{}
	for _, a := range p.known {
		items = append(items, item{a.Q, a.Epoch, a.Seq})
		listed = append(listed, history.Event{Q: a.Q, Seq: a.Seq, Epoch: a.Epoch})
	}
	r := c.http.call(ctx, http.MethodPost, c.path("/submit"), map[string]any{"epoch": p.epoch, "answers": items})
	var receipt history.Signed
	r.read(&receipt)
	line := history.Line{Op: history.Submit, Session: p.id, Epoch: p.epoch, Events: listed}
	if r.outcome == history.OK {
		line.Receipt, c.over = &receipt, true
	}
	c.record(line, r)
	if ended(r.problem.Sub) {
		c.over = true
	}
	if r.problem.Sub == subLeaseMoved {
		p.lost = true
	}
}

// leave sends what still waits, and asks once more for what must be the same
// for ever: the receipt, by submitting again.
func (c *Candidate) leave(ctx context.Context) {
	const most = 20 * time.Second
	end := c.Since() + most
	for c.fault == nil && ctx.Err() == nil && !c.over && c.Since() < end && len(c.page.queue) > 0 && !c.page.lost {
		c.flush(ctx, c.page)
		c.sleep(ctx, firstWait)
	}
	if c.handsIn() && c.over {
		c.submit(ctx)
		c.submit(ctx)
	}
	c.look(ctx, c.page)
}
