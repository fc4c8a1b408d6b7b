package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Diagonal is the elements of a whose places along two axes are i and i + offset, along a new last axis: of a matrix the diagonal as a vector. Without axes they
// are the first two. It is NumPy's diagonal; only chunks on the diagonal are made.
func (a *Array) Diagonal(offset int, axes ...int) *Array {
	if a.err != nil {
		return a
	}
	if len(axes) == 0 {
		axes = []int{0, 1}
	}
	if len(axes) != 2 || a.NDim() < 2 {
		return Failed(errorf("diagonal: %d axes for an array of shape %v; it is along two", len(axes), a.Shape()))
	}
	d := &op.Diagonal{Offset: offset}
	for i, at := range []*int{&d.Axis1, &d.Axis2} {
		axis, err := axisOf(axes[i], a.NDim())
		if err != nil {
			return Failed(errorf("diagonal: %w", err))
		}
		*at = axis
	}
	if d.Axis1 == d.Axis2 {
		return Failed(errorf("diagonal: axis %d is given twice", d.Axis1))
	}
	var chunks [][]int
	for axis, sizes := range a.Chunks() {
		if axis != d.Axis1 && axis != d.Axis2 {
			chunks = append(chunks, sizes)
		}
	}
	return node(d, a.dtype, append(chunks, d.Chunks(a.grid)), a)
}

// Trace is the sum along the diagonal; the arguments are those of Diagonal.
func (a *Array) Trace(offset int, axes ...int) *Array { return a.Diagonal(offset, axes...).Sum(-1) }

// Diag is the diagonal of a matrix, or the matrix that has a vector on its diagonal and zeros elsewhere.
func Diag(a *Array) *Array {
	if bad := failedOf("diag", a); bad != nil {
		return bad
	}
	switch a.NDim() {
	case 1:
		sizes := a.Chunks()[0]
		return node(&op.Diag{}, a.dtype, [][]int{slices.Clone(sizes), slices.Clone(sizes)}, a)
	case 2:
		return a.Diagonal(0)
	}
	return Failed(errorf("diag: an array of shape %v; it must be a vector or a matrix", a.Shape()))
}
