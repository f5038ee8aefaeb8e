package httpx

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"jiangxun/internal/actor"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
)

// Authenticator turns a session token into the actor it belongs to. An unknown
// or ended session is fault.Unauthenticated.
type Authenticator interface {
	Authenticate(ctx context.Context, portal Portal, token string) (actor.Actor, error)
}

func identify(cookies Cookies) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			client := Client{IP: c.RealIP(), UserAgent: r.UserAgent(), Tokens: map[Portal]string{}}
			for _, p := range []Portal{PortalTrainee, PortalStaff} {
				if cookie, err := r.Cookie(cookies.Name(p)); err == nil {
					client.Tokens[p] = cookie.Value
				}
			}
			if cookie, err := r.Cookie(cookies.Name(visitPortal)); err == nil {
				client.Visit = cookie.Value
			}
			id := newRequestID()
			ctx := context.WithValue(r.Context(), contextRequestID, id)
			ctx = context.WithValue(ctx, contextClient, client)
			c.SetRequest(r.WithContext(ctx))
			c.Response().Header().Set("X-Request-Id", id)
			return next(c)
		}
	}
}

// observe writes one line per request. It never logs addresses' queries,
// bodies, or personal data.
func observe(log *slog.Logger, clk clock.Clock) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := clk.Now()
			err := next(c)
			if err != nil {
				c.Error(err)
			}
			ctx := c.Request().Context()
			attrs := []slog.Attr{
				slog.String("request", RequestID(ctx)), slog.String("method", c.Request().Method),
				slog.String("route", c.Path()), slog.Int("status", c.Response().Status),
				slog.Float64("ms", float64(clk.Now().Sub(start).Microseconds())/1000),
			}
			if who := actor.From(ctx); who.Kind != actor.Nobody {
				attrs = append(attrs, slog.String("actor", who.ID.String()))
			}
			if f, ok := c.Get(keyFault).(*fault.Error); ok {
				attrs = append(attrs, slog.String("sub", string(f.Sub)))
			}
			level := slog.LevelInfo
			if !strings.HasPrefix(c.Path(), "/api/") {
				level = slog.LevelDebug
			}
			log.LogAttrs(ctx, level, "request", attrs...)
			return nil
		}
	}
}

func recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if value := recover(); value != nil {
				if value == http.ErrAbortHandler { //nolint:errorlint // the sentinel itself is panicked with
					panic(value)
				}
				err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
			}
		}()
		return next(c)
	}
}

const policy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
	"font-src 'self' data:; script-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// secureHeaders lets the pages stand in frames of our own and of framedBy, an
// origin or empty.
func secureHeaders(secure bool, framedBy string) echo.MiddlewareFunc {
	policy := policy
	if framedBy != "" {
		policy += " " + framedBy
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			if strings.HasPrefix(c.Request().URL.Path, "/api/") {
				h.Set("Cache-Control", "no-store")
			}
			return next(c)
		}
	}
}

func refuseCrossSite(next echo.HandlerFunc) echo.HandlerFunc {
	guard := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := guard.Check(c.Request()); err != nil {
			return fault.New(fault.Forbidden, subCrossSite).Because(err)
		}
		return next(c)
	}
}

// enforce is the contract's guard: session, permission, body, shape.
func enforce(contract *Contract, auth Authenticator, defaultLimit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			op, ok := contract.find(c.Request().Method, c.Path())
			if !ok {
				return next(c)
			}
			if err := admit(c, op, auth); err != nil {
				return err
			}
			if err := checkAddress(c, op); err != nil {
				return err
			}
			if err := limitBody(c, op, defaultLimit); err != nil {
				return err
			}
			if op.OwnDecoder {
				c.Set(keyOperation, op)
				return next(c)
			}
			if err := validate(c, op); err != nil {
				return err
			}
			return next(c)
		}
	}
}

func admit(c echo.Context, op *Operation, auth Authenticator) error {
	if op.Public {
		return nil
	}
	ctx := c.Request().Context()
	token := ClientOf(ctx).Tokens[op.Portal()]
	if token == "" {
		return fault.New(fault.Unauthenticated, subSignIn)
	}
	who, err := auth.Authenticate(ctx, op.Portal(), token)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(actor.With(ctx, who)))
	if !who.Can(op.Permission) {
		return fault.New(fault.Forbidden, subForbidden)
	}
	return nil
}

func limitBody(c echo.Context, op *Operation, defaultLimit int64) error {
	r := c.Request()
	limit := op.MaxBody
	if limit == 0 {
		limit = defaultLimit
	}
	if r.ContentLength > limit {
		return fault.New(fault.TooLarge, subBodyTooLarge).With(fault.Params{"limit": limit})
	}
	if r.Header.Get("Content-Encoding") != "" {
		return fault.New(fault.Unsupported, subContentType)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
	if op.Multipart {
		if kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
			return fault.New(fault.Unsupported, subContentType)
		}
		// A large file on a slow line takes as long as it takes, and its reply
		// comes after that.
		control := http.NewResponseController(c.Response())
		_ = control.SetReadDeadline(time.Time{})
		_ = control.SetWriteDeadline(time.Time{})
		return nil
	}
	if !op.JSON || op.OwnDecoder {
		return nil
	}
	return readJSON(r)
}

func readJSON(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	if len(body) == 0 {
		return nil
	}
	if !isJSON(r) {
		return fault.New(fault.Unsupported, subContentType)
	}
	return checkJSON(body)
}
