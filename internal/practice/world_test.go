package practice_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/practice"
	"jiangxun/internal/testkit/apptest"
)

// world is a running program with a bank of 96 practice questions,
// a blueprint for mocks, an open programme and an empty class.
type world struct {
	*apptest.Program
	t         testing.TB
	sys       context.Context
	bank      *banktest.Bank
	s         *practice.Service
	programme enrolment.Programme
	class     uuid.UUID
	blueprint uuid.UUID
	accounts  int
	browsers  map[uuid.UUID]*apptest.Visitor
}

func newWorld(t testing.TB) *world {
	t.Helper()
	p := apptest.Start(t)
	w := &world{Program: p, t: t, sys: banktest.System(t.Context()), bank: banktest.New(t, p.DB, clock.System{}, 4), s: p.Rooms.Practice, browsers: map[uuid.UUID]*apptest.Visitor{}}
	w.bank.Fill(t, bank.Practice, bank.Single, bank.Multiple, bank.Judge)
	w.bank.Fill(t, bank.Mock, bank.Single, bank.Multiple, bank.Judge)
	w.blueprint = w.newBlueprint(paper.Mock)
	now := time.Now()
	var err error
	w.programme, err = p.Rooms.Enrolment.CreateProgramme(w.sys, enrolment.ProgrammeInput{
		Title: "数控车工培训", LevelID: w.bank.LevelID, Kind: enrolment.Upgrade, Places: 100, OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour),
	})
	require.NoError(t, err)
	w.programme, err = p.Rooms.Enrolment.SetProgrammeState(w.sys, w.programme.ID, enrolment.ProgrammeOpen)
	require.NoError(t, err)
	class, err := p.Rooms.Cohort.Create(w.sys, w.programme.ID, cohort.Input{Name: "一班", Capacity: 50})
	require.NoError(t, err)
	w.class = class.ID
	return w
}

func (w *world) newBlueprint(purpose paper.Purpose) uuid.UUID {
	w.t.Helper()
	b, err := w.Rooms.Paper.CreateBlueprint(w.sys, paper.Blueprint{
		LevelID: w.bank.LevelID, Name: "理论" + string(purpose), Purpose: purpose, Minutes: 90, Sections: []paper.Section{
			{Type: bank.Single, Count: 8, ScoreHundredths: 500}, {Type: bank.Multiple, Count: 6, ScoreHundredths: 500},
			{Type: bank.Judge, Count: 6, ScoreHundredths: 500},
		},
	})
	require.NoError(w.t, err)
	require.Equal(w.t, paper.Ready, b.State)
	return b.ID
}

// person is a trainee.
type person struct {
	w     *world
	id    uuid.UUID
	phone string
}

// browser is the person's, signed in.
func (p person) browser() *apptest.Visitor {
	p.w.t.Helper()
	if p.w.browsers[p.id] == nil {
		p.w.browsers[p.id] = p.w.Trainee(p.phone)
	}
	return p.w.browsers[p.id]
}

// stranger is a trainee who is registered for nothing.
func (w *world) stranger() person {
	w.t.Helper()
	w.accounts++
	p := person{w: w, phone: fmt.Sprintf("137%08d", w.accounts)}
	require.NoError(w.t, postgres.InTx(w.sys, w.DB, func(tx postgres.Tx) (err error) {
		p.id, err = w.Rooms.Identity.EnsureTrainee(w.sys, tx, p.phone)
		return err
	}))
	_, err := w.Rooms.Learner.Save(w.sys, p.id, learner.ProfileInput{
		Name: "王小明", IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", w.accounts), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	})
	require.NoError(w.t, err)
	return p
}

// applicant is a trainee with an unfinished application.
func (w *world) applicant() (person, enrolment.Application) {
	w.t.Helper()
	p := w.stranger()
	a, err := w.Rooms.Enrolment.Start(w.sys, p.id, w.programme.Slug, "")
	require.NoError(w.t, err)
	return p, a
}

// approved is a trainee with an approved application.
func (w *world) approved() (person, uuid.UUID) {
	w.t.Helper()
	p, a := w.applicant()
	_, err := w.Rooms.Learner.SavePhoto(w.sys, p.id, bytes.NewReader(photo()))
	require.NoError(w.t, err)
	_, err = w.Rooms.Enrolment.SaveClause(w.sys, p.id, a.ID, "2018-4-2")
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Submit(w.sys, p.id, a.ID, map[string]string{"pledge": "2026-11", "privacy": "2026-11"})
	require.NoError(w.t, err)
	a, err = w.Rooms.Enrolment.Decide(w.sys, a.ID, enrolment.Decision{Action: enrolment.ActionApprove, Version: a.Version})
	require.NoError(w.t, err)
	return p, a.ID
}

// trainee is a trainee who may practise.
func (w *world) trainee() person {
	w.t.Helper()
	p, _ := w.approved()
	return p
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

// member is a trainee of the class.
func (w *world) member() person {
	w.t.Helper()
	p, application := w.approved()
	_, err := w.Rooms.Cohort.Add(w.sys, w.class, []uuid.UUID{application})
	require.NoError(w.t, err)
	return p
}

// mock is a published mock exam.
func (w *world) mock(change func(*practice.MockInput)) practice.MockExam {
	w.t.Helper()
	in := practice.MockInput{Title: "第一次模拟", LevelID: w.bank.LevelID, BlueprintID: w.blueprint, Tries: 2, OpensAt: time.Now().Add(-time.Minute)}
	if change != nil {
		change(&in)
	}
	m, err := w.s.CreateMock(w.sys, in)
	require.NoError(w.t, err)
	m, err = w.s.SetMockState(w.sys, m.ID, practice.Published)
	require.NoError(w.t, err)
	return m
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	require.NoError(w.t, w.DB.GetContext(w.sys, &n, query, args...))
	return n
}

// rights are the answers that are right in this world.
var rights = map[bank.Type]marking.Answer{bank.Single: {"A"}, bank.Multiple: {"A", "B"}, bank.Judge: {"T"}}

// wrongs are answers that are not.
var wrongs = map[bank.Type]marking.Answer{bank.Single: {"B"}, bank.Multiple: {"A", "C"}, bank.Judge: {"F"}}

func (p person) drill(mode practice.Mode, row uuid.UUID, again bool) practice.Drill {
	p.w.t.Helper()
	d, err := p.w.s.StartDrill(p.w.sys, p.id, p.w.bank.LevelID, mode, row, again)
	require.NoError(p.w.t, err)
	return d
}

// answer answers a question of a drill rightly or wrongly.
func (p person) answer(d practice.Drill, number int, right bool) practice.Outcome {
	p.w.t.Helper()
	list, err := p.w.s.Questions(p.w.sys, p.id, d.ID, number, 1)
	require.NoError(p.w.t, err)
	given := wrongs[list[0].Face.Type]
	if right {
		given = rights[list[0].Face.Type]
	}
	o, err := p.w.s.Answer(p.w.sys, p.id, d.ID, number, given)
	require.NoError(p.w.t, err)
	return o
}

func (p person) book() []practice.WrongItem {
	p.w.t.Helper()
	list, total, err := p.w.s.WrongBook(p.w.sys, p.id, uuid.Nil, 100, 0)
	require.NoError(p.w.t, err)
	require.Len(p.w.t, list, total)
	return list
}

// sit starts a mock, answers every question, wrongly those of which the
// function says so, leaves blank what it says, hands in and waits for the marks.
func (p person) sit(m practice.MockExam, how func(q int) (right, blank bool)) practice.MockTry {
	p.w.t.Helper()
	id, err := p.w.s.StartMock(p.w.sys, p.id, m.ID)
	require.NoError(p.w.t, err)
	v := p.browser()
	path := "/api/my/attempts/" + id.String()
	var sheet struct {
		Questions []struct {
			Q       int
			Type    bank.Type
			Options []struct{ Letter, HTML string }
		}
	}
	v.Get(path+"/paper").JSON(p.w.t, &sheet)
	require.Len(p.w.t, sheet.Questions, 20)
	var lease struct{ Epoch int }
	v.Post(path+"/lease", map[string]any{"epoch": 0, "holder": uuid.New()}).JSON(p.w.t, &lease)
	events := []map[string]any{}
	for _, q := range sheet.Questions {
		right, blank := how(q.Q)
		if blank {
			continue
		}
		chosen := map[bank.Type]string{bank.Single: "选项1", bank.Multiple: "选项1选项2", bank.Judge: "正确"}[q.Type]
		if !right {
			chosen = map[bank.Type]string{bank.Single: "选项2", bank.Multiple: "选项1选项3", bank.Judge: "错误"}[q.Type]
		}
		value := ""
		for _, o := range q.Options {
			if strings.Contains(chosen, o.HTML) {
				value += o.Letter
			}
		}
		events = append(events, map[string]any{"seq": len(events) + 1, "q": q.Q, "value": value, "at": time.Now().UnixMilli()})
	}
	reply := v.Post(path+"/answers", map[string]any{"epoch": lease.Epoch, "events": events})
	require.Equal(p.w.t, http.StatusOK, reply.Status, reply.Text)
	reply = v.Post(path+"/submit", map[string]any{"epoch": lease.Epoch, "answers": []any{}})
	require.Equal(p.w.t, http.StatusOK, reply.Status, reply.Text)
	var try practice.MockTry
	require.Eventually(p.w.t, func() bool {
		try, _, err = p.w.s.MyTry(p.w.sys, p.id, id)
		return err == nil && !try.ClosedAt.IsZero()
	}, waitLong, waitStep)
	return try
}

func sub(t testing.TB, err error) fault.Sub {
	t.Helper()
	require.Error(t, err)
	return fault.SubOf(err)
}

const (
	waitLong = 30 * time.Second
	waitStep = 10 * time.Millisecond
)
