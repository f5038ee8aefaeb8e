package paper_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
)

type fixture struct {
	*banktest.Bank
	paper *paper.Service
}

func newFixture(t *testing.T, pointsPerRow int) fixture {
	t.Helper()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), pointsPerRow)
	s, err := paper.New(paper.Deps{DB: b.DB, Audit: b.Audit, Clock: b.Clock, Standard: b.Standard, Bank: b.Service})
	require.NoError(t, err)
	return fixture{Bank: b, paper: s}
}

// small is 16 single × 5 points and 4 judge × 5 points.
func small(level uuid.UUID, p paper.Purpose) paper.Blueprint {
	return paper.Blueprint{LevelID: level, Name: "理论卷 " + string(p), Purpose: p, Minutes: 90, Sections: []paper.Section{
		{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Judge, Count: 4, ScoreHundredths: 500},
	}}
}

func TestFreeze_FormsConformAndHoldTheirKeyApart(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	require.Equal(t, paper.Ready, b.State)
	require.Equal(t, "单项选择题", b.Sections[0].Title)

	check, err := f.paper.Check(ctx, f.LevelID, paper.Exam, b.Sections, paper.Demands{}, 1)
	require.NoError(t, err)
	require.True(t, check.OK())
	require.Equal(t, marking.Hundredths(2000), check.Rows[1].Got)

	forms, err := f.paper.Freeze(ctx, b.ID, 2, 7)
	require.NoError(t, err)
	require.Len(t, forms, 2)
	require.Equal(t, "61801014-260001", forms[0].Code)
	require.Equal(t, "61801014-260002", forms[1].Code)
	for _, made := range forms {
		got, err := f.paper.Form(ctx, made.ID)
		require.NoError(t, err)
		require.Equal(t, made.Items, got.Items)
		require.Len(t, got.Items, 20)
		rows, err := f.paper.Conformity(ctx, made.ID)
		require.NoError(t, err)
		for i, r := range rows {
			require.Equal(t, marking.Hundredths(banktest.Turner[i].Percent*100), r.Got, r.Name)
			require.Equal(t, r.Want, r.Got)
		}
		faces, err := f.paper.Faces(ctx, made.ID)
		require.NoError(t, err)
		key, err := f.paper.Key(ctx, made.ID)
		require.NoError(t, err)
		require.NoError(t, key.Validate())
		require.Len(t, key.Items, 20)
		for i := range faces {
			require.Equal(t, faces[i].ID, key.Items[i].VersionID)
			require.Equal(t, got.Items[i].VersionID, faces[i].ID)
			require.Equal(t, marking.QuestionType(faces[i].Type), key.Items[i].Type)
		}
	}
}

func TestDraw_InsideTheCallersTransaction(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Mock, bank.Single, bank.Judge)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Mock))
	require.NoError(t, err)
	var form paper.Form
	err = postgres.InTx(ctx, f.DB, func(tx postgres.Tx) (err error) {
		if form, err = f.paper.Draw(ctx, tx, b.ID, 3, nil); err != nil {
			return err
		}
		inside, err := f.paper.FormIn(ctx, tx, form.ID)
		require.NoError(t, err)
		require.Equal(t, form.Items, inside.Items)
		key, err := f.paper.KeyIn(ctx, tx, form.ID)
		require.NoError(t, err)
		require.Len(t, key.Items, 20)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, paper.Drawn, form.Origin)

	// The same seed gives the same questions, what was met goes last.
	met := map[uuid.UUID]int{}
	for _, i := range form.Items {
		met[i.QuestionID] = 1
	}
	var again, fresh paper.Form
	require.NoError(t, postgres.InTx(ctx, f.DB, func(tx postgres.Tx) (err error) {
		if again, err = f.paper.Draw(ctx, tx, b.ID, 3, nil); err != nil {
			return err
		}
		fresh, err = f.paper.Draw(ctx, tx, b.ID, 3, met)
		return err
	}))
	require.Equal(t, form.VersionIDs(), again.VersionIDs())
	repeated := 0
	for _, i := range fresh.Items {
		repeated += met[i.QuestionID]
	}
	require.Less(t, repeated, 10)

	list, total, err := f.paper.Forms(ctx, paper.Filter{Limit: 20})
	require.NoError(t, err)
	require.Empty(t, list)
	require.Zero(t, total)
	_, err = f.paper.VisibleForm(ctx, form.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

var filter = paper.Filter{Limit: 20}

func second[T any](_ T, err error) error { return err }

func uuidOf(t *testing.T, text string) uuid.UUID {
	t.Helper()
	id, err := uuid.Parse(text)
	require.NoError(t, err)
	return id
}
