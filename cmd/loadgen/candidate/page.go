package candidate

import (
	"context"
	"net/http"
	"slices"
	"time"

	"jiangxun/cmd/loadgen/history"
)

// page is one open page of the candidate's, on some device, with the journal
// that a page keeps in the browser: what was typed and is not acknowledged yet.
type page struct {
	id     string
	seen   int // the epoch it has read
	asked  bool
	epoch  int // 0 = has no lease yet
	seq    int64
	typed  int64
	queue  []history.Event
	acked  []history.Event // the last few
	known  map[int]history.Answer
	tries  int
	next   time.Duration // not before this
	lost   bool          // the lease went elsewhere
	offset time.Duration // of the device's clock
}

// maxSend is how many changes one save carries, far below the contract's 200.
const maxSend = 20

func (c *Candidate) newPage() *page {
	p := &page{id: newPageID(), known: map[int]history.Answer{}}
	if c.Habits.Clock && c.random.IntN(3) == 0 {
		p.offset = time.Duration(c.random.Int64N(int64(48*time.Hour))) - 24*time.Hour
	}
	return p
}

// typeIn puts a change into the journal.
func (c *Candidate) typeIn(p *page, q int, value string, clear bool) history.Event {
	p.seq++
	p.typed++
	return history.Event{Seq: p.seq, Q: q, Value: value, Clear: clear, Change: p.typed}
}

// flush sends what waits, oldest first, when its time has come.
func (c *Candidate) flush(ctx context.Context, p *page) {
	if len(p.queue) == 0 || p.lost || c.Since() < p.next {
		return
	}
	sent := slices.Clone(p.queue[:min(len(p.queue), maxSend)])
	switch c.send(ctx, p, sent) {
	case history.OK:
		p.queue, p.tries = p.queue[len(sent):], 0
	case history.Unknown:
		c.again(p, len(sent))
	case history.Fail:
		c.later(p)
	}
}

func (c *Candidate) later(p *page) {
	p.next = c.Since() + c.backoff(p.tries)
	p.tries++
}

// send saves changes and understands the answer.
func (c *Candidate) send(ctx context.Context, p *page, events []history.Event) history.Outcome {
	r := c.save(ctx, p, events)
	switch {
	case r.outcome == history.OK:
		for _, e := range events {
			c.remember(p, e)
		}
	case r.problem.Sub == subLeaseMoved:
		p.lost = true
	case ended(r.problem.Sub):
		c.over = true
	}
	return r.outcome
}

func (c *Candidate) remember(p *page, e history.Event) {
	const few = 30
	p.acked = append(p.acked, e)
	p.acked = p.acked[max(0, len(p.acked)-few):]
	held := p.known[e.Q]
	if (e.Value != "" || e.Clear) && (held.Epoch < p.epoch || held.Epoch == p.epoch && held.Seq < e.Seq) {
		p.known[e.Q] = history.Answer{Q: e.Q, Value: e.Value, Epoch: p.epoch, Seq: e.Seq}
	}
}

// save is one request and its record. An acknowledgement that does not echo
// what was sent is none.
func (c *Candidate) save(ctx context.Context, p *page, events []history.Event) reply {
	type change struct {
		Seq   int64  `json:"seq"`
		Q     int    `json:"q"`
		Value string `json:"value"`
		Clear bool   `json:"clear,omitempty"`
		At    int64  `json:"at"`
	}
	at := time.Now().Add(p.offset)
	body := struct {
		Epoch  int      `json:"epoch"`
		Events []change `json:"events"`
	}{Epoch: p.epoch}
	for _, e := range events {
		body.Events = append(body.Events, change{e.Seq, e.Q, e.Value, e.Clear, at.UnixMilli()})
	}
	r := c.http.call(ctx, http.MethodPost, c.path("/answers"), body)
	var ack struct {
		AttemptID  string
		Epoch      int
		Acked      []int64
		DeadlineAt time.Time
		ServerTime time.Time
	}
	r.read(&ack)
	if r.outcome == history.OK && (ack.AttemptID != c.attempt || ack.Epoch != p.epoch || !echoes(ack.Acked, events)) {
		r.outcome = history.Unknown
	}
	s := sight{Epoch: ack.Epoch, DeadlineAt: ack.DeadlineAt, ServerTime: ack.ServerTime}
	c.record(s.onto(history.Line{Op: history.Save, Session: p.id, Epoch: p.epoch, Events: events}), r)
	return r
}

func echoes(acked []int64, events []history.Event) bool {
	for _, e := range events {
		if !slices.Contains(acked, e.Seq) {
			return false
		}
	}
	return true
}
