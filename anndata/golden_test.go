package anndata_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// The golden file: what testdata/anndata/concat.py wrote with Python's anndata.
type (
	goldenCase struct {
		Name    string
		Inputs  []goldenData
		Options map[string]any
		Result  goldenData
	}
	goldenData struct {
		X                              *goldenArray
		Obs, Var                       goldenTable
		Layers, Obsm, Varm, Obsp, Varp map[string]goldenElement
		Uns                            map[string]any
		Raw                            *struct {
			X   goldenArray
			Var goldenTable
		}
	}
	goldenElement struct {
		goldenArray
		Frame *goldenTable
	}
	goldenArray struct {
		Kind   string // csr or csc of a sparse one
		DType  string
		Shape  []int
		Values []*float64
	}
	goldenTable struct {
		Index   []string
		Order   []string
		Columns map[string]goldenColumn
	}
	goldenColumn struct {
		DType      string
		Values     []any
		Categories []any
		Ordered    bool
	}
)

func loadGolden(t *testing.T) []goldenCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "anndata", "concat.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func (g goldenArray) floats() []float64 {
	out := make([]float64, len(g.Values))
	for i, v := range g.Values {
		out[i] = math.NaN()
		if v != nil {
			out[i] = *v
		}
	}
	return out
}

func (g goldenArray) array(t *testing.T) *lazy.Array {
	t.Helper()
	dtype, err := block.ParseDType(g.DType)
	if err != nil {
		t.Fatal(err)
	}
	x := lazy.FromSlice(g.floats(), g.Shape...).AsType(dtype)
	switch g.Kind {
	case lazy.CSR:
		return x.ToCSR()
	case lazy.CSC:
		return x.ToCSC()
	}
	return x
}

// number gives column values as the Go type that a dtype stands for.
func number[T frame.Number](values []any) []T {
	out := make([]T, len(values))
	for i, v := range values {
		if f, ok := v.(float64); ok {
			out[i] = T(f)
		} else {
			nan := math.NaN()
			out[i] = T(nan)
		}
	}
	return out
}

func (g goldenColumn) mask() []bool {
	out := make([]bool, len(g.Values))
	for i, v := range g.Values {
		out[i] = v == nil
	}
	return out
}

func typed[T any](values []any) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i], _ = v.(T)
	}
	return out
}

func (g goldenColumn) column(t *testing.T, name string) *frame.Series {
	t.Helper()
	switch g.DType {
	case "category":
		codes := make([]int, len(g.Values))
		for i, v := range g.Values {
			codes[i] = -1
			if f, ok := v.(float64); ok {
				codes[i] = int(f)
			}
		}
		if _, ok := g.Categories[0].(string); ok {
			return frame.Categorical(name, codes, typed[string](g.Categories), g.Ordered)
		}
		return frame.Categorical(name, codes, number[int64](g.Categories), g.Ordered)
	case "object":
		if slices.Contains(g.mask(), true) {
			return frame.NullableStrings(name, typed[string](g.Values), g.mask())
		}
		return frame.Strings(name, typed[string](g.Values))
	case "bool":
		return frame.Bools(name, typed[bool](g.Values))
	case "boolean":
		return frame.NullableBools(name, typed[bool](g.Values), g.mask())
	case "Int64":
		values := number[int64](g.Values)
		for i, missing := range g.mask() {
			if missing {
				values[i] = 0
			}
		}
		return frame.NullableInts(name, values, g.mask())
	case "float64":
		return frame.Numbers(name, number[float64](g.Values))
	case "float32":
		return frame.Numbers(name, number[float32](g.Values))
	case "int8":
		return frame.Numbers(name, number[int8](g.Values))
	case "int16":
		return frame.Numbers(name, number[int16](g.Values))
	case "int32":
		return frame.Numbers(name, number[int32](g.Values))
	case "int64":
		return frame.Numbers(name, number[int64](g.Values))
	case "uint8":
		return frame.Numbers(name, number[uint8](g.Values))
	}
	t.Fatalf("column %s: no dtype %q", name, g.DType)
	return nil
}

func (g goldenTable) frame(t *testing.T) *frame.Frame {
	t.Helper()
	cols := make([]frame.Column, len(g.Order))
	for i, name := range g.Order {
		cols[i] = g.Columns[name].column(t, name)
	}
	f, err := frame.New(append([]string{}, g.Index...), cols...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func elements(t *testing.T, g map[string]goldenElement) map[string]any {
	t.Helper()
	out := map[string]any{}
	for key, e := range g {
		if e.Frame != nil {
			out[key] = e.Frame.frame(t)
		} else {
			out[key] = e.array(t)
		}
	}
	return out
}

func (g goldenData) build(t *testing.T) *anndata.AnnData {
	t.Helper()
	d := anndata.Data{
		Obs: g.Obs.frame(t), Var: g.Var.frame(t),
		Obsm: elements(t, g.Obsm), Varm: elements(t, g.Varm), Obsp: elements(t, g.Obsp), Varp: elements(t, g.Varp),
		Layers: map[string]*lazy.Array{}, Uns: g.Uns,
	}
	if g.X != nil {
		d.X = g.X.array(t)
	}
	for key, e := range g.Layers {
		d.Layers[key] = e.array(t)
	}
	if g.Raw != nil {
		raw, err := anndata.NewRaw(g.Raw.X.array(t), g.Raw.Var.frame(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		d.Raw = raw
	}
	a, err := anndata.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func goldenOptions(t *testing.T, options map[string]any) []anndata.ConcatOption {
	t.Helper()
	var out []anndata.ConcatOption
	for name, v := range options {
		text, _ := v.(string)
		switch name {
		case "index_unique":
			out = append(out, anndata.IndexUnique(text))
		case "keys":
			out = append(out, anndata.Keys(typed[string](v.([]any))...))
		case "label":
			out = append(out, anndata.Label(text))
		case "join":
			out = append(out, anndata.Join(anndata.Outer))
		case "axis":
			out = append(out, anndata.Axis(1))
		case "fill_value":
			out = append(out, anndata.FillValue(v.(float64)))
		case "pairwise":
			out = append(out, anndata.Pairwise())
		case "merge":
			out = append(out, anndata.Merge(anndata.Strategy(text)))
		case "uns_merge":
			out = append(out, anndata.UnsMerge(anndata.Strategy(text)))
		default:
			t.Fatalf("no option %q", name)
		}
	}
	return out
}

func TestConcatLikePython(t *testing.T) {
	for _, c := range loadGolden(t) {
		t.Run(c.Name, func(t *testing.T) {
			var inputs []*anndata.AnnData
			for _, in := range c.Inputs {
				inputs = append(inputs, in.build(t))
			}
			got := anndata.Concat(inputs, goldenOptions(t, c.Options)...)
			if err := got.Err(); err != nil {
				t.Fatal(err)
			}
			want := c.Result
			compareTable(t, "obs", got.Obs(), want.Obs)
			compareTable(t, "var", got.Var(), want.Var)
			if (got.X() == nil) != (want.X == nil) {
				t.Errorf("X: %v, want %v", got.X(), want.X)
			} else if want.X != nil {
				compareArray(t, "X", got.X(), *want.X)
			}
			for _, m := range []struct {
				name string
				got  anndata.Mapping
				want map[string]goldenElement
			}{
				{"layers", got.Layers(), want.Layers}, {"obsm", got.Obsm(), want.Obsm}, {"varm", got.Varm(), want.Varm},
				{"obsp", got.Obsp(), want.Obsp}, {"varp", got.Varp(), want.Varp},
			} {
				compareMapping(t, m.name, m.got, m.want)
			}
			if d := cmp.Diff(want.Uns, plainUns(got.Uns()), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("uns (-want +got)\n%s", d)
			}
			switch raw := got.Raw(); {
			case (raw == nil) != (want.Raw == nil):
				t.Errorf("raw: %v, want %v", raw, want.Raw)
			case raw != nil:
				compareArray(t, "raw.X", raw.X(), want.Raw.X)
				compareTable(t, "raw.var", raw.Var(), want.Raw.Var)
			}
		})
	}
}

func plainUns(d anndata.Dict) map[string]any {
	out := map[string]any{}
	for k, v := range d {
		if inner, ok := v.(anndata.Dict); ok {
			v = plainUns(inner)
		}
		out[k] = v
	}
	return out
}

func compareMapping(t *testing.T, name string, got anndata.Mapping, want map[string]goldenElement) {
	t.Helper()
	if got.Len() != len(want) {
		t.Errorf("%s: keys %q, want %d", name, got.Keys(), len(want))
	}
	for key, e := range want {
		if e.Frame == nil {
			compareArray(t, name+"/"+key, got.Get(key), e.goldenArray)
			continue
		}
		f, ok := got.Frame(key)
		if !ok {
			t.Errorf("%s/%s is no frame", name, key)
			continue
		}
		compareTable(t, name+"/"+key, f, *e.Frame)
	}
}

func compareArray(t *testing.T, name string, got *lazy.Array, want goldenArray) {
	t.Helper()
	values, err := got.AsType(lazy.Float64).Float64s()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if !slices.Equal(got.Shape(), want.Shape) || got.DType().String() != want.DType {
		t.Errorf("%s: %v of %v, want %v of %s", name, got.Shape(), got.DType(), want.Shape, want.DType)
	}
	if kind := got.Kind(); kind != want.Kind && (kind != lazy.Dense || want.Kind != "") {
		t.Errorf("%s: it is %s, want %s", name, kind, want.Kind)
	}
	if d := cmp.Diff(want.floats(), values, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got)\n%s", name, d)
	}
}

func compareTable(t *testing.T, name string, got *frame.Frame, want goldenTable) {
	t.Helper()
	if d := cmp.Diff(want.Index, got.Index(), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s index (-want +got)\n%s", name, d)
	}
	if d := cmp.Diff(want.Order, got.Columns(), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s columns (-want +got)\n%s", name, d)
	}
	for _, key := range want.Order {
		w, g := want.Columns[key].column(t, key), got.Col(key)
		if g.Kind() == frame.NullableStringKind && w.Kind() == frame.StringKind {
			t.Errorf("%s/%s: has missing values", name, key)
		}
		if d := cmp.Diff(w.Strings(), g.Strings()); d != "" || (g.DType() != w.DType()) || g.Ordered() != w.Ordered() {
			t.Errorf("%s/%s: %s, want %s (-want +got)\n%s", name, key, g.DType(), w.DType(), d)
		}
		if cats := w.Categories(); cats != nil {
			if d := cmp.Diff(cats.Strings(), g.Categories().Strings()); d != "" {
				t.Errorf("%s/%s categories (-want +got)\n%s", name, key, d)
			}
		}
	}
}
