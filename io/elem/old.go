package elem

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// Files of anndata 0.5 to 0.7 say little of how elements are encoded. They are read with the meaning that anndata 0.12 gives them.

// The attributes of sparse matrices before there were encodings.
const (
	oldFormatAttr = "h5sparse_format"
	oldShapeAttr  = "h5sparse_shape"
)

// kindName is the kind of an element as messages have it.
func (m *member) kindName() string {
	if m.encoding == encNone {
		return "element"
	}
	return m.encoding.kind
}

// oldTable reads a table that is an array of records: the first field is the index. Its categories, if any, are in uns.
func (m *member) oldTable(ctx context.Context) (*frame.Frame, error) {
	r, err := m.records(ctx)
	if err != nil {
		return nil, err
	}
	if len(r.Shape) != 1 || len(r.Fields) == 0 {
		return nil, at(m.path, fmt.Errorf("a table of records of shape %v with %d fields: %w", r.Shape, len(r.Fields), store.ErrInvalid))
	}
	var cols []*frame.Series
	for _, f := range r.Fields {
		if len(f.Shape) > 0 {
			return nil, at(m.path, fmt.Errorf("the field %q has many values in each row: %w", f.Name, store.ErrUnsupported))
		}
		cols = append(cols, frame.Of(f.Name, f.Values))
	}
	t, err := frame.New(cols[0].Strings(), cols[1:]...)
	if err != nil {
		return nil, at(m.path, err)
	}
	if name := cols[0].Name(); name != indexMember {
		t = t.WithIndexName(name)
	}
	return t, nil
}

// oldMapping reads a mapping that is an array of records: each field is an array.
func (m *member) oldMapping(ctx context.Context) (map[string]any, error) {
	r, err := m.records(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, f := range r.Fields {
		shape := slices.Concat(r.Shape, f.Shape)
		if texts, ok := f.Values.([]string); ok {
			out[f.Name] = &anndata.Texts{Shape: shape, Values: texts}
			continue
		}
		b, err := block.FromData(shape, f.Values)
		if err != nil {
			return nil, at(m.path+"/"+f.Name, err)
		}
		out[f.Name] = lazy.FromBlock(b)
	}
	return out, nil
}

// oldRaw reads a raw matrix whose parts are members of the root: raw.X, raw.var and raw.varm.
func (r *reading) oldRaw(ctx context.Context, g store.Group) (*anndata.Raw, error) {
	x, err := r.matrixOf(ctx, g, "raw.X")
	if err != nil || x == nil {
		return nil, err
	}
	vars, err := r.frameOf(ctx, g, "raw.var")
	if err != nil {
		return nil, err
	}
	varm, err := r.mapping(ctx, g, "raw.varm")
	if err != nil {
		return nil, err
	}
	raw, err := anndata.NewRaw(x, vars, varm)
	return raw, at(below(g, "raw.X"), err)
}

// oldColumn reads a column of a dataframe from before there were encodings. The attribute categories leads to those of a categorical.
func (r *reading) oldColumn(ctx context.Context, table store.Group, m *member, name string) (*frame.Series, error) {
	codes, err := m.line(ctx)
	if err != nil {
		return nil, err
	}
	path := ""
	switch v := m.attributes["categories"].(type) {
	case store.Reference:
		path = strings.TrimPrefix(string(v), strings.TrimRight(table.Path(), "/")+"/")
		if path == string(v) {
			return nil, at(m.path, fmt.Errorf("its categories are at %s, outside its table: %w", v, store.ErrUnsupported))
		}
	case string:
		path = v
	default:
		s := frame.Of(name, codes)
		return s, at(m.path, s.Err())
	}
	folders := strings.Split(strings.Trim(path, "/"), "/")
	top := &member{path: strings.Trim(table.Path(), "/"), group: table, encoding: encOldFrame}
	for _, folder := range folders {
		if top, err = top.part(folder); err != nil {
			return nil, err
		}
	}
	categories, err := top.line(ctx)
	if err != nil {
		return nil, err
	}
	s := frame.CategoricalOf(name, codes, categories, isTrue(top.attributes["ordered"]))
	return s, at(m.path, s.Err())
}

func isTrue(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case int64:
		return v != 0
	}
	return false
}

// oldValue reads an array of uns without an encoding. Old versions saved a string as an array of one.
func (r *reading) oldValue(ctx context.Context, m *member) (any, error) {
	value, err := r.values(ctx, m)
	if texts, ok := value.([]string); ok && len(texts) == 1 {
		if f, ok := m.array.(store.FixedText); ok && f.FixedASCII() {
			return texts[0], nil
		}
	}
	return value, err
}

// modernise brings what old versions kept elsewhere to where it belongs now: categories in uns to their columns, and, as anndata does with every
// file, the matrices of uns/neighbors to obsp.
func (r *reading) modernise(m *member, d *anndata.Data) error {
	if kind, err := m.group.Kind("obs"); err != nil || kind == store.KindArray {
		if err != nil {
			return err
		}
		if err := withOldCategories(d); err != nil {
			return err
		}
	}
	withoutNeighbours(d)
	return nil
}

// categoriesEnd is the end of the names in uns under which categories were kept.
const categoriesEnd = "_categories"

// withOldCategories turns the codes of obs and var into categoricals by the categories in uns, and takes those out that were of use.
func withOldCategories(d *anndata.Data) error {
	for key, value := range d.Uns {
		if !strings.HasSuffix(key, categoriesEnd) {
			continue
		}
		name := strings.ReplaceAll(key, categoriesEnd, "")
		used := false
		for _, table := range []**frame.Frame{&d.Obs, &d.Var} {
			t := *table
			if t == nil || !t.Has(name) {
				continue
			}
			s := frame.CategoricalOf(name, t.Col(name).Values(), listOf(value), false)
			if s.Err() != nil { // they were of another table's column
				continue
			}
			changed, err := t.With(s)
			if err != nil {
				return err
			}
			*table, used = changed, true
		}
		if used {
			delete(d.Uns, key)
		}
	}
	return nil
}

// listOf is a value as a slice: a single category was saved as a single value.
func listOf(value any) any {
	switch v := value.(type) {
	case string:
		return []string{v}
	case int64:
		return []int64{v}
	}
	return value
}

// withoutNeighbours moves the matrices of uns/neighbors to obsp.
func withoutNeighbours(d *anndata.Data) {
	n, ok := d.Uns["neighbors"].(anndata.Dict)
	if !ok {
		return
	}
	for _, key := range []string{"distances", "connectivities"} {
		x, ok := n[key].(*lazy.Array)
		if !ok || x.NDim() != 2 {
			continue
		}
		if d.Obsp == nil {
			d.Obsp = map[string]any{}
		}
		d.Obsp[key] = x
		delete(n, key)
	}
}
