package anndata

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// The joins: which names of the other axis, and which columns and keys, the result has.
const (
	Inner = frame.Inner // those that all have
	Outer = frame.Outer // those that any has; what is absent is filled
)

// ConcatOption changes what [Concat] does.
type ConcatOption func(*concat)

// concat is one concatenation: its options, then what all its steps need.
type concat struct {
	sep       *string
	keys      []string
	label     string
	axis      axis
	join      frame.Join
	fill      *float64
	merge     Strategy
	unsMerge  Strategy
	pairwise  bool
	badOption error

	from  []*AnnData
	names []string   // along the axis
	other []string   // names along the other axis
	re    []*reindex // how each object's other axis becomes the result's
}

// IndexUnique makes the names along the axis unique: each becomes name + sep + key of its object.
func IndexUnique(sep string) ConcatOption { return func(c *concat) { c.sep = &sep } }

// Keys names the objects, for IndexUnique and Label; without it they are "0", "1", ….
func Keys(keys ...string) ConcatOption {
	return func(c *concat) { c.keys = append([]string{}, keys...) }
}

// Label adds a categorical column of that name which says for each row which object it comes from.
func Label(column string) ConcatOption { return func(c *concat) { c.label = column } }

// Axis says along which axis objects are put together: 0 for observations (the default), 1 for variables.
func Axis(ax int) ConcatOption {
	return func(c *concat) {
		if ax != 0 && ax != 1 {
			c.badOption = fmt.Errorf("axis %d: it is 0 (obs) or 1 (var)", ax)
			return
		}
		c.axis = axis(ax)
	}
}

// Join says which names of the other axis the result has: Inner (the default) or Outer.
func Join(j frame.Join) ConcatOption { return func(c *concat) { c.join = j } }

// FillValue is what an outer join puts where there is no value; without it NaN, or 0 beside sparse arrays.
func FillValue(v float64) ConcatOption { return func(c *concat) { c.fill = &v } }

// Merge says what becomes of the elements along the other axis (var, varm and varp when observations are put together).
func Merge(s Strategy) ConcatOption { return func(c *concat) { c.merge = s } }

// UnsMerge says what becomes of uns.
func UnsMerge(s Strategy) ConcatOption { return func(c *concat) { c.unsMerge = s } }

// Concat puts objects under one another (or, with Axis(1), beside one another), as Python's anndata.concat does: lazily, joining
// the names of the other axis, keeping the layers, obsm and obs columns that all have (inner) or any has (outer), and dropping
// obsp and, unless asked to keep or merge them, var columns, varm and uns. Objects that don't fit give an object whose Err says which.
func Concat(from []*AnnData, opts ...ConcatOption) *AnnData {
	c := &concat{from: from}
	for _, o := range opts {
		o(c)
	}
	a, err := c.run()
	if err != nil {
		return failed(fmt.Errorf("anndata.Concat: %w", err))
	}
	return a
}

func (c *concat) run() (*AnnData, error) {
	for _, step := range []func() error{c.check, c.nameAxis, c.joinOther} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	out := &AnnData{}
	out.dims[c.axis], out.dims[c.axis.other()] = len(c.names), len(c.other)
	for f := range nFields {
		out.tables[f] = newTable()
	}
	for _, step := range []func(*AnnData) error{c.annotations, c.matrices, c.aligned, c.pairs, c.alternative, c.rest} {
		if err := step(out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// where names an object in an error.
func (c *concat) where(i int) string { return fmt.Sprintf("object %d (key %q)", i, c.keys[i]) }

func (c *concat) check() error {
	if c.badOption != nil {
		return c.badOption
	}
	if len(c.from) == 0 {
		return fmt.Errorf("there are no objects to put together")
	}
	if c.keys == nil {
		for i := range c.from {
			c.keys = append(c.keys, strconv.Itoa(i))
		}
	}
	if len(c.keys) != len(c.from) {
		return fmt.Errorf("%d keys for %d objects", len(c.keys), len(c.from))
	}
	for i, k := range c.keys {
		if slices.Index(c.keys, k) != i {
			return fmt.Errorf("the key %q is given twice", k)
		}
	}
	for i, a := range c.from {
		if a == nil {
			return fmt.Errorf("%s is nil", c.where(i))
		}
		if a.err != nil {
			return fmt.Errorf("%s: %w", c.where(i), a.err)
		}
	}
	return nil
}

// nameAxis makes the names along the axis of concatenation.
func (c *concat) nameAxis() error {
	total := 0
	for _, a := range c.from {
		total += a.dims[c.axis]
	}
	c.names = make([]string, 0, total)
	for i, a := range c.from {
		names := a.names(c.axis)
		if c.sep == nil {
			c.names = append(c.names, names...)
			continue
		}
		for _, name := range names {
			c.names = append(c.names, name+*c.sep+c.keys[i])
		}
	}
	return nil
}

// joinOther joins the names along the other axis and finds each object's way to them.
func (c *concat) joinOther() error {
	ax := c.axis.other()
	c.other = c.from[0].names(ax)
	for _, a := range c.from[1:] {
		c.other = joinNames(c.join, c.other, a.names(ax))
	}
	for i, a := range c.from {
		re, err := newReindex(a.frame(ax), c.other)
		if err != nil {
			return fmt.Errorf("%s: %v_names: %w", c.where(i), ax, err)
		}
		c.re = append(c.re, re)
	}
	return nil
}

// annotations puts together the frames along the axis.
func (c *concat) annotations(out *AnnData) error {
	frames := make([]*frame.Frame, len(c.from))
	for i, a := range c.from {
		frames[i] = a.frame(c.axis)
	}
	f, err := frame.Concat(c.join, frames...)
	if err != nil {
		return fmt.Errorf("%v: %w", c.axis, err)
	}
	if f, err = f.WithIndex(c.names); err != nil {
		return fmt.Errorf("%v: %w", c.axis, err)
	}
	if c.label != "" {
		codes := make([]int, 0, len(c.names))
		for i, a := range c.from {
			for range a.dims[c.axis] {
				codes = append(codes, i)
			}
		}
		if f, err = f.With(frame.Categorical(c.label, codes, c.keys, false)); err != nil {
			return fmt.Errorf("%v: %w", c.axis, err)
		}
	}
	out.annot[c.axis] = f
	return nil
}

// matrices puts together X and the layers.
func (c *concat) matrices(out *AnnData) error {
	xs := make([]*lazy.Array, len(c.from))
	have := 0
	for i, a := range c.from {
		if xs[i] = a.X(); xs[i] != nil {
			have++
		}
	}
	if have > 0 && have < len(xs) {
		i := slices.Index(xs, nil)
		return fmt.Errorf("X: %s has none while others do; set one or take them out", c.where(i))
	}
	if have > 0 {
		x, err := c.stack(xs, int(c.axis), len(c.other), c.re)
		if err != nil {
			return fmt.Errorf("X: %w", err)
		}
		out.x = x
	}
	return c.each(layersField, func(key string, values []any) error {
		els, err := arrays(values)
		if err != nil {
			return err
		}
		x, err := c.stack(els, int(c.axis), len(c.other), c.re)
		if err != nil {
			return err
		}
		out.tables[layersField].set(key, x)
		return nil
	})
}

// each calls f for the keys of a field that the join keeps, with the values of all objects, nil where one has none.
func (c *concat) each(fd field, f func(key string, values []any) error) error {
	var keys []string
	for _, a := range c.from {
		for _, key := range (Mapping{owner: a, field: fd}).Keys() {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	for _, key := range keys {
		values := make([]any, len(c.from))
		complete := true
		for i, a := range c.from {
			m := Mapping{owner: a, field: fd}
			if !m.Has(key) {
				complete = false
				continue
			}
			v, err := m.Value(key)
			if err != nil {
				return fmt.Errorf("%s: %w", c.where(i), err)
			}
			values[i] = v
		}
		if !complete && c.join == Inner {
			continue
		}
		if err := f(key, values); err != nil {
			return fmt.Errorf("%v/%s: %w", fd, key, err)
		}
	}
	return nil
}
