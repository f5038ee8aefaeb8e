package pgserver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// nobody exists in every password file, which Postgres insists on.
const nobody = 65534

// prepareCredentials finds a way to run Postgres. An ordinary user needs none;
// root becomes nobody inside a user namespace, where files stay root's own, or
// plainly where namespaces are forbidden, and then the folder is handed over.
func (s *Server) prepareCredentials(ctx context.Context) error {
	s.credentials = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if os.Geteuid() != 0 {
		return nil
	}
	identity := []syscall.SysProcIDMap{{ContainerID: nobody, HostID: 0, Size: 1}}
	s.credentials.Cloneflags = syscall.CLONE_NEWUSER
	s.credentials.UidMappings, s.credentials.GidMappings = identity, identity
	s.credentials.Credential = &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}
	if s.command(ctx, "postgres", "--version").Run() == nil {
		return nil
	}
	s.credentials = &syscall.SysProcAttr{
		Setpgid: true, Pdeathsig: syscall.SIGINT, Credential: &syscall.Credential{Uid: nobody, Gid: nobody},
	}
	if err := s.command(ctx, "postgres", "--version").Run(); err != nil {
		return fmt.Errorf("postgres cannot run as an unprivileged user here; start as an ordinary user: %w", err)
	}
	return filepath.Walk(s.dir, func(name string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(name, nobody, nobody)
	})
}

// own hands a file to the user that the server runs as.
func (s *Server) own(name string) error {
	if s.credentials.Credential == nil || s.credentials.Cloneflags != 0 {
		return nil
	}
	return os.Chown(name, nobody, nobody)
}

func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, name), args...)
	cmd.Dir = "/"
	cmd.Env = []string{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "LD_LIBRARY_PATH=" + filepath.Join(s.bin, "../lib")}
	attr := *s.credentials
	cmd.SysProcAttr = &attr
	return cmd
}
