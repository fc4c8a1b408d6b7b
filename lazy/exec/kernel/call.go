package kernel

import (
	"context"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Call is one task as its kernel sees it.
type Call struct {
	Ctx    context.Context
	Array  *lazy.Array // whose chunk is made
	Index  []int       // of that chunk
	Shape  []int       // of that chunk
	In     []*block.Dense
	Sparse []*block.Sparse // inputs that are sparse, which in doesn't have unless the kernel wants dense ones
	Mine   []bool          // inputs that nobody else will read, which the kernel may overwrite
	Grids  []*op.Grid
	Pool   *Pool
	Kept   *any // what a kernel keeps from one task of a worker to the next
}

// Empty is a block for the result, with values of earlier use: the kernel sets every one.
func (c *Call) Empty() *block.Dense { return c.Pool.Take(c.Array.DType(), c.Shape) }

// Copy is a copy of a block that others read too.
func (c *Call) Copy(d *block.Dense) *block.Dense {
	out := c.Pool.Take(d.DType(), d.Shape())
	copy(out.Bytes(), d.Bytes())
	return out
}

// Stop is the context's error from time to time within a long loop.
func (c *Call) Stop() error { return c.Ctx.Err() }

// Over is the block for the result: the memory of an input that nobody else reads, when it fits.
func (c *Call) Over(shape []int) *block.Dense {
	for i, in := range c.In {
		if c.Mine[i] && in.DType() == c.Array.DType() && in.Len() == block.Size(shape) {
			if out, err := in.Reshape(shape); err == nil {
				return out
			}
		}
	}
	return c.Empty()
}

// Densify puts dense copies in the place of sparse inputs, which the kernel may overwrite.
func (c *Call) Densify() (copies []*block.Dense) {
	for i, s := range c.Sparse {
		if s == nil {
			continue
		}
		d := c.Pool.Take(s.DType(), s.Shape())
		s.DenseInto(d)
		c.In[i], c.Mine[i] = d, true
		copies = append(copies, d)
	}
	return copies
}
