package apptest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/config"
)

// inbox receives the short messages of a program without a simulator.
type inbox struct {
	mu    sync.Mutex
	texts map[string][]string // by phone, the last one at the end
}

func startInbox(t testing.TB, c *config.Config) *inbox {
	t.Helper()
	in := &inbox{texts: map[string][]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m struct{ Phone, Text string }
		if json.NewDecoder(r.Body).Decode(&m) == nil {
			in.mu.Lock()
			in.texts[m.Phone] = append(in.texts[m.Phone], m.Text)
			in.mu.Unlock()
		}
	}))
	t.Cleanup(server.Close)
	c.SMS.Provider, c.SMS.RelayURL = "console", server.URL
	return in
}

// SMS is the last short message that the program sent to a phone.
func (p *Program) SMS(phone string) string {
	p.t.Helper()
	if texts := p.messages(phone); len(texts) > 0 {
		return texts[len(texts)-1]
	}
	return ""
}

// messages are all short messages to a phone, the last one at the end.
func (p *Program) messages(phone string) (texts []string) {
	if p.inbox != nil {
		p.inbox.mu.Lock()
		defer p.inbox.mu.Unlock()
		return slices.Clone(p.inbox.texts[phone])
	}
	for _, m := range p.Phone.Screen("xiaoli").SMS { // the newest first
		if m.Phone == phone {
			texts = append([]string{m.Text}, texts...)
		}
	}
	return texts
}

var loginCode = regexp.MustCompile(`验证码 (\d{6})`)

// code is the last login code sent to a phone; notices may have come after it.
func (p *Program) code(phone string) string {
	texts := p.messages(phone)
	for _, text := range slices.Backward(texts) {
		if found := loginCode.FindStringSubmatch(text); found != nil {
			return found[1]
		}
	}
	return ""
}

// Trainee gives the browser of a trainee who signed in with a phone number,
// which makes the account at the first time.
func (p *Program) Trainee(phone string) *Visitor {
	p.t.Helper()
	v := p.Visitor()
	reply := v.Post("/api/public/login/code", map[string]string{"phone": phone})
	require.Equal(p.t, http.StatusOK, reply.Status, reply.Text)
	code := p.code(phone)
	require.NotEmpty(p.t, code, "no code came")
	reply = v.Post("/api/public/login/phone", map[string]string{"phone": phone, "code": code})
	require.Equal(p.t, http.StatusOK, reply.Status, reply.Text)
	return v
}
