package wechat_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
	"jiangxun/internal/testkit"
	"jiangxun/internal/wechat"
	"jiangxun/internal/wechat/simulator"
)

// world is a simulated WeChat with one account, and what the product knows of it.
type world struct {
	sim     *simulator.Simulator
	url     string
	account simulator.Account
	log     *safeBuffer
	redis   redis.UniversalClient
	t       *testing.T
}

// safeBuffer collects a log from several goroutines.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func hexOf(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}

const aesKey = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456"

func newWorld(t *testing.T, callback string) *world {
	t.Helper()
	a := simulator.Account{
		AppID: "wx" + hexOf(8), Secret: "secret" + hexOf(8), Token: "token" + hexOf(4), AESKey: aesKey,
		CallbackURL: callback, OriginalID: "gh_" + hexOf(6), Name: "学院",
	}
	sim, err := simulator.New(simulator.Config{Accounts: []simulator.Account{a}, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(func() { sim.Close(); server.Close() })
	return &world{sim: sim, url: server.URL, account: a, log: &safeBuffer{}, redis: testkit.Redis(t), t: t}
}

func (w *world) config() wechat.Config {
	return wechat.Config{
		AppID: w.account.AppID, AppSecret: w.account.Secret, Token: w.account.Token, EncodingAESKey: w.account.AESKey,
		OriginalID: w.account.OriginalID, BaseURL: w.url, PublicURL: "http://127.0.0.1:1",
		Templates: map[string]string{"review": "tpl_review", "gone": "tpl_gone"},
	}
}

func (w *world) client(push wechat.PushHandler) *wechat.Client {
	w.t.Helper()
	c, err := wechat.New(wechat.Deps{
		Config: w.config(), Store: wechat.NewRedisStore(w.redis, w.account.AppID), Push: push,
		Clock: clock.System{}, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	require.NoError(w.t, err)
	w.t.Cleanup(c.Close)
	return c
}

// order is a call of the simulator's control API.
func (w *world) order(path string, body map[string]any) {
	w.t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(w.t, err)
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+"/sim/api/"+path, bytes.NewReader(raw))
	require.NoError(w.t, err)
	reply, err := http.DefaultClient.Do(request)
	require.NoError(w.t, err)
	_ = reply.Body.Close()
	require.Equal(w.t, http.StatusOK, reply.StatusCode)
}

type screen struct {
	Accounts []struct {
		Chat []struct {
			From, Kind string
			Text       []struct{ Text string }
			Lines      []struct{ Value string }
		}
	}
	Pushes []struct {
		Attempts, Status int
		Seen             string
	}
}

func (w *world) screen(persona string) screen {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+"/sim/api/state?persona="+persona, nil)
	require.NoError(w.t, err)
	reply, err := http.DefaultClient.Do(request)
	require.NoError(w.t, err)
	defer func() { _ = reply.Body.Close() }()
	var s screen
	require.NoError(w.t, json.NewDecoder(reply.Body).Decode(&s))
	return s
}

func (w *world) openID(persona string) string { return w.sim.OpenID(w.account.AppID, persona) }

func (w *world) message(persona, id string) wechat.TemplateMessage {
	return wechat.TemplateMessage{
		OpenID: w.openID(persona), Template: "review", ClientID: id, URL: "http://127.0.0.1:1/",
		Fields: map[string]string{"thing1": "车工（数控）四级职业技能等级认定培训第三期报名", "thing2": "报名审核已通过", "time3": "2026-11-24 09:00"},
	}
}

func TestTokenIsFetchedOnceByManyNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	w.order("faults", map[string]any{"path": "/cgi-bin/stable_token", "delay": 80})
	var nodes sync.WaitGroup
	for i := range 8 {
		c := w.client(nil)
		nodes.Go(func() {
			_, err := c.CreateSceneCode(context.WithoutCancel(t.Context()), "p_"+string(rune('a'+i)))
			if err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	require.Equal(t, 1, w.sim.Calls("/cgi-bin/stable_token"))
	require.Equal(t, 8, w.sim.Calls("/cgi-bin/qrcode/create"))
}

func TestDeadTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	one, other := w.client(nil), w.client(nil)
	_, err := one.CreateSceneCode(t.Context(), "p_1")
	require.NoError(t, err)
	w.sim.KillTokens(w.account.AppID) // as another system's fetch would
	for _, c := range []*wechat.Client{one, other, one} {
		_, err = c.CreateSceneCode(t.Context(), "p_2")
		require.NoError(t, err)
	}
	require.Equal(t, 2, w.sim.Calls("/cgi-bin/stable_token"))

	w.order("faults", map[string]any{"path": "/cgi-bin/qrcode/create", "errcode": 40001, "times": 2})
	before := w.sim.Calls("/cgi-bin/qrcode/create")
	_, err = one.CreateSceneCode(t.Context(), "p_3")
	require.Error(t, err, "a fresh token that is refused too is no reason to go on asking")
	require.Equal(t, before+2, w.sim.Calls("/cgi-bin/qrcode/create"))
}

func TestTokenWithoutRedis(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	own := testkit.OwnRedis(t)
	w.redis = redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{own.Addr}, DisableIdentity: true, MaxRetries: -1})
	t.Cleanup(func() { _ = w.redis.Close() })
	c := w.client(nil)
	own.Stop()
	for _, scene := range []string{"p_1", "p_2", "p_3"} {
		_, err := c.CreateSceneCode(t.Context(), scene)
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.sim.Calls("/cgi-bin/stable_token"))
}

// A message whose answer is lost arrives once, when it is sent again with its id.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	c := w.client(nil)
	w.order("faults", map[string]any{"path": "/cgi-bin/message/template/send", "loseAnswer": true})
	m := w.message("xiaoli", hexOf(16))
	first, err := c.SendTemplate(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, wechat.Uncertain, first.Outcome)
	second, err := c.SendTemplate(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, wechat.Sent, second.Outcome)
	require.NotZero(t, second.MessageID)
	chat := w.screen("xiaoli").Accounts[0].Chat
	require.Len(t, chat, 1)
	require.Equal(t, "车工（数控）四级职业技能等级认定培训第…", chat[0].Lines[0].Value, "cut to twenty characters")
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	c := w.client(nil)
	const send = "/cgi-bin/message/template/send"
	for name, test := range map[string]struct {
		persona, template string
		fault             map[string]any
		want              wechat.Outcome
	}{
		"sent":             {persona: "xiaoli", want: wechat.Sent},
		"not following":    {persona: "xiaowang", want: wechat.NotFollowing},
		"refused":          {persona: "laozhao", want: wechat.Refused},
		"unknown template": {persona: "xiaoli", template: "gone", want: wechat.Dead},
		"busy":             {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": -1}, want: wechat.Retry},
		"minute limit":     {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": 45011}, want: wechat.Retry},
		"day's quota":      {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": 45009}, want: wechat.Parked},
		"duplicate":        {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": 40241}, want: wechat.Sent},
		"bad field":        {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": 47003}, want: wechat.Dead},
		"no permission":    {persona: "xiaoli", fault: map[string]any{"path": send, "errcode": 48001}, want: wechat.Dead},
		"server error":     {persona: "xiaoli", fault: map[string]any{"path": send, "http": 502}, want: wechat.Uncertain},
	} {
		if test.fault != nil {
			w.order("faults", test.fault)
		}
		m := w.message(test.persona, hexOf(16))
		if test.template != "" {
			m.Template = test.template
		}
		got, err := c.SendTemplate(t.Context(), m)
		require.NoError(t, err, name)
		require.Equal(t, test.want, got.Outcome, name)
	}
	m := w.message("xiaoli", "id")
	m.Template = "unknown"
	_, err := c.SendTemplate(t.Context(), m)
	require.Error(t, err, "no template of that name in the configuration")
}

// Neither errors nor the log may hold the secret, a token, or a person's open id.
func TestN121_SecretsStayOutOfErrorsAndLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	c := w.client(nil)
	var said strings.Builder
	note := func(err error) {
		if err != nil {
			said.WriteString(err.Error() + "\n")
		}
	}
	_, err := c.CreateSceneCode(t.Context(), "p_1")
	require.NoError(t, err)
	token, found, err := wechat.NewRedisStore(w.redis, w.account.AppID).Token(t.Context())
	require.NoError(t, err)
	require.True(t, found)
	for _, fault := range []map[string]any{
		{"path": "/cgi-bin/", "http": 502}, {"path": "/cgi-bin/", "errcode": 40125}, {"path": "/cgi-bin/", "loseAnswer": true},
		{"path": "/cgi-bin/", "errcode": 48001},
	} {
		w.order("faults", fault)
		_, err := c.CreateSceneCode(t.Context(), "p_2")
		require.Error(t, err)
		note(err)
		w.order("faults", fault)
		_, err = c.SendTemplate(t.Context(), w.message("xiaoli", hexOf(16)))
		note(err)
		w.order("faults", fault)
		note(c.SendText(t.Context(), w.openID("xiaoli"), "你好"))
	}
	away := w.config()
	away.BaseURL = "http://127.0.0.1:1"
	lost, err := wechat.New(wechat.Deps{
		Config: away, Store: wechat.NewRedisStore(w.redis, w.account.AppID), Clock: clock.System{}, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	require.NoError(t, err)
	_, err = lost.CreateSceneCode(t.Context(), "p_3")
	require.Error(t, err)
	note(err)

	text := said.String() + w.log.String()
	require.NotEmpty(t, w.log.String())
	for name, secret := range map[string]string{
		"secret": w.account.Secret, "token": token, "callback token": w.account.Token, "aes key": aesKey, "open id": w.openID("xiaoli"), "query": "access_token=",
	} {
		require.NotContains(t, text, secret, name)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "http://127.0.0.1:1/wechat/callback")
	for name, change := range map[string]func(c *wechat.Config){
		"app id":       func(c *wechat.Config) { c.AppID = "0123" },
		"secret":       func(c *wechat.Config) { c.AppSecret = "" },
		"plain mode":   func(c *wechat.Config) { c.EncodingAESKey = "" },
		"short key":    func(c *wechat.Config) { c.EncodingAESKey = aesKey[:42] },
		"base":         func(c *wechat.Config) { c.BaseURL = "ftp://x" },
		"public":       func(c *wechat.Config) { c.PublicURL = "http://x/path" },
		"domain check": func(c *wechat.Config) { c.DomainCheck = "../../etc/passwd:x" },
	} {
		c := w.config()
		change(&c)
		_, err := wechat.New(wechat.Deps{Config: c, Store: wechat.NewRedisStore(w.redis, "x"), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
		require.Error(t, err, name)
	}
}
