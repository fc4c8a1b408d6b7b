package lazy

import (
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Sum adds up along axes, or everything when none is given; the axes are dropped. Integers are added up as int64 or uint64. Chunks are
// reduced alone and the results put together as a tree, so that no chunk waits for all others.
func (a *Array) Sum(axes ...int) *Array { return a.reduce(op.Reduce{Func: "sum"}, axes) }

// Prod multiplies along axes.
func (a *Array) Prod(axes ...int) *Array { return a.reduce(op.Reduce{Func: "prod"}, axes) }

// Mean is the average along axes; of integers a float64, of nothing NaN.
func (a *Array) Mean(axes ...int) *Array { return a.reduce(op.Reduce{Func: "mean"}, axes) }

// Var is the variance along axes, over n values divided by n.
func (a *Array) Var(axes ...int) *Array { return a.reduce(op.Reduce{Func: "var"}, axes) }

// Std is the standard deviation along axes, the root of Var.
func (a *Array) Std(axes ...int) *Array { return a.reduce(op.Reduce{Func: "std"}, axes) }

// Min is the smallest value along axes; NaN when one is.
func (a *Array) Min(axes ...int) *Array { return a.reduce(op.Reduce{Func: "min"}, axes) }

// Max is the largest value along axes; NaN when one is.
func (a *Array) Max(axes ...int) *Array { return a.reduce(op.Reduce{Func: "max"}, axes) }

// Any is true where a value along the axes isn't zero.
func (a *Array) Any(axes ...int) *Array { return a.reduce(op.Reduce{Func: "any"}, axes) }

// AllTrue is true where no value along the axes is zero.
func (a *Array) AllTrue(axes ...int) *Array { return a.reduce(op.Reduce{Func: "all"}, axes) }

// KeepDims gives an array that was reduced along axes of another one these axes back, of size 1, so that it can be combined with that one.
// Together they are NumPy's keepdims=True: x.Sub(x.Mean(1).KeepDims(1)).
func (a *Array) KeepDims(axes ...int) *Array {
	if a.err != nil {
		return a
	}
	sorted, err := axesOf(axes, a.NDim()+len(axes))
	if err != nil {
		return Failed(errorf("KeepDims: %w", err))
	}
	chunks := slices.Clone(a.Chunks())
	for _, axis := range sorted {
		chunks = slices.Insert(chunks, axis, []int{1})
	}
	return node(&op.Expand{Axes: sorted}, a.dtype, chunks, a)
}

// every is how many chunks along each of n axes are put together in one round.
func every(n int) int { return max(int(math.Pow(16, 1/float64(max(n, 1)))), 2) }

func (a *Array) reduce(r op.Reduce, axes []int) *Array {
	if a.err != nil {
		return a
	}
	sorted, err := axesOf(axes, a.NDim())
	if err != nil {
		return Failed(errorf("%s: %w", r.Func, err))
	}
	r.Axes, r.Every, r.Count = sorted, every(len(sorted)), 1
	for _, axis := range sorted {
		r.Count *= a.Shape()[axis]
	}
	state, result, err := reducedTypes(r, a)
	if err != nil {
		return Failed(err)
	}
	chunks := slices.Clone(a.Chunks())
	for _, axis := range sorted {
		chunks[axis] = ones(len(chunks[axis]))
	}
	if n := r.State(); n > 0 {
		chunks = append(chunks, []int{n})
	}
	final := slices.Clone(a.Chunks())
	for _, axis := range slices.Backward(sorted) {
		final = slices.Delete(final, axis, axis+1)
	}
	partial := r
	return tree(r, node(&partial, state, chunks, a), result, final)
}

// tree puts the partial results in the chunks of x together, some at a time, and makes the final values of the last ones.
func tree(r op.Reduce, x *Array, result DType, final [][]int) *Array {
	for rounds := r; ; {
		most := 1
		next := slices.Clone(x.Chunks())
		for _, axis := range r.Axes {
			n := (len(next[axis]) + r.Every - 1) / r.Every
			next[axis] = ones(n)
			most = max(most, n)
		}
		if most == 1 {
			break
		}
		rounds.Stage = op.Combine
		combine := rounds
		x = node(&combine, x.dtype, next, x)
	}
	r.Stage = op.Aggregate
	return node(&r, result, final, x)
}

func ones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// reducedTypes is the types of the partial results and of the result. There is no extreme of nothing.
func reducedTypes(r op.Reduce, a *Array) (state, result DType, err error) {
	state, result, err = r.Types(a.dtype)
	if err != nil {
		return 0, 0, errorf("%w", err)
	}
	switch r.Func {
	case "min", "max", "nanmin", "nanmax":
		if r.Count > 0 || a.Size() > 0 {
			return state, result, nil
		}
	case "argmin", "argmax":
		if r.Count > 0 {
			return state, result, nil
		}
	default:
		return state, result, nil
	}
	return 0, 0, errorf("%s of an array of shape %v: there is nothing to compare along axes %v", r.Func, a.Shape(), r.Axes)
}
