package judge

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/sources"
)

// scene is a small sound history: one candidate of an exam, two questions; the
// first is answered twice and the second cleared, a stale page is refused, a
// read, a hand-in. Every test breaks one thing of it.
type scene struct {
	e Evidence
	t *testing.T
}

const attemptID = "0190"

func at(ms int64) int64 { return ms * int64(time.Millisecond) }

func newScene(t *testing.T) *scene {
	t.Helper()
	account, form := uuid.New(), uuid.New()
	first, second := uuid.New(), uuid.New()
	options := []sources.Option{{Key: "A", HTML: "一"}, {Key: "B", HTML: "二"}}
	began := time.UnixMilli(1_800_000_000_000)
	sc := &scene{t: t}
	line := func(op history.Op, from, to int64, change func(*history.Line)) {
		l := history.Line{Run: "r", Op: op, Attempt: attemptID, Session: "p1", Epoch: 1, Send: at(from), Recv: at(to), Outcome: history.OK, Status: 200}
		change(&l)
		sc.e.Lines = append(sc.e.Lines, l)
	}
	save := func(from, to int64, events ...history.Event) {
		line(history.Save, from, to, func(l *history.Line) { l.Events, l.ServerEpoch = events, 1 })
	}
	// On this paper, the second question of the form comes first and letters are turned around.
	turned := []history.Option{{Letter: "A", HTML: "二"}, {Letter: "B", HTML: "一"}}
	line(history.Paper, 1, 2, func(l *history.Line) {
		l.Questions = []history.Question{{Q: 1, Type: "single", Stem: "乙", Options: turned}, {Q: 2, Type: "single", Stem: "甲", Options: turned}}
	})
	line(history.Read, 2, 3, func(l *history.Line) {
		l.Answered, l.State, l.Epoch, l.DeadlineMS = true, "open", 0, began.Add(time.Hour).UnixMilli()
	})
	line(history.Lease, 3, 4, func(l *history.Line) { l.Epoch, l.ServerEpoch, l.Answered = 0, 1, true })
	save(10, 11, history.Event{Seq: 1, Q: 1, Value: "A", Change: 1})
	save(12, 13, history.Event{Seq: 2, Q: 1, Value: "B", Change: 2})
	save(14, 15, history.Event{Seq: 3, Q: 2, Value: "A", Change: 3})
	save(16, 17, history.Event{Seq: 4, Q: 2, Clear: true, Change: 4})
	line(history.Read, 20, 21, func(l *history.Line) {
		l.Answered, l.State, l.ServerEpoch = true, "open", 1
		l.Answers = []history.Answer{{Q: 1, Value: "B", Epoch: 1, Seq: 2}, {Q: 2, Epoch: 1, Seq: 4}}
	})
	line(history.Save, 22, 23, func(l *history.Line) {
		l.Epoch, l.Session, l.Outcome, l.Status, l.Sub, l.Kept = 0, "p0", history.Fail, 409, "attempt.lease_moved", 1
		l.Events = []history.Event{{Seq: 9, Q: 1, Value: "A", Change: 1}}
	})
	stored := map[int]sources.Event{2: {Epoch: 1, Seq: 2, Question: 2, Value: "A"}, 1: {Epoch: 1, Seq: 4, Question: 1, Cleared: true}}
	s := &sitting{form: sources.Form{Items: []sources.Item{{Number: 1}, {Number: 2}}}, row: sources.Attempt{Form: form}}
	digest, _ := s.digest(stored)
	line(history.Submit, 30, 31, func(l *history.Line) { l.Receipt = &history.Signed{Answered: 1, Digest: digest, State: "submitted"} })

	ended := began.Add(time.Minute)
	sc.e.Stored = sources.Stored{
		Attempts: []sources.Attempt{{
			ID: attemptID, Account: account, Form: form, State: "submitted", Epoch: 1, DeadlineAt: began.Add(time.Hour), ClosesAt: began.Add(time.Hour + 3*time.Second),
			Allowance: 3 * time.Second, ClosedAt: ended, CloseReason: "submitted", ReceiptDigest: digest, ReceiptCount: 1,
		}},
		Events: map[string][]sources.Event{attemptID: {
			{Epoch: 1, Seq: 1, Question: 2, Value: "B", At: began}, {Epoch: 1, Seq: 2, Question: 2, Value: "A", At: began},
			{Epoch: 1, Seq: 3, Question: 1, Value: "B", At: began}, {Epoch: 1, Seq: 4, Question: 1, Cleared: true, At: began},
		}},
		Late:   map[string][]sources.Event{attemptID: {{Epoch: 0, Seq: 9, Question: 2, Value: "B"}}},
		Grants: map[string]int{},
		Marks: map[string][]sources.Marks{attemptID: {{
			Version: 1, Got: 500, Of: 1000, Digest: digest, Items: []sources.ItemMark{{Version: first}, {Version: second, Given: []string{"A"}, Got: 500}},
		}}},
		Forms: map[uuid.UUID]sources.Form{form: {Items: []sources.Item{
			{Number: 1, Version: first, Type: "single", Stem: "甲", Options: options, Key: []string{"A"}, Score: 500},
			{Number: 2, Version: second, Type: "single", Stem: "乙", Options: options, Key: []string{"A"}, Score: 500},
		}}},
	}
	sc.e.Shown = map[string]sources.Shown{attemptID: {State: "submitted", Answered: 1, Digest: digest, Got: -1}}
	sc.e.Results = map[uuid.UUID]sources.Reported{account: {Got: 5000, Rows: 1}}
	return sc
}

func (sc *scene) row() *sources.Attempt       { return &sc.e.Stored.Attempts[0] }
func (sc *scene) events() []sources.Event     { return sc.e.Stored.Events[attemptID] }
func (sc *scene) mark() *sources.Marks        { return &sc.e.Stored.Marks[attemptID][0] }
func (sc *scene) set(events ...sources.Event) { sc.e.Stored.Events[attemptID] = events }
func (sc *scene) line(i int) *history.Line    { return &sc.e.Lines[i] }
func (sc *scene) shown(change func(*sources.Shown)) {
	v := sc.e.Shown[attemptID]
	change(&v)
	sc.e.Shown[attemptID] = v
}

func TestA5_ASoundHistoryPasses(t *testing.T) {
	t.Parallel()
	sc := newScene(t)
	r := Judge(sc.e)
	require.True(t, r.Passed, "%+v", r.Violations)
	require.Equal(t, 2, r.Registers)
	require.Equal(t, 5, r.Writes)
	require.Equal(t, 4, r.Acked)
	require.Equal(t, 1, r.Late)
	require.False(t, Judge(Evidence{}).Passed, "an empty history proves nothing")
}

func TestA5_EveryRuleSeesItsBreach(t *testing.T) {
	t.Parallel()
	const submit, lastRead, stale = 9, 7, 8
	for name, c := range map[string]struct {
		rule Rule
		harm func(*scene)
	}{
		"an acknowledged write is gone":        {NoLoss, func(sc *scene) { sc.set(append(sc.events()[:1:1], sc.events()[2:]...)...) }},
		"a read misses an acknowledged answer": {NoLoss, func(sc *scene) { sc.line(lastRead).Answers = sc.line(lastRead).Answers[:1] }},
		"the hand-in lacks what it had acked": {NoLoss, func(sc *scene) {
			l := sc.line(submit)
			l.Receipt, l.Outcome, l.Missing = nil, history.Fail, []int{1}
			l.Events = []history.Event{{Q: 1, Epoch: 1, Seq: 2}}
		}},
		"the sitting is gone":               {NoLoss, func(sc *scene) { sc.e.Stored.Attempts = nil }},
		"a stored value was never sent":     {NoInvention, func(sc *scene) { sc.events()[0].Value = "A" }},
		"a stored write was always refused": {NoInvention, func(sc *scene) { sc.set(append(sc.events(), sources.Event{Seq: 9, Question: 2, Value: "B"})...) }},
		"a read shows another value":        {NoInvention, func(sc *scene) { sc.line(lastRead).Answers[0].Value = "A" }},
		"a late value was never sent":       {NoInvention, func(sc *scene) { sc.e.Stored.Late[attemptID][0].Value = "A" }},
		"a read shows an older write":       {NoResurrection, func(sc *scene) { sc.line(lastRead).Answers[0] = history.Answer{Q: 1, Value: "A", Epoch: 1, Seq: 1} }},
		"an older change came back":         {NoResurrection, func(sc *scene) { sc.line(4).Events[0].Change = 0 }},
		"another value is marked":           {NoResurrection, func(sc *scene) { sc.mark().Items[1].Given = []string{"B"} }},
		"an answer is marked as blank":      {BlankRule, func(sc *scene) { sc.mark().Items[1].Given = nil }},
		"an answer is shown as blank":       {BlankRule, func(sc *scene) { sc.shown(func(v *sources.Shown) { v.Items = []sources.ShownItem{{Number: 1}} }) }},
		"a page reads backwards":            {Monotone, func(sc *scene) { sc.again(lastRead, func(l *history.Line) { l.Answers = l.Answers[1:] }) }},
		"the epoch goes back":               {Monotone, func(sc *scene) { sc.line(lastRead).ServerEpoch = 0 }},
		"accepted after the end":            {ClosedIsClosed, func(sc *scene) { sc.events()[3].At = sc.row().ClosedAt.Add(time.Second) }},
		"closed too early":                  {ClosedIsClosed, func(sc *scene) { sc.row().CloseReason = "deadline" }},
		"a grant was forgotten":             {ClosedIsClosed, func(sc *scene) { sc.e.Stored.Grants[attemptID] = 10 }},
		"acknowledged after the receipt": {ClosedIsClosed, func(sc *scene) {
			sc.again(6, func(l *history.Line) {
				l.Send, l.Recv = at(40), at(41)
				l.Events = []history.Event{{Seq: 5, Q: 2, Value: "A", Change: 5}}
			})
			sc.set(append(sc.events(), sources.Event{Epoch: 1, Seq: 5, Question: 1, Value: "B"})...)
		}},
		"another digest at marking": {ClosedIsClosed, func(sc *scene) { sc.mark().Digest = "00" }},
		"another digest is shown":   {ClosedIsClosed, func(sc *scene) { sc.shown(func(v *sources.Shown) { v.Digest = "00" }) }},
		"still open":                {ClosedIsClosed, func(sc *scene) { sc.row().State = "open" }},
		"two sittings": {ExactlyOne, func(sc *scene) {
			two := *sc.row()
			two.ID = "0191"
			sc.e.Stored.Attempts = append(sc.e.Stored.Attempts, two)
		}},
		"two receipts": {ExactlyOne, func(sc *scene) {
			sc.again(submit, func(l *history.Line) { r := *l.Receipt; r.At = "later"; l.Receipt = &r })
		}},
		"two versions of the marks": {ExactlyOne, func(sc *scene) { sc.e.Stored.Marks[attemptID] = append(sc.e.Stored.Marks[attemptID], *sc.mark()) }},
		"one change twice":          {ExactlyOne, func(sc *scene) { sc.line(4).Events[0].Change = 1 }},
		"no result":                 {ExactlyOne, func(sc *scene) { sc.e.Results = nil }},
		"marked wrongly":            {Score, func(sc *scene) { sc.mark().Got = 1000 }},
		"reported wrongly":          {Score, func(sc *scene) { sc.e.Results[sc.row().Account] = sources.Reported{Got: 4000, Rows: 1} }},
		"not kept":                  {LateStore, func(sc *scene) { sc.e.Stored.Late = nil }},
		"refused and nothing kept":  {LateStore, func(sc *scene) { sc.line(stale).Kept = 0 }},
		"a save under the lease is refused": {Register, func(sc *scene) {
			sc.again(4, func(l *history.Line) {
				l.Send, l.Recv = at(18), at(19)
				l.Outcome, l.Sub, l.Kept = history.Fail, "attempt.lease_moved", 1
			})
		}},
		"two takeovers of one epoch": {Register, func(sc *scene) { sc.again(2, func(l *history.Line) { l.Session, l.Send, l.Recv = "p2", at(5), at(6) }) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := newScene(t)
			c.harm(sc)
			r := Judge(sc.e)
			require.False(t, r.Passed)
			require.NotZero(t, r.Counts[c.rule], "%v %+v", r.Counts, r.Violations)
		})
	}
}

// again adds a line like the i-th with a change.
func (sc *scene) again(i int, change func(*history.Line)) {
	l := sc.e.Lines[i]
	l.Send, l.Recv = l.Send+at(5)/2, l.Recv+at(5)/2
	l.Events = append([]history.Event{}, l.Events...)
	change(&l)
	sc.e.Lines = append(sc.e.Lines, l)
}

// What nobody was told about may have happened or not; both are sound.
func TestA5_AnUnknownWriteMayBeThereOrNot(t *testing.T) {
	t.Parallel()
	for _, there := range []bool{false, true} {
		sc := newScene(t)
		sc.e.Lines = sc.e.Lines[:9] // no hand-in
		sc.again(6, func(l *history.Line) {
			l.Send, l.Recv, l.Outcome = at(25), at(26), history.Unknown
			l.Events = []history.Event{{Seq: 5, Q: 2, Value: "B", Change: 5}}
		})
		digest := sc.row().ReceiptDigest
		if there {
			sc.set(append(sc.events(), sources.Event{Epoch: 1, Seq: 5, Question: 1, Value: "A", At: sc.events()[0].At})...)
			s := &sitting{form: sc.e.Stored.Forms[sc.row().Form], row: *sc.row()}
			digest, _ = s.digest(fold(sc.events()))
			sc.row().ReceiptCount = 2
			sc.shown(func(v *sources.Shown) { v.Answered = 2 })
			sc.mark().Got, sc.mark().Items[0].Given = 1000, []string{"A"}
			sc.e.Results[sc.row().Account] = sources.Reported{Got: 10000, Rows: 1}
		}
		sc.row().ReceiptDigest, sc.mark().Digest = digest, digest
		sc.shown(func(v *sources.Shown) { v.Digest = digest })
		r := Judge(sc.e)
		require.True(t, r.Passed, "%v %+v", there, r.Violations)
		require.Equal(t, 1, r.Unknown)
	}
}

func TestRemark(t *testing.T) {
	t.Parallel()
	form := func(partial bool, kind string, key ...string) sources.Form {
		return sources.Form{Partial: partial, Items: []sources.Item{{Number: 1, Type: kind, Key: key, Score: 300}}}
	}
	for _, c := range []struct {
		form  sources.Form
		given string
		got   int
	}{
		{form(false, "single", "A"), "A", 300}, {form(false, "single", "A"), "B", 0}, {form(false, "single", "A"), "", 0}, {form(false, "judge", "F"), "F", 300},
		{form(false, "multiple", "A", "C"), "AC", 300}, {form(false, "multiple", "A", "C"), "A", 0}, {form(false, "multiple", "A", "C"), "ABC", 0},
		{form(true, "multiple", "A", "C", "D"), "A", 100}, {form(true, "multiple", "A", "C", "D"), "AB", 0}, {form(true, "multiple", "A", "C", "D"), "ACD", 300},
	} {
		got, of := remark(c.form, map[int]sources.Event{1: {Value: c.given}})
		require.Equal(t, c.got, got, c)
		require.Equal(t, 300, of)
	}
}
