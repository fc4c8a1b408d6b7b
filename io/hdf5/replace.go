package hdf5

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// replacement is a new file that takes the place of another when it is complete. Until then it is a hidden sibling.
type replacement struct{ target, temporary string }

// newReplacement makes the temporary file for a target, and refuses a target that could not be replaced in the end.
func newReplacement(target string) (*replacement, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // the file behind a link is what gets replaced
	}
	mode := fs.FileMode(0o666)
	switch info, err := os.Stat(target); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("there is a folder of that name: remove it or choose another name")
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("there is something of that name that is no file (%v)", info.Mode().Type())
	default:
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		f.Close()
		mode = info.Mode().Perm()
	}
	removeLeftovers(target)
	var unique [6]byte
	if _, err := rand.Read(unique[:]); err != nil {
		return nil, err
	}
	r := &replacement{target: target, temporary: temporaryPrefix(target) + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(unique[:])}
	f, err := os.OpenFile(r.temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return nil, fmt.Errorf("make a file in %s: %w", filepath.Dir(target), cause(err))
	}
	return r, f.Close()
}

// cause is an error of a system call without the name of the temporary file, which no one knows.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// commit brings the closed file safely to disk and gives it the target's name. On an error the target is as it was.
func (r *replacement) commit() error {
	err := syncFile(r.temporary)
	if err == nil {
		err = os.Rename(r.temporary, r.target)
	}
	if err != nil {
		return errors.Join(err, r.abort())
	}
	// The file is there; not every file system can flush folders.
	_ = syncFile(filepath.Dir(r.target))
	return nil
}

// abort removes the temporary file.
func (r *replacement) abort() error {
	err := os.Remove(r.temporary)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return cause(err)
}

// temporaryPrefix names the machine, so that another machine's process numbers on a shared disk are not taken for this one's.
func temporaryPrefix(target string) string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	host = strings.NewReplacer("/", "_", "\\", "_", ":", "_").Replace(host)
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".new-"+host+"-")
}

// removeLeftovers removes the temporary files of writers of this target that were killed. It is a courtesy: what can't be removed stays.
func removeLeftovers(target string) {
	prefix := filepath.Base(temporaryPrefix(target))
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), prefix)
		if !ok || !e.Type().IsRegular() {
			continue
		}
		digits, _, _ := strings.Cut(rest, "-")
		if pid, err := strconv.Atoi(digits); err == nil && pid > 0 && !processRuns(pid) {
			_ = os.Remove(filepath.Join(filepath.Dir(target), e.Name()))
		}
	}
}
