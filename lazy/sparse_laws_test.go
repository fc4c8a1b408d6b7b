package lazy_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// holey is whole numbers between many zeros.
func holey(t *rapid.T, name string, rows, cols int) *block.Dense {
	dtype := rapid.SampledFrom([]lazy.DType{lazy.Float64, lazy.Float32, lazy.Int64, lazy.Int16, lazy.Uint8, lazy.Bool}).Draw(t, name+" type")
	d := block.NewDense(lazy.Int64, []int{rows, cols})
	v := block.Values[int64](d)
	full := rapid.IntRange(0, 10).Draw(t, name+" full")
	seed := rapid.Uint64().Draw(t, name+" seed")
	for i := range v {
		seed = seed*6364136223846793005 + 1442695040888963407
		if int(seed>>40%10) < full {
			v[i] = int64(seed>>33%9) - 4
		}
	}
	if dtype == lazy.Uint8 {
		for i := range v {
			v[i] = max(v[i], -v[i])
		}
	}
	return d.AsType(dtype)
}

// sparseOps are operations on an array, for the drawing of graphs. They say how the dense array and the sparse one go on.
var sparseOps = map[string]func(t *rapid.T) func(x *array) *array{
	"neg": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.AsType(lazy.Float64).Neg() }
	},
	"abs": func(*rapid.T) func(*array) *array { return (*array).Abs },
	"square": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.AsType(lazy.Int64).Square() }
	},
	"sqrt":  func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.Abs().Sqrt() } },
	"log1p": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.Abs().Log1p() } },
	"expm1": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.Minimum(lazy.Ones(lazy.Float64)).Expm1() }
	},
	"isnan": func(*rapid.T) func(*array) *array { return (*array).IsNaN },
	"mul": func(t *rapid.T) func(*array) *array {
		v := float64(rapid.IntRange(-3, 3).Draw(t, "factor"))
		return func(x *array) *array { return x.MulScalar(v) }
	},
	"div": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.DivScalar(4) } },
	"pow": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.PowScalar(2) } },
	"add": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.AddScalar(1) } },
	"exp": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.MinimumScalar(3).Exp() } },
	"gt":  func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.GtScalar(1) } },
	"ge":  func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.GeScalar(0) } },
	"clip": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.MaximumScalar(-1).MinimumScalar(2) }
	},
	"double": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.Add(x) } },
	"self":   func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.Mul(x.NeScalar(2)) } },
	"astype": func(t *rapid.T) func(*array) *array {
		d := rapid.SampledFrom([]lazy.DType{lazy.Float32, lazy.Float64, lazy.Int64}).Draw(t, "as")
		return func(x *array) *array { return x.MinimumScalar(1e6).AsType(d) }
	},
	"transpose": func(*rapid.T) func(*array) *array { return func(x *array) *array { return x.Transpose() } },
	"csr":       func(*rapid.T) func(*array) *array { return (*array).ToCSR },
	"csc":       func(*rapid.T) func(*array) *array { return (*array).ToCSC },
	"dense":     func(*rapid.T) func(*array) *array { return (*array).ToDense },
	"rechunk": func(t *rapid.T) func(*array) *array {
		a, b := rapid.IntRange(1, 9).Draw(t, "high"), rapid.IntRange(1, 9).Draw(t, "wide")
		return func(x *array) *array { return x.Rechunk(a, b) }
	},
	"concat": func(t *rapid.T) func(*array) *array {
		axis := rapid.IntRange(0, 1).Draw(t, "axis")
		return func(x *array) *array { return lazy.Concat(axis, x, x.MulScalar(2), x) }
	},
	"slice": func(t *rapid.T) func(*array) *array {
		axis := rapid.IntRange(0, 1).Draw(t, "along")
		kind := rapid.IntRange(0, 3).Draw(t, "index")
		picks := rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 12).Draw(t, "picks")
		lo, step := rapid.IntRange(0, 5).Draw(t, "lo"), rapid.SampledFrom([]int{1, 2, -1, -3}).Draw(t, "step")
		return func(x *array) *array {
			n := x.Shape()[axis]
			i := lazy.Range(lo, n-1)
			switch kind {
			case 1:
				i = lazy.RangeStep(lo, lazy.End, step)
				if step < 0 {
					i = lazy.RangeStep(lazy.End, -n-1, step)
				}
			case 2:
				at := []int{}
				for _, p := range picks {
					if n > 0 {
						at = append(at, p%n)
					}
				}
				i = lazy.At(at...)
			case 3:
				mask := make([]bool, n)
				for k := range mask {
					mask[k] = len(picks) > 0 && picks[k%len(picks)]%2 == 0
				}
				i = lazy.Where(mask)
			}
			if axis == 0 {
				return x.Slice(i)
			}
			return x.Slice(lazy.All, i)
		}
	},
	"normalise": func(t *rapid.T) func(*array) *array {
		axis := rapid.IntRange(0, 1).Draw(t, "of")
		return func(x *array) *array { return x.Div(x.Abs().Sum(axis).KeepDims(axis).AddScalar(1)) }
	},
	"weigh": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.Abs().Sum(0).AddScalar(1).Mul(x) }
	},
	"with dense": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.Mul(x.ToDense().AddScalar(2)) }
	},
	"one row": func(*rapid.T) func(*array) *array {
		return func(x *array) *array { return x.Add(x.Slice(lazy.Range(0, 1))) }
	},
}

var sparseEnds = map[string]func(x *array, axes ...int) *array{
	"sum": (*array).Sum, "mean": (*array).Mean, "var": (*array).Var, "std": (*array).Std, "min": (*array).Min, "max": (*array).Max,
	"any": (*array).Any, "all": (*array).AllTrue, "prod": (*array).Prod,
	"nonzero": func(x *array, axes ...int) *array { return x.NeScalar(0).Sum(axes...) },
}

// TestSparseLaw: whatever is done to sparse arrays gives what it gives on dense ones, and chunks are of the kind that the graph says.
func TestSparseLaw(t *testing.T) {
	names := sortedKeys(sparseOps)
	ends := append(sortedKeys(sparseEnds), "", "", "")
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 12).Draw(t, "rows"), rapid.IntRange(0, 12).Draw(t, "cols")
		d := holey(t, "x", rows, cols)
		chunks := chunking(t, []int{rows, cols})
		kind := rapid.SampledFrom([]string{lazy.CSR, lazy.CSC}).Draw(t, "kind")
		dense, sparse := cut(t, d, chunks), sparseCut(t, kind, d, chunks)
		if sparse.Kind() != kind {
			t.Fatalf("an array of %s blocks is %s", kind, sparse.Kind())
		}
		if rapid.Bool().Draw(t, "file") {
			sparse = lazy.FromSource(sparseSource{sparse}, d.DType(), d.Shape(), chunks)
		}
		label := ""
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			name := rapid.SampledFrom(names).Draw(t, "step")
			f := sparseOps[name](t)
			if next := f(sparse); next.Err() == nil && next.NDim() == 2 && next.Size() < 4000 {
				dense, sparse = f(dense), next
				label += " " + name
			}
		}
		if end := rapid.SampledFrom(ends).Draw(t, "end"); end != "" {
			axes := rapid.SampledFrom([][]int{{0}, {1}, {0, 1}}).Draw(t, "axes")
			if next := sparseEnds[end](sparse, axes...); next.Err() == nil {
				dense, sparse = sparseEnds[end](dense, axes...), next
				label += " " + end
			}
		}
		if dense.Err() != nil {
			t.Fatal(label, dense.Err())
		}
		want, err := dense.ToDense().Dense()
		if err != nil {
			t.Fatal(label, err)
		}
		got, err := sparse.Dense()
		if err != nil {
			t.Fatal(label, err)
		}
		relative := 1e-9
		if got.DType() == lazy.Float32 {
			relative = 1e-3
		}
		if diff := differs(got, want, relative); diff != "" {
			t.Fatalf("%s: %s", label, diff)
		}
		held, err := sparse.Compute()
		if err != nil || held.Kind() != sparse.Kind() {
			t.Fatalf("%s: computed it is %s, the graph says %s, %v", label, held.Kind(), sparse.Kind(), err)
		}
		checkBlocks(t, held)
	})
}

// checkBlocks checks that chunks are what a constructor would let pass unchanged.
func checkBlocks(t *rapid.T, x *array) {
	err := x.Each(func(c lazy.Chunk) error {
		s, ok := c.Block.(*block.Sparse)
		if !ok {
			return nil
		}
		same, err := block.NewSparse(s.Kind(), s.Shape(), s.Indptr(), s.Indices(), s.Values())
		if err != nil {
			return err
		}
		if !slices.Equal(same.Indices(), s.Indices()) || same.NNZ() != s.NNZ() {
			return fmt.Errorf("indices do not ascend: %v %v", s.Indptr(), s.Indices())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sparseSource gives boxes of a sparse array.
type sparseSource struct{ of *array }

func (s sparseSource) Name() string { return s.of.Name() }
func (s sparseSource) Kind() string { return s.of.Kind() }
func (s sparseSource) NNZ() int     { n, _ := s.of.NNZ(); return n }
func (s sparseSource) ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error) {
	return s.of.Slice(lazy.Range(offset[0], offset[0]+shape[0]), lazy.Range(offset[1], offset[1]+shape[1])).Sparse(lazy.WithContext(ctx))
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Any cut of a random sparse array has the same values.
func TestSparseRandomLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 40).Draw(t, "rows"), rapid.IntRange(0, 40).Draw(t, "cols")
		seed, density := rapid.Uint64().Draw(t, "seed"), rapid.Float64Range(0, 1).Draw(t, "density")
		whole := random.New(seed).Sparse(density, rows, cols)
		parts := random.New(seed).Chunks(rapid.IntRange(1, 9).Draw(t, "high"), rapid.IntRange(1, 9).Draw(t, "wide")).Sparse(density, rows, cols)
		a, err := whole.Dense()
		if err != nil {
			t.Fatal(err)
		}
		b, err := parts.Dense()
		if err != nil {
			t.Fatal(err)
		}
		if diff := differs(b, a, 0); diff != "" || whole.Kind() != lazy.CSR || parts.Kind() != lazy.CSR {
			t.Fatal(diff, whole.Kind())
		}
	})
}
