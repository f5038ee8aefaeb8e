package apptest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/config"
)

// inbox receives the short messages of a program without a simulator.
type inbox struct {
	mu    sync.Mutex
	texts map[string]string // the last one by phone
}

func startInbox(t testing.TB, c *config.Config) *inbox {
	t.Helper()
	in := &inbox{texts: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m struct{ Phone, Text string }
		if json.NewDecoder(r.Body).Decode(&m) == nil {
			in.mu.Lock()
			in.texts[m.Phone] = m.Text
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
	if p.inbox != nil {
		p.inbox.mu.Lock()
		defer p.inbox.mu.Unlock()
		return p.inbox.texts[phone]
	}
	for _, m := range p.Phone.Screen("xiaoli").SMS {
		if m.Phone == phone {
			return m.Text
		}
	}
	return ""
}

var sixDigits = regexp.MustCompile(`\d{6}`)

// Trainee gives the browser of a trainee who signed in with a phone number,
// which makes the account at the first time.
func (p *Program) Trainee(phone string) *Visitor {
	p.t.Helper()
	v := p.Visitor()
	reply := v.Post("/api/public/login/code", map[string]string{"phone": phone})
	require.Equal(p.t, http.StatusOK, reply.Status, reply.Text)
	code := sixDigits.FindString(p.SMS(phone))
	require.NotEmpty(p.t, code, "no code came")
	reply = v.Post("/api/public/login/phone", map[string]string{"phone": phone, "code": code})
	require.Equal(p.t, http.StatusOK, reply.Status, reply.Text)
	return v
}
