// Package testkit gives tests real parts: a migrated database of their own, a
// Redis of their own, a clock that moves when told.
//
// `make test` starts one Postgres and one Redis for the whole run and names
// them in JIANGXUN_TEST_POSTGRES and JIANGXUN_TEST_REDIS. A package that is
// tested by hand starts its own, which end with the test binary.
package testkit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq" // the driver that pgtestdb opens by name
	"github.com/peterldowns/pgtestdb"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
	"jiangxun/migrations"
)

// Root is the checkout's folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../..")
}

var startPostgres = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("JIANGXUN_TEST_POSTGRES"); dsn != "" {
		return dsn, nil
	}
	removeAbandoned()
	dir, err := os.MkdirTemp("", abandonedPrefix)
	if err != nil {
		return "", err
	}
	s, err := pgserver.Start(context.Background(), pgserver.Options{Dir: dir, Root: Root()})
	if err != nil {
		return "", err
	}
	return s.DSN("postgres"), nil
})

const abandonedPrefix = "jiangxun-test-pg-"

// removeAbandoned clears away the folders of earlier test binaries, whose
// servers ended with them.
func removeAbandoned() {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), abandonedPrefix+"*"))
	for _, folder := range folders {
		const settled = 2 * time.Minute // a younger one may just be starting
		info, err := os.Stat(folder)
		if err != nil || time.Since(info.ModTime()) < settled {
			continue
		}
		if _, err := os.Stat(filepath.Join(folder, "data", "postmaster.pid")); errors.Is(err, fs.ErrNotExist) {
			_ = os.RemoveAll(folder)
		}
	}
}

var startRedis = sync.OnceValues(func() (string, error) {
	if addr := os.Getenv("JIANGXUN_TEST_REDIS"); addr != "" {
		return addr, nil
	}
	s, err := redisserver.Start(context.Background(), "")
	if err != nil {
		return "", err
	}
	return s.Addr, nil
})

// EmptyDSN gives the address of a database without any tables that nobody else
// uses.
func EmptyDSN(t testing.TB) string {
	t.Helper()
	return dsn(t, pgtestdb.NoopMigrator{})
}

// DSN gives the address of a migrated database that nobody else uses; it is
// dropped when the test has passed.
func DSN(t testing.TB) string {
	t.Helper()
	return dsn(t, migrator{})
}

func dsn(t testing.TB, m pgtestdb.Migrator) string {
	t.Helper()
	address, err := startPostgres()
	require.NoError(t, err)
	u, err := url.Parse(address)
	require.NoError(t, err)
	password, _ := u.User.Password()
	c := pgtestdb.Custom(t, pgtestdb.Config{
		DriverName: "postgres", User: u.User.Username(), Password: password, Host: u.Hostname(), Port: u.Port(),
		Database: "postgres", Options: "sslmode=disable",
		ForceTerminateConnections: true,
	}, m)
	return c.URL()
}

// DB opens a migrated database that nobody else uses.
func DB(t testing.TB) postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), postgres.Options{DSN: DSN(t), MaxConnections: 16})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Redis opens an empty Redis database. Real servers have sixteen; tests of one
// package that run in parallel must keep to their own keys.
func Redis(t testing.TB) redis.UniversalClient {
	t.Helper()
	addr, err := startRedis()
	require.NoError(t, err)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}, DisableIdentity: true})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// OwnRedis starts a Redis for one test alone, which may empty or stop it.
func OwnRedis(t testing.TB) *redisserver.Server {
	t.Helper()
	s, err := redisserver.Start(t.Context(), "")
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	return s
}

// RedisAddr is the address behind Redis.
func RedisAddr(t testing.TB) string {
	t.Helper()
	addr, err := startRedis()
	require.NoError(t, err)
	return addr
}

// Clock starts a fixed clock at a working morning.
func Clock() *clock.Fixed {
	return clock.NewFixed(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC))
}

// Box seals with sample keys.
func Box(t testing.TB) *sealed.Box {
	t.Helper()
	box, err := sealed.New("1:"+config.SampleKey("seal"), config.SampleKey("index"))
	require.NoError(t, err)
	return box
}

// migrator lets pgtestdb make one template from our migrations.
type migrator struct{}

// Hash implements pgtestdb.Migrator.
func (migrator) Hash() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.FS, name)
		h.Write([]byte(name))
		h.Write(text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:16]), err
}

// Migrate implements pgtestdb.Migrator.
func (migrator) Migrate(ctx context.Context, db *sql.DB, _ pgtestdb.Config) error {
	return postgres.Migrate(ctx, sqlx.NewDb(db, "postgres"), migrations.FS)
}
