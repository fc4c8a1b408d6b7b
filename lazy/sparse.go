package lazy

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// SparseSource is a Source whose chunks are sparse. FromSource makes a sparse array of it.
type SparseSource interface {
	Source
	// Kind is "csr" or "csc".
	Kind() string
	// NNZ is how many values are kept in all of it, as far as is known, for estimates of memory.
	NNZ() int
}

// entriesPerChunk is about how many values the chunks of FromSparse keep.
const entriesPerChunk = 1 << 20

// FromSparse is an array in memory of compressed sparse rows, as SciPy's csr_matrix((values, indices, indptr), shape=(rows, cols)): those of row i are
// values[indptr[i]:indptr[i+1]], in the columns indices[indptr[i]:indptr[i+1]]. The slices are shared when the types are those of a
// block.Sparse and columns ascend in every row; else they are copied, sorted, and values of one place added up. The chunks are runs of rows.
// Parts that make no matrix give an array that carries the error. For compressed columns transpose: FromSparse(…, cols, rows).Transpose().
func FromSparse[P, I int | int32 | int64, T block.Elem](indptr []P, indices []I, values []T, rows, cols int) *Array {
	starts := converted[int64](indptr)
	places, ok := any(indices).([]int32)
	if !ok {
		places = make([]int32, len(indices))
		for i, at := range indices {
			if places[i] = int32(at); I(places[i]) != at {
				return Failed(errorf("FromSparse: index %d of entry %d is out of range for %d", at, i, cols))
			}
		}
	}
	s, err := block.NewCSR(rows, cols, starts, places, values)
	if err != nil {
		return Failed(errorf("FromSparse: %w", err))
	}
	return FromLines(s)
}

func converted[D, S int | int32 | int64](in []S) []D {
	if same, ok := any(in).([]D); ok {
		return same
	}
	out := make([]D, len(in))
	for i, v := range in {
		out[i] = D(v)
	}
	return out
}

// FromLines is an array in memory of a sparse block, cut along its lines into chunks of about a million values, which share the block's
// memory.
func FromLines(s *block.Sparse) *Array {
	lines := s.NLines()
	pieces := min(s.NNZ()/entriesPerChunk+1, max(lines, 1))
	sizes := op.Even(lines, (lines+pieces-1)/pieces)
	chunks := whole(s.Shape())
	chunks[s.Major()] = sizes
	var blocks []block.Block
	at := 0
	for _, n := range sizes {
		blocks = append(blocks, s.Lines(at, at+n))
		at += n
	}
	return FromBlocks(chunks, s.DType(), blocks)
}

// ToCSR is the array in chunks of compressed sparse rows. Zeros of dense chunks aren't kept; those that sparse chunks keep are. The array has two axes.
func (a *Array) ToCSR() *Array { return a.toKind(CSR) }

// ToCSC is the array in chunks of compressed sparse columns.
func (a *Array) ToCSC() *Array { return a.toKind(CSC) }

// ToDense is the array in dense chunks.
func (a *Array) ToDense() *Array { return a.toKind(Dense) }

func (a *Array) toKind(kind string) *Array {
	switch {
	case a.err != nil || a.Kind() == kind:
		return a
	case kind != Dense && a.NDim() != 2:
		return Failed(errorf("to%s: an array of shape %v can't be sparse: that takes two axes", kind, a.Shape()))
	}
	if f, ok := a.op.(*op.Full); ok && f.Value == 0 {
		if kind == Dense {
			kind = ""
		}
		return node(&op.Full{Kind: kind}, a.dtype, a.grid.Chunks())
	}
	return node(&op.Convert{Kind: kind}, a.dtype, a.grid.Chunks(), a)
}

// ofOneKind makes sparse arrays those of the kind of the first, when all are sparse.
func ofOneKind(arrays []*Array) []*Array {
	for _, a := range arrays {
		if !a.isSparse() {
			return arrays
		}
	}
	out := slices.Clone(arrays)
	for i, a := range out {
		out[i] = a.toKind(out[0].kind)
	}
	return out
}

// ofSameKind makes blocks of different kinds those of the first when all are sparse, else dense.
func ofSameKind(blocks []block.Block) []block.Block {
	kind, same := Dense, true
	for i, b := range blocks {
		switch {
		case i == 0:
			kind = b.Kind()
		case b.Kind() != kind:
			same = false
			if b.Kind() == Dense {
				kind = Dense
			}
		}
	}
	if same {
		return blocks
	}
	out := make([]block.Block, len(blocks))
	for i, b := range blocks {
		if s, ok := b.(*block.Sparse); ok && kind != Dense {
			out[i] = s.AsKind(kind)
		} else {
			out[i] = b.Dense()
		}
	}
	return out
}

// NNZ is the number of values that a sparse array keeps, zeros among them included, or the number of elements that aren't zero of a dense one. A lazy
// array is computed, chunk by chunk.
func (a *Array) NNZ(opts ...RunOption) (int, error) {
	var n atomic.Int64
	err := a.Each(func(c Chunk) error {
		s, ok := c.Block.(*block.Sparse)
		if ok {
			n.Add(int64(s.NNZ()))
		} else {
			n.Add(int64(block.CountNonzero(c.Block.Dense())))
		}
		return nil
	}, slices.Concat(opts, []RunOption{Concurrently()})...)
	return int(n.Load()), err
}

// Sparse is all values in one block of the array's kind, csr for a dense array. Of an array in memory of one chunk it is that chunk.
func (a *Array) Sparse(opts ...RunOption) (*block.Sparse, error) {
	x := a
	if !a.isSparse() {
		x = a.ToCSR()
	}
	x, err := x.rechunked(whole(x.Shape())).Compute(opts...)
	if err != nil {
		return nil, err
	}
	s, ok := x.op.(*op.Memory).Blocks[0].(*block.Sparse)
	if !ok {
		return nil, errorf("Sparse: the chunk is %s", x.op.(*op.Memory).Blocks[0].Kind())
	}
	return s, nil
}

// storedBytes is what a sparse array keeps: values, indices and indptr.
func (a *Array) storedBytes() int64 {
	if m, ok := a.op.(*op.Memory); ok {
		total := int64(0)
		for _, b := range m.Blocks {
			total += b.NBytes()
		}
		return total
	}
	return a.StoredBytes(a.Shape(), a.NumBlocks()[1-major[a.kind]])
}

var major = map[string]int{CSR: 0, CSC: 1}

// StoredBytes is about what a part of a sparse array keeps, given its shape, and into how many chunks its lines are cut: for the plans of executors. Of a
// dense array it is the size of the values.
func (a *Array) StoredBytes(shape []int, cuts int) int64 {
	places := float64(block.Size(shape))
	if !a.isSparse() {
		return int64(places) * int64(a.dtype.Size())
	}
	lines := int64(shape[major[a.kind]]) * int64(max(cuts, 1))
	return int64(places*a.density*float64(a.dtype.Size()+4)) + 8*(lines+1)
}

// sparseText is how SciPy writes a sparse matrix.
func sparseText(kind string, dtype DType, nnz int, shape Shape) string {
	name := "Row"
	if kind == CSC {
		name = "Column"
	}
	return fmt.Sprintf("<Compressed Sparse %s sparse matrix of dtype '%v'\n\twith %d stored elements and shape %v>", name, dtype, nnz, shape)
}
