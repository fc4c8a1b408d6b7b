package anndata

import (
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// cachedFrame keeps what a view last took from its parent's obs or var.
type cachedFrame struct{ from, to *frame.Frame }

// failed is an AnnData that carries an error.
func failed(err error) *AnnData { return &AnnData{err: err} }

// Slice is a view of the selected observations and variables: lazy.All, lazy.Range, lazy.RangeStep, lazy.At, lazy.Where or
// lazy.Names each. Nothing is computed or copied. A selection that can't be made is carried by the view as its error.
func (a *AnnData) Slice(obs, vars lazy.Index) *AnnData {
	if a.err != nil {
		return a
	}
	view := &AnnData{parent: a.source()}
	for ax, index := range [2]lazy.Index{obs, vars} {
		sel, err := a.resolve(axis(ax), index)
		if err != nil {
			return failed(fmt.Errorf("anndata.Slice: %v: %w", axis(ax), err))
		}
		if a.parent != nil {
			sel = through{a.sel[ax], sel}.flat()
		}
		view.sel[ax], view.index[ax], view.dims[ax] = sel, pick(sel), sel.Len()
	}
	return view
}

// resolve turns an index into positions along an axis of this object.
func (a *AnnData) resolve(ax axis, index lazy.Index) (frame.Rows, error) {
	if index == nil {
		return nil, errors.New("the index is nil; lazy.All selects everything")
	}
	if names, ok := namesOf(index); ok {
		rows, err := a.frame(ax).Lookup(names...)
		return frame.List(rows), err
	}
	if mask, ok := maskOf(index); ok {
		if mask == nil {
			return nil, fmt.Errorf("the mask is nil: the comparison that made it failed; "+
				"the columns of %v are %q, and Series.Compare tells what is wrong", ax, a.frame(ax).Columns())
		}
		if len(mask) != a.dims[ax] {
			return nil, fmt.Errorf("the mask has %d values, %s is %d", len(mask), ax.count(), a.dims[ax])
		}
	}
	return index.Resolve(a.dims[ax])
}

// cut slices an array of the parent along the axes that its field follows.
func (a *AnnData) cut(f field, x *lazy.Array) *lazy.Array {
	if x == nil {
		return nil
	}
	index := make([]lazy.Index, x.NDim())
	for i := range index {
		index[i] = lazy.All
	}
	for i, ax := range fieldAxes[f] {
		index[i] = a.index[ax]
	}
	return x.Slice(index...)
}

// frame is obs or var; that of a view is taken from the parent's once and kept for as long as the parent's is the same.
func (a *AnnData) frame(ax axis) *frame.Frame {
	switch {
	case a.err != nil:
		return frame.Failed(a.err)
	case a.parent == nil:
		return a.annot[ax]
	}
	from := a.parent.annot[ax]
	a.mu.Lock()
	defer a.mu.Unlock()
	if kept := a.cached[ax]; kept.from == from {
		return kept.to
	}
	to, err := from.Take(a.sel[ax])
	if err != nil {
		to = frame.Failed(err)
	}
	a.cached[ax] = cachedFrame{from, to}
	return to
}
