package result_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/result"
	"jiangxun/internal/result/resulttest"
	"jiangxun/internal/testkit/apptest"
)

type world struct {
	*apptest.Program
	*resulttest.Exam
	res *result.Service
}

func newWorld(t testing.TB, people int) world {
	t.Helper()
	p := apptest.Start(t)
	return world{Program: p, res: p.Rooms.Result, Exam: resulttest.New(t, resulttest.Rooms{
		DB: p.DB, Identity: p.Rooms.Identity, Learner: p.Rooms.Learner, Standard: p.Rooms.Standard, Result: p.Rooms.Result,
	}, people)}
}

func (w world) row(t testing.TB, i int) result.Row {
	t.Helper()
	list, _, err := w.res.Rows(w.Person("查看人"), w.Plan, result.Filter{Limit: 100})
	require.NoError(t, err)
	for _, r := range list {
		if r.AccountID == w.People[i] {
			return r
		}
	}
	t.Fatal("no such row")
	return result.Row{}
}

func entry(account uuid.UUID, p result.Part, reason string) []result.Entry {
	return []result.Entry{{AccountID: account, Part: p, Reason: reason}}
}

func requireSub(t testing.TB, err error, sub fault.Sub) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, sub, fault.SubOf(err), "%v", err)
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
}

func requireField(t testing.TB, err error, name string, sub fault.Sub) {
	t.Helper()
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Len(t, f.Fields, 1)
	require.Equal(t, name, f.Fields[0].Name)
	require.Equal(t, sub, f.Fields[0].Sub)
}

func TestF59_TheoryArrivesOnceWhateverIsRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	require.Equal(t, result.Missing, w.row(t, 0).Theory.State)
	w.Marked(w.People[0], 8550)
	w.Marked(w.People[0], 8550)
	require.Equal(t, resulttest.Scored(8550), w.row(t, 0).Theory)
	require.Equal(t, 0, w.Count(`select count(*) from result_changes`), "the same marks again are no change")

	w.Marked(w.People[0], 8600) // a later marking that comes out differently
	require.Equal(t, resulttest.Scored(8600), w.row(t, 0).Theory)
	require.Equal(t, 1, w.Count(`select count(*) from result_changes where before_hundredths = 8550 and after_hundredths = 8600`))

	require.NoError(t, w.Close(w.People[0], 2, 150, 200)) // a second try, of a paper of 2 points
	require.Equal(t, resulttest.Scored(7500), w.row(t, 0).Theory)
	require.NoError(t, w.Close(w.People[0], 1, 9900, 10000)) // the first try comes late
	require.Equal(t, resulttest.Scored(7500), w.row(t, 0).Theory)
	require.NoError(t, w.Close(uuid.New(), 1, 9900, 10000), "somebody who is no candidate")
	require.Equal(t, 1, w.Count(`select count(*) from result_parts`))
}

func TestSkillScoresAreCorrectedWithAReasonAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	examiner, me := w.Person("考评员甲"), w.People[0]
	require.NoError(t, w.res.SaveSkillScore(examiner, w.Plan, result.Entry{AccountID: me, Part: resulttest.Scored(7250)}))
	require.NoError(t, w.res.SaveSkillScore(examiner, w.Plan, result.Entry{AccountID: me, Part: resulttest.Scored(7250)}), "the same again")
	requireField(t, w.res.SaveSkillScore(examiner, w.Plan, result.Entry{AccountID: me, Part: resulttest.Scored(7300)}), "reason", "result.reason_needed")
	require.NoError(t, w.res.SaveSkillScore(w.Person("考评员乙"), w.Plan, result.Entry{AccountID: me, Part: resulttest.Scored(7300), Reason: "合计有误"}))
	require.NoError(t, w.res.SaveSkillScore(examiner, w.Plan, result.Entry{AccountID: me, Part: result.Part{State: result.Absent}, Reason: "认错了人"}))
	require.Equal(t, result.Absent, w.row(t, 0).Skill.State)

	history, err := w.res.Changes(examiner, w.Plan, me)
	require.NoError(t, err)
	require.Len(t, history, 3)
	require.True(t, history[0].First)
	require.Equal(t, resulttest.Scored(7250), history[1].Before)
	require.Equal(t, "合计有误", history[1].Reason)
	require.Equal(t, "考评员乙", history[1].By)
	_, err = w.Program.DB.ExecContext(t.Context(), `update result_changes set reason = 'x'`)
	require.ErrorContains(t, err, "never changed")

	err = w.res.SaveSkill(examiner, w.Plan, []result.Entry{
		{AccountID: w.People[1], Part: resulttest.Scored(6000)}, {AccountID: uuid.New(), Part: resulttest.Scored(1)},
	})
	requireField(t, err, "items.1.accountId", "result.unknown_candidate")
	require.Equal(t, result.Missing, w.row(t, 1).Skill.State, "all or none")
	requireField(t, w.res.SaveSkill(examiner, w.Plan, entry(w.People[1], result.Part{State: result.Missing}, "")), "items.0.scoreHundredths", "result.score_missing")
	requireSub(t, w.res.SaveSkill(actor.With(t.Context(), actor.AsSystem("x")), w.Plan, entry(me, resulttest.Scored(1), "")), "result.person_required")
}

func TestN064_CheckedByOneReleasedByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	examiner, a, b := w.Person("考评员"), w.Person("复核人"), w.Person("发布人")
	_, err := w.res.Check(a, w.Plan)
	requireSub(t, err, "result.incomplete")
	for _, p := range w.People {
		w.Marked(p, 8000)
		require.NoError(t, w.res.SaveSkill(examiner, w.Plan, entry(p, resulttest.Scored(7000), "")))
	}
	_, err = w.res.Check(examiner, w.Plan)
	requireSub(t, err, "result.checker_typed")
	_, err = w.res.Release(b, w.Plan)
	requireSub(t, err, "result.not_checked")
	plan, err := w.res.Check(a, w.Plan)
	require.NoError(t, err)
	require.Equal(t, result.Checked, plan.State)
	require.Equal(t, "复核人", plan.CheckedBy)
	requireSub(t, w.res.SaveSkill(examiner, w.Plan, entry(w.People[0], resulttest.Scored(9000), "改分")), "result.locked")
	_, err = w.res.Release(a, w.Plan)
	requireSub(t, err, "result.same_person")
	_, err = w.res.Release(examiner, w.Plan)
	requireSub(t, err, "result.releaser_typed")
	require.Equal(t, 2, w.Count(`select count(*) from audit_records where action = 'result.release_refused' and detail::text like '%same_person%'
		or action = 'result.release_refused' and detail::text like '%releaser_typed%'`))

	// What was checked is what is released: marks that changed meanwhile stop it.
	w.Marked(w.People[0], 5000)
	_, err = w.res.Release(b, w.Plan)
	requireSub(t, err, "result.changed_since_check")
	_, err = w.res.Return(b, w.Plan, "理论成绩有变化")
	require.NoError(t, err)
	_, err = w.res.Check(a, w.Plan)
	require.NoError(t, err)
	plan, err = w.res.Release(b, w.Plan)
	require.NoError(t, err)
	require.Equal(t, result.Released, plan.State)
	require.Equal(t, "发布人", plan.ReleasedBy)
	passed, err := w.res.Passed(b, w.Plan)
	require.NoError(t, err)
	require.Len(t, passed, 1)
	require.Equal(t, w.People[1], passed[0].AccountID)
	require.Equal(t, 2, w.Count(`select count(*) from notices where kind = 'score_released'`))

	// Nothing changes any more, whoever tries.
	requireSub(t, w.res.SaveSkill(examiner, w.Plan, entry(w.People[0], resulttest.Scored(9000), "改分")), "result.released")
	_, err = w.res.Return(b, w.Plan, "再改一次")
	requireSub(t, err, "result.released")
	w.Marked(w.People[0], 9900)
	require.Equal(t, resulttest.Scored(5000), w.row(t, 0).Theory)
	require.Equal(t, 1, w.Count(`select count(*) from audit_records where action = 'result.theory_after_release'`))
	for _, query := range []string{
		`update result_outcomes set theory_hundredths = 9900`, `delete from result_outcomes`, `update result_parts set score_hundredths = 9900`,
		`delete from result_parts`, `update result_plans set state = 'entered', released_at = null, released_by = null`,
	} {
		_, err := w.Program.DB.ExecContext(t.Context(), query)
		require.Error(t, err, query)
	}
}

func TestN077_TheDatabaseItselfHoldsTheDecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.Run(`insert into result_plans (plan_id, state) values ($1, 'entered')`, w.Plan)
	insert := `insert into result_outcomes (plan_id, account_id, level_id, pass_mark, theory_hundredths, skill_hundredths, passed, released_at)
		values ($1, $2, $3, 60, $4, $5, $6, now())`
	for _, c := range []struct {
		theory, skill any
		passed        bool
	}{{5999, 10000, true}, {10000, 5999, true}, {nil, 10000, true}, {6000, 6000, false}} {
		_, err := w.Program.DB.ExecContext(t.Context(), insert, w.Plan, w.People[0], w.Level, c.theory, c.skill, c.passed)
		require.ErrorContains(t, err, "result_outcomes_decision", "%v", c)
	}
}

func TestAbsentPeopleHaveNoScoreAndDoNotPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.Run(`update exam_seats set state = 'absent' where account_id = $1`, w.People[0]) // never came
	w.Marked(w.People[1], 9000)
	w.Run(`update exam_sessions set state = 'finished', finished_at = now() where id = $1`, w.Theory) // the third did not begin
	require.Equal(t, result.Absent, w.row(t, 0).Theory.State)
	require.Equal(t, result.Absent, w.row(t, 0).Skill.State)
	require.Equal(t, result.NotPassed, w.row(t, 0).Decision)
	require.Equal(t, result.Absent, w.row(t, 2).Theory.State)
	require.Equal(t, result.Pending, w.row(t, 2).Decision)
	require.NoError(t, w.res.SaveSkill(w.Person("考评员"), w.Plan, []result.Entry{
		{AccountID: w.People[1], Part: resulttest.Scored(6000)}, {AccountID: w.People[2], Part: resulttest.Scored(9999)},
	}))
	p, err := w.res.Plan(w.Person("考务"), w.Plan)
	require.NoError(t, err)
	require.Equal(t, result.Tally{Scored: 1, Absent: 2}, p.Theory)
	require.Equal(t, result.Tally{Scored: 2, Absent: 1}, p.Skill)
	require.Equal(t, 1, p.Passed)
}

func TestOneReleaseWhenManyTryAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	examiner := w.Person("考评员")
	for _, p := range w.People {
		w.Marked(p, 8000)
		require.NoError(t, w.res.SaveSkill(examiner, w.Plan, entry(p, resulttest.Scored(7000), "")))
	}
	_, err := w.res.Check(w.Person("复核人"), w.Plan)
	require.NoError(t, err)
	var all sync.WaitGroup
	people := []context.Context{w.Person("甲"), w.Person("乙"), w.Person("丙"), w.Person("丁")}
	for _, who := range people {
		all.Go(func() { _, _ = w.res.Release(who, w.Plan) })
	}
	all.Wait()
	require.Equal(t, 3, w.Count(`select count(*) from result_outcomes`))
	require.Equal(t, 1, w.Count(`select count(*) from audit_records where action = 'result.release'`))
	require.Equal(t, 3, w.Count(`select count(*) from notices where kind = 'score_released'`))
}

func TestN039_NothingIsToldBeforeTheRelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	me, other := w.Trainee(resulttest.Phone(0)), w.Trainee(resulttest.Phone(1))
	w.Marked(w.People[0], 8765)
	require.NoError(t, w.res.SaveSkill(w.Person("考评员"), w.Plan, entry(w.People[0], resulttest.Scored(4321), "")))
	// Marked or not, the replies are the same to the byte.
	path := "/api/my/results/" + w.Plan.String()
	mine, theirs := me.Get("/api/my/results"), other.Get("/api/my/results")
	require.Equal(t, http.StatusOK, mine.Status)
	require.Equal(t, theirs.Text, mine.Text)
	require.NotContains(t, mine.Text, "heory")
	require.NotContains(t, mine.Text, "8765")
	a, b := me.Get(path), other.Get(path)
	require.Equal(t, http.StatusConflict, a.Status, a.Text)
	require.Equal(t, "result.not_released", a.Sub())
	require.Equal(t, withoutID(b.Text), withoutID(a.Text))
	require.Equal(t, http.StatusNotFound, me.Get("/api/my/results/"+uuid.NewString()).Status)
	require.Equal(t, http.StatusNotFound, w.Trainee("13700000000").Get(path).Status, "an exam of others")

	require.NoError(t, w.res.SaveSkill(w.Person("考评员"), w.Plan, entry(w.People[1], result.Part{State: result.Absent}, "")))
	w.Marked(w.People[1], 9000)
	_, err := w.res.Check(w.Person("复核人"), w.Plan)
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, me.Get(path).Status, "checked is not released")
	_, err = w.res.Release(w.Person("发布人"), w.Plan)
	require.NoError(t, err)
	var got struct {
		PassMark      int
		Released      bool
		Passed        *bool
		Theory, Skill struct {
			State           string
			ScoreHundredths *int
		}
	}
	me.Get(path).JSON(t, &got)
	require.True(t, got.Released)
	require.False(t, *got.Passed)
	require.Equal(t, 60, got.PassMark)
	require.Equal(t, 8765, *got.Theory.ScoreHundredths)
	require.Equal(t, 4321, *got.Skill.ScoreHundredths)
	other.Get(path).JSON(t, &got)
	require.Equal(t, "absent", got.Skill.State)
}

// withoutID cuts the request's own number off a problem reply.
func withoutID(text string) string { return text[:strings.Index(text, "requestId")] }

func TestN061_OnlyTheirOwnStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	base := "/api/results/" + w.Plan.String()
	skill := "/api/skill-scores/" + w.Plan.String()
	trainee := w.Trainee(resulttest.Phone(0))
	score := map[string]any{"absent": false, "scoreHundredths": 9000}
	require.Equal(t, http.StatusUnauthorized, trainee.Post(base+"/release", nil).Status)
	require.Equal(t, http.StatusUnauthorized, trainee.Put(skill+"/rows/"+w.People[0].String(), score).Status)
	examiner, officer := w.Staff(identity.RoleExaminer), w.Staff(identity.RoleExamOfficer)
	for _, path := range []string{"/check", "/release"} {
		require.Equal(t, http.StatusForbidden, examiner.Post(base+path, nil).Status, path)
		require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleCertifier).Post(base+path, nil).Status, path)
	}
	require.Equal(t, http.StatusForbidden, officer.Put(skill+"/rows/"+w.People[0].String(), score).Status)
	for _, bad := range []any{
		map[string]any{"absent": false, "scoreHundredths": 10001}, map[string]any{"absent": false, "scoreHundredths": -1},
		map[string]any{"absent": false, "scoreHundredths": 60.5}, map[string]any{"absent": false, "scoreHundredths": 1, "passed": true},
	} {
		reply := examiner.Put(skill+"/rows/"+w.People[0].String(), bad)
		require.Contains(t, []int{http.StatusUnprocessableEntity, http.StatusBadRequest}, reply.Status, reply.Text)
	}
	require.Equal(t, http.StatusNoContent, examiner.Put(skill+"/rows/"+w.People[0].String(), score).Status)
	require.Equal(t, http.StatusNotFound, examiner.Put(skill+"/rows/"+uuid.NewString(), score).Status)
	rows := examiner.Get(skill + "/rows")
	require.Equal(t, http.StatusOK, rows.Status)
	require.NotContains(t, rows.Text, "theory", "examiners mark without knowing the theory score")
	reply := officer.Post(base+"/check", nil)
	require.Equal(t, "result.incomplete", reply.Sub(), reply.Text)
	w.Marked(w.People[0], 9000)
	require.Equal(t, http.StatusOK, officer.Post(base+"/check", nil).Status)
	require.Equal(t, "result.same_person", officer.Post(base+"/release", nil).Sub())
	require.Equal(t, http.StatusOK, w.Staff(identity.RoleExamOfficer).Post(base+"/release", nil).Status)
}

func TestExaminersSeeTheirSessionsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	scoped := func(id uuid.UUID) context.Context {
		who := actor.From(w.Person("考评员"))
		who.Scopes = []actor.Scope{{Kind: actor.ScopeSession, ID: id}}
		return actor.With(t.Context(), who)
	}
	list, total, err := w.res.SkillRows(scoped(w.Skill), w.Plan, result.Filter{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Empty(t, list[0].Theory.State)
	_, _, err = w.res.SkillRows(scoped(uuid.New()), w.Plan, result.Filter{Limit: 10})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	// Of the same plan, but another session: nobody to score.
	requireField(t, w.res.SaveSkill(scoped(w.Theory), w.Plan, entry(w.People[0], resulttest.Scored(1), "")), "items.0.accountId", "result.unknown_candidate")
}

func TestN101_WorkbookCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.Run(`update learner_profiles set name = '=HYPERLINK("http://x","y")' where account_id = $1`, w.People[0])
	w.Marked(w.People[0], 8550)
	_, raw, err := w.res.Workbook(w.Person("考务"), w.Plan)
	require.NoError(t, err)
	book, err := sheet.Open(bytes.NewReader(raw), sheet.Limits{})
	require.NoError(t, err)
	var text []string
	for row, err := range book.Rows(book.Sheets()[0]) {
		require.NoError(t, err)
		text = append(text, strings.Join(row.Cells, "|"))
	}
	require.Contains(t, strings.Join(text, "\n"), `|=HYPERLINK("http://x","y")|`)
	require.Contains(t, strings.Join(text, "\n"), "|85.5|")
	require.NotContains(t, string(raw), "<f>")
	require.Equal(t, 1, w.Count(`select count(*) from audit_records where action = 'result.export'`))
}
