package paper_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
)

// loaded is a running program whose bank holds a paper's worth of exam
// questions with canaries in keys' explanations and sources.
func loaded(t *testing.T, p *apptest.Program) *banktest.Bank {
	t.Helper()
	b := &banktest.Bank{DB: p.DB, Standard: p.Rooms.Standard, Service: p.Rooms.Bank}
	b.LevelID = b.Level(t, "车工", 4)
	var err error
	b.Elements, err = b.Standard.Elements(banktest.System(t.Context()), b.LevelID)
	require.NoError(t, err)
	b.Fill(t, bank.Exam, bank.Single, bank.Judge)
	return b
}

func blueprintBody(b *banktest.Bank) map[string]any {
	return map[string]any{
		"levelId": b.LevelID, "name": "四级理论", "purpose": "exam", "minutes": 90, "multipleMode": "exact",
		"sections": []map[string]any{
			{"type": "single", "title": "", "count": 16, "scoreHundredths": 500}, {"type": "judge", "title": "判断", "count": 4, "scoreHundredths": 500},
		},
	}
}

func TestHTTP_FromBlueprintToKeySheet(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := loaded(t, p)
	officer := p.Staff(identity.RoleExamOfficer)
	reply := officer.Post("/api/paper/blueprints", blueprintBody(b))
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var blueprint struct{ ID, State string }
	reply.JSON(t, &blueprint)
	require.Equal(t, "ready", blueprint.State)

	reply = officer.Post("/api/paper/levels/"+b.LevelID.String()+"/check", map[string]any{"purpose": "mock", "sections": blueprintBody(b)["sections"]})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	require.Contains(t, reply.Text, `"ok":false`)
	require.Contains(t, reply.Text, `"needed":16`)

	reply = officer.Post("/api/paper/blueprints/"+blueprint.ID+"/forms", map[string]any{"count": 2})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var forms struct{ Items []struct{ ID, Code string } }
	reply.JSON(t, &forms)
	require.Len(t, forms.Items, 2)

	path := "/api/paper/forms/" + forms.Items[0].ID
	sheet := officer.Get(path)
	require.Equal(t, http.StatusOK, sheet.Status, sheet.Text)
	require.NotContains(t, sheet.Text, "解析")
	require.NotContains(t, sheet.Text, `"key":["`)
	require.NotContains(t, sheet.Text, "weightRow")
	key := officer.Get(path + "/key")
	require.Equal(t, http.StatusOK, key.Status)
	require.Contains(t, key.Text, "解析")
	require.Equal(t, "no-store", key.Header.Get("Cache-Control"))
	conformity := officer.Get(path + "/conformity")
	require.Contains(t, conformity.Text, `"ok":true`)
	var readings int
	require.NoError(t, p.DB.GetContext(t.Context(), &readings, `select count(*) from audit_records where action = 'paper.read_key'`))
	require.Equal(t, 1, readings)
	require.Contains(t, officer.Get("/api/paper/forms?levelId="+b.LevelID.String()).Text, forms.Items[1].Code)
}

func TestHTTP_BadInputAndOtherRoles(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := loaded(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	for change, status := range map[string]int{"state": 400, "totalHundredths": 400, "createdBy": 400} {
		body := blueprintBody(b)
		body[change] = "ready"
		require.Equal(t, status, editor.Post("/api/paper/blueprints", body).Status, change)
	}
	body := blueprintBody(b)
	body["minutes"] = 0
	require.Equal(t, 422, editor.Post("/api/paper/blueprints", body).Status)
	require.Equal(t, 404, editor.Get("/api/paper/forms/"+b.LevelID.String()).Status)
	require.Equal(t, 422, editor.Get("/api/paper/blueprints?pageSize=1000000000").Status)

	teacher := p.Staff(identity.RoleTeacher)
	require.Equal(t, 403, teacher.Get("/api/paper/blueprints").Status)
	require.Equal(t, 401, p.Visitor().Get("/api/paper/blueprints").Status)
}

// N008: a staff member bound to one occupation does not see another's papers.
func TestN008_PapersOfAnotherOccupationAreNotFound(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := loaded(t, p)
	ctx := banktest.System(t.Context())
	other := b.Level(t, "铣工", 1)
	level, err := p.Rooms.Standard.Level(ctx, other)
	require.NoError(t, err)
	officer := p.Staff(identity.RoleExamOfficer)
	reply := officer.Post("/api/paper/blueprints", blueprintBody(b))
	require.Equal(t, 201, reply.Status, reply.Text)
	var blueprint struct{ ID string }
	reply.JSON(t, &blueprint)
	reply = officer.Post("/api/paper/blueprints/"+blueprint.ID+"/forms", map[string]any{"count": 1})
	require.Equal(t, 201, reply.Status, reply.Text)
	var forms struct{ Items []struct{ ID string } }
	reply.JSON(t, &forms)

	narrow := actor.With(t.Context(), actor.Actor{Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: level.OccupationID}}})
	list, total, err := p.Rooms.Paper.Blueprints(narrow, filter)
	require.NoError(t, err)
	require.Empty(t, list)
	require.Zero(t, total)
	for _, err := range []error{
		second(p.Rooms.Paper.VisibleBlueprint(narrow, uuidOf(t, blueprint.ID))),
		second(p.Rooms.Paper.VisibleForm(narrow, uuidOf(t, forms.Items[0].ID))),
		second(p.Rooms.Paper.Freeze(narrow, uuidOf(t, blueprint.ID), 1, 1)),
	} {
		require.True(t, strings.Contains(err.Error(), "not_found"), err)
	}
}
