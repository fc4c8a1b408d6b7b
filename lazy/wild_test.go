package lazy_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
)

// TestWildArguments: no numbers that are given to operations make them panic or take much memory; what they can't mean is an error, and what they can has
// the shape that was asked for.
func TestWildArguments(t *testing.T) {
	numbers := rapid.OneOf(rapid.IntRange(-4, 12), rapid.IntRange(-4, 12), rapid.IntRange(-4, 12),
		rapid.SampledFrom([]int{math.MinInt, math.MaxInt, 1 << 56, 1 << 40, 1 << 31, -1 << 31, 1000003, -1 << 62}))
	f := each(func(v ...float64) float64 { return v[0] })
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SampledFrom([][]int{{}, {0}, {5}, {4, 6}, {1, 3, 2}, {3, 0}, {1 << 30, 1 << 10}, {1 << 36}, {100000, 1000}}).Draw(t, "shape")
		x := lazy.Generate(lazy.Zeros(lazy.Float64).Op(), lazy.Float64, shape)
		if rapid.Bool().Draw(t, "no source") {
			x = x.Neg()
		}
		n := rapid.SliceOfN(numbers, 0, 4).Draw(t, "numbers")
		one, two := numbers.Draw(t, "one"), numbers.Draw(t, "two")
		padding := rapid.SampledFrom([]lazy.Padding{{}, lazy.PadConstant(1), lazy.PadEdge, lazy.PadReflect, lazy.PadSymmetric, lazy.PadWrap}).Draw(t, "padding")
		var widths [][2]int
		for i := 0; i+1 < len(n); i += 2 {
			widths = append(widths, [2]int{n[i], n[i+1]})
		}
		var index []lazy.Index
		for _, i := range n {
			index = append(index, rapid.SampledFrom([]lazy.Index{lazy.I(i), lazy.At(i, i), lazy.Range(i, one), lazy.RangeStep(one, i, two), lazy.NewAxis, lazy.Ellipsis, nil,
				lazy.Where(make([]bool, max(min(i, 20), 0)))}).Draw(t, "index"))
		}
		for _, y := range []*array{
			x.Reshape(n...), x.Squeeze(n...), x.ExpandDims(n...), x.BroadcastTo(n...), x.Repeat(one, two), x.Tile(n...), x.Flip(n...), x.Roll(one, n...),
			x.Pad(padding, widths...), x.MoveAxis(one, two), x.SwapAxes(one, two), x.Points(n, n), x.Points(n), x.Slice(index...), x.Slice(index...).Slice(index...),
			lazy.Stack(one, x, x), lazy.Block([][]*array{{x, x}, {x}}), x.Rechunk(-1).MapOverlap(f, lazy.Float64, &padding, n...), x.Transpose(n...), x.Ravel(),
		} {
			if y.Err() == nil && len(y.Chunks()) != len(y.Shape()) {
				t.Fatalf("%v in chunks %v", y.Shape(), y.Chunks())
			}
		}
		if y := x.Reshape(n...); y.Err() == nil && y.Size() != x.Size() {
			t.Fatalf("%v became %v", x.Shape(), y.Shape())
		}
		for _, cut := range []func() ([]*array, error){
			func() ([]*array, error) { return x.Split(min(one, 1000), two) }, func() ([]*array, error) { return x.SplitAt(one, n...) },
			func() ([]*array, error) { return x.ArraySplit(min(one, 1000), two) },
		} {
			parts, err := cut()
			if err == nil && len(parts) == 0 {
				t.Fatal("no parts and no error")
			}
		}
	})
}
