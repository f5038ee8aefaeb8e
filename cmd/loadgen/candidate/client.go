package candidate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"jiangxun/cmd/loadgen/history"
)

// patience is how long a browser waits for an answer.
const patience = 5 * time.Second

// maxReply bounds a reply in bytes; a paper of 1,000 questions is smaller.
const maxReply = 8 << 20

// NewTransport makes the connections of a whole run, which can lead nowhere
// but to this machine.
func NewTransport(candidates int) *http.Transport {
	dialer := net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return err
		}
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
			return fmt.Errorf("%s is not a loopback address", host)
		}
		return nil
	}}
	return &http.Transport{
		DialContext: dialer.DialContext, MaxIdleConnsPerHost: 2 * candidates, MaxIdleConns: 4 * candidates, IdleConnTimeout: time.Minute,
	}
}

// client is the wire of one browser.
type client struct {
	base   string
	http   http.Client
	since  func() int64 // nanoseconds of the run
	cookie string
	ip     string // as the reverse proxy before the product would report it
}

// reply is an answer with what may be believed of its request.
type reply struct {
	outcome    history.Outcome
	status     int
	problem    problem
	body       []byte
	send, recv int64
}

// problem is a refusal (RFC 9457, with the product's sub-codes).
type problem struct {
	Sub    string
	Params struct {
		Epoch     int
		Kept      int
		Questions []int
	}
}

func (c *client) call(ctx context.Context, method, path string, body any) reply {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return reply{outcome: history.Fail}
		}
		content = bytes.NewReader(text)
	}
	limit, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(limit, method, c.base+path, content)
	if err != nil {
		return reply{outcome: history.Fail}
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.cookie != "" {
		r.Header.Set("Cookie", c.cookie)
	}
	r.Header.Set("X-Forwarded-For", c.ip)
	out := reply{send: c.since()}
	answer, err := c.http.Do(r)
	if err != nil {
		out.recv, out.outcome = c.since(), outcomeOf(err)
		return out
	}
	defer func() { _ = answer.Body.Close() }()
	out.status = answer.StatusCode
	out.body, err = io.ReadAll(io.LimitReader(answer.Body, maxReply))
	out.recv = c.since()
	out.judge(answer.Header.Get("Content-Type"), err)
	if out.outcome == history.OK {
		for _, cookie := range answer.Cookies() {
			c.cookie = cookie.Name + "=" + cookie.Value
		}
	}
	return out
}

// judge decides what the sender may believe. Half a reply, or one that is not
// the product's (a captive portal's page), says nothing.
func (r *reply) judge(kind string, err error) {
	isJSON := strings.HasPrefix(kind, "application/json") || strings.HasPrefix(kind, "application/problem+json")
	switch {
	case err != nil || !isJSON || !json.Valid(r.body) || r.status >= 500:
		r.outcome = history.Unknown
	case r.status < 300:
		r.outcome = history.OK
	default:
		r.outcome = history.Fail
	}
	if r.status >= 300 && isJSON {
		_ = json.Unmarshal(r.body, &r.problem)
	}
}

// outcomeOf: only a request that never left is known to have failed.
func outcomeOf(err error) history.Outcome {
	var e *net.OpError
	if errors.As(err, &e) && e.Op == "dial" {
		return history.Fail
	}
	return history.Unknown
}

// read decodes a good reply; one that does not fit becomes unknown.
func (r *reply) read(dst any) {
	if r.outcome == history.OK && json.Unmarshal(r.body, dst) != nil {
		r.outcome = history.Unknown
	}
}
