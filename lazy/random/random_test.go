package random_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/random"
)

// makers is every distribution, with its mean and standard deviation.
var makers = map[string]struct {
	make      func(g *random.Generator, shape ...int) *lazy.Array
	mean, std float64
	dtype     lazy.DType
}{
	"uniform":     {(*random.Generator).Uniform, 0.5, math.Sqrt(1.0 / 12), lazy.Float64},
	"normal":      {(*random.Generator).Normal, 0, 1, lazy.Float64},
	"exponential": {(*random.Generator).Exponential, 1, 1, lazy.Float64},
	"integers": {func(g *random.Generator, s ...int) *lazy.Array { return g.Integers(-3, 7, s...) }, 1.5, math.Sqrt(99.0 / 12),
		lazy.Int64},
	"poisson":     {func(g *random.Generator, s ...int) *lazy.Array { return g.Poisson(2.5, s...) }, 2.5, math.Sqrt(2.5), lazy.Int64},
	"few trials":  {func(g *random.Generator, s ...int) *lazy.Array { return g.Binomial(6, 0.3, s...) }, 1.8, math.Sqrt(1.26), lazy.Int64},
	"many trials": {func(g *random.Generator, s ...int) *lazy.Array { return g.Binomial(1000, 0.7, s...) }, 700, math.Sqrt(210), lazy.Int64},
	"one of":      {func(g *random.Generator, s ...int) *lazy.Array { return g.Choice([]float64{1, 2, 6}, nil, s...) }, 3, math.Sqrt(14.0 / 3), lazy.Float64},
	"weighted": {func(g *random.Generator, s ...int) *lazy.Array {
		return g.Choice([]float64{-2, 0, 4}, []float64{0.25, 0.5, 0.25}, s...)
	}, 0.5, math.Sqrt(4.75), lazy.Float64},
}

func values(t *testing.T, a *lazy.Array, opts ...lazy.RunOption) []float64 {
	t.Helper()
	v, err := a.Float64s(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMoments(t *testing.T) {
	const n = 400000
	for name, d := range makers {
		t.Run(name, func(t *testing.T) {
			x := d.make(random.New(11), n)
			if x.DType() != d.dtype {
				t.Errorf("numbers of %v", x.DType())
			}
			mean, std := values(t, x.Mean())[0], values(t, x.Std())[0]
			if within := 5 * d.std / math.Sqrt(n); math.Abs(mean-d.mean) > within || math.Abs(std-d.std) > 0.02*d.std {
				t.Errorf("mean %v and deviation %v, want %v and %v", mean, std, d.mean, d.std)
			}
		})
	}
}

// Numbers next to each other have nothing to do with each other, and neither have those of two arrays.
func TestIndependence(t *testing.T) {
	const n = 200000
	for name, d := range makers {
		g := random.New(5)
		x, y := values(t, d.make(g, n)), values(t, d.make(g, n))
		for what, other := range map[string][]float64{"another array": y, "the next element": append(x[1:len(x):len(x)], x[0])} {
			sum := 0.0
			for i := range x {
				sum += (x[i] - d.mean) * (other[i] - d.mean)
			}
			if r := sum / n / (d.std * d.std); math.Abs(r) > 5/math.Sqrt(n) {
				t.Errorf("%s: correlation with %s is %v", name, what, r)
			}
		}
	}
}

func TestPure(t *testing.T) {
	for name, d := range makers {
		whole := values(t, d.make(random.New(3), 60, 70))
		for i, same := range []*lazy.Array{
			d.make(random.New(3).Chunks(7, 11), 60, 70), d.make(random.New(3).Chunks(1, -1), 60, 70), d.make(random.New(3).Chunks(60), 60, 70),
		} {
			if got := values(t, same, lazy.WithWorkers(i+1)); !slices.Equal(got, whole) {
				t.Errorf("%s: in chunks of %v there are other values", name, same.ChunkShape())
			}
		}
		x := d.make(random.New(3).Chunks(13), 60, 70)
		part := values(t, x.Slice(lazy.At(59, 0), lazy.At(69, 1)))
		if want := []float64{whole[59*70+69], whole[59*70+1], whole[69], whole[1]}; !slices.Equal(part, want) {
			t.Errorf("%s: a view shows %v, want %v", name, part, want)
		}
		if slices.Equal(values(t, d.make(random.New(4), 60, 70)), whole) {
			t.Errorf("%s: another seed makes the same values", name)
		}
	}
}

func TestFresh(t *testing.T) {
	if slices.Equal(values(t, random.Uniform(10)), values(t, random.Uniform(10))) {
		t.Error("two arrays have the same values")
	}
	for _, a := range []*lazy.Array{random.Normal(3), random.Exponential(3), random.Integers(0, 2, 3), random.Poisson(1, 3), random.Uniform()} {
		if v := values(t, a); len(v) != a.Size() {
			t.Errorf("%v: %v", a, v)
		}
	}
}

func ExampleNew() {
	g := random.New(42)
	counts := g.Poisson(0.5, 2, 5)
	fmt.Println(counts.Shape(), counts.DType())
	again := random.New(42).Poisson(0.5, 2, 5)
	fmt.Println(counts.Name() == again.Name())
	// Output:
	// (2, 5) int64
	// true
}
