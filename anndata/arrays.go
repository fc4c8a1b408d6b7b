package anndata

import (
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// failedArray is an array that carries an error.
func failedArray(err error) *lazy.Array { return lazy.Failed(err) }

// namesOf is the names of an index made by lazy.Names.
func namesOf(index lazy.Index) ([]string, bool) {
	names, ok := index.(lazy.NameIndex)
	return names, ok
}

// maskOf is the mask of an index made by lazy.Where.
func maskOf(index lazy.Index) ([]bool, bool) {
	mask, ok := index.(lazy.MaskIndex)
	return mask, ok
}

// pick is an index of these positions: a range when they are evenly spaced, else a list.
func pick(rows frame.Rows) lazy.Index {
	n := rows.Len()
	if n == 0 {
		return lazy.Range(0, 0)
	}
	lo, step := rows.At(0), 1
	if n > 1 {
		step = rows.At(1) - lo
	}
	for i := 1; i < n && step > 0; i++ {
		if rows.At(i) != lo+i*step {
			step = 0
		}
	}
	switch {
	case step == 1:
		return lazy.Range(lo, lo+n)
	case step > 1:
		return lazy.RangeStep(lo, rows.At(n-1)+1, step)
	}
	list := make([]int, n)
	for i := range list {
		list[i] = rows.At(i)
	}
	return lazy.At(list...)
}

// through is rows picked out of rows: a selection of a selection.
type through struct{ outer, inner frame.Rows }

func (t through) Len() int     { return t.inner.Len() }
func (t through) At(i int) int { return t.outer.At(t.inner.At(i)) }

// flat is the same rows as one range or list, so that views of views of views stay as quick as the first.
func (t through) flat() frame.Rows {
	list := make(frame.List, t.Len())
	contiguous := true
	for i := range list {
		list[i] = t.At(i)
		contiguous = contiguous && list[i] == list[0]+i
	}
	if contiguous && len(list) > 0 {
		return frame.Span{Lo: list[0], Hi: list[0] + len(list)}
	}
	return list
}
