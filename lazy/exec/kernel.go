package exec

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// call is one task as its kernel sees it.
type call struct {
	ctx    context.Context
	array  *lazy.Array // whose chunk is made
	index  []int       // of that chunk
	shape  []int       // of that chunk
	in     []*block.Dense
	sparse []*block.Sparse // inputs that are sparse, which in doesn't have unless the kernel wants dense ones
	mine   []bool          // inputs that nobody else will read, which the kernel may overwrite
	grids  []*op.Grid
	pool   *pool
}

// kernel makes a chunk. The block it gives may share the memory of an input.
type kernel func(c *call) (*block.Dense, error)

// kernelOf finds the kernel of an operation that is no step of a program.
func kernelOf(o op.Op) (kernel, error) {
	switch o := o.(type) {
	case *op.Memory:
		return func(c *call) (*block.Dense, error) {
			return o.Blocks[c.array.Grid().Linear(c.index)].Dense(), nil
		}, nil
	case *op.File:
		return func(c *call) (*block.Dense, error) { return read(c, o) }, nil
	case *op.Concat:
		return func(c *call) (*block.Dense, error) { return c.in[0], nil }, nil
	case *op.Expand, *op.Reshape:
		return func(c *call) (*block.Dense, error) { return c.in[0].Reshape(c.shape) }, nil
	case *op.Convert:
		return func(c *call) (*block.Dense, error) { return c.in[0], nil }, nil
	case *op.Select:
		return func(c *call) (*block.Dense, error) { return selection(c, o) }, nil
	case *op.Blockwise:
		return func(c *call) (*block.Dense, error) { return applyFunction(c, o.Func) }, nil
	case *op.Fold:
		return func(c *call) (*block.Dense, error) { return foldFunction(c, o) }, nil
	case *boxed:
		return func(c *call) (*block.Dense, error) { return readBox(c, o) }, nil
	case *op.Windows:
		return func(c *call) (*block.Dense, error) { return windows(c, o) }, nil
	case *op.Points:
		return func(c *call) (*block.Dense, error) { return points(c, o) }, nil
	case *op.Transpose:
		return func(c *call) (*block.Dense, error) { return transpose(c, o) }, nil
	case *op.Reduce:
		return func(c *call) (*block.Dense, error) { return reduce(c, o) }, nil
	}
	if k := statisticOf(o); k != nil {
		return k, nil
	}
	if k := linearAlgebra(o); k != nil {
		return k, nil
	}
	return nil, fmt.Errorf("the operation %q can't be computed on this machine: it has no kernel", o.Name())
}

// empty is a block for the result, with values of earlier use: the kernel sets every one.
func (c *call) empty() *block.Dense { return c.pool.take(c.array.DType(), c.shape) }

// stop is the context's error from time to time within a long loop.
func (c *call) stop() error { return c.ctx.Err() }

// read reads a chunk from where it lies and checks that it is what was asked for.
func read(c *call, f *op.File) (*block.Dense, error) {
	b, err := f.Reader.ReadBlock(c.ctx, c.array.Grid().Offset(c.index), c.shape)
	if err != nil {
		return nil, err
	}
	d := b.Dense()
	if d.DType() != c.array.DType() || lazy.Shape(d.Shape()).String() != lazy.Shape(c.shape).String() {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			f.Reader.Name(), lazy.Shape(d.Shape()), d.DType(), lazy.Shape(c.shape), c.array.DType())
	}
	return d, nil
}

// repeat fills memory with copies of a pattern.
func repeat(out, pattern []byte) {
	for n := copy(out, pattern); n > 0 && n < len(out); {
		n += copy(out[n:], out[:n])
	}
}
