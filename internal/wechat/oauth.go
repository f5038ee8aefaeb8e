package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	visitLife = 10 * time.Minute
	maxNext   = 512
)

// SignInRequest is a WeChat user whom WeChat itself has named.
type SignInRequest struct {
	AppID, OpenID string
}

// SignIn turns a WeChat user into a cookie: a session when the account is
// bound to a person, else one that lets the next phone login bind it.
type SignIn interface {
	SignInOpenID(ctx context.Context, r SignInRequest) (*http.Cookie, error)
}

// Visit is one silent sign-in under way.
type Visit struct {
	Next    string `json:"next"`
	Browser string `json:"browser"` // hash of the cookie that the starting browser holds
	Used    bool   `json:"used"`
}

// StateStore keeps visits by their state, which is a random number.
type StateStore interface {
	PutState(ctx context.Context, state string, visit Visit, life time.Duration) error
	// TakeState gives a visit and removes it: of two askers one gets it.
	TakeState(ctx context.Context, state string) (Visit, bool, error)
}

var (
	stateShape = regexp.MustCompile(`^[0-9a-f]{32}$`)
	codeShape  = regexp.MustCompile(`^[A-Za-z0-9_-]{16,128}$`)
)

// cleanNext gives a path on our own site, or "/" for anything a browser might
// read as another place.
func cleanNext(next string) string {
	if len(next) > maxNext || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		return "/"
	}
	for _, r := range next {
		if r <= ' ' || r == '\\' || r == 0x7f {
			return "/"
		}
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil {
		return "/"
	}
	if strings.HasPrefix(u.Path, "//") || strings.ContainsRune(u.Path, '\\') || strings.HasPrefix(u.Path, "/wechat/") {
		return "/"
	}
	return next
}

// begin starts a visit and gives the address of WeChat's authorize page.
func (c *Client) begin(ctx context.Context, next, browser string) (string, error) {
	state := randomHex(16)
	visit := Visit{Next: cleanNext(next), Browser: browserHash(browser)}
	if err := c.states.PutState(ctx, state, visit, visitLife); err != nil {
		return "", err
	}
	q := url.Values{
		"appid": {c.cfg.AppID}, "redirect_uri": {c.cfg.PublicURL + "/wechat/oauth/callback"},
		"response_type": {"code"}, "scope": {"snsapi_base"}, "state": {state},
	}
	return c.cfg.OpenBase + "/connect/oauth2/authorize?" + q.Encode() + "#wechat_redirect", nil
}

func browserHash(secret string) string {
	sum := sha256.Sum256([]byte("wechat visit " + secret))
	return hex.EncodeToString(sum[:])
}

// arrival is how a return from the authorize page ends.
type arrival struct {
	cookie *http.Cookie // of the person who signed in
	to     string       // where to go; empty: show page
	page   page
}

// arrive finishes a visit. signedIn tells that the browser already brought a
// session, which makes a spent code harmless (the back button).
func (c *Client) arrive(ctx context.Context, q url.Values, browser string, signedIn bool) (arrival, error) {
	if len(q["state"]) != 1 || !stateShape.MatchString(q.Get("state")) || len(q["code"]) > 1 {
		return arrival{page: pageExpired}, nil
	}
	state := q.Get("state")
	visit, found, err := c.states.TakeState(ctx, state)
	if err != nil {
		return arrival{}, err
	}
	if !found || browser == "" || !sameText(visit.Browser, browserHash(browser)) {
		return arrival{page: pageExpired}, nil
	}
	if visit.Used {
		return spent(visit, signedIn), nil
	}
	visit.Used = true
	if err := c.states.PutState(ctx, state, visit, visitLife); err != nil {
		return arrival{}, err
	}
	code := q.Get("code")
	if code == "" {
		return arrival{page: pageDenied.back(visit.Next)}, nil
	}
	if !codeShape.MatchString(code) {
		return arrival{page: pageExpired}, nil
	}
	return c.redeem(ctx, visit, code, signedIn)
}

func (c *Client) redeem(ctx context.Context, visit Visit, code string, signedIn bool) (arrival, error) {
	who, err := c.exchangeCode(ctx, code)
	if spentCode(codeOf(err)) {
		return spent(visit, signedIn), nil
	}
	if err != nil {
		return arrival{}, err
	}
	if who.Snapshot == 1 {
		return arrival{page: pageSnapshot}, nil
	}
	cookie, err := c.signIn.SignInOpenID(ctx, SignInRequest{AppID: c.cfg.AppID, OpenID: who.OpenID})
	if err != nil {
		return arrival{}, err
	}
	return arrival{cookie: cookie, to: visit.Next}, nil
}

// spent ends a visit whose state or code was used before: harmless for who is
// signed in already (the back button), else the page offers to start again.
func spent(visit Visit, signedIn bool) arrival {
	if signedIn {
		return arrival{to: visit.Next}
	}
	return arrival{page: pageExpired.back(visit.Next)}
}

type visitor struct {
	OpenID   string `json:"openid"`
	Snapshot int    `json:"is_snapshotuser"`
}

// exchangeCode asks WeChat who the visitor is. An answer without an open id is
// no answer.
func (c *Client) exchangeCode(ctx context.Context, code string) (visitor, error) {
	const path = "/sns/oauth2/access_token"
	var who visitor
	err := c.send(ctx, http.MethodGet, path, url.Values{
		"appid": {c.cfg.AppID}, "secret": {c.cfg.AppSecret}, "code": {code}, "grant_type": {"authorization_code"},
	}, nil, &who)
	if err != nil {
		return visitor{}, err
	}
	if !openIDShape.MatchString(who.OpenID) {
		return visitor{}, &CallError{Path: path, Sent: true, Reason: "answer names nobody"}
	}
	return who, nil
}
