package elem_test

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

type object = map[string]any

// describe says what an AnnData holds, in the words of testdata/elem/elements.py.
func describe(t *testing.T, a *anndata.AnnData) object {
	t.Helper()
	if err := a.Err(); err != nil {
		t.Fatal(err)
	}
	out := object{
		"shape": list(a.Shape()), "X": nil, "obs": describeFrame(a.Obs()), "var": describeFrame(a.Var()), "raw": nil,
		"layers": describeMapping(t, a.Layers()), "obsm": describeMapping(t, a.Obsm()), "varm": describeMapping(t, a.Varm()),
		"obsp": describeMapping(t, a.Obsp()), "varp": describeMapping(t, a.Varp()), "uns": describeValue(t, a.Uns()).(object)["dict"],
	}
	if a.X() != nil {
		out["X"] = describeArray(t, a.X())
	}
	if r := a.Raw(); r != nil {
		out["raw"] = object{"X": describeArray(t, r.X()), "var": describeFrame(r.Var()), "varm": describeMapping(t, r.Varm())}
	}
	return out
}

func describeMapping(t *testing.T, m anndata.Mapping) object {
	out := object{}
	for _, key := range m.Keys() {
		value, err := m.Value(key)
		if err != nil {
			t.Fatal(err)
		}
		out[key] = describeValue(t, value)
	}
	return out
}

func describeArray(t *testing.T, x *lazy.Array) object {
	t.Helper()
	d, err := x.Dense()
	if err != nil {
		t.Fatal(err)
	}
	out := object{"dtype": d.DType().String(), "shape": list(d.Shape()), "values": list(d.Data())}
	if x.Kind() != "dense" {
		out["kind"] = x.Kind()
	}
	return out
}

func describeValue(t *testing.T, value any) any {
	switch v := value.(type) {
	case nil:
		return object{"null": true}
	case anndata.Dict:
		out := object{}
		for k, v := range v {
			out[k] = describeValue(t, v)
		}
		return object{"dict": out}
	case *lazy.Array:
		return describeArray(t, v)
	case *frame.Frame:
		return describeFrame(v)
	case *frame.Series:
		return object{"series": describeColumn("", v)}
	case *anndata.Texts:
		return object{"dtype": "string", "shape": list(v.Shape), "values": list(v.Values)}
	case *anndata.Records:
		fields := object{}
		for _, f := range v.Fields {
			fields[f.Name] = object{"dtype": reflect.TypeOf(f.Values).Elem().String(), "shape": list(append(slices.Clone(v.Shape), f.Shape...)), "values": list(f.Values)}
		}
		return object{"records": fields, "shape": list(v.Shape)}
	case *anndata.Awkward:
		return object{"awkward": float64(v.Length)}
	case *anndata.AnnData:
		return object{"anndata": describe(t, v)}
	case *anndata.Foreign:
		return object{"foreign": v.Encoding}
	case string:
		return object{"str": v}
	}
	if r := reflect.ValueOf(value); r.Kind() == reflect.Slice {
		return object{"dtype": r.Type().Elem().String(), "shape": list([]int{r.Len()}), "values": list(value)}
	}
	return object{"scalar": describeNumber(reflect.ValueOf(value))}
}

func describeFrame(f *frame.Frame) object {
	columns := []any{}
	for _, name := range f.Columns() {
		columns = append(columns, describeColumn(name, f.Col(name)))
	}
	return object{"index": list(f.Index()), "index_name": f.IndexName(), "columns": columns}
}

func describeColumn(name string, s *frame.Series) object {
	out := object{"name": name, "dtype": s.DType()}
	switch s.Kind() {
	case frame.CategoricalKind:
		codes := make([]float64, s.Len())
		for i := range codes {
			codes[i] = float64(s.Code(i))
		}
		out["ordered"], out["categories"], out["codes"] = s.Ordered(), list(s.Categories().Values()), list(codes)
		return out
	case frame.StringKind:
		out["dtype"] = "string"
	case frame.NullableStringKind:
		out["dtype"] = "nullable-string"
	}
	values := list(s.Values())
	for i, missing := range s.Mask() {
		if missing {
			values[i] = nil
		}
	}
	out["values"] = values
	return out
}

// asRead is Python's description of what Go can tell: of awkward arrays the length, and of half and single precision complex numbers their
// wider types.
func asRead(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, x := range v {
			switch x := x.(type) {
			case string:
				if wider := map[string]string{"float16": "float32", "complex64": "complex128"}[x]; key == "dtype" && wider != "" {
					out[key] = wider
					continue
				}
			case []any:
				if key == "awkward" {
					out[key] = float64(len(x))
					continue
				}
			}
			out[key] = asRead(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = asRead(x)
		}
		return out
	}
	return v
}

// list is a slice as JSON has it: integers of arrays are strings, those of shapes numbers.
func list(values any) []any {
	r := reflect.ValueOf(values)
	out := make([]any, r.Len())
	for i := range out {
		out[i] = describeNumber(r.Index(i))
		if r.Type().Elem().Kind() == reflect.Int {
			out[i] = float64(r.Index(i).Int())
		}
	}
	return out
}

func describeNumber(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Float32, reflect.Float64:
		f := v.Float()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return strings.ToLower(strings.TrimPrefix(strconv.FormatFloat(f, 'g', -1, 64), "+"))
		}
		return f
	case reflect.Complex128:
		return []any{real(v.Complex()), imag(v.Complex())}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10)
	}
	return strconv.FormatInt(v.Int(), 10)
}
