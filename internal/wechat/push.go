package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount/message"
)

// PushHandler is what the house does with a push. Every method may run more
// than once for the same push (a node that dies half-way), so it must be
// repeatable; it should be done within four seconds. A returned error makes
// WeChat bring the push again. An empty reply answers nothing; a reply is
// plain text in which <a href="…">…</a> makes a link.
type PushHandler interface {
	// Scanned: somebody scanned one of our codes, or followed. scene is empty
	// for a follow without a code; followed tells that they just followed.
	Scanned(ctx context.Context, scene, openID string, followed bool) (reply string, err error)
	Unfollowed(ctx context.Context, openID string) error
	Said(ctx context.Context, openID, text string) (reply string, err error)
	// Ended: a template message that WeChat took came to its end: Sent, Refused
	// (by the person) or Dead (WeChat could not deliver it).
	Ended(ctx context.Context, messageID int64, outcome Outcome) error
}

// push is what we read of a push; other elements are ignored.
type push struct {
	To        string `xml:"ToUserName"`
	From      string `xml:"FromUserName"`
	CreatedAt string `xml:"CreateTime"`
	Type      string `xml:"MsgType"`
	MessageID string `xml:"MsgId"`
	SentID    string `xml:"MsgID"` // of the template message that an event reports on
	Content   string `xml:"Content"`
	Event     string `xml:"Event"`
	EventKey  string `xml:"EventKey"`
	Ticket    string `xml:"Ticket"`
	Status    string `xml:"Status"`
}

var openIDShape = regexp.MustCompile(`^[A-Za-z0-9_-]{6,64}$`)

func parsePush(raw []byte, originalID string) (push, error) {
	var p push
	if err := xml.Unmarshal(raw, &p); err != nil {
		return p, errors.New("push is not XML")
	}
	if !openIDShape.MatchString(p.From) {
		return p, errors.New("push has no sender")
	}
	if originalID != "" && p.To != originalID {
		return p, errors.New("push is for another account")
	}
	return p, nil
}

// id is the same for every delivery of one push: events have no message id.
func (p push) id() string {
	parts := []string{"message", p.MessageID}
	if p.MessageID == "" {
		parts = []string{"event", p.From, p.CreatedAt, p.Event, p.EventKey, p.Ticket, p.SentID}
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func (c *Client) dispatch(ctx context.Context, p push) (string, error) {
	switch {
	case p.Type == string(message.MsgTypeText):
		return c.push.Said(ctx, p.From, strings.TrimSpace(p.Content))
	case p.Type != string(message.MsgTypeEvent):
		return "", nil
	}
	switch p.Event {
	case string(message.EventSubscribe):
		return c.push.Scanned(ctx, strings.TrimPrefix(p.EventKey, "qrscene_"), p.From, true)
	case string(message.EventScan):
		return c.push.Scanned(ctx, p.EventKey, p.From, false)
	case string(message.EventUnsubscribe):
		return "", c.push.Unfollowed(ctx, p.From)
	case string(message.EventTemplateSendJobFinish):
		c.log.InfoContext(ctx, "wechat template message ended", slog.String("message", p.SentID), slog.String("status", p.Status))
		id, err := strconv.ParseInt(p.SentID, 10, 64)
		if err != nil {
			return "", nil //nolint:nilerr // not one of ours; asking for it again would not help
		}
		return "", c.push.Ended(ctx, id, endOf(p.Status))
	}
	return "", nil
}

// endOf reads the words in which WeChat reports a message's end.
func endOf(status string) Outcome {
	switch {
	case status == "success":
		return Sent
	case strings.Contains(status, "user block"):
		return Refused
	default:
		return Dead
	}
}

type textReply struct {
	XMLName   xml.Name      `xml:"xml"`
	To        message.CDATA `xml:"ToUserName"`
	From      message.CDATA `xml:"FromUserName"`
	CreatedAt int64         `xml:"CreateTime"`
	Type      message.CDATA `xml:"MsgType"`
	Content   message.CDATA `xml:"Content"`
}

func (p push) reply(text string, now time.Time) ([]byte, error) {
	return xml.Marshal(textReply{
		To: message.CDATA(p.From), From: message.CDATA(p.To), CreatedAt: now.Unix(),
		Type: message.CDATA(message.MsgTypeText), Content: message.CDATA(text),
	})
}

type sealedReply struct {
	XMLName   xml.Name      `xml:"xml"`
	Encrypted message.CDATA `xml:"Encrypt"`
	Signature message.CDATA `xml:"MsgSignature"`
	Timestamp string        `xml:"TimeStamp"`
	Nonce     message.CDATA `xml:"Nonce"`
}

func newSealedReply(encrypted, signature, nonce string, now time.Time) ([]byte, error) {
	return xml.Marshal(sealedReply{
		Encrypted: message.CDATA(encrypted), Signature: message.CDATA(signature),
		Timestamp: strconv.FormatInt(now.Unix(), 10), Nonce: message.CDATA(nonce),
	})
}
