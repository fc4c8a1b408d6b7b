package sibling

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a new file that takes the place of another when it is complete. Until then it is a hidden sibling.
type File struct{ target, temporary string }

// NewFile makes the temporary file for a target, and refuses a target that could not be replaced in the end.
func NewFile(target string) (*File, error) {
	target, err := Target(target)
	if err != nil {
		return nil, err
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
	for _, left := range Leftovers(target) {
		_ = os.Remove(left) // a courtesy: what can't be removed stays
	}
	temporary, err := Name(target)
	if err != nil {
		return nil, err
	}
	r := &File{target: target, temporary: temporary}
	f, err := os.OpenFile(r.temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return nil, fmt.Errorf("make a file in %s: %w", filepath.Dir(target), Cause(err))
	}
	return r, f.Close()
}

// Path is the temporary file, to be filled.
func (r *File) Path() string { return r.temporary }

// Commit brings the closed file safely to disk and gives it the target's name. On an error the target is as it was.
func (r *File) Commit() error {
	err := syncFile(r.temporary)
	if err == nil {
		err = os.Rename(r.temporary, r.target)
	}
	if err != nil {
		return errors.Join(err, r.Abort())
	}
	// The file is there; not every file system can flush folders.
	_ = syncFile(filepath.Dir(r.target))
	return nil
}

// Abort removes the temporary file.
func (r *File) Abort() error {
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
	return Cause(err)
}
