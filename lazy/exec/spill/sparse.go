package spill

import (
	"context"
	"fmt"
	"os"
	"sync"
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Sparse is an array of sparse chunks on disk, each in a place of its own. Chunks are written by several goroutines at once, each chunk once.
type Sparse struct {
	file   *os.File
	name   string
	kind   string
	dtype  block.DType
	chunks *op.Grid

	mu     sync.Mutex
	end    int64
	at     []int64 // where each chunk lies in the file
	kept   []int64 // how many entries it has
	likely int
}

// NewSparse is a place for the chunks of an array, which will keep about likely entries, in a new file of a directory.
func NewSparse(dir, name, kind string, dtype block.DType, chunks *op.Grid, likely int) (*Sparse, error) {
	f, err := unnamed(dir)
	return &Sparse{file: f, name: name, kind: kind, dtype: dtype, chunks: chunks, likely: likely, at: make([]int64, chunks.Len()), kept: make([]int64, chunks.Len())}, err
}

// Close gives the room on disk back.
func (s *Sparse) Close() error { return s.file.Close() }

// Name is that of the array.
func (s *Sparse) Name() string { return s.name }

// Kind is "csr" or "csc".
func (s *Sparse) Kind() string { return s.kind }

// NNZ is about how many entries there are.
func (s *Sparse) NNZ() int { return s.likely }

// Write keeps the chunk at an index.
func (s *Sparse) Write(index []int, b block.Block) error {
	v, ok := b.(*block.Sparse)
	if !ok || v.Kind() != s.kind {
		return fmt.Errorf("keep chunks on disk: %s where %s was expected", b.Kind(), s.kind)
	}
	n := s.chunks.Linear(index)
	parts := [][]byte{bytesOf(v.Indptr()), bytesOf(v.Indices()), v.Values().Bytes()}
	size := int64(0)
	for _, p := range parts {
		size += int64(len(p))
	}
	s.mu.Lock()
	at := s.end
	s.end += size
	s.at[n], s.kept[n] = at, int64(v.NNZ())
	s.mu.Unlock()
	for _, p := range parts {
		if _, err := s.file.WriteAt(p, at); err != nil {
			return fmt.Errorf("keep chunks on disk: %w; make room, or set LAZYCELL_SPILL to another directory", err)
		}
		at += int64(len(p))
	}
	return nil
}

// ReadBlock reads the box of a shape that begins at an offset: a chunk, or a part of one.
func (s *Sparse) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	index, from := make([]int, 2), make([]int, 2)
	for axis, at := range offset {
		index[axis] = s.chunks.Find(axis, at)
		from[axis] = at - s.chunks.Start(axis, index[axis])
	}
	n := s.chunks.Linear(index)
	whole := s.chunks.ChunkShape(index)
	lines := whole[0]
	if s.kind == block.KindCSC {
		lines = whole[1]
	}
	s.mu.Lock()
	at, kept := s.at[n], int(s.kept[n])
	s.mu.Unlock()
	indptr, indices, values := make([]int64, lines+1), make([]int32, kept), block.NewDense(s.dtype, []int{kept})
	for _, part := range [][]byte{bytesOf(indptr), bytesOf(indices), values.Bytes()} {
		if _, err := s.file.ReadAt(part, at); err != nil {
			return nil, fmt.Errorf("read chunks kept on disk: %w", err)
		}
		at += int64(len(part))
	}
	b := block.TrustedSparse(s.kind, whole, indptr, indices, values)
	if from[0] == 0 && from[1] == 0 && whole[0] == shape[0] && whole[1] == shape[1] {
		return b, nil
	}
	return b.Region(from, shape)
}

// bytesOf is the memory of numbers.
func bytesOf[T int32 | int64](v []T) []byte {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(unsafe.Sizeof(v[0])))
}
