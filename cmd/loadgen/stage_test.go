package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/cmd/loadgen/world"
	"jiangxun/internal/app"
	"jiangxun/internal/exam"
	"jiangxun/internal/exam/examtest"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/practice"
	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
)

// stage is the place of a run: a Postgres, a Redis and a product of its own, as
// processes on loopback that may be harmed. All of them end with the test.
type stage struct {
	t        testing.TB
	dir      string
	settings []string // of the product's configuration

	mu       sync.Mutex
	postgres *pgserver.Server
	redis    *redisserver.Server
	product  *exec.Cmd
	ended    chan struct{}

	here  *app.App // the product's code in this process, for setting up alone
	exams *examtest.World
	port  string
	inbox *inbox

	binary        string // of the product
	mockBlueprint uuid.UUID
}

const (
	database    = "jiangxun"
	waitLong    = 60 * time.Second
	waitStep    = 50 * time.Millisecond
	allowance   = 3   // seconds after the deadline, in exams
	roomPlaces  = 50  // a ticket has two digits for the seat
	classPlaces = 500 // the most that a class takes
	staffSecret = "Stage-password-1"
)

// newStage starts the servers and fills the database through the services.
func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{t: t, dir: t.TempDir(), inbox: newInbox(t)}
	var err error
	require.NoError(t, os.MkdirAll(s.dir+"/postgres", 0o700))
	require.NoError(t, os.WriteFile(s.dir+"/postgres/port", []byte(freePort(t)), 0o600)) // it keeps the port that stands there
	s.postgres, err = pgserver.Start(t.Context(), s.postgresOptions())
	require.NoError(t, err)
	t.Cleanup(func() { s.postgres.Stop() })
	require.NoError(t, s.postgres.EnsureDatabase(t.Context(), database))
	s.redis, err = redisserver.StartOn(t.Context(), s.dir+"/redis", freePort(t))
	require.NoError(t, err)
	t.Cleanup(func() { s.redis.Stop() })
	s.port = freePort(t)
	s.settings = []string{
		"JIANGXUN_ENV=test", "JIANGXUN_POSTGRES__DSN=" + s.postgres.DSN(database), "JIANGXUN_REDIS__ADDRS=" + s.redis.Addr,
		"JIANGXUN_KEYS__SEALING=1:" + config.SampleKey("seal"), "JIANGXUN_KEYS__INDEX=" + config.SampleKey("index"),
		"JIANGXUN_KEYS__RECEIPT=" + config.SampleKey("receipt"), "JIANGXUN_BLOB__DIR=" + s.dir + "/files",
		"JIANGXUN_SMS__PROVIDER=console", "JIANGXUN_SMS__RELAY_URL=" + s.inbox.url, "JIANGXUN_JOBS__POLL_MILLISECONDS=50",
		"JIANGXUN_HTTP__LISTEN=127.0.0.1:" + s.port, "JIANGXUN_HTTP__PUBLIC_URL=http://127.0.0.1:" + s.port,
		"JIANGXUN_HTTP__TRUSTED_PROXIES=127.0.0.1/32", "JIANGXUN_LOG__LEVEL=error",
	}
	c, err := config.Load(nil, s.settings)
	require.NoError(t, err)
	s.here, err = app.New(t.Context(), app.Options{Config: c, Migrate: true, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.here.Close() })
	s.exams = examtest.Over(t, &apptest.Program{App: s.here})
	return s
}

func (s *stage) postgresOptions() pgserver.Options {
	return pgserver.Options{Dir: s.dir + "/postgres", Root: testkit.Root()}
}

// cast enrols people and gives them a session with everybody checked in, and a
// mock exam. Mocks last as long as the form says.
func (s *stage) cast(people int) world.World {
	s.t.Helper()
	from, round := len(s.exams.People), uuid.NewString()[:8]
	var classes []uuid.UUID
	for left := people; left > 0; left -= classPlaces {
		s.exams.Class = s.exams.NewClass(fmt.Sprintf("%s-%d", round, len(classes)+1), min(left, classPlaces))
		classes = append(classes, s.exams.Class)
	}
	mine := s.exams.People[from:]
	w := world.World{Database: s.postgres.DSN(database), Codes: s.inbox.url + "/codes", Staff: s.office()}
	for _, account := range mine {
		w.Candidates = append(w.Candidates, world.Person{Account: account, Phone: s.exams.PhoneOf(account)})
	}
	plan := s.exams.Plan()
	_, _, err := s.here.Rooms.Exam.AddCandidates(s.exams.Sys, plan.ID, classes)
	require.NoError(s.t, err)
	rules := plan.Rules
	rules.EarliestHandInMinutes, rules.AllowanceSeconds = 0, allowance
	plan, err = s.here.Rooms.Exam.SavePlan(s.exams.Sys, plan.ID, exam.PlanInput{
		Title: "认定 " + round, SiteNumber: plan.SiteNumber, SiteName: plan.SiteName, SiteAddress: plan.SiteAddress, Contact: plan.Contact, Rules: rules,
	})
	require.NoError(s.t, err)
	var rooms []exam.RoomInput
	for i := 0; i < people; i += roomPlaces {
		rooms = append(rooms, exam.RoomInput{Name: fmt.Sprintf("%d考场", i/roomPlaces+1), Capacity: roomPlaces})
	}
	session := s.exams.Theory(plan, s.now().Add(-time.Minute), rooms...)
	_, err = s.here.Rooms.Exam.AssignSeats(s.exams.Sys, plan.ID, exam.SeatOrder{})
	require.NoError(s.t, err)
	_, err = s.here.Rooms.Exam.Publish(s.exams.Sys, plan.ID)
	require.NoError(s.t, err)
	seats, err := s.here.Rooms.Exam.Seats(s.exams.Sys, session.ID)
	require.NoError(s.t, err)
	for _, seat := range seats {
		_, err := s.here.Rooms.Exam.CheckIn(s.exams.Sys, session.ID, seat.ID)
		require.NoError(s.t, err)
	}
	w.Exam = world.Exam{Plan: plan.ID, Session: session.ID}
	w.Mock.ID = s.mock(round)
	return w
}

func (s *stage) mock(round string) uuid.UUID {
	s.t.Helper()
	if s.mockBlueprint == uuid.Nil {
		form, err := s.here.Rooms.Paper.Form(s.exams.Sys, s.exams.Mock())
		require.NoError(s.t, err)
		s.mockBlueprint = form.BlueprintID
	}
	m, err := s.here.Rooms.Practice.CreateMock(s.exams.Sys, practice.MockInput{
		Title: "模拟 " + round, LevelID: s.exams.Bank.LevelID, BlueprintID: s.mockBlueprint, Tries: 1, OpensAt: time.Now().Add(-time.Minute),
	})
	require.NoError(s.t, err)
	_, err = s.here.Rooms.Practice.SetMockState(s.exams.Sys, m.ID, practice.Published)
	require.NoError(s.t, err)
	return m.ID
}

func (s *stage) office() world.Staff {
	s.t.Helper()
	staff := world.Staff{Username: "s" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12], Password: staffSecret}
	_, _, err := s.here.Rooms.Identity.CreateStaff(s.exams.Sys, identity.StaffInput{
		Username: staff.Username, Name: "考务员", Roles: []string{string(identity.RoleExamOfficer)},
	}, staff.Password)
	require.NoError(s.t, err)
	return staff
}

// now is the clock that entry and deadlines follow, which earlier runs on this
// stage have moved.
func (s *stage) now() time.Time {
	s.t.Helper()
	var now time.Time
	require.NoError(s.t, s.here.DB.GetContext(s.exams.Sys, &now, `select app_now()`))
	return now
}

// hasten moves that clock so that the base deadline of the sittings that began
// in this session lies so far ahead.
func (s *stage) hasten(session uuid.UUID, left time.Duration) {
	s.t.Helper()
	_, err := s.here.DB.ExecContext(s.exams.Sys, `update clock_offset set shift = shift
		+ ((select min(started_at) from attempts where context_id = $1) + interval '90 minutes' - app_now()) - $2::interval`,
		session, fmt.Sprintf("%d milliseconds", left.Milliseconds()))
	require.NoError(s.t, err)
}

// begun counts the sittings whose pages hold a lease.
func (s *stage) begun(w world.World) int {
	var n int
	_ = s.here.DB.GetContext(s.exams.Sys, &n, `select count(*) from attempts where context_id in ($1, $2) and epoch > 0`, w.Exam.Session, w.Mock.ID)
	return n
}

// start runs the product and waits until it answers.
func (s *stage) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	cmd := exec.CommandContext(context.WithoutCancel(ctx), s.binary, "serve")
	cmd.Env = append(os.Environ(), s.settings...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	log, err := os.OpenFile(filepath.Join(s.dir, "product.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	s.product, s.ended = cmd, ended
	limit, cancel := context.WithTimeout(ctx, waitLong)
	defer cancel()
	for {
		select {
		case <-ended:
			return errors.New("the product ended by itself: " + s.productLog())
		case <-limit.Done():
			return errors.New("the product does not answer")
		case <-time.After(waitStep):
			conn, err := net.DialTimeout("tcp", "127.0.0.1:"+s.port, time.Second)
			if err == nil {
				return conn.Close()
			}
		}
	}
}

func (s *stage) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.product != nil {
		_ = s.product.Process.Kill()
		<-s.ended
	}
}

func (s *stage) productLog() string {
	text, _ := os.ReadFile(filepath.Join(s.dir, "product.log"))
	const most = 3000
	return string(text[max(0, len(text)-most):])
}

// build compiles a program with build tags.
func (s *stage) build(program string, tags ...string) string {
	s.t.Helper()
	out := filepath.Join(s.dir, program+"-"+strings.Join(tags, "-"))
	cmd := exec.CommandContext(s.t.Context(), "go", "build", "-tags="+strings.Join(tags, ","), "-o", out, "./cmd/"+program)
	cmd.Dir = testkit.Root()
	said, err := cmd.CombinedOutput()
	require.NoError(s.t, err, string(said))
	return out
}

// freePort chooses outside the range from which the system takes the ports of
// outgoing connections: a server that is killed must find its port free again.
func freePort(t testing.TB) string {
	t.Helper()
	const low, high = 20000, 32000
	for range 100 {
		port := strconv.Itoa(low + rand.IntN(high-low))
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:"+port)
		if err == nil {
			require.NoError(t, l.Close())
			return port
		}
	}
	t.Fatal("no free port")
	return ""
}

// inbox receives the product's short messages and tells the last one.
type inbox struct {
	url  string
	mu   sync.Mutex
	last map[string]string // by phone; login codes alone
}

func newInbox(t testing.TB) *inbox {
	t.Helper()
	in := &inbox{last: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(in.serve))
	t.Cleanup(server.Close)
	in.url = server.URL
	return in
}

func (in *inbox) serve(w http.ResponseWriter, r *http.Request) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if r.Method == http.MethodGet {
		_, _ = io.WriteString(w, in.last[r.URL.Query().Get("phone")])
		return
	}
	var m struct{ Phone, Text string }
	if readJSON(r.Body, &m) == nil && strings.Contains(m.Text, "验证码") {
		in.last[m.Phone] = m.Text
	}
}
