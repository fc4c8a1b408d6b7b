package diff

import (
	"fmt"
	"math"
	"math/cmplx"
	"reflect"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// value compares two elements of any kind.
func (f *finder) value(path string, a, b any) error {
	if f.Progress != nil {
		f.Progress(path)
	}
	if da, ok := dict(a); ok {
		if db, ok := dict(b); ok {
			return f.dicts(path, da, db)
		}
	}
	if fa, ok := a.(*frame.Frame); ok {
		if fb, ok := b.(*frame.Frame); ok {
			f.frames(path, fa, fb)
			return nil
		}
	}
	if sa, ok := a.(*frame.Series); ok {
		if sb, ok := b.(*frame.Series); ok {
			f.series(path, sa, sb)
			return nil
		}
	}
	xa, isArrayA := array(a)
	xb, isArrayB := array(b)
	if isArrayA && isArrayB {
		return f.arrays(path, xa, xb)
	}
	if ta, ok := a.([]string); ok {
		if tb, ok := b.([]string); ok {
			f.texts(path, "element", ta, tb)
			return nil
		}
	}
	na, isNumberA := number(a)
	nb, isNumberB := number(b)
	switch {
	case isNumberA && isNumberB:
		if !f.close(na, nb) {
			f.differ(path, "%v and %v", a, b)
		}
	case !reflect.DeepEqual(a, b):
		f.differ(path, "%s and %s", short(a), short(b))
	}
	return nil
}

func dict(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case anndata.Dict:
		return v, true
	case map[string]any:
		return v, true
	}
	return nil, false
}

// array is a lazy array, or a slice of numbers as one.
func array(v any) (*lazy.Array, bool) {
	if x, ok := v.(*lazy.Array); ok {
		return x, x != nil
	}
	if _, ok := block.DTypeOf(v); !ok {
		return nil, false
	}
	b, err := block.FromData([]int{reflect.ValueOf(v).Len()}, v)
	if err != nil {
		return nil, false
	}
	return lazy.FromBlock(b), true
}

func number(v any) (float64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case !r.IsValid():
		return 0, false
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return 0, false
}

// short is a value in a few words.
func short(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case *lazy.Array:
		return "an array of shape " + v.Shape().String()
	case *frame.Frame:
		return fmt.Sprintf("a table of %d rows", v.NRows())
	case *frame.Series:
		return fmt.Sprintf("a column of %d %s values", v.Len(), v.DType())
	case string:
		return fmt.Sprintf("%.60q", v)
	}
	text := fmt.Sprint(v)
	if r := []rune(text); len(r) > 60 {
		text = string(r[:60]) + "…"
	}
	return fmt.Sprintf("%s (%T)", text, v)
}

func (f *finder) close(a, b float64) bool {
	if a == b || a != a && b != b {
		return true
	}
	return !math.IsInf(b, 0) && !math.IsInf(a, 0) && math.Abs(a-b) <= f.ATol+f.RTol*math.Abs(b)
}

func (f *finder) closeComplex(a, b complex128) bool {
	return a == b || cmplx.IsNaN(a) && cmplx.IsNaN(b) || cmplx.Abs(a-b) <= f.ATol+f.RTol*cmplx.Abs(b)
}

// series compares two columns: by number where both hold numbers, else as text.
func (f *finder) series(path string, a, b *frame.Series) {
	if a.Err() != nil || b.Err() != nil {
		f.differ(path, "a column carries an error: %v, %v", a.Err(), b.Err())
		return
	}
	if a.Len() != b.Len() {
		f.differ(path, "%d and %d rows", a.Len(), b.Len())
		return
	}
	if f.Types && a.DType() != b.DType() {
		f.differ(path, "its type is %s and %s", a.DType(), b.DType())
		return
	}
	if !f.categories(path, a, b) {
		return
	}
	d := Difference{Path: path}
	text := isText(a) || isText(b)
	equal := f.rowsEqual(a, b, text)
	for i := range a.Len() {
		if missing := a.IsMissing(i); missing || b.IsMissing(i) {
			if missing == b.IsMissing(i) {
				continue
			}
		} else if equal(i) {
			continue
		}
		if d.Count++; d.Count == 1 {
			x, y := shown(a, i), shown(b, i)
			if x == y { // numbers of different types, or longer than a table shows
				x, y = exact(a, i), exact(b, i)
			}
			d.At, d.What = []int{i}, fmt.Sprintf("row %d is %s and %s", i, x, y)
		}
	}
	f.count(d, a.Len())
}

func shown(s *frame.Series, i int) string {
	switch {
	case s.IsMissing(i):
		return "missing"
	case isText(s):
		return fmt.Sprintf("%q", s.Text(i))
	}
	return s.Text(i)
}

// exact is a number in as many digits as it takes to tell it from every other.
func exact(s *frame.Series, i int) string {
	v, err := s.Take(frame.Span{Lo: i, Hi: i + 1}).Float64s()
	if err != nil || len(v) != 1 {
		return s.Text(i)
	}
	return fmt.Sprint(v[0])
}

func isText(s *frame.Series) bool {
	if c := s.Categories(); c != nil {
		s = c
	}
	return s.Kind() == frame.StringKind || s.Kind() == frame.NullableStringKind
}

// rowsEqual gives a comparison of two rows that are both there.
func (f *finder) rowsEqual(a, b *frame.Series, text bool) func(i int) bool {
	if ia, ok := a.Values().([]int64); ok {
		if ib, ok := b.Values().([]int64); ok {
			return func(i int) bool {
				return ia[i] == ib[i] || f.close(float64(ia[i]), float64(ib[i])) && f.ATol+f.RTol > 0
			}
		}
	}
	if !text {
		na, errA := a.Float64s()
		nb, errB := b.Float64s()
		if errA == nil && errB == nil {
			return func(i int) bool { return f.close(na[i], nb[i]) }
		}
	}
	ta, tb := a.Strings(), b.Strings()
	return func(i int) bool { return ta[i] == tb[i] }
}

// categories compares the categories of two categoricals, in their order when it means something.
func (f *finder) categories(path string, a, b *frame.Series) bool {
	ca, cb := a.Categories(), b.Categories()
	if ca == nil || cb == nil {
		return true
	}
	if a.Ordered() != b.Ordered() {
		f.differ(path, "the categories of one are ordered, those of the other not")
		return false
	}
	na, nb := ca.Strings(), cb.Strings()
	if !a.Ordered() && !f.Types {
		na, nb = slices.Sorted(slices.Values(na)), slices.Sorted(slices.Values(nb))
	}
	if slices.Equal(na, nb) {
		return true
	}
	f.differ(path, "the categories differ: %s and %s", short(na), short(nb))
	return false
}
