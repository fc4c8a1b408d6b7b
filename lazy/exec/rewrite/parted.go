package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// Parted is the arrays, of the same chunks, with functions and reductions of concatenations replaced by concatenations of functions and reductions
// of the parts: then a part's chunk needn't be made before it is passed on. It concerns the plan of a run only.
func Parted(arrays []*lazy.Array) []*lazy.Array {
	layers := lazy.Layers(arrays...)
	if !slices.ContainsFunc(layers, func(x *lazy.Array) bool { _, ok := x.Op().(*op.Concat); return ok }) {
		return arrays
	}
	readers := Readers(arrays, layers)
	to := make(map[*lazy.Array]*lazy.Array, len(layers))
	for _, x := range layers {
		y := rebuilt(x, to)
		if len(y.Inputs()) == 1 && readers[x.Inputs()[0]] == 1 && ofParts(y) {
			y = overParts(y)
		}
		to[x] = y
	}
	out := make([]*lazy.Array, len(arrays))
	for i, x := range arrays {
		out[i] = to[x]
	}
	return out
}

// ofParts says that an array is a concatenation's, and that it makes each of its chunks of the one in the same place, wherever that place is.
func ofParts(x *lazy.Array) bool {
	in := x.Inputs()[0]
	if _, ok := in.Op().(*op.Concat); !ok || in.Kind() != lazy.Dense || x.Kind() != lazy.Dense {
		return false
	}
	switch o := x.Op().(type) {
	case *op.Unary, *op.Scalar, *op.Cast:
		return true
	case *op.Reduce:
		return o.Stage == op.Chunk && slices.Contains([]string{"sum", "mean", "prod", "min", "max", "any", "all", "var", "std"}, o.Func)
	}
	return false
}

// overParts is the concatenation of what the operation makes of each part.
func overParts(x *lazy.Array) *lazy.Array {
	whole := x.Inputs()[0]
	axis := whole.Op().(*op.Concat).Axis
	parts := make([]*lazy.Array, len(whole.Inputs()))
	at := 0
	for i, in := range whole.Inputs() {
		n := len(in.Chunks()[axis])
		chunks := slices.Clone(x.Chunks())
		chunks[axis] = chunks[axis][at : at+n]
		at += n
		parts[i] = lazy.Derive(x.Op(), x.DType(), chunks, in)
	}
	return lazy.Derive(&op.Concat{Axis: axis}, x.DType(), x.Chunks(), parts...)
}
