// Package app is the composition root: configuration in, running program out.
// It is the only place that knows all rooms; rooms that may not import each
// other meet here through one-method interfaces.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/redisx"
	"jiangxun/internal/platform/sealed"
	"jiangxun/internal/platform/sms"
	"jiangxun/migrations"
	"jiangxun/web"
)

// Options are what a caller may replace; zero values mean the real thing.
type Options struct {
	Config  config.Config
	Clock   clock.Clock
	Log     *slog.Logger
	Migrate bool  // bring the database up to date first; otherwise refuse when it is not
	Web     fs.FS // the built web app
}

// App is a program that is ready to run.
type App struct {
	Rooms  Rooms
	Server *httpx.Server
	DB     postgres.DB
	Redis  redisx.Client

	cfg   config.Config
	log   *slog.Logger
	saves postgres.DB
	blob  *blob.Store
	queue *jobs.Queue
	bare  *jobs.Queue
}

// base is what every room is built from.
type base struct {
	cfg     config.Config
	clock   clock.Clock
	log     *slog.Logger
	db      postgres.DB
	saves   postgres.DB
	redis   redisx.Client
	blob    *blob.Store
	box     *sealed.Box
	audit   *audit.Log
	jobs    jobs.Inserter
	sms     sms.Sender
	press   *pdf.Press
	cookies httpx.Cookies
}

// New connects, migrates or checks the database, builds the rooms and the
// server. Close releases what it opened, also after an error of Run.
func New(ctx context.Context, o Options) (*App, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = NewLogger(o.Config)
	}
	if o.Web == nil {
		o.Web = web.Dist()
	}
	a := &App{cfg: o.Config, log: o.Log}
	if err := a.open(ctx, o); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := a.build(ctx, o); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context, o Options) (err error) {
	c := o.Config
	a.DB, err = postgres.Open(ctx, postgres.Options{
		DSN: c.Postgres.DSN, MaxConnections: c.Postgres.MaxConnections, StatementLimit: c.Postgres.StatementLimit(),
	})
	if err != nil {
		return err
	}
	if o.Migrate {
		err = postgres.Migrate(ctx, a.DB, migrations.FS)
	} else if err = postgres.CheckMigrated(ctx, a.DB, migrations.FS); errors.Is(err, postgres.ErrPending) {
		err = fmt.Errorf("%w: run `jiangxun migrate`, or start with --migrate", err)
	}
	if err != nil {
		return err
	}
	if err := a.openSaves(ctx, c); err != nil {
		return err
	}
	if a.Redis, err = redisx.Open(ctx, redisx.Options{
		Addrs: c.Redis.Addrs, Username: c.Redis.Username, Password: c.Redis.Password, Cluster: c.Redis.Cluster,
	}); err != nil {
		return err
	}
	a.blob, err = blob.Open(c.Blob.Dir)
	return err
}

// openSaves gives the saving of answers connections that nothing else can use
// up, and makes sure that deadlines follow true time in production.
func (a *App) openSaves(ctx context.Context, c config.Config) (err error) {
	var shifted bool
	if err := a.DB.GetContext(ctx, &shifted, `select app_now() - clock_timestamp() > interval '1 second' or app_now() - clock_timestamp() < interval '-1 second'`); err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	if shifted && c.Env == config.Production {
		return errors.New("the database's clock is shifted (table clock_offset), which production refuses")
	}
	a.saves, err = postgres.Open(ctx, postgres.Options{
		DSN: c.Postgres.DSN, MaxConnections: max(c.Postgres.SaveConnections, 2), StatementLimit: saveLimit,
		Settings: attempt.SaveSettings,
	})
	return err
}

// saveLimit bounds one statement of the save path.
const saveLimit = 10 * time.Second

func (a *App) build(ctx context.Context, o Options) error {
	log, err := audit.New(a.DB)
	if err != nil {
		return err
	}
	box, err := sealed.New(a.cfg.Keys.Sealing, a.cfg.Keys.Index)
	if err != nil {
		return err
	}
	if a.bare, err = jobs.NewInserter(a.DB); err != nil {
		return err
	}
	b := base{
		cfg: a.cfg, clock: o.Clock, log: a.log, db: a.DB, saves: a.saves, redis: a.Redis, blob: a.blob, box: box, audit: log,
		jobs: a.bare, sms: newSMS(a.cfg), press: pdf.New(), cookies: httpx.Cookies{Secure: strings.HasPrefix(a.cfg.HTTP.PublicURL, "https://")},
	}
	rooms, err := buildRooms(ctx, b)
	a.Rooms = rooms
	if err != nil {
		return err
	}
	if err := a.buildQueue(rooms.withJobs(log)); err != nil {
		return err
	}
	a.Server, err = httpx.New(httpx.Options{
		Rooms: rooms.doors(b), Others: append(rooms.others(b), a.mountHealth), Auth: rooms.Identity, Web: o.Web,
		Secure: b.cookies.Secure, FramedBy: a.cfg.WeChat.OpenBase, TrustedProxies: a.cfg.HTTP.TrustedProxies, MaxJSONBytes: a.cfg.HTTP.MaxJSONBytes,
		Clock: o.Clock, Log: a.log,
	})
	return err
}

func (a *App) buildQueue(rooms []jobs.Room) error {
	workers := river.NewWorkers()
	var periodic []*river.PeriodicJob
	for _, room := range rooms {
		room.RegisterJobs(workers)
		if p, ok := room.(jobs.Periodic); ok {
			periodic = append(periodic, p.PeriodicJobs()...)
		}
	}
	var err error
	a.queue, err = jobs.New(a.DB, jobs.Options{
		Workers: workers, Periodic: periodic, Parallel: a.cfg.Jobs.Parallel,
		Poll: time.Duration(a.cfg.Jobs.PollMilliseconds) * time.Millisecond, Log: a.log,
	})
	return err
}

func newSMS(c config.Config) sms.Sender {
	if c.SMS.Provider == "console" {
		return sms.NewConsole(os.Stderr, c.SMS.RelayURL)
	}
	return sms.Disabled{}
}

// Run works jobs and answers requests on l until ctx ends, then finishes what
// is under way.
func (a *App) Run(ctx context.Context, l net.Listener) error {
	if err := a.queue.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	err := a.Server.Serve(ctx, l)
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, a.queue.Stop(stop))
}

// Close releases connections and files.
func (a *App) Close() error {
	var faults []error
	if a.Rooms.WeChat != nil {
		a.Rooms.WeChat.Close()
	}
	if a.Redis != nil {
		faults = append(faults, a.Redis.Close())
	}
	if a.Rooms.Attempt != nil {
		faults = append(faults, a.Rooms.Attempt.Close())
	}
	if a.saves != nil {
		faults = append(faults, a.saves.Close())
	}
	if a.DB != nil {
		faults = append(faults, a.DB.Close())
	}
	if a.blob != nil {
		faults = append(faults, a.blob.Close())
	}
	return errors.Join(faults...)
}

// NewLogger makes the program's log: JSON lines on standard error.
func NewLogger(c config.Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}
