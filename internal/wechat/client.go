package wechat

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"

	"jiangxun/internal/clock"
)

// Deps are what a Client is built from. Push and SignIn may be nil; the routes
// that need them then answer 404.
type Deps struct {
	Config Config
	Store  Store
	Push   PushHandler
	SignIn SignIn
	Clock  clock.Clock
	Log    *slog.Logger
}

// Store is the memory that the nodes share; NewRedisStore makes it.
type Store interface {
	TokenStore
	Inbox
	StateStore
}

// Client speaks for one service account. Safe for concurrent use.
type Client struct {
	cfg    Config
	http   *http.Client
	tokens *tokenSource
	inbox  Inbox
	states StateStore
	push   PushHandler
	signIn SignIn
	clock  clock.Clock
	log    *slog.Logger
	late   sync.WaitGroup
}

// New checks the configuration. It calls nobody: an unreachable WeChat does
// not keep the program from starting.
func New(d Deps) (*Client, error) {
	cfg, err := d.Config.checked()
	if err != nil {
		return nil, err
	}
	if d.Store == nil || d.Clock == nil || d.Log == nil {
		return nil, errors.New("wechat client needs a store, a clock and a log")
	}
	client, err := newHTTPClient(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	c := &Client{
		cfg: cfg, http: client, inbox: d.Store, states: d.Store,
		push: d.Push, signIn: d.SignIn, clock: d.Clock, log: d.Log,
	}
	c.tokens = newTokenSource(d.Store, d.Clock, c.fetchToken)
	return c, nil
}

// Close waits for pushes that are still being handled.
func (c *Client) Close() {
	c.late.Wait()
	c.http.CloseIdleConnections()
}

// AppID names the account.
func (c *Client) AppID() string { return c.cfg.AppID }

// post makes a tokened call with a JSON body and reads the answer into out. A
// token that WeChat calls dead is given up and the call repeated once.
func (c *Client) post(ctx context.Context, path string, in, out any) error {
	err := c.postOnce(ctx, path, in, out)
	if !deadToken(codeOf(err)) {
		return err
	}
	err = c.postOnce(ctx, path, in, out)
	if deadToken(codeOf(err)) {
		c.log.ErrorContext(ctx, "wechat refuses a fresh token", slog.String("path", path), slog.Int("code", codeOf(err)))
	}
	return err
}

func (c *Client) postOnce(ctx context.Context, path string, in, out any) error {
	token, err := c.tokens.get(ctx)
	if err != nil {
		return err
	}
	err = c.send(ctx, http.MethodPost, path, url.Values{"access_token": {token}}, in, out)
	if deadToken(codeOf(err)) {
		c.tokens.invalidate(ctx, token)
	}
	return err
}

// send makes one call. Every answer may carry errcode; anything but 0 is an
// APIError.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, in, out any) error {
	var payload bytes.Buffer
	if in != nil {
		encoder := json.NewEncoder(&payload)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(in); err != nil {
			return fmt.Errorf("encode call of %s: %w", path, err)
		}
	}
	address := c.cfg.BaseURL + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, &payload)
	if err != nil {
		return &CallError{Path: path, Reason: "address cannot be built"}
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	body, err := exchange(c.http, r)
	if err != nil {
		return err
	}
	var verdict struct {
		Code int `json:"errcode"`
	}
	if err := json.Unmarshal(body, &verdict); err != nil {
		return &CallError{Path: path, Sent: true, Reason: "answer is not JSON"}
	}
	if verdict.Code != 0 {
		return &APIError{Path: path, Code: verdict.Code}
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return &CallError{Path: path, Sent: true, Reason: "answer has another shape"}
	}
	return nil
}

// alias is how a log names a WeChat user: the same every time, and useless to
// anyone without the account's secret.
func (c *Client) alias(openID string) slog.Attr {
	mac := hmac.New(sha256.New, []byte(c.cfg.AppSecret))
	mac.Write([]byte(openID))
	return slog.String("user", hex.EncodeToString(mac.Sum(nil)[:6]))
}

func randomHex(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	return hex.EncodeToString(raw)
}
