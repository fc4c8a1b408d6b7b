package zarr

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/lazy"
)

// DefaultFormat is the Zarr version that is written when no option says otherwise: the one that Python's anndata 0.12 writes.
const DefaultFormat = 2

// Option changes how a store is written or read.
type Option func(*options)

type options struct {
	ctx         context.Context
	format      int
	compression string
	level       int
	writer      elem.Writer
	without     []string
	notice      func(string)
	memory      *Memory
}

// chunkBytes is the most that a chunk of a written array may have before compression: above that of the chunks that lazy arrays choose, which
// become the store's as they are.
const chunkBytes = 64 << 20

// Format chooses the Zarr version to write, 2 or 3. Reading finds out by itself.
func Format(version int) Option { return func(o *options) { o.format = version } }

// Compression chooses how chunks are compressed: "zstd" (the default, at level 1), "gzip", "" for not at all; in version 2 also "zlib" and "lz4".
// The level is that of the compressor's own scale.
func Compression(name string, level int) Option {
	return func(o *options) { o.compression, o.level = name, level }
}

// WithContext lets ctx stop the work; in a notebook the cell's context does so anyway. A stopped write leaves what was there before.
func WithContext(ctx context.Context) Option { return func(o *options) { o.ctx = ctx } }

// Chunks is the shape of the stored chunks of dense matrices that have as many axes. Without it the chunks of an array become the store's.
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
	return func(o *options) { o.without = append(o.without, paths...) }
}

// Shards puts the chunks of a dense matrix together in shards, one file each: what would be one chunk otherwise becomes a shard of chunks that
// have at most so many bytes before compression, and which are read by themselves. It needs Format(3).
func Shards(chunkBytes int) Option { return func(o *options) { o.writer.ShardBytes = chunkBytes } }

// InMemory keeps the store in memory, whatever its path is, which then only names it in messages.
func InMemory(m *Memory) Option { return func(o *options) { o.memory = m } }

// OnNotice has f told what reading leaves out.
func OnNotice(f func(string)) Option { return func(o *options) { o.notice = f } }

func newOptions(opts []Option) (options, error) {
	o := options{ctx: lazy.Context(), format: DefaultFormat, compression: "zstd", level: 1, writer: elem.Writer{ChunkBytes: chunkBytes, Concurrently: true}}
	for _, opt := range opts {
		opt(&o)
	}
	if o.format != 2 && o.format != 3 {
		return o, fmt.Errorf("Zarr format %d: choose 2 or 3", o.format)
	}
	if err := elem.CheckChunks(o.writer.Chunks); err != nil {
		return o, err
	}
	if o.writer.ShardBytes < 0 || o.writer.ShardBytes > 0 && o.format != 3 {
		return o, fmt.Errorf("shards of chunks of %d bytes in format %d: give a positive number, and Format(3)", o.writer.ShardBytes, o.format)
	}
	if o.ctx == nil {
		return o, fmt.Errorf("the context is nil: leave the option out for none")
	}
	return o, nil
}
