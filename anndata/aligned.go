package anndata

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// alongField is obsm or varm, whichever follows the axis of concatenation, and pairField obsp or varp.
func alongField(ax axis) field { return [...]field{obsmField, varmField}[ax] }
func pairField(ax axis) field  { return [...]field{obspField, varpField}[ax] }

// aligned puts together the arrays and frames of obsm (or varm). Arrays of different widths are cut to the narrowest
// (inner) or filled to the widest (outer), frames join their columns.
func (c *concat) aligned(out *AnnData) error {
	fd := alongField(c.axis)
	return c.each(fd, func(key string, values []any) error {
		if slices.ContainsFunc(values, func(v any) bool { _, ok := v.(Rowed); return ok }) {
			rows, err := c.stacked(values)
			if err == nil {
				out.tables[fd].set(key, rows)
			}
			return err
		}
		isFrame := func(v any) bool { _, ok := v.(*frame.Frame); return ok }
		if !slices.ContainsFunc(values, isFrame) {
			x, err := c.alignedArrays(values)
			if err != nil {
				return err
			}
			out.tables[fd].set(key, x)
			return nil
		}
		frames := make([]*frame.Frame, len(values))
		for i, v := range values {
			switch v := v.(type) {
			case nil:
				frames[i] = frame.Empty(c.from[i].dims[c.axis])
			case *frame.Frame:
				frames[i] = v
			default:
				return fmt.Errorf("%s has an array here and others a frame", c.where(i))
			}
		}
		f, err := frame.Concat(c.join, frames...)
		if err == nil {
			f, err = f.WithIndex(c.names)
		}
		if err != nil {
			return err
		}
		out.tables[fd].set(key, f)
		return nil
	})
}

func (c *concat) alignedArrays(values []any) (*lazy.Array, error) {
	els, err := arrays(values)
	if err != nil {
		return nil, err
	}
	width := -1
	for _, x := range els {
		if x == nil || x.NDim() < 2 {
			continue
		}
		switch n := x.Shape()[1]; {
		case width < 0:
			width = n
		case c.join == Inner:
			width = min(width, n)
		default:
			width = max(width, n)
		}
	}
	re := make([]*reindex, len(els))
	for i, x := range els {
		if x != nil && x.NDim() >= 2 {
			re[i] = resized(x.Shape()[1], width)
		}
	}
	return c.stack(els, 0, width, re)
}

// alternative merges what follows the other axis: its frame, its arrays and its pairwise arrays.
func (c *concat) alternative(out *AnnData) error {
	ax := c.axis.other()
	columns := make([]keyed, len(c.from))
	for i, a := range c.from {
		f, err := c.re[i].frame(a.frame(ax), c.other)
		if err != nil {
			return fmt.Errorf("%s: %v: %w", c.where(i), ax, err)
		}
		columns[i] = keyed{keys: f.Columns(), value: func(k string) any { return f.Col(k) }}
	}
	merged, err := c.merge.merge(columns)
	if err != nil {
		return fmt.Errorf("%v: %w", ax, err)
	}
	f := frame.Empty(len(c.other))
	for _, key := range merged.keys {
		if f, err = f.With(merged.values[key].(*frame.Series)); err != nil {
			return fmt.Errorf("%v: %w", ax, err)
		}
	}
	if out.annot[ax], err = f.WithIndex(c.other); err != nil {
		return fmt.Errorf("%v: %w", ax, err)
	}
	for _, fd := range []field{alongField(ax), pairField(ax)} {
		if c.merge == MergeNone {
			continue
		}
		maps := make([]keyed, len(c.from))
		for i, a := range c.from {
			t, err := c.reindexed(i, Mapping{owner: a, field: fd})
			if err != nil {
				return fmt.Errorf("%s: %w", c.where(i), err)
			}
			maps[i] = keyed{keys: t.keys, value: func(k string) any { return t.values[k] }}
		}
		if out.tables[fd], err = c.merge.merge(maps); err != nil {
			return fmt.Errorf("%v: %w", fd, err)
		}
	}
	return nil
}

// reindexed is a mapping of the other axis, brought to the names of the result.
func (c *concat) reindexed(i int, m Mapping) (*table, error) {
	t := newTable()
	for _, key := range m.Keys() {
		value, err := m.Value(key)
		if err != nil {
			return nil, err
		}
		if rows, ok := value.(Rowed); ok {
			if c.re[i] != nil {
				return nil, fmt.Errorf("%v/%s: %v can't be brought to other names: delete it first", m.field, key, rows)
			}
		} else if f, ok := value.(*frame.Frame); ok {
			if value, err = c.re[i].frame(f, c.other); err != nil {
				return nil, fmt.Errorf("%v/%s: %w", m.field, key, err)
			}
		} else {
			x := value.(*lazy.Array)
			gaps := c.re[i] != nil && c.re[i].gaps
			dtype, fill, err := c.filling([]string{x.DType().String()}, gaps, x.Kind() != "dense")
			if err != nil {
				return nil, fmt.Errorf("%v/%s: %w", m.field, key, err)
			}
			if x.DType() != dtype {
				x = x.AsType(dtype)
			}
			for along := range fieldAxes[m.field] {
				x = c.re[i].array(x, along, fill)
			}
			value = x
		}
		t.set(key, value)
	}
	return t, nil
}

// rest merges uns and puts together the raws, when all have one.
func (c *concat) rest(out *AnnData) error {
	dicts := make([]Dict, len(c.from))
	raws := 0
	for i, a := range c.from {
		dicts[i] = a.Uns()
		if a.Raw() != nil {
			raws++
		}
	}
	uns, err := c.unsMerge.dicts(dicts)
	if err != nil {
		return fmt.Errorf("uns: %w", err)
	}
	out.uns = uns
	if raws < len(c.from) {
		return nil
	}
	inner := *c
	inner.merge, inner.unsMerge, inner.re, inner.pairwise = MergeNone, MergeNone, nil, false
	inner.from = make([]*AnnData, len(c.from))
	for i, a := range c.from {
		obs, err := a.Obs().Select()
		if err != nil {
			return fmt.Errorf("raw: %s: %w", c.where(i), err)
		}
		if inner.from[i], err = a.Raw().AnnData(obs); err != nil {
			return fmt.Errorf("raw: %s: %w", c.where(i), err)
		}
	}
	raw, err := inner.run()
	if err != nil {
		return fmt.Errorf("raw: %w", err)
	}
	out.raw = &Raw{x: raw.x, vars: raw.annot[varAxis], varm: raw.tables[varmField]}
	return nil
}
