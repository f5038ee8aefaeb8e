package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
)

// services are the database and the cache that the product runs on.
type services struct {
	dsn, redis string
	note       string // what Redis is, when it is a stand-in
	postgres   *pgserver.Server
	cache      *redisserver.Server
}

const databaseName = "jiangxun"

// startServices starts what no address was given for.
func startServices(ctx context.Context, o options, p *place) (*services, error) {
	s := &services{dsn: o.dsn, redis: o.redis}
	if o.dsn == "" {
		server, err := pgserver.Start(ctx, pgserver.Options{Dir: p.path("postgres"), Root: o.root, Durable: true})
		s.postgres = server
		if err == nil {
			err = server.EnsureDatabase(ctx, databaseName)
		}
		if err != nil {
			s.stop()
			return nil, fmt.Errorf("Postgres 未能启动 / did not start: %w", err)
		}
		s.dsn = server.DSN(databaseName)
		if err := p.writeEnv(s.dsn); err != nil {
			s.stop()
			return nil, err
		}
	}
	if o.redis == "" {
		server, err := redisserver.Start(ctx, p.path("redis"))
		if err != nil {
			s.stop()
			return nil, fmt.Errorf("Redis 未能启动 / did not start: %w", err)
		}
		s.cache, s.redis = server, server.Addr
		if !server.Real {
			s.note = "（进程内替代品，装 redis-tools 可换成真的 / in-process stand-in; install redis-tools for a real one）"
		}
	}
	return s, nil
}

// stop ends what was started, the database last.
func (s *services) stop() {
	if s.cache != nil {
		s.cache.Stop()
	}
	if s.postgres != nil {
		s.postgres.Stop()
	}
}

// ended is closed when the database ended by itself; nil without a child.
func (s *services) ended() <-chan struct{} {
	if s.postgres == nil {
		return nil
	}
	return s.postgres.Done()
}

// listen takes a port of the loopback address or says how to choose another.
func listen(ctx context.Context, port int, variable string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("端口 %d 已被占用，换一个端口 / port %d is taken, choose another: %s=%d make run", port, port, variable, port+10)
	}
	if err != nil {
		return nil, fmt.Errorf("端口 %d 不可用 / cannot use port %d, choose another: %s=%d make run (%w)", port, port, variable, port+10, err)
	}
	return l, nil
}
