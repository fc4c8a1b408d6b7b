package op

import "slices"

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
