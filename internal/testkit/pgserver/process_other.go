//go:build !linux

package pgserver

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"
)

func (s *Server) prepareCredentials(context.Context) error {
	s.credentials = &syscall.SysProcAttr{Setpgid: true}
	return nil
}

func (s *Server) own(string) error { return nil }

func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, name), args...)
	attr := *s.credentials
	cmd.SysProcAttr = &attr
	return cmd
}
