package h5ad

import (
	"context"
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/lazy"
)

// Option changes how a file is written or read.
type Option func(*options)

type options struct {
	ctx    context.Context
	writer elem.Writer
	reader elem.Reader
	driver string
}

// WithContext lets ctx stop the work; in a notebook the cell's context does so anyway. A stopped write leaves what was there before.
func WithContext(ctx context.Context) Option { return func(o *options) { o.ctx = ctx } }

// Compression compresses arrays with "gzip" at a level from 1 (fast) to 9 (small). Without it they are not compressed, as in Python.
func Compression(name string, level int) Option {
	return func(o *options) { o.writer.Compression, o.writer.Level = name, level }
}

// Chunks is the shape of the stored chunks of dense matrices that have as many axes. Without it they are stored in one piece, or when they are
// compressed in chunks of about a megabyte.
func Chunks(sizes ...int) Option { return func(o *options) { o.writer.Chunks = sizes } }

// WithRun passes options such as lazy.WithMemory to the computations of what is written.
func WithRun(opts ...lazy.RunOption) Option {
	return func(o *options) { o.writer.Run = append(o.writer.Run, opts...) }
}

// WithProgress has f told how far the writing of a matrix, named by its path, is.
func WithProgress(f func(path string, p lazy.Progress)) Option {
	return func(o *options) { o.writer.Progress = f }
}

// KeepStrings writes columns of strings as they are. Without it those of obs, var and raw.var whose strings repeat are written as categoricals,
// as Python does.
func KeepStrings() Option { return func(o *options) { o.writer.KeepStrings = true } }

// Without leaves elements out when reading, each given by its path: "uns/neighbors", "layers/counts", "raw".
func Without(paths ...string) Option {
	return func(o *options) { o.reader.Without = append(o.reader.Without, paths...) }
}

// FollowLinks lets the file show what lies in other files, by HDF5's external links. Without it such links are errors: a file from a stranger
// must not choose what else is read.
func FollowLinks() Option { return func(o *options) { o.driver = "hdf5 with links" } }

// OnNotice has f told what reading leaves out.
func OnNotice(f func(string)) Option { return func(o *options) { o.reader.Notice = f } }

// chunkBytes is the size of the chunks of compressed arrays: that of libhdf5's own chunk cache, so that readers keep a chunk they are
// in the middle of.
const chunkBytes = 1 << 20

func newOptions(opts []Option) (options, error) {
	o := options{ctx: lazy.Context(), writer: elem.Writer{Concurrently: true}, driver: "hdf5"}
	for _, opt := range opts {
		opt(&o)
	}
	if err := elem.CheckChunks(o.writer.Chunks); err != nil {
		return o, err
	}
	if o.ctx == nil {
		return o, errors.New("the context is nil: leave the option out for none")
	}
	switch o.writer.Compression {
	case "":
	case "gzip":
		o.writer.ChunkBytes = chunkBytes
	default:
		return o, fmt.Errorf("compression %q: choose \"gzip\", or \"\" for none", o.writer.Compression)
	}
	return o, nil
}
