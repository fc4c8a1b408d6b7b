package sibling

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// swap exchanges two folders in one step; where the file system can't, in two.
func swap(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err == nil {
		return nil
	}
	if !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOSYS) {
		return err
	}
	return swapByTwoRenames(a, b)
}

// syncFolder flushes a folder's entries. File systems that can't sync folders are left alone.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	err = f.Sync()
	f.Close()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
