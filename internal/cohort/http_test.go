package cohort_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

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
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.URL+path, &body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", w.FormDataContentType())
	return v.Send(request)
}

func drawing(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 200, 200))))
	return b.Bytes()
}

// trainee signs somebody in and gives their account an approved application.
func trainee(t *testing.T, p *apptest.Program, phone string, programme, level uuid.UUID) (*apptest.Visitor, cohorttest.Person) {
	t.Helper()
	v := p.Trainee(phone)
	who := cohorttest.Person{Name: "学员", Application: uuid.New()}
	require.NoError(t, p.DB.GetContext(t.Context(), &who.Account,
		`select a.id from accounts a join login_sessions s on s.account_id = a.id where a.kind = 'trainee' order by s.created_at desc limit 1`))
	return v, cohorttest.Join(t, p.DB, programme, level, who, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
}

func TestN006_ClassAndGroupPictureAreForMembersAlone(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	level := cohorttest.Level(t, p.DB)
	programme := cohorttest.Programme(t, p.DB, level)
	member, who := trainee(t, p, "13800001111", programme, level)
	stranger, _ := trainee(t, p, "13800002222", programme, level)
	staff := p.Staff(identity.RoleRegistrar)

	reply := staff.Post("/api/classes", map[string]any{
		"programmeId": programme, "name": "车工四级一班", "capacity": 30, "teacherId": nil, "startsOn": "2026-12-01", "endsOn": "", "place": "实训楼 301",
	})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var class struct{ ID string }
	reply.JSON(t, &class)
	at := "/api/classes/" + class.ID
	require.Equal(t, http.StatusOK, staff.Post(at+"/members", map[string]any{"applicationIds": []uuid.UUID{who.Application}}).Status)
	require.Equal(t, http.StatusCreated, staff.Post(at+"/lessons", map[string]any{
		"day": "2026-12-01", "startsAt": "08:30", "endsAt": "10:00", "title": "安全教育", "place": "实训楼 301", "teacherName": "王老师",
	}).Status)
	require.Equal(t, "cohort.picture", upload(t, p, staff, at+"/group-qr", "../../etc/passwd", []byte("GIF89a")).Sub())
	require.Equal(t, http.StatusOK, upload(t, p, staff, at+"/group-qr", "../../etc/passwd", drawing(t)).Status, "the name sent is nobody's path (N114)")

	mine := "/api/my/classes/" + class.ID
	require.Equal(t, http.StatusNotFound, member.Get(mine).Status, "not published yet")
	require.Equal(t, http.StatusNotFound, member.Get(mine+"/group-qr").Status)
	require.Equal(t, http.StatusOK, staff.Post(at+"/publish", nil).Status)

	var list struct{ Total int }
	member.Get("/api/my/classes").JSON(t, &list)
	require.Equal(t, 1, list.Total)
	var lessons struct {
		Items []struct{ Day, StartsAt, Title string }
	}
	member.Get(mine+"/lessons").JSON(t, &lessons)
	require.Equal(t, "08:30", lessons.Items[0].StartsAt)
	picture := member.Get(mine + "/group-qr")
	require.Equal(t, http.StatusOK, picture.Status)
	require.Equal(t, "image/png", picture.Header.Get("Content-Type"))
	require.Equal(t, "no-store", picture.Header.Get("Cache-Control"))

	for _, path := range []string{mine, mine + "/lessons", mine + "/group-qr"} {
		require.Equal(t, http.StatusNotFound, stranger.Get(path).Status, path)
		require.Equal(t, http.StatusUnauthorized, p.Visitor().Get(path).Status, path)
		require.Equal(t, http.StatusUnauthorized, staff.Get(path).Status, path)
	}
	stranger.Get("/api/my/classes").JSON(t, &list)
	require.Zero(t, list.Total)

	roster := staff.Get(at + "/roster")
	require.Equal(t, http.StatusOK, roster.Status)
	require.Contains(t, roster.Header.Get("Content-Disposition"), "attachment")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Post(at+"/roster/full", map[string]any{"reason": ""}).Status)
	require.Equal(t, http.StatusForbidden, p.Staff(identity.RoleExamOfficer).Post(at+"/roster/full", map[string]any{"reason": "看看"}).Status)

	require.Equal(t, http.StatusNoContent, staff.Post(at+"/members/"+who.Application.String()+"/remove", map[string]any{"reason": "退班"}).Status)
	require.Equal(t, http.StatusNotFound, member.Get(mine+"/group-qr").Status)
}

func TestClassInputIsHeldAgainstTheContract(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	programme := cohorttest.Programme(t, p.DB, cohorttest.Level(t, p.DB))
	staff := p.Staff(identity.RoleRegistrar)
	body := func(change map[string]any) map[string]any {
		b := map[string]any{"programmeId": programme, "name": "一班", "capacity": 30, "teacherId": nil, "startsOn": "", "endsOn": "", "place": ""}
		for k, v := range change {
			b[k] = v
		}
		return b
	}
	for name, change := range map[string]map[string]any{
		"no name": {"name": ""}, "blank name": {"name": "　"}, "no places": {"capacity": 0}, "many places": {"capacity": 501}, "no such day": {"startsOn": "2026-02-30"},
		"form of the day": {"startsOn": "1.12.2026"}, "end alone": {"endsOn": "2026-12-01"}, "unknown teacher": {"teacherId": uuid.New()},
	} {
		require.Equal(t, http.StatusUnprocessableEntity, staff.Post("/api/classes", body(change)).Status, name)
	}
	require.Equal(t, http.StatusBadRequest, staff.Post("/api/classes", body(map[string]any{"state": "published"})).Status, "unknown field")
	require.Equal(t, http.StatusNotFound, staff.Post("/api/classes", body(map[string]any{"programmeId": uuid.New()})).Status)
}
