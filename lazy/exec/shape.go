package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// word stands for the bits of an element of its size, so that values are moved without looking at them.
type word interface {
	uint8 | uint16 | uint32 | uint64 | complex128
}

// moved calls the function for the size of the elements.
func moved(out, in *block.Dense, f8 func(out, in []uint8), f16 func(out, in []uint16), f32 func(out, in []uint32), f64 func(out, in []uint64),
	f128 func(out, in []complex128)) {
	switch in.DType().Size() {
	case 1:
		f8(words[uint8](out), words[uint8](in))
	case 2:
		f16(words[uint16](out), words[uint16](in))
	case 4:
		f32(words[uint32](out), words[uint32](in))
	case 8:
		f64(words[uint64](out), words[uint64](in))
	case 16:
		f128(words[complex128](out), words[complex128](in))
	}
}

// turnSize is how many rows and columns are turned at once, so that both sides stay in the cache.
const turnSize = 32

func transpose(c *call, t *op.Transpose) (*block.Dense, error) {
	in, out := c.in[0], c.empty()
	if out.Len() == 0 {
		return out, nil
	}
	// Where the stride of each axis of the result leads in the input.
	strides := make([]int, len(c.shape))
	step := 1
	inStrides := make([]int, len(c.shape))
	for axis := len(c.shape) - 1; axis >= 0; axis-- {
		inStrides[axis] = step
		step *= in.Shape()[axis]
	}
	for i, axis := range t.Axes {
		strides[i] = inStrides[axis]
	}
	moved(out, in,
		func(o, v []uint8) { turn(o, v, c.shape, strides) }, func(o, v []uint16) { turn(o, v, c.shape, strides) },
		func(o, v []uint32) { turn(o, v, c.shape, strides) }, func(o, v []uint64) { turn(o, v, c.shape, strides) },
		func(o, v []complex128) { turn(o, v, c.shape, strides) })
	return out, nil
}

// turn writes the elements of in, which lie strides apart, in C order of the shape.
func turn[T word](out, in []T, shape, strides []int) {
	switch n := len(shape); {
	case n == 0:
		copy(out, in)
	case n == 1:
		for i := range shape[0] {
			out[i] = in[i*strides[0]]
		}
	case n == 2:
		rows, cols := shape[0], shape[1]
		for r := 0; r < rows; r += turnSize {
			for k := 0; k < cols; k += turnSize {
				for i := r; i < min(r+turnSize, rows); i++ {
					row := out[i*cols:]
					for j := k; j < min(k+turnSize, cols); j++ {
						row[j] = in[i*strides[0]+j*strides[1]]
					}
				}
			}
		}
	default:
		size := block.Size(shape[1:])
		for i := range shape[0] {
			turn(out[i*size:(i+1)*size], in[i*strides[0]:], shape[1:], strides[1:])
		}
	}
}
