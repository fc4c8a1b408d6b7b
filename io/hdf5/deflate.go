package hdf5

// #include "shim.h"
import "C"

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/zlib"
	"golang.org/x/sync/errgroup"
	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// Chunks that are compressed with gzip, as HDF5 calls it, are moved as they lie in the file and (de)compressed here, several at once:
// libhdf5 would do it one after the other.

// deflated is how the chunks of an array are compressed.
type deflated struct {
	shuffled bool // the first bytes of all elements come first, then the second ones, …
	level    int
}

func (a *array) inspectDeflated(set *gonum.Dataset) error {
	if a.chunks == nil || a.elem.typ.IsString() {
		return nil
	}
	typ, err := a.elem.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	var shuffled, level C.int
	if C.lc_deflated(C.hid_t(set.ID()), typ, &shuffled, &level) == 0 {
		return nil
	}
	size, err := store.Elements(a.chunks)
	if err != nil || size*a.elem.size > maxChunk {
		return fmt.Errorf("chunks of shape %v: %w", a.chunks, store.ErrInvalid)
	}
	a.deflated = &deflated{shuffled != 0, int(level)}
	return nil
}

// wholeChunks reports whether a box is made of whole chunks.
func (a *array) wholeChunks(offset, shape []int) bool {
	for i, c := range a.chunks {
		if end := offset[i] + shape[i]; offset[i]%c != 0 || end%c != 0 && end != a.shape[i] {
			return false
		}
	}
	return true
}

// meeting is where a chunk and a box meet.
type meeting struct {
	chunk          []int // where the chunk begins in the array
	inChunk, inBox []int
	size           []int
}

// eachChunk calls f for every chunk under a box, from several goroutines at once.
func (a *array) eachChunk(ctx context.Context, offset, shape []int, f func(m meeting) error) error {
	if n, err := store.Elements(shape); err != nil || n == 0 {
		return a.root.wrap(a.path, err)
	}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	dims := len(shape)
	index := make([]int, dims) // of the chunk
	for i := range index {
		index[i] = offset[i] / a.chunks[i]
	}
	for running.Err() == nil {
		m := meeting{make([]int, dims), make([]int, dims), make([]int, dims), make([]int, dims)}
		for i, c := range a.chunks {
			m.chunk[i] = index[i] * c
			low, high := max(m.chunk[i], offset[i]), min(m.chunk[i]+c, offset[i]+shape[i])
			m.inChunk[i], m.inBox[i], m.size[i] = low-m.chunk[i], low-offset[i], high-low
		}
		g.Go(func() error { return f(m) })
		axis := dims - 1
		for ; axis >= 0; axis-- {
			if index[axis]++; index[axis]*a.chunks[axis] < offset[axis]+shape[axis] {
				break
			}
			index[axis] = offset[axis] / a.chunks[axis]
		}
		if axis < 0 {
			break
		}
	}
	err := g.Wait()
	if err == nil {
		err = a.root.wrap(a.path, ctx.Err())
	}
	return err
}

// readDeflated reads a box into a slice of its elements.
func (a *array) readDeflated(ctx context.Context, offset, shape []int, into any) error {
	out, err := block.FromData(shape, into)
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	return a.eachChunk(ctx, offset, shape, func(m meeting) error {
		stored, skipped, err := a.storedChunk(m.chunk)
		if err != nil || stored == nil { // nothing is stored: zeros
			return err
		}
		d, _ := a.elem.typ.DType()
		chunk := block.NewDense(d, a.chunks)
		if err := a.inflate(chunk.Bytes(), stored, skipped); err != nil {
			return a.root.wrap(a.path, fmt.Errorf("chunk at %v: %w", m.chunk, err))
		}
		block.CopyBox(out, m.inBox, chunk, m.inChunk, m.size)
		return nil
	})
}

// storedChunk is the bytes of a chunk in the file, nil when there is none, and the filters that it went without.
func (a *array) storedChunk(at []int) (stored []byte, skipped uint, err error) {
	first := place(at)
	err = a.visit(func(set *gonum.Dataset) error {
		var size C.hsize_t
		var mask C.uint
		if C.lc_chunk_size(C.hid_t(set.ID()), &first[0], &mask, &size) < 0 {
			return failure("find a chunk")
		}
		if size == 0 {
			return nil
		}
		if size > maxChunk {
			return fmt.Errorf("a chunk of %d bytes: %w", uint64(size), store.ErrInvalid)
		}
		stored = make([]byte, size)
		if C.lc_read_chunk(C.hid_t(set.ID()), &first[0], unsafe.Pointer(&stored[0])) < 0 {
			return failure("read a chunk")
		}
		skipped = uint(mask)
		return nil
	})
	return stored, skipped, err
}

func place(at []int) []C.hsize_t {
	out := make([]C.hsize_t, len(at))
	for i, n := range at {
		out[i] = C.hsize_t(n)
	}
	return out
}

// inflate turns the stored bytes of a chunk into those of its elements.
func (a *array) inflate(out, stored []byte, skipped uint) error {
	shuffled, last := a.deflated.shuffled, uint(1)
	if shuffled {
		last = 2
	}
	plain := out
	if shuffled && skipped&1 == 0 && a.elem.size > 1 {
		plain = make([]byte, len(out))
	}
	if skipped&last != 0 {
		if len(stored) != len(plain) {
			return fmt.Errorf("%d bytes where %d belong: %w", len(stored), len(plain), store.ErrInvalid)
		}
		copy(plain, stored)
	} else if err := unzip(plain, stored); err != nil {
		return fmt.Errorf("%w: %w", err, store.ErrInvalid)
	}
	if size := a.elem.size; &plain[0] != &out[0] {
		n := len(out) / size
		for b := range size {
			for i, v := range plain[b*n : (b+1)*n] {
				out[i*size+b] = v
			}
		}
	}
	if a.elem.class == C.LC_BOOL { // as readNumbers does
		for i, b := range out {
			if b > 1 {
				out[i] = 1
			}
		}
	}
	return nil
}

// unzippers are readers that were used before: their tables are large.
var unzippers sync.Pool

func unzip(out, stored []byte) error {
	r, _ := unzippers.Get().(io.ReadCloser)
	var err error
	if r == nil {
		r, err = zlib.NewReader(bytes.NewReader(stored))
	} else {
		err = r.(zlib.Resetter).Reset(bytes.NewReader(stored), nil)
	}
	if err != nil {
		return err
	}
	if _, err = io.ReadFull(r, out); err != nil {
		return err
	}
	var end [1]byte
	if n, err := r.Read(end[:]); n > 0 || err != io.EOF { // also checks the checksum
		return fmt.Errorf("it is longer than its shape, or damaged at its end (%v)", err)
	}
	unzippers.Put(r)
	return nil
}

// writeDeflated writes a box of whole chunks.
func (a *array) writeDeflated(ctx context.Context, offset, shape []int, from any) error {
	in, err := block.FromData(shape, from)
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	zippers := zippersOf(a.deflated.level)
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
	if !a.deflated.shuffled || size == 1 {
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
