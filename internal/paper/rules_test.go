package paper_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

func TestBlueprint_IsReadyOnlyWhenItCanMeetTheWeightTable(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 1)
	ctx := banktest.System(t.Context())
	for name, c := range map[string]struct {
		sections []paper.Section
		state    paper.State
		conflict fault.Sub
	}{
		"80+20 of one point":       {[]paper.Section{{Type: bank.Single, Count: 80, ScoreHundredths: 100}, {Type: bank.Judge, Count: 20, ScoreHundredths: 100}}, paper.Ready, ""},
		"16+4 of five points":      {[]paper.Section{{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Judge, Count: 4, ScoreHundredths: 500}}, paper.Ready, ""},
		"190 items of level three": {[]paper.Section{{Type: bank.Judge, Count: 40, ScoreHundredths: 50}, {Type: bank.Single, Count: 140, ScoreHundredths: 50}, {Type: bank.Multiple, Count: 10, ScoreHundredths: 100}}, paper.Ready, ""},
		"90 points":                {[]paper.Section{{Type: bank.Single, Count: 90, ScoreHundredths: 100}}, paper.Draft, "paper.total_differs"},
		"ten of ten points":        {[]paper.Section{{Type: bank.Single, Count: 10, ScoreHundredths: 1000}}, paper.Draft, "paper.row_divisible"},
	} {
		b := small(f.LevelID, paper.Exam)
		b.Name, b.Sections = name, c.sections
		got, err := f.paper.CreateBlueprint(ctx, b)
		require.NoError(t, err, name)
		require.Equal(t, c.state, got.State, name)
		check, err := f.paper.Check(ctx, f.LevelID, paper.Exam, c.sections, paper.Demands{}, 1)
		require.NoError(t, err, name)
		require.False(t, check.OK(), name)
		if c.conflict == "" {
			require.NotEmpty(t, check.Shortfalls, name)
			continue
		}
		require.Equal(t, c.conflict, check.Conflict.Sub, name)
		_, err = f.paper.Freeze(ctx, got.ID, 1, 1)
		require.Equal(t, fault.Sub("paper.not_ready"), fault.SubOf(err), name)
	}
	_, err := f.paper.CreateBlueprint(ctx, paper.Blueprint{LevelID: f.LevelID, Name: " ", Purpose: paper.Exam, Minutes: 0, Sections: []paper.Section{{Type: "poem", Count: 0}}})
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	require.Len(t, refused.Fields, 5)
	twin := small(f.LevelID, paper.Exam)
	_, err = f.paper.CreateBlueprint(ctx, twin)
	require.NoError(t, err)
	_, err = f.paper.CreateBlueprint(ctx, twin)
	require.ErrorAs(t, err, &refused)
	require.Equal(t, fault.Sub("paper.name_taken"), refused.Fields[0].Sub)
}

func TestFreeze_NamesTheCellsThatLackQuestions(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 3)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	f.Fill(t, bank.Mock, bank.Single, bank.Judge, bank.Single)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	check, err := f.paper.Check(ctx, f.LevelID, paper.Exam, []paper.Section{{Type: bank.Single, Count: 20, ScoreHundredths: 500}}, paper.Demands{}, 1)
	require.NoError(t, err)
	require.Contains(t, check.Shortfalls, paper.Shortfall{WeightRowID: rowNamed(t, f, "基础知识"), RowName: "基础知识", Type: bank.Single, Needed: 4, Have: 3})

	// With one question of the row retired, what is left is still enough; the
	// row's points move to the other type.
	all, err := f.Service.Candidates(ctx, f.LevelID, bank.Exam)
	require.NoError(t, err)
	for _, c := range all {
		if c.Type == bank.Judge {
			_, _, err := f.Service.Act(ctx, c.QuestionID, bank.Move{Action: bank.Retire, Reason: "测试"})
			require.NoError(t, err)
		}
	}
	_, err = f.paper.Freeze(ctx, b.ID, 1, 1)
	require.Equal(t, fault.Sub("paper.shortfall"), fault.SubOf(err))
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, fault.Params{"cells": 1, "list": "全部各行合计 判断题需要 4 题，现有 0 题"}, refused.Params)
	_, total, err := f.paper.Forms(ctx, paper.Filter{Limit: 10})
	require.NoError(t, err)
	require.Zero(t, total)
}

func rowNamed(t *testing.T, f fixture, name string) uuid.UUID {
	t.Helper()
	rows, err := f.Standard.WeightTable(t.Context(), f.LevelID, standard.Theory)
	require.NoError(t, err)
	for _, r := range rows {
		if r.Name == name {
			return r.ID
		}
	}
	t.Fatal("no row " + name)
	return uuid.Nil
}

func TestF60_EditsOfTheBankNeverReachAFrozenForm(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.Freeze(ctx, b.ID, 1, 1)
	require.NoError(t, err)
	id := forms[0].ID
	faces, err := f.paper.Faces(ctx, id)
	require.NoError(t, err)
	key, err := f.paper.Key(ctx, id)
	require.NoError(t, err)

	item := forms[0].Items[0]
	_, versions, err := f.Service.Get(ctx, item.QuestionID)
	require.NoError(t, err)
	c := versions[0].Content
	c.Stem, c.Key = "改过的题干", []string{"D"}
	if c.Type == bank.Judge {
		c.Key = []string{bank.False}
	}
	_, _, err = f.Service.AddVersion(ctx, item.QuestionID, 1, "更正", c)
	require.NoError(t, err)
	_, _, err = f.Service.Act(ctx, forms[0].Items[1].QuestionID, bank.Move{Action: bank.Retire, Reason: "停用"})
	require.NoError(t, err)
	b.Sections[0].Count, b.Sections[1].Count = 4, 16
	_, err = f.paper.SaveBlueprint(ctx, b.ID, b)
	require.NoError(t, err)

	after, err := f.paper.Form(ctx, id)
	require.NoError(t, err)
	require.Equal(t, forms[0].Items, after.Items)
	sameFaces, err := f.paper.Faces(ctx, id)
	require.NoError(t, err)
	require.Equal(t, faces, sameFaces)
	sameKey, err := f.paper.Key(ctx, id)
	require.NoError(t, err)
	require.Equal(t, key, sameKey)
	for _, table := range []string{"paper_forms", "paper_form_sections", "paper_form_rows", "paper_form_items", "paper_form_keys"} {
		_, err = f.DB.ExecContext(ctx, `delete from `+table)
		require.ErrorContains(t, err, "never changed", table)
		_, err = f.DB.ExecContext(ctx, `truncate `+table+` cascade`)
		require.Error(t, err, table)
	}
	_, err = f.DB.ExecContext(ctx, `update paper_form_keys set answer = '{A}'`)
	require.ErrorContains(t, err, "never changed")
}

// A form takes versions of its own level and pool alone, whatever the code
// above the database does.
func TestN010_ForeignQuestionsCannotStandOnAForm(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.Freeze(ctx, b.ID, 1, 1)
	require.NoError(t, err)

	practice := f.Live(t, f.LevelID, bank.Practice, banktest.Content(bank.Judge, f.Points()[0].ID, "练习题"))
	other := f.Level(t, "铣工", 1)
	elements, err := f.Standard.Elements(ctx, other)
	require.NoError(t, err)
	foreign := f.Live(t, other, bank.Exam, banktest.Content(bank.Judge, elements[1].ID, "别的级别"))
	for _, q := range []bank.Question{practice, foreign} {
		for _, pool := range []bank.Pool{bank.Exam, bank.Practice} {
			_, err = f.DB.ExecContext(ctx, `insert into paper_form_items
				(form_id, number, section, version_id, question_id, level_id, pool, weight_row_id, score_hundredths)
				values ($1, 21, 1, $2, $3, $4, $5, $6, 500)`, forms[0].ID, q.Current.ID, q.ID, q.LevelID, pool, q.Current.WeightRowID)
			require.Error(t, err)
		}
	}
}

func TestPicture_OnlyThoseOfTheForm(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 4)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Exam, bank.Single, bank.Judge)
	add := func(shade uint8) uuid.UUID {
		img := image.NewGray(image.Rect(0, 0, 20, 20))
		img.Pix[0] = shade
		var raw bytes.Buffer
		require.NoError(t, png.Encode(&raw, img))
		p, err := f.Service.AddPicture(ctx, f.LevelID, "图.png", &raw)
		require.NoError(t, err)
		return p.ID
	}
	shown, other := add(1), add(2)
	all, err := f.Service.Candidates(ctx, f.LevelID, bank.Exam)
	require.NoError(t, err)
	for _, c := range all { // every question gets the picture, so the form has it
		_, versions, err := f.Service.Get(ctx, c.QuestionID)
		require.NoError(t, err)
		next := versions[0].Content
		next.PictureIDs = []uuid.UUID{shown}
		f.Edit(t, c.QuestionID, 1, next)
	}
	b, err := f.paper.CreateBlueprint(ctx, small(f.LevelID, paper.Exam))
	require.NoError(t, err)
	forms, err := f.paper.Freeze(ctx, b.ID, 1, 1)
	require.NoError(t, err)
	body, info, err := f.paper.Picture(ctx, forms[0].ID, shown)
	require.NoError(t, err)
	defer body.Close()
	_, err = io.ReadAll(body)
	require.NoError(t, err)
	require.Equal(t, "image/png", info.ContentType)
	_, _, err = f.paper.Picture(ctx, forms[0].ID, other)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

// Whatever the sections and the seed: what comes out matches the weight table
// to the hundredth, holds each question once, and counts what it should.
func TestProperty_AFormAlwaysConforms(t *testing.T) {
	t.Parallel()
	f := newFixture(t, 6)
	ctx := banktest.System(t.Context())
	f.Fill(t, bank.Mock, bank.Single, bank.Judge, bank.Multiple)
	rng := rand.New(rand.NewPCG(1, 2))
	made := 0
	for round := range 25 {
		b := small(f.LevelID, paper.Mock)
		b.Name = uuid.NewString()
		score := marking.Hundredths([]int{250, 500}[rng.IntN(2)])
		total := int(paper.FullMark / score)
		single := rng.IntN(total-1) + 1
		b.Sections = []paper.Section{{Type: bank.Single, Count: single, ScoreHundredths: score}}
		if rest := total - single; rest > 2 && rng.IntN(2) == 0 {
			judge := rng.IntN(rest-1) + 1
			b.Sections = append(b.Sections, paper.Section{Type: bank.Judge, Count: judge, ScoreHundredths: score},
				paper.Section{Type: bank.Multiple, Count: rest - judge, ScoreHundredths: score})
		} else {
			b.Sections = append(b.Sections, paper.Section{Type: bank.Judge, Count: rest, ScoreHundredths: score})
		}
		saved, err := f.paper.CreateBlueprint(ctx, b)
		require.NoError(t, err)
		require.Equal(t, paper.Ready, saved.State)
		var form paper.Form
		err = postgres.InTx(ctx, f.DB, func(tx postgres.Tx) (err error) {
			form, err = f.paper.Draw(ctx, tx, saved.ID, rng.Int64(), nil)
			return err
		})
		if fault.SubOf(err) == "paper.shortfall" {
			continue
		}
		require.NoError(t, err, "round %d", round)
		made++
		seen := map[uuid.UUID]bool{}
		perSection := map[int]int{}
		sum := marking.Hundredths(0)
		for n, i := range form.Items {
			require.Equal(t, n+1, i.Number)
			require.False(t, seen[i.QuestionID])
			seen[i.QuestionID] = true
			perSection[i.Section]++
			sum += i.ScoreHundredths
		}
		require.Equal(t, paper.FullMark, sum)
		for k, s := range saved.Sections {
			require.Equal(t, s.Count, perSection[k])
		}
		rows, err := f.paper.Conformity(ctx, form.ID)
		require.NoError(t, err)
		for _, r := range rows {
			require.Equal(t, r.Want, r.Got, r.Name)
		}
	}
	require.Greater(t, made, 5, "most rounds must make a form")
}
