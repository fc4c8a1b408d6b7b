package elem

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// uns reads the dict of that name, which may be missing.
func (r *reading) uns(ctx context.Context, g store.Group) (anndata.Dict, error) {
	m, err := r.find(g, "uns")
	if err != nil || m == nil {
		return nil, err
	}
	return r.dict(ctx, m)
}

func (r *reading) dict(ctx context.Context, m *member) (anndata.Dict, error) {
	names, err := m.dict()
	if err != nil {
		return nil, err
	}
	out := make(anndata.Dict, len(names))
	for _, name := range names {
		e, err := r.find(m.group, name)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		if out[name], err = r.value(ctx, m.group, e, name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// value reads an element of uns: a single value, a slice for an array of one axis, a lazy array for others, a column, a frame or a dict.
func (r *reading) value(ctx context.Context, g store.Group, m *member, name string) (any, error) {
	switch m.encoding {
	case encNull:
		return nil, nil
	case encNumber, encText:
		return m.scalar(ctx)
	case encArray, encTexts:
		return r.values(ctx, m)
	case encDict:
		return r.dict(ctx, m)
	case encCategorical, encNullableInt, encNullableBool, encNullableString:
		return r.series(ctx, m, name)
	case encRecords:
		return m.records(ctx)
	case encAwkward:
		return r.awkward(ctx, m)
	case encAnnData:
		return r.annData(ctx, m)
	}
	switch {
	case m.sparseKind() != "":
		return r.matrix(ctx, m)
	case m.isFrame():
		return r.frame(ctx, m)
	case m.encoding == encNone && m.group != nil:
		return r.dict(ctx, m)
	case m.encoding == encNone && m.array != nil:
		return r.oldValue(ctx, m)
	}
	return r.foreign(g, m, name), nil
}

// scalar reads a single value.
func (m *member) scalar(ctx context.Context) (any, error) {
	if err := m.isArray(); err != nil {
		return nil, err
	}
	shape := m.array.Shape()
	if block.Size(shape) != 1 {
		return nil, at(m.path, fmt.Errorf("%s of shape %v: %w", m.encoding.kind, shape, store.ErrInvalid))
	}
	data, err := m.array.ReadRegion(ctx, make([]int, len(shape)), shape)
	if err != nil {
		return nil, err
	}
	value, ok := scalar(data)
	if !ok {
		return nil, at(m.path, fmt.Errorf("%s of %T: %w", m.encoding.kind, data, store.ErrUnsupported))
	}
	return value, nil
}

// values reads an array: without axes it is a single value, with one a slice.
func (r *reading) values(ctx context.Context, m *member) (any, error) {
	if err := m.isArray(); err != nil {
		return nil, err
	}
	if m.array.Type() == store.Record {
		return m.records(ctx)
	}
	switch len(m.array.Shape()) {
	case 0:
		return m.scalar(ctx)
	case 1:
		return m.line(ctx)
	}
	if m.array.Type().IsString() {
		return m.texts(ctx)
	}
	return r.dense(ctx, m)
}

// value writes an element of any kind.
func (w *writing) value(ctx context.Context, g store.Group, name string, value any) error {
	switch v := value.(type) {
	case nil:
		return w.null(g, name)
	case string:
		return w.single(ctx, g, name, encText, []string{v})
	case *lazy.Array:
		if v == nil {
			return w.null(g, name)
		}
		return w.matrix(ctx, g, name, v)
	case *frame.Frame:
		if v == nil {
			return w.null(g, name)
		}
		return w.frame(ctx, g, name, v)
	case *frame.Series:
		if v == nil {
			return w.null(g, name)
		}
		return w.series(ctx, g, name, v)
	case *anndata.Texts:
		return w.textsOf(ctx, g, name, v)
	case *anndata.Records:
		return w.records(ctx, g, name, v)
	case *anndata.Awkward:
		return w.awkward(ctx, g, name, v)
	case *anndata.Foreign:
		return w.foreign(ctx, g, name, v)
	case *anndata.AnnData:
		made, err := g.CreateGroup(name)
		if err != nil {
			return err
		}
		inner := *w
		inner.KeepStrings = true // as Python has it
		return inner.annData(ctx, made, v)
	case anndata.Dict:
		return w.dict(ctx, g, name, v)
	case map[string]any:
		return w.dict(ctx, g, name, v)
	case []int:
		wide := make([]int64, len(v))
		for i, x := range v {
			wide[i] = int64(x)
		}
		return w.line(ctx, g, name, wide)
	}
	if values, ok := numberIn(value); ok {
		return w.single(ctx, g, name, encNumber, values)
	}
	if _, err := store.TypeOf(value); err != nil {
		return at(below(g, name), fmt.Errorf("a %T can't be written: give a number, string, bool, a slice of those, a *lazy.Array, *frame.Frame, "+
			"*frame.Series, Dict or nil: %w", value, store.ErrUnsupported))
	}
	return w.line(ctx, g, name, value)
}

// numberIn is a number or bool as a slice of its type.
func numberIn(value any) (any, bool) {
	switch v := value.(type) {
	case bool:
		return []bool{v}, true
	case int:
		return []int64{int64(v)}, true
	case uint:
		return []uint64{uint64(v)}, true
	case int8:
		return []int8{v}, true
	case int16:
		return []int16{v}, true
	case int32:
		return []int32{v}, true
	case int64:
		return []int64{v}, true
	case uint8:
		return []uint8{v}, true
	case uint16:
		return []uint16{v}, true
	case uint32:
		return []uint32{v}, true
	case uint64:
		return []uint64{v}, true
	case float32:
		return []float32{v}, true
	case float64:
		return []float64{v}, true
	case complex128:
		return []complex128{v}, true
	}
	return nil, false
}

func (w *writing) dict(ctx context.Context, g store.Group, name string, values map[string]any) error {
	made, err := w.group(g, name, encDict, nil)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if err := w.value(ctx, made, key, values[key]); err != nil {
			return err
		}
	}
	return nil
}
