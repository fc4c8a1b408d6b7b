package elem

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
)

// records reads an array of records.
func (m *member) records(ctx context.Context) (*anndata.Records, error) {
	if err := m.isArray(); err != nil {
		return nil, err
	}
	array, ok := m.array.(store.RecordArray)
	if !ok || m.array.Type() != store.Record {
		return nil, at(m.path, fmt.Errorf("%s of %v: %w", m.encoding.kind, m.array.Type(), store.ErrInvalid))
	}
	shape := array.Shape()
	data, err := array.ReadRegion(ctx, make([]int, len(shape)), shape)
	if err != nil {
		return nil, err
	}
	columns, ok := data.(store.Columns)
	fields := array.Fields()
	if !ok || len(columns) != len(fields) {
		return nil, at(m.path, fmt.Errorf("records of %d fields are %T: %w", len(fields), data, store.ErrInvalid))
	}
	out := &anndata.Records{Shape: shape}
	for i, f := range fields {
		out.Fields = append(out.Fields, anndata.Field{Name: f.Name, Values: columns[i], Shape: f.Shape})
	}
	return out, nil
}

// records writes an array of records.
func (w *writing) records(ctx context.Context, g store.Group, name string, r *anndata.Records) error {
	n, err := store.Elements(r.Shape)
	if err != nil {
		return at(below(g, name), err)
	}
	spec := store.ArraySpec{DType: store.Record, Shape: r.Shape}
	if spec.Shape == nil {
		spec.Shape = []int{}
	}
	columns := make(store.Columns, len(r.Fields))
	for i, f := range r.Fields {
		t, err := store.TypeOf(f.Values)
		if err != nil {
			return at(below(g, name), fmt.Errorf("field %q: %w", f.Name, err))
		}
		each, err := store.Elements(f.Shape)
		if got := lengthOf(f.Values); err != nil || got != n*each {
			return at(below(g, name), fmt.Errorf("field %q: %d values for %d records of shape %v", f.Name, got, n, f.Shape))
		}
		field := store.Field{Name: f.Name, Type: t, Shape: f.Shape}
		if texts, ok := f.Values.([]string); ok {
			for _, s := range texts {
				field.Width = max(field.Width, len(s))
			}
		}
		spec.Fields = append(spec.Fields, field)
		columns[i] = f.Values
	}
	made, err := w.array(g, name, encRecords, spec)
	if err != nil || n == 0 {
		return err
	}
	return made.WriteRegion(ctx, make([]int, len(spec.Shape)), spec.Shape, columns)
}
