package lazy_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// TestEqualLayersAreComputedOnce: layers that were made twice are run once, in one array or in several that are computed together.
func TestEqualLayersAreComputedOnce(t *testing.T) {
	var calls atomic.Int64
	counted := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		calls.Add(1)
		return in[0], nil
	})
	other := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		calls.Add(1)
		return in[0], nil
	})
	const chunks = 8
	held := cut(t, countUp(40, 40), [][]int{even(40, 10), even(40, 20)})
	for name, tc := range map[string]struct {
		of    func(x func() *array) []*array
		calls int64 // for every chunk
		reads int   // of every chunk
	}{
		"two arrays":        {func(x func() *array) []*array { return []*array{x().Sum(0), x().AddScalar(1)} }, 1, 1},
		"the same array":    {func(x func() *array) []*array { return []*array{x(), x()} }, 1, 1},
		"in one array":      {func(x func() *array) []*array { return []*array{x().Add(x().Transpose().Transpose())} }, 1, 1},
		"concatenated":      {func(x func() *array) []*array { return []*array{lazy.Concat(0, x(), x())} }, 1, 1},
		"centred":           {func(x func() *array) []*array { return []*array{x().Sub(x().Mean(0))} }, 1, 1},
		"over one another":  {func(x func() *array) []*array { return []*array{x().MapBlocks(counted, lazy.Float64)} }, 2, 1},
		"made anew":         {func(x func() *array) []*array { return []*array{x(), x().MadeAnew()} }, 2, 2},
		"made anew twice":   {func(x func() *array) []*array { y := x().MadeAnew(); return []*array{y.Sum(0), y.Sum(1)} }, 1, 1},
		"another function":  {func(x func() *array) []*array { return []*array{x(), x().Inputs()[0].MapBlocks(other, lazy.Float64)} }, 2, 1},
		"another parameter": {func(x func() *array) []*array { return []*array{x().MulScalar(2), x().MulScalar(3)} }, 1, 1},
		"other chunks below": {func(x func() *array) []*array {
			return []*array{x(), x().Inputs()[0].AddScalar(0).MapBlocks(counted, lazy.Float64)}
		}, 2, 1},
	} {
		calls.Store(0)
		c := newCounting(40, 40)
		arrays := tc.of(func() *array {
			return lazy.FromSource(c, lazy.Float64, c.shape, [][]int{even(40, 10), even(40, 20)}).MapBlocks(counted, lazy.Float64)
		})
		got, err := lazy.ComputeAll(arrays)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n := calls.Load(); n != tc.calls*chunks {
			t.Errorf("%s: %d calls for %d chunks", name, n, chunks)
		}
		if len(c.read) != chunks {
			t.Errorf("%s: %d chunks were read", name, len(c.read))
		}
		for at, n := range c.read {
			if n != tc.reads {
				t.Errorf("%s: the chunk at %v was read %d times", name, at, n)
			}
		}
		// The same of values in memory.
		for i, a := range tc.of(func() *array { return held.MapBlocks(counted, lazy.Float64) }) {
			here, err := got[i].Dense()
			if err != nil {
				t.Fatal(err)
			}
			want, err := a.Dense()
			if err != nil {
				t.Fatal(err)
			}
			if diff := differs(here, want, 0); diff != "" {
				t.Errorf("%s: array %d: %s", name, i, diff)
			}
		}
	}
}

// Values in memory that happen to be equal are not taken for each other while nobody has looked, and nothing is lost by it.
func TestEqualValuesInMemory(t *testing.T) {
	a, b := lazy.FromSlice([]float64{1, 2, 3}), lazy.FromSlice([]float64{1, 2, 3})
	out, err := lazy.ComputeAll([]*array{a.AddScalar(1), b.AddScalar(1), a.AddScalar(1)})
	if err != nil {
		t.Fatal(err)
	}
	if out[0] == out[1] || out[0] != out[2] {
		t.Error("the blocks decide what is the same")
	}
	if a.AddScalar(1).Name() != b.AddScalar(1).Name() {
		t.Error("equal values have different names")
	}
}

// A plan tells of equal layers once.
func TestExplainCountsEqualLayersOnce(t *testing.T) {
	x := func() *array {
		return lazy.FromSource(squares{40}, lazy.Int64, []int{40, 40}, [][]int{even(40, 10), {40}})
	}
	once, err := lazy.Explain([]*array{x().Sum(0)})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := lazy.Explain([]*array{x().Sum(0), x().Sum(0), x().Sum(0).AddScalar(1).SubScalar(1).Slice(lazy.Range(0, 0))})
	if err != nil {
		t.Fatal(err)
	}
	if twice.Tasks > once.Tasks+1 {
		t.Errorf("%d tasks and %d", once.Tasks, twice.Tasks)
	}
}
