package exec

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// reduce makes a partial result of a chunk, or puts partial results together.
func reduce(c *call, r *op.Reduce) (*block.Dense, error) {
	switch {
	case r.Stage == op.Chunk:
		f, out, err := newFold(r, c, c.grids[0], c.in[0].Shape())
		if err != nil {
			return nil, err
		}
		return out, whole(c, f, c.in[0])
	case r.State() > 0:
		return joinStates(c, r)
	}
	total := c.in[0]
	if len(c.in) > 1 || !c.mine[0] {
		total = total.Clone()
	}
	for _, in := range c.in[1:] {
		if err := arithmetic(joins[r.Func], total, total, in); err != nil {
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
		if err := arithmetic("div", total, total, n.AsType(total.DType())); err != nil {
			return nil, err
		}
	}
	return total.AsType(c.array.DType()).Reshape(c.shape)
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
