// Package sms sends short messages. The demo prints them and shows them in the
// simulator; a provider's own SDK takes the place of Console in production and
// is not built yet, so production starts with Disabled: nobody can sign in by
// phone until a provider is configured, and the answer says so.
package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
)

// Sender sends one message made of a template and its parameters.
type Sender interface {
	Send(ctx context.Context, to cnid.Phone, template string, params map[string]string) error
}

const subDisabled fault.Sub = "sms.disabled"

// Disabled refuses every message.
type Disabled struct{}

// Send implements Sender.
func (Disabled) Send(context.Context, cnid.Phone, string, map[string]string) error {
	return fault.New(fault.Unavailable, subDisabled)
}

// templates hold the texts as a provider's console would; {name} is filled.
var templates = map[string]string{
	"login_code": "【匠训】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。",
	"notice":     "【匠训】{title}。{body}",
}

// Console writes messages to a stream and, when it has an address, to the
// simulator's inbox. For the demo only.
type Console struct {
	mu    sync.Mutex
	out   io.Writer
	relay string
	http  http.Client
}

// NewConsole makes a Console; relay is the simulator's address or empty.
func NewConsole(out io.Writer, relay string) *Console {
	return &Console{out: out, relay: relay, http: http.Client{Timeout: 2 * time.Second}}
}

// Send implements Sender. A simulator that does not answer is no error: the
// text stands on the console.
func (c *Console) Send(ctx context.Context, to cnid.Phone, template string, params map[string]string) error {
	text, ok := templates[template]
	if !ok {
		return fmt.Errorf("send sms: no template %q", template)
	}
	for name, value := range params {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	c.mu.Lock()
	_, err := fmt.Fprintf(c.out, "短信 → %s：%s\n", to.Reveal(), text)
	c.mu.Unlock()
	if err != nil || c.relay == "" {
		return err
	}
	body, err := json.Marshal(map[string]string{"phone": to.Reveal(), "text": text})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.relay+"/sim/api/sms", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if reply, err := c.http.Do(request); err == nil {
		_ = reply.Body.Close()
	}
	return nil
}
