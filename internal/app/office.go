package app

import (
	"context"
	"errors"
	"fmt"

	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
	"jiangxun/internal/transfer"
	"jiangxun/migrations"
)

// Office is the part of the house that commands on questions need: the
// database and the files, no Redis, no keys, no server.
type Office struct {
	DB       postgres.DB
	Standard *standard.Service
	Bank     *bank.Service
	Transfer *transfer.Service
	Paper    *paper.Service

	files *blob.Store
}

// ErrNoDatabase says that no database is configured.
var ErrNoDatabase = errors.New("no database is configured")

// OpenOffice builds the office. Of the configuration only the database and the
// folder of files are looked at.
func OpenOffice(ctx context.Context, c config.Config) (*Office, error) {
	if c.Postgres.DSN == "" {
		return nil, ErrNoDatabase
	}
	o := &Office{}
	if err := o.open(ctx, c); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

func (o *Office) open(ctx context.Context, c config.Config) (err error) {
	if o.DB, err = postgres.Open(ctx, postgres.Options{DSN: c.Postgres.DSN, MaxConnections: 4, StatementLimit: c.Postgres.StatementLimit()}); err != nil {
		return err
	}
	if err := postgres.CheckMigrated(ctx, o.DB, migrations.FS); err != nil {
		return fmt.Errorf("%w: run `jiangxun migrate` first", err)
	}
	if o.files, err = blob.Open(c.Blob.Dir); err != nil {
		return err
	}
	log, err := audit.New(o.DB)
	if err != nil {
		return err
	}
	clk := clock.System{}
	if o.Standard, err = standard.New(standard.Deps{DB: o.DB, Audit: log, Clock: clk}); err != nil {
		return err
	}
	if o.Bank, err = bank.New(bank.Deps{DB: o.DB, Audit: log, Clock: clk, Blob: o.files, Standard: o.Standard}); err != nil {
		return err
	}
	if o.Paper, err = paper.New(paper.Deps{DB: o.DB, Audit: log, Clock: clk, Standard: o.Standard, Bank: o.Bank}); err != nil {
		return err
	}
	o.Transfer, err = transfer.New(transfer.Deps{DB: o.DB, Audit: log, Clock: clk, Blob: o.files, Standard: o.Standard, Bank: o.Bank})
	return err
}

// Close releases what OpenOffice opened.
func (o *Office) Close() error {
	var all []error
	if o.files != nil {
		all = append(all, o.files.Close())
	}
	if o.DB != (postgres.DB)(nil) {
		all = append(all, o.DB.Close())
	}
	return errors.Join(all...)
}
