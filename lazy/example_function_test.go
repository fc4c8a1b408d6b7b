package lazy_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

func ExampleArray_MapBlocks() {
	x := lazy.FromSlice([]float64{3, 1, 2, 9, 8, 7}).Rechunk(3)
	sorted := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := in[0].Clone() // what is given must not be changed
		slices.Sort(block.Values[float64](out))
		return out, nil
	})
	fmt.Println(x.MapBlocks(sorted, lazy.Float64).Float64s())
	// Output: [1 2 3 7 8 9] <nil>
}

func ExampleArray_MapBlocks_chunks() {
	x := lazy.FromSlice([]float64{3, 1, 2, 9, 8, 7}).Rechunk(3)
	largest := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		return block.FromSlice(at.Shape, []float64{slices.Max(block.Values[float64](in[0]))})
	})
	fmt.Println(x.MapBlocks(largest, lazy.Float64, lazy.WithChunks([]int{1})).Float64s())
	// Output: [3 9] <nil>
}

func ExampleArray_MapOverlap() {
	x := lazy.FromSlice([]float64{0, 0, 3, 0, 0, 6, 0, 0}).Rechunk(3)
	smooth := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		v, out := block.Values[float64](in[0]), in[0].Clone()
		for i := 1; i < len(v)-1; i++ {
			block.Values[float64](out)[i] = (v[i-1] + v[i] + v[i+1]) / 3
		}
		return out, nil
	})
	fmt.Println(x.MapOverlap(smooth, lazy.Float64, &lazy.PadEdge, 1).Float64s())
	// Output: [0 1 1 1 2 2 2 0] <nil>
}

func ExampleRegisterFunc() {
	// In a package variable, so that every program that links the package can compute the graph.
	double := lazy.RegisterFunc("example.double", func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := in[0].Clone()
		for i := range block.Values[float64](out) {
			block.Values[float64](out)[i] *= 2
		}
		return out, nil
	})
	fmt.Println(lazy.FromSlice([]float64{1, 2, 3}).MapBlocks(double, lazy.Float64).Float64s())
	// Output: [2 4 6] <nil>
}

func ExampleArray_Reduction() {
	total := func(in []*block.Dense) float64 {
		sum := 0.0
		for _, b := range in {
			for _, v := range block.Values[float64](b) {
				sum += v * v
			}
		}
		return sum
	}
	squares := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		return block.FromSlice(at.Shape, []float64{total(in)})
	})
	added := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		sum := 0.0
		for _, b := range in {
			sum += b.Float64At(0)
		}
		return block.FromSlice(at.Shape, []float64{sum})
	})
	x := lazy.FromSlice([]float64{1, 2, 3, 4, 5}).Rechunk(2)
	fmt.Println(x.Reduction(lazy.Reduction{Chunk: squares, Aggregate: added, State: lazy.Float64}, lazy.Float64).Item())
	// Output: 55 <nil>
}

func ExampleBlockwise() {
	// The products of every element of x with every element of y.
	outer := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Float64, at.Shape)
		for i := range at.Shape[0] {
			for k := range at.Shape[1] {
				block.Values[float64](out)[i*at.Shape[1]+k] = in[0].Float64At(i) * in[1].Float64At(k)
			}
		}
		return out, nil
	})
	x, y := lazy.FromSlice([]float64{1, 2, 3}).Rechunk(2), lazy.FromSlice([]float64{1, 10})
	fmt.Println(lazy.Blockwise(outer, lazy.Float64, "ij", x.Label("i"), y.Label("j")).Slice())
	// Output:
	// array([[ 1., 10.],
	//        [ 2., 20.],
	//        [ 3., 30.]])
}
