package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// place is the folder of everything that the demo keeps, held by one process
// at a time.
type place struct {
	dir  string
	lock *os.File
}

const neededBytes = 300 << 20

// takePlace makes the folder and locks it. The lock ends with the process,
// however it ends.
func takePlace(o options) (*place, error) {
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return nil, fmt.Errorf("无法创建数据目录 / cannot make the data folder: %w", err)
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(o.dir, &fs); err == nil {
		if free := uint64(fs.Bavail) * uint64(fs.Bsize); free < neededBytes { //nolint:unconvert // the types differ between systems
			return nil, fmt.Errorf("磁盘空间不足，请腾出至少 %d MB / too little disk space: free at least %d MB (%s has %d MB)",
				neededBytes>>20, neededBytes>>20, o.dir, free>>20)
		}
	}
	name := filepath.Join(o.dir, "lock")
	lock, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("无法锁定数据目录 / cannot lock the data folder: %w", err)
	}
	if err := flock(lock); err != nil {
		holder, _ := os.ReadFile(name)
		_ = lock.Close()
		return nil, fmt.Errorf("演示程序已在运行（%s），先用 Ctrl-C 结束它 / the demo is already running (%s): stop that one first, or set JIANGXUN_DEMO_DIR and other ports",
			strings.TrimSpace(string(holder)), strings.TrimSpace(string(holder)))
	}
	if err := lock.Truncate(0); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if _, err := fmt.Fprintf(lock, "pid %d, %s", os.Getpid(), address(o.port)); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &place{dir: o.dir, lock: lock}, nil
}

// flock waits a moment: one that was just killed holds its lock until the
// system has cleared it away.
func flock(f *os.File) error {
	const tries, pause = 20, 100 * time.Millisecond
	var err error
	for range tries {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			return nil
		}
		time.Sleep(pause)
	}
	return err
}

func (p *place) path(name string) string { return filepath.Join(p.dir, name) }

// writeEnv leaves the addresses of the demo's database and files where a shell
// can read them, for the product's commands.
func (p *place) writeEnv(dsn string) error {
	files, err := filepath.Abs(p.path("files"))
	if err != nil {
		return err
	}
	quote := func(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
	text := "export JIANGXUN_POSTGRES__DSN=" + quote(dsn) + "\nexport JIANGXUN_BLOB__DIR=" + quote(files) + "\n"
	return os.WriteFile(p.path("env"), []byte(text), 0o600)
}

// leave gives the lock back.
func (p *place) leave() { _ = p.lock.Close() }

// kept are the entries that reset removes; nothing else in the folder is ours.
var kept = [...]string{"postgres", "redis", "files", "wechat.json", "wechat.json.new", "demo.log", "env", "lock"}

func reset(o options) error {
	if _, err := os.Stat(o.dir); errors.Is(err, os.ErrNotExist) {
		fmt.Println("没有演示数据 / there is no demo data")
		return nil
	}
	p, err := takePlace(o)
	if err != nil {
		return err
	}
	defer p.leave()
	for _, name := range kept {
		if err := os.RemoveAll(p.path(name)); err != nil {
			return err
		}
	}
	_ = os.Remove(o.dir) // stays when somebody put something else there
	fmt.Println("演示数据已清除 / the demo data is gone:", o.dir)
	return nil
}
