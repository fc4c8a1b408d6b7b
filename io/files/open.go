package files

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/loom"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/text"
	"github.com/lazycell/lazycell/io/zarr"
)

// File is an open AnnData: its matrices stay where they are and are read when they are asked for.
type File struct {
	*anndata.AnnData
	Format Format
	closer interface{ Close() error }
}

// Close ends the use of the file.
func (f *File) Close() error { return f.closer.Close() }

// Open opens what is at a path, of any format, and leaves its matrices there. The error begins with "read" and the path.
func Open(ctx context.Context, path string) (*File, error) {
	format, err := FormatOf(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	switch format {
	case H5AD:
		f, err := h5ad.Open(path, h5ad.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		return &File{f.AnnData, format, f}, nil
	case Loom:
		f, err := loom.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		return &File{f.AnnData, format, f}, nil
	case CSV:
		f, err := text.OpenCSV(ctx, path)
		if err != nil {
			return nil, err
		}
		return &File{f.AnnData, format, f}, nil
	case MTX:
		f, err := text.OpenMTX(ctx, path)
		if err != nil {
			return nil, err
		}
		return &File{f.AnnData, format, f}, nil
	}
	f, err := zarr.Open(path, zarr.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	return &File{f.AnnData, format, f}, nil
}

// OpenStore opens what is at a path element by element: an HDF5 file or a Zarr store. The error begins with "read" and the path.
func OpenStore(ctx context.Context, path string) (store.Root, Format, error) {
	format, err := FormatOf(path)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", path, err)
	}
	var driver store.Driver
	switch format {
	case H5AD, Loom:
		driver, err = store.Lookup("hdf5")
	case Zarr2, Zarr3:
		driver, err = zarr.Driver()
	default:
		err = fmt.Errorf("a folder of text files (%s) has no elements of its own: convert it to .h5ad or .zarr first: %w", format, store.ErrUnsupported)
	}
	if err == nil {
		var root store.Root
		if root, err = driver.Open(ctx, path, store.Read); err == nil {
			return root, format, nil
		}
	}
	return nil, format, fmt.Errorf("read %s: %w", path, err)
}
