package httpx

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

type contextKey int

const (
	contextRequestID contextKey = iota
	contextClient
)

const keyFault = "httpx.fault"

// RequestID names the request in logs and problem replies.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(contextRequestID).(string)
	return id
}

// Client is what the connection says about the visitor.
type Client struct {
	IP        string // by the trusted proxies alone
	UserAgent string
	Tokens    map[Portal]string // session tokens that came along
	Visit     string            // token of a WeChat visit not yet bound to a person
}

// ClientOf gives the visitor of a request; the zero value outside of one.
func ClientOf(ctx context.Context) Client {
	c, _ := ctx.Value(contextClient).(Client)
	return c
}

// Cookies names and shapes the session cookies. With an https address they are
// Secure and carry the __Host- prefix.
type Cookies struct{ Secure bool }

// Name gives the cookie name of a portal.
func (c Cookies) Name(p Portal) string {
	if c.Secure {
		return "__Host-jx_" + string(p)
	}
	return "jx_" + string(p)
}

// Session makes the cookie that carries a session token for maxAge seconds.
// Lax, because the return from WeChat's authorize page is a cross-site link.
func (c Cookies) Session(p Portal, token string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: c.Name(p), Value: token, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// visitPortal names the cookie of a WeChat visit.
const visitPortal Portal = "visit"

// Visit makes the cookie that carries a WeChat visit for maxAge seconds.
func (c Cookies) Visit(token string, maxAge int) *http.Cookie {
	return c.Session(visitPortal, token, maxAge)
}

// End makes the cookie that removes a session.
func (c Cookies) End(p Portal) *http.Cookie { return c.Session(p, "", -1) }

func newRequestID() string { return strings.ReplaceAll(uuid.NewString(), "-", "") }
