package lazy_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
)

// TestSliceTakesElements: a slice, and a slice of a slice, is the elements at the places it names.
func TestSliceTakesElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		shape, x := d.Shape(), from(t, d, chunks)
		first := indexes(t, shape)
		y, want := x.Slice(first...), sliced(t, d, first)
		equal(t, dense(t, y), want)
		second := indexes(t, want.Shape())
		equal(t, dense(t, y.Slice(second...)), sliced(t, want, second))
	})
}

// TestTransposeMovesElements: axis i of the result is axis order[i] of the array, and the inverse order undoes it.
func TestTransposeMovesElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		shape, x := d.Shape(), from(t, d, chunks)
		order := rapid.Permutation(axesUpTo(len(shape))).Draw(t, "order")
		inverse, moved := make([]int, len(order)), make([]int, len(order))
		for i, axis := range order {
			inverse[axis], moved[i] = i, shape[axis]
		}
		y := x.Transpose(order...)
		equal(t, dense(t, y), gathered(d, moved, func(at []int) []int {
			from := make([]int, len(at))
			for i, axis := range order {
				from[axis] = at[i]
			}
			return from
		}))
		equal(t, dense(t, y.Transpose(inverse...)), d)
	})
}

// TestConcatUndoesCutting: pieces of an array put together along the axis they were cut along are the array.
func TestConcatUndoesCutting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := append(shapes(t), rapid.IntRange(0, 9).Draw(t, "last"))
		d := numbers(t, shape)
		axis := rapid.IntRange(0, len(shape)-1).Draw(t, "axis")
		var parts []*array
		at := 0
		for _, n := range chunking(t, shape)[axis] {
			by := make([]lazy.Index, axis+1)
			for i := range by {
				by[i] = lazy.All
			}
			by[axis] = lazy.Range(at, at+n)
			at += n
			// Every piece is cut out of an array in chunks of its own.
			parts = append(parts, from(t, d, chunking(t, shape)).Slice(by...))
		}
		whole := lazy.Concat(axis, parts...)
		equal(t, dense(t, whole), d)
		k := rapid.IntRange(0, shape[axis]).Draw(t, "k")
		by := slices.Repeat([]lazy.Index{lazy.All}, axis+1)
		by[axis] = lazy.Range(k, lazy.End)
		equal(t, dense(t, whole.Slice(by...)), sliced(t, d, by))
	})
}

// TestSumsOfSums: sums along one axis after another are the sum, and so are the sums of the chunks.
func TestSumsOfSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunking := anything(t)
		x := from(t, d, chunking)
		want := 0.0
		for i := range d.Len() {
			want += d.Float64At(i)
		}
		oneByOne := x
		for oneByOne.NDim() > 0 {
			oneByOne = oneByOne.Sum(rapid.IntRange(0, oneByOne.NDim()-1).Draw(t, "axis"))
		}
		chunks := 0.0
		err := x.Each(func(c lazy.Chunk) error {
			b := c.Block.Dense()
			for i := range b.Len() {
				chunks += b.Float64At(i)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []*array{x.Sum(), oneByOne} {
			got, err := a.Item()
			if err != nil || got != want || chunks != want {
				t.Fatalf("the sum is %v (%v) and that of the chunks %v, want %v", got, err, chunks, want)
			}
		}
		mean, err := x.Mean().Item()
		if err != nil || d.Len() > 0 && math.Abs(mean-want/float64(d.Len())) > 1e-12*math.Abs(mean) || d.Len() == 0 && !math.IsNaN(mean) {
			t.Fatalf("the mean is %v, %v", mean, err)
		}
	})
}
