package pgserver

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Kill ends the server as a power cut does, without a word to anybody. Start
// on the same folder recovers it, on the same port.
func (s *Server) Kill() {
	_ = s.process.Kill()
	<-s.done
}

// Pause stops the server and all its backends where they stand; Resume lets
// them go on. What waits, waits.
func (s *Server) Pause() error { return s.signal(syscall.SIGSTOP) }

// Resume undoes Pause.
func (s *Server) Resume() error { return s.signal(syscall.SIGCONT) }

// signal reaches every process of the server: backends have process groups of
// their own. Where there is no /proc it reaches the first one alone.
func (s *Server) signal(sig syscall.Signal) error {
	pids := append([]int{s.process.Pid}, childrenOf(s.process.Pid)...)
	for _, pid := range pids {
		if err := syscall.Kill(pid, sig); err != nil && pid == s.process.Pid {
			return fmt.Errorf("signal postgres: %w", err)
		}
	}
	return nil
}

func childrenOf(parent int) []int {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	var found []int
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		// "pid (name) state ppid …", and a name may hold anything.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name))); err == nil {
				found = append(found, pid)
			}
		}
	}
	return found
}
