package function

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.Register(func(c *kernel.Call, b *op.Blockwise) (*block.Dense, error) { return applyFunction(c, b.Func) })
	kernel.Register(foldFunction)
	kernel.Deaf[*op.Blockwise]()
	kernel.Deaf[*op.Fold]()
}

// applyFunction calls a function of users and checks what it gives. Memory of it is never used for other chunks, since they may keep it.
func applyFunction(c *kernel.Call, f *op.Function) (*block.Dense, error) {
	if !f.Usable() {
		return nil, fmt.Errorf("there is no function")
	}
	at := op.Place{Index: slices.Clone(c.Index), Offset: slices.Clone(c.Array.Grid().Offset(c.Index)), Shape: slices.Clone(c.Shape)}
	b, err := f.Do(c.Ctx, at, c.In...)
	switch {
	case err != nil:
		return nil, err
	case b == nil:
		return nil, fmt.Errorf("the function (%v) gave no block", f)
	case b.DType() != c.Array.DType():
		return nil, fmt.Errorf("the function (%v) gave a block of %v, not of %v", f, b.DType(), c.Array.DType())
	case !slices.Equal(b.Shape(), c.Shape):
		return nil, fmt.Errorf("the function (%v) gave a block of shape %v, not of %v", f, lazy.Shape(b.Shape()), lazy.Shape(c.Shape))
	}
	return b, nil
}

// foldFunction is a stage of a reduction by users' functions, which may keep the reduced axes of size 1.
func foldFunction(c *kernel.Call, f *op.Fold) (*block.Dense, error) {
	if f.Stage != op.Aggregate || f.KeepDims {
		return applyFunction(c, f.Func)
	}
	at := op.Place{Index: slices.Clone(c.Index), Offset: slices.Clone(c.Array.Grid().Offset(c.Index)), Shape: slices.Clone(c.Shape)}
	b, err := f.Func.Do(c.Ctx, at, c.In...)
	if err != nil || b == nil || b.Len() != block.Size(c.Shape) {
		if err == nil {
			err = fmt.Errorf("the function (%v) gave no block of shape %v", f.Func, lazy.Shape(c.Shape))
		}
		return nil, err
	}
	if b.DType() != c.Array.DType() {
		return nil, fmt.Errorf("the function (%v) gave a block of %v, not of %v", f.Func, b.DType(), c.Array.DType())
	}
	return b.Reshape(c.Shape)
}
