package elem

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
)

const (
	indexAttr   = "_index"
	columnsAttr = "column-order"
	indexMember = "_index" // of an index without a name
)

func (m *member) isFrame() bool { return m.encoding.kind == encFrame.kind }

// frameOf reads a dataframe that may be missing.
func (r *reading) frameOf(ctx context.Context, g store.Group, name string) (*frame.Frame, error) {
	m, err := r.find(g, name)
	if err != nil || m == nil {
		return nil, err
	}
	return r.frame(ctx, m)
}

// frame reads a dataframe: its index and its columns, in their order.
func (r *reading) frame(ctx context.Context, m *member) (*frame.Frame, error) {
	if m.encoding == encNone && m.array != nil && m.array.Type() == store.Record {
		return m.oldTable(ctx)
	}
	if m.encoding != encFrame && m.encoding != encOldFrame || m.group == nil {
		return nil, m.unsupported()
	}
	indexName, _ := m.attributes[indexAttr].(string)
	if indexName == "" {
		return nil, at(m.path, fmt.Errorf("dataframe without the attribute %q: %w", indexAttr, store.ErrInvalid))
	}
	order, err := m.columns()
	if err != nil {
		return nil, err
	}
	now := *r
	now.lazy = false
	index, err := now.column(ctx, m, indexName)
	if err != nil {
		return nil, err
	}
	var cols []*frame.Series
	for _, name := range order {
		if r.without[m.path+"/"+name] {
			continue
		}
		c, err := r.column(ctx, m, name)
		if err != nil {
			return nil, err
		}
		cols = append(cols, c)
	}
	f, err := frame.New(index.Strings(), cols...)
	if err == nil {
		f, err = f.WithLabels(index)
	}
	if err != nil {
		return nil, at(m.path, err)
	}
	if indexName != indexMember {
		f = f.WithIndexName(indexName)
	}
	return f, nil
}

// columns is the attribute column-order.
func (m *member) columns() ([]string, error) {
	switch v := m.attributes[columnsAttr].(type) {
	case []string:
		return v, nil
	case []float64, []int64, []any: // h5py writes an empty list as one of numbers
		if n := fmt.Sprint(v); n == "[]" {
			return nil, nil
		}
	}
	return nil, at(m.path, fmt.Errorf("dataframe without a list of names in the attribute %q: %w", columnsAttr, store.ErrInvalid))
}

// column reads a column. h5py takes a slash in its name for a path.
func (r *reading) column(ctx context.Context, m *member, name string) (*frame.Series, error) {
	table := m.group
	folders := strings.Split(name, "/")
	last := folders[len(folders)-1]
	for _, folder := range folders[:len(folders)-1] {
		var err error
		if m, err = m.part(folder); err != nil {
			return nil, err
		}
	}
	c, err := m.part(last)
	if err != nil {
		return nil, err
	}
	if c.encoding == encNone && c.array != nil {
		return r.oldColumn(ctx, table, c, name)
	}
	return r.series(ctx, c, name)
}

// frame writes a dataframe.
func (w *writing) frame(ctx context.Context, g store.Group, name string, f *frame.Frame) error {
	path := below(g, name)
	if err := f.Err(); err != nil {
		return at(path, err)
	}
	indexName := f.IndexName()
	if indexName == "" {
		indexName = indexMember
	}
	order := f.Columns()
	switch {
	case slices.Contains(order, indexMember):
		return at(path, fmt.Errorf("a column is named %q, which is the index's own name in a file: rename it", indexMember))
	case f.Has(indexName) && !slices.Equal(f.Col(indexName).Strings(), f.Index()):
		return at(path, fmt.Errorf("the index is named %q as is a column of other values: rename one of them", indexName))
	}
	made, err := w.group(g, name, encFrame, map[string]any{indexAttr: indexName, columnsAttr: order})
	if err != nil {
		return err
	}
	if !f.Has(indexName) {
		if err := w.series(ctx, made, indexName, f.Labels()); err != nil {
			return err
		}
	}
	for _, name := range order {
		if err := w.series(ctx, made, name, f.Col(name)); err != nil {
			return err
		}
	}
	return nil
}

// withCategories is the frame as anndata saves obs and var: columns of strings that repeat become categoricals.
func withCategories(f *frame.Frame) (*frame.Frame, error) {
	if f.Err() != nil {
		return f, nil
	}
	var changed []*frame.Series
	for _, name := range f.Columns() {
		c := f.Col(name)
		if k := c.Kind(); k != frame.StringKind && k != frame.NullableStringKind {
			continue
		}
		if err := c.Load(); err != nil {
			return nil, err
		}
		if c, ok := categorised(c); ok {
			changed = append(changed, c)
		}
	}
	return f.With(changed...)
}

// categorised is a column of strings as a categorical, its categories in natural order; ok is false when no string repeats.
func categorised(s *frame.Series) (_ *frame.Series, ok bool) {
	c := s.AsCategory()
	names := c.Categories().Strings()
	if len(names) >= s.Len() {
		return s, false
	}
	place := make([]int, len(names)) // place of each category in natural order, and back
	for i := range place {
		place[i] = i
	}
	slices.SortStableFunc(place, func(i, j int) int { return frame.CompareNatural(names[i], names[j]) })
	sorted, back := make([]string, len(names)), make([]int, len(names))
	for to, from := range place {
		sorted[to], back[from] = names[from], to
	}
	codes := make([]int, s.Len())
	for i := range codes {
		codes[i] = c.Code(i)
		if codes[i] >= 0 {
			codes[i] = back[codes[i]]
		}
	}
	return frame.Categorical(s.Name(), codes, sorted, false), true
}
