package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// MapOverlap applies a function to every chunk together with depth[axis] elements of its neighbours on either side along each axis; one depth counts for
// all axes. What lies past the ends of the array is padded as said; with a nil padding chunks at the ends get fewer. The function gives a
// block of the shape of the one it was given, from which the neighbours' elements are cut off again.
func (a *Array) MapOverlap(f *Function, dtype DType, padding *Padding, depth ...int) *Array {
	if err := usable(f, dtype, []*Array{a}); err != nil {
		return Failed(errorf("MapOverlap: %w", err))
	}
	if a.err != nil {
		return a
	}
	if len(depth) == 1 {
		depth = slices.Repeat(depth, a.NDim())
	}
	if len(depth) != a.NDim() {
		return Failed(errorf("MapOverlap: %d depths for an array of shape %v", len(depth), a.Shape()))
	}
	padded := a
	widths := make([][2]int, len(depth))
	for axis, d := range depth {
		if d < 0 || d > 1<<40 {
			return Failed(errorf("MapOverlap: a depth of %d along axis %d", d, axis))
		}
		widths[axis] = [2]int{d, d}
	}
	if padding != nil {
		padded = a.Pad(*padding, widths...)
	}
	// Chunks overlap: positions near their ends are selected more than once.
	with, without := make([]op.Positions, a.NDim()), make([]op.Positions, a.NDim())
	wide := make([][]int, a.NDim())
	for axis, d := range depth {
		n := a.Shape()[axis]
		if d == 0 {
			with[axis], without[axis], wide[axis] = op.Whole(n), op.Whole(n), a.Chunks()[axis]
			continue
		}
		with[axis].List, without[axis].List = []int{}, []int{}
		at, total := 0, 0
		for _, size := range a.Chunks()[axis] {
			lo, hi, first := at-d, at+size+d, d // among the places of the array
			if padding == nil {
				lo, hi = max(lo, 0), min(hi, n)
				first = at - lo
			}
			for i := lo; i < hi; i++ {
				if padding == nil {
					with[axis].List = append(with[axis].List, i)
				} else {
					with[axis].List = append(with[axis].List, i+d)
				}
			}
			for i := range size {
				without[axis].List = append(without[axis].List, total+first+i)
			}
			wide[axis] = append(wide[axis], hi-lo)
			at, total = at+size, total+hi-lo
		}
	}
	overlapping := node(&op.Select{Axes: with, Anew: true}, a.dtype, wide, padded)
	result := overlapping.MapBlocks(f, dtype, func(o *blockOptions) { o.label = "map_overlap" })
	return node(&op.Select{Axes: without, Anew: true}, dtype, a.Chunks(), result)
}
