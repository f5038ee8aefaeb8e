package attempt_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/app"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/internal/testkit/load"
)

const benchTime = 5 * time.Second

// BenchmarkSave measures saves acknowledged after commit, over HTTP, at 64
// connections: the whole product beside an empty POST and beside nothing but a
// group-commit writer, all in the same run and with the generator in this very
// process. Ten candidates share a connection, so that nobody goes faster than
// pages are allowed to.
func BenchmarkSave(b *testing.B) {
	for _, connections := range []int{64, 1000} {
		suffix := fmt.Sprintf("connections=%d", connections)
		b.Run("empty-post/"+suffix, func(b *testing.B) { benchEmpty(b, connections) })
		b.Run("bare-writer/"+suffix, func(b *testing.B) { benchBare(b, connections) })
		b.Run("product/"+suffix, func(b *testing.B) { benchProduct(b, connections) })
	}
}

// measure reports throughput, latency, and the processor time of a save: of
// this process (product and generator) and of the database's backends, which
// stays comparable when something else keeps the machine busy.
func measure(b *testing.B, o load.Options, db postgres.DB) {
	b.Helper()
	o.For = time.Second // warm up: plans, pools, caches
	_, err := load.Run(b.Context(), o)
	require.NoError(b, err)
	runtime.GC()
	o.For = benchTime
	self, backends := ownCPU(), backendCPU(b, db)
	b.ResetTimer()
	r, err := load.Run(b.Context(), o)
	b.StopTimer()
	require.NoError(b, err)
	n := float64(r.Requests)
	b.ReportMetric(float64((ownCPU()-self).Microseconds())/n, "own-µs/save")
	if db != nil {
		b.ReportMetric(float64((backendCPU(b, db)-backends).Microseconds())/n, "pg-µs/save")
	}
	require.Zero(b, r.Refused, r.FirstBad)
	b.ReportMetric(r.PerSecond(), "saves/s")
	b.ReportMetric(float64(r.Percentile(50).Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(r.Percentile(99).Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

func ownCPU() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// backendCPU sums what the database's processes have used, to a hundredth of a
// second each; 0 where there is no /proc.
func backendCPU(b *testing.B, db postgres.DB) time.Duration {
	if db == nil {
		return 0
	}
	var pids []int
	require.NoError(b, db.SelectContext(b.Context(), &pids, `select pid from pg_stat_activity`))
	ticks := 0
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+2:]))
		user, _ := strconv.Atoi(fields[11])
		system, _ := strconv.Atoi(fields[12])
		ticks += user + system
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

func serve(b *testing.B, h http.Handler) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }()
	b.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

func benchEmpty(b *testing.B, connections int) {
	e := echo.New()
	e.POST("/save", func(c echo.Context) error {
		_, _ = io.Copy(io.Discard, c.Request().Body)
		return c.JSONBlob(http.StatusOK, []byte(`{}`))
	})
	body := []byte(saveBody(1, 1, 1, "A"))
	measure(b, load.Options{Addr: serve(b, e), Connections: connections, Request: func(_ int, _ int64, buf []byte) []byte {
		return load.Post(buf, "/save", "", body)
	}}, nil)
}

// benchBare inserts a row per request, in one statement for all that wait.
func benchBare(b *testing.B, connections int) {
	c := apptest.Config(b)
	db, err := postgres.Open(b.Context(), postgres.Options{DSN: c.Postgres.DSN, MaxConnections: 2})
	require.NoError(b, err)
	b.Cleanup(func() { _ = db.Close() })
	_, err = db.ExecContext(b.Context(), `create table bare (id uuid, seq bigint, value text, at timestamptz, primary key (id, seq))`)
	require.NoError(b, err)
	stmt, err := db.PrepareContext(b.Context(), `insert into bare select id, seq, 'A', clock_timestamp() from unnest($1::uuid[], $2::bigint[]) u (id, seq) on conflict do nothing`)
	require.NoError(b, err)
	type job struct {
		id   string
		seq  int64
		done chan error
	}
	queue := make(chan job, 8192)
	ctx, stop := context.WithCancel(context.Background())
	b.Cleanup(stop)
	go func() {
		for {
			var batch []job
			select {
			case <-ctx.Done():
				return
			case j := <-queue:
				batch = append(batch, j)
			}
		more:
			for len(batch) < 512 {
				select {
				case j := <-queue:
					batch = append(batch, j)
				default:
					break more
				}
			}
			var ids, seqs strings.Builder
			for i, j := range batch {
				if i > 0 {
					ids.WriteByte(',')
					seqs.WriteByte(',')
				}
				ids.WriteString(j.id)
				seqs.WriteString(strconv.FormatInt(j.seq, 10))
			}
			_, err := stmt.ExecContext(ctx, "{"+ids.String()+"}", "{"+seqs.String()+"}")
			for _, j := range batch {
				j.done <- err
			}
		}
	}()
	e := echo.New()
	e.POST("/save/:id/:seq", func(c echo.Context) error {
		_, _ = io.Copy(io.Discard, c.Request().Body)
		seq, _ := strconv.ParseInt(c.Param("seq"), 10, 64)
		j := job{c.Param("id"), seq, make(chan error, 1)}
		queue <- j
		if err := <-j.done; err != nil {
			return err
		}
		return c.JSONBlob(http.StatusOK, []byte(`{}`))
	})
	ids := make([]string, connections)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7()).String()
	}
	body := []byte(saveBody(1, 1, 1, "A"))
	base := int64(0)
	measure(b, load.Options{Addr: serve(b, e), Connections: connections, Request: func(i int, n int64, buf []byte) []byte {
		if n == 0 && i == 0 {
			base += 1 << 32
		}
		return load.Post(buf, "/save/"+ids[i]+"/"+strconv.FormatInt(base+n+int64(uuid.New().ID()), 10), "", body)
	}}, db)
}

func benchProduct(b *testing.B, connections int) {
	c := apptest.Config(b)
	a, err := app.New(b.Context(), app.Options{Config: c, Log: slog.New(slog.NewJSONHandler(io.Discard, nil))})
	require.NoError(b, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, l) }()
	b.Cleanup(func() {
		stop()
		<-done
		_ = a.Close()
	})
	w := newWorld(b, a.Rooms, a.DB)
	perConnection := max(1, 640/connections)
	session := uuid.New()
	people := make([]candidate, connections*perConnection)
	seqs := make([]int64, len(people))
	for i := range people {
		people[i] = w.candidate(b, session)
		w.lease(b, people[i], 0)
	}
	measure(b, load.Options{Addr: l.Addr().String(), Connections: connections, Request: func(i int, n int64, buf []byte) []byte {
		at := i*perConnection + int(n)%perConnection
		seqs[at]++
		return load.Post(buf, people[at].path("/answers"), people[at].cookie(), []byte(saveBody(1, seqs[at], 1+int(seqs[at])%16, "A")))
	}}, a.DB)
}
