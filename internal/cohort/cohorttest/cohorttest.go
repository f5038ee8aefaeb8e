// Package cohorttest makes the people that tests put into classes: programmes
// and approved applications, written straight into the tables, since a
// registration with photo and review takes a second each.
package cohorttest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/postgres"
)

// Person is an approved applicant.
type Person struct {
	Name        string
	Account     uuid.UUID
	Application uuid.UUID
}

// Level makes an occupation with one level.
func Level(t testing.TB, db postgres.DB) uuid.UUID {
	t.Helper()
	occupation, edition, level := uuid.New(), uuid.New(), uuid.New()
	run(t, db, `insert into occupations (id, code, catalogue_edition, name, created_at) values ($1, '6-18-01-01', '2022', $2, now())`,
		occupation, "车工"+random())
	run(t, db, `insert into standard_editions (id, occupation_id, name, position, is_sample, created_at) values ($1, $2, '2018年版', 1, true, now())`,
		edition, occupation)
	run(t, db, `insert into standard_levels (id, edition_id, code, name, rank, theory_minutes, skill_minutes, created_at)
		values ($1, $2, '4', '四级/中级工', 3, 90, 240, now())`, level, edition)
	return level
}

// Programme makes an open programme of the level.
func Programme(t testing.TB, db postgres.DB, level uuid.UUID) uuid.UUID {
	t.Helper()
	id := uuid.New()
	run(t, db, `insert into enrolment_programmes (id, slug, title, level_id, kind, places, opens_at, closes_at, state, created_at, updated_at)
		values ($1, $2, '车工四级技能提升班', $3, 'upgrade', 500, now() - interval '9 days', now() + interval '9 days', 'open', now(), now())`,
		id, random()+random(), level)
	return id
}

// Approved makes n approved applicants, each approved a minute after the one
// before.
func Approved(t testing.TB, db postgres.DB, programme, level uuid.UUID, n int) []Person {
	t.Helper()
	list := make([]Person, n)
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for i := range list {
		p := Person{Name: fmt.Sprintf("学员%02d", i+1), Account: uuid.New(), Application: uuid.New()}
		run(t, db, `insert into accounts (id, kind, name, created_at) values ($1, 'trainee', $2, now())`, p.Account, p.Name)
		list[i] = Join(t, db, programme, level, p, at.Add(time.Duration(i)*time.Minute))
	}
	return list
}

// Join gives a person a profile, when they have none, and an approved
// application.
func Join(t testing.TB, db postgres.DB, programme, level uuid.UUID, p Person, at time.Time) Person {
	t.Helper()
	run(t, db, `insert into learner_profiles (account_id, name, sex, employer, phone_masked, created_at, updated_at)
		values ($1, $2, 'male', '示例机械厂', '138****0000', now(), now())
		on conflict (account_id) do nothing`, p.Account, p.Name)
	run(t, db, `insert into enrolment_applications (id, programme_id, account_id, level_id, state, created_at, updated_at, submitted_at, decided_at)
		values ($1, $2, $3, $4, 'approved', $5, $5, $5, $5)`, p.Application, programme, p.Account, level, at)
	return p
}

// Applications lists the applications of people.
func Applications(people []Person) []uuid.UUID {
	ids := make([]uuid.UUID, len(people))
	for i, p := range people {
		ids[i] = p.Application
	}
	return ids
}

func run(t testing.TB, db postgres.DB, query string, args ...any) {
	t.Helper()
	_, err := db.ExecContext(context.WithoutCancel(t.Context()), query, args...)
	require.NoError(t, err)
}

func random() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
