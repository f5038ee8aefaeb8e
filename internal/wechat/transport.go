package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	callLimit      = 8 * time.Second
	maxAnswerBytes = 1 << 20
)

// guard lets requests pass to one host alone.
type guard struct {
	scheme, host string
	next         http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != g.scheme || r.URL.Host != g.host {
		return nil, errors.New("host is not allowed")
	}
	return g.next.RoundTrip(r)
}

func newHTTPClient(base string) (*http.Client, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout:   4 * time.Second,
		ResponseHeaderTimeout: callLimit,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       60 * time.Second,
	}
	return &http.Client{
		Timeout:   callLimit,
		Transport: guard{scheme: u.Scheme, host: u.Host, next: transport},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}, nil
}

// exchange sends one request and gives the answer's bytes. Its errors name the
// path and a reason, nothing of the address's query.
func exchange(client *http.Client, r *http.Request) ([]byte, error) {
	reply, err := client.Do(r)
	if err != nil {
		return nil, lostCall(r, err)
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(reply.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, &CallError{Path: r.URL.Path, Sent: true, Reason: "answer broke off"}
	}
	if len(body) > maxAnswerBytes {
		return nil, &CallError{Path: r.URL.Path, Sent: true, Reason: "answer is too large"}
	}
	if reply.StatusCode != http.StatusOK {
		return nil, &CallError{Path: r.URL.Path, Sent: true, Reason: fmt.Sprintf("status %d", reply.StatusCode)}
	}
	return body, nil
}

// lostCall keeps the kind of a transport error and drops its text, which
// holds the whole address.
func lostCall(r *http.Request, err error) error {
	lost := &CallError{Path: r.URL.Path, Sent: true, Reason: "no answer"}
	var dial *net.OpError
	var slow net.Error
	switch {
	case errors.As(err, &dial) && dial.Op == "dial":
		lost.Sent, lost.Reason = false, "cannot connect"
	case errors.Is(err, context.Canceled):
		lost.Reason = "cancelled"
	case errors.As(err, &slow) && slow.Timeout():
		lost.Reason = "timed out"
	}
	return lost
}
