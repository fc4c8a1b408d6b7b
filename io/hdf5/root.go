package hdf5

// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/io/store"
)

// root is an open file. Its fields are used inside visits only, but for path and the group, which don't change.
type root struct {
	group
	path    string // as the caller gave it, for messages
	file    *gonum.File
	sets    openSets
	written *sibling.File // of a file that is being written
	closed  bool
	follow  bool     // links to other files
	bytes   *os.File // the same file without libhdf5, see run.go; nil where there is none
	base    int64    // where its addresses begin: behind a user block
}

func newRoot(path string, file *gonum.File, written *sibling.File) *root {
	r := &root{path: path, file: file, written: written, bytes: bytesOf(file), base: int64(C.lc_base(C.hid_t(file.ID())))}
	r.group = group{root: r, path: "/"}
	r.sets.open = map[string]*openSet{}
	return r
}

// within makes a visit to the open file and says where in the file an error happened.
func (r *root) within(path string, f func() error) error {
	err := visit(func() error {
		if r.closed {
			return fmt.Errorf("the file is closed: %w", fs.ErrClosed)
		}
		return f()
	})
	return r.wrap(path, err)
}

func (r *root) wrap(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case path == "/":
		return err
	}
	return fmt.Errorf("%s: %w", path[1:], err)
}

// Store is the file's name, as package store's Named has it.
func (g *group) Store() string { return g.root.path }

func (r *root) writable() error {
	if r.written == nil {
		return fmt.Errorf("the file is open for reading: %w", fs.ErrPermission)
	}
	return nil
}

// Close ends the use of the file. One that was written is brought to disk and gets its name now.
func (r *root) Close() error {
	err := visit(func() error {
		if r.closed {
			return fs.ErrClosed
		}
		r.closed = true
		if err := r.closeBytes(); err != nil {
			return r.giveUp(err)
		}
		r.sets.closeAll()
		if r.written != nil {
			if C.H5Fflush(C.hid_t(r.file.ID()), C.H5F_SCOPE_LOCAL) < 0 {
				return r.giveUp(failure("write the file's end"))
			}
		}
		if r.file.Close() != nil {
			return r.giveUp(failure("close the file"))
		}
		return nil
	})
	switch {
	case errors.Is(err, fs.ErrClosed):
		return nil
	case err == nil && r.written != nil:
		err = r.written.Commit()
	}
	return err
}

// Abort gives up a file that is being written: nothing of it stays, and what had its name is as it was.
func (r *root) Abort() error {
	return visit(func() error {
		if r.closed {
			return nil
		}
		r.closed = true
		_ = r.closeBytes() // nothing of it is wanted
		r.sets.closeAll()
		return r.giveUp(nil)
	})
}

// giveUp closes the file without regard to its content and removes it when it was being written.
func (r *root) giveUp(err error) error {
	if r.written != nil {
		discard(int(C.lc_descriptor(C.hid_t(r.file.ID()))))
	}
	if r.file.Close() != nil && err == nil {
		err = failure("close the file")
	}
	if r.written != nil {
		err = errors.Join(err, r.written.Abort())
	}
	return err
}

// maxOpen is how many datasets stay open at once: each may hold a cache of a chunk or two.
const maxOpen = 64

// openSets keeps the datasets that were used last.
type openSets struct {
	open map[string]*openSet
	tick int
}

type openSet struct {
	set  *gonum.Dataset
	used int
}

// get opens a dataset, or finds it open.
func (s *openSets) get(file *gonum.File, path string) (*gonum.Dataset, error) {
	s.tick++
	if o, ok := s.open[path]; ok {
		o.used = s.tick
		return o.set, nil
	}
	set, err := file.OpenDataset(path)
	if err != nil {
		return nil, failure("open the array")
	}
	s.keep(path, set)
	return set, nil
}

// keep remembers an open dataset, and closes the one that was not used for longest when there are too many.
func (s *openSets) keep(path string, set *gonum.Dataset) {
	if len(s.open) >= maxOpen {
		oldest := ""
		for path, o := range s.open {
			if oldest == "" || o.used < s.open[oldest].used {
				oldest = path
			}
		}
		_ = s.open[oldest].set.Close() // what it still had to write is written with the file's end, and fails there
		delete(s.open, oldest)
	}
	s.open[path] = &openSet{set, s.tick}
}

func (s *openSets) closeAll() {
	for path, o := range s.open {
		_ = o.set.Close() // as above
		delete(s.open, path)
	}
}

var _ store.Root = (*root)(nil)
