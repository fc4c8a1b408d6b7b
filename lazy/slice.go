package lazy

import (
	"github.com/lazycell/lazycell/lazy/op"
)

// Slice takes positions along each axis; axes without an index are taken whole. Ranges, lists and masks keep their axis, also when one position is
// left; I takes one position and drops the axis, NewAxis adds one of size 1, Ellipsis stands for as many whole axes as are left. Several lists each
// select along their own axis; Points takes single elements. Nothing is computed or copied: a slice of a slice is one selection from the
// array below.
func (a *Array) Slice(index ...Index) *Array {
	if a.err != nil {
		return a
	}
	index, err := a.aligned(index)
	if err != nil {
		return Failed(err)
	}
	v := view{array: a}
	for _, i := range index {
		if i == NewAxis {
			v.add()
			continue
		}
		axis := len(v.taken)
		n := a.Shape()[axis]
		sel, err := i.Resolve(n)
		if err != nil {
			return Failed(errorf("slice axis %d of an array of shape %v: %w", axis, a.Shape(), err))
		}
		if sel == nil || sel.Len() < 0 {
			return Failed(errorf("slice axis %d of an array of shape %v: the index gives no positions", axis, a.Shape()))
		}
		p := positions(sel)
		if p.Len() > 0 {
			if least, most := p.Bounds(); least < 0 || most >= n {
				bad := least
				if least >= 0 {
					bad = most
				}
				return Failed(errorf("slice axis %d of an array of shape %v: position %d is out of range", axis, a.Shape(), bad))
			}
		}
		_, drop := i.(intIndex)
		v.take(p, drop)
	}
	return v.make()
}

// Rechunk cuts the array anew, into chunks of the given size along each axis; one size counts for all axes, -1 is the whole axis, and
// none at all chooses as AutoChunks does.
func (a *Array) Rechunk(sizes ...int) *Array {
	if a.err != nil {
		return a
	}
	if len(sizes) == 0 {
		return a.rechunked(AutoChunks(a.dtype, a.Shape()))
	}
	chunks, err := chunksOf(a.Shape(), sizes)
	if err != nil {
		return Failed(errorf("rechunk: %w", err))
	}
	return a.rechunked(chunks)
}

// Transpose puts the axes in the given order, or reverses them when none is given.
func (a *Array) Transpose(axes ...int) *Array {
	if a.err != nil {
		return a
	}
	if len(axes) == 0 {
		for i := a.NDim() - 1; i >= 0; i-- {
			axes = append(axes, i)
		}
	}
	order := make([]int, len(axes))
	for i, axis := range axes {
		k, err := axisOf(axis, a.NDim())
		if err != nil {
			return Failed(errorf("transpose: %w", err))
		}
		order[i] = k
	}
	sorted, err := axesOf(order, a.NDim())
	if err == nil && len(sorted) != len(order) || len(order) != a.NDim() {
		err = errorf("%d axes for an array of shape %v", len(axes), a.Shape())
	}
	if err != nil {
		return Failed(errorf("transpose: %w", err))
	}
	chunks := make([][]int, len(order))
	for i, axis := range order {
		chunks[i] = a.grid.Chunks()[axis]
	}
	return node(&op.Transpose{Axes: order}, a.dtype, chunks, a)
}
