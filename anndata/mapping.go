package anndata

import (
	"errors"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// field is one of the mappings of an AnnData.
type field int

const (
	layersField field = iota
	obsmField
	varmField
	obspField
	varpField
	nFields
)

func (f field) String() string { return [...]string{"layers", "obsm", "varm", "obsp", "varp"}[f] }

// fieldAxes says which axes of X the first axes of a field's elements follow.
var fieldAxes = [nFields][]axis{
	layersField: {obsAxis, varAxis},
	obsmField:   {obsAxis},
	varmField:   {varAxis},
	obspField:   {obsAxis, obsAxis},
	varpField:   {varAxis, varAxis},
}

// table is a map that remembers the order in which keys came.
type table struct {
	keys   []string
	values map[string]any // *lazy.Array, *frame.Frame or Rowed
}

func newTable() *table { return &table{values: map[string]any{}} }

func (t *table) set(name string, value any) {
	if _, ok := t.values[name]; !ok {
		t.keys = append(t.keys, name)
	}
	t.values[name] = value
}

// Mapping is a handle on one of the mappings of an AnnData: layers, obsm, varm, obsp or varp.
// The mapping of a view shows the parent's elements through the view's selection.
type Mapping struct {
	owner *AnnData
	field field
	fixed *table // the varm of a raw, which can't be set
}

func (m Mapping) table() *table {
	switch {
	case m.fixed != nil:
		return m.fixed
	case m.owner == nil || m.owner.err != nil:
		return newTable()
	case m.owner.parent != nil:
		return m.owner.parent.tables[m.field]
	}
	return m.owner.tables[m.field]
}

// Len is the number of elements.
func (m Mapping) Len() int { return len(m.table().keys) }

// Keys is the names of the elements, in the order in which they came.
func (m Mapping) Keys() []string { return slices.Clone(m.table().keys) }

// Has reports whether there is an element of that name.
func (m Mapping) Has(name string) bool {
	_, ok := m.table().values[name]
	return ok
}

// Get is the array of that name. When there is none, or it is a frame, the array carries an error that says so.
func (m Mapping) Get(name string) *lazy.Array {
	value, err := m.Value(name)
	if err != nil {
		return failedArray(err)
	}
	switch v := value.(type) {
	case *lazy.Array:
		return v
	case *frame.Frame:
		return failedArray(fmt.Errorf("anndata: %v/%s is a frame, not an array; use Frame(%q)", m.field, name, name))
	}
	return failedArray(fmt.Errorf("anndata: %v/%s is no array of numbers but %v; use Value(%q)", m.field, name, value, name))
}

// Frame is the frame of that name; ok is false when there is none or it is an array.
func (m Mapping) Frame(name string) (f *frame.Frame, ok bool) {
	value, err := m.Value(name)
	if err != nil {
		return nil, false
	}
	f, ok = value.(*frame.Frame)
	return f, ok
}

// Value is the element of that name: a *lazy.Array, a *frame.Frame, or in obsm and varm a [Rowed].
func (m Mapping) Value(name string) (any, error) {
	if m.owner != nil && m.owner.err != nil {
		return nil, m.owner.err
	}
	t := m.table()
	value, ok := t.values[name]
	if !ok {
		return nil, fmt.Errorf("anndata: no element %q in %v; the keys are %q", name, m.field, t.keys)
	}
	if m.fixed != nil || m.owner.parent == nil {
		return value, nil
	}
	switch v := value.(type) {
	case *frame.Frame:
		return v.Take(m.owner.sel[fieldAxes[m.field][0]])
	case Rowed:
		taken, err := v.TakeRows(m.owner.sel[fieldAxes[m.field][0]])
		if err != nil {
			return nil, fmt.Errorf("anndata: %v/%s: %w", m.field, name, err)
		}
		return taken, nil
	}
	return m.owner.cut(m.field, value.(*lazy.Array)), nil
}

// Set puts a *lazy.Array, *frame.Frame or Rowed under a name, replacing what was there. Its shape must fit. Setting on a view makes the
// view an object of its own first; its parent stays as it is.
func (m Mapping) Set(name string, value any) error {
	if err := m.writable(); err != nil {
		return err
	}
	if err := m.owner.check(m.field, name, value); err != nil {
		return fmt.Errorf("anndata: %w", err)
	}
	if err := m.owner.own(); err != nil {
		return err
	}
	m.owner.tables[m.field].set(name, value)
	return nil
}

// Delete takes an element out; on a view it makes the view an object of its own first.
func (m Mapping) Delete(name string) error {
	if err := m.writable(); err != nil {
		return err
	}
	if !m.Has(name) {
		_, err := m.Value(name)
		return err
	}
	if err := m.owner.own(); err != nil {
		return err
	}
	t := m.owner.tables[m.field]
	delete(t.values, name)
	t.keys = slices.DeleteFunc(t.keys, func(k string) bool { return k == name })
	return nil
}

func (m Mapping) writable() error {
	if m.owner == nil {
		return errors.New("anndata: the mapping of a raw can't be changed")
	}
	return m.owner.err
}
