// Package resulttest makes published exams whose candidates wait for their
// scores, for the tests of results and certificates.
package resulttest

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
	"jiangxun/internal/attempt"
	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/result"
	"jiangxun/internal/standard"
)

// Rooms are what an exam is made with.
type Rooms struct {
	DB       postgres.DB
	Identity *identity.Service
	Learner  *learner.Service
	Standard *standard.Service
	Result   *result.Service
}

// Exam is a published plan with a theory and a skill session.
type Exam struct {
	Rooms
	Level, Plan   uuid.UUID
	Theory, Skill uuid.UUID
	People        []uuid.UUID
	t             testing.TB
}

// Phone is the number of the i-th person.
func Phone(i int) string { return fmt.Sprintf("139%08d", i) }

// New makes an exam with people, all seated; the pass mark is 60.
func New(t testing.TB, rooms Rooms, people int) *Exam {
	t.Helper()
	e := &Exam{Rooms: rooms, t: t, Plan: uuid.New(), Theory: uuid.New(), Skill: uuid.New()}
	levels, err := rooms.Standard.Load(t.Context(), standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"},
		Edition:    standard.Edition{Name: "2018年版", Source: "测试", Sample: true},
		Levels: []standard.LevelDefinition{{
			Track: "数控车床", Code: "4", TheoryMinutes: 90, SkillMinutes: 300,
			Theory: []standard.WeightRow{{Name: "基础知识", Percent: 100}}, Skill: []standard.WeightRow{{Name: "轴类工件加工", Percent: 100}},
		}},
	})
	require.NoError(t, err)
	e.Level = levels[0]
	e.run(`insert into exam_plans (id, title, level_id, state, year, batch, site_number, pass_mark, entry_minutes, late_minutes,
		earliest_hand_in_minutes, allowance_seconds, score_valid_months, ticket_pattern, revision, published_at, created_at)
		values ($1, '2026年第一批车工四级认定', $2, 'running', 2026, (select count(*) + 1 from exam_plans), 1, 60, 30, 30, 30, 15, 12, '{seat:2}', 1, now(), now())`, e.Plan, e.Level)
	for part, session := range map[string]uuid.UUID{"theory": e.Theory, "skill": e.Skill} {
		e.run(`insert into exam_sessions (id, plan_id, part, starts_at, minutes, state, created_at) values ($1, $2, $3, now() - interval '1 minute', 90, 'running', now())`,
			session, e.Plan, part)
	}
	rooms1, rooms2 := uuid.New(), uuid.New()
	e.run(`insert into exam_rooms (id, session_id, plan_id, number, name, capacity) values ($1, $2, $3, 1, '一考场', 500)`, rooms1, e.Theory, e.Plan)
	e.run(`insert into exam_rooms (id, session_id, plan_id, number, name, capacity) values ($1, $2, $3, 2, '实训车间', 500)`, rooms2, e.Skill, e.Plan)
	for i := range people {
		account, candidate := e.trainee(i), uuid.New()
		e.People = append(e.People, account)
		e.run(`insert into exam_candidates (id, plan_id, level_id, account_id, class_id, application_id, added_at) values ($1, $2, $3, $4, $5, $6, now())`,
			candidate, e.Plan, e.Level, account, uuid.New(), uuid.New())
		for n, seat := range []struct{ session, room uuid.UUID }{{e.Theory, rooms1}, {e.Skill, rooms2}} {
			e.run(`insert into exam_seats (id, session_id, plan_id, part, candidate_id, account_id, room_id, seat, ticket_number, state)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'assigned')`,
				uuid.New(), seat.session, e.Plan, []string{"theory", "skill"}[n], candidate, account, seat.room, i+1, fmt.Sprintf("2026%08d%d%d", rand.IntN(1e8), n, i%10))
		}
	}
	return e
}

func (e *Exam) run(query string, args ...any) {
	e.t.Helper()
	_, err := e.DB.ExecContext(context.WithoutCancel(e.t.Context()), query, args...)
	require.NoError(e.t, err)
}

// Run executes a statement.
func (e *Exam) Run(query string, args ...any) {
	e.t.Helper()
	e.run(query, args...)
}

// Count gives the number that a query asks for.
func (e *Exam) Count(query string, args ...any) int {
	e.t.Helper()
	var n int
	require.NoError(e.t, e.DB.GetContext(e.t.Context(), &n, query, args...))
	return n
}

// trainee makes a person with a complete profile. All but the first share the
// first one's photo.
func (e *Exam) trainee(i int) uuid.UUID {
	e.t.Helper()
	ctx := e.t.Context()
	var id uuid.UUID
	require.NoError(e.t, postgres.InTx(ctx, e.DB, func(tx postgres.Tx) (err error) {
		id, err = e.Identity.EnsureTrainee(ctx, tx, Phone(i))
		return err
	}))
	_, err := e.Learner.Save(ctx, id, learner.ProfileInput{
		Name: "欧阳小明", IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", i), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	})
	require.NoError(e.t, err)
	if i == 0 {
		_, err = e.Learner.SavePhoto(ctx, id, bytes.NewReader(Photo()))
		require.NoError(e.t, err)
		return id
	}
	e.run(`update learner_profiles set photo_key = (select max(photo_key) from learner_profiles), complete = true where account_id = $1`, id)
	return id
}

// Photo is a portrait in grey noise.
func Photo() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for i := range img.Pix {
		img.Pix[i] = uint8(rand.IntN(80) + 120) //nolint:gosec // noise, so that the file is large enough
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

// Marked lets a candidate's theory sitting end with marks of 100 points.
func (e *Exam) Marked(account uuid.UUID, hundredths marking.Hundredths) {
	e.t.Helper()
	require.NoError(e.t, e.Close(account, 1, hundredths, 10_000))
}

// Close tells the result room that a try of a candidate's sitting was marked.
func (e *Exam) Close(account uuid.UUID, try int, got, of marking.Hundredths) error {
	ctx := actor.With(e.t.Context(), actor.AsSystem("test"))
	return postgres.InTx(ctx, e.DB, func(tx postgres.Tx) error {
		return e.Result.AttemptClosed(ctx, tx, clock.System{}.Now(), attempt.Attempt{
			ID: uuid.New(), Purpose: paper.Exam, ContextID: e.Theory, AccountID: account, Try: try,
		}, marking.Marks{TotalHundredths: got, OfHundredths: of})
	})
}

// Person makes a staff account and a context in which it acts.
func (e *Exam) Person(name string) context.Context {
	e.t.Helper()
	id := uuid.New()
	e.run(`insert into accounts (id, kind, name, username, created_at) values ($1, 'staff', $2, $3, now())`, id, name, "u"+id.String())
	return actor.With(e.t.Context(), actor.Actor{ID: id, Kind: actor.Staff, Name: name})
}

// Scored is a skill score in hundredths.
func Scored(hundredths marking.Hundredths) result.Part {
	return result.Part{State: result.Scored, Score: hundredths}
}

// Release marks everybody's theory and skill and releases the plan.
func (e *Exam) Release(theory, skill marking.Hundredths) {
	e.t.Helper()
	entries := make([]result.Entry, len(e.People))
	for i, account := range e.People {
		e.Marked(account, theory)
		entries[i] = result.Entry{AccountID: account, Part: Scored(skill)}
	}
	require.NoError(e.t, e.Result.SaveSkill(e.Person("考评员"), e.Plan, entries))
	_, err := e.Result.Check(e.Person("复核人"), e.Plan)
	require.NoError(e.t, err)
	_, err = e.Result.Release(e.Person("发布人"), e.Plan)
	require.NoError(e.t, err)
}
