package ranking_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/practice"
	"jiangxun/internal/ranking"
	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/internal/testkit/redisserver"
)

// world is a program with a Redis of its own and a mock exam for a level.
type world struct {
	*apptest.Program
	t         testing.TB
	sys       context.Context
	server    *redisserver.Server
	s         *ranking.Service
	level     uuid.UUID
	programme uuid.UUID
	mock      uuid.UUID
	people    int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, sys: banktest.System(t.Context()), server: testkit.OwnRedis(t)}
	w.Program = apptest.StartWith(t, apptest.Options{Configure: func(c *config.Config) { c.Redis.Addrs = []string{w.server.Addr} }})
	w.s = w.Rooms.Ranking
	questions := banktest.New(t, w.DB, clock.System{}, 4)
	questions.Fill(t, bank.Mock, bank.Single) // a mock is published only when the bank can fill it
	w.level = questions.LevelID
	programme, err := w.Rooms.Enrolment.CreateProgramme(w.sys, enrolment.ProgrammeInput{
		Title: "数控车工培训", LevelID: w.level, Kind: enrolment.Upgrade, Places: 100, OpensAt: time.Now().Add(-time.Hour), ClosesAt: time.Now().Add(time.Hour),
	})
	require.NoError(t, err)
	w.programme = programme.ID
	w.mock = w.newMock()
	return w
}

func (w *world) newMock() uuid.UUID {
	w.t.Helper()
	b, err := w.Rooms.Paper.CreateBlueprint(w.sys, paper.Blueprint{
		LevelID: w.level, Name: "模拟卷" + uuid.NewString(), Purpose: paper.Mock, Minutes: 90, Sections: []paper.Section{{Type: bank.Single, Count: 20, ScoreHundredths: 500}},
	})
	require.NoError(w.t, err)
	m, err := w.Rooms.Practice.CreateMock(w.sys, practice.MockInput{Title: "第一次模拟", LevelID: w.level, BlueprintID: b.ID, Tries: 5, OpensAt: time.Now()})
	require.NoError(w.t, err)
	m, err = w.Rooms.Practice.SetMockState(w.sys, m.ID, practice.Published)
	require.NoError(w.t, err)
	return m.ID
}

// person is somebody registered for the level.
func (w *world) person(name string) (account uuid.UUID, phone string) {
	w.t.Helper()
	account, phone = w.stranger()
	_, err := w.DB.ExecContext(w.sys, `insert into enrolment_applications (id, programme_id, account_id, level_id, state, created_at, updated_at, submitted_at)
		values ($1, $2, $3, $4, 'approved', now(), now(), now())`, uuid.Must(uuid.NewV7()), w.programme, account, w.level)
	require.NoError(w.t, err)
	if name != "" {
		w.name(account, name)
	}
	return account, phone
}

func (w *world) stranger() (account uuid.UUID, phone string) {
	w.t.Helper()
	w.people++
	phone = fmt.Sprintf("136%08d", w.people)
	require.NoError(w.t, postgres.InTx(w.sys, w.DB, func(tx postgres.Tx) (err error) {
		account, err = w.Rooms.Identity.EnsureTrainee(w.sys, tx, phone)
		return err
	}))
	return account, phone
}

// result is a marked try; the leaderboards are not told of it.
func (w *world) result(mock, account uuid.UUID, try, got int, took time.Duration, closed time.Time) {
	w.t.Helper()
	_, err := w.DB.ExecContext(w.sys, `insert into mock_attempts (mock_exam_id, account_id, try, attempt_id, started_at, closed_at, got_hundredths, of_hundredths)
		values ($1, $2, $3, $4, $5, $6, $7, 10000)`, mock, account, try, uuid.New(), closed.Add(-took), closed, got)
	require.NoError(w.t, err)
}

// told is a marked try of which the leaderboards are told.
func (w *world) told(mock, account uuid.UUID, try, got int, took time.Duration) {
	w.t.Helper()
	w.result(mock, account, try, got, took, time.Now())
	require.NoError(w.t, w.s.Place(w.sys, mock, account))
}

func (w *world) board(account uuid.UUID) ranking.Board {
	w.t.Helper()
	b, err := w.s.Mine(w.sys, account, w.mock)
	require.NoError(w.t, err)
	return b
}

func (w *world) flush() {
	w.t.Helper()
	require.NoError(w.t, w.Redis.FlushAll(w.sys).Err())
}

func order(b ranking.Board) []uuid.UUID {
	ids := make([]uuid.UUID, len(b.Entries))
	for i, e := range b.Entries {
		ids[i] = e.AccountID
	}
	return ids
}

func TestBoard_BestThenShorterThenEarlierTheSameFromRedisAndPostgres(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	best, _ := w.person("王小明")
	quick, _ := w.person("李四")
	early, _ := w.person("赵六")
	late, _ := w.person("")
	w.result(w.mock, best, 1, 4000, time.Minute, day)
	w.result(w.mock, best, 2, 9500, 80*time.Minute, day.Add(48*time.Hour))
	w.result(w.mock, best, 3, 9000, time.Minute, day.Add(72*time.Hour))
	w.result(w.mock, late, 1, 8000, 30*time.Minute, day.Add(time.Hour))
	w.result(w.mock, early, 1, 8000, 30*time.Minute, day)
	w.result(w.mock, quick, 1, 8000, 29*time.Minute, day.Add(2*time.Hour))

	b := w.board(early)
	require.Equal(t, []uuid.UUID{best, quick, early, late}, order(b))
	require.Equal(t, 4, b.Total)
	require.Equal(t, "第一次模拟", b.Title)
	require.True(t, b.Visible)
	require.Equal(t, ranking.Entry{Rank: 3, AccountID: early, Name: "赵*", Mine: true, Got: 8000, Seconds: 1800}, *b.Mine)
	require.Equal(t, ranking.Entry{Rank: 1, AccountID: best, Name: "王*明", Got: 9500, Seconds: 4800}, b.Entries[0])
	require.Equal(t, "学员", b.Entries[3].Name)

	w.server.Stop()
	require.Equal(t, b, w.board(early), "without Redis the board is the same")
	staff, err := w.s.ForStaff(w.sys, w.mock)
	require.NoError(t, err)
	require.Equal(t, "王小明", staff.Entries[0].Name)
}

func TestF41_RankingRebuiltAfterFlushall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, _ := w.person("王小明")
	second, _ := w.person("李四")
	w.result(w.mock, first, 1, 7000, time.Hour, time.Now())
	before := w.board(first)
	require.Equal(t, 1, before.Total)

	w.flush()
	require.Equal(t, before, w.board(first))

	// Emptied between two pieces of news: what one of them leaves is no board.
	w.flush()
	w.told(w.mock, second, 1, 9000, time.Hour)
	b := w.board(first)
	require.Equal(t, []uuid.UUID{second, first}, order(b))
	require.Equal(t, 2, b.Mine.Rank)

	// Emptied again and again while results come in and many look.
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_ = w.Redis.FlushAll(w.sys).Err()
			}
		}
	})
	for i := range 8 {
		account, _ := w.person("")
		wg.Go(func() { w.told(w.mock, account, 1, 100*i, time.Hour) })
		wg.Go(func() {
			for range 10 {
				b, err := w.s.Mine(w.sys, first, w.mock)
				if err != nil || b.Mine == nil || b.Entries[0].AccountID != second {
					t.Errorf("board is wrong: %v %v", b, err)
				}
			}
		})
	}
	time.Sleep(300 * time.Millisecond) // work of both kinds goes on meanwhile
	close(stop)
	wg.Wait()
	b = w.board(first)
	require.Equal(t, 10, b.Total)
	w.flush()
	require.Equal(t, b, w.board(first))
}

func TestMarked_JobPutsThePersonOnTheBoard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, _ := w.person("王小明")
	require.Empty(t, w.board(me).Entries, "the board is built, and empty")
	w.result(w.mock, me, 1, 8800, time.Hour, time.Now())
	require.Empty(t, w.board(me).Entries)
	inserter, err := jobs.NewInserter(w.DB)
	require.NoError(t, err)
	for range 3 { // delivered more than once
		require.NoError(t, postgres.InTx(w.sys, w.DB, func(tx postgres.Tx) error {
			return inserter.Insert(w.sys, tx, practice.MockMarked{MockExamID: w.mock, AccountID: me}, nil)
		}))
	}
	require.Eventually(t, func() bool { return len(w.board(me).Entries) == 1 }, 30*time.Second, 10*time.Millisecond)
	require.Equal(t, 1, w.board(me).Mine.Rank)
	// A lower score later changes nothing.
	w.told(w.mock, me, 2, 100, time.Minute)
	require.EqualValues(t, 8800, w.board(me).Mine.Got)
}

func TestVisibility_LeavingAndComingBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, phone := w.person("王小明")
	other, _ := w.person("李四")
	other2 := w.newMock()
	w.told(w.mock, me, 1, 9000, time.Hour)
	w.told(w.mock, other, 1, 5000, time.Hour)
	w.told(other2, me, 1, 9000, time.Hour)
	require.Equal(t, []uuid.UUID{me, other}, order(w.board(other)))

	v := w.Trainee(phone)
	reply := v.Put("/api/my/ranking/visibility", map[string]any{"visible": false})
	require.Equal(t, http.StatusNoContent, reply.Status, reply.Text)
	require.Equal(t, []uuid.UUID{other}, order(w.board(other)))
	require.Equal(t, 1, w.board(other).Total)
	mine := w.board(me)
	require.False(t, mine.Visible)
	require.Nil(t, mine.Mine)
	require.Len(t, mine.Entries, 1)
	w.flush()
	require.Equal(t, []uuid.UUID{other}, order(w.board(other)), "a rebuilt board forgets nobody's wish")
	// A board that Redis kept from before does not show the person either.
	require.NoError(t, w.Redis.Do(w.sys, "zadd", "ranking:{mock:"+w.mock.String()+"}", "5000000000000000", me.String()).Err())
	require.Equal(t, []uuid.UUID{other}, order(w.board(other)))

	require.Equal(t, http.StatusNoContent, v.Put("/api/my/ranking/visibility", map[string]any{"visible": true}).Status)
	require.Equal(t, []uuid.UUID{me, other}, order(w.board(me)))
	require.Equal(t, http.StatusUnprocessableEntity, v.Put("/api/my/ranking/visibility", map[string]any{}).Status)
}

func TestN002_BoardsOnlyOfMyMocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, phone := w.person("王小明")
	_, away := w.stranger()
	w.told(w.mock, me, 1, 9000, time.Hour)
	path := "/ranking"
	mine := "/api/my/mock-exams/" + w.mock.String() + path
	require.Equal(t, http.StatusNotFound, w.Trainee(away).Get(mine).Status)
	reply := w.Trainee(phone).Get(mine)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	require.Contains(t, reply.Text, `"name":"王*明"`)
	require.NotContains(t, reply.Text, "王小明")
	require.NotContains(t, reply.Text, me.String())
	require.Equal(t, http.StatusUnauthorized, w.Visitor().Get(mine).Status)
	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleCertifier).Get("/api/mock-exams/"+w.mock.String()+path).Status)
	reply = w.Staff(identity.RoleExamOfficer).Get("/api/mock-exams/" + w.mock.String() + path)
	require.Contains(t, reply.Text, "王小明")
	_, err := w.s.ForStaff(w.sys, uuid.New())
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestBoard_ShowsFiftyAndOnesOwnPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last, _ := w.person("")
	w.result(w.mock, last, 1, 1, time.Hour, time.Now())
	for i := range 60 {
		account := uuid.Must(uuid.NewV7())
		_, err := w.DB.ExecContext(w.sys, `insert into accounts (id, kind, name, created_at) values ($1, 'trainee', '学员', now())`, account)
		require.NoError(t, err)
		w.result(w.mock, account, 1, 5000+i, time.Hour, time.Now())
	}
	fromRedis := w.board(last)
	require.Len(t, fromRedis.Entries, ranking.Top)
	require.Equal(t, 61, fromRedis.Total)
	require.Equal(t, 61, fromRedis.Mine.Rank)
	w.server.Stop()
	require.Equal(t, fromRedis, w.board(last))
}

// name gives an account a profile's name.
func (w *world) name(account uuid.UUID, name string) {
	w.t.Helper()
	_, err := w.Rooms.Learner.Save(w.sys, account, learner.ProfileInput{
		Name: name, IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", w.people), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	})
	require.NoError(w.t, err)
}
