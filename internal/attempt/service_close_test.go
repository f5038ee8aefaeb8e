package attempt

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

func TestF33_F32_AllowanceCountsAndLaterDoesNot(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	f.shift(t, 90*time.Minute+5*time.Second) // past the deadline, within the allowance
	n, err := f.s.CloseDue(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	require.NoError(t, v.say(2, "B"))
	f.shift(t, 15*time.Second)
	require.Equal(t, subDeadline, sub(t, v.say(3, "C"))) // although nobody has closed yet
	_, err = f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.Equal(t, subDeadline, sub(t, err))
	n, err = f.s.CloseDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, subClosed, sub(t, v.say(4, "D")))
	require.Equal(t, 1, f.count(t, `select count(*) from late_events where reason = 'late'`))

	_, _, err = f.s.Receipt(v.ctx, v.a.ID)
	require.Equal(t, subStillOpen, sub(t, err)) // not marked yet
	m := v.marked(t)
	require.Equal(t, 18, len(m.Items)-2, "two were answered")
	blank := 0
	for _, it := range m.Items {
		if it.Blank {
			blank++
		}
	}
	require.Equal(t, 18, blank)
	a, _, err := f.s.Receipt(v.ctx, v.a.ID)
	require.NoError(t, err)
	require.Equal(t, ClosedOff, a.State)
	require.Equal(t, 2, a.Receipt.Answered)
	require.Len(t, f.told.calls, 1)
}

func TestF36_UntimedIsNeverClosed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, func(o *Opening) { o.Minutes = 0 })
	f.shift(t, 1000*time.Hour)
	n, err := f.s.CloseDue(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	require.NoError(t, v.say(1, "A"))
}

func TestF35_GrantMovesTheDeadlineOfOneAndOfAll(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	room := uuid.Must(uuid.NewV7())
	one := f.sit(t, func(o *Opening) { o.ContextID = room })
	two := f.sit(t, func(o *Opening) { o.ContextID = room })
	grant := func(accounts []uuid.UUID, minutes int, reason string) error {
		return postgres.InTx(t.Context(), f.DB, func(tx postgres.Tx) error {
			return f.s.Grant(banktest.System(t.Context()), tx, room, accounts, minutes, reason)
		})
	}
	require.Equal(t, fault.SubInvalidFields, sub(t, grant(nil, 10, "  ")))
	require.Equal(t, fault.SubInvalidFields, sub(t, grant(nil, 0, "停电")))
	require.Equal(t, subGrantNobody, sub(t, grant([]uuid.UUID{uuid.New()}, 10, "停电")))
	require.NoError(t, grant([]uuid.UUID{one.a.AccountID}, 10, "电脑故障"))
	require.NoError(t, grant(nil, 5, "停电"))
	f.shift(t, 96*time.Minute)
	n, err := f.s.CloseDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n) // two had 95 minutes
	require.Equal(t, subClosed, sub(t, two.say(1, "A")))
	require.NoError(t, one.say(1, "A"))
	reply, err := f.s.save(one.ctx, one.a.ID, saveInput{Epoch: 1, Events: []eventInput{{Seq: 5, Q: 2, Value: "A"}}})
	require.NoError(t, err)
	require.WithinDuration(t, one.a.DeadlineAt.Add(15*time.Minute), reply.DeadlineAt, 2*time.Millisecond)
	require.Equal(t, 3, f.count(t, `select count(*) from attempt_grants`))
	require.Equal(t, 3, f.count(t, `select count(*) from audit_records where action = 'attempt.grant'`))
}

// Saves race the closer: each one is either acknowledged and in the marked
// script, or refused and in the late store; never neither, never both.
func TestF22_SaveAtTheDeadlineIsInTheScriptOrInTheLateStore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	sittings := make([]*sitting, 24)
	for i := range sittings {
		sittings[i] = f.sit(t, nil)
	}
	var wg sync.WaitGroup
	acked := make([][]bool, len(sittings))
	for i, v := range sittings {
		acked[i] = make([]bool, 20)
		require.NoError(t, v.say(1, v.right(1)))
		acked[i][0] = true
	}
	_, err := f.DB.ExecContext(t.Context(), `update attempts set deadline_at = app_now() - interval '15 seconds', closes_at = app_now() + interval '25 milliseconds'`)
	require.NoError(t, err)
	for i, v := range sittings {
		wg.Go(func() {
			for q := 2; q <= 20; q++ {
				acked[i][q-1] = v.say(q, v.right(q)) == nil
			}
		})
	}
	closed := 0
	for range 2000 {
		n, err := f.s.CloseDue(t.Context())
		require.NoError(t, err)
		if closed += n; closed == len(sittings) {
			break
		}
	}
	require.Equal(t, len(sittings), closed)
	for _, v := range sittings {
		require.NoError(t, f.s.Mark(t.Context(), v.a.ID)) // while late saves still arrive
	}
	wg.Wait()
	total := 0
	for i, v := range sittings {
		m, found, err := f.s.Marks(t.Context(), v.a.ID)
		require.NoError(t, err)
		require.True(t, found)
		for q := 1; q <= 20; q++ {
			at, _ := v.l.formIndex(q)
			late := f.count(t, `select count(*) from late_events where attempt_id = $1 and question = $2`, v.a.ID, at+1)
			require.Equal(t, acked[i][q-1], m.Items[at].Right, "question %d", q)
			if acked[i][q-1] {
				total++
				require.Zero(t, late)
			} else {
				require.Equal(t, 1, late)
			}
		}
		require.NoError(t, f.s.Mark(t.Context(), v.a.ID))
	}
	require.Equal(t, len(sittings), f.count(t, `select count(*) from attempt_marks`), "marking again came out the same")
	t.Logf("%d of %d saves came in time", total, len(sittings)*20)
}
