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
			sel = a.sel[ax].Compose(sel)
		}
		view.sel[ax], view.dims[ax] = sel, sel.Len()
	}
	return view
}

// resolve turns an index into positions along an axis of this object.
func (a *AnnData) resolve(ax axis, index lazy.Index) (lazy.Selection, error) {
	switch index := index.(type) {
	case nil:
		return lazy.Selection{}, errors.New("the index is nil; lazy.All selects everything")
	case lazy.NameIndex:
		rows, err := a.frame(ax).Lookup(index...)
		if err != nil {
			return lazy.Selection{}, err
		}
		return lazy.At(rows...).Resolve(a.dims[ax])
	case lazy.MaskIndex:
		if index == nil {
			return lazy.Selection{}, fmt.Errorf("the mask is nil: the comparison that made it failed; "+
				"the columns of %v are %q, and Series.Compare tells what is wrong", ax, a.frame(ax).Columns())
		}
		if len(index) != a.dims[ax] {
			return lazy.Selection{}, fmt.Errorf("the mask has %d values, %s is %d", len(index), ax.count(), a.dims[ax])
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
		index[i] = a.sel[ax].Index()
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
