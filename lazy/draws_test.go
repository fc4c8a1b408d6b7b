package lazy_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// shapes of up to 3 axes; a few have no elements.
func shapes(t *rapid.T) []int {
	return rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(1, 9), rapid.IntRange(0, 2)), 0, 3).Draw(t, "shape")
}

// chunking is any way to cut a shape.
func chunking(t *rapid.T, shape []int) [][]int {
	chunks := make([][]int, len(shape))
	for axis, n := range shape {
		for rest := n; rest > 0; {
			size := rapid.IntRange(1, rest).Draw(t, "size")
			chunks[axis] = append(chunks[axis], size)
			rest -= size
		}
		if n == 0 {
			chunks[axis] = []int{0}
		}
	}
	return chunks
}

// numbers are whole numbers as float64 or int64, on which sums are exact in any order.
func numbers(t *rapid.T, shape []int) *block.Dense {
	d := block.NewDense(rapid.SampledFrom([]lazy.DType{lazy.Float64, lazy.Int64}).Draw(t, "dtype"), shape)
	seed := rapid.Uint64().Draw(t, "seed")
	for i := range d.Len() {
		seed = seed*6364136223846793005 + 1442695040888963407
		v := int64(seed>>33)%41 - 20
		if f := block.Values[float64](d); f != nil {
			f[i] = float64(v)
		} else {
			block.Values[int64](d)[i] = v
		}
	}
	return d
}

// from is an array of the values in chunks that are in memory, or come from a source.
func from(t *rapid.T, d *block.Dense, chunks [][]int) *array {
	if rapid.Bool().Draw(t, "memory") {
		return cut(t, d.Clone(), chunks)
	}
	src := sourceFunc(func(offset, shape []int) (block.Block, error) { return d.Region(offset, shape) })
	return lazy.FromSource(src, d.DType(), d.Shape(), chunks)
}

// large shapes have chunks of several tiles, and of the size from which memory is used again.
func large(t *rapid.T) []int {
	return rapid.SampledFrom([][]int{{20000}, {3, 9000}, {9000, 2}, {130, 90}, {5, 40, 70}, {2, 2, 5000}, {4097}, {1, 4096}}).Draw(t, "shape")
}

// coarse is a few pieces along each axis.
func coarse(t *rapid.T, shape []int) [][]int {
	chunks := make([][]int, len(shape))
	for axis, n := range shape {
		chunks[axis] = even(n, (n-1)/rapid.IntRange(1, 3).Draw(t, "pieces")+1)
	}
	return chunks
}

func index(t *rapid.T, n int) lazy.Index {
	if n > 100 {
		return longIndex(t, n)
	}
	wide := rapid.IntRange(-n-2, n+2)
	switch rapid.IntRange(0, 4).Draw(t, "kind of index") {
	case 0:
		return lazy.Range(wide.Draw(t, "lo"), wide.Draw(t, "hi"))
	case 1:
		step := rapid.IntRange(1, 3).Draw(t, "step") * rapid.SampledFrom([]int{1, -1}).Draw(t, "sign")
		return lazy.RangeStep(wide.Draw(t, "lo"), wide.Draw(t, "hi"), step)
	case 2:
		return lazy.Where(rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "mask"))
	case 3:
		if n > 0 {
			return lazy.At(rapid.SliceOfN(rapid.IntRange(-n, n-1), 0, 2*n).Draw(t, "positions")...)
		}
	}
	return lazy.All
}

// longIndex is an index of a long axis that isn't drawn position by position.
func longIndex(t *rapid.T, n int) lazy.Index {
	step := rapid.SampledFrom([]int{1, 1, 2, 7, -1, -3}).Draw(t, "step")
	lo, hi := rapid.IntRange(0, n/4).Draw(t, "lo"), rapid.IntRange(n/2, n).Draw(t, "hi")
	if rapid.Bool().Draw(t, "list") {
		list := make([]int, hi)
		for i := range list {
			list[i] = (lo + i*(n/2+step)) % n
		}
		return lazy.At(list...)
	}
	if step < 0 {
		lo, hi = hi, lo
	}
	return lazy.RangeStep(lo, hi, step)
}

func indexes(t *rapid.T, shape []int) []lazy.Index {
	out := make([]lazy.Index, rapid.IntRange(0, len(shape)).Draw(t, "indexes"))
	for axis := range out {
		out[axis] = index(t, shape[axis])
	}
	return out
}

// sliced is what a slice must be, element by element.
func sliced(t *rapid.T, d *block.Dense, by []lazy.Index) *block.Dense {
	axes := make([]lazy.Selection, len(d.Shape()))
	shape := make([]int, len(axes))
	for axis, n := range d.Shape() {
		i := lazy.All
		if axis < len(by) {
			i = by[axis]
		}
		s, err := i.Resolve(n)
		if err != nil {
			t.Fatal(err)
		}
		axes[axis], shape[axis] = s, s.Len()
	}
	return gathered(d, shape, func(at []int) []int {
		from := make([]int, len(at))
		for axis, i := range at {
			from[axis] = axes[axis].At(i)
		}
		return from
	})
}

// gathered is a block whose elements are taken from places in another one.
func gathered(d *block.Dense, shape []int, from func(at []int) []int) *block.Dense {
	out := block.NewDense(d.DType(), shape)
	at := make([]int, len(shape))
	for i := range out.Len() {
		rest := i
		for axis := len(shape) - 1; axis >= 0; axis-- {
			at[axis] = rest % shape[axis]
			rest /= shape[axis]
		}
		block.CopyBox(out, at, d, from(at), slices.Repeat([]int{1}, len(d.Shape())))
	}
	return out
}

func dense(t *rapid.T, a *array) *block.Dense {
	d, err := a.Dense(lazy.WithWorkers(rapid.IntRange(1, 4).Draw(t, "workers")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func equal(t *rapid.T, got, want *block.Dense) {
	t.Helper()
	if diff := differs(got, want, 1e-300); diff != "" { // whole numbers are exact; zeros may differ in sign
		t.Fatal(diff)
	}
}
