package elem

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// later is a column that is read when it is touched. That its parts are there, and how long it is, is found out at once.
func (r *reading) later(m *member, name string) (*frame.Series, error) {
	var like *frame.Series
	var lead *member // the part that says how long it is
	var err error
	switch m.encoding {
	case encArray, encTexts:
		lead = m
		like, err = m.emptyLine(func(values any) *frame.Series { return frame.Of(name, values) })
	case encCategorical:
		if lead, err = m.part("codes"); err == nil {
			_, err = m.part("categories")
		}
		like = frame.CategoricalOf(name, []int8{}, []string{}, false)
	case encNullableInt, encNullableBool, encNullableString:
		if lead, err = m.part("values"); err == nil {
			_, err = m.part("mask")
		}
		if err == nil {
			like, err = lead.emptyLine(func(values any) *frame.Series { return frame.Nullable(name, values, []bool{}) })
		}
	default:
		return nil, m.unsupported()
	}
	if err != nil {
		return nil, err
	}
	rows, err := lead.length()
	if err != nil {
		return nil, err
	}
	if err := like.Err(); err != nil {
		return nil, at(m.path, err)
	}
	now := *r
	now.lazy = false
	return frame.Later(like, rows, func() (*frame.Series, error) {
		s, err := now.series(lazy.Context(), m, name)
		if err != nil && r.store != "" {
			err = fmt.Errorf("read %s: %w", r.store, err)
		}
		return s, err
	}), nil
}

// emptyLine makes a column without rows of the type of an array of one axis.
func (m *member) emptyLine(column func(values any) *frame.Series) (*frame.Series, error) {
	if err := m.isArray(); err != nil {
		return nil, err
	}
	values, err := m.array.Type().Make(0)
	if err != nil {
		return nil, at(m.path, err)
	}
	return column(values), nil
}

// length is the size of an array of one axis.
func (m *member) length() (int, error) {
	if err := m.isArray(); err != nil {
		return 0, err
	}
	shape := m.array.Shape()
	if len(shape) != 1 {
		return 0, at(m.path, fmt.Errorf("shape %v where one axis was expected: %w", shape, store.ErrInvalid))
	}
	return shape[0], nil
}
