package exam_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/exam"
	"jiangxun/internal/learner"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/apptest"
)

// world is a running program with a frozen exam form, a mock form, and a class
// of approved trainees with photos.
type world struct {
	*apptest.Program
	t        testing.TB
	sys      context.Context
	bank     *banktest.Bank
	form     uuid.UUID
	mock     uuid.UUID
	class    uuid.UUID
	people   []uuid.UUID
	accounts int
}

func phone(i int) string { return fmt.Sprintf("138%08d", i) }

func newWorld(t testing.TB, people int) *world {
	t.Helper()
	p := apptest.Start(t)
	w := &world{Program: p, t: t, sys: banktest.System(t.Context()), bank: banktest.New(t, p.DB, clock.System{}, 4)}
	w.bank.Fill(t, bank.Exam, bank.Single, bank.Multiple, bank.Judge)
	w.bank.Fill(t, bank.Practice, bank.Single, bank.Multiple, bank.Judge)
	w.form, w.mock = w.freeze(paper.Exam), w.freeze(paper.Mock)
	w.class = w.newClass("一班", people)
	return w
}

func (w *world) freeze(purpose paper.Purpose) uuid.UUID {
	w.t.Helper()
	blueprint, err := w.Rooms.Paper.CreateBlueprint(w.sys, paper.Blueprint{
		LevelID: w.bank.LevelID, Name: "理论卷" + string(purpose), Purpose: purpose, Minutes: 90, Sections: []paper.Section{
			{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Multiple, Count: 2, ScoreHundredths: 500},
			{Type: bank.Judge, Count: 2, ScoreHundredths: 500},
		},
	})
	require.NoError(w.t, err)
	forms, err := w.Rooms.Paper.Freeze(w.sys, blueprint.ID, 1, 7)
	require.NoError(w.t, err)
	return forms[0].ID
}

// newClass enrols people and puts them into a class.
func (w *world) newClass(name string, people int) uuid.UUID {
	w.t.Helper()
	now := time.Now()
	programme, err := w.Rooms.Enrolment.CreateProgramme(w.sys, enrolment.ProgrammeInput{
		Title: "数控车工培训" + name, LevelID: w.bank.LevelID, Kind: enrolment.Upgrade, Places: max(people, 1),
		OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour),
	})
	require.NoError(w.t, err)
	programme, err = w.Rooms.Enrolment.SetProgrammeState(w.sys, programme.ID, enrolment.ProgrammeOpen)
	require.NoError(w.t, err)
	class, err := w.Rooms.Cohort.Create(w.sys, programme.ID, cohort.Input{Name: name, Capacity: max(people, 1)})
	require.NoError(w.t, err)
	for range people {
		w.accounts++
		account := w.trainee(w.accounts)
		w.people = append(w.people, account)
		application := w.approved(account, programme)
		_, err := w.Rooms.Cohort.Add(w.sys, class.ID, []uuid.UUID{application})
		require.NoError(w.t, err)
	}
	return class.ID
}

func (w *world) trainee(i int) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	require.NoError(w.t, postgres.InTx(w.sys, w.DB, func(tx postgres.Tx) (err error) {
		id, err = w.Rooms.Identity.EnsureTrainee(w.sys, tx, phone(i))
		return err
	}))
	_, err := w.Rooms.Learner.Save(w.sys, id, learner.ProfileInput{
		Name: "张三", IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", i), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	})
	require.NoError(w.t, err)
	_, err = w.Rooms.Learner.SavePhoto(w.sys, id, bytes.NewReader(photo()))
	require.NoError(w.t, err)
	return id
}

func (w *world) approved(account uuid.UUID, programme enrolment.Programme) uuid.UUID {
	w.t.Helper()
	a, err := w.Rooms.Enrolment.Start(w.sys, account, programme.Slug, "")
	require.NoError(w.t, err)
	_, err = w.Rooms.Enrolment.SaveClause(w.sys, account, a.ID, "2018-4-2")
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Submit(w.sys, account, a.ID, map[string]string{"pledge": "2026-11", "privacy": "2026-11"})
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Decide(w.sys, a.ID, enrolment.Decision{Action: enrolment.ActionApprove, Version: a.Version})
	require.NoError(w.t, err)
	return a.ID
}

func photo() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for i := range img.Pix {
		img.Pix[i] = uint8(rand.IntN(80) + 120) //nolint:gosec // noise, so that the file is large enough
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

// plan makes a drafted plan with the class's people as candidates.
func (w *world) plan() exam.Plan {
	w.t.Helper()
	p, err := w.Rooms.Exam.CreatePlan(w.sys, "2026年第一批车工四级认定", w.bank.LevelID)
	require.NoError(w.t, err)
	_, _, err = w.Rooms.Exam.AddCandidates(w.sys, p.ID, []uuid.UUID{w.class})
	require.NoError(w.t, err)
	return p
}

// theory adds a theory session with rooms.
func (w *world) theory(p exam.Plan, startsAt time.Time, rooms ...exam.RoomInput) exam.Session {
	w.t.Helper()
	e, err := w.Rooms.Exam.CreateSession(w.sys, p.ID, exam.SessionInput{Part: exam.Theory, StartsAt: startsAt, Minutes: 90, FormID: w.form, Place: "实训楼三楼"})
	require.NoError(w.t, err)
	e, err = w.Rooms.Exam.SaveRooms(w.sys, e.ID, rooms)
	require.NoError(w.t, err)
	return e
}

// published is a plan with one theory session, seated and published.
func (w *world) published(startsAt time.Time) (exam.Plan, exam.Session, []exam.Seat) {
	w.t.Helper()
	p := w.plan()
	e := w.theory(p, startsAt, exam.RoomInput{Name: "一考场", Capacity: 30}, exam.RoomInput{Name: "二考场", Capacity: 30})
	_, err := w.Rooms.Exam.AssignSeats(w.sys, p.ID, exam.SeatOrder{})
	require.NoError(w.t, err)
	p, err = w.Rooms.Exam.Publish(w.sys, p.ID)
	require.NoError(w.t, err)
	e, err = w.Rooms.Exam.Session(w.sys, e.ID)
	require.NoError(w.t, err)
	seats, err := w.Rooms.Exam.Seats(w.sys, e.ID)
	require.NoError(w.t, err)
	return p, e, seats
}

// shift moves the clock that entry and deadlines follow.
func (w *world) shift(by time.Duration) {
	w.t.Helper()
	_, err := w.DB.ExecContext(w.sys, `update clock_offset set shift = shift + $1::interval`, fmt.Sprintf("%d seconds", int(by.Seconds())))
	require.NoError(w.t, err)
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	require.NoError(w.t, w.DB.GetContext(w.sys, &n, query, args...))
	return n
}

// as is a context in which a trainee acts.
func (w *world) as(account uuid.UUID) context.Context {
	return actor.With(w.t.Context(), actor.Actor{ID: account, Kind: actor.Trainee, Permissions: map[string]bool{"exam.own": true}})
}

// within is a context of a staff member narrowed to a session or a room.
func (w *world) within(id uuid.UUID) context.Context {
	return actor.With(w.t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Name: "监考员", Scopes: []actor.Scope{{Kind: actor.ScopeSession, ID: id}}})
}

// phoneOf is the number of the i-th person of the world.
func (w *world) phoneOf(account uuid.UUID) string {
	for i, id := range w.people {
		if id == account {
			return phone(i + 1)
		}
	}
	require.Fail(w.t, "unknown account")
	return ""
}

func (w *world) occupation(name string) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	require.NoError(w.t, w.DB.GetContext(w.sys, &id, `select id from occupations where name = $1`, name))
	return id
}
