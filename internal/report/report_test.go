package report_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/report"
	"jiangxun/internal/seed"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/seeds"
)

func seeded(t *testing.T) *apptest.Program {
	t.Helper()
	p := apptest.Start(t)
	r := p.Rooms
	require.NoError(t, seed.Demo(t.Context(), seed.Rooms{
		DB: p.DB, Clock: clock.System{}, Env: config.Test, Body: r.Body, Identity: r.Identity, Standard: r.Standard, Learner: r.Learner,
		Enrolment: r.Enrolment, Cohort: r.Cohort, Learning: r.Learning, Bank: r.Bank, Transfer: r.Transfer, Paper: r.Paper, Practice: r.Practice,
	}, seeds.FS))
	return p
}

func TestFunnels_CountPeopleByTheStateTheyReached(t *testing.T) {
	t.Parallel()
	p := seeded(t)
	list, total, err := p.Rooms.Report.Funnels(t.Context(), report.Filter{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	steps := map[string]report.Steps{}
	for _, f := range list {
		steps[f.Title] = f.Steps
	}
	// As seeds/demo.toml has them: six approved and in the class, two waiting,
	// one returned.
	require.Equal(t, report.Steps{Applied: 9, Submitted: 9, Approved: 6, Assigned: 6}, steps["数控车工四级（中级工）认定培训班"])
	require.Equal(t, report.Steps{Applied: 4, Submitted: 3, Approved: 2}, steps["电工四级（中级工）认定培训班"])

	_, total, err = p.Rooms.Report.Funnels(t.Context(), report.Filter{Text: "电工", Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	_, total, err = p.Rooms.Report.Funnels(t.Context(), report.Filter{Text: "%' or 1=1 --", Limit: 10})
	require.NoError(t, err)
	require.Zero(t, total)
}

func TestFunnels_AreForThoseWhoMayReadReports(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	require.Equal(t, http.StatusOK, p.Staff(identity.RoleRegistrar).Get("/api/reports/funnels").Status)
	require.Equal(t, http.StatusForbidden, p.Staff(identity.RoleInvigilator).Get("/api/reports/funnels").Status)
	require.Equal(t, http.StatusUnauthorized, p.Visitor().Get("/api/reports/funnels").Status)
}
