package move

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.Register(func(c *kernel.Call, _ *op.Concat) (*block.Dense, error) { return c.In[0], nil })
	kernel.Register(func(c *kernel.Call, _ *op.Convert) (*block.Dense, error) { return c.In[0], nil })
	kernel.Register(func(c *kernel.Call, _ *op.Expand) (*block.Dense, error) { return c.In[0].Reshape(c.Shape) })
	kernel.Register(func(c *kernel.Call, _ *op.Reshape) (*block.Dense, error) { return c.In[0].Reshape(c.Shape) })
	kernel.Register(selection)
	kernel.Register(windows)
	kernel.Register(points)
	kernel.Register(Transpose)
	kernel.Register(diagonal)
	kernel.Register(diag)
}
