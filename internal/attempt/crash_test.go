package attempt_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/attempt"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/apptest"
)

const (
	waitLong = 60 * time.Second
	waitStep = 10 * time.Millisecond
)

const childMark = "ATTEMPT_TEST_CHILD"

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(childMark) == "" {
		os.Exit(m.Run())
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child() error {
	var environ []string
	for _, e := range os.Environ() {
		if strings.HasPrefix(e, "JIANGXUN_") && !strings.HasPrefix(e, "JIANGXUN_TEST_") {
			environ = append(environ, e)
		}
	}
	c, err := config.Load(nil, environ)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a, err := app.New(ctx, app.Options{Config: c})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.HTTP.Listen)
	if err != nil {
		return err
	}
	fmt.Println("listening", l.Addr())
	return a.Run(ctx, l)
}

// node is a program in a process of its own.
type node struct {
	url string
	cmd *exec.Cmd
}

func startNode(t *testing.T, c config.Config, redis string) *node {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childMark+"=1", "JIANGXUN_ENV=test", "JIANGXUN_POSTGRES__DSN="+c.Postgres.DSN, "JIANGXUN_REDIS__ADDRS="+redis,
		"JIANGXUN_KEYS__SEALING="+c.Keys.Sealing, "JIANGXUN_KEYS__INDEX="+c.Keys.Index, "JIANGXUN_KEYS__RECEIPT="+c.Keys.Receipt,
		"JIANGXUN_BLOB__DIR="+c.Blob.Dir, "JIANGXUN_HTTP__LISTEN=127.0.0.1:0", "JIANGXUN_LOG__LEVEL=error", "JIANGXUN_JOBS__POLL_MILLISECONDS=50")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan(), "the program did not start")
	n := &node{url: "http://" + strings.TrimPrefix(lines.Text(), "listening "), cmd: cmd}
	t.Cleanup(n.kill)
	return n
}

func (n *node) kill() {
	_ = n.cmd.Process.Kill()
	_ = n.cmd.Wait()
}

// F47 in its first form, and F41 on the way: the program is killed in the midst
// of saves and started again, Redis is emptied several times, pages send again
// what was not acknowledged, as pages do. In the end every acknowledged answer,
// or a later one of the same question, is in the marked script.
func TestF41_F47_I2_KilledAndEmptiedNothingAcknowledgedIsLost(t *testing.T) {
	c := apptest.Config(t)
	redis := testkit.OwnRedis(t)
	c.Redis.Addrs = []string{redis.Addr}
	here, err := app.New(t.Context(), app.Options{Config: c})
	require.NoError(t, err)
	t.Cleanup(func() { _ = here.Close() })
	w := newWorld(t, here.Rooms, here.DB)
	session := uuid.New()
	pages := make([]*page, 16)
	for i := range pages {
		pages[i] = &page{candidate: w.candidate(t, session), random: rand.New(rand.NewPCG(uint64(i), 4)), acked: map[int]answer{}}
		w.lease(t, pages[i].candidate, 0)
		pages[i].readPaper(t, here)
	}
	var url sync.Map
	now := startNode(t, c, redis.Addr)
	url.Store("", now.url)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for _, p := range pages {
		wg.Go(func() { p.work(&url, stop) })
	}
	for range 3 {
		time.Sleep(400 * time.Millisecond) // pages are at work
		require.NoError(t, here.Redis.FlushAll(t.Context()).Err())
		time.Sleep(200 * time.Millisecond)
		now.kill()
		now = startNode(t, c, redis.Addr)
		url.Store("", now.url)
	}
	time.Sleep(300 * time.Millisecond)
	require.NoError(t, here.Redis.FlushAll(t.Context()).Err())
	close(stop)
	wg.Wait()

	total := 0
	for _, p := range pages {
		require.NotEmpty(t, p.acked)
		require.Zero(t, p.loggedOut, "F41: nobody is signed out")
		_, err := here.DB.ExecContext(t.Context(), `update attempts set deadline_at = app_now() - interval '1 hour', closes_at = app_now() - interval '1 second' where id = $1`, p.attempt)
		require.NoError(t, err)
	}
	// The node that is left closes and marks them all by itself.
	for _, p := range pages {
		require.Eventually(t, func() bool {
			a, err := here.Rooms.Attempt.Get(t.Context(), p.attempt)
			return err == nil && a.State == attempt.ClosedOff && a.Marked
		}, waitLong, waitStep)
		total += p.check(t, here)
	}
	t.Logf("%d answers acknowledged over 3 kills", total)
}

// check holds the marked script against what the page was told.
func (p *page) check(t *testing.T, here *app.App) int {
	t.Helper()
	review, err := here.Rooms.Attempt.Review(t.Context(), p.attempt)
	require.NoError(t, err)
	answered := 0
	for _, q := range review.Questions {
		want, ok := p.acked[q.Number]
		if !ok {
			continue
		}
		answered++
		marked := ""
		for _, o := range q.Options {
			if o.Chosen {
				marked += p.letters[q.Number][o.HTML]
			}
		}
		fits := false
		for _, e := range p.history {
			fits = fits || e.q == q.Number && e.seq >= want.seq && e.value == marked
		}
		require.True(t, fits, "question %d: acknowledged %v, marked %q", q.Number, want, marked)
	}
	return answered
}

// readPaper learns which option stands under which letter.
func (p *page) readPaper(t *testing.T, here *app.App) {
	t.Helper()
	sheet, err := here.Rooms.Attempt.Paper(actor.With(t.Context(), actor.Actor{ID: p.account, Kind: actor.Trainee}), p.attempt)
	require.NoError(t, err)
	p.letters = map[int]map[string]string{}
	for _, q := range sheet.Questions {
		p.letters[q.Q] = map[string]string{}
		for _, o := range q.Options {
			p.letters[q.Q][o.HTML] = o.Letter
		}
	}
}

type answer struct {
	seq   int64
	value string
}

// page is a client that keeps a journal in memory and sends until it is told
// that an answer is saved.
type page struct {
	candidate
	random    *rand.Rand
	seq       int64
	acked     map[int]answer
	letters   map[int]map[string]string
	history   []answerSent
	loggedOut int
}

type answerSent struct {
	q     int
	seq   int64
	value string
}

func (p *page) work(url *sync.Map, stop chan struct{}) {
	client := &http.Client{Timeout: 5 * time.Second}
	for {
		select {
		case <-stop:
			return
		default:
		}
		p.seq++
		e := answerSent{q: 1 + p.random.IntN(16), seq: p.seq, value: string(rune('A' + p.random.IntN(4)))}
		p.history = append(p.history, e)
		for !p.send(client, url, e) {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(p.random.IntN(40)) * time.Millisecond):
			}
		}
		p.acked[e.q] = answer{e.seq, e.value}
	}
}

func (p *page) send(client *http.Client, url *sync.Map, e answerSent) bool {
	base, _ := url.Load("")
	r, err := http.NewRequest(http.MethodPost, base.(string)+p.path("/answers"), strings.NewReader(saveBody(1, e.seq, e.q, e.value)))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", p.cookie())
	reply, err := client.Do(r)
	if err != nil {
		return false
	}
	defer func() { _ = reply.Body.Close() }()
	if reply.StatusCode == http.StatusUnauthorized {
		p.loggedOut++
	}
	var ack struct{ Acked []int64 }
	return reply.StatusCode == http.StatusOK && json.NewDecoder(reply.Body).Decode(&ack) == nil && len(ack.Acked) == 1 && ack.Acked[0] == e.seq
}
