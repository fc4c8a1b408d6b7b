package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// buildDir is the temporary directory of a kernel.
type buildDir struct {
	path string
	lock *os.File // held as long as the kernel lives
}

const (
	// dirPattern names the directories of all kernels.
	dirPattern = "lazycell-kernel-"
	lockName   = "lock"
	// removeTries is how often removing a directory is tried again.
	removeTries = 20
	// sweepAge is how old a directory must be for its lock to say anything.
	sweepAge = time.Minute
)

// newBuildDir makes a directory among the system's temporary ones.
func newBuildDir() (*buildDir, error) {
	d, err := newLockedDir(os.TempDir())
	if err != nil {
		return nil, fmt.Errorf("make a directory for building cells: %w; TMPDIR names another place", err)
	}
	return d, nil
}

// newLockedDir makes a directory that belongs to this kernel, and removes those of kernels that died without doing it.
func newLockedDir(parent string) (*buildDir, error) {
	sweep(parent)
	path, err := os.MkdirTemp(parent, dirPattern)
	if err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(path, lockName), os.O_CREATE)
	if err != nil {
		_ = os.RemoveAll(path)
		return nil, err
	}
	return &buildDir{path: path, lock: lock}, nil
}

// moduleDir is the directory of the session's go.mod, in which cells are built.
func (d *buildDir) moduleDir() string { return filepath.Join(d.path, "module") }

// makeModuleDir makes that directory, empty.
func (d *buildDir) makeModuleDir() (string, error) {
	path := d.moduleDir()
	err := os.RemoveAll(path)
	if err == nil {
		err = os.Mkdir(path, 0o700)
	}
	if err != nil {
		return "", fmt.Errorf("make a directory for building cells: %w", err)
	}
	return path, nil
}

func (d *buildDir) remove() error {
	err := os.RemoveAll(d.path)
	for range removeTries { // a tool that was just ended may have written meanwhile
		if err == nil {
			break
		}
		time.Sleep(25 * time.Millisecond)
		err = os.RemoveAll(d.path)
	}
	_ = d.lock.Close()
	if err != nil {
		return fmt.Errorf("remove the directory of the cells: %w", err)
	}
	return nil
}

// sweep removes the directories of dead kernels.
func sweep(parent string) {
	dirs, err := filepath.Glob(filepath.Join(parent, dirPattern+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, lockName)
		if info, err := os.Lstat(path); err != nil || time.Since(info.ModTime()) < sweepAge {
			continue
		}
		lock, err := lockFile(path, 0)
		if err != nil {
			continue // its kernel lives, or it is somebody else's
		}
		_ = os.RemoveAll(dir)
		_ = lock.Close()
	}
}
