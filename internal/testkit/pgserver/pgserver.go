// Package pgserver runs a real Postgres as a child process for `make run` and
// the tests; the product never does. It finds binaries (npm's, then the
// distribution's), also for a caller who is root, whom Postgres refuses, and
// recovers a data folder whose server was killed.
package pgserver

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/lib/pq"
)

const user = "jiangxun"

// Options say where and how.
type Options struct {
	Dir     string // data, password and port; made when missing
	Root    string // folder under which deps/node_modules is looked for
	Durable bool   // false: no fsync, for tests that are thrown away
}

// Server is a running Postgres.
type Server struct {
	dir, password string
	port          int
	bin           string
	credentials   *syscall.SysProcAttr
	done          chan struct{}
	process       *os.Process
	output        *tail
}

// Start makes the data folder if need be and runs the server until Stop, or
// until this process ends, however it ends.
func Start(ctx context.Context, o Options) (*Server, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	bin, err := Find(o.Root)
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make %s: %w", o.Dir, err)
	}
	if err := s.prepareCredentials(ctx); err != nil {
		return nil, err
	}
	if err := s.preparePassword(); err != nil {
		return nil, err
	}
	if err := s.initialise(ctx); err != nil {
		return nil, err
	}
	return s, s.run(ctx, o.Durable)
}

// DSN addresses one database of the server.
func (s *Server) DSN(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(user, s.password), Path: "/" + database,
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)), RawQuery: "sslmode=disable",
	}
	return u.String()
}

// EnsureDatabase makes the database when it does not exist.
func (s *Server) EnsureDatabase(ctx context.Context, name string) error {
	db, err := sql.Open("postgres", s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(ctx, "create database "+pq.QuoteIdentifier(name))
	var e *pq.Error
	if errors.As(err, &e) && e.Code == "42P04" {
		return nil
	}
	return err
}

// Stop ends the server the fast way and waits for it.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Signal(syscall.SIGINT)
	select {
	case <-s.done:
	case <-time.After(20 * time.Second):
		_ = s.process.Kill()
		<-s.done
	}
}

// Done is closed when the server has ended.
func (s *Server) Done() <-chan struct{} { return s.done }

func (s *Server) preparePassword() error {
	file := filepath.Join(s.dir, "password")
	if text, err := os.ReadFile(file); err == nil {
		s.password = strings.TrimSpace(string(text))
		return nil
	}
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		return err
	}
	s.password = hex.EncodeToString(raw)
	return s.writeFile(file, s.password)
}

func (s *Server) writeFile(name, text string) error {
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		return err
	}
	return s.own(name)
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) initialise(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(s.data(), "PG_VERSION")); err == nil {
		return nil
	}
	// A half-made folder comes from an interrupted first start.
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	if err := os.MkdirAll(s.data(), 0o700); err != nil {
		return err
	}
	if err := s.own(s.data()); err != nil {
		return err
	}
	cmd := s.command(ctx, "initdb", "-D", s.data(), "-U", user, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
		"--auth=scram-sha-256", "--pwfile="+filepath.Join(s.dir, "password"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make database folder: %w: %s", err, lastLine(out))
	}
	return nil
}

// busyRetry is how long a server that still shuts down after a kill may keep
// its lock on the data folder.
const busyRetry = 15 * time.Second

func (s *Server) run(ctx context.Context, durable bool) error {
	deadline := time.Now().Add(busyRetry) //nolint:forbidigo // supervises a process, not a rule
	for {
		err := s.launch(ctx, durable)
		if err == nil || !errors.Is(err, errBusy) || time.Now().After(deadline) { //nolint:forbidigo // as above
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}

var errBusy = errors.New("another server still holds the data folder")

func (s *Server) launch(ctx context.Context, durable bool) error {
	port, err := s.choosePort()
	if err != nil {
		return err
	}
	s.port = port
	args := []string{
		"-D", s.data(), "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
		"-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning",
	}
	if !durable {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	s.output = &tail{}
	cmd := s.command(context.WithoutCancel(ctx), "postgres", args...)
	cmd.Stdout, cmd.Stderr = s.output, s.output
	if err := s.spawn(cmd); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	return s.await(ctx)
}

// spawn starts the server from a thread that lives as long as the server:
// the death signal follows the thread, not the process.
func (s *Server) spawn(cmd *exec.Cmd) error {
	started := make(chan error, 1)
	s.done = make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer close(s.done)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	s.process = cmd.Process
	return nil
}

func (s *Server) await(ctx context.Context) error {
	db, err := sql.Open("postgres", s.DSN("postgres")+"&connect_timeout=2")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	limit, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	for {
		select {
		case <-s.done:
			if text := s.output.String(); strings.Contains(text, "postmaster.pid") {
				return fmt.Errorf("%w: %s", errBusy, s.dir)
			}
			return fmt.Errorf("postgres ended: %s", lastLine([]byte(s.output.String())))
		case <-limit.Done():
			s.Stop()
			return fmt.Errorf("postgres did not answer: %w", limit.Err())
		case <-time.After(30 * time.Millisecond):
			if db.PingContext(limit) == nil {
				return nil
			}
		}
	}
}

// choosePort keeps the port of the last start when it is free.
func (s *Server) choosePort() (int, error) {
	file := filepath.Join(s.dir, "port")
	if text, err := os.ReadFile(file); err == nil {
		if port, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && free(port) {
			return port, nil
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	return port, os.WriteFile(file, []byte(strconv.Itoa(port)), 0o600)
}

func free(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	_ = l.Close()
	return true
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}

// tail keeps the end of what the server says.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

const tailSize = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.buf.Len() > tailSize {
		t.buf.Next(t.buf.Len() - tailSize/2)
	}
	return t.buf.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
