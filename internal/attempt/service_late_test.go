package attempt

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

// officer is a context in which a member of the staff decides.
func (f *fixture) officer(t testing.TB, name string) context.Context {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := f.DB.ExecContext(t.Context(), `insert into accounts (id, kind, name, username, password_hash, created_at) values ($1, 'staff', $2, $3, 'x', now())`,
		id, name, "u"+strings.ReplaceAll(id.String(), "-", "")[:20])
	require.NoError(t, err)
	return actor.With(t.Context(), actor.Actor{ID: id, Kind: actor.Staff, Name: name})
}

func always(context.Context, postgres.Tx) error { return nil }

// late gives the late answers of a sitting, by question of the paper and letters.
func (v *sitting) late(t testing.TB) map[int]LateAnswer {
	t.Helper()
	list, err := v.f.s.Late(t.Context(), []uuid.UUID{v.a.ID})
	require.NoError(t, err)
	byQ := map[int]LateAnswer{}
	for _, l := range list[0].Answers {
		byQ[l.Q] = l
	}
	return byQ
}

// decide decides late answers as they stand now.
func (v *sitting) decide(ctx context.Context, count bool, answers ...LateAnswer) (int, error) {
	seen := map[uuid.UUID]int{}
	for _, l := range answers {
		seen[l.ID] = len(l.Decisions)
	}
	return v.f.s.DecideLate(ctx, []uuid.UUID{v.a.ID}, LateRuling{Seen: seen, Count: count, Reason: "断网有记录"}, always)
}

func (v *sitting) total(t testing.TB) int {
	t.Helper()
	m, found, err := v.f.s.Marks(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.True(t, found)
	return int(m.TotalHundredths)
}

// wrong gives a letter that is not right.
func (v *sitting) wrong(q int) string {
	if v.right(q) == "A" {
		return "B"
	}
	return "A"
}

// lateSitting is a sitting that was closed by the deadline with question 1
// answered, and three answers that came too late, one for each reason.
func (f *fixture) lateSitting(t testing.TB) *sitting {
	t.Helper()
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, v.wrong(1)))
	old := *v
	v.lease(t)
	require.Equal(t, subLeaseMoved, sub(t, old.say(2, v.right(2))))
	f.shift(t, 90*time.Minute+20*time.Second)
	require.Equal(t, subDeadline, sub(t, v.say(1, v.right(1))))
	_, err := f.s.CloseDue(t.Context())
	require.NoError(t, err)
	f.shift(t, 3*time.Minute)
	require.Equal(t, subClosed, sub(t, v.say(3, v.right(3))))
	v.marked(t)
	return v
}

func TestF33_LateAnswersAreDecidedByAPersonAndMarkedAnew(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.lateSitting(t)
	officer := f.officer(t, "考务甲")
	require.Equal(t, 0, v.total(t))
	late := v.late(t)
	require.Len(t, late, 3)
	require.Equal(t, AfterDeadline, late[1].Reason)
	require.Equal(t, LostLease, late[2].Reason)
	require.True(t, late[2].OldPage)
	require.Equal(t, AfterEnd, late[3].Reason)
	require.InDelta(t, 20, late[1].After.Seconds(), 5)
	require.InDelta(t, 180, late[3].After.Seconds(), 5)
	require.Equal(t, v.wrong(1), late[1].Held)
	require.Equal(t, v.right(1), late[1].Value)
	receipt, _, err := f.s.Receipt(v.ctx, v.a.ID)
	require.NoError(t, err)

	n, err := v.decide(officer, true, slices.Collect(maps.Values(late))...)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Equal(t, 1500, v.total(t))
	require.Len(t, f.told.calls, 2, "the purpose hears of new marks")
	late = v.late(t)
	require.Equal(t, v.right(1), late[1].Held)
	require.Equal(t, "考务甲", late[1].Decisions[0].ByName)
	require.Equal(t, "断网有记录", late[1].Decisions[0].Reason)

	n, err = v.decide(officer, true, late[1], late[2])
	require.NoError(t, err)
	require.Zero(t, n, "the same decision twice adds nothing")
	require.Equal(t, 3, f.count(t, `select count(*) from late_decisions`))
	require.Equal(t, 2, f.count(t, `select count(*) from attempt_marks`))

	n, err = v.decide(officer, false, late[1])
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, 1000, v.total(t), "taken back")
	require.Equal(t, v.wrong(1), v.late(t)[1].Held)
	require.Equal(t, 3, f.count(t, `select max(version) from attempt_marks`))
	after, _, err := f.s.Receipt(v.ctx, v.a.ID)
	require.NoError(t, err)
	require.Equal(t, receipt.Receipt, after.Receipt, "a receipt says what was acknowledged")
	tallies, err := f.s.LateTallies(t.Context(), v.a.ContextID)
	require.NoError(t, err)
	require.Equal(t, []LateTally{{
		AttemptID: v.a.ID, AccountID: v.a.AccountID, Answers: 3, Counted: 2, LeftOut: 1, Deciders: "考务甲", Reasons: "断网有记录",
	}}, tallies)
	v.marked(t)
	require.Equal(t, 3, f.count(t, `select max(version) from attempt_marks`), "marking again changes nothing")
}

func TestLate_ADecisionWithoutEffectOnMarksAddsNoVersion(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.lateSitting(t)
	n, err := v.decide(f.officer(t, "考务甲"), false, v.late(t)[1])
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, 1, f.count(t, `select count(*) from attempt_marks`))
	require.Len(t, f.told.calls, 1)
}

func TestLate_BeforeTheFirstMarkingTheReceiptStillSaysWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, v.right(1)))
	f.shift(t, 91*time.Minute)
	_, err := f.s.CloseDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, subClosed, sub(t, v.say(2, v.right(2))))
	_, err = v.decide(f.officer(t, "考务甲"), true, v.late(t)[2])
	require.NoError(t, err)
	require.Equal(t, 1000, v.total(t))
	a, _, err := f.s.Receipt(v.ctx, v.a.ID)
	require.NoError(t, err)
	require.Equal(t, 1, a.Receipt.Answered)
}

func TestLate_WhatMayNotBeDecided(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	officer := f.officer(t, "考务甲")
	v := f.sit(t, nil)
	old := *v
	v.lease(t)
	require.Equal(t, subLeaseMoved, sub(t, old.say(1, "B")))
	running := v.late(t)[1]
	_, err := v.decide(officer, true, running)
	require.Equal(t, subStillOpen, sub(t, err), "the sitting still runs")
	f.shift(t, 2*time.Hour)
	_, err = f.s.CloseDue(t.Context())
	require.NoError(t, err)
	seen := map[uuid.UUID]int{running.ID: 0}
	_, err = f.s.DecideLate(officer, []uuid.UUID{uuid.New()}, LateRuling{Seen: seen, Count: true, Reason: "断网"}, always)
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "of a sitting that is not theirs to decide")
	_, err = f.s.DecideLate(officer, []uuid.UUID{v.a.ID}, LateRuling{Seen: seen, Count: true, Reason: " 断 "}, always)
	require.Equal(t, fault.SubInvalidFields, sub(t, err))
	refused := fault.New(fault.Conflict, "test.no")
	_, err = f.s.DecideLate(officer, []uuid.UUID{v.a.ID}, LateRuling{Seen: seen, Count: true, Reason: "断网"},
		func(context.Context, postgres.Tx) error { return refused })
	require.ErrorIs(t, err, refused)
	require.Zero(t, f.count(t, `select count(*) from late_decisions`))
	_, err = v.decide(officer, true, running)
	require.NoError(t, err)
	_, err = f.DB.ExecContext(t.Context(), `update late_decisions set counted = false`)
	require.ErrorContains(t, err, "never changed")
}

func TestLate_TwoPeopleAtOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.lateSitting(t)
	late := v.late(t)
	people := []context.Context{f.officer(t, "考务甲"), f.officer(t, "考务乙")}
	var faults [2]error
	var all sync.WaitGroup
	for i, who := range people {
		all.Go(func() { _, faults[i] = v.decide(who, i == 0, late[1], late[2]) })
	}
	all.Wait()
	lost := faults[0]
	if lost == nil {
		lost = faults[1]
	}
	require.Equal(t, subLateMoved, sub(t, lost), "the second one is told to look first")
	require.True(t, (faults[0] == nil) != (faults[1] == nil))
	require.Equal(t, 2, f.count(t, `select count(*) from late_decisions`))
	want := 0
	if faults[0] == nil {
		want = 1000
	}
	require.Equal(t, want, v.total(t))
	// With the decision of the other before their eyes they may overrule it.
	now := v.late(t)
	n, err := v.decide(people[1], faults[0] != nil, now[1], now[2])
	require.NoError(t, err)
	require.Equal(t, 2, n)
}

// lateModel is the rule in other words: per question the counted late answer
// sent last wins, else the acknowledged one sent last; blanks say nothing.
func lateModel(acked, counted []event) map[int]string {
	got := map[int]string{}
	for _, list := range [][]event{acked, counted} {
		sorted := slices.Clone(list)
		slices.SortStableFunc(sorted, func(a, b event) int {
			if a.Epoch != b.Epoch {
				return a.Epoch - b.Epoch
			}
			return int(a.Seq - b.Seq)
		})
		for _, e := range sorted {
			switch {
			case e.Cleared:
				delete(got, e.Question)
			case e.Value != "":
				got[e.Question] = e.Value
			}
		}
	}
	return got
}

func TestLate_ScriptWithDecisionsIsTheModels(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	make1 := func(n int) []event {
		list := make([]event, n)
		for i := range list {
			e := event{Epoch: 1 + r.IntN(3), Seq: int64(i + 1), Question: 1 + r.IntN(6), Cleared: r.IntN(6) == 0}
			if !e.Cleared && r.IntN(5) > 0 {
				e.Value = string(rune('A' + r.IntN(4)))
			}
			list[i] = e
		}
		r.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list
	}
	for range 3000 {
		acked, counted := make1(r.IntN(20)), make1(r.IntN(12))
		got := map[int]string{}
		for q, a := range markedScript(acked, counted) {
			got[q] = a.String()
		}
		require.Equal(t, lateModel(acked, counted), got)
	}
}

// The same through the database: random saves, random decisions one after the
// other, and after each the marks of the model's script.
func TestLate_RandomDecisionsMarkTheModelsScript(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	r := rand.New(rand.NewPCG(11, 5))
	officer := f.officer(t, "考务甲")
	for range 3 {
		v := f.sit(t, nil)
		old := *v
		letter := func() string { return string(rune('A' + r.IntN(4))) }
		for range 12 {
			require.NoError(t, v.say(1+r.IntN(16), letter()))
		}
		old.seq = v.seq
		v.lease(t)
		for range 12 {
			_ = old.say(1+r.IntN(16), letter())
		}
		_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
		require.NoError(t, err)
		for range 12 {
			_ = v.send(eventInput{Seq: v.seq + 1, Q: 1 + r.IntN(16), Value: letter()})
			v.seq++
		}
		for range 12 {
			list, err := f.s.Late(t.Context(), []uuid.UUID{v.a.ID})
			require.NoError(t, err)
			l := list[0].Answers[r.IntN(len(list[0].Answers))]
			_, err = v.decide(officer, r.IntN(2) == 0, l)
			require.NoError(t, err)
			v.requireModel(t)
		}
	}
}

// requireModel marks the model's script from the tables themselves.
func (v *sitting) requireModel(t testing.TB) {
	t.Helper()
	var rows []struct {
		eventRow
		Late bool `db:"late"`
	}
	require.NoError(t, v.f.DB.SelectContext(t.Context(), &rows, `
		select epoch, seq, question, value, cleared, false as late from answer_events where attempt_id = $1
		union all
		select epoch, seq, question, value, cleared, true from late_events l where attempt_id = $1 and (
			select counted from late_decisions d where d.late_event_id = l.id order by version desc limit 1)`, v.a.ID))
	var acked, counted []event
	for _, row := range rows {
		e := event{Epoch: row.Epoch, Seq: row.Seq, Question: row.Question, Value: row.Value, Cleared: row.Cleared}
		if row.Late {
			counted = append(counted, e)
		} else {
			acked = append(acked, e)
		}
	}
	answers := marking.Answers{}
	for number, value := range lateModel(acked, counted) {
		answers[v.f.form.Items[number-1].VersionID] = answerOf(value)
	}
	want := marking.Mark(v.f.key, answers)
	got, found, err := v.f.s.Marks(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.True(t, found)
	require.True(t, sameMarks(got, want))
}
