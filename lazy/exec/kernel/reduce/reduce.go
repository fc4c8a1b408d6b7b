package reduce

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() { kernel.Register(reduce) }

// reduce makes a partial result of a chunk, or puts partial results together.
func reduce(c *kernel.Call, r *op.Reduce) (*block.Dense, error) {
	switch {
	case r.Stage == op.Chunk:
		f, out, err := New(r, c, c.Grids[0], c.In[0].Shape())
		if err != nil {
			return nil, err
		}
		return out, whole(c, f, c.In[0])
	case r.State() > 0:
		return joinStates(c, r)
	}
	total := c.In[0]
	if !c.Mine[0] {
		total = c.Copy(total)
	}
	for _, in := range c.In[1:] {
		if err := elementwise.Arithmetic(joins[r.Func], total, total, in); err != nil {
			return nil, err
		}
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	if r.Func == "mean" {
		n, err := block.FromSlice([]int{1}, []float64{float64(r.Count)})
		if err != nil {
			return nil, err
		}
		if err := elementwise.Arithmetic("div", total, total, n.AsType(total.DType())); err != nil {
			return nil, err
		}
	}
	return total.AsType(c.Array.DType()).Reshape(c.Shape)
}

// joins is the function that puts two partial results together.
var joins = map[string]string{
	"sum": "add", "mean": "add", "prod": "mul", "min": "minimum", "max": "maximum", "any": "maximum", "all": "minimum",
	"nanmin": "fmin", "nanmax": "fmax",
}

// partialShape is a shape whose reduced axes are of size 1.
func partialShape(shape, axes []int) []int {
	out := slices.Clone(shape)
	for _, axis := range axes {
		out[axis] = 1
	}
	return out
}
