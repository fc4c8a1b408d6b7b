package op

import (
	"fmt"
	"slices"
)

// Concat puts arrays one behind the other along an axis; their chunks are those of the result.
type Concat struct {
	Axis int
}

// Name is "concatenate".
func (c *Concat) Name() string { return "concatenate" }

// Reads is the one chunk that is passed on.
func (c *Concat) Reads(_ *Grid, in []*Grid, index []int) []Read {
	at := slices.Clone(index)
	for i, g := range in {
		if n := len(g.chunks[c.Axis]); at[c.Axis] >= n {
			at[c.Axis] -= n
			continue
		}
		return []Read{{i, at}}
	}
	return nil
}

// Check says whether the inputs follow each other along the axis and are cut alike along all others.
func (c *Concat) Check(out Node, in []Node) error {
	if len(in) == 0 {
		return fmt.Errorf("there are no inputs")
	}
	if err := inRange(c.Axis, out.Grid.NDim()); err != nil {
		return err
	}
	along := out.Grid.chunks[c.Axis]
	for i, x := range in {
		if x.Grid.NDim() != out.Grid.NDim() {
			return fmt.Errorf("input %d has %d axes, not %d", i, x.Grid.NDim(), out.Grid.NDim())
		}
		for axis, sizes := range x.Grid.chunks {
			switch {
			case axis != c.Axis:
				if !sameSizes(sizes, out.Grid.chunks[axis]) {
					return fmt.Errorf("input %d is cut otherwise along axis %d", i, axis)
				}
			case len(sizes) > len(along) || !sameSizes(sizes, along[:len(sizes)]):
				return fmt.Errorf("the chunks along axis %d are not those of the inputs, one behind the other", axis)
			default:
				along = along[len(sizes):]
			}
		}
	}
	if len(along) > 0 {
		return fmt.Errorf("the result has %d chunks more along axis %d than the inputs", len(along), c.Axis)
	}
	return sameType(out, in)
}

// Transpose puts the axes in another order: axis i of the result is axis Axes[i] of the input.
type Transpose struct {
	Axes []int
}

// Name is "transpose".
func (t *Transpose) Name() string { return "transpose" }

// Reads is the chunk with the same permutation.
func (t *Transpose) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	at := make([]int, len(index))
	for i, axis := range t.Axes {
		at[axis] = index[i]
	}
	return []Read{{0, at}}
}

// Check says whether the axes are all those of the input.
func (t *Transpose) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if len(t.Axes) != g.NDim() || out.Grid.NDim() != g.NDim() {
		return fmt.Errorf("%d axes become %d by %v", g.NDim(), out.Grid.NDim(), t.Axes)
	}
	if err := ascendingAxes(slices.Sorted(slices.Values(t.Axes)), g.NDim()); err != nil {
		return err
	}
	for i, axis := range t.Axes {
		if !sameSizes(out.Grid.chunks[i], g.chunks[axis]) {
			return fmt.Errorf("axis %d is cut otherwise than axis %d of the input", i, axis)
		}
	}
	return sameType(out, in)
}

// Expand adds axes of size 1, which are axes Axes of the result.
type Expand struct {
	Axes []int // sorted
}

// Name is "expand_dims".
func (e *Expand) Name() string { return "expand_dims" }

// Reads is the chunk without the added axes.
func (e *Expand) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	at := make([]int, 0, len(index))
	for i, k := range index {
		if !slices.Contains(e.Axes, i) {
			at = append(at, k)
		}
	}
	return []Read{{0, at}}
}

// Check says whether the added axes are those of the result that the input lacks.
func (e *Expand) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if err := axes("the result", out.Grid, g.NDim()+len(e.Axes)); err != nil {
		return err
	}
	if err := ascendingAxes(e.Axes, out.Grid.NDim()); err != nil {
		return err
	}
	next := 0
	for i, sizes := range out.Grid.chunks {
		if slices.Contains(e.Axes, i) {
			if err := out.Grid.cutAs(i, 1); err != nil {
				return err
			}
			continue
		}
		if !sameSizes(sizes, g.chunks[next]) {
			return fmt.Errorf("axis %d is cut otherwise than in the input", i)
		}
		next++
	}
	return sameType(out, in)
}
