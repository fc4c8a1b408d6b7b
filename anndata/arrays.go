package anndata

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
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

// filled is an array of one value.
func filled(dtype lazy.DType, value float64, shape ...int) *lazy.Array {
	zeros := lazy.Zeros(dtype, shape...)
	if value == 0 {
		return zeros
	}
	return zeros.AddScalar(value)
}

// clone copies an array that is in memory. Sparse ones are shared: nobody can change them.
func clone(x *lazy.Array) (*lazy.Array, error) {
	if x.Kind() != "dense" {
		return x, nil
	}
	d, err := x.Dense()
	if err != nil {
		return nil, err
	}
	switch v := d.Data().(type) {
	case []bool:
		return cloned(d, v)
	case []int8:
		return cloned(d, v)
	case []int16:
		return cloned(d, v)
	case []int32:
		return cloned(d, v)
	case []int64:
		return cloned(d, v)
	case []uint8:
		return cloned(d, v)
	case []uint16:
		return cloned(d, v)
	case []uint32:
		return cloned(d, v)
	case []uint64:
		return cloned(d, v)
	case []float32:
		return cloned(d, v)
	case []float64:
		return cloned(d, v)
	case []complex128:
		return cloned(d, v)
	}
	return nil, fmt.Errorf("values of type %T can't be copied", d.Data())
}

func cloned[T block.Elem](d *block.Dense, values []T) (*lazy.Array, error) {
	b, err := block.FromSlice(slices.Clone(d.Shape()), slices.Clone(values))
	if err != nil {
		return nil, err
	}
	return lazy.FromBlock(b), nil
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
