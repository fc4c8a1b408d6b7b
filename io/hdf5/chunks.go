package hdf5

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
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

// readChunks reads a box into a slice of its elements.
func (a *array) readChunks(ctx context.Context, offset, shape []int, into any) error {
	out, err := a.inBytes(shape, a.memory(into))
	if err != nil {
		return a.root.wrap(a.path, err)
	}
	size := a.elem.size
	chunkSize := block.Size(a.chunks) * size
	return a.eachChunk(ctx, offset, shape, func(m meeting) error {
		stored, skipped, err := a.storedChunk(m.chunk)
		if err != nil || stored == nil { // nothing is stored: zeros
			return err
		}
		plain, err := filter.UndoAll(a.filters, stored, skipped, chunkSize)
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
	})
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
