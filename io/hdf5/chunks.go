package hdf5

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sync/errgroup"
	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/hdf5/filter"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// Chunks that went through filters which are known in Go are moved as they lie in the file and decoded here, several at once: libhdf5 would do
// it one after the other.

func (a *array) inspectFilters(set *gonum.Dataset) error {
	if a.chunks == nil {
		return nil
	}
	size, err := store.Elements(a.chunks)
	if err != nil || size*max(a.elem.size, a.elem.stored) > maxChunk {
		return fmt.Errorf("chunks of shape %v: %w", a.chunks, store.ErrInvalid)
	}
	if a.elem.typ.IsString() || a.members != nil {
		return nil
	}
	typ, err := a.elem.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	var found [C.LC_FILTERS]C.struct_lc_filter
	for _, f := range found[:C.lc_filters(C.hid_t(set.ID()), typ, &found[0])] {
		if !filter.Known(int(f.id)) {
			a.filters = nil
			return nil
		}
		known := filter.Filter{ID: int(f.id)}
		for _, v := range f.values[:f.count] {
			known.Values = append(known.Values, uint32(v))
		}
		a.filters = append(a.filters, known)
	}
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
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for m := range a.meetings(offset, shape) {
		if running.Err() != nil {
			break
		}
		g.Go(func() error { return f(m) })
	}
	err := g.Wait()
	if err == nil {
		err = a.root.wrap(a.path, ctx.Err())
	}
	return err
}

// meetings is where a box meets the chunks under it.
func (a *array) meetings(offset, shape []int) iter.Seq[meeting] {
	return func(yield func(meeting) bool) {
		if n, err := store.Elements(shape); err != nil || n == 0 {
			return
		}
		dims := len(shape)
		index := make([]int, dims) // of the chunk
		for i := range index {
			index[i] = offset[i] / a.chunks[i]
		}
		for {
			m := meeting{make([]int, dims), make([]int, dims), make([]int, dims), make([]int, dims)}
			for i, c := range a.chunks {
				m.chunk[i] = index[i] * c
				low, high := max(m.chunk[i], offset[i]), min(m.chunk[i]+c, offset[i]+shape[i])
				m.inChunk[i], m.inBox[i], m.size[i] = low-m.chunk[i], low-offset[i], high-low
			}
			if !yield(m) {
				return
			}
			axis := dims - 1
			for ; axis >= 0; axis-- {
				if index[axis]++; index[axis]*a.chunks[axis] < offset[axis]+shape[axis] {
					break
				}
				index[axis] = offset[axis] / a.chunks[axis]
			}
			if axis < 0 {
				return
			}
		}
	}
}

// chunksAtOnce is how many chunks are looked up in one visit to libhdf5.
const chunksAtOnce = 128

// readChunks reads a box into a slice of its elements.
func (a *array) readChunks(ctx context.Context, offset, shape []int, into any) error {
	out, err := a.inBytes(shape, a.memory(into))
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	var batch []meeting
	flush := func() error {
		found, err := a.findChunks(batch)
		if err != nil {
			return err
		}
		for i, m := range batch {
			if found[i].size > 0 { // else nothing is stored: zeros
				g.Go(func() error { return a.readChunk(m, found[i], out) })
			}
		}
		batch = nil
		return nil
	}
	for m := range a.meetings(offset, shape) {
		if batch = append(batch, m); len(batch) < chunksAtOnce {
			continue
		}
		if err = running.Err(); err == nil {
			err = flush()
		}
		if err != nil {
			break
		}
	}
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	if waited := g.Wait(); waited != nil { // it came first
		return waited
	}
	if ctx.Err() != nil {
		return a.root.wrap(a.path, ctx.Err())
	}
	return err
}

// readChunk reads what of one chunk lies in a box.
func (a *array) readChunk(m meeting, at storedChunk, out *block.Dense) error {
	stored, err := a.chunkBytes(m.chunk, at)
	if err != nil {
		return err
	}
	size := a.elem.size
	plain, err := filter.UndoAll(a.filters, stored, at.skipped, block.Size(a.chunks)*size)
	if errors.Is(err, codec.ErrCorrupt) {
		err = fmt.Errorf("%w: %w", err, store.ErrInvalid)
	}
	if err != nil {
		return a.root.wrap(a.path, fmt.Errorf("chunk at %v: %w", m.chunk, err))
	}
	if a.elem.class == C.LC_BOOL { // as readNumbers does
		for i, b := range plain {
			if b > 1 {
				plain[i] = 1
			}
		}
	}
	chunk, err := a.inBytes(a.chunks, plain)
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	block.CopyBox(out, wide(m.inBox, size), chunk, wide(m.inChunk, size), wide(m.size, size))
	return nil
}

// inBytes is an array of elements as one of their bytes.
func (a *array) inBytes(shape []int, data []byte) (*block.Dense, error) {
	return block.FromSlice(wide(shape, a.elem.size), data)
}

// wide counts bytes along the last axis, which an array in chunks has.
func wide(sizes []int, elementSize int) []int {
	out := slices.Clone(sizes)
	out[len(out)-1] *= elementSize
	return out
}

// storedChunk is where a chunk lies in the file.
type storedChunk struct {
	at      int64
	size    int  // 0: there is none
	skipped uint // the filters that it went without
}

// findChunks looks chunks up in one visit.
func (a *array) findChunks(list []meeting) ([]storedChunk, error) {
	out := make([]storedChunk, len(list))
	err := a.visit(func(set *gonum.Dataset) error {
		for i, m := range list {
			first := place(m.chunk)
			var size C.hsize_t
			var mask C.uint
			var at C.haddr_t
			if C.lc_find_chunk(C.hid_t(set.ID()), &first[0], &mask, &at, &size) < 0 {
				return failure("find a chunk")
			}
			if size > maxChunk {
				return fmt.Errorf("a chunk of %d bytes: %w", uint64(size), store.ErrInvalid)
			}
			out[i] = storedChunk{int64(at), int(size), uint(mask)}
		}
		return nil
	})
	return out, err
}

// chunkBytes reads a chunk as it is stored: without libhdf5 where the system gives the file.
func (a *array) chunkBytes(chunk []int, at storedChunk) ([]byte, error) {
	stored := make([]byte, at.size)
	if a.root.bytes != nil && a.root.written == nil && at.at > 0 {
		if _, err := a.root.bytes.ReadAt(stored, a.root.base+at.at); err != nil {
			return nil, a.root.wrap(a.path, fmt.Errorf("chunk at %v: %w", chunk, runError("read", err)))
		}
		return stored, nil
	}
	first := place(chunk)
	return stored, a.visit(func(set *gonum.Dataset) error {
		if C.lc_read_chunk(C.hid_t(set.ID()), &first[0], unsafe.Pointer(&stored[0])) < 0 {
			return failure("read a chunk")
		}
		return nil
	})
}

func place(at []int) []C.hsize_t {
	out := make([]C.hsize_t, len(at))
	for i, n := range at {
		out[i] = C.hsize_t(n)
	}
	return out
}
