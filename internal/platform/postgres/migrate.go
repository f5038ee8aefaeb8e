package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
)

// ErrPending says that the database is older than the program.
var ErrPending = errors.New("database has pending migrations")

// Migrate brings the database to the state the program needs: our own files,
// then the job queue's tables. Safe to run again and by several nodes at once.
func Migrate(ctx context.Context, db DB, files fs.FS) error {
	conn, err := db.Connx(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, `select pg_advisory_lock(7301122)`); err != nil {
		return fmt.Errorf("migrate: wait for other nodes: %w", err)
	}
	defer func() { _, _ = conn.ExecContext(ctx, `select pg_advisory_unlock(7301122)`) }()

	provider, err := provide(db, files)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	queue, err := rivermigrate.New(riverdatabasesql.New(db.DB), nil)
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

// CheckMigrated returns ErrPending when Migrate would change something.
func CheckMigrated(ctx context.Context, db DB, files fs.FS) error {
	provider, err := provide(db, files)
	if err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("check migrations: %w", err)
	}
	if pending {
		return ErrPending
	}
	queue, err := rivermigrate.New(riverdatabasesql.New(db.DB), nil)
	if err != nil {
		return fmt.Errorf("check job queue: %w", err)
	}
	result, err := queue.Validate(ctx, nil)
	if err != nil {
		return fmt.Errorf("check job queue: %w", err)
	}
	if !result.OK {
		return ErrPending
	}
	return nil
}

func provide(db DB, files fs.FS) (*goose.Provider, error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, db.DB, files)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}
