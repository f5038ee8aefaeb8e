package result_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/exam/examtest"
	"jiangxun/internal/marking"
	"jiangxun/internal/result"
)

// A real sitting, closed at its deadline by the server, becomes the theory
// score; whoever never came is absent.
func TestF41_TheServersClosingBecomesTheTheoryScore(t *testing.T) {
	t.Parallel()
	w := examtest.New(t, 2)
	plan, session, seats := w.Published(time.Now().Add(-time.Minute))
	_, err := w.Rooms.Exam.CheckIn(w.Sys, session.ID, seats[0].ID)
	require.NoError(t, err)
	id, err := w.Rooms.Exam.Start(w.As(seats[0].AccountID), seats[0].ID, true)
	require.NoError(t, err)
	me := w.Trainee(w.PhoneOf(seats[0].AccountID))
	path := "/api/my/attempts/" + id.String()
	var lease struct{ Epoch int }
	reply := me.Post(path+"/lease", map[string]any{"epoch": 0, "holder": uuid.New()})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &lease)
	var events []any
	for q := 1; q <= 16; q++ {
		events = append(events, map[string]any{"seq": q, "q": q, "value": "A", "at": time.Now().UnixMilli()})
	}
	reply = me.Post(path+"/answers", map[string]any{"epoch": lease.Epoch, "events": events})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)

	w.Shift(3 * time.Hour)
	var marks marking.Marks
	require.Eventually(t, func() bool {
		m, marked, err := w.Rooms.Attempt.Marks(w.Sys, id)
		marks = m
		return err == nil && marked
	}, time.Minute, 100*time.Millisecond)
	rows := func() map[uuid.UUID]result.Row {
		list, _, err := w.Rooms.Result.Rows(w.Sys, plan.ID, result.Filter{Limit: 10})
		require.NoError(t, err)
		byAccount := map[uuid.UUID]result.Row{}
		for _, r := range list {
			byAccount[r.AccountID] = r
		}
		return byAccount
	}
	got := rows()[seats[0].AccountID].Theory
	require.Equal(t, result.Scored, got.State, "in the same transaction as the marks")
	require.Equal(t, marks.TotalHundredths, got.Score)
	require.Equal(t, http.StatusConflict, me.Get("/api/my/results/"+plan.ID.String()).Status)
	require.Eventually(t, func() bool { return rows()[seats[1].AccountID].Theory.State == result.Absent }, time.Minute, 200*time.Millisecond)
}
