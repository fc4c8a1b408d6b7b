package hdf5

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/io/store"
)

func init() {
	store.Register("hdf5", Driver{})
	store.Register("hdf5 with links", Driver{FollowLinks: true})
}

// Driver opens HDF5 files.
type Driver struct {
	// FollowLinks lets members of a file be links to other files: a file can then show what others hold, wherever they are.
	FollowLinks bool
}

// Open opens an existing file for reading, or starts a new one that takes its name when it is closed.
func (d Driver) Open(ctx context.Context, path string, mode store.Mode) (store.Root, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	open := openFile
	if mode == store.Create {
		open = createFile
	}
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	if d.FollowLinks { // arrays may be in other files, whose bytes these are not
		r.follow = true
		err := r.closeBytes()
		r.bytes = nil
		if err != nil {
			return nil, errors.Join(err, r.Abort())
		}
	}
	return r, nil
}

func openFile(path string) (*root, error) {
	// The system says more clearly than libhdf5 why a file can't be opened.
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no such file: %w", fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	f.Close()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a folder, not a file: is it a Zarr store?")
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("it is no regular file (%v)", info.Mode().Type())
	case info.Size() == 0:
		return nil, fmt.Errorf("it is empty, no HDF5 file: %w", store.ErrInvalid)
	}
	var r *root
	err = visit(func() error {
		file, err := gonum.OpenFile(path, gonum.F_ACC_RDONLY)
		if err != nil {
			err = failure("it can't be opened, is it complete?")
			if !gonum.IsHDF5(path) {
				err = fmt.Errorf("it is no HDF5 file, or its beginning is damaged: %w", store.ErrInvalid)
			}
			return err
		}
		r = newRoot(path, file, nil)
		return nil
	})
	return r, err
}

func createFile(path string) (*root, error) {
	w, err := sibling.NewFile(path)
	if err != nil {
		return nil, err
	}
	var r *root
	err = visit(func() error {
		file, err := gonum.CreateFile(w.Path(), gonum.F_ACC_TRUNC)
		if err != nil {
			return failure("it can't be made")
		}
		r = newRoot(path, file, w)
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	return r, nil
}
