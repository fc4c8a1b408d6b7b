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
		if chunks := len(a.Chunks()[axis]); d < 0 || d > (1<<40)/chunks {
			return Failed(errorf("MapOverlap: a depth of %d along axis %d of %d chunks", d, axis, chunks))
		}
		widths[axis] = [2]int{d, d}
	}
	if padding != nil {
		padded = a.Pad(*padding, widths...)
	}
	if padded.err != nil {
		return padded
	}
	starts, insides, wide := make([][]int, a.NDim()), make([][]int, a.NDim()), make([][]int, a.NDim())
	for axis, d := range depth {
		n := a.Shape()[axis]
		at, total := 0, 0
		for _, size := range a.Chunks()[axis] {
			lo, hi := at, at+size+2*d // among the places of the padded array
			if padding == nil {
				lo, hi = max(at-d, 0), min(at+size+d, n)
			}
			inside := at - lo
			if padding != nil {
				inside = d
			}
			starts[axis], insides[axis] = append(starts[axis], lo), append(insides[axis], total+inside)
			wide[axis] = append(wide[axis], hi-lo)
			at, total = at+size, total+hi-lo
		}
	}
	overlapping := node(&op.Windows{Label: "overlap", Starts: starts}, a.dtype, wide, padded)
	result := overlapping.MapBlocks(f, dtype, func(o *blockOptions) { o.label = "map_overlap" })
	return node(&op.Windows{Label: "trim", Starts: insides}, dtype, a.Chunks(), result)
}
