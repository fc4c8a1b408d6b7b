package elem

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
)

// The attributes of an awkward array.
const (
	formAttr   = "form"
	lengthAttr = "length"
)

// awkward reads an awkward array: a form, a length, and the buffers that the form names.
func (r *reading) awkward(ctx context.Context, m *member) (*anndata.Awkward, error) {
	form, _ := m.attributes[formAttr].(string)
	length, ok := m.attributes[lengthAttr].(int64)
	if m.group == nil || !ok || length < 0 || !json.Valid([]byte(form)) {
		return nil, at(m.path, fmt.Errorf("%s without a form in JSON and a length: %w", m.encoding.kind, store.ErrInvalid))
	}
	names, err := m.group.Children()
	if err != nil {
		return nil, err
	}
	out := &anndata.Awkward{Form: form, Length: int(length), Buffers: map[string]any{}}
	for _, name := range names {
		if out.Buffers[name], err = m.linePart(ctx, name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *writing) awkward(ctx context.Context, g store.Group, name string, a *anndata.Awkward) error {
	made, err := w.group(g, name, encAwkward, map[string]any{formAttr: a.Form, lengthAttr: int64(a.Length)})
	if err != nil {
		return err
	}
	for _, buffer := range slices.Sorted(maps.Keys(a.Buffers)) {
		if _, err := store.TypeOf(a.Buffers[buffer]); err != nil {
			return at(below(made, buffer), err)
		}
		if err := w.line(ctx, made, buffer, a.Buffers[buffer]); err != nil {
			return err
		}
	}
	return nil
}
