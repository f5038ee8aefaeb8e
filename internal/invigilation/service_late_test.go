package invigilation_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/invigilation"
	"jiangxun/internal/result"
	"jiangxun/internal/testkit/apptest"
)

// lateList is the page of late answers as it goes out.
type lateList struct {
	Settled bool
	Totals  struct{ People, Answers, Counted, LeftOut, Undecided int }
	Items   []struct {
		SeatID, Name, RoomName string
		HandedIn               bool
		ClosedAt               time.Time
		Answers                []struct {
			ID, Value, Held, Reason string
			Q, AfterSeconds         int
			OldPage                 bool
			DeviceAt, ReceivedAt    time.Time
			Decisions               []struct {
				Counted           bool
				Reason, DecidedBy string
			}
		}
	}
	Total int
}

// page is a candidate's page on a sitting.
type page struct {
	*apptest.Visitor
	path  string
	epoch int
}

func (w *watched) page(t testing.TB) *page {
	t.Helper()
	return w.pageOf(t, w.Trainee(w.PhoneOf(w.seats[0].AccountID)), 0)
}

func (w *watched) pageOf(t testing.TB, me *apptest.Visitor, seen int) *page {
	t.Helper()
	p := &page{Visitor: me, path: "/api/my/attempts/" + w.attempt.String()}
	var lease struct{ Epoch int }
	reply := p.Post(p.path+"/lease", map[string]any{"epoch": seen, "holder": uuid.New()})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &lease)
	p.epoch = lease.Epoch
	return p
}

func (p *page) say(t testing.TB, status, seq, q int, value string) {
	t.Helper()
	reply := p.Post(p.path+"/answers", map[string]any{"epoch": p.epoch, "events": []any{
		map[string]any{"seq": seq, "q": q, "value": value, "at": time.Now().UnixMilli()},
	}})
	require.Equal(t, status, reply.Status, reply.Text)
}

// ended closes the session's sittings by the deadline and marks them.
func (w *watched) ended(t testing.TB, after time.Duration) {
	t.Helper()
	w.Shift(90*time.Minute + after)
	_, err := w.Rooms.Attempt.CloseDue(w.Sys)
	require.NoError(t, err)
	require.NoError(t, w.Rooms.Attempt.Mark(w.Sys, w.attempt))
}

// settle puts the plan's results into a state, as two people would.
func (w *watched) settle(t testing.TB, state result.State) {
	t.Helper()
	var who uuid.UUID
	require.NoError(t, w.DB.GetContext(t.Context(), &who, `select id from accounts where kind = 'staff' limit 1`))
	_, err := w.DB.ExecContext(t.Context(), `insert into result_plans (plan_id, state, checked_by, checked_name, checked_at, checked_digest)
		values ($1, 'checked', $2, '考务', now(), '\x00') on conflict (plan_id) do update
		set state = 'checked', checked_by = $2, checked_name = '考务', checked_at = now(), checked_digest = '\x00'`, w.session.Plan.ID, who)
	require.NoError(t, err)
	if state == result.Entered {
		_, err = w.DB.ExecContext(t.Context(), `update result_plans set state = 'entered', checked_by = null, checked_name = '', checked_at = null,
			checked_digest = null where plan_id = $1`, w.session.Plan.ID)
		require.NoError(t, err)
	}
}

func TestF33_F09_LateAnswersAreShownAndDecided(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	first := w.page(t)
	first.say(t, http.StatusOK, 1, 1, "A")
	second := w.pageOf(t, first.Visitor, 1) // another device takes over
	first.say(t, http.StatusConflict, 2, 2, "B")
	officer := w.Staff(identity.RoleInvigilator)
	path := "/api/invigilation/sessions/" + w.session.ID.String() + "/late-answers"
	var list lateList
	officer.Get(path).JSON(t, &list)
	require.Empty(t, list.Items, "the sitting still runs")
	w.ended(t, time.Minute)
	second.say(t, http.StatusConflict, 1, 1, "B")
	officer.Get(path).JSON(t, &list)
	require.Equal(t, 1, list.Total)
	require.Equal(t, 2, list.Totals.Undecided)
	require.Equal(t, 1, list.Totals.People)
	one, two := list.Items[0].Answers[0], list.Items[0].Answers[1]
	require.Equal(t, []any{1, "B", "A", "closed", false}, []any{one.Q, one.Value, one.Held, one.Reason, one.OldPage})
	require.Equal(t, []any{2, "B", "", "stale", true}, []any{two.Q, two.Value, two.Held, two.Reason, two.OldPage})
	require.Equal(t, 0, two.AfterSeconds)
	require.False(t, list.Settled)

	decide := func(counted bool, seen int, ids ...string) apptest.Reply {
		answers := []any{}
		for _, id := range ids {
			answers = append(answers, map[string]any{"id": id, "seen": seen})
		}
		return officer.Post(path+"/decisions", map[string]any{"counted": counted, "reason": "监考记录有断网", "answers": answers})
	}
	var ruled struct{ Changed int }
	reply := decide(true, 0, one.ID, two.ID)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &ruled)
	require.Equal(t, 2, ruled.Changed)
	officer.Get(path).JSON(t, &list)
	require.Equal(t, 2, list.Totals.Counted)
	require.Equal(t, "B", list.Items[0].Answers[0].Held)
	require.Equal(t, "测试员", list.Items[0].Answers[0].Decisions[0].DecidedBy)
	officer.Get(path+"?undecided=true").JSON(t, &list)
	require.Empty(t, list.Items)
	reply = decide(false, 0, one.ID)
	require.Equal(t, "attempt.late_decided_meanwhile", reply.Sub())
	require.Equal(t, http.StatusOK, decide(false, 1, one.ID).Status)
	require.Equal(t, 1, w.Count(`select count(*) from result_parts where attempt_id = $1`, w.attempt))
	require.Equal(t, http.StatusNotFound, decide(true, 0, uuid.NewString()).Status)

	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleExaminer).Get(path).Status)
	raw, err := w.Rooms.Invigilation.Report(w.Sys, w.session.ID)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(raw[:4]))
}

func TestLate_AChangedMarkReachesTheResultUntilItIsChecked(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	p := w.page(t)
	w.ended(t, time.Minute)
	for q := 1; q <= 16; q++ {
		p.say(t, http.StatusConflict, q, q, "A")
	}
	me := w.officer(t)
	b, err := w.Rooms.Invigilation.LateAnswers(me, w.session.ID, invigilation.LateView{Limit: 20})
	require.NoError(t, err)
	score := func() int {
		return w.Count(`select score_hundredths from result_parts where attempt_id = $1`, w.attempt)
	}
	require.Equal(t, 0, score())
	ruling := func(count bool, seen int) attempt.LateRuling {
		r := attempt.LateRuling{Seen: map[uuid.UUID]int{}, Count: count, Reason: "断网有记录"}
		for _, a := range b.People[0].Answers {
			r.Seen[a.ID] = seen
		}
		return r
	}
	n, err := w.Rooms.Invigilation.DecideLate(me, w.session.ID, ruling(true, 0))
	require.NoError(t, err)
	require.Equal(t, 16, n)
	m, _, err := w.Rooms.Attempt.Marks(w.Sys, w.attempt)
	require.NoError(t, err)
	require.Positive(t, int(m.TotalHundredths))
	require.Equal(t, int(m.TotalHundredths), score(), "in the transaction of the decision")
	require.Equal(t, 1, w.Count(`select count(*) from result_changes where part = 'theory'`))

	w.settle(t, result.Checked)
	_, err = w.Rooms.Invigilation.DecideLate(me, w.session.ID, ruling(false, 1))
	requireSub(t, err, fault.Conflict, "invigilation.results_settled")
	b, err = w.Rooms.Invigilation.LateAnswers(me, w.session.ID, invigilation.LateView{Limit: 20})
	require.NoError(t, err)
	require.True(t, b.Settled)
	require.Equal(t, int(m.TotalHundredths), score())
	w.settle(t, result.Entered) // returned: a second look is possible again
	_, err = w.Rooms.Invigilation.DecideLate(me, w.session.ID, ruling(false, 1))
	require.NoError(t, err)
	require.Equal(t, 0, score())
}

func TestN009_LateAnswersOfAnotherRoomAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	p := w.page(t)
	w.ended(t, time.Minute)
	p.say(t, http.StatusConflict, 1, 1, "A")
	all, err := w.Rooms.Invigilation.LateAnswers(w.Sys, w.session.ID, invigilation.LateView{Limit: 20})
	require.NoError(t, err)
	ruling := attempt.LateRuling{Seen: map[uuid.UUID]int{all.People[0].Answers[0].ID: 0}, Count: true, Reason: "断网有记录"}
	second := w.Within(w.session.Rooms[1].ID)
	b, err := w.Rooms.Invigilation.LateAnswers(second, w.session.ID, invigilation.LateView{Limit: 20})
	require.NoError(t, err)
	require.Empty(t, b.People)
	require.Zero(t, b.Totals)
	_, err = w.Rooms.Invigilation.DecideLate(second, w.session.ID, ruling)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	elsewhere := w.Within(uuid.New())
	_, err = w.Rooms.Invigilation.LateAnswers(elsewhere, w.session.ID, invigilation.LateView{Limit: 20})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Invigilation.DecideLate(elsewhere, w.session.ID, ruling)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	require.Zero(t, w.Count(`select count(*) from late_decisions`))
}

// officer is a context in which a member of the staff acts, who sees everything.
func (w *watched) officer(t testing.TB) context.Context {
	t.Helper()
	account, _, err := w.Rooms.Identity.CreateStaff(w.Sys, identity.StaffInput{
		Username: "s" + uuid.NewString()[:8], Name: "考务甲", Roles: []string{"exam_officer"},
	}, "Test-password-1")
	require.NoError(t, err)
	return actor.With(t.Context(), actor.Actor{ID: account.ID, Kind: actor.Staff, Name: "考务甲"})
}
