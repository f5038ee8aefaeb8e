package paper_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/docx"
	"jiangxun/internal/testkit/apptest"
)

func wordText(t *testing.T, raw string) string {
	t.Helper()
	d, err := docx.Read(strings.NewReader(raw), int64(len(raw)), docx.Limits{})
	require.NoError(t, err)
	var out bytes.Buffer
	for _, p := range d.Paragraphs() {
		out.WriteString(p.String() + "\n")
	}
	return out.String()
}

// The questions of the bank carry "解析：" in their explanations: the canary.
func TestHTTP_ThePaperDocumentNeverHoldsItsKey(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := loaded(t, p)
	officer := p.Staff(identity.RoleExamOfficer)
	reply := officer.Post("/api/paper/blueprints", blueprintBody(b))
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var blueprint struct{ ID string }
	reply.JSON(t, &blueprint)
	reply = officer.Post("/api/paper/blueprints/"+blueprint.ID+"/forms", map[string]any{"count": 1, "variants": 1})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var forms struct{ Items []struct{ ID, Code string } }
	reply.JSON(t, &forms)
	require.Len(t, forms.Items, 2)
	require.True(t, strings.HasSuffix(forms.Items[0].Code, "A") && strings.HasSuffix(forms.Items[1].Code, "B"), forms.Items)
	path := "/api/paper/forms/" + forms.Items[0].ID
	readings := func() (n int) {
		require.NoError(t, p.DB.GetContext(t.Context(), &n, `select count(*) from audit_records where action = 'paper.read_key'`))
		return n
	}

	for _, query := range []string{"", "?layout=a3", "?layout=a4&card=true", "?key=false"} {
		doc := officer.Get(path + "/paper.docx" + query)
		require.Equal(t, http.StatusOK, doc.Status, doc.Text)
		require.Equal(t, "no-store", doc.Header.Get("Cache-Control"))
		require.Contains(t, doc.Header.Get("Content-Disposition"), forms.Items[0].Code)
		text := wordText(t, doc.Text)
		require.NotContains(t, text, "解析")
		require.NotContains(t, text, "测试", "the source is not the candidate's")
		require.Contains(t, text, forms.Items[0].Code)
		require.Contains(t, text, "20．")
		require.Equal(t, strings.Contains(query, "card"), strings.Contains(text, "答题卡"))
	}
	card := officer.Get(path + "/answer-card.docx")
	require.Equal(t, http.StatusOK, card.Status)
	require.NotContains(t, wordText(t, card.Text), "解析")
	require.Zero(t, readings())

	key := officer.Get(path + "/paper.docx?key=true")
	require.Equal(t, http.StatusOK, key.Status)
	require.Contains(t, wordText(t, key.Text), "【解析】解析：")
	require.Equal(t, 1, readings())
	sheet := officer.Get(path + "/conformity.pdf")
	require.Equal(t, http.StatusOK, sheet.Status)
	require.True(t, strings.HasPrefix(sheet.Text, "%PDF-"))

	require.Equal(t, 422, officer.Get(path+"/paper.docx?layout=a5").Status)
	require.Equal(t, 404, officer.Get("/api/paper/forms/"+b.LevelID.String()+"/paper.docx").Status)
	teacher := p.Staff(identity.RoleTeacher)
	for _, file := range []string{"/paper.docx", "/paper.docx?key=true", "/answer-card.docx", "/conformity.pdf"} {
		require.Equal(t, 403, teacher.Get(path+file).Status, file)
		require.Equal(t, 401, p.Visitor().Get(path+file).Status, file)
	}
	presets := officer.Get("/api/paper/presets?levelCode=3")
	require.Contains(t, presets.Text, `"count":140`)
	require.Contains(t, presets.Text, `"total":1`)
}

func TestFreeze_TwinsHoldTheSameQuestionsInAnotherOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.FreezeWithTwins(ctx, b.ID, 2, 1, 7)
	require.NoError(t, err)
	require.Len(t, forms, 4)
	require.Equal(t, []string{"61801014-260001A", "61801014-260001B", "61801014-260002A", "61801014-260002B"},
		[]string{forms[0].Code, forms[1].Code, forms[2].Code, forms[3].Code})
	for i := 0; i < len(forms); i += 2 {
		first, second := forms[i], forms[i+1]
		require.NotEqual(t, first.VersionIDs(), second.VersionIDs())
		require.ElementsMatch(t, first.VersionIDs(), second.VersionIDs())
		for k := range first.Items {
			require.Equal(t, first.Items[k].Section, second.Items[k].Section)
		}
		require.Equal(t, first.Figures, second.Figures)
		key, err := f.paper.Key(ctx, second.ID)
		require.NoError(t, err)
		require.Equal(t, second.Items[0].VersionID, key.Items[0].VersionID, "the key follows the twin's order")
	}
	// A form and its twins are one use of their questions.
	next := small(f.LevelID, paper.Exam)
	next.Name, next.Demands = "再来", paper.Demands{MaxUse: 3, Earlier: &paper.EarlierForms{Forms: 2, MaxPercent: 100}}
	again, err := f.paper.CreateBlueprint(ctx, next)
	require.NoError(t, err)
	more, err := f.paper.Freeze(ctx, again.ID, 1, 9)
	require.NoError(t, err)
	require.LessOrEqual(t, more[0].Figures.Exposure.Most, 2)
	require.Len(t, more[0].Figures.Earlier, 2)
	require.Equal(t, []string{"61801014-260001A", "61801014-260002A"}, slices.Sorted(slices.Values([]string{more[0].Figures.Earlier[0].Name, more[0].Figures.Earlier[1].Name})))

	_, err = f.paper.FreezeWithTwins(ctx, b.ID, 1, 4, 7)
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, fault.Sub("paper.variants"), refused.Fields[0].Sub)
}

// A picture that only the explanation shows stays out of the paper.
func TestPrint_PicturesOfExplanationsAreNotPrinted(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Judge)
	asked, why := addPicture(t, f, 10), addPicture(t, f, 200)
	for _, e := range f.Points() {
		c := banktest.Content(bank.Single, e.ID, "看图选择 "+question.PictureTag(1, "图")+uuid.NewString()[:8])
		c.PictureIDs = []uuid.UUID{asked, why}
		c.Explanation = question.PictureTag(2, "答案图")
		f.Live(t, f.LevelID, bank.Exam, c)
	}
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.Freeze(ctx, b.ID, 1, 7)
	require.NoError(t, err)
	pictures := func(d paper.Document) map[int]int {
		got := map[int]int{}
		read, err := docx.Read(bytes.NewReader(d.Data), int64(len(d.Data)), docx.Limits{})
		require.NoError(t, err)
		for _, p := range read.Paragraphs() {
			for _, r := range p.Runs {
				if r.Kind == docx.Image {
					got[len(r.Picture.Data)]++
				}
			}
		}
		return got
	}
	printed, err := f.paper.PaperDocument(ctx, forms[0].ID, "a4", true)
	require.NoError(t, err)
	require.Len(t, pictures(printed), 1)
	key, err := f.paper.KeyDocument(ctx, forms[0].ID)
	require.NoError(t, err)
	require.Len(t, pictures(key), 1)
	require.NotEqual(t, pictures(printed), pictures(key))
}

func TestPresets_AddUpToAFullPaper(t *testing.T) {
	t.Parallel()
	require.Len(t, paper.Presets("4"), 4)
	seen := map[string]bool{}
	for _, p := range paper.Presets("") {
		sum := marking.Hundredths(0)
		for _, s := range p.Sections {
			sum += s.ScoreHundredths * marking.Hundredths(s.Count)
		}
		require.Equal(t, paper.FullMark, sum, p.ID)
		require.False(t, seen[p.ID])
		seen[p.ID] = true
	}
	for _, level := range []string{"5", "4", "3", "2", "1"} {
		require.NotEmpty(t, paper.Presets(level))
	}
}

// addPicture stores a picture whose size tells it from others.
func addPicture(t *testing.T, f fixture, side int) uuid.UUID {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, side, side))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * side)
	}
	var raw bytes.Buffer
	require.NoError(t, png.Encode(&raw, m))
	p, err := f.Service.AddPicture(banktest.System(t.Context()), f.LevelID, "图.png", &raw)
	require.NoError(t, err)
	return p.ID
}
