package lazy_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// move is an operation whose result keeps whole numbers whole and small.
type move func(x *array) *array

func small(x *array) *array { return x.MinimumScalar(1000).MaximumScalar(-1000) }

// moves draws an operation for an array of the given shape.
func moves(t *rapid.T, x *array) move {
	shape := x.Shape()
	axis := 0
	if len(shape) > 0 {
		axis = rapid.IntRange(0, len(shape)-1).Draw(t, "axis")
	}
	switch kind := rapid.IntRange(0, 22).Draw(t, "move"); {
	case kind > 14:
		return statisticMove(t, x, kind, axis)
	case kind == 0:
		return func(x *array) *array { return x.AddScalar(3) }
	case kind == 1:
		return func(x *array) *array { return small(x.Mul(x)) }
	case kind == 2:
		return (*array).Neg
	case kind == 3:
		return func(x *array) *array { return x.Abs().Sub(x.MulScalar(2)) }
	case kind == 4:
		return func(x *array) *array { return small(x.Sum()).Add(x) }
	case kind == 5:
		by := indexes(t, shape)
		return func(x *array) *array { return x.Slice(by...) }
	case kind == 6:
		axes := rapid.Permutation(axesUpTo(len(shape))).Draw(t, "order")
		return func(x *array) *array { return x.Transpose(axes...) }
	case kind == 7:
		size := rapid.IntRange(1, 5).Draw(t, "chunk")
		if x.Size() > 2000 {
			size *= 500
		}
		return func(x *array) *array { return x.Rechunk(size) }
	case kind == 8:
		return func(x *array) *array { return x.GtScalar(0).AsType(lazy.Int64).Add(x) }
	case kind == 9:
		return func(x *array) *array { return x.AsType(lazy.Int32).AsType(lazy.Float64) }
	case kind == 10:
		return func(x *array) *array { return x.Maximum(lazy.Full(lazy.Int64, 2, x.Shape()...)) }
	case len(shape) == 0:
		return func(x *array) *array { return x.SubScalar(1) }
	case kind == 11 && x.Size() < 30000:
		return func(x *array) *array { return lazy.Concat(axis, x, x.AddScalar(1), x) }
	case kind == 12:
		return func(x *array) *array { return small(x.Sum(axis)) }
	case kind == 13:
		return func(x *array) *array { return x.Sub(small(x.Sum(axis)).KeepDims(axis)) }
	case shape[axis] > 0:
		return func(x *array) *array { return x.Max(axis).KeepDims(axis).Sub(x) }
	}
	return func(x *array) *array { return x }
}

func axesUpTo(n int) []int {
	axes := make([]int, n)
	for i := range axes {
		axes[i] = i
	}
	return axes
}

// TestAnyGraphInAnyChunks: a graph gives the same values for any chunks of its input as for one chunk, whether it is run at once or
// every step is computed alone.
func TestAnyGraphInAnyChunks(t *testing.T) {
	t.Run("small", rapid.MakeCheck(func(t *rapid.T) {
		shape := shapes(t)
		anyGraph(t, numbers(t, shape), chunking(t, shape), chunking(t, shape))
	}))
	t.Run("large", rapid.MakeCheck(func(t *rapid.T) {
		shape := large(t)
		anyGraph(t, numbers(t, shape), coarse(t, shape), coarse(t, shape))
	}))
}

func anyGraph(t *rapid.T, d *block.Dense, some, others [][]int) {
	whole, cutUp, alone := lazy.FromBlock(d.Clone()), from(t, d, some), cut(t, d.Clone(), others)
	for range rapid.IntRange(1, 8).Draw(t, "steps") {
		f := moves(t, whole)
		whole, cutUp = f(whole), f(cutUp)
		var err error
		if alone, err = f(alone).Compute(); err != nil {
			t.Fatal(err)
		}
	}
	want := dense(t, whole)
	equal(t, dense(t, cutUp), want)
	equal(t, dense(t, alone), want)
	again, err := cutUp.Compute()
	if err != nil {
		t.Fatal(err)
	}
	equal(t, dense(t, again), want)
	if fmt.Sprint(again.Chunks()) != fmt.Sprint(cutUp.Chunks()) {
		t.Fatalf("computed in chunks %v, not %v", again.Chunks(), cutUp.Chunks())
	}
}

// anything is values and a way to cut them: mostly small, sometimes large.
func anything(t *rapid.T) (*block.Dense, [][]int) {
	if rapid.IntRange(0, 9).Draw(t, "size") == 9 {
		shape := large(t)
		return numbers(t, shape), coarse(t, shape)
	}
	shape := shapes(t)
	return numbers(t, shape), chunking(t, shape)
}
