package h5ad

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
)

// File is an AnnData whose matrices stay in the file and are read when they are asked for, chunk by chunk. Close it when they are no longer needed.
type File = elem.File

// Write writes an AnnData to a file. Lazy arrays are computed chunk by chunk and never held as a whole. The file gets its name when it
// is complete: when writing fails or is stopped, a file that had that name stays as it was. It may be the very file that the arrays are read from.
func Write(path string, a *anndata.AnnData, opts ...Option) error {
	o, d, err := prepare(opts)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return elem.Save(o.ctx, d, path, a, o.writer)
}

// Read reads a file into memory.
func Read(path string, opts ...Option) (*anndata.AnnData, error) {
	o, d, err := prepare(opts)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return elem.Load(o.ctx, d, path, o.reader)
}

// Open opens a file and leaves its matrices there: they are lazy arrays. Columns of tables are read when they are touched; row names, and
// values of uns with less than two axes, at once.
func Open(path string, opts ...Option) (*File, error) {
	o, d, err := prepare(opts)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	o.reader.Format = format
	return elem.Open(o.ctx, d, path, o.reader)
}

// format is what written graphs call files like these.
const format = "h5ad"

func init() {
	elem.RegisterOpener(format, func() (store.Driver, error) { return store.Lookup("hdf5") })
}

func prepare(opts []Option) (options, store.Driver, error) {
	o, err := newOptions(opts)
	if err != nil {
		return o, nil, err
	}
	d, err := store.Lookup(o.driver)
	return o, d, err
}
