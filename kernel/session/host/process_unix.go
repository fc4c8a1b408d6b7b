//go:build unix

package host

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

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
		// The signal comes with the death of one thread of the kernel, a moment before that of the others.
		for range 50 {
			if os.Getppid() != kernel {
				end(dir)
			}
			time.Sleep(10 * time.Millisecond)
		}
		// It is somebody else's wish. The kernel still needs its files, and tells how the session has ended.
		signal.Reset(syscall.SIGTERM)
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
	}()
}

// ending is held by the goroutine that ends the process; others must not cut short what it does.
var ending sync.Mutex

// end ends this process and those it has started, and removes dir.
func end(dir string) {
	ending.Lock()
	if dir != "" {
		// The kernel's compiler may still be writing there.
		for range 40 {
			if os.RemoveAll(dir) == nil {
				break
			}
			time.Sleep(25 * time.Millisecond)
		}
	}
	if pid := os.Getpid(); pid == syscall.Getpgrp() {
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
	os.Exit(0)
}
