package lazy_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// rearrangement is an operation that only moves elements: the result's shape, and where each of its elements comes from.
type rearrangement struct {
	name  string
	apply move
	shape []int
	from  func(at []int) []int
}

// linear is the number of a place in C order, and place is the place of a number.
func linear(shape, at []int) int {
	n := 0
	for axis, i := range at {
		n = n*shape[axis] + i
	}
	return n
}

func place(shape []int, n int) []int {
	at := make([]int, len(shape))
	for axis := len(shape) - 1; axis >= 0; axis-- {
		at[axis] = n % shape[axis]
		n /= shape[axis]
	}
	return at
}

// reshapes draws a shape of as many elements.
func reshapes(t *rapid.T, size int) []int {
	var shape []int
	for size > 1 && len(shape) < 5 {
		var divisors []int
		for d := 1; d <= size; d++ {
			if size%d == 0 {
				divisors = append(divisors, d)
			}
		}
		d := rapid.SampledFrom(divisors).Draw(t, "size")
		shape, size = append(shape, d), size/d
	}
	if size > 1 || rapid.Bool().Draw(t, "one more") {
		shape = append(shape, size)
	}
	return shape
}

// rearrangements draws an operation for an array of the given shape, of at least one axis and one element.
func rearrangements(t *rapid.T, shape []int) rearrangement {
	axis := rapid.IntRange(0, len(shape)-1).Draw(t, "axis")
	n := shape[axis]
	along := func(name string, size int, apply move, from func(i int) int) rearrangement {
		out := slices.Clone(shape)
		out[axis] = size
		return rearrangement{name, apply, out, func(at []int) []int {
			at = slices.Clone(at)
			at[axis] = from(at[axis])
			return at
		}}
	}
	modulo := func(i, n int) int { return (i%n + n) % n }
	switch rapid.IntRange(0, 10).Draw(t, "rearrangement") {
	case 0:
		k := rapid.IntRange(1, 5).Draw(t, "times")
		return along("repeat", n*k, func(x *array) *array { return x.Repeat(k, axis) }, func(i int) int { return i / k })
	case 1:
		k := rapid.IntRange(1, 5).Draw(t, "times")
		reps := slices.Repeat([]int{1}, len(shape))
		reps[axis] = k
		return along("tile", n*k, func(x *array) *array { return x.Tile(reps...) }, func(i int) int { return i % n })
	case 2:
		return along("flip", n, func(x *array) *array { return x.Flip(axis) }, func(i int) int { return n - 1 - i })
	case 3:
		k := rapid.IntRange(-2*n, 2*n).Draw(t, "shift")
		return along("roll", n, func(x *array) *array { return x.Roll(k, axis) }, func(i int) int { return modulo(i-k, n) })
	case 4:
		w := [2]int{rapid.IntRange(0, 12).Draw(t, "before"), rapid.IntRange(0, 12).Draw(t, "after")}
		how := rapid.SampledFrom([]string{"edge", "wrap", "symmetric"}).Draw(t, "padding")
		padding := map[string]lazy.Padding{"edge": lazy.PadEdge, "wrap": lazy.PadWrap, "symmetric": lazy.PadSymmetric}[how]
		widths := make([][2]int, len(shape))
		widths[axis] = w
		return along(how, n+w[0]+w[1], func(x *array) *array { return x.Pad(padding, widths...) }, func(i int) int {
			switch i -= w[0]; how {
			case "edge":
				return min(max(i, 0), n-1)
			case "wrap":
				return modulo(i, n)
			}
			i = modulo(i, 2*n)
			return min(i, 2*n-1-i)
		})
	case 5:
		k := rapid.IntRange(1, n).Draw(t, "pieces")
		return along("split", n, func(x *array) *array {
			parts, err := x.ArraySplit(k, axis)
			if err != nil {
				return lazy.Failed(err)
			}
			return lazy.Concat(axis, parts...)
		}, func(i int) int { return i })
	case 6:
		to := rapid.IntRange(0, len(shape)-1).Draw(t, "to")
		order := slices.Delete(axesUpTo(len(shape)), axis, axis+1)
		order = slices.Insert(order, to, axis)
		out := make([]int, len(shape))
		for i, k := range order {
			out[i] = shape[k]
		}
		return rearrangement{"moveaxis", func(x *array) *array { return x.MoveAxis(axis, to) }, out, func(at []int) []int {
			from := make([]int, len(at))
			for i, k := range order {
				from[k] = at[i]
			}
			return from
		}}
	case 7:
		k := rapid.IntRange(1, 6).Draw(t, "copies")
		return rearrangement{"broadcast", func(x *array) *array { return x.BroadcastTo(append([]int{k}, shape...)...) },
			append([]int{k}, shape...), func(at []int) []int { return at[1:] }}
	case 8:
		return rearrangement{"stack", func(x *array) *array { return lazy.Stack(axis, x, x, x) }, slices.Insert(slices.Clone(shape), axis, 3),
			func(at []int) []int { return slices.Delete(slices.Clone(at), axis, axis+1) }}
	case 9:
		lists := make([][]int, axis+1)
		k := rapid.IntRange(0, 20).Draw(t, "points")
		for i := range lists {
			lists[i] = rapid.SliceOfN(rapid.IntRange(0, shape[i]-1), k, k).Draw(t, "list")
		}
		return rearrangement{"points", func(x *array) *array { return x.Points(lists...) }, append([]int{k}, shape[axis+1:]...), func(at []int) []int {
			var from []int
			for _, list := range lists {
				from = append(from, list[at[0]])
			}
			return append(from, at[1:]...)
		}}
	}
	size := block.Size(shape)
	out := reshapes(t, size)
	return rearrangement{"reshape", func(x *array) *array { return x.Reshape(out...) }, out, func(at []int) []int {
		return place(shape, linear(out, at))
	}}
}

// takenFrom is a block whose elements are taken from places in another one, of any number of axes.
func takenFrom(d *block.Dense, shape []int, from func(at []int) []int) *block.Dense {
	flat, err := d.Reshape([]int{d.Len()})
	if err != nil {
		panic(err)
	}
	all := gathered(flat, []int{block.Size(shape)}, func(at []int) []int { return []int{linear(d.Shape(), from(place(shape, at[0])))} })
	out, err := all.Reshape(shape)
	if err != nil {
		panic(err)
	}
	return out
}

// TestElementsAreMoved: operations that move elements move each from where it belongs, in any chunks, and slices of the result are those of
// the whole.
func TestElementsAreMoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SliceOfN(rapid.IntRange(1, 9), 1, 3).Draw(t, "shape")
		d := numbers(t, shape)
		x := from(t, d, chunking(t, shape))
		r := rearrangements(t, shape)
		y := r.apply(x)
		if y.Err() != nil {
			t.Fatalf("%s: %v", r.name, y.Err())
		}
		want := takenFrom(d, r.shape, r.from)
		if diff := differs(dense(t, y), want, 1e-300); diff != "" {
			t.Fatalf("%s: %s", r.name, diff)
		}
		by := indexes(t, r.shape)
		if diff := differs(dense(t, y.Slice(by...)), sliced(t, want, by), 1e-300); diff != "" {
			t.Fatalf("a slice of %s: %s", r.name, diff)
		}
		if diff := differs(dense(t, r.apply(x.AddScalar(1)).Sum()), dense(t, lazy.FromBlock(want).AddScalar(1).Sum()), 0); diff != "" {
			t.Fatalf("the sum of %s: %s", r.name, diff)
		}
	})
}

// TestReshapeKeepsChunksSmall: however an array is cut and reshaped, no chunk on the way has more than twice the elements of the largest.
func TestReshapeKeepsChunksSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SliceOfN(rapid.SampledFrom([]int{1, 2, 4, 6, 10, 30}), 1, 3).Draw(t, "shape")
		chunks := make([][]int, len(shape))
		for axis, n := range shape {
			chunks[axis] = even(n, rapid.IntRange(1, n).Draw(t, "chunk"))
		}
		x := lazy.Ones(lazy.Int8, shape...).RechunkTo(chunks).Neg()
		most := block.Size(x.ChunkShape())
		y := x.Reshape(reshapes(t, x.Size())...)
		if y.Err() != nil {
			t.Fatal(y.Err())
		}
		for _, layer := range y.Layers() {
			if n := block.Size(layer.ChunkShape()); n > 2*most {
				t.Fatalf("%v in chunks of %v to %v: a chunk of %v in between", x.Shape(), x.ChunkShape(), y.Shape(), layer.ChunkShape())
			}
		}
	})
}

// TestReshapeMovesNothing: where chunks hold elements in C order, a reshape has as many chunks of the same elements, and one layer.
func TestReshapeMovesNothing(t *testing.T) {
	for _, tc := range []struct {
		chunks [][]int
		shape  []int
		want   string
	}{
		{[][]int{{3, 5, 2}, {4}}, []int{40}, "[[12 20 8]]"},
		{[][]int{{1, 1}, {2, 3}, {4}}, []int{40}, "[[8 12 8 12]]"},
		{[][]int{{12, 20, 8}}, []int{10, 4}, "[[3 5 2] [4]]"},
		{[][]int{{2, 2}, {3, 3}}, []int{2, 2, 6}, "[[1 1] [2] [3 3]]"},
		{[][]int{{2, 3}, {6}}, []int{5, 2, 3}, "[[2 3] [2] [3]]"},
	} {
		shape := make([]int, len(tc.chunks))
		for axis, sizes := range tc.chunks {
			for _, n := range sizes {
				shape[axis] += n
			}
		}
		y := lazy.Ones(lazy.Int8, shape...).RechunkTo(tc.chunks).Neg().Reshape(tc.shape...)
		if got := fmt.Sprint(y.Chunks()); got != tc.want || y.NLayers() != 3 {
			t.Errorf("%v to %v: chunks %s, %d layers", tc.chunks, tc.shape, got, y.NLayers())
		}
	}
}
