package simulator

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/util"
)

const (
	attempts  = 3
	maxPushes = 50
	faultLine = "该服务号提供的服务出现故障，请稍后再试"
	otherKey  = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
)

// event is what happened on the phone.
type event struct {
	Name   string // empty: a text message
	Key    string
	Ticket string
	Text   string
	SentID string
	Status string
}

// Knobs bend a push, to try the callback's guards.
type Knobs struct {
	Duplicate    bool  `json:"duplicate,omitempty"`    // deliver twice
	StaleSeconds int64 `json:"staleSeconds,omitempty"` // signed that long ago
	WrongKey     bool  `json:"wrongKey,omitempty"`
	OtherAccount bool  `json:"otherAccount,omitempty"` // addressed to another account
}

// pushRecord is one push as the panel lists it. Seen is what the user saw.
type pushRecord struct {
	At       time.Time `json:"at"`
	Persona  string    `json:"persona"`
	Event    string    `json:"event"`
	Attempts int       `json:"attempts"`
	Status   int       `json:"status"`
	Seen     string    `json:"seen"`
}

type pushBody struct {
	XMLName   xml.Name      `xml:"xml"`
	To        message.CDATA `xml:"ToUserName"`
	From      message.CDATA `xml:"FromUserName"`
	CreatedAt int64         `xml:"CreateTime"`
	Type      message.CDATA `xml:"MsgType"`
	Content   message.CDATA `xml:"Content,omitempty"`
	MessageID string        `xml:"MsgId,omitempty"`
	Event     message.CDATA `xml:"Event,omitempty"`
	EventKey  message.CDATA `xml:"EventKey,omitempty"`
	Ticket    message.CDATA `xml:"Ticket,omitempty"`
	SentID    string        `xml:"MsgID,omitempty"`
	Status    message.CDATA `xml:"Status,omitempty"`
}

type envelope struct {
	XMLName   xml.Name      `xml:"xml"`
	To        message.CDATA `xml:"ToUserName"`
	Encrypted message.CDATA `xml:"Encrypt"`
}

// prepare writes the push once: its deliveries differ in signature and cipher
// text alone. Call it under mu.
func (s *Simulator) prepare(a *account, u *user, e event, k Knobs) ([]byte, error) {
	body := pushBody{To: message.CDATA(a.OriginalID), From: message.CDATA(u.openID), CreatedAt: s.now().Unix()}
	if k.OtherAccount {
		body.To = "gh_somebodyelse"
	}
	if e.Name == "" {
		body.Type, body.Content = "text", message.CDATA(e.Text)
		body.MessageID = strconv.FormatInt(s.nextSerial()+24_000_000_000_000_000, 10)
	} else {
		body.Type, body.Event, body.EventKey = "event", message.CDATA(e.Name), message.CDATA(e.Key)
		body.Ticket, body.SentID, body.Status = message.CDATA(e.Ticket), e.SentID, message.CDATA(e.Status)
	}
	return xml.Marshal(body)
}

// push delivers an event and shows the user what comes of it. It returns when
// the product has answered or the attempts are used up.
func (s *Simulator) push(ctx context.Context, a *account, u *user, e event, k Knobs) {
	s.mu.Lock()
	body, err := s.prepare(a, u, e, k)
	s.mu.Unlock()
	if err != nil {
		s.log.Error("simulator cannot write a push", slog.Any("error", err))
		return
	}
	ctx, cancel := s.detached(ctx)
	defer cancel()
	record := s.deliver(ctx, a, u, body, k)
	if k.Duplicate {
		record = s.deliver(ctx, a, u, body, k)
	}
	record.Event = e.Name
	if e.Name == "" {
		record.Event = "text"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	record.At, record.Persona = s.now(), u.Name
	a.pushes = append(a.pushes, record)
	if len(a.pushes) > maxPushes {
		a.pushes = a.pushes[1:]
	}
	if record.Seen == "" || e.Name == "TEMPLATESENDJOBFINISH" || e.Name == "unsubscribe" {
		return
	}
	if record.Seen == faultLine {
		s.show(u, bubble{From: "note", Kind: "text", Text: []segment{{Text: faultLine}}})
		return
	}
	s.showText(u, "account", record.Seen)
}

func (s *Simulator) pushLater(ctx context.Context, a *account, u *user, e event) {
	s.work.Go(func() { s.push(ctx, a, u, e, Knobs{}) })
}

func (s *Simulator) deliver(ctx context.Context, a *account, u *user, body []byte, k Knobs) pushRecord {
	record := pushRecord{Seen: faultLine}
	for record.Attempts < attempts && ctx.Err() == nil {
		record.Attempts++
		status, reply, err := s.attempt(ctx, a, u, body, k)
		record.Status = status
		if err != nil {
			s.log.Info("simulated push failed", slog.Int("attempt", record.Attempts), slog.Int("status", status))
			continue
		}
		if seen, err := a.read(reply); err == nil {
			record.Seen = seen
		}
		return record
	}
	return record
}

// attempt sends the push once, with a signature and a cipher text of its own.
func (s *Simulator) attempt(ctx context.Context, a *account, u *user, body []byte, k Knobs) (int, []byte, error) {
	key := a.AESKey
	if k.WrongKey {
		key = otherKey
	}
	encrypted, err := util.EncryptMsg([]byte(random(8)), body, a.AppID, key)
	if err != nil {
		return 0, nil, err
	}
	stamp, nonce := strconv.FormatInt(s.now().Unix()-k.StaleSeconds, 10), random(5)
	q := url.Values{
		"signature": {util.Signature(a.Token, stamp, nonce)}, "timestamp": {stamp}, "nonce": {nonce}, "openid": {u.openID},
		"encrypt_type": {"aes"}, "msg_signature": {util.Signature(a.Token, stamp, nonce, string(encrypted))},
	}
	raw, err := xml.Marshal(envelope{To: message.CDATA(a.OriginalID), Encrypted: message.CDATA(encrypted)})
	if err != nil {
		return 0, nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.CallbackURL+"?"+q.Encode(), bytes.NewReader(raw))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "text/xml")
	reply, err := s.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = reply.Body.Close() }()
	answered, err := io.ReadAll(io.LimitReader(reply.Body, 1<<20))
	if err == nil && reply.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", reply.StatusCode)
	}
	return reply.StatusCode, answered, err
}

// read opens the product's reply and gives the text that the user sees, empty
// for silence.
func (a *account) read(reply []byte) (string, error) {
	text := strings.TrimSpace(string(reply))
	if text == "" || text == "success" {
		return "", nil
	}
	var sealed struct {
		Encrypted string `xml:"Encrypt"`
		Signature string `xml:"MsgSignature"`
		Timestamp string `xml:"TimeStamp"`
		Nonce     string `xml:"Nonce"`
	}
	if err := xml.Unmarshal(reply, &sealed); err != nil {
		return "", err
	}
	if sealed.Signature != util.Signature(a.Token, sealed.Timestamp, sealed.Nonce, sealed.Encrypted) {
		return "", errors.New("reply is not signed")
	}
	_, raw, err := util.DecryptMsg(a.AppID, sealed.Encrypted, a.AESKey)
	if err != nil {
		return "", err
	}
	var plain struct {
		Content string `xml:"Content"`
	}
	err = xml.Unmarshal(raw, &plain)
	return plain.Content, err
}
