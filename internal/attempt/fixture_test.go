package attempt

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
)

// fixture is a college with one frozen exam form of 16 single, 2 multiple and
// 2 judge questions, 5 points each; the right answers are A, AB and T.
type fixture struct {
	*banktest.Bank
	papers *paper.Service
	s      *Service
	form   paper.Form
	key    marking.Key
	told   *told
}

// told remembers what the room's Closed was told, and can be made to fail.
type told struct {
	calls []marking.Marks
	fail  error
}

func (h *told) AttemptClosed(_ context.Context, _ postgres.Tx, _ time.Time, _ Attempt, m marking.Marks) error {
	if h.fail != nil {
		return h.fail
	}
	h.calls = append(h.calls, m)
	return nil
}

type explanations struct{ bank *bank.Service }

func (e explanations) Explanations(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Explanation, error) {
	versions, err := e.bank.Versions(ctx, ids)
	found := map[uuid.UUID]Explanation{}
	for _, v := range versions {
		found[v.ID] = Explanation{Text: v.Explanation, Options: map[string]string{"B": "乙的道理"}}
	}
	return found, err
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	dsn := testkit.DSN(t)
	open := func(n int, settings string) postgres.DB {
		db, err := postgres.Open(t.Context(), postgres.Options{DSN: dsn, MaxConnections: n, Settings: settings})
		require.NoError(t, err)
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	b := banktest.New(t, open(20, ""), testkit.Clock(), 4)
	f := &fixture{Bank: b, told: &told{}}
	b.Fill(t, bank.Exam, bank.Single, bank.Multiple, bank.Judge)
	var err error
	f.papers, err = paper.New(paper.Deps{DB: b.DB, Audit: b.Audit, Clock: b.Clock, Standard: b.Standard, Bank: b.Service})
	require.NoError(t, err)
	inserter, err := jobs.NewInserter(b.DB)
	require.NoError(t, err)
	f.s, err = New(t.Context(), Deps{
		DB: b.DB, Saves: open(4, SaveSettings), Audit: b.Audit, Clock: b.Clock, Jobs: inserter, Log: slog.New(slog.DiscardHandler), Papers: f.papers,
		Explain: explanations{b.Service}, ReceiptKey: config.SampleKey("receipt"), CloseEvery: time.Second,
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.s.Close() })
	f.s.SetClosed(paper.Exam, f.told)
	system := banktest.System(t.Context())
	blueprint, err := f.papers.CreateBlueprint(system, paper.Blueprint{LevelID: b.LevelID, Name: "理论卷", Purpose: paper.Exam, Minutes: 90, Sections: []paper.Section{
		{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Multiple, Count: 2, ScoreHundredths: 500}, {Type: bank.Judge, Count: 2, ScoreHundredths: 500},
	}})
	require.NoError(t, err)
	forms, err := f.papers.Freeze(system, blueprint.ID, 1, 7)
	require.NoError(t, err)
	f.form, err = f.papers.Form(system, forms[0].ID)
	require.NoError(t, err)
	f.key, err = f.papers.Key(system, f.form.ID)
	require.NoError(t, err)
	return f
}

// candidate adds a trainee's account.
func (f *fixture) candidate(t testing.TB) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := f.DB.ExecContext(t.Context(), `insert into accounts (id, kind, name, created_at) values ($1, 'trainee', '考生', now())`, id)
	require.NoError(t, err)
	return id
}

// as is a context in which the candidate acts.
func as(ctx context.Context, account uuid.UUID) context.Context {
	return actor.With(ctx, actor.Actor{ID: account, Kind: actor.Trainee, Permissions: map[string]bool{"attempt.own": true}})
}

func (f *fixture) opening(account uuid.UUID) Opening {
	return Opening{
		Purpose: paper.Exam, ContextID: uuid.Must(uuid.NewV7()), AccountID: account, Try: 1, FormID: f.form.ID, Minutes: 90,
		AllowanceSeconds: 15, Title: "车工四级理论考试",
	}
}

func (f *fixture) open(t testing.TB, o Opening) (Attempt, error) {
	t.Helper()
	var a Attempt
	err := postgres.InTx(t.Context(), f.DB, func(tx postgres.Tx) (err error) {
		a, err = f.s.Open(banktest.System(t.Context()), tx, o)
		return err
	})
	return a, err
}

// sitting is one candidate at work.
type sitting struct {
	f     *fixture
	ctx   context.Context
	a     Attempt
	epoch int
	seq   int64
	l     layout
}

// sit opens a sitting and takes the lease.
func (f *fixture) sit(t testing.TB, change func(*Opening)) *sitting {
	t.Helper()
	account := f.candidate(t)
	o := f.opening(account)
	if change != nil {
		change(&o)
	}
	a, err := f.open(t, o)
	require.NoError(t, err)
	v := &sitting{f: f, ctx: as(t.Context(), account), a: a}
	_, v.l, err = f.s.laidOut(t.Context(), a)
	require.NoError(t, err)
	v.lease(t)
	return v
}

func (v *sitting) lease(t testing.TB) {
	t.Helper()
	l, err := v.f.s.TakeLease(v.ctx, v.a.ID, v.epoch, uuid.New())
	require.NoError(t, err)
	v.epoch, v.seq = l.Epoch, 0
}

// say saves one answer under the next number.
func (v *sitting) say(q int, value string) error {
	v.seq++
	return v.send(eventInput{Seq: v.seq, Q: q, Value: value})
}

func (v *sitting) send(events ...eventInput) error {
	_, err := v.f.s.save(v.ctx, v.a.ID, saveInput{Epoch: v.epoch, Events: events})
	return err
}

// right gives the letters that are right for a question of this paper.
func (v *sitting) right(q int) string {
	at, _ := v.l.formIndex(q)
	return v.l.toPaper(at, marking.Answer(v.f.key.Items[at].Key).String())
}

func (v *sitting) script(t testing.TB) map[int]string {
	t.Helper()
	sight, err := v.f.s.See(v.ctx, v.a.ID)
	require.NoError(t, err)
	got := map[int]string{}
	for _, s := range sight.Answers {
		if s.Value != "" {
			got[s.Q] = s.Value
		}
	}
	return got
}

// marked marks the sitting and gives its marks.
func (v *sitting) marked(t testing.TB) marking.Marks {
	t.Helper()
	require.NoError(t, v.f.s.Mark(t.Context(), v.a.ID))
	m, found, err := v.f.s.Marks(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.True(t, found)
	return m
}

// shift moves the clock that deadlines follow.
func (f *fixture) shift(t testing.TB, by time.Duration) {
	t.Helper()
	_, err := f.DB.ExecContext(t.Context(), `update clock_offset set shift = shift + $1::interval`, fmt.Sprintf("%d milliseconds", by.Milliseconds()))
	require.NoError(t, err)
}

func (f *fixture) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, f.DB.GetContext(t.Context(), &n, query, args...))
	return n
}

func sub(t testing.TB, err error) fault.Sub {
	t.Helper()
	require.Error(t, err)
	return fault.SubOf(err)
}

// How long eventual things are waited for, and how often they are looked at.
const (
	waitLong = 30 * time.Second
	waitStep = 2 * time.Millisecond
)
