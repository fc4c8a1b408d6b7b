package move

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// diagonal takes the places of a diagonal out of the chunk that it runs through.
func diagonal(c *kernel.Call, o *op.Diagonal) (*block.Dense, error) {
	in, out := c.In[0], c.Empty()
	if out.Len() == 0 {
		return out, nil
	}
	// Where a step along each axis of the result leads in the input, and where the first element is.
	g := c.Grids[0]
	last := len(c.Shape) - 1
	from := c.Array.Grid().Start(last, c.Index[last])
	at1, at2 := o.Start()
	strides := make([]int, 0, len(c.Shape))
	first, along, step := 0, 0, 1
	for axis := g.NDim() - 1; axis >= 0; axis-- {
		switch axis {
		case o.Axis1:
			first += step * (at1 + from - g.Start(axis, g.Find(axis, at1+from)))
			along += step
		case o.Axis2:
			first += step * (at2 + from - g.Start(axis, g.Find(axis, at2+from)))
			along += step
		default:
			strides = append(strides, step)
		}
		step *= in.Shape()[axis]
	}
	slices.Reverse(strides)
	strides = append(strides, along)
	kernel.BySize(out, in,
		func(o, v []uint8) { strided(o, v[first:], c.Shape, strides) }, func(o, v []uint16) { strided(o, v[first:], c.Shape, strides) },
		func(o, v []uint32) { strided(o, v[first:], c.Shape, strides) }, func(o, v []uint64) { strided(o, v[first:], c.Shape, strides) },
		func(o, v []complex128) { strided(o, v[first:], c.Shape, strides) })
	return out, nil
}

// strided writes the elements of in, which lie strides apart, in C order of the shape.
func strided[T kernel.Word](out, in []T, shape, strides []int) {
	if len(shape) == 1 {
		for i := range shape[0] {
			out[i] = in[i*strides[0]]
		}
		return
	}
	size := block.Size(shape[1:])
	for i := range shape[0] {
		strided(out[i*size:(i+1)*size], in[i*strides[0]:], shape[1:], strides[1:])
	}
}

// diag writes a block on the diagonal of a matrix that is zero elsewhere.
func diag(c *kernel.Call, _ *op.Diag) (*block.Dense, error) {
	out := c.Empty()
	clear(out.Bytes())
	if len(c.In) == 1 {
		width := c.In[0].DType().Size()
		values, matrix := c.In[0].Bytes(), out.Bytes()
		for i := range c.In[0].Len() {
			copy(matrix[(i*c.Shape[1]+i)*width:], values[i*width:(i+1)*width])
		}
	}
	return out, nil
}
