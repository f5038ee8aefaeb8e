// Package apptest starts the whole program for a test: its own database, its
// own Redis keys, its own port on the loopback address.
package apptest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/testkit"
)

// Program is a running program.
type Program struct {
	*app.App
	URL   string
	Phone *Phone // the simulated WeChat; nil unless asked for
	inbox *inbox // short messages, when there is no simulator to get them
	t     testing.TB
}

// Options change how a program starts; the zero value is what Start does.
type Options struct {
	WeChat    bool                   // with a WeChat simulator of its own
	Configure func(c *config.Config) // has the last word on the configuration
	Log       io.Writer              // gets the log as well; must be safe for concurrent use
	Web       fs.FS                  // built pages; nil: empty ones
}

// Config gives a configuration for tests over a fresh database.
func Config(t testing.TB) config.Config {
	t.Helper()
	c, err := config.Load(nil, []string{
		"JIANGXUN_ENV=test", "JIANGXUN_POSTGRES__DSN=" + testkit.DSN(t), "JIANGXUN_REDIS__ADDRS=" + testkit.RedisAddr(t),
		"JIANGXUN_KEYS__SEALING=1:" + config.SampleKey("seal"), "JIANGXUN_KEYS__INDEX=" + config.SampleKey("index"),
		"JIANGXUN_KEYS__RECEIPT=" + config.SampleKey("receipt"), "JIANGXUN_BLOB__DIR=" + t.TempDir(),
		"JIANGXUN_SMS__PROVIDER=console", "JIANGXUN_JOBS__POLL_MILLISECONDS=50",
	})
	require.NoError(t, err)
	return c
}

// Start runs the program until the test ends.
func Start(t testing.TB) *Program {
	t.Helper()
	return StartWith(t, Options{})
}

// StartWith runs the program with options until the test ends.
func StartWith(t testing.TB, o Options) *Program {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := Config(t)
	c.HTTP.PublicURL = "http://" + l.Addr().String()
	var phone *Phone
	var messages *inbox
	if o.WeChat {
		phone = startPhone(t, &c)
	} else {
		messages = startInbox(t, &c)
	}
	if o.Configure != nil {
		o.Configure(&c)
	}
	pages := o.Web
	if pages == nil {
		pages = fstest.MapFS{"learner.html": {Data: []byte("<!doctype html>")}, "staff.html": {Data: []byte("<!doctype html>")}}
	}
	a, err := app.New(t.Context(), app.Options{Config: c, Log: slog.New(slog.NewTextHandler(logTo(o.Log), nil)), Web: pages})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-done:
			require.NoError(t, err)
		case <-time.After(30 * time.Second):
			t.Error("program did not stop")
		}
		require.NoError(t, a.Close())
	})
	return &Program{App: a, URL: c.HTTP.PublicURL, Phone: phone, inbox: messages, t: t}
}

func logTo(more io.Writer) io.Writer {
	to := io.Discard
	// The suite runs go test -json, which is always verbose.
	if testing.Verbose() && os.Getenv("JIANGXUN_TEST_QUIET") == "" {
		to = os.Stderr
	}
	if more != nil {
		to = io.MultiWriter(to, more)
	}
	return to
}

// Visitor is a browser with its own cookies.
type Visitor struct {
	p      *Program
	client http.Client
}

// Visitor gives a browser that is not signed in.
func (p *Program) Visitor() *Visitor {
	jar, err := cookiejar.New(nil)
	require.NoError(p.t, err)
	return &Visitor{p: p, client: http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// Staff gives a browser of a new staff member with the roles.
func (p *Program) Staff(roles ...identity.Role) *Visitor {
	p.t.Helper()
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	ctx := actor.With(p.t.Context(), actor.AsSystem("test"))
	username := "s" + randomName()
	_, _, err := p.Rooms.Identity.CreateStaff(ctx, identity.StaffInput{Username: username, Name: "测试员", Roles: names}, testPassword)
	require.NoError(p.t, err)
	v := p.Visitor()
	reply := v.Post("/api/public/login/password", map[string]string{"username": username, "password": testPassword})
	require.Equal(p.t, http.StatusOK, reply.Status, reply.Text)
	return v
}

const testPassword = "Test-password-1"

// Reply is what came back.
type Reply struct {
	Status int
	Text   string
	Header http.Header
}

// JSON reads the reply into dst.
func (r Reply) JSON(t testing.TB, dst any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(r.Text), dst), r.Text)
}

// Sub gives the sub-code of a problem reply.
func (r Reply) Sub() string {
	var p struct{ Sub string }
	_ = json.Unmarshal([]byte(r.Text), &p)
	return p.Sub
}

// Get, Post, Put, and Do make requests; a body is sent as JSON, a string as it
// stands.
func (v *Visitor) Get(path string) Reply { return v.Do(http.MethodGet, path, nil) }

// Post sends a POST.
func (v *Visitor) Post(path string, body any) Reply { return v.Do(http.MethodPost, path, body) }

// Put sends a PUT.
func (v *Visitor) Put(path string, body any) Reply { return v.Do(http.MethodPut, path, body) }

// Do sends a request.
func (v *Visitor) Do(method, path string, body any) Reply {
	v.p.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = bytes.NewReader([]byte(b))
	default:
		text, err := json.Marshal(b)
		require.NoError(v.p.t, err)
		r = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(v.p.t.Context(), method, v.p.URL+path, r)
	require.NoError(v.p.t, err)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return v.Send(request)
}

// Send sends a prepared request with the visitor's cookies.
func (v *Visitor) Send(request *http.Request) Reply {
	v.p.t.Helper()
	response, err := v.client.Do(request)
	require.NoError(v.p.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(v.p.t, err)
	return Reply{Status: response.StatusCode, Text: string(text), Header: response.Header}
}

func randomName() string {
	raw := make([]byte, 6)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}

// Location asks for a path and gives where the reply sends the browser, without
// going there.
func (v *Visitor) Location(path string) string {
	v.p.t.Helper()
	return v.LocationOf(v.p.URL + path)
}

// LocationOf is Location for a whole address.
func (v *Visitor) LocationOf(address string) string {
	v.p.t.Helper()
	request, err := http.NewRequestWithContext(v.p.t.Context(), http.MethodGet, address, nil)
	require.NoError(v.p.t, err)
	client := v.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	require.NoError(v.p.t, err)
	defer func() { _ = response.Body.Close() }()
	require.Equal(v.p.t, http.StatusFound, response.StatusCode)
	return response.Header.Get("Location")
}
