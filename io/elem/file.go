package elem

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
)

// File is an AnnData whose matrices and columns lie in a file and are read when they are asked for. It stays usable until it is closed.
type File struct {
	*anndata.AnnData
	root store.Root
}

// Close closes the file. What was not read until then can't be read any more.
func (f *File) Close() error { return f.root.Close() }

// Save writes a new file, which gets its name when it is complete. When it can't be completed nothing of it stays, and what had
// that name is as it was. The error begins with "write" and the path.
func Save(ctx context.Context, d store.Driver, path string, a *anndata.AnnData, w Writer) error {
	if a == nil {
		return fmt.Errorf("write %s: there is no AnnData (it is nil)", path)
	}
	root, err := d.Open(ctx, path, store.Create)
	if err == nil {
		err = save(ctx, root, a, w)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func save(ctx context.Context, root store.Root, a *anndata.AnnData, w Writer) (err error) {
	complete := false
	defer func() { // also when something panics
		if !complete {
			err = errors.Join(err, root.Abort())
		}
	}()
	if err := w.Write(ctx, root, a); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	complete = true
	return root.Close()
}

// Load reads a file into memory. The error begins with "read" and the path.
func Load(ctx context.Context, d store.Driver, path string, r Reader) (*anndata.AnnData, error) {
	r.Lazy = false
	r.again = func(ctx context.Context) (store.Root, error) { return d.Open(ctx, path, store.Read) }
	f, err := open(ctx, d, path, r)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return f.AnnData, nil
}

// Open opens a file and leaves its matrices and the columns of its tables there. The error begins with "read" and the path.
func Open(ctx context.Context, d store.Driver, path string, r Reader) (*File, error) {
	r.Lazy = true
	if r.Format != "" {
		whole, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		r.place = place{r.Format, whole}
	}
	return open(ctx, d, path, r)
}

func open(ctx context.Context, d store.Driver, path string, r Reader) (_ *File, err error) {
	root, err := d.Open(ctx, path, store.Read)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	a, err := r.Read(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, root.Close()))
	}
	return &File{a, root}, nil
}
