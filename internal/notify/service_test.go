package notify_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/identity"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/testkit"
	"jiangxun/internal/wechat"
)

// messenger answers with what it was told to.
type messenger struct {
	mu      sync.Mutex
	answers []wechat.Delivery // the last one stays
	got     []wechat.TemplateMessage
}

func (m *messenger) AppID() string                 { return "wxtest0001" }
func (m *messenger) HasTemplate(event string) bool { return event != "certificate" }

func (m *messenger) SendTemplate(_ context.Context, t wechat.TemplateMessage) (wechat.Delivery, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, t)
	answer := m.answers[0]
	if len(m.answers) > 1 {
		m.answers = m.answers[1:]
	}
	return answer, nil
}

// texts collects short messages; it refuses as many as failures says.
type texts struct {
	mu       sync.Mutex
	failures int
	got      []string
}

func (s *texts) Send(_ context.Context, to cnid.Phone, template string, params map[string]string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failures > 0 {
		s.failures--
		return errors.New("provider is away")
	}
	s.got = append(s.got, to.Reveal()+" "+template+" "+params["title"]+" "+params["body"])
	return nil
}

type rig struct {
	t        *testing.T
	db       postgres.DB
	clock    *clock.Fixed
	identity *identity.Service
	notify   *notify.Service
	wechat   *messenger
	sms      *texts
	account  uuid.UUID
}

const openID = "oTESTopenid0001"

func newRig(t *testing.T, answers ...wechat.Delivery) *rig {
	t.Helper()
	r := &rig{t: t, db: testkit.DB(t), clock: testkit.Clock(), sms: &texts{}}
	log, err := audit.New(r.db)
	require.NoError(t, err)
	r.identity, err = identity.New(identity.Deps{
		DB: r.db, Audit: log, Clock: r.clock, Box: testkit.Box(t), SMS: sms.Disabled{}, Idle: identity.Idle{Staff: time.Hour, Trainee: time.Hour},
	})
	require.NoError(t, err)
	queue, err := jobs.NewInserter(r.db)
	require.NoError(t, err)
	d := notify.Deps{
		DB: r.db, Identity: r.identity, Jobs: queue, SMS: r.sms, PublicURL: "https://peixun.example", Clock: r.clock, Log: slog.New(slog.DiscardHandler),
	}
	if len(answers) > 0 {
		r.wechat = &messenger{answers: answers}
		d.Messenger = r.wechat
	}
	r.notify, err = notify.New(d)
	require.NoError(t, err)
	require.NoError(t, postgres.InTx(t.Context(), r.db, func(tx postgres.Tx) error {
		r.account, err = r.identity.EnsureTrainee(t.Context(), tx, "13800001111")
		return err
	}))
	_, err = r.db.ExecContext(t.Context(), `insert into wechat_identities (app_id, open_id, account_id, following, seen_at) values ('wxtest0001', $1, $2, true, now())`, openID, r.account)
	require.NoError(t, err)
	return r
}

func (r *rig) notice(kind notify.Kind, key string) notify.Notice {
	return notify.Notice{AccountID: r.account, Kind: kind, Key: key, Subject: "车工四级", Detail: "身份证不清楚", Link: "/applications/1"}
}

// send makes a notice and gives its id.
func (r *rig) send(kind notify.Kind, key string) uuid.UUID {
	r.t.Helper()
	require.NoError(r.t, postgres.InTx(r.t.Context(), r.db, func(tx postgres.Tx) error {
		return r.notify.Send(r.t.Context(), tx, r.clock.Now(), r.notice(kind, key))
	}))
	var id uuid.UUID
	require.NoError(r.t, r.db.GetContext(r.t.Context(), &id, `select id from notices where key = $1`, key))
	return id
}

// deliver works as the job does until nothing is left, and gives the waits.
func (r *rig) deliver(id uuid.UUID) (waits []time.Duration) {
	r.t.Helper()
	for {
		wait, err := r.notify.Deliver(r.t.Context(), id)
		require.NoError(r.t, err)
		if wait == 0 {
			return waits
		}
		require.Less(r.t, len(waits), 20, "it never ends")
		waits = append(waits, wait)
		r.clock.Advance(wait)
	}
}

// states are the deliveries of a notice, as "channel=state".
func (r *rig) states(id uuid.UUID) []string {
	r.t.Helper()
	var list []string
	require.NoError(r.t, r.db.SelectContext(r.t.Context(), &list, `select channel || '=' || state from notice_deliveries where notice_id = $1 order by created_at, id`, id))
	return list
}

func TestSendJoinsTheTransactionAndTellsOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	rolledBack := errors.New("rolled back")
	require.ErrorIs(t, postgres.InTx(t.Context(), r.db, func(tx postgres.Tx) error {
		require.NoError(t, r.notify.Send(t.Context(), tx, r.clock.Now(), r.notice(notify.ApplicationApproved, "a")))
		return rolledBack
	}), rolledBack)
	count := func(table string) (n int) {
		require.NoError(t, r.db.GetContext(t.Context(), &n, "select count(*) from "+table))
		return n
	}
	require.Zero(t, count("notices"))
	require.Zero(t, count("river_job"))
	first := r.send(notify.ApplicationApproved, "a")
	require.Equal(t, first, r.send(notify.ApplicationApproved, "a"))
	require.Equal(t, 1, count("notices"))
	require.Equal(t, 1, count("river_job"))
	r.send(notify.MockPublished, "m")
	require.Equal(t, 1, count("river_job"), "in the app alone")
}

func TestSendRefusesMistakesAndCutsWhatIsLong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	try := func(change func(n *notify.Notice)) error {
		n := r.notice(notify.ApplicationApproved, uuid.NewString())
		change(&n)
		return postgres.InTx(t.Context(), r.db, func(tx postgres.Tx) error { return r.notify.Send(t.Context(), tx, r.clock.Now(), n) })
	}
	require.Error(t, try(func(n *notify.Notice) { n.Kind = "lottery" }))
	require.Error(t, try(func(n *notify.Notice) { n.Key = "" }))
	require.Error(t, try(func(n *notify.Notice) { n.Subject = " \n" }))
	require.Error(t, try(func(n *notify.Notice) { n.AccountID = uuid.Nil }))
	for _, link := range []string{"", "applications", "//evil.example", "https://evil.example"} {
		require.Error(t, try(func(n *notify.Notice) { n.Link = link }), link)
	}
	require.NoError(t, try(func(n *notify.Notice) {
		n.Subject, n.Detail = strings.Repeat("题", 80), strings.Repeat("因", 3000)
	}))
	var lengths []int
	require.NoError(t, r.db.SelectContext(t.Context(), &lengths, `select unnest(array[char_length(subject), char_length(detail)]) from notices`))
	require.Equal(t, []int{60, 2000}, lengths)
}

func TestDeliverByWeChat(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Sent, MessageID: 42})
	id := r.send(notify.ApplicationReturned, "a")
	require.Empty(t, r.deliver(id))
	require.Empty(t, r.deliver(id), "once more sends nothing")
	require.Len(t, r.wechat.got, 1)
	m := r.wechat.got[0]
	require.Equal(t, openID, m.OpenID)
	require.Equal(t, "review", m.Template)
	require.Len(t, m.ClientID, 32)
	require.Equal(t, "https://peixun.example/wechat/oauth/start?next=%2Fapplications%2F1", m.URL)
	require.Equal(t, map[string]string{"thing1": "车工四级", "thing2": "报名材料需要修改，请尽快处理", "time3": "2026-11-24 09:00"}, m.Fields)
	require.Empty(t, r.sms.got)
	require.Equal(t, []string{"app=sent", "wechat=sent"}, r.states(id))
}

func TestDeliverFallsBackToSMS(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []wechat.Delivery
		state   string
		calls   int
	}{
		"refused":            {[]wechat.Delivery{{Outcome: wechat.Refused, Code: 43101}}, "refused", 1},
		"not following":      {[]wechat.Delivery{{Outcome: wechat.NotFollowing, Code: 43004}}, "not_following", 1},
		"template is dead":   {[]wechat.Delivery{{Outcome: wechat.Dead, Code: 40037}}, "stopped", 1},
		"quota is used up":   {[]wechat.Delivery{{Outcome: wechat.Parked, Code: 45009}}, "failed", 1},
		"never gets through": {[]wechat.Delivery{{Outcome: wechat.Retry, Code: -1}}, "failed", 6},
		"nobody knows":       {[]wechat.Delivery{{Outcome: wechat.Uncertain}}, "uncertain", 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, test.answers...)
			id := r.send(notify.ApplicationReturned, "a")
			r.deliver(id)
			require.Equal(t, []string{"app=sent", "wechat=" + test.state, "sms=sent"}, r.states(id))
			require.Len(t, r.wechat.got, test.calls)
			require.Equal(t, []string{"13800001111 notice 车工四级：报名材料需要修改，请尽快处理 请登录平台修改后重新提交。"}, r.sms.got)
			require.NotContains(t, r.sms.got[0], "身份证", "the reason stays in the app")

			score := r.send(notify.ScoreReleased, "s")
			r.wechat.answers = []wechat.Delivery{{Outcome: wechat.Refused}}
			r.deliver(score)
			require.Len(t, r.sms.got, 1, "a score need not be known at once")
		})
	}
}

// An unknown outcome is tried again with the same id while WeChat knows it, and
// never after that.
func TestUncertainKeepsItsIDAndItsTenMinutes(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Uncertain})
	id := r.send(notify.ScoreReleased, "s")
	var passed time.Duration
	for _, wait := range r.deliver(id) {
		passed += wait
	}
	require.Less(t, passed, 10*time.Minute)
	require.Greater(t, len(r.wechat.got), 2)
	for _, m := range r.wechat.got {
		require.Equal(t, r.wechat.got[0].ClientID, m.ClientID)
	}
	require.Equal(t, []string{"app=sent", "wechat=uncertain"}, r.states(id))

	// A job that was asleep too long does not try again either.
	late := newRig(t, wechat.Delivery{Outcome: wechat.Uncertain})
	id = late.send(notify.ScoreReleased, "s")
	wait, err := late.notify.Deliver(t.Context(), id)
	require.NoError(t, err)
	require.NotZero(t, wait)
	late.clock.Advance(11 * time.Minute)
	require.Empty(t, late.deliver(id))
	require.Len(t, late.wechat.got, 1)
	require.Equal(t, []string{"app=sent", "wechat=uncertain"}, late.states(id))
}

func TestLostAnswerThenSent(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Uncertain}, wechat.Delivery{Outcome: wechat.Sent, MessageID: 7})
	id := r.send(notify.ClassPublished, "c")
	require.Len(t, r.deliver(id), 1)
	require.Equal(t, []string{"app=sent", "wechat=sent"}, r.states(id))
	require.Empty(t, r.sms.got)
}

func TestQuotaWaitsForTheNextDay(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Parked, Code: 45009}, wechat.Delivery{Outcome: wechat.Sent, MessageID: 7})
	id := r.send(notify.ScoreReleased, "s")
	wait, err := r.notify.Deliver(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, 15*time.Hour+10*time.Minute, wait, "from nine in the morning to ten past midnight, in China")
	require.Equal(t, []string{"app=sent", "wechat=parked"}, r.states(id))
	r.clock.Advance(wait)
	require.Empty(t, r.deliver(id))
	require.Equal(t, []string{"app=sent", "wechat=sent"}, r.states(id))
}

func TestFaultyTemplateIsLeftAloneForAWhile(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Dead, Code: 47003}, wechat.Delivery{Outcome: wechat.Sent})
	r.deliver(r.send(notify.ApplicationReturned, "a"))
	require.Len(t, r.wechat.got, 1)
	second := r.send(notify.ApplicationApproved, "b") // another kind, the same template
	r.deliver(second)
	require.Len(t, r.wechat.got, 1)
	require.Equal(t, []string{"app=sent", "wechat=stopped", "sms=sent"}, r.states(second))
	other := r.send(notify.ClassPublished, "c")
	r.deliver(other)
	require.Len(t, r.wechat.got, 2, "other templates go on")
	r.clock.Advance(11 * time.Minute)
	third := r.send(notify.ApplicationApproved, "d")
	r.deliver(third)
	require.Equal(t, []string{"app=sent", "wechat=sent"}, r.states(third))
}

func TestWeChatTeachesWhoFollows(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.NotFollowing, Code: 43004}, wechat.Delivery{Outcome: wechat.Sent, MessageID: 1})
	follows := func() bool {
		_, yes, err := r.identity.OpenIDOf(t.Context(), r.account)
		require.NoError(t, err)
		return yes
	}
	r.deliver(r.send(notify.ClassPublished, "a"))
	require.False(t, follows())
	second := r.send(notify.ClassPublished, "b")
	r.deliver(second)
	require.Len(t, r.wechat.got, 1, "who left is not written to")
	require.Equal(t, []string{"app=sent", "wechat=not_following", "sms=sent"}, r.states(second))
	require.NoError(t, r.identity.Followed(t.Context(), "wxtest0001", openID, true))
	r.deliver(r.send(notify.ClassPublished, "c"))
	require.Len(t, r.wechat.got, 2)
}

// WeChat took the message and reports later that the person blocks it.
func TestMessageThatDidNotArriveGoesOnBySMS(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Sent, MessageID: 77})
	id := r.send(notify.ExamScheduled, "e")
	r.deliver(id)
	require.NoError(t, r.notify.Ended(t.Context(), 77, wechat.Sent))
	require.NoError(t, r.notify.Ended(t.Context(), 78, wechat.Refused), "not ours")
	require.Equal(t, []string{"app=sent", "wechat=sent"}, r.states(id))
	for range 2 {
		require.NoError(t, r.notify.Ended(t.Context(), 77, wechat.Refused))
	}
	var jobs int
	require.NoError(t, r.db.GetContext(t.Context(), &jobs, `select count(*) from river_job`))
	require.Equal(t, 2, jobs, "one for the notice, one to go on")
	r.deliver(id)
	require.Equal(t, []string{"app=sent", "wechat=refused", "sms=sent"}, r.states(id))
	require.Len(t, r.wechat.got, 1)
}

func TestSMSIsNeverRepeatedBlindly(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.sms.failures = 2
	id := r.send(notify.ExamScheduled, "e")
	require.Equal(t, []time.Duration{30 * time.Second, 30 * time.Second}, r.deliver(id))
	require.Len(t, r.sms.got, 1)
	require.Equal(t, []string{"app=sent", "sms=sent"}, r.states(id))

	r.sms.failures = 9
	id = r.send(notify.ExamScheduled, "f")
	require.Len(t, r.deliver(id), 2)
	require.Equal(t, []string{"app=sent", "sms=failed"}, r.states(id))

	r.sms.failures = 0
	id = r.send(notify.ExamScheduled, "g")
	_, err := r.db.ExecContext(t.Context(), `insert into notice_deliveries (id, notice_id, channel, state, attempts, created_at, updated_at)
		values ($1, $2, 'sms', 'uncertain', 1, now(), now())`, uuid.New(), id) // a program that died while sending
	require.NoError(t, err)
	require.Empty(t, r.deliver(id))
	require.Len(t, r.sms.got, 1)
}

func TestNobodyToSendTo(t *testing.T) {
	t.Parallel()
	r := newRig(t, wechat.Delivery{Outcome: wechat.Sent})
	_, err := r.db.ExecContext(t.Context(), `delete from wechat_identities`)
	require.NoError(t, err)
	_, err = r.db.ExecContext(t.Context(), `update accounts set active = false`)
	require.NoError(t, err)
	id := r.send(notify.ExamScheduled, "e")
	require.Empty(t, r.deliver(id))
	require.Equal(t, []string{"app=sent", "wechat=unbound", "sms=unbound"}, r.states(id))
	require.Empty(t, r.wechat.got)
	require.Empty(t, r.deliver(uuid.New()), "a notice that is gone ends its job")
}
