// Command jiangxun is the product: one binary that serves the college's
// training and certification platform and its maintenance commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/postgres"
	"jiangxun/migrations"
)

type cli struct {
	Config []string `help:"Configuration files; later ones override." type:"existingfile" placeholder:"FILE"`

	Serve   serveCommand   `cmd:"" help:"Run the platform."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	User    userCommand    `cmd:"" help:"Staff accounts."`
	Import  importCommand  `cmd:"" help:"Read files into the platform."`
	Export  exportCommand  `cmd:"" help:"Write files from the platform."`
	Paper   paperCommand   `cmd:"" help:"Papers."`
	Cfg     configCommand  `cmd:"" name:"config" help:"Configuration."`
}

type serveCommand struct {
	Migrate bool `help:"Bring the database up to date first."`
}

type migrateCommand struct{}

type userCommand struct {
	Add userAddCommand `cmd:"" help:"Make a staff account and print its first password."`
}

type userAddCommand struct {
	Username string   `arg:"" help:"User name, lower-case letters and digits."`
	Name     string   `required:"" help:"The person's name."`
	Role     []string `default:"administrator" help:"Roles."`
}

type configCommand struct {
	Print configPrintCommand `cmd:"" help:"Print the configuration in force, secrets redacted."`
}

type configPrintCommand struct{}

// configured loads the configuration. Commands that can do without it, or
// with a part of it, take this instead of config.Config.
type configured func() (config.Config, error)

func main() {
	var c cli
	k := kong.Parse(&c, kong.Name("jiangxun"), kong.Description("Vocational training and skill-level certification."), kong.UsageOnError(),
		kong.Vars{"read": strings.Join(formats.Names(false), ", "), "written": strings.Join(formats.Names(true), ", ")})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	load := configured(func() (config.Config, error) { return config.Load(c.Config, os.Environ()) })
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(load)
	err := k.BindToProvider(func() (config.Config, error) { return load() })
	if err == nil {
		err = k.Run()
	}
	stop()
	var status exitStatus
	if errors.As(err, &status) {
		os.Exit(int(status))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "jiangxun:", err)
		os.Exit(1)
	}
}

// exitStatus ends a command that has said all there is to say.
type exitStatus int

// Error implements error.
func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// Run implements the command.
func (c serveCommand) Run(ctx context.Context, cfg config.Config) error {
	a, err := app.New(ctx, app.Options{Config: cfg, Migrate: c.Migrate})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.HTTP.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return a.Run(ctx, l)
}

// Run implements the command.
func (migrateCommand) Run(ctx context.Context, cfg config.Config) error {
	db, err := postgres.Open(ctx, postgres.Options{DSN: cfg.Postgres.DSN, MaxConnections: 4})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return postgres.Migrate(ctx, db, migrations.FS)
}

// Run implements the command.
func (c userAddCommand) Run(ctx context.Context, cfg config.Config) error {
	a, err := app.New(ctx, app.Options{Config: cfg})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	ctx = actor.With(ctx, actor.AsSystem("command line"))
	account, password, err := a.Rooms.Identity.CreateStaff(ctx, identity.StaffInput{Username: c.Username, Name: c.Name, Roles: c.Role}, "")
	if err != nil {
		return err
	}
	fmt.Printf("%s %s\nfirst password: %s\n", account.Username, account.Name, password)
	return nil
}

// Run implements the command.
func (configPrintCommand) Run(load configured) error {
	cfg, err := load()
	if cfg.Env != "" { // what is missing is best read beside what is there
		fmt.Print(cfg.Redacted())
	}
	return err
}
