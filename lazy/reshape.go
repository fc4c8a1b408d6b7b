package lazy

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Reshape gives the elements another shape, in C order as NumPy does; one size may be -1 and is found from the others. Axes that stay as they
// are keep their chunks. Where axes are merged, or one is split, the array is first cut so that every chunk of the result is one chunk of the
// input, no larger than the chunks there are: along the last of such axes chunks grow to the whole axis, and along the first they
// shrink. A shape that cuts across the axes, as (4, 6) from (3, 8), goes through one that merges them.
func (a *Array) Reshape(shape ...int) *Array {
	if a.err != nil {
		return a
	}
	shape, err := a.fullShape(shape)
	if err != nil {
		return Failed(errorf("reshape: %w", err))
	}
	if slices.Equal(shape, []int(a.Shape())) {
		return a
	}
	if a.Size() == 0 {
		return Zeros(a.dtype, shape...)
	}
	groups := grouped(a.Shape(), shape)
	if !slices.ContainsFunc(groups, func(g group) bool { return len(g.in) > 1 && len(g.out) > 1 }) {
		return a.regrouped(groups, shape)
	}
	// First every group becomes one axis.
	flat := make([]int, len(groups))
	merge, split := make([]group, len(groups)), make([]group, len(groups))
	for i, g := range groups {
		flat[i] = 1
		for _, axis := range g.in {
			flat[i] *= a.Shape()[axis]
		}
		merge[i], split[i] = group{g.in, []int{i}}, group{[]int{i}, g.out}
	}
	return a.regrouped(merge, flat).regrouped(split, shape)
}

// Ravel is all elements in C order along one axis.
func (a *Array) Ravel() *Array { return a.Reshape(-1) }

// Flatten is Ravel.
func (a *Array) Flatten() *Array { return a.Ravel() }

// Squeeze drops the given axes, which are of size 1; without any, all that are.
func (a *Array) Squeeze(axes ...int) *Array {
	if a.err != nil {
		return a
	}
	drop, err := axesOf(axes, a.NDim())
	if err != nil {
		return Failed(errorf("squeeze: %w", err))
	}
	var shape []int
	for axis, n := range a.Shape() {
		switch {
		case !slices.Contains(drop, axis) || n != 1 && len(axes) == 0:
			shape = append(shape, n)
		case n != 1:
			return Failed(errorf("squeeze: axis %d of shape %v is not of size 1", axis, a.Shape()))
		}
	}
	if len(shape) == a.NDim() {
		return a
	}
	return a.regrouped(grouped(a.Shape(), shape), shape)
}

// ExpandDims adds axes of size 1, which are axes of the result.
func (a *Array) ExpandDims(axes ...int) *Array {
	if a.err != nil {
		return a
	}
	if len(axes) == 0 {
		return a
	}
	sorted, err := axesOf(axes, a.NDim()+len(axes))
	if err != nil {
		return Failed(errorf("ExpandDims: %w", err))
	}
	return a.KeepDims(sorted...)
}

// fullShape is a shape of as many elements as the array, with the size found that is -1.
func (a *Array) fullShape(shape []int) ([]int, error) {
	shape = slices.Clone(shape)
	known, open := 1, -1
	for axis, n := range shape {
		switch {
		case n == -1 && open >= 0:
			return nil, fmt.Errorf("shape %v leaves more than one size open", Shape(shape))
		case n == -1:
			open = axis
		case n < 0:
			return nil, fmt.Errorf("shape %v has a negative size", Shape(shape))
		case n > 0 && known > maxElements/n:
			return nil, fmt.Errorf("shape %v has too many elements", Shape(shape))
		default:
			known *= n
		}
	}
	if open >= 0 && known > 0 && a.Size()%known == 0 {
		shape[open] = a.Size() / known
		return shape, nil
	}
	if open >= 0 || known != a.Size() {
		return nil, fmt.Errorf("an array of shape %v can't become one of shape %v", a.Shape(), Shape(shape))
	}
	return shape, nil
}

// group is neighbouring axes of one shape that hold as many elements as neighbouring axes of another one. Either may be none, for the other
// is of size 1 then.
type group struct{ in, out []int }

// grouped finds the smallest groups of two shapes of the same number of elements, which isn't 0.
func grouped(in, out []int) []group {
	var groups []group
	i, o := 0, 0
	for i < len(in) || o < len(out) {
		var g group
		switch {
		case i < len(in) && o < len(out) && in[i] == out[o]:
			g = group{[]int{i}, []int{o}}
		case i < len(in) && in[i] == 1:
			g = group{in: []int{i}}
		case o < len(out) && out[o] == 1:
			g = group{out: []int{o}}
		default:
			g = group{[]int{i}, []int{o}}
			for n, m := in[i], out[o]; n != m; {
				if n < m {
					next := i + len(g.in)
					g.in, n = append(g.in, next), n*in[next]
				} else {
					next := o + len(g.out)
					g.out, m = append(g.out, next), m*out[next]
				}
			}
		}
		groups = append(groups, g)
		i, o = i+len(g.in), o+len(g.out)
	}
	return groups
}

// regrouped merges or splits the axes of each group, none of which has several on both sides.
func (a *Array) regrouped(groups []group, shape []int) *Array {
	if a.err != nil {
		return a
	}
	before, after := make([][]int, a.NDim()), make([][]int, len(shape))
	for _, g := range groups {
		if !a.cuttable(g, shape) {
			return Failed(errorf("reshape of an array of shape %v to %v: its chunks of %v would be cut into too many; rechunk it to larger ones along the last axes",
				a.Shape(), Shape(shape), a.ChunkShape()))
		}
		switch {
		case len(g.in) == 1 && len(g.out) == 1:
			before[g.in[0]] = a.Chunks()[g.in[0]]
			after[g.out[0]] = before[g.in[0]]
		case len(g.out) == 0:
			before[g.in[0]] = []int{1}
		case len(g.in) == 0:
			after[g.out[0]] = []int{1}
		case len(g.out) == 1:
			first, n := g.in[0], len(g.in)
			chunks := mergeable(a.Shape()[first:first+n], a.Chunks()[first:first+n])
			copy(before[first:], chunks)
			after[g.out[0]] = products(chunks)
		default:
			first, n := g.out[0], len(g.out)
			chunks := splitting(shape[first:first+n], a.Chunks()[g.in[0]])
			copy(after[first:], chunks)
			before[g.in[0]] = products(chunks)
		}
	}
	return node(&op.Reshape{}, a.dtype, after, a.rechunked(before))
}

// mostChunks is how many chunks an axis is cut into by operations that are not told chunks.
const mostChunks = 1 << 26

// cuttable says that the axes of a group aren't cut into more chunks than there can be.
func (a *Array) cuttable(g group, shape []int) bool {
	if len(g.in) == 1 && len(g.out) == 1 || len(g.in) == 0 || len(g.out) == 0 {
		return true
	}
	size, most, now := 1, 1, 1
	for _, axis := range g.in {
		size *= a.Shape()[axis]
		most *= slices.Max(a.Chunks()[axis])
		now *= len(a.Chunks()[axis])
	}
	// Each chunk holds at least half as many elements as it could, or those of the axes behind the one that is cut.
	inner := 1
	sizes := g.out
	of := shape
	if len(g.in) > 1 {
		sizes, of = g.in, a.Shape()
	}
	for _, axis := range slices.Backward(sizes) {
		if inner*of[axis] > most {
			break
		}
		inner *= of[axis]
	}
	return max(size/max(inner, most/2, 1), now) <= mostChunks
}

// products is the number of elements in each chunk, in C order.
func products(chunks [][]int) []int {
	out := []int{1}
	for _, sizes := range chunks {
		next := make([]int, 0, len(out)*len(sizes))
		for _, n := range out {
			for _, size := range sizes {
				next = append(next, n*size)
			}
		}
		out = next
	}
	return out
}

// inRows says that chunks hold elements that follow each other in C order: the first axes are cut into single places, then one is cut
// in any way, and those behind it are whole.
func inRows(chunks [][]int) bool {
	cut := false
	for _, sizes := range chunks {
		if cut && len(sizes) > 1 {
			return false
		}
		cut = cut || slices.Max(sizes) > 1
	}
	return true
}

// mergeable is chunks of at most as many elements as the largest there is, that hold elements in C order.
func mergeable(shape []int, chunks [][]int) [][]int {
	if inRows(chunks) {
		return chunks
	}
	most := 1
	for _, sizes := range chunks {
		most *= slices.Max(sizes)
	}
	return rows(shape, most, chunks)
}

// rows is chunks of at most so many elements that hold elements in C order. The axis that is cut is cut where it was before, and in between.
func rows(shape []int, most int, old [][]int) [][]int {
	out := make([][]int, len(shape))
	axis, inner := len(shape)-1, 1
	for axis > 0 && inner*shape[axis] <= most {
		inner *= shape[axis]
		out[axis] = []int{shape[axis]}
		axis--
	}
	out[axis] = divided(old[axis], max(most/inner, 1))
	for i := range axis {
		out[i] = ones(shape[i])
	}
	return out
}

// splitting is chunks for axes into which one is split: about as large as those it has, and cut near where it was cut.
func splitting(shape, chunks []int) [][]int {
	inner := block.Size(shape[1:])
	most := slices.Max(chunks)
	if inner > most {
		old := make([][]int, len(shape))
		for i, n := range shape {
			old[i] = []int{n}
		}
		return rows(shape, most, old)
	}
	out := make([][]int, len(shape))
	for i, n := range shape {
		out[i] = []int{n}
	}
	out[0] = nil
	rest := 0
	for _, n := range chunks {
		if n += rest; n >= inner {
			out[0] = append(out[0], n/inner)
		}
		rest = n % inner
	}
	return out
}
