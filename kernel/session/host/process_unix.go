//go:build unix

package host

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// closeOnExec keeps the session's pipes from the programs that cells start.
func closeOnExec() {
	for fd := pipe.RequestFD; fd < pipe.RequestFD+pipe.Files; fd++ {
		syscall.CloseOnExec(fd)
	}
}

// endWithKernel ends the session when the system says that the kernel has died.
func endWithKernel(dir string) {
	kernel := os.Getppid()
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	go func() {
		<-term
		if os.Getppid() == kernel {
			dir = "" // somebody else's wish: the kernel still needs its files
		}
		end(dir)
	}()
}

// end ends this process and those it has started; the kernel is gone.
func end(dir string) {
	if dir != "" {
		_ = os.RemoveAll(dir)
	}
	if pid := os.Getpid(); pid == syscall.Getpgrp() {
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
	os.Exit(0)
}
