package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Concat puts arrays one behind the other along an axis. Their chunks become those of the result; the other axes must be of the same
// sizes and are cut alike first. The type is the one that holds the values of all.
func Concat(axis int, arrays ...*Array) *Array {
	if len(arrays) == 0 {
		return Failed(errorf("concat: there are no arrays"))
	}
	like := arrays[0]
	for i, a := range arrays {
		switch {
		case a == nil:
			return Failed(errorf("concat: array %d is nil", i))
		case a.err != nil:
			return a
		}
	}
	axis, err := axisOf(axis, like.NDim())
	if err != nil {
		return Failed(errorf("concat: %w", err))
	}
	dtype := like.dtype
	for i, a := range arrays {
		if !sameBut(a.Shape(), like.Shape(), axis) {
			return Failed(errorf("concat along axis %d: array %d has shape %v, which does not match %v", axis, i, a.Shape(), like.Shape()))
		}
		dtype = block.Promote(dtype, a.dtype)
	}
	var parts []*Array
	for _, a := range arrays {
		if a.Shape()[axis] > 0 {
			parts = append(parts, a.AsType(dtype))
		}
	}
	if len(parts) == 0 {
		return like.AsType(dtype)
	}
	chunks := slices.Clone(parts[0].Chunks())
	for _, a := range parts[1:] {
		for k, sizes := range a.Chunks() {
			if k != axis {
				chunks[k] = op.Refine(chunks[k], sizes)
			}
		}
	}
	parts = ofOneKind(parts)
	var along []int
	for i, a := range parts {
		chunks[axis] = a.Chunks()[axis]
		parts[i] = a.rechunked(chunks)
		along = append(along, chunks[axis]...)
	}
	if len(parts) == 1 && len(arrays) == 1 {
		return parts[0]
	}
	chunks[axis] = along
	return node(&op.Concat{Axis: axis}, dtype, slices.Clone(chunks), parts...)
}

// sameBut says that two shapes differ at most along one axis.
func sameBut(a, b Shape, axis int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if i != axis && a[i] != b[i] {
			return false
		}
	}
	return true
}
