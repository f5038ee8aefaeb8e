package exam_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/body"
	"jiangxun/internal/exam"
	"jiangxun/internal/exam/examtest"
	"jiangxun/internal/fault"
)

func requireSub(t testing.TB, err error, code fault.Code, sub fault.Sub) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, sub, fault.SubOf(err), "%v", err)
	require.Equal(t, code, fault.CodeOf(err), "%v", err)
}

func requireField(t testing.TB, err error, sub fault.Sub) {
	t.Helper()
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, fault.Invalid, f.Code)
	require.Len(t, f.Fields, 1)
	require.Equal(t, sub, f.Fields[0].Sub)
}

func TestPlan_CopiesTheRulesOfTheBodyOnce(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 0)
	settings := body.Defaults()
	settings.Rules.PassMark, settings.Rules.LateMinutes = 65, 20
	settings.Name, settings.Address, settings.Contact = "示例技师学院", "平湖市示例路1号", "0573-80000000"
	_, err := w.Rooms.Body.Save(w.Sys, settings)
	require.NoError(t, err)
	first, err := w.Rooms.Exam.CreatePlan(w.Sys, "第一批", w.Bank.LevelID)
	require.NoError(t, err)
	settings.Rules.PassMark = 70
	_, err = w.Rooms.Body.Save(w.Sys, settings)
	require.NoError(t, err)
	second, err := w.Rooms.Exam.CreatePlan(w.Sys, "第二批", w.Bank.LevelID)
	require.NoError(t, err)

	first, err = w.Rooms.Exam.Plan(w.Sys, first.ID)
	require.NoError(t, err)
	require.Equal(t, 65, first.Rules.PassMark)
	require.Equal(t, 20, first.Rules.LateMinutes)
	require.Equal(t, 70, second.Rules.PassMark)
	require.Equal(t, "示例技师学院", first.SiteName)
	require.Equal(t, first.Batch+1, second.Batch)

	in := exam.PlanInput{Title: "第一批改", SiteNumber: 2, Rules: first.Rules}
	in.Rules.PassMark = 60
	first, err = w.Rooms.Exam.SavePlan(w.Sys, first.ID, in)
	require.NoError(t, err)
	require.Equal(t, 60, first.Rules.PassMark)
	in.Rules.TicketPattern = "{YYYY}{seat:2}"
	_, err = w.Rooms.Exam.SavePlan(w.Sys, first.ID, in)
	requireField(t, err, "exam.ticket_pattern_part")
}

func TestSession_TakesAnExamFormOfItsLevelAlone(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 0)
	p, err := w.Rooms.Exam.CreatePlan(w.Sys, "第一批", w.Bank.LevelID)
	require.NoError(t, err)
	in := exam.SessionInput{Part: exam.Theory, StartsAt: time.Now().Add(time.Hour), Minutes: 90, FormID: w.Mock()}
	_, err = w.Rooms.Exam.CreateSession(w.Sys, p.ID, in)
	requireField(t, err, "exam.form_purpose")
	in.FormID = uuid.New()
	_, err = w.Rooms.Exam.CreateSession(w.Sys, p.ID, in)
	requireField(t, err, "exam.form_unknown")
	in.FormID, in.Part = w.Form, exam.Skill
	_, err = w.Rooms.Exam.CreateSession(w.Sys, p.ID, in)
	requireField(t, err, "exam.form_skill")

	other, err := w.Rooms.Exam.CreatePlan(w.Sys, "别的职业", w.Bank.Level(t, "铣工", 1))
	require.NoError(t, err)
	in.Part = exam.Theory
	_, err = w.Rooms.Exam.CreateSession(w.Sys, other.ID, in)
	requireField(t, err, "exam.form_level")
	_, err = w.Rooms.Exam.CreateSession(w.Sys, p.ID, in)
	require.NoError(t, err)

	_, _, err = w.Rooms.Exam.AddCandidates(w.Sys, other.ID, []uuid.UUID{w.Class})
	requireField(t, err, "exam.class_level")
}

func TestCandidates_AreAddedOnce(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 3)
	p := w.Plan()
	second := w.NewClass("二班", 1)
	added, already, err := w.Rooms.Exam.AddCandidates(w.Sys, p.ID, []uuid.UUID{w.Class, second})
	require.NoError(t, err)
	require.Equal(t, 1, added)
	require.Equal(t, 3, already)
	list, total, err := w.Rooms.Exam.ListCandidates(w.Sys, p.ID, "", 2, 2)
	require.NoError(t, err)
	require.Equal(t, 4, total)
	require.Len(t, list, 2)
	require.Equal(t, "张三", list[0].Name)
	require.True(t, list[0].HasPhoto)
	require.NotContains(t, list[0].IDMasked, "0000")
	classes, _, err := w.Rooms.Exam.ListClasses(w.Sys, p.ID, 20, 0)
	require.NoError(t, err)
	require.Len(t, classes, 2)
	require.Equal(t, classes[0].Members, classes[0].Added)
	require.NoError(t, w.Rooms.Exam.RemoveCandidate(w.Sys, p.ID, list[1].ID))
	require.Equal(t, fault.NotFound, fault.CodeOf(w.Rooms.Exam.RemoveCandidate(w.Sys, p.ID, list[1].ID)))
}

func TestSeats_FillRoomsInOrderAndSayWhatIsShort(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 5)
	p := w.Plan()
	e := w.Theory(p, time.Now().Add(time.Hour), exam.RoomInput{Name: "一考场", Capacity: 2})
	_, err := w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{})
	requireSub(t, err, fault.Conflict, "exam.capacity_short_theory")
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, fault.Params{"needed": 5, "capacity": 2, "missing": 3}, f.Params)

	_, err = w.Rooms.Exam.SaveRooms(w.Sys, e.ID, []exam.RoomInput{{Name: "一考场", Capacity: 3}, {Name: "二考场", Capacity: 30}})
	require.NoError(t, err)
	skill, err := w.Rooms.Exam.CreateSession(w.Sys, p.ID, exam.SessionInput{Part: exam.Skill, StartsAt: time.Now().Add(2 * time.Hour), Minutes: 240, Place: "车间"})
	require.NoError(t, err)
	_, err = w.Rooms.Exam.SaveRooms(w.Sys, skill.ID, []exam.RoomInput{{Name: "车间", Capacity: 5}})
	require.NoError(t, err)
	n, err := w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{})
	require.NoError(t, err)
	require.Equal(t, 10, n)
	seats, err := w.Rooms.Exam.Seats(w.Sys, e.ID)
	require.NoError(t, err)
	require.Len(t, seats, 5)
	places := []string{}
	for _, s := range seats {
		places = append(places, s.TicketNumber[8:])
	}
	// Rooms 001 and 002 of site 01, seats from 01.
	require.Equal(t, []string{"00101", "00102", "00103", "00201", "00202"}, places)
	require.Len(t, seats[0].TicketNumber, 13)
	require.Equal(t, 10, w.Count(`select count(distinct ticket_number) from exam_seats where plan_id = $1`, p.ID))

	// Once given, numbers change only with a reason, and the record keeps it.
	_, err = w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{Shuffle: true, Seed: 5})
	requireField(t, err, "exam.reason_needed")
	order := func() (accounts []uuid.UUID) {
		_, err := w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{Shuffle: true, Seed: 5, Reason: "考场调整"})
		require.NoError(t, err)
		seats, err := w.Rooms.Exam.Seats(w.Sys, e.ID)
		require.NoError(t, err)
		for _, s := range seats {
			accounts = append(accounts, s.AccountID)
		}
		return accounts
	}
	require.Equal(t, order(), order())
	require.Equal(t, 2, w.Count(`select count(*) from audit_records where action = 'exam.assign_seats' and reason = '考场调整'`))
}

func TestPublish_NeedsFormsAndSeatsAndTellsEverybodyOnce(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	p := w.Plan()
	_, err := w.Rooms.Exam.Publish(w.Sys, p.ID)
	requireSub(t, err, fault.Conflict, "exam.no_sessions")
	e := w.Theory(p, time.Now().Add(2*time.Hour), exam.RoomInput{Name: "一考场", Capacity: 30})
	_, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	requireSub(t, err, fault.Conflict, "exam.seats_missing")
	_, err = w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{})
	require.NoError(t, err)
	in := exam.SessionInput{Part: exam.Theory, StartsAt: e.StartsAt, Minutes: 90}
	_, err = w.Rooms.Exam.SaveSession(w.Sys, e.ID, in)
	require.NoError(t, err)
	_, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	requireSub(t, err, fault.Conflict, "exam.form_missing")
	in.FormID = w.Form
	_, err = w.Rooms.Exam.SaveSession(w.Sys, e.ID, in)
	require.NoError(t, err)
	p, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	require.NoError(t, err)
	require.Equal(t, exam.Published, p.State)
	ready, err := w.Rooms.Exam.Readiness(w.Sys, e.ID)
	require.NoError(t, err)
	require.Equal(t, exam.CheckContact, notOK(ready)[0], "%+v", ready)
	require.Len(t, notOK(ready), 1)
	require.Equal(t, 2, w.Count(`select count(*) from notices where kind = 'exam_scheduled' and link = '/exams'`))

	// A published plan does not change; it can be withdrawn while nobody may enter.
	_, err = w.Rooms.Exam.SaveSession(w.Sys, e.ID, in)
	requireSub(t, err, fault.Conflict, "exam.not_drafted")
	_, err = w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{Reason: "x"})
	requireSub(t, err, fault.Conflict, "exam.not_drafted")
	_, err = w.Rooms.Exam.Withdraw(w.Sys, p.ID, "时间有误")
	require.NoError(t, err)
	_, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	require.NoError(t, err)
	require.Equal(t, 4, w.Count(`select count(*) from notices where kind = 'exam_scheduled'`))
	w.Shift(100 * time.Minute)
	_, err = w.Rooms.Exam.Withdraw(w.Sys, p.ID, "时间有误")
	requireSub(t, err, fault.Conflict, "exam.entry_open")
}

func notOK(r exam.Readiness) (keys []exam.CheckKey) {
	for _, c := range r.Checks {
		if !c.OK {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

func TestN008_N009_InvigilatorsSeeTheirSessionsAndRoomsAlone(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 3)
	p := w.Plan()
	one := w.Theory(p, time.Now().Add(time.Minute), exam.RoomInput{Name: "一考场", Capacity: 2}, exam.RoomInput{Name: "二考场", Capacity: 2})
	_, err := w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{})
	require.NoError(t, err)
	_, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	require.NoError(t, err)
	_, other, _ := w.Published(time.Now().Add(time.Hour))

	mine := w.Within(one.ID)
	_, err = w.Rooms.Exam.Session(mine, one.ID)
	require.NoError(t, err)
	for _, look := range []func() error{
		func() error { _, err := w.Rooms.Exam.Session(mine, other.ID); return err },
		func() error { _, err := w.Rooms.Exam.Seats(mine, other.ID); return err },
		func() error { _, err := w.Rooms.Exam.Plan(mine, other.PlanID); return err },
		func() error { _, err := w.Rooms.Exam.Readiness(mine, other.ID); return err },
		func() error { _, err := w.Rooms.Exam.Tickets(mine, other.ID, uuid.Nil); return err },
		func() error { _, err := w.Rooms.Exam.FinishSession(mine, other.ID); return err },
	} {
		require.Equal(t, fault.NotFound, fault.CodeOf(look()))
	}
	list, total, err := w.Rooms.Exam.ListSessions(mine, time.Time{}, time.Time{}, 20, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, one.ID, list[0].ID)

	room := w.Within(one.Rooms[1].ID)
	seats, err := w.Rooms.Exam.Seats(room, one.ID)
	require.NoError(t, err)
	require.Len(t, seats, 1)
	all, err := w.Rooms.Exam.Seats(w.Sys, one.ID)
	require.NoError(t, err)
	_, err = w.Rooms.Exam.CheckIn(room, one.ID, all[0].ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Exam.CheckIn(room, one.ID, all[2].ID)
	require.NoError(t, err)
}

func TestCheckIn_OnlyInsideTheWindowAndOnce(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	_, e, seats := w.Published(time.Now().Add(40 * time.Minute))
	_, err := w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[0].ID)
	requireSub(t, err, fault.Conflict, "exam.entry_early")
	w.Shift(15 * time.Minute)
	for range 2 {
		seat, err := w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[0].ID)
		require.NoError(t, err)
		require.Equal(t, exam.CheckedIn, seat.State)
	}
	require.Equal(t, 1, w.Count(`select count(*) from audit_records where action = 'exam.check_in'`))
	seat, err := w.Rooms.Exam.UndoCheckIn(w.Sys, e.ID, seats[0].ID, "认错人")
	require.NoError(t, err)
	require.Equal(t, exam.Assigned, seat.State)
	w.Shift(60 * time.Minute)
	_, err = w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[0].ID)
	requireSub(t, err, fault.Conflict, "exam.entry_late")

	// Whoever was not there by the cut-off is absent.
	require.NoError(t, w.Rooms.Exam.Tick(w.Sys))
	after, err := w.Rooms.Exam.Seats(w.Sys, e.ID)
	require.NoError(t, err)
	require.Equal(t, exam.Absent, after[0].State)
}

func TestN074_TicketOfAnotherSession(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 1)
	_, one, seats := w.Published(time.Now().Add(time.Minute))
	_, two, others := w.Published(time.Now().Add(time.Minute))
	_, err := w.Rooms.Exam.FindTicket(w.Sys, one.ID, others[0].TicketNumber)
	requireSub(t, err, fault.Conflict, "exam.ticket_other_session")
	_, err = w.Rooms.Exam.CheckIn(w.Sys, one.ID, others[0].ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	found, err := w.Rooms.Exam.FindTicket(w.Sys, one.ID, " "+seats[0].TicketNumber[:4]+" "+seats[0].TicketNumber[4:]+"\r\n")
	require.NoError(t, err)
	require.Equal(t, seats[0].ID, found.ID)
	_, err = w.Rooms.Exam.FindTicket(w.Sys, two.ID, "1234")
	requireField(t, err, "exam.ticket_unknown")
}

func TestN067_N068_StartRules(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	p, e, seats := w.Published(time.Now().Add(20 * time.Minute))
	me, seat := w.As(seats[0].AccountID), seats[0]

	_, err := w.Rooms.Exam.Start(me, seat.ID, true)
	requireSub(t, err, fault.Conflict, "exam.not_open_yet")
	w.Shift(21 * time.Minute)
	_, err = w.Rooms.Exam.Start(me, seat.ID, true)
	requireSub(t, err, fault.Conflict, "exam.not_checked_in")
	_, err = w.Rooms.Exam.CheckIn(w.Sys, e.ID, seat.ID)
	require.NoError(t, err)
	_, err = w.Rooms.Exam.Start(me, seat.ID, false)
	requireSub(t, err, fault.Conflict, "exam.pledge_needed")
	_, err = w.Rooms.Exam.Start(w.As(seats[1].AccountID), seat.ID, true)
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "somebody else's seat")
	_, err = w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[1].ID)
	require.NoError(t, err)

	// However many ask at once, one attempt is begun.
	ids := make([]uuid.UUID, 8)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() { ids[i], _ = w.Rooms.Exam.Start(me, seat.ID, true) })
	}
	group.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
		require.NotEqual(t, uuid.Nil, id)
	}
	a, err := w.Rooms.Attempt.Get(w.Sys, ids[0])
	require.NoError(t, err)
	require.Equal(t, e.ID, a.ContextID)
	require.Equal(t, p.Rules.AllowanceSeconds, a.AllowanceSeconds)
	require.WithinDuration(t, a.StartedAt.Add(90*time.Minute), a.DeadlineAt, time.Second)
	require.WithinDuration(t, e.StartsAt.Add(30*time.Minute), a.EarliestHandInAt, time.Minute+time.Second)
	require.Equal(t, e.WindowEndsAt().Unix(), a.WindowEndsAt.Unix())

	// Past the cut-off nobody begins, but who has begun goes on.
	w.Shift(40 * time.Minute)
	_, err = w.Rooms.Exam.Start(w.As(seats[1].AccountID), seats[1].ID, true)
	requireSub(t, err, fault.Conflict, "exam.too_late")
	again, err := w.Rooms.Exam.Start(me, seat.ID, true)
	require.NoError(t, err)
	require.Equal(t, ids[0], again)
}

func TestFinish_WaitsForOpenAttempts(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 3)
	p, e, seats := w.Published(time.Now().Add(-time.Minute))
	for _, s := range seats[:2] {
		_, err := w.Rooms.Exam.CheckIn(w.Sys, e.ID, s.ID)
		require.NoError(t, err)
	}
	id, err := w.Rooms.Exam.Start(w.As(seats[0].AccountID), seats[0].ID, true)
	require.NoError(t, err)
	_, err = w.Rooms.Exam.FinishSession(w.Sys, e.ID)
	requireSub(t, err, fault.Conflict, "exam.attempts_open")
	w.Shift(3 * time.Hour)
	require.Eventually(t, func() bool {
		a, err := w.Rooms.Attempt.Get(w.Sys, id)
		return err == nil && a.State == attempt.ClosedOff
	}, 30*time.Second, 50*time.Millisecond)
	e, err = w.Rooms.Exam.FinishSession(w.Sys, e.ID)
	require.NoError(t, err)
	require.Equal(t, exam.Finished, e.State)
	require.Equal(t, exam.Counts{Total: 3, Submitted: 1, Absent: 2}, e.Counts)
	p, err = w.Rooms.Exam.Plan(w.Sys, p.ID)
	require.NoError(t, err)
	require.Equal(t, exam.PlanFinished, p.State)
	_, err = w.Rooms.Exam.Start(w.As(seats[1].AccountID), seats[1].ID, true)
	requireSub(t, err, fault.Conflict, "exam.session_finished")
}

func TestTickets_AreDrawn(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	_, e, seats := w.Published(time.Now().Add(time.Hour))
	one, err := w.Rooms.Exam.MyTicket(w.As(seats[0].AccountID), seats[0].ID)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(one[:4]))
	_, err = w.Rooms.Exam.MyTicket(w.As(seats[1].AccountID), seats[0].ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	all, err := w.Rooms.Exam.Tickets(banktest.System(t.Context()), e.ID, uuid.Nil)
	require.NoError(t, err)
	require.Greater(t, len(all), len(one))
}

func TestN008_OccupationScopesHidePlans(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 1)
	p, e, seats := w.Published(time.Now().Add(time.Minute))
	_ = w.Bank.Level(t, "铣工", 1)
	other := w.Occupation("铣工")
	who := actor.Actor{ID: uuid.New(), Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: other}}}
	ctx := actor.With(t.Context(), who)
	_, err := w.Rooms.Exam.Plan(ctx, p.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Exam.Session(ctx, e.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Exam.CheckIn(ctx, e.ID, seats[0].ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, _, err = w.Rooms.Exam.ListCandidates(ctx, p.ID, "", 20, 0)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Exam.CreatePlan(ctx, "越权", w.Bank.LevelID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	plans, total, err := w.Rooms.Exam.ListPlans(ctx, "", "", 20, 0)
	require.NoError(t, err)
	require.Zero(t, total)
	require.Empty(t, plans)
	sessions, _, err := w.Rooms.Exam.ListSessions(ctx, time.Time{}, time.Time{}, 20, 0)
	require.NoError(t, err)
	require.Empty(t, sessions)
}
