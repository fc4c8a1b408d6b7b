package exec

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// applyFunction calls a function of users and checks what it gives. Memory of it is never used for other chunks, since they may keep it.
func applyFunction(c *call, f *op.Function) (*block.Dense, error) {
	if !f.Usable() {
		return nil, fmt.Errorf("there is no function")
	}
	at := op.Place{Index: slices.Clone(c.index), Offset: slices.Clone(c.array.Grid().Offset(c.index)), Shape: slices.Clone(c.shape)}
	b, err := f.Do(c.ctx, at, c.in...)
	switch {
	case err != nil:
		return nil, err
	case b == nil:
		return nil, fmt.Errorf("the function (%v) gave no block", f)
	case b.DType() != c.array.DType():
		return nil, fmt.Errorf("the function (%v) gave a block of %v, not of %v", f, b.DType(), c.array.DType())
	case !slices.Equal(b.Shape(), c.shape):
		return nil, fmt.Errorf("the function (%v) gave a block of shape %v, not of %v", f, lazy.Shape(b.Shape()), lazy.Shape(c.shape))
	}
	return b, nil
}

// foldFunction is a stage of a reduction by users' functions, which may keep the reduced axes of size 1.
func foldFunction(c *call, f *op.Fold) (*block.Dense, error) {
	if f.Stage != op.Aggregate || f.KeepDims {
		return applyFunction(c, f.Func)
	}
	at := op.Place{Index: slices.Clone(c.index), Offset: slices.Clone(c.array.Grid().Offset(c.index)), Shape: slices.Clone(c.shape)}
	b, err := f.Func.Do(c.ctx, at, c.in...)
	if err != nil || b == nil || b.Len() != block.Size(c.shape) {
		if err == nil {
			err = fmt.Errorf("the function (%v) gave no block of shape %v", f.Func, lazy.Shape(c.shape))
		}
		return nil, err
	}
	if b.DType() != c.array.DType() {
		return nil, fmt.Errorf("the function (%v) gave a block of %v, not of %v", f.Func, b.DType(), c.array.DType())
	}
	return b.Reshape(c.shape)
}
