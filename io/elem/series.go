package elem

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
)

// series reads a column, or a value of uns that is one; of a file that stays open, when it is touched.
func (r *reading) series(ctx context.Context, m *member, name string) (*frame.Series, error) {
	if r.lazy {
		return r.later(m, name)
	}
	var s *frame.Series
	switch m.encoding {
	case encArray, encTexts:
		values, err := m.line(ctx)
		if err != nil {
			return nil, err
		}
		s = frame.Of(name, values)
	case encCategorical:
		codes, err := m.linePart(ctx, "codes")
		if err != nil {
			return nil, err
		}
		categories, err := m.categories(ctx)
		if err != nil {
			return nil, err
		}
		ordered, _ := m.attributes["ordered"].(bool)
		s = frame.CategoricalOf(name, codes, categories, ordered)
	case encNullableInt, encNullableBool, encNullableString:
		values, err := m.linePart(ctx, "values")
		if err != nil {
			return nil, err
		}
		mask, err := m.linePart(ctx, "mask")
		if err != nil {
			return nil, err
		}
		flags, ok := mask.([]bool)
		if !ok {
			return nil, at(m.path, fmt.Errorf("a mask of %T: %w", mask, store.ErrInvalid))
		}
		s = frame.Nullable(name, values, flags)
	default:
		return nil, m.unsupported()
	}
	return s, at(m.path, s.Err())
}

// line reads an array of one axis, of numbers or strings.
func (m *member) line(ctx context.Context) (any, error) {
	n, err := m.length()
	if err != nil {
		return nil, err
	}
	return m.array.ReadRegion(ctx, []int{0}, []int{n})
}

func (m *member) linePart(ctx context.Context, name string) (any, error) {
	p, err := m.part(name)
	if err != nil {
		return nil, err
	}
	return p.line(ctx)
}

// categories reads the categories of a categorical; pandas can have them nullable, with none missing.
func (m *member) categories(ctx context.Context) (any, error) {
	p, err := m.part("categories")
	if err != nil {
		return nil, err
	}
	switch p.encoding {
	case encNullableInt, encNullableBool, encNullableString:
		return p.linePart(ctx, "values")
	}
	return p.line(ctx)
}

// series writes a column.
func (w *writing) series(ctx context.Context, g store.Group, name string, s *frame.Series) error {
	path := below(g, name)
	if err := s.Load(); err != nil {
		return at(path, err)
	}
	switch s.Kind() {
	case frame.CategoricalKind:
		made, err := w.group(g, name, encCategorical, map[string]any{"ordered": s.Ordered()})
		if err != nil {
			return err
		}
		if err := w.line(ctx, made, "codes", s.Codes()); err != nil {
			return err
		}
		return w.line(ctx, made, "categories", s.Categories().Values())
	case frame.NullableIntKind:
		return w.nullable(ctx, g, name, encNullableInt, s)
	case frame.NullableBoolKind:
		return w.nullable(ctx, g, name, encNullableBool, s)
	case frame.NullableStringKind:
		return w.nullable(ctx, g, name, encNullableString, s)
	}
	return w.line(ctx, g, name, s.Values())
}

func (w *writing) nullable(ctx context.Context, g store.Group, name string, e encoding, s *frame.Series) error {
	made, err := w.group(g, name, e, nil)
	if err != nil {
		return err
	}
	if err := w.line(ctx, made, "values", s.Values()); err != nil {
		return err
	}
	return w.line(ctx, made, "mask", s.Mask())
}
