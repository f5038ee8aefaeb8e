package app_test

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/app"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/apptest"
)

// A program that is newer than its database must not write into it.
func TestStart_RefusesPendingMigrations(t *testing.T) {
	t.Parallel()
	c := apptest.Config(t)
	db, err := postgres.Open(t.Context(), postgres.Options{DSN: c.Postgres.DSN, MaxConnections: 4})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	_, err = db.ExecContext(t.Context(), `delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)`)
	require.NoError(t, err)

	_, err = app.New(t.Context(), app.Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	require.ErrorIs(t, err, postgres.ErrPending)
	assert.ErrorContains(t, err, "jiangxun migrate", "the error says what to do")
}

// A fresh database is brought up to date when, and only when, that was asked.
func TestStart_MigratesWhenTold(t *testing.T) {
	t.Parallel()
	c := apptest.Config(t)
	c.Postgres.DSN = testkit.EmptyDSN(t)
	_, err := app.New(t.Context(), app.Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	require.ErrorIs(t, err, postgres.ErrPending)

	a, err := app.New(t.Context(), app.Options{Config: c, Migrate: true, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, a.Close())
}

// Two nodes that start at the same moment on an empty database both come up.
func TestStart_TwoNodesMigrateAtOnce(t *testing.T) {
	t.Parallel()
	c := apptest.Config(t)
	c.Postgres.DSN = testkit.EmptyDSN(t)
	outcomes := make(chan error, 2)
	for range cap(outcomes) {
		go func() {
			a, err := app.New(t.Context(), app.Options{Config: c, Migrate: true, Log: slog.New(slog.DiscardHandler)})
			if err == nil {
				err = a.Close()
			}
			outcomes <- err
		}()
	}
	require.NoError(t, errors.Join(<-outcomes, <-outcomes))
}
