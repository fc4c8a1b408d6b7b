package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Points takes single elements: a.Points(rows, columns) is those at (rows[0], columns[0]), (rows[1], columns[1]), …, as NumPy's x[rows, columns] and
// dask's vindex. All lists are of the same length, or of one position for all points; negative positions count from the end. Of an array of more axes than lists, whole
// parts are taken: the result has the shape (points, sizes of the other axes…). Each chunk of the result, of at most as many points as fit
// into an automatic chunk, reads each chunk that its points lie in once.
func (a *Array) Points(positions ...[]int) *Array {
	if a.err != nil {
		return a
	}
	if len(positions) == 0 || len(positions) > a.NDim() {
		return Failed(errorf("points: %d lists of positions for an array of shape %v", len(positions), a.Shape()))
	}
	at := make([][]int, len(positions))
	n := len(positions[0])
	for _, list := range positions {
		if n == 1 {
			n = len(list)
		}
	}
	for axis, list := range positions {
		if len(list) == 1 {
			list = slices.Repeat(list, n)
		}
		if len(list) != n {
			return Failed(errorf("points: %d positions along axis %d for %d points", len(list), axis, n))
		}
		sel, err := listIndex(list).Resolve(a.Shape()[axis])
		if err != nil {
			return Failed(errorf("points, axis %d of an array of shape %v: %w", axis, a.Shape(), err))
		}
		at[axis] = positionsOf(sel)
	}
	chunks := slices.Clone(a.Chunks()[len(at):])
	most := max(chunkLimit/max(a.dtype.Size(), 1)/across(chunks, -1), 1)
	chunks = slices.Insert(chunks, 0, op.Even(len(at[0]), most))
	return node(&op.Points{At: at}, a.dtype, chunks, a)
}

func positionsOf(s Selection) []int { return positions(s).List }

// Mask computes an array of one axis of booleans and is the index of the places where it is true: Where for masks that are lazy.
//
//	x.Slice(must(lazy.Mask(x.Sum(1).GtScalar(100))))
func Mask(condition *Array, opts ...RunOption) (Index, error) {
	if condition == nil {
		return nil, errorf("mask: the array is nil")
	}
	if condition.err != nil {
		return nil, condition.err
	}
	if condition.dtype != Bool || condition.NDim() != 1 {
		return nil, errorf("mask: an array of shape %v of %v; a mask has one axis of bool", condition.Shape(), condition.dtype)
	}
	d, err := condition.Dense(opts...)
	if err != nil {
		return nil, err
	}
	mask, _ := d.Data().([]bool)
	return Where(mask), nil
}
