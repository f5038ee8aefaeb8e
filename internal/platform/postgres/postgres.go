// Package postgres opens the database and gives every room the same small set
// of shapes: DB and Tx, InTx, named queries bound at start-up, migrations.
// Rooms name sqlx and lib/pq only in their store files; the aliases here keep
// services free of the driver.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// DB is a pool of connections.
type DB = *sqlx.DB

// Tx is a transaction. Never kept beyond the function InTx calls.
type Tx = *sqlx.Tx

// Q is what a store method needs; DB and Tx are both one.
type Q interface {
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error)
	QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row
}

// Options bound the pool.
type Options struct {
	DSN            string
	MaxConnections int           // open connections, ≥ 2
	StatementLimit time.Duration // statement_timeout of every connection; 0 = none
	Settings       string        // more SET statements for every connection; never from outside
}

// Open connects and checks that the server answers.
func Open(ctx context.Context, o Options) (DB, error) {
	connector, err := pq.NewConnector(o.DSN)
	if err != nil {
		return nil, fmt.Errorf("read database address: %w", err)
	}
	db := sqlx.NewDb(sql.OpenDB(&session{Connector: connector, limit: o.StatementLimit, more: o.Settings}), "postgres")
	db.SetMaxOpenConns(o.MaxConnections)
	db.SetMaxIdleConns(o.MaxConnections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return db, nil
}

// InTx runs fn in one transaction: committed when fn returns nil, rolled back
// when it returns an error or panics. Never nested.
func InTx(ctx context.Context, db DB, fn func(tx Tx) error) (err error) {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = tx.Rollback()
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Try runs fn within a transaction so that its failure undoes no more than what
// fn did; the transaction goes on. Never nested.
func Try(ctx context.Context, tx Tx, fn func() error) error {
	if _, err := tx.ExecContext(ctx, "savepoint try"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	if err := fn(); err != nil {
		if _, undo := tx.ExecContext(ctx, "rollback to savepoint try"); undo != nil {
			return fmt.Errorf("back to savepoint: %w", undo)
		}
		return err
	}
	_, err := tx.ExecContext(ctx, "release savepoint try")
	return err
}

// IsNoRows reports that a query expected to find one row found none.
func IsNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// IsUnique reports a violation of the named unique constraint or index.
func IsUnique(err error, constraint string) bool {
	return violates(err, "23505", constraint)
}

// IsForeignKey reports a violation of the named foreign key.
func IsForeignKey(err error, constraint string) bool {
	return violates(err, "23503", constraint)
}

// IsCheck reports a violation of the named check constraint.
func IsCheck(err error, constraint string) bool {
	return violates(err, "23514", constraint)
}

// IsData reports that the server refused the data of a statement, as against a
// lost connection or a server in trouble.
func IsData(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code.Class() == "22" || e.Code.Class() == "23")
}

func violates(err error, class, constraint string) bool {
	var e *pq.Error
	return errors.As(err, &e) && string(e.Code) == class && e.Constraint == constraint
}
