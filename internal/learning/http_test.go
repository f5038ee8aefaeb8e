package learning_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/cohort"
	"jiangxun/internal/cohort/cohorttest"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
)

func upload(t *testing.T, p *apptest.Program, v *apptest.Visitor, path, name string, content []byte) apptest.Reply {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+path, &body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", w.FormDataContentType())
	return v.Send(request)
}

func ranged(t *testing.T, p *apptest.Program, v *apptest.Visitor, path, value string) apptest.Reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.URL+path, nil)
	require.NoError(t, err)
	request.Header.Set("Range", value)
	return v.Send(request)
}

func TestFilesAreServedInPartsToMembersAlone(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	ctx := actor.With(t.Context(), actor.AsSystem("test"))
	level := cohorttest.Level(t, p.DB)
	programme := cohorttest.Programme(t, p.DB, level)
	class, err := p.Rooms.Cohort.Create(ctx, programme, cohort.Input{Name: "一班", Capacity: 9, StartsOn: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	member := p.Trainee("13800001111")
	who := cohorttest.Person{Name: "学员", Application: uuid.New()}
	require.NoError(t, p.DB.GetContext(t.Context(), &who.Account, `select id from accounts where kind = 'trainee'`))
	cohorttest.Join(t, p.DB, programme, level, who, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	_, err = p.Rooms.Cohort.Add(ctx, class.ID, []uuid.UUID{who.Application})
	require.NoError(t, err)
	_, _, err = p.Rooms.Cohort.Publish(ctx, class.ID)
	require.NoError(t, err)
	stranger, teacher := p.Trainee("13800002222"), p.Staff(identity.RoleTeacher)

	video, err := os.ReadFile("../../seeds/resources/chuck-key.mp4")
	require.NoError(t, err)
	at := "/api/classes/" + class.ID.String() + "/resources?title=" + url.QueryEscape("卡盘钥匙的正确使用")
	reply := upload(t, p, teacher, at, "../../../etc/cron.d/x.mp4", video)
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var r struct {
		ID     string
		Length int
	}
	reply.JSON(t, &r)
	require.Equal(t, 16, r.Length)
	require.Equal(t, http.StatusForbidden, upload(t, p, p.Staff(identity.RoleRegistrar), at, "a.mp4", video).Status)
	require.Equal(t, "learning.file_kind", upload(t, p, teacher, at, "film.mp4", []byte("not a film")).Sub())
	require.Equal(t, http.StatusUnprocessableEntity, upload(t, p, teacher, "/api/classes/"+class.ID.String()+"/resources", "a.mp4", video).Status, "no title")

	path := "/api/my/resources/" + r.ID + "/file"
	whole := member.Get(path)
	require.Equal(t, http.StatusOK, whole.Status)
	require.Equal(t, string(video), whole.Text)
	require.Equal(t, "video/mp4", whole.Header.Get("Content-Type"))
	require.Equal(t, "bytes", whole.Header.Get("Accept-Ranges"))
	part := ranged(t, p, member, path, "bytes=100-199")
	require.Equal(t, http.StatusPartialContent, part.Status)
	require.Equal(t, string(video[100:200]), part.Text)
	require.Equal(t, "bytes 100-199/"+whole.Header.Get("Content-Length"), part.Header.Get("Content-Range"))
	require.Equal(t, http.StatusRequestedRangeNotSatisfiable, ranged(t, p, member, path, "bytes=99999999-").Status)
	require.Equal(t, string(video), teacher.Get("/api/resources/"+r.ID+"/file").Text)

	for name, v := range map[string]*apptest.Visitor{"stranger": stranger, "visitor": p.Visitor(), "staff": teacher} {
		want := http.StatusUnauthorized
		if name == "stranger" {
			want = http.StatusNotFound
		}
		require.Equal(t, want, v.Get(path).Status, name)
		require.Equal(t, want, ranged(t, p, v, path, "bytes=0-10").Status, name)
		require.Equal(t, want, v.Put("/api/my/resources/"+r.ID+"/progress", map[string]any{"position": 1, "played": []any{}}).Status, name)
	}
	saved := member.Put("/api/my/resources/"+r.ID+"/progress", map[string]any{"position": 7, "played": []any{map[string]any{"from": 0, "to": 7}}})
	require.Equal(t, http.StatusOK, saved.Status, saved.Text)
	var progress struct{ Position, Percent int }
	saved.JSON(t, &progress)
	require.Equal(t, 7, progress.Position)
	require.LessOrEqual(t, progress.Percent, 20, "seven seconds claimed at once")
	for name, body := range map[string]any{
		"before the start": map[string]any{"position": -1, "played": []any{}},
		"endless":          map[string]any{"position": 1, "played": []any{map[string]any{"from": 0, "to": 1e9}}},
		"no list":          map[string]any{"position": 1},
	} {
		require.Equal(t, http.StatusUnprocessableEntity, member.Put("/api/my/resources/"+r.ID+"/progress", body).Status, name)
	}

	require.Equal(t, http.StatusNoContent, member.Post("/api/public/logout", map[string]string{"portal": "learner"}).Status)
	require.Equal(t, http.StatusUnauthorized, member.Get(path).Status, "after logging out (N006)")
}
