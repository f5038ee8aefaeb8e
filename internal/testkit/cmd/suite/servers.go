package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
)

// servers are the one Postgres and the one Redis of a run. Their children end
// with this process even when it is killed.
type servers struct {
	dir      string
	postgres *pgserver.Server
	redis    *redisserver.Server
}

// start starts them at the first call.
func (s *suite) start(ctx context.Context) (*servers, error) {
	if s.servers != nil {
		return s.servers, nil
	}
	dir, err := os.MkdirTemp("", "jiangxun-suite-")
	if err != nil {
		return nil, err
	}
	r := &servers{dir: dir}
	s.servers = r
	if r.postgres, err = pgserver.Start(ctx, pgserver.Options{Dir: dir + "/postgres", Root: "."}); err != nil {
		return nil, fmt.Errorf("start Postgres: %w", err)
	}
	if r.redis, err = redisserver.Start(ctx, ""); err != nil {
		return nil, fmt.Errorf("start Redis: %w", err)
	}
	return r, nil
}

// mustBeReal refuses the stand-in for Redis: what is proved must be proved on
// the real one.
func (r *servers) mustBeReal() error {
	if !r.redis.Real {
		return errors.New("no redis-server: sudo apt-get install redis-tools")
	}
	return nil
}

// environment names them to the tests.
func (r *servers) environment() []string {
	return append(os.Environ(), "JIANGXUN_TEST_POSTGRES="+r.postgres.DSN("postgres"), "JIANGXUN_TEST_REDIS="+r.redis.Addr, "JIANGXUN_TEST_QUIET=1")
}

func (r *servers) stop() {
	if r.redis != nil {
		r.redis.Stop()
	}
	if r.postgres != nil {
		r.postgres.Stop()
	}
	_ = os.RemoveAll(r.dir)
}
