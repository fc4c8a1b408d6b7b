package exec

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// diagonal takes the places of a diagonal out of the chunk that it runs through.
func diagonal(c *call, o *op.Diagonal) (*block.Dense, error) {
	in, out := c.in[0], c.empty()
	if out.Len() == 0 {
		return out, nil
	}
	// Where a step along each axis of the result leads in the input, and where the first element is.
	g := c.grids[0]
	last := len(c.shape) - 1
	from := c.array.Grid().Start(last, c.index[last])
	at1, at2 := o.Start()
	strides := make([]int, 0, len(c.shape))
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
	moved(out, in,
		func(o, v []uint8) { strided(o, v[first:], c.shape, strides) }, func(o, v []uint16) { strided(o, v[first:], c.shape, strides) },
		func(o, v []uint32) { strided(o, v[first:], c.shape, strides) }, func(o, v []uint64) { strided(o, v[first:], c.shape, strides) },
		func(o, v []complex128) { strided(o, v[first:], c.shape, strides) })
	return out, nil
}

// strided writes the elements of in, which lie strides apart, in C order of the shape.
func strided[T word](out, in []T, shape, strides []int) {
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
func diag(c *call) (*block.Dense, error) {
	out := c.empty()
	clear(out.Bytes())
	if len(c.in) == 1 {
		width := c.in[0].DType().Size()
		values, matrix := c.in[0].Bytes(), out.Bytes()
		for i := range c.in[0].Len() {
			copy(matrix[(i*c.shape[1]+i)*width:], values[i*width:(i+1)*width])
		}
	}
	return out, nil
}
