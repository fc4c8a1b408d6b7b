package files

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/loom"
	"github.com/lazycell/lazycell/io/text"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy"
)

// Options says how a file is written. The zero Options goes by the name of the file and leaves the rest to the format.
type Options struct {
	Format Format // "": FormatFor the path
	// Chunks is the shape of the stored chunks of dense matrices with as many axes, in HDF5 and Zarr.
	Chunks []int
	// Compression is the compressor of HDF5 and Zarr: "gzip", "zstd", …, or "none"; "" is the format's default. Level is of the compressor's own scale.
	Compression string
	Level       int
	// KeepStrings writes columns of strings of obs and var as they are, not as categoricals where they repeat.
	KeepStrings bool
	// Run is given to the computations of what is written, such as lazy.WithMemory.
	Run []lazy.RunOption
	// Progress is told how far the writing of a matrix, named by its path, is; nil: nobody is.
	Progress func(path string, p lazy.Progress)
}

// Write writes an AnnData, streaming what is lazy. The file gets its name when it is complete: what had the name before stays as it was when writing fails.
// The error begins with "write" and the path. What the format can't hold is left out and listed.
func Write(ctx context.Context, path string, a *anndata.AnnData, o Options) (leftOut []string, err error) {
	if o.Format == "" {
		if o.Format, err = FormatFor(path); err != nil {
			return nil, fmt.Errorf("write %s: %w", path, err)
		}
	}
	switch o.Format {
	case H5AD:
		return nil, h5ad.Write(path, a, o.h5ad(ctx)...)
	case Zarr2, Zarr3:
		return nil, zarr.Write(path, a, o.zarr(ctx)...)
	}
	if o.Chunks != nil || o.Compression != "" {
		return nil, fmt.Errorf("write %s: the format %s has neither chunks nor compression to choose", path, o.Format)
	}
	run := append([]lazy.RunOption{lazy.WithContext(ctx)}, o.Run...)
	switch o.Format {
	case Loom:
		return loom.Write(ctx, path, a, run, o.Progress)
	case CSV:
		return text.WriteCSV(ctx, path, a, run, o.Progress)
	case MTX:
		return text.WriteMTX(ctx, path, a, run, o.Progress)
	}
	return nil, fmt.Errorf("write %s: no format %q", path, o.Format)
}

func (o Options) h5ad(ctx context.Context) []h5ad.Option {
	opts := []h5ad.Option{h5ad.WithContext(ctx), h5ad.WithRun(o.Run...), h5ad.Chunks(o.Chunks...), h5ad.WithProgress(o.Progress)}
	if o.KeepStrings {
		opts = append(opts, h5ad.KeepStrings())
	}
	switch o.Compression {
	case "", "none":
		return opts
	case "gzip":
		if o.Level == 0 {
			o.Level = 4 // h5py's
		}
	}
	return append(opts, h5ad.Compression(o.Compression, o.Level))
}

func (o Options) zarr(ctx context.Context) []zarr.Option {
	version := 2
	if o.Format == Zarr3 {
		version = 3
	}
	opts := []zarr.Option{zarr.Format(version), zarr.WithContext(ctx), zarr.WithRun(o.Run...), zarr.Chunks(o.Chunks...), zarr.WithProgress(o.Progress)}
	if o.KeepStrings {
		opts = append(opts, zarr.KeepStrings())
	}
	switch o.Compression {
	case "":
		return opts
	case "none":
		return append(opts, zarr.Compression("", 0))
	case "gzip", "zlib":
		if o.Level == 0 {
			o.Level = 5
		}
	case "zstd":
		if o.Level == 0 {
			o.Level = 1
		}
	}
	return append(opts, zarr.Compression(o.Compression, o.Level))
}
