package wechat

import (
	"context"
	"net/http"
	"sync"
	"time"

	"jiangxun/internal/clock"
)

const (
	// tokenSkew is how long before its end a token is no longer used.
	tokenSkew = 5 * time.Minute
	lockLife  = 10 * time.Second
	lockPause = 50 * time.Millisecond
)

// TokenStore shares the account's token between nodes.
type TokenStore interface {
	// Token gives the shared token; ok is false when there is none.
	Token(ctx context.Context) (token string, ok bool, err error)
	SetToken(ctx context.Context, token string, life time.Duration) error
	// DropToken deletes the shared token if it is still this one.
	DropToken(ctx context.Context, token string) error
	// LockToken takes the right to fetch, for at most life; false when another
	// node has it.
	LockToken(ctx context.Context, owner string, life time.Duration) (bool, error)
	// UnlockToken gives the right back if owner still has it.
	UnlockToken(ctx context.Context, owner string) error
}

type fetchToken func(ctx context.Context) (token string, life time.Duration, err error)

// tokenSource hands out the token: from the store, else fetched by one node
// while the others wait. With the store away, each node uses its own copy.
type tokenSource struct {
	store TokenStore
	clock clock.Clock
	fetch fetchToken
	slot  chan struct{} // one fetch in this process; a channel, so that waiting ends with the context

	mu     sync.Mutex
	copied string
	until  time.Time
}

func newTokenSource(store TokenStore, clk clock.Clock, fetch fetchToken) *tokenSource {
	return &tokenSource{store: store, clock: clk, fetch: fetch, slot: make(chan struct{}, 1)}
}

func (s *tokenSource) get(ctx context.Context) (string, error) {
	if token, ok, err := s.store.Token(ctx); err == nil && ok {
		return token, nil
	}
	select {
	case s.slot <- struct{}{}:
		defer func() { <-s.slot }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return s.getAlone(ctx)
}

func (s *tokenSource) getAlone(ctx context.Context) (string, error) {
	owner := randomHex(16)
	for {
		token, ok, err := s.store.Token(ctx)
		if ok && err == nil {
			return token, nil
		}
		if err != nil {
			return s.withoutStore(ctx)
		}
		locked, err := s.store.LockToken(ctx, owner, lockLife)
		if err != nil {
			return s.withoutStore(ctx)
		}
		if locked {
			return s.fetchLocked(ctx, owner)
		}
		if err := pause(ctx, lockPause); err != nil {
			return "", err
		}
	}
}

func (s *tokenSource) fetchLocked(ctx context.Context, owner string) (string, error) {
	defer func() { _ = s.store.UnlockToken(context.WithoutCancel(ctx), owner) }()
	if token, ok, err := s.store.Token(ctx); err == nil && ok {
		return token, nil
	}
	return s.fetchNow(ctx)
}

func (s *tokenSource) withoutStore(ctx context.Context) (string, error) {
	s.mu.Lock()
	token, until := s.copied, s.until
	s.mu.Unlock()
	if token != "" && s.clock.Now().Before(until) {
		return token, nil
	}
	return s.fetchNow(ctx)
}

func (s *tokenSource) fetchNow(ctx context.Context) (string, error) {
	token, life, err := s.fetch(ctx)
	if err != nil {
		return "", err
	}
	// A stable token near its end still comes back; it may be used, shortly.
	usable := max(life-tokenSkew, time.Second)
	s.mu.Lock()
	s.copied, s.until = token, s.clock.Now().Add(usable)
	s.mu.Unlock()
	_ = s.store.SetToken(ctx, token, usable) // without the store the copy serves
	return token, nil
}

// invalidate forgets a token that WeChat called dead, unless somebody already
// put a newer one in its place.
func (s *tokenSource) invalidate(ctx context.Context, token string) {
	s.mu.Lock()
	if s.copied == token {
		s.copied = ""
	}
	s.mu.Unlock()
	_ = s.store.DropToken(ctx, token)
}

// fetchToken asks for the stable token: the same one for every asker until its
// last minutes, so that a second fetch kills nobody's token.
func (c *Client) fetchToken(ctx context.Context) (string, time.Duration, error) {
	in := map[string]any{"grant_type": "client_credential", "appid": c.cfg.AppID, "secret": c.cfg.AppSecret, "force_refresh": false}
	var out struct {
		Token   string `json:"access_token"`
		Seconds int    `json:"expires_in"`
	}
	const path = "/cgi-bin/stable_token"
	if err := c.send(ctx, http.MethodPost, path, nil, in, &out); err != nil {
		return "", 0, err
	}
	if out.Token == "" {
		return "", 0, &CallError{Path: path, Sent: true, Reason: "answer holds no token"}
	}
	return out.Token, time.Duration(out.Seconds) * time.Second, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
