package notify

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/wechat"
)

const (
	// sameMessage is how long WeChat knows a repetition by its id, less the time
	// that a call may take.
	sameMessage = 10*time.Minute - 20*time.Second
	// templatePause is how long a template at fault is left alone.
	templatePause   = 10 * time.Minute
	stoppedLookback = 24 * time.Hour
	maxTries        = 6
	maxSMSTries     = 3
	smsPause        = 30 * time.Second
)

// pauses before the second try and the following ones.
var pauses = []time.Duration{3 * time.Second, 10 * time.Second, 30 * time.Second, 90 * time.Second, 4 * time.Minute}

func pauseAfter(attempts int) time.Duration {
	return pauses[min(max(attempts, 1), len(pauses))-1]
}

// verdict is what follows from one answer of WeChat.
type verdict struct {
	state State
	wait  time.Duration // until the next try, when the state goes on
}

// judge decides after a try. attempts counts it; first is when the first one
// was made; mustKnow means that SMS takes over what WeChat will not do today.
func judge(outcome wechat.Outcome, attempts int, first, now time.Time, mustKnow bool) verdict {
	again := verdict{state: Waiting, wait: pauseAfter(attempts)}
	switch outcome {
	case wechat.Sent:
		return verdict{state: Sent}
	case wechat.Refused:
		return verdict{state: Refused}
	case wechat.NotFollowing:
		return verdict{state: NotFollowing}
	case wechat.Parked:
		if mustKnow {
			return verdict{state: Failed}
		}
		return verdict{state: Parked, wait: untilTomorrow(now)}
	case wechat.Retry:
		if attempts < maxTries {
			return again
		}
		return verdict{state: Failed}
	case wechat.Uncertain:
		if attempts < maxTries && now.Add(again.wait).Sub(first) < sameMessage {
			return verdict{state: Uncertain, wait: again.wait}
		}
		return verdict{state: Uncertain}
	default:
		return verdict{state: Stopped}
	}
}

// Deliver works on a notice as far as it can and says how long to wait before
// it is called again; 0 when there is nothing left to do. Calling it once more
// than needed sends nothing twice.
func (s *Service) Deliver(ctx context.Context, notice uuid.UUID) (time.Duration, error) {
	n, found, err := s.store.findNotice(ctx, s.db, notice)
	if err != nil || !found {
		return 0, err
	}
	if s.offersWeChat(n.Kind) {
		d, wait, err := s.byWeChat(ctx, n)
		if err != nil || wait > 0 || d.State == Sent {
			return wait, err
		}
	}
	if !kinds[n.Kind].mustKnow {
		return 0, nil
	}
	return s.bySMS(ctx, n)
}

// delivery gives the channel's row, making it at the first call.
func (s *Service) delivery(ctx context.Context, n Told, c Channel) (Delivery, error) {
	if err := s.store.insertDelivery(ctx, s.db, n.ID, c, Waiting, s.clock.Now()); err != nil {
		return Delivery{}, err
	}
	return s.store.getDelivery(ctx, s.db, n.ID, c)
}

// end stores what became of a try and logs it.
func (s *Service) end(ctx context.Context, d Delivery, state State) (Delivery, error) {
	d.State, d.UpdatedAt = state, s.clock.Now()
	if err := s.store.updateDelivery(ctx, s.db, d); err != nil {
		return d, err
	}
	s.log.InfoContext(ctx, "notice delivery", slog.String("delivery", d.ID.String()), slog.String("channel", string(d.Channel)),
		slog.String("state", string(state)), slog.Int("attempts", d.Attempts), slog.Int("code", d.Code))
	return d, nil
}

// begin counts a try before it is made, so that a program that dies in the
// middle of it leaves an outcome that nobody knows.
func (s *Service) begin(ctx context.Context, d Delivery, state State) (Delivery, error) {
	now := s.clock.Now()
	d.Attempts, d.State, d.UpdatedAt = d.Attempts+1, state, now
	if d.TriedAt.IsZero() {
		d.TriedAt = now
	}
	return d, s.store.updateDelivery(ctx, s.db, d)
}

// mayRepeat tells whether WeChat may be called for this delivery. After an
// outcome that nobody knows it may as long as WeChat knows the message's id.
func (d Delivery) mayRepeat(now time.Time) bool {
	if d.State == Uncertain {
		return d.Attempts < maxTries && now.Sub(d.TriedAt) < sameMessage
	}
	return d.State.goesOn()
}

func (s *Service) byWeChat(ctx context.Context, n Told) (Delivery, time.Duration, error) {
	d, err := s.delivery(ctx, n, ByWeChat)
	if err != nil || !d.mayRepeat(s.clock.Now()) {
		return d, 0, err
	}
	openID, following, err := s.identity.OpenIDOf(ctx, n.AccountID)
	if err != nil {
		return d, 0, err
	}
	if openID == "" {
		d, err = s.end(ctx, d, Unbound)
		return d, 0, err
	}
	if !following {
		d, err = s.end(ctx, d, NotFollowing)
		return d, 0, err
	}
	stopped, err := s.templateStopped(ctx, n.Kind)
	if err != nil {
		return d, 0, err
	}
	if stopped {
		d, err = s.end(ctx, d, Stopped)
		return d, 0, err
	}
	if d.State == Parked { // another day, another message: WeChat never had the first
		d.Attempts, d.TriedAt = 0, time.Time{}
	}
	if d, err = s.begin(ctx, d, Uncertain); err != nil {
		return d, 0, err
	}
	answer, err := s.messenger.SendTemplate(ctx, s.templateOf(n, d, openID))
	if err != nil {
		s.log.ErrorContext(ctx, "notice cannot be written for wechat", slog.String("kind", string(n.Kind)), slog.Any("error", err))
	}
	d.Code, d.MessageID = answer.Code, answer.MessageID
	v := judge(answer.Outcome, d.Attempts, d.TriedAt, s.clock.Now(), kinds[n.Kind].mustKnow)
	if d, err = s.end(ctx, d, v.state); err != nil {
		return d, 0, err
	}
	if v.state == NotFollowing { // the answer knows better than we did
		err = s.identity.Followed(ctx, s.messenger.AppID(), openID, false)
	}
	return d, v.wait, err
}

// Ended hears from WeChat what became of a message that it took. One that did
// not reach the person goes on by SMS, where the matter must be known.
func (s *Service) Ended(ctx context.Context, messageID int64, outcome wechat.Outcome) error {
	if outcome == wechat.Sent || messageID == 0 {
		return nil
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		d, found, err := s.store.lockByMessage(ctx, tx, messageID)
		if err != nil || !found || d.State != Sent {
			return err
		}
		d.State, d.UpdatedAt = Failed, s.clock.Now()
		if outcome == wechat.Refused {
			d.State = Refused
		}
		if err := s.store.updateDelivery(ctx, tx, d); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, DeliverArgs{NoticeID: d.NoticeID}, nil)
	})
}

// templateStopped tells that WeChat called the kind's template faulty a short
// while ago. After the pause one message probes it again.
func (s *Service) templateStopped(ctx context.Context, k Kind) (bool, error) {
	var same []Kind
	for other, t := range kinds {
		if t.template == kinds[k].template {
			same = append(same, other)
		}
	}
	n, err := s.store.countStopped(ctx, s.db, same, s.clock.Now().Add(-templatePause))
	return n > 0, err
}

func (s *Service) templateOf(n Told, d Delivery, openID string) wechat.TemplateMessage {
	return wechat.TemplateMessage{
		OpenID: openID, Template: kinds[n.Kind].template,
		ClientID: strings.ReplaceAll(d.ID.String(), "-", ""),
		URL:      s.publicURL + "/wechat/oauth/start?next=" + url.QueryEscape(n.Link),
		Fields: map[string]string{
			"thing1": n.Subject, "thing2": kinds[n.Kind].words,
			"time3": n.CreatedAt.In(clock.China).Format("2006-01-02 15:04"),
		},
	}
}

// bySMS sends one short message. The row says uncertain while the call is under
// way: whoever finds it so does not send again.
func (s *Service) bySMS(ctx context.Context, n Told) (time.Duration, error) {
	d, err := s.delivery(ctx, n, BySMS)
	if err != nil || !d.State.goesOn() {
		return 0, err
	}
	if s.sms == nil {
		_, err = s.end(ctx, d, Off)
		return 0, err
	}
	who, err := s.identity.Account(ctx, n.AccountID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return 0, err
	}
	if who.Phone == "" || !who.Active {
		_, err = s.end(ctx, d, Unbound)
		return 0, err
	}
	if d, err = s.begin(ctx, d, Uncertain); err != nil {
		return 0, err
	}
	title := cut(n.Subject, 30) + "：" + kinds[n.Kind].words
	if err := s.sms.Send(ctx, who.Phone, "notice", map[string]string{"title": title, "body": kinds[n.Kind].attention + "。"}); err == nil {
		_, err = s.end(ctx, d, Sent)
		return 0, err
	}
	s.log.WarnContext(ctx, "notice not sent by sms", slog.String("delivery", d.ID.String()), slog.Int("attempts", d.Attempts))
	if d.Attempts < maxSMSTries {
		_, err = s.end(ctx, d, Waiting)
		return smsPause, err
	}
	_, err = s.end(ctx, d, Failed)
	return 0, err
}
