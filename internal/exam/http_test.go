package exam_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/exam/examtest"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
)

// A forged time of the device moves nothing: before the opening the answer is a
// refusal with the server's time, and not one word of the paper.
func TestF31_N067_StartBeforeTheOpening(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	_, e, seats := w.Published(time.Now().Add(10 * time.Minute))
	_, err := w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[0].ID)
	require.NoError(t, err)
	me := w.Trainee(w.PhoneOf(seats[0].AccountID))
	path := "/api/my/exam-seats/" + seats[0].ID.String()

	forged := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+path+"/start", strings.NewReader(`{"pledge":true}`))
	forged.RequestURI = ""
	forged.Header.Set("Content-Type", "application/json")
	forged.Header.Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
	reply := me.Send(forged)
	require.Equal(t, http.StatusConflict, reply.Status, reply.Text)
	require.Equal(t, "exam.not_open_yet", reply.Sub())
	var problem struct {
		Params struct{ ServerTime, StartsAt time.Time }
	}
	reply.JSON(t, &problem)
	require.WithinDuration(t, time.Now(), problem.Params.ServerTime, time.Minute)
	require.WithinDuration(t, e.StartsAt, problem.Params.StartsAt, time.Second)
	require.NotContains(t, reply.Text, "attemptId")
	faces, err := w.Rooms.Paper.Faces(w.Sys, w.Form)
	require.NoError(t, err)
	for _, face := range faces {
		require.NotContains(t, reply.Text, face.Stem)
	}
	require.Equal(t, http.StatusBadRequest, me.Post(path+"/start", map[string]any{"pledge": true, "now": "2027-01-01T00:00:00Z"}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, me.Post(path+"/start", map[string]any{}).Status)

	w.Shift(10 * time.Minute)
	require.Equal(t, http.StatusOK, me.Post(path+"/start", map[string]any{"pledge": true}).Status)
}

func TestN001_MySeatsAreMineAlone(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	_, _, seats := w.Published(time.Now().Add(10 * time.Minute))
	me := w.Trainee(w.PhoneOf(seats[0].AccountID))
	var mine struct {
		Items []struct {
			ID, State, TicketNumber, RoomName string
			Seat                              int
		}
		Total      int
		ServerTime time.Time
	}
	me.Get("/api/my/exam-seats").JSON(t, &mine)
	require.Equal(t, 1, mine.Total)
	require.Equal(t, seats[0].TicketNumber, mine.Items[0].TicketNumber)
	require.WithinDuration(t, time.Now(), mine.ServerTime, time.Minute)
	for _, id := range []uuid.UUID{seats[1].ID, uuid.New()} {
		require.Equal(t, http.StatusNotFound, me.Get("/api/my/exam-seats/"+id.String()+"/ticket").Status)
		require.Equal(t, http.StatusNotFound, me.Post("/api/my/exam-seats/"+id.String()+"/start", map[string]any{"pledge": true}).Status)
	}
	ticket := me.Get("/api/my/exam-seats/" + seats[0].ID.String() + "/ticket")
	require.Equal(t, http.StatusOK, ticket.Status)
	require.Equal(t, "application/pdf", ticket.Header.Get("Content-Type"))
	require.Contains(t, ticket.Header.Get("Cache-Control"), "no-store")
}

func TestHTTP_StaffGoThroughAPlan(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	officer, invigilator := w.Staff(identity.RoleExamOfficer), w.Staff(identity.RoleInvigilator)
	var made struct{ ID string }
	reply := officer.Post("/api/exam-plans", map[string]any{"title": "2026年第一批", "levelId": w.Bank.LevelID})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	reply.JSON(t, &made)
	plan := "/api/exam-plans/" + made.ID
	require.Equal(t, http.StatusForbidden, invigilator.Post("/api/exam-plans", map[string]any{"title": "甲乙", "levelId": w.Bank.LevelID}).Status)
	require.Equal(t, http.StatusOK, officer.Post(plan+"/candidates", map[string]any{"classIds": []any{w.Class}}).Status)
	reply = officer.Post(plan+"/sessions", map[string]any{"part": "theory", "startsAt": time.Now().Add(5 * time.Minute), "minutes": 90, "formId": w.Form, "place": "三楼"})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	reply.JSON(t, &made)
	session := "/api/exam-sessions/" + made.ID
	require.Equal(t, http.StatusOK, officer.Put(session+"/rooms", map[string]any{"rooms": []any{map[string]any{"name": "一考场", "capacity": 30}}}).Status)
	require.Equal(t, http.StatusOK, officer.Post(plan+"/seats", map[string]any{"order": "roster"}).Status)
	require.Equal(t, http.StatusOK, officer.Post(plan+"/publish", map[string]any{}).Status)

	var seats struct {
		Items []struct{ ID, TicketNumber, IDMasked, Name string }
	}
	invigilator.Get(session+"/seats").JSON(t, &seats)
	require.Len(t, seats.Items, 2)
	require.Contains(t, seats.Items[0].IDMasked, "*")
	var found struct{ ID string }
	reply = invigilator.Post(session+"/tickets/find", map[string]any{"ticket": seats.Items[1].TicketNumber})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &found)
	require.Equal(t, seats.Items[1].ID, found.ID)
	seat := session + "/seats/" + found.ID
	require.Equal(t, http.StatusOK, invigilator.Get(seat+"/photo").Status)
	require.Equal(t, http.StatusOK, invigilator.Post(seat+"/check-in", map[string]any{}).Status)
	require.Equal(t, http.StatusOK, invigilator.Post(seat+"/undo-check-in", map[string]any{"reason": "认错人"}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, invigilator.Post(seat+"/undo-check-in", map[string]any{"reason": ""}).Status)
	require.Equal(t, http.StatusForbidden, invigilator.Get(session+"/tickets").Status)
	require.Equal(t, http.StatusOK, officer.Get(session+"/tickets").Status)
	require.Equal(t, http.StatusOK, officer.Get(session+"/readiness").Status)
	require.Equal(t, http.StatusOK, officer.Get("/api/exam-sessions?from=2026-01-01&to=2099-01-01").Status)
}

// Before the start there is nothing to save into, after the close nothing is
// taken in any more.
func TestN069_SaveOutsideOfTheSitting(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 1)
	_, e, seats := w.Published(time.Now().Add(-time.Minute))
	me := w.Trainee(w.PhoneOf(seats[0].AccountID))
	answer := func(attempt string, epoch int) apptest.Reply {
		return me.Post("/api/my/attempts/"+attempt+"/answers", map[string]any{"epoch": epoch, "events": []any{
			map[string]any{"seq": 1, "q": 1, "value": "A", "at": time.Now().UnixMilli()},
		}})
	}
	require.Equal(t, http.StatusNotFound, answer(seats[0].ID.String(), 1).Status)
	require.Zero(t, w.Count(`select count(*) from attempts`))

	_, err := w.Rooms.Exam.CheckIn(w.Sys, e.ID, seats[0].ID)
	require.NoError(t, err)
	var started struct{ AttemptID string }
	me.Post("/api/my/exam-seats/"+seats[0].ID.String()+"/start", map[string]any{"pledge": true}).JSON(t, &started)
	reply := me.Post("/api/my/attempts/"+started.AttemptID+"/lease", map[string]any{"epoch": 0, "holder": uuid.New()})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	w.Shift(3 * time.Hour)
	reply = answer(started.AttemptID, 1)
	require.Equal(t, http.StatusConflict, reply.Status, reply.Text)
	require.Zero(t, w.Count(`select count(*) from answer_events`))
}
