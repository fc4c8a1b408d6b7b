package elem

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
)

// texts reads an array of strings of any number of axes but none.
func (m *member) texts(ctx context.Context) (*anndata.Texts, error) {
	shape := m.array.Shape()
	data, err := m.array.ReadRegion(ctx, make([]int, len(shape)), shape)
	if err != nil {
		return nil, err
	}
	values, ok := data.([]string)
	if n, err := store.Elements(shape); !ok || err != nil || n != len(values) {
		return nil, at(m.path, fmt.Errorf("strings of shape %v are %T: %w", shape, data, store.ErrInvalid))
	}
	return &anndata.Texts{Shape: shape, Values: values}, nil
}

// textsOf writes an array of strings.
func (w *writing) textsOf(ctx context.Context, g store.Group, name string, t *anndata.Texts) error {
	n, err := store.Elements(t.Shape)
	if err == nil && n != len(t.Values) {
		err = fmt.Errorf("%d strings for the shape %v", len(t.Values), t.Shape)
	}
	if err != nil {
		return at(below(g, name), err)
	}
	made, err := w.array(g, name, encTexts, store.ArraySpec{DType: store.String, Shape: t.Shape})
	if err != nil || n == 0 {
		return err
	}
	return made.WriteRegion(ctx, make([]int, len(t.Shape)), t.Shape, t.Values)
}
