package sparse

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.RegisterSparse(func(c *kernel.Call, o *op.Full) (block.Block, error) {
		return block.EmptySparse(c.Array.Kind(), c.Array.DType(), c.Shape), nil
	})
	kernel.RegisterSparse(randomSparse)
	kernel.RegisterSparse(func(c *kernel.Call, _ *op.Concat) (block.Block, error) { return c.Sparse[0], nil })
	kernel.RegisterSparse(sparseSelection)
	kernel.RegisterSparse(func(c *kernel.Call, o *op.Transpose) (block.Block, error) {
		if o.Axes[0] == 0 {
			return c.Sparse[0], nil
		}
		return c.Sparse[0].Transpose(), nil
	})
	kernel.RegisterSparse(func(c *kernel.Call, o *op.Convert) (block.Block, error) {
		if c.Sparse[0] != nil {
			return c.Sparse[0].AsKind(o.Kind), nil
		}
		return block.SparseFromDense(o.Kind, c.In[0])
	})
	kernel.RegisterSparse(union)
}
