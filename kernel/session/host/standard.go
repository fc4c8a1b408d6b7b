//go:build unix

package host

import (
	"fmt"
	"log"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// standard are copies of this process's standard output and error. A cell may close those, and later cells want to print.
type standard [2]int

func copyStandard() (standard, error) {
	var s standard
	for i := range s {
		fd, err := copyOf(i + 1)
		if err != nil {
			return s, fmt.Errorf("copy a standard file: %w", err)
		}
		s[i] = fd
	}
	return s, nil
}

// copyOf makes another descriptor for a file, beyond those that stand for something.
func copyOf(fd int) (int, error) {
	return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, pipe.RequestFD+pipe.Files)
}

// reopen gives the next cell what the last one has closed.
func (s standard) reopen() {
	before := os.Stderr
	for i, f := range []**os.File{&os.Stdout, &os.Stderr} {
		if !isOpen(i + 1) {
			_ = replace(i+1, s[i])
		}
		if _, err := (*f).Stat(); err == nil {
			continue
		}
		if fd, err := copyOf(s[i]); err == nil {
			*f = os.NewFile(uintptr(fd), []string{"/dev/stdout", "/dev/stderr"}[i])
		}
	}
	if before != os.Stderr && log.Writer() == before {
		log.SetOutput(os.Stderr)
	}
}

// reopen gives the next cell standard input if the last one has closed it.
func (s *stdin) reopen() {
	if _, err := os.Stdin.Stat(); err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if isOpen(0) {
		return // a file of the user's has its number by now
	}
	if _, err := syscall.Open(os.DevNull, syscall.O_RDONLY, 0); err != nil { // it becomes 0
		return
	}
	if err := s.renew(s.sees); err == nil {
		os.Stdin = os.NewFile(0, "/dev/stdin")
	}
}

// stderr writes to what is standard error at the time.
type stderr struct{}

func (stderr) Write(p []byte) (int, error) { return os.Stderr.Write(p) }

func isOpen(fd int) bool {
	var stat syscall.Stat_t
	return syscall.Fstat(fd, &stat) == nil
}
