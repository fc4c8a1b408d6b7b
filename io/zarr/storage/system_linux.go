package storage

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func notDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

// startFlush has the system begin to write what a file holds, and doesn't wait for it. Where it can't, that is done in the end.
func startFlush(f *os.File) {
	_ = unix.SyncFileRange(int(f.Fd()), 0, 0, unix.SYNC_FILE_RANGE_WRITE)
}
