package anndata

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// equal compares two elements by value; NaN equals NaN. Two lazy arrays are computed unless their graphs are the same.
func equal(a, b any) (bool, error) {
	switch a := a.(type) {
	case *lazy.Array:
		b, ok := b.(*lazy.Array)
		if !ok || a == nil || b == nil {
			return ok && a == b, nil
		}
		return equalArrays(a, b)
	case *frame.Frame:
		b, ok := b.(*frame.Frame)
		return ok && equalFrames(a, b), nil
	case *frame.Series:
		b, ok := b.(*frame.Series)
		return ok && a.Equal(b), nil
	case *AnnData:
		b, ok := b.(*AnnData)
		if !ok || a == nil || b == nil {
			return ok && a == b, nil
		}
		same, _, err := Equal(a, b)
		return same, err
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || a != a && b != b), nil
	case []float64:
		b, ok := b.([]float64)
		return ok && slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || x != x && y != y }), nil
	case []float32:
		b, ok := b.([]float32)
		return ok && slices.EqualFunc(a, b, func(x, y float32) bool { return x == y || x != x && y != y }), nil
	}
	return reflect.DeepEqual(a, b), nil
}

func equalArrays(a, b *lazy.Array) (bool, error) {
	if a == b {
		return true, nil
	}
	if !slices.Equal(a.Shape(), b.Shape()) {
		return false, nil
	}
	if !a.InMemory() && !b.InMemory() && a.Name() == b.Name() {
		return true, nil
	}
	if a.Kind() != lazy.Dense || b.Kind() != lazy.Dense {
		return equalSparse(a, b)
	}
	x, err := a.Dense()
	if err != nil {
		return false, err
	}
	y, err := b.Dense()
	if err != nil {
		return false, err
	}
	for i := range a.Size() {
		u, v := x.Float64At(i), y.Float64At(i)
		if u != v && (u == u || v == v) {
			return false, nil
		}
	}
	return true, nil
}

func equalFrames(a, b *frame.Frame) bool {
	if !slices.Equal(a.Index(), b.Index()) || !slices.Equal(a.Columns(), b.Columns()) {
		return false
	}
	for _, name := range a.Columns() {
		if !a.Col(name).Equal(b.Col(name)) {
			return false
		}
	}
	return true
}

// Equal reports whether two objects have the same shape, names, columns, keys and values; why says where they first differ.
// Lazy arrays that are not of the same graph are computed.
func Equal(a, b *AnnData) (same bool, why string, err error) {
	if a.err != nil || b.err != nil {
		return false, "an object carries an error", cmpErr(a, b)
	}
	for ax := range axis(2) {
		if !equalFrames(a.frame(ax), b.frame(ax)) {
			return false, ax.String(), nil
		}
	}
	ma, mb := a.elements(), b.elements()
	if !slices.Equal(ma.keys, mb.keys) {
		return false, fmt.Sprintf("elements %q and %q", ma.keys, mb.keys), nil
	}
	for _, key := range ma.keys {
		same, err := equal(ma.values[key], mb.values[key])
		if err != nil {
			return false, key, fmt.Errorf("anndata.Equal: %s: %w", key, err)
		}
		if !same {
			return false, key, nil
		}
	}
	return true, "", nil
}

func cmpErr(a, b *AnnData) error {
	if a.err != nil {
		return a.err
	}
	return b.err
}

// elements is every array, frame and value of an object by its path, in order.
func (a *AnnData) elements() *table {
	t := newTable()
	if x := a.X(); x != nil {
		t.set("X", x)
	}
	for f := range nFields {
		m := Mapping{owner: a, field: f}
		keys := m.Keys()
		slices.Sort(keys)
		for _, key := range keys {
			if value, err := m.Value(key); err == nil {
				t.set(f.String()+"/"+key, value)
			}
		}
	}
	if r := a.Raw(); r != nil {
		t.set("raw/X", r.X())
		t.set("raw/var", r.Var())
	}
	a.Uns().elements("uns", t)
	return t
}

func (d Dict) elements(path string, t *table) {
	for _, key := range d.Keys() {
		if inner, ok := asDict(d[key]); ok {
			inner.elements(path+"/"+key, t)
			continue
		}
		t.set(path+"/"+key, d[key])
	}
}
