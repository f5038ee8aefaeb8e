package wechat

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"jiangxun/internal/platform/httpx"
)

// Mount registers the routes that WeChat's servers and browsers come to. They
// belong to no contract.
func (c *Client) Mount(r httpx.Router) {
	if c.push != nil {
		r.GET("/wechat/callback", c.serveVerify)
		r.POST("/wechat/callback", c.servePush)
	}
	if c.signIn != nil {
		r.GET("/wechat/oauth/start", c.serveStart)
		r.GET("/wechat/oauth/callback", c.serveArrival)
	}
	if found := checkedShape.FindStringSubmatch(c.cfg.DomainCheck); found != nil {
		r.GET("/"+found[1], func(e echo.Context) error { return e.String(http.StatusOK, found[2]) })
	}
}

func (c *Client) serveVerify(e echo.Context) error {
	plainAnswer(e)
	echoed, err := c.verifyAddress(e.QueryParams())
	if err != nil {
		return e.String(http.StatusForbidden, "")
	}
	return e.String(http.StatusOK, echoed)
}

func (c *Client) servePush(e echo.Context) error {
	plainAnswer(e)
	r := e.Request()
	body, err := io.ReadAll(http.MaxBytesReader(e.Response(), r.Body, maxPushBytes))
	if err != nil {
		return e.String(http.StatusRequestEntityTooLarge, "")
	}
	answer, err := c.receive(r.Context(), e.QueryParams(), body)
	switch {
	case errors.Is(err, errForged):
		return e.String(http.StatusForbidden, "")
	case err != nil:
		c.log.WarnContext(r.Context(), "wechat push not accepted", slog.Any("error", err))
		return e.String(http.StatusInternalServerError, "")
	case bytes.Equal(answer, accepted):
		return e.String(http.StatusOK, string(answer))
	}
	return e.Blob(http.StatusOK, echo.MIMEApplicationXMLCharsetUTF8, answer)
}

func plainAnswer(e echo.Context) {
	e.Response().Header().Set("X-Content-Type-Options", "nosniff")
	e.Response().Header().Set("Cache-Control", "no-store")
}

func (c *Client) serveStart(e echo.Context) error {
	browser := c.browserSecret(e.Request())
	if browser == "" {
		browser = randomHex(16)
	}
	to, err := c.begin(e.Request().Context(), e.QueryParam("next"), browser)
	if err != nil {
		c.log.WarnContext(e.Request().Context(), "wechat sign-in not started", slog.Any("error", err))
		return showPage(e, pageAway)
	}
	e.SetCookie(c.browserCookie(browser))
	return leave(e, to)
}

func (c *Client) serveArrival(e echo.Context) error {
	ctx := e.Request().Context()
	browser := c.browserSecret(e.Request())
	signedIn := httpx.ClientOf(ctx).Tokens[httpx.PortalTrainee] != ""
	end, err := c.arrive(ctx, e.QueryParams(), browser, signedIn)
	if err != nil {
		c.log.WarnContext(ctx, "wechat sign-in failed", slog.Any("error", err))
		return showPage(e, pageAway)
	}
	if end.to == "" {
		return showPage(e, end.page)
	}
	if end.cookie != nil {
		e.SetCookie(end.cookie)
	}
	// Browsers carry the fragment of WeChat's address on to a place that has none.
	if !strings.Contains(end.to, "#") {
		end.to += "#"
	}
	return leave(e, end.to)
}

func leave(e echo.Context, to string) error {
	e.Response().Header().Set("Cache-Control", "no-store")
	e.Response().Header().Set("Referrer-Policy", "no-referrer")
	return e.Redirect(http.StatusFound, to)
}

func showPage(e echo.Context, p page) error {
	e.Response().Header().Set("Cache-Control", "no-store")
	e.Response().Header().Set("Referrer-Policy", "no-referrer")
	html, err := p.html()
	if err != nil {
		return err
	}
	return e.HTMLBlob(p.status, html)
}

func (c *Client) secure() bool { return strings.HasPrefix(c.cfg.PublicURL, "https://") }

func (c *Client) browserCookieName() string {
	if c.secure() {
		return "__Host-jx_wechat"
	}
	return "jx_wechat"
}

// browserCookie ties a visit to the browser that began it. Lax: the return
// from WeChat is a link from another site.
func (c *Client) browserCookie(secret string) *http.Cookie {
	return &http.Cookie{
		Name: c.browserCookieName(), Value: secret, Path: "/", MaxAge: int(visitLife.Seconds()),
		HttpOnly: true, Secure: c.secure(), SameSite: http.SameSiteLaxMode,
	}
}

func (c *Client) browserSecret(r *http.Request) string {
	cookie, err := r.Cookie(c.browserCookieName())
	if err != nil || !stateShape.MatchString(cookie.Value) {
		return ""
	}
	return cookie.Value
}
