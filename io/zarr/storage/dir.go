package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/lazycell/lazycell/io/sibling"
)

// Dir is a store in one folder. It is safe for concurrent use.
type Dir struct {
	path string
	root *os.Root
	made sync.Map // folders known to exist
}

// OpenDir opens the store in an existing folder.
func OpenDir(path string) (*Dir, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Dir{path: path, root: root}, nil
}

// Path is the folder as it was opened.
func (d *Dir) Path() string { return d.path }

// Close gives the folder back. Calls after it fail.
func (d *Dir) Close() error { return d.root.Close() }

// Get reads a key's value, if it has at most limit bytes (any size for a negative limit). An absent key's error wraps fs.ErrNotExist.
func (d *Dir) Get(key string, limit int64) ([]byte, error) {
	f, size, err := d.open(key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if limit >= 0 && size > limit {
		return nil, fmt.Errorf("%s has %d bytes where at most %d belong: %w", key, size, limit, ErrTooLarge)
	}
	out := make([]byte, size)
	if _, err := io.ReadFull(f, out); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return out, nil
}

// GetRange reads n bytes of a key's value from an offset; a negative offset counts from the end.
func (d *Dir) GetRange(key string, offset, n int64) ([]byte, error) {
	f, size, err := d.open(key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if offset < 0 {
		offset += size
	}
	if offset < 0 || n < 0 || offset > size || n > size-offset {
		return nil, fmt.Errorf("read %s: bytes %d to %d asked of %d: %w", key, offset, offset+n, size, io.ErrUnexpectedEOF)
	}
	out := make([]byte, n)
	if _, err := f.ReadAt(out, offset); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return out, nil
}

func (d *Dir) open(key string) (*os.File, int64, error) {
	if err := CheckKey(key); err != nil {
		return nil, 0, err
	}
	f, err := d.root.Open(filepath.FromSlash(key))
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file: %w", key, fs.ErrNotExist)
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// soon is the size from which a value is flushed in the background, so that less is left to do when the store is complete.
const soon = 64 << 10

// Set stores a key's value, in place of an earlier one.
func (d *Dir) Set(key string, value []byte) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if i := strings.LastIndexByte(key, '/'); i > 0 {
		if err := d.makeFolder(key[:i]); err != nil {
			return err
		}
	}
	f, err := d.root.OpenFile(filepath.FromSlash(key), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(value)
	if err == nil && len(value) >= soon {
		startFlush(f)
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return sibling.Cause(err)
}

func (d *Dir) makeFolder(key string) error {
	if _, ok := d.made.Load(key); ok {
		return nil
	}
	if err := d.root.MkdirAll(filepath.FromSlash(key), 0o777); err != nil {
		return err
	}
	d.made.Store(key, true)
	return nil
}

// Delete removes a key. An absent key is no error.
func (d *Dir) Delete(key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if err := d.root.Remove(filepath.FromSlash(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Has says whether a key has a value.
func (d *Dir) Has(key string) (bool, error) {
	if err := CheckKey(key); err != nil {
		return false, err
	}
	info, err := d.root.Stat(filepath.FromSlash(key))
	switch {
	case err == nil:
		return info.Mode().IsRegular(), nil
	case errors.Is(err, fs.ErrNotExist), ThroughFile(err):
		return false, nil
	}
	return false, err
}

// Folders lists the folders directly under a prefix ("" for the top), sorted.
func (d *Dir) Folders(prefix string) ([]string, error) {
	name := "."
	if prefix != "" {
		if err := CheckKey(prefix); err != nil {
			return nil, err
		}
		name = filepath.FromSlash(prefix)
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() || e.Type()&fs.ModeSymlink != 0 {
			names = append(names, e.Name())
		}
	}
	sort.Strings(names)
	return names, nil
}

// ThroughFile says that an error is about a path that leads through a file ("a/b" where a is a file), where nothing can be.
func ThroughFile(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && notDir(p.Err)
}
