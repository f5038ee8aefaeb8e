package candidate

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"jiangxun/cmd/loadgen/history"
)

// enter signs in, begins and takes the first lease.
func (c *Candidate) enter(ctx context.Context) error {
	if err := c.until(ctx, "sign in", func() bool { return c.signIn(ctx) }); err != nil {
		return err
	}
	path := ""
	if err := c.until(ctx, "find the sitting", func() bool { path = c.findStart(ctx); return path != "" }); err != nil {
		return err
	}
	if err := c.until(ctx, "begin", func() bool { return c.begin(ctx, path) }); err != nil {
		return err
	}
	if err := c.until(ctx, "get the paper", func() bool { return c.getPaper(ctx) }); err != nil {
		return err
	}
	c.page = c.newPage()
	return c.until(ctx, "take the lease", func() bool { return c.takeLease(ctx, c.page) })
}

var loginCode = regexp.MustCompile(`验证码 (\d{6})`)

// signIn uses the code that is there, or asks for one: asking too often is
// refused, and a code whose reply got lost is still good.
func (c *Candidate) signIn(ctx context.Context) bool {
	phone := c.World.Candidates[c.n].Phone
	code := c.code(ctx, phone)
	if code == "" {
		c.record(history.Line{Op: history.Login}, c.http.call(ctx, http.MethodPost, "/api/public/login/code", map[string]string{"phone": phone}))
		return false
	}
	r := c.http.call(ctx, http.MethodPost, "/api/public/login/phone", map[string]string{"phone": phone, "code": code})
	c.record(history.Line{Op: history.Login, Cookie: c.http.cookie}, r)
	return r.outcome == history.OK
}

// code reads the last login code that came by short message.
func (c *Candidate) code(ctx context.Context, phone string) string {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.World.Codes+"?phone="+url.QueryEscape(phone), nil)
	if err != nil {
		return ""
	}
	answer, err := c.http.http.Do(r)
	if err != nil {
		return ""
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxReply))
	if found := loginCode.FindSubmatch(text); err == nil && found != nil {
		return string(found[1])
	}
	return ""
}

func (c *Candidate) findStart(ctx context.Context) string {
	if !c.exam {
		return "/api/my/mock-exams/" + c.World.Mock.ID.String() + "/start"
	}
	var seats struct {
		Items []struct{ ID, Part, State, AttemptID string }
	}
	r := c.http.call(ctx, http.MethodGet, "/api/my/exam-seats?pageSize=100", nil)
	r.read(&seats)
	for _, s := range seats.Items {
		if s.Part == "theory" && (s.State == "checked_in" || s.State == "started") {
			return "/api/my/exam-seats/" + s.ID + "/start"
		}
	}
	return ""
}

// begin presses the button twice, as people do; both must lead to one sitting.
func (c *Candidate) begin(ctx context.Context, path string) bool {
	var body any
	if c.exam {
		body = map[string]bool{"pledge": true}
	}
	var replies [2]reply
	var wg sync.WaitGroup
	for i := range replies {
		wg.Go(func() { replies[i] = c.http.call(ctx, http.MethodPost, path, body) })
	}
	wg.Wait()
	for _, r := range replies {
		var begun struct{ AttemptID string }
		r.read(&begun)
		c.attempt = begun.AttemptID
		c.record(history.Line{Op: history.Start}, r)
		if r.outcome != history.OK {
			return false
		}
	}
	return true
}

func (c *Candidate) path(rest string) string { return "/api/my/attempts/" + c.attempt + rest }

func (c *Candidate) getPaper(ctx context.Context) bool {
	var sheet struct{ Questions []history.Question }
	r := c.http.call(ctx, http.MethodGet, c.path("/paper"), nil)
	r.read(&sheet)
	c.questions = sheet.Questions
	c.record(history.Line{Op: history.Paper, Questions: sheet.Questions}, r)
	return r.outcome == history.OK && len(sheet.Questions) > 0
}

// sight is what a page reads of its sitting.
type sight struct {
	State      string
	Epoch      int
	DeadlineAt time.Time
	ServerTime time.Time
	Answers    []history.Answer
}

func (s sight) onto(line history.Line) history.Line {
	line.State, line.ServerEpoch, line.Answers = s.State, s.Epoch, s.Answers
	if !s.ServerTime.IsZero() {
		line.ServerTimeMS = s.ServerTime.UnixMilli()
	}
	if !s.DeadlineAt.IsZero() {
		line.DeadlineMS = s.DeadlineAt.UnixMilli()
	}
	return line
}

// look reads the sitting with its answers; an ended one has none to tell.
func (c *Candidate) look(ctx context.Context, p *page) (sight, bool) {
	var s sight
	r := c.http.call(ctx, http.MethodGet, c.path(""), nil)
	r.read(&s)
	c.record(s.onto(history.Line{Op: history.Read, Session: p.id, Epoch: p.epoch, Answered: s.State == "open"}), r)
	c.notice(s.State)
	return s, r.outcome == history.OK
}

func (c *Candidate) pulse(ctx context.Context, p *page) {
	var s sight
	r := c.http.call(ctx, http.MethodGet, c.path("/pulse"), nil)
	r.read(&s)
	c.record(s.onto(history.Line{Op: history.Pulse, Session: p.id, Epoch: p.epoch}), r)
	c.notice(s.State)
}

func (c *Candidate) notice(state string) {
	if state != "" && state != "open" {
		c.over = true
	}
}

// takeLease makes the page the one that may save. Asked again with its own id
// after a lost reply, it gets the lease that it already has.
func (c *Candidate) takeLease(ctx context.Context, p *page) bool {
	if !p.asked {
		s, ok := c.look(ctx, p)
		if !ok || c.over {
			return c.over
		}
		p.seen, p.asked = s.Epoch, true
	}
	var s sight
	r := c.http.call(ctx, http.MethodPost, c.path("/lease"), map[string]any{"epoch": p.seen, "holder": p.id})
	r.read(&s)
	c.record(s.onto(history.Line{Op: history.Lease, Session: p.id, Epoch: p.seen, Answered: r.outcome == history.OK}), r)
	switch {
	case r.outcome == history.OK:
		p.epoch = s.Epoch
		for _, a := range s.Answers {
			p.known[a.Q] = a
		}
		return true
	case ended(r.problem.Sub):
		c.over = true
		return true
	case r.problem.Sub == subLeaseMoved:
		p.asked = false
	}
	return false
}

// The refusals that a page must understand.
const (
	subLeaseMoved = "attempt.lease_moved"
	subClosed     = "attempt.closed"
	subDeadline   = "attempt.deadline_passed"
)

func ended(sub string) bool { return sub == subClosed || sub == subDeadline }
