package assemble_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/paper/assemble"
)

// blueprintFile is a file as a person would write it.
func blueprintFile(items int) string {
	var list []string
	for i := range items {
		list = append(list, fmt.Sprintf(
			`{"id":"第%d题","type":"single","row":"%s","point":"A-%d","importance":"%s","difficulty":%d,"key":"%c","lastUsed":"2026-0%d-15","enemies":["第%d题"]}`,
			i, []string{"职业道德", "基础知识"}[i%2], i/2, []string{"X", "X", "X", "X", "Y"}[i%5], 1+i%5, 'A'+i%4, 1+i%9, i+10))
	}
	return `{"rows":[{"id":"职业道德","name":"职业道德","percent":40},{"id":"基础知识","percent":60}],
		"sections":[{"type":"single","count":10,"scoreHundredths":1000}],
		"demands":{"difficulty":{"target":0.5},"importance":{"xPercent":60,"yPercent":30,"zPercent":10},"keys":{"singlePercent":40},
			"exposure":{"today":"2026-11-25","restDays":60},"earlier":{"maxPercent":20,"papers":[{"name":"春","questions":["第1题","第2题","第3题"]}]},
			"parallel":{"maxOverlapPercent":20}},
		"items":[` + strings.Join(list, ",") + `]}`
}

func TestProblem_FileToReport(t *testing.T) {
	t.Parallel()
	p, err := assemble.ReadProblem(strings.NewReader(blueprintFile(60)))
	require.NoError(t, err)
	report, err := p.Run(2, 11)
	require.NoError(t, err)
	require.True(t, report.Feasible)
	require.Len(t, report.Forms, 2)
	form := report.Forms[0]
	require.EqualValues(t, 11, form.Seed)
	require.Len(t, form.Sections[0].Items, 10)
	require.Contains(t, form.Sections[0].Items[0], "题")
	require.EqualValues(t, 4000, form.Rows[0].GotHundredths)
	require.InDelta(t, 0.5, form.Difficulty, 0.03)
	require.LessOrEqual(t, form.Overlap.Earlier[0].Items, 2)
	require.LessOrEqual(t, form.Overlap.Forms[0].Items, 2)
	again, err := p.Run(2, 11)
	require.NoError(t, err)
	one, err := json.Marshal(report)
	require.NoError(t, err)
	two, err := json.Marshal(again)
	require.NoError(t, err)
	require.Equal(t, string(one), string(two))
}

func TestProblem_SaysWhatIsMissingAndWhatContradicts(t *testing.T) {
	t.Parallel()
	p, err := assemble.ReadProblem(strings.NewReader(blueprintFile(9)))
	require.NoError(t, err)
	report, err := p.Run(1, 1)
	require.NoError(t, err)
	require.Equal(t, assemble.OutcomeInfeasible, report.Outcome)
	require.Equal(t, []assemble.ReportShortfall{{Type: "single", Needed: 10, Have: 9, Missing: 1}}, report.Shortfalls)

	p, err = assemble.ReadProblem(strings.NewReader(blueprintFile(60)))
	require.NoError(t, err)
	p.Demands.Importance.XPercent = 100
	report, err = p.Run(1, 1)
	require.NoError(t, err)
	require.True(t, report.Feasible, "all X is possible")
	for i := range p.Items {
		p.Items[i].Importance = "Y"
	}
	report, err = p.Run(1, 1)
	require.NoError(t, err)
	require.Empty(t, report.Shortfalls)
	require.Len(t, report.Conflict, 1)
	require.Equal(t, assemble.DemandY, report.Conflict[0].Name)
	require.Equal(t, assemble.DemandX, report.Further[0][0].Name)
	require.Empty(t, report.Relax, "neither is enough alone")
	require.Equal(t, map[string]any{"yPercent": 100}, report.Together[0].To)
	require.Equal(t, map[string]any{"xPercent": 0}, report.Together[1].To)

	p.Rows[0].Percent, p.Rows[1].Percent = 41, 59
	report, err = p.Run(1, 1)
	require.NoError(t, err)
	require.Equal(t, assemble.OutcomeContradictory, report.Outcome)
	require.Equal(t, assemble.RowNotDivisible, report.Reason)
	require.Equal(t, "职业道德", report.Row)
}

func TestReadProblem_RefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `[]`, `{"rows":[],"unknown":1}`, blueprintFile(3) + `{}`, `{"rows":[{"id":1}]}`} {
		_, err := assemble.ReadProblem(strings.NewReader(text))
		require.Error(t, err, text)
	}
	for change, want := range map[string]string{
		`"row":"职业道德"`:              "items[0].row",
		`"id":"第0题"`:                "items[1].id",
		`"lastUsed":"2026-01-15"`:   "items[0].lastUsed",
		`"today":"2026-11-25",`:     "demands.exposure.today",
		`"id":"职业道德","name":"职业道德"`: "rows[0].id",
	} {
		with := map[string]string{
			`"row":"职业道德"`: `"row":"没有"`, `"id":"第0题"`: `"id":"第1题"`, `"lastUsed":"2026-01-15"`: `"lastUsed":"昨天"`,
			`"today":"2026-11-25",`: ``, `"id":"职业道德","name":"职业道德"`: `"id":""`,
		}[change]
		p, err := assemble.ReadProblem(strings.NewReader(strings.Replace(blueprintFile(6), change, with, 1)))
		require.NoError(t, err)
		_, err = p.Input(1)
		require.ErrorContains(t, err, want)
	}
}

// An input written as a problem makes the same papers, point ids apart.
func TestProblemOf_IsTheSameInputAgain(t *testing.T) {
	t.Parallel()
	in := fullBank(2000)
	day := 400
	in.Demands.Exposure.Today = day
	raw, err := json.Marshal(assemble.ProblemOf(in))
	require.NoError(t, err)
	p, err := assemble.ReadProblem(bytes.NewReader(raw))
	require.NoError(t, err)
	again, err := p.Input(in.Seed)
	require.NoError(t, err)
	require.Equal(t, in.Rows, again.Rows)
	require.Equal(t, in.Sections, again.Sections)
	require.Equal(t, in.Demands, again.Demands)
	points := map[uuid.UUID]uuid.UUID{}
	for i, item := range again.Items {
		if known, ok := points[in.Items[i].PointID]; ok {
			require.Equal(t, known, item.PointID)
		}
		points[in.Items[i].PointID] = item.PointID
		item.PointID = in.Items[i].PointID
		require.Equal(t, in.Items[i], item)
	}
}
