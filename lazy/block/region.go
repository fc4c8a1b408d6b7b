package block

import (
	"fmt"
	"slices"
)

// Region is a copy of a box of the block. A box that covers the block is the block itself.
func (d *Dense) Region(offset, shape []int) (*Dense, error) {
	if len(offset) != len(d.shape) || len(shape) != len(d.shape) {
		return nil, fmt.Errorf("a region at %v of shape %v of a block of shape %v", offset, shape, d.shape)
	}
	for i := range shape {
		if offset[i] < 0 || shape[i] < 0 || offset[i]+shape[i] > d.shape[i] {
			return nil, fmt.Errorf("the region at %v of shape %v leaves the block of shape %v", offset, shape, d.shape)
		}
	}
	if slices.Equal(shape, d.shape) {
		return d, nil
	}
	out := NewDense(d.dtype, shape)
	CopyBox(out, make([]int, len(shape)), d, offset, shape)
	return out, nil
}

// CopyBox copies a box of the given shape from one place in src to another in dst, which is of the same type. The boxes must lie
// within their blocks.
func CopyBox(dst *Dense, to []int, src *Dense, from, shape []int) {
	CopyBytes(dst.Bytes(), dst.shape, to, src.Bytes(), src.shape, from, shape, dst.dtype.Size())
}

// CopyBytes is CopyBox for elements of a size that lie in bytes, in C order of the shapes dstShape and srcShape.
func CopyBytes(d []byte, dstShape, to []int, s []byte, srcShape, from, shape []int, size int) {
	if Size(shape) == 0 {
		return
	}
	nd := len(shape)
	// Axes that both blocks hold whole from some axis on are one run of memory.
	run, last := size, nd
	for last > 0 {
		last--
		run *= shape[last]
		if shape[last] != dstShape[last] || shape[last] != srcShape[last] {
			break
		}
	}
	dStride, sStride := strides(dstShape, size), strides(srcShape, size)
	dAt, sAt := 0, 0
	for i := range shape {
		dAt += to[i] * dStride[i]
		sAt += from[i] * sStride[i]
	}
	index := make([]int, last)
	for {
		copy(d[dAt:dAt+run], s[sAt:sAt+run])
		axis := last - 1
		for ; axis >= 0; axis-- {
			index[axis]++
			dAt += dStride[axis]
			sAt += sStride[axis]
			if index[axis] < shape[axis] {
				break
			}
			dAt -= shape[axis] * dStride[axis]
			sAt -= shape[axis] * sStride[axis]
			index[axis] = 0
		}
		if axis < 0 {
			return
		}
	}
}

// strides is how far apart in memory neighbours along each axis lie, in units of size.
func strides(shape []int, size int) []int {
	out := make([]int, len(shape))
	for i := len(shape) - 1; i >= 0; i-- {
		out[i] = size
		size *= shape[i]
	}
	return out
}
