package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// aligned is an index for every axis, and those that add axes in between.
func (a *Array) aligned(index []Index) ([]Index, error) {
	taken, dots := 0, -1
	for k, i := range index {
		switch i {
		case NewAxis:
		case Ellipsis:
			if dots >= 0 {
				return nil, errorf("slice of an array of shape %v: there is more than one Ellipsis", a.Shape())
			}
			dots = k
		default:
			taken++
		}
	}
	left := a.NDim() - taken
	if left < 0 {
		return nil, errorf("slice: %d indexes for an array of shape %v", taken, a.Shape())
	}
	if dots < 0 {
		dots = len(index)
		index = append(slices.Clone(index), Ellipsis)
	}
	index = slices.Concat(index[:dots], slices.Repeat([]Index{All}, left), index[dots+1:])
	for k := range index {
		if index[k] == nil {
			index[k] = All
		}
	}
	return index, nil
}

// view is a selection that is being put together.
type view struct {
	array *Array
	taken []op.Positions // along the axes of the array so far
	axes  []int          // of the result: which axis of the array each is, or -1 for a new one
}

// add adds an axis of size 1 to the result.
func (v *view) add() { v.axes = append(v.axes, -1) }

// take takes positions along the next axis of the array, which becomes the next one of the result unless it is dropped.
func (v *view) take(p op.Positions, drop bool) {
	if !drop {
		v.axes = append(v.axes, len(v.taken))
	}
	v.taken = append(v.taken, p)
}

// make is the array of the selection: from the array that a view shows when the array is one, else from the array itself.
func (v *view) make() *Array {
	a := v.array
	chunks := make([][]int, len(v.axes))
	for i, axis := range v.axes {
		chunks[i] = []int{1}
		if axis >= 0 {
			chunks[i] = v.taken[axis].Chunked(a.grid, axis)
		}
	}
	if s, ok := a.op.(*op.Select); ok && !s.Anew && v.compose(s) {
		a = a.inputs[0]
	}
	s := &op.Select{Axes: v.taken}
	for i, axis := range v.axes {
		if axis < 0 {
			s.New = append(s.New, i)
		}
	}
	for axis := range v.taken {
		if !slices.Contains(v.axes, axis) {
			s.Drop = append(s.Drop, axis)
		}
	}
	return node(s, a.dtype, chunks, a)
}

// compose makes the selection one from the input of the view that it selects from, unless it takes an axis that the view has added more or less
// than once.
func (v *view) compose(s *op.Select) bool {
	kept := s.Kept()
	for _, i := range s.New {
		if v.taken[i].Len() != 1 {
			return false
		}
	}
	taken := make([]op.Positions, len(s.Axes))
	below := make([]int, len(v.taken)) // axis of the view -> axis below, or -1
	for i := range below {
		below[i] = -1
	}
	for axis, p := range s.Axes {
		if taken[axis] = p; kept[axis] >= 0 {
			taken[axis] = p.Then(v.taken[kept[axis]])
			below[kept[axis]] = axis
		}
	}
	for i, axis := range v.axes {
		if axis >= 0 {
			v.axes[i] = below[axis]
		}
	}
	v.taken = taken
	return true
}
