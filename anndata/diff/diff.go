package diff

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// Difference is where two objects differ.
type Difference struct {
	Path string `json:"path"` // of the element: "obsm/X_pca"
	What string `json:"what"`
	// At is the position of the first value that differs, one number per axis; nil when it is not about single values.
	At []int `json:"at,omitempty"`
	// Count is how many values of the element differ, 0 when it is not about single values.
	Count int `json:"count,omitempty"`
}

// String is one line.
func (d Difference) String() string { return d.Path + ": " + d.What }

// Options says what counts as a difference. Two numbers are the same when |a - b| <= ATol + RTol * |b|, as in NumPy's isclose; NaN is the same as NaN.
type Options struct {
	RTol, ATol float64
	Types      bool                 // different types of numbers, kinds of columns and sparse instead of dense are differences too
	Run        []lazy.RunOption     // for the computations, such as lazy.WithMemory
	Progress   func(element string) // is told what is compared
}

// Find lists the differences between two objects, at most one for each element, in a fixed order. Matrices are read some rows at a time. The error is about reading.
func Find(ctx context.Context, a, b *anndata.AnnData, o Options) ([]Difference, error) {
	if a.Err() != nil {
		return nil, a.Err()
	}
	if b.Err() != nil {
		return nil, b.Err()
	}
	o.Run = append([]lazy.RunOption{lazy.WithContext(ctx)}, o.Run...)
	f := &finder{ctx: ctx, Options: o}
	err := f.annData(a, b)
	return f.found, err
}

type finder struct {
	Options
	ctx   context.Context
	found []Difference
}

func (f *finder) differ(path, format string, args ...any) {
	f.found = append(f.found, Difference{Path: path, What: fmt.Sprintf(format, args...)})
}

func (f *finder) annData(a, b *anndata.AnnData) error {
	if !slices.Equal(a.Shape(), b.Shape()) {
		f.differ("shape", "%v and %v", a.Shape(), b.Shape())
	}
	if err := f.value("X", orNil(a.X()), orNil(b.X())); err != nil {
		return err
	}
	f.frames("obs", a.Obs(), b.Obs())
	f.frames("var", a.Var(), b.Var())
	for _, part := range []struct {
		name string
		a, b anndata.Mapping
	}{
		{"layers", a.Layers(), b.Layers()}, {"obsm", a.Obsm(), b.Obsm()}, {"varm", a.Varm(), b.Varm()}, {"obsp", a.Obsp(), b.Obsp()}, {"varp", a.Varp(), b.Varp()},
	} {
		if err := f.mappings(part.name, part.a, part.b); err != nil {
			return err
		}
	}
	if err := f.dicts("uns", a.Uns(), b.Uns()); err != nil {
		return err
	}
	return f.raws(a.Raw(), b.Raw())
}

// orNil is an array as a value that is nil when there is none.
func orNil(x *lazy.Array) any {
	if x == nil {
		return nil
	}
	return x
}

func (f *finder) raws(a, b *anndata.Raw) error {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		f.differ("raw", "only the second has it")
		return nil
	case b == nil:
		f.differ("raw", "only the first has it")
		return nil
	}
	if err := f.value("raw/X", orNil(a.X()), orNil(b.X())); err != nil {
		return err
	}
	f.frames("raw/var", a.Var(), b.Var())
	return f.mappings("raw/varm", a.Varm(), b.Varm())
}

func (f *finder) mappings(path string, a, b anndata.Mapping) error {
	values := func(m anndata.Mapping) (map[string]any, error) {
		out := map[string]any{}
		for _, key := range m.Keys() {
			v, err := m.Value(key)
			if err != nil {
				return nil, err
			}
			out[key] = v
		}
		return out, nil
	}
	va, err := values(a)
	if err != nil {
		return err
	}
	vb, err := values(b)
	if err != nil {
		return err
	}
	return f.dicts(path, va, vb)
}

// dicts compares what two dicts have under the same keys, and says which keys only one has.
func (f *finder) dicts(path string, a, b map[string]any) error {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		va, inA := a[k]
		vb, inB := b[k]
		at := path + "/" + k
		switch {
		case !inA:
			f.differ(at, "only the second has it")
		case !inB:
			f.differ(at, "only the first has it")
		default:
			if err := f.value(at, va, vb); err != nil {
				return err
			}
		}
	}
	return nil
}

// frames compares two tables: row names, and columns by name.
func (f *finder) frames(path string, a, b *frame.Frame) {
	if f.Progress != nil {
		f.Progress(path)
	}
	same := f.texts(path, "row name", a.Index(), b.Index())
	if f.Types && a.IndexName() != b.IndexName() {
		f.differ(path, "the index is named %q and %q", a.IndexName(), b.IndexName())
	}
	for _, name := range a.Columns() {
		if !b.Has(name) {
			f.differ(path+"/"+name, "only the first has the column")
		} else if same || a.NRows() == b.NRows() {
			f.series(path+"/"+name, a.Col(name), b.Col(name))
		}
	}
	for _, name := range b.Columns() {
		if !a.Has(name) {
			f.differ(path+"/"+name, "only the second has the column")
		}
	}
}

// texts compares two lists of strings; what says what they are.
func (f *finder) texts(path, what string, a, b []string) bool {
	if len(a) != len(b) {
		f.differ(path, "%d and %d %ss", len(a), len(b), what)
		return false
	}
	d := Difference{Path: path}
	for i := range a {
		if a[i] != b[i] {
			if d.Count++; d.Count == 1 {
				d.At, d.What = []int{i}, fmt.Sprintf("%s %d is %q and %q", what, i, a[i], b[i])
			}
		}
	}
	return f.count(d, len(a))
}

// count adds a difference of single values, if there is one, with how many there are; it gives whether there is none.
func (f *finder) count(d Difference, of int) bool {
	if d.Count == 0 {
		return true
	}
	if d.Count > 1 {
		d.What += fmt.Sprintf(" (%d of %d differ)", d.Count, of)
	}
	f.found = append(f.found, d)
	return false
}

// place is a position as people write it.
func place(at []int) string {
	if len(at) == 1 {
		return fmt.Sprintf("row %d", at[0])
	}
	return lazy.Shape(at).String()
}
