package invigilation_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/exam"
	"jiangxun/internal/exam/examtest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/invigilation"
)

// watched is a world with a session that has begun: the first of three
// candidates writes, the second is checked in.
type watched struct {
	*examtest.World
	session exam.Session
	seats   []exam.Seat
	attempt uuid.UUID
}

func newWatched(t testing.TB) *watched {
	t.Helper()
	w := &watched{World: examtest.New(t, 3)}
	_, w.session, w.seats = w.Published(time.Now().Add(-time.Minute))
	for _, seat := range w.seats[:2] {
		_, err := w.Rooms.Exam.CheckIn(w.Sys, w.session.ID, seat.ID)
		require.NoError(t, err)
	}
	var err error
	w.attempt, err = w.Rooms.Exam.Start(w.As(w.seats[0].AccountID), w.seats[0].ID, true)
	require.NoError(t, err)
	return w
}

func (w *watched) deadline(t testing.TB) time.Time {
	t.Helper()
	a, err := w.Rooms.Attempt.Get(w.Sys, w.attempt)
	require.NoError(t, err)
	return a.DeadlineAt
}

func requireSub(t testing.TB, err error, code fault.Code, sub fault.Sub) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, sub, fault.SubOf(err), "%v", err)
	require.Equal(t, code, fault.CodeOf(err), "%v", err)
}

func TestF38_BoardShowsEverybodyAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	me := w.Trainee(w.PhoneOf(w.seats[0].AccountID))
	path := "/api/my/attempts/" + w.attempt.String()
	var lease struct{ Epoch int }
	reply := me.Post(path+"/lease", map[string]any{"epoch": 0, "holder": uuid.New()})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &lease)
	now := time.Now().UnixMilli()
	reply = me.Post(path+"/answers", map[string]any{"epoch": lease.Epoch, "events": []any{
		map[string]any{"seq": 1, "q": 1, "value": "A", "at": now}, map[string]any{"seq": 2, "q": 2, "value": "B", "at": now},
	}})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)

	staff := w.Staff(identity.RoleInvigilator)
	const trail = `select count(*) from audit_records where action not like 'identity.%'`
	before := w.Count(trail)
	var board struct {
		Items []struct {
			SeatID, State, Name, IDMasked  string
			Answered, Questions, Takeovers int
			LastSaveAt, DeadlineAt         *time.Time
		}
		Totals     struct{ Total, Assigned, CheckedIn, Started, Submitted, Absent, Silent int }
		Total      int
		ServerTime time.Time
	}
	for range 3 {
		staff.Get("/api/invigilation/sessions/"+w.session.ID.String()).JSON(t, &board)
	}
	require.Equal(t, 3, board.Total)
	first := board.Items[0]
	require.Equal(t, "started", first.State)
	require.Equal(t, 2, first.Answered)
	require.Equal(t, 20, first.Questions)
	require.NotNil(t, first.LastSaveAt)
	require.WithinDuration(t, w.deadline(t), *first.DeadlineAt, time.Second)
	require.Equal(t, 0, first.Takeovers)
	require.Equal(t, "checked_in", board.Items[1].State)
	require.Nil(t, board.Items[1].DeadlineAt)
	require.Equal(t, 1, board.Totals.Started)
	require.Equal(t, 1, board.Totals.CheckedIn)
	require.Equal(t, 1, board.Totals.Assigned)
	require.Equal(t, before, w.Count(trail), "looking leaves no trace")
	staff.Get("/api/invigilation/sessions/"+w.session.ID.String()+"?state=checked_in").JSON(t, &board)
	require.Equal(t, 1, board.Total)
	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleExaminer).Get("/api/invigilation/sessions/"+w.session.ID.String()).Status)
}

func TestF35_GrantMovesTheDeadlineAndIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	before := w.deadline(t)
	staff := w.Staff(identity.RoleInvigilator)
	path := "/api/invigilation/sessions/" + w.session.ID.String() + "/grants"
	reply := staff.Post(path, map[string]any{"minutes": 10, "reason": "电脑重启", "seatIds": []any{w.seats[0].ID}})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	reply = staff.Post(path, map[string]any{"minutes": 5, "reason": "短时停电", "everybody": true})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	require.WithinDuration(t, before.Add(15*time.Minute), w.deadline(t), time.Second)
	var list struct {
		Items []struct {
			Minutes, People   int
			Reason, GrantedBy string
			Names             []string
		}
		Total int
	}
	staff.Get(path).JSON(t, &list)
	require.Equal(t, 2, list.Total)
	require.Equal(t, "短时停电", list.Items[0].Reason)
	require.Equal(t, 1, list.Items[0].People)
	require.Equal(t, []string{"张三"}, list.Items[1].Names)
	require.Equal(t, "测试员", list.Items[1].GrantedBy)
}

func TestN079_GrantsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	staff := w.Staff(identity.RoleInvigilator)
	path := "/api/invigilation/sessions/" + w.session.ID.String() + "/grants"
	seat := []any{w.seats[0].ID}
	for i, body := range []map[string]any{
		{"minutes": -5, "reason": "停电", "seatIds": seat}, {"minutes": 0, "reason": "停电", "seatIds": seat},
		{"minutes": 10_000, "reason": "停电", "seatIds": seat}, {"minutes": 61, "reason": "停电", "seatIds": seat},
		{"minutes": 5, "reason": "", "seatIds": seat}, {"minutes": 5, "reason": "   ", "seatIds": seat},
		{"minutes": 5, "reason": "停电"}, {"minutes": 5, "reason": "停电", "everybody": true, "seatIds": seat},
		{"minutes": 5, "reason": "停电", "seatIds": []any{w.seats[2].ID}}, // not begun
	} {
		reply := staff.Post(path, body)
		require.Equal(t, http.StatusUnprocessableEntity, reply.Status, strconv.Itoa(i)+reply.Text)
	}
	before := w.deadline(t)
	w.Shift(3 * time.Hour)
	reply := staff.Post(path, map[string]any{"minutes": 5, "reason": "停电", "seatIds": seat})
	require.Equal(t, http.StatusUnprocessableEntity, reply.Status, "after the close: "+reply.Text)
	require.Equal(t, "invigilation.nobody_writing", reply.Sub())
	require.Equal(t, before, w.deadline(t))
	require.Equal(t, 0, w.Count(`select count(*) from invigilation_grants`))
}

func TestN009_AnotherRoomsCandidatesAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	// Everybody sits in the first room; the second room's invigilator sees nobody.
	second := w.Within(w.session.Rooms[1].ID)
	_, err := w.Rooms.Invigilation.Grant(second, w.session.ID, invigilation.GrantInput{Minutes: 5, Reason: "停电", SeatIDs: []uuid.UUID{w.seats[0].ID}})
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "%v", err)
	_, err = w.Rooms.Invigilation.Grant(second, w.session.ID, invigilation.GrantInput{Minutes: 5, Reason: "停电", Everybody: true})
	requireSub(t, err, fault.Invalid, "invigilation.nobody_writing")
	_, err = w.Rooms.Invigilation.Record(second, w.session.ID, invigilation.Device, "花屏", w.seats[0].ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	board, err := w.Rooms.Invigilation.Board(second, w.session.ID, invigilation.View{Limit: 100})
	require.NoError(t, err)
	require.Empty(t, board.Seats)

	elsewhere := w.Within(uuid.New())
	_, err = w.Rooms.Invigilation.Board(elsewhere, w.session.ID, invigilation.View{Limit: 100})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = w.Rooms.Invigilation.Report(elsewhere, w.session.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestIncidentsAndReport(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	var staffID uuid.UUID
	account, _, err := w.Rooms.Identity.CreateStaff(w.Sys, identity.StaffInput{Username: "jiankao01", Name: "监考员甲", Roles: []string{"invigilator"}}, "Test-password-1")
	require.NoError(t, err)
	staffID = account.ID
	me := actor.With(t.Context(), actor.Actor{ID: staffID, Kind: actor.Staff, Name: "监考员甲"})
	_, err = w.Rooms.Invigilation.Record(me, w.session.ID, invigilation.Power, "停电两分钟", uuid.Nil)
	require.NoError(t, err)
	_, err = w.Rooms.Invigilation.Record(me, w.session.ID, invigilation.Device, "屏幕花屏，换机", w.seats[0].ID)
	require.NoError(t, err)
	list, total, err := w.Rooms.Invigilation.Incidents(me, w.session.ID, 20, 0)
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, "一考场 1号 张三", list[0].Who)
	require.Equal(t, "监考员甲", list[1].ByName)
	_, err = w.Rooms.Invigilation.Grant(me, w.session.ID, invigilation.GrantInput{Minutes: 5, Reason: "换机", Everybody: true})
	require.NoError(t, err)
	raw, err := w.Rooms.Invigilation.Report(me, w.session.ID)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(raw[:4]))
}
