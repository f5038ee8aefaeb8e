package apptest

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/wechat/simulator"
)

// Phone is a simulated WeChat with a service account that the program is
// configured for.
type Phone struct {
	*simulator.Simulator
	Account simulator.Account
	URL     string
	t       testing.TB
}

// startPhone runs a simulator and points the configuration at it.
func startPhone(t testing.TB, c *config.Config) *Phone {
	t.Helper()
	a := simulator.Account{
		AppID: "wx" + randomName(), Secret: "secret" + randomName() + randomName(), Token: "token" + randomName(),
		AESKey:      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456"[:43],
		CallbackURL: c.HTTP.PublicURL + "/wechat/callback", OriginalID: "gh_" + randomName(), Name: "测试技师学院",
	}
	sim, err := simulator.New(simulator.Config{
		Accounts: []simulator.Account{a}, PushTimeout: 5 * time.Second,
		Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(func() {
		sim.Close()
		server.Close()
	})
	c.WeChat = config.WeChat{
		AppID: a.AppID, AppSecret: a.Secret, Token: a.Token, AESKey: a.AESKey, OriginalID: a.OriginalID,
		BaseURL: server.URL, OpenBase: server.URL,
		TemplateReview: "tpl_review", TemplateClass: "tpl_class", TemplateExam: "tpl_exam",
		TemplateScore: "tpl_score", TemplateCertificate: "tpl_certificate",
	}
	c.SMS.Provider, c.SMS.RelayURL = "console", server.URL
	return &Phone{Simulator: sim, Account: a, URL: server.URL, t: t}
}

// Bubble is an entry of the chat.
type Bubble struct {
	From, Kind, Title, URL string
	Text                   []struct{ Text, Href string }
	Lines                  []struct{ Label, Value string }
}

// Words joins a bubble's text.
func (b Bubble) Words() string {
	var words bytes.Buffer
	for _, part := range b.Text {
		words.WriteString(part.Text)
	}
	return words.String()
}

// Screen is what a person's phone shows.
type Screen struct {
	Accounts []struct {
		Following bool
		Chat      []Bubble
	}
	SMS    []struct{ Phone, Text, Code string }
	Codes  []struct{ Scene, URL string }
	Pushes []struct {
		Event    string
		Attempts int
		Status   int
		Seen     string
	}
}

// Chat is the chat with the service account.
func (s Screen) Chat() []Bubble { return s.Accounts[0].Chat }

// Screen looks at a persona's phone ("xiaoli", "xiaowang", "laozhao", "xiaosun").
func (p *Phone) Screen(persona string) Screen {
	p.t.Helper()
	reply := p.call(http.MethodGet, "/sim/api/state?persona="+persona, nil)
	var s Screen
	require.NoError(p.t, json.Unmarshal(reply, &s))
	return s
}

// Order does something on the phone: "scan", "follow", "say", "refuse",
// "faults", "faults/clear", "tokens/kill". It returns the answer's result.
func (p *Phone) Order(what string, body map[string]any) string {
	p.t.Helper()
	var out struct{ Result string }
	require.NoError(p.t, json.Unmarshal(p.call(http.MethodPost, "/sim/api/"+what, body), &out))
	return out.Result
}

func (p *Phone) call(method, path string, body any) []byte {
	p.t.Helper()
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		require.NoError(p.t, err)
		content = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.URL+path, content)
	require.NoError(p.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(p.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusOK, response.StatusCode, string(text))
	return text
}

// Code gives the login code that was last sent to a phone number.
func (p *Phone) Code(number string) string {
	p.t.Helper()
	for _, m := range p.Screen("xiaoli").SMS {
		if m.Phone == number && m.Code != "" {
			return m.Code
		}
	}
	require.Fail(p.t, "no code was sent")
	return ""
}

// Open follows a link as a persona, in the visitor's browser, to the page where
// it ends, and gives that page's address without the host.
func (p *Phone) Open(v *Visitor, persona, address string) (string, Reply) {
	p.t.Helper()
	if address[0] == '/' { // as the chat has it
		address = p.URL + address
	} else {
		address = p.URL + "/sim/open?" + url.Values{"persona": {persona}, "url": {address}}.Encode()
	}
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, address, nil)
	require.NoError(p.t, err)
	response, err := v.client.Do(request)
	require.NoError(p.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	return response.Request.URL.RequestURI(), Reply{Status: response.StatusCode, Text: string(text), Header: response.Header}
}
