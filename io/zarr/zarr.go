package zarr

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
)

// File is an AnnData whose matrices stay in the store and are read when they are asked for, chunk by chunk. Close it when they are no longer needed.
type File = elem.File

// Write writes an AnnData to a new store: a folder, or a zip archive when the name ends in .zip. Lazy arrays are computed, compressed and written chunk by chunk, several at a time, and
// never held as a whole. The folder gets its name when it is complete: when writing fails or is stopped, a store that had that name stays as it
// was; that of an archive likewise. It may be the very store that the arrays are read from. A folder that holds other things is not replaced.
func Write(path string, a *anndata.AnnData, opts ...Option) error {
	o, err := newOptions(opts)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return elem.Save(o.ctx, o.driver(), path, a, o.writer)
}

// Read reads a store into memory, several chunks at a time.
func Read(path string, opts ...Option) (*anndata.AnnData, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return elem.Load(o.ctx, o.driver(), path, elem.Reader{Without: o.without, Notice: o.notice})
}

// Open opens a store and leaves its matrices there: they are lazy arrays. Columns of tables are read when they are touched; row names, and
// values of uns with less than two axes, at once.
func Open(path string, opts ...Option) (*File, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return elem.Open(o.ctx, o.driver(), path, elem.Reader{Without: o.without, Notice: o.notice, Format: format})
}

// format is what written graphs call stores like these.
const format = "zarr"

func init() { elem.RegisterOpener(format, func() (store.Driver, error) { return Driver() }) }

// Driver opens stores element by element, as package store has it. Its options are for stores that are written.
func Driver(opts ...Option) (store.Driver, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, err
	}
	return o.driver(), nil
}
