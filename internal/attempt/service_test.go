package attempt

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
)

func TestF20_ParallelOpensMakeOneAttempt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	o := f.opening(f.candidate(t))
	var wg sync.WaitGroup
	ids := make([]uuid.UUID, 20)
	for i := range ids {
		wg.Go(func() {
			a, err := f.open(t, o)
			if err == nil {
				ids[i] = a.ID
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
		require.NotEqual(t, uuid.Nil, id)
	}
	require.Equal(t, 1, f.count(t, `select count(*) from attempts`))
	a, found, err := f.s.Find(t.Context(), o.ContextID, o.AccountID, 1)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, ids[0], a.ID)
	o.Try = 2
	second, err := f.open(t, o)
	require.NoError(t, err)
	require.NotEqual(t, a.ID, second.ID)
}

func TestOpen_DeadlineIsCappedByTheWindow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	o := f.opening(f.candidate(t))
	now, err := f.s.store.now(t.Context(), f.DB)
	require.NoError(t, err)
	o.WindowEndsAt, o.EarliestHandInMinutes = now.Add(40*time.Minute), 60
	a, err := f.open(t, o)
	require.NoError(t, err)
	require.WithinDuration(t, o.WindowEndsAt, a.DeadlineAt, time.Millisecond)
	require.Equal(t, a.DeadlineAt, a.EarliestHandInAt)
	o.Try, o.WindowEndsAt = 2, now.Add(-time.Second)
	_, err = f.open(t, o)
	require.Equal(t, subWindowOver, sub(t, err))
}

func TestSave_ThenSubmitAndMark(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	for q := 1; q <= 20; q++ {
		require.NoError(t, v.say(q, v.right(q)))
	}
	var items []SubmitItem
	for q := 1; q <= 20; q++ {
		items = append(items, SubmitItem{Q: q, Epoch: v.epoch, Seq: int64(q)})
	}
	a, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, items)
	require.NoError(t, err)
	require.Equal(t, Submitted, a.State)
	require.Equal(t, 20, a.Receipt.Answered)
	m := v.marked(t)
	require.Equal(t, marking.Hundredths(10000), m.TotalHundredths)
	require.Len(t, f.told.calls, 1)
	require.Equal(t, m.TotalHundredths, f.told.calls[0].TotalHundredths)

	// Marking again changes nothing and tells nobody.
	require.Equal(t, m, v.marked(t))
	require.Len(t, f.told.calls, 1)
	require.Equal(t, 1, f.count(t, `select count(*) from attempt_marks`))

	r, err := f.s.Review(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.Len(t, r.Questions, 20)
	for i, q := range r.Questions {
		require.Equal(t, i+1, q.Number)
		require.True(t, q.Right)
		require.Contains(t, q.Explanation, "解析")
		for _, o := range q.Options {
			require.Equal(t, o.Right, o.Chosen)
			if o.Key == "B" {
				require.Equal(t, "乙的道理", o.Why)
			}
		}
	}
}

func TestMark_ClosedThatFailsLeavesNoMarks(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
	f.told.fail = errors.New("result room is down")
	require.ErrorIs(t, f.s.Mark(t.Context(), v.a.ID), f.told.fail)
	_, found, err := f.s.Marks(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.False(t, found)
	f.told.fail = nil
	require.Zero(t, v.marked(t).TotalHundredths)
	require.Len(t, f.told.calls, 1)
}

func TestF14_F25_ParallelSavesOfOneQuestion(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	letters := "ABCD"
	order := rand.New(rand.NewPCG(1, 2)).Perm(50)
	var wg sync.WaitGroup
	faults := make([]error, 100)
	for i, n := range append(order, order...) { // each is sent twice
		wg.Go(func() {
			faults[i] = v.send(eventInput{Seq: int64(n + 1), Q: 3, Value: letters[n%4 : n%4+1]})
		})
	}
	wg.Wait()
	for _, err := range faults {
		require.NoError(t, err)
	}
	require.Equal(t, map[int]string{3: letters[49%4 : 49%4+1]}, v.script(t))
	require.Equal(t, 50, f.count(t, `select count(*) from answer_events`))
}

func TestSave_AnyOrderAndRepetitionGiveTheScriptOfMarking(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for round := range 6 {
		r := rand.New(rand.NewPCG(uint64(round), 9))
		v := f.sit(t, nil)
		var all []marking.Event[int]
		for range 3 {
			var batch []eventInput
			for seq := int64(1); seq <= 40; seq++ {
				e := eventInput{Seq: seq, Q: 1 + r.IntN(8), Clear: r.IntN(6) == 0}
				if !e.Clear && r.IntN(5) > 0 {
					e.Value = string(rune('A' + r.IntN(4)))
				}
				batch = append(batch, e)
				all = append(all, marking.Event[int]{Epoch: v.epoch, Seq: seq, Question: e.Q, Value: answerOf(e.Value), Clear: e.Clear})
			}
			mixed := append(append([]eventInput(nil), batch...), batch[:10]...)
			r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			for len(mixed) > 0 {
				n := 1 + r.IntN(min(len(mixed), 9))
				require.NoError(t, v.send(mixed[:n]...))
				mixed = mixed[n:]
			}
			v.lease(t)
		}
		want := map[int]string{}
		for q, a := range marking.Winners(all) {
			want[q] = a.String()
		}
		require.Equal(t, want, v.script(t))
	}
}

func TestSave_BlankNeverWipesUnlessCleared(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "B"))
	require.NoError(t, v.say(1, ""))
	require.Equal(t, map[int]string{1: "B"}, v.script(t))
	v.seq++
	require.NoError(t, v.send(eventInput{Seq: v.seq, Q: 1, Clear: true}))
	require.Empty(t, v.script(t))
	v.seq++
	err := v.send(eventInput{Seq: v.seq, Q: 1, Value: "A", Clear: true})
	require.Equal(t, fault.SubInvalidFields, sub(t, err))
}

func TestF10_StaleEpochIsKeptAsEvidenceAlone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	other := *v
	other.lease(t) // another page takes over
	require.NoError(t, other.say(1, "B"))
	err := v.say(1, "C")
	require.Equal(t, subLeaseMoved, sub(t, err))
	var fa *fault.Error
	require.ErrorAs(t, err, &fa)
	require.Equal(t, fault.Params{"epoch": 2, "kept": 1}, fa.Params)
	require.Equal(t, map[int]string{1: "B"}, v.script(t))
	require.Equal(t, 1, f.count(t, `select count(*) from late_events where reason = 'stale'`))
	// The same text again is not kept twice.
	require.Equal(t, subLeaseMoved, sub(t, v.send(eventInput{Seq: v.seq, Q: 1, Value: "C"})))
	require.Equal(t, 1, f.count(t, `select count(*) from late_events`))
	p, err := f.s.Progress(t.Context(), v.a.ContextID)
	require.NoError(t, err)
	require.Equal(t, 1, p[0].Late)
	require.Equal(t, 1, p[0].Answered)
	require.Equal(t, 2, p[0].Epoch)
	// A page that has lost the lease cannot hand in either.
	_, err = f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.Equal(t, subLeaseMoved, sub(t, err))
}

func TestTakeLease_QuickestWinsAndRepeatsGetTheSame(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	page := uuid.New()
	l, err := f.s.TakeLease(v.ctx, v.a.ID, 1, page)
	require.NoError(t, err)
	require.Equal(t, 2, l.Epoch)
	again, err := f.s.TakeLease(v.ctx, v.a.ID, 1, page)
	require.NoError(t, err)
	require.Equal(t, 2, again.Epoch)
	_, err = f.s.TakeLease(v.ctx, v.a.ID, 1, uuid.New())
	require.Equal(t, subLeaseMoved, sub(t, err))
}

func TestSave_NumberThatStandsForSomethingElseIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	err := v.send(eventInput{Seq: 1, Q: 1, Value: "B"}, eventInput{Seq: 2, Q: 2, Value: "B"})
	var fa *fault.Error
	require.ErrorAs(t, err, &fa)
	require.Equal(t, subSeqTaken, fa.Sub)
	require.Equal(t, []int64{1}, fa.Params["seqs"])
	require.Equal(t, map[int]string{1: "A", 2: "B"}, v.script(t))
}

func TestF12_QuestionOrOptionThatIsNotOnThePaper(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	for _, e := range []eventInput{{Seq: 2, Q: 21, Value: "A"}, {Seq: 2, Q: 1, Value: "Z"}, {Seq: 2, Q: 1, Value: "AA"}} {
		require.Equal(t, fault.SubInvalidFields, sub(t, v.send(eventInput{Seq: 1, Q: 1, Value: "A"}, e)))
	}
	require.Zero(t, f.count(t, `select count(*) from answer_events`))
}

func TestN001_N002_N003_N004_SomebodyElsesSittingIsNotFound(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	stranger := as(t.Context(), f.candidate(t))
	_, err := f.s.See(stranger, v.a.ID)
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, err = f.s.Paper(stranger, v.a.ID)
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, err = f.s.save(stranger, v.a.ID, saveInput{Epoch: 1, Events: []eventInput{{Seq: 9, Q: 1, Value: "B"}}})
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, err = f.s.Submit(stranger, v.a.ID, 1, nil)
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, err = f.s.TakeLease(stranger, v.a.ID, 1, uuid.New())
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, _, err = f.s.Receipt(stranger, v.a.ID)
	require.Equal(t, fault.SubNotFound, sub(t, err))
	_, _, err = f.s.Picture(stranger, v.a.ID, uuid.New())
	require.Equal(t, fault.SubNotFound, sub(t, err))
	// The statement itself refuses too, whatever a node remembers.
	out, err := f.s.writer.do(t.Context(), &saveRequest{attempt: v.a.ID, account: uuid.New(), epoch: 1, events: []event{{Seq: 9, Question: 1, Value: "B"}}})
	require.NoError(t, err)
	require.Equal(t, foreign, out.row.Verdict)
	require.Equal(t, map[int]string{1: "A"}, v.script(t))
	require.Zero(t, f.count(t, `select count(*) from late_events`))
}

func TestF15_F18_SubmitGivesOneReceiptForEver(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(4, "A"))
	receipts := make([]*Receipt, 6)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			if a, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, []SubmitItem{}); err == nil {
				receipts[i] = a.Receipt
			}
		})
	}
	wg.Wait()
	for i := 3; i < 6; i++ {
		a, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
		require.NoError(t, err)
		receipts[i] = a.Receipt
	}
	for _, r := range receipts {
		require.NotNil(t, r)
		require.Equal(t, receipts[5].Digest, r.Digest)
		require.Equal(t, receipts[5].Signature, r.Signature)
		require.WithinDuration(t, receipts[5].At, r.At, 0)
		require.Equal(t, 1, r.Answered) // the empty list took nothing away
	}
	require.Equal(t, 1, f.count(t, `select count(*) from river_job where kind = 'attempt_mark'`))
	require.Equal(t, 1, f.count(t, `select count(*) from audit_records where action = 'attempt.submit'`))
}

func TestSubmit_SaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, []SubmitItem{{1, 1, 1}, {7, 1, 2}, {2, 1, 1}})
	var fa *fault.Error
	require.ErrorAs(t, err, &fa)
	require.Equal(t, subMissing, fa.Sub)
	require.Equal(t, []int{2, 7}, fa.Params["questions"])
	require.NoError(t, v.say(7, "B"))
	_, err = f.s.Submit(v.ctx, v.a.ID, v.epoch, []SubmitItem{{1, 1, 1}, {7, 1, 2}})
	require.NoError(t, err)
}

func TestSubmit_NotBeforeTheEarliestMoment(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, func(o *Opening) { o.EarliestHandInMinutes = 30 })
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	var fa *fault.Error
	require.ErrorAs(t, err, &fa)
	require.Equal(t, subTooEarly, fa.Sub)
	require.Equal(t, 30, fa.Params["minutes"])
	f.shift(t, 30*time.Minute)
	_, err = f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
}

func TestF13_N069_N012_SaveAfterTheEndGoesToTheLateStore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	a, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
	require.Equal(t, subClosed, sub(t, v.say(1, "B")))
	require.Equal(t, 1, f.count(t, `select count(*) from late_events where reason = 'closed'`))
	v.marked(t)
	got, err := f.s.Get(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.Equal(t, a.Receipt.Digest, got.Receipt.Digest)
	require.Equal(t, 1, f.count(t, `select count(*) from attempt_marks where script_digest = $1`, a.Receipt.Digest))
	_, err = f.s.TakeLease(v.ctx, v.a.ID, v.epoch, uuid.New())
	require.Equal(t, subClosed, sub(t, err))
	_, err = f.s.Paper(v.ctx, v.a.ID)
	require.Equal(t, subClosed, sub(t, err))
}

func TestF33_LateAnswersThatWouldChangeTheScriptAreCounted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	first := v.seq
	require.NoError(t, v.say(1, "B"))
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
	late := func() int {
		p, err := f.s.Progress(t.Context(), v.a.ContextID)
		require.NoError(t, err)
		return p[0].Late
	}
	require.Equal(t, subClosed, sub(t, v.send(eventInput{Seq: first, Q: 1, Value: "A"})), "sent once more, long superseded")
	require.Equal(t, subClosed, sub(t, v.say(1, "B")), "what the script holds")
	require.Zero(t, late())
	require.Equal(t, subClosed, sub(t, v.say(1, "A")), "a change of mind that came too late")
	require.Equal(t, 1, late())
}

func TestF38_LookingChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	dump := func() (text string) {
		require.NoError(t, f.DB.GetContext(t.Context(), &text, `select string_agg(a::text, ',') from attempts a`))
		return text
	}
	before := dump()
	_, err := f.s.Progress(t.Context(), v.a.ContextID)
	require.NoError(t, err)
	_, err = f.s.Get(t.Context(), v.a.ID)
	require.NoError(t, err)
	_, err = f.s.Review(t.Context(), v.a.ID)
	require.Equal(t, subStillOpen, sub(t, err))
	require.Equal(t, before, dump())
}

func TestEvents_AreNeverChanged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	_, err := f.DB.ExecContext(t.Context(), `update answer_events set value = 'B'`)
	require.Error(t, err)
	_, err = f.DB.ExecContext(t.Context(), `delete from answer_events`)
	require.Error(t, err)
}

func TestCloseDue_AsksAgainForMissingMarks(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
	_, err = f.DB.ExecContext(t.Context(), `delete from river_job`) // the job has given up
	require.NoError(t, err)
	require.NoError(t, f.s.askMissing(t.Context()))
	require.Zero(t, f.count(t, `select count(*) from river_job`))
	f.shift(t, 3*time.Minute)
	require.NoError(t, f.s.askMissing(t.Context()))
	require.NoError(t, f.s.askMissing(t.Context()))
	require.Equal(t, 1, f.count(t, `select count(*) from river_job where kind = 'attempt_mark'`))
}

func TestN053_FloodFromOnePageIsTurnedAwayAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	flood, other := f.sit(t, nil), f.sit(t, nil)
	require.NoError(t, flood.say(1, "A"))
	at, err := f.s.seat(t.Context(), flood.a.ID)
	require.NoError(t, err)
	at.pace.SetLimit(0)
	for at.pace.Allow() { // as many as a flood would send
	}
	require.Equal(t, fault.TooMany, fault.CodeOf(flood.say(2, "A")))
	require.NoError(t, other.say(1, "A"))
}

// brokenJobs fails until it is mended.
type brokenJobs struct {
	jobs.Inserter
	broken bool
}

func (b *brokenJobs) Insert(ctx context.Context, tx postgres.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if b.broken {
		return errors.New("disk full")
	}
	return b.Inserter.Insert(ctx, tx, args, opts)
}

func TestF23_SubmitThatFailsHalfwayLeavesTheSittingOpen(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(1, "A"))
	trouble := &brokenJobs{Inserter: f.s.jobs, broken: true}
	f.s.jobs = trouble
	_, err := f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.Error(t, err)
	a, err := f.s.Get(t.Context(), v.a.ID)
	require.NoError(t, err)
	require.Equal(t, Open, a.State)
	require.Nil(t, a.Receipt)
	require.NoError(t, v.say(2, "B"))
	// The closer is as whole as the submit.
	f.shift(t, 91*time.Minute)
	_, err = f.s.CloseDue(t.Context())
	require.Error(t, err)
	f.shift(t, -91*time.Minute)
	trouble.broken = false
	a, err = f.s.Submit(v.ctx, v.a.ID, v.epoch, nil)
	require.NoError(t, err)
	require.Equal(t, 2, a.Receipt.Answered)
}

func TestTakeLease_TellsTheAnswersThatNobodyElseCanChangeAnyMore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	v := f.sit(t, nil)
	require.NoError(t, v.say(7, "C"))
	l, err := f.s.TakeLease(v.ctx, v.a.ID, v.epoch, uuid.New())
	require.NoError(t, err)
	require.Equal(t, []Saved{{Q: 7, Value: "C", Epoch: 1, Seq: 1}}, l.Answers)
}
