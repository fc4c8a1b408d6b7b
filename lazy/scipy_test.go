package lazy_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// scipy is what testdata/sparse/sparse.py wrote.
type scipy struct {
	Arrays map[string]scipyArray
	Cases  []struct {
		Inputs []string
		Op     string
		Args   []json.RawMessage
		Want   scipyArray
		Repr   string
	}
}

type scipyArray struct {
	held
	Kind    string
	Indptr  []int64
	Indices []int32
}

// sparse is the matrix as the block that a constructor makes of it.
func (a scipyArray) sparse(t *testing.T) *block.Sparse {
	t.Helper()
	s, err := block.NewSparse(a.Kind, a.Shape, a.Indptr, a.Indices, a.line().block(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// line is the values as an array of one axis.
func (a scipyArray) line() held {
	h := a.held
	h.Shape = []int{len(a.Indices)}
	return h
}

// scipySteps is what the operations of the cases are here.
var scipySteps = map[string]func(in []*array, args []int) *array{
	"same":           func(in []*array, _ []int) *array { return in[0] },
	"tocsr":          func(in []*array, _ []int) *array { return in[0].ToCSR() },
	"tocsc":          func(in []*array, _ []int) *array { return in[0].ToCSC() },
	"todense":        func(in []*array, _ []int) *array { return in[0].ToDense() },
	"transpose":      func(in []*array, _ []int) *array { return in[0].Transpose() },
	"rows":           func(in []*array, a []int) *array { return in[0].Slice(lazy.Range(a[0], a[1])) },
	"columns":        func(in []*array, a []int) *array { return in[0].Slice(lazy.All, lazy.Range(a[0], a[1])) },
	"rows at":        func(in []*array, a []int) *array { return in[0].Slice(lazy.At(a...)) },
	"columns at":     func(in []*array, a []int) *array { return in[0].Slice(lazy.All, lazy.At(a...)) },
	"rows where":     func(in []*array, a []int) *array { return in[0].Slice(lazy.Where(bits(a))) },
	"vstack":         func(in []*array, _ []int) *array { return lazy.Concat(0, in...) },
	"hstack":         func(in []*array, _ []int) *array { return lazy.Concat(1, in...) },
	"sum":            func(in []*array, a []int) *array { return in[0].Sum(a...) },
	"mean":           func(in []*array, a []int) *array { return in[0].Mean(a...) },
	"var":            func(in []*array, a []int) *array { return in[0].Var(a...) },
	"std":            func(in []*array, a []int) *array { return in[0].Std(a...) },
	"max":            func(in []*array, a []int) *array { return in[0].Max(a...) },
	"min":            func(in []*array, a []int) *array { return in[0].Min(a...) },
	"nonzero":        func(in []*array, a []int) *array { return in[0].NeScalar(0).Sum(a...) },
	"abs":            func(in []*array, _ []int) *array { return in[0].Abs() },
	"neg":            func(in []*array, _ []int) *array { return in[0].Neg() },
	"sign":           func(in []*array, _ []int) *array { return in[0].Sign() },
	"expm1":          func(in []*array, _ []int) *array { return in[0].Expm1() },
	"log1p":          func(in []*array, _ []int) *array { return in[0].Log1p() },
	"sqrt":           func(in []*array, _ []int) *array { return in[0].Sqrt() },
	"floor":          func(in []*array, _ []int) *array { return in[0].Floor() },
	"mul scalar":     func(in []*array, a []int) *array { return in[0].MulScalar(float64(a[0])) },
	"div scalar":     func(in []*array, a []int) *array { return in[0].DivScalar(float64(a[0])) },
	"pow scalar":     func(in []*array, a []int) *array { return in[0].PowScalar(float64(a[0])) },
	"gt scalar":      func(in []*array, a []int) *array { return in[0].GtScalar(float64(a[0])) },
	"add":            func(in []*array, _ []int) *array { return in[0].Add(in[1]) },
	"sub":            func(in []*array, _ []int) *array { return in[0].Sub(in[1]) },
	"mul":            func(in []*array, _ []int) *array { return in[0].Mul(in[1]) },
	"div":            func(in []*array, _ []int) *array { return in[0].Div(in[1]) },
	"maximum":        func(in []*array, _ []int) *array { return in[0].Maximum(in[1]) },
	"minimum":        func(in []*array, _ []int) *array { return in[0].Minimum(in[1]) },
	"ne":             func(in []*array, _ []int) *array { return in[0].Ne(in[1]) },
	"lt":             func(in []*array, _ []int) *array { return in[0].Lt(in[1]) },
	"astype float64": func(in []*array, _ []int) *array { return in[0].AsType(lazy.Float64) },
}

func bits(a []int) []bool {
	out := make([]bool, len(a))
	for i, bit := range a {
		out[i] = bit == 1
	}
	return out
}

// TestSciPy compares values, kinds and the places that are kept with SciPy's, for any chunks.
func TestSciPy(t *testing.T) {
	data, err := os.ReadFile("../testdata/sparse/scipy.json")
	if err != nil {
		t.Fatal(err)
	}
	var g scipy
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Cases) < 400 {
		t.Fatalf("only %d cases", len(g.Cases))
	}
	for n, c := range g.Cases {
		f, args := scipySteps[c.Op], []int{}
		if f == nil {
			f = scipySteps[c.Op+" "+argument[string](t, c.Args[0])]
		} else {
			for _, a := range c.Args {
				args = append(args, argument[int](t, a))
			}
		}
		for k, size := range []int{-1, 2, 3, 5} {
			if testing.Short() && (n+k)%4 != 0 {
				continue
			}
			var in []*array
			for i, name := range c.Inputs {
				a := g.Arrays[name]
				if a.Kind == lazy.Dense {
					in = append(in, lazy.FromBlock(a.block(t)))
					continue
				}
				x := lazy.FromBlock(a.sparse(t))
				if size > 0 {
					x = x.Rechunk(size, size+i)
				}
				in = append(in, x)
			}
			label := fmt.Sprintf("%s%s of %v in chunks of %d", c.Op, c.Args, c.Inputs, size)
			out := f(in, args)
			if out.Kind() != c.Want.Kind {
				t.Errorf("%s: it is %s, want %s", label, out.Kind(), c.Want.Kind)
				continue
			}
			close := 1e-12
			if c.Want.DType == "float32" {
				close = 1e-5
			}
			if out.Kind() == lazy.Dense {
				got, err := out.Dense()
				if err != nil {
					t.Errorf("%s: %v", label, err)
				} else if diff := differs(got, c.Want.block(t), close); diff != "" {
					t.Errorf("%s: %s", label, diff)
				}
				continue
			}
			s, err := out.Sparse()
			if err != nil {
				t.Errorf("%s: %v", label, err)
				continue
			}
			s = s.Pruned()
			if !slices.Equal(s.Indptr(), c.Want.Indptr) || !slices.Equal(s.Indices(), c.Want.Indices) || !slices.Equal(s.Shape(), c.Want.Shape) {
				t.Errorf("%s: %v %v of %v, want %v %v", label, s.Indptr(), s.Indices(), s.Shape(), c.Want.Indptr, c.Want.Indices)
				continue
			}
			if diff := differs(s.Values(), c.Want.line().block(t), close); diff != "" {
				t.Errorf("%s: %s", label, diff)
			}
			if text := lazy.FromBlock(s).String(); text != c.Repr {
				t.Errorf("%s: it is written\n%s\nwant\n%s", label, text, c.Repr)
			}
		}
	}
}
