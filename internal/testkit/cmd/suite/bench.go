package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"jiangxun/internal/platform/config"
	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
)

// benchRuns is how often each thing is measured; a figure is a median with
// its range.
const benchRuns = 5

// bench measures and asserts nothing: figures of a busy machine prove nothing,
// and a timed test fails on a slow one.
func (s *suite) bench(ctx context.Context) error {
	r := &results{Machine: machine(ctx), At: time.Now().UTC().Format(time.RFC3339)}
	fmt.Println(r.Machine)
	dir, err := os.MkdirTemp("", "jiangxun-bench-")
	if err != nil {
		return err
	}
	s.servers = &servers{dir: dir}
	if s.servers.postgres, err = pgserver.Start(ctx, pgserver.Options{Dir: dir + "/postgres", Root: ".", Durable: true}); err != nil {
		return err
	}
	if s.servers.redis, err = redisserver.Start(ctx, dir+"/redis"); err != nil {
		return err
	}
	if !s.servers.redis.Real {
		fmt.Println("no redis-server: figures that Redis has a part in are those of a stand-in")
	}
	for _, part := range []func(context.Context, *servers, *results) error{benchProgram, benchFirstScreen, benchGo} {
		if err := part(ctx, s.servers, r); err != nil {
			fmt.Println("not measured:", err)
		}
	}
	r.print()
	return r.write()
}

// benchProgram starts the product on a database that exists and looks at it.
func benchProgram(ctx context.Context, servers *servers, r *results) error {
	if err := servers.postgres.EnsureDatabase(ctx, "bench"); err != nil {
		return err
	}
	var start, memory, peak []float64
	for range benchRuns + 1 { // the first start migrates and is not counted
		p, took, err := startProduct(ctx, servers)
		if err != nil {
			return err
		}
		const settle = 5 * time.Second
		if len(start) > 0 {
			time.Sleep(settle)
		}
		start = append(start, float64(took.Milliseconds()))
		memory = append(memory, residentMB(p.cmd.Process.Pid, "VmRSS"))
		peak = append(peak, residentMB(p.cmd.Process.Pid, "VmHWM"))
		p.halt()
	}
	r.add("start-up on an existing database", "ms", 2000, start[1:])
	r.add("idle memory of the server (RSS after 5 s)", "MB", 80, memory[1:])
	r.add("highest memory of the server until then", "MB", 0, peak[1:])
	return nil
}

func startProduct(ctx context.Context, servers *servers) (*demo, time.Duration, error) {
	port, err := freePorts(1)
	if err != nil {
		return nil, 0, err
	}
	p := &demo{url: "http://127.0.0.1:" + port[0], dir: filepath.Join(servers.dir, "product")}
	p.cmd = command(ctx, "bin/jiangxun", "serve", "--migrate")
	p.cmd.Env = append(cleanEnvironment(),
		"JIANGXUN_ENV=test", "JIANGXUN_HTTP__LISTEN=127.0.0.1:"+port[0], "JIANGXUN_HTTP__PUBLIC_URL="+p.url,
		"JIANGXUN_POSTGRES__DSN="+servers.postgres.DSN("bench"), "JIANGXUN_REDIS__ADDRS="+servers.redis.Addr,
		"JIANGXUN_BLOB__DIR="+filepath.Join(servers.dir, "files"), "JIANGXUN_LOG__LEVEL=warn",
		"JIANGXUN_KEYS__SEALING=1:"+config.SampleKey("seal"), "JIANGXUN_KEYS__INDEX="+config.SampleKey("index"),
		"JIANGXUN_KEYS__RECEIPT="+config.SampleKey("receipt"))
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, 0, err
	}
	p.watch()
	err = p.await(ctx)
	return p, time.Since(began), err
}

// residentMB reads a figure of a process; 0 where /proc is not there.
func residentMB(pid int, field string) float64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb / 1024
		}
	}
	return 0
}

// benchFirstScreen lets a browser load the trainee's first page.
func benchFirstScreen(ctx context.Context, servers *servers, r *results) error {
	browser, err := exec.CommandContext(ctx, "sh", "scripts/setup.sh", "browser").Output()
	if err != nil {
		return errors.New("first screen: no Chromium")
	}
	p, _, err := startProduct(ctx, servers)
	if err != nil {
		return err
	}
	defer p.halt()
	cmd := command(ctx, "node", "e2e/first-screen.mjs", p.url, strings.TrimSpace(string(browser)))
	cmd.Dir = "web"
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("first screen: %w", err)
	}
	var found struct{ Assets, API, Requests float64 }
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	r.add("trainee's first screen, gzip, files", "KB", 150, []float64{found.Assets / 1024})
	r.add("trainee's first screen, gzip, API replies", "KB", 0, []float64{found.API / 1024})
	r.add("trainee's first screen, requests", "", 0, []float64{found.Requests})
	return nil
}
