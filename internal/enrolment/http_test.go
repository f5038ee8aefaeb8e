package enrolment_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/identity"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit/apptest"
)

type stage struct {
	*apptest.Program
	staff, me *apptest.Visitor
	slug      string
	programme string
}

func newStage(t *testing.T) stage {
	p := apptest.Start(t)
	levels, err := p.Rooms.Standard.Load(actor.With(t.Context(), actor.AsSystem("test")), standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"},
		Edition:    standard.Edition{Name: "2018年版", Source: "测试", Sample: true},
		Levels: []standard.LevelDefinition{{
			Track: "数控车床", Code: "4", TheoryMinutes: 90, SkillMinutes: 300,
			Theory: []standard.WeightRow{{Name: "基础知识", Percent: 100}}, Skill: []standard.WeightRow{{Name: "轴类工件加工", Percent: 100}},
		}},
	})
	require.NoError(t, err)
	s := stage{Program: p, staff: p.Staff(identity.RoleRegistrar), me: p.Trainee("13800000001")}
	var made struct{ ID, Slug string }
	reply := s.staff.Post("/api/programmes", map[string]any{
		"title": "数控车工培训", "levelId": levels[0], "kind": "upgrade", "places": 30, "description": "",
		"opensAt": time.Now().Add(-time.Hour), "closesAt": time.Now().Add(time.Hour),
		"materials": []any{map[string]any{"key": "id_front", "name": "身份证正面", "hint": "", "required": true}},
	})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	reply.JSON(t, &made)
	s.slug, s.programme = made.Slug, made.ID
	require.Equal(t, http.StatusOK, s.staff.Post("/api/programmes/"+made.ID+"/open", nil).Status)
	return s
}

func profile(change map[string]any) map[string]any {
	p := map[string]any{
		"name": "张三", "idType": "resident_id", "idNumber": "330482199003072311", "sex": "", "birthDate": "", "ethnic": "汉族",
		"education": "technical_school", "source": "enterprise", "address": "浙江省平湖市", "employer": "", "email": "", "workYears": 6,
		"priorOccupation": "", "priorCertificate": "",
	}
	for k, v := range change {
		p[k] = v
	}
	return p
}

func (s stage) upload(t *testing.T, v *apptest.Visitor, method, path, name, kind string, body []byte) apptest.Reply {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, name)}, "Content-Type": {kind},
	})
	require.NoError(t, err)
	_, err = part.Write(body)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, &b)
	require.NoError(t, err)
	request.Header.Set("Content-Type", w.FormDataContentType())
	return v.Send(request)
}

func noise(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(rand.IntN(1 << 30))
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed>>26) + 120
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

type application struct {
	Summary struct{ ID, State string }
	Version int
	Items   []struct {
		Key    string
		Files  []struct{ ID, Name string }
		Values []struct{ Name, Value string }
	}
}

// submit goes the whole way of a trainee and gives the application's id.
func (s stage) submit(t *testing.T, fields map[string]any) string {
	var a application
	reply := s.me.Post("/api/my/applications", map[string]any{"slug": s.slug})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &a)
	path := "/api/my/applications/" + a.Summary.ID
	require.Equal(t, http.StatusOK, s.me.Put("/api/my/profile", profile(fields)).Status)
	require.Equal(t, http.StatusOK, s.upload(t, s.me, http.MethodPut, "/api/my/photo", "a.jpg", "image/jpeg", noise(300, 400)).Status)
	require.Equal(t, http.StatusOK, s.me.Put(path, map[string]any{"clauseKey": "2018-4-2"}).Status)
	reply = s.upload(t, s.me, http.MethodPost, path+"/materials/id_front/files", `../../<img src=x onerror=alert(1)>.jpg`, "image/jpeg", noise(60, 80))
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply = s.me.Post(path+"/submit", agreements)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	return a.Summary.ID
}

var agreements = map[string]any{"agreements": []any{
	map[string]any{"document": "pledge", "version": "2026-11"}, map[string]any{"document": "privacy", "version": "2026-11"},
}}

func TestJourney_OverHTTP(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	public := s.Visitor()
	require.Contains(t, public.Get("/api/public/programmes").Text, s.slug)
	require.Contains(t, public.Get("/api/public/programmes/"+s.slug).Text, `"placesLeft":30`)
	require.Equal(t, http.StatusUnauthorized, public.Post("/api/my/applications", map[string]any{"slug": s.slug}).Status)

	// A mistake in the number is told at once and nothing typed is lost.
	reply := s.me.Put("/api/my/profile", profile(map[string]any{"idNumber": "330482199003072312"}))
	require.Equal(t, http.StatusOK, reply.Status)
	require.Contains(t, reply.Text, "learner.id_checksum")
	require.Contains(t, s.me.Get("/api/my/profile").Text, "330482199003072312")

	id := s.submit(t, nil)
	path := "/api/applications/" + id
	list := s.staff.Get("/api/applications?state=submitted")
	require.Contains(t, list.Text, "330482********2311")
	require.NotContains(t, list.Text, "330482199003072311")
	require.Contains(t, s.staff.Post("/api/applications/next", map[string]any{}).Text, id)

	var a application
	reply = s.staff.Get(path)
	require.NotContains(t, reply.Text, "330482199003072311")
	reply.JSON(t, &a)
	require.Contains(t, s.staff.Get(path+"/identity").Text, "330482199003072311")
	require.Equal(t, "image/jpeg", s.staff.Get(path+"/photo").Header.Get("Content-Type"))

	decision := map[string]any{"verdict": "return", "version": a.Version, "reason": "", "items": []any{
		map[string]any{"key": "photo", "state": "returned", "reason": "请使用白色背景"},
	}}
	reply = s.staff.Post(path+"/decision", decision)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply = s.staff.Post(path+"/decision", decision)
	require.Equal(t, http.StatusConflict, reply.Status)
	require.Equal(t, "enrolment.decided", reply.Sub())
	require.Contains(t, s.me.Get("/api/my/notices").Text, "请使用白色背景")

	require.Equal(t, http.StatusConflict, s.me.Put("/api/my/profile", profile(map[string]any{"name": "李四"})).Status)
	require.Equal(t, http.StatusOK, s.upload(t, s.me, http.MethodPut, "/api/my/photo", "b.jpg", "image/jpeg", noise(300, 400)).Status)
	require.Equal(t, http.StatusOK, s.me.Post("/api/my/applications/"+id+"/submit", agreements).Status)
	s.staff.Get(path).JSON(t, &a)
	reply = s.staff.Post(path+"/decision", map[string]any{"verdict": "approve", "version": a.Version, "reason": "", "items": []any{}})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	require.Contains(t, s.me.Get("/api/my/applications").Text, `"state":"approved"`)
}

func TestN006_N105_N114_FilesOverHTTP(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.submit(t, map[string]any{"employer": `<script>alert("厂")</script>`})
	var a application
	reply := s.staff.Get("/api/applications/" + id)
	reply.JSON(t, &a)
	require.Equal(t, "application/json", strings.Split(reply.Header.Get("Content-Type"), ";")[0])
	var file string
	for _, i := range a.Items {
		for _, f := range i.Files {
			file = f.ID
			require.Equal(t, "_img src=x onerror=alert(1)_.jpg", f.Name)
		}
		for _, v := range i.Values {
			if v.Name == "employer" {
				require.Equal(t, `<script>alert("厂")</script>`, v.Value, "kept as text; pages print it as text")
			}
		}
	}
	mine := "/api/my/applications/" + id + "/files/" + file
	reply = s.me.Get(mine)
	require.Equal(t, http.StatusOK, reply.Status)
	require.Equal(t, "nosniff", reply.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", reply.Header.Get("Cache-Control"))

	other := s.Trainee("13800000002")
	require.Equal(t, http.StatusNotFound, other.Get(mine).Status)
	require.Equal(t, http.StatusNotFound, other.Get("/api/my/applications/"+id).Status)
	require.Equal(t, http.StatusNotFound, other.Get("/api/my/photo").Status)
	require.Equal(t, http.StatusUnauthorized, s.me.Get("/api/applications/"+id).Status, "a trainee's session is nobody to the staff portal")
	teacher := s.Staff(identity.RoleTeacher)
	require.Equal(t, http.StatusOK, teacher.Get("/api/applications/"+id).Status)
	for _, path := range []string{"/identity", "/photo", "/files/" + file} {
		require.Equal(t, http.StatusForbidden, teacher.Get("/api/applications/"+id+path).Status, path)
	}
	require.Equal(t, http.StatusNoContent, s.me.Post("/api/public/logout", map[string]any{"portal": "learner"}).Status)
	require.Equal(t, http.StatusUnauthorized, s.me.Get(mine).Status)
}

func TestN041_N042_N043_N046_BadBodies(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var a application
	s.me.Post("/api/my/applications", map[string]any{"slug": s.slug}).JSON(t, &a)
	path := "/api/my/applications/" + a.Summary.ID
	for _, field := range []string{"state", "id", "account_id", "created_at", "role", "CLAUSEKEY"} {
		reply := s.me.Put(path, map[string]any{"clauseKey": "", field: "approved"})
		require.Equal(t, http.StatusBadRequest, reply.Status, field)
		require.Equal(t, "unknown_field", reply.Sub())
	}
	for _, body := range []string{`{"clauseKey":"","clauseKey":"x"}`, `{"clauseKey":""}{"clauseKey":"x"}`, `{"clauseKey":""`, `[]`} {
		require.Contains(t, []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, s.me.Put(path, body).Status, body)
	}
	require.Equal(t, http.StatusRequestEntityTooLarge, s.me.Put(path, `{"clauseKey":"`+strings.Repeat("x", 2<<20)+`"}`).Status)
	require.Equal(t, http.StatusBadRequest, s.me.Put("/api/my/profile", profile(map[string]any{"photoKey": "x"})).Status)
	long := s.me.Put("/api/my/profile", profile(map[string]any{"name": "a" + strings.Repeat("\u0301", 10_000)}))
	require.Equal(t, http.StatusUnprocessableEntity, long.Status)
	require.Equal(t, "draft", func() string { s.me.Get(path).JSON(t, &a); return a.Summary.State }())
	big := s.upload(t, s.me, http.MethodPost, path+"/materials/id_front/files", "a.pdf", "application/pdf", make([]byte, 12<<20))
	require.Equal(t, http.StatusRequestEntityTooLarge, big.Status)
}

func TestN031_OtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/my/applications", strings.NewReader(`{"slug":"`+s.slug+`"}`))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/plain")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, s.me.Send(request).Status)
}

func TestVisit_CountsAVisitorOnceADay(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var poster struct{ ID, URL string }
	reply := s.staff.Post("/api/programmes/"+s.programme+"/posters", map[string]any{"channel": "宣传栏"})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	reply.JSON(t, &poster)
	code := poster.URL[strings.LastIndex(poster.URL, "=")+1:]
	for range 3 {
		require.Equal(t, http.StatusNoContent, s.Visitor().Post("/api/public/programmes/"+s.slug+"/visits", map[string]any{"channel": code}).Status)
	}
	require.Contains(t, s.staff.Get("/api/posters/"+poster.ID).Text, `"scans":1`)
	qr := s.staff.Get("/api/posters/" + poster.ID + "/qr")
	require.Equal(t, "image/png", qr.Header.Get("Content-Type"))
	require.Equal(t, http.StatusUnauthorized, s.Visitor().Get("/api/posters/"+poster.ID+"/qr").Status)
	require.Equal(t, http.StatusUnprocessableEntity, s.staff.Post("/api/programmes/"+s.programme+"/posters", map[string]any{"channel": "宣传栏"}).Status)
}
