package anndata_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

func TestSlice(t *testing.T) {
	a := sample(t, 4, 3)
	for _, tc := range []struct {
		name      string
		obs, vars lazy.Index
		want      []float64
	}{
		{"all", lazy.All, lazy.All, []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
		{"range", lazy.Range(1, 3), lazy.Range(0, 1), []float64{3, 6}},
		{"range past the end", lazy.Range(3, 100), lazy.All, []float64{9, 10, 11}},
		{"step", lazy.RangeStep(0, 4, 2), lazy.At(2), []float64{2, 8}},
		{"list with repeats", lazy.At(3, 3, 0), lazy.At(1), []float64{10, 10, 1}},
		{"negative", lazy.At(-1), lazy.At(-1), []float64{11}},
		{"mask", lazy.Where(a.Obs().Col("batch").Eq("b")), lazy.At(0), []float64{3, 9}},
		{"names", lazy.Names("c2", "c0"), lazy.Names("g1"), []float64{7, 1}},
		{"nothing", lazy.At(), lazy.All, []float64{}},
		{"single positions", lazy.I(2), lazy.I(-1), []float64{8}}, // which keep their axes
		{"dots", lazy.Ellipsis, lazy.At(0), []float64{0, 3, 6, 9}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			view := a.Slice(tc.obs, tc.vars)
			if err := view.Err(); err != nil {
				t.Fatal(err)
			}
			got := floats(t, view.X())
			if !slices.Equal(got, tc.want) {
				t.Errorf("%v, want %v", got, tc.want)
			}
			if layer := floats(t, view.Layers().Get("counts")); !slices.Equal(layer, got) {
				t.Errorf("layer %v, X %v", layer, got)
			}
			n := view.NObs()
			if s := view.Obsp().Get("distances").Shape(); !slices.Equal(s, []int{n, n}) {
				t.Errorf("obsp has shape %v", s)
			}
			coords, ok := view.Obsm().Frame("coords")
			if !ok || !slices.Equal(coords.Index(), view.ObsNames()) || view.Obs().NRows() != n {
				t.Errorf("obs %q, obsm frame %v", view.ObsNames(), coords)
			}
		})
	}
}

func TestSliceErrors(t *testing.T) {
	a := sample(t, 4, 3)
	twice, err := anndata.New(anndata.Data{X: count(2, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := twice.SetObsNames([]string{"x", "x"}); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		view *anndata.AnnData
		want string
	}{
		{"out of range", a.Slice(lazy.At(4), lazy.All), "anndata.Slice: obs: "},
		{"var out of range", a.Slice(lazy.All, lazy.At(-4)), "anndata.Slice: var: "},
		{"of a view", a.Slice(lazy.Range(0, 2), lazy.All).Slice(lazy.At(2), lazy.All), "anndata.Slice: obs: "},
		{"mask", a.Slice(lazy.Where([]bool{true}), lazy.All), "obs: the mask has 1 values, n_obs is 4"},
		{"mask of a missing column", a.Slice(lazy.Where(a.Obs().Col("bacth").Eq("b")), lazy.All), `obs: the mask is nil: the comparison that made it failed; the columns of obs are ["batch"]`},
		{"unknown name", a.Slice(lazy.Names("c9"), lazy.All), `obs: frame: no row is named "c9"`},
		{"duplicate name", twice.Slice(lazy.Names("x"), lazy.All), `the name "x" is not unique: rows 0 and 1 have it`},
		{"name outside the view", a.Slice(lazy.Range(0, 2), lazy.All).Slice(lazy.Names("c3"), lazy.All), `no row is named "c3"`},
		{"nil", a.Slice(nil, lazy.All), "obs: the index is nil"},
		{"new axis", a.Slice(lazy.All, lazy.NewAxis), "var: NewAxis takes no positions"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := tc.view
			wantErr(t, v.Err(), tc.want)
			_, computed := v.X().Float64s()
			_, framed := v.Obs().Take(frame.Span{})
			for call, err := range map[string]error{
				"X": computed, "Obs": framed, "Obs.Col": v.Obs().Col("batch").Err(), "Obsm.Get": v.Obsm().Get("pca").Err(), "Slice": v.Slice(lazy.All, lazy.All).Err(),
				"ToMemory": v.ToMemory().Err(), "Copy": v.Copy().Err(), "Concat": anndata.Concat([]*anndata.AnnData{a, v}).Err(),
				"SetX": v.SetX(nil), "Obsm.Set": v.Obsm().Set("a", count(1, 1)), "SetObsNames": v.SetObsNames(nil), "SetUns": v.SetUns(nil),
				"SetRaw": v.SetRaw(nil), "Raw": v.Raw().Err(),
			} {
				if err == nil {
					t.Errorf("%s lost the error", call)
				}
			}
		})
	}
}

func TestCopyOnWrite(t *testing.T) {
	for name, change := range map[string]func(v *anndata.AnnData) error{
		"SetX":        func(v *anndata.AnnData) error { return v.SetX(count(2, 3)) },
		"Obsm.Set":    func(v *anndata.AnnData) error { return v.Obsm().Set("new", count(2, 1)) },
		"Obsm.Delete": func(v *anndata.AnnData) error { return v.Obsm().Delete("pca") },
		"SetObsCol":   func(v *anndata.AnnData) error { return v.SetObsCol(frame.Ints("n", []int64{1, 2})) },
		"SetVarNames": func(v *anndata.AnnData) error { return v.SetVarNames([]string{"x", "y", "z"}) },
		"SetUns":      func(v *anndata.AnnData) error { return v.SetUns(anndata.Dict{"new": true}) },
		"SetRaw":      func(v *anndata.AnnData) error { return v.SetRaw(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			a := sample(t, 4, 3)
			before, text := a.Copy(), a.String()
			view := a.Slice(lazy.At(3, 1), lazy.All)
			inner := view.Slice(lazy.At(1), lazy.All)
			if err := change(view); err != nil {
				t.Fatal(err)
			}
			if view.IsView() || !inner.IsView() {
				t.Errorf("views: %v, of it %v; want false, true", view.IsView(), inner.IsView())
			}
			if same, why, err := anndata.Equal(a, before); !same || err != nil || a.String() != text {
				t.Errorf("the parent changed in %s, %v", why, err)
			}
			if d := cmp.Diff([]float64{3, 4, 5}, floats(t, inner.X())); d != "" {
				t.Errorf("the view of the view (-want +got)\n%s", d)
			}
			if d := cmp.Diff([]string{"c3", "c1"}, view.ObsNames()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestRefusedChangeKeepsView(t *testing.T) {
	view := sample(t, 4, 3).Slice(lazy.Range(0, 2), lazy.All)
	if err := view.Obsm().Set("bad", count(4, 1)); err == nil || !view.IsView() {
		t.Errorf("error %v, still a view: %v", err, view.IsView())
	}
	view.Uns()["new"] = true
	if _, ok := view.Slice(lazy.All, lazy.All).Uns()["title"]; !ok {
		t.Error("the uns of a view of a view")
	}
}

// drawIndex draws any index of an axis, and the positions it stands for.
func drawIndex(t *rapid.T, label string, n int) (lazy.Index, []int) {
	var at []int
	switch rapid.IntRange(0, 3).Draw(t, label+" kind") {
	case 0:
		lo := rapid.IntRange(0, n).Draw(t, label+" lo")
		hi := rapid.IntRange(lo, n).Draw(t, label+" hi")
		step := rapid.IntRange(1, 3).Draw(t, label+" step")
		for i := lo; i < hi; i += step {
			at = append(at, i)
		}
		return lazy.RangeStep(lo, hi, step), at
	case 1:
		mask := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, label+" mask")
		for i, keep := range mask {
			if keep {
				at = append(at, i)
			}
		}
		return lazy.Where(mask), at
	case 2:
		for i := range n {
			at = append(at, i)
		}
		return lazy.All, at
	}
	if n > 0 {
		at = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 6).Draw(t, label+" at")
	}
	return lazy.At(at...), at
}

func composed(outer, inner []int) []int {
	out := make([]int, len(inner))
	for i, p := range inner {
		out[i] = outer[p]
	}
	return out
}

// A view of a view is the one selection, and slicing and going to memory can change places.
func TestViewLaws(t *testing.T) {
	a := sample(t, 5, 4)
	rapid.Check(t, func(t *rapid.T) {
		obs1, at1 := drawIndex(t, "obs", 5)
		var1, vt1 := drawIndex(t, "var", 4)
		obs2, at2 := drawIndex(t, "obs again", len(at1))
		var2, vt2 := drawIndex(t, "var again", len(vt1))
		twice := a.Slice(obs1, var1).Slice(obs2, var2)
		once := a.Slice(lazy.At(composed(at1, at2)...), lazy.At(composed(vt1, vt2)...))
		for name, pair := range map[string][2]*anndata.AnnData{
			"one selection": {twice, once},
			"memory":        {twice.ToMemory(), a.ToMemory().Slice(obs1, var1).ToMemory().Slice(obs2, var2)},
			"copy":          {twice, twice.Copy()},
		} {
			same, why, err := anndata.Equal(pair[0], pair[1])
			if err != nil || !same {
				t.Fatalf("%s: differs in %s, %v", name, why, err)
			}
		}
	})
}
