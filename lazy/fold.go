package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Reduction is a reduction of one's own: every chunk is reduced alone, the partial results are put together in rounds, as a tree, and the last
// round also makes the final values.
type Reduction struct {
	// Chunk makes a partial result of one chunk: a block whose reduced axes are of size 1, with one more axis of size Width at the end when
	// Width is not 0.
	Chunk *Function
	// Combine puts several partial results together to one of the same shape. Without it Aggregate does so, and must then give, with Width 0,
	// what it can be given again.
	Combine *Function
	// Aggregate makes final values of several partial results: a block without the reduced axes, or with all of them of size 1.
	Aggregate *Function
	State     DType // of partial results
	Width     int   // how many numbers a partial result is, 0 for one without an axis
	KeepDims  bool  // the result keeps the reduced axes, of size 1
}

// Reduction reduces along axes, or all when none is given, by one's own functions; the values are of type dtype.
func (a *Array) Reduction(r Reduction, dtype DType, axes ...int) *Array {
	if r.Combine == nil {
		r.Combine = r.Aggregate
	}
	for _, f := range []*Function{r.Chunk, r.Combine, r.Aggregate} {
		if err := usable(f, dtype, []*Array{a}); err != nil {
			return Failed(errorf("reduction: %w", err))
		}
	}
	if a.err != nil {
		return a
	}
	sorted, err := axesOf(axes, a.NDim())
	if err != nil {
		return Failed(errorf("reduction: %w", err))
	}
	if !r.State.Valid() || r.Width < 0 || r.Width > 1<<30 {
		return Failed(errorf("reduction: partial results of %d numbers of %v", r.Width, r.State))
	}
	most := every(len(sorted))
	fold := func(f *Function, stage op.Stage) *op.Fold {
		return &op.Fold{Func: f, Stage: stage, Axes: sorted, Every: most, KeepDims: r.KeepDims}
	}
	chunks := slices.Clone(a.Chunks())
	for _, axis := range sorted {
		chunks[axis] = ones(len(chunks[axis]))
	}
	if r.Width > 0 {
		chunks = append(chunks, []int{r.Width})
	}
	x := node(fold(r.Chunk, op.Chunk), r.State, chunks, a)
	for {
		next, wide := slices.Clone(x.Chunks()), false
		for _, axis := range sorted {
			n := (len(next[axis]) + most - 1) / most
			next[axis] = ones(n)
			wide = wide || n > 1
		}
		if !wide {
			break
		}
		x = node(fold(r.Combine, op.Combine), r.State, next, x)
	}
	final := slices.Clone(a.Chunks())
	for _, axis := range slices.Backward(sorted) {
		if r.KeepDims {
			final[axis] = []int{1}
		} else {
			final = slices.Delete(final, axis, axis+1)
		}
	}
	return node(fold(r.Aggregate, op.Aggregate), dtype, final, x)
}
