package anndata_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// count is an array of 0, 1, 2, … in the given shape.
func count(shape ...int) *lazy.Array {
	n := 1
	for _, s := range shape {
		n *= s
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = float64(i)
	}
	return lazy.FromSlice(values, shape...)
}

func names(prefix string, n int) []string {
	out := frame.DefaultIndex(n)
	for i := range out {
		out[i] = prefix + out[i]
	}
	return out
}

// sample has something in every part: n observations c0, c1, … and m variables g0, g1, ….
func sample(t testing.TB, n, m int) *anndata.AnnData {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	batch := make([]string, n)
	for i := range batch {
		batch[i] = string(rune('a' + i%2))
	}
	obs, err := frame.New(names("c", n), frame.Strings("batch", batch))
	must(err)
	vars, err := frame.New(names("g", m), frame.Of("length", make([]int32, m)))
	must(err)
	coords, err := frame.New(names("c", n), frame.Float64s("x", make([]float64, n)))
	must(err)
	raw, err := anndata.NewRaw(count(n, m+1), nil, nil)
	must(err)
	a, err := anndata.New(anndata.Data{
		X: count(n, m), Obs: obs, Var: vars,
		Obsm:   map[string]any{"pca": count(n, 2), "coords": coords},
		Varm:   map[string]any{"loadings": count(m, 2)},
		Obsp:   map[string]any{"distances": count(n, n)},
		Varp:   map[string]any{"links": count(m, m)},
		Layers: map[string]*lazy.Array{"counts": count(n, m)},
		Uns:    map[string]any{"title": "t", "nested": map[string]any{"k": int64(1)}},
		Raw:    raw,
	})
	must(err)
	return a
}

func floats(t testing.TB, x *lazy.Array) []float64 {
	t.Helper()
	v, err := x.Float64s()
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
	return v
}

func wantErr(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestSummary(t *testing.T) {
	a := sample(t, 4, 3)
	want := `AnnData object with n_obs × n_vars = 4 × 3
    obs: 'batch'
    var: 'length'
    uns: 'nested', 'title'
    obsm: 'coords', 'pca'
    varm: 'loadings'
    layers: 'counts'
    obsp: 'distances'
    varp: 'links'`
	if d := cmp.Diff(want, a.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	view := a.Slice(lazy.At(1, 1, 0), lazy.Range(0, 2))
	want = "View of " + strings.Replace(want, "4 × 3", "3 × 2", 1)
	if d := cmp.Diff(want, view.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	empty, err := anndata.New(anndata.Data{})
	if err != nil || empty.String() != "AnnData object with n_obs × n_vars = 0 × 0" {
		t.Errorf("%v, %v", empty, err)
	}
	odd, err := anndata.New(anndata.Data{X: count(1, 1), Uns: map[string]any{"it's": nil, `a"b`: nil, "tab\t": nil}})
	if err != nil || !strings.HasSuffix(odd.String(), `uns: 'a"b', "it's", 'tab\t'`) {
		t.Errorf("%v, %v", odd, err)
	}
}

func TestDefaultNames(t *testing.T) {
	a, err := anndata.New(anndata.Data{X: count(2, 3)})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a.ObsNames(), []string{"0", "1"}) || !slices.Equal(a.VarNames(), []string{"0", "1", "2"}) {
		t.Errorf("names %q and %q", a.ObsNames(), a.VarNames())
	}
	if a.Shape().String() != "(2, 3)" || a.Raw() != nil {
		t.Errorf("shape %v, raw %v", a.Shape(), a.Raw())
	}
}

func TestNewChecksShapes(t *testing.T) {
	obs, err := frame.New(names("c", 3), frame.Ints("n", []int64{1, 2, 3}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		data anndata.Data
		want string
	}{
		{"obsm", anndata.Data{X: count(100, 2), Obsm: map[string]any{"a": count(90, 100)}},
			"anndata.New: obsm/a: shape (90, 100) does not match n_obs = 100"},
		{"varm", anndata.Data{X: count(4, 2), Varm: map[string]any{"a": count(4, 1)}}, "varm/a: shape (4, 1) does not match n_vars = 2"},
		{"layers", anndata.Data{X: count(4, 2), Layers: map[string]*lazy.Array{"l": count(2, 4)}},
			"layers/l: shape (2, 4) does not match (n_obs, n_vars) = (4, 2)"},
		{"obsp", anndata.Data{X: count(4, 2), Obsp: map[string]any{"d": count(4, 2)}}, "obsp/d: shape (4, 2) does not match (n_obs, n_obs) = (4, 4)"},
		{"varp dimensions", anndata.Data{X: count(4, 2), Varp: map[string]any{"d": count(2)}}, "varp/d: shape (2,) has 1 dimensions, not 2"},
		{"X dimensions", anndata.Data{X: count(4)}, "X: shape (4,) has 1 dimensions, not 2"},
		{"obs", anndata.Data{X: count(4, 2), Obs: obs}, "obs: 3 rows do not match n_obs = 4"},
		{"frame names", anndata.Data{X: count(3, 2), Obsm: map[string]any{"f": obs}}, `obsm/f: the rows of the frame must be named as those of obs: row 0 is "c0", not "0"`},
		{"frame in obsp", anndata.Data{X: count(3, 2), Obsp: map[string]any{"f": obs}}, "obsp/f: a frame can't be here"},
		{"type", anndata.Data{X: count(3, 2), Obsm: map[string]any{"f": []float64{1}}}, "obsm/f: can't hold a []float64"},
		{"nil", anndata.Data{X: count(3, 2), Layers: map[string]*lazy.Array{"l": nil}}, "layers/l: the array is nil"},
		{"no X", anndata.Data{Obs: obs, Obsm: map[string]any{"a": count(4, 1)}}, "obsm/a: shape (4, 1) does not match n_obs = 3"},
		{"carried", anndata.Data{X: count(3, 2).Slice(lazy.At(7), lazy.All)}, "anndata.New: X: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := anndata.New(tc.data)
			wantErr(t, err, tc.want)
		})
	}
}

func TestMappings(t *testing.T) {
	a := sample(t, 4, 3)
	wantErr(t, a.Obsm().Get("umap").Err(), `no element "umap" in obsm; the keys are ["coords" "pca"]`)
	wantErr(t, a.Obsm().Get("coords").Err(), "obsm/coords is a frame")
	wantErr(t, a.Obsm().Set("bad", count(3, 2)), "obsm/bad: shape (3, 2) does not match n_obs = 4")
	wantErr(t, a.Layers().Delete("nope"), `no element "nope" in layers`)
	wantErr(t, a.SetX(count(4, 4)), "X: shape (4, 4) does not match")
	wantErr(t, a.SetObsNames([]string{"a"}), "obs: frame: 1 names for 4 rows")
	if _, ok := a.Obsm().Frame("pca"); ok {
		t.Error("an array is no frame")
	}
	if err := a.Obsm().Set("umap", count(4, 2)); err != nil {
		t.Fatal(err)
	}
	if err := a.Obsm().Delete("coords"); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"pca", "umap"}, a.Obsm().Keys()); d != "" {
		t.Error(d)
	}
	if err := a.SetObsNames([]string{"w", "x", "y", "z"}); err != nil || a.ObsNames()[3] != "z" {
		t.Errorf("names %q, %v", a.ObsNames(), err)
	}
}

func TestToMemoryAndCopy(t *testing.T) {
	a := sample(t, 4, 3)
	view := a.Slice(lazy.At(2, 0), lazy.All)
	for name, b := range map[string]*anndata.AnnData{
		"ToMemory": view.ToMemory(), "ToMemory with copy": view.ToMemory(anndata.WithCopy(), anndata.WithRun(lazy.WithContext(t.Context()))),
		"Copy": view.Copy(),
	} {
		if b.Err() != nil || b.IsView() {
			t.Fatalf("%s: view %v, %v", name, b.IsView(), b.Err())
		}
		same, why, err := anndata.Equal(view, b)
		if err != nil || !same {
			t.Errorf("%s: differs in %s, %v", name, why, err)
		}
		if !b.X().InMemory() && name != "Copy" {
			t.Errorf("%s: X is not in memory", name)
		}
		b.Uns()["nested"].(anndata.Dict)["k"] = int64(2)
		if same, _, _ := anndata.Equal(view, b); same {
			t.Errorf("%s: uns is shared, or Equal does not see it", name)
		}
	}
	if x := a.X(); a.ToMemory().X() != x || a.ToMemory(anndata.WithCopy()).X() == x {
		t.Error("arrays in memory are shared, unless a copy is asked for")
	}
}

func TestRaw(t *testing.T) {
	a := sample(t, 4, 3)
	raw := a.Slice(lazy.At(3, 1), lazy.At(0)).Raw()
	if raw.Shape().String() != "(2, 4)" {
		t.Fatalf("shape %v", raw.Shape())
	}
	if d := cmp.Diff([]float64{12, 13, 14, 15, 4, 5, 6, 7}, floats(t, raw.X())); d != "" {
		t.Error(d)
	}
	wantErr(t, raw.Varm().Set("a", count(4, 1)), "can't be changed")
	wantErr(t, a.SetRaw(raw), "raw: 2 rows do not match n_obs = 4")
	if _, err := anndata.NewRaw(nil, nil, nil); err == nil {
		t.Error("a raw without X must be refused")
	}
	if err := a.SetRaw(nil); err != nil || a.Raw() != nil {
		t.Errorf("raw %v, %v", a.Raw(), err)
	}
}

func TestEqualUns(t *testing.T) {
	nan := math.NaN()
	with := func(v any) *anndata.AnnData {
		a, err := anndata.New(anndata.Data{X: count(1, 1), Uns: map[string]any{"v": v}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, tc := range []struct {
		a, b any
		same bool
	}{
		{nan, nan, true}, {1.0, 1.0, true}, {1.0, nan, false}, {1.0, int64(1), false}, {[]float64{1, nan}, []float64{1, nan}, true},
		{[]float64{1, nan}, []float64{1, 2}, false}, {[]float32{float32(nan)}, []float32{float32(nan)}, true}, {[]string{"a"}, []string{"a"}, true},
		{nil, nil, true}, {nil, "", false}, {count(2), lazy.FromSlice([]float64{0, 1}), true}, {count(2), count(3), false},
	} {
		same, why, err := anndata.Equal(with(tc.a), with(tc.b))
		if err != nil || same != tc.same || same == (why != "") {
			t.Errorf("%v and %v: %v (%s), %v", tc.a, tc.b, same, why, err)
		}
	}
}
