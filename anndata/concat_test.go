package anndata_test

import (
	"slices"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

func TestConcatErrors(t *testing.T) {
	build := func(d anndata.Data) *anndata.AnnData {
		a, err := anndata.New(d)
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
		return a
	}
	column := func(c frame.Column) *frame.Frame {
		f, err := frame.New(nil, c)
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
		return f
	}
	a, b := build(anndata.Data{X: count(2, 3)}), build(anndata.Data{X: count(2, 2)})
	noX := build(anndata.Data{Obs: frame.Empty(2), Var: frame.Empty(3)})
	twice := build(anndata.Data{X: count(2, 3)})
	if err := twice.SetVarNames([]string{"x", "x", "y"}); err != nil {
		t.Fatal(err)
	}
	text := build(anndata.Data{Obs: column(frame.Strings("k", []string{"p", "q"}))})
	number := build(anndata.Data{Obs: column(frame.Ints("k", []int64{1, 2}))})
	deep := build(anndata.Data{X: count(2, 3), Obsm: map[string]any{"m": count(2, 2, 2)}})
	flat := build(anndata.Data{X: count(2, 3), Obsm: map[string]any{"m": count(2, 2)}})
	framed := build(anndata.Data{X: count(2, 3), Obsm: map[string]any{"m": frame.Empty(2)}})
	for _, tc := range []struct {
		name string
		from []*anndata.AnnData
		opts []anndata.ConcatOption
		want string
	}{
		{"nothing", nil, nil, "anndata.Concat: there are no objects"},
		{"nil", []*anndata.AnnData{a, nil}, nil, `object 1 (key "1") is nil`},
		{"keys", []*anndata.AnnData{a, b}, []anndata.ConcatOption{anndata.Keys("k")}, "1 keys for 2 objects"},
		{"keys twice", []*anndata.AnnData{a, b}, []anndata.ConcatOption{anndata.Keys("k", "k")}, `the key "k" is given twice`},
		{"axis", []*anndata.AnnData{a, b}, []anndata.ConcatOption{anndata.Axis(2)}, "axis 2"},
		{"strategy", []*anndata.AnnData{a, b}, []anndata.ConcatOption{anndata.UnsMerge("newest")}, `no merge strategy "newest"`},
		{"no X", []*anndata.AnnData{a, noX}, []anndata.ConcatOption{anndata.Keys("p", "q")}, `X: object 1 (key "q") has none`},
		{"names twice", []*anndata.AnnData{a, twice}, nil, `object 1 (key "1"): var_names: the name "x" is not unique`},
		{"columns", []*anndata.AnnData{text, number}, nil, `obs: frame.Concat: column "k": holds string in one frame and int64`},
		{"dimensions", []*anndata.AnnData{flat, deep}, nil, `obsm/m: object 1 (key "1"): shape (2, 2, 2)`},
		{"array and frame", []*anndata.AnnData{flat, framed}, nil, `obsm/m: object 0 (key "0") has an array here`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantErr(t, anndata.Concat(tc.from, tc.opts...).Err(), tc.want)
		})
	}
}

func TestConcatOfViews(t *testing.T) {
	a := sample(t, 4, 3)
	both := anndata.Concat([]*anndata.AnnData{a.Slice(lazy.At(3, 0), lazy.All), a.Slice(lazy.At(1), lazy.At(2, 0))}, anndata.IndexUnique("id"))
	if err := both.Err(); err != nil {
		t.Fatal(err)
	}
	if both.IsView() || !slices.Equal(both.ObsNames(), []string{"c3id0", "c0id0", "c1id1"}) || !slices.Equal(both.VarNames(), []string{"g0", "g2"}) {
		t.Errorf("%v\n%q %q", both, both.ObsNames(), both.VarNames())
	}
	if got, want := floats(t, both.X()), []float64{9, 11, 0, 2, 3, 5}; !slices.Equal(got, want) {
		t.Errorf("X %v, want %v", got, want)
	}
	if got := both.Obs().Col("batch").Strings(); !slices.Equal(got, []string{"b", "a", "b"}) {
		t.Errorf("batch %q", got)
	}
}
