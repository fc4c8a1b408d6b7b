package lazy_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// each is a function of chunks of float64 that works element by element.
func each(f func(v ...float64) float64) *lazy.Function {
	return lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Float64, at.Shape)
		for i := range out.Len() {
			v := make([]float64, len(in))
			for k, b := range in {
				v[k] = b.Float64At(i % b.Len())
			}
			block.Values[float64](out)[i] = f(v...)
		}
		return out, nil
	})
}

// TestMapBlocksIsElementWise: a function that works element by element gives the same in any chunks.
func TestMapBlocksIsElementWise(t *testing.T) {
	double := each(func(v ...float64) float64 { return 2*v[0] + 1 })
	less := each(func(v ...float64) float64 { return v[0] - v[1] })
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		others := chunks
		if d.Len() < 1000 {
			others = chunking(t, d.Shape())
		}
		x, y := from(t, d, chunks), from(t, d, others)
		equal(t, dense(t, x.MapBlocks(double, lazy.Float64)), dense(t, x.AsType(lazy.Float64).MulScalar(2).AddScalar(1)))
		equal(t, dense(t, lazy.MapBlocks(less, lazy.Float64, []*array{x, y.AddScalar(3)})), dense(t, lazy.Full(lazy.Float64, -3, d.Shape()...)))
	})
}

// TestMapBlocksKnowsThePlace: a function that writes positions gives those of the array, in any chunks.
func TestMapBlocksKnowsThePlace(t *testing.T) {
	positions := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Int64, in[0].Shape())
		for i := range at.Shape[0] {
			for k := range at.Shape[1] {
				block.Values[int64](out)[i*at.Shape[1]+k] = int64(1000*(at.Offset[0]+i) + at.Offset[1] + k)
			}
		}
		return out, nil
	})
	rapid.Check(t, func(t *rapid.T) {
		shape := []int{rapid.IntRange(0, 9).Draw(t, "rows"), rapid.IntRange(0, 9).Draw(t, "columns")}
		got := dense(t, from(t, numbers(t, shape), chunking(t, shape)).MapBlocks(positions, lazy.Int64))
		for i := range got.Len() {
			if v := block.Values[int64](got)[i]; v != int64(1000*(i/shape[1])+i%shape[1]) {
				t.Fatalf("element %d of shape %v is %d", i, shape, v)
			}
		}
	})
}

// TestFromFunc: a function of places makes the same array in any chunks, and what it gives is checked.
func TestFromFunc(t *testing.T) {
	want, err := lazy.FromFunc(placed, lazy.Int64, []int{9, 7}, -1).Dense()
	if err != nil {
		t.Fatal(err)
	}
	if v := want.Float64At(8*7 + 6); v != 806 {
		t.Fatalf("the last element is %v", v)
	}
	for _, sizes := range [][]int{{1}, {2, 3}, {9, 1}, nil} {
		x := lazy.FromFunc(placed, lazy.Int64, []int{9, 7}, sizes...)
		got, err := x.Dense()
		if err != nil {
			t.Fatal(err)
		}
		if diff := differs(got, want, 0); diff != "" {
			t.Errorf("in chunks of %v: %s", sizes, diff)
		}
		if v, err := x.Slice(lazy.At(-1), lazy.At(0, -1)).Float64s(); err != nil || v[0] != 800 || v[1] != 806 {
			t.Errorf("the corners are %v, %v", v, err)
		}
	}
	for name, bad := range map[string]*array{
		"function": lazy.FromFunc(nil, lazy.Int64, []int{2}), "type": lazy.FromFunc(placed, 99, []int{2}), "shape": lazy.FromFunc(placed, lazy.Int64, []int{-1, 2}),
		"chunks": lazy.FromFunc(placed, lazy.Int64, []int{2, 2}, 0),
	} {
		if bad.Err() == nil {
			t.Errorf("%s: %v", name, bad)
		}
	}
	if _, err := lazy.FromFunc(placed, lazy.Float32, []int{2, 2}).Dense(); err == nil || !strings.Contains(err.Error(), "from_function") {
		t.Errorf("a function that gives another type: %v", err)
	}
}

func TestMapBlocksChangesChunks(t *testing.T) {
	x := cut(t, countUp(6, 4), [][]int{{2, 3, 1}, {4}})
	firstRow := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		return in[0].Region([]int{0, 0}, []int{1, 4})
	})
	sumRows := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Float64, at.Shape)
		for i, v := range block.Values[float64](in[0]) {
			block.Values[float64](out)[i/4] += v
		}
		return out, nil
	})
	reshaped := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		return in[0].Reshape(at.Shape)
	})
	for _, tc := range []struct {
		name string
		got  *array
		want *array
	}{
		{"sizes", x.MapBlocks(firstRow, lazy.Float64, lazy.WithChunks([]int{1, 1, 1}, []int{4})), x.Slice(lazy.At(0, 2, 5))},
		{"one size for all", x.MapBlocks(firstRow, lazy.Float64, lazy.WithChunks([]int{1}, []int{4})), x.Slice(lazy.At(0, 2, 5))},
		{"drop", x.MapBlocks(sumRows, lazy.Float64, lazy.DropAxes(1)), x.Sum(1)},
		{"add", x.MapBlocks(reshaped, lazy.Float64, lazy.AddAxes(0, -1)), x.ExpandDims(0, 3)},
		{"drop and add", x.MapBlocks(sumRows, lazy.Float64, lazy.DropAxes(-1), lazy.AddAxes(0)), x.Sum(1).ExpandDims(0)},
		{"broadcast", lazy.MapBlocks(sumRows, lazy.Float64, []*array{x, x.Sum(1).ExpandDims(1)}, lazy.DropAxes(1)), x.Sum(1)},
		{"what it was given", x.MapBlocks(reshaped, lazy.Float64).AddScalar(1).MulScalar(0).Add(x), x},
	} {
		t.Run(tc.name, func(t *testing.T) { same(t, tc.got, tc.want) })
	}
}

func countUp(shape ...int) *block.Dense {
	d := block.NewDense(lazy.Float64, shape)
	for i := range block.Values[float64](d) {
		block.Values[float64](d)[i] = float64(i)
	}
	return d
}

func same(t testing.TB, got, want *array) {
	t.Helper()
	g, err := got.Dense()
	if err != nil {
		t.Fatal(err)
	}
	w, err := want.Dense()
	if err != nil {
		t.Fatal(err)
	}
	if diff := differs(g, w, 1e-12); diff != "" {
		t.Error(diff)
	}
}

// TestBlockwiseIsAProduct: rows with columns, whose common axis is never cut.
func TestBlockwiseIsAProduct(t *testing.T) {
	product := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		x, y, out := in[0], in[1], block.NewDense(lazy.Float64, at.Shape)
		n := x.Shape()[1]
		for i := range at.Shape[0] {
			for k := range at.Shape[1] {
				for j := range n {
					block.Values[float64](out)[i*at.Shape[1]+k] += x.Float64At(i*n+j) * y.Float64At(j*at.Shape[1]+k)
				}
			}
		}
		return out, nil
	})
	rapid.Check(t, func(t *rapid.T) {
		n, m, k := rapid.IntRange(1, 6).Draw(t, "n"), rapid.IntRange(0, 6).Draw(t, "m"), rapid.IntRange(1, 6).Draw(t, "k")
		x, y := numbers(t, []int{n, m}), numbers(t, []int{m, k})
		got := lazy.Blockwise(product, lazy.Float64, "ij", from(t, x, chunking(t, x.Shape())).Label("ik"), from(t, y, chunking(t, y.Shape())).Label("kj"))
		want := lazy.FromBlock(x).AsType(lazy.Float64).ExpandDims(2).Mul(lazy.FromBlock(y).ExpandDims(0)).Sum(1)
		equal(t, dense(t, got), dense(t, want))
		turned := lazy.Blockwise(product, lazy.Float64, "ij", from(t, x, chunking(t, x.Shape())).Label("ik"), lazy.FromBlock(y).Label("kj")).Transpose()
		equal(t, dense(t, turned), dense(t, want.Transpose()))
	})
}

// TestMapOverlapSeesNeighbours: a moving sum is the sum of shifted arrays, in any chunks and for any depth.
func TestMapOverlapSeesNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		d := numbers(t, []int{n, 3})
		depth := rapid.IntRange(0, 4).Draw(t, "depth")
		x := from(t, d, chunking(t, d.Shape())).AsType(lazy.Float64)
		moving := lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
			b := in[0]
			out := block.NewDense(lazy.Float64, b.Shape())
			rows, columns := b.Shape()[0], b.Shape()[1]
			for i := range rows {
				for k := range columns {
					for j := max(i-depth, 0); j <= min(i+depth, rows-1); j++ {
						block.Values[float64](out)[i*columns+k] += b.Float64At(j*columns + k)
					}
				}
			}
			return out, nil
		})
		how := rapid.SampledFrom([]string{"none", "zero", "edge", "reflect", "wrap"}).Draw(t, "padding")
		paddings := map[string]lazy.Padding{"zero": lazy.PadConstant(0), "edge": lazy.PadEdge, "reflect": lazy.PadReflect, "wrap": lazy.PadWrap}
		var p *lazy.Padding
		padded := x.Pad(lazy.PadConstant(0), [2]int{depth, depth}, [2]int{0, 0})
		if q, ok := paddings[how]; ok {
			p = &q
			padded = x.Pad(q, [2]int{depth, depth}, [2]int{0, 0})
		}
		want := lazy.Zeros(lazy.Float64, n, 3)
		for shift := range 2*depth + 1 {
			want = want.Add(padded.Slice(lazy.Range(shift, shift+n)))
		}
		got := x.MapOverlap(moving, lazy.Float64, p, depth, 0)
		equal(t, dense(t, got), dense(t, want))
		if fmt.Sprint(got.Chunks()) != fmt.Sprint(x.Chunks()) {
			t.Fatalf("chunks %v of %v", got.Chunks(), x.Chunks())
		}
	})
}

// meanOf is the mean as a reduction of one's own: sums and counts.
func meanOf(keep bool) lazy.Reduction {
	total := func(in []*block.Dense) (sum, n []float64) {
		for _, b := range in {
			v := block.Values[float64](b)
			if sum == nil {
				sum, n = make([]float64, len(v)/2), make([]float64, len(v)/2)
			}
			for i := range sum {
				sum[i], n[i] = sum[i]+v[2*i], n[i]+v[2*i+1]
			}
		}
		return sum, n
	}
	return lazy.Reduction{
		State: lazy.Float64, Width: 2, KeepDims: keep,
		Chunk: lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
			out := block.NewDense(lazy.Float64, at.Shape)
			columns := at.Shape[1]
			for i := range in[0].Len() {
				block.Values[float64](out)[2*(i%columns)] += in[0].Float64At(i)
				block.Values[float64](out)[2*(i%columns)+1]++
			}
			return out, nil
		}),
		Combine: lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
			out := block.NewDense(lazy.Float64, at.Shape)
			sum, n := total(in)
			for i := range sum {
				block.Values[float64](out)[2*i], block.Values[float64](out)[2*i+1] = sum[i], n[i]
			}
			return out, nil
		}),
		Aggregate: lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
			sum, n := total(in)
			for i := range sum {
				sum[i] /= n[i]
			}
			return block.FromSlice(at.Shape, sum)
		}),
	}
}

func TestReductionIsAMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := numbers(t, []int{rapid.IntRange(1, 40).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")})
		x := from(t, d, chunking(t, d.Shape()))
		want := x.AsType(lazy.Float64).Mean(0)
		if diff := differs(dense(t, x.Reduction(meanOf(false), lazy.Float64, 0)), dense(t, want), 1e-12); diff != "" {
			t.Fatal(diff)
		}
		if diff := differs(dense(t, x.Reduction(meanOf(true), lazy.Float64, 0)), dense(t, want.KeepDims(0)), 1e-12); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What goes wrong in functions of users is an error that names the layer and the chunk.
func TestFunctionsThatFail(t *testing.T) {
	x := random.New(1).Chunks(10, 10).Uniform(30, 20)
	full := errors.New("that is too much")
	var calls atomic.Int64
	fn := func(f func(at lazy.Place, in []*block.Dense) (*block.Dense, error)) *lazy.Function {
		return lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
			calls.Add(1)
			if at.Index[0] == 1 && at.Index[1] == 1 {
				return f(at, in)
			}
			return in[0], nil
		})
	}
	for _, tc := range []struct {
		name string
		f    *lazy.Function
		want string
	}{
		{"error", fn(func(lazy.Place, []*block.Dense) (*block.Dense, error) { return nil, full }), "map_blocks, chunk (1, 1): that is too much"},
		{"panic", fn(func(lazy.Place, []*block.Dense) (*block.Dense, error) { panic("oh no") }), "map_blocks, chunk (1, 1): panic: oh no"},
		{"index", fn(func(_ lazy.Place, in []*block.Dense) (*block.Dense, error) { return in[len(in)], nil }), "map_blocks, chunk (1, 1): panic: runtime error: index out of range"},
		{"nothing", fn(func(lazy.Place, []*block.Dense) (*block.Dense, error) { return nil, nil }), "map_blocks, chunk (1, 1): the function (closure"},
		{"type", fn(func(_ lazy.Place, in []*block.Dense) (*block.Dense, error) { return in[0].AsType(lazy.Int8), nil }), "gave a block of int8, not of float64"},
		{"shape", fn(func(_ lazy.Place, in []*block.Dense) (*block.Dense, error) { return in[0].Reshape([]int{100}) }), "gave a block of shape (100,), not of (10, 10)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := x.MapBlocks(tc.f, lazy.Float64).Compute()
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("the error is %.200v", err)
			}
			if tc.name == "error" && !errors.Is(err, full) {
				t.Error("the error doesn't wrap the function's")
			}
		})
	}
	if calls.Load() == 0 {
		t.Error("nothing was called")
	}
}

func TestFunctionsThatCannotBe(t *testing.T) {
	x, f := lazy.Ones(lazy.Float64, 4, 6).Rechunk(2, 3), each(func(v ...float64) float64 { return v[0] })
	for name, bad := range map[string]*array{
		"no function":    x.MapBlocks(nil, lazy.Float64),
		"empty function": x.MapBlocks(&lazy.Function{}, lazy.Float64),
		"no type":        x.MapBlocks(f, lazy.DType(99)),
		"no arrays":      lazy.MapBlocks(f, lazy.Float64, nil),
		"nil array":      lazy.MapBlocks(f, lazy.Float64, []*array{x, nil}),
		"shapes":         lazy.MapBlocks(f, lazy.Float64, []*array{x, x.Transpose()}),
		"drop":           x.MapBlocks(f, lazy.Float64, lazy.DropAxes(1)),
		"drop twice":     x.Rechunk(-1).MapBlocks(f, lazy.Float64, lazy.DropAxes(1, 1)),
		"drop none":      x.MapBlocks(f, lazy.Float64, lazy.DropAxes(2)),
		"add":            x.MapBlocks(f, lazy.Float64, lazy.AddAxes(7)),
		"chunks":         x.MapBlocks(f, lazy.Float64, lazy.WithChunks([]int{2, 2})),
		"number":         x.MapBlocks(f, lazy.Float64, lazy.WithChunks([]int{2, 2, 2}, []int{3})),
		"size":           x.MapBlocks(f, lazy.Float64, lazy.WithChunks([]int{2, -2}, []int{3})),
		"letters":        lazy.Blockwise(f, lazy.Float64, "ij", x.Label("i")),
		"twice":          lazy.Blockwise(f, lazy.Float64, "ii", x.Label("ij")),
		"unknown":        lazy.Blockwise(f, lazy.Float64, "ik", x.Label("ij")),
		"sizes":          lazy.Blockwise(f, lazy.Float64, "i", x.Label("ij"), x.Label("ji")),
		"depth":          x.MapOverlap(f, lazy.Float64, nil, -1),
		"depths":         x.MapOverlap(f, lazy.Float64, nil, 1, 1, 1),
		"reduction":      x.Reduction(lazy.Reduction{Chunk: f}, lazy.Float64),
		"width":          x.Reduction(lazy.Reduction{Chunk: f, Aggregate: f, State: lazy.Float64, Width: -1}, lazy.Float64),
		"axis":           x.Reduction(lazy.Reduction{Chunk: f, Aggregate: f, State: lazy.Float64}, lazy.Float64, 5),
	} {
		if bad.Err() == nil {
			t.Errorf("%s: %v", name, bad)
		}
	}
	broken := lazy.Failed(errors.New("broken"))
	for _, after := range []*array{broken.MapBlocks(f, lazy.Float64), lazy.MapBlocks(f, lazy.Float64, []*array{x, broken}),
		lazy.Blockwise(f, lazy.Float64, "ij", x.Label("ij"), broken.Label("ij")), broken.MapOverlap(f, lazy.Float64, nil, 1),
		broken.Reduction(lazy.Reduction{Chunk: f, Aggregate: f, State: lazy.Float64}, lazy.Float64)} {
		if after.Err() != broken.Err() {
			t.Errorf("the error became %v", after.Err())
		}
	}
}

// Layers of the same function are the same layer; those of different closures are not.
func TestFunctionNames(t *testing.T) {
	g := lazy.RegisterFunc("test.half", func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := in[0].Clone()
		for i := range block.Values[float64](out) {
			block.Values[float64](out)[i] /= 2
		}
		return out, nil
	})
	x := lazy.FromSlice([]float64{2, 4, 6})
	same(t, x.MapBlocks(g, lazy.Float64), lazy.FromSlice([]float64{1, 2, 3}))
	found, err := lazy.RegisteredFunc("test.half")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := x.MapBlocks(g, lazy.Float64), x.MapBlocks(found, lazy.Float64); a.Name() != b.Name() {
		t.Errorf("%s and %s", a.Name(), b.Name())
	}
	f, h := each(func(v ...float64) float64 { return v[0] }), each(func(v ...float64) float64 { return v[0] })
	if a, b := x.MapBlocks(f, lazy.Float64), x.MapBlocks(h, lazy.Float64); a.Name() == b.Name() || a.Name() != x.MapBlocks(f, lazy.Float64).Name() {
		t.Errorf("%s and %s", a.Name(), b.Name())
	}
	if _, err := lazy.RegisteredFunc("test.unknown"); err == nil || !strings.Contains(err.Error(), "test.unknown") {
		t.Errorf("an unknown function was found: %v", err)
	}
}
