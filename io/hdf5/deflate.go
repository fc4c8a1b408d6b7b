package hdf5

// #include "shim.h"
import "C"

import (
	"bytes"
	"context"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/zlib"
	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/hdf5/filter"
	"github.com/lazycell/lazycell/lazy/block"
)

// Chunks that HDF5 would compress with gzip, as it calls it, are compressed here, several at once, and written as they are.

// zips reports whether chunks are only deflated, and maybe shuffled before.
func (a *array) zips() bool {
	n := len(a.filters)
	return (n == 1 || n == 2 && a.filters[0].ID == filter.Shuffle) && a.filters[n-1].ID == filter.Deflate
}

func (a *array) level() int {
	last := a.filters[len(a.filters)-1]
	if len(last.Values) == 0 {
		return zlib.DefaultCompression
	}
	return int(last.Values[0])
}

// writeChunks writes a box of whole chunks.
func (a *array) writeChunks(ctx context.Context, offset, shape []int, from any) error {
	in, err := block.FromData(shape, from)
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	zippers := zippersOf(a.level())
	return a.eachChunk(ctx, offset, shape, func(m meeting) error {
		z := zippers.Get().(*zipper)
		defer zippers.Put(z)
		d, _ := a.elem.typ.DType()
		chunk := block.NewDense(d, a.chunks)
		block.CopyBox(chunk, m.inChunk, in, m.inBox, m.size)
		stored, err := z.zip(a.shuffle(chunk.Bytes()))
		if err != nil {
			return a.root.wrap(a.path, err)
		}
		first := place(m.chunk)
		return a.visit(func(set *gonum.Dataset) error {
			if C.lc_write_chunk(C.hid_t(set.ID()), &first[0], C.size_t(len(stored)), unsafe.Pointer(&stored[0])) < 0 {
				return failure("write a chunk")
			}
			return nil
		})
	})
}

func (a *array) shuffle(in []byte) []byte {
	size := a.elem.size
	if len(a.filters) == 1 || size == 1 {
		return in
	}
	out, n := make([]byte, len(in)), len(in)/size
	for b := range size {
		for i := range n {
			out[b*n+i] = in[i*size+b]
		}
	}
	return out
}

// zipper compresses chunks, one after the other.
type zipper struct {
	w   *zlib.Writer
	out bytes.Buffer
}

// allZippers are zippers that were used before, by level.
var allZippers [10]sync.Pool

func zippersOf(level int) *sync.Pool {
	level = min(max(level, 0), 9)
	p := &allZippers[level]
	zippersOnce[level].Do(func() {
		p.New = func() any {
			w, _ := zlib.NewWriterLevel(nil, level) // which is one of its levels
			return &zipper{w: w}
		}
	})
	return p
}

var zippersOnce [10]sync.Once

// zip compresses; the result is good until the next call.
func (z *zipper) zip(in []byte) ([]byte, error) {
	z.out.Reset()
	z.w.Reset(&z.out)
	if _, err := z.w.Write(in); err != nil {
		return nil, err
	}
	if err := z.w.Close(); err != nil {
		return nil, err
	}
	return z.out.Bytes(), nil
}
