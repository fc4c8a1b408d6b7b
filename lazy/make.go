package lazy

import (
	"context"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// FromSlice is an array in memory over values in C order, which it shares; without a shape it has one dimension.
func FromSlice[T block.Elem](values []T, shape ...int) *Array {
	if shape == nil {
		shape = []int{len(values)}
	}
	b, err := block.FromSlice(shape, values)
	if err != nil {
		return Failed(errorf("FromSlice: %w", err))
	}
	return FromBlock(b)
}

// FromBlock is an array in memory of one chunk.
func FromBlock(b block.Block) *Array {
	return node(&op.Memory{Blocks: []block.Block{b}}, b.DType(), whole(b.Shape()))
}

// FromBlocks is an array in memory of blocks in C order of the chunks, whose sizes along each axis are given. When all are sparse the array
// has the kind of the first, else it is dense.
func FromBlocks(chunks [][]int, dtype DType, blocks []block.Block) *Array {
	for i, b := range blocks {
		if b == nil {
			return Failed(errorf("FromBlocks: block %d is nil", i))
		}
	}
	blocks = ofSameKind(blocks)
	a := node(&op.Memory{Blocks: blocks}, dtype, chunks)
	if a.err == nil && len(blocks) != a.NChunks() {
		return Failed(errorf("FromBlocks: %d blocks for %d chunks", len(blocks), a.NChunks()))
	}
	return a
}

// Source is where chunks come from that this package can't make: a file, or anything else that can be read in boxes.
type Source interface {
	// Name tells this source from every other: what has the same name has the same values.
	Name() string
	// ReadBlock reads the box of the given shape that begins at offset: a chunk, or any part of the array when little of it is wanted. It is
	// called by several goroutines at once.
	ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error)
}

// FromSource is an array whose chunks are read from a source when they are wanted. Without chunks they are chosen as AutoChunks does. Of a
// SparseSource it is sparse.
func FromSource(src Source, dtype DType, shape []int, chunks [][]int) *Array {
	if err := checkShape(shape); err != nil {
		return Failed(err)
	}
	if chunks == nil {
		chunks = AutoChunks(dtype, shape)
	}
	a := node(&op.File{Reader: src}, dtype, chunks)
	if a.err == nil && a.Shape().String() != Shape(shape).String() {
		return Failed(errorf("FromSource: the chunks make up shape %v, not %v", a.Shape(), Shape(shape)))
	}
	return a
}

// Generate is an array made by a source operation of package op in automatic chunks; chunks, when given, are sizes along each axis.
func Generate(o op.Op, dtype DType, shape []int, chunks ...int) *Array {
	if err := checkShape(shape); err != nil {
		return Failed(err)
	}
	if len(chunks) == 0 {
		return node(o, dtype, AutoChunks(dtype, shape))
	}
	sizes, err := chunksOf(shape, chunks)
	if err != nil {
		return Failed(errorf("%w", err))
	}
	return node(o, dtype, sizes)
}

// Full is an array of one value.
func Full(dtype DType, value float64, shape ...int) *Array {
	return Generate(&op.Full{Value: value}, dtype, shape)
}

// Zeros is an array of zeros.
func Zeros(dtype DType, shape ...int) *Array { return Full(dtype, 0, shape...) }

// Ones is an array of ones.
func Ones(dtype DType, shape ...int) *Array { return Full(dtype, 1, shape...) }
