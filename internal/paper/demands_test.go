package paper_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/paper"
	"jiangxun/internal/paper/assemble"
)

func TestDemands_HoldOnEveryFormAndAreKeptWithIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 12)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	none := 0
	b := small(f.LevelID, paper.Exam)
	b.Demands = paper.DefaultDemands()
	b.Demands.Keys = nil // every question of the fixture has the key A
	b.Demands.Difficulty = &assemble.Difficulty{Target: 0.5, Tolerance: 0.03}
	b.Demands.Parallel.MaxOverlapPercent = &none
	made, err := f.paper.CreateBlueprint(ctx, b)
	require.NoError(t, err)
	forms, err := f.paper.Freeze(ctx, made.ID, 2, 5)
	require.NoError(t, err)
	got, err := f.paper.Form(ctx, forms[0].ID)
	require.NoError(t, err)
	require.InDelta(t, 0.5, got.Figures.Difficulty, 0.03)
	require.Zero(t, got.Figures.Forms[0].Items, "parallel forms share nothing")
	require.Equal(t, b.Demands.Difficulty, got.Demands.Difficulty)
	require.True(t, got.Online)

	// What cannot be had is said with the demand to give up, not tried for ever.
	check, err := f.paper.Check(ctx, f.LevelID, paper.Exam, b.Sections, paper.Demands{Difficulty: &assemble.Difficulty{Target: 0.9, Tolerance: 0.01}}, 1)
	require.NoError(t, err)
	require.False(t, check.OK())
	require.Equal(t, assemble.DemandDifficulty, check.Demands[0].Name)
	require.True(t, check.Irreducible && check.Smallest, "one demand, and without any there are papers")
	require.NotEmpty(t, check.Relax)
}

func TestDemands_RestingQuestionsStayOut(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 7)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	b := small(f.LevelID, paper.Exam)
	b.Demands = paper.Demands{RestDays: 30}
	made, err := f.paper.CreateBlueprint(ctx, b)
	require.NoError(t, err)
	first, err := f.paper.Freeze(ctx, made.ID, 1, 1)
	require.NoError(t, err)
	second, err := f.paper.Freeze(ctx, made.ID, 1, 2)
	require.NoError(t, err)
	used := map[uuid.UUID]bool{}
	for _, item := range first[0].Items {
		used[item.QuestionID] = true
	}
	for _, item := range second[0].Items {
		require.False(t, used[item.QuestionID], "a question of a paper of today rests")
	}
	f.Clock.(interface{ Advance(time.Duration) }).Advance(31 * 24 * time.Hour)
	_, err = f.paper.Freeze(ctx, made.ID, 5, 3)
	require.NoError(t, err)
}

func TestApproval_NeedsAnotherPersonAndIsGivenOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 7)
	author, reviewer := banktest.Author(t.Context()), banktest.Reviewer(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	made, err := f.paper.CreateBlueprint(author, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.Freeze(author, made.ID, 2, 1)
	require.NoError(t, err)
	require.Equal(t, paper.Pending, forms[0].Approval)
	_, err = f.paper.Decide(author, forms[0].ID, true, "")
	require.Equal(t, fault.Sub("paper.own_form"), fault.SubOf(err))
	_, err = f.DB.ExecContext(author, `insert into paper_approvals (form_id, verdict, made_by, decided_by, decided_by_name, decided_at)
		select id, 'approved', created_by, created_by, '', now() from paper_forms where id = $1`, forms[0].ID)
	require.ErrorContains(t, err, "paper_approvals_two_people", "the database refuses as well")
	done, err := f.paper.Decide(reviewer, forms[0].ID, true, "")
	require.NoError(t, err)
	require.Equal(t, paper.Approved, done.Approval)
	_, err = f.paper.Decide(reviewer, forms[0].ID, false, "改主意")
	require.Equal(t, fault.Sub("paper.decided"), fault.SubOf(err))
	_, err = f.paper.Decide(reviewer, forms[1].ID, false, " ")
	require.Equal(t, fault.InvalidFields().Code, fault.CodeOf(err))
	no, err := f.paper.Decide(author, forms[1].ID, false, "题目过时")
	require.NoError(t, err, "the maker may withdraw his own")
	require.Equal(t, paper.Rejected, no.Approval)
}

func TestAForm_OfOpenQuestionsIsForPrinting(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	for _, p := range f.Points() {
		c := banktest.Content(bank.Single, p.ID, "简述 "+p.Path)
		c.Type, c.Options, c.Key, c.Reference = "short", nil, nil, "答案"
		f.Live(t, f.LevelID, bank.Exam, c)
	}
	b := small(f.LevelID, paper.Exam)
	b.Sections = []paper.Section{{Type: "short", Count: 20, ScoreHundredths: 500}}
	made, err := f.paper.CreateBlueprint(ctx, b)
	require.NoError(t, err)
	require.Equal(t, paper.Ready, made.State)
	forms, err := f.paper.Freeze(ctx, made.ID, 1, 1)
	require.NoError(t, err)
	require.False(t, forms[0].Online)
}
