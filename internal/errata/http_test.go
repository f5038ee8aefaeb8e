package errata_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/apptest"
)

// A trainee reports in one request, an author answers, the trainee reads it.
func TestErrata_FromTheTrainingCardToTheAnswer(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := banktest.New(t, p.DB, clock.System{}, 1)
	content := func(stem string) bank.Content { return banktest.Content(bank.Single, b.Points()[0].ID, stem) }
	q := b.Live(t, b.LevelID, bank.Practice, content("练习题"))
	unseen, exam := b.Live(t, b.LevelID, bank.Practice, content("没见过")), b.Live(t, b.LevelID, bank.Exam, content("考试题"))

	const phone = "13800003333"
	me, stranger := p.Trainee(phone), p.Trainee("13800004444")
	var account uuid.UUID
	ctx := banktest.System(t.Context())
	require.NoError(t, postgres.InTx(ctx, p.DB, func(tx postgres.Tx) (err error) {
		account, err = p.Rooms.Identity.EnsureTrainee(ctx, tx, phone)
		return err
	}))
	_, err := p.DB.ExecContext(ctx, `insert into practice_drills (id, account_id, level_id, mode, version_ids, created_at, updated_at)
		values ($1, $2, $3, 'random', $4, $5, $5)`, uuid.New(), account, b.LevelID, pq.Array([]uuid.UUID{q.Current.ID}), time.Now())
	require.NoError(t, err)

	body := func(version uuid.UUID) map[string]any {
		return map[string]any{"versionId": version, "place": "drill", "reason": "key"}
	}
	var reported struct {
		Known  bool
		Report struct{ ID, State, Stem string }
	}
	reply := me.Post("/api/my/errata", body(q.Current.ID))
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &reported)
	require.False(t, reported.Known)
	require.Equal(t, "练习题", reported.Report.Stem)
	me.Post("/api/my/errata", body(q.Current.ID)).JSON(t, &reported)
	require.True(t, reported.Known)

	// N075, N076: what was not seen is not found, be it in another pool or nowhere.
	refused := me.Post("/api/my/errata", body(uuid.New()))
	require.Equal(t, http.StatusNotFound, refused.Status)
	for _, version := range []uuid.UUID{unseen.Current.ID, exam.Current.ID} {
		r := me.Post("/api/my/errata", body(version))
		require.Equal(t, http.StatusNotFound, r.Status)
		require.Equal(t, refused.Sub(), r.Sub())
	}
	require.Equal(t, http.StatusNotFound, stranger.Post("/api/my/errata", body(q.Current.ID)).Status)
	for name, bad := range map[string]map[string]any{
		"no reason":      {"versionId": q.Current.ID, "place": "drill"},
		"strange reason": {"versionId": q.Current.ID, "place": "drill", "reason": "boring"},
		"strange place":  {"versionId": q.Current.ID, "place": "exam", "reason": "key"},
		"long note":      {"versionId": q.Current.ID, "place": "drill", "reason": "key", "note": strings.Repeat("长", 501)},
	} {
		require.Equal(t, http.StatusUnprocessableEntity, me.Post("/api/my/errata", bad).Status, name)
	}

	forAnother := body(q.Current.ID)
	forAnother["accountId"] = uuid.New()
	require.Equal(t, http.StatusBadRequest, me.Post("/api/my/errata", forAnother).Status)

	editor := p.Staff(identity.RoleBankEditor)
	for name, v := range map[string]*apptest.Visitor{"teacher": p.Staff(identity.RoleTeacher), "exam officer": p.Staff(identity.RoleExamOfficer)} {
		require.Equal(t, http.StatusForbidden, v.Get("/api/errata").Status, name)
	}
	require.Equal(t, http.StatusUnauthorized, me.Get("/api/errata").Status, "a trainee's cookie opens no staff page")
	require.Equal(t, http.StatusUnauthorized, editor.Get("/api/my/errata").Status)

	var cases struct {
		Total int
		Items []struct {
			ID, QuestionID, State string
			Reports               int
		}
	}
	editor.Get("/api/errata?state=open").JSON(t, &cases)
	require.Equal(t, 1, cases.Total)
	require.Equal(t, q.ID.String(), cases.Items[0].QuestionID)
	require.Equal(t, 1, cases.Items[0].Reports)
	at := "/api/errata/" + cases.Items[0].ID
	reports := editor.Get(at + "/reports")
	require.Equal(t, http.StatusOK, reports.Status, reports.Text)
	require.NotContains(t, reports.Text+editor.Get(at).Text, account.String(), "staff do not see who reported")

	require.Equal(t, http.StatusUnprocessableEntity, editor.Post(at+"/resolve", map[string]string{"outcome": "open", "reply": "重开"}).Status)
	require.Equal(t, http.StatusUnprocessableEntity, editor.Post(at+"/resolve", map[string]string{"outcome": "fixed", "reply": ""}).Status)
	require.Equal(t, "errata.reply_missing", fieldSub(t, editor.Post(at+"/resolve", map[string]string{"outcome": "fixed", "reply": "  "})))
	done := editor.Post(at+"/resolve", map[string]string{"outcome": "fixed", "reply": "答案已更正。"})
	require.Equal(t, http.StatusOK, done.Status, done.Text)
	again := editor.Post(at+"/resolve", map[string]string{"outcome": "no_fault", "reply": "没有错。"})
	require.Equal(t, http.StatusConflict, again.Status)
	require.Equal(t, "errata.resolved", again.Sub())
	require.Equal(t, http.StatusNotFound, editor.Get("/api/errata/"+uuid.NewString()).Status)

	var mine struct {
		Total int
		Items []struct{ State, Reply string }
	}
	me.Get("/api/my/errata").JSON(t, &mine)
	require.Equal(t, 1, mine.Total)
	require.Equal(t, "fixed", mine.Items[0].State)
	require.Equal(t, "答案已更正。", mine.Items[0].Reply)
	require.Contains(t, stranger.Get("/api/my/errata").Text, `"total":0`)
	var notices struct {
		Total int
		Items []struct{ Kind, Link, Detail string }
	}
	me.Get("/api/my/notices").JSON(t, &notices)
	require.Equal(t, 1, notices.Total, "told once")
	require.Equal(t, "errata_resolved", notices.Items[0].Kind)
	require.Equal(t, "/me/errata", notices.Items[0].Link)
	require.Equal(t, "答案已更正。", notices.Items[0].Detail)
}

func fieldSub(t *testing.T, r apptest.Reply) string {
	t.Helper()
	var p struct{ Fields []struct{ Name, Sub string } }
	r.JSON(t, &p)
	require.Len(t, p.Fields, 1, r.Text)
	require.Equal(t, "reply", p.Fields[0].Name)
	return p.Fields[0].Sub
}
