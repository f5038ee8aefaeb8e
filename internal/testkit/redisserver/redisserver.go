// Package redisserver runs a Redis for `make run` and the tests: a real
// redis-server as a child where the program is there, else one in this process
// whose clock is made to tick.
package redisserver

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// Server is a running Redis.
type Server struct {
	Addr string
	Real bool // false: inside this process, fit for a demo but not for figures
	stop func()

	process *os.Process   // nil inside this process
	done    chan struct{} // closed when the process has ended
}

// Stop ends the server.
func (s *Server) Stop() { s.stop() }

// Start runs a Redis that keeps its data in dir (made when missing; "" keeps
// nothing).
func Start(ctx context.Context, dir string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return StartOn(ctx, dir, port)
}

// StartOn is Start on a port of one's choice, as when a server that was killed
// comes back. The stand-in takes any port.
func StartOn(ctx context.Context, dir, port string) (*Server, error) {
	name, argv0, ok := find()
	if !ok {
		return startInside()
	}
	return startChild(ctx, dir, name, argv0, port)
}

// Kill ends a real server as a power cut does.
func (s *Server) Kill() {
	_ = s.process.Kill()
	<-s.done
}

// Pause stops a real server where it stands; Resume lets it go on.
func (s *Server) Pause() error { return s.process.Signal(syscall.SIGSTOP) }

// Resume undoes Pause.
func (s *Server) Resume() error { return s.process.Signal(syscall.SIGCONT) }

// find prefers redis-server; Debian's redis-tools has the same program under
// another name, which acts by the name it is called with.
func find() (path, argv0 string, ok bool) {
	for _, name := range []string{"redis-server", "redis-check-rdb"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, "redis-server", true
		}
	}
	return "", "", false
}

func startInside() (*Server, error) {
	m := miniredis.NewMiniRedis()
	if err := m.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	done := make(chan struct{})
	go func() {
		const step = 100 * time.Millisecond
		t := time.NewTicker(step)
		defer t.Stop()
		for {
			select {
			case <-done:
				return
			case <-t.C:
				m.FastForward(step)
			}
		}
	}()
	return &Server{Addr: m.Addr(), stop: func() { close(done); m.Close() }}, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

func startChild(ctx context.Context, dir, name, argv0, port string) (*Server, error) {
	args := []string{"--bind", "127.0.0.1", "--port", port, "--save", "", "--loglevel", "warning"}
	var err error
	if dir != "" {
		if dir, err = filepath.Abs(dir); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make redis folder: %w", err)
		}
		args = append(args, "--dir", dir, "--appendonly", "yes")
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), name, args...)
	cmd.Args[0] = argv0
	cmd.SysProcAttr = childAttr()
	done := make(chan struct{})
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the death signal follows the thread
		defer close(done)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	s := &Server{Addr: net.JoinHostPort("127.0.0.1", port), Real: true, process: cmd.Process, done: done, stop: func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
	}}
	return s, s.await(ctx, done)
}

func (s *Server) await(ctx context.Context, done <-chan struct{}) error {
	client := redis.NewClient(&redis.Options{Addr: s.Addr, DisableIdentity: true})
	defer func() { _ = client.Close() }()
	limit, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		select {
		case <-done:
			return fmt.Errorf("redis ended at once")
		case <-limit.Done():
			s.Stop()
			return fmt.Errorf("redis did not answer: %w", limit.Err())
		case <-time.After(20 * time.Millisecond):
			if client.Ping(limit).Err() == nil {
				return nil
			}
		}
	}
}
