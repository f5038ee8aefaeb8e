package wechat

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/xml"
	"errors"
	"log/slog"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

const (
	maxPushBytes = 64 << 10
	maxNonce     = 64
	maxEcho      = 128
	pushWindow   = 5 * time.Minute
	// answerBudget leaves a second of the five that WeChat waits.
	answerBudget = 4 * time.Second
	// handlerLimit ends a handler that outlived its answer, before the claim
	// on the push runs out.
	handlerLimit = 7500 * time.Millisecond
	claimLife    = 8 * time.Second
	claimPause   = 100 * time.Millisecond
	replyLife    = 15 * time.Minute
)

var (
	errForged  = errors.New("push is not WeChat's, not fresh or not encrypted")
	errNotDone = errors.New("push is still being handled elsewhere")
)

// accepted is the answer that makes WeChat show nothing and ask no more.
var accepted = []byte("success")

// Claim is the outcome of asking for a push: won, or done by somebody earlier
// with this reply, or neither when somebody is at it.
type Claim struct {
	Won   bool
	Done  bool
	Reply string
}

// Inbox remembers pushes, so that each runs once.
type Inbox interface {
	// Claim takes a push for at most life.
	Claim(ctx context.Context, id, owner string, life time.Duration) (Claim, error)
	// Finish keeps the reply for repetitions of the push.
	Finish(ctx context.Context, id, reply string, life time.Duration) error
	// Release gives a push back that could not be handled.
	Release(ctx context.Context, id, owner string) error
}

// verifyAddress answers WeChat's check of the callback address.
func (c *Client) verifyAddress(q url.Values) (string, error) {
	if err := c.checkQuery(q, "echostr"); err != nil {
		return "", err
	}
	echo := q.Get("echostr")
	if echo == "" || len(echo) > maxEcho {
		return "", errForged
	}
	return echo, nil
}

// receive handles one delivery of a push and gives the body of the answer.
// errForged is to be answered 403, any other error 500.
func (c *Client) receive(ctx context.Context, q url.Values, body []byte) ([]byte, error) {
	p, err := c.open(q, body)
	if err != nil {
		return nil, err
	}
	text, err := c.once(ctx, p)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return accepted, nil
	}
	return c.seal(p, text)
}

// checkQuery refuses a query whose signature is wrong or old, or in which a
// parameter stands twice: two readers could see two values.
func (c *Client) checkQuery(q url.Values, more ...string) error {
	for _, name := range append([]string{"signature", "timestamp", "nonce"}, more...) {
		if len(q[name]) != 1 {
			return errForged
		}
	}
	for _, name := range []string{"openid", "encrypt_type", "msg_signature", "echostr"} {
		if len(q[name]) > 1 {
			return errForged
		}
	}
	stamp, err := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	if err != nil || len(q.Get("nonce")) > maxNonce {
		return errForged
	}
	if age := c.clock.Now().Unix() - stamp; age > int64(pushWindow/time.Second) || age < -int64(pushWindow/time.Second) {
		return errForged
	}
	if !sameText(q.Get("signature"), util.Signature(c.cfg.Token, q.Get("timestamp"), q.Get("nonce"))) {
		return errForged
	}
	return nil
}

func (c *Client) open(q url.Values, body []byte) (push, error) {
	if err := c.checkQuery(q, "encrypt_type", "msg_signature"); err != nil {
		return push{}, err
	}
	var envelope struct {
		Encrypted string `xml:"Encrypt"`
	}
	if q.Get("encrypt_type") != "aes" || xml.Unmarshal(body, &envelope) != nil || envelope.Encrypted == "" {
		return push{}, errForged
	}
	signed := util.Signature(c.cfg.Token, q.Get("timestamp"), q.Get("nonce"), envelope.Encrypted)
	if !sameText(q.Get("msg_signature"), signed) {
		return push{}, errForged
	}
	_, raw, err := util.DecryptMsg(c.cfg.AppID, envelope.Encrypted, c.cfg.EncodingAESKey)
	if err != nil {
		return push{}, errForged
	}
	p, err := parsePush(raw, c.cfg.OriginalID)
	if err != nil {
		return push{}, errForged
	}
	return p, nil
}

func sameText(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// once runs a push, or gives the reply of the run that was first.
func (c *Client) once(ctx context.Context, p push) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, answerBudget)
	defer cancel()
	id, owner := p.id(), randomHex(16)
	for {
		claim, err := c.inbox.Claim(ctx, id, owner, claimLife)
		switch {
		case err != nil:
			return "", err
		case claim.Won:
			return c.run(ctx, p, id, owner)
		case claim.Done:
			return claim.Reply, nil
		}
		if pause(ctx, claimPause) != nil {
			return "", errNotDone
		}
	}
}

type outcome struct {
	reply string
	err   error
}

// Who ended the wait for a handler, in run.
const (
	waiting   int32 = iota
	answered        // the handler, in time
	overdue         // the budget: WeChat got "success", the reply follows as a message
	abandoned       // WeChat hung up: it comes again and finds the reply
)

// run starts the handler and waits as long as WeChat does. A handler that
// takes longer goes on alone.
func (c *Client) run(ctx context.Context, p push, id, owner string) (string, error) {
	var end atomic.Int32
	done := make(chan outcome, 1)
	c.late.Go(func() {
		own, cancel := context.WithTimeout(context.WithoutCancel(ctx), handlerLimit)
		defer cancel()
		result := c.handle(own, p, id, owner)
		done <- result
		if !end.CompareAndSwap(waiting, answered) && end.Load() == overdue {
			c.followUp(context.WithoutCancel(ctx), p, result)
		}
	})
	select {
	case result := <-done:
		return result.reply, result.err
	case <-ctx.Done():
	}
	reason := overdue
	if errors.Is(ctx.Err(), context.Canceled) {
		reason = abandoned
	}
	if !end.CompareAndSwap(waiting, reason) {
		result := <-done
		return result.reply, result.err
	}
	if reason == abandoned {
		return "", errNotDone
	}
	return "", nil
}

func (c *Client) handle(ctx context.Context, p push, id, owner string) (result outcome) {
	defer func() {
		if value := recover(); value != nil {
			c.log.ErrorContext(ctx, "wechat push handler panicked", slog.Any("panic", value), slog.String("event", p.Event))
			result = outcome{err: errors.New("push handler panicked")}
		}
		if result.err != nil {
			_ = c.inbox.Release(ctx, id, owner)
		}
	}()
	reply, err := c.dispatch(ctx, p)
	if err != nil {
		c.log.ErrorContext(ctx, "wechat push failed", slog.String("event", p.Event), c.alias(p.From), slog.Any("error", err))
		return outcome{err: err}
	}
	if err := c.inbox.Finish(ctx, id, reply, replyLife); err != nil {
		c.log.WarnContext(ctx, "wechat push not remembered", slog.Any("error", err))
	}
	return outcome{reply: reply}
}

func (c *Client) followUp(ctx context.Context, p push, result outcome) {
	if result.err != nil || result.reply == "" {
		return
	}
	if err := c.SendText(ctx, p.From, result.reply); err != nil {
		c.log.WarnContext(ctx, "wechat late reply not sent", c.alias(p.From), slog.Any("error", err))
	}
}

func (c *Client) seal(p push, text string) ([]byte, error) {
	now := c.clock.Now()
	plain, err := p.reply(text, now)
	if err != nil {
		return nil, err
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random)
	encrypted, err := util.EncryptMsg(random, plain, c.cfg.AppID, c.cfg.EncodingAESKey)
	if err != nil {
		return nil, errors.New("reply cannot be encrypted")
	}
	nonce := randomHex(8)
	signature := util.Signature(c.cfg.Token, strconv.FormatInt(now.Unix(), 10), nonce, string(encrypted))
	return newSealedReply(string(encrypted), signature, nonce, now)
}
