package anndata_test

import (
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// sparseData is an object with sparse matrices in all places, in memory or lazy.
func sparseData(t *testing.T, computed bool) *anndata.AnnData {
	t.Helper()
	r := random.New(5)
	hold := func(x *lazy.Array) *lazy.Array {
		if !computed {
			return x
		}
		y, err := x.Compute()
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	raw, err := anndata.NewRaw(hold(r.Sparse(0.2, 20, 15)), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := anndata.New(anndata.Data{
		X:      hold(r.Chunks(7, 4).Sparse(0.3, 20, 10)),
		Layers: map[string]*lazy.Array{"counts": hold(r.Sparse(0.5, 20, 10).MulScalar(9).AsType(lazy.Int32).ToCSC())},
		Obsm:   map[string]any{"m": hold(r.Sparse(0.5, 20, 3))},
		Obsp:   map[string]any{"near": hold(r.Sparse(0.1, 20, 20))},
		Uns:    map[string]any{"s": hold(r.Sparse(0.5, 3, 4).ToCSC())},
		Raw:    raw,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func kinds(a *anndata.AnnData) string {
	out := []string{a.X().Kind(), a.Layers().Get("counts").Kind(), a.Obsm().Get("m").Kind(), a.Obsp().Get("near").Kind()}
	if s, ok := a.Uns()["s"].(*lazy.Array); ok {
		out = append(out, s.Kind())
	}
	if a.Raw() != nil {
		out = append(out, a.Raw().X().Kind())
	}
	return strings.Join(out, " ")
}

func TestSparseObjects(t *testing.T) {
	const all = "csr csc csr csr csc csr"
	for _, computed := range []bool{true, false} {
		a := sparseData(t, computed)
		if k := kinds(a); k != all {
			t.Errorf("made: %s", k)
		}
		view := a.Slice(lazy.At(3, 3, 19, 0), lazy.RangeStep(0, 10, 3))
		if k := kinds(view); k != all {
			t.Errorf("a view: %s", k)
		}
		copied := view.Copy()
		memory := view.ToMemory(anndata.WithCopy())
		for name, b := range map[string]*anndata.AnnData{"a copy of the view": copied, "the view in memory": memory} {
			if err := b.Err(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if k := kinds(b); k != all {
				t.Errorf("%s: %s", name, k)
			}
			if same, why, err := anndata.Equal(view, b); !same || err != nil {
				t.Errorf("%s differs: %s %v", name, why, err)
			}
		}
		if !memory.X().InMemory() {
			t.Error("ToMemory left X where it was")
		}
		want, err := view.X().ToDense().Float64s()
		if err != nil {
			t.Fatal(err)
		}
		whole, err := a.X().Float64s()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range []int{3, 3, 19, 0} {
			for j, col := range []int{0, 3, 6, 9} {
				if want[i*4+j] != whole[row*10+col] {
					t.Fatalf("the view has %v", want)
				}
			}
		}
		if text := a.String(); !strings.HasPrefix(text, "AnnData object with n_obs × n_vars = 20 × 10\n") || !strings.Contains(text, "layers: 'counts'") {
			t.Errorf("summary:\n%s", text)
		}
		both := anndata.Concat([]*anndata.AnnData{a, view}, anndata.IndexUnique("-"))
		if err := both.Err(); err == nil && both.X().Kind() != "csr" {
			t.Errorf("put together: %s", both.X().Kind())
		}
	}
}

// Zeros that are kept, the kind and the chunks make no difference to Equal; a value does.
func TestEqualSparse(t *testing.T) {
	of := func(x *lazy.Array) *anndata.AnnData {
		a, err := anndata.New(anndata.Data{X: x})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	x := random.New(1).Sparse(0.4, 30, 20)
	for name, tc := range map[string]struct {
		b    *lazy.Array
		same bool
	}{
		"dense":       {x.ToDense(), true},
		"csc":         {x.ToCSC(), true},
		"chunks":      {x.Rechunk(7, 3), true},
		"kept zeros":  {lazy.FromSparse([]int{0, 1}, []int{1}, []float64{0}, 1, 2), false},
		"other value": {x.MulScalar(2), false},
		"other place": {x.Transpose().Transpose().Slice(lazy.All, lazy.RangeStep(lazy.End, -21, -1)), false},
	} {
		same, _, err := anndata.Equal(of(x), of(tc.b))
		if err != nil || same != tc.same {
			t.Errorf("%s: %v %v", name, same, err)
		}
	}
	zeros := lazy.FromSparse([]int{0, 1}, []int{1}, []float64{0}, 1, 2)
	if same, why, err := anndata.Equal(of(zeros), of(lazy.Zeros(lazy.Float64, 1, 2))); !same || err != nil {
		t.Errorf("zeros that are kept: %s %v", why, err)
	}
}
