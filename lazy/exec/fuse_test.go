package exec

import (
	"math"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/fuse"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestFused(t *testing.T) {
	x := random.Uniform(100, 100)
	m := lazy.FromSlice(make([]float64, 10000), 100, 100)
	shared := m.Exp()
	for _, tc := range []struct {
		name  string
		array *lazy.Array
		want  []string // the arrays that are made
	}{
		{"a source", x, []string{"uniform"}},
		{"a chain", x.AddScalar(1).Log().Neg(), []string{"neg"}},
		{"a sum of a chain", x.AddScalar(1).Log().Sum(0), []string{"sum", "sum-aggregate"}},
		{"memory is read", m.AddScalar(1).Sqrt(), []string{"array", "sqrt"}},
		{"random numbers are made twice rather than kept", x.Div(x.Sum(1).KeepDims(1)).Std(0), []string{"sum", "sum-aggregate", "expand_dims", "std", "std-aggregate"}},
		{"what two read is made once", shared.Add(shared.Transpose()), []string{"array", "exp", "transpose", "add"}},
		{"a slice ends a program", x.AddScalar(1).Slice(lazy.At(3)).MulScalar(2), []string{"add", "getitem", "mul"}},
		{"a broadcast one is an input", x.Add(x.Slice(lazy.At(0)).Exp()), []string{"uniform", "getitem", "exp", "add"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			units, err := fuse.Units(tc.array)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range units {
				got = append(got, u.Array.Op().Name())
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(tc.want))
			if !slices.Equal(got, want) {
				t.Errorf("made are %q, want %q", got, want)
			}
		})
	}
}

// Functions and reductions of a concatenation are made of its parts, so that no part's chunk has to be there before.
func TestParted(t *testing.T) {
	g := random.New(1).Chunks(40)
	x, y := g.Uniform(100, 90), g.Uniform(60, 90)
	names := func(a *lazy.Array) []string {
		units, err := fuse.Units(rewrite.Parted([]*lazy.Array{a})...)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, u := range units {
			out = append(out, u.Array.Op().Name())
		}
		return out
	}
	both := lazy.Concat(0, x, y)
	if got, want := names(both.AddScalar(1).Log().Sum(0)), []string{"sum", "sum", "concatenate", "sum-aggregate"}; !slices.Equal(got, want) {
		t.Errorf("made are %q, want %q", got, want)
	}
	if got, want := names(both.Add(both.Transpose().Transpose())), 6; len(got) != want {
		t.Errorf("made are %q, want %d: what two read stays whole", got, want)
	}
	for axis, whole := range []*lazy.Array{both, lazy.Concat(1, x, g.Uniform(100, 30)), lazy.Concat(0, lazy.Concat(0, x, y), x)} {
		held, err := whole.Compute()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []func(a *lazy.Array) *lazy.Array{
			func(a *lazy.Array) *lazy.Array { return a.MulScalar(3).Sqrt() },
			func(a *lazy.Array) *lazy.Array { return a.Sum(0) },
			func(a *lazy.Array) *lazy.Array { return a.Exp().Var(1) },
			func(a *lazy.Array) *lazy.Array { return a.Neg().Max() },
			func(a *lazy.Array) *lazy.Array { return a.AsType(lazy.Float32).GtScalar(0.5).Any(1) },
			func(a *lazy.Array) *lazy.Array { return a.ArgMax(0) },
		} {
			want, err := f(held).Float64s()
			if err != nil {
				t.Fatal(err)
			}
			got, err := f(whole).Float64s()
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-12*math.Abs(want[i]) {
					t.Fatalf("concatenation %d, element %d: %v, want %v", axis, i, got[i], want[i])
				}
			}
		}
	}
}

// A chain of any length is run, in programs of bounded length.
func TestLongChain(t *testing.T) {
	x := lazy.Zeros(lazy.Float64, 3)
	for range 20000 {
		x = x.AddScalar(1)
	}
	v, err := x.Float64s()
	if err != nil || v[2] != 20000 {
		t.Errorf("%v, %v", v, err)
	}
	units, err := fuse.Units(x)
	if err != nil || len(units) < 20000/fuse.MaxSteps || len(units) > 20000/fuse.MaxSteps*2 {
		t.Errorf("%d programs, %v", len(units), err)
	}
}

// Chunks that are only passed through must not end up in somebody's memory twice, nor be overwritten while they are still read.
func TestMemoryIsNotSharedTooSoon(t *testing.T) {
	x := random.New(1).Chunks(100).Uniform(400, 400)
	y := lazy.Concat(0, x, x.AddScalar(1)).Rechunk(100, 100)
	z := y.Add(y.MulScalar(2)).Sub(y.Transpose().Slice(lazy.Range(0, 400)).Sum(1).MulScalar(0))
	want, err := y.MulScalar(3).Float64s(lazy.WithWorkers(1))
	if err != nil {
		t.Fatal(err)
	}
	held, err := z.Compute(lazy.WithWorkers(2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Sum().Item(); err != nil { // another run, which takes and gives back memory of its own
		t.Fatal(err)
	}
	got, err := held.Float64s()
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Fatalf("element %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func BenchmarkRun(b *testing.B) {
	x := random.New(1).Uniform(4000, 4000)
	for _, bm := range []struct {
		name  string
		array *lazy.Array
	}{
		{"row sums", x.Sum(1)},
		{"normalise, log1p, std", x.Div(x.Sum(1).KeepDims(1)).MulScalar(1e4).Log1p().Std(0)},
		{"transpose and rechunk", x.Transpose().Rechunk(1000, 3000).Sum()},
		{"small chunks", lazy.Ones(lazy.Float64, 2000, 2000).Rechunk(50).AddScalar(1).Sum()},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.SetBytes(bm.array.Layers()[0].NBytes())
			for b.Loop() {
				if err := bm.array.Each(func(lazy.Chunk) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
