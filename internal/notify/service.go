package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/wechat"
)

// Messenger sends WeChat template messages; the WeChat client is one.
type Messenger interface {
	AppID() string
	HasTemplate(event string) bool
	SendTemplate(ctx context.Context, m wechat.TemplateMessage) (wechat.Delivery, error)
}

// Deps are what the room needs. Messenger is nil where WeChat is switched off.
type Deps struct {
	DB        postgres.DB
	Identity  *identity.Service
	Jobs      jobs.Inserter
	SMS       sms.Sender
	Messenger Messenger
	PublicURL string // how visitors reach us, no path
	Clock     clock.Clock
	Log       *slog.Logger
}

// Service is the room's use cases.
type Service struct {
	db        postgres.DB
	identity  *identity.Service
	jobs      jobs.Inserter
	sms       sms.Sender // nil: no provider
	messenger Messenger
	publicURL string
	clock     clock.Clock
	log       *slog.Logger
	store     store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Identity == nil || d.Jobs == nil || d.SMS == nil || d.PublicURL == "" || d.Clock == nil || d.Log == nil {
		return nil, errors.New("notify: missing dependency")
	}
	st, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "notify")
	}
	s := &Service{
		db: d.DB, identity: d.Identity, jobs: d.Jobs, sms: d.SMS, messenger: d.Messenger,
		publicURL: d.PublicURL, clock: d.Clock, log: d.Log, store: st,
	}
	if _, off := d.SMS.(sms.Disabled); off {
		s.sms = nil
	}
	return s, nil
}

// Sender is what other rooms need of this one.
type Sender interface {
	Send(ctx context.Context, tx postgres.Tx, now time.Time, n Notice) error
}

// Send tells a person something, in the caller's transaction. What was told
// before (same account, kind and key) is quietly left alone. The notice stands
// in the app when the transaction commits; WeChat and SMS follow by a job.
func (s *Service) Send(ctx context.Context, tx postgres.Tx, now time.Time, n Notice) error {
	n, err := n.cleaned()
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	fresh, err := s.store.insertNotice(ctx, tx, id, n, now)
	if err != nil || !fresh {
		return fault.Wrap(err, "insert notice")
	}
	if err := s.store.insertDelivery(ctx, tx, id, InApp, Sent, now); err != nil {
		return fault.Wrap(err, "insert notice")
	}
	if !s.offersWeChat(n.Kind) && !kinds[n.Kind].mustKnow {
		return nil
	}
	return s.jobs.Insert(ctx, tx, DeliverArgs{NoticeID: id}, nil)
}

func (s *Service) offersWeChat(k Kind) bool {
	return s.messenger != nil && kinds[k].template != "" && s.messenger.HasTemplate(kinds[k].template)
}

// Mine gives one page of the caller's notices, newest first, how many there
// are, and how many are unread.
func (s *Service) Mine(ctx context.Context, limit, offset int) (list []Told, total, unread int, err error) {
	me := actor.From(ctx).ID
	if list, total, err = s.store.listNotices(ctx, s.db, me, limit, offset); err != nil {
		return nil, 0, 0, err
	}
	unread, err = s.store.countUnread(ctx, s.db, me)
	return list, total, unread, err
}

// Read marks one of the caller's notices as read; once more changes nothing.
func (s *Service) Read(ctx context.Context, id uuid.UUID) error {
	mine, err := s.store.markRead(ctx, s.db, actor.From(ctx).ID, id, s.clock.Now())
	if err != nil {
		return err
	}
	if !mine {
		return fault.NotFoundf("notice")
	}
	return nil
}

// ReadAll marks all of the caller's notices as read.
func (s *Service) ReadAll(ctx context.Context) error {
	return s.store.markAllRead(ctx, s.db, actor.From(ctx).ID, s.clock.Now())
}

// Filter narrows the delivery log; empty fields do not.
type Filter struct {
	Channel       Channel
	State         State
	Kind          Kind
	Limit, Offset int
}

// Log gives one page of the delivery log, newest first, and how many lines
// there are.
func (s *Service) Log(ctx context.Context, f Filter) ([]Logged, int, error) {
	list, total, err := s.store.listDeliveries(ctx, s.db, f)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(list))
	for i, l := range list {
		ids[i] = l.AccountID
	}
	people, err := s.identity.Accounts(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		who := people[list[i].AccountID]
		list[i].Name, list[i].Phone = who.Name, who.Phone.String()
	}
	return list, total, nil
}
