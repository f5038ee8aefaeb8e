package practice_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/paper"
	"jiangxun/internal/practice"
)

func TestDrill_SequentialGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	d := me.drill(practice.Sequential, uuid.Nil, false)
	require.Len(t, d.VersionIDs, 96)
	versions, err := w.bank.Service.Versions(w.sys, d.VersionIDs)
	require.NoError(t, err)
	standings, err := w.s.Standings(w.sys, me.id)
	require.NoError(t, err)
	place := map[uuid.UUID]int{}
	for i, r := range standings[0].Rows {
		place[r.WeightRowID] = i
	}
	for i, v := range versions {
		require.Equal(t, bank.Practice, v.Pool)
		if i > 0 {
			require.LessOrEqual(t, place[versions[i-1].WeightRowID], place[v.WeightRowID], "in the order of the table")
		}
	}

	me.answer(d, 1, true)
	me.answer(d, 2, false)
	require.NoError(t, w.s.SavePosition(w.sys, me.id, d.ID, 3))
	again := me.drill(practice.Sequential, uuid.Nil, false)
	require.Equal(t, d.ID, again.ID)
	require.Equal(t, 3, again.Position)
	require.Equal(t, 2, again.Answered)
	require.Equal(t, 1, again.Right)

	detail, err := w.s.DrillDetail(w.sys, me.id, d.ID)
	require.NoError(t, err)
	require.Equal(t, []practice.DrillMark{{Number: 1, Right: true}, {Number: 2, Right: false}}, detail.Marks)
	require.Contains(t, detail.LevelTitle, "车工")

	list, err := w.s.Standings(w.sys, me.id)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, 96, list[0].Questions)
	require.Equal(t, 2, list[0].Seen)
	require.Equal(t, 1, list[0].Right)
	require.Equal(t, 1, list[0].Wrong)
	require.Len(t, list[0].Rows, 8)
	require.Equal(t, "职业道德", list[0].Rows[0].Name)
	require.Equal(t, 12, list[0].Rows[0].Questions)
	require.Equal(t, 2, list[0].Rows[0].Seen)
	require.Equal(t, d.ID, list[0].Drills[0].ID)
	require.Contains(t, list[0].Title, "车工")

	// Begun anew, the old one keeps its answers and stays readable.
	anew := me.drill(practice.Sequential, uuid.Nil, true)
	require.NotEqual(t, d.ID, anew.ID)
	require.Equal(t, 1, anew.Position)
	old, err := w.s.Drill(w.sys, me.id, d.ID)
	require.NoError(t, err)
	require.Equal(t, 2, old.Answered)
}

func TestDrill_RandomAvoidsWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	seen := map[uuid.UUID]bool{}
	for round := range 4 {
		d := me.drill(practice.Random, uuid.Nil, true)
		require.Len(t, d.VersionIDs, practice.RandomCount)
		for n, id := range d.VersionIDs {
			require.False(t, seen[id], "round %d repeats a question", round)
			seen[id] = true
			me.answer(d, n+1, true)
		}
	}
	// A drill in which everything is answered is followed by a new one.
	require.Zero(t, me.drill(practice.Random, uuid.Nil, false).Answered)
}

func TestDrill_RowHoldsItsRowAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	list, err := w.s.Standings(w.sys, me.id)
	require.NoError(t, err)
	row := list[0].Rows[3].WeightRowID
	d := me.drill(practice.Row, row, false)
	require.Len(t, d.VersionIDs, 12)
	versions, err := w.bank.Service.Versions(w.sys, d.VersionIDs)
	require.NoError(t, err)
	for _, v := range versions {
		require.Equal(t, row, v.WeightRowID)
	}
	other := me.drill(practice.Row, list[0].Rows[4].WeightRowID, false)
	require.NotEqual(t, d.ID, other.ID, "each row goes on by itself")
	_, err = w.s.StartDrill(w.sys, me.id, w.bank.LevelID, practice.Row, uuid.Nil, false)
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
	_, err = w.s.StartDrill(w.sys, me.id, w.bank.LevelID, practice.Row, uuid.New(), false)
	require.Equal(t, fault.Sub("practice.nothing_to_drill"), sub(t, err))
}

func TestAnswer_TheFirstCountsAndTheKeyComesAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	d := me.drill(practice.Sequential, uuid.Nil, false)
	v := me.browser()
	path := "/api/my/drills/" + d.ID.String()
	before := v.Get(path + "/questions?from=1&count=10")
	require.Equal(t, http.StatusOK, before.Status, before.Text)
	require.NotContains(t, before.Text, "解析")
	require.NotContains(t, before.Text, `"key":["`)
	require.NotContains(t, before.Text, "outcome")

	var question struct {
		Items []struct {
			Type    bank.Type
			Outcome *struct{ Right bool }
		}
	}
	before.JSON(t, &question)
	require.Len(t, question.Items, 10)
	wrong, right := wrongs[question.Items[0].Type], rights[question.Items[0].Type]
	first := v.Post(path+"/questions/1/answer", map[string]any{"answer": wrong})
	require.Equal(t, http.StatusOK, first.Status, first.Text)
	require.Contains(t, first.Text, `"right":false`)
	require.Contains(t, first.Text, "解析")
	second := v.Post(path+"/questions/1/answer", map[string]any{"answer": right})
	require.JSONEq(t, first.Text, second.Text, "the first answer counts")
	require.Equal(t, 1, w.count(`select count(*) from practice_answers where account_id = $1`, me.id))
	require.Len(t, me.book(), 1)
	require.Equal(t, 1, me.book()[0].WrongTimes)

	v.Get(path+"/questions?from=1&count=2").JSON(t, &question)
	require.NotNil(t, question.Items[0].Outcome)
	require.False(t, question.Items[0].Outcome.Right)
	require.Nil(t, question.Items[1].Outcome)

	for _, bad := range []any{[]string{"H"}, []string{}, []string{"a"}, []string{"A", "B"}, "A"} {
		reply := v.Post(path+"/questions/3/answer", map[string]any{"answer": bad})
		require.Contains(t, []int{http.StatusUnprocessableEntity, http.StatusBadRequest}, reply.Status, reply.Text)
		require.NotContains(t, reply.Text, "解析")
	}
	require.Equal(t, http.StatusNotFound, v.Post(path+"/questions/97/answer", map[string]any{"answer": []string{"A"}}).Status)
	require.JSONEq(t, `{"items":[]}`, v.Get(path+"/questions?from=97").Text)
}

func TestAnswer_SentTwentyTimesAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	d := me.drill(practice.Sequential, uuid.Nil, false)
	list, err := w.s.Questions(w.sys, me.id, d.ID, 1, 1)
	require.NoError(t, err)
	wrong := wrongs[list[0].Face.Type]
	outcomes := make(chan bool, 20)
	for range 20 {
		go func() {
			o, err := w.s.Answer(w.sys, me.id, d.ID, 1, wrong)
			outcomes <- err == nil && !o.Right
		}()
	}
	for range 20 {
		require.True(t, <-outcomes)
	}
	require.Equal(t, 1, me.book()[0].WrongTimes)
}

func TestWrongBook_InOutAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	d := me.drill(practice.Sequential, uuid.Nil, false)
	for n := 1; n <= 3; n++ {
		me.answer(d, n, false)
	}
	me.answer(d, 4, true)
	require.Len(t, me.book(), 3)
	require.NotEmpty(t, me.book()[0].Version.Explanation)
	require.Equal(t, "职业道德", me.book()[0].RowName)

	first := me.drill(practice.Wrong, uuid.Nil, false)
	require.Len(t, first.VersionIDs, 3)
	me.answer(first, 1, true)
	me.answer(first, 2, true)
	me.answer(first, 3, false)
	require.Len(t, me.book(), 3, "one right answer is not enough")

	second := me.drill(practice.Wrong, uuid.Nil, false)
	require.NotEqual(t, first.ID, second.ID)
	for n := range second.VersionIDs {
		me.answer(second, n+1, true)
	}
	left := me.book()
	require.Len(t, left, 1, "two in a row are")
	require.Equal(t, 2, left[0].WrongTimes)
	require.Equal(t, 1, left[0].RightStreak)

	// A relapse brings one back, with its history.
	anew := me.drill(practice.Sequential, uuid.Nil, true)
	for n := 1; n <= 3; n++ {
		me.answer(anew, n, false)
	}
	require.Len(t, me.book(), 3)
	require.Equal(t, 2, me.book()[0].WrongTimes)
	require.Zero(t, me.book()[0].RightStreak)

	// By hand, twice the same.
	for range 2 {
		require.NoError(t, w.s.LeaveWrongBook(w.sys, me.id, left[0].QuestionID))
	}
	require.Len(t, me.book(), 2)
}

func TestWrongBook_EmptyHasNothingToDrill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	_, err := w.s.StartDrill(w.sys, me.id, w.bank.LevelID, practice.Wrong, uuid.Nil, false)
	require.Equal(t, fault.Sub("practice.nothing_to_drill"), sub(t, err))
	require.Empty(t, me.book())
}

// Whatever mode and whatever id is asked for, no question of the exam pool
// leaves the server, in a drill or a mock.
func TestN075_ExamPoolIsNotServed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bank.Fill(t, bank.Exam, bank.Single)
	w.bank.Live(t, w.bank.LevelID, bank.Exam, banktest.Content(bank.Single, w.bank.Points()[0].ID, "canary-exam-pool"))
	me := w.trainee()
	list, err := w.s.Standings(w.sys, me.id)
	require.NoError(t, err)
	drills := []practice.Drill{me.drill(practice.Sequential, uuid.Nil, false), me.drill(practice.Random, uuid.Nil, false)}
	for _, r := range list[0].Rows {
		drills = append(drills, me.drill(practice.Row, r.WeightRowID, false))
	}
	for _, d := range drills {
		versions, err := w.bank.Service.Versions(w.sys, d.VersionIDs)
		require.NoError(t, err)
		for _, v := range versions {
			require.Equal(t, bank.Practice, v.Pool)
			require.NotContains(t, v.Stem, "canary")
		}
	}
	// A mock cannot be built on an exam blueprint either.
	_, err = w.s.CreateMock(w.sys, practice.MockInput{Title: "偷看", LevelID: w.bank.LevelID, BlueprintID: w.newBlueprint(paper.Exam), Tries: 1, OpensAt: w.programme.OpensAt})
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestN076_QuestionsOfTheExamPoolAreNotInTheWrongBook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.bank.Live(t, w.bank.LevelID, bank.Exam, banktest.Content(bank.Single, w.bank.Points()[0].ID, "canary"))
	v := w.trainee().browser()
	for _, path := range []string{"/api/my/wrong-questions/" + q.ID.String(), "/api/my/wrong-questions/" + uuid.NewString()} {
		require.Equal(t, http.StatusNotFound, v.Do(http.MethodDelete, path, nil).Status)
		require.Equal(t, http.StatusNotFound, v.Get(path+"/pictures/"+uuid.NewString()).Status)
	}
}

func TestN001_DrillsAndWrongBooksAreMineAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine, other := w.trainee(), w.trainee()
	d := mine.drill(practice.Sequential, uuid.Nil, false)
	mine.answer(d, 1, false)
	v := other.browser()
	path := "/api/my/drills/" + d.ID.String()
	missing := v.Get("/api/my/drills/" + uuid.NewString())
	require.Equal(t, http.StatusNotFound, missing.Status)
	for _, reply := range []interface{ Sub() string }{
		v.Get(path), v.Get(path + "/questions"), v.Put(path+"/position", map[string]any{"position": 2}),
		v.Post(path+"/questions/1/answer", map[string]any{"answer": []string{"A"}}), v.Get(path + "/pictures/" + uuid.NewString()),
		v.Do(http.MethodDelete, "/api/my/wrong-questions/"+mine.book()[0].QuestionID.String(), nil),
	} {
		require.Equal(t, missing.Sub(), reply.Sub())
	}
	require.Len(t, mine.book(), 1)
	require.Equal(t, http.StatusUnauthorized, w.Visitor().Get(path).Status)
	require.Equal(t, http.StatusUnauthorized, w.Staff(identity.RoleTeacher).Get(path).Status, "staff have no drills")
}

func TestDrill_OnlyOfMyLevels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unfinished, _ := w.applicant()
	for _, p := range []person{w.stranger(), unfinished} {
		_, err := w.s.StartDrill(w.sys, p.id, w.bank.LevelID, practice.Random, uuid.Nil, false)
		require.Equal(t, fault.Sub("practice.not_registered"), sub(t, err))
		list, err := w.s.Standings(w.sys, p.id)
		require.NoError(t, err)
		require.Empty(t, list)
	}
	member := w.member()
	other := w.bank.Level(t, "电工", 2)
	_, err := w.s.StartDrill(w.sys, member.id, other, practice.Random, uuid.Nil, false)
	require.Equal(t, fault.Sub("practice.not_registered"), sub(t, err))
	require.NotEmpty(t, member.drill(practice.Random, uuid.Nil, false).VersionIDs)
}

// A version that a person drills stays what it was when the question changes;
// a new drill shows the new one.
func TestDrill_KeepsItsVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	d := me.drill(practice.Sequential, uuid.Nil, false)
	versions, err := w.bank.Service.Versions(w.sys, d.VersionIDs[:1])
	require.NoError(t, err)
	content := versions[0].Content
	content.Stem = "改过的题干"
	w.bank.Edit(t, versions[0].QuestionID, versions[0].Number, content)
	list, err := w.s.Questions(w.sys, me.id, d.ID, 1, 1)
	require.NoError(t, err)
	require.Equal(t, versions[0].Stem, list[0].Face.Stem)
	anew := me.drill(practice.Sequential, uuid.Nil, true)
	list, err = w.s.Questions(w.sys, me.id, anew.ID, 1, 1)
	require.NoError(t, err)
	require.Equal(t, "改过的题干", list[0].Face.Stem)
}
