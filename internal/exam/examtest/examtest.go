// Package examtest gives tests a running program with people who may sit an exam.
package examtest

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

// World is a running program with a frozen exam form and a class
// of approved trainees with photos.
type World struct {
	*apptest.Program
	Sys    context.Context //nolint:containedctx // the system's, as long as the test
	Bank   *banktest.Bank
	Form   uuid.UUID // frozen, of purpose exam
	Class  uuid.UUID
	People []uuid.UUID // accounts of the class, with photos

	t        testing.TB
	accounts int
}

func phone(i int) string { return fmt.Sprintf("138%08d", i) }

// New starts a program with people in one class.
func New(t testing.TB, people int) *World {
	t.Helper()
	w := Over(t, apptest.Start(t))
	w.Class = w.NewClass("一班", people)
	return w
}

// Over fills a running program with a level and a frozen exam form.
func Over(t testing.TB, p *apptest.Program) *World {
	t.Helper()
	w := &World{Program: p, t: t, Sys: banktest.System(t.Context()), Bank: banktest.New(t, p.DB, clock.System{}, 4)}
	w.Bank.Fill(t, bank.Exam, bank.Single, bank.Multiple, bank.Judge)
	w.Form = w.freeze(paper.Exam)
	return w
}

// Mock fills the practice pool and freezes a form of purpose mock.
func (w *World) Mock() uuid.UUID {
	w.Bank.Fill(w.t, bank.Mock, bank.Single, bank.Multiple, bank.Judge)
	return w.freeze(paper.Mock)
}

func (w *World) freeze(purpose paper.Purpose) uuid.UUID {
	w.t.Helper()
	blueprint, err := w.Rooms.Paper.CreateBlueprint(w.Sys, paper.Blueprint{
		LevelID: w.Bank.LevelID, Name: "理论卷" + string(purpose), Purpose: purpose, Minutes: 90, Sections: []paper.Section{
			{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Multiple, Count: 2, ScoreHundredths: 500},
			{Type: bank.Judge, Count: 2, ScoreHundredths: 500},
		},
	})
	require.NoError(w.t, err)
	forms, err := w.Rooms.Paper.Freeze(w.Sys, blueprint.ID, 1, 7)
	require.NoError(w.t, err)
	_, err = w.Rooms.Paper.Decide(banktest.Reviewer(w.t.Context()), forms[0].ID, true, "")
	require.NoError(w.t, err)
	return forms[0].ID
}

// NewClass enrols people and puts them into a class.
func (w *World) NewClass(name string, people int) uuid.UUID {
	w.t.Helper()
	now := clock.System{}.Now()
	programme, err := w.Rooms.Enrolment.CreateProgramme(w.Sys, enrolment.ProgrammeInput{
		Title: "数控车工培训" + name, LevelID: w.Bank.LevelID, Kind: enrolment.Upgrade, Places: max(people, 1),
		OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour),
	})
	require.NoError(w.t, err)
	programme, err = w.Rooms.Enrolment.SetProgrammeState(w.Sys, programme.ID, enrolment.ProgrammeOpen)
	require.NoError(w.t, err)
	class, err := w.Rooms.Cohort.Create(w.Sys, programme.ID, cohort.Input{Name: name, Capacity: max(people, 1)})
	require.NoError(w.t, err)
	for range people {
		w.accounts++
		account := w.trainee(w.accounts)
		w.People = append(w.People, account)
		application := w.approved(account, programme)
		_, err := w.Rooms.Cohort.Add(w.Sys, class.ID, []uuid.UUID{application})
		require.NoError(w.t, err)
	}
	return class.ID
}

func (w *World) trainee(i int) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	require.NoError(w.t, postgres.InTx(w.Sys, w.DB, func(tx postgres.Tx) (err error) {
		id, err = w.Rooms.Identity.EnsureTrainee(w.Sys, tx, phone(i))
		return err
	}))
	_, err := w.Rooms.Learner.Save(w.Sys, id, learner.ProfileInput{
		Name: "张三", IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", i), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	})
	require.NoError(w.t, err)
	_, err = w.Rooms.Learner.SavePhoto(w.Sys, id, bytes.NewReader(photo()))
	require.NoError(w.t, err)
	return id
}

func (w *World) approved(account uuid.UUID, programme enrolment.Programme) uuid.UUID {
	w.t.Helper()
	a, err := w.Rooms.Enrolment.Start(w.Sys, account, programme.Slug, "")
	require.NoError(w.t, err)
	_, err = w.Rooms.Enrolment.SaveClause(w.Sys, account, a.ID, "2018-4-2")
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Submit(w.Sys, account, a.ID, map[string]string{"pledge": "2026-11", "privacy": "2026-11"})
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Decide(w.Sys, a.ID, enrolment.Decision{Action: enrolment.ActionApprove, Version: a.Version})
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

// Plan makes a drafted plan with the class's people as candidates.
func (w *World) Plan() exam.Plan {
	w.t.Helper()
	p, err := w.Rooms.Exam.CreatePlan(w.Sys, "2026年第一批车工四级认定", w.Bank.LevelID)
	require.NoError(w.t, err)
	_, _, err = w.Rooms.Exam.AddCandidates(w.Sys, p.ID, []uuid.UUID{w.Class})
	require.NoError(w.t, err)
	return p
}

// Theory adds a theory session with rooms.
func (w *World) Theory(p exam.Plan, startsAt time.Time, rooms ...exam.RoomInput) exam.Session {
	w.t.Helper()
	e, err := w.Rooms.Exam.CreateSession(w.Sys, p.ID, exam.SessionInput{Part: exam.Theory, StartsAt: startsAt, Minutes: 90, FormID: w.Form, Place: "实训楼三楼"})
	require.NoError(w.t, err)
	e, err = w.Rooms.Exam.SaveRooms(w.Sys, e.ID, rooms)
	require.NoError(w.t, err)
	return e
}

// Published is a plan with one theory session, seated and published.
func (w *World) Published(startsAt time.Time) (exam.Plan, exam.Session, []exam.Seat) {
	w.t.Helper()
	p := w.Plan()
	e := w.Theory(p, startsAt, exam.RoomInput{Name: "一考场", Capacity: 30}, exam.RoomInput{Name: "二考场", Capacity: 30})
	_, err := w.Rooms.Exam.AssignSeats(w.Sys, p.ID, exam.SeatOrder{})
	require.NoError(w.t, err)
	p, err = w.Rooms.Exam.Publish(w.Sys, p.ID)
	require.NoError(w.t, err)
	e, err = w.Rooms.Exam.Session(w.Sys, e.ID)
	require.NoError(w.t, err)
	seats, err := w.Rooms.Exam.Seats(w.Sys, e.ID)
	require.NoError(w.t, err)
	return p, e, seats
}

// Shift moves the clock that entry and deadlines follow.
func (w *World) Shift(by time.Duration) {
	w.t.Helper()
	_, err := w.DB.ExecContext(w.Sys, `update clock_offset set shift = shift + $1::interval`, fmt.Sprintf("%d seconds", int(by.Seconds())))
	require.NoError(w.t, err)
}

// Count runs a query that gives one number.
func (w *World) Count(query string, args ...any) int {
	w.t.Helper()
	var n int
	require.NoError(w.t, w.DB.GetContext(w.Sys, &n, query, args...))
	return n
}

// As is a context in which a trainee acts.
func (w *World) As(account uuid.UUID) context.Context {
	return actor.With(w.t.Context(), actor.Actor{ID: account, Kind: actor.Trainee, Permissions: map[string]bool{"exam.own": true}})
}

// Within is a context of a staff member narrowed to a session or a room.
func (w *World) Within(id uuid.UUID) context.Context {
	return actor.With(w.t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Name: "监考员", Scopes: []actor.Scope{{Kind: actor.ScopeSession, ID: id}}})
}

// PhoneOf is the number of the i-th person of the world.
func (w *World) PhoneOf(account uuid.UUID) string {
	for i, id := range w.People {
		if id == account {
			return phone(i + 1)
		}
	}
	require.Fail(w.t, "unknown account")
	return ""
}

// Occupation is the id of an occupation by its name.
func (w *World) Occupation(name string) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	require.NoError(w.t, w.DB.GetContext(w.Sys, &id, `select id from occupations where name = $1`, name))
	return id
}
