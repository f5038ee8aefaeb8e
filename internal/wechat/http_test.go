package wechat_test

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/silenceper/wechat/v2/util"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/wechat"
)

// listener notes what reached it.
type listener struct {
	mu    sync.Mutex
	heard []string
	fails atomic.Int32 // so many more calls fail
	pause time.Duration
}

func (l *listener) hear(what string) (string, error) {
	time.Sleep(l.pause)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, what)
	if l.fails.Add(-1) >= 0 {
		return "", errors.New("not now")
	}
	return "回复" + strconv.Itoa(len(l.heard)), nil
}

func (l *listener) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string{}, l.heard...)
}

func (l *listener) Scanned(_ context.Context, scene, openID string, followed bool) (string, error) {
	return l.hear("scan " + scene + " " + strconv.FormatBool(followed))
}

func (l *listener) Unfollowed(context.Context, string) error {
	_, err := l.hear("unfollow")
	return err
}

func (l *listener) Said(_ context.Context, _, text string) (string, error) {
	return l.hear("said " + text)
}

// newDoor serves the callback of n nodes and a simulator that pushes to it.
func newDoor(t *testing.T, l *listener) (*world, *httptest.Server) {
	t.Helper()
	e := echo.New()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	w := newWorld(t, server.URL+"/wechat/callback")
	w.client(l).Mount(e.Group(""))
	return w, server
}

// forge builds a push as somebody would who knows what is passed in.
type forge struct {
	token, key, appID, to, from string
	text, id                    string
	at                          time.Time
	plain                       bool
	more                        url.Values
}

func (w *world) forge() forge {
	return forge{
		token: w.account.Token, key: w.account.AESKey, appID: w.account.AppID, to: w.account.OriginalID, from: w.openID("xiaoli"),
		text: "你好", id: hexOf(6), at: time.Now(),
	}
}

func (f forge) send(t *testing.T, server *httptest.Server) (int, string) {
	t.Helper()
	body := "<xml><ToUserName>" + f.to + "</ToUserName><FromUserName>" + f.from + "</FromUserName><CreateTime>1</CreateTime>" +
		"<MsgType>text</MsgType><Content>" + f.text + "</Content><MsgId>" + f.id + "</MsgId></xml>"
	stamp, nonce := strconv.FormatInt(f.at.Unix(), 10), hexOf(4)
	q := url.Values{"signature": {util.Signature(f.token, stamp, nonce)}, "timestamp": {stamp}, "nonce": {nonce}, "openid": {f.from}}
	if !f.plain {
		encrypted, err := util.EncryptMsg([]byte(hexOf(8)), []byte(body), f.appID, f.key)
		require.NoError(t, err)
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", util.Signature(f.token, stamp, nonce, string(encrypted)))
		body = "<xml><ToUserName>" + f.to + "</ToUserName><Encrypt>" + string(encrypted) + "</Encrypt></xml>"
	}
	for name, values := range f.more {
		q[name] = append(q[name], values...)
	}
	return post(t, server.URL+"/wechat/callback?"+q.Encode(), body)
}

func post(t *testing.T, address, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	require.NoError(t, err)
	reply, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	return reply.StatusCode, string(text)
}

func TestForgedPushesAreRefused(t *testing.T) {
	t.Parallel()
	l := &listener{}
	w, server := newDoor(t, l)
	for name, change := range map[string]func(f *forge){
		"plain in safe mode":       func(f *forge) { f.plain = true },
		"plain that says so":       func(f *forge) { f.plain = true; f.more = url.Values{"encrypt_type": {"raw"}, "msg_signature": {"x"}} },
		"wrong token":              func(f *forge) { f.token = "guess" },
		"wrong key":                func(f *forge) { f.key = strings.Repeat("k", 43) },
		"another app":              func(f *forge) { f.appID = "wx0000000000000000" },
		"another account":          func(f *forge) { f.to = "gh_other" },
		"old":                      func(f *forge) { f.at = f.at.Add(-6 * time.Minute) },
		"from the future":          func(f *forge) { f.at = f.at.Add(6 * time.Minute) },
		"signature twice":          func(f *forge) { f.more = url.Values{"signature": {"x"}} },
		"message signature twice":  func(f *forge) { f.more = url.Values{"msg_signature": {"x"}} },
		"timestamp twice":          func(f *forge) { f.more = url.Values{"timestamp": {"1"}} },
		"sender that is not an id": func(f *forge) { f.from = "<b>" },
		"nobody sent it":           func(f *forge) { f.from = "" },
	} {
		f := w.forge()
		change(&f)
		status, text := f.send(t, server)
		require.Equal(t, http.StatusForbidden, status, name)
		require.Empty(t, text, name)
	}
	require.Empty(t, l.all(), "no handler ran")
	status, _ := post(t, server.URL+"/wechat/callback?"+url.Values{"signature": {"x"}}.Encode(), strings.Repeat("x", 70<<10))
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	status, _ = w.forge().send(t, server)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"said 你好"}, l.all())
}

// What WeChat delivers again, in time or replayed by somebody, gets the first
// run's reply.
func TestPushRunsOnce(t *testing.T) {
	t.Parallel()
	l := &listener{pause: 50 * time.Millisecond}
	w, server := newDoor(t, l)
	f := w.forge()
	var all sync.WaitGroup
	replies := make(chan string, 6)
	for range 6 {
		all.Go(func() {
			status, text := f.send(t, server)
			if status != http.StatusOK {
				t.Error(status)
			}
			replies <- w.read(text)
		})
	}
	all.Wait()
	close(replies)
	for text := range replies {
		require.Equal(t, "回复1", text)
	}
	require.Len(t, l.all(), 1)

	w.order("follow", map[string]any{"persona": "xiaowang", "follow": true, "knobs": map[string]any{"duplicate": true}})
	require.Equal(t, []string{"said 你好", "scan  true"}, l.all())
}

// read opens a sealed reply.
func (w *world) read(text string) string {
	w.t.Helper()
	var sealed struct {
		Encrypted string `xml:"Encrypt"`
	}
	require.NoError(w.t, xml.Unmarshal([]byte(text), &sealed), text)
	_, raw, err := util.DecryptMsg(w.account.AppID, sealed.Encrypted, w.account.AESKey)
	require.NoError(w.t, err)
	var plain struct{ Content string }
	require.NoError(w.t, xml.Unmarshal(raw, &plain))
	return plain.Content
}

// A push that could not be handled comes again; the person sees no fault.
func TestFailedPushComesAgain(t *testing.T) {
	t.Parallel()
	l := &listener{}
	l.fails.Store(1)
	w, _ := newDoor(t, l)
	w.order("say", map[string]any{"persona": "xiaoli", "text": "报名"})
	require.Equal(t, []string{"said 报名", "said 报名"}, l.all())
	s := w.screen("xiaoli")
	require.Equal(t, 2, s.Pushes[0].Attempts)
	require.Equal(t, "回复2", s.Accounts[0].Chat[1].Text[0].Text)
}

// The simulator bends pushes in the same ways, for trying by hand.
func TestPushesByTheSimulatorsKnobs(t *testing.T) {
	t.Parallel()
	l := &listener{}
	w, _ := newDoor(t, l)
	for _, knob := range []map[string]any{{"staleSeconds": 3600}, {"wrongKey": true}, {"otherAccount": true}} {
		w.order("say", map[string]any{"persona": "xiaoli", "text": "报名", "knobs": knob})
	}
	require.Empty(t, l.all())
	for _, p := range w.screen("xiaoli").Pushes {
		require.Equal(t, http.StatusForbidden, p.Status)
	}
}

func TestCallbackAddressIsVerified(t *testing.T) {
	t.Parallel()
	w, server := newDoor(t, &listener{})
	ask := func(token string, at time.Time) (int, string) {
		stamp := strconv.FormatInt(at.Unix(), 10)
		q := url.Values{"signature": {util.Signature(token, stamp, "n")}, "timestamp": {stamp}, "nonce": {"n"}, "echostr": {"<b>123</b>"}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/wechat/callback?"+q.Encode(), nil)
		require.NoError(t, err)
		reply, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer func() { _ = reply.Body.Close() }()
		text, err := io.ReadAll(reply.Body)
		require.NoError(t, err)
		require.Equal(t, "nosniff", reply.Header.Get("X-Content-Type-Options"))
		require.Contains(t, reply.Header.Get("Content-Type"), "text/plain")
		return reply.StatusCode, string(text)
	}
	status, text := ask(w.account.Token, time.Now())
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "<b>123</b>", text)
	status, _ = ask("guess", time.Now())
	require.Equal(t, http.StatusForbidden, status)
	status, _ = ask(w.account.Token, time.Now().Add(-time.Hour))
	require.Equal(t, http.StatusForbidden, status)
}

func (l *listener) Ended(_ context.Context, messageID int64, outcome wechat.Outcome) error {
	_, err := l.hear("ended " + strconv.FormatInt(messageID, 10) + " " + string(outcome))
	return err
}

// WeChat reports what became of a template message that it took.
func TestTemplateMessagesEnd(t *testing.T) {
	t.Parallel()
	l := &listener{}
	e := echo.New()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	w := newWorld(t, server.URL+"/wechat/callback")
	c := w.client(l)
	c.Mount(e.Group(""))
	sent, err := c.SendTemplate(t.Context(), w.message("xiaoli", hexOf(16)))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return len(l.all()) == 1 }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, []string{"ended " + strconv.FormatInt(sent.MessageID, 10) + " sent"}, l.all())
}

// A handler that takes longer than WeChat waits runs once; its reply follows as
// a message.
func TestSlowHandlerRunsOnce(t *testing.T) {
	t.Parallel()
	l := &listener{pause: 4300 * time.Millisecond}
	w, _ := newDoor(t, l)
	w.order("say", map[string]any{"persona": "xiaoli", "text": "报名"})
	require.Eventually(t, func() bool { return len(w.screen("xiaoli").Accounts[0].Chat) == 2 }, 15*time.Second, 50*time.Millisecond)
	s := w.screen("xiaoli")
	require.Equal(t, "回复1", s.Accounts[0].Chat[1].Text[0].Text)
	require.Equal(t, 1, s.Pushes[0].Attempts)
	require.Len(t, l.all(), 1)
}

var _ wechat.PushHandler = (*listener)(nil)
