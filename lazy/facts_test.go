package lazy_test

import (
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/random"
)

// What the tutorial shows of arrays.
func TestShapeOfGraphs(t *testing.T) {
	x, y := random.Uniform(10000, 10000), random.Uniform(10000, 10000)
	a, b := random.Uniform(10000, 100), random.Uniform(10000, 100)
	for _, tc := range []struct {
		name                string
		array               *lazy.Array
		shape, chunk        string
		bytes               int64
		layers, chunks      int
		tasks, edges, views int
	}{
		{name: "one", array: x, shape: "(10000, 10000)", chunk: "(2500, 2500)", bytes: 8e8, layers: 1, chunks: 16, tasks: 16},
		{name: "one chunk", array: a, shape: "(10000, 100)", chunk: "(10000, 100)", bytes: 8e6, layers: 1, chunks: 1, tasks: 1},
		{name: "sum", array: x.Sum(1), shape: "(10000,)", chunk: "(2500,)", bytes: 8e4, layers: 3, chunks: 4, tasks: 36, edges: 32},
		{name: "concat", array: lazy.Concat(0, x, y), shape: "(20000, 10000)", chunk: "(2500, 2500)", bytes: 16e8, layers: 3, chunks: 32, tasks: 64, edges: 32},
		{name: "concat of single chunks", array: lazy.Concat(0, a, b), shape: "(20000, 100)", chunk: "(10000, 100)", bytes: 16e6, layers: 3, chunks: 2, tasks: 4, edges: 2},
		{name: "small", array: random.Uniform(100, 100), shape: "(100, 100)", chunk: "(100, 100)", bytes: 8e4, layers: 1, chunks: 1, tasks: 1},
		{name: "culled", array: x.Slice(lazy.Range(0, 500), lazy.Range(2400, 2600)), shape: "(500, 200)", chunk: "(500, 100)", bytes: 8e5, layers: 2, chunks: 2, tasks: 4, edges: 2},
		{name: "tree", array: random.Uniform(10000, 10000).Sum(), shape: "()", chunk: "()", bytes: 8, layers: 3, chunks: 1, tasks: 16 + 16 + 1, edges: 16 + 16},
		{name: "taller tree", array: random.New(1).Chunks(100).Uniform(1000, 1000).Sum(), shape: "()", chunk: "()", bytes: 8, layers: 4, chunks: 1, tasks: 100 + 100 + 9 + 1, edges: 100 + 100 + 9},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := tc.array.Err(); err != nil {
				t.Fatal(err)
			}
			if s, c := tc.array.Shape().String(), tc.array.ChunkShape().String(); s != tc.shape || c != tc.chunk {
				t.Errorf("shape %s in chunks of %s, want %s of %s", s, c, tc.shape, tc.chunk)
			}
			if tc.array.NBytes() != tc.bytes || tc.array.NLayers() != tc.layers || tc.array.NChunks() != tc.chunks {
				t.Errorf("%d bytes, %d layers, %d chunks", tc.array.NBytes(), tc.array.NLayers(), tc.array.NChunks())
			}
			g := tc.array.Visualize()
			edges := 0
			for i, task := range g.Tasks {
				edges += len(task.Inputs)
				for _, in := range task.Inputs {
					if in >= i {
						t.Errorf("task %d reads task %d, which stands behind it", i, in)
					}
				}
			}
			if g.NTasks != tc.tasks || len(g.Tasks) != tc.tasks || edges != tc.edges || len(g.Layers) != tc.layers {
				t.Errorf("%v with %d reads, want %d tasks and %d reads", g, edges, tc.tasks, tc.edges)
			}
		})
	}
}

func TestAutoChunks(t *testing.T) {
	for _, tc := range []struct {
		shape []int
		dtype lazy.DType
		want  string
	}{
		{[]int{10000, 10000}, lazy.Float64, "(2500, 2500)"},
		{[]int{10000, 100}, lazy.Float64, "(10000, 100)"},
		{[]int{20000, 10000}, lazy.Float64, "(4000, 2500)"},
		{[]int{10007, 10007}, lazy.Float64, "(4096, 4096)"}, // a prime: no even division
		{[]int{10000, 10000}, lazy.Uint8, "(10000, 10000)"},
		{[]int{100000000}, lazy.Float64, "(12500000,)"},
		{[]int{1000000, 50}, lazy.Float64, "(250000, 50)"},
		{[]int{0, 5}, lazy.Float64, "(0, 5)"},
		{[]int{}, lazy.Float64, "()"},
		{[]int{1, 1}, lazy.Complex128, "(1, 1)"},
	} {
		if got := lazy.Zeros(tc.dtype, tc.shape...).ChunkShape().String(); got != tc.want {
			t.Errorf("%v of %v: chunks of %s, want %s", lazy.Shape(tc.shape), tc.dtype, got, tc.want)
		}
	}
}

// Describing is not computing: a graph over a million chunks is made and sliced in no time, and with no memory to speak of.
func TestGraphOverManyChunks(t *testing.T) {
	x := random.New(1).Chunks(50, 50).Uniform(50000, 50000)
	if x.NChunks() != 1000000 {
		t.Fatalf("%d chunks", x.NChunks())
	}
	allocated := testing.AllocsPerRun(10, func() {
		y := x.AddScalar(1).Slice(lazy.Range(0, 10), lazy.Range(0, 10))
		if y.Err() != nil {
			t.Fatal(y.Err())
		}
	})
	if allocated > 1000 {
		t.Errorf("%v allocations for three operations", allocated)
	}
	if g := x.Visualize(); g.Tasks != nil || g.NTasks != 1000000 {
		t.Errorf("%v with %d tasks drawn", g, len(g.Tasks))
	}
	v, err := x.Slice(lazy.At(49999), lazy.At(49999)).Item()
	if err != nil || v < 0 || v >= 1 {
		t.Errorf("the last value is %v, %v", v, err)
	}
}

func TestNames(t *testing.T) {
	x := random.New(1).Uniform(10, 10)
	same := func(a, b *lazy.Array) bool { return a.Name() == b.Name() }
	if !same(random.New(1).Uniform(10, 10), x) || !same(x.Sum(1), random.New(1).Uniform(10, 10).Sum(1)) {
		t.Error("equal graphs have different names")
	}
	if !same(lazy.FromSlice([]float64{1, 2}), lazy.FromSlice([]float64{1, 2})) {
		t.Error("equal values in memory have different names")
	}
	all := []*lazy.Array{
		x, random.New(2).Uniform(10, 10), random.New(1).Uniform(10, 11), x.Sum(0), x.Sum(1), x.Sum(), x.Mean(1), x.AddScalar(1), x.AddScalar(2),
		x.Slice(lazy.Range(0, 5)), x.Slice(lazy.Range(0, 6)), x.Slice(lazy.At(0, 1, 2)), x.Slice(lazy.At(0, 1, 3)), x.Rechunk(5), x.Rechunk(2),
		x.Transpose(), x.AsType(lazy.Float32), lazy.Concat(0, x, x), lazy.Concat(1, x, x), lazy.Zeros(lazy.Float64, 3), lazy.Full(lazy.Float64, 2, 3),
		lazy.Full(lazy.Float64, 4, 3), lazy.FromSlice([]float64{1}), lazy.FromSlice([]float64{2}), lazy.FromSlice([]float64{1}, 1, 1), lazy.FromSlice([]int64{1}),
	}
	var names []string
	for _, a := range all {
		names = append(names, a.Name())
	}
	slices.Sort(names)
	if n := len(slices.Compact(names)); n != len(all) {
		t.Errorf("%d names for %d different arrays", n, len(all))
	}
}

func TestErrors(t *testing.T) {
	x := lazy.FromSlice(make([]float64, 6), 2, 3)
	for name, bad := range map[string]*lazy.Array{
		"slice": x.Slice(lazy.At(2)), "too many indexes": x.Slice(lazy.All, lazy.All, lazy.All), "names": x.Slice(lazy.Names("a")),
		"step": x.Slice(lazy.RangeStep(0, 2, 0)), "mask": x.Slice(lazy.Where([]bool{true})), "values": lazy.FromSlice([]int8{1}, 2),
		"shape": lazy.Zeros(lazy.Float64, -1), "huge": lazy.Zeros(lazy.Float64, 1<<40, 1<<40), "concat": lazy.Concat(0, x, x.Transpose()),
		"concat axis": lazy.Concat(2, x), "concat nothing": lazy.Concat(0), "broadcast": x.Add(x.Transpose()), "axis": x.Sum(2), "axis twice": x.Sum(0, -2),
		"transpose": x.Transpose(0, 0), "rechunk": x.Rechunk(0), "max of nothing": lazy.Zeros(lazy.Float64, 0).Max(), "nil": x.Add(nil),
		"poisson": random.Poisson(-1, 3), "integers": random.Integers(3, 3, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if bad.Err() == nil {
				t.Fatalf("%v", bad)
			}
			for _, after := range []*lazy.Array{bad.Sum(0), bad.AddScalar(1), bad.Slice(lazy.All), x.Add(bad), lazy.Concat(0, bad, x), bad.Rechunk(2), bad.Transpose()} {
				if after.Err() != bad.Err() {
					t.Errorf("the error became %v", after.Err())
				}
			}
			if _, err := bad.Float64s(); err != bad.Err() {
				t.Errorf("computing gives %v", err)
			}
			if _, err := bad.Compute(); err != bad.Err() {
				t.Errorf("computing gives %v", err)
			}
			_ = bad.String()
			_ = bad.Visualize().String()
		})
	}
}

// TestGroupNames: what groups differently has another name.
func TestGroupNames(t *testing.T) {
	x := lazy.Ones(lazy.Float64, 4, 2)
	same := x.GroupBy([]int{0, 1, 0, 1}, 2).Sum().Name()
	if again := x.GroupBy([]int{0, 1, 0, 1}, 2).Sum().Name(); again != same {
		t.Errorf("%s and %s", same, again)
	}
	for _, other := range []*lazy.Groups{x.GroupBy([]int{0, 1, 1, 1}, 2), x.GroupBy([]int{0, 1, 0, 1}, 3), x.AddScalar(1).GroupBy([]int{0, 1, 0, 1}, 2)} {
		if other.Sum().Name() == same {
			t.Errorf("another grouping is also %s", same)
		}
	}
}
