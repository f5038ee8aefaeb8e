package practice_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/practice"
)

func TestMock_OnlyThoseWhomItIsForSeeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	member, trainee, stranger := w.member(), w.trainee(), w.stranger()
	ofClass := w.mock(func(in *practice.MockInput) { in.ClassID, in.Title = w.class, "班级模拟" })
	ofLevel := w.mock(nil)
	draft, err := w.s.CreateMock(w.sys, practice.MockInput{Title: "草稿", LevelID: w.bank.LevelID, BlueprintID: w.blueprint, Tries: 1, OpensAt: time.Now()})
	require.NoError(t, err)

	see := func(p person) []uuid.UUID {
		list, total, err := w.s.MyMocks(w.sys, p.id, 20, 0)
		require.NoError(t, err)
		require.Len(t, list, total)
		ids := make([]uuid.UUID, 0, total)
		for _, m := range list {
			require.Equal(t, 20, m.Questions)
			require.Equal(t, 90, m.Minutes)
			ids = append(ids, m.ID)
		}
		return ids
	}
	require.ElementsMatch(t, []uuid.UUID{ofClass.ID, ofLevel.ID}, see(member))
	require.Equal(t, []uuid.UUID{ofLevel.ID}, see(trainee))
	require.Empty(t, see(stranger))

	v := trainee.browser()
	for _, id := range []uuid.UUID{ofClass.ID, draft.ID, uuid.New()} {
		path := "/api/my/mock-exams/" + id.String()
		require.Equal(t, http.StatusNotFound, v.Get(path).Status)
		require.Equal(t, http.StatusNotFound, v.Post(path+"/start", nil).Status)
	}
	require.Zero(t, w.count(`select count(*) from attempts`))
	// Both members of the level and those of the class were told, once each.
	require.Equal(t, 2, w.count(`select count(*) from notices where account_id = $1 and kind = 'mock_published'`, member.id))
	require.Equal(t, 1, w.count(`select count(*) from notices where account_id = $1 and kind = 'mock_published'`, trainee.id))
}

func TestStartMock_TwentyAtOnceMakeOneSitting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, m := w.trainee(), w.mock(nil)
	var mu sync.Mutex
	got := map[uuid.UUID]int{}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			id, err := w.s.StartMock(w.sys, me.id, m.ID)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("start: %v", err)
			}
			got[id]++
		})
	}
	wg.Wait()
	require.Len(t, got, 1)
	require.Equal(t, 1, w.count(`select count(*) from attempts`))
	require.Equal(t, 1, w.count(`select count(*) from mock_attempts`))
	require.Equal(t, 1, w.count(`select count(*) from paper_forms where purpose = 'mock'`))
	mine, err := w.s.MyMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	require.Equal(t, 1, mine.TriesUsed)
	require.Equal(t, 20, got[mine.Open])
}

func TestStartMock_TriesWindowAndState(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.trainee()
	m := w.mock(func(in *practice.MockInput) { in.Tries = 1 })
	try := me.sit(m, func(int) (bool, bool) { return true, false })
	require.Equal(t, marking.Hundredths(10_000), try.Got)
	_, err := w.s.StartMock(w.sys, me.id, m.ID)
	require.Equal(t, fault.Sub("practice.mock_no_tries"), sub(t, err))

	early := w.mock(func(in *practice.MockInput) { in.OpensAt = time.Now().Add(time.Hour) })
	_, err = w.s.StartMock(w.sys, me.id, early.ID)
	require.Equal(t, fault.Sub("practice.mock_early"), sub(t, err))
	over := w.mock(func(in *practice.MockInput) {
		in.OpensAt, in.ClosesAt = time.Now().Add(-time.Hour), time.Now().Add(-time.Minute)
	})
	_, err = w.s.StartMock(w.sys, me.id, over.ID)
	require.Equal(t, fault.Sub("practice.mock_closed"), sub(t, err))
	_, err = w.s.CreateMock(w.sys, practice.MockInput{
		Title: "倒着", LevelID: w.bank.LevelID, BlueprintID: w.blueprint, Tries: 1, OpensAt: time.Now(), ClosesAt: time.Now().Add(-time.Hour),
	})
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestStartMock_ShrunkBankIsNoAffairOfTheTrainees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	someone := w.trainee()
	m := w.mock(nil)
	_, err := w.DB.ExecContext(w.sys, `update questions set state = 'retired' where level_id = $1 and type = 'judge'`, w.bank.LevelID)
	require.NoError(t, err)
	reply := someone.browser().Post("/api/my/mock-exams/"+m.ID.String()+"/start", nil)
	require.Equal(t, http.StatusConflict, reply.Status, reply.Text)
	require.Equal(t, "practice.mock_short", reply.Sub())
}

func TestStartMock_AnOpenTryGoesOnAlthoughTheMockIsClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, late, m := w.trainee(), w.trainee(), w.mock(nil)
	first, err := w.s.StartMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	_, err = w.s.SetMockState(w.sys, m.ID, practice.Closed)
	require.NoError(t, err)
	again, err := w.s.StartMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	require.Equal(t, first, again)
	_, err = w.s.StartMock(w.sys, late.id, m.ID)
	require.Equal(t, fault.Sub("practice.mock_closed"), sub(t, err))
	for _, to := range []practice.MockState{practice.Published, practice.Draft} {
		_, err = w.s.SetMockState(w.sys, m.ID, to)
		require.Equal(t, fault.Sub("practice.mock_state"), sub(t, err))
	}
	_, err = w.s.SaveMock(w.sys, m.ID, practice.MockInput{Title: "新", LevelID: w.bank.LevelID, BlueprintID: w.blueprint, Tries: 9, OpensAt: time.Now()})
	require.Equal(t, fault.Sub("practice.mock_state"), sub(t, err))
}

// A second try draws what the person has not met.
func TestStartMock_EachTryHasAFreshPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, m := w.trainee(), w.mock(nil)
	all := func(int) (bool, bool) { return true, false }
	one, two := me.sit(m, all), me.sit(m, all)
	require.Equal(t, 2, two.Try)
	require.LessOrEqual(t, w.count(`select count(*) from practice_answers a join practice_answers b on a.question_id = b.question_id
		where a.attempt_id = $1 and b.attempt_id = $2`, one.AttemptID, two.AttemptID), 2, "96 questions are nearly enough for two papers of 20 in this table")

	// The leaderboard hears of it.
	require.Eventually(t, func() bool {
		b, err := w.Rooms.Ranking.Mine(w.sys, me.id, m.ID)
		return err == nil && b.Mine != nil && b.Mine.Rank == 1 && b.Mine.Got == 10_000
	}, waitLong, waitStep)
}

func TestF59_MarkedTwiceIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, m := w.trainee(), w.mock(nil)
	// 1..5 wrong, 6 and 7 blank, the others right.
	try := me.sit(m, func(q int) (bool, bool) { return q > 5, q == 6 || q == 7 })
	require.Equal(t, marking.Hundredths(6_500), try.Got)
	require.Equal(t, marking.Hundredths(10_000), try.Of)
	book := me.book()
	require.Len(t, book, 5, "a blank is no wrong answer")

	// The news comes once more, with the same marks.
	a, err := w.Rooms.Attempt.Get(w.sys, try.AttemptID)
	require.NoError(t, err)
	marks, found, err := w.Rooms.Attempt.Marks(w.sys, try.AttemptID)
	require.NoError(t, err)
	require.True(t, found)
	require.NoError(t, postgres.InTx(w.sys, w.DB, func(tx postgres.Tx) error { return w.s.AttemptClosed(w.sys, tx, time.Now(), a, marks) }))
	require.NoError(t, w.Rooms.Attempt.Mark(w.sys, try.AttemptID))
	again, rows, err := w.s.MyTry(w.sys, me.id, try.AttemptID)
	require.NoError(t, err)
	require.Equal(t, try.Got, again.Got)
	require.Equal(t, 18, w.count(`select count(*) from practice_answers where attempt_id = $1`, try.AttemptID))
	for _, item := range me.book() {
		require.Equal(t, 1, item.WrongTimes)
	}

	require.Len(t, rows, 8)
	var got, of marking.Hundredths
	for _, r := range rows {
		require.Equal(t, marking.Hundredths(r.Percent*100), r.Of, "the paper has the table's weights")
		got, of = got+r.Got, of+r.Of
	}
	require.Equal(t, try.Got, got)
	require.Equal(t, try.Of, of)
	require.Equal(t, 1, w.count(`select count(*) from v_practice_mock_results where mock_exam_id = $1 and got_hundredths = 6500`, m.ID))

	list, err := w.s.Standings(w.sys, me.id)
	require.NoError(t, err)
	require.Zero(t, list[0].Seen, "the questions of a mock are not those of the drill")
	require.Equal(t, 5, list[0].Wrong)
	mine, err := w.s.MyMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	require.Equal(t, marking.Hundredths(6_500), mine.Best)
	require.Equal(t, try.AttemptID, mine.LastID)
	require.Equal(t, uuid.Nil, mine.Open)
}

func TestN001_MockTriesAreMineAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, other, m := w.trainee(), w.trainee(), w.mock(nil)
	id, err := w.s.StartMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	mine, theirs := me.browser(), other.browser()
	path := "/api/my/mock-attempts/" + id.String()

	// Before the marks nothing of the key is there, not even for its owner.
	require.Equal(t, http.StatusOK, mine.Get(path).Status)
	for _, rest := range []string{"/review", "/pictures/" + uuid.NewString()} {
		reply := mine.Get(path + rest)
		require.Equal(t, http.StatusConflict, reply.Status)
		require.Equal(t, "practice.not_marked_yet", reply.Sub())
	}
	for range 2 {
		for _, rest := range []string{"", "/review", "/pictures/" + uuid.NewString()} {
			require.Equal(t, http.StatusNotFound, theirs.Get(path+rest).Status)
		}
		me.sit(m, func(int) (bool, bool) { return false, false })
	}
	reply := mine.Get(path + "/review")
	require.Equal(t, http.StatusOK, reply.Status)
	var review struct {
		Items []struct {
			Number      int
			Right       bool
			Explanation string
			Options     []struct {
				Html, Why     string
				Right, Chosen bool
			}
		}
	}
	reply.JSON(t, &review)
	require.Len(t, review.Items, 20)
	for i, item := range review.Items {
		require.Equal(t, i+1, item.Number)
		require.False(t, item.Right)
		require.Contains(t, item.Explanation, "解析")
		for _, o := range item.Options {
			if _, n, written := strings.Cut(o.Html, "选项"); written {
				require.Equal(t, "道理"+n, o.Why, "why each option is right or wrong")
			}
		}
	}
	require.Equal(t, http.StatusNotFound, mine.Get(path+"/pictures/"+uuid.NewString()).Status)
	require.Contains(t, theirs.Get("/api/my/mock-attempts").Text, `"total":0`)
	require.Contains(t, mine.Get("/api/my/mock-attempts").Text, `"total":2`)
}

func TestMockExams_StaffDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.member()
	officer, registrar := w.Staff(identity.RoleExamOfficer), w.Staff(identity.RoleRegistrar)
	body := map[string]any{
		"title": "第二次模拟", "levelId": w.bank.LevelID, "blueprintId": w.blueprint, "classId": w.class, "tries": 3, "opensAt": time.Now().Add(-time.Minute).UTC(),
	}
	require.Equal(t, http.StatusForbidden, registrar.Post("/api/mock-exams", body).Status)
	reply := officer.Post("/api/mock-exams", body)
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var made struct{ ID, State, ClassName string }
	reply.JSON(t, &made)
	require.Equal(t, "draft", made.State)
	require.Equal(t, "一班", made.ClassName)
	path := "/api/mock-exams/" + made.ID
	body["title"] = "改名"
	require.Equal(t, http.StatusOK, officer.Put(path, body).Status)
	body["key"] = "A"
	require.Equal(t, http.StatusBadRequest, officer.Put(path, body).Status)
	delete(body, "key")
	for _, blueprint := range []any{uuid.New(), w.newBlueprint(paper.Exam)} {
		body["blueprintId"] = blueprint
		reply = officer.Put(path, body)
		require.Equal(t, http.StatusUnprocessableEntity, reply.Status)
		require.Contains(t, reply.Text, "practice.blueprint")
	}
	require.Equal(t, http.StatusUnprocessableEntity, officer.Put(path+"/state", map[string]any{"state": "draft"}).Status)
	require.Equal(t, http.StatusOK, officer.Put(path+"/state", map[string]any{"state": "published"}).Status)
	m, err := w.s.Mock(w.sys, uuid.MustParse(made.ID))
	require.NoError(t, err)
	me.sit(m, func(q int) (bool, bool) { return q%2 == 0, false })
	tries := officer.Get(path + "/tries")
	require.Contains(t, tries.Text, "王小明")
	require.Contains(t, tries.Text, `"gotHundredths":5000`)
	require.Contains(t, officer.Get("/api/mock-exams?text=改名&state=published").Text, `"total":1`)
	require.Contains(t, officer.Get("/api/mock-exams?text=%27%25").Text, `"total":0`)
	require.Equal(t, http.StatusNotFound, officer.Get(fmt.Sprintf("/api/mock-exams/%s/tries", uuid.New())).Status)
	require.Equal(t, http.StatusUnauthorized, me.browser().Get("/api/mock-exams").Status)
}

// F36: a mock without a deadline of its own does not exist; its sittings end by
// themselves and are kept like those that were handed in.
func TestMock_EndsByItselfAtItsDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, m := w.trainee(), w.mock(nil)
	id, err := w.s.StartMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	_, err = w.DB.ExecContext(w.sys, `update clock_offset set shift = shift + interval '2 hours'`)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		try, _, err := w.s.MyTry(w.sys, me.id, id)
		return err == nil && !try.ClosedAt.IsZero() && try.Got == 0
	}, waitLong, waitStep)
	mine, err := w.s.MyMock(w.sys, me.id, m.ID)
	require.NoError(t, err)
	require.Equal(t, uuid.Nil, mine.Open)
	require.Empty(t, me.book())
}
