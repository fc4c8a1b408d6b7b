package zarr

import (
	"context"
	"fmt"
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
}

// Format chooses the Zarr version to write, 2 or 3. Reading finds out by itself.
func Format(version int) Option { return func(o *options) { o.format = version } }

// Compression chooses how chunks are compressed: "zstd" (the default, at level 1), "gzip", "" for not at all; in version 2 also "zlib" and "lz4".
// The level is that of the compressor's own scale.
func Compression(name string, level int) Option {
	return func(o *options) { o.compression, o.level = name, level }
}

// WithContext lets ctx stop the work. A stopped write leaves what was there before.
func WithContext(ctx context.Context) Option { return func(o *options) { o.ctx = ctx } }

func newOptions(opts []Option) (options, error) {
	o := options{ctx: context.Background(), format: DefaultFormat, compression: "zstd", level: 1}
	for _, opt := range opts {
		opt(&o)
	}
	if o.format != 2 && o.format != 3 {
		return o, fmt.Errorf("Zarr format %d: choose 2 or 3", o.format)
	}
	if o.ctx == nil {
		return o, fmt.Errorf("the context is nil: leave the option out for none")
	}
	return o, nil
}
