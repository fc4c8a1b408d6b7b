package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// unturned is the partial results of a reduction of a transposed array: those of the array, transposed, which are so much fewer to move. nil for
// other arrays, and where others want the transposed one.
func (p *pusher) unturned(x *lazy.Array, r *op.Reduce) *lazy.Array {
	if r.Stage != op.Chunk || r.Func == "argmin" || r.Func == "argmax" { // whose places are those of the transposed array
		return nil
	}
	in := x.Inputs()[0]
	t, ok := in.Op().(*op.Transpose)
	if !ok || p.readers[in] > 1 || in.Kind() != lazy.Dense {
		return nil
	}
	order := slices.Clone(t.Axes)
	inner := *r
	inner.Axes = nil
	for _, axis := range r.Axes {
		inner.Axes = append(inner.Axes, t.Axes[axis])
	}
	slices.Sort(inner.Axes)
	if x.NDim() > len(order) { // numbers of a partial result
		order = append(order, len(order))
	}
	chunks := make([][]int, len(order))
	for i, axis := range order {
		chunks[axis] = x.Chunks()[i]
	}
	y := lazy.Derive(&inner, x.DType(), chunks, in.Inputs()[0])
	return lazy.Derive(&op.Transpose{Axes: order}, x.DType(), x.Chunks(), y)
}
