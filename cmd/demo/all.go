package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"

	"golang.org/x/sync/errgroup"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/platform/config"
)

// runAll is `demo`: the whole tree, until ctx ends or a part of it does.
func runAll(ctx context.Context, o options) error {
	p, err := takePlace(o)
	if err != nil {
		return err
	}
	defer p.leave()
	front, err := listen(ctx, o.port, "JIANGXUN_DEMO_PORT")
	if err != nil {
		return err
	}
	phone, err := listen(ctx, o.simulatorPort, "JIANGXUN_DEMO_SIMULATOR_PORT")
	if err != nil {
		return errors.Join(err, front.Close())
	}
	s, err := startServices(ctx, o, p)
	if err != nil {
		return err
	}
	defer s.stop()
	log, err := openLog(p)
	if err != nil {
		return err
	}
	c, err := config.Load(nil, environment(o, p, s, os.Environ()))
	if err != nil {
		return err
	}
	program, err := app.New(ctx, app.Options{Config: c, Log: log, Migrate: true})
	if err != nil && strings.Contains(err.Error(), "migrat") {
		return fmt.Errorf("数据来自别的版本，可用 make reset 清除后重来 / the data is of another version, forget it with make reset: %w", err)
	}
	if err != nil {
		return err
	}
	return errors.Join(serveAll(ctx, o, p, s, program, front, phone, log), program.Close())
}

func serveAll(ctx context.Context, o options, p *place, s *services, program *app.App, front, phone net.Listener, log *slog.Logger) error {
	sim, err := newSimulator(address(o.port), p.path("wechat.json"), log)
	if err != nil {
		return err
	}
	defer sim.Close()
	parts, ctx := errgroup.WithContext(ctx)
	// The demo data asks WeChat for its posters' codes.
	parts.Go(func() error { return serveSimulator(ctx, sim, phone) })
	parts.Go(func() error {
		if err := loadDemoData(actor.With(ctx, actor.AsSystem("demo")), program); err != nil {
			return err
		}
		printBanner(os.Stdout, o, p, s)
		return program.Run(ctx, front)
	})
	parts.Go(func() error {
		select {
		case <-s.ended():
			return errors.New("Postgres 意外退出，请再运行一次 / Postgres ended unexpectedly: run again (" + p.path("demo.log") + ")")
		case <-ctx.Done():
			return nil
		}
	})
	if err = parts.Wait(); errors.Is(err, context.Canceled) {
		err = nil // stopped while the demo data was loading: the next start goes on
	}
	fmt.Println("已停止 / stopped")
	return err
}

// openLog writes the program's log to a file, and what needs attention to the
// console as well.
func openLog(p *place) (*slog.Logger, error) {
	const limit = 10 << 20
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(p.path("demo.log")); err == nil && info.Size() > limit {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(p.path("demo.log"), flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("无法写日志 / cannot write the log: %w", err)
	}
	return slog.New(slog.NewMultiHandler(
		slog.NewJSONHandler(f, nil),
		slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}),
	)), nil
}

// environment is the caller's with what the demo adds; what the caller set
// wins, except for where the services are.
func environment(o options, p *place, s *services, caller []string) []string {
	lines := []string{
		"JIANGXUN_ENV=demo",
		"JIANGXUN_HTTP__PUBLIC_URL=" + address(o.port),
		"JIANGXUN_BLOB__DIR=" + p.path("files"),
		"JIANGXUN_KEYS__SEALING=1:" + config.SampleKey("seal"),
		"JIANGXUN_KEYS__INDEX=" + config.SampleKey("index"),
		"JIANGXUN_KEYS__RECEIPT=" + config.SampleKey("receipt"),
		"JIANGXUN_SMS__PROVIDER=console",
		"JIANGXUN_SMS__RELAY_URL=" + address(o.simulatorPort),
	}
	if o.wechatAppID == "" {
		lines = append(lines, wechatEnvironment(o)...)
	}
	set := map[string]bool{}
	for _, line := range caller {
		name, _, _ := strings.Cut(line, "=")
		set[strings.TrimSuffix(name, "_FILE")] = true
	}
	result := caller
	for _, line := range lines {
		if name, _, _ := strings.Cut(line, "="); !set[name] {
			result = append(result, line)
		}
	}
	return append(result, "JIANGXUN_POSTGRES__DSN="+s.dsn, "JIANGXUN_REDIS__ADDRS="+s.redis)
}
