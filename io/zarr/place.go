package zarr

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// Memory holds one Zarr store in memory: see [InMemory].
type Memory = storage.Memory

// NewMemory is memory for a store, which is empty until one is written there.
func NewMemory() *Memory { return storage.NewMemory() }

// zipped is how the names of stores in a zip archive end.
const zipped = ".zip"

// openPlace opens the keys of an existing store: a folder, a zip archive or memory.
func openPlace(path string, o options) (storage.Store, error) {
	if o.memory != nil {
		return o.memory, nil
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		if !info.Mode().IsRegular() || !isZip(path) {
			return nil, errors.New("it is a file, not a folder or zip archive: is it an HDF5 file (.h5ad)?")
		}
		return storage.OpenZip(path)
	}
	dir, err := storage.OpenDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no such folder: %w", fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	return dir, nil
}

// isZip reports whether a file begins as zip archives do.
func isZip(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [2]byte
	_, err = f.Read(head[:])
	return err == nil && string(head[:]) == "PK"
}

// replacement is the place of a new store, which gets its name when it is complete.
type replacement interface {
	Commit() error
	Abort() error
}

// newPlace makes the place of a new store: a folder, for names that end in .zip an archive, or memory.
func newPlace(path string, o options) (storage.Store, replacement, error) {
	switch {
	case o.memory != nil:
		m := storage.NewMemory()
		return m, inMemory{m, o.memory}, nil
	case strings.HasSuffix(path, zipped):
		r, err := sibling.NewFile(path)
		if err != nil {
			return nil, nil, err
		}
		z, err := storage.CreateZip(r.Path())
		if err != nil {
			return nil, nil, errors.Join(err, r.Abort())
		}
		return z, r, nil
	}
	r, err := sibling.NewFolder(path, replaceable)
	if err != nil {
		return nil, nil, err
	}
	dir, err := storage.OpenDir(r.Path())
	if err != nil {
		return nil, nil, errors.Join(err, r.Abort())
	}
	return dir, r, nil
}

// inMemory is a store in memory that takes the place of another one there.
type inMemory struct{ from, to *Memory }

func (m inMemory) Commit() error {
	m.to.Take(m.from)
	return nil
}

func (inMemory) Abort() error { return nil }
