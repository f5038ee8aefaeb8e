package wechat

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
)

// Outcome says what became of a message and what the sender does next.
type Outcome string

// The outcomes of a send.
const (
	Sent         Outcome = "sent"          // WeChat took it
	Refused      Outcome = "refused"       // the person refuses this template: next channel, remember it
	NotFollowing Outcome = "not_following" // no follower of ours: next channel
	Retry        Outcome = "retry"         // not sent: again after a pause
	Parked       Outcome = "parked"        // the day's quota is used up: again tomorrow
	Uncertain    Outcome = "uncertain"     // perhaps sent: again with the same id within ten minutes, then leave it
	Dead         Outcome = "dead"          // template or account is at fault: stop, tell an administrator
)

// Delivery is the result of a send. MessageID is WeChat's, 0 unless Sent. Code
// is WeChat's, 0 when there was no answer.
type Delivery struct {
	Outcome   Outcome
	MessageID int64
	Code      int
}

// outcomes by WeChat's code; whatever is not listed is Dead.
var outcomes = map[int]Outcome{
	codeBusy: Retry, codeMinuteLimit: Retry, codeTooOften: Retry,
	codeBadCredential: Retry, codeMalformedToken: Retry, codeExpiredToken: Retry,
	codeDailyQuota: Parked, codeDuplicate: Sent,
	codeNotFollowing: NotFollowing, codeOpenIDNotOurs: NotFollowing, codeRefused: Refused,
}

// outcomeOf reads the outcome of a call out of its error.
func outcomeOf(err error) Delivery {
	if err == nil {
		return Delivery{Outcome: Sent}
	}
	if code := codeOf(err); code != 0 {
		if known, ok := outcomes[code]; ok {
			return Delivery{Outcome: known, Code: code}
		}
		return Delivery{Outcome: Dead, Code: code}
	}
	var call *CallError
	if errors.As(err, &call) && call.Sent && call.Path == templatePath {
		return Delivery{Outcome: Uncertain}
	}
	return Delivery{Outcome: Retry}
}

const templatePath = "/cgi-bin/message/template/send"

var clientIDShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// TemplateMessage is one message to one follower. Fields are the template's
// own names ("thing1"); values are cut to what WeChat takes. ClientID (1 to 32
// letters, digits, _ and -) makes a repetition within ten minutes harmless;
// URL is the page that a tap opens.
type TemplateMessage struct {
	OpenID   string
	Template string // key of Config.Templates
	Fields   map[string]string
	URL      string
	ClientID string
}

// HasTemplate tells whether an event has a template in the configuration.
func (c *Client) HasTemplate(event string) bool { return c.cfg.Templates[event] != "" }

type templateField struct {
	Value string `json:"value"`
}

type templateCall struct {
	To       string                   `json:"touser"`
	Template string                   `json:"template_id"`
	URL      string                   `json:"url,omitempty"`
	ClientID string                   `json:"client_msg_id"`
	Data     map[string]templateField `json:"data"`
}

// SendTemplate sends one template message. Every failure of WeChat is an
// outcome; an error means that the message itself is wrong.
func (c *Client) SendTemplate(ctx context.Context, m TemplateMessage) (Delivery, error) {
	call, err := c.templateCall(m)
	if err != nil {
		return Delivery{Outcome: Dead}, err
	}
	var out struct {
		MessageID int64 `json:"msgid"`
	}
	err = c.post(ctx, templatePath, call, &out)
	delivery := outcomeOf(err)
	delivery.MessageID = out.MessageID
	if delivery.Outcome == Dead {
		c.log.ErrorContext(ctx, "wechat template is at fault", slog.String("template", m.Template), slog.Int("code", delivery.Code))
	}
	return delivery, nil
}

func (c *Client) templateCall(m TemplateMessage) (templateCall, error) {
	id := c.cfg.Templates[m.Template]
	switch {
	case id == "":
		return templateCall{}, errors.New("send template: no template is configured for " + m.Template)
	case !openIDShape.MatchString(m.OpenID):
		return templateCall{}, errors.New("send template: not an open id")
	case !clientIDShape.MatchString(m.ClientID):
		return templateCall{}, errors.New("send template: client id must be 1 to 32 letters, digits, _ or -")
	}
	call := templateCall{To: m.OpenID, Template: id, URL: m.URL, ClientID: m.ClientID, Data: map[string]templateField{}}
	for name, value := range m.Fields {
		fitted, err := fitField(name, value)
		if err != nil {
			return templateCall{}, err
		}
		call.Data[name] = templateField{Value: fitted}
	}
	return call, nil
}

// SendText writes to somebody who turned to us within the last minute (scan,
// follow) or two days (message). Outside of that WeChat refuses.
func (c *Client) SendText(ctx context.Context, openID, text string) error {
	in := map[string]any{"touser": openID, "msgtype": "text", "text": map[string]string{"content": text}}
	return c.post(ctx, "/cgi-bin/message/custom/send", in, nil)
}
