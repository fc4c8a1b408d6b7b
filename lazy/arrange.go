package lazy

import (
	"slices"
)

// MoveAxis moves one axis to another place; the others keep their order.
func (a *Array) MoveAxis(source, destination int) *Array {
	if a.err != nil {
		return a
	}
	from, err := axisOf(source, a.NDim())
	if err != nil {
		return Failed(errorf("MoveAxis: %w", err))
	}
	to, err := axisOf(destination, a.NDim())
	if err != nil {
		return Failed(errorf("MoveAxis: %w", err))
	}
	order := upTo(a.NDim())
	return a.Transpose(slices.Insert(slices.Delete(order, from, from+1), to, from)...)
}

// SwapAxes exchanges two axes.
func (a *Array) SwapAxes(one, other int) *Array {
	if a.err != nil {
		return a
	}
	i, err := axisOf(one, a.NDim())
	if err != nil {
		return Failed(errorf("SwapAxes: %w", err))
	}
	k, err := axisOf(other, a.NDim())
	if err != nil {
		return Failed(errorf("SwapAxes: %w", err))
	}
	order := upTo(a.NDim())
	order[i], order[k] = k, i
	return a.Transpose(order...)
}

// Flip reverses the order along axes, or along all when none is given. It is a view.
func (a *Array) Flip(axes ...int) *Array {
	if a.err != nil {
		return a
	}
	sorted, err := axesOf(axes, a.NDim())
	if err != nil {
		return Failed(errorf("flip: %w", err))
	}
	index := slices.Repeat([]Index{All}, a.NDim())
	for _, axis := range sorted {
		index[axis] = RangeStep(End, -End, -1)
	}
	return a.Slice(index...)
}

// Roll moves elements along axes by as many places, those that leave the end to the beginning; without axes along all elements in C order. A
// negative shift moves them towards the beginning.
func (a *Array) Roll(shift int, axes ...int) *Array {
	if a.err != nil {
		return a
	}
	if len(axes) == 0 {
		return a.Ravel().Roll(shift, 0).Reshape(a.Shape()...)
	}
	sorted, err := axesOf(axes, a.NDim())
	if err != nil {
		return Failed(errorf("roll: %w", err))
	}
	out := a
	for _, axis := range sorted {
		n := a.Shape()[axis]
		if n == 0 || shift%n == 0 {
			continue
		}
		cut := (n - shift%n) % n
		out = Concat(axis, out.along(axis, Range(cut, End)), out.along(axis, Range(0, cut)))
	}
	return out
}

// along slices one axis.
func (a *Array) along(axis int, i Index) *Array {
	if a.err != nil {
		return a
	}
	index := slices.Repeat([]Index{All}, axis+1)
	index[axis] = i
	return a.Slice(index...)
}

// upTo is 0, 1, … and without n.
func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Stack puts arrays of the same shape one behind the other along a new axis, which is axis of the result.
func Stack(axis int, arrays ...*Array) *Array {
	if len(arrays) == 0 {
		return Failed(errorf("stack: there are no arrays"))
	}
	expanded := make([]*Array, len(arrays))
	for i, a := range arrays {
		switch {
		case a == nil:
			return Failed(errorf("stack: array %d is nil", i))
		case a.err != nil:
			return a
		case !slices.Equal(a.Shape(), arrays[0].Shape()):
			return Failed(errorf("stack: array %d has shape %v, the first has %v", i, a.Shape(), arrays[0].Shape()))
		}
		if expanded[i] = a.ExpandDims(axis); expanded[i].err != nil {
			return Failed(errorf("stack: there is no axis %d in an array of %d dimensions", axis, a.NDim()+1))
		}
	}
	if axis < 0 {
		axis += expanded[0].NDim()
	}
	return Concat(axis, expanded...)
}

// Block puts together an array from blocks in rows: those of a row side by side along the last axis, the rows one below the other along the last but
// one. Arrays of less than two dimensions get first axes of size 1, as in NumPy's block of lists of lists.
func Block(rows [][]*Array) *Array {
	if len(rows) == 0 {
		return Failed(errorf("block: there are no rows"))
	}
	most := 2
	for _, row := range rows {
		for _, a := range row {
			if a != nil {
				most = max(most, a.NDim())
			}
		}
	}
	whole := make([]*Array, len(rows))
	for i, row := range rows {
		full := make([]*Array, len(row))
		for k, a := range row {
			if a == nil {
				return Failed(errorf("block: array %d of row %d is nil", k, i))
			}
			full[k] = a.ExpandDims(upTo(most - a.NDim())...)
		}
		whole[i] = Concat(-1, full...)
		if whole[i].err != nil {
			return Failed(errorf("block, row %d: %w", i, whole[i].err))
		}
	}
	return Concat(-2, whole...)
}
