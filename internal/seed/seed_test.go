package seed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/seed"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/seeds"
)

func rooms(p *apptest.Program, env config.Env) seed.Rooms {
	r := p.Rooms
	return seed.Rooms{
		DB: p.DB, Clock: clock.System{}, Env: env, Body: r.Body, Identity: r.Identity, Standard: r.Standard, Learner: r.Learner,
		Enrolment: r.Enrolment, Cohort: r.Cohort, Learning: r.Learning, Bank: r.Bank, Transfer: r.Transfer, Paper: r.Paper, Practice: r.Practice,
	}
}

func TestDemo_LoadsTwiceWithTheSameResult(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	ctx := actor.With(t.Context(), actor.AsSystem("test"))
	counts := func() (n []int) {
		t.Helper()
		occupations, total, err := p.Rooms.Standard.ListOccupations(ctx, standard.OccupationFilter{}, 10, 0)
		require.NoError(t, err)
		n = append(n, total)
		for _, o := range occupations {
			level := o.Editions[0].Levels[0].ID
			for _, pool := range []bank.Pool{bank.Exam, bank.Mock} {
				list, err := p.Rooms.Bank.Candidates(ctx, level, pool)
				require.NoError(t, err)
				n = append(n, len(list))
			}
		}
		_, programmes, err := p.Rooms.Enrolment.ListProgrammes(ctx, "", "", 10, 0)
		require.NoError(t, err)
		_, waiting, err := p.Rooms.Enrolment.Queue(ctx, enrolment.QueueFilter{Limit: 10})
		require.NoError(t, err)
		classes, _, err := p.Rooms.Cohort.Classes(ctx, cohort.Filter{Limit: 10})
		require.NoError(t, err)
		require.Len(t, classes, 1)
		_, members, err := p.Rooms.Cohort.Members(ctx, classes[0].ID, 10, 0)
		require.NoError(t, err)
		_, shared, err := p.Rooms.Learning.Resources(ctx, classes[0].ID, 10, 0)
		require.NoError(t, err)
		_, mocks, err := p.Rooms.Practice.ListMocks(ctx, "", "", 10, 0)
		require.NoError(t, err)
		return append(n, programmes, waiting, members, shared, mocks)
	}
	require.NoError(t, seed.Demo(t.Context(), rooms(p, config.Demo), seeds.FS))
	first := counts()
	require.Equal(t, 2, first[0], "occupations")
	for _, questions := range first[1:5] {
		require.Greater(t, questions, 30, "questions of a pool")
	}
	require.NoError(t, seed.Demo(t.Context(), rooms(p, config.Demo), seeds.FS))
	require.Equal(t, first, counts())
}

func TestDemo_RefusedInProduction(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, seed.Demo(t.Context(), seed.Rooms{Env: config.Production}, seeds.FS), seed.ErrProduction)
}
