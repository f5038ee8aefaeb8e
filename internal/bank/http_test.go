package bank_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
)

func level(t *testing.T, p *apptest.Program) *banktest.Bank {
	t.Helper()
	b := &banktest.Bank{DB: p.DB, Standard: p.Rooms.Standard, Service: p.Rooms.Bank}
	b.LevelID = b.Level(t, "车工", 2)
	var err error
	b.Elements, err = b.Standard.Elements(banktest.System(t.Context()), b.LevelID)
	require.NoError(t, err)
	return b
}

func upload(t *testing.T, p *apptest.Program, v *apptest.Visitor, path, name string, content []byte) apptest.Reply {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, form.Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+path, &body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.Send(request)
}

func questionBody(b *banktest.Bank) map[string]any {
	return map[string]any{"pool": "practice", "content": map[string]any{
		"body": map[string]any{
			"type": "single", "stem": "<b>题</b><script>x</script>", "options": []map[string]string{{"key": "A", "html": "甲"}, {"key": "B", "html": "乙"}},
			"key": []string{"A"},
		},
		"difficulty": 3, "elementId": b.Points()[0].ID, "pictureIds": []string{}, "source": "",
	}}
}

func TestHTTP_QuestionsAndPictures(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	base := "/api/bank/levels/" + b.LevelID.String()

	picture := upload(t, p, editor, base+"/pictures", "../图1.png", pngOf(t, 7))
	require.Equal(t, 201, picture.Status, picture.Text)
	var shown struct{ ID, Name string }
	picture.JSON(t, &shown)
	require.Equal(t, "图1.png", shown.Name)
	got := editor.Get("/api/bank/pictures/" + shown.ID)
	require.Equal(t, "image/png", got.Header.Get("Content-Type"))

	body := questionBody(b)
	body["content"].(map[string]any)["pictureIds"] = []string{shown.ID}
	created := editor.Post(base+"/questions", body)
	require.Equal(t, 201, created.Status, created.Text)
	var question struct{ ID string }
	created.JSON(t, &question)
	require.NotContains(t, created.Text, "script")

	body["content"].(map[string]any)["body"].(map[string]any)["stem"] = "改过的题"
	edited := editor.Post("/api/bank/questions/"+question.ID+"/versions", map[string]any{"basedOn": 1, "reason": "更正", "content": body["content"]})
	require.Equal(t, 201, edited.Status, edited.Text)
	require.Contains(t, edited.Text, `"changed":["stem"]`)
	retired := editor.Put("/api/bank/questions/"+question.ID+"/state", map[string]any{"action": "retire", "reason": "过时"})
	require.Equal(t, 200, retired.Status, retired.Text)

	require.Equal(t, 200, editor.Get(base+"/health").Status)
	require.Equal(t, 422, upload(t, p, editor, base+"/pictures", "x.png", []byte("<svg/>")).Status)
}

func TestN041_UnknownFieldsOfAQuestionAreRefused(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	path := "/api/bank/levels/" + b.LevelID.String() + "/questions"
	for _, field := range []string{"id", "levelId", "createdAt", "authorName", "faceDigest"} {
		body := questionBody(b)
		body[field] = "x"
		reply := editor.Post(path, body)
		require.Equal(t, 400, reply.Status, field)
		require.Equal(t, "unknown_field", reply.Sub())
	}
	body := questionBody(b)
	body["content"].(map[string]any)["score"] = 100
	require.Equal(t, 400, editor.Post(path, body).Status)
	require.Equal(t, 422, editor.Get("/api/bank/questions?pageSize=1000000000").Status)
	require.Equal(t, 422, editor.Get("/api/bank/questions?type=poem").Status)
}

func TestHTTP_RolesThatMayNotTouchTheBank(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	path, list := "/api/bank/levels/"+b.LevelID.String()+"/questions", "/api/bank/questions"
	require.Equal(t, 401, p.Visitor().Get(list).Status)
	require.Equal(t, 403, p.Staff(identity.RoleRegistrar).Get(list).Status)
	teacher := p.Staff(identity.RoleTeacher)
	require.Equal(t, 200, teacher.Get(list).Status)
	require.Equal(t, 403, teacher.Post(path, questionBody(b)).Status)
}

func TestN008_QuestionsOfAnotherOccupationAreNotFound(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	ctx := banktest.System(t.Context())
	q, _, err := p.Rooms.Bank.Create(ctx, b.LevelID, bank.Exam, nil, banktest.Content(bank.Judge, b.Points()[0].ID, "题"))
	require.NoError(t, err)
	picture, err := p.Rooms.Bank.AddPicture(ctx, b.LevelID, "a.png", bytes.NewReader(pngOf(t, 1)))
	require.NoError(t, err)
	other, err := p.Rooms.Standard.Level(ctx, b.Level(t, "铣工", 1))
	require.NoError(t, err)
	narrow := actor.With(t.Context(), actor.Actor{Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: other.OccupationID}}})
	s := p.Rooms.Bank
	_, _, err = s.Get(narrow, q.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, _, err = s.List(narrow, bank.Filter{LevelID: b.LevelID, Limit: 1})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, _, err = s.AddVersion(narrow, q.ID, 1, "x", q.Current.Content)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, _, err = s.VisiblePicture(narrow, picture.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}
