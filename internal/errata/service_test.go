package errata

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/testkit"
)

// asked answers Seen from a list.
type asked map[[2]uuid.UUID]bool

func (a asked) Seen(_ context.Context, account, version uuid.UUID) (bool, error) {
	return a[[2]uuid.UUID{account, version}], nil
}

// told keeps what was sent.
type told struct {
	mu      sync.Mutex
	notices []notify.Notice
}

func (s *told) Send(_ context.Context, _ postgres.Tx, _ time.Time, n notify.Notice) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, n)
	return nil
}

type house struct {
	*Service
	t     *testing.T
	db    postgres.DB
	clock *clock.Fixed
	bank  *banktest.Bank
	seen  asked
	told  *told
	id    *identity.Service
	staff context.Context
	phone int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, clk := testkit.DB(t), testkit.Clock()
	h := &house{t: t, db: db, clock: clk, bank: banktest.New(t, db, clk, 1), seen: asked{}, told: &told{}}
	var err error
	h.id, err = identity.New(identity.Deps{
		DB: db, Audit: h.bank.Audit, Clock: clk, Box: testkit.Box(t), SMS: sms.Disabled{}, Idle: identity.Idle{Staff: 1, Trainee: 1},
	})
	require.NoError(t, err)
	h.Service, err = New(Deps{
		DB: db, Audit: h.bank.Audit, Clock: clk, Notify: h.told, Standard: h.bank.Standard, Bank: h.bank.Service, Seen: h.seen,
	})
	require.NoError(t, err)
	h.staff = banktest.Reviewer(t.Context())
	return h
}

// person is a trainee who has seen the versions.
func (h *house) person(seen ...uuid.UUID) uuid.UUID {
	h.t.Helper()
	h.phone++
	var id uuid.UUID
	ctx := banktest.System(h.t.Context())
	require.NoError(h.t, postgres.InTx(ctx, h.db, func(tx postgres.Tx) (err error) {
		id, err = h.id.EnsureTrainee(ctx, tx, fmt.Sprintf("139%08d", h.phone))
		return err
	}))
	for _, v := range seen {
		h.seen[[2]uuid.UUID{id, v}] = true
	}
	return id
}

func (h *house) question(pool bank.Pool, stem string) bank.Question {
	h.t.Helper()
	return h.bank.Live(h.t, h.bank.LevelID, pool, banktest.Content(bank.Single, h.bank.Points()[0].ID, stem))
}

func (h *house) report(account uuid.UUID, version uuid.UUID, reason Reason) MyReport {
	h.t.Helper()
	r, known, err := h.Report(h.t.Context(), account, Input{VersionID: version, Place: Drill, Reason: reason})
	require.NoError(h.t, err)
	require.False(h.t, known)
	return r
}

func (h *house) count(query string, args ...any) int {
	h.t.Helper()
	var n int
	require.NoError(h.t, h.db.GetContext(h.t.Context(), &n, query, args...))
	return n
}

func TestReport_TwoPeopleOneCaseBothToldOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	q := h.question(bank.Practice, "车床主轴的转速单位是什么")
	v := q.Current.ID
	one, two := h.person(v), h.person(v)
	first := h.report(one, v, Key)
	require.Equal(t, Open, first.State)
	require.Equal(t, "车床主轴的转速单位是什么", first.Stem)
	h.clock.Advance(time.Hour)
	second := h.report(two, v, Key)
	require.Equal(t, first.CaseID, second.CaseID)

	list, total, err := h.Cases(h.staff, Filter{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	c := list[0]
	require.Equal(t, q.ID, c.QuestionID)
	require.Equal(t, 2, c.Reports)
	require.Equal(t, []ReasonCount{{Key, 2}}, c.Reasons)
	require.Equal(t, first.CreatedAt.Add(72*time.Hour), c.DueAt, "Tuesday to Friday; a later report moves nothing")

	// A new version meanwhile belongs to the same question.
	edited := h.bank.Edit(t, q.ID, 1, banktest.Content(bank.Single, h.bank.Points()[0].ID, "车床主轴的转速单位是什么？"))
	three := h.person(edited.Current.ID)
	require.Equal(t, c.ID, h.report(three, edited.Current.ID, Stem).CaseID)

	done, err := h.Resolve(h.staff, c.ID, Fixed, "  答案已改为 C，谢谢。\x00 ")
	require.NoError(t, err)
	require.Equal(t, Fixed, done.State)
	require.Equal(t, "答案已改为 C，谢谢。", done.Reply)
	require.Equal(t, "审题员", done.ResolvedName)
	accounts := map[uuid.UUID]int{}
	for _, n := range h.told.notices {
		accounts[n.AccountID]++
		require.Equal(t, notify.ErrataResolved, n.Kind)
		require.Equal(t, "/me/errata", n.Link)
		require.Equal(t, done.Reply, n.Detail)
		require.NotContains(t, n.Subject, "主轴", "the subject leaves the house")
	}
	require.Equal(t, map[uuid.UUID]int{one: 1, two: 1, three: 1}, accounts)
	require.Equal(t, 1, h.count(`select count(*) from audit_records where action = 'errata.resolve' and object_id = $1`, c.ID))

	_, err = h.Resolve(h.staff, c.ID, NoFault, "再答一次")
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	require.Equal(t, subResolved, fault.SubOf(err))
	require.Len(t, h.told.notices, 3, "nobody is told twice")

	mine, total, err := h.Mine(t.Context(), one, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, Fixed, mine[0].State)
	require.Equal(t, done.Reply, mine[0].Reply)
	require.False(t, mine[0].ResolvedAt.IsZero())

	// After the answer a report begins anew.
	require.NotEqual(t, c.ID, h.report(one, v, Options).CaseID)
}

func TestReport_AgainChangesNothingButAddsANote(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v := h.question(bank.Practice, "题目").Current.ID
	me := h.person(v)
	first := h.report(me, v, Key)
	again, known, err := h.Report(t.Context(), me, Input{VersionID: v, Place: WrongBook, Reason: Stem, Note: " 书上第 12 页写的是 B "})
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, first.ID, again.ID)
	require.Equal(t, Key, again.Reason)
	require.Equal(t, "书上第 12 页写的是 B", again.Note)
	again, _, err = h.Report(t.Context(), me, Input{VersionID: v, Place: Drill, Reason: Stem, Note: "别的"})
	require.NoError(t, err)
	require.Equal(t, "书上第 12 页写的是 B", again.Note, "the first note stands")
	list, total, err := h.Reports(h.staff, first.CaseID, "", 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, again.Note, list[0].Note)
	c, err := h.Case(h.staff, first.CaseID)
	require.NoError(t, err)
	require.Equal(t, 1, c.Reports)
}

func TestReport_ManyAtOnceMakeOneCase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v := h.question(bank.Mock, "同时反馈").Current.ID
	const people = 8
	accounts := make([]uuid.UUID, people)
	for i := range accounts {
		accounts[i] = h.person(v)
	}
	cases := make(chan uuid.UUID, 2*people)
	var wg sync.WaitGroup
	for _, account := range append(accounts, accounts...) { // everybody taps twice
		wg.Go(func() {
			r, _, err := h.Report(t.Context(), account, Input{VersionID: v, Place: Mock, Reason: Picture})
			if err == nil {
				cases <- r.CaseID
			}
		})
	}
	wg.Wait()
	close(cases)
	found := map[uuid.UUID]int{}
	for id := range cases {
		found[id]++
	}
	require.Len(t, found, 1)
	for id, n := range found {
		require.Equal(t, 2*people, n, "nobody was refused")
		c, err := h.Case(h.staff, id)
		require.NoError(t, err)
		require.Equal(t, people, c.Reports)
		require.Equal(t, []ReasonCount{{Picture, people}}, c.Reasons)
	}
}

func TestReport_WhileTheCaseIsAnsweredIsNeverLost(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for round := range 5 {
		v := h.question(bank.Practice, fmt.Sprintf("第%d轮", round)).Current.ID
		first := h.report(h.person(v), v, Key)
		late := h.person(v)
		h.told.notices = nil
		var wg sync.WaitGroup
		var resolved, reported error
		var r MyReport
		wg.Go(func() { _, resolved = h.Resolve(h.staff, first.CaseID, NoFault, "没有错误") })
		wg.Go(func() { r, _, reported = h.Report(t.Context(), late, Input{VersionID: v, Place: Drill, Reason: Stem}) })
		wg.Wait()
		require.NoError(t, resolved)
		require.NoError(t, reported)
		heard := len(h.told.notices) == 2
		require.Equal(t, heard, r.CaseID == first.CaseID, "either in time for the answer, or in a case of its own")
	}
}

func TestN076_OnlyWhatWasSeenCanBeReported(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, other, exam := h.question(bank.Practice, "见过的"), h.question(bank.Practice, "没见过的"), h.question(bank.Exam, "考试库的")
	me := h.person(mine.Current.ID)
	// Whatever another room says of it, an exam question is not reported here (N075).
	fooled := h.person(exam.Current.ID)
	var words []string
	for _, c := range []struct{ account, version uuid.UUID }{
		{me, other.Current.ID}, {me, exam.Current.ID}, {fooled, exam.Current.ID}, {me, uuid.New()}, {fooled, mine.Current.ID},
	} {
		_, _, err := h.Report(t.Context(), c.account, Input{VersionID: c.version, Place: Drill, Reason: Key})
		require.Equal(t, fault.NotFound, fault.CodeOf(err))
		words = append(words, err.Error())
	}
	for _, w := range words {
		require.Equal(t, words[0], w, "the same words whether it exists or not")
	}
	require.Zero(t, h.count(`select count(*) from errata_cases`))
}

func TestReport_TwentyADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	versions := make([]uuid.UUID, dailyLimit+1)
	for i := range versions {
		versions[i] = h.question(bank.Practice, fmt.Sprintf("限制%d", i)).Current.ID
	}
	me, other := h.person(versions...), h.person(versions...)
	for _, v := range versions[:dailyLimit] {
		h.report(me, v, Other)
	}
	last := Input{VersionID: versions[dailyLimit], Place: Drill, Reason: Key}
	_, _, err := h.Report(t.Context(), me, last)
	require.Equal(t, fault.TooMany, fault.CodeOf(err))
	require.Equal(t, subDaily, fault.SubOf(err))
	_, known, err := h.Report(t.Context(), me, Input{VersionID: versions[0], Place: Drill, Reason: Key})
	require.NoError(t, err, "what was reported is known, not refused")
	require.True(t, known)
	h.report(other, versions[dailyLimit], Key)
	h.clock.Advance(15 * time.Hour) // midnight in China
	h.report(me, versions[dailyLimit], Key)
}

func TestCases_OrderFiltersAndScope(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, c := h.question(bank.Practice, "甲").Current.ID, h.question(bank.Practice, "乙").Current.ID, h.question(bank.Practice, "丙").Current.ID
	me := h.person(a, b, c)
	first := h.report(me, a, Key)
	h.clock.Advance(24 * time.Hour)
	second := h.report(me, b, Key)
	third := h.report(me, c, Key)
	_, err := h.Resolve(h.staff, third.CaseID, NoFault, "没有错误")
	require.NoError(t, err)

	ids := func(ctx context.Context, f Filter) []uuid.UUID {
		f.Limit = 10
		list, total, err := h.Cases(ctx, f)
		require.NoError(t, err)
		require.Len(t, list, total)
		out := []uuid.UUID{}
		for _, c := range list {
			out = append(out, c.ID)
		}
		return out
	}
	require.Equal(t, []uuid.UUID{first.CaseID, second.CaseID, third.CaseID}, ids(h.staff, Filter{}))
	require.Equal(t, []uuid.UUID{third.CaseID}, ids(h.staff, Filter{State: NoFault}))
	require.Empty(t, ids(h.staff, Filter{Overdue: true}))
	h.clock.Advance(49 * time.Hour)
	require.Equal(t, []uuid.UUID{first.CaseID}, ids(h.staff, Filter{Overdue: true}))
	require.Empty(t, ids(h.staff, Filter{Overdue: true, State: Fixed}))
	require.Empty(t, ids(h.staff, Filter{LevelID: h.bank.Level(t, "钳工", 1)}))
	require.Len(t, ids(h.staff, Filter{LevelID: h.bank.LevelID}), 3)

	scoped := actor.With(h.staff, actor.Actor{
		ID: uuid.New(), Kind: actor.Staff, Permissions: map[string]bool{"errata.read": true, "errata.write": true},
		Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: uuid.New()}},
	})
	require.Empty(t, ids(scoped, Filter{}))
	_, err = h.Case(scoped, first.CaseID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, _, err = h.Reports(scoped, first.CaseID, "", 10, 0)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Resolve(scoped, first.CaseID, Fixed, "越权")
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Resolve(h.staff, first.CaseID, Fixed, strings.Repeat(" ", 5))
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}
