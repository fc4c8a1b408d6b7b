//go:build !linux

package storage

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

func swap(a, b string) error { return swapByTwoRenames(a, b) }

// syncFolder flushes a folder's entries where folders can be opened like files.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func processRuns(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	return runtime.GOOS == "windows" || !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

func notDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
